//! A provider takes a change back, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts;
use crate::accounts::roles::ProviderAdmin;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::types::ids::ChangeId;
use crate::web::form::Posted;
use crate::web::page;

/// POST /provider/dossier/changes/{change}/withdrawal
pub async fn withdraw(
    who: ProviderAdmin,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let id = ChangeId::parse(&path).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::withdraw(tx, &who, id).await).await?;
    Ok(page::go_to_saying("/provider/dossier", "The change is withdrawn: what is in force stays"))
}
