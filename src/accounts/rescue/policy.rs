//! Who may reset a lost second factor: two people, neither of them its owner.

use super::model::FactorReset;
use crate::error::Error;
use crate::types::ids::UserId;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The person has no second factor to reset.
    #[error("This person has no second factor, so there is nothing to reset.")]
    NothingToReset,
    /// A reset is waiting already.
    #[error("A reset for this person is waiting to be confirmed already.")]
    Waiting,
    /// Four eyes.
    #[error("You put this reset forward, so another operator administrator must confirm it.")]
    OwnReset,
    /// One's own second factor.
    #[error("You cannot reset your own second factor: ask another operator administrator.")]
    OwnFactor,
    /// Its time was up, or somebody else released it.
    #[error("This is not blocked any more.")]
    NotBlocked,
    /// Confirmed or set aside meanwhile.
    #[error("Somebody else has already decided on this reset.")]
    Decided,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May this officer put a reset forward for this person?
pub fn may_ask(by: UserId, user: UserId, any: bool, waiting: bool) -> Result<(), Refusal> {
    match (by == user, any, waiting) {
        (true, ..) => Err(Refusal::OwnFactor),
        (_, false, _) => Err(Refusal::NothingToReset),
        (.., true) => Err(Refusal::Waiting),
        _ => Ok(()),
    }
}

/// May this officer confirm it?
pub fn may_confirm(reset: &FactorReset, by: UserId) -> Result<(), Refusal> {
    if reset.asked_by == by {
        return Err(Refusal::OwnReset);
    }
    if reset.user_id == by { Err(Refusal::OwnFactor) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, may_ask, may_confirm};
    use crate::accounts::rescue::model::FactorReset;
    use crate::types::ids::{FactorResetId, UserId};
    use crate::types::time::Moment;

    #[test]
    fn a_reset_takes_two_people_and_neither_is_its_owner() {
        let (user, one, two) = (UserId::mint(), UserId::mint(), UserId::mint());
        assert_eq!(may_ask(user, user, true, false), Err(Refusal::OwnFactor));
        assert_eq!(may_ask(one, user, false, false), Err(Refusal::NothingToReset));
        assert_eq!(may_ask(one, user, true, true), Err(Refusal::Waiting));
        assert_eq!(may_ask(one, user, true, false), Ok(()));
        let reset = FactorReset {
            id: FactorResetId::mint(),
            user_id: user,
            reason: "Phone lost".to_owned(),
            asked_by: one,
            asked_at: Moment::from_timestamp(1_767_603_600, 0).unwrap(),
        };
        assert_eq!(may_confirm(&reset, one), Err(Refusal::OwnReset));
        assert_eq!(may_confirm(&reset, user), Err(Refusal::OwnFactor));
        assert_eq!(may_confirm(&reset, two), Ok(()));
    }
}
