//! Saving a section of a draft. Every write to a bid's content comes through
//! here, and the clock and the state are asked here, once for all sections.

use serde::Serialize;
use uuid::Uuid;

use super::model::Change;
use super::queries::store;
use crate::accounts::roles::Bidder;
use crate::audit::Happened;
use crate::bids::{policy, queries};
use crate::db::{Recorded, Tx};
use crate::error::{Error, Result};
use crate::types::ids::CriterionId;

/// What the audit trail can say about a saved section: which, never what.
#[derive(Debug, Serialize)]
struct SectionSaved {
    #[serde(skip)]
    bid: Uuid,
    #[serde(skip)]
    action: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    criterion: Option<CriterionId>,
}

impl SectionSaved {
    fn new(bid: Uuid, change: &Change) -> Self {
        let (action, criterion) = match change {
            Change::Evidence(_) => ("bid.evidence_saved", None),
            Change::Answer(id, _) => ("bid.answer_saved", Some(*id)),
            Change::Team(..) => ("bid.team_saved", None),
            Change::Price(..) => ("bid.price_saved", None),
            Change::Declarations(_) => ("bid.declarations_saved", None),
        };
        Self { bid, action, criterion }
    }
}

impl Happened for SectionSaved {
    fn action(&self) -> &'static str {
        self.action
    }

    fn subject(&self) -> Uuid {
        self.bid
    }
}

/// Saves a section. `seen` marks what the section said when its page was
/// drawn: if a colleague has saved something else since, nothing is
/// overwritten. Without it, whatever is there is. What comes back marks what
/// the section says from now on.
pub async fn save(
    tx: &mut Tx<'_>,
    who: &Bidder,
    reference: &str,
    change: &Change,
    seen: Option<&str>,
) -> Result<Recorded<String>> {
    let now = tx.now();
    let request_id = queries::own(tx.conn(), who, reference).await?.request_id;
    let request = queries::hold_request(tx.conn(), request_id).await?;
    let bid = queries::lock_own(tx.conn(), who, reference).await?;
    policy::may_edit(&bid, &request, now)?;
    if let Some(seen) = seen {
        let content = queries::content(tx.conn(), bid.id).await?;
        let unchanged = policy::unchanged(seen, &change.section().mark(&bid, &content)?);
        if unchanged.is_err() && change.stands_in(&bid, &content) {
            return Err(Error::AlreadyDone(bid.path()));
        }
        unchanged?;
    }
    store(tx.conn(), bid.id, change, now).await?;
    let bid = queries::lock_own(tx.conn(), who, reference).await?;
    let mark = change.section().mark(&bid, &queries::content(tx.conn(), bid.id).await?)?;
    tx.record(&SectionSaved::new(bid.id.uuid(), change), mark).await
}
