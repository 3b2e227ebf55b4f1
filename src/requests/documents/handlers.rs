//! Documents over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::pages::{DocumentsPage, RemovalPage};
use super::{acts, policy, queries};
use crate::accounts::model::Organisation;
use crate::accounts::roles::{Anyone, Reader, Requester};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::files::forms::with_file;
use crate::files::sending;
use crate::files::store::Files;
use crate::requests::policy::{may_edit, writes};
use crate::requests::queries as found;
use crate::requests::reading;
use crate::types::ids::FileId;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};
use crate::web::upload::Upload;

async fn shown(
    who: &Reader,
    frame: Frame,
    (db, files): (&Db, &Files),
    reference: &str,
    mistakes: &Mistakes,
) -> Result<HttpResponse> {
    let (request, documents) = db
        .read(async |conn| {
            let request = found::readable(conn, who, reference).await?;
            let documents = queries::of(conn, request.id).await?;
            Ok((request, documents))
        })
        .await?;
    reading::acts::note(db, who, &request, "documents").await?;
    let may = who.judge(|member| writes(member).and_then(|()| may_edit(&request)));
    let page = DocumentsPage {
        frame,
        request: &request,
        documents: &documents,
        barred: &may.err().unwrap_or_default(),
        scanned: files.scanner().is_some(),
        mistakes,
    };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// GET /requests/{reference}/documents
pub async fn list(
    who: Reader,
    frame: Frame,
    (db, files): (Data<Db>, Data<Files>),
    path: Path<String>,
) -> Result<HttpResponse> {
    shown(&who, frame, (&db, &files), &path, &Mistakes::default()).await
}

/// POST /requests/{reference}/documents
pub async fn add(
    who: Requester,
    frame: Frame,
    (db, files): (Data<Db>, Data<Files>),
    path: Path<String>,
    mut upload: Upload,
) -> Result<HttpResponse> {
    let once = upload.once();
    let there = db
        .read(async |conn| {
            let request = found::own(conn, &who, &path).await?;
            may_edit(&request)?;
            Ok(queries::of(conn, request.id).await?.len())
        })
        .await?;
    policy::may_add(there)?;
    let chosen = files.checked(upload.take("file")).await?;
    let file = match with_file("file", Ok(()), chosen) {
        Ok(((), file)) => {
            let owner = (Organisation::Force(who.force), who.user);
            files.keep(&db, owner, file).await?
        }
        Err(mistakes) => {
            return shown(&Reader::of(&who), frame, (&db, &files), &path, &mistakes).await;
        }
    };
    let Some(file) = file else {
        let mut mistakes = Mistakes::default();
        mistakes.add("file", "Choose a file");
        return shown(&Reader::of(&who), frame, (&db, &files), &path, &mistakes).await;
    };
    let done = db.act(&who.by, async |tx| acts::add(tx, &who, &path, &file, once).await).await;
    match files.taken_up(&db, Some(&file), done).await {
        Err(Error::Again(why)) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("file", why);
            return shown(&Reader::of(&who), frame, (&db, &files), &path, &mistakes).await;
        }
        done => done?,
    }
    Ok(page::go_to_saying(format!("/requests/{path}/documents"), "The document is added"))
}

/// GET /requests/{reference}/documents/{id}/removal
pub async fn removal(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let (reference, id) = path.into_inner();
    let id = FileId::parse(&id).ok_or(Error::NotFound)?;
    let (request, document) = db
        .read(async |conn| {
            let request = found::own(conn, &who, &reference).await?;
            let all = queries::of(conn, request.id).await?;
            let document = all.into_iter().find(|it| it.id() == id).ok_or(Error::NotFound)?;
            Ok((request, document))
        })
        .await?;
    may_edit(&request)?;
    page::show(&RemovalPage { frame, request: &request, document: &document })
}

/// POST /requests/{reference}/documents/{id}/removal
pub async fn remove(
    who: Requester,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (reference, id) = path.into_inner();
    let (id, once) = (FileId::parse(&id).ok_or(Error::NotFound)?, posted.once());
    db.act(&who.by, async |tx| acts::remove(tx, &who, &reference, id, once).await).await?;
    Ok(page::go_to_saying(format!("/requests/{reference}/documents"), "The document is removed"))
}

/// GET /opportunities/{reference}/documents/{id}
pub async fn download(
    who: Anyone,
    (db, files): (Data<Db>, Data<Files>),
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let (reference, id) = path.into_inner();
    let id = FileId::parse(&id).ok_or(Error::NotFound)?;
    let (request, file) = db
        .read(async |conn| {
            let request = found::public(conn, &reference).await?;
            let file = queries::had_by(conn, &request, who.0.as_ref(), id).await?;
            Ok((request, file))
        })
        .await?;
    reading::acts::note_of_public(&db, who.0.as_ref(), &request, "document").await?;
    sending::sent(&file, &files).await
}
