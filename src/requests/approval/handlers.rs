//! Approving and ending requests over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts;
use super::forms::ReasonForm;
use super::pages::{ApprovalPage, EndingPage};
use crate::accounts::roles::{Approver, ForceMember, Reader};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::requests::drafting;
use crate::requests::model::Route;
use crate::requests::policy;
use crate::requests::queries as found;
use crate::requests::state::RequestState;
use crate::seal::keys::Keys;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

async fn approval_shown(
    who: &Reader,
    frame: Frame,
    db: &Db,
    reference: &str,
    form: &ReasonForm,
    mistakes: &Mistakes,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (full, lists, shown, cost, people, authors) = db
        .read(async |conn| {
            let request = found::readable(conn, who, reference).await?;
            if request.state != RequestState::AwaitingApproval {
                return Err(Error::AlreadyDone(format!("/requests/{}", request.reference)));
            }
            let (force, lot) = (request.force_id, request.lot_code.as_deref());
            let lists = drafting::queries::lists(conn, force, lot).await?;
            let full = found::full(conn, request).await?;
            let shown = found::shown(conn, &full, now).await?;
            let cost = found::value(conn, &full.request, now).await?;
            let mut people = full.panel.clone();
            people.extend(full.request.submitted_by);
            let people = found::names(conn, &people).await?;
            let authors = found::authors_of(conn, full.request.id).await?;
            Ok((full, lists, shown, cost, people, authors))
        })
        .await?;
    let request = &full.request;
    let name = |id| people.iter().find(|it| it.0 == id).map(|it| it.1.clone());
    let panel: Vec<String> = full.panel.iter().filter_map(|id| name(*id)).collect();
    let submitted_by = request.submitted_by.and_then(name).unwrap_or_default();
    let decides = who.judge(policy::approves);
    let may_send_back = decides.is_ok();
    let judged = decides
        .and_then(|()| who.judge(|member| policy::may_approve(request, &authors, member.user)));
    let barred = judged.err().unwrap_or_default();
    let gaps: Vec<String> =
        drafting::policy::gaps(&full, &lists, now).into_iter().map(|it| it.sentence).collect();
    let page = ApprovalPage {
        frame,
        request,
        shown: &shown,
        editing: false,
        cost: &cost,
        panel: &panel,
        submitted_by: &submitted_by,
        barred: &barred,
        may_send_back,
        gaps: &gaps,
        second_needed: request.route == Some(Route::Urgent) && request.approved_by.is_none(),
        form,
        mistakes,
    };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// GET /requests/{reference}/approval
pub async fn approval(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (form, mistakes) = (ReasonForm::default(), Mistakes::default());
    approval_shown(&who, frame, &db, &path, &form, &mistakes).await
}

/// POST /requests/{reference}/publication
pub async fn publish(
    who: Approver,
    (db, keys): (Data<Db>, Data<Keys>),
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    let request =
        db.act(&who.by, async |tx| acts::approve(tx, &keys, &who, &path, once).await).await?;
    let said = if request.state == RequestState::Open {
        "Published. Every provider that may bid has been told"
    } else {
        "Approved. It is urgent, so it needs a second approver before it is published"
    };
    Ok(page::go_to_saying(format!("/requests/{}", request.reference), said))
}

/// POST /requests/{reference}/return
pub async fn send_back(
    who: Approver,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = ReasonForm::typed(&posted);
    match form.parse("what needs to change") {
        Ok(comment) => {
            let once = posted.once();
            db.act(&who.by, async |tx| acts::send_back(tx, &who, &path, &comment, once).await)
                .await?;
            Ok(page::go_to_saying(format!("/requests/{path}"), "Sent back with your comment"))
        }
        Err(mistakes) => {
            approval_shown(&Reader::of(&who), frame, &db, &path, &form, &mistakes).await
        }
    }
}

const CANCEL: (&str, &str, &str) = (
    "Cancel this request",
    "Every provider that may bid is told. Bids stay sealed and are not evaluated. A cancelled request cannot be opened again.",
    "cancellation",
);

async fn ending_shown(
    who: &ForceMember,
    frame: Frame,
    db: &Db,
    reference: &str,
    typed: Option<(&ReasonForm, &Mistakes)>,
) -> Result<HttpResponse> {
    let request = db.read(async |conn| found::own(conn, who, reference).await).await?;
    policy::may_cancel(&request)?;
    let (form, mistakes) = (ReasonForm::default(), Mistakes::default());
    let (form, mistakes) = typed.unwrap_or((&form, &mistakes));
    let page = EndingPage {
        frame,
        request: &request,
        title: CANCEL.0,
        text: CANCEL.1,
        action: CANCEL.2,
        form,
        mistakes,
    };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// GET /requests/{reference}/cancellation
pub async fn cancellation(
    who: Approver,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    ending_shown(&who, frame, &db, &path, None).await
}

/// POST /requests/{reference}/cancellation
pub async fn cancel(
    who: Approver,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = ReasonForm::typed(&posted);
    match form.parse("the reason") {
        Ok(reason) => {
            let once = posted.once();
            db.act(&who.by, async |tx| acts::cancel(tx, &who, &path, &reason, once).await).await?;
            Ok(page::go_to_saying(format!("/requests/{path}"), "The request is cancelled"))
        }
        Err(mistakes) => ending_shown(&who, frame, &db, &path, Some((&form, &mistakes))).await,
    }
}
