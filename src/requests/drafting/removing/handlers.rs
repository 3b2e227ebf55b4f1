//! Removing over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts;
use super::pages::RemovalPage;
use crate::accounts::roles::Requester;
use crate::db::Db;
use crate::error::Result;
use crate::requests::policy::may_edit;
use crate::requests::queries as found;
use crate::web::form::Posted;
use crate::web::page::{self, Frame};

/// GET /requests/{reference}/removal
pub async fn removal(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let request = db.read(async |conn| found::own(conn, &who, &path).await).await?;
    may_edit(&request)?;
    page::show(&RemovalPage { frame, request: &request })
}

/// POST /requests/{reference}/removal
pub async fn delete(
    who: Requester,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    db.act(&who.by, async |tx| acts::delete(tx, &who, &path, once).await).await?;
    Ok(page::go_to_saying("/requests", &format!("The draft {path} is deleted")))
}
