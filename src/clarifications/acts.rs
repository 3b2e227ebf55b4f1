//! Asking, answering, and correcting an answer.

use serde::Serialize;
use uuid::Uuid;

use super::forms::NewAnswer;
use super::policy::{self, Refusal};
use super::queries::Given;
use super::{mail, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::{ForceMember, ProviderMember};
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::providers;
use crate::requests;
use crate::types::uk_time;

/// What the audit trail can say of a clarification. Asking is about the
/// clarification, so that the asker is not in the request's history.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum ClarificationHappened {
    Asked {
        #[serde(skip)]
        clarification: Uuid,
    },
    Answered {
        #[serde(skip)]
        request: Uuid,
        number: i32,
        with: Vec<i32>,
        reworded: bool,
    },
    Corrected {
        #[serde(skip)]
        request: Uuid,
        number: i32,
    },
}

impl Happened for ClarificationHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Asked { .. } => "clarification.asked",
            Self::Answered { .. } => "clarification.answered",
            Self::Corrected { .. } => "clarification.corrected",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Asked { clarification } => *clarification,
            Self::Answered { request, .. } | Self::Corrected { request, .. } => *request,
        }
    }
}

/// Asks a question about a published request, for a provider that may bid.
pub async fn ask(
    tx: &mut Tx<'_>,
    who: &ProviderMember,
    reference: &str,
    question: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let id = requests::queries::public(tx.conn(), reference).await?.id;
    tx.once(once, &format!("/opportunities/{reference}#questions")).await?;
    let request = requests::queries::lock(tx.conn(), id).await?;
    let now = tx.now();
    policy::may_ask(&request, who.provider, now)?;
    let standing = providers::queries::standing(tx.conn(), who.provider).await?;
    let lot = request.lot_code.as_deref().unwrap_or_default();
    let bars = providers::policy::bars_to_bidding(&standing, lot, uk_time::date_of(now));
    if let Some(bar) = bars.into_iter().next() {
        return Err(bar.into());
    }
    let asked = queries::insert(tx.conn(), id, who, question, now).await?;
    let force =
        accounts::queries::people_of_force(tx.conn(), request.force_id, &[Role::Requester]).await?;
    tx.tell(&force, &mail::asked(&request, &asked)).await?;
    tx.record(&ClarificationHappened::Asked { clarification: asked.id.uuid() }, ()).await
}

/// Answers a question, or several as one, once, for everyone.
pub async fn answer(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    new: &NewAnswer,
    once: Once,
) -> Result<Recorded<()>> {
    let request = requests::queries::own(tx.conn(), who, reference).await?;
    let mut asked = Vec::new();
    for number in &new.numbers {
        asked.push(queries::lock(tx.conn(), request.id, *number).await?);
    }
    tx.once(once, &format!("/requests/{reference}/clarifications")).await?;
    let first = asked.first().ok_or(Error::NotFound)?;
    let now = tx.now();
    for it in &asked {
        policy::may_answer(&request, it, now)?;
        let given = Given {
            by: who.user,
            at: now,
            answer: &new.answer,
            reworded: new.reworded.as_deref(),
            with: (asked.len() > 1).then_some(first.number),
        };
        queries::answer(tx.conn(), it.id, &given).await?;
    }
    let people = requests::engaged::queries::people(tx.conn(), request.id).await?;
    tx.tell(&people, &mail::answered(&request, first, &new.numbers)).await?;
    let event = ClarificationHappened::Answered {
        request: request.id.uuid(),
        number: first.number,
        with: new.numbers.clone(),
        reworded: new.reworded.is_some(),
    };
    tx.record(&event, ()).await
}

/// Corrects an answer, for everyone; what it said before stays to be read.
pub async fn correct(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    number: i32,
    answer: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let request = requests::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/clarifications")).await?;
    let now = tx.now();
    let asked = queries::lock(tx.conn(), request.id, number).await?;
    policy::may_correct(&request, &asked, now)?;
    if asked.answered() == answer {
        return Err(Refusal::Same.into());
    }
    let group = queries::lock_group(tx.conn(), request.id, asked.leads()).await?;
    for it in &group {
        queries::correct(tx.conn(), it.id, (who.user, now, answer)).await?;
    }
    let numbers: Vec<i32> = group.iter().map(|it| it.number).collect();
    let people = requests::engaged::queries::people(tx.conn(), request.id).await?;
    tx.tell(&people, &mail::corrected(&request, &asked, &numbers, now)).await?;
    let event = ClarificationHappened::Corrected { request: request.id.uuid(), number };
    tx.record(&event, ()).await
}
