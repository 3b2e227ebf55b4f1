//! Files over HTTP: downloads, and nothing a browser would show.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::store::Files;
use super::{policy, queries};
use crate::accounts::roles::SignedIn;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::types::ids::FileId;
use crate::web::download::attachment;

/// GET /files/{id}
pub async fn download(
    who: SignedIn,
    db: Data<Db>,
    files: Data<Files>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let id = FileId::parse(&path).ok_or(Error::NotFound)?;
    let file = db.read(async |conn| queries::seen_by(conn, &who.0, id).await).await?;
    policy::may_download(file.state)?;
    let content = files.content(&file.storage_key).await?;
    Ok(attachment(&file.name, &file.media_type, file.bytes, content))
}
