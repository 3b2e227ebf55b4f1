//! Publishing a request, at once or when its time comes, sending it back, and
//! ending it.

use super::model::{Comments, Given, Schedule};
use super::policy::{self, Refusal};
use super::{mail, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::outbox::preferences::Kind;
use crate::requests::bands;
use crate::requests::bands::model::Needed;
use crate::requests::drafting;
use crate::requests::engaged;
use crate::requests::events::RequestHappened;
use crate::requests::keys as request_keys;
use crate::requests::mail as letters;
use crate::requests::model::{CancelReason, Request, Route};
use crate::requests::policy as requests;
use crate::requests::queries as found;
use crate::requests::state::RequestEvent;
use crate::seal::keys::Keys;
use crate::types::ids::RequestId;
use crate::types::state::Step;
use crate::types::time::Moment;

/// Holds an approver to the submission they read.
pub async fn hold_to(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    seen: &str,
) -> Result<()> {
    let request = found::lock_own(tx.conn(), who, reference).await?;
    Ok(policy::same_submission(&request.submission(), seen)?)
}

/// Approves a request. If it takes two approvers this may be the first; the
/// last publishes it, at once or at the time chosen.
pub async fn approve(
    tx: &mut Tx<'_>,
    keys: &Keys,
    who: &ForceMember,
    reference: &str,
    publish_at: Option<Moment>,
    once: Once,
) -> Result<Recorded<Given>> {
    let request = found::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}")).await?;
    let authors = found::authors_of(tx.conn(), request.id).await?;
    let schedule = queries::schedule(tx.conn(), request.id).await?;
    policy::may_approve(&request, schedule.as_ref(), &authors, who.user)?;
    let now = tx.now();
    let needed = bands::queries::needed(tx.conn(), &request).await?;
    let last = policy::is_last(needed, request.approved_by);
    let at = publish_at.filter(|_| last);
    if let Some(at) = at {
        policy::may_schedule(at, now)?;
    }
    let full = found::full(tx.conn(), request.clone()).await?;
    if !drafting::queries::gaps(tx.conn(), &full, at.unwrap_or(now)).await?.is_empty() {
        return Err(requests::Refusal::NoLongerReady.into());
    }
    if !last {
        return first_approval(tx, who, request, needed).await;
    }
    match request.approved_by {
        Some(_) => queries::second_approved(tx.conn(), request.id, who.user).await?,
        None => queries::first_approved(tx.conn(), request.id, who.user).await?,
    }
    match at {
        Some(publish_at) => {
            schedule_it(tx, request, Schedule { publish_at, set_by: who.user }).await
        }
        None => Ok(publish(tx, keys, &request, false).await?.with(Given::Published)),
    }
}

async fn first_approval(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    request: Request,
    needed: Needed,
) -> Result<Recorded<Given>> {
    let now = tx.now();
    queries::first_approved(tx.conn(), request.id, who.user).await?;
    let authors = found::authors_of(tx.conn(), request.id).await?;
    let mut others =
        accounts::queries::people_of_force(tx.conn(), who.force, &[Role::Approver]).await?;
    others.retain(|it| {
        it.user != who.user && requests::may_approve(&request, &authors, it.user).is_ok()
    });
    tx.tell(&others, &mail::second_wanted(&request, &needed.sentence(), now)).await?;
    tx.record(&RequestHappened::FirstApproved { request: request.id }, Given::First).await
}

async fn schedule_it(
    tx: &mut Tx<'_>,
    request: Request,
    schedule: Schedule,
) -> Result<Recorded<Given>> {
    let (now, at) = (tx.now(), schedule.publish_at);
    queries::set_schedule(tx.conn(), request.id, &schedule, now).await?;
    let writers = queries::writers(tx.conn(), &request).await?;
    tx.tell(&writers, &mail::scheduled(&request, at, now)).await?;
    let event = RequestHappened::Scheduled { request: request.id, publish_at: at };
    tx.record(&event, Given::Scheduled(at)).await
}

async fn publish(
    tx: &mut Tx<'_>,
    keys: &Keys,
    approved: &Request,
    scheduled: bool,
) -> Result<Recorded<Request>> {
    let (id, now) = (approved.id, tx.now());
    let step =
        Step::take(approved.state, RequestEvent::Publish).ok_or(requests::Refusal::NotWaiting)?;
    queries::published(tx.conn(), id, now).await?;
    request_keys::queries::make(tx.conn(), keys, id).await?;
    let request = found::apply(tx.conn(), id, &step).await?;
    let bidders = queries::bidders(tx.conn(), &request).await?;
    let message = letters::new_request(&request);
    match request.route {
        Some(Route::MiniCompetition) => {
            tx.tell_as_wanted(Kind::NewRequests, &bidders, &message).await?;
        }
        // A live incident cannot wait, and neither can whoever is asked alone.
        _ => tx.tell(&bidders, &message).await?,
    }
    let writers = queries::writers(tx.conn(), &request).await?;
    tx.tell(&writers, &letters::published(&request)).await?;
    let event = RequestHappened::Published { request: id, version: request.version, scheduled };
    tx.record(&event, request).await
}

