//! Outcomes over HTTP.

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Path};

use super::forms::Search;
use super::model::{ContractDrawn, Letter};
use super::pages::{LetterPage, OutcomePage, OutcomesPage, sheet};
use super::{queries, text};
use crate::accounts::roles::{Anyone, ProviderMember};
use crate::contracts;
use crate::contracts::ending;
use crate::contracts::model::Contract;
use crate::contracts::state::ContractState;
use crate::db::Db;
use crate::error::Result;
use crate::forces;
use crate::forces::model::Force;
use crate::notices;
use crate::types::ids::UserId;
use crate::types::time::Moment;
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
    let letter = own(&db, &who, &path, now).await?;
    let here = format!("/bids/{}/outcome", letter.bid.reference);
    read(&db, who.user, &here).await?;
    page::show(&LetterPage::of(frame, letter, &here, now))
}

/// A bidder's letter as it stands, with the contract that rests on its award.
async fn own(db: &Db, who: &ProviderMember, reference: &str, now: Moment) -> Result<Letter> {
    db.read(async |conn| {
        let mut letter = queries::letter(conn, who, reference, now).await?;
        if letter.won {
            let drawn = contracts::queries::of_request(conn, letter.request.id).await?;
            letter.contract = drawn.map(|it| drawn_up(&it, now));
        }
        Ok(letter)
    })
    .await
}

fn drawn_up(it: &Contract, now: Moment) -> ContractDrawn {
    let stands = match it.standing(uk_time::date_of(now)) {
        ContractState::Offered => "it is offered to you, and waits for your company’s signature.",
        ContractState::Returned => {
            "your company returned it, and the force corrects it and offers it again."
        }
        ContractState::ProviderSigned => {
            "your company has signed it, and it waits for the force’s signature."
        }
        ContractState::Active => "both sides have signed it.",
        ContractState::Ended => "both sides had signed it, and it has ended.",
        ContractState::Terminated => "both sides had signed it, and it ended early.",
        ContractState::Withdrawn => "it never came into force.",
    };
    ContractDrawn { reference: it.reference.clone(), path: it.path(), stands: stands.to_owned() }
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
    let letter = own(&db, &who, &path, now).await?;
    let name = format!("attachment; filename=\"{}-outcome.txt\"", letter.bid.reference);
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, name))
        .body(text::written(&letter, now)))
}
