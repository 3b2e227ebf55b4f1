//! The life of a withdrawal.

use crate::types::state::Machine;

text_enum! {
    /// Where the withdrawal of an award stands.
    pub enum WithdrawalState {
        /// Somebody asks for it.
        Proposed = "proposed", "Waiting for a second person";
        /// Somebody else did it.
        Made = "made", "Withdrawn";
        /// Somebody else refused it.
        Refused = "refused", "Refused";
    }
}

/// What can happen to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithdrawalEvent {
    /// A second person does it.
    Make,
    /// A second person refuses it.
    Refuse,
}

impl WithdrawalEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] = &[Self::Make, Self::Refuse];
}

impl Machine for WithdrawalState {
    type Event = WithdrawalEvent;

    fn on(self, event: WithdrawalEvent) -> Option<Self> {
        match (self, event) {
            (Self::Proposed, WithdrawalEvent::Make) => Some(Self::Made),
            (Self::Proposed, WithdrawalEvent::Refuse) => Some(Self::Refused),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{WithdrawalEvent, WithdrawalState};
    use crate::types::state::Machine;

    #[test]
    fn a_withdrawal_is_decided_on_once() {
        for state in WithdrawalState::ALL {
            for event in WithdrawalEvent::ALL {
                let waits = *state == WithdrawalState::Proposed;
                assert_eq!(state.on(*event).is_some(), waits, "{state:?} on {event:?}");
            }
        }
    }
}
