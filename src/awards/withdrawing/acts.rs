//! Asking to withdraw an award, doing it, and refusing.

use serde::Serialize;
use uuid::Uuid;

use super::policy::Refusal;
use super::state::WithdrawalEvent;
use super::{mail, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::audit::Happened;
use crate::awards::letters::model::Entered;
use crate::awards::queries as awards;
use crate::awards::{challenges, letters};
use crate::bids;
use crate::bids::state::{BidEvent, BidState};
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::evaluation;
use crate::evaluation::{compared, conflicts};
use crate::requests;
use crate::requests::model::Request;
use crate::types::ids::{AwardId, BidId, WithdrawalId};
use crate::types::state::Step;

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum WithdrawalHappened {
    Proposed {
        #[serde(skip)]
        request: Uuid,
        award: AwardId,
    },
    Made {
        #[serde(skip)]
        request: Uuid,
        award: AwardId,
        bids: Vec<BidId>,
        /// Those that were not kept when they were sent.
        letters: Vec<Entered>,
    },
    Refused {
        #[serde(skip)]
        request: Uuid,
        award: AwardId,
    },
}

impl Happened for WithdrawalHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Proposed { .. } => "award.withdrawal_proposed",
            Self::Made { .. } => "award.withdrawn",
            Self::Refused { .. } => "award.withdrawal_refused",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Proposed { request, .. }
            | Self::Made { request, .. }
            | Self::Refused { request, .. } => *request,
        }
    }
}

/// Asks to withdraw the approved award. It stands until another person does it.
pub async fn propose(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    reason: &str,
    once: Once,
) -> Result<Recorded<WithdrawalId>> {
    let now = tx.now();
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/award/withdrawal")).await?;
    let award = awards::approved(tx.conn(), request.id).await?;
    let waiting = queries::waiting(tx.conn(), request.id).await?;
    policy::may_propose(who, &request, award.as_ref(), waiting.as_ref())?;
    conflicts::queries::refuse_undeclared(tx.conn(), &request, who.user).await?;
    let award = award.ok_or(Refusal::NoAward)?;
    let id = queries::insert(tx.conn(), &award, reason, (who.user, now)).await?;
    let approvers =
        accounts::queries::people_of_force(tx.conn(), request.force_id, &[Role::Approver]).await?;
    let others: Vec<_> = approvers.into_iter().filter(|it| it.user != who.user).collect();
    tx.tell(&others, &mail::second_person_wanted(&request, id)).await?;
    let event = WithdrawalHappened::Proposed { request: request.id.uuid(), award: award.id };
    tx.record(&event, id).await
}

/// Withdraws the award as a second person: the request is evaluated again,
/// each bid stands as before the award, and every bidder is told.
pub async fn make(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/award")).await?;
    let waiting = queries::waiting(tx.conn(), request.id).await?;
    let step = policy::may_decide(who, waiting.as_ref(), WithdrawalEvent::Make)?;
    conflicts::queries::refuse_undeclared(tx.conn(), &request, who.user).await?;
    let withdrawal = waiting.ok_or(Refusal::NothingWaits)?;
    let award = awards::approved(tx.conn(), request.id).await?;
    let (withdrawn, reconsidered) = policy::may_be_withdrawn(&request, award.as_ref())?;
    let award = award.ok_or(Refusal::NoAward)?;
    queries::decide(tx.conn(), withdrawal.id, &step, (who.user, now, "")).await?;
    // Those of an award that was approved before letters were kept.
    let sent_at = award.approved_at.unwrap_or(now);
    let letters = letters::acts::keep(tx, request.id, award.id, sent_at).await?;
    queries::withdraw(tx.conn(), award.id, &withdrawn).await?;
    requests::queries::apply(tx.conn(), request.id, &reconsidered).await?;
    challenges::acts::uphold(tx, who, award.id).await?;
    let bids = reconsider(tx, &request, withdrawal.id).await?;
    let readers = [Role::Requester, Role::Approver, Role::ContractManager];
    let to = accounts::queries::people_of_force(tx.conn(), request.force_id, &readers).await?;
    tx.tell(&to, &mail::withdrawn(&request, withdrawal.id)).await?;
    let event =
        WithdrawalHappened::Made { request: request.id.uuid(), award: award.id, bids, letters };
    tx.record(&event, ()).await
}

/// Puts every ranked bid back where it stood, and tells its bidder.
async fn reconsider(
    tx: &mut Tx<'_>,
    request: &Request,
    withdrawal: WithdrawalId,
) -> Result<Vec<BidId>> {
    let ranking = evaluation::queries::ranking(tx.conn(), request.id).await?;
    let over = [BidState::Preferred, BidState::Unsuccessful, BidState::Disqualified];
    let mut heads = evaluation::queries::heads_in(tx.conn(), request.id, &over).await?;
    // A bid whose price could not be opened was never ranked, and stays out.
    heads.retain(|it| ranking.of(it.id).is_some());
    for head in &heads {
        let step = Step::take(head.state, BidEvent::Reconsider).ok_or(Refusal::NoAward)?;
        bids::queries::apply_with_reason(tx.conn(), head.id, &step, "").await?;
        let readers = [Role::Bidder, Role::ProviderAdmin];
        let to =
            accounts::queries::people_of_provider(tx.conn(), head.provider_id, &readers).await?;
        tx.tell(&to, &mail::outcome_withdrawn(request, &head.reference, withdrawal)).await?;
    }
    Ok(heads.into_iter().map(|it| it.id).collect())
}

/// Refuses the withdrawal as a second person, with a reason: the award stays.
pub async fn refuse(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    decision: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/award")).await?;
    let waiting = queries::waiting(tx.conn(), request.id).await?;
    let step = policy::may_decide(who, waiting.as_ref(), WithdrawalEvent::Refuse)?;
    conflicts::queries::refuse_undeclared(tx.conn(), &request, who.user).await?;
    let withdrawal = waiting.ok_or(Refusal::NothingWaits)?;
    queries::decide(tx.conn(), withdrawal.id, &step, (who.user, now, decision)).await?;
    let readers = [Role::Requester, Role::Approver];
    let mut to = accounts::queries::people_of_force(tx.conn(), request.force_id, &readers).await?;
    to.retain(|it| it.user != who.user);
    tx.tell(&to, &mail::refused(&request, withdrawal.id)).await?;
    let event =
        WithdrawalHappened::Refused { request: request.id.uuid(), award: withdrawal.award_id };
    tx.record(&event, ()).await
}
