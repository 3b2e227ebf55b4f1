//! Approving variations over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts::{self, Approved};
use super::forms::{SendBackForm, version_read};
use super::pages::ApprovalPage;
use super::{policy, queries};
use crate::accounts::model::Viewer;
use crate::accounts::roles::{Approver, ForceMember, SignedIn};
use crate::contracts::handlers::found;
use crate::contracts::model::Seen;
use crate::contracts::policy::may_deal;
use crate::contracts::variations;
use crate::contracts::versions::state::{VersionEvent, VersionState};
use crate::db::Db;
use crate::error::Result;
use crate::evaluation;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// GET /contracts/{ref}/variation/approval
pub async fn show(
    who: ForceMember,
    viewer: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let typed = (SendBackForm::default(), Mistakes::default());
    drawn(&who, &viewer.0, frame, (&db, &path), typed).await
}

async fn drawn(
    who: &ForceMember,
    viewer: &Viewer,
    frame: Frame,
    (db, reference): (&Db, &str),
    (form, mistakes): (SendBackForm, Mistakes),
) -> Result<HttpResponse> {
    let (seen, now) = found(db, viewer, reference).await?;
    let version = seen.open().filter(|it| it.state == VersionState::Proposed);
    let (rule, proposed_by, first) = match version {
        Some(it) => {
            let people = [it.made_by, it.first_approved_by];
            let people: Vec<_> = people.into_iter().flatten().collect();
            let (rule, names) = db
                .read(async |conn| {
                    let rule = queries::rule(conn, seen.contract.force_id, it.value).await?;
                    Ok((rule, evaluation::queries::names(conn, &people).await?))
                })
                .await?;
            let name = |id| names.get(&id).cloned().unwrap_or_default();
            let first = it.first_approved_by.zip(it.first_approved_at);
            let first = first.map(|(by, at)| format!("{}, {}", name(by), uk_time::full(at)));
            (rule, it.made_by.map(name).unwrap_or_default(), first.unwrap_or_default())
        }
        None => Default::default(),
    };
    let page = ApprovalPage {
        frame,
        seen: &seen,
        version,
        proposed_by,
        first,
        rule,
        refusal: refusal(who, &seen, now).unwrap_or_default(),
        sends_back: policy::may_decide(who, version, VersionEvent::SendBack).is_ok()
            && may_deal(seen.conflicted).is_ok(),
        form,
        mistakes,
    };
    if page.mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// Why this person does not approve what waits, if so; as the act asks.
fn refusal(who: &ForceMember, seen: &Seen, now: Moment) -> Option<String> {
    if let Err(why) = may_deal(seen.conflicted) {
        return Some(why.to_string());
    }
    if let Err(why) = policy::may_decide(who, seen.open(), VersionEvent::Approve) {
        return Some(why.to_string());
    }
    let runs = variations::policy::may_be_signed(&seen.contract, seen.is_ending(), now);
    if let Err(why) = runs {
        return Some(why.to_string());
    }
    if let Err(why) = policy::is_timely(seen.open()?, uk_time::date_of(now)) {
        return Some(why.to_string());
    }
    seen.over_ceiling.as_ref().map(|it| it.to_string())
}

/// POST /contracts/{ref}/variation/approval
pub async fn approve(
    who: Approver,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (once, read) = (posted.once(), version_read(&posted));
    let came = db.act(&who.by, async |tx| acts::approve(tx, &who, &path, read, once).await).await?;
    let said = match came {
        Approved::First => "You have approved the variation. A second approver must agree to it",
        Approved::Last => "The variation is approved. The provider is asked to sign it first",
    };
    Ok(page::go_to_saying(format!("/contracts/{path}"), said))
}

/// POST /contracts/{ref}/variation/return
pub async fn send_back(
    who: Approver,
    viewer: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = SendBackForm::typed(&posted);
    let comment = match form.parse() {
        Ok(comment) => comment,
        Err(mistakes) => {
            return drawn(&who, &viewer.0, frame, (&db, &path), (form, mistakes)).await;
        }
    };
    let (once, decided) = (posted.once(), (comment.as_str(), version_read(&posted)));
    let contract =
        db.act(&who.by, async |tx| acts::send_back(tx, &who, &path, decided, once).await).await?;
    let said = "The variation is sent back, and your force’s contract managers are told";
    Ok(page::go_to_saying(contract.path(), said))
}
