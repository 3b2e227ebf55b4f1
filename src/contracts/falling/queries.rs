//! Finding what falls.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::contracts::model::Contract;
use crate::contracts::state::ContractState;
use crate::error::Result;
use crate::schema::{contracts, requests};
use crate::types::ids::RequestId;

/// The contract of a request that not both have signed, held until the change
/// is committed. The request is held already.
pub(super) async fn unsigned(
    conn: &mut AsyncPgConnection,
    request: &str,
) -> Result<Option<Contract>> {
    const UNSIGNED: [ContractState; 3] =
        [ContractState::Offered, ContractState::Returned, ContractState::ProviderSigned];
    let request: RequestId = requests::table
        .filter(requests::reference.eq(request))
        .select(requests::id)
        .first(conn)
        .await?;
    Ok(contracts::table
        .filter(contracts::request_id.eq(request))
        .filter(contracts::state.eq_any(UNSIGNED))
        .select(Contract::as_select())
        .for_update()
        .first(conn)
        .await
        .optional()?)
}
