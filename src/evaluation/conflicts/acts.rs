//! Declaring conflicts of interest.

use serde::Serialize;
use uuid::Uuid;

use super::model::Declaration;
use super::{policy, queries};
use crate::accounts::roles::ForceMember;
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::evaluation;
use crate::evaluation::panel;
use crate::requests;
use crate::requests::model::Phase;
use crate::types::ids::BidId;

#[derive(Debug, Serialize)]
struct ConflictsDeclared {
    #[serde(skip)]
    request: Uuid,
    bids: Vec<BidId>,
    conflicts: Vec<BidId>,
}

impl Happened for ConflictsDeclared {
    fn action(&self) -> &'static str {
        "conflicts.declared"
    }

    fn subject(&self) -> Uuid {
        self.request
    }
}

/// Declares for each company that bid whether this person has a conflict of
/// interest with it. A conflict may be declared later, and never taken back.
pub async fn declare(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    said: &[Declaration],
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = requests::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/evaluation")).await?;
    let panel = panel::queries::panel(tx.conn(), &request).await?;
    let locked = evaluation::queries::lock_of(tx.conn(), request.id).await?.is_some();
    policy::may_declare(who, &request, &panel, locked, now)?;
    let known = queries::bidders(tx.conn(), request.id, who.user).await?;
    let new = policy::news(&known, said)?;
    queries::declare(tx.conn(), who.user, &new, now).await?;
    if request.phase(now) == Phase::Evaluating && !locked {
        evaluation::acts::tell_how_it_stands(tx, &request).await?;
    }
    let conflicts = new.iter().filter(|it| it.conflict).map(|it| it.bid).collect();
    let bids = new.iter().map(|it| it.bid).collect();
    tx.record(&ConflictsDeclared { request: request.id.uuid(), bids, conflicts }, ()).await
}
