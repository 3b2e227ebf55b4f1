//! Raising, recording, lifting and taking back a challenge. Each holds the
//! request, as signing does, so that of a hold and a signature at once one is first.

use serde::Serialize;
use uuid::Uuid;

use super::model::{Challenge, Challenger};
use super::policy::Refusal;
use super::queries::New;
use super::state::ChallengeEvent;
use super::{mail, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::{Bidder, ForceMember};
use crate::audit::Happened;
use crate::awards::model::Award;
use crate::awards::queries as awards;
use crate::bids;
use crate::bids::model::BidHead;
use crate::bids::state::BidState;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::evaluation;
use crate::evaluation::{compared, conflicts};
use crate::outbox::Message;
use crate::requests;
use crate::requests::model::Request;
use crate::types::ids::{AwardId, ChallengeId, UserId};
use crate::types::state::Step;

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum ChallengeHappened {
    Raised {
        #[serde(skip)]
        request: Uuid,
        challenge: ChallengeId,
        award: AwardId,
        by_force: bool,
    },
    Lifted {
        #[serde(skip)]
        request: Uuid,
        challenge: ChallengeId,
    },
    TakenBack {
        #[serde(skip)]
        request: Uuid,
        challenge: ChallengeId,
    },
}

impl Happened for ChallengeHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Raised { .. } => "award.challenged",
            Self::Lifted { .. } => "award.hold_lifted",
            Self::TakenBack { .. } => "award.challenge_taken_back",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Raised { request, .. }
            | Self::Lifted { request, .. }
            | Self::TakenBack { request, .. } => *request,
        }
    }
}

/// Raises a challenge for a bidder that did not win.
pub async fn raise(
    tx: &mut Tx<'_>,
    who: &Bidder,
    bid: &str,
    words: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let bid = bids::queries::own(tx.conn(), who, bid).await?;
    let request = requests::queries::lock(tx.conn(), bid.request_id).await?;
    tx.once(once, &bid.at("challenge")).await?;
    // As it stands now that nothing about the award can move.
    let bid = bids::queries::own(tx.conn(), who, &bid.reference).await?;
    let award = awards::approved(tx.conn(), request.id).await?;
    let own = queries::own(tx.conn(), request.id, who.provider).await?;
    policy::may_raise(bid.state, &request, award.as_ref(), &own, now)?;
    let award = award.ok_or(Refusal::NoAward)?;
    let by = Challenger::Bidder(who.provider);
    let new = New { by, by_force: false, words, raised_by: who.user, at: now };
    keep(tx, &request, &award, &new).await
}

/// Records a challenge that came to the force another way.
pub async fn record(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    (by, words): (&Challenger, &str),
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/award/challenges")).await?;
    let award = awards::approved(tx.conn(), request.id).await?;
    policy::may_record(who, &request, award.as_ref())?;
    let award = award.ok_or(Refusal::NoAward)?;
    if let Some(provider) = by.provider() {
        let ranking = evaluation::queries::ranking(tx.conn(), request.id).await?;
        ranking.bids.iter().find(|it| it.provider == provider).ok_or(Error::NotFound)?;
    }
    let by = by.clone();
    let new = New { by, by_force: true, words, raised_by: who.user, at: now };
    keep(tx, &request, &award, &new).await
}

async fn keep(
    tx: &mut Tx<'_>,
    request: &Request,
    award: &Award,
    new: &New<'_>,
) -> Result<Recorded<()>> {
    let challenge = queries::insert(tx.conn(), award, new).await?;
    tell_force(tx, request, new.raised_by, &mail::raised(request, challenge)).await?;
    for bid in bidders(tx, request).await? {
        let message = match bid.id == award.bid_id {
            true => mail::on_hold(request, &bid.reference, challenge),
            false => mail::on_hold_for_others(request, &bid.reference, challenge),
        };
        tell_bidder(tx, &bid, new.raised_by, &message).await?;
    }
    let event = ChallengeHappened::Raised {
        request: request.id.uuid(),
        challenge,
        award: award.id,
        by_force: new.by_force,
    };
    tx.record(&event, ()).await
}

