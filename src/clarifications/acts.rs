//! Asking and answering.

use serde::Serialize;
use uuid::Uuid;

use super::policy::{self, Refusal};
use super::{mail, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::{ForceMember, ProviderMember};
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
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
    },
}

impl Happened for ClarificationHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Asked { .. } => "clarification.asked",
            Self::Answered { .. } => "clarification.answered",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Asked { clarification } => *clarification,
            Self::Answered { request, .. } => *request,
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

/// Answers a question, once, for everyone.
pub async fn answer(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    number: i32,
    answer: &str,
) -> Result<Recorded<()>> {
    let request = requests::queries::own(tx.conn(), who, reference).await?;
    let asked = queries::lock(tx.conn(), request.id, number).await?;
    if asked.answer.is_some() {
        return Err(Refusal::Answered.into());
    }
    let now = tx.now();
    queries::answer(tx.conn(), asked.id, who.user, answer, now).await?;
    let people = requests::engaged::queries::people(tx.conn(), request.id).await?;
    tx.tell(&people, &mail::answered(&request, &asked)).await?;
    let watchers = requests::watching::queries::watchers(tx.conn(), request.id).await?;
    tx.tell(&watchers, &mail::answered(&request, &asked)).await?;
    let request = request.id.uuid();
    tx.record(&ClarificationHappened::Answered { request, number }, ()).await
}
