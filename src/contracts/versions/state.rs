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
        Lapsed = "lapsed", "Lapsed when the contract ended";
    }
}

/// What can happen to a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionEvent {
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
    /// Whether it waits for a signature.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Offered | Self::ProviderSigned)
    }

    /// The colour of its tag.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Offered | Self::ProviderSigned => "yellow",
            Self::Signed => "green",
            Self::Returned | Self::Withdrawn | Self::Lapsed => "grey",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{VersionEvent, VersionState};
    use crate::types::state::Machine;

    #[test]
    fn what_is_settled_stays_as_it_is() {
        for state in VersionState::ALL.iter().filter(|it| !it.is_open()) {
            for event in VersionEvent::ALL {
                assert_eq!(state.on(*event), None, "{state:?} on {event:?}");
            }
        }
    }
}
