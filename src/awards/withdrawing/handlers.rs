//! Withdrawing an award over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::WithdrawalForm;
use super::model::Withdrawal;
use super::pages::WithdrawalPage;
use super::state::WithdrawalEvent;
use super::{acts, policy, queries};
use crate::accounts::roles::{Approver, ForceMember, Reader};
use crate::awards::pages::{Proposal, ProposalRead};
use crate::awards::queries as awards;
use crate::contracts::falling;
use crate::db::Db;
use crate::error::Result;
use crate::evaluation;
use crate::evaluation::reading::acts::{Sensitive, note};
use crate::evaluation::{compared, conflicts};
use crate::types::ids::UserId;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// GET /requests/{reference}/award/withdrawal
pub async fn show(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let page = drawn(&who, frame, &db, &path, Default::default()).await?;
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
    (form, mistakes): (WithdrawalForm, Mistakes),
) -> Result<WithdrawalPage> {
    db.read(async |conn| {
        let request = compared::queries::readable(conn, who, reference).await?;
        let to_declare = conflicts::queries::to_declare(conn, &request, who).await?;
        let award = awards::approved(conn, request.id).await?;
        let all = queries::of(conn, request.id).await?;
        let people = all.iter().flat_map(|it| [Some(it.proposed_by), it.decided_by]).flatten();
        let people: Vec<UserId> = people.collect();
        let people = evaluation::queries::names(conn, &people).await?;
        let read = |it: &Withdrawal| ProposalRead::of(&proposal(it), &people);
        let winner = match &award {
            Some(award) => awards::winner_name(conn, award).await?,
            None => String::new(),
        };
        let waiting = all.iter().find(|it| it.waits());
        let proposes = who.judge(|it| policy::may_propose(it, &request, award.as_ref(), waiting));
        let decides = who.judge(|it| policy::may_decide(it, waiting, WithdrawalEvent::Make));
        let refusal =
            if waiting.is_some() { decides.as_ref().err() } else { proposes.as_ref().err() };
        Ok(WithdrawalPage {
            frame,
            winner,
            refusal: refusal.cloned().unwrap_or_default(),
            may_propose: proposes.is_ok() && to_declare.is_none(),
            may_decide: decides.is_ok() && to_declare.is_none(),
            to_declare: to_declare.unwrap_or_default(),
            waiting: waiting.map(read),
            before: all.iter().filter(|it| !it.waits()).map(read).collect(),
            form,
            mistakes,
            request,
        })
    })
    .await
}

fn proposal(it: &Withdrawal) -> Proposal<'_> {
    Proposal {
        state: it.state.label(),
        reason: &it.reason,
        proposed: (it.proposed_by, it.proposed_at),
        decided: it.decided_by.zip(it.decided_at),
        decision: &it.decision,
    }
}

/// POST /requests/{reference}/award/withdrawal
pub async fn propose(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = WithdrawalForm::typed(&posted);
    let reason = match form.reason() {
        Ok(reason) => reason,
        Err(mistakes) => {
            let who = Reader::of(&who);
            return page::mistaken(&drawn(&who, frame, &db, &path, (form, mistakes)).await?);
        }
    };
    let once = posted.once();
    db.act(&who.by, async |tx| acts::propose(tx, &who, &path, &reason, once).await).await?;
    let said = "You have asked to withdraw the award. Another person must do it.";
    Ok(page::go_to_saying(format!("/requests/{path}/award/withdrawal"), said))
}

/// POST /requests/{reference}/award/withdrawal/approval
pub async fn make(
    who: Approver,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    db.act(&who.by, async |tx| {
        let made = acts::make(tx, &who, &path, once).await?;
        falling::acts::fall(tx, &path, made).await
    })
    .await?;
    let said = "The award is withdrawn. Every bidder has been told.";
    Ok(page::go_to_saying(format!("/requests/{path}/award"), said))
}

/// POST /requests/{reference}/award/withdrawal/refusal
pub async fn refuse(
    who: Approver,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = WithdrawalForm::typed(&posted);
    let decision = match form.decision() {
        Ok(decision) => decision,
        Err(mistakes) => {
            let who = Reader::of(&who);
            return page::mistaken(&drawn(&who, frame, &db, &path, (form, mistakes)).await?);
        }
    };
    let once = posted.once();
    db.act(&who.by, async |tx| acts::refuse(tx, &who, &path, &decision, once).await).await?;
    let said = "The award stands. Whoever asked to withdraw it has been told.";
    Ok(page::go_to_saying(format!("/requests/{path}/award"), said))
}

/// GET /requests/{reference}/award/withdrawal/approval
/// GET /requests/{reference}/award/withdrawal/refusal
pub async fn back(who: Reader, db: Data<Db>, path: Path<String>) -> Result<HttpResponse> {
    let request =
        db.read(async |conn| compared::queries::readable(conn, &who, &path).await).await?;
    Ok(page::go_to(format!("/requests/{}/award/withdrawal", request.reference)))
}
