//! Recommending, approving and declining.

use serde::Serialize;
use uuid::Uuid;

use super::forms::Recommendation;
use super::model::Award;
use super::policy::Refusal;
use super::state::AwardEvent;
use super::{mail, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::audit::Happened;
use crate::bids;
use crate::bids::model::BidHead;
use crate::bids::state::{BidEvent, BidState};
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::evaluation;
use crate::evaluation::conflicts;
use crate::evaluation::model::RankedBid;
use crate::framework;
use crate::providers;
use crate::requests;
use crate::requests::model::Request;
use crate::requests::state::RequestEvent;
use crate::types::ids::{AwardId, BidId};
use crate::types::state::Step;
use crate::types::time::Moment;

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum AwardHappened {
    Recommended {
        #[serde(skip)]
        request: Uuid,
        award: AwardId,
        bid: BidId,
    },
    Approved {
        #[serde(skip)]
        request: Uuid,
        award: AwardId,
        bid: BidId,
        may_sign_from: Moment,
    },
    Declined {
        #[serde(skip)]
        request: Uuid,
        award: AwardId,
    },
}

impl Happened for AwardHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Recommended { .. } => "award.recommended",
            Self::Approved { .. } => "award.approved",
            Self::Declined { .. } => "award.declined",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Recommended { request, .. }
            | Self::Approved { request, .. }
            | Self::Declined { request, .. } => *request,
        }
    }
}

/// Recommends a bid. One active award a request: of two people at once, one
/// succeeds.
pub async fn recommend(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    new: &Recommendation,
    once: Once,
) -> Result<Recorded<AwardId>> {
    let now = tx.now();
    let request = requests::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/award")).await?;
    conflicts::queries::refuse_recused(tx.conn(), &request, who.user).await?;
    let lock = evaluation::queries::lock_of(tx.conn(), request.id).await?;
    let active = queries::active(tx.conn(), request.id).await?;
    policy::may_recommend(who, &request, active.as_ref(), lock.is_some(), now)?;
    queries::settled(tx.conn(), request.id).await?;
    let ranking = evaluation::queries::ranking(tx.conn(), request.id).await?;
    policy::may_be_awarded(ranking.of(new.bid).ok_or(Error::NotFound)?)?;
    let award = queries::insert(tx.conn(), request.id, new, who.user, now).await?;
    let approvers =
        accounts::queries::people_of_force(tx.conn(), request.force_id, &[Role::Approver]).await?;
    let others: Vec<_> = approvers.into_iter().filter(|it| it.user != who.user).collect();
    tx.tell(&others, &mail::approval_wanted(&request, award)).await?;
    let event = AwardHappened::Recommended { request: request.id.uuid(), award, bid: new.bid };
    tx.record(&event, award).await
}

/// Approves the recommendation as a second person. The request is decided,
/// each bid has its outcome, and every bidder is told at once.
pub async fn approve(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = requests::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/award")).await?;
    conflicts::queries::refuse_recused(tx.conn(), &request, who.user).await?;
    let active = queries::active(tx.conn(), request.id).await?;
    let step = policy::may_decide(who, active.as_ref(), AwardEvent::Approve)?;
    let award = active.ok_or(Refusal::NothingRecommended)?;
    queries::settled(tx.conn(), request.id).await?;
    let ranking = evaluation::queries::ranking(tx.conn(), request.id).await?;
    let winner = ranking.of(award.bid_id).ok_or(Error::NotFound)?;
    still_fit(tx, &request, winner).await?;
    let calendar = framework::queries::working_days(tx.conn()).await?;
    let may_sign_from = policy::may_sign_from(now, request.standstill_days, &calendar)?;
    queries::approve(tx.conn(), award.id, &step, (who.user, now, may_sign_from)).await?;
    decide(tx, &request).await?;
    for bid in &ranking.bids {
        let head = settle(tx, bid, &award).await?;
        tell_bidder(tx, &request, &head).await?;
    }
    tell_force(tx, &request, &award).await?;
    let event = AwardHappened::Approved {
        request: request.id.uuid(),
        award: award.id,
        bid: award.bid_id,
        may_sign_from,
    };
    tx.record(&event, ()).await
}

/// A provider that was fit to bid may have been suspended since.
async fn still_fit(tx: &mut Tx<'_>, request: &Request, winner: &RankedBid) -> Result<()> {
    let now = tx.now();
    let bars = bids::queries::bars(tx.conn(), winner.provider, request, now).await?;
    if bars.is_empty() {
        return Ok(());
    }
    let name = providers::queries::provider(tx.conn(), winner.provider).await?.name;
    Err(Refusal::WinnerBarred { name, why: bars.join(" ") }.into())
}

async fn decide(tx: &mut Tx<'_>, request: &Request) -> Result<()> {
    let step = Step::take(request.state, RequestEvent::Decide).ok_or(Refusal::WrongTime)?;
    let decided = requests::queries::apply(tx.conn(), request.id, &step).await?;
    if request.standstill_days > 0 {
        let step =
            Step::take(decided.state, RequestEvent::BeginStandstill).ok_or(Refusal::WrongTime)?;
        requests::queries::apply(tx.conn(), request.id, &step).await?;
    }
    Ok(())
}

/// Gives one bid its outcome.
async fn settle(tx: &mut Tx<'_>, bid: &RankedBid, award: &Award) -> Result<BidHead> {
    let event = match (&bid.disqualified, bid.bid == award.bid_id) {
        (Some(_), _) => BidEvent::Disqualify,
        (None, true) => BidEvent::Prefer,
        (None, false) => BidEvent::Reject,
    };
    let step = Step::take(BidState::Scored, event).ok_or(Refusal::WrongTime)?;
    match &bid.disqualified {
        Some(reason) => bids::queries::apply_with_reason(tx.conn(), bid.bid, &step, reason).await,
        None => bids::queries::apply(tx.conn(), bid.bid, &step).await,
    }
}

/// Sends one bidder their letter.
pub(super) async fn tell_bidder(tx: &mut Tx<'_>, request: &Request, bid: &BidHead) -> Result<()> {
    let readers = [Role::Bidder, Role::ProviderAdmin];
    let to = accounts::queries::people_of_provider(tx.conn(), bid.provider_id, &readers).await?;
    tx.tell(&to, &mail::outcome(request, &bid.reference)).await
}

async fn tell_force(tx: &mut Tx<'_>, request: &Request, award: &Award) -> Result<()> {
    let readers = [Role::Requester, Role::ContractManager];
    let to = accounts::queries::people_of_force(tx.conn(), request.force_id, &readers).await?;
    tx.tell(&to, &mail::approved(request, award.id)).await
}

/// Declines the recommendation as a second person. Another can be made.
pub async fn decline(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    reason: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let request = requests::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/award")).await?;
    conflicts::queries::refuse_recused(tx.conn(), &request, who.user).await?;
    let active = queries::active(tx.conn(), request.id).await?;
    let step = policy::may_decide(who, active.as_ref(), AwardEvent::Decline)?;
    let award = active.ok_or(Refusal::NothingRecommended)?;
    queries::decline(tx.conn(), award.id, &step, who.user, reason).await?;
    let to =
        accounts::queries::people_of_force(tx.conn(), request.force_id, &[Role::Requester]).await?;
    tx.tell(&to, &mail::declined(&request, award.id)).await?;
    tx.record(&AwardHappened::Declined { request: request.id.uuid(), award: award.id }, ()).await
}
