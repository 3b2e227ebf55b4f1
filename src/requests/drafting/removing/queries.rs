//! Deleting a draft.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::error::Result;
use crate::files;
use crate::schema::{request_documents, requests};
use crate::types::ids::{FileId, RequestId};
use crate::types::time::Moment;

/// Deletes a draft. What was in its documents is erased by the worker.
pub(super) async fn delete(conn: &mut AsyncPgConnection, id: RequestId, now: Moment) -> Result<()> {
    let documents: Vec<FileId> = request_documents::table
        .filter(request_documents::request_id.eq(id))
        .select(request_documents::file_id)
        .load(conn)
        .await?;
    for file in documents {
        files::queries::remove(conn, file, now).await?;
    }
    diesel::delete(requests::table.find(id)).execute(conn).await?;
    Ok(())
}
