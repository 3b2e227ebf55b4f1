//! Files over HTTP: downloads, and nothing a browser would show.

use actix_web::HttpResponse;
use actix_web::http::header::{
    CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, HeaderName,
};
use actix_web::web::{Data, Path};
use futures_util::StreamExt;

use super::model::StoredFile;
use super::store::{Content, Files};
use super::{policy, queries};
use crate::accounts::roles::SignedIn;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::types::ids::FileId;
use crate::web::download::disposition;

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
    Ok(sent(&file, content))
}

fn sent(file: &StoredFile, content: Content) -> HttpResponse {
    let key = file.storage_key.clone();
    let content = content.inspect(move |piece| {
        if let Err(fault) = piece {
            log::error!("the file {key} broke off: {fault}");
        }
    });
    HttpResponse::Ok()
        .content_type(file.media_type.as_str())
        .insert_header((CONTENT_DISPOSITION, disposition(&file.name)))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        // Sent as it is: what is packed already does not shrink, and the length is known.
        .insert_header((CONTENT_ENCODING, "identity"))
        .no_chunking(u64::try_from(file.bytes).unwrap_or_default())
        .streaming(content)
}
