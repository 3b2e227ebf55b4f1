//! Watching a request, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts;
use crate::accounts::roles::ProviderMember;
use crate::db::Db;
use crate::error::Result;
use crate::web::form::Posted;
use crate::web::page;

/// POST /opportunities/{reference}/watch
pub async fn watch(
    who: ProviderMember,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    db.act(&who.by, async |tx| acts::watch(tx, &who, &path, once).await).await?;
    let said = "You are watching this request. We write to you when a question is answered, and when it is changed or cancelled. Nobody else is told";
    Ok(page::go_to_saying(format!("/opportunities/{path}"), said))
}

/// POST /opportunities/{reference}/watch/removal
pub async fn stop(
    who: ProviderMember,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    db.act(&who.by, async |tx| acts::stop(tx, &who, &path, once).await).await?;
    Ok(page::go_to_saying(format!("/opportunities/{path}"), "You no longer watch this request"))
}
