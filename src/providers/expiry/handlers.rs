//! The operator's view of what runs out, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::forms::Search;
use super::pages::{ExpiryPage, sheet};
use super::queries;
use crate::accounts;
use crate::accounts::roles::Operator;
use crate::db::Db;
use crate::error::Result;
use crate::types::uk_time;
use crate::web::form::Query;
use crate::web::page::{self, Frame};
use crate::web::sheet::Format;

/// GET /operator/expiry
pub async fn list(
    _: Operator,
    frame: Frame,
    db: Data<Db>,
    search: Query<Search>,
) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let (counts, (listed, paging)) = db
        .read(async |conn| {
            let counts = queries::counts(conn, today).await?;
            Ok((counts, queries::listed(conn, &search, today).await?))
        })
        .await?;
    page::show(&ExpiryPage { frame, search: &search, counts, listed, paging, today })
}

/// GET /operator/expiry.csv
/// GET /operator/expiry.xlsx
pub async fn kept(
    who: Operator,
    db: Data<Db>,
    search: Query<Search>,
    format: Format,
) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let listed = db.read(async |conn| queries::all(conn, &search, today).await).await?;
    let taken = ("what expires", listed.len());
    db.act(&who.by, async |tx| accounts::acts::export(tx, who.user, taken).await).await?;
    sheet(&listed, today).download(format, &format!("What expires {today}"))
}
