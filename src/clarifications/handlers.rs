//! Clarifications over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::WordsForm;
use super::pages::{AskPage, ListPage};
use super::{acts, queries};
use crate::accounts::model::Role;
use crate::accounts::roles::{Bidder, Reader, Requester};
use crate::db::Db;
use crate::error::Result;
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
    answering: i32,
    typed: Option<(&WordsForm, &Mistakes)>,
) -> Result<HttpResponse> {
    let (request, all) = db
        .read(async |conn| {
            let request = requests::queries::readable(conn, who, reference).await?;
            let all = queries::of(conn, request.id).await?;
            Ok((request, all))
        })
        .await?;
    let (form, mistakes) = (WordsForm::default(), Mistakes::default());
    let (form, mistakes) = typed.unwrap_or((&form, &mistakes));
    let page = ListPage {
        frame,
        request: &request,
        all: &all,
        may_answer: who.has(Role::Requester),
        answering,
        form,
        mistakes,
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
    listed(&who, frame, &db, &path, 0, None).await
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
    let field = format!("answer_{number}");
    let form = WordsForm::typed(&posted, &field);
    match form.parse(&field, "an answer", 3_000) {
        Ok(answer) => {
            db.act(&who.by, async |tx| acts::answer(tx, &who, &reference, number, &answer).await)
                .await?;
            Ok(page::go_to_saying(
                format!("/requests/{reference}/clarifications"),
                "Your answer is public, and those who asked or are bidding have been told",
            ))
        }
        Err(mistakes) => {
            let who = Reader::of(&who);
            listed(&who, frame, &db, &reference, number, Some((&form, &mistakes))).await
        }
    }
}
