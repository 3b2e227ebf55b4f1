//! The documents of an amendment over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::AddForm;
use super::model::Folder;
use super::pages::ExchangesPage;
use super::{acts, policy, queries};
use crate::accounts::model::Organisation;
use crate::accounts::roles::Requester;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::files::forms::with_file;
use crate::files::store::Files;
use crate::requests::amending;
use crate::requests::amending::policy::{Refusal, may_amend, may_write};
use crate::requests::model::Request;
use crate::requests::queries as found;
use crate::types::ids::FileId;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};
use crate::web::upload::Upload;

/// The request and its documents, to change them.
async fn open(db: &Db, who: &Requester, reference: &str) -> Result<(Request, Folder)> {
    let now = db.now().await?;
    db.read(async |conn| {
        let request = found::own(conn, who, reference).await?;
        may_amend(&request, now)?;
        let amendment = amending::queries::under_way(conn, request.id).await?;
        let amendment = amendment.ok_or(Refusal::NotUnderWay)?;
        may_write(&amendment)?;
        let folder = queries::folder(conn, request.id, Some(amendment.id)).await?;
        Ok((request, folder))
    })
    .await
}

fn list_of(reference: &str) -> String {
    format!("/requests/{reference}/amendment/documents")
}

/// GET /requests/{reference}/amendment/documents
pub async fn list(
    who: Requester,
    frame: Frame,
    (db, files): (Data<Db>, Data<Files>),
    path: Path<String>,
) -> Result<HttpResponse> {
    let (request, folder) = open(&db, &who, &path).await?;
    page::show(&ExchangesPage {
        frame,
        request: &request,
        folder: &folder,
        scanned: files.scanner().is_some(),
        form: &AddForm::default(),
        mistakes: &Mistakes::default(),
    })
}

/// POST /requests/{reference}/amendment/documents
pub async fn add(
    who: Requester,
    frame: Frame,
    (db, files): (Data<Db>, Data<Files>),
    path: Path<String>,
    mut upload: Upload,
) -> Result<HttpResponse> {
    let once = upload.once();
    let form = AddForm::typed(&upload);
    let (request, folder) = open(&db, &who, &path).await?;
    let parsed = form.parse();
    if let Ok(replaces) = &parsed {
        policy::may_add(&folder, *replaces)?;
    }
    let chosen = files.checked(upload.take("file")).await?;
    let again = |mistakes: Mistakes| {
        page::mistaken(&ExchangesPage {
            frame,
            request: &request,
            folder: &folder,
            scanned: files.scanner().is_some(),
            form: &form,
            mistakes: &mistakes,
        })
    };
    let (replaces, file) = match with_file("file", parsed, chosen) {
        Ok((replaces, Some(file))) => (replaces, file),
        Ok((_, None)) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("file", "Choose a file");
            return again(mistakes);
        }
        Err(mistakes) => return again(mistakes),
    };
    let owner = (Organisation::Force(who.force), who.user);
    let file = files.keep(&db, owner, Some(file)).await?;
    let new = file.as_ref().ok_or(Error::NotFound)?;
    let both = (new, replaces);
    let done = db.act(&who.by, async |tx| acts::add(tx, &who, &path, both, once).await).await;
    match files.taken_up(&db, file.as_ref(), done).await {
        Ok(()) => Ok(page::go_to_saying(list_of(&path), "The document is in the amendment")),
        Err(Error::Again(why)) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("file", why);
            again(mistakes)
        }
        Err(fault) => Err(fault),
    }
}

/// POST /requests/{reference}/amendment/documents/{id}/removal
pub async fn take_away(
    who: Requester,
    db: Data<Db>,
    path: Path<(String, String)>,
    _: Posted,
) -> Result<HttpResponse> {
    let (reference, id) = path.into_inner();
    let id = FileId::parse(&id).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::take_away(tx, &who, &reference, id).await).await?;
    Ok(page::go_to_saying(list_of(&reference), "The document is taken away in the amendment"))
}

/// POST /requests/{reference}/amendment/documents/{id}/keeping
pub async fn keep(
    who: Requester,
    db: Data<Db>,
    path: Path<(String, String)>,
    _: Posted,
) -> Result<HttpResponse> {
    let (reference, id) = path.into_inner();
    let id = FileId::parse(&id).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::keep(tx, &who, &reference, id).await).await?;
    Ok(page::go_to_saying(list_of(&reference), "The document stays as it is"))
}
