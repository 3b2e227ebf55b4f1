//! Drawing up a contract.

use serde::Serialize;
use uuid::Uuid;

use super::forms::Particulars;
use super::model::{Basis, Contract, NewContract};
use super::schedule;
use super::terms::Agreed;
use super::versions::model::{Approval, NewVersion};
use super::versions::state::VersionKind;
use super::{basis, mail, policy, queries, terms, versions};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ContractManager;
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::requests;
use crate::types::ids::{AwardId, BidId, RequestId, UserId};
use crate::types::time::Moment;
use crate::types::{reference, uk_time};

/// What the audit trail can say about drawing a contract up.
#[derive(Debug, Serialize)]
struct Offered {
    #[serde(skip)]
    contract: Uuid,
    request: RequestId,
    award: AwardId,
    bid: BidId,
    version: i32,
    sha256: String,
}

impl Happened for Offered {
    fn action(&self) -> &'static str {
        "contract.offered"
    }

    fn subject(&self) -> Uuid {
        self.contract
    }
}

/// Draws up the contract of a request from its approved award, and asks the
/// provider to sign it. Asked again, it leads to the one there is.
pub async fn offer(
    tx: &mut Tx<'_>,
    who: &ContractManager,
    request: &str,
    typed: &Particulars,
    once: Once,
) -> Result<Recorded<Contract>> {
    let now = tx.now();
    let request = requests::queries::lock_own(tx.conn(), who, request).await?;
    let award = basis::queries::approved_award(tx.conn(), request.id).await?;
    if let Some(award) = &award
        && let Some(drawn_up) = queries::of_award(tx.conn(), award.id).await?
    {
        return Err(Error::AlreadyDone(drawn_up.path()));
    }
    let award = policy::may_draw_up(&request, award, now)?;
    queries::refuse_conflicted(tx.conn(), award.id, who.user).await?;
    let (year, number) = tx.next_number("CON").await?;
    let reference = reference::numbered("CON", year, number);
    tx.once(once, &format!("/contracts/{reference}")).await?;

    let basis = basis::queries::of(tx.conn(), request, award, now).await?;
    let version = written((&reference, 1), &basis, typed, (who.user, now))?;
    let new = NewContract {
        reference,
        request: basis.request.id,
        award: basis.award.id,
        force: basis.force.id,
        provider: basis.provider.id,
        value: version.value,
        term: version.term,
    };
    let contract = queries::insert(tx.conn(), &new, now).await?;
    let version = versions::queries::insert(tx.conn(), contract.id, &version, now).await?;
    let signers =
        accounts::queries::people_of_provider(tx.conn(), new.provider, &[Role::ProviderAdmin])
            .await?;
    tx.tell(&signers, &mail::to_sign_for_provider(&contract, &version, &basis.force.name)).await?;
    let event = Offered {
        contract: contract.id.uuid(),
        request: new.request,
        award: new.award,
        bid: basis.bid.id,
        version: version.number,
        sha256: version.digest(),
    };
    tx.record(&event, contract).await
}

/// A version of a contract, written from what it is made from. Of any number
/// but the first it is a correction.
pub(super) fn written(
    (reference, number): (&str, i32),
    basis: &Basis,
    typed: &Particulars,
    (by, now): (UserId, Moment),
) -> Result<NewVersion> {
    let term = policy::agreed_term(&basis.request, typed, uk_time::date_of(now))?;
    let schedule = schedule::of_bid(basis);
    let agreed =
        Agreed { term, measures: typed.all_measures(), particulars: typed.particulars.clone() };
    let document = terms::draw_up((reference, number), basis, &schedule, &agreed);
    let (Some(document), Some(value)) = (document, schedule.value()) else {
        return Err(anyhow::anyhow!("the price or fee of {reference} cannot be worked out").into());
    };
    let kind = if number == 1 { VersionKind::Original } else { VersionKind::Correction };
    Ok(NewVersion {
        number,
        kind,
        document: document.text(),
        value,
        fee_basis_points: basis.framework.fee_basis_points,
        term,
        measures: agreed.measures,
        particulars: agreed.particulars,
        reason: String::new(),
        by,
        schedule,
        approval: Approval::NotWanted,
    })
}
