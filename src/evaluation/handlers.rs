//! The evaluator's desk over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::desk::{self, OnDesk};
use super::forms::{ScoresForm, scale};
use super::pages::{DeskBidPage, EvaluationPage};
use super::read::read;
use super::{acts, policy, queries};
use crate::accounts::roles::{Evaluator, Reader};
use crate::db::Db;
use crate::error::Result;
use crate::requests;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// GET /requests/{reference}/evaluation
pub async fn show(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let page = db
        .read(async |conn| {
            let request = requests::queries::readable(conn, &who, &path).await?;
            let opening = queries::opening(conn, request.id).await?;
            let lock = queries::lock_of(conn, request.id).await?;
            let tally = queries::tally(conn, &request).await?;
            let judged = who
                .judge(|member| policy::may_moderate(member, &request, lock.as_ref(), tally, now));
            let desk = match who.member() {
                Some(member) => desk::rows(conn, member, &request, now).await?,
                None => None,
            };
            Ok(EvaluationPage {
                frame,
                opened: opening.is_some_and(|it| it.opened_at.is_some()),
                locked: lock.is_some(),
                desk,
                progress: desk::progress(conn, &request, tally.1).await?,
                may_moderate: judged.is_ok(),
                refusal: judged.err().unwrap_or_default(),
                reads_only: who.is_auditor(),
                request,
            })
        })
        .await?;
    page::show(&page)
}

/// GET /requests/{reference}/evaluation/{letter}
pub async fn bid(
    who: Evaluator,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let desk = db.read(async |conn| desk::bid(conn, &who, &path, now).await).await?;
    let form = ScoresForm::saved(&desk.criteria, |criterion| {
        let found = desk.mine.iter().find(|it| it.criterion_id == criterion);
        found.map(|it| (it.score, it.reason.clone()))
    });
    page::show(&drawn(frame, &path.1, desk, &form, Mistakes::default()))
}

fn drawn(
    frame: Frame,
    letter: &str,
    desk: OnDesk,
    form: &ScoresForm,
    mistakes: Mistakes,
) -> DeskBidPage {
    let read = read(&desk.bid, &desk.asked, &desk.criteria, form);
    DeskBidPage {
        frame,
        letter: letter.to_owned(),
        bid: if desk.may_score { read } else { read.named(&desk.bid) },
        next: desk.next,
        scale: scale(desk.asked.request.scale_max),
        may_score: desk.may_score,
        mistakes,
        request: desk.asked.request,
    }
}

/// POST /requests/{reference}/evaluation/{letter}
pub async fn save(
    who: Evaluator,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let desk = db.read(async |conn| desk::bid(conn, &who, &path, now).await).await?;
    let form = ScoresForm::typed(&posted, &desk.criteria);
    let given = match form.parse(desk.asked.request.scale_max) {
        Ok(given) => given,
        Err(mistakes) => return page::mistaken(&drawn(frame, &path.1, desk, &form, mistakes)),
    };
    let bid = desk.bid.id;
    db.act(&who.by, async |tx| acts::save_scores(tx, &who, &path.0, bid, &given).await).await?;
    let said = format!(
        "Your scores for Bidder {} are saved. You can change them until quality is locked.",
        path.1
    );
    Ok(page::go_to_saying(format!("/requests/{}/evaluation", path.0), &said))
}
