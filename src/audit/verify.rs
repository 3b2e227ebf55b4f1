//! Proving the whole trail: every entry's hash is computed again here, apart
//! from the database that wrote it, and must fit the one before and after.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::Result;
use crate::schema::{audit_entries, audit_head};
use crate::types::time::Moment;

/// How many entries are read at a time.
const BATCH: i64 = 5_000;

/// What came of proving the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry fits; this many.
    Whole(i64),
    /// The first entry that does not fit, and what is wrong with it.
    Broken(i64, &'static str),
}

#[derive(Queryable)]
struct Row {
    seq: i64,
    at: Moment,
    actor: Option<Uuid>,
    organisation: Option<Uuid>,
    action: String,
    subject: Uuid,
    detail: String,
    request_id: String,
    prev_hash: Vec<u8>,
    hash: Vec<u8>,
}

impl Row {
    fn expected_hash(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update("v1");
        let at = self.at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
        for value in [
            Some(self.seq.to_string()),
            Some(at),
            self.actor.map(|it| it.to_string()),
            self.organisation.map(|it| it.to_string()),
            Some(self.action.clone()),
            Some(self.subject.to_string()),
            Some(self.detail.clone()),
            Some(self.request_id.clone()),
        ] {
            match value {
                Some(value) => hash.update(format!("{}:{value}", value.len())),
                None => hash.update("-"),
            }
        }
        hash.update(&self.prev_hash);
        hash.finalize().to_vec()
    }
}

/// Walks the chain from its first entry to its head.
pub async fn verify(conn: &mut AsyncPgConnection) -> Result<Verdict> {
    let mut last_seq = 0;
    let mut last_hash = Sha256::digest("muster audit v1").to_vec();
    loop {
        let rows = after(conn, last_seq).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if let Some(fault) = fault(&row, last_seq, &last_hash) {
                return Ok(Verdict::Broken(row.seq, fault));
            }
            (last_seq, last_hash) = (row.seq, row.hash);
        }
    }
    let head: (i64, Vec<u8>) =
        audit_head::table.select((audit_head::seq, audit_head::hash)).first(conn).await?;
    if head == (last_seq, last_hash) {
        Ok(Verdict::Whole(last_seq))
    } else {
        Ok(Verdict::Broken(last_seq + 1, "entries are missing from the end"))
    }
}

fn fault(row: &Row, last_seq: i64, last_hash: &[u8]) -> Option<&'static str> {
    if row.seq != last_seq + 1 {
        Some("entries before it are missing")
    } else if row.prev_hash != last_hash {
        Some("it does not follow the entry before it")
    } else if row.hash != row.expected_hash() {
        Some("its text is not what was written")
    } else {
        None
    }
}

async fn after(conn: &mut AsyncPgConnection, seq: i64) -> Result<Vec<Row>> {
    Ok(audit_entries::table
        .filter(audit_entries::seq.gt(seq))
        .order(audit_entries::seq)
        .limit(BATCH)
        .select((
            audit_entries::seq,
            audit_entries::at,
            audit_entries::actor,
            audit_entries::organisation,
            audit_entries::action,
            audit_entries::subject,
            // The text that was hashed is Postgres's own rendering of the value.
            diesel::dsl::sql::<diesel::sql_types::Text>("audit_entries.detail::text"),
            audit_entries::request_id,
            audit_entries::prev_hash,
            audit_entries::hash,
        ))
        .load(conn)
        .await?)
}
