//! The audit trail: who did what to what, and when.
//!
//! Slices describe what happened; only `db::Tx` writes it down. The database
//! numbers, dates and chains the entries itself (see the first migration).
//!
//! ```text
//!   entry ──hash──▶ leaf of a tree ──root──▶ checkpoint, signed ──▶ page, file, auditors' mail
//! ```
//!
//! What was published of it cannot be taken back: a trail that was cut or
//! written anew does not come to the roots that were signed.

pub mod change;
pub mod checkpoints;
pub mod entry;
pub mod notary;
pub mod proven;
pub mod tree;
pub mod verify;
pub mod written;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::error::Result;
use crate::schema::audit_entries;
use crate::types::ids::UserId;

/// Something that happened, in the slice's own words. What it serialises to
/// is the entry's detail: ids and digests, never personal data.
pub trait Happened: Serialize {
    /// A past-tense name, such as `bid.submitted`.
    fn action(&self) -> &'static str;
    /// The thing it happened to.
    fn subject(&self) -> Uuid;
}

/// Who is making a change, for whom, and in which call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person; nobody when the system acts or nobody is signed in yet.
    pub user: Option<UserId>,
    /// The force or provider they act for.
    pub organisation: Option<Uuid>,
    /// The id of the HTTP call, or of the job.
    pub call: String,
}

impl Actor {
    /// The service itself.
    pub fn system(job: &str) -> Self {
        Self::nobody(job.to_owned())
    }

    /// Somebody who is not signed in, by their call.
    pub fn nobody(call: String) -> Self {
        Self { user: None, organisation: None, call }
    }
}

/// Writes one entry.
pub(crate) async fn write(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    event: &impl Happened,
) -> Result<()> {
    let detail: Value = serde_json::to_value(event).map_err(anyhow::Error::from)?;
    let detail = if detail.is_null() { Value::Object(serde_json::Map::new()) } else { detail };
    diesel::insert_into(audit_entries::table)
        .values((
            audit_entries::actor.eq(actor.user.map(UserId::uuid)),
            audit_entries::organisation.eq(actor.organisation),
            audit_entries::action.eq(event.action()),
            audit_entries::subject.eq(event.subject()),
            audit_entries::detail.eq(detail),
            audit_entries::request_id.eq(&actor.call),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
