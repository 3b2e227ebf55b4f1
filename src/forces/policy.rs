//! What belongs to a force, and when forces may be renamed and merged. Pure.

use chrono::NaiveDate;

use super::model::{Kept, Merger};
use crate::error::Error;
use crate::types::dated::{BadStart, may_begin};
use crate::types::uk_time;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The day does not do.
    #[error("{0}.")]
    Start(#[from] BadStart),
    /// Nothing is different.
    #[error("Nothing would change: this is what already holds.")]
    Same,
    /// Two forces of one name.
    #[error("Another force has this name. Choose another name.")]
    NameTaken,
    /// A domain belongs to one force.
    #[error("This domain already belongs to {0}.")]
    DomainTaken(String),
    /// It would leave a force without a way in.
    #[error(
        "This is the force’s only domain, and its people’s addresses are at it. Add another one first."
    )]
    LastDomain,
    /// A force is not its own successor.
    #[error("A force cannot become part of itself. Choose another force.")]
    Itself,
    /// Two forces cannot become part of each other.
    #[error(
        "{successor} is to become part of {force}, so {force} cannot become part of it. Choose another force, or first let {successor} become part of another one."
    )]
    Circle {
        /// The force.
        force: String,
        /// What it would become part of.
        successor: String,
    },
    /// Another force is to become part of it, when it would be gone.
    #[error(
        "{0} becomes part of this force on {1}, and this force would not be there any more. Choose a later day, or first let {0} become part of another force."
    )]
    StillJoined(String, String),
    /// It is over.
    #[error("{0} ended on {1}, so this cannot be changed.")]
    Ended(String, String),
    /// The successor would not be there.
    #[error("{0} is not there on that day. Choose another force or another day.")]
    SuccessorEnded(String),
    /// It makes no more requests.
    #[error(
        "{force} ended on {day}, so it makes no new requests.{successor} Its contracts and requests that are out run on."
    )]
    NoNewRequests {
        /// The force.
        force: String,
        /// The day.
        day: String,
        /// A sentence about what it became part of, or nothing.
        successor: String,
    },
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May a force be changed at all? Not once it is over.
pub fn may_change(force: &Kept, today: NaiveDate) -> Result<(), Refusal> {
    match force.valid_to.filter(|day| *day <= today) {
        Some(day) => Err(Refusal::Ended(force.name.clone(), uk_time::day(day))),
        None => Ok(()),
    }
}

/// May a force become part of another from a day on?
pub fn may_merge(merger: &Merger, from: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    let Merger { force, successor, beyond, joining } = merger;
    may_change(force, today)?;
    if force.id == successor.id {
        return Err(Refusal::Itself);
    }
    if beyond.iter().any(|it| it.id == force.id) {
        let (force, successor) = (force.name.clone(), successor.name.clone());
        return Err(Refusal::Circle { force, successor });
    }
    may_begin([force.valid_from], from, today)?;
    if successor.has_ended(from) || successor.valid_from > from {
        return Err(Refusal::SuccessorEnded(successor.name.clone()));
    }
    let late = |it: &&Kept| it.valid_to.is_some_and(|day| day >= from);
    match joining.iter().filter(late).find_map(|it| Some((it, it.valid_to?))) {
        Some((it, day)) => Err(Refusal::StillJoined(it.name.clone(), uk_time::day(day))),
        None => Ok(()),
    }
}

/// May one of the domains a force has of its own be taken away? Not the last.
pub fn may_remove_domain(own: &[String]) -> Result<(), Refusal> {
    if own.len() < 2 { Err(Refusal::LastDomain) } else { Ok(()) }
}

