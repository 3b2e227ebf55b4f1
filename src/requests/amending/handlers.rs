//! Amendments over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::WhyForm;
use super::pages::{AmendmentPage, ChangesPage};
use super::policy::Refusal;
use super::{acts, policy, queries};
use crate::accounts::model::Role;
use crate::accounts::roles::{Anyone, Approver, ForceMember, Reader, Requester};
use crate::bids;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::requests::approval::forms::ReasonForm;
use crate::requests::approval::model::Given;
use crate::requests::documents;
use crate::requests::model::Classification;
use crate::requests::policy::approves;
use crate::requests::queries as found;
use crate::requests::reading;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// What was typed into the forms of the page, and what is wrong with it.
#[derive(Default)]
struct Said {
    why: Option<WhyForm>,
    comment: ReasonForm,
    mistakes: Mistakes,
}

async fn shown(
    who: &Reader,
    frame: Frame,
    db: &Db,
    reference: &str,
    said: Said,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let look = db
        .read(async |conn| {
            let request = found::readable(conn, who, reference).await?;
            if request.published_at.is_none() {
                return Err(Error::NotFound);
            }
            queries::look(conn, request).await
        })
        .await?;
    let (amendment, request) = (look.amendment.as_ref(), &look.before.request);
    reading::acts::note(db, who, request, "amendment").await?;
    let judged = who.judge(approves).and_then(|()| {
        let under_way = amendment.ok_or_else(|| Refusal::NotUnderWay.to_string())?;
        let step = |it: &ForceMember| policy::may_approve(under_way, &look.authors, it.user);
        who.judge(step).map(|_| ())
    });
    let outcome = look.outcome(now);
    let approvals =
        db.read(async |conn| queries::approvals(conn, &look, &outcome.after.request).await).await?;
    let kept = WhyForm { why: amendment.map(|it| it.reason.clone()).unwrap_or_default() };
    let writes = who.has(Role::Requester);
    let page = AmendmentPage {
        frame,
        request,
        amendment,
        outcome: &outcome,
        folder: &look.folder,
        approvals: approvals.as_ref(),
        may_write: writes,
        may_drop: writes && amendment.is_some(),
        may_send_back: who.has(Role::Approver),
        barred: &judged.err().unwrap_or_default(),
        closed: &policy::may_amend(request, now)
            .map_err(|it| it.to_string())
            .err()
            .unwrap_or_default(),
        why: said.why.as_ref().unwrap_or(&kept),
        form: &said.comment,
        mistakes: &said.mistakes,
    };
    if said.mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// GET /requests/{reference}/amendment
pub async fn show(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    shown(&who, frame, &db, &path, Said::default()).await
}

/// POST /requests/{reference}/amendment
pub async fn begin(
    who: Requester,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    db.act(&who.by, async |tx| acts::begin(tx, &who, &path, once).await).await?;
    Ok(page::go_to_saying(
        format!("/requests/{path}/amendment"),
        "You can write an amendment. Nobody outside your force sees it before it is approved",
    ))
}

/// POST /requests/{reference}/amendment/submission
pub async fn submit(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = WhyForm::typed(&posted);
    match form.parse() {
        Ok(why) => {
            let once = posted.once();
            db.act(&who.by, async |tx| acts::submit(tx, &who, &path, &why, once).await).await?;
            Ok(page::go_to_saying(
                format!("/requests/{path}/amendment"),
                "Submitted for approval. The approvers of your force have been told",
            ))
        }
        Err(mistakes) => {
            let said = Said { why: Some(form), mistakes, ..Said::default() };
            shown(&Reader::of(&who), frame, &db, &path, said).await
        }
    }
}

/// POST /requests/{reference}/amendment/return
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
            Ok(page::go_to_saying(
                format!("/requests/{path}/amendment"),
                "Sent back with your comment",
            ))
        }
        Err(mistakes) => {
            let said = Said { comment: form, mistakes, ..Said::default() };
            shown(&Reader::of(&who), frame, &db, &path, said).await
        }
    }
}

/// POST /requests/{reference}/amendment/publication
pub async fn approve(
    who: Approver,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (once, seen) = (posted.once(), posted.text("seen"));
    let done = db.act(&who.by, async |tx| {
        acts::hold_to(tx, &who, &path, &seen).await?;
        bids::reconfirming::acts::approve(tx, &who, &path, once).await
    });
    let said = match done.await? {
        Given::First => "Approved. It needs a second approver before it is published",
        _ => "The amendment is published, and everyone who asked or is bidding has been told",
    };
    Ok(page::go_to_saying(format!("/requests/{path}/amendment"), said))
}

/// POST /requests/{reference}/amendment/removal
pub async fn abandon(
    who: Requester,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    db.act(&who.by, async |tx| acts::abandon(tx, &who, &path, once).await).await?;
    Ok(page::go_to_saying(format!("/requests/{path}"), "The amendment is dropped"))
}

/// GET /opportunities/{reference}/changes
pub async fn changes(
    who: Anyone,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (shown, all, documents) = db
        .read(async |conn| {
            let request = found::public(conn, &path).await?;
            let official = request.classification == Some(Classification::Official);
            if who.0.is_none() && !official {
                return Err(Error::SignInFirst);
            }
            let viewer = who.0.as_ref();
            let looker = viewer.map(|it| (it.organisation, it.roles.as_slice()));
            let all = queries::published_for(conn, &request, looker).await?;
            let documents = documents::queries::ever_offered(conn, &request, viewer).await?;
            let full = found::full(conn, request).await?;
            Ok((found::shown(conn, &full, now).await?, all, documents))
        })
        .await?;
    let (documents, withheld) = documents;
    page::show(&ChangesPage { frame, shown: &shown, all: &all, documents: &documents, withheld })
}
