//! When a specialist's personal data may be erased. Pure.

use crate::error::Error;
use crate::providers::model::Specialist;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Still on the list.
    #[error(
        "This person is still on your list. Retire them first, then erase what is personal about them."
    )]
    NotRetired,
    /// Erased before.
    #[error("What is personal about this person has already been erased.")]
    AlreadyErased,
    /// A force relies on the name.
    #[error(
        "This person is named in {0}, so their details must be kept for now. Erase them once the contract has ended and the request has been decided."
    )]
    Named(String),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// Whether a name is still that of the same person, for all anybody knows.
/// Someone of another name was never vetted, whoever they are.
pub fn same_person(it: &Specialist, name: &str) -> bool {
    it.name.to_lowercase() == name.to_lowercase()
}

/// May what is personal about someone be erased? `named_in` are the live
/// contracts and undecided bids that name them.
pub fn may_erase(it: &Specialist, named_in: &[String]) -> Result<(), Refusal> {
    if it.erased_at.is_some() {
        Err(Refusal::AlreadyErased)
    } else if it.retired_at.is_none() {
        Err(Refusal::NotRetired)
    } else if !named_in.is_empty() {
        Err(Refusal::Named(named_in.join(" and ")))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::ids::SpecialistId;
    use crate::types::time::Moment;

    #[test]
    fn only_the_retired_whom_nobody_relies_on_are_erased() {
        let person = |retired: bool, erased: bool| Specialist {
            id: SpecialistId::mint(),
            name: "Ida Marsh".to_owned(),
            sfia_level: 5,
            skills: String::new(),
            nppv: None,
            nppv_expires: None,
            nppv_sponsor: String::new(),
            nsv: "none".to_owned(),
            nsv_expires: None,
            nsv_sponsor: String::new(),
            available_from: None,
            availability_note: String::new(),
            right_to_work: true,
            retired_at: retired.then(|| Moment::from_timestamp(0, 0).unwrap()),
            erased_at: erased.then(|| Moment::from_timestamp(0, 0).unwrap()),
        };
        let named = ["CON-2026-0001".to_owned(), "BID-2026-0002".to_owned()];
        let both = "CON-2026-0001 and BID-2026-0002".to_owned();
        for (retired, erased, named_in, found) in [
            (false, false, &named[..0], Err(Refusal::NotRetired)),
            (true, false, &named[..0], Ok(())),
            (true, true, &named[..0], Err(Refusal::AlreadyErased)),
            (true, false, &named[..], Err(Refusal::Named(both.clone()))),
        ] {
            assert_eq!(may_erase(&person(retired, erased), named_in), found, "{retired} {erased}");
        }
    }
}
