//! The register over HTTP.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::forms::Filter;
use super::pages::{Line, RegisterPage};
use super::queries;
use crate::accounts::roles::Auditor;
use crate::db::Db;
use crate::error::Result;
use crate::forces;
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
    let ((found, paging), forces) = db
        .read(async |conn| {
            let found = queries::list(conn, &who, &filter, now).await?;
            Ok((found, forces::queries::all(conn, now).await?))
        })
        .await?;
    let forces = forces.iter().map(|it| Choice::new(&it.slug, &it.name)).collect();
    let lines = found.into_iter().map(|it| Line::new(it, now)).collect();
    page::show(&RegisterPage { frame, filter, forces, lines, paging })
}
