//! Changes to a provider's list of specialists.

use serde::Serialize;
use uuid::Uuid;

use super::forms::NewSpecialist;
use super::model::Person;
use super::{mail, policy, queries};
use crate::accounts::roles::ProviderAdmin;
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::outbox::queue;
use crate::providers::changes::acts::{Saved, send_for_review, settle, withdraw_of};
use crate::providers::changes::model::{ChangeKind, ClearanceKind, Facts, clearance_subject};
use crate::providers::changes::{policy as changes, queries as stored};
use crate::providers::dossier::model::Section;
use crate::providers::dossier::policy as dossier;
use crate::providers::model::Provider;
use crate::providers::queries as providers;
use crate::types::ids::{ChangeId, SpecialistId};

/// What the audit trail can say about a specialist: never their name.
#[derive(Debug, Serialize)]
struct SpecialistHappened {
    #[serde(skip)]
    provider: Uuid,
    #[serde(skip)]
    action: &'static str,
    specialist: SpecialistId,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sent_for_review: Vec<ChangeId>,
}

impl Happened for SpecialistHappened {
    fn action(&self) -> &'static str {
        self.action
    }

    fn subject(&self) -> Uuid {
        self.provider
    }
}

async fn changing(tx: &mut Tx<'_>, who: &ProviderAdmin) -> Result<Provider> {
    let provider = providers::lock(tx.conn(), who.provider).await?;
    dossier::may_change(provider.state, Section::Specialists)?;
    Ok(provider)
}

async fn record<T>(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    (action, specialist): (&'static str, SpecialistId),
    sent_for_review: Vec<ChangeId>,
    value: T,
) -> Result<Recorded<T>> {
    let provider = who.provider.uuid();
    let event = SpecialistHappened { provider, action, specialist, sent_for_review };
    tx.record(&event, value).await
}

/// Puts clearances in force, or sends them for review while somebody relies
/// on the dossier. A clearance that is given up goes at once, and so does one
/// that was given to someone of another name: it has to be shown again.
async fn clear(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    provider: &Provider,
    person: &Person,
    new: &NewSpecialist,
) -> Result<Vec<ChangeId>> {
    let mut sent = Vec::new();
    for kind in ClearanceKind::ALL {
        let (mut held, wanted) = (person.clearance(*kind), new.clearance(*kind));
        let id = person.specialist.id;
        let subject = clearance_subject(id, *kind);
        let about = (ChangeKind::Clearance, subject.as_str());
        if !policy::same_person(&person.specialist, &new.name) {
            stored::put_clearance(tx.conn(), (id, *kind), None).await?;
            settle(tx, who, about).await?;
            held = None;
        }
        match wanted {
            Some(wanted)
                if changes::is_relied_on(provider.state) && held.as_ref() != Some(wanted) =>
            {
                let before = held.map(Facts::Clearance);
                let after = Facts::Clearance(wanted.clone());
                let sides = (before.as_ref(), &after);
                sent.extend(send_for_review(tx, who, provider, about, sides).await?);
            }
            wanted => {
                stored::put_clearance(tx.conn(), (id, *kind), wanted).await?;
                settle(tx, who, about).await?;
            }
        }
    }
    Ok(sent)
}

fn saved(sent: &[ChangeId]) -> Saved {
    if sent.is_empty() { Saved::Now } else { Saved::ForReview }
}

/// Adds a specialist.
pub async fn add(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    new: &NewSpecialist,
    once: Once,
) -> Result<Recorded<Saved>> {
    let provider = changing(tx, who).await?;
    tx.once(once, Section::Specialists.path()).await?;
    let id = queries::insert(tx.conn(), who.provider, new).await?;
    let person = queries::own(tx.conn(), who.provider, id).await?;
    let sent = clear(tx, who, &provider, &person, new).await?;
    let became = saved(&sent);
    record(tx, who, ("specialist.added", id), sent, became).await
}

/// Changes what is said about a specialist.
pub async fn change(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    id: SpecialistId,
    new: &NewSpecialist,
) -> Result<Recorded<Saved>> {
    let provider = changing(tx, who).await?;
    let person = queries::own(tx.conn(), who.provider, id).await?;
    queries::update(tx.conn(), id, new).await?;
    let sent = clear(tx, who, &provider, &person, new).await?;
    let became = saved(&sent);
    record(tx, who, ("specialist.changed", id), sent, became).await
}

/// Takes a specialist off the list. Bids that name them keep doing so.
pub async fn retire(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    id: SpecialistId,
) -> Result<Recorded<()>> {
    changing(tx, who).await?;
    let now = tx.now();
    queries::retire(tx.conn(), who.provider, id, now).await?;
    withdraw_of(tx, who, id).await?;
    record(tx, who, ("specialist.retired", id), Vec::new(), ()).await
}

/// Erases what is personal about a retired specialist, in what was written
/// about them too. The trail names them by their id alone, so it stays whole.
pub async fn erase(tx: &mut Tx<'_>, who: &ProviderAdmin, id: SpecialistId) -> Result<Recorded<()>> {
    providers::lock(tx.conn(), who.provider).await?;
    let specialist = queries::anyone(tx.conn(), who.provider, id).await?;
    let named_in = providers::named_in(tx.conn(), id).await?;
    policy::may_erase(&specialist, &named_in)?;
    let now = tx.now();
    queries::erase(tx.conn(), id, now).await?;
    let changes = stored::erase_of(tx.conn(), id).await?;
    queue::empty(tx.conn(), &mail::naming(id, &changes), mail::EMPTIED).await?;
    record(tx, who, ("specialist.erased", id), Vec::new(), ()).await
}
