//! The life of a contract.

use crate::types::state::Machine;

text_enum! {
    /// Where a contract stands.
    pub enum ContractState {
        /// Drawn up, and waiting for the provider.
        Offered = "offered", "Waiting for the provider to sign";
        /// Signed by the provider, and waiting for the force.
        ProviderSigned = "provider_signed", "Waiting for the force to sign";
        /// Signed by both.
        Active = "active", "Active";
        /// Over, as agreed.
        Ended = "ended", "Ended";
        /// Over before its time.
        Terminated = "terminated", "Terminated";
    }
}

/// What can happen to a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContractEvent {
    /// The provider signs.
    ProviderSigns,
    /// The force signs.
    ForceSigns,
}

impl ContractEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] = &[Self::ProviderSigns, Self::ForceSigns];
}

impl Machine for ContractState {
    type Event = ContractEvent;

    fn on(self, event: ContractEvent) -> Option<Self> {
        match (self, event) {
            (Self::Offered, ContractEvent::ProviderSigns) => Some(Self::ProviderSigned),
            (Self::ProviderSigned, ContractEvent::ForceSigns) => Some(Self::Active),
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
}
