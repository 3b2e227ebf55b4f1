//! Writing down that a record was taken.

use serde::Serialize;
use uuid::Uuid;

use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::types::ids::RequestId;

#[derive(Debug, Serialize)]
struct RecordTaken<'a> {
    #[serde(skip)]
    request: RequestId,
    /// The SHA-256 of the signed list of what was in it.
    manifest: &'a str,
}

impl Happened for RecordTaken<'_> {
    fn action(&self) -> &'static str {
        "record.taken"
    }

    fn subject(&self) -> Uuid {
        self.request.uuid()
    }
}

/// Notes who takes the record of a request, and which.
pub async fn note(tx: &mut Tx<'_>, request: RequestId, manifest: &str) -> Result<Recorded<()>> {
    tx.record(&RecordTaken { request, manifest }, ()).await
}
