//! Changes of the ranking over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::effect::{self, Rules};
use super::forms::{ChangeForm, RefusalForm, scored};
use super::model::{Before, ChangeKind, DisqualifyReason, Proposal, What};
use super::pages::{ChangePage, ProposePage, SnapshotPage};
use super::state::RankingChangeEvent;
use super::view::{self, Words};
use super::{acts, policy, queries};
use crate::accounts::roles::{Approver, ForceMember, Reader};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::evaluation::compared;
use crate::evaluation::explaining;
use crate::evaluation::explaining::model::Explanation;
use crate::evaluation::forms::scale;
use crate::evaluation::moderation::view::ranking_row;
use crate::evaluation::reading::acts::{Sensitive, note};
use crate::requests;
use crate::requests::model::{Criterion, PriceMethod, Request};
use crate::types::ids::{BidId, RankingChangeId};
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes, Posted, Query};
use crate::web::page::{self, Frame};

/// Everything the proposal is drawn from.
struct Laid {
    request: Request,
    before: Option<Before>,
    words: Words,
    criteria: Vec<Criterion>,
    asked: Option<Explanation>,
    now: Moment,
}

async fn laid(db: &Db, who: &ForceMember, reference: &str, form: &ChangeForm) -> Result<Laid> {
    let now = db.now().await?;
    db.read(async |conn| {
        let request = compared::queries::own(conn, who, reference).await?;
        let before = queries::before(conn, request.id).await?;
        let words = Words::of(conn, &request, &[]).await?;
        let criteria = requests::queries::criteria_of(conn, request.id).await?;
        let asked = match form.bid() {
            Some(bid) => explaining::queries::last(conn, bid).await?,
            None => None,
        };
        Ok(Laid { request, before, words, criteria, asked, now })
    })
    .await
}

impl Laid {
    /// Why nothing can be proposed, or not this.
    fn refusal(&self, who: &ForceMember, form: &ChangeForm) -> String {
        let may = policy::may_propose(who, &self.request, self.before.as_ref(), self.now);
        let refused = may.err().or_else(|| {
            let proposal = form.chosen(self.request.scale_max)?;
            let snapshot = &self.before.as_ref()?.now.snapshot;
            let judged = policy::makes_sense(&proposal, snapshot, self.asked.as_ref(), self.now);
            // A ground that does not fit is said beside it, where another can be chosen.
            judged.err().filter(|it| !it.is_of_the_ground())
        });
        refused.map(|it| it.to_string()).unwrap_or_default()
    }

    /// Why the bid is not disqualified on this ground, if it is only the ground.
    fn ill_founded(&self, bid: BidId, ground: DisqualifyReason) -> Option<policy::Refusal> {
        let what = What::Disqualify(ground);
        let proposal = Proposal { bid, what, reason: String::new() };
        let snapshot = &self.before.as_ref()?.now.snapshot;
        let judged = policy::makes_sense(&proposal, snapshot, self.asked.as_ref(), self.now);
        judged.err().filter(|it| it.is_of_the_ground())
    }

    /// What is typed, unless its ground does not fit the bid.
    fn parsed(&self, form: &ChangeForm) -> Result<Proposal, Mistakes> {
        let parsed = form.parse(self.request.scale_max);
        let ground = DisqualifyReason::parse(&form.code)
            .filter(|_| form.kind() == Some(ChangeKind::Disqualify));
        let refused = form.bid().zip(ground).and_then(|(bid, it)| self.ill_founded(bid, it));
        let Some(refused) = refused else { return parsed };
        let mut mistakes = Mistakes::default();
        mistakes.add("code", refused.to_string());
        if let Err(others) = &parsed {
            mistakes.extend(others);
        }
        Err(mistakes)
    }

    /// The grounds on which the bid may be disqualified: a price that is not
    /// marked as abnormally low is none.
    fn grounds(&self, form: &ChangeForm) -> Vec<Choice> {
        let mut grounds = Vec::new();
        for ground in DisqualifyReason::ALL {
            let refused = form.bid().and_then(|bid| self.ill_founded(bid, *ground));
            if refused == Some(policy::Refusal::NotLow) {
                continue;
            }
            let hint = refused.map(|it| it.to_string()).unwrap_or_default();
            grounds.push(Choice { hint, ..Choice::new(ground.word(), ground.label()) });
        }
        grounds
    }

