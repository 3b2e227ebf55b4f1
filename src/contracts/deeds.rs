//! What a person can do about a contract now: what its page offers. Each is
//! asked of the policy that the act asks.

use super::gates::policy::may_waive;
use super::model::Seen;
use super::returning::policy::may_return;
use super::versions::state::{VersionEvent, VersionKind, VersionState};
use super::{approving, ending, policy, variations};
use crate::accounts::model::{Organisation, Role, Viewer};
use crate::accounts::roles::ForceMember;
use crate::types::time::Moment;

/// Whose signature a person can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Sign for the provider.
    Provider,
    /// Sign for the force.
    Force,
    /// None.
    Nobody,
}

/// Whether this person can sign now, and what is waited for if not.
pub fn turn(viewer: &Viewer, seen: &Seen, now: Moment) -> (Turn, String) {
    let has = |role| viewer.roles.contains(&role);
    let (side, signs) = match viewer.organisation {
        Organisation::Provider(_) => (of_provider(seen, now), has(Role::ProviderAdmin)),
        Organisation::Force(_) => (of_force(seen, now), has(Role::ContractManager)),
        Organisation::Operator => return (Turn::Nobody, String::new()),
    };
    match side {
        Ok(turn) if signs => (turn, String::new()),
        // A colleague will; there is nothing for this person to wait for.
        Ok(_) => (Turn::Nobody, String::new()),
        Err(_) if seen.open().is_none() && !seen.standing.is_returned() => {
            (Turn::Nobody, String::new())
        }
        Err(_) if has_signed(viewer, seen) => {
            (Turn::Nobody, "Your company has signed. The force signs next.".to_owned())
        }
        Err(refusal) => (Turn::Nobody, refusal),
    }
}

/// Whether a provider looks at what it has signed and the force has not.
fn has_signed(viewer: &Viewer, seen: &Seen) -> bool {
    matches!(viewer.organisation, Organisation::Provider(_))
        && seen.open().is_some_and(|it| it.state == VersionState::ProviderSigned)
}

fn varied(seen: &Seen) -> Option<VersionState> {
    seen.open().filter(|it| it.kind == VersionKind::Variation).map(|it| it.state)
}

fn within_ceilings(seen: &Seen) -> Result<(), String> {
    seen.over_ceiling.as_ref().map_or(Ok(()), |why| Err(why.to_string()))
}

fn of_provider(seen: &Seen, now: Moment) -> Result<Turn, String> {
    match varied(seen) {
        Some(state) => {
            let runs = variations::policy::may_be_signed(&seen.contract, seen.is_ending(), now);
            runs.map_err(|it| it.to_string())?;
            within_ceilings(seen)?;
            match state {
                VersionState::Offered => Ok(Turn::Provider),
                _ => Err(policy::Refusal::ProviderHasSigned.to_string()),
            }
        }
        None => {
            let may = policy::may_sign_for_provider(&seen.standing, now);
            may.map(|_| Turn::Provider).map_err(|it| it.to_string())
        }
    }
}

fn of_force(seen: &Seen, now: Moment) -> Result<Turn, String> {
    policy::may_deal(seen.conflicted).map_err(|it| it.to_string())?;
    match varied(seen) {
        Some(state) => {
            let runs = variations::policy::may_be_signed(&seen.contract, seen.is_ending(), now);
            runs.map_err(|it| it.to_string())?;
            within_ceilings(seen)?;
            match state {
                VersionState::Proposed => Err(policy::Refusal::NotApproved.to_string()),
                VersionState::ProviderSigned => Ok(Turn::Force),
                _ => Err(policy::Refusal::ProviderFirst.to_string()),
            }
        }
        None => {
            let missing = seen.gates.missing_words();
            let may = policy::may_sign_for_force(&seen.standing, &missing, now);
            may.map(|_| Turn::Force).map_err(|it| it.to_string())
        }
    }
}

/// What else a person can do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Deeds {
    /// Return it to the force.
    pub returns: bool,
    /// Correct it and offer it again.
    pub corrects: bool,
    /// Say what may come after the start.
    pub waives: bool,
    /// Propose a variation.
    pub varies: bool,
    /// Withdraw the variation that waits.
    pub withdraws: bool,
    /// Approve the variation that waits for approval, or send it back.
    pub approves: bool,
    /// Propose to end it.
    pub ends: bool,
    /// Decide on a proposal to end it.
    pub decides: bool,
}

impl Deeds {
    /// What this person can do.
    pub fn of(viewer: &Viewer, seen: &Seen, now: Moment) -> Self {
        let has = |role| viewer.roles.contains(&role);
        if let Organisation::Provider(_) = viewer.organisation {
            let returns =
                has(Role::ProviderAdmin) && may_return(seen.contract.state, seen.open()).is_ok();
            return Self { returns, ..Self::default() };
        }
        let Ok(who) = ForceMember::try_from(viewer.clone()) else { return Self::default() };
        if policy::may_deal(seen.conflicted).is_err() {
            return Self::default();
        }
        let (contract, open) = (&seen.contract, seen.open());
        let manages = who.has(Role::ContractManager);
        let proposed = seen.ending.as_ref().filter(|it| it.is_open());
        let made_by = open.and_then(|it| it.made_by);
        Self {
            returns: false,
            corrects: manages && policy::may_correct(&seen.standing, now).is_ok(),
            waives: !seen.gates.missing().is_empty()
                && may_waive(&who, contract.state, made_by).is_ok(),
            varies: manages
                && variations::policy::may_propose(contract, open, seen.is_ending(), now).is_ok(),
            withdraws: manages && variations::policy::may_withdraw(open).is_ok(),
            approves: approving::policy::may_decide(&who, open, VersionEvent::SendBack).is_ok(),
            ends: ending::policy::may_propose(&who, contract, proposed, now).is_ok(),
            decides: ending::policy::may_withdraw(&who, proposed).is_ok(),
        }
    }
}
