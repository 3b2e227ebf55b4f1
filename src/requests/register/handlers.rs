//! The register over HTTP.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::forms::Filter;
use super::pages::{Line, RegisterPage};
use super::queries;
use crate::accounts::roles::Auditor;
use crate::contracts::progress;
use crate::db::Db;
use crate::error::Result;
use crate::forces;
use crate::requests::model::Request;
use crate::web::form::{Choice, Query};
use crate::web::page::{self, Frame};

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
