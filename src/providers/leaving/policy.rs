//! When a provider may leave. Pure.

use crate::error::Error;
use crate::providers::state::{ProviderEvent, ProviderState};
use crate::types::state::Step;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not on the framework.
    #[error("Your company is not on the framework, so it cannot leave it.")]
    NotOn,
    /// Contracts go on.
    #[error(
        "Your company has live contracts, so it cannot leave the framework yet: {0}. You can leave once they have ended."
    )]
    Contracts(String),
    /// Bids wait for a decision.
    #[error(
        "Your company has bids that have not been decided, so it cannot leave the framework yet: {0}. Withdraw them, or wait for the decision."
    )]
    Bids(String),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May a provider with these live contracts and undecided bids leave?
pub fn may_leave(
    state: ProviderState,
    contracts: &[String],
    bids: &[String],
) -> Result<Step<ProviderState>, Refusal> {
    let step = Step::take(state, ProviderEvent::Leave).ok_or(Refusal::NotOn)?;
    if !contracts.is_empty() {
        return Err(Refusal::Contracts(contracts.join(", ")));
    }
    if !bids.is_empty() {
        return Err(Refusal::Bids(bids.join(", ")));
    }
    Ok(step)
}

#[cfg(test)]
mod tests {
    use super::{Refusal, may_leave};
    use crate::providers::state::ProviderState;

    #[test]
    fn a_provider_leaves_from_the_framework_once_nobody_counts_on_it() {
        use ProviderState::{Admitted, Suspended};
        let one = |it: &str| vec![it.to_owned()];
        for state in ProviderState::ALL {
            let on = matches!(state, Admitted | Suspended);
            let found = may_leave(*state, &[], &[]).map(|it| it.to());
            let wanted = if on { Ok(ProviderState::Left) } else { Err(Refusal::NotOn) };
            assert_eq!(found, wanted, "{state:?}");
        }
        let contract = may_leave(Admitted, &one("CON-1"), &one("BID-1")).map(drop);
        assert_eq!(contract, Err(Refusal::Contracts("CON-1".to_owned())));
        let bid = may_leave(Suspended, &[], &one("BID-1")).map(drop);
        assert_eq!(bid, Err(Refusal::Bids("BID-1".to_owned())));
    }
}