    fn page(
        self,
        frame: Frame,
        who: &ForceMember,
        form: ChangeForm,
        mistakes: Mistakes,
    ) -> ProposePage {
        let refusal = self.refusal(who, &form);
        let grounds = self.grounds(&form);
        let rules = Rules::of(&self.request, self.criteria.clone());
        let snapshot = self.before.as_ref().map(|it| &it.now.snapshot);
        let effect = form.chosen(self.request.scale_max).zip(snapshot).and_then(|(it, before)| {
            let after = effect::after(before, &it, &rules)?;
            Some(view::effect(&before.ranking, &after.ranking, &self.words.providers))
        });
        let bids = snapshot.map(|it| it.ranking.bids.as_slice()).unwrap_or_default();
        let bids =
            bids.iter().map(|it| Choice::new(it.bid.to_string(), self.words.provider_of(it.bid)));
        let frozen = form.bid().and_then(|bid| snapshot?.quality.of(bid));
        let mut criteria = scored(&self.criteria);
        for (choice, criterion) in
            criteria.iter_mut().zip(self.criteria.iter().filter(|it| !it.is_price))
        {
            let given = frozen.and_then(|it| it.scores.get(&criterion.id));
            choice.hint = given.map(|it| format!("Agreed now: {it}")).unwrap_or_default();
        }
        ProposePage {
            frame,
            kind: form.kind(),
            provider: form.bid().map(|it| self.words.provider_of(it)).unwrap_or_default(),
            kinds: ChangeKind::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect(),
            bids: bids.collect(),
            criteria,
            scale: scale(self.request.scale_max),
            grounds,
            effect: effect.unwrap_or_default(),
            form,
            mistakes,
            refusal,
            request: self.request,
        }
    }
}

/// GET /requests/{reference}/ranking/changes/new
pub async fn new(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    asked: Query<ChangeForm>,
) -> Result<HttpResponse> {
    let form = asked.0;
    let laid = laid(&db, &who, &path, &form).await?;
    if laid.before.is_none() {
        return Err(Error::NotFound);
    }
    page::show(&laid.page(frame, &who, form, Mistakes::default()))
}

/// POST /requests/{reference}/ranking/changes
pub async fn propose(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = ChangeForm::typed(&posted);
    let laid = laid(&db, &who, &path, &form).await?;
    let new = match laid.parsed(&form) {
        Ok(new) => new,
        Err(mistakes) => return page::mistaken(&laid.page(frame, &who, form, mistakes)),
    };
    let once = posted.once();
    let change =
        db.act(&who.by, async |tx| acts::propose(tx, &who, &path, &new, once).await).await?;
    let said = "The change is proposed. Another person must make it.";
    Ok(page::go_to_saying(format!("/requests/{path}/ranking/changes/{change}"), said))
}

/// GET /requests/{reference}/ranking/changes/{change}
pub async fn show(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let page = drawn(&who, frame, &db, &path, RefusalForm::default(), Mistakes::default()).await?;
    note(&db, &who, page.request.id, Sensitive::Ranking).await?;
    page::show(&page)
}

fn id(typed: &str) -> Result<RankingChangeId> {
    RankingChangeId::parse(typed).ok_or(Error::NotFound)
}

async fn drawn(
    who: &Reader,
    frame: Frame,
    db: &Db,
    path: &(String, String),
    form: RefusalForm,
    mistakes: Mistakes,
) -> Result<ChangePage> {
    let now = db.now().await?;
    let (request, change, words, criteria, awarded) = db
        .read(async |conn| {
            let request = compared::queries::readable(conn, who, &path.0).await?;
            let change = queries::one(conn, request.id, id(&path.1)?).await?;
            let words = Words::of(conn, &request, std::slice::from_ref(&change)).await?;
            let criteria = requests::queries::criteria_of(conn, request.id).await?;
            let awarded = queries::is_awarded(conn, request.id).await?;
            Ok((request, change, words, criteria, awarded))
        })
        .await?;
    // What a change that was made did is between its ranking and the one before;
    // of any other, what it would do to the ranking in force.
    let all = words.numbered();
    let made = all.iter().position(|it| it.change == Some(change.id));
    let before = all.get(made.map_or(0, |it| it + 1)).ok_or(Error::NotFound)?;
    let computed = change
        .proposal()
        .and_then(|it| effect::after(&before.snapshot, &it, &Rules::of(&request, criteria)));
    let after = made.and_then(|it| all.get(it)).map(|it| it.snapshot.clone()).or(computed);
    let after = after.unwrap_or_else(|| before.snapshot.clone());
    let make = RankingChangeEvent::Make;
    let judged = who.judge(|it| policy::may_decide(it, &request, &change, awarded, make, now));
    Ok(ChangePage {
        frame,
        change: words.read(&change),
        effect: view::effect(&before.snapshot.ranking, &after.ranking, &words.providers),
        waits: change.waits(),
        may_decide: judged.is_ok(),
        refusal: judged.err().unwrap_or_default(),
        may_withdraw: who.judge(|it| policy::may_withdraw(it, &change)).is_ok(),
        form,
        mistakes,
        request,
    })
}

