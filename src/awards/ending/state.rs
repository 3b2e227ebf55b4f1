//! The life of an ending that was asked for.

use crate::types::state::Machine;

text_enum! {
    /// Where the ending of a request without an award stands.
    pub enum EndingState {
        /// Somebody asks for it.
        Proposed = "proposed", "Waiting for a second person";
        /// Somebody else did it.
        Made = "made", "Ended without an award";
        /// Somebody else refused it.
        Refused = "refused", "Refused";
        /// Whoever asked no longer does.
        TakenBack = "taken_back", "Taken back";
    }
}

/// What can happen to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndingEvent {
    /// A second person does it.
    Make,
    /// A second person refuses it.
    Refuse,
    /// The first person takes it back.
    TakeBack,
}

impl EndingEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] = &[Self::Make, Self::Refuse, Self::TakeBack];
}

impl Machine for EndingState {
    type Event = EndingEvent;

    fn on(self, event: EndingEvent) -> Option<Self> {
        match (self, event) {
            (Self::Proposed, EndingEvent::Make) => Some(Self::Made),
            (Self::Proposed, EndingEvent::Refuse) => Some(Self::Refused),
            (Self::Proposed, EndingEvent::TakeBack) => Some(Self::TakenBack),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{EndingEvent, EndingState};
    use crate::types::state::Machine;

    #[test]
    fn only_an_ending_that_waits_is_decided_on() {
        for state in EndingState::ALL {
            for event in EndingEvent::ALL {
                let waits = *state == EndingState::Proposed;
                assert_eq!(state.on(*event).is_some(), waits, "{state:?} on {event:?}");
            }
        }
    }
}
