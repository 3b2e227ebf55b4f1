//! The evaluator's desk over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Deserialize;
use serde_json::json;

use super::desk::{self, Desk};
use super::forms::{Pressed, ScoresForm, scale};
use super::model::QualityLock;
use super::pages::{DeskBidPage, EvaluationPage, Mine, Progress, thinly};
use super::panel::model::Panel;
use super::policy::Refusal;
use super::read::read;
use super::reading::acts::{Sensitive, note};
use super::{acts, conflicts, due, halves, panel, policy, queries};
use crate::accounts::roles::{Evaluator, ForceMember, Reader};
use crate::db::Db;
use crate::error::Result;
use crate::requests;
use crate::requests::model::{Phase, Request};
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted, Query};
use crate::web::page::{self, Frame};

/// How an evaluator wants to work.
#[derive(Debug, Default, Deserialize)]
pub struct Way {
    by: Option<String>,
}

/// GET /requests/{reference}/evaluation
pub async fn show(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    way: Query<Way>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let by_question = way.by.as_deref() == Some("question");
    let page = db
        .read(async |conn| {
            let request = requests::queries::readable(conn, &who, &path).await?;
            let lock = queries::lock_of(conn, request.id).await?;
            let panel = panel::queries::panel(conn, &request).await?;
            let opening = queries::opening(conn, request.id).await?;
            let due = due::queries::of(conn, request.id).await?;
            let sits = who.member().filter(|it| policy::may_sit(it, &request, &panel, now).is_ok());
            let mine = match sits {
                Some(member) if panel.has_declared(member.user) => {
                    let desk = desk::laid(conn, member, request.clone(), &panel, now).await?;
                    Some(Mine::of(&desk, by_question))
                }
                _ => None,
            };
            let recused = match who.member() {
                Some(it) if panel.is_recused(it.user) => {
                    conflicts::queries::with_whom(conn, request.id, it.user).await?
                }
                _ => Vec::new(),
            };
            Ok(EvaluationPage {
                recused,
                opened: opening.is_some_and(|it| it.opened_at.is_some()),
                due: due.map(|it| (uk_time::full(it.due_at), it.due_at <= now)),
                mine,
                ..laid_out(frame, &who, request, (lock.as_ref(), &panel), now)
            })
        })
        .await?;
    if page.opened {
        note(&db, &who, page.request.id, Sensitive::Progress).await?;
    }
    page::show(&page)
}

/// The page without what has to be looked up for it.
fn laid_out(
    frame: Frame,
    who: &Reader,
    request: Request,
    (lock, panel): (Option<&QualityLock>, &Panel),
    now: Moment,
) -> EvaluationPage {
    let declares =
        |it: &_| conflicts::policy::may_declare(it, &request, panel, lock.is_some(), now);
    let declared = who.member().is_some_and(|it| panel.has_declared(it.user));
    let judged = who.judge(|it| policy::may_moderate(it, &request, lock, panel, now));
    let compares = policy::may_compare(who, &request, lock, panel, now).is_ok();
    let changes = |it: &_| panel::policy::may_change(it, &request, lock, now);
    let may_change = who.judge(changes).is_ok();
    let ready = lock.is_none() && (panel.is_complete() || panel.member_is(who));
    let undecided = lock.is_some() && request.phase(now) == Phase::Evaluating;
    let reads = |it: &ForceMember| conflicts::policy::may_read(panel, it.user, undecided).is_ok();
    EvaluationPage {
        frame,
        opened: false,
        locked: lock.is_some(),
        must_declare: !declared && (ready || undecided) && who.judge(declares).is_ok(),
        may_declare: declared && who.judge(declares).is_ok(),
        may_look_back: lock.is_some()
            && policy::may_look_back(who, panel).is_ok()
            && who.member().is_none_or(reads),
        may_rank: who.member().is_none_or(reads),
        mine: None,
        due: None,
        recused: Vec::new(),
        progress: Progress::of(panel),
        unattended: if lock.is_none() { panel.unattended() } else { 0 },
        thin: thinly(if may_change { panel.thin() } else { 0 }),
        may_moderate: judged.is_ok(),
        may_compare: compares && judged.is_err(),
        refusal: judged.err().unwrap_or_default(),
        reads_only: who.is_auditor(),
        request,
    }
}

