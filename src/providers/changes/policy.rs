//! What waits for review, and what may be decided about it. Pure.

use chrono::NaiveDate;

use super::model::{Change, ChangeKind, Facts, LotFacts};
use super::state::{ChangeEvent, ChangeState};
use crate::error::Error;
use crate::providers::state::ProviderState;
use crate::types::ids::UserId;
use crate::types::state::Step;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was decided or withdrawn.
    #[error("This change is no longer waiting: {0}. Load the page again to see where it stands.")]
    Over(String),
    /// The provider is not being relied on.
    #[error(
        "This provider is neither being checked nor admitted, so its changes are not decided now."
    )]
    NotRelied,
    /// Four eyes.
    #[error("You proposed to accept this new lot, so a different vetting officer must accept it.")]
    OwnProposal,
    /// Nobody proposed anything.
    #[error("There is no proposal to set aside. Load the page again to see where it stands.")]
    NothingProposed,
    /// The clearance has expired.
    #[error("This clearance has already expired, so it cannot be accepted.")]
    Expired,
    /// The framework's maximum fell while the change waited.
    #[error(
        "A day rate in this change is above the framework’s maximum for the lot, which was lowered since. Refuse the change, and say so in your reason."
    )]
    AboveMaximum,
    /// Someone else changed it first.
    #[error(
        "Someone else has just decided about this change. Load the page again to see where it stands."
    )]
    MovedOn,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// Whether somebody relies on the dossier, so that a change waits for review.
pub fn is_relied_on(state: ProviderState) -> bool {
    matches!(state, ProviderState::Applied | ProviderState::Admitted | ProviderState::Suspended)
}

/// Whether rates and evidence may change at once: the evidence is the same,
/// and no rate is higher than it was or new.
pub fn at_once(before: &LotFacts, after: &LotFacts) -> bool {
    let lower = |(level, rate): (&i16, &i64)| before.rates.get(level).is_some_and(|it| rate <= it);
    before.evidence == after.evidence && after.rates.iter().all(lower)
}

/// May the provider take it back?
pub fn may_withdraw(change: &Change) -> Result<Step<ChangeState>, Refusal> {
    step(change, ChangeEvent::Withdraw)
}

/// May this officer accept it? A new lot is first proposed by one officer,
/// then accepted by another.
pub fn may_accept(
    change: &Change,
    wanted: &Facts,
    provider: ProviderState,
    officer: UserId,
    today: NaiveDate,
) -> Result<Step<ChangeState>, Refusal> {
    let event = match (change.kind, change.state) {
        (ChangeKind::Lot, ChangeState::Waiting) => ChangeEvent::Propose,
        _ => ChangeEvent::Accept,
    };
    let step = step(change, event)?;
    if !is_relied_on(provider) {
        return Err(Refusal::NotRelied);
    }
    if change.state == ChangeState::Proposed && change.proposed_by == Some(officer) {
        return Err(Refusal::OwnProposal);
    }
    match wanted {
        Facts::Clearance(it) if it.expires_on < today => Err(Refusal::Expired),
        _ => Ok(step),
    }
}

/// May it be refused?
pub fn may_refuse(change: &Change) -> Result<Step<ChangeState>, Refusal> {
    step(change, ChangeEvent::Refuse)
}

/// May a proposal to accept a new lot be set aside?
pub fn may_set_aside(change: &Change) -> Result<Step<ChangeState>, Refusal> {
    Step::take(change.state, ChangeEvent::SetAside).ok_or(Refusal::NothingProposed)
}

