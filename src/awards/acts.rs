//! Recommending, approving and declining.

use serde::Serialize;
use uuid::Uuid;

use super::forms::Recommendation;
use super::letters::model::Entered;
use super::model::Award;
use super::policy::Refusal;
use super::state::AwardEvent;
use super::{ending, letters, mail, policy, queries, rechecking};
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
use crate::evaluation::model::RankedBid;
use crate::evaluation::{compared, conflicts};
use crate::framework;
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
    FirstApproved {
        #[serde(skip)]
        request: Uuid,
        award: AwardId,
    },
    Approved {
        #[serde(skip)]
        request: Uuid,
        award: AwardId,
        bid: BidId,
        may_sign_from: Moment,
        letters: Vec<Entered>,
    },
    Declined {
        #[serde(skip)]
        request: Uuid,
        award: AwardId,
    },
    TakenBack {
        #[serde(skip)]
        request: Uuid,
        award: AwardId,
    },
}

impl Happened for AwardHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Recommended { .. } => "award.recommended",
            Self::FirstApproved { .. } => "award.first_approved",
            Self::Approved { .. } => "award.approved",
            Self::Declined { .. } => "award.declined",
            Self::TakenBack { .. } => "award.taken_back",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Recommended { request, .. }
            | Self::FirstApproved { request, .. }
            | Self::Approved { request, .. }
            | Self::Declined { request, .. }
            | Self::TakenBack { request, .. } => *request,
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
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/award")).await?;
    let lock = evaluation::queries::lock_of(tx.conn(), request.id).await?;
    let active = queries::active(tx.conn(), request.id).await?;
    policy::may_recommend(who, &request, active.as_ref(), lock.is_some(), now)?;
    conflicts::queries::refuse_undeclared(tx.conn(), &request, who.user).await?;
    queries::settled(tx.conn(), request.id).await?;
    let waiting = ending::queries::waiting(tx.conn(), request.id).await?;
    ending::policy::is_undecided(waiting.as_ref())?;
    let ranking = evaluation::queries::ranking(tx.conn(), request.id).await?;
    let bid = ranking.of(new.bid).ok_or(Error::NotFound)?;
    policy::may_be_awarded(bid)?;
    policy::is_first(bid, &queries::first_name(tx.conn(), &ranking).await?)?;
    queries::refuse_unheard(tx.conn(), &request, bid, now).await?;
    let award = queries::insert(tx.conn(), request.id, new, who.user, now).await?;
    let approvers =
        accounts::queries::people_of_force(tx.conn(), request.force_id, &[Role::Approver]).await?;
    let others: Vec<_> = approvers.into_iter().filter(|it| it.user != who.user).collect();
    tx.tell(&others, &mail::approval_wanted(&request, award)).await?;
    let event = AwardHappened::Recommended { request: request.id.uuid(), award, bid: new.bid };
    tx.record(&event, award).await
}

/// What came of an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approval {
    /// Another approver must agree.
    First,
    /// The award is made.
    Last,
}

