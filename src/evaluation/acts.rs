//! Scoring: what an evaluator does, alone.

use serde::Serialize;
use uuid::Uuid;

use super::forms::Given;
use super::halves::model::Of;
use super::panel::model::Panel;
use super::{conflicts, halves, mail, panel, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::{Error, Result};
use crate::outbox::Recipient;
use crate::requests;
use crate::requests::model::Request;
use crate::types::ids::{BidId, CriterionId};

#[derive(Debug, Serialize)]
struct ScoreSaved {
    #[serde(skip)]
    request: Uuid,
    scores: Vec<(BidId, CriterionId)>,
}

impl Happened for ScoreSaved {
    fn action(&self) -> &'static str {
        "score.saved"
    }

    fn subject(&self) -> Uuid {
        self.request
    }
}

/// The request, if this person may score these bids of it now.
pub(super) async fn at_desk(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    bids: &[BidId],
) -> Result<Request> {
    let now = tx.now();
    let request = requests::queries::lock_own(tx.conn(), who, reference).await?;
    let panel = panel::queries::panel(tx.conn(), &request).await?;
    let lock = queries::lock_of(tx.conn(), request.id).await?;
    policy::may_score(who, &request, &panel, lock.as_ref(), now)?;
    if bids.iter().all(|it| policy::is_on_desk(&panel, who.user, *it)) {
        Ok(request)
    } else {
        Err(Error::NotFound)
    }
}

/// Saves an evaluator's scores. They may change until quality is locked.
pub async fn save_scores(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    given: &[Given],
) -> Result<Recorded<()>> {
    let now = tx.now();
    let bids: Vec<BidId> = given.iter().map(|it| it.bid).collect();
    let request = at_desk(tx, who, reference, &bids).await?;
    queries::save_scores(tx.conn(), who.user, given, now).await?;
    let scores: Vec<_> = given.iter().map(|it| (it.bid, it.criterion)).collect();
    halves::queries::drop(tx.conn(), (who.user, Of::Own), &scores).await?;
    tell_how_it_stands(tx, &request).await?;
    tx.record(&ScoreSaved { request: request.id.uuid(), scores }, ()).await
}

/// Tells those who wait for it that every score is in, and those who can help
/// that a bid has nobody left to score it, or one person alone.
pub(super) async fn tell_how_it_stands(tx: &mut Tx<'_>, request: &Request) -> Result<()> {
    let panel = panel::queries::panel(tx.conn(), request).await?;
    let unattended = panel.unattended();
    if unattended > 0 {
        let to = deciders(tx, request).await?;
        let people = panel.members.len();
        return tx.tell(&to, &conflicts::mail::nobody_left(request, unattended, people)).await;
    }
    let thin = panel.thin();
    if thin > 0 {
        let to = deciders(tx, request).await?;
        tx.tell(&to, &conflicts::mail::one_left(request, thin, panel.members.len())).await?;
    }
    if panel.is_complete() {
        let to = moderators(tx, request, &panel).await?;
        tx.tell(&to, &mail::ready_to_moderate(request, panel.wanted())).await?;
    }
    Ok(())
}

/// Requesters and approvers of the force.
pub(super) async fn deciders(tx: &mut Tx<'_>, request: &Request) -> Result<Vec<Recipient>> {
    let roles = [Role::Requester, Role::Approver];
    accounts::queries::people_of_force(tx.conn(), request.force_id, &roles).await
}

/// Who agrees the scores: the chair of the panel, or requesters and approvers
/// who have not declared a conflict of interest.
pub(super) async fn moderators(
    tx: &mut Tx<'_>,
    request: &Request,
    panel: &Panel,
) -> Result<Vec<Recipient>> {
    if let Some(chair) = panel.chair() {
        return Ok(vec![chair.who.clone()]);
    }
    let mut to = deciders(tx, request).await?;
    to.retain(|it| !panel.is_recused(it.user));
    Ok(to)
}
