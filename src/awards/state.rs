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
}

impl AwardEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] = &[Self::Approve, Self::Decline];
}

impl Machine for AwardState {
    type Event = AwardEvent;

    fn on(self, event: AwardEvent) -> Option<Self> {
        match (self, event) {
            (Self::Recommended, AwardEvent::Approve) => Some(Self::Approved),
            (Self::Recommended, AwardEvent::Decline) => Some(Self::Declined),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AwardEvent, AwardState};
    use crate::types::state::Machine;

    #[test]
    fn only_a_recommendation_is_decided_and_only_once() {
        for state in AwardState::ALL {
            let open = *state == AwardState::Recommended;
            for event in AwardEvent::ALL {
                assert_eq!(state.on(*event).is_some(), open, "{state:?} on {event:?}");
            }
        }
    }
}
