//! What does not go smoothly: a conflict of interest, a panel that is changed
//! late, a price that is too low to be believed unasked, and a challenge.

use anyhow::{Context, Result};
use chrono::TimeDelta;

use super::briefs::Brief;
use super::deciding;
use super::stage::{Stage, once};
use crate::accounts::roles::{Approver, Bidder, Evaluator, ProviderMember, Requester};
use crate::awards::challenges;
use crate::bids;
use crate::bids::model::OwnBid;
use crate::error::Error;
use crate::evaluation::conflicts::model::Declaration;
use crate::evaluation::explaining::forms::Question;
use crate::evaluation::panel::model::NewPanel;
use crate::evaluation::{conflicts, explaining, panel};
use crate::requests;
use crate::types::time::Moment;

/// An evaluator declares a conflict of interest with one company, and none
/// with the others.
pub async fn declare(
    stage: &Stage,
    at: Moment,
    brief: &Brief,
    (by, with, words): (&str, &str, &str),
) -> Result<()> {
    let reference = stage.request(brief)?;
    let (who, company): (Evaluator, ProviderMember) = (stage.who(by)?, stage.who(with)?);
    let bidders = stage
        .db
        .read(async |conn| {
            let request = requests::queries::public(conn, reference).await?;
            conflicts::queries::bidders(conn, request.id, who.user).await
        })
        .await?;
    let declared = bidders.into_iter().map(|it| {
        let conflict = it.provider == company.provider;
        let words = if conflict { words.to_owned() } else { String::new() };
        Declaration { bid: it.bid, conflict, words }
    });
    let said: Vec<Declaration> = declared.collect();
    stage
        .at(at)
        .act(&who.by, async |tx| conflicts::acts::declare(tx, &who, reference, &said, once()).await)
        .await?;
    Ok(())
}

/// The requester has one evaluator take the place of another.
pub async fn change_panel(
    stage: &Stage,
    at: Moment,
    brief: &Brief,
    (leaves, comes, reason): (&str, &str, &str),
) -> Result<()> {
    let reference = stage.request(brief)?;
    let who: Requester = stage.who(brief.desk.requester)?;
    let (leaves, comes): (Evaluator, Evaluator) = (stage.who(leaves)?, stage.who(comes)?);
    let before = stage
        .db
        .read(async |conn| {
            let request = requests::queries::public(conn, reference).await?;
            panel::queries::panel(conn, &request).await
        })
        .await?;
    let stay = before.named.iter().copied().filter(|it| *it != leaves.user);
    let people = stay.chain([comes.user]).collect();
    let chair = before.chosen.filter(|it| *it != leaves.user);
    let new = NewPanel { people, chair, reason: reason.to_owned() };
    let seen = before.stamp();
    stage
        .at(at)
        .act(&who.by, async |tx| {
            panel::acts::change(tx, &who, reference, (&new, &seen), once()).await
        })
        .await?;
    Ok(())
}

/// What a company bid on a request.
async fn bid_of(stage: &Stage, brief: &Brief, who: &Bidder) -> Result<OwnBid> {
    let reference = stage.request(brief)?;
    let found = stage.db.read(async |conn| {
        let request = requests::queries::public(conn, reference).await?;
        bids::queries::own_on(conn, who.provider, request.id).await?.ok_or(Error::NotFound)
    });
    Ok(found.await?)
}

/// The requester asks how a low price is possible, to be answered in a week.
pub async fn ask_about_price(
    stage: &Stage,
    at: Moment,
    brief: &Brief,
    (bidder, question): (&str, &str),
) -> Result<()> {
    let reference = stage.request(brief)?;
    let who: Requester = stage.who(brief.desk.requester)?;
    let bid = bid_of(stage, brief, &stage.who(bidder)?).await?.id;
    let new = Question { bid, question: question.to_owned(), due_at: at + TimeDelta::days(7) };
    stage
        .at(at)
        .act(&who.by, async |tx| explaining::acts::ask(tx, &who, reference, &new, once()).await)
        .await?;
    Ok(())
}

/// The bidder explains its price.
pub async fn explain(
    stage: &Stage,
    at: Moment,
    brief: &Brief,
    (bidder, answer): (&str, &str),
) -> Result<()> {
    let who: Bidder = stage.who(bidder)?;
    let bid = bid_of(stage, brief, &who).await?.reference;
    stage
        .at(at)
        .act(&who.by, async |tx| explaining::acts::answer(tx, &who, &bid, answer, once()).await)
        .await?;
    Ok(())
}

/// The approver accepts the explanation.
pub async fn accept(stage: &Stage, at: Moment, brief: &Brief, reason: &str) -> Result<()> {
    let reference = stage.request(brief)?;
    let who: Approver = stage.who(brief.desk.approver)?;
    deciding::declare(stage, at - TimeDelta::minutes(6), brief, &who).await?;
    let all = stage
        .db
        .read(async |conn| {
            let request = requests::queries::public(conn, reference).await?;
            explaining::queries::of(conn, request.id).await
        })
        .await?;
    let id = all.first().context("nobody was asked about a price")?.id;
    stage
        .at(at)
        .act(&who.by, async |tx| {
            explaining::acts::accept(tx, &who, reference, id, reason, once()).await
        })
        .await?;
    Ok(())
}

/// A bidder that did not win challenges the award, and signing waits.
pub async fn challenge(
    stage: &Stage,
    at: Moment,
    brief: &Brief,
    (bidder, words): (&str, &str),
) -> Result<()> {
    let who: Bidder = stage.who(bidder)?;
    let bid = bid_of(stage, brief, &who).await?.reference;
    stage
        .at(at)
        .act(&who.by, async |tx| challenges::acts::raise(tx, &who, &bid, words, once()).await)
        .await?;
    Ok(())
}

/// The approver answers it and lifts the hold.
pub async fn lift(stage: &Stage, at: Moment, brief: &Brief, decision: &str) -> Result<()> {
    let reference = stage.request(brief)?;
    let who: Approver = stage.who(brief.desk.approver)?;
    let all = stage
        .db
        .read(async |conn| {
            let request = requests::queries::public(conn, reference).await?;
            challenges::queries::of(conn, request.id).await
        })
        .await?;
    let id = all.first().context("nobody challenged the award")?.id;
    stage
        .at(at)
        .act(&who.by, async |tx| {
            challenges::acts::lift(tx, &who, reference, id, decision, once()).await
        })
        .await?;
    Ok(())
}
