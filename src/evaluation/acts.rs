//! Scoring: what an evaluator does, alone.

use serde::Serialize;
use uuid::Uuid;

use super::forms::Given;
use super::{mail, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::audit::Happened;
use crate::bids::state::BidState;
use crate::db::{Recorded, Tx};
use crate::error::{Error, Result};
use crate::requests;
use crate::requests::model::Request;
use crate::types::ids::{BidId, CriterionId};

#[derive(Debug, Serialize)]
struct ScoreSaved {
    #[serde(skip)]
    request: Uuid,
    bid: BidId,
    criteria: Vec<CriterionId>,
}

impl Happened for ScoreSaved {
    fn action(&self) -> &'static str {
        "score.saved"
    }

    fn subject(&self) -> Uuid {
        self.request
    }
}

/// Saves an evaluator's scores for one bid. They may change until quality is
/// locked.
pub async fn save_scores(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    bid: BidId,
    given: &[Given],
) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = requests::queries::lock_own(tx.conn(), who, reference).await?;
    let panel = requests::queries::panel_of(tx.conn(), request.id).await?;
    let lock = queries::lock_of(tx.conn(), request.id).await?;
    policy::may_score(who, &request, &panel, lock.as_ref(), now)?;
    let opened = queries::bids_in(tx.conn(), request.id, &[BidState::Opened]).await?;
    if !opened.iter().any(|(id, _)| *id == bid) {
        return Err(Error::NotFound);
    }
    queries::save_scores(tx.conn(), bid, who.user, given, now).await?;
    tell_when_complete(tx, &request).await?;
    let criteria = given.iter().map(|it| it.criterion).collect();
    tx.record(&ScoreSaved { request: request.id.uuid(), bid, criteria }, ()).await
}

async fn tell_when_complete(tx: &mut Tx<'_>, request: &Request) -> Result<()> {
    let (given, wanted) = queries::tally(tx.conn(), request).await?;
    if given < wanted {
        return Ok(());
    }
    let moderators = [Role::Requester, Role::Approver];
    let to = accounts::queries::people_of_force(tx.conn(), request.force_id, &moderators).await?;
    tx.tell(&to, &mail::ready_to_moderate(request)).await
}