/// What came of a request whose time to be published had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// It is public.
    Published,
    /// It could no longer be, and those who wrote and approved it were told why.
    NotPublished,
}

/// Publishes a request whose time has come, if everything still holds;
/// otherwise it waits for approval again, and its people are told why.
pub async fn publish_due(tx: &mut Tx<'_>, keys: &Keys, id: RequestId) -> Result<Recorded<Came>> {
    let (request, now) = (found::lock(tx.conn(), id).await?, tx.now());
    let schedule = queries::schedule(tx.conn(), id).await?;
    let due = schedule.filter(|it| it.publish_at <= now).ok_or(Refusal::NotScheduled)?;
    let at = policy::judged_at(due.publish_at, now);
    let needed = bands::queries::needed(tx.conn(), &request).await?;
    let full = found::full(tx.conn(), request.clone()).await?;
    let gaps = drafting::queries::gaps(tx.conn(), &full, at).await?;
    let mut reasons: Vec<String> = gaps.into_iter().map(|it| it.sentence).collect();
    reasons.extend(policy::lacks_approvals(&request, needed));
    queries::unschedule(tx.conn(), id).await?;
    if reasons.is_empty() {
        let done = publish(tx, keys, &request, true).await?;
        return Ok(done.with(Came::Published));
    }
    let mut people = queries::writers(tx.conn(), &request).await?;
    people.extend(queries::approvers(tx.conn(), &request).await?);
    queries::cleared(tx.conn(), id).await?;
    tx.tell(&people, &mail::not_published(&request, &reasons, now)).await?;
    let event = RequestHappened::NotPublished { request: id, reasons: reasons.len() };
    tx.record(&event, Came::NotPublished).await
}

/// Takes an approval back before its time comes: the request waits for
/// approval again, from the first approver on.
pub async fn take_back(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<Request>> {
    let (request, now) = (found::lock_own(tx.conn(), who, reference).await?, tx.now());
    tx.once(once, &format!("/requests/{reference}/approval")).await?;
    let schedule = queries::schedule(tx.conn(), request.id).await?;
    policy::may_take_back(&request, schedule.as_ref(), now)?;
    let mut people = queries::writers(tx.conn(), &request).await?;
    people.extend(queries::approvers(tx.conn(), &request).await?);
    people.retain(|it| it.user != who.user);
    queries::unschedule(tx.conn(), request.id).await?;
    queries::cleared(tx.conn(), request.id).await?;
    tx.tell(&people, &mail::taken_back(&request, now)).await?;
    tx.record(&RequestHappened::ApprovalTakenBack { request: request.id }, request).await
}

/// Sends a request back to its writers, with comments. Every approval it had
/// is gone, and so is the time it was to be published at.
pub async fn send_back(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    comments: &Comments,
    once: Once,
) -> Result<Recorded<Request>> {
    let request = found::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}")).await?;
    let now = tx.now();
    let step =
        Step::take(request.state, RequestEvent::SendBack).ok_or(requests::Refusal::NotWaiting)?;
    queries::unschedule(tx.conn(), request.id).await?;
    queries::sent_back(tx.conn(), request.id, comments, (who.user, now)).await?;
    let request = found::apply(tx.conn(), request.id, &step).await?;
    let writers = queries::writers(tx.conn(), &request).await?;
    tx.tell(&writers, &letters::sent_back(&request)).await?;
    tx.record(&RequestHappened::SentBack { request: request.id }, request).await
}

/// Calls a published request off, with a coded reason and words, both published.
pub async fn cancel(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    (code, reason): (CancelReason, &str),
    once: Once,
) -> Result<Recorded<Request>> {
    let now = tx.now();
    let request = found::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}")).await?;
    requests::may_cancel(&request)?;
    let step =
        Step::take(request.state, RequestEvent::Cancel).ok_or(requests::Refusal::CannotCancel)?;
    queries::cancelled(tx.conn(), request.id, (code, reason), now).await?;
    let request = found::apply(tx.conn(), request.id, &step).await?;
    let may_bid = queries::bidders(tx.conn(), &request).await?;
    let engaged = engaged::queries::people(tx.conn(), request.id).await?;
    let bidders = engaged::queries::together(may_bid, engaged);
    tx.tell(&bidders, &letters::cancelled(&request)).await?;
    tx.record(&RequestHappened::Cancelled { request: request.id, code }, request).await
}
