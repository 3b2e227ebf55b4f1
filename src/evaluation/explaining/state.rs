//! The life of a question about a low price.

use crate::types::state::Machine;

text_enum! {
    /// Where it stands.
    pub enum ExplanationState {
        /// The bidder is to answer.
        Asked = "asked", "Waiting for the bidder";
        /// The force is to decide.
        Answered = "answered", "Answered, to be decided on";
        /// The price is believed.
        Accepted = "accepted", "Accepted";
        /// The bid was disqualified for it.
        Rejected = "rejected", "Not accepted";
        /// Nobody needs the answer any more.
        Withdrawn = "withdrawn", "Taken back";
    }
}

/// What can happen to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExplanationEvent {
    /// The bidder answers.
    Answer,
    /// A second person accepts the answer.
    Accept,
    /// The bid is disqualified for its price.
    Reject,
    /// The question is taken back.
    Withdraw,
}

impl ExplanationEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] = &[Self::Answer, Self::Accept, Self::Reject, Self::Withdraw];
}

impl Machine for ExplanationState {
    type Event = ExplanationEvent;

    fn on(self, event: ExplanationEvent) -> Option<Self> {
        match (self, event) {
            (Self::Asked, ExplanationEvent::Answer) => Some(Self::Answered),
            (Self::Answered, ExplanationEvent::Accept) => Some(Self::Accepted),
            (Self::Asked | Self::Answered, ExplanationEvent::Reject) => Some(Self::Rejected),
            (Self::Asked | Self::Answered, ExplanationEvent::Withdraw) => Some(Self::Withdrawn),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ExplanationEvent, ExplanationState};
    use crate::types::state::Machine;

    #[test]
    fn an_answer_comes_before_it_is_accepted_and_nothing_after_the_end() {
        assert_eq!(ExplanationState::Asked.on(ExplanationEvent::Accept), None);
        for end in
            [ExplanationState::Accepted, ExplanationState::Rejected, ExplanationState::Withdrawn]
        {
            for event in ExplanationEvent::ALL {
                assert_eq!(end.on(*event), None, "{end:?} on {event:?}");
            }
        }
    }
}
