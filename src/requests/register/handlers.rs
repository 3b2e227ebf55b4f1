//! The register over HTTP.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::forms::Filter;
use super::pages::{Line, RegisterPage, sheet};
use super::queries;
use crate::accounts;
use crate::accounts::roles::Auditor;
use crate::contracts::progress;
use crate::db::Db;
use crate::error::Result;
use crate::forces;
use crate::requests::model::Request;
use crate::types::uk_time;
use crate::web::form::{Choice, Query};
use crate::web::page::{self, Frame};
use crate::web::sheet::Format;

/// GET /operator/requests
pub async fn list(
    who: Auditor,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Filter>,
) -> Result<HttpResponse> {
    let (filter, now) = (asked.0, db.now().await?);
    let ((found, paging), progress, forces) = db
        .read(async |conn| {
            let found = queries::list(conn, &who, &filter, now).await?;
            let progress = progress::queries::of(conn, found.0.iter().map(|it| it.0.id)).await?;
            Ok((found, progress, forces::queries::all(conn, now).await?))
        })
        .await?;
    let forces = forces.iter().map(|it| Choice::new(&it.slug, &it.name)).collect();
    let over = |it: &Request| progress.get(&it.id).is_some_and(|it| it.is_over(now));
    let lines = found.into_iter().map(|it| (over(&it.0), it));
    let lines = lines.map(|(over, it)| Line::new(it, over, now)).collect();
    page::show(&RegisterPage { frame, filter, forces, lines, paging })
}

/// GET /operator/requests.csv
/// GET /operator/requests.xlsx
pub async fn kept(
    who: Auditor,
    db: Data<Db>,
    asked: Query<Filter>,
    format: Format,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (found, progress) = db
        .read(async |conn| {
            let found = queries::beginning(conn, &who, &asked, now).await?;
            let progress = progress::queries::of(conn, found.iter().map(|it| it.0.id)).await?;
            Ok((found, progress))
        })
        .await?;
    let taken = ("requests of every force", found.len());
    db.act(&who.by, async |tx| accounts::acts::export(tx, who.user, taken).await).await?;
    let over = |it: &Request| progress.get(&it.id).is_some_and(|it| it.is_over(now));
    let lines: Vec<(bool, &Request, &str)> =
        found.iter().map(|it| (over(&it.0), &it.0, it.1.as_str())).collect();
    sheet(&lines, now).download(format, &format!("Requests {}", uk_time::date_of(now)))
}
