//! A file on its way out: as a download that no browser runs, and only if it
//! can be had at all. Whether it is for this person is asked before.

use actix_web::HttpResponse;

use super::model::StoredFile;
use super::policy;
use super::store::Files;
use crate::error::Result;
use crate::web::download::attachment;

/// Sends a file.
pub async fn sent(file: &StoredFile, files: &Files) -> Result<HttpResponse> {
    policy::may_download(file.state)?;
    let content = files.content(&file.storage_key).await?;
    Ok(attachment(&file.name, &file.media_type, file.bytes, content))
}
