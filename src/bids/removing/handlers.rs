//! Removing over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts;
use super::pages::RemovalPage;
use super::policy::may_delete;
use crate::accounts::roles::Bidder;
use crate::bids::policy::takes_bids;
use crate::bids::{queries, receipts};
use crate::db::Db;
use crate::error::Result;
use crate::web::form::Posted;
use crate::web::page::{self, Frame};

/// GET /bids/{reference}/removal
pub async fn removal(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (it, received) = db
        .read(async |conn| {
            let it = queries::own_in_full(conn, &who, &path).await?;
            let received = receipts::queries::last(conn, it.bid.id).await?.is_some();
            Ok((it, received))
        })
        .await?;
    may_delete(&it.bid, received)?;
    page::show(&RemovalPage { frame, open: takes_bids(&it.request, now).is_ok(), it: &it })
}

/// POST /bids/{reference}/removal
pub async fn delete(
    who: Bidder,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    db.act(&who.by, async |tx| acts::delete(tx, &who, &path, once).await).await?;
    Ok(page::go_to_saying("/bids", &format!("The draft {path} is deleted")))
}
