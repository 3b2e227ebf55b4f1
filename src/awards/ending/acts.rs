//! Ending a request without an award: asking for it, doing it, refusing it and
//! taking it back.

use serde::Serialize;
use uuid::Uuid;

use super::policy::Refusal;
use super::state::EndingEvent;
use super::{mail, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::audit::Happened;
use crate::awards::acts::tell_bidder;
use crate::awards::queries as awards;
use crate::bids;
use crate::bids::state::{BidEvent, BidState};
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::evaluation;
use crate::evaluation::{compared, conflicts};
use crate::outbox::Recipient;
use crate::requests;
use crate::requests::model::Request;
use crate::requests::state::RequestState;
use crate::types::ids::{BidId, EndingId};
use crate::types::state::Step;

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum EndingHappened {
    Proposed {
        #[serde(skip)]
        request: Uuid,
        ending: EndingId,
    },
    Made {
        #[serde(skip)]
        request: Uuid,
        bids: Vec<BidId>,
    },
    Refused {
        #[serde(skip)]
        request: Uuid,
        ending: EndingId,
    },
    TakenBack {
        #[serde(skip)]
        request: Uuid,
        ending: EndingId,
    },
}

impl Happened for EndingHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Proposed { .. } => "request.ending_proposed",
            Self::Made { .. } => "request.ended_without_award",
            Self::Refused { .. } => "request.ending_refused",
            Self::TakenBack { .. } => "request.ending_taken_back",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Proposed { request, .. }
            | Self::Made { request, .. }
            | Self::Refused { request, .. }
            | Self::TakenBack { request, .. } => *request,
        }
    }
}

/// What came of asking to end a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Another person must do it.
    Waits,
    /// There were no bids, so it has ended.
    Ended,
}

/// Asks to end a request without an award, with the reason that everyone may
/// read. It goes on until another person ends it. Where the opening found no
/// bids, an approver ends it at once.
pub async fn propose(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    reason: &str,
    once: Once,
) -> Result<Recorded<Asked>> {
    let now = tx.now();
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    let alone = who.has(Role::Approver) && queries::found_no_bids(tx.conn(), request.id).await?;
    let asked = format!("/requests/{reference}/no-award");
    tx.once(once, &if alone { format!("/outcomes/{reference}") } else { asked }).await?;
    let active = awards::active(tx.conn(), request.id).await?;
    let waiting = queries::waiting(tx.conn(), request.id).await?;
    policy::may_propose(who, &request, (active.as_ref(), waiting.as_ref()), now)?;
    conflicts::queries::refuse_undeclared(tx.conn(), &request, who.user).await?;
    awards::settled(tx.conn(), request.id).await?;
    if alone {
        let step = policy::may_end_alone(who, &request, active.as_ref(), now)?;
        return ended(tx, &request, &step, reason, Asked::Ended).await;
    }
    let ending = queries::insert(tx.conn(), request.id, reason, (who.user, now)).await?;
    let to = others(tx, who, &request, &[Role::Approver]).await?;
    tx.tell(&to, &mail::second_person_wanted(&request, ending)).await?;
    let event = EndingHappened::Proposed { request: request.id.uuid(), ending };
    tx.record(&event, Asked::Waits).await
}

/// Ends the request as a second person.
pub async fn make(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<Asked>> {
    let now = tx.now();
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/outcomes/{reference}")).await?;
    let waiting = queries::waiting(tx.conn(), request.id).await?;
    let step = policy::may_decide(who, waiting.as_ref(), EndingEvent::Make)?;
    conflicts::queries::refuse_undeclared(tx.conn(), &request, who.user).await?;
    let ending = waiting.ok_or(Refusal::NothingWaits)?;
    let active = awards::active(tx.conn(), request.id).await?;
    let end = policy::may_be_ended(&request, active.as_ref(), now)?;
    awards::settled(tx.conn(), request.id).await?;
    queries::decide(tx.conn(), ending.id, &step, (who.user, now, "")).await?;
    ended(tx, &request, &end, &ending.reason, Asked::Ended).await
}

/// Ends it: each bid has its outcome, and everyone concerned is told. Bids
/// that were not opened stay sealed for good.
async fn ended(
    tx: &mut Tx<'_>,
    request: &Request,
    step: &Step<RequestState>,
    reason: &str,
    came: Asked,
) -> Result<Recorded<Asked>> {
    let made = [BidState::Submitted, BidState::Opened, BidState::Scored];
    let heads = evaluation::queries::heads_in(tx.conn(), request.id, &made).await?;
    requests::queries::apply(tx.conn(), request.id, step).await?;
    let now = tx.now();
    awards::keep_end_reason(tx.conn(), request.id, reason, now).await?;
    let snapshot = evaluation::reranking::queries::snapshot(tx.conn(), request.id).await?;
    for head in &heads {
        // Whoever was disqualified before the end reads why.
        let ranked = snapshot.as_ref().and_then(|it| it.ranking.of(head.id));
        let out = ranked.and_then(|it| it.disqualified.as_deref());
        let event = if out.is_some() { BidEvent::Disqualify } else { BidEvent::Reject };
        if let Some(step) = Step::take(head.state, event) {
            let reason = out.unwrap_or_default();
            bids::queries::apply_with_reason(tx.conn(), head.id, &step, reason).await?;
        }
        tell_bidder(tx, request, head, request.id.uuid()).await?;
    }
    let readers = [Role::Requester, Role::Approver, Role::Evaluator];
    let to = accounts::queries::people_of_force(tx.conn(), request.force_id, &readers).await?;
    tx.tell(&to, &mail::ended(request, request.id)).await?;
    let bids = heads.into_iter().map(|it| it.id).collect();
    tx.record(&EndingHappened::Made { request: request.id.uuid(), bids }, came).await
}

/// Refuses the ending as a second person, with a reason: the request goes on.
pub async fn refuse(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    decision: &str,
    once: Once,
) -> Result<Recorded<()>> {
    over(tx, who, reference, (EndingEvent::Refuse, decision), once).await
}

/// Takes the ending back as whoever asked for it.
pub async fn take_back(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<()>> {
    over(tx, who, reference, (EndingEvent::TakeBack, ""), once).await
}

/// The ending comes to nothing.
async fn over(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    (event, decision): (EndingEvent, &str),
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/no-award")).await?;
    let waiting = queries::waiting(tx.conn(), request.id).await?;
    let step = policy::may_decide(who, waiting.as_ref(), event)?;
    let ending = waiting.ok_or(Refusal::NothingWaits)?.id;
    let (message, roles, happened) = match event {
        EndingEvent::TakeBack => (
            mail::taken_back(&request, ending),
            vec![Role::Approver],
            EndingHappened::TakenBack { request: request.id.uuid(), ending },
        ),
        EndingEvent::Make | EndingEvent::Refuse => {
            conflicts::queries::refuse_undeclared(tx.conn(), &request, who.user).await?;
            (
                mail::refused(&request, ending),
                vec![Role::Requester, Role::Approver],
                EndingHappened::Refused { request: request.id.uuid(), ending },
            )
        }
    };
    queries::decide(tx.conn(), ending, &step, (who.user, now, decision)).await?;
    let to = others(tx, who, &request, &roles).await?;
    tx.tell(&to, &message).await?;
    tx.record(&happened, ()).await
}

/// People of the force in these roles, without whoever acts.
async fn others(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    request: &Request,
    roles: &[Role],
) -> Result<Vec<Recipient>> {
    let mut to = accounts::queries::people_of_force(tx.conn(), request.force_id, roles).await?;
    to.retain(|it| it.user != who.user);
    Ok(to)
}
