//! How many approvers a request takes. Pure.

use super::model::{Band, Needed};
use crate::error::Error;
use crate::requests::model::{Request, Route};
use crate::types::money::Money;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing is different.
    #[error("Nothing would change: this is the value that already holds.")]
    Same,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// How many approvers a request takes by what it may come to. One whose value
/// is not known takes two.
pub fn needed(request: &Request, band: &Band) -> Needed {
    match request.route {
        Some(Route::Urgent) => Needed::TwoForUrgency,
        _ => needed_for(request.estimated_value(), band),
    }
}

/// How many approvers a value takes; one that is not known takes two. Awards are
/// held against it too, by what they come to.
pub fn needed_for(value: Option<Money>, band: &Band) -> Needed {
    let line = band.one_up_to;
    match value {
        Some(value) if value <= line => Needed::One(line),
        _ => Needed::TwoForValue(line),
    }
}

#[cfg(test)]
mod tests {
    use super::{Band, Needed, Route, needed};
    use crate::requests::drafting::samples::{now, whole};
    use crate::types::money::Money;

    #[test]
    fn the_value_decides_and_the_boundary_takes_one() {
        let request = whole().request; // which may come to £207,720
        let pence = |pence| Money::from_pence(pence).unwrap();
        for (line, two) in [(20_772_000, false), (20_771_999, true), (0, true)] {
            let band = Band { force_id: None, one_up_to: pence(line), set_at: now() };
            assert_eq!(needed(&request, &band).is_two(), two, "{line}");
        }
    }

    #[test]
    fn approvals_are_enough_when_there_are_as_many_as_it_takes() {
        let one = Needed::One(Money::ZERO);
        let two = [Needed::TwoForValue(Money::ZERO), Needed::TwoForUrgency];
        assert_eq!([0, 1, 2].map(|given| one.is_met_by(given)), [false, true, true]);
        for needed in two {
            assert_eq!([0, 1, 2].map(|given| needed.is_met_by(given)), [false, false, true]);
        }
    }

    #[test]
    fn an_urgent_request_and_one_of_unknown_value_take_two() {
        let band =
            Band { force_id: None, one_up_to: Money::from_pence(i64::MAX).unwrap(), set_at: now() };
        let mut request = whole().request;
        request.budget = None;
        assert!(needed(&request, &band).is_two());
        let mut request = whole().request;
        request.route = Some(Route::Urgent);
        assert_eq!(needed(&request, &band), Needed::TwoForUrgency);
    }
}
