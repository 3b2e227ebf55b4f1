//! Publishing a request, sending it back, and ending it.

use super::queries;
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::outbox::preferences::Kind;
use crate::requests::drafting;
use crate::requests::events::RequestHappened;
use crate::requests::keys as request_keys;
use crate::requests::mail;
use crate::requests::model::{Request, Route};
use crate::requests::policy::{self, Refusal};
use crate::requests::queries as found;
use crate::requests::state::RequestEvent;
use crate::seal::keys::Keys;
use crate::types::state::Step;

/// Approves a request. It is published at once, except that an urgent one
/// waits for a second approver.
pub async fn approve(
    tx: &mut Tx<'_>,
    keys: &Keys,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<Request>> {
    let request = found::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}")).await?;
    let authors = found::authors_of(tx.conn(), request.id).await?;
    policy::may_approve(&request, &authors, who.user)?;
    let now = tx.now();
    let lists = drafting::queries::lists(tx.conn(), who.force, request.lot_code.as_deref()).await?;
    let full = found::full(tx.conn(), request.clone()).await?;
    if !drafting::policy::gaps(&full, &lists, now).is_empty() {
        return Err(Refusal::NoLongerReady.into());
    }
    match (request.route, request.approved_by) {
        (Some(Route::Urgent), None) => return first_approval(tx, who, request).await,
        (Some(Route::Urgent), Some(_)) => {
            queries::second_approved(tx.conn(), request.id, who.user).await?;
        }
        _ => queries::first_approved(tx.conn(), request.id, who.user).await?,
    }
    publish(tx, keys, &request).await
}

async fn first_approval(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    request: Request,
) -> Result<Recorded<Request>> {
    queries::first_approved(tx.conn(), request.id, who.user).await?;
    let mut others =
        accounts::queries::people_of_force(tx.conn(), who.force, &[Role::Approver]).await?;
    others.retain(|it| it.user != who.user && it.user != request.created_by);
    tx.tell(&others, &mail::second_approval_wanted(&request)).await?;
    tx.record(&RequestHappened::FirstApproved { request: request.id }, request).await
}

async fn publish(tx: &mut Tx<'_>, keys: &Keys, approved: &Request) -> Result<Recorded<Request>> {
    let (id, now) = (approved.id, tx.now());
    let step = Step::take(approved.state, RequestEvent::Publish).ok_or(Refusal::NotWaiting)?;
    queries::published(tx.conn(), id, now).await?;
    request_keys::queries::make(tx.conn(), keys, id).await?;
    let request = found::apply(tx.conn(), id, &step).await?;
    let bidders = queries::bidders(tx.conn(), &request).await?;
    let message = mail::new_request(&request);
    match request.route {
        Some(Route::MiniCompetition) => {
            tx.tell_as_wanted(Kind::NewRequests, &bidders, &message).await?;
        }
        // A live incident cannot wait, and neither can whoever is asked alone.
        _ => tx.tell(&bidders, &message).await?,
    }
    let writers = queries::writers(tx.conn(), &request).await?;
    tx.tell(&writers, &mail::published(&request)).await?;
    let event = RequestHappened::Published { request: id, version: request.version };
    tx.record(&event, request).await
}

/// Sends a request back to its writers, with a comment.
pub async fn send_back(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    comment: &str,
    once: Once,
) -> Result<Recorded<Request>> {
    let request = found::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}")).await?;
    let step = Step::take(request.state, RequestEvent::SendBack).ok_or(Refusal::NotWaiting)?;
    queries::sent_back(tx.conn(), request.id, comment).await?;
    let request = found::apply(tx.conn(), request.id, &step).await?;
    let writers = queries::writers(tx.conn(), &request).await?;
    tx.tell(&writers, &mail::sent_back(&request)).await?;
    tx.record(&RequestHappened::SentBack { request: request.id }, request).await
}

/// Calls a published request off, with a reason that is published.
pub async fn cancel(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    reason: &str,
    once: Once,
) -> Result<Recorded<Request>> {
    let request = found::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}")).await?;
    policy::may_cancel(&request)?;
    let step = Step::take(request.state, RequestEvent::Cancel).ok_or(Refusal::CannotCancel)?;
    queries::ended(tx.conn(), request.id, reason).await?;
    let request = found::apply(tx.conn(), request.id, &step).await?;
    let bidders = queries::bidders(tx.conn(), &request).await?;
    tx.tell(&bidders, &mail::cancelled(&request)).await?;
    tx.record(&RequestHappened::Cancelled { request: request.id }, request).await
}
