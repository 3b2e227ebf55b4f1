//! Bids are opened, scored and ranked, and an award is made.

use anyhow::{Context, Result, bail};
use chrono::TimeDelta;

use super::briefs::Brief;
use super::offers::Offer;
use super::offers::reasons::{Voice, reason};
use super::stage::{CALL, Stage, once};
use crate::accounts::roles::{Approver, Evaluator, ForceMember, ProviderMember, Requester};
use crate::audit::Actor;
use crate::awards;
use crate::awards::acts::Approval;
use crate::awards::forms::Recommendation;
use crate::awards::standstill;
use crate::bids;
use crate::error::Error;
use crate::evaluation;
use crate::evaluation::conflicts::model::Declaration;
use crate::evaluation::forms::Given;
use crate::evaluation::{acts, conflicts, moderation, opening};
use crate::requests;
use crate::types::time::Moment;

/// How many standstills end between two scenes.
const MOST_STANDSTILLS: i64 = 20;

/// Two people open the bids.
pub async fn open(stage: &Stage, at: Moment, brief: &Brief) -> Result<()> {
    let reference = stage.request(brief)?;
    let first: ForceMember = stage.who(brief.desk.requester)?;
    let second: ForceMember = stage.who(brief.desk.approver)?;
    for (minutes, who) in [(0, first), (14, second)] {
        stage
            .at(at + TimeDelta::minutes(minutes))
            .act(&who.by, async |tx| {
                opening::acts::confirm(tx, &stage.keys, &who, reference, once()).await
            })
            .await?;
    }
    Ok(())
}

/// One evaluator scores these bids.
pub async fn score(
    stage: &Stage,
    at: Moment,
    brief: &Brief,
    offers: &[Offer],
    voice: Voice,
) -> Result<()> {
    let place = if voice == Voice::First { 0 } else { 1 };
    let email = brief.desk.panel.get(place).context("the panel is smaller than that")?;
    score_as(stage, at, brief, offers, (email, voice)).await
}

/// Somebody who may not have been on the panel from the first scores them.
pub async fn score_as(
    stage: &Stage,
    at: Moment,
    brief: &Brief,
    offers: &[Offer],
    (email, voice): (&str, Voice),
) -> Result<()> {
    let reference = stage.request(brief)?;
    let who: Evaluator = stage.who(email)?;
    declare(stage, at - TimeDelta::minutes(6), brief, &who).await?;
    for (minutes, offer) in (0..).step_by(8).zip(offers) {
        let given = judged(stage, brief, offer, voice).await?;
        stage
            .at(at + TimeDelta::minutes(minutes))
            .act(&who.by, async |tx| acts::save_scores(tx, &who, reference, &given).await)
            .await?;
    }
    Ok(())
}

/// Somebody declares to have no conflict of interest with anyone who bid.
pub(super) async fn declare(
    stage: &Stage,
    at: Moment,
    brief: &Brief,
    who: &ForceMember,
) -> Result<()> {
    let reference = stage.request(brief)?;
    let bidders = stage
        .db
        .read(async |conn| {
            let request = requests::queries::public(conn, reference).await?;
            conflicts::queries::bidders(conn, request.id, who.user).await
        })
        .await?;
    let none = |bid| Declaration { bid, conflict: false, words: String::new() };
    let said: Vec<Declaration> = bidders.into_iter().map(|it| none(it.bid)).collect();
    stage
        .at(at)
        .act(&who.by, async |tx| conflicts::acts::declare(tx, who, reference, &said, once()).await)
        .await?;
    Ok(())
}

