//! Confirming a bid over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts;
use crate::accounts::roles::Bidder;
use crate::db::Db;
use crate::error::Result;
use crate::seal::keys::Keys;
use crate::web::form::Posted;
use crate::web::page;

/// POST /bids/{reference}/confirmation
pub async fn confirm(
    who: Bidder,
    (db, keys): (Data<Db>, Data<Keys>),
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let seen = posted.text("version").parse().ok();
    let bid = db.act(&who.by, async |tx| acts::confirm(tx, &keys, &who, &path, seen).await).await?;
    Ok(page::go_to_saying(bid.receipt_path(), "Your bid is confirmed as it stands"))
}
