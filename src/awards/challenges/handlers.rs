//! Challenges over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::{ANOTHER, RecordForm};
use super::model::Challenge;
use super::pages::{ChallengePage, ChallengeRead, ChallengesPage};
use super::{acts, policy, queries};
use crate::accounts::model::Role;
use crate::accounts::roles::{Approver, Bidder, ForceMember, ProviderMember, Reader};
use crate::awards::queries as awards;
use crate::bids;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::evaluation;
use crate::evaluation::reading::acts::{Sensitive, note};
use crate::evaluation::reranking;
use crate::evaluation::{compared, conflicts};
use crate::requests;
use crate::types::ids::{ChallengeId, UserId};
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes, Posted};
use crate::web::page::{self, Frame};
use crate::web::words::WordsForm;

/// What was typed on the force's page, if it comes back with mistakes.
#[derive(Default)]
struct Typed {
    record: RecordForm,
    words: (String, WordsForm),
    mistakes: Mistakes,
}

async fn drawn(
    who: &Reader,
    frame: Frame,
    db: &Db,
    reference: &str,
    typed: Typed,
) -> Result<ChallengesPage> {
    db.read(async |conn| {
        let request = compared::queries::readable(conn, who, reference).await?;
        let to_declare = conflicts::queries::to_declare(conn, &request, who).await?;
        let award = awards::approved(conn, request.id).await?;
        let all = queries::of(conn, request.id).await?;
        let people = all.iter().flat_map(|it| [Some(it.raised_by), it.decided_by]).flatten();
        let people: Vec<UserId> = people.collect();
        let people = evaluation::queries::names(conn, &people).await?;
        let person = |id: UserId| people.get(&id).cloned().unwrap_or_default();
        let words = reranking::view::Words::of(conn, &request, &[]).await?;
        let read = |it: &Challenge| {
            let lifts = who.judge(|one| policy::may_lift(one, it));
            let company = it.provider_id.and_then(|it| words.providers.get(&it)).cloned();
            ChallengeRead {
                by: company.unwrap_or_else(|| match it.brought_by.as_str() {
                    "" => "Someone who did not bid".to_owned(),
                    name => format!("{name}, who did not bid"),
                }),
                raised: format!("{}, {}", person(it.raised_by), it.raised()),
                ended: match it.decided_by {
                    Some(by) => format!("{}, {}", person(by), it.ended()),
                    None => it.ended(),
                },
                may_lift: lifts.is_ok() && to_declare.is_none(),
                refusal: lifts.err().unwrap_or_default(),
                it: it.clone(),
            }
        };
        let records = who.judge(|one| policy::may_record(one, &request, award.as_ref()));
        let current = words.numbered().first().map(|it| &it.snapshot.ranking);
        let won = award.as_ref().map(|it| it.bid_id);
        let losers = current.iter().flat_map(|it| &it.bids).filter(|it| Some(it.bid) != won);
        let mut providers: Vec<Choice> = losers
            .map(|it| Choice::new(it.provider.to_string(), words.provider_of(it.bid)))
            .collect();
        providers.push(Choice::new(ANOTHER, "Someone who did not bid"));
        Ok(ChallengesPage {
            frame,
            all: all.iter().map(read).collect(),
            to_declare: to_declare.clone().unwrap_or_default(),
            may_record: records.is_ok(),
            refusal: records.err().unwrap_or_default(),
            providers,
            form: typed.record,
            words: typed.words,
            mistakes: typed.mistakes,
            request,
        })
    })
    .await
}

/// GET /requests/{reference}/award/challenges
pub async fn list(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let page = drawn(&who, frame, &db, &path, Typed::default()).await?;
    if !page.all.is_empty() {
        note(&db, &who, page.request.id, Sensitive::Award).await?;
    }
    page::show(&page)
}

/// POST /requests/{reference}/award/challenges
pub async fn record(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let record = RecordForm::typed(&posted);
    let (by, words) = match record.parse() {
        Ok(new) => new,
        Err(mistakes) => {
            let typed = Typed { record, mistakes, ..Typed::default() };
            return page::mistaken(&drawn(&Reader::of(&who), frame, &db, &path, typed).await?);
        }
    };
    let once = posted.once();
    let record = async |tx: &mut Tx<'_>| acts::record(tx, &who, &path, (&by, &words), once).await;
    db.act(&who.by, record).await?;
    let said =
        "The challenge is recorded. The award is on hold, and the contract cannot be signed.";
    Ok(page::go_to_saying(format!("/requests/{path}/award/challenges"), said))
}

