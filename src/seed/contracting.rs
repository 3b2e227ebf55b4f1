//! A contract is drawn up, signed by both sides, and varied.

use anyhow::{Context, Result, bail};
use chrono::TimeDelta;

use super::briefs::Brief;
use super::stage::{Stage, once};
use crate::accounts::roles::{Approver, ContractManager, ProviderAdmin};
use crate::contracts;
use crate::contracts::approving;
use crate::contracts::approving::acts::Approved;
use crate::contracts::forms::Particulars;
use crate::contracts::signing::acts as signing;
use crate::contracts::signing::forms::Signature;
use crate::contracts::variations;
use crate::contracts::variations::model::Proposal;
use crate::contracts::versions;
use crate::error::Error;
use crate::requests;
use crate::types::time::Moment;

/// Signs contracts for Northshire.
const SIGNS: &str = "contracts@northshire.example";

/// What a variation of the story changes.
#[derive(Debug, Clone, Copy)]
pub enum Change {
    /// How many days each person of a role works.
    Days(&'static str, i32),
    /// What is agreed beside the request and the bid.
    Particulars(&'static str),
}

/// The force draws up the contract.
pub async fn draw_up(stage: &mut Stage, at: Moment, brief: &Brief) -> Result<()> {
    let who: ContractManager = stage.who(SIGNS)?;
    let reference = stage.request(brief)?;
    let usual = Particulars::default();
    let contract = stage
        .at(at)
        .act(&who.by, async |tx| contracts::acts::offer(tx, &who, reference, &usual, once()).await)
        .await?;
    stage.drawn_up(brief, contract.reference);
    Ok(())
}

/// A signature to what waits to be signed.
async fn signature(stage: &Stage, reference: &str, name: &str, role: &str) -> Result<Signature> {
    let sha256 =
        stage.db.read(async |conn| contracts::queries::to_be_signed(conn, reference).await).await?;
    Ok(Signature { name: name.to_owned(), role: role.to_owned(), sha256 })
}

/// The provider signs.
pub async fn sign_for_provider(stage: &Stage, at: Moment, brief: &Brief, by: &str) -> Result<()> {
    let who: ProviderAdmin = stage.who(by)?;
    let reference = stage.contract(brief)?;
    let signature = signature(stage, reference, &who.name, "Managing director").await?;
    stage
        .at(at)
        .act(&who.by, async |tx| {
            signing::sign_for_provider(tx, &who, reference, &signature, once()).await
        })
        .await?;
    Ok(())
}

/// The force signs.
pub async fn sign_for_force(stage: &Stage, at: Moment, brief: &Brief) -> Result<()> {
    let who: ContractManager = stage.who(SIGNS)?;
    let reference = stage.contract(brief)?;
    let signature = signature(stage, reference, &who.name, "Head of contracts").await?;
    stage
        .at(at)
        .act(&who.by, async |tx| {
            signing::sign_for_force(tx, &who, reference, &signature, once()).await
        })
        .await?;
    Ok(())
}

/// What the contract says now, but for one thing.
async fn proposal(stage: &Stage, brief: &Brief, change: Change, reason: &str) -> Result<Proposal> {
    let reference = stage.request(brief)?;
    let now = stage.db.read(async |conn| {
        let request = requests::queries::public(conn, reference).await?;
        let contract = contracts::queries::of_request(conn, request.id).await?;
        let contract = contract.ok_or(Error::NotFound)?;
        versions::queries::priced(conn, contract.id, contract.version).await
    });
    let now = now.await?;
    let mut new = Proposal {
        schedule: now.schedule,
        ends_on: now.version.ends_on,
        measures: now.version.measures,
        particulars: now.version.particulars,
        reason: reason.to_owned(),
    };
    match change {
        Change::Days(role, days) => {
            let line = new.schedule.lines.iter_mut().find(|it| it.title == role);
            line.with_context(|| format!("nobody is paid as {role}"))?.days = Some(days);
        }
        Change::Particulars(text) => text.clone_into(&mut new.particulars),
    }
    Ok(new)
}

/// The force proposes to vary it.
pub async fn vary(
    stage: &Stage,
    at: Moment,
    brief: &Brief,
    (change, reason): (Change, &str),
) -> Result<()> {
    let who: ContractManager = stage.who(SIGNS)?;
    let reference = stage.contract(brief)?;
    let new = proposal(stage, brief, change, reason).await?;
    stage
        .at(at)
        .act(&who.by, async |tx| variations::acts::propose(tx, &who, reference, &new, once()).await)
        .await?;
    Ok(())
}

/// Other people of the force approve version `number`, as many as its value takes.
pub async fn approve(stage: &Stage, at: Moment, brief: &Brief, number: i32) -> Result<()> {
    let reference = stage.contract(brief)?;
    let approvers = [Some(brief.desk.approver), brief.desk.second_approver];
    for (minutes, approver) in (0..).step_by(35).zip(approvers.into_iter().flatten()) {
        let who: Approver = stage.who(approver)?;
        let came = stage
            .at(at + TimeDelta::minutes(minutes))
            .act(&who.by, async |tx| {
                approving::acts::approve(tx, &who, reference, number, once()).await
            })
            .await?;
        if came == Approved::Last {
            return Ok(());
        }
    }
    bail!("the variation of {reference} takes more approvers than there are")
}
