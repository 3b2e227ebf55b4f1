//! Bands over HTTP.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::forms::BandForm;
use super::pages::BandPage;
use super::{acts, queries};
use crate::accounts::model::Role;
use crate::accounts::roles::{ForceAdmin, ForceMember};
use crate::db::Db;
use crate::error::Result;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

async fn shown(
    who: &ForceMember,
    frame: Frame,
    db: &Db,
    typed: Option<(&BandForm, &Mistakes)>,
) -> Result<HttpResponse> {
    let (band, events) = db
        .read(async |conn| {
            let band = queries::of(conn, who.force).await?;
            Ok((band, queries::history(conn, who.force).await?))
        })
        .await?;
    let (form, mistakes) = (BandForm { one_up_to: band.one_up_to.typed() }, Mistakes::default());
    let (form, mistakes) = typed.unwrap_or((&form, &mistakes));
    let may = who.has(Role::ForceAdmin);
    let page = BandPage { frame, band: &band, may, form, mistakes, events: &events };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// GET /force/approvals
pub async fn show(who: ForceMember, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    shown(&who, frame, &db, None).await
}

/// POST /force/approvals
pub async fn set(
    who: ForceAdmin,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (form, once) = (BandForm::typed(&posted), posted.once());
    match form.parse() {
        Ok(value) => {
            db.act(&who.by, async |tx| acts::set(tx, &who, value, once).await).await?;
            Ok(page::go_to_saying("/force/approvals", "The value is changed"))
        }
        Err(mistakes) => shown(&who, frame, &db, Some((&form, &mistakes))).await,
    }
}
