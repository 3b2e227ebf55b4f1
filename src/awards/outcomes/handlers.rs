//! Outcomes over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::pages::{LetterPage, OutcomePage, OutcomesPage};
use super::queries;
use crate::accounts::roles::{Anyone, ProviderMember};
use crate::bids::state::BidState;
use crate::db::Db;
use crate::error::Result;
use crate::types::uk_time;
use crate::web::form::Query;
use crate::web::page::{self, Frame};
use crate::web::paging::Paging;

/// Which page of a list.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    page: Option<String>,
}

/// GET /outcomes
pub async fn list(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Asked>,
) -> Result<HttpResponse> {
    let page = Paging::asked(asked.page.as_deref());
    let (lines, paging) = db.read(async |conn| queries::list(conn, page).await).await?;
    page::show(&OutcomesPage { frame, lines, paging })
}

/// GET /outcomes/{reference}
pub async fn outcome(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let outcome = db.read(async |conn| queries::outcome(conn, &path).await).await?;
    page::show(&OutcomePage::new(frame, outcome))
}

/// GET /bids/{reference}/outcome
pub async fn letter(
    who: ProviderMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let letter = db.read(async |conn| queries::letter(conn, &who, &path).await).await?;
    let won = letter.bid.state == BidState::Preferred;
    let signing = letter.winner.as_ref().and_then(|it| it.may_sign_from).map(uk_time::full);
    page::show(&LetterPage { frame, won, may_sign_from: signing.unwrap_or_default(), letter })
}
