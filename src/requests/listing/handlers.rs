//! The list of a force's own requests over HTTP.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::forms::Filter;
use super::pages::{Line, ListingPage, Words, sheet};
use super::queries;
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::contracts::progress;
use crate::contracts::progress::model::Progress;
use crate::db::Db;
use crate::error::Result;
use crate::forces;
use crate::framework;
use crate::requests::model::Request;
use crate::types::ids::RequestId;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Choice, Query};
use crate::web::page::{self, Frame};
use crate::web::sheet::Format;

/// Those whose standstill has ended.
fn over(progress: &BTreeMap<RequestId, Progress>, now: Moment) -> BTreeSet<RequestId> {
    progress.iter().filter(|it| it.1.is_over(now)).map(|it| *it.0).collect()
}

fn ids(found: &[Request]) -> impl Iterator<Item = RequestId> {
    found.iter().map(|it| it.id)
}

/// GET /requests/list
pub async fn list(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Filter>,
) -> Result<HttpResponse> {
    let (filter, now) = (asked.0, db.now().await?);
    let (found, paging, words, progress, people) = db
        .read(async |conn| {
            let (found, paging) = queries::page(conn, &who, &filter, now).await?;
            let lots = framework::queries::lots(conn).await?;
            let lots = lots.into_iter().map(|it| (it.code, it.name)).collect();
            let named = queries::writers_of(conn, &found).await?;
            let progress = progress::queries::of(conn, ids(&found)).await?;
            let people = queries::writers(conn, who.force).await?;
            Ok((found, paging, Words { lots, people: named }, progress, people))
        })
        .await?;
    let over = over(&progress, now);
    let line = |it: &Request| Line::new(it, over.contains(&it.id), &words, now);
    page::show(&ListingPage {
        frame,
        filter,
        lines: found.iter().map(line).collect(),
        lots: words.lots.iter().map(|it| Choice::new(it.0, it.1)).collect(),
        people: people.iter().map(|it| Choice::new(it.0.to_string(), &it.1)).collect(),
        paging,
        may_begin: who.has(Role::Requester),
    })
}

/// GET /requests.csv
/// GET /requests.xlsx
pub async fn kept(
    who: ForceMember,
    db: Data<Db>,
    asked: Query<Filter>,
    format: Format,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (found, words, progress, force) = db
        .read(async |conn| {
            let found = queries::all(conn, &who, &asked, now).await?;
            let lots = framework::queries::lots(conn).await?;
            let lots = lots.into_iter().map(|it| (it.code, it.name)).collect();
            let named = queries::writers_of(conn, &found).await?;
            let progress = progress::queries::of(conn, ids(&found)).await?;
            let force = forces::queries::force(conn, who.force).await?.name;
            Ok((found, Words { lots, people: named }, progress, force))
        })
        .await?;
    let taken = ("requests", found.len());
    db.act(&who.by, async |tx| accounts::acts::export(tx, who.user, taken).await).await?;
    let over = over(&progress, now);
    let found: Vec<(Request, bool)> =
        found.into_iter().map(|it| (over.contains(&it.id), it)).map(|it| (it.1, it.0)).collect();
    let name = format!("Requests of {force} {}", uk_time::date_of(now));
    sheet(&found, &words, now).download(format, &name)
}