/// May a force make new requests?
pub fn may_request(
    force: &Kept,
    successor: Option<&Kept>,
    today: NaiveDate,
) -> Result<(), Refusal> {
    match force.valid_to.filter(|day| *day <= today) {
        Some(day) => Err(Refusal::NoNewRequests {
            force: force.name.clone(),
            day: uk_time::day(day),
            successor: successor
                .map(|it| format!(" It is part of {} now.", it.name))
                .unwrap_or_default(),
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forces::model::{Kind, Regime};
    use crate::types::ids::ForceId;

    fn day(typed: &str) -> NaiveDate {
        typed.parse().unwrap()
    }

    fn force(name: &str, valid_to: Option<&str>) -> Kept {
        Kept {
            id: ForceId::mint(),
            slug: name.to_lowercase(),
            name: name.to_owned(),
            kind: Kind::Territorial,
            region_code: "eastern".to_owned(),
            contracting_authority: String::new(),
            procurement_regime: Regime::EnglandWales,
            valid_from: day("2020-01-01"),
            valid_to: valid_to.map(day),
            succeeded_by: None,
        }
    }

    #[test]
    fn forces_merge_from_a_day_to_come_into_one_that_is_there() {
        let today = day("2026-03-04");
        let here = force("Here", None);
        let gone = || force("Gone", Some("2026-03-04"));
        let leaving = force("Leaving", Some("2026-06-01"));
        let ended = || Refusal::Ended("Gone".to_owned(), "4 March 2026".to_owned());
        let not_there = |name: &str| Refusal::SuccessorEnded(name.to_owned());
        for (from_force, into, from, verdict) in [
            (&here, &force("New", None), "2026-03-04", Ok(())),
            (&here, &force("New", None), "2027-04-01", Ok(())),
            (&here, &force("New", None), "2026-03-03", Err(BadStart::Past.into())),
            (&here, &here, "2027-04-01", Err(Refusal::Itself)),
            (&gone(), &here, "2027-04-01", Err(ended())),
            (&here, &gone(), "2026-04-01", Err(not_there("Gone"))),
            (&here, &leaving, "2026-05-31", Ok(())),
            (&here, &leaving, "2026-06-01", Err(not_there("Leaving"))),
        ] {
            let found = may_merge(&merger(from_force, into), day(from), today);
            assert_eq!(found, verdict, "{} into {} from {from}", from_force.name, into.name);
        }
    }

    fn merger(force: &Kept, successor: &Kept) -> Merger {
        let (force, successor) = (force.clone(), successor.clone());
        Merger { force, successor, beyond: Vec::new(), joining: Vec::new() }
    }

    #[test]
    fn forces_do_not_become_part_of_each_other_by_any_way() {
        let (here, next, far) =
            (force("Here", None), force("Next", Some("2027-01-01")), force("Far", None));
        for beyond in [vec![here.clone()], vec![far, here.clone()]] {
            let merger = Merger { beyond, ..merger(&here, &next) };
            let said = may_merge(&merger, day("2026-04-01"), day("2026-03-04")).unwrap_err();
            assert!(said.to_string().starts_with("Next is to become part of Here"), "{said}");
        }
    }

    #[test]
    fn a_force_stays_until_those_that_become_part_of_it_have() {
        let here = force("Here", None);
        for (joins, fit) in [("2026-06-01", false), ("2026-05-01", false), ("2026-04-30", true)] {
            let joining = vec![force("Small", Some(joins))];
            let merger = Merger { joining, ..merger(&here, &force("Large", None)) };
            let found = may_merge(&merger, day("2026-05-01"), day("2026-03-04"));
            assert_eq!(found.is_ok(), fit, "joins on {joins}: {found:?}");
        }
    }

    #[test]
    fn the_last_domain_stays() {
        let domains = |n: usize| vec!["a.example".to_owned(); n];
        assert_eq!(may_remove_domain(&domains(2)), Ok(()));
        assert_eq!(may_remove_domain(&domains(1)), Err(Refusal::LastDomain));
    }

    #[test]
    fn a_force_that_is_over_makes_no_requests_and_says_who_does() {
        let (over, new) = (force("Old", Some("2026-03-04")), force("New", None));
        assert_eq!(may_request(&over, Some(&new), day("2026-03-03")), Ok(()));
        let said = may_request(&over, Some(&new), day("2026-03-04")).unwrap_err().to_string();
        assert!(said.contains("ended on 4 March 2026") && said.contains("part of New"), "{said}");
        assert_eq!(may_request(&new, None, day("2026-03-04")), Ok(()));
    }
}
