//! Ending without an award, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts;
use super::pages::NoAwardPage;
use crate::accounts::roles::Approver;
use crate::awards::forms::ReasonForm;
use crate::awards::{policy, queries};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::evaluation::conflicts;
use crate::requests;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// GET /requests/{reference}/no-award
pub async fn form(
    who: Approver,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    page::show(&drawn(&who, frame, &db, &path, ReasonForm::default(), Mistakes::default()).await?)
}

async fn drawn(
    who: &Approver,
    frame: Frame,
    db: &Db,
    reference: &str,
    form: ReasonForm,
    mistakes: Mistakes,
) -> Result<NoAwardPage> {
    let now = db.now().await?;
    let (request, active, unsettled) = db
        .read(async |conn| {
            let request = requests::queries::own(conn, who, reference).await?;
            conflicts::queries::refuse_recused(conn, &request, who.user).await?;
            let active = queries::active(conn, request.id).await?;
            let unsettled = match queries::settled(conn, request.id).await {
                Err(Error::Refused(why)) => Some(why),
                other => other.map(|()| None)?,
            };
            Ok((request, active, unsettled))
        })
        .await?;
    let refusal = policy::may_end(who, &request, active.as_ref(), now).err();
    let refusal = refusal.map(|it| it.to_string()).or(unsettled).unwrap_or_default();
    Ok(NoAwardPage { frame, request, form, mistakes, refusal })
}

/// POST /requests/{reference}/no-award
pub async fn end(
    who: Approver,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = ReasonForm::typed(&posted, "reason");
    let reason = match form.parse("reason", "why no award is made") {
        Ok(reason) => reason,
        Err(mistakes) => {
            return page::mistaken(&drawn(&who, frame, &db, &path, form, mistakes).await?);
        }
    };
    let once = posted.once();
    db.act(&who.by, async |tx| acts::end(tx, &who, &path, &reason, once).await).await?;
    let said = "The request has ended without an award. Every bidder has been told.";
    Ok(page::go_to_saying(format!("/outcomes/{path}"), said))
}
