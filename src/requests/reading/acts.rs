//! Writing down that an auditor reads a SENSITIVE request.

use serde::Serialize;
use uuid::Uuid;

use crate::accounts::model::Viewer;
use crate::accounts::roles::Reader;
use crate::audit::Happened;
use crate::db::Db;
use crate::error::Result;
use crate::requests::model::{Classification, Request};
use crate::types::ids::RequestId;

#[derive(Debug, Serialize)]
struct SensitiveRequestRead {
    #[serde(skip)]
    request: RequestId,
    page: &'static str,
}

impl Happened for SensitiveRequestRead {
    fn action(&self) -> &'static str {
        "request.read"
    }

    fn subject(&self) -> Uuid {
        self.request.uuid()
    }
}

/// Writes down that an auditor reads this page of a request, before it is
/// shown, if the request is marked SENSITIVE.
pub async fn note(db: &Db, who: &Reader, request: &Request, page: &'static str) -> Result<()> {
    let sensitive = request.classification == Some(Classification::OfficialSensitive);
    if !who.is_auditor() || !sensitive {
        return Ok(());
    }
    let event = SensitiveRequestRead { request: request.id, page };
    db.act(&who.by, async |tx| tx.record(&event, ()).await).await
}

/// The same of a page that is for others too, by whoever is looking.
pub async fn note_of_public(
    db: &Db,
    viewer: Option<&Viewer>,
    request: &Request,
    page: &'static str,
) -> Result<()> {
    match viewer.cloned().map(Reader::try_from) {
        Some(Ok(reader)) => note(db, &reader, request, page).await,
        _ => Ok(()),
    }
}
