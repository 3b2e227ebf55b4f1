//! Waivers over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::WaiverForm;
use super::pages::WaiversPage;
use super::{acts, policy};
use crate::accounts::roles::{Approver, SignedIn};
use crate::contracts::handlers::found;
use crate::contracts::model::Seen;
use crate::contracts::policy::may_deal;
use crate::db::Db;
use crate::error::Result;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// GET /contracts/{ref}/waivers
pub async fn list(
    who: Approver,
    viewer: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (seen, _) = found(&db, &viewer.0, &path).await?;
    page::show(&drawn(&who, frame, &seen, WaiverForm::default(), Mistakes::default()))
}

fn drawn<'a>(
    who: &Approver,
    frame: Frame,
    seen: &'a Seen,
    form: WaiverForm,
    mistakes: Mistakes,
) -> WaiversPage<'a> {
    let made_by = seen.open().and_then(|it| it.made_by);
    let refusal = policy::may_waive(who, seen.contract.state, made_by).err();
    let refusal = refusal.map(|it| it.to_string());
    let conflicted = may_deal(seen.conflicted).err().map(|it| it.to_string());
    let refusal = conflicted.or(refusal).unwrap_or_default();
    WaiversPage { frame, seen, form, mistakes, refusal }
}

/// POST /contracts/{ref}/waivers
pub async fn waive(
    who: Approver,
    viewer: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = WaiverForm::typed(&posted);
    let new = match form.parse() {
        Ok(new) => new,
        Err(mistakes) => {
            let (seen, _) = found(&db, &viewer.0, &path).await?;
            return page::mistaken(&drawn(&who, frame, &seen, form, mistakes));
        }
    };
    let once = posted.once();
    db.act(&who.by, async |tx| acts::waive(tx, &who, &path, &new, once).await).await?;
    let said = "You have said that it may come later. The contract shows it, with your reason";
    Ok(page::go_to_saying(format!("/contracts/{path}"), said))
}
