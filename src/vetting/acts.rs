//! What vetting officers do. Each act holds the provider's row, so two
//! officers at once are put in line and the second sees what the first did.

use serde::Serialize;
use uuid::Uuid;

use super::model::{Decision, Outcome};
use super::{mail, policy, queries};
use crate::accounts::model::Role;
use crate::accounts::queries::{operator_people, people_of_provider};
use crate::accounts::roles::VettingOfficer;
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::{Error, Result};
use crate::framework;
use crate::outbox::Message;
use crate::providers::asked::model::NewItem;
use crate::providers::dossier::model::Paper;
use crate::providers::dossier::policy::may_rest_on;
use crate::providers::dossier::queries::{certificate, declarations, files_of};
use crate::providers::model::{CertificateDecision, LotDecision, Provider};
use crate::providers::queries as providers;
use crate::providers::state::{ProviderEvent, ProviderState};
use crate::providers::{asked, changes};
use crate::types::ids::{CertificateId, DecisionId, ProviderId};
use crate::types::uk_time;

/// What the audit trail can say about vetting.
#[derive(Debug, Serialize)]
struct VettingHappened<'a> {
    #[serde(skip)]
    provider: Uuid,
    #[serde(skip)]
    action: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<CertificateId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    declaration: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lot: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
}

impl Happened for VettingHappened<'_> {
    fn action(&self) -> &'static str {
        self.action
    }

    fn subject(&self) -> Uuid {
        self.provider
    }
}

