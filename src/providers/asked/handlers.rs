//! What was asked for, ticked off over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts;
use crate::accounts::roles::ProviderAdmin;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::types::ids::AskedId;
use crate::web::form::Posted;
use crate::web::page;

/// POST /provider/dossier/asked/{item}
pub async fn tick(
    who: ProviderAdmin,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let id = AskedId::parse(&path).ok_or(Error::NotFound)?;
    let done = posted.text("done") == "yes";
    db.act(&who.by, async |tx| acts::tick(tx, &who, id, done).await).await?;
    let said = if done { "Ticked off" } else { "No longer ticked off" };
    Ok(page::go_to_saying("/provider/dossier", said))
}
