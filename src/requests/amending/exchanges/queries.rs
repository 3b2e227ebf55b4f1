//! Finding and storing what an amendment does to documents.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{Exchange, Folder};
use crate::error::Result;
use crate::files;
use crate::files::model::StoredFile;
use crate::requests::documents;
use crate::requests::model::{Classification, Request};
use crate::schema::{amendment_documents, files as stored, request_documents};
use crate::types::ids::{AmendmentId, FileId, RequestId, UserId};
use crate::types::time::Moment;

/// The documents of a request, and what an amendment of it does to them.
pub async fn folder(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    amendment: Option<AmendmentId>,
) -> Result<Folder> {
    let there = documents::queries::of(conn, request).await?;
    let exchanges = match amendment {
        Some(id) => exchanges(conn, id).await?,
        None => Vec::new(),
    };
    Ok(Folder { there, exchanges })
}

async fn exchanges(conn: &mut AsyncPgConnection, id: AmendmentId) -> Result<Vec<Exchange>> {
    use amendment_documents as it;
    type Row = (Option<StoredFile>, Option<FileId>, UserId);
    let rows: Vec<Row> = it::table
        .left_join(stored::table)
        .filter(it::amendment_id.eq(id))
        .order((it::added_at, it::id))
        .select((Option::<StoredFile>::as_select(), it::replaces, it::added_by))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(comes, goes, by)| Exchange { comes, goes, by }).collect())
}

/// Says that one comes, one goes, or both.
pub(super) async fn exchange(
    conn: &mut AsyncPgConnection,
    amendment: AmendmentId,
    (comes, goes): (Option<FileId>, Option<FileId>),
    (by, now): (UserId, Moment),
) -> Result<()> {
    use amendment_documents as it;
    if let Some(file) = comes {
        files::queries::take_up(conn, file, now).await?;
    }
    diesel::insert_into(it::table)
        .values((
            it::id.eq(Uuid::now_v7()),
            it::amendment_id.eq(amendment),
            it::file_id.eq(comes),
            it::replaces.eq(goes),
            it::added_by.eq(by),
            it::added_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Undoes an exchange. The content of what was to come is erased soon after.
pub(in crate::requests::amending) async fn undo(
    conn: &mut AsyncPgConnection,
    amendment: AmendmentId,
    exchange: &Exchange,
    now: Moment,
) -> Result<()> {
    use amendment_documents as it;
    let comes = exchange.comes.as_ref().map(|it| it.id);
    diesel::delete(it::table)
        .filter(it::amendment_id.eq(amendment))
        .filter(it::file_id.is_not_distinct_from(comes))
        .filter(it::replaces.is_not_distinct_from(exchange.goes))
        .execute(conn)
        .await?;
    match comes {
        Some(file) => files::queries::remove(conn, file, now).await,
        None => Ok(()),
    }
}

/// Makes the documents those of a new version. What goes stays with the
/// versions before, for whoever the work was for then.
pub(in crate::requests::amending) async fn put_in_force(
    conn: &mut AsyncPgConnection,
    before: &Request,
    folder: &Folder,
    (version, now): (i32, Moment),
) -> Result<()> {
    use request_documents as it;
    let marked = before.classification.unwrap_or(Classification::OfficialSensitive);
    for one in &folder.exchanges {
        if let Some(goes) = one.goes {
            diesel::update(it::table.find(goes).filter(it::request_id.eq(before.id)))
                .set((it::removed_in.eq(version), it::marked.eq(marked)))
                .execute(conn)
                .await?;
        }
        if let Some(comes) = &one.comes {
            diesel::insert_into(it::table)
                .values((
                    it::file_id.eq(comes.id),
                    it::request_id.eq(before.id),
                    it::added_by.eq(one.by),
                    it::added_at.eq(now),
                    it::added_in.eq(version),
                ))
                .execute(conn)
                .await?;
        }
    }
    Ok(())
}