fn step(change: &Change, event: ChangeEvent) -> Result<Step<ChangeState>, Refusal> {
    let over = || Refusal::Over(format!("it was {}", change.state.label().to_lowercase()));
    Step::take(change.state, event).ok_or_else(over)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::providers::changes::model::Clearance;
    use crate::types::ids::{ChangeId, ProviderId};
    use crate::types::time::Moment;

    fn change(kind: ChangeKind, state: ChangeState, proposed_by: Option<UserId>) -> Change {
        Change {
            id: ChangeId::mint(),
            provider_id: ProviderId::mint(),
            kind,
            subject: String::new(),
            before: None,
            after: serde_json::Value::Null,
            state,
            made_at: Moment::from_timestamp(0, 0).unwrap(),
            proposed_by,
            reason: String::new(),
            decided_by: None,
        }
    }

    fn day(typed: &str) -> NaiveDate {
        typed.parse().unwrap()
    }

    fn lot(evidence: &str, rates: &[(i16, i64)]) -> LotFacts {
        LotFacts { evidence: evidence.to_owned(), rates: BTreeMap::from_iter(rates.to_vec()) }
    }

    #[test]
    fn rates_fall_at_once_and_rise_only_after_a_review() {
        let before = lot("Ten years.", &[(4, 70_000), (5, 80_000)]);
        for (after, now) in [
            (lot("Ten years.", &[(4, 70_000), (5, 80_000)]), true),
            (lot("Ten years.", &[(4, 69_999)]), true),
            (lot("Ten years.", &[(4, 70_001), (5, 80_000)]), false),
            (lot("Ten years.", &[(4, 60_000), (6, 60_000)]), false),
            (lot("Eleven years.", &[(4, 70_000)]), false),
        ] {
            assert_eq!(at_once(&before, &after), now, "{after:?}");
        }
    }

    #[test]
    fn a_new_lot_takes_two_officers_and_every_other_change_one() {
        let (one, other) = (UserId::mint(), UserId::mint());
        let wanted = Facts::Lot(lot("Ten years.", &[]));
        let to = |change: &Change, by| {
            let state = ProviderState::Admitted;
            may_accept(change, &wanted, state, by, day("2026-01-05")).map(|it| it.to())
        };
        let fresh = change(ChangeKind::Lot, ChangeState::Waiting, None);
        let proposed = change(ChangeKind::Lot, ChangeState::Proposed, Some(one));
        let rates = change(ChangeKind::Rates, ChangeState::Waiting, None);
        assert_eq!(to(&fresh, one), Ok(ChangeState::Proposed));
        assert_eq!(to(&proposed, one), Err(Refusal::OwnProposal));
        assert_eq!(to(&proposed, other), Ok(ChangeState::Accepted));
        assert_eq!(to(&rates, one), Ok(ChangeState::Accepted));
    }

    #[test]
    fn nothing_is_decided_twice_or_for_a_provider_nobody_relies_on() {
        let wanted = Facts::Clearance(Clearance {
            level: "SC".to_owned(),
            sponsor: String::new(),
            expires_on: day("2026-01-05"),
        });
        let accepted = |state, provider, today| {
            let change = change(ChangeKind::Clearance, state, None);
            may_accept(&change, &wanted, provider, UserId::mint(), day(today)).map(|it| it.to())
        };
        use ChangeState::{Accepted, Refused, Waiting, Withdrawn};
        use ProviderState::{Admitted, Applied, Left, Registered, Suspended};
        for provider in [Applied, Admitted, Suspended] {
            assert_eq!(accepted(Waiting, provider, "2026-01-05"), Ok(Accepted));
        }
        for provider in [Registered, Left] {
            assert_eq!(accepted(Waiting, provider, "2026-01-05"), Err(Refusal::NotRelied));
        }
        assert_eq!(accepted(Waiting, Admitted, "2026-01-06"), Err(Refusal::Expired));
        for state in [Accepted, Refused, Withdrawn] {
            let over = Refusal::Over(format!("it was {}", state.label().to_lowercase()));
            assert_eq!(accepted(state, Admitted, "2026-01-05"), Err(over.clone()));
            let change = change(ChangeKind::Clearance, state, None);
            assert_eq!(may_refuse(&change).map(drop), Err(over.clone()));
            assert_eq!(may_withdraw(&change).map(drop), Err(over));
            assert_eq!(may_set_aside(&change).map(drop), Err(Refusal::NothingProposed));
        }
    }
}
