//! Recommending, approving and declining over HTTP.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts::Approval;
use super::ending::model::Ending;
use super::forms::RecommendForm;
use super::letters::model::Sent;
use super::model::Award;
use super::pages::{AwardPage, AwardRead, CheckRead, SentRead, WithdrawnRead};
use super::rechecking::model::{Check, Frozen};
use super::state::{AwardEvent, AwardState};
use super::withdrawing::model::Withdrawal;
use super::withdrawing::state::WithdrawalState;
use super::{acts, challenges, ending, letters, policy, queries, rechecking, withdrawing};
use crate::accounts::model::Role;
use crate::accounts::roles::{Approver, Reader, Requester};
use crate::contracts;
use crate::contracts::model::Contract;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::evaluation;
use crate::evaluation::explaining::view::LowPrices;
use crate::evaluation::model::{RankedBid, Ranking};
use crate::evaluation::moderation::view::{RankingRow, ranking_row};
use crate::evaluation::reading::acts::{Sensitive, note};
use crate::evaluation::{compared, conflicts};
use crate::requests::model::{PriceMethod, Request};
use crate::trail::record;
use crate::types::ids::{AwardId, BidId, ProviderId, UserId};
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes, Posted};
use crate::web::page::{self, Frame};
use crate::web::words::WordsForm;

/// What was typed on the page, if it comes back with mistakes.
#[derive(Default)]
struct Typed {
    recommend: Option<RecommendForm>,
    decline: WordsForm,
    back: WordsForm,
    mistakes: Mistakes,
}

/// Everything the page is drawn from.
struct Found {
    request: Request,
    ranking: Option<Ranking>,
    active: Option<Award>,
    declined: Vec<Award>,
    providers: BTreeMap<ProviderId, String>,
    people: BTreeMap<UserId, String>,
    lacking: BTreeMap<BidId, Vec<String>>,
    settled: Option<String>,
    /// How many approvers the active award takes, whether that is two, and why it may not be made.
    judged: Option<(String, bool, Option<String>)>,
    held: bool,
    withdrawing: Vec<Withdrawal>,
    /// The ending without an award that waits.
    ending: Option<Ending>,
    contract: Option<Contract>,
    /// The awards that were withdrawn, oldest first.
    withdrawn: Vec<Award>,
    /// Every letter that was sent.
    letters: Vec<Sent>,
    low: LowPrices,
    /// What the check finds now, of the active award.
    check: Option<Check>,
    /// What it found when the award was decided.
    frozen: Option<Frozen>,
    /// Where the viewer declares their conflicts of interest first.
    to_declare: Option<String>,
    /// Whether the viewer may read every score.
    looks_back: bool,
    now: Moment,
}

/// GET /requests/{reference}/award
pub async fn show(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let page = drawn(&who, frame, &db, &path, Typed::default()).await?;
    if !page.rows.is_empty() {
        note(&db, &who, page.request.id, Sensitive::Award).await?;
    }
    page::show(&page)
}

