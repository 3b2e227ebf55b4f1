//! The life of a contract.

use crate::types::state::Machine;

text_enum! {
    /// Where a contract stands.
    pub enum ContractState {
        /// Drawn up, and waiting for the provider.
        Offered = "offered", "Waiting for the provider to sign";
        /// Returned by the provider with words, and waiting for the force to correct it.
        Returned = "returned", "Returned to the force";
        /// Signed by the provider, and waiting for the force.
        ProviderSigned = "provider_signed", "Waiting for the force to sign";
        /// Signed by both.
        Active = "active", "Active";
        /// Over, as agreed.
        Ended = "ended", "Ended";
        /// Over before its time.
        Terminated = "terminated", "Terminated";
        /// Over before both had signed: its award was withdrawn, or its request cancelled.
        Withdrawn = "withdrawn", "Withdrawn, never came into force";
    }
}

/// What can happen to a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContractEvent {
    /// The provider returns it unsigned, with words.
    ProviderReturns,
    /// The force offers a corrected version.
    ForceCorrects,
    /// The provider signs.
    ProviderSigns,
    /// The force signs.
    ForceSigns,
    /// Its last day has passed.
    RunOut,
    /// Two people of the force end it before its time.
    Terminate,
    /// The award it rests on is withdrawn, or its request cancelled.
    FallAway,
}

impl ContractEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] = &[
        Self::ProviderReturns,
        Self::ForceCorrects,
        Self::ProviderSigns,
        Self::ForceSigns,
        Self::RunOut,
        Self::Terminate,
        Self::FallAway,
    ];
}

impl Machine for ContractState {
    type Event = ContractEvent;

    fn on(self, event: ContractEvent) -> Option<Self> {
        use ContractEvent as It;
        match (self, event) {
            (Self::Offered, It::ProviderReturns) => Some(Self::Returned),
            (Self::Offered | Self::Returned | Self::ProviderSigned, It::ForceCorrects) => {
                Some(Self::Offered)
            }
            (Self::Offered, It::ProviderSigns) => Some(Self::ProviderSigned),
            (Self::ProviderSigned, It::ForceSigns) => Some(Self::Active),
            (Self::Active, It::RunOut) => Some(Self::Ended),
            (Self::Active, It::Terminate) => Some(Self::Terminated),
            (Self::Offered | Self::Returned | Self::ProviderSigned, It::FallAway) => {
                Some(Self::Withdrawn)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ContractEvent, ContractState};
    use crate::types::state::Machine;

    #[test]
    fn each_side_signs_once_and_the_provider_first() {
        for state in ContractState::ALL {
            let provider = state.on(ContractEvent::ProviderSigns).is_some();
            let force = state.on(ContractEvent::ForceSigns).is_some();
            assert_eq!(provider, *state == ContractState::Offered, "{state:?}");
            assert_eq!(force, *state == ContractState::ProviderSigned, "{state:?}");
        }
    }

    #[test]
    fn only_what_binds_ends_and_only_once() {
        for state in ContractState::ALL {
            for event in [ContractEvent::RunOut, ContractEvent::Terminate] {
                let ends = state.on(event).is_some();
                assert_eq!(ends, *state == ContractState::Active, "{state:?} on {event:?}");
            }
        }
    }

    #[test]
    fn nothing_is_corrected_once_both_have_signed() {
        use ContractState::{
            Active, Ended, Offered, ProviderSigned, Returned, Terminated, Withdrawn,
        };
        for (state, corrected) in [
            (Offered, true),
            (Returned, true),
            (ProviderSigned, true),
            (Active, false),
            (Ended, false),
            (Terminated, false),
            (Withdrawn, false),
        ] {
            assert_eq!(state.on(ContractEvent::ForceCorrects).is_some(), corrected, "{state:?}");
            // What may still be corrected falls away with its award, and nothing else does.
            assert_eq!(state.on(ContractEvent::FallAway).is_some(), corrected, "{state:?}");
        }
    }
}
