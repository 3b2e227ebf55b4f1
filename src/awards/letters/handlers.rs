//! Letters that were sent, over HTTP: for the bidder, and for the force.

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Path};

use super::queries;
use crate::accounts::roles::{ProviderMember, Reader};
use crate::awards::outcomes::model::Letter;
use crate::awards::outcomes::pages::LetterPage;
use crate::awards::outcomes::text;
use crate::bids;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::evaluation::compared;
use crate::evaluation::reading::acts::{Sensitive, note};
use crate::providers;
use crate::types::time::Moment;
use crate::web::page::{self, Frame};

async fn own(db: &Db, who: &ProviderMember, path: &(String, String)) -> Result<Letter> {
    db.read(async |conn| {
        let bid = bids::queries::own(conn, who, &path.0).await?;
        let letter = queries::one(conn, bid.request_id, &path.1).await?;
        if letter.bid.id == bid.id { Ok(letter) } else { Err(Error::NotFound) }
    })
    .await
}

/// GET /bids/{reference}/letters/{letter}
pub async fn show(
    who: ProviderMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let letter = own(&db, &who, &path).await?;
    let here = format!("/bids/{}/letters/{}", path.0, path.1);
    page::show(&LetterPage::of(frame, letter, &here, db.now().await?))
}

/// GET /bids/{reference}/letters/{letter}/outcome.txt
pub async fn file(
    who: ProviderMember,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    Ok(download(&own(&db, &who, &path).await?, db.now().await?))
}

/// A letter for the force, with the name of whom it was sent to.
async fn sent(db: &Db, who: &Reader, path: &(String, String)) -> Result<(Letter, String)> {
    let (letter, to) = db
        .read(async |conn| {
            let request = compared::queries::readable(conn, who, &path.0).await?;
            let letter = queries::one(conn, request.id, &path.1).await?;
            let to = providers::queries::provider(conn, letter.bid.provider_id).await?.name;
            Ok((letter, to))
        })
        .await?;
    note(db, who, letter.request.id, Sensitive::Award).await?;
    Ok((letter, to))
}

/// GET /requests/{reference}/award/letters/{letter}
pub async fn for_force(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let (letter, to) = sent(&db, &who, &path).await?;
    let here = format!("/requests/{}/award/letters/{}", path.0, path.1);
    page::show(&LetterPage::of(frame, letter, &here, db.now().await?).sent_to(to))
}

/// GET /requests/{reference}/award/letters/{letter}/outcome.txt
pub async fn file_for_force(
    who: Reader,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    Ok(download(&sent(&db, &who, &path).await?.0, db.now().await?))
}

fn download(letter: &Letter, now: Moment) -> HttpResponse {
    let name = format!("attachment; filename=\"{}-outcome.txt\"", letter.bid.reference);
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, name))
        .body(text::written(letter, now))
}
