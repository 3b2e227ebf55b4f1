//! Ending without an award, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts;
use super::pages::NoAwardPage;
use crate::accounts::roles::{Approver, Reader};
use crate::awards::{policy, queries};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::evaluation::{compared, conflicts};
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};
use crate::web::words::WordsForm;

/// GET /requests/{reference}/no-award
pub async fn form(
    who: Approver,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    page::show(&drawn(&who, frame, &db, &path, WordsForm::default(), Mistakes::default()).await?)
}

async fn drawn(
    who: &Approver,
    frame: Frame,
    db: &Db,
    reference: &str,
    form: WordsForm,
    mistakes: Mistakes,
) -> Result<NoAwardPage> {
    let now = db.now().await?;
    let (request, active, unsettled, to_declare) = db
        .read(async |conn| {
            let request = compared::queries::own(conn, who, reference).await?;
            let active = queries::active(conn, request.id).await?;
            let unsettled = match queries::settled(conn, request.id).await {
                Err(Error::Refused(why)) => Some(why),
                other => other.map(|()| None)?,
            };
            let to_declare =
                conflicts::queries::to_declare(conn, &request, &Reader::of(who)).await?;
            Ok((request, active, unsettled, to_declare.unwrap_or_default()))
        })
        .await?;
    let refusal = policy::may_end(who, &request, active.as_ref(), now).err();
    let refusal = refusal.map(|it| it.to_string()).or(unsettled).unwrap_or_default();
    Ok(NoAwardPage { frame, request, form, mistakes, refusal, to_declare })
}

/// POST /requests/{reference}/no-award
pub async fn end(
    who: Approver,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = WordsForm::typed(&posted, "reason");
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
