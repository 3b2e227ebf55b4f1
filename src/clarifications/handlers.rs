//! Clarifications over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::{AnswerForm, WordsForm};
use super::model::Waiting;
use super::pages::{AskPage, CorrectionPage, ListPage};
use super::{acts, policy, queries};
use crate::accounts::model::Role;
use crate::accounts::roles::{Bidder, Reader, Requester};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::requests;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// POST /opportunities/{reference}/questions
pub async fn ask(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = WordsForm::typed(&posted, "question");
    match form.parse("question", "your question", 1_500) {
        Ok(question) => {
            let once = posted.once();
            db.act(&who.by, async |tx| acts::ask(tx, &who, &path, &question, once).await).await?;
            Ok(page::go_to_saying(
                format!("/opportunities/{path}#questions"),
                "Your question is asked. Nobody is shown who asked it",
            ))
        }
        Err(mistakes) => {
            let request =
                db.read(async |conn| requests::queries::public(conn, &path).await).await?;
            page::mistaken(&AskPage { frame, request: &request, form: &form, mistakes: &mistakes })
        }
    }
}

async fn listed(
    who: &Reader,
    frame: Frame,
    db: &Db,
    reference: &str,
    (form, mistakes): (&AnswerForm, &Mistakes),
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (request, all, earlier) = db
        .read(async |conn| {
            let request = requests::queries::readable(conn, who, reference).await?;
            let all = queries::of(conn, request.id).await?;
            let earlier = queries::earlier(conn, request.id).await?;
            Ok((request, all, earlier))
        })
        .await?;
    requests::reading::acts::note(db, who, &request, "clarifications").await?;
    let answers = who.has(Role::Requester);
    let open = policy::may_answer_on(&request, now).is_ok();
    let page = ListPage {
        frame,
        request: &request,
        all: &all,
        earlier: &earlier,
        waiting: Waiting::among(request.id, &all).filter(|_| open),
        over: !open,
        late: policy::is_late(&request, now),
        may_answer: answers && open,
        may_correct: answers && policy::may_correct_on(&request, now).is_ok(),
        form,
        mistakes,
        now,
    };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// GET /requests/{reference}/clarifications
pub async fn list(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (form, mistakes) = (AnswerForm::default(), Mistakes::default());
    listed(&who, frame, &db, &path, (&form, &mistakes)).await
}

/// POST /requests/{reference}/clarifications/{number}
pub async fn answer(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, i32)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (reference, number) = path.into_inner();
    let form = AnswerForm::typed(&posted, number);
    match form.parse() {
        Ok(new) => {
            let once = posted.once();
            db.act(&who.by, async |tx| acts::answer(tx, &who, &reference, &new, once).await)
                .await?;
            Ok(page::go_to_saying(
                format!("/requests/{reference}/clarifications"),
                "Your answer is public, and those who asked or are bidding have been told",
            ))
        }
        Err(mistakes) => {
            listed(&Reader::of(&who), frame, &db, &reference, (&form, &mistakes)).await
        }
    }
}

async fn correction_shown(
    who: &Requester,
    frame: Frame,
    db: &Db,
    (reference, number): &(String, i32),
    typed: Option<(&WordsForm, &Mistakes)>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (request, all) = db
        .read(async |conn| {
            let request = requests::queries::own(conn, who, reference).await?;
            let all = queries::of(conn, request.id).await?;
            Ok((request, all))
        })
        .await?;
    let it = all.iter().find(|it| it.number == *number).ok_or(Error::NotFound)?;
    policy::may_correct(&request, it, now)?;
    let (form, mistakes) = (WordsForm { words: it.answered().to_owned() }, Mistakes::default());
    let (form, mistakes) = typed.unwrap_or((&form, &mistakes));
    let page = CorrectionPage { frame, request: &request, it, form, mistakes };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// GET /requests/{reference}/clarifications/{number}/correction
pub async fn correction(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, i32)>,
) -> Result<HttpResponse> {
    correction_shown(&who, frame, &db, &path, None).await
}

/// POST /requests/{reference}/clarifications/{number}/correction
pub async fn correct(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, i32)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = WordsForm::typed(&posted, "answer");
    match form.parse("answer", "the corrected answer", 3_000) {
        Ok(answer) => {
            let (once, (reference, number)) = (posted.once(), &*path);
            db.act(&who.by, async |tx| {
                acts::correct(tx, &who, reference, *number, &answer, once).await
            })
            .await?;
            Ok(page::go_to_saying(
                format!("/requests/{reference}/clarifications"),
                "The answer is corrected, and those who asked or are bidding have been told",
            ))
        }
        Err(mistakes) => correction_shown(&who, frame, &db, &path, Some((&form, &mistakes))).await,
    }
}