/// GET /requests/{reference}/evaluation/{letter}
pub async fn bid(
    who: Evaluator,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let desk = db.read(async |conn| desk::of(conn, &who, &path.0, now).await).await?;
    let form = desk.form(desk.places_at(&path.1)?);
    page::show(&drawn(frame, &path.1, &desk, &form, Mistakes::default())?)
}

fn drawn(
    frame: Frame,
    letter: &str,
    desk: &Desk,
    form: &ScoresForm,
    mistakes: Mistakes,
) -> Result<DeskBidPage> {
    let bid = desk.bid(letter)?;
    let read = read(bid, &desk.asked, &desk.criteria, form);
    Ok(DeskBidPage {
        frame,
        letter: letter.to_owned(),
        bid: if desk.may_score { read } else { read.named(bid) },
        next: desk.after(letter),
        scale: scale(desk.asked.request.scale_max),
        may_score: desk.may_score,
        unfinished: desk.is_unfinished(form),
        letters: desk.letters(),
        mistakes,
        request: desk.asked.request.clone(),
    })
}

/// What came of a page of scores that was sent.
pub enum Came {
    /// They are given.
    Given,
    /// They are kept as they were typed.
    Kept,
    /// The page kept itself, and says so.
    Answered(HttpResponse),
    /// There are mistakes in them. They are kept as they were typed.
    Mistaken(Mistakes),
}

/// Gives or keeps the scores on a page that was sent.
pub async fn taken(
    db: &Db,
    who: &Evaluator,
    posted: &Posted,
    (desk, form): (&Desk, &ScoresForm),
) -> Result<Came> {
    // The letters may have moved on since the page was opened.
    if posted.first("letters").is_some_and(|it| it != desk.letters()) {
        return Err(Refusal::LettersChanged.into());
    }
    let (request, pressed) = (&desk.asked.request, Pressed::of(posted));
    let reference = request.reference.as_str();
    let parsed = form.parse(request.scale_max);
    if pressed != Pressed::Give || parsed.is_err() {
        // What is refused is kept too: whoever leaves the page now loses none of it.
        let keep = halves::acts::keep;
        db.act(&who.by, async |tx| keep(tx, who, reference, &form.typed).await).await?;
    }
    let given = match (pressed, parsed) {
        (Pressed::ByItself, _) => return Ok(Came::Answered(kept_at(db.now().await?))),
        (Pressed::Later, _) => return Ok(Came::Kept),
        (Pressed::Give, Err(mistakes)) => return Ok(Came::Mistaken(mistakes)),
        (Pressed::Give, Ok(given)) => given,
    };
    db.act(&who.by, async |tx| acts::save_scores(tx, who, reference, &given).await).await?;
    Ok(Came::Given)
}

/// What a page that kept itself is told.
pub fn kept_at(now: Moment) -> HttpResponse {
    let said = format!("Kept at {}, not saved as a score yet", uk_time::time_of_day(now));
    HttpResponse::Ok().json(json!({ "said": said, "finished": false }))
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
    let desk = db.read(async |conn| desk::of(conn, &who, &path.0, now).await).await?;
    let form = ScoresForm::typed(&posted, desk.places_at(&path.1)?);
    let said = match taken(&db, &who, &posted, (&desk, &form)).await? {
        Came::Answered(answer) => return Ok(answer),
        Came::Mistaken(mistakes) => {
            return page::mistaken(&drawn(frame, &path.1, &desk, &form, mistakes)?);
        }
        Came::Given => format!(
            "Your scores for Bidder {} are saved. You can change them until quality is locked.",
            path.1
        ),
        Came::Kept => {
            format!("What you typed for Bidder {} is kept, to be finished later.", path.1)
        }
    };
    Ok(page::go_to_saying(format!("/requests/{}/evaluation", path.0), &said))
}
