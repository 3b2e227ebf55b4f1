//! Outcomes over HTTP.

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Path};

use super::forms::Search;
use super::pages::{LetterPage, OutcomePage, OutcomesPage, sheet};
use super::{queries, text};
use crate::accounts::roles::{Anyone, ProviderMember};
use crate::contracts::ending;
use crate::db::Db;
use crate::error::Result;
use crate::forces;
use crate::forces::model::Force;
use crate::notices;
use crate::types::ids::UserId;
use crate::types::uk_time;
use crate::web::form::{Choice, Query};
use crate::web::page::{self, Frame};
use crate::web::sheet::Format;

fn known(asked: &Search, forces: &[Force]) -> Search {
    let slugs: Vec<&str> = forces.iter().map(|it| it.slug.as_str()).collect();
    asked.among(&slugs)
}

/// GET /outcomes
pub async fn list(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Search>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (search, forces, (lines, paging)) = db
        .read(async |conn| {
            let forces = forces::queries::all(conn, now).await?;
            let search = known(&asked, &forces);
            let found = queries::list(conn, &search).await?;
            Ok((search, forces, found))
        })
        .await?;
    let forces = forces.iter().map(|it| Choice::new(it.slug.as_str(), it.name.as_str()));
    page::show(&OutcomesPage { frame, search, forces: forces.collect(), lines, paging })
}

/// GET /outcomes.csv
/// GET /outcomes.xlsx
pub async fn kept(
    _: Anyone,
    db: Data<Db>,
    asked: Query<Search>,
    format: Format,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let found = db
        .read(async |conn| {
            let forces = forces::queries::all(conn, now).await?;
            queries::all(conn, &known(&asked, &forces)).await
        })
        .await?;
    sheet(&found).download(format, &format!("Outcomes {}", uk_time::date_of(now)))
}

/// GET /outcomes/{reference}
pub async fn outcome(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (outcome, ended_early) = db
        .read(async |conn| {
            let outcome = queries::outcome(conn, &path).await?;
            let ended = ending::queries::ended_early(conn, outcome.request.id).await?;
            Ok((outcome, ended))
        })
        .await?;
    page::show(&OutcomePage::new(frame, outcome, ended_early))
}

/// GET /bids/{reference}/outcome
pub async fn letter(
    who: ProviderMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let letter = db.read(async |conn| queries::letter(conn, &who, &path, now).await).await?;
    let here = format!("/bids/{}/outcome", letter.bid.reference);
    read(&db, who.user, &here).await?;
    page::show(&LetterPage::of(frame, letter, &here, now))
}

/// Whoever reads a letter has read the notices that lead to it.
async fn read(db: &Db, user: UserId, link: &str) -> Result<()> {
    if db.read(async |conn| notices::queries::has_unread(conn, user, link).await).await? {
        db.keep_books(async |conn, now| notices::queries::read_about(conn, user, link, now).await)
            .await?;
    }
    Ok(())
}

/// GET /bids/{reference}/outcome.txt
pub async fn letter_file(
    who: ProviderMember,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let letter = db.read(async |conn| queries::letter(conn, &who, &path, now).await).await?;
    let name = format!("attachment; filename=\"{}-outcome.txt\"", letter.bid.reference);
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, name))
        .body(text::written(&letter, now)))
}
