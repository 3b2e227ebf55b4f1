//! The life of a version.

use crate::types::state::Machine;

text_enum! {
    /// What a version is to the one before it.
    pub enum VersionKind {
        /// The first.
        Original = "original", "Original";
        /// In place of one that not both sides had signed.
        Correction = "correction", "Correction";
        /// In place of one that bound.
        Variation = "variation", "Variation";
    }
}

text_enum! {
    /// Where a version stands.
    pub enum VersionState {
        /// Waiting for the force's approvers; the provider does not know of it.
        Proposed = "proposed", "Waiting for approval";
        /// An approver sent it back with a comment.
        SentBack = "sent_back", "Sent back by an approver";
        /// Waiting for the provider.
        Offered = "offered", "Waiting for the provider to sign";
        /// Signed by the provider, and waiting for the force.
        ProviderSigned = "provider_signed", "Waiting for the force to sign";
        /// Signed by both.
        Signed = "signed", "Signed by both";
        /// The provider would not sign it, and said why.
        Returned = "returned", "Returned by the provider";
        /// The force took it back.
        Withdrawn = "withdrawn", "Withdrawn by the force";
        /// The contract ended before both had signed.
        Lapsed = "lapsed", "Lapsed, never came into force";
    }
}

/// What can happen to a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionEvent {
    /// The last approver that it takes approves it.
    Approve,
    /// An approver sends it back.
    SendBack,
    /// The provider signs.
    ProviderSigns,
    /// The force signs.
    ForceSigns,
    /// The provider returns it.
    ProviderReturns,
    /// The force takes it back.
    ForceWithdraws,
    /// The contract ends.
    Lapse,
}

impl VersionEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] = &[
        Self::Approve,
        Self::SendBack,
        Self::ProviderSigns,
        Self::ForceSigns,
        Self::ProviderReturns,
        Self::ForceWithdraws,
        Self::Lapse,
    ];
}

impl Machine for VersionState {
    type Event = VersionEvent;

    fn on(self, event: VersionEvent) -> Option<Self> {
        use VersionEvent as It;
        match (self, event) {
            (Self::Proposed, It::Approve) => Some(Self::Offered),
            (Self::Proposed, It::SendBack) => Some(Self::SentBack),
            (Self::Proposed, It::ForceWithdraws) => Some(Self::Withdrawn),
            (Self::Proposed, It::Lapse) => Some(Self::Lapsed),
            (Self::Offered, It::ProviderSigns) => Some(Self::ProviderSigned),
            (Self::ProviderSigned, It::ForceSigns) => Some(Self::Signed),
            (Self::Offered, It::ProviderReturns) => Some(Self::Returned),
            (Self::Offered | Self::ProviderSigned, It::ForceWithdraws) => Some(Self::Withdrawn),
            (Self::Offered | Self::ProviderSigned, It::Lapse) => Some(Self::Lapsed),
            _ => None,
        }
    }
}

impl VersionState {
    /// Whether it waits: for an approver, or for a signature.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Proposed) || self.waits_for_signature()
    }

    /// Whether it waits for a signature.
    pub fn waits_for_signature(self) -> bool {
        matches!(self, Self::Offered | Self::ProviderSigned)
    }

    /// The colour of its tag.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Proposed => "blue",
            Self::Offered | Self::ProviderSigned => "yellow",
            Self::Signed => "green",
            Self::SentBack | Self::Returned | Self::Withdrawn | Self::Lapsed => "grey",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{VersionEvent, VersionState};
    use crate::types::state::Machine;

    #[test]
    fn nothing_is_signed_or_returned_before_it_is_approved() {
        use VersionEvent::{Approve, ForceSigns, ProviderReturns, ProviderSigns, SendBack};
        for event in [ProviderSigns, ForceSigns, ProviderReturns] {
            assert_eq!(VersionState::Proposed.on(event), None, "{event:?}");
        }
        for state in VersionState::ALL.iter().filter(|it| **it != VersionState::Proposed) {
            assert_eq!((state.on(Approve), state.on(SendBack)), (None, None), "{state:?}");
        }
    }

    #[test]
    fn what_is_settled_stays_as_it_is() {
        for state in VersionState::ALL.iter().filter(|it| !it.is_open()) {
            for event in VersionEvent::ALL {
                assert_eq!(state.on(*event), None, "{state:?} on {event:?}");
            }
        }
    }
}
