//! The life of a request.

use crate::types::state::Machine;

text_enum! {
    /// Where a request stands. Whether an open one has closed is the clock's
    /// to say: see [`Request::phase`](super::model::Request::phase).
    pub enum RequestState {
        /// Being written; only its force knows of it.
        Draft = "draft", "Draft";
        /// Waiting for an approver.
        AwaitingApproval = "awaiting_approval", "Awaiting approval";
        /// Published.
        Open = "open", "Open";
        /// Its bids are opened and being scored.
        Evaluating = "evaluating", "Being evaluated";
        /// An award is approved.
        Decided = "decided", "Decided";
        /// An award is approved and stands still.
        Standstill = "standstill", "In standstill";
        /// Both sides have signed.
        Contracted = "contracted", "Contracted";
        /// Called off by the force.
        Cancelled = "cancelled", "Cancelled";
        /// Ended without an award.
        NoAward = "no_award", "Ended without an award";
    }
}

/// What can happen to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestEvent {
    /// Its author asks for approval.
    SubmitForApproval,
    /// An approver sends it back to be changed.
    SendBack,
    /// The last approver it needs approves it.
    Publish,
    /// It is changed while it is open: a new version.
    Amend,
    /// Two people of the force open its bids.
    BeginEvaluation,
    /// An award is approved.
    Decide,
    /// The approved award stands still.
    BeginStandstill,
    /// The award is withdrawn, to be made again.
    Reconsider,
    /// The contract is signed by both sides.
    SignContract,
    /// The force calls it off.
    Cancel,
    /// The force ends it without an award.
    EndWithoutAward,
}

impl RequestEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] = &[
        Self::SubmitForApproval,
        Self::SendBack,
        Self::Publish,
        Self::Amend,
        Self::BeginEvaluation,
        Self::Decide,
        Self::BeginStandstill,
        Self::Reconsider,
        Self::SignContract,
        Self::Cancel,
        Self::EndWithoutAward,
    ];
}

impl Machine for RequestState {
    type Event = RequestEvent;

    fn on(self, event: RequestEvent) -> Option<Self> {
        use RequestEvent as On;
        match (self, event) {
            (Self::Draft, On::SubmitForApproval) => Some(Self::AwaitingApproval),
            (Self::AwaitingApproval, On::SendBack) => Some(Self::Draft),
            (Self::AwaitingApproval, On::Publish) => Some(Self::Open),
            (Self::Open, On::Amend) => Some(Self::Open),
            (Self::Open, On::BeginEvaluation) => Some(Self::Evaluating),
            (Self::Evaluating, On::Decide) => Some(Self::Decided),
            (Self::Decided, On::BeginStandstill) => Some(Self::Standstill),
            (Self::Decided | Self::Standstill, On::Reconsider) => Some(Self::Evaluating),
            (Self::Decided | Self::Standstill, On::SignContract) => Some(Self::Contracted),
            (Self::Open | Self::Evaluating | Self::Decided | Self::Standstill, On::Cancel) => {
                Some(Self::Cancelled)
            }
            (Self::Open | Self::Evaluating, On::EndWithoutAward) => Some(Self::NoAward),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RequestEvent, RequestState};
    use crate::types::state::Machine;

    #[test]
    fn only_an_approval_publishes() {
        for state in RequestState::ALL {
            let published = state.on(RequestEvent::Publish);
            assert_eq!(published.is_some(), *state == RequestState::AwaitingApproval, "{state:?}");
        }
    }

    #[test]
    fn nothing_happens_after_the_end() {
        for end in [RequestState::Contracted, RequestState::Cancelled, RequestState::NoAward] {
            for event in RequestEvent::ALL {
                assert_eq!(end.on(*event), None, "{end:?} on {event:?}");
            }
        }
    }

    #[test]
    fn a_draft_is_not_cancelled_for_nobody_knows_of_it() {
        assert_eq!(RequestState::Draft.on(RequestEvent::Cancel), None);
        assert_eq!(RequestState::Open.on(RequestEvent::Cancel), Some(RequestState::Cancelled));
    }
}
