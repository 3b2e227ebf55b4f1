//! Helping people back in, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::ResetForm;
use super::pages::{BlockedPage, ResetsPage};
use super::{acts, queries};
use crate::accounts::queries as accounts;
use crate::accounts::roles::OperatorAdmin;
use crate::accounts::throttle;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::types::ids::FactorResetId;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

async fn resets_shown(
    who: &OperatorAdmin,
    frame: Frame,
    db: &Db,
    form: &ResetForm,
    mistakes: &Mistakes,
) -> Result<HttpResponse> {
    let waiting = db.read(async |conn| queries::resets(conn).await).await?;
    let page = ResetsPage { frame, user: who.user, waiting: &waiting, form, mistakes };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// GET /operator/factor-resets
pub async fn resets(who: OperatorAdmin, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    resets_shown(&who, frame, &db, &ResetForm::default(), &Mistakes::default()).await
}

/// POST /operator/factor-resets
pub async fn ask_reset(
    who: OperatorAdmin,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = ResetForm::typed(&posted);
    let mut mistakes = Mistakes::default();
    let read = form.parse().map_err(|it| mistakes = it).ok();
    let person = match &read {
        Some((email, _)) => db.read(async |conn| accounts::by_email(conn, email).await).await?,
        None => None,
    };
    if read.is_some() && person.is_none() {
        mistakes.add("email", "Nobody has an account with this address");
    }
    let (Some((_, reason)), Some(person)) = (read, person) else {
        return resets_shown(&who, frame, &db, &form, &mistakes).await;
    };
    let asked =
        db.act(&who.by, async |tx| acts::ask_reset(tx, &who, person.id, &reason).await).await;
    match asked {
        Ok(()) => {
            let said = "Put forward. Another operator administrator must confirm it";
            Ok(page::go_to_saying("/operator/factor-resets", said))
        }
        Err(Error::Refused(said)) => {
            mistakes.add("email", said);
            resets_shown(&who, frame, &db, &form, &mistakes).await
        }
        Err(other) => Err(other),
    }
}

/// POST /operator/factor-resets/{id}/confirmation
pub async fn confirm_reset(
    who: OperatorAdmin,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let id = FactorResetId::parse(&path).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::confirm_reset(tx, &who, id).await).await?;
    let said = "The second factor is reset, and every session of that person has ended";
    Ok(page::go_to_saying("/operator/factor-resets", said))
}

/// POST /operator/factor-resets/{id}/setting-aside
pub async fn set_reset_aside(
    who: OperatorAdmin,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let id = FactorResetId::parse(&path).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::set_reset_aside(tx, &who, id).await).await?;
    Ok(page::go_to_saying("/operator/factor-resets", "The reset is set aside"))
}

/// GET /operator/blocked
pub async fn blocked(_: OperatorAdmin, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let now = db.now().await?;
    let blocked = db.read(async |conn| throttle::blocked(conn, now).await).await?;
    page::show(&BlockedPage { frame, blocked })
}

/// POST /operator/blocked/release
pub async fn release(who: OperatorAdmin, db: Data<Db>, posted: Posted) -> Result<HttpResponse> {
    let bucket = posted.text("what");
    db.act(&who.by, async |tx| acts::release(tx, &who, &bucket).await).await?;
    Ok(page::go_to_saying("/operator/blocked", "It can be tried again at once"))
}
