//! The list of a company's own bids over HTTP.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::forms::Filter;
use super::pages::{ListingPage, Row, sheet};
use super::{policy, queries};
use crate::accounts;
use crate::accounts::roles::ProviderMember;
use crate::bids::model::OwnListed;
use crate::bids::queries::own_list;
use crate::db::Db;
use crate::error::Result;
use crate::framework;
use crate::providers;
use crate::types::ids::UserId;
use crate::types::uk_time;
use crate::web::form::{Choice, Query};
use crate::web::page::{self, Frame};
use crate::web::paging::Paging;
use crate::web::sheet::Format;

/// All bids of a company, and the words for what they name.
struct Found {
    all: Vec<OwnListed>,
    lots: BTreeMap<String, String>,
    people: BTreeMap<UserId, String>,
    company: String,
}

async fn found(db: &Db, who: &ProviderMember) -> Result<Found> {
    db.read(async |conn| {
        let all = own_list(conn, who).await?;
        let people = queries::submitters(conn, &all).await?;
        let lots = framework::queries::lots(conn).await?;
        let lots = lots.into_iter().map(|it| (it.code, it.name)).collect();
        let company = providers::queries::provider(conn, who.provider).await?.name;
        Ok(Found { all, lots, people, company })
    })
    .await
}

/// GET /bids/list
pub async fn list(
    who: ProviderMember,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Filter>,
) -> Result<HttpResponse> {
    let (filter, now) = (asked.0, db.now().await?);
    let it = found(&db, &who).await?;
    let left = policy::listed(it.all, &filter, now);
    let (shown, paging) = Paging::cut(&left, Paging::asked(filter.page.as_deref()));
    page::show(&ListingPage {
        frame,
        rows: shown.iter().map(|it| Row::of(it, now)).collect(),
        lots: it.lots.iter().map(|it| Choice::new(it.0, it.1)).collect(),
        people: it.people.iter().map(|it| Choice::new(it.0.to_string(), it.1)).collect(),
        paging,
        filter,
    })
}

/// GET /bids.csv
/// GET /bids.xlsx
pub async fn kept(
    who: ProviderMember,
    db: Data<Db>,
    asked: Query<Filter>,
    format: Format,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let it = found(&db, &who).await?;
    let left = policy::listed(it.all, &asked, now);
    // How many bids a company has is not for the trail to tell before they are opened.
    db.act(&who.by, async |tx| accounts::acts::export_unnumbered(tx, who.user, "bids").await)
        .await?;
    let name = format!("Bids of {} {}", it.company, uk_time::date_of(now));
    sheet(&left, &it.lots, &it.people, now).download(format, &name)
}
