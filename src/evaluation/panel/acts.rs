//! Changing a panel.

use serde::Serialize;
use uuid::Uuid;

use super::model::NewPanel;
use super::policy::{self, Difference, Refusal};
use super::{mail, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::evaluation;
use crate::outbox::Recipient;
use crate::requests;
use crate::requests::model::Request;
use crate::types::ids::UserId;

#[derive(Debug, Serialize)]
struct PanelChanged {
    #[serde(skip)]
    request: Uuid,
    added: Vec<UserId>,
    removed: Vec<UserId>,
    chair: Option<UserId>,
}

impl Happened for PanelChanged {
    fn action(&self) -> &'static str {
        "panel.changed"
    }

    fn subject(&self) -> Uuid {
        self.request
    }
}

/// Changes the panel of a published request, with a reason. `seen` is what the
/// page was drawn from.
pub async fn change(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    (new, seen): (&NewPanel, &str),
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = requests::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/panel")).await?;
    let lock = evaluation::queries::lock_of(tx.conn(), request.id).await?;
    policy::may_change(who, &request, lock.as_ref(), now)?;
    let panel = queries::panel(tx.conn(), &request).await?;
    if panel.stamp() != seen {
        return Err(Refusal::ChangedMeanwhile.into());
    }
    let evaluators =
        accounts::queries::people_of_force(tx.conn(), request.force_id, &[Role::Evaluator]).await?;
    let known: Vec<UserId> = evaluators.iter().map(|it| it.user).collect();
    let difference = policy::difference(&panel, new, &known)?;
    queries::change(tx.conn(), request.id, (new, &difference), (who.user, now)).await?;
    tell(tx, &request, (new, &difference), &evaluators, !panel.bids.is_empty()).await?;
    evaluation::acts::tell_how_it_stands(tx, &request).await?;
    let event = PanelChanged {
        request: request.id.uuid(),
        added: difference.added,
        removed: difference.removed,
        chair: new.chair,
    };
    tx.record(&event, ()).await
}

async fn tell(
    tx: &mut Tx<'_>,
    request: &Request,
    (new, difference): (&NewPanel, &Difference),
    evaluators: &[Recipient],
    opened: bool,
) -> Result<()> {
    let change = Uuid::now_v7();
    let among = |wanted: &dyn Fn(&UserId) -> bool| -> Vec<Recipient> {
        evaluators.iter().filter(|it| wanted(&it.user)).cloned().collect()
    };
    let added = among(&|it| difference.added.contains(it));
    tx.tell(&added, &mail::added(request, change, opened)).await?;
    let removed = among(&|it| difference.removed.contains(it));
    tx.tell(&removed, &mail::removed(request, change)).await?;
    let chairs = among(&|it| difference.chair && new.chair == Some(*it));
    tx.tell(&chairs, &mail::chairs(request, change)).await?;
    let told =
        |it: &UserId| [&added, &chairs].iter().any(|all| all.iter().any(|one| one.user == *it));
    let rest = among(&|it| new.people.contains(it) && !told(it));
    tx.tell(&rest, &mail::changed(request, change)).await
}
