//! Files over HTTP: downloads, and nothing a browser would show.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::store::Files;
use super::{acts, policy, queries, sending};
use crate::accounts::roles::SignedIn;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::types::ids::FileId;

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
    acts::note_audit(&db, &who.0, id).await?;
    sending::sent(&file, &files).await
}
