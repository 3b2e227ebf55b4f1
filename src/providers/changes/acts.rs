//! A provider's side of changes that wait: made, replaced, withdrawn.

use serde::Serialize;
use uuid::Uuid;

use super::model::{Change, ChangeKind, Facts};
use super::{mail, policy, queries};
use crate::accounts::model::Role;
use crate::accounts::queries::operator_people;
use crate::accounts::roles::ProviderAdmin;
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::providers::dossier;
use crate::providers::dossier::model::Paper;
use crate::providers::model::Provider;
use crate::providers::queries as providers;
use crate::types::ids::{ChangeId, ProviderId, SpecialistId, UserId};

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It is in force.
    Now,
    /// It waits for a vetting officer.
    ForReview,
}

impl Saved {
    /// What people read after it.
    pub fn said(self, what: &str) -> String {
        match self {
            Self::Now => format!("{what} saved"),
            Self::ForReview => format!(
                "{what} sent for review: what is in force stays in force until a vetting officer accepts the change"
            ),
        }
    }
}

/// What the audit trail can say about a change.
#[derive(Debug, Serialize)]
struct ChangeHappened {
    #[serde(skip)]
    provider: Uuid,
    #[serde(skip)]
    action: &'static str,
    change: ChangeId,
    kind: ChangeKind,
}

impl Happened for ChangeHappened {
    fn action(&self) -> &'static str {
        self.action
    }

    fn subject(&self) -> Uuid {
        self.provider
    }
}

/// Sends a change for review in place of one that waits about the same thing.
/// Nothing, if the same change already waits.
pub(in crate::providers) async fn send_for_review(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    provider: &Provider,
    (kind, subject): (ChangeKind, &str),
    (before, after): (Option<&Facts>, &Facts),
) -> Result<Option<ChangeId>> {
    let now = tx.now();
    if let Some(open) = queries::open(tx.conn(), provider.id, kind, subject).await? {
        if open.wanted()? == *after {
            return Ok(None);
        }
        take_back(tx, who, &open).await?;
    }
    let sides = (before, after);
    let made = (who.user, now);
    let id = queries::insert(tx.conn(), provider.id, (kind, subject), sides, made).await?;
    let officers = operator_people(tx.conn(), &[Role::VettingOfficer]).await?;
    tx.tell(&officers, &mail::waiting(provider, kind, id)).await?;
    Ok(Some(id))
}

/// Sends what waits about a thing for review again, since what it rests on is
/// no longer what an officer may have seen.
pub(in crate::providers) async fn start_again(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    provider: &Provider,
    (kind, subject): (ChangeKind, &str),
) -> Result<()> {
    let Some(open) = queries::open(tx.conn(), provider.id, kind, subject).await? else {
        return Ok(());
    };
    let (before, after) = (open.held()?, open.wanted()?);
    take_back(tx, who, &open).await?;
    let sides = (before.as_ref(), &after);
    match send_for_review(tx, who, provider, (kind, subject), sides).await? {
        Some(id) => {
            record_sent(tx, who, (kind, id), ()).await?.value();
            Ok(())
        }
        None => Ok(()),
    }
}

/// Takes back whatever waits about a thing, since it was settled otherwise.
pub(in crate::providers) async fn settle(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    (kind, subject): (ChangeKind, &str),
) -> Result<()> {
    match queries::open(tx.conn(), who.provider, kind, subject).await? {
        Some(open) => take_back(tx, who, &open).await,
        None => Ok(()),
    }
}

/// Takes back everything of a provider's that waits.
pub async fn withdraw_all(tx: &mut Tx<'_>, provider: ProviderId, by: UserId) -> Result<()> {
    let now = tx.now();
    let ended = queries::withdraw_all(tx.conn(), provider, (by, now)).await?;
    record_withdrawn(tx, provider, ended).await
}

/// Takes back what waits about a specialist.
pub(in crate::providers) async fn withdraw_of(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    specialist: SpecialistId,
) -> Result<()> {
    let now = tx.now();
    let ended = queries::withdraw_of(tx.conn(), specialist, (who.user, now)).await?;
    record_withdrawn(tx, who.provider, ended).await
}

async fn take_back(tx: &mut Tx<'_>, who: &ProviderAdmin, change: &Change) -> Result<()> {
    let now = tx.now();
    let step = policy::may_withdraw(change)?;
    queries::apply(tx.conn(), change.id, &step, (who.user, ""), now).await?;
    record_withdrawn(tx, who.provider, vec![(change.id, change.kind)]).await
}

async fn record_withdrawn(
    tx: &mut Tx<'_>,
    provider: ProviderId,
    ended: Vec<(ChangeId, ChangeKind)>,
) -> Result<()> {
    let provider = provider.uuid();
    for (change, kind) in ended {
        let event = ChangeHappened { provider, action: "change.withdrawn", change, kind };
        tx.record(&event, ()).await?.value();
    }
    Ok(())
}

/// Records that a change was sent for review.
pub(in crate::providers) async fn record_sent<T>(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    (kind, change): (ChangeKind, ChangeId),
    value: T,
) -> Result<Recorded<T>> {
    let provider = who.provider.uuid();
    tx.record(&ChangeHappened { provider, action: "change.sent_for_review", change, kind }, value)
        .await
}

/// Takes a change back before it is decided.
pub async fn withdraw(tx: &mut Tx<'_>, who: &ProviderAdmin, id: ChangeId) -> Result<Recorded<()>> {
    providers::lock(tx.conn(), who.provider).await?;
    let change = queries::own(tx.conn(), who.provider, id).await?;
    let now = tx.now();
    let step = policy::may_withdraw(&change)?;
    queries::apply(tx.conn(), id, &step, (who.user, ""), now).await?;
    if change.kind == ChangeKind::Lot {
        let paper = Paper::Lot(change.subject.clone());
        dossier::acts::lose_file(tx, who, &paper).await?;
        dossier::queries::remove_lot(tx.conn(), who.provider, &change.subject).await?;
    }
    let (provider, kind) = (who.provider.uuid(), change.kind);
    let event = ChangeHappened { provider, action: "change.withdrawn", change: id, kind };
    tx.record(&event, ()).await
}
