//! Finding contracts, and storing what was drawn up and signed.

use diesel::dsl::exists;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::alerts;
use super::basis;
use super::ending;
use super::gates;
use super::gates::model::Gates;
use super::model::{Contract, NewContract, Seen};
use super::policy::{self, Refusal, Standing};
use super::state::ContractState;
use super::variations;
use super::versions;
use super::versions::model::Version;
use super::versions::state::VersionKind;
use crate::accounts::model::{Organisation, Viewer};
use crate::awards::challenges;
use crate::awards::state::AwardState;
use crate::error::Result;
use crate::forces::model::name_today;
use crate::requests as asked;
use crate::requests::model::Request;
use crate::requests::state::RequestState;
use crate::schema::{awards, conflict_declarations, contracts, forces, providers, requests};
use crate::types::ids::{AwardId, BidId, ContractId, ForceId, ProviderId, RequestId, UserId};
use crate::types::state::Step;
use crate::types::time::Moment;
use crate::types::uk_time;

/// The contracts a person may know of: their own organisation's, or all of
/// them for the operator, who reads everything that is not sealed.
pub(super) fn visible(viewer: &Viewer) -> contracts::BoxedQuery<'static, Pg> {
    let all = contracts::table.into_boxed();
    match viewer.organisation {
        Organisation::Force(force) => all.filter(contracts::force_id.eq(force)),
        Organisation::Provider(provider) => all.filter(contracts::provider_id.eq(provider)),
        Organisation::Operator => all,
    }
}

/// A contract with everything its page says; not found by strangers to it.
pub async fn seen(
    conn: &mut AsyncPgConnection,
    viewer: &Viewer,
    reference: &str,
    now: Moment,
) -> Result<Seen> {
    let contract: Contract = visible(viewer)
        .filter(contracts::reference.eq(reference.to_owned()))
        .select(Contract::as_select())
        .first(conn)
        .await?;
    let (request, title, force, provider) = contracts::table
        .inner_join(requests::table)
        .inner_join(forces::table)
        .inner_join(providers::table)
        .filter(contracts::id.eq(contract.id))
        .select((requests::reference, requests::title, name_today(), providers::name))
        .first(conn)
        .await?;
    let standing = standing(conn, &contract).await?;
    let mut versions = versions::queries::of(conn, contract.id).await?;
    if let Some(damaged) = versions.iter().find(|it| !versions::policy::is_whole(it)) {
        log::error!("version {} of {reference} is not what was offered", damaged.number);
        return Err(Refusal::Damaged.into());
    }
    let for_provider = matches!(viewer.organisation, Organisation::Provider(_));
    // What the force has not said yet is not for the other side.
    versions.retain(|it| it.is_offered || !for_provider);
    let conflicted = match viewer.organisation {
        Organisation::Force(_) => is_conflicted(conn, contract.award_id, viewer.user).await?,
        _ => false,
    };
    let gates = match versions.iter().find(|it| it.state.is_open()) {
        Some(open) if open.kind != VersionKind::Variation => {
            gates::queries::of(conn, &contract, open, now).await?
        }
        _ => {
            Gates { waivers: gates::queries::waivers(conn, contract.id).await?, ..Gates::default() }
        }
    };
    let ending = ending::queries::of(conn, contract.id).await?;
    let ending = ending.filter(|it| !it.is_open() || !for_provider);
    let people = ending.iter().flat_map(|it| [Some(it.proposed_by), it.settled_by]).flatten();
    let people: Vec<UserId> = people.collect();
    let ended_by = asked::queries::names(conn, &people).await?;
    let over_ceiling = match versions.iter().find(|it| it.state.is_open()) {
        Some(open) => variations::queries::over_ceiling(conn, &contract, open).await?,
        None => None,
    };
    let lapsing = alerts::queries::of(conn, contract.id, uk_time::date_of(now)).await?;
    Ok(Seen {
        contract,
        request,
        title,
        force,
        provider,
        versions,
        standing,
        gates,
        ending,
        ended_by,
        over_ceiling,
        lapsing,
        for_provider,
        conflicted,
    })
}

/// Whether somebody has declared a conflict of interest with the company that
/// won an award.
pub async fn is_conflicted(
    conn: &mut AsyncPgConnection,
    award: AwardId,
    user: UserId,
) -> Result<bool> {
    use conflict_declarations as it;
    let bid: BidId = awards::table.find(award).select(awards::bid_id).first(conn).await?;
    let declared = it::table.filter(it::bid_id.eq(bid).and(it::user_id.eq(user)).and(it::conflict));
    Ok(diesel::select(exists(declared)).get_result(conn).await?)
}

/// Refuses whoever has.
pub(super) async fn refuse_conflicted(
    conn: &mut AsyncPgConnection,
    award: AwardId,
    user: UserId,
) -> Result<()> {
    Ok(policy::may_deal(is_conflicted(conn, award, user).await?)?)
}

/// What decides whether a contract may be signed.
pub async fn standing(conn: &mut AsyncPgConnection, contract: &Contract) -> Result<Standing> {
    let (award, may_sign_from, request): (AwardState, Option<Moment>, RequestState) = awards::table
        .inner_join(requests::table)
        .filter(awards::id.eq(contract.award_id))
        .select((awards::state, awards::may_sign_from, requests::state))
        .first(conn)
        .await?;
    let held = challenges::queries::is_held(conn, contract.award_id).await?;
    Ok(Standing {
        held,
        state: contract.state,
        award_stands: award == AwardState::Approved,
        request,
        may_sign_from: may_sign_from.ok_or(Refusal::AwardGone)?,
    })
}

