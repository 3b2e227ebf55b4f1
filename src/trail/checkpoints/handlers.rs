//! Checkpoints over HTTP. A note is sent byte for byte as it was signed.

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Path};

use super::forms::Asked;
use super::pages::CheckpointsPage;
use super::queries::{PER_FILE, PER_PAGE};
use crate::accounts::roles::Anyone;
use crate::audit::{checkpoints, notary};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::seal::keys::Keys;
use crate::web::download::disposition;
use crate::web::form::Query;
use crate::web::guard::Site;
use crate::web::page::{self, Frame};

/// What checks checkpoints, proofs and receipts apart from our own code.
const PROGRAM: &str = include_str!("../../../docs/verify.py");

fn text(said: String) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(said)
}

/// GET /transparency/checkpoints
pub async fn list(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Asked>,
) -> Result<HttpResponse> {
    let before = asked.before();
    let found = db.read(async |conn| checkpoints::before(conn, before, PER_PAGE + 1).await).await?;
    let on_page = usize::try_from(PER_PAGE).unwrap_or_default();
    page::show(&CheckpointsPage {
        frame,
        checkpoints: found.iter().take(on_page).map(Into::into).collect(),
        later: before.is_some(),
        more: found.len() > on_page,
    })
}

/// GET /transparency/checkpoints.txt
pub async fn file(_: Anyone, db: Data<Db>, asked: Query<Asked>) -> Result<HttpResponse> {
    let after = asked.after();
    let found = db.read(async |conn| checkpoints::after(conn, after, PER_FILE).await).await?;
    Ok(text(found.iter().map(|it| format!("{}\n", it.note)).collect()))
}

/// GET /transparency/checkpoints/{size}
pub async fn note(_: Anyone, db: Data<Db>, path: Path<String>) -> Result<HttpResponse> {
    let found = db
        .read(async |conn| match path.as_str() {
            "newest" => checkpoints::newest(conn).await,
            size => match size.parse() {
                Ok(size) => checkpoints::of(conn, size).await,
                Err(_) => Ok(None),
            },
        })
        .await?;
    Ok(text(found.ok_or(Error::NotFound)?.note))
}

/// GET /transparency/keys
pub async fn keys(_: Anyone, keys: Data<Keys>, site: Data<Site>) -> HttpResponse {
    let origin = notary::origin(&site.public_url);
    text(notary::verifiers(&keys, &origin).iter().map(|it| format!("{it}\n")).collect())
}

/// GET /transparency/verify.py
pub async fn program(_: Anyone) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/x-python; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, disposition("verify.py")))
        .body(PROGRAM)
}