/// POST /requests/{reference}/ranking/changes/{change}/approval
pub async fn make(
    who: Approver,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (once, change) = (posted.once(), id(&path.1)?);
    let number =
        db.act(&who.by, async |tx| acts::make(tx, &who, &path.0, change, once).await).await?;
    let said = format!("The ranking is changed. Ranking {number} is in force.");
    Ok(page::go_to_saying(format!("/requests/{}/ranking", path.0), &said))
}

/// POST /requests/{reference}/ranking/changes/{change}/refusal
pub async fn refuse(
    who: Approver,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = RefusalForm::typed(&posted);
    let decision = match form.parse() {
        Ok(decision) => decision,
        Err(mistakes) => {
            let who = Reader::of(&who);
            return page::mistaken(&drawn(&who, frame, &db, &path, form, mistakes).await?);
        }
    };
    let (once, change) = (posted.once(), id(&path.1)?);
    let refuse = async |tx: &mut crate::db::Tx<'_>| {
        acts::refuse(tx, &who, &path.0, change, &decision, once).await
    };
    db.act(&who.by, refuse).await?;
    let said = "The change is refused. The ranking stays as it is.";
    Ok(page::go_to_saying(format!("/requests/{}/ranking", path.0), said))
}

/// POST /requests/{reference}/ranking/changes/{change}/withdrawal
pub async fn withdraw(
    who: ForceMember,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (once, change) = (posted.once(), id(&path.1)?);
    db.act(&who.by, async |tx| acts::withdraw(tx, &who, &path.0, change, once).await).await?;
    let said = "The change is withdrawn. The ranking stays as it is.";
    Ok(page::go_to_saying(format!("/requests/{}/ranking", path.0), said))
}

/// GET /requests/{reference}/ranking/snapshots/{number}
pub async fn snapshot(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, i32)>,
) -> Result<HttpResponse> {
    let page = db
        .read(async |conn| {
            let request = compared::queries::readable(conn, &who, &path.0).await?;
            let words = Words::of(conn, &request, &[]).await?;
            let all = words.numbered();
            let it = all.iter().find(|it| it.number == path.1).ok_or(Error::NotFound)?;
            let ranking = &it.snapshot.ranking;
            let rows = ranking.bids.iter().map(|bid| {
                ranking_row(ranking, bid, words.provider_of(bid.bid), Default::default())
            });
            Ok(SnapshotPage {
                frame,
                number: it.number,
                since: uk_time::full(it.made_at),
                in_force: all.first().is_some_and(|first| first.number == it.number),
                per_point: request.price_method == PriceMethod::PerQualityPoint,
                rows: rows.collect(),
                request,
            })
        })
        .await?;
    note(&db, &who, page.request.id, Sensitive::Ranking).await?;
    page::show(&page)
}

/// GET /requests/{reference}/ranking/changes
pub async fn back_to_form(
    who: ForceMember,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let request = db.read(async |conn| compared::queries::own(conn, &who, &path).await).await?;
    Ok(page::go_to(format!("/requests/{}/ranking/changes/new", request.reference)))
}

/// GET /requests/{reference}/ranking/changes/{change}/approval
/// GET /requests/{reference}/ranking/changes/{change}/refusal
/// GET /requests/{reference}/ranking/changes/{change}/withdrawal
pub async fn back(who: Reader, db: Data<Db>, path: Path<(String, String)>) -> Result<HttpResponse> {
    let change = id(&path.1)?;
    let request =
        db.read(async |conn| compared::queries::readable(conn, &who, &path.0).await).await?;
    Ok(page::go_to(format!("/requests/{}/ranking/changes/{change}", request.reference)))
}
