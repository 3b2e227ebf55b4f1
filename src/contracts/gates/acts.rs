//! Letting something come after the start.

use serde::Serialize;
use uuid::Uuid;

use super::forms::NewWaiver;
use super::model::GateKind;
use super::policy::Refusal;
use super::{mail, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::Approver;
use crate::audit::Happened;
use crate::contracts::queries as all;
use crate::contracts::versions;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::types::ids::WaiverId;

/// What the trail says of it: what kind of thing of which person or insurance.
/// The reason is on the contract, where it can name people.
#[derive(Debug, Serialize)]
struct Waived {
    #[serde(skip)]
    contract: Uuid,
    waiver: WaiverId,
    kind: GateKind,
    of: Uuid,
}

impl Happened for Waived {
    fn action(&self) -> &'static str {
        "contract.requirement_waived"
    }

    fn subject(&self) -> Uuid {
        self.contract
    }
}

/// An approver says, with a reason, what may come after the start.
pub async fn waive(
    tx: &mut Tx<'_>,
    who: &Approver,
    reference: &str,
    new: &NewWaiver,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let contract = all::lock_of_force(tx.conn(), who.force, reference).await?;
    tx.once(once, &contract.path()).await?;
    all::refuse_conflicted(tx.conn(), contract.award_id, who.user).await?;
    let version = versions::queries::open(tx.conn(), contract.id).await?;
    let version = version.ok_or(Refusal::TooLate)?;
    policy::may_waive(who, contract.state, version.made_by)?;
    let gates = queries::of(tx.conn(), &contract, &version, now).await?;
    let missing = gates.missing();
    let shortfall =
        missing.into_iter().find(|it| it.subject == new.subject && it.said == new.shortfall);
    let shortfall = shortfall.ok_or(Refusal::NothingMissing)?;
    let by = (who.user, now);
    let waiver = queries::waive(tx.conn(), contract.id, shortfall, &new.reason, by).await?;
    let waiver = waiver.ok_or(Refusal::NothingMissing)?;
    let told =
        accounts::queries::people_of_force(tx.conn(), contract.force_id, &[Role::ContractManager])
            .await?;
    tx.tell(&told, &mail::waived(&contract, waiver)).await?;
    let (kind, of) = (shortfall.kind, shortfall.subject);
    tx.record(&Waived { contract: contract.id.uuid(), waiver, kind, of }, ()).await
}
