//! The life of an award.

use crate::types::state::Machine;

text_enum! {
    /// Where an award stands.
    pub enum AwardState {
        /// Somebody recommends it.
        Recommended = "recommended", "Recommended";
        /// Somebody else approved it.
        Approved = "approved", "Approved";
        /// An approver declined it.
        Declined = "declined", "Declined";
        /// Whoever recommends took it back before it was decided.
        TakenBack = "taken_back", "Taken back";
        /// It was taken back after approval.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

/// What can happen to an award.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AwardEvent {
    /// A second person approves it.
    Approve,
    /// A second person declines it.
    Decline,
    /// Whoever recommends takes it back.
    TakeBack,
    /// Two people take it back.
    Withdraw,
}

impl AwardEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] =
        &[Self::Approve, Self::Decline, Self::TakeBack, Self::Withdraw];
}

impl Machine for AwardState {
    type Event = AwardEvent;

    fn on(self, event: AwardEvent) -> Option<Self> {
        match (self, event) {
            (Self::Recommended, AwardEvent::Approve) => Some(Self::Approved),
            (Self::Recommended, AwardEvent::Decline) => Some(Self::Declined),
            (Self::Recommended, AwardEvent::TakeBack) => Some(Self::TakenBack),
            (Self::Approved, AwardEvent::Withdraw) => Some(Self::Withdrawn),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AwardEvent, AwardState};
    use crate::types::state::Machine;

    #[test]
    fn a_recommendation_is_decided_once_and_only_what_was_approved_is_withdrawn() {
        for state in AwardState::ALL {
            for event in AwardEvent::ALL {
                let from = match event {
                    AwardEvent::Approve | AwardEvent::Decline | AwardEvent::TakeBack => {
                        AwardState::Recommended
                    }
                    AwardEvent::Withdraw => AwardState::Approved,
                };
                assert_eq!(state.on(*event).is_some(), *state == from, "{state:?} on {event:?}");
            }
        }
    }
}
