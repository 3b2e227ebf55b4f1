//! Ending without an award, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts::Asked;
use super::model::Ending;
use super::pages::NoAwardPage;
use super::state::EndingEvent;
use super::{acts, policy, queries};
use crate::accounts::roles::{Approver, ForceMember, Reader};
use crate::awards::pages::{Proposal, ProposalRead};
use crate::awards::queries as awards;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::evaluation;
use crate::evaluation::reading::acts::{Sensitive, note};
use crate::evaluation::{compared, conflicts};
use crate::types::ids::UserId;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};
use crate::web::words::WordsForm;

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed {
    reason: WordsForm,
    decision: WordsForm,
    mistakes: Mistakes,
}

/// GET /requests/{reference}/no-award
pub async fn form(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let page = drawn(&who, frame, &db, &path, Typed::default()).await?;
    if page.waiting.is_some() || !page.before.is_empty() {
        note(&db, &who, page.request.id, Sensitive::Award).await?;
    }
    page::show(&page)
}

async fn drawn(
    who: &Reader,
    frame: Frame,
    db: &Db,
    reference: &str,
    typed: Typed,
) -> Result<NoAwardPage> {
    let now = db.now().await?;
    db.read(async |conn| {
        let request = compared::queries::readable(conn, who, reference).await?;
        let active = awards::active(conn, request.id).await?;
        let unsettled = match awards::settled(conn, request.id).await {
            Err(Error::Refused(why)) => Some(why),
            other => other.map(|()| None)?,
        };
        let to_declare = conflicts::queries::to_declare(conn, &request, who).await?;
        let all = queries::of(conn, request.id).await?;
        let people = all.iter().flat_map(|it| [Some(it.proposed_by), it.decided_by]).flatten();
        let people: Vec<UserId> = people.collect();
        let people = evaluation::queries::names(conn, &people).await?;
        let read = |it: &Ending| ProposalRead::of(&proposal(it), &people);
        let waiting = all.iter().find(|it| it.waits());
        let at = (active.as_ref(), waiting);
        let proposes = who.judge(|it| policy::may_propose(it, &request, at, now));
        let none = queries::found_no_bids(conn, request.id).await?;
        let alone = who.judge(|it| policy::may_end_alone(it, &request, active.as_ref(), now));
        let decides = |event| who.judge(|it| policy::may_decide(it, waiting, event));
        let makes = decides(EndingEvent::Make);
        let open = to_declare.is_none() && unsettled.is_none();
        let refusal = match waiting {
            Some(_) => makes.as_ref().err(),
            None => proposes.as_ref().err(),
        };
        Ok(NoAwardPage {
            frame,
            refusal: refusal.cloned().or(unsettled).unwrap_or_default(),
            may_propose: proposes.is_ok() && open,
            alone: none && alone.is_ok(),
            may_make: makes.is_ok() && open,
            may_refuse: decides(EndingEvent::Refuse).is_ok() && to_declare.is_none(),
            may_take_back: decides(EndingEvent::TakeBack).is_ok(),
            to_declare: to_declare.unwrap_or_default(),
            waiting: waiting.map(read),
            before: all.iter().filter(|it| !it.waits()).map(read).collect(),
            reason: typed.reason,
            decision: typed.decision,
            mistakes: typed.mistakes,
            request,
        })
    })
    .await
}

fn proposal(it: &Ending) -> Proposal<'_> {
    Proposal {
        state: it.state.label(),
        reason: &it.reason,
        proposed: (it.proposed_by, it.proposed_at),
        decided: it.decided_by.zip(it.decided_at),
        decision: &it.decision,
    }
}

/// POST /requests/{reference}/no-award
pub async fn propose(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = WordsForm::typed(&posted, "reason");
    let reason = match form.parse("reason", "why no award is made") {
        Ok(reason) => reason,
        Err(mistakes) => {
            let typed = Typed { reason: form, mistakes, ..Typed::default() };
            let who = Reader::of(&who);
            return page::mistaken(&drawn(&who, frame, &db, &path, typed).await?);
        }
    };
    let once = posted.once();
    let asked =
        db.act(&who.by, async |tx| acts::propose(tx, &who, &path, &reason, once).await).await?;
    Ok(match asked {
        Asked::Waits => {
            let said =
                "You have asked to end the request. An approver, another person, must do it.";
            page::go_to_saying(format!("/requests/{path}/no-award"), said)
        }
        Asked::Ended => {
            let said = "The request has ended without an award.";
            page::go_to_saying(format!("/outcomes/{path}"), said)
        }
    })
}

/// POST /requests/{reference}/no-award/approval
pub async fn make(
    who: Approver,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    db.act(&who.by, async |tx| acts::make(tx, &who, &path, once).await).await?;
    let said = "The request has ended without an award. Every bidder has been told.";
    Ok(page::go_to_saying(format!("/outcomes/{path}"), said))
}

/// POST /requests/{reference}/no-award/refusal
pub async fn refuse(
    who: Approver,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = WordsForm::typed(&posted, "decision");
    let decision = match form.parse("decision", "why the request goes on") {
        Ok(decision) => decision,
        Err(mistakes) => {
            let typed = Typed { decision: form, mistakes, ..Typed::default() };
            let who = Reader::of(&who);
            return page::mistaken(&drawn(&who, frame, &db, &path, typed).await?);
        }
    };
    let once = posted.once();
    db.act(&who.by, async |tx| acts::refuse(tx, &who, &path, &decision, once).await).await?;
    let said = "The request goes on. Whoever asked to end it has been told.";
    Ok(page::go_to_saying(format!("/requests/{path}/no-award"), said))
}

/// POST /requests/{reference}/no-award/retraction
pub async fn take_back(
    who: ForceMember,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    db.act(&who.by, async |tx| acts::take_back(tx, &who, &path, once).await).await?;
    let said = "You no longer ask to end the request. It goes on.";
    Ok(page::go_to_saying(format!("/requests/{path}/no-award"), said))
}

/// GET /requests/{reference}/no-award/approval
/// GET /requests/{reference}/no-award/refusal
/// GET /requests/{reference}/no-award/retraction
pub async fn back(who: Reader, db: Data<Db>, path: Path<String>) -> Result<HttpResponse> {
    let request =
        db.read(async |conn| compared::queries::readable(conn, &who, &path).await).await?;
    Ok(page::go_to(format!("/requests/{}/no-award", request.reference)))
}
