//! What the scanner's word does to a file, and writing down who audits one.

use serde::Serialize;
use uuid::Uuid;

use super::model::Verdict;
use super::state::FileEvent;
use super::{mail, policy, queries};
use crate::accounts::model::{Organisation, Role, Viewer};
use crate::accounts::queries::{operator_people, people_of_force, people_of_provider};
use crate::audit::Happened;
use crate::db::{Db, Recorded, Tx};
use crate::error::Result;
use crate::types::ids::FileId;

/// What the audit trail can say about the scan of a file. It is written into
/// the history of whoever the file belongs to.
#[derive(Debug, Serialize)]
struct FileHappened<'a> {
    #[serde(skip)]
    owner: Uuid,
    #[serde(skip)]
    action: &'static str,
    file: FileId,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

impl Happened for FileHappened<'_> {
    fn action(&self) -> &'static str {
        self.action
    }

    fn subject(&self) -> Uuid {
        self.owner
    }
}

/// Settles a file that no scanner had looked at: it can be had from now on, or
/// never.
pub async fn settle(tx: &mut Tx<'_>, id: FileId, verdict: &Verdict) -> Result<Recorded<()>> {
    let now = tx.now();
    let file = queries::lock(tx.conn(), id).await?;
    let (event, action, found) = match verdict {
        Verdict::Clean => (FileEvent::Pass, "file.found_clean", None),
        Verdict::Found(virus) => (FileEvent::HoldBack, "file.held_back", Some(virus.as_str())),
    };
    let step = policy::may_settle(file.state, file.scanned_at.is_some(), event)?;
    queries::settle(tx.conn(), id, &step, found.unwrap_or_default(), now).await?;
    if let Some(virus) = found {
        let people = match file.owner() {
            Organisation::Provider(own) => {
                let keeper = if file.of_bid { Role::Bidder } else { Role::ProviderAdmin };
                people_of_provider(tx.conn(), own, &[keeper]).await?
            }
            Organisation::Force(own) => {
                people_of_force(tx.conn(), own, &[Role::ForceAdmin]).await?
            }
            Organisation::Operator => operator_people(tx.conn(), &[Role::OperatorAdmin]).await?,
        };
        tx.tell(&people, &mail::held_back(&file, virus, now)).await?;
    }
    let owner = file.owner().id().unwrap_or_else(|| id.uuid());
    tx.record(&FileHappened { owner, action, file: id, reason: found }, ()).await
}

/// Writes down that an auditor takes a file, before they do. Whoever it belongs
/// to, and vetting officers, work with it, and what they do is recorded instead.
pub async fn note_audit(db: &Db, who: &Viewer, id: FileId) -> Result<()> {
    let audits = who.roles.contains(&Role::Auditor) && !who.roles.contains(&Role::VettingOfficer);
    if who.organisation != Organisation::Operator || !audits {
        return Ok(());
    }
    let event = FileHappened { owner: id.uuid(), action: "file.read", file: id, reason: None };
    db.act(&who.by, async |tx| tx.record(&event, ()).await).await
}
