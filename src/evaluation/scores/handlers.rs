//! Every score over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::pages::ScoresPage;
use super::view;
use crate::accounts::roles::Reader;
use crate::db::Db;
use crate::error::Result;
use crate::evaluation::reading::acts::{Sensitive, note};
use crate::web::page::{self, Frame};

/// GET /requests/{reference}/scores
pub async fn show(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let it = db.read(async |conn| view::scores(conn, &who, &path).await).await?;
    note(&db, &who, it.request.id, Sensitive::Scores).await?;
    page::show(&ScoresPage { frame, it })
}