async fn found(db: &Db, who: &Reader, reference: &str, now: Moment) -> Result<Found> {
    db.read(async |conn| {
        let request = compared::queries::readable(conn, who, reference).await?;
        let snapshot = evaluation::reranking::queries::snapshot(conn, request.id).await?;
        let ranking = snapshot.map(|it| it.ranking);
        let lacking = match &ranking {
            Some(_) => evaluation::asked::lacking(conn, &request, now).await?,
            None => BTreeMap::new(),
        };
        let panel = evaluation::panel::queries::panel(conn, &request).await?;
        let looks_back = evaluation::policy::may_look_back(who, &panel).is_ok();
        let settled = match queries::settled(conn, request.id).await {
            Err(Error::Refused(why)) => Some(why),
            other => other.map(|()| None)?,
        };
        let active = queries::active(conn, request.id).await?;
        let declined = queries::declined(conn, request.id).await?;
        let withdrawing = withdrawing::queries::of(conn, request.id).await?;
        let ending = ending::queries::waiting(conn, request.id).await?;
        let low = LowPrices::of(conn, request.id, now).await?;
        let named = active.as_ref().and_then(|it| ranking.as_ref()?.of(it.bid_id));
        let (mut judged, mut check) = (None, None);
        if let Some(bid) = named {
            let fitness = queries::fitness(conn, &request, bid, now).await?;
            if active.as_ref().is_some_and(|it| !it.is_approved()) {
                let needed = queries::approvals(conn, &request, bid.price).await?;
                let unfit = policy::is_heard(&fitness.name, low.is_heard(bid));
                let unfit = unfit.and_then(|()| policy::is_fit(&fitness));
                let unfit = unfit.err().map(|it| it.to_string());
                let said = policy::approvals_said(needed, policy::value(bid.price)?);
                judged = Some((said, needed.is_two(), unfit));
            }
            check = Some(rechecking::queries::now(conn, &request, fitness, now).await?);
        }
        let frozen = rechecking::queries::frozen_of(conn, request.id).await?;
        let withdrawn = queries::withdrawn(conn, request.id).await?;
        let held = match active.as_ref().filter(|it| it.is_approved()) {
            Some(award) => challenges::queries::is_held(conn, award.id).await?,
            None => false,
        };
        let contract = match active.as_ref().filter(|it| it.is_approved()) {
            Some(award) => contracts::queries::of_award(conn, award.id).await?,
            None => None,
        };
        let bids = ranking.iter().flat_map(|it| &it.bids).map(|it| it.provider);
        let bids: Vec<ProviderId> = bids.collect();
        let people = active.iter().chain(&declined).chain(&withdrawn);
        let people = people
            .flat_map(|it| [Some(it.recommended_by), it.first_approved_by, it.approved_by])
            .chain(withdrawing.iter().flat_map(|it| [Some(it.proposed_by), it.decided_by, None]))
            .flatten();
        let people: Vec<UserId> = people.collect();
        Ok(Found {
            providers: evaluation::queries::provider_names(conn, &bids).await?,
            people: evaluation::queries::names(conn, &people).await?,
            lacking,
            settled,
            judged,
            held,
            letters: letters::queries::of(conn, request.id).await?,
            looks_back: looks_back && ranking.is_some(),
            to_declare: conflicts::queries::to_declare(conn, &request, who).await?,
            withdrawing,
            ending,
            contract,
            withdrawn,
            low,
            check,
            frozen,
            now,
            request,
            ranking,
            active,
            declined,
        })
    })
    .await
}

impl Found {
    fn provider_of(&self, bid: BidId) -> String {
        let provider = self.ranking.as_ref().and_then(|it| it.of(bid)).map(|it| it.provider);
        provider.and_then(|it| self.providers.get(&it)).cloned().unwrap_or_default()
    }

    fn person(&self, id: UserId) -> String {
        self.people.get(&id).cloned().unwrap_or_default()
    }

    fn read(&self, award: &Award) -> AwardRead {
        let decided = award.approved_by.map(|by| self.person(by)).unwrap_or_default();
        let at = award.approved_at.map(|at| format!(", {}", uk_time::full(at))).unwrap_or_default();
        let first = award.first_approved_by.zip(award.first_approved_at);
        let left = award.may_sign_from.filter(|it| *it > self.now);
        AwardRead {
            first_approved: first
                .map(|(by, at)| format!("{}, {}", self.person(by), uk_time::full(at)))
                .unwrap_or_default(),
            may_sign_iso: award.may_sign_from.map(uk_time::iso).unwrap_or_default(),
            left: left.map(|it| uk_time::in_words(self.now, it)).unwrap_or_default(),
            provider: self.provider_of(award.bid_id),
            reason: award.reason.clone(),
            recommended: format!(
                "{}, {}",
                self.person(award.recommended_by),
                uk_time::full(award.recommended_at)
            ),
            decided: format!("{decided}{at}"),
            may_sign_from: award.may_sign_from.map(uk_time::full).unwrap_or_default(),
            decline_reason: award.decline_reason.clone(),
            is_approved: award.is_approved(),
            taken_back: award.state == AwardState::TakenBack,
        }
    }

    fn rows(&self) -> Vec<RankingRow> {
        let Some(ranking) = &self.ranking else { return Vec::new() };
        // What was found when the award was decided stands.
        let lacking = self.frozen.as_ref().map_or(&self.lacking, |it| &it.check.lacking);
        let row = |it: &RankedBid| {
            let lacks = lacking.get(&it.bid).cloned().unwrap_or_default();
            ranking_row(ranking, it, self.provider_of(it.bid), (self.low.said(it), lacks))
        };
        ranking.bids.iter().map(row).collect()
    }

    /// The check of the award that was decided, and what differs now.
    fn check(&self) -> Option<CheckRead> {
        let winner = self.active.as_ref().filter(|it| it.is_approved())?.bid_id;
        let frozen = self.frozen.as_ref()?;
        let (then, now) = (frozen.check.of(winner), self.check.as_ref()?.of(winner));
        Some(CheckRead { at: uk_time::full(frozen.at), differs: then != now, then, now })
    }

