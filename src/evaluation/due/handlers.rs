//! The day by which bids are to be scored, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::DueForm;
use super::model::Due;
use super::pages::DuePage;
use super::{acts, policy, queries};
use crate::accounts::roles::ForceMember;
use crate::db::Db;
use crate::error::Result;
use crate::evaluation;
use crate::evaluation::panel;
use crate::requests;
use crate::requests::model::Request;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

async fn settable(
    db: &Db,
    who: &ForceMember,
    reference: &str,
    now: Moment,
) -> Result<(Request, Option<Due>)> {
    db.read(async |conn| {
        let request = requests::queries::own(conn, who, reference).await?;
        let lock = evaluation::queries::lock_of(conn, request.id).await?;
        let panel = panel::queries::panel(conn, &request).await?;
        policy::may_set(who, &request, lock.as_ref(), &panel, now)?;
        let due = queries::of(conn, request.id).await?;
        Ok((request, due))
    })
    .await
}

/// GET /requests/{reference}/panel/deadline
pub async fn show(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (request, due) = settable(&db, &who, &path, db.now().await?).await?;
    let (form, mistakes) = (DueForm::of(due.map(|it| it.due_at)), Mistakes::default());
    page::show(&DuePage { frame, request, form, mistakes })
}

/// POST /requests/{reference}/panel/deadline
pub async fn set(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (form, once) = (DueForm::typed(&posted), posted.once());
    let (request, _) = settable(&db, &who, &path, now).await?;
    let due_at = match form.parse(now) {
        Ok(due_at) => due_at,
        Err(mistakes) => {
            return page::mistaken(&DuePage { frame, request, form, mistakes });
        }
    };
    db.act(&who.by, async |tx| acts::set(tx, &who, &path, due_at, once).await).await?;
    let said = format!("Scores are due by {}. The panel has been told.", uk_time::full(due_at));
    Ok(page::go_to_saying(format!("/requests/{path}/panel"), &said))
}
