//! Versions over HTTP: the list, and each as a page, as text and as a paper.

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Path};

use super::model::Version;
use super::pages::{VersionPage, VersionsPage};
use crate::accounts::model::Viewer;
use crate::accounts::roles::SignedIn;
use crate::contracts::document::Document;
use crate::contracts::handlers::{found, found_as};
use crate::contracts::model::Seen;
use crate::contracts::paper;
use crate::contracts::reading::acts::Form;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::web::download::disposition;
use crate::web::page::{self, Frame};
use crate::web::pdf;

/// GET /contracts/{ref}/versions
pub async fn list(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (seen, _) = found(&db, &who.0, &path).await?;
    page::show(&VersionsPage { frame, seen })
}

async fn one(
    db: &Db,
    viewer: &Viewer,
    (reference, number): &(String, i32),
    form: Form,
) -> Result<(Seen, Version)> {
    let (seen, _) = found_as(db, viewer, reference, (form, Some(*number))).await?;
    let version = seen.versions.iter().find(|it| it.number == *number).cloned();
    Ok((seen, version.ok_or(Error::NotFound)?))
}

/// GET /contracts/{ref}/versions/{number}
pub async fn show(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, i32)>,
) -> Result<HttpResponse> {
    let (seen, version) = one(&db, &who.0, &path, Form::Page).await?;
    let document = Document::read(&version.document);
    page::show(&VersionPage { frame, seen: &seen, version: &version, document })
}

/// GET /contracts/{ref}/versions/{number}/document.txt
pub async fn text(who: SignedIn, db: Data<Db>, path: Path<(String, i32)>) -> Result<HttpResponse> {
    let (seen, version) = one(&db, &who.0, &path, Form::Text).await?;
    as_text(&seen, &version)
}

/// GET /contracts/{ref}/versions/{number}/document.pdf
pub async fn in_print(
    who: SignedIn,
    db: Data<Db>,
    path: Path<(String, i32)>,
) -> Result<HttpResponse> {
    let (seen, version) = one(&db, &who.0, &path, Form::Pdf).await?;
    as_paper(&seen, &version).await
}

fn name(seen: &Seen, version: &Version, ending: &str) -> String {
    disposition(&version.file_name(&seen.contract.reference, ending))
}

/// The text of a version, byte for byte as it is signed.
pub(in crate::contracts) fn as_text(seen: &Seen, version: &Version) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, name(seen, version, "txt")))
        .body(version.document.clone()))
}

/// A version as a paper, with the record of who signed it.
pub(in crate::contracts) async fn as_paper(seen: &Seen, version: &Version) -> Result<HttpResponse> {
    let written = paper::of(version, &seen.gates.waivers).written_apart().await?;
    Ok(HttpResponse::Ok()
        .content_type(pdf::TYPE)
        .insert_header((CONTENT_DISPOSITION, name(seen, version, "pdf")))
        .body(written))
}