/// POST /requests/{reference}/award/challenges/{challenge}/lifting
pub async fn lift(
    who: Approver,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let name = format!("lift-{}", path.1);
    let form = WordsForm::typed(&posted, &name);
    let decision = match form.parse(&name, "why the award stands") {
        Ok(decision) => decision,
        Err(mistakes) => {
            let typed = Typed { words: (name, form), mistakes, ..Typed::default() };
            return page::mistaken(&drawn(&Reader::of(&who), frame, &db, &path.0, typed).await?);
        }
    };
    let once = posted.once();
    let id = ChallengeId::parse(&path.1).ok_or(Error::NotFound)?;
    let lift = async |tx: &mut Tx<'_>| acts::lift(tx, &who, &path.0, id, &decision, once).await;
    db.act(&who.by, lift).await?;
    let said = "The hold is lifted. Every bidder is told, and the challenger can read your answer.";
    Ok(page::go_to_saying(format!("/requests/{}/award/challenges", path.0), said))
}

async fn own(
    who: &ProviderMember,
    frame: Frame,
    db: &Db,
    reference: &str,
    (form, mistakes): (WordsForm, Mistakes),
) -> Result<ChallengePage> {
    let now = db.now().await?;
    db.read(async |conn| {
        let bid = bids::queries::own(conn, who, reference).await?;
        let request = requests::queries::by_id(conn, bid.request_id).await?;
        let all = queries::own(conn, request.id, who.provider).await?;
        let award = awards::approved(conn, request.id).await?;
        let judged = policy::may_raise(bid.state, &request, award.as_ref(), &all, now);
        // Before there is a letter there is nothing to challenge, or to know of.
        if all.is_empty() && judged == Err(policy::Refusal::NoAward) {
            return Err(Error::NotFound);
        }
        let bidder = who.has(Role::Bidder);
        let until = award
            .and_then(|it| it.may_sign_from)
            .map(|at| (uk_time::full(at), uk_time::iso(at), uk_time::in_words(now, at)));
        let open = all.iter().find(|it| it.is_open() && !it.by_force);
        Ok(ChallengePage {
            frame,
            may_raise: judged.is_ok() && bidder,
            refusal: match &judged {
                Ok(()) if !bidder => {
                    "Your colleagues with the role “Bidder” raise a challenge.".to_owned()
                }
                Ok(()) => String::new(),
                Err(refusal) => refusal.to_string(),
            },
            until: until.unwrap_or_default(),
            may_take_back: bidder && open.is_some_and(|it| policy::may_take_back(it).is_ok()),
            all,
            bid,
            request,
            form,
            mistakes,
        })
    })
    .await
}

/// GET /bids/{reference}/challenge
pub async fn show(
    who: ProviderMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    page::show(&own(&who, frame, &db, &path, Default::default()).await?)
}

/// POST /bids/{reference}/challenge
pub async fn raise(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = WordsForm::typed(&posted, "words");
    let words = match form.parse("words", "what is wrong with the award") {
        Ok(words) => words,
        Err(mistakes) => {
            return page::mistaken(&own(&who, frame, &db, &path, (form, mistakes)).await?);
        }
    };
    let once = posted.once();
    db.act(&who.by, async |tx| acts::raise(tx, &who, &path, &words, once).await).await?;
    let said = "Your challenge is raised. The award is on hold until the force has answered.";
    Ok(page::go_to_saying(format!("/bids/{path}/challenge"), said))
}

/// POST /bids/{reference}/challenge/withdrawal
pub async fn take_back(
    who: Bidder,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    db.act(&who.by, async |tx| acts::take_back(tx, &who, &path, once).await).await?;
    let said = "Your challenge is taken back.";
    Ok(page::go_to_saying(format!("/bids/{path}/challenge"), said))
}

/// GET /requests/{reference}/award/challenges/{challenge}/lifting
pub async fn back(who: Reader, db: Data<Db>, path: Path<(String, String)>) -> Result<HttpResponse> {
    let request =
        db.read(async |conn| compared::queries::readable(conn, &who, &path.0).await).await?;
    Ok(page::go_to(format!("/requests/{}/award/challenges", request.reference)))
}

/// GET /bids/{reference}/challenge/withdrawal
pub async fn back_to_own(
    who: ProviderMember,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let bid = db.read(async |conn| bids::queries::own(conn, &who, &path).await).await?;
    Ok(page::go_to(bid.at("challenge")))
}
