//! One question across all bidders over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::pages::{AnswerLine, QuestionPage};
use crate::accounts::roles::Evaluator;
use crate::bids::opened::model::OpenedBid;
use crate::db::Db;
use crate::error::Result;
use crate::evaluation::desk::{self, Desk};
use crate::evaluation::forms::{ScoresForm, reason_field, scale, score_field};
use crate::evaluation::handlers::{Came, taken};
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// GET /requests/{reference}/evaluation/questions/{number}
pub async fn show(
    who: Evaluator,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let desk = db.read(async |conn| desk::of(conn, &who, &path.0, now).await).await?;
    let form = desk.form(desk.places_of(desk.question(&path.1)?.1));
    page::show(&drawn(frame, &path.1, &desk, &form, Mistakes::default())?)
}

fn drawn(
    frame: Frame,
    number: &str,
    desk: &Desk,
    form: &ScoresForm,
    mistakes: Mistakes,
) -> Result<QuestionPage> {
    let (number, criterion) = desk.question(number)?;
    let line = |(letter, bid): &(String, OpenedBid)| AnswerLine {
        letter: letter.clone(),
        answer: bid.answer_to(criterion.id).to_owned(),
        typed: form.of(bid.id, criterion.id),
        score_field: score_field(letter),
        reason_field: reason_field(letter),
    };
    Ok(QuestionPage {
        frame,
        number,
        next: (number < desk.criteria.len()).then_some(number + 1),
        lines: desk.bids.iter().map(line).collect(),
        scale: scale(desk.asked.request.scale_max),
        may_score: desk.may_score,
        unfinished: desk.is_unfinished(form),
        letters: desk.letters(),
        criterion: criterion.clone(),
        request: desk.asked.request.clone(),
        mistakes,
    })
}

/// POST /requests/{reference}/evaluation/questions/{number}
pub async fn save(
    who: Evaluator,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let desk = db.read(async |conn| desk::of(conn, &who, &path.0, now).await).await?;
    let criterion = desk.question(&path.1)?.1;
    let form = ScoresForm::typed(&posted, desk.places_of(criterion));
    let said = match taken(&db, &who, &posted, (&desk, &form)).await? {
        Came::Answered(answer) => return Ok(answer),
        Came::Mistaken(mistakes) => {
            return page::mistaken(&drawn(frame, &path.1, &desk, &form, mistakes)?);
        }
        Came::Given => format!(
            "Your scores for “{}” are saved. You can change them until quality is locked.",
            criterion.name
        ),
        Came::Kept => {
            format!("What you typed for “{}” is kept, to be finished later.", criterion.name)
        }
    };
    Ok(page::go_to_saying(format!("/requests/{}/evaluation?by=question", path.0), &said))
}
