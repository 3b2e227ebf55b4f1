//! The trail as a file, over HTTP.

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::model::{Shape, begin, written};
use super::{acts, queries};
use crate::accounts::roles::Auditor;
use crate::audit::checkpoints;
use crate::db::Db;
use crate::error::Result;
use crate::trail::forms::FilterForm;
use crate::types::uk_time;
use crate::web::download::disposition;
use crate::web::form::Query;

/// GET /audit.csv
/// GET /audit.jsonl
pub async fn export(
    who: Auditor,
    db: Data<Db>,
    request: HttpRequest,
    typed: Query<FilterForm>,
) -> Result<HttpResponse> {
    let (shape, kind, ending) = match request.path().ends_with(".csv") {
        true => (Shape::Csv, "text/csv; charset=utf-8; header=present", "csv"),
        false => (Shape::Lines, "application/jsonl; charset=utf-8", "jsonl"),
    };
    let filter = typed.parse();
    let (newest, entries) = db
        .read(async |conn| {
            let newest = checkpoints::newest(conn).await?;
            let size = newest.as_ref().map(|it| it.size);
            Ok((newest, queries::found(conn, &filter, size).await?))
        })
        .await?;
    let taken = entries.len();
    db.act(&who.by, async |tx| acts::export(tx, &filter, taken, shape).await).await?;
    let mut body = begin(shape, newest.as_ref())?;
    body.extend(written(shape, &entries, newest.as_ref().map(|it| it.size))?);
    let today = uk_time::date_of(db.now().await?);
    let name = disposition(&format!("Audit trail {today}.{ending}"));
    Ok(HttpResponse::Ok().content_type(kind).insert_header((CONTENT_DISPOSITION, name)).body(body))
}