    /// The letters of one award, each with the name of whom it went to.
    fn letters_of(&self, award: AwardId) -> Vec<SentRead> {
        let read = |it: &Sent| SentRead {
            to: self.provider_of(it.bid),
            href: format!("/requests/{}/award/letters/{}", self.request.reference, it.id),
        };
        self.letters.iter().filter(|it| it.award == award).map(read).collect()
    }

    /// The awards that were withdrawn, the newest first.
    fn withdrawn(&self) -> Vec<WithdrawnRead> {
        let made = |it: &&Withdrawal| it.state == WithdrawalState::Made;
        let read = |award: &Award| {
            let over = self.withdrawing.iter().filter(made).find(|it| it.award_id == award.id);
            let done = over.and_then(|it| it.decided_by.zip(it.decided_at));
            let price = self.ranking.as_ref().and_then(|it| it.of(award.bid_id)).map(|it| it.price);
            WithdrawnRead {
                award: self.read(award),
                value: price.map(|it| it.to_string()).unwrap_or_default(),
                why: over.map(|it| it.reason.clone()).unwrap_or_default(),
                proposed: over
                    .map(|it| self.signed(it.proposed_by, it.proposed_at))
                    .unwrap_or_default(),
                confirmed: done.map(|(by, at)| self.signed(by, at)).unwrap_or_default(),
                letters: self.letters_of(award.id),
            }
        };
        self.withdrawn.iter().rev().map(read).collect()
    }

    fn signed(&self, by: UserId, at: Moment) -> String {
        format!("{}, {}", self.person(by), uk_time::full(at))
    }

    /// The bids that may be recommended, best first.
    fn choices(&self) -> Vec<Choice> {
        let bids = self.ranking.iter().flat_map(|it| &it.bids);
        let fit = bids.filter(|it| it.disqualified.is_none() && it.rank == Some(1));
        let choice = |it: &RankedBid| {
            let rank = it.rank.unwrap_or_default();
            let label = format!("{} – place {rank}, {}", self.provider_of(it.bid), it.price);
            let hint = match it.abnormally_low {
                true => format!("Abnormally low price: {}", self.low.said(it)),
                false => String::new(),
            };
            Choice { hint, ..Choice::new(it.bid.to_string(), label) }
        };
        fit.map(choice).collect()
    }
}

async fn drawn(
    who: &Reader,
    frame: Frame,
    db: &Db,
    reference: &str,
    typed: Typed,
) -> Result<AwardPage> {
    let now = db.now().await?;
    let found = found(db, who, reference, now).await?;
    let (request, active) = (&found.request, found.active.as_ref());
    let locked = found.ranking.is_some();
    // A bid that cannot be recommended yet is not chosen beforehand.
    let top = found.ranking.as_ref().and_then(Ranking::first).filter(|it| found.low.is_heard(it));
    let top = top.map(|it| it.bid.to_string());
    let form = typed
        .recommend
        .unwrap_or_else(|| RecommendForm { bid: top.unwrap_or_default(), reason: String::new() });
    let judged = who.judge(|member| policy::may_decide(member, active, AwardEvent::Approve));
    let declines = who.judge(|member| policy::may_decide(member, active, AwardEvent::Decline));
    let takes_back = who.judge(|member| policy::may_take_back(member, active));
    let recommends =
        who.judge(|member| policy::may_recommend(member, request, active, locked, now));
    let at = (active, found.ending.as_ref());
    let ends = who.judge(|member| ending::policy::may_propose(member, request, at, now));
    let bids = found.ranking.iter().flat_map(|it| &it.bids);
    let unheard = bids.filter(|it| it.disqualified.is_none() && !found.low.is_heard(it));
    let open = found.to_declare.is_none() && found.settled.is_none();
    let named = active.and_then(|it| found.ranking.as_ref()?.of(it.bid_id));
    let (approvals, takes_two, unfit) = found.judged.clone().unwrap_or_default();
    Ok(AwardPage {
        frame,
        rows: found.rows(),
        per_point: request.price_method == PriceMethod::PerQualityPoint,
        award: active.map(|it| found.read(it)),
        declined: found.declined.iter().map(|it| found.read(it)).collect(),
        may_recommend: recommends.is_ok() && open && found.ending.is_none(),
        unheard: unheard.map(|it| found.provider_of(it.bid)).collect(),
        low: named.map(|it| found.low.said(it)).unwrap_or_default(),
        choices: found.choices(),
        form,
        may_approve: judged.is_ok() && open,
        may_decline: declines.is_ok() && found.to_declare.is_none(),
        may_take_back: takes_back.is_ok() && found.to_declare.is_none(),
        another_first: active.is_some_and(|it| it.first_approved_by.is_none()) && takes_two,
        refusal: judged.err().or(found.settled.clone()).unwrap_or_default(),
        unsettled: found.settled.clone().unwrap_or_default(),
        decline: typed.decline,
        back: typed.back,
        looks_back: found.looks_back,
        drawn_up: found.contract.as_ref().map(|it| {
            (it.path(), format!("{}: {}", it.reference, it.stands(uk_time::date_of(now))))
        }),
        draws_up: who.has(Role::ContractManager),
        takes_records: record::policy::takes_records(who).is_ok(),
        reads_only: who.is_auditor(),
        may_end: ends.is_ok() && open,
        ending_waits: found.ending.is_some(),
        check: found.check(),
        letters: active.map(|it| found.letters_of(it.id)).unwrap_or_default(),
        to_declare: found.to_declare.clone().unwrap_or_default(),
        approvals,
        unfit: unfit.unwrap_or_default(),
        held: found.held,
        withdrawn: found.withdrawn(),
        withdrawal_waits: found.withdrawing.iter().any(Withdrawal::waits),
        mistakes: typed.mistakes,
        request: found.request.clone(),
    })
}