fn happened(provider: &Provider, action: &'static str) -> VettingHappened<'static> {
    VettingHappened {
        provider: provider.id.uuid(),
        action,
        certificate: None,
        declaration: None,
        lot: None,
        decision: None,
        outcome: None,
    }
}

async fn held(tx: &mut Tx<'_>, id: ProviderId) -> Result<(Provider, Option<Decision>)> {
    let provider = providers::lock(tx.conn(), id).await?;
    let open = queries::open(tx.conn(), id).await?;
    Ok((provider, open))
}

async fn tell_provider(tx: &mut Tx<'_>, provider: &Provider, message: &Message) -> Result<()> {
    let roles = [Role::ProviderAdmin, Role::Bidder];
    let people = people_of_provider(tx.conn(), provider.id, &roles).await?;
    tx.tell(&people, message).await
}

/// Refuses to rest anything on files that nobody can have: on a paper's, or on
/// any of the dossier's.
async fn evidence(tx: &mut Tx<'_>, provider: &Provider, paper: Option<&Paper>) -> Result<()> {
    let files = files_of(tx.conn(), provider.id).await?;
    Ok(may_rest_on(&files, paper)?)
}

/// Accepts or refuses a certificate. An admitted provider is told at once; an
/// applicant, with the decision on the whole.
pub async fn decide_certificate(
    tx: &mut Tx<'_>,
    _: &VettingOfficer,
    (provider, id): (ProviderId, CertificateId),
    (decision, reason): (CertificateDecision, &str),
) -> Result<Recorded<()>> {
    let now = tx.now();
    let (provider, open) = held(tx, provider).await?;
    let found = certificate(tx.conn(), provider.id, id).await?;
    let accept = decision == CertificateDecision::Accepted;
    let today = uk_time::date_of(now);
    policy::may_decide_certificate(provider.state, open.as_ref(), &found, accept, today)?;
    if accept {
        evidence(tx, &provider, Some(&Paper::Certificate(id))).await?;
    }
    queries::decide_certificate(tx.conn(), id, decision, reason).await?;
    if provider.state != ProviderState::Applied {
        let schemes = framework::queries::schemes(tx.conn()).await?;
        let scheme = schemes.iter().find(|it| it.code == found.scheme);
        let name = scheme.map_or(found.scheme.as_str(), |it| it.name.as_str());
        let message = mail::certificate_decided(&provider, name, (decision, reason), now);
        tell_provider(tx, &provider, &message).await?;
    }
    let event = VettingHappened {
        certificate: Some(id),
        outcome: Some(decision.word()),
        ..happened(&provider, "certificate.decided")
    };
    tx.record(&event, ()).await
}

/// Accepts a declaration answered yes, or does not.
pub async fn decide_declaration(
    tx: &mut Tx<'_>,
    _: &VettingOfficer,
    (provider, code): (ProviderId, &str),
    (decision, reason): (CertificateDecision, &str),
) -> Result<Recorded<()>> {
    let (provider, open) = held(tx, provider).await?;
    let said = declarations(tx.conn(), provider.id).await?;
    let found = said.iter().find(|it| it.code == code).ok_or(Error::NotFound)?;
    policy::may_decide_declaration(provider.state, open.as_ref(), found)?;
    queries::decide_declaration(tx.conn(), (provider.id, code), decision, reason).await?;
    let event = VettingHappened {
        declaration: Some(code),
        outcome: Some(decision.word()),
        ..happened(&provider, "declaration.decided")
    };
    tx.record(&event, ()).await
}

/// Finds a provider fit for a lot, or not.
pub async fn decide_lot(
    tx: &mut Tx<'_>,
    _: &VettingOfficer,
    (provider, lot): (ProviderId, &str),
    (decision, reason): (LotDecision, &str),
) -> Result<Recorded<()>> {
    let (provider, open) = held(tx, provider).await?;
    policy::may_decide_lot(provider.state, open.as_ref())?;
    if decision == LotDecision::Admit {
        evidence(tx, &provider, Some(&Paper::Lot(lot.to_owned()))).await?;
    }
    queries::decide_lot(tx.conn(), provider.id, lot, decision, reason).await?;
    let event = VettingHappened {
        lot: Some(lot),
        outcome: Some(decision.word()),
        ..happened(&provider, "lot.decided")
    };
    tx.record(&event, ()).await
}

/// Asks the provider for more, item by item; it sees exactly these words.
pub async fn ask_more(
    tx: &mut Tx<'_>,
    who: &VettingOfficer,
    provider: ProviderId,
    items: &[NewItem],
) -> Result<Recorded<()>> {
    let now = tx.now();
    let (provider, open) = held(tx, provider).await?;
    let step = policy::may_ask(provider.state, open.as_ref())?;
    let said = items.iter().map(|it| format!("{}: {}", it.place, it.words));
    let said = said.collect::<Vec<_>>().join("\n");
    let provider = providers::apply(tx.conn(), provider.id, &step, &said).await?;
    asked::queries::ask(tx.conn(), provider.id, items, (who.user, now)).await?;
    tell_provider(tx, &provider, &mail::more_needed(&provider, now)).await?;
    tx.record(&happened(&provider, "more.asked_for"), ()).await
}

/// Proposes to admit or to reject; a different officer must confirm it.
pub async fn propose(
    tx: &mut Tx<'_>,
    who: &VettingOfficer,
    provider: ProviderId,
    (outcome, reason): (Outcome, &str),
) -> Result<Recorded<DecisionId>> {
    let now = tx.now();
    let (provider, open) = held(tx, provider).await?;
    let standing = providers::standing(tx.conn(), provider.id).await?;
    let said = declarations(tx.conn(), provider.id).await?;
    policy::may_propose(&standing, &said, open.as_ref(), outcome, uk_time::date_of(now))?;
    if outcome == Outcome::Admit {
        evidence(tx, &provider, None).await?;
    }
    let proposal = (outcome, reason);
    let id = queries::propose(tx.conn(), provider.id, proposal, who.user, now).await?;
    let mut officers = operator_people(tx.conn(), &[Role::VettingOfficer]).await?;
    officers.retain(|it| it.user != who.user);
    tx.tell(&officers, &mail::proposed(&provider, outcome, now)).await?;
    let event = VettingHappened {
        decision: Some(id),
        outcome: Some(outcome.word()),
        ..happened(&provider, "decision.proposed")
    };
    tx.record(&event, id).await
}

/// Confirms a colleague's proposal, which then takes effect.
pub async fn confirm(
    tx: &mut Tx<'_>,
    who: &VettingOfficer,
    (provider, seen): (ProviderId, DecisionId),
) -> Result<Recorded<Outcome>> {
    let now = tx.now();
    let (provider, open) = held(tx, provider).await?;
    let proposal = open.filter(|it| it.id == seen).ok_or(policy::Refusal::NothingProposed)?;
    if proposal.outcome == Outcome::Remove {
        providers::lock_out(tx.conn(), provider.id).await?;
    }
    let standing = providers::standing(tx.conn(), provider.id).await?;
    let said = declarations(tx.conn(), provider.id).await?;
    let today = uk_time::date_of(now);
    let step = policy::may_confirm(&standing, &said, &proposal, who.user, today)?;
    if proposal.outcome == Outcome::Admit {
        evidence(tx, &provider, None).await?;
    }
    queries::confirm(tx.conn(), proposal.id, who.user, now).await?;
    let (action, message) = match proposal.outcome {
        Outcome::Admit => {
            let provider = providers::apply(tx.conn(), provider.id, &step, "").await?;
            queries::admit(tx.conn(), provider.id, now).await?;
            let lots = providers::lots_of(tx.conn(), provider.id).await?;
            ("provider.admitted", mail::admitted(&provider, &lots, now))
        }
        Outcome::Reject => {
            let provider =
                providers::apply(tx.conn(), provider.id, &step, &proposal.reason).await?;
            ("provider.rejected", mail::rejected(&provider, now))
        }
        Outcome::Remove => {
            let provider =
                providers::apply(tx.conn(), provider.id, &step, &proposal.reason).await?;
            ("provider.removed", mail::removed(&provider, now))
        }
    };
    tell_provider(tx, &provider, &message).await?;
    if proposal.outcome == Outcome::Remove {
        changes::acts::withdraw_all(tx, provider.id, who.user).await?;
    }
    let event = VettingHappened { decision: Some(proposal.id), ..happened(&provider, action) };
    tx.record(&event, proposal.outcome).await
}

/// Sets a proposal aside, so that the application waits again.
pub async fn set_aside(
    tx: &mut Tx<'_>,
    _: &VettingOfficer,
    (provider, seen): (ProviderId, DecisionId),
) -> Result<Recorded<()>> {
    let now = tx.now();
    let (provider, open) = held(tx, provider).await?;
    let proposal = open.filter(|it| it.id == seen).ok_or(policy::Refusal::NothingProposed)?;
    queries::set_aside(tx.conn(), proposal.id, now).await?;
    let event = VettingHappened {
        decision: Some(proposal.id),
        ..happened(&provider, "decision.set_aside")
    };
    tx.record(&event, ()).await
}

/// Stops a provider from bidding for now.
pub async fn suspend(
    tx: &mut Tx<'_>,
    _: &VettingOfficer,
    provider: ProviderId,
    reason: &str,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let provider = providers::lock_out(tx.conn(), provider).await?;
    let step = policy::may_turn(provider.state, ProviderEvent::Suspend)?;
    let provider = providers::apply(tx.conn(), provider.id, &step, reason).await?;
    tell_provider(tx, &provider, &mail::suspended(&provider, now)).await?;
    tx.record(&happened(&provider, "provider.suspended"), ()).await
}

/// Lets a provider bid again. The reason is kept for the officers.
pub async fn lift(
    tx: &mut Tx<'_>,
    _: &VettingOfficer,
    provider: ProviderId,
    reason: &str,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let provider = providers::lock(tx.conn(), provider).await?;
    let step = policy::may_turn(provider.state, ProviderEvent::Lift)?;
    let provider = providers::apply(tx.conn(), provider.id, &step, reason).await?;
    tell_provider(tx, &provider, &mail::lifted(&provider, now)).await?;
    tx.record(&happened(&provider, "suspension.lifted"), ()).await
}
