//! The life of an amendment.

use crate::types::state::Machine;

text_enum! {
    /// Where an amendment stands.
    pub enum AmendmentState {
        /// Being written; only the force knows of it.
        Draft = "draft", "Being written";
        /// Waiting for an approver.
        AwaitingApproval = "awaiting_approval", "Awaiting approval";
        /// In force: the request has a new version.
        Published = "published", "Published";
        /// Given up before anyone saw it.
        Dropped = "dropped", "Dropped";
    }
}

/// What can happen to an amendment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmendmentEvent {
    /// Its author asks for approval.
    Submit,
    /// An approver sends it back to be changed.
    SendBack,
    /// Someone who did not write it approves it.
    Publish,
    /// Its force gives it up.
    Drop,
}

impl AmendmentEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] = &[Self::Submit, Self::SendBack, Self::Publish, Self::Drop];
}

impl Machine for AmendmentState {
    type Event = AmendmentEvent;

    fn on(self, event: AmendmentEvent) -> Option<Self> {
        match (self, event) {
            (Self::Draft, AmendmentEvent::Submit) => Some(Self::AwaitingApproval),
            (Self::AwaitingApproval, AmendmentEvent::SendBack) => Some(Self::Draft),
            (Self::AwaitingApproval, AmendmentEvent::Publish) => Some(Self::Published),
            (Self::Draft | Self::AwaitingApproval, AmendmentEvent::Drop) => Some(Self::Dropped),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AmendmentEvent, AmendmentState};
    use crate::types::state::Machine;

    #[test]
    fn only_an_approval_publishes_and_what_is_published_stands() {
        for state in AmendmentState::ALL {
            let published = state.on(AmendmentEvent::Publish);
            assert_eq!(published.is_some(), *state == AmendmentState::AwaitingApproval);
        }
        for event in AmendmentEvent::ALL {
            assert_eq!(AmendmentState::Published.on(*event), None);
            assert_eq!(AmendmentState::Dropped.on(*event), None);
        }
    }
}