/// POST /requests/{reference}/award
pub async fn recommend(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = RecommendForm::typed(&posted);
    let new = match form.parse() {
        Ok(new) => new,
        Err(mistakes) => {
            let typed = Typed { recommend: Some(form), mistakes, ..Typed::default() };
            return page::mistaken(&drawn(&Reader::of(&who), frame, &db, &path, typed).await?);
        }
    };
    let once = posted.once();
    db.act(&who.by, async |tx| acts::recommend(tx, &who, &path, &new, once).await).await?;
    let said = "You have recommended the award. Another person must approve it.";
    Ok(page::go_to_saying(format!("/requests/{path}/award"), said))
}

/// POST /requests/{reference}/award/approval
pub async fn approve(
    who: Approver,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    let came = db.act(&who.by, async |tx| acts::approve(tx, &who, &path, once).await).await?;
    let said = match came {
        Approval::First => "You have approved the award. A second approver must agree to it.",
        Approval::Last => "The award is approved. Every bidder has their outcome letter.",
    };
    Ok(page::go_to_saying(format!("/requests/{path}/award"), said))
}

/// POST /requests/{reference}/award/refusal
pub async fn decline(
    who: Approver,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let decline = WordsForm::typed(&posted, "decline");
    let reason = match decline.parse("decline", "why you decline this award") {
        Ok(reason) => reason,
        Err(mistakes) => {
            let typed = Typed { decline, mistakes, ..Typed::default() };
            return page::mistaken(&drawn(&Reader::of(&who), frame, &db, &path, typed).await?);
        }
    };
    let once = posted.once();
    db.act(&who.by, async |tx| acts::decline(tx, &who, &path, &reason, once).await).await?;
    let said = "The award is declined. The requester can recommend again.";
    Ok(page::go_to_saying(format!("/requests/{path}/award"), said))
}

/// POST /requests/{reference}/award/retraction
pub async fn take_back(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let back = WordsForm::typed(&posted, "back");
    let reason = match back.parse("back", "why you take the recommendation back") {
        Ok(reason) => reason,
        Err(mistakes) => {
            let typed = Typed { back, mistakes, ..Typed::default() };
            return page::mistaken(&drawn(&Reader::of(&who), frame, &db, &path, typed).await?);
        }
    };
    let once = posted.once();
    db.act(&who.by, async |tx| acts::take_back(tx, &who, &path, &reason, once).await).await?;
    let said = "The recommendation is taken back. Another can be made.";
    Ok(page::go_to_saying(format!("/requests/{path}/award"), said))
}

/// GET /requests/{reference}/award/approval
/// GET /requests/{reference}/award/refusal
/// GET /requests/{reference}/award/retraction
pub async fn back(who: Reader, db: Data<Db>, path: Path<String>) -> Result<HttpResponse> {
    let request =
        db.read(async |conn| compared::queries::readable(conn, &who, &path).await).await?;
    Ok(page::go_to(format!("/requests/{}/award", request.reference)))
}
