//! The life of a termination.

use crate::types::state::Machine;

text_enum! {
    /// Where a termination stands.
    pub enum TerminationState {
        /// Somebody proposes it.
        Proposed = "proposed", "Waiting for a second person";
        /// Somebody else confirmed it: the contract has ended.
        Confirmed = "confirmed", "Confirmed";
        /// It was taken back, declined, or overtaken by the last day.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

/// What can happen to a termination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TerminationEvent {
    /// A second person confirms it.
    Confirm,
    /// It is taken back or declined.
    Withdraw,
}

impl TerminationEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] = &[Self::Confirm, Self::Withdraw];
}

impl Machine for TerminationState {
    type Event = TerminationEvent;

    fn on(self, event: TerminationEvent) -> Option<Self> {
        match (self, event) {
            (Self::Proposed, TerminationEvent::Confirm) => Some(Self::Confirmed),
            (Self::Proposed, TerminationEvent::Withdraw) => Some(Self::Withdrawn),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{TerminationEvent, TerminationState};
    use crate::types::state::Machine;

    #[test]
    fn a_termination_is_decided_once() {
        for state in TerminationState::ALL {
            for event in TerminationEvent::ALL {
                let open = *state == TerminationState::Proposed;
                assert_eq!(state.on(*event).is_some(), open, "{state:?} on {event:?}");
            }
        }
    }
}
