//! Finding clearances that run out, and noting what was warned of.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use diesel::sql_types::{Date, Nullable, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Lapsing, Warning};
use super::policy;
use crate::error::Result;
use crate::providers::expiry::policy::{AHEAD, BEHIND};
use crate::schema::contract_warnings;
use crate::types::ids::ContractId;
use crate::types::time::Moment;

/// Of running contracts, or of one: the clearances that a role asks for and
/// that run out before the contract does, within the days we speak of.
async fn lapsing(
    conn: &mut AsyncPgConnection,
    contract: Option<ContractId>,
    today: NaiveDate,
) -> Result<Vec<Lapsing>> {
    Ok(diesel::sql_query(
        "select distinct c.id as contract_id, s.id as specialist_id, s.name, k.kind, k.level, k.expires_on \
         from contracts c join awards a on a.id = c.award_id join bid_team t on t.bid_id = a.bid_id \
         join request_roles r on r.id = t.role_id and r.removed_in is null \
         join specialists s on s.id = t.specialist_id \
         join specialist_clearances k on k.specialist_id = s.id \
         and ((k.kind = 'nppv' and r.nppv is not null) or (k.kind = 'nsv' and r.nsv <> 'none')) \
         where c.state = 'active' and c.ends_on >= $3 and k.expires_on < c.ends_on and k.expires_on between $1 and $2 \
         and ($4 is null or c.id = $4) order by k.expires_on, s.name, k.kind, c.id",
    )
    .bind::<Date, _>(today - TimeDelta::days(BEHIND))
    .bind::<Date, _>(today + TimeDelta::days(AHEAD))
    .bind::<Date, _>(today)
    .bind::<Nullable<Uuid>, _>(contract)
    .load(conn)
    .await?)
}

/// The same of one contract.
pub async fn of(
    conn: &mut AsyncPgConnection,
    contract: ContractId,
    today: NaiveDate,
) -> Result<Vec<Lapsing>> {
    lapsing(conn, Some(contract), today).await
}

/// The contracts of which somebody must be warned today.
pub async fn to_warn(conn: &mut AsyncPgConnection, today: NaiveDate) -> Result<Vec<ContractId>> {
    let found = lapsing(conn, None, today).await?;
    let mut contracts: BTreeMap<ContractId, (Vec<Lapsing>, Vec<Warning>)> = BTreeMap::new();
    for it in found {
        contracts.entry(it.contract_id).or_default().0.push(it);
    }
    for (contract, warning) in given_about(conn, contracts.keys().copied()).await? {
        contracts.entry(contract).or_default().1.push(warning);
    }
    contracts.retain(|_, (found, given)| !policy::due(found, given, today).is_empty());
    Ok(contracts.into_keys().collect())
}

/// What was warned of about some contracts, in one query.
async fn given_about(
    conn: &mut AsyncPgConnection,
    contracts: impl Iterator<Item = ContractId>,
) -> Result<Vec<(ContractId, Warning)>> {
    use contract_warnings as it;
    Ok(it::table
        .filter(it::contract_id.eq_any(contracts))
        .select((it::contract_id, (it::specialist_id, it::kind, it::expires_on, it::step)))
        .load(conn)
        .await?)
}

/// What was warned of about a contract.
pub async fn given(conn: &mut AsyncPgConnection, contract: ContractId) -> Result<Vec<Warning>> {
    use contract_warnings as it;
    Ok(it::table
        .filter(it::contract_id.eq(contract))
        .select((it::specialist_id, it::kind, it::expires_on, it::step))
        .load(conn)
        .await?)
}

/// Notes that both sides were warned.
pub(super) async fn note(
    conn: &mut AsyncPgConnection,
    contract: ContractId,
    warning: &Warning,
    now: Moment,
) -> Result<()> {
    use contract_warnings as it;
    diesel::insert_into(it::table)
        .values((
            it::contract_id.eq(contract),
            it::specialist_id.eq(warning.specialist),
            it::kind.eq(warning.kind),
            it::expires_on.eq(warning.expires_on),
            it::step.eq(warning.mark),
            it::warned_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