/// Approves the recommendation as another person. Above the force's band it
/// takes two; the last decides the request, gives each bid its outcome, and
/// tells every bidder at once.
pub async fn approve(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<Approval>> {
    let now = tx.now();
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/award")).await?;
    let active = queries::active(tx.conn(), request.id).await?;
    let step = policy::may_decide(who, active.as_ref(), AwardEvent::Approve)?;
    conflicts::queries::refuse_undeclared(tx.conn(), &request, who.user).await?;
    let award = active.ok_or(Refusal::NothingRecommended)?;
    queries::settled(tx.conn(), request.id).await?;
    let ranking = evaluation::queries::ranking(tx.conn(), request.id).await?;
    let winner = ranking.of(award.bid_id).ok_or(Error::NotFound)?;
    queries::refuse_unheard(tx.conn(), &request, winner, now).await?;
    let fitness = queries::fitness(tx.conn(), &request, winner, now).await?;
    policy::is_fit(&fitness)?;
    let needed = queries::approvals(tx.conn(), &request, winner.price).await?;
    if needed.is_two() && award.first_approved_by.is_none() {
        return first_approval(tx, who, &request, &award).await;
    }
    let calendar = framework::queries::working_days(tx.conn()).await?;
    let may_sign_from = policy::may_sign_from(now, request.standstill_days, &calendar)?;
    queries::approve(tx.conn(), award.id, &step, (who.user, now, may_sign_from)).await?;
    let check = rechecking::queries::now(tx.conn(), &request, fitness, now).await?;
    rechecking::queries::keep(tx.conn(), award.id, &check, now).await?;
    decide(tx, &request).await?;
    for bid in &ranking.bids {
        let head = settle(tx, bid, &award).await?;
        tell_bidder(tx, &request, &head, award.id.uuid()).await?;
    }
    let letters = letters::acts::keep(tx, request.id, award.id, now).await?;
    tell_force(tx, &request, &award, may_sign_from).await?;
    let event = AwardHappened::Approved {
        request: request.id.uuid(),
        award: award.id,
        bid: award.bid_id,
        may_sign_from,
        letters,
    };
    tx.record(&event, Approval::Last).await
}

async fn first_approval(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    request: &Request,
    award: &Award,
) -> Result<Recorded<Approval>> {
    let now = tx.now();
    queries::first_approve(tx.conn(), award.id, who.user, now).await?;
    let mut others =
        accounts::queries::people_of_force(tx.conn(), request.force_id, &[Role::Approver]).await?;
    others.retain(|it| it.user != who.user && it.user != award.recommended_by);
    tx.tell(&others, &mail::second_approver_wanted(request, award.id)).await?;
    let event = AwardHappened::FirstApproved { request: request.id.uuid(), award: award.id };
    tx.record(&event, Approval::First).await
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
    let reason = bid.disqualified.as_deref().unwrap_or_default();
    bids::queries::apply_with_reason(tx.conn(), bid.bid, &step, reason).await
}

/// Sends one bidder their letter about a decision.
pub(super) async fn tell_bidder(
    tx: &mut Tx<'_>,
    request: &Request,
    bid: &BidHead,
    decision: Uuid,
) -> Result<()> {
    let readers = [Role::Bidder, Role::ProviderAdmin];
    let to = accounts::queries::people_of_provider(tx.conn(), bid.provider_id, &readers).await?;
    tx.tell(&to, &mail::outcome(request, &bid.reference, decision)).await
}

async fn tell_force(
    tx: &mut Tx<'_>,
    request: &Request,
    award: &Award,
    may_sign_from: Moment,
) -> Result<()> {
    let readers = [Role::Requester, Role::ContractManager];
    let to = accounts::queries::people_of_force(tx.conn(), request.force_id, &readers).await?;
    tx.tell(&to, &mail::approved(request, award.id, may_sign_from)).await
}

/// Declines the recommendation as a second person. Another can be made.
pub async fn decline(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    reason: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/award")).await?;
    let active = queries::active(tx.conn(), request.id).await?;
    let step = policy::may_decide(who, active.as_ref(), AwardEvent::Decline)?;
    conflicts::queries::refuse_undeclared(tx.conn(), &request, who.user).await?;
    let award = active.ok_or(Refusal::NothingRecommended)?;
    queries::decline(tx.conn(), award.id, &step, who.user, reason).await?;
    let to =
        accounts::queries::people_of_force(tx.conn(), request.force_id, &[Role::Requester]).await?;
    tx.tell(&to, &mail::declined(&request, award.id)).await?;
    tx.record(&AwardHappened::Declined { request: request.id.uuid(), award: award.id }, ()).await
}

/// Takes a recommendation back before it is decided. Another can be made.
pub async fn take_back(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    reason: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/award")).await?;
    let active = queries::active(tx.conn(), request.id).await?;
    let step = policy::may_take_back(who, active.as_ref())?;
    conflicts::queries::refuse_undeclared(tx.conn(), &request, who.user).await?;
    let award = active.ok_or(Refusal::NothingRecommended)?;
    queries::decline(tx.conn(), award.id, &step, who.user, reason).await?;
    let to =
        accounts::queries::people_of_force(tx.conn(), request.force_id, &[Role::Approver]).await?;
    tx.tell(&to, &mail::taken_back(&request, award.id)).await?;
    tx.record(&AwardHappened::TakenBack { request: request.id.uuid(), award: award.id }, ()).await
}
