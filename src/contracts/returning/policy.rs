//! When a contract or a variation may be returned.

use crate::contracts::policy::Refusal;
use crate::contracts::state::{ContractEvent, ContractState};
use crate::contracts::versions::model::Version;
use crate::contracts::versions::state::{VersionEvent, VersionKind, VersionState};
use crate::types::state::Step;

/// The moves that returning makes: the version's and, before it ever bound,
/// the contract's.
pub type Moves = (Step<VersionState>, Option<Step<ContractState>>);

/// May the provider return what waits for it?
pub fn may_return(state: ContractState, open: Option<&Version>) -> Result<Moves, Refusal> {
    if state == ContractState::Returned {
        return Err(Refusal::IsReturned);
    }
    let version = open.ok_or(Refusal::NothingToSign)?;
    let step = Step::take(version.state, VersionEvent::ProviderReturns);
    let step = step.ok_or(Refusal::ProviderHasSigned)?;
    if version.kind == VersionKind::Variation {
        return Ok((step, None));
    }
    let contract = Step::take(state, ContractEvent::ProviderReturns);
    Ok((step, Some(contract.ok_or(Refusal::ProviderHasSigned)?)))
}

#[cfg(test)]
mod tests {
    use super::may_return;
    use crate::contracts::policy::Refusal;
    use crate::contracts::samples::version;
    use crate::contracts::state::ContractState;
    use crate::contracts::versions::state::{VersionKind, VersionState};

    #[test]
    fn what_waits_for_the_provider_is_returned_and_nothing_else() {
        let original = VersionKind::Original;
        let offered = version(1, original, VersionState::Offered);
        let signed = version(1, original, VersionState::ProviderSigned);
        assert!(may_return(ContractState::Offered, Some(&offered)).is_ok_and(|it| it.1.is_some()));
        for (state, open, refusal) in [
            (ContractState::ProviderSigned, Some(&signed), Refusal::ProviderHasSigned),
            (ContractState::Returned, None, Refusal::IsReturned),
            (ContractState::Active, None, Refusal::NothingToSign),
        ] {
            assert_eq!(may_return(state, open).unwrap_err(), refusal, "{state:?}");
        }
    }

    #[test]
    fn a_returned_variation_leaves_the_contract_as_it_is() {
        let varied = version(2, VersionKind::Variation, VersionState::Offered);
        let moves = may_return(ContractState::Active, Some(&varied)).unwrap();
        assert!(moves.1.is_none());
    }
}
