//! Finding what is missing at the start, and keeping what was waived.

use std::collections::BTreeMap;

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Gates, Needed, Shortfall, Waiver};
use super::policy;
use crate::awards::state::AwardState;
use crate::bids;
use crate::contracts::model::Contract;
use crate::contracts::versions;
use crate::contracts::versions::model::Version;
use crate::error::Result;
use crate::requests;
use crate::schema::{
    awards, contract_versions, contract_waivers, contracts, provider_insurances, users,
};
use crate::types::ids::{BidId, ContractId, RequestId, UserId, WaiverId};
use crate::types::time::Moment;
use crate::types::uk_time;

/// What has to be in place by the start of a version, as it stands now.
pub async fn of(
    conn: &mut AsyncPgConnection,
    contract: &Contract,
    version: &Version,
    now: Moment,
) -> Result<Gates> {
    let bid: BidId =
        awards::table.find(contract.award_id).select(awards::bid_id).first(conn).await?;
    let insurances = provider_insurances::table
        .filter(provider_insurances::provider_id.eq(contract.provider_id))
        .order(provider_insurances::kind)
        .select(crate::providers::model::Insurance::as_select())
        .load(conn)
        .await?;
    let needed = Needed {
        roles: requests::queries::roles_of(conn, contract.request_id).await?,
        team: bids::opened::queries::team(conn, bid).await?,
        ladders: bids::queries::ladders(conn).await?,
        insurances,
        on: version.starts_on.max(uk_time::date_of(now)),
    };
    let waivers = waivers(conn, contract.id).await?;
    Ok(Gates { shortfalls: policy::shortfalls(&needed), waivers })
}

/// How many things hold the signature of the contracts of some requests up: not
/// in place, and not waived. Only contracts that wait to be signed and have some.
pub async fn unwaived(
    conn: &mut AsyncPgConnection,
    requests: Vec<RequestId>,
    now: Moment,
) -> Result<BTreeMap<RequestId, usize>> {
    let open = contract_versions::table
        .filter(contract_versions::contract_id.eq(contracts::id))
        .filter(contract_versions::state.eq_any(["offered", "provider_signed"]));
    let waiting: Vec<Contract> = contracts::table
        .inner_join(awards::table)
        .filter(contracts::request_id.eq_any(requests))
        .filter(awards::state.eq(AwardState::Approved))
        .filter(exists(open))
        .select(Contract::as_select())
        .load(conn)
        .await?;
    let mut found = BTreeMap::new();
    for contract in waiting {
        let Some(version) = versions::queries::open(conn, contract.id).await? else { continue };
        let missing = of(conn, &contract, &version, now).await?.missing().len();
        if missing > 0 {
            found.insert(contract.request_id, missing);
        }
    }
    Ok(found)
}

/// What was waived of a contract, oldest first.
pub async fn waivers(conn: &mut AsyncPgConnection, contract: ContractId) -> Result<Vec<Waiver>> {
    Ok(waivers_of(conn, &[contract]).await?.remove(&contract).unwrap_or_default())
}

/// What was waived of each of some contracts, oldest first.
pub async fn waivers_of(
    conn: &mut AsyncPgConnection,
    contracts: &[ContractId],
) -> Result<BTreeMap<ContractId, Vec<Waiver>>> {
    use contract_waivers as it;
    let rows: Vec<(ContractId, Waiver)> = it::table
        .inner_join(users::table)
        .filter(it::contract_id.eq_any(contracts))
        .order((it::waived_at, it::id))
        .select((
            it::contract_id,
            (it::id, it::kind, it::subject, it::shortfall, it::reason, it::waived_at, users::name),
        ))
        .load(conn)
        .await?;
    let mut waived: BTreeMap<ContractId, Vec<Waiver>> = BTreeMap::new();
    for (contract, waiver) in rows {
        waived.entry(contract).or_default().push(waiver);
    }
    Ok(waived)
}

/// Keeps a waiver, unless there is one for the same already; says whether it did.
pub(super) async fn waive(
    conn: &mut AsyncPgConnection,
    contract: ContractId,
    shortfall: &Shortfall,
    reason: &str,
    (by, now): (UserId, Moment),
) -> Result<Option<WaiverId>> {
    use contract_waivers as it;
    Ok(diesel::insert_into(it::table)
        .values((
            it::id.eq(WaiverId::mint()),
            it::contract_id.eq(contract),
            it::kind.eq(shortfall.kind),
            it::subject.eq(shortfall.subject),
            it::shortfall.eq(&shortfall.said),
            it::reason.eq(reason),
            it::waived_by.eq(by),
            it::waived_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .returning(it::id)
        .get_result(conn)
        .await
        .optional()?)
}
