//! Setting the day, and reminding those who are late.

use serde::Serialize;
use uuid::Uuid;

use super::policy::{self, Refusal};
use super::{mail, queries};
use crate::accounts::roles::ForceMember;
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::evaluation;
use crate::evaluation::panel;
use crate::framework;
use crate::outbox::Recipient;
use crate::requests;
use crate::requests::model::{Phase, Request};
use crate::types::ids::{RequestId, UserId};
use crate::types::time::Moment;

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum DueHappened {
    Set {
        #[serde(skip)]
        request: Uuid,
        due_at: Moment,
    },
    Reminded {
        #[serde(skip)]
        request: Uuid,
        due_at: Moment,
        people: Vec<UserId>,
    },
}

impl Happened for DueHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Set { .. } => "scoring.due_set",
            Self::Reminded { .. } => "scoring.reminded",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Set { request, .. } | Self::Reminded { request, .. } => *request,
        }
    }
}

/// Reckons by when bids that are opened now are to be scored: a part of the
/// opening, which is recorded.
pub(in crate::evaluation) async fn reckon(tx: &mut Tx<'_>, request: &Request) -> Result<Moment> {
    let now = tx.now();
    let calendar = framework::queries::working_days(tx.conn()).await?;
    let due_at = policy::usual(now, &calendar);
    queries::set(tx.conn(), request.id, due_at, (None, now)).await?;
    Ok(due_at)
}

/// Sets by when every bid is to be scored, and tells the panel.
pub async fn set(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    due_at: Moment,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = requests::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/panel")).await?;
    let lock = evaluation::queries::lock_of(tx.conn(), request.id).await?;
    let panel = panel::queries::panel(tx.conn(), &request).await?;
    policy::may_set(who, &request, lock.as_ref(), &panel, now)?;
    queries::set(tx.conn(), request.id, due_at, (Some(who.user), now)).await?;
    let to = panel.members.into_iter().map(|it| it.who);
    let to: Vec<Recipient> = to.filter(|it| it.user != who.user).collect();
    tx.tell(&to, &mail::set(&request, due_at)).await?;
    tx.record(&DueHappened::Set { request: request.id.uuid(), due_at }, ()).await
}

/// Reminds everyone on a panel who is late, and tells those who wait for them.
/// Several workers may try at once: the request is held meanwhile, and whoever
/// comes second finds nobody to remind.
pub async fn remind(tx: &mut Tx<'_>, id: RequestId) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = requests::queries::lock(tx.conn(), id).await?;
    let lock = evaluation::queries::lock_of(tx.conn(), id).await?;
    let due = queries::of(tx.conn(), id).await?.ok_or(Refusal::NothingDue)?;
    if lock.is_some() || request.phase(now) != Phase::Evaluating {
        return Err(Refusal::NothingDue.into());
    }
    let panel = panel::queries::panel(tx.conn(), &request).await?;
    let told = queries::told(tx.conn(), id, due.due_at).await?;
    let late = policy::late(&panel, due.due_at, &told, now);
    if late.is_empty() {
        return Err(Refusal::NothingDue.into());
    }
    let mut people = Vec::new();
    for member in &late {
        queries::note(tx.conn(), id, (member.who.user, due.due_at), now).await?;
        let message = mail::overdue(&request, due.due_at, member);
        tx.tell(std::slice::from_ref(&member.who), &message).await?;
        people.push(member.who.user);
    }
    let waiting = evaluation::acts::moderators(tx, &request, &panel).await?;
    let waiting: Vec<Recipient> =
        waiting.into_iter().filter(|it| !people.contains(&it.user)).collect();
    tx.tell(&waiting, &mail::waited_for(&request, due.due_at, late.len())).await?;
    let event = DueHappened::Reminded { request: id.uuid(), due_at: due.due_at, people };
    tx.record(&event, ()).await
}