async fn tell_force(
    tx: &mut Tx<'_>,
    request: &Request,
    but: UserId,
    message: &Message,
) -> Result<()> {
    let roles = [Role::Requester, Role::Approver, Role::ContractManager];
    let mut to = accounts::queries::people_of_force(tx.conn(), request.force_id, &roles).await?;
    to.retain(|it| it.user != but);
    tx.tell(&to, message).await
}

/// Every bid that has an outcome: whoever made one is concerned.
async fn bidders(tx: &mut Tx<'_>, request: &Request) -> Result<Vec<BidHead>> {
    let decided = [BidState::Preferred, BidState::Unsuccessful, BidState::Disqualified];
    evaluation::queries::heads_in(tx.conn(), request.id, &decided).await
}

async fn tell_bidder(tx: &mut Tx<'_>, bid: &BidHead, but: UserId, message: &Message) -> Result<()> {
    let readers = [Role::Bidder, Role::ProviderAdmin];
    let mut to =
        accounts::queries::people_of_provider(tx.conn(), bid.provider_id, &readers).await?;
    to.retain(|it| it.user != but);
    tx.tell(&to, message).await
}

/// Tells everyone concerned that a challenge is over. `answered` is whether the
/// force answered it, which the challenger reads.
async fn tell_over(
    tx: &mut Tx<'_>,
    request: &Request,
    it: &Challenge,
    (by, answered): (UserId, bool),
) -> Result<()> {
    let award = awards::by_id(tx.conn(), it.award_id).await?;
    for bid in bidders(tx, request).await? {
        let own = answered && it.provider_id == Some(bid.provider_id);
        let message = match bid.id == award.bid_id {
            true => mail::hold_lifted(request, &bid.reference, it.id),
            false if own => mail::answered(request, &bid.reference, it.id),
            false => mail::hold_over(request, &bid.reference, it.id),
        };
        tell_bidder(tx, &bid, by, &message).await?;
    }
    tell_force(tx, request, by, &mail::lifted(request, it.id)).await
}

/// Lifts the hold of one challenge as a second person, with a reason that the
/// challenger reads.
pub async fn lift(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    id: ChallengeId,
    decision: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/award/challenges")).await?;
    let it = queries::one(tx.conn(), request.id, id).await?;
    let step = policy::may_lift(who, &it)?;
    conflicts::queries::refuse_undeclared(tx.conn(), &request, who.user).await?;
    queries::end(tx.conn(), id, &step, (Some(who.user), now, decision)).await?;
    tell_over(tx, &request, &it, (who.user, true)).await?;
    let event = ChallengeHappened::Lifted { request: request.id.uuid(), challenge: id };
    tx.record(&event, ()).await
}

/// Takes one's own challenge back.
pub async fn take_back(
    tx: &mut Tx<'_>,
    who: &Bidder,
    bid: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let bid = bids::queries::own(tx.conn(), who, bid).await?;
    let request = requests::queries::lock(tx.conn(), bid.request_id).await?;
    tx.once(once, &bid.at("challenge")).await?;
    let own = queries::own(tx.conn(), request.id, who.provider).await?;
    let it = own.iter().find(|it| it.is_open() && !it.by_force).ok_or(Refusal::NotOpen)?;
    let step = policy::may_take_back(it)?;
    queries::end(tx.conn(), it.id, &step, (None, now, "")).await?;
    tell_over(tx, &request, it, (who.user, false)).await?;
    let event = ChallengeHappened::TakenBack { request: request.id.uuid(), challenge: it.id };
    tx.record(&event, ()).await
}

/// Ends every open challenge to an award that is withdrawn: as part of that
/// act, which is what the trail says.
pub async fn uphold(tx: &mut Tx<'_>, who: &ForceMember, award: AwardId) -> Result<()> {
    let now = tx.now();
    for it in queries::open(tx.conn(), award).await? {
        let step = Step::take(it.state, ChallengeEvent::Uphold).ok_or(Refusal::NotOpen)?;
        queries::end(tx.conn(), it.id, &step, (Some(who.user), now, "")).await?;
    }
    Ok(())
}
