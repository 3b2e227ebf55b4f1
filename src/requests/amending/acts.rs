//! Writing an amendment, asking for its approval, and putting it in force.

use super::events::{AmendmentHappened, What};
use super::model::{Amendment, Outcome, Published};
use super::policy::{self, Refusal};
use super::state::{AmendmentEvent, AmendmentState};
use super::{exchanges, mail, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::outbox::Recipient;
use crate::requests::approval::model::Given;
use crate::requests::approval::policy::{is_last, same_submission};
use crate::requests::bands;
use crate::requests::bands::model::Needed;
use crate::requests::model::{Request, Section, submission};
use crate::requests::queries as found;
use crate::requests::state::RequestEvent;
use crate::types::ids::AmendmentId;
use crate::types::state::Step;

/// The request, held until the change is committed, if it may be amended.
pub(super) async fn held(tx: &mut Tx<'_>, who: &ForceMember, reference: &str) -> Result<Request> {
    let request = found::lock_own(tx.conn(), who, reference).await?;
    policy::may_amend(&request, tx.now())?;
    Ok(request)
}

pub(super) async fn under_way(tx: &mut Tx<'_>, request: &Request) -> Result<Amendment> {
    let found = queries::under_way(tx.conn(), request.id).await?;
    Ok(found.ok_or(Refusal::NotUnderWay)?)
}

pub(super) fn happened(request: &Request, amendment: AmendmentId, what: What) -> AmendmentHappened {
    AmendmentHappened { request: request.id, what, amendment, section: None }
}

/// Begins an amendment; if one is under way, leads to it.
pub async fn begin(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let request = held(tx, who, reference).await?;
    let path = format!("/requests/{reference}/amendment");
    tx.once(once, &path).await?;
    if queries::under_way(tx.conn(), request.id).await?.is_some() {
        return Err(Error::AlreadyDone(path));
    }
    let now = tx.now();
    let id = queries::insert(tx.conn(), &request, who.user, now).await?;
    tx.record(&happened(&request, id, What::Begun), ()).await
}

/// Asks for approval, with the reason that everyone will read.
pub async fn submit(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    reason: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let request = held(tx, who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/amendment")).await?;
    let amendment = under_way(tx, &request).await?;
    policy::may_write(&amendment)?;
    let step = Step::take(amendment.state, AmendmentEvent::Submit).ok_or(Refusal::Waiting)?;
    let now = tx.now();
    let look = queries::look(tx.conn(), request).await?;
    ready(&look.outcome(now))?;
    let said = (who.user, now, reason);
    let amendment = queries::submitted(tx.conn(), amendment.id, &step, said).await?;
    let mut approvers =
        accounts::queries::people_of_force(tx.conn(), who.force, &[Role::Approver]).await?;
    approvers.retain(|it| it.user != who.user && !look.authors.contains(&it.user));
    let request = &look.before.request;
    tx.tell(&approvers, &mail::approval_wanted(request, &amendment)).await?;
    tx.record(&happened(request, amendment.id, What::Submitted), ()).await
}

fn ready(outcome: &Outcome) -> Result<(), Refusal> {
    match outcome.gaps.first() {
        Some(gap) => Err(Refusal::NotReady(gap.trim_end_matches('.').to_owned())),
        None if outcome.changes.is_empty() => Err(Refusal::NothingChanged),
        None => Ok(()),
    }
}

/// Sends it back to its writers, with a comment.
pub async fn send_back(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    comment: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let request = held(tx, who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/amendment")).await?;
    let amendment = under_way(tx, &request).await?;
    let step = Step::take(amendment.state, AmendmentEvent::SendBack).ok_or(Refusal::NotWaiting)?;
    let amendment = queries::moved(tx.conn(), amendment.id, &step, comment).await?;
    let writers = [Some(amendment.created_by), amendment.submitted_by];
    let writers: Vec<_> = writers.into_iter().flatten().collect();
    let writers = accounts::queries::people(tx.conn(), &writers).await?;
    tx.tell(&writers, &mail::sent_back(&request, &amendment)).await?;
    tx.record(&happened(&request, amendment.id, What::SentBack), ()).await
}

/// Gives it up before anyone saw it. This needs no open request: what is left
/// over from one that has closed can be cleared away.
pub async fn abandon(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let request = found::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}")).await?;
    let amendment = under_way(tx, &request).await?;
    let step: Step<AmendmentState> =
        Step::take(amendment.state, AmendmentEvent::Drop).ok_or(Refusal::NotUnderWay)?;
    let now = tx.now();
    let folder = exchanges::queries::folder(tx.conn(), request.id, Some(amendment.id)).await?;
    for it in &folder.exchanges {
        exchanges::queries::undo(tx.conn(), amendment.id, it, now).await?;
    }
    queries::moved(tx.conn(), amendment.id, &step, &amendment.comment).await?;
    tx.record(&happened(&request, amendment.id, What::Dropped), ()).await
}

/// Holds an approver to the amendment they read, while one is under way.
pub async fn hold_to(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    seen: &str,
) -> Result<()> {
    let request = found::lock_own(tx.conn(), who, reference).await?;
    match queries::under_way(tx.conn(), request.id).await? {
        Some(it) => Ok(same_submission(&submission(it.submitted_at), seen)?),
        None => Ok(()),
    }
}

/// What came of putting an amendment in force.
pub struct InForce {
    /// The request in its new version.
    pub request: Request,
    /// The amendment.
    pub amendment: AmendmentId,
    /// What everyone reads of it.
    pub published: Published,
    /// The pages that changed.
    pub sections: Vec<Section>,
    /// Whether documents did.
    pub documents: bool,
    /// Whether the bid deadline has moved.
    pub moved: bool,
    /// Who wrote it.
    pub writers: Vec<Recipient>,
}

/// What an approval of an amendment did.
pub enum Approved {
    /// It was the first of two, and that is recorded.
    First(Recorded<Given>),
    /// It was the last. Telling people, moving bids and recording it is the
    /// caller's, `bids::reconfirming`, who holds bids too.
    Last(Box<InForce>),
}

/// Approves an amendment. If it takes two approvers this may be the first; the
/// last puts it in force.
pub async fn approve(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Approved> {
    let request = held(tx, who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/amendment")).await?;
    let now = tx.now();
    let look = queries::look(tx.conn(), request).await?;
    let amendment = look.amendment.as_ref().ok_or(Refusal::NotUnderWay)?;
    let step = policy::may_approve(amendment, &look.authors, who.user)?;
    let outcome = look.outcome(now);
    ready(&outcome)?;
    let needed = bands::queries::needed(tx.conn(), &outcome.after.request).await?;
    if !is_last(needed, amendment.approved_by) {
        return Ok(Approved::First(first_approval(tx, who, &look, amendment, needed).await?));
    }
    Ok(Approved::Last(Box::new(put_in_force(tx, who, &look, &step, outcome).await?)))
}

async fn first_approval(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    look: &queries::Look,
    amendment: &Amendment,
    needed: Needed,
) -> Result<Recorded<Given>> {
    let now = tx.now();
    queries::first_approved(tx.conn(), amendment.id, (who.user, now)).await?;
    let mut others =
        accounts::queries::people_of_force(tx.conn(), who.force, &[Role::Approver]).await?;
    others.retain(|it| {
        it.user != who.user && policy::may_approve(amendment, &look.authors, it.user).is_ok()
    });
    let request = &look.before.request;
    tx.tell(&others, &mail::second_wanted(request, amendment, &needed.sentence())).await?;
    tx.record(&happened(request, amendment.id, What::FirstApproved), Given::First).await
}

async fn put_in_force(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    look: &queries::Look,
    step: &Step<AmendmentState>,
    outcome: Outcome,
) -> Result<InForce> {
    let (request, now) = (&look.before.request, tx.now());
    let amendment = look.amendment.as_ref().ok_or(Refusal::NotUnderWay)?;
    let amend = Step::take(request.state, RequestEvent::Amend).ok_or(Refusal::NotOpen)?;
    let version = request.version.saturating_add(1);
    let published = Published {
        version,
        at: now,
        reason: amendment.reason.clone(),
        material: outcome.material,
        changes: outcome.changes,
        unanswered: outcome.unanswered,
    };
    let amended = queries::put_in_force(tx.conn(), &outcome.after, version, &amend).await?;
    exchanges::queries::put_in_force(tx.conn(), request, &look.folder, (version, now)).await?;
    queries::publish(tx.conn(), amendment.id, step, who.user, &published).await?;
    Ok(InForce {
        moved: amended.closes_at != request.closes_at,
        writers: accounts::queries::people(tx.conn(), &look.authors).await?,
        request: amended,
        amendment: amendment.id,
        published,
        sections: outcome.touched,
        documents: outcome.documents,
    })
}
