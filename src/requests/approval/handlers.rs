//! Approving and ending requests over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::{CancelForm, PublicationForm, ReturnForm};
use super::model::Given;
use super::pages::{ApprovalPage, EndingPage};
use super::policy::{may_approve, may_take_back};
use super::{acts, queries};
use crate::accounts::roles::{Approver, ForceMember, Reader};
use crate::contracts::falling;
use crate::db::Db;
use crate::error::Result;
use crate::requests::drafting;
use crate::requests::model::CancelReason;
use crate::requests::policy;
use crate::requests::queries as found;
use crate::requests::reading;
use crate::seal::keys::Keys;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes, Posted};
use crate::web::page::{self, Frame};

/// What an approver has typed so far, and what is wrong with it.
#[derive(Default)]
struct Typed {
    publication: PublicationForm,
    comments: ReturnForm,
    mistakes: Mistakes,
}

async fn approval_shown(
    who: &Reader,
    frame: Frame,
    db: &Db,
    reference: &str,
    typed: &Typed,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let look = db.read(async |conn| queries::look(conn, who, reference, now).await).await?;
    let request = &look.full.request;
    reading::acts::note(db, who, request, "approval").await?;
    let name = |id| look.people.iter().find(|it| it.0 == id).map(|it| it.1.clone());
    let on_panel = |id: &_| name(*id).map(|it| look.full.panellist(*id, &it));
    let panel: Vec<String> = look.full.panel.iter().filter_map(on_panel).collect();
    let submitted_by = request.submitted_by.and_then(name).unwrap_or_default();
    let decides = who.judge(policy::approves);
    let may_send_back = decides.is_ok();
    let schedule = look.approvals.schedule.as_ref();
    let judged = decides.and_then(|()| {
        who.judge(|member| may_approve(request, schedule, &look.authors, member.user))
    });
    let page = ApprovalPage {
        frame,
        request,
        shown: &look.shown,
        editing: false,
        cost: &look.cost,
        panel: &panel,
        documents: &look.documents,
        submitted_by: &submitted_by,
        approvals: &look.approvals,
        returns: &look.returns,
        saved: &look.saved,
        barred: &judged.err().unwrap_or_default(),
        may_send_back,
        may_take_back: may_send_back && may_take_back(request, schedule, now).is_ok(),
        gaps: &look.gaps,
        publication: &typed.publication,
        form: &typed.comments,
        mistakes: &typed.mistakes,
    };
    if typed.mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// GET /requests/{reference}/approval
pub async fn approval(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    approval_shown(&who, frame, &db, &path, &Typed::default()).await
}

/// POST /requests/{reference}/publication
pub async fn publish(
    who: Approver,
    frame: Frame,
    (db, keys): (Data<Db>, Data<Keys>),
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (once, now) = (posted.once(), db.now().await?);
    let form = PublicationForm::typed(&posted);
    let chosen = match form.parse(now) {
        Ok(None) => Ok(None),
        Ok(Some(at)) => in_time(&who, &db, &path, at).await?.map(Some),
        Err(mistakes) => Err(mistakes),
    };
    let at = match chosen {
        Ok(at) => at,
        Err(mistakes) => {
            db.answered(&who.by, once).await?;
            let typed = Typed { publication: form, mistakes, ..Typed::default() };
            return approval_shown(&Reader::of(&who), frame, &db, &path, &typed).await;
        }
    };
    let seen = posted.text("seen");
    let done = db.act(&who.by, async |tx| {
        acts::hold_to(tx, &who, &path, &seen).await?;
        acts::approve(tx, &keys, &who, &path, at, once).await
    });
    let said = match done.await? {
        Given::Published => "Published. Every provider that may bid has been told".to_owned(),
        Given::Scheduled(at) => {
            format!("Approved. It will be published at {}", uk_time::full(at))
        }
        Given::First => "Approved. It needs a second approver before it is published".to_owned(),
    };
    Ok(page::go_to_saying(format!("/requests/{path}"), &said))
}

/// A time to publish at which every rule holds, or what keeps it from holding.
async fn in_time(
    who: &Approver,
    db: &Db,
    reference: &str,
    at: Moment,
) -> Result<std::result::Result<Moment, Mistakes>> {
    let gaps = db
        .read(async |conn| {
            let request = found::own(conn, who, reference).await?;
            let full = found::full(conn, request).await?;
            drafting::queries::gaps(conn, &full, at).await
        })
        .await?;
    let mut mistakes = Mistakes::default();
    for gap in gaps {
        mistakes
            .add("publish", format!("At that time it could not be published: {}", gap.sentence));
    }
    Ok(if mistakes.is_empty() { Ok(at) } else { Err(mistakes) })
}

/// POST /requests/{reference}/approval/taking-back
pub async fn take_back(
    who: Approver,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    db.act(&who.by, async |tx| acts::take_back(tx, &who, &path, once).await).await?;
    Ok(page::go_to_saying(
        format!("/requests/{path}/approval"),
        "The approval is taken back. The request waits for approval again",
    ))
}

/// POST /requests/{reference}/return
pub async fn send_back(
    who: Approver,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = ReturnForm::typed(&posted);
    match form.parse() {
        Ok(comments) => {
            let once = posted.once();
            db.act(&who.by, async |tx| acts::send_back(tx, &who, &path, &comments, once).await)
                .await?;
            Ok(page::go_to_saying(format!("/requests/{path}"), "Sent back with your comments"))
        }
        Err(mistakes) => {
            let typed = Typed { comments: form, mistakes, ..Typed::default() };
            approval_shown(&Reader::of(&who), frame, &db, &path, &typed).await
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
    typed: Option<(&CancelForm, &Mistakes)>,
) -> Result<HttpResponse> {
    let request = db.read(async |conn| found::own(conn, who, reference).await).await?;
    policy::may_cancel(&request)?;
    let codes: Vec<Choice> =
        CancelReason::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect();
    let (form, mistakes) = (CancelForm::default(), Mistakes::default());
    let (form, mistakes) = typed.unwrap_or((&form, &mistakes));
    let page = EndingPage {
        frame,
        request: &request,
        title: CANCEL.0,
        text: CANCEL.1,
        action: CANCEL.2,
        codes: &codes,
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
    let form = CancelForm::typed(&posted);
    match form.parse() {
        Ok((code, reason)) => {
            let (once, why) = (posted.once(), (code, reason.as_str()));
            db.act(&who.by, async |tx| {
                let cancelled = acts::cancel(tx, &who, &path, why, once).await?;
                falling::acts::fall(tx, &path, cancelled).await
            })
            .await?;
            Ok(page::go_to_saying(format!("/requests/{path}"), "The request is cancelled"))
        }
        Err(mistakes) => ending_shown(&who, frame, &db, &path, Some((&form, &mistakes))).await,
    }
}