/// The panel agrees as its chair writes down, or the requester where it has
/// none, and quality is locked.
pub async fn agree(stage: &Stage, at: Moment, brief: &Brief, offers: &[Offer]) -> Result<()> {
    let reference = stage.request(brief)?;
    let requester: Requester = stage.who(brief.desk.requester)?;
    declare(stage, at - TimeDelta::minutes(6), brief, &requester).await?;
    let who: ForceMember = stage.who(brief.desk.chair.unwrap_or(brief.desk.requester))?;
    for (minutes, offer) in (0..).step_by(8).zip(offers) {
        let given = judged(stage, brief, offer, Voice::Agreed).await?;
        stage
            .at(at + TimeDelta::minutes(minutes))
            .act(&who.by, async |tx| {
                moderation::acts::agree(tx, &who, reference, (&given, None)).await
            })
            .await?;
    }
    stage
        .at(at + TimeDelta::minutes(25))
        .act(&who.by, async |tx| {
            moderation::acts::lock(tx, &stage.keys, &who, reference, once()).await
        })
        .await?;
    Ok(())
}

async fn judged(stage: &Stage, brief: &Brief, offer: &Offer, voice: Voice) -> Result<Vec<Given>> {
    let reference = stage.request(brief)?;
    let bidder: ProviderMember = stage.who(offer.bidder)?;
    let (bid, criteria) = stage
        .db
        .read(async |conn| {
            let request = requests::queries::public(conn, reference).await?;
            let bid = bids::queries::own_on(conn, bidder.provider, request.id).await?;
            let criteria = requests::queries::criteria_of(conn, request.id).await?;
            Ok((bid.ok_or(Error::NotFound)?, criteria))
        })
        .await?;
    let mut given = Vec::new();
    for (asked, scores) in brief.questions.iter().zip(offer.scores) {
        let criterion = criteria.iter().find(|it| it.question == asked.question);
        let score = match voice {
            Voice::First => scores.0,
            Voice::Second => scores.1,
            Voice::Agreed => scores.2,
        };
        given.push(Given {
            bid: bid.id,
            criterion: criterion.context("no such criterion")?.id,
            score,
            reason: reason(voice, asked.criterion, score),
        });
    }
    Ok(given)
}

/// Whoever is concerned is told of each standstill that ends by `at`, at the
/// moment it ends; or at `at` if something held it up until `before`.
pub async fn end_standstills(stage: &Stage, before: Moment, at: Moment) -> Result<()> {
    let over =
        stage.db.read(async |conn| standstill::queries::over(conn, at, MOST_STANDSTILLS).await);
    for request in over.await? {
        let award =
            stage.db.read(async |conn| awards::queries::approved(conn, request).await).await?;
        let ended = award.and_then(|it| it.may_sign_from).filter(|it| *it > before);
        let by = Actor::system(CALL);
        stage
            .at(ended.unwrap_or(at))
            .act(&by, async |tx| standstill::acts::tell(tx, request).await)
            .await?;
    }
    Ok(())
}

/// The requester recommends the bid that came first.
pub async fn recommend(stage: &Stage, at: Moment, brief: &Brief, why: &str) -> Result<()> {
    let reference = stage.request(brief)?;
    let who: Requester = stage.who(brief.desk.requester)?;
    let ranking = stage
        .db
        .read(async |conn| {
            let request = requests::queries::public(conn, reference).await?;
            evaluation::queries::ranking(conn, request.id).await
        })
        .await?;
    let best = ranking.bids.first().context("nobody bid")?;
    let new = Recommendation { bid: best.bid, reason: why.to_owned() };
    stage
        .at(at)
        .act(&who.by, async |tx| awards::acts::recommend(tx, &who, reference, &new, once()).await)
        .await?;
    Ok(())
}

/// The approver approves or, where the value takes two, the second does, and
/// the letters go out.
pub async fn approve(stage: &Stage, at: Moment, brief: &Brief) -> Result<()> {
    let reference = stage.request(brief)?;
    let approvers = [Some(brief.desk.approver), brief.desk.second_approver];
    for (minutes, approver) in (0..).step_by(25).zip(approvers.into_iter().flatten()) {
        let who: Approver = stage.who(approver)?;
        declare(stage, at + TimeDelta::minutes(minutes - 6), brief, &who).await?;
        let came = stage
            .at(at + TimeDelta::minutes(minutes))
            .act(&who.by, async |tx| awards::acts::approve(tx, &who, reference, once()).await)
            .await?;
        if came == Approval::Last {
            return Ok(());
        }
    }
    bail!("the award of “{}” takes more approvers than there are", brief.title)
}
