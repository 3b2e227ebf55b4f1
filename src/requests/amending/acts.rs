//! Writing an amendment, asking for its approval, and putting it in force.

use super::events::{AmendmentHappened, What};
use super::model::{Amendment, Published, SavedSection, amendable};
use super::policy::{self, Refusal};
use super::state::{AmendmentEvent, AmendmentState};
use super::{mail, outcome, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::outbox::Recipient;
use crate::requests::approval::policy::same_submission;
use crate::requests::bands;
use crate::requests::model::{Request, Section, submission};
use crate::requests::queries as found;
use crate::requests::state::RequestEvent;
use crate::types::ids::AmendmentId;
use crate::types::state::Step;

/// The request, held until the change is committed, if it may be amended.
async fn held(tx: &mut Tx<'_>, who: &ForceMember, reference: &str) -> Result<Request> {
    let request = found::lock_own(tx.conn(), who, reference).await?;
    policy::may_amend(&request, tx.now())?;
    Ok(request)
}

async fn under_way(tx: &mut Tx<'_>, request: &Request) -> Result<Amendment> {
    let found = queries::under_way(tx.conn(), request.id).await?;
    Ok(found.ok_or(Refusal::NotUnderWay)?)
}

fn happened(request: &Request, amendment: AmendmentId, what: What) -> AmendmentHappened {
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

/// Saves one page of it.
pub async fn save(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    page: &SavedSection,
) -> Result<Recorded<()>> {
    let request = held(tx, who, reference).await?;
    let amendment = under_way(tx, &request).await?;
    policy::may_write(&amendment)?;
    if !amendable(&request).contains(&page.section) {
        return Err(Refusal::NotAmendable.into());
    }
    let now = tx.now();
    let look = queries::look(tx.conn(), request).await?;
    let one = std::slice::from_ref(page);
    let alone = outcome::of(&look.before, one, &look.lists, &look.words, now);
    let kept = !alone.changes.is_empty() || !alone.inside.is_empty();
    queries::save(tx.conn(), amendment.id, page, kept).await?;
    let saved = happened(&look.before.request, amendment.id, What::Saved);
    tx.record(&AmendmentHappened { section: Some(page.section), ..saved }, ()).await
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

fn ready(outcome: &super::model::Outcome) -> Result<(), Refusal> {
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
    let writers = queries::people(tx.conn(), &writers).await?;
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
    /// Whether the bid deadline has moved.
    pub moved: bool,
    /// Who wrote it.
    pub writers: Vec<Recipient>,
}

/// Puts an amendment in force. Telling people, moving bids and recording it is
/// the caller's, `bids::reconfirming`, who holds bids too.
pub async fn put_in_force(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<InForce> {
    let request = held(tx, who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/amendment")).await?;
    let now = tx.now();
    let look = queries::look(tx.conn(), request.clone()).await?;
    let amendment = look.amendment.as_ref().ok_or(Refusal::NotUnderWay)?;
    let step = policy::may_publish(amendment, &look.authors, who.user)?;
    let outcome = look.outcome(now);
    ready(&outcome)?;
    let before = bands::queries::needed(tx.conn(), &request).await?;
    let after = bands::queries::needed(tx.conn(), &outcome.after.request).await?;
    policy::may_take_one(before, after)?;
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
    queries::publish(tx.conn(), amendment.id, &step, who.user, &published).await?;
    Ok(InForce {
        moved: amended.closes_at != request.closes_at,
        writers: queries::people(tx.conn(), &look.authors).await?,
        request: amended,
        amendment: amendment.id,
        published,
        sections: outcome.touched,
    })
}
