//! Finding and storing documents.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Document, Offered};
use super::policy::{self, Looker};
use crate::accounts::model::Viewer;
use crate::error::{Error, Result};
use crate::files::model::StoredFile;
use crate::files::state::FileState;
use crate::requests::approval::queries::providers_asked;
use crate::requests::model::{Classification, Request};
use crate::schema::{files, request_documents};
use crate::types::ids::{FileId, RequestId, UserId};
use crate::types::time::Moment;

/// The documents of a request as it is, in the order they came.
pub async fn of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Document>> {
    let mut all = ever(conn, id).await?;
    all.retain(|it| it.removed_in.is_none());
    Ok(all)
}

/// The documents of every version of a request, in the order they came.
pub async fn ever(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Document>> {
    use request_documents as it;
    type Row = (StoredFile, i32, Option<i32>, Option<Classification>);
    let rows: Vec<Row> = it::table
        .inner_join(files::table)
        .filter(it::request_id.eq(id))
        .filter(files::removed_at.is_null())
        .order((it::added_at, it::file_id))
        .select((StoredFile::as_select(), it::added_in, it::removed_in, it::marked))
        .load(conn)
        .await?;
    let one =
        |(file, added_in, removed_in, marked)| Document { file, added_in, removed_in, marked };
    Ok(rows.into_iter().map(one).collect())
}

/// Where the scanner stands with each of them.
pub async fn states(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<FileState>> {
    Ok(of(conn, id).await?.into_iter().map(|it| it.file.state).collect())
}

/// The SHA-256 of the documents of every version.
pub async fn digests(
    conn: &mut AsyncPgConnection,
    id: RequestId,
) -> Result<BTreeMap<FileId, Vec<u8>>> {
    let rows: Vec<(FileId, Vec<u8>)> = request_documents::table
        .inner_join(files::table)
        .filter(request_documents::request_id.eq(id))
        .select((files::id, files::sha256))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Whether every document that a published request has or had is for someone.
pub async fn all_are_for(
    conn: &mut AsyncPgConnection,
    request: &Request,
    looker: Looker<'_>,
) -> Result<bool> {
    let all = ever(conn, request.id).await?;
    let asked = providers_asked(conn, request).await?;
    Ok(all.iter().all(|it| policy::is_for(request, it, looker, &asked)))
}

async fn are_for(
    conn: &mut AsyncPgConnection,
    request: &Request,
    looker: Looker<'_>,
) -> Result<bool> {
    let asked = providers_asked(conn, request).await?;
    Ok(policy::are_for(request, looker, &asked))
}

fn looker(viewer: Option<&Viewer>) -> Looker<'_> {
    viewer.map(|it| (it.organisation, it.roles.as_slice()))
}

/// The documents of every version of a published request that are for someone,
/// and whether any is not.
pub async fn ever_offered(
    conn: &mut AsyncPgConnection,
    request: &Request,
    viewer: Option<&Viewer>,
) -> Result<(Vec<Document>, bool)> {
    let mut all = ever(conn, request.id).await?;
    let there = all.len();
    let asked = providers_asked(conn, request).await?;
    all.retain(|it| policy::is_for(request, it, looker(viewer), &asked));
    let withheld = all.len() < there;
    Ok((all, withheld))
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
    if !are_for(conn, request, looker(viewer)).await? {
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

/// A document of a published request that someone may have, of whichever
/// version.
pub async fn had_by(
    conn: &mut AsyncPgConnection,
    request: &Request,
    viewer: Option<&Viewer>,
    file: FileId,
) -> Result<StoredFile> {
    let (all, _) = ever_offered(conn, request, viewer).await?;
    let found = all.into_iter().find(|it| it.id() == file);
    Ok(found.ok_or(Error::NotFound)?.file)
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
