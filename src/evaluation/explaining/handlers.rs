//! Questions about low prices over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::AskForm;
use super::model::Explanation;
use super::pages::{AnswerPage, ExplanationRead, ListPage};
use super::{acts, policy, queries};
use crate::accounts::model::Role;
use crate::accounts::roles::{Approver, Bidder, ForceMember, ProviderMember, Reader};
use crate::bids;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::evaluation::queries as evaluation;
use crate::evaluation::reading::acts::{Sensitive, note};
use crate::evaluation::reranking;
use crate::evaluation::{compared, conflicts};
use crate::requests;
use crate::types::ids::{ExplanationId, UserId};
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes, Posted};
use crate::web::page::{self, Frame};
use crate::web::words::WordsForm;

/// What was typed on the page, if it comes back with mistakes.
#[derive(Default)]
struct Typed {
    ask: Option<AskForm>,
    words: (String, WordsForm),
    mistakes: Mistakes,
}

async fn drawn(
    who: &Reader,
    frame: Frame,
    db: &Db,
    reference: &str,
    typed: Typed,
) -> Result<ListPage> {
    let now = db.now().await?;
    db.read(async |conn| {
        let request = compared::queries::readable(conn, who, reference).await?;
        let to_declare = conflicts::queries::to_declare(conn, &request, who).await?;
        let open = to_declare.is_none();
        let words = reranking::view::Words::of(conn, &request, &[]).await?;
        let current = words.numbered().first().ok_or(Error::NotFound)?;
        let ranking = &current.snapshot.ranking;
        let awarded = reranking::queries::is_awarded(conn, request.id).await?;
        let all = queries::of(conn, request.id).await?;
        let people = all.iter().flat_map(|it| [Some(it.asked_by), it.closed_by]).flatten();
        let people: Vec<UserId> = people.collect();
        let people = evaluation::names(conn, &people).await?;
        let person = |id: UserId| people.get(&id).cloned().unwrap_or_default();
        let may_ask = who.judge(|it| policy::may_ask(it, &request, Some(ranking), awarded, now));
        let free = |bid| {
            let last = all.iter().find(|it| it.bid_id == bid);
            policy::may_be_asked(ranking, bid, last).is_ok()
        };
        let low = ranking.bids.iter().filter(|it| free(it.bid));
        let low = low.map(|it| {
            let label = format!("{} – {}", words.provider_of(it.bid), it.price);
            Choice::new(it.bid.to_string(), label)
        });
        let low: Vec<Choice> = low.collect();
        let read = |it: &Explanation| {
            let accepts = who.judge(|one| policy::may_accept(one, it, &request, now));
            ExplanationRead {
                provider: words.provider_of(it.bid_id),
                asked: format!("{}, {}", person(it.asked_by), uk_time::full(it.asked_at)),
                closed: it
                    .closed_by
                    .zip(it.closed_at)
                    .map(|(by, at)| format!("{}, {}", person(by), uk_time::full(at)))
                    .unwrap_or_default(),
                may_accept: accepts.is_ok() && open,
                refusal: accepts.err().unwrap_or_default(),
                may_withdraw: open
                    && who.judge(|one| policy::may_withdraw(one, it, &request, now)).is_ok(),
                said: it.has_had_its_say(now),
                it: it.clone(),
            }
        };
        Ok(ListPage {
            frame,
            all: all.iter().map(read).collect(),
            low: if open { low } else { Vec::new() },
            to_declare: to_declare.clone().unwrap_or_default(),
            refusal: may_ask.err().unwrap_or_default(),
            form: typed.ask.unwrap_or_else(|| AskForm::fresh(now)),
            words: typed.words,
            mistakes: typed.mistakes,
            request,
        })
    })
    .await
}

/// GET /requests/{reference}/explanations
pub async fn list(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let page = drawn(&who, frame, &db, &path, Typed::default()).await?;
    note(&db, &who, page.request.id, Sensitive::Ranking).await?;
    page::show(&page)
}

/// POST /requests/{reference}/explanations
pub async fn ask(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = AskForm::typed(&posted);
    let new = match form.parse(db.now().await?) {
        Ok(new) => new,
        Err(mistakes) => {
            let typed = Typed { ask: Some(form), mistakes, ..Typed::default() };
            return page::mistaken(&drawn(&Reader::of(&who), frame, &db, &path, typed).await?);
        }
    };
    let once = posted.once();
    db.act(&who.by, async |tx| acts::ask(tx, &who, &path, &new, once).await).await?;
    let said = "The bidder is asked. No award can be made until this is settled.";
    Ok(page::go_to_saying(format!("/requests/{path}/explanations"), said))
}

