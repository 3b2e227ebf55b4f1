//! Does a specialist hold what a role asks for? Police vetting and national
//! security vetting are two ladders; a higher rung covers every lower one.

use chrono::NaiveDate;

use super::model::{Ladders, Nominee};
use crate::framework::model::ClearanceLevel;
use crate::providers::model::Specialist;
use crate::requests::model::{NeededBy, Request, TeamRole};
use crate::types::time::Moment;
use crate::types::uk_time;

/// What a specialist lacks for a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Whether it keeps the bid from being submitted.
    pub bars: bool,
    /// What is lacking and by when, in a sentence.
    pub said: String,
}

/// What somebody holds, whoever looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held<'a> {
    /// What they are called.
    pub name: &'a str,
    /// Their SFIA level.
    pub sfia_level: i16,
    /// Their police vetting, and its last day.
    pub nppv: (Option<&'a str>, Option<NaiveDate>),
    /// Their national security vetting, and its last day.
    pub nsv: (&'a str, Option<NaiveDate>),
}

/// Whoever has a line in the register of specialists or in a bid holds what it says.
macro_rules! holds {
    ($($line:ty),*) => {$(
        impl<'a> From<&'a $line> for Held<'a> {
            fn from(it: &'a $line) -> Self {
                Self {
                    name: &it.name,
                    sfia_level: it.sfia_level,
                    nppv: (it.nppv.as_deref(), it.nppv_expires),
                    nsv: (&it.nsv, it.nsv_expires),
                }
            }
        }
    )*};
}
holds!(Specialist, Nominee);

/// The day a role's clearances must hold on, as far as is known today.
pub fn needed_on(role: &TeamRole, request: &Request, now: Moment) -> NaiveDate {
    let today = uk_time::date_of(now);
    match role.needed_by {
        NeededBy::Bid => today,
        NeededBy::Award => request.closes_at.map_or(today, |at| uk_time::date_of(at.max(now))),
        NeededBy::Start => request.starts_on.map_or(today, |day| day.max(today)),
    }
}

/// What a specialist lacks for a role on the day its clearances are needed.
/// What is needed with the bid bars it; the rest is a warning.
pub fn gaps<'a>(
    role: &TeamRole,
    person: impl Into<Held<'a>>,
    ladders: &Ladders,
    on: NaiveDate,
) -> Vec<Gap> {
    let person = person.into();
    let nppv = role.nppv.as_deref().and_then(|asked| {
        lacking(&ladders.nppv, asked, (person.nppv.0.unwrap_or("none"), person.nppv.1), on)
    });
    let nsv = lacking(&ladders.nsv, &role.nsv, person.nsv, on);
    let bars = role.needed_by == NeededBy::Bid;
    let when = match role.needed_by {
        NeededBy::Bid => "with the bid",
        NeededBy::Award => "at award",
        NeededBy::Start => "at the start",
    };
    let sentence = |lack: String| Gap {
        bars,
        said: format!("{} {lack}, and it is needed {when}", person.name),
    };
    let mut found: Vec<Gap> = [nppv, nsv].into_iter().flatten().map(sentence).collect();
    if person.sfia_level < role.sfia_level {
        let said = format!(
            "{} works at SFIA level {}, and the role asks for level {}",
            person.name, person.sfia_level, role.sfia_level
        );
        found.push(Gap { bars: false, said });
    }
    found
}

fn lacking(
    ladder: &[ClearanceLevel],
    asked: &str,
    (held, expires): (&str, Option<NaiveDate>),
    on: NaiveDate,
) -> Option<String> {
    let rank = |code: &str| ladder.iter().find(|it| it.code == code).map(|it| it.rank);
    if asked == "none" {
        return None;
    }
    if rank(held).is_none_or(|held| rank(asked).is_none_or(|asked| held < asked)) {
        return Some(format!("does not hold {asked}"));
    }
    match expires {
        Some(day) if day < on => {
            Some(format!("holds {held}, which expires on {}", uk_time::day(day)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::gaps;
    use crate::bids::samples;
    use crate::requests::model::NeededBy;

    fn day(typed: &str) -> NaiveDate {
        typed.parse().unwrap()
    }

    #[test]
    fn a_higher_clearance_covers_a_lower_one_of_the_same_kind_only() {
        let ladders = samples::ladders();
        let on = day("2026-03-01");
        for (asked, held, lacks) in [
            ((None, "none"), (None, "none"), 0),
            ((Some("NPPV3"), "SC"), (Some("NPPV3"), "SC"), 0),
            ((Some("NPPV2F"), "BPSS"), (Some("NPPV3"), "DV"), 0),
            ((Some("NPPV3"), "none"), (Some("NPPV2F"), "DV"), 1),
            ((None, "SC"), (Some("NPPV3"), "CTC"), 1),
            ((Some("NPPV3"), "SC"), (None, "none"), 2),
            ((Some("NPPV2A"), "none"), (Some("NPPV1"), "none"), 1),
        ] {
            let role = samples::role(asked.0, asked.1, NeededBy::Bid);
            let person = samples::specialist(held.0, held.1, day("2027-01-01"));
            assert_eq!(gaps(&role, &person, &ladders, on).len(), lacks, "{asked:?} {held:?}");
        }
    }

    #[test]
    fn a_clearance_holds_through_its_last_day() {
        let role = samples::role(Some("NPPV3"), "SC", NeededBy::Start);
        let person = samples::specialist(Some("NPPV3"), "SC", day("2026-03-04"));
        let on = |typed| gaps(&role, &person, &samples::ladders(), day(typed));
        assert!(on("2026-03-04").is_empty());
        let late = on("2026-03-05");
        assert_eq!(late.len(), 2);
        assert!(late[0].said.contains("expires on 4 March 2026"), "{}", late[0].said);
    }

    #[test]
    fn only_what_is_needed_with_the_bid_bars_it() {
        let person = samples::specialist(None, "none", day("2026-03-04"));
        for (needed_by, bars) in
            [(NeededBy::Bid, true), (NeededBy::Award, false), (NeededBy::Start, false)]
        {
            let role = samples::role(Some("NPPV3"), "none", needed_by);
            let found = gaps(&role, &person, &samples::ladders(), day("2026-03-01"));
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].bars, bars, "{needed_by:?}");
        }
    }

    #[test]
    fn a_level_below_the_role_is_a_warning() {
        let role = samples::role(None, "none", NeededBy::Bid);
        let mut person = samples::specialist(None, "none", day("2026-03-04"));
        person.sfia_level = role.sfia_level - 1;
        let found = gaps(&role, &person, &samples::ladders(), day("2026-03-01"));
        assert_eq!(found.len(), 1);
        assert!(!found[0].bars && found[0].said.contains("SFIA level"));
    }
}
