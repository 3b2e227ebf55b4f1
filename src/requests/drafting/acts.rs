//! Beginning a draft, saving its pages, and asking for approval.

use super::model::{Edit, NewDraft};
use super::overtaking::model::Sent;
use super::overtaking::queries::{hold, mark_of};
use super::{halves, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::forces;
use crate::requests::events::RequestHappened;
use crate::requests::mail;
use crate::requests::model::Request;
use crate::requests::policy::{Refusal, may_approve, may_edit};
use crate::requests::queries as found;
use crate::requests::state::{RequestEvent, RequestState};
use crate::types::reference;
use crate::types::state::Step;
use crate::types::uk_time;

/// Begins a draft, once for each form sent.
pub async fn begin(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    new: &NewDraft,
    once: Once,
) -> Result<Recorded<Request>> {
    let (force, successor) = forces::queries::with_successor(tx.conn(), who.force).await?;
    let today = uk_time::date_of(tx.now());
    forces::policy::may_request(&force, successor.as_ref(), today)?;
    let (year, number) = tx.next_number("REQ").await?;
    let reference = reference::numbered("REQ", year, number);
    tx.once(once, &format!("/requests/{reference}")).await?;
    let now = tx.now();
    let request = queries::insert(tx.conn(), who, &reference, new, now).await?;
    tx.record(&RequestHappened::Drafted { request: request.id }, request).await
}

/// Saves one page of a draft, which is no half page from then on, and says
/// what marks it now. `seen` marks what the page said when it was drawn: if
/// something else was saved since, nothing is overwritten. Without it,
/// whatever is there is.
pub async fn save(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    edit: &Edit,
    seen: Option<&str>,
) -> Result<Recorded<String>> {
    let (request, now) = (found::lock_own(tx.conn(), who, reference).await?, tx.now());
    may_edit(&request)?;
    let section = edit.section();
    if !request.sections().contains(&section) {
        return Err(Error::NotFound);
    }
    hold(tx.conn(), &request, section, Sent::Whole(edit), (seen, now)).await?;
    queries::save(tx.conn(), request.id, edit).await?;
    halves::queries::drop(tx.conn(), request.id, section).await?;
    let request = found::by_id(tx.conn(), request.id).await?;
    let mark = mark_of(tx.conn(), &request, section).await?;
    tx.record(&RequestHappened::Saved { request: request.id, section }, mark).await
}

/// Asks for approval: the text stands still, and the approvers are told.
pub async fn submit(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<Request>> {
    let request = found::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}")).await?;
    may_edit(&request)?;
    let now = tx.now();
    let full = found::full(tx.conn(), request.clone()).await?;
    if !queries::gaps(tx.conn(), &full, now).await?.is_empty() {
        return Err(Refusal::NotReady.into());
    }
    let step: Step<RequestState> =
        Step::take(request.state, RequestEvent::SubmitForApproval).ok_or(Refusal::NotDraft)?;
    queries::mark_submitted(tx.conn(), request.id, who.user, now).await?;
    let request = found::apply(tx.conn(), request.id, &step).await?;
    let mut approvers =
        accounts::queries::people_of_force(tx.conn(), who.force, &[Role::Approver]).await?;
    let authors = found::authors_of(tx.conn(), request.id).await?;
    approvers.retain(|it| may_approve(&request, &authors, it.user).is_ok());
    tx.tell(&approvers, &mail::approval_wanted(&request)).await?;
    tx.record(&RequestHappened::Submitted { request: request.id }, request).await
}