fn id(typed: &str) -> Result<ExplanationId> {
    ExplanationId::parse(typed).ok_or(Error::NotFound)
}

/// POST /requests/{reference}/explanations/{explanation}/acceptance
pub async fn accept(
    who: Approver,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let name = format!("accept-{}", path.1);
    let form = WordsForm::typed(&posted, &name);
    let reason = match form.parse(&name, "why you accept the explanation") {
        Ok(reason) => reason,
        Err(mistakes) => {
            let typed = Typed { words: (name, form), mistakes, ..Typed::default() };
            return page::mistaken(&drawn(&Reader::of(&who), frame, &db, &path.0, typed).await?);
        }
    };
    let (once, it) = (posted.once(), id(&path.1)?);
    let accept = async |tx: &mut Tx<'_>| acts::accept(tx, &who, &path.0, it, &reason, once).await;
    db.act(&who.by, accept).await?;
    let said = "The explanation is accepted. The bidder is told.";
    Ok(page::go_to_saying(format!("/requests/{}/explanations", path.0), said))
}

/// POST /requests/{reference}/explanations/{explanation}/withdrawal
pub async fn withdraw(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let name = format!("withdraw-{}", path.1);
    let form = WordsForm::typed(&posted, &name);
    let reason = match form.parse(&name, "why you take the question back") {
        Ok(reason) => reason,
        Err(mistakes) => {
            let typed = Typed { words: (name, form), mistakes, ..Typed::default() };
            return page::mistaken(&drawn(&Reader::of(&who), frame, &db, &path.0, typed).await?);
        }
    };
    let (once, it) = (posted.once(), id(&path.1)?);
    let withdraw =
        async |tx: &mut Tx<'_>| acts::withdraw(tx, &who, &path.0, it, &reason, once).await;
    db.act(&who.by, withdraw).await?;
    let said = "The question is taken back. The bidder is told.";
    Ok(page::go_to_saying(format!("/requests/{}/explanations", path.0), said))
}

async fn asked(
    who: &ProviderMember,
    frame: Frame,
    db: &Db,
    reference: &str,
    (form, mistakes): (WordsForm, Mistakes),
) -> Result<AnswerPage> {
    let now = db.now().await?;
    db.read(async |conn| {
        let bid = bids::queries::own(conn, who, reference).await?;
        let all = queries::of_bid(conn, bid.id).await?;
        let last = all.first().ok_or(Error::NotFound)?;
        let request = requests::queries::by_id(conn, bid.request_id).await?;
        let may = policy::may_answer(last, &request, now);
        let late = may.as_ref().err().filter(|it| **it == policy::Refusal::TooLate);
        Ok(AnswerPage {
            frame,
            may_answer: may.is_ok() && who.has(Role::Bidder),
            refusal: match (late, may.is_ok()) {
                (Some(late), _) => late.to_string(),
                (None, true) => {
                    "Your colleagues with the role “Bidder” answer the force.".to_owned()
                }
                (None, false) => String::new(),
            },
            left: uk_time::in_words(now, last.due_at),
            all,
            bid,
            request,
            form,
            mistakes,
        })
    })
    .await
}

/// GET /bids/{reference}/explanation
pub async fn show(
    who: ProviderMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    page::show(&asked(&who, frame, &db, &path, Default::default()).await?)
}

/// POST /bids/{reference}/explanation
pub async fn answer(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = WordsForm::typed(&posted, "answer");
    let words = match form.parse("answer", "your answer") {
        Ok(words) => words,
        Err(mistakes) => {
            return page::mistaken(&asked(&who, frame, &db, &path, (form, mistakes)).await?);
        }
    };
    let once = posted.once();
    db.act(&who.by, async |tx| acts::answer(tx, &who, &path, &words, once).await).await?;
    let said = "Your answer is sent. The force decides, and you are told.";
    Ok(page::go_to_saying(format!("/bids/{path}/explanation"), said))
}

/// GET /requests/{reference}/explanations/{explanation}/acceptance
/// GET /requests/{reference}/explanations/{explanation}/withdrawal
pub async fn back(who: Reader, db: Data<Db>, path: Path<(String, String)>) -> Result<HttpResponse> {
    let request =
        db.read(async |conn| compared::queries::readable(conn, &who, &path.0).await).await?;
    Ok(page::go_to(format!("/requests/{}/explanations", request.reference)))
}
