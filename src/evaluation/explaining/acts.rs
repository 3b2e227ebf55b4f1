//! Asking a bidder about a low price, answering, and deciding on the answer.

use serde::Serialize;
use uuid::Uuid;

use super::forms::Question;
use super::model::Explanation;
use super::policy::Refusal;
use super::state::ExplanationEvent;
use super::{mail, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::{Bidder, ForceMember};
use crate::audit::Happened;
use crate::bids;
use crate::bids::model::BidHead;
use crate::bids::state::BidState;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::evaluation::queries as evaluation;
use crate::evaluation::reranking;
use crate::evaluation::{compared, conflicts};
use crate::outbox::Message;
use crate::requests;
use crate::requests::model::Request;
use crate::types::ids::{BidId, ExplanationId};
use crate::types::state::Step;
use crate::types::time::Moment;

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum ExplanationHappened {
    Asked {
        #[serde(skip)]
        request: Uuid,
        explanation: ExplanationId,
        bid: BidId,
        due_at: Moment,
    },
    Answered {
        #[serde(skip)]
        request: Uuid,
        explanation: ExplanationId,
        bid: BidId,
    },
    Accepted {
        #[serde(skip)]
        request: Uuid,
        explanation: ExplanationId,
        bid: BidId,
    },
    Withdrawn {
        #[serde(skip)]
        request: Uuid,
        explanation: ExplanationId,
        bid: BidId,
    },
}

impl Happened for ExplanationHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Asked { .. } => "explanation.asked",
            Self::Answered { .. } => "explanation.answered",
            Self::Accepted { .. } => "explanation.accepted",
            Self::Withdrawn { .. } => "explanation.withdrawn",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Asked { request, .. }
            | Self::Answered { request, .. }
            | Self::Accepted { request, .. }
            | Self::Withdrawn { request, .. } => *request,
        }
    }
}

/// Asks a bidder to explain a price that is abnormally low.
pub async fn ask(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    new: &Question,
    once: Once,
) -> Result<Recorded<ExplanationId>> {
    let now = tx.now();
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/explanations")).await?;
    let snapshot = reranking::queries::snapshot(tx.conn(), request.id).await?;
    let ranking = snapshot.map(|it| it.ranking);
    let awarded = reranking::queries::is_awarded(tx.conn(), request.id).await?;
    policy::may_ask(who, &request, ranking.as_ref(), awarded, now)?;
    conflicts::queries::refuse_undeclared(tx.conn(), &request, who.user).await?;
    let ranking = ranking.ok_or(Refusal::WrongTime)?;
    let last = queries::last(tx.conn(), new.bid).await?;
    policy::may_be_asked(&ranking, new.bid, last.as_ref())?;
    let id = queries::insert(tx.conn(), request.id, new, (who.user, now)).await?;
    let head = head(tx, &request, new.bid).await?;
    tell_bidder(tx, &head, &mail::asked(&request, &head.reference, id, new.due_at)).await?;
    let event = ExplanationHappened::Asked {
        request: request.id.uuid(),
        explanation: id,
        bid: new.bid,
        due_at: new.due_at,
    };
    tx.record(&event, id).await
}

/// The head of a bid in the competition.
async fn head(tx: &mut Tx<'_>, request: &Request, bid: BidId) -> Result<BidHead> {
    let scored = [BidState::Scored];
    let heads = evaluation::heads_in(tx.conn(), request.id, &scored).await?;
    heads.into_iter().find(|it| it.id == bid).ok_or(Error::NotFound)
}

async fn tell_bidder(tx: &mut Tx<'_>, bid: &BidHead, message: &Message) -> Result<()> {
    let readers = [Role::Bidder, Role::ProviderAdmin];
    let to = accounts::queries::people_of_provider(tx.conn(), bid.provider_id, &readers).await?;
    tx.tell(&to, message).await
}

/// Answers for the bidder. The request is held, so that of an answer and a
/// decision at once one comes first.
pub async fn answer(
    tx: &mut Tx<'_>,
    who: &Bidder,
    bid: &str,
    answer: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let bid = bids::queries::own(tx.conn(), who, bid).await?;
    let request = requests::queries::lock(tx.conn(), bid.request_id).await?;
    tx.once(once, &bid.at("explanation")).await?;
    let last = queries::last(tx.conn(), bid.id).await?.ok_or(Error::NotFound)?;
    let step = policy::may_answer(&last, &request, now)?;
    queries::answer(tx.conn(), last.id, &step, (who.user, now, answer)).await?;
    let roles = [Role::Requester, Role::Approver];
    let to = accounts::queries::people_of_force(tx.conn(), request.force_id, &roles).await?;
    tx.tell(&to, &mail::answered(&request, &last)).await?;
    let event = ExplanationHappened::Answered {
        request: request.id.uuid(),
        explanation: last.id,
        bid: bid.id,
    };
    tx.record(&event, ()).await
}

/// Accepts an explanation as a second person, with a reason.
pub async fn accept(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    id: ExplanationId,
    reason: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let (request, it) = found(tx, who, reference, id, once).await?;
    let step = policy::may_accept(who, &it, &request, now)?;
    conflicts::queries::refuse_undeclared(tx.conn(), &request, who.user).await?;
    queries::close(tx.conn(), id, &step, (who.user, now, reason)).await?;
    let head = head(tx, &request, it.bid_id).await?;
    tell_bidder(tx, &head, &mail::accepted(&request, &head.reference, &it)).await?;
    let event = ExplanationHappened::Accepted {
        request: request.id.uuid(),
        explanation: id,
        bid: it.bid_id,
    };
    tx.record(&event, ()).await
}

/// Takes a question back, with a reason.
pub async fn withdraw(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    id: ExplanationId,
    reason: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let (request, it) = found(tx, who, reference, id, once).await?;
    let step = policy::may_withdraw(who, &it, &request, now)?;
    conflicts::queries::refuse_undeclared(tx.conn(), &request, who.user).await?;
    queries::close(tx.conn(), id, &step, (who.user, now, reason)).await?;
    let head = head(tx, &request, it.bid_id).await?;
    tell_bidder(tx, &head, &mail::withdrawn(&request, &head.reference, &it)).await?;
    let event = ExplanationHappened::Withdrawn {
        request: request.id.uuid(),
        explanation: id,
        bid: it.bid_id,
    };
    tx.record(&event, ()).await
}

async fn found(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    id: ExplanationId,
    once: Once,
) -> Result<(Request, Explanation)> {
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/explanations")).await?;
    let it = queries::one(tx.conn(), request.id, id).await?;
    Ok((request, it))
}

/// Closes the open question about a bid that is disqualified, if there is one:
/// as part of that act, which is what the trail says.
pub async fn close_for_disqualified(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    bid: BidId,
    for_its_price: bool,
    reason: &str,
) -> Result<()> {
    let now = tx.now();
    let last = queries::last(tx.conn(), bid).await?.filter(Explanation::is_open);
    let Some(open) = last else { return Ok(()) };
    let event = if for_its_price { ExplanationEvent::Reject } else { ExplanationEvent::Withdraw };
    let step = Step::take(open.state, event).ok_or(Refusal::NotOpen)?;
    queries::close(tx.conn(), open.id, &step, (who.user, now, reason)).await
}
