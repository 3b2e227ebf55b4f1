//! The life of a challenge.

use crate::types::state::Machine;

text_enum! {
    /// Where a challenge stands.
    pub enum ChallengeState {
        /// It holds the award up.
        Raised = "raised", "Open: the award is on hold";
        /// The force answered it, and the award stands.
        Lifted = "lifted", "Answered: the award stands";
        /// The award was withdrawn.
        Upheld = "upheld", "The award was withdrawn";
        /// The bidder took it back.
        Withdrawn = "withdrawn", "Taken back";
    }
}

/// What can happen to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChallengeEvent {
    /// A second person of the force lifts the hold.
    Lift,
    /// The award is withdrawn.
    Uphold,
    /// The bidder takes it back.
    Withdraw,
}

impl ChallengeEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] = &[Self::Lift, Self::Uphold, Self::Withdraw];
}

impl Machine for ChallengeState {
    type Event = ChallengeEvent;

    fn on(self, event: ChallengeEvent) -> Option<Self> {
        match (self, event) {
            (Self::Raised, ChallengeEvent::Lift) => Some(Self::Lifted),
            (Self::Raised, ChallengeEvent::Uphold) => Some(Self::Upheld),
            (Self::Raised, ChallengeEvent::Withdraw) => Some(Self::Withdrawn),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ChallengeEvent, ChallengeState};
    use crate::types::state::Machine;

    #[test]
    fn a_challenge_ends_once() {
        for state in ChallengeState::ALL {
            for event in ChallengeEvent::ALL {
                let open = *state == ChallengeState::Raised;
                assert_eq!(state.on(*event).is_some(), open, "{state:?} on {event:?}");
            }
        }
    }
}
