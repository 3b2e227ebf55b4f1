//! Copying over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts;
use crate::accounts::roles::Requester;
use crate::db::Db;
use crate::error::Result;
use crate::web::form::Posted;
use crate::web::page;

/// POST /requests/{reference}/copy
pub async fn copy(
    who: Requester,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    let made = db.act(&who.by, async |tx| acts::copy(tx, &who, &path, once).await).await?;
    let said = format!(
        "Your copy is {}. Its dates, its conflict-of-interest assessment and its documents are for you to add",
        made.reference
    );
    Ok(page::go_to_saying(format!("/requests/{}", made.reference), &said))
}
