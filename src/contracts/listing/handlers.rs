//! The list of contracts over HTTP.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::forms::Search;
use super::pages::{ContractsPage, sheet};
use super::queries;
use crate::accounts;
use crate::accounts::model::Organisation;
use crate::accounts::roles::SignedIn;
use crate::contracts::basis;
use crate::db::Db;
use crate::error::Result;
use crate::types::uk_time;
use crate::web::form::Query;
use crate::web::page::{self, Frame};
use crate::web::sheet::Format;

/// GET /contracts
pub async fn list(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    search: Query<Search>,
) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let (to_draw_up, (contracts, paging)) = db
        .read(async |conn| {
            let to_draw_up = match who.0.organisation {
                Organisation::Force(force) => basis::queries::to_draw_up(conn, force).await?,
                _ => Vec::new(),
            };
            Ok((to_draw_up, queries::page(conn, &who.0, &search, today).await?))
        })
        .await?;
    let home = who.0.organisation.home();
    let for_provider = matches!(who.0.organisation, Organisation::Provider(_));
    let search = &search;
    page::show(&ContractsPage {
        frame,
        home,
        for_provider,
        search,
        to_draw_up,
        contracts,
        paging,
        today,
    })
}

/// GET /contracts.csv
/// GET /contracts.xlsx
pub async fn kept(
    who: SignedIn,
    db: Data<Db>,
    search: Query<Search>,
    format: Format,
) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let listed = db.read(async |conn| queries::all(conn, &who.0, &search, today).await).await?;
    let taken = ("contracts", listed.len());
    db.act(&who.0.by, async |tx| accounts::acts::export(tx, who.0.user, taken).await).await?;
    sheet(&listed, today).download(format, &format!("Contracts {today}"))
}
