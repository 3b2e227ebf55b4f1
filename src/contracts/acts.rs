//! Drawing up a contract.

use serde::Serialize;
use uuid::Uuid;

use super::model::{Contract, NewContract};
use super::{mail, policy, queries, terms};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ContractManager;
use crate::audit::Happened;
use crate::bids;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::requests;
use crate::types::ids::{AwardId, BidId, RequestId};
use crate::types::{reference, uk_time};

/// What the audit trail can say about drawing a contract up.
#[derive(Debug, Serialize)]
struct Offered {
    #[serde(skip)]
    contract: Uuid,
    request: RequestId,
    award: AwardId,
    bid: BidId,
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
    once: Once,
) -> Result<Recorded<Contract>> {
    let now = tx.now();
    let request = requests::queries::lock_own(tx.conn(), who, request).await?;
    let award = queries::approved_award(tx.conn(), request.id).await?;
    if let Some(award) = &award
        && let Some(drawn_up) = queries::of_award(tx.conn(), award.id).await?
    {
        return Err(Error::AlreadyDone(drawn_up.path()));
    }
    let award = policy::may_draw_up(&request, award, now)?;
    let term = policy::term(&request, uk_time::date_of(now))?;
    let (year, number) = tx.next_number("CON").await?;
    let reference = reference::numbered("CON", year, number);
    tx.once(once, &format!("/contracts/{reference}")).await?;

    let basis = queries::basis(tx.conn(), request, award, now).await?;
    let document = terms::draw_up(&reference, &basis, term).map(|it| it.text());
    let document =
        document.ok_or_else(|| anyhow::anyhow!("the fee of {reference} cannot be worked out"))?;
    let new = NewContract {
        reference,
        request: basis.request.id,
        award: basis.award.id,
        force: basis.force.id,
        provider: basis.provider.id,
        digest: bids::canonical::digest(document.as_bytes()),
        document,
        value: basis.price.excluding_vat,
        term,
    };
    let contract = queries::insert(tx.conn(), &new, now).await?;
    let signers =
        accounts::queries::people_of_provider(tx.conn(), new.provider, &[Role::ProviderAdmin])
            .await?;
    tx.tell(&signers, &mail::to_sign_for_provider(&contract, &basis.force.name)).await?;
    let event = Offered {
        contract: contract.id.uuid(),
        request: new.request,
        award: new.award,
        bid: basis.bid.id,
        sha256: contract.digest(),
    };
    tx.record(&event, contract).await
}
