//! Finding and storing documents.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Document, Offered};
use super::policy;
use crate::accounts::model::Viewer;
use crate::error::{Error, Result};
use crate::files::model::StoredFile;
use crate::files::state::FileState;
use crate::requests::approval::queries::providers_asked;
use crate::requests::model::Request;
use crate::schema::{files, request_documents};
use crate::types::ids::{FileId, RequestId, UserId};
use crate::types::time::Moment;

/// The documents of a request, in the order they came.
pub async fn of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Document>> {
    let rows: Vec<StoredFile> = request_documents::table
        .inner_join(files::table)
        .filter(request_documents::request_id.eq(id))
        .filter(files::removed_at.is_null())
        .order((request_documents::added_at, request_documents::file_id))
        .select(StoredFile::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|file| Document { file }).collect())
}

/// Where the scanner stands with each of them.
pub async fn states(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<FileState>> {
    Ok(of(conn, id).await?.into_iter().map(|it| it.file.state).collect())
}

async fn are_for(
    conn: &mut AsyncPgConnection,
    request: &Request,
    viewer: Option<&Viewer>,
) -> Result<bool> {
    let asked = providers_asked(conn, request).await?;
    let looker = viewer.map(|it| (it.organisation, it.roles.as_slice()));
    Ok(policy::are_for(request, looker, &asked))
}

/// What there is of a published request's documents for someone.
pub async fn offered(
    conn: &mut AsyncPgConnection,
    request: &Request,
    viewer: Option<&Viewer>,
) -> Result<Offered> {
    let all = of(conn, request.id).await?;
    if all.is_empty() {
        return Ok(Offered::default());
    }
    if !are_for(conn, request, viewer).await? {
        return Ok(Offered { files: Vec::new(), withheld: true });
    }
    let files = all.iter().map(|it| it.published(&request.reference)).collect();
    Ok(Offered { files, withheld: false })
}

/// What there will be of a request's documents once it is published: for
/// anyone, or for someone of a provider that may bid.
pub async fn previewed(
    conn: &mut AsyncPgConnection,
    request: &Request,
    as_bidder: bool,
) -> Result<Offered> {
    let all = of(conn, request.id).await?;
    if all.is_empty() || as_bidder || policy::are_for(request, None, &[]) {
        return Ok(Offered::of_own(&all));
    }
    Ok(Offered { files: Vec::new(), withheld: true })
}

/// A document of a published request that someone may have.
pub async fn had_by(
    conn: &mut AsyncPgConnection,
    request: &Request,
    viewer: Option<&Viewer>,
    file: FileId,
) -> Result<StoredFile> {
    let found = of(conn, request.id).await?.into_iter().find(|it| it.id() == file);
    let document = found.ok_or(Error::NotFound)?;
    if are_for(conn, request, viewer).await? { Ok(document.file) } else { Err(Error::NotFound) }
}

pub(super) async fn add(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    file: FileId,
    (by, now): (UserId, Moment),
) -> Result<()> {
    crate::files::queries::take_up(conn, file, now).await?;
    diesel::insert_into(request_documents::table)
        .values((
            request_documents::file_id.eq(file),
            request_documents::request_id.eq(id),
            request_documents::added_by.eq(by),
            request_documents::added_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes a document away, if it is one of the request's.
pub(super) async fn remove(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    file: FileId,
    now: Moment,
) -> Result<()> {
    let own = request_documents::table.find(file).filter(request_documents::request_id.eq(id));
    if diesel::delete(own).execute(conn).await? == 0 {
        return Err(Error::NotFound);
    }
    crate::files::queries::remove(conn, file, now).await
}