/// The SHA-256 of what waits to be signed of a contract.
pub async fn to_be_signed(conn: &mut AsyncPgConnection, reference: &str) -> Result<Vec<u8>> {
    let id: ContractId = contracts::table
        .filter(contracts::reference.eq(reference))
        .select(contracts::id)
        .first(conn)
        .await?;
    let open = versions::queries::open(conn, id).await?;
    Ok(open.ok_or(Refusal::NothingToSign)?.document_hash)
}

/// The contract that rests on an award, if it is drawn up.
pub async fn of_award(conn: &mut AsyncPgConnection, award: AwardId) -> Result<Option<Contract>> {
    Ok(contracts::table
        .filter(contracts::award_id.eq(award))
        .select(Contract::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// The contract that rests on a request's approved award, if it is drawn up.
pub async fn of_request(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Option<Contract>> {
    match basis::queries::approved_award(conn, id).await? {
        Some(award) => of_award(conn, award.id).await,
        None => Ok(None),
    }
}

/// Every contract there was for a request, oldest first.
pub async fn ever_of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Contract>> {
    Ok(contracts::table
        .filter(contracts::request_id.eq(id))
        .order((contracts::created_at, contracts::id))
        .select(Contract::as_select())
        .load(conn)
        .await?)
}

/// Holds the request that a contract fulfils, before the contract itself is
/// held: whoever challenges or withdraws the award holds the request too.
pub(super) async fn hold_request(conn: &mut AsyncPgConnection, reference: &str) -> Result<()> {
    let request: RequestId = contracts::table
        .filter(contracts::reference.eq(reference))
        .select(contracts::request_id)
        .first(conn)
        .await?;
    asked::queries::lock(conn, request).await.map(drop)
}

/// A contract of one's own force, held until the change is committed.
pub async fn lock_of_force(
    conn: &mut AsyncPgConnection,
    force: ForceId,
    reference: &str,
) -> Result<Contract> {
    Ok(contracts::table
        .filter(contracts::reference.eq(reference).and(contracts::force_id.eq(force)))
        .select(Contract::as_select())
        .for_update()
        .first(conn)
        .await?)
}

/// A contract of one's own company, held until the change is committed.
pub async fn lock_of_provider(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    reference: &str,
) -> Result<Contract> {
    Ok(contracts::table
        .filter(contracts::reference.eq(reference).and(contracts::provider_id.eq(provider)))
        .select(Contract::as_select())
        .for_update()
        .first(conn)
        .await?)
}

pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    new: &NewContract,
    now: Moment,
) -> Result<Contract> {
    Ok(diesel::insert_into(contracts::table)
        .values((
            contracts::id.eq(ContractId::mint()),
            contracts::reference.eq(&new.reference),
            contracts::request_id.eq(new.request),
            contracts::award_id.eq(new.award),
            contracts::force_id.eq(new.force),
            contracts::provider_id.eq(new.provider),
            contracts::state.eq(ContractState::Offered),
            contracts::value.eq(new.value),
            contracts::starts_on.eq(new.term.0),
            contracts::ends_on.eq(new.term.1),
            contracts::created_at.eq(now),
        ))
        .returning(Contract::as_returning())
        .get_result(conn)
        .await?)
}

/// Moves a contract, unless somebody moved it while we were looking.
pub(super) async fn apply(
    conn: &mut AsyncPgConnection,
    id: ContractId,
    step: &Step<ContractState>,
) -> Result<Contract> {
    let moved = diesel::update(contracts::table.find(id))
        .filter(contracts::state.eq(step.from()))
        .set(contracts::state.eq(step.to()))
        .returning(Contract::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    Ok(moved.ok_or(Refusal::Moved)?)
}

/// Has a contract say what a version of it says.
pub(super) async fn take_on(
    conn: &mut AsyncPgConnection,
    id: ContractId,
    version: &Version,
) -> Result<Contract> {
    Ok(diesel::update(contracts::table.find(id))
        .set((
            contracts::version.eq(version.number),
            contracts::value.eq(version.value),
            contracts::starts_on.eq(version.starts_on),
            contracts::ends_on.eq(version.ends_on),
        ))
        .returning(Contract::as_returning())
        .get_result(conn)
        .await?)
}

/// A contract, held until the change is committed; for the worker, who acts for nobody.
pub(super) async fn lock(conn: &mut AsyncPgConnection, id: ContractId) -> Result<Contract> {
    Ok(contracts::table.find(id).select(Contract::as_select()).for_update().first(conn).await?)
}

/// The request that a contract of one's own force fulfils, held before the
/// contract is: whoever changes the award holds the request too.
pub async fn lock_request_of(
    conn: &mut AsyncPgConnection,
    force: ForceId,
    reference: &str,
) -> Result<Request> {
    let request: RequestId = contracts::table
        .filter(contracts::reference.eq(reference).and(contracts::force_id.eq(force)))
        .select(contracts::request_id)
        .first(conn)
        .await?;
    asked::queries::lock(conn, request).await
}
