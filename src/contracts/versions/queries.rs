//! Finding and keeping versions of contracts.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Approval, NewVersion, Priced, Version};
use super::state::VersionState;
use crate::bids::canonical::digest;
use crate::contracts::policy::Refusal;
use crate::contracts::schedule::{Line, Schedule};
use crate::error::{Error, Result};
use crate::schema::{contract_lines, contract_versions};
use crate::types::ids::{ContractId, UserId, VersionId};
use crate::types::state::Step;
use crate::types::time::Moment;

/// Every version of a contract, in order.
pub async fn of(conn: &mut AsyncPgConnection, contract: ContractId) -> Result<Vec<Version>> {
    Ok(contract_versions::table
        .filter(contract_versions::contract_id.eq(contract))
        .order(contract_versions::number)
        .select(Version::as_select())
        .load(conn)
        .await?)
}

/// Every version of some contracts, contract by contract and in order.
pub async fn of_each(
    conn: &mut AsyncPgConnection,
    contracts: &[ContractId],
) -> Result<Vec<Version>> {
    Ok(contract_versions::table
        .filter(contract_versions::contract_id.eq_any(contracts))
        .order((contract_versions::contract_id, contract_versions::number))
        .select(Version::as_select())
        .load(conn)
        .await?)
}

/// One of them by its number.
pub async fn numbered(
    conn: &mut AsyncPgConnection,
    contract: ContractId,
    number: i32,
) -> Result<Version> {
    Ok(contract_versions::table
        .filter(contract_versions::contract_id.eq(contract))
        .filter(contract_versions::number.eq(number))
        .select(Version::as_select())
        .first(conn)
        .await?)
}

/// The one that waits, for an approver or to be signed, if one does.
pub async fn open(conn: &mut AsyncPgConnection, contract: ContractId) -> Result<Option<Version>> {
    let waits: Vec<VersionState> =
        VersionState::ALL.iter().copied().filter(|it| it.is_open()).collect();
    Ok(contract_versions::table
        .filter(contract_versions::contract_id.eq(contract))
        .filter(contract_versions::state.eq_any(waits))
        .select(Version::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// The one that waits to be signed, if one does: a provider knows of no other.
pub async fn to_sign(
    conn: &mut AsyncPgConnection,
    contract: ContractId,
) -> Result<Option<Version>> {
    Ok(open(conn, contract).await?.filter(|it| it.state.waits_for_signature()))
}

/// The price schedule of a version.
pub async fn schedule(conn: &mut AsyncPgConnection, version: &Version) -> Result<Schedule> {
    let lines: Vec<Line> = contract_lines::table
        .filter(contract_lines::version_id.eq(version.id))
        .order(contract_lines::place)
        .select(Line::as_select())
        .load(conn)
        .await?;
    Ok(Schedule { lines, expenses_cap: version.expenses_cap })
}

/// What each of some versions charges for, in order.
pub async fn lines(
    conn: &mut AsyncPgConnection,
    versions: &[Version],
) -> Result<BTreeMap<VersionId, Vec<Line>>> {
    let ids: Vec<VersionId> = versions.iter().map(|it| it.id).collect();
    let rows: Vec<(VersionId, Line)> = contract_lines::table
        .filter(contract_lines::version_id.eq_any(ids))
        .order((contract_lines::version_id, contract_lines::place))
        .select((contract_lines::version_id, Line::as_select()))
        .load(conn)
        .await?;
    let mut all: BTreeMap<VersionId, Vec<Line>> = BTreeMap::new();
    for (version, line) in rows {
        all.entry(version).or_default().push(line);
    }
    Ok(all)
}

/// A version with its price schedule.
pub async fn priced(
    conn: &mut AsyncPgConnection,
    contract: ContractId,
    number: i32,
) -> Result<Priced> {
    let version = numbered(conn, contract, number).await?;
    let schedule = schedule(conn, &version).await?;
    Ok(Priced { version, schedule })
}

/// Keeps a version that waits for the provider, or for an approver.
pub(in crate::contracts) async fn insert(
    conn: &mut AsyncPgConnection,
    contract: ContractId,
    new: &NewVersion,
    now: Moment,
) -> Result<Version> {
    use contract_versions as it;
    let id = VersionId::mint();
    let made: Version = diesel::insert_into(it::table)
        .values((
            it::id.eq(id),
            it::contract_id.eq(contract),
            it::number.eq(new.number),
            it::kind.eq(new.kind),
            it::state.eq(new.approval.begins()),
            it::is_offered.eq(new.approval == Approval::NotWanted),
            it::document.eq(&new.document),
            it::document_hash.eq(digest(new.document.as_bytes())),
            it::value.eq(new.value),
            it::expenses_cap.eq(new.schedule.expenses_cap),
            it::fee_basis_points.eq(new.fee_basis_points),
            it::starts_on.eq(new.term.0),
            it::ends_on.eq(new.term.1),
            it::measures.eq(&new.measures),
            it::particulars.eq(&new.particulars),
            it::reason.eq(&new.reason),
            it::made_by.eq(new.by),
            it::made_at.eq(now),
        ))
        .returning(Version::as_returning())
        .get_result(conn)
        .await?;
    let rows: Vec<_> = (1..)
        .zip(&new.schedule.lines)
        .map(|(place, line): (i32, &Line)| {
            (contract_lines::version_id.eq(id), contract_lines::place.eq(place), line.clone())
        })
        .collect();
    diesel::insert_into(contract_lines::table).values(rows).execute(conn).await?;
    Ok(made)
}

/// Notes the first of two approvals, unless somebody decided while we were looking.
pub(in crate::contracts) async fn first_approve(
    conn: &mut AsyncPgConnection,
    id: VersionId,
    (by, now): (UserId, Moment),
) -> Result<()> {
    use contract_versions as it;
    let waits = it::table
        .find(id)
        .filter(it::state.eq(VersionState::Proposed))
        .filter(it::first_approved_by.is_null());
    let changed = diesel::update(waits)
        .set((it::first_approved_by.eq(by), it::first_approved_at.eq(now)))
        .execute(conn)
        .await?;
    if changed == 1 { Ok(()) } else { Err(Error::from(Refusal::Moved)) }
}

/// Approves a version, which is the provider's to sign from now on.
pub(in crate::contracts) async fn approve(
    conn: &mut AsyncPgConnection,
    id: VersionId,
    step: &Step<VersionState>,
    (by, now): (UserId, Moment),
) -> Result<Version> {
    use contract_versions as it;
    let approved = diesel::update(it::table.find(id).filter(it::state.eq(step.from())))
        .set((
            it::state.eq(step.to()),
            it::is_offered.eq(true),
            it::approved_by.eq(by),
            it::approved_at.eq(now),
        ))
        .returning(Version::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    Ok(approved.ok_or(Refusal::Moved)?)
}

/// Stores the provider's signature.
pub(in crate::contracts) async fn sign_for_provider(
    conn: &mut AsyncPgConnection,
    id: VersionId,
    step: &Step<VersionState>,
    (by, signature, now): (UserId, &str, Moment),
) -> Result<Version> {
    use contract_versions as it;
    let signed = diesel::update(it::table.find(id).filter(it::state.eq(step.from())))
        .set((
            it::state.eq(step.to()),
            it::provider_signed_by.eq(by),
            it::provider_signature.eq(signature),
            it::provider_signed_at.eq(now),
        ))
        .returning(Version::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    Ok(signed.ok_or(Refusal::ProviderHasSigned)?)
}

/// Stores the force's signature.
pub(in crate::contracts) async fn sign_for_force(
    conn: &mut AsyncPgConnection,
    id: VersionId,
    step: &Step<VersionState>,
    (by, signature, now): (UserId, &str, Moment),
) -> Result<Version> {
    use contract_versions as it;
    let signed = diesel::update(it::table.find(id).filter(it::state.eq(step.from())))
        .set((
            it::state.eq(step.to()),
            it::force_signed_by.eq(by),
            it::force_signature.eq(signature),
            it::force_signed_at.eq(now),
        ))
        .returning(Version::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    Ok(signed.ok_or(Refusal::ForceHasSigned)?)
}

/// Settles a version that will not be signed. `by` is nobody where it lapses.
pub(in crate::contracts) async fn settle(
    conn: &mut AsyncPgConnection,
    id: VersionId,
    step: &Step<VersionState>,
    (by, words, now): (Option<UserId>, &str, Moment),
) -> Result<()> {
    use contract_versions as it;
    let settled = diesel::update(it::table.find(id).filter(it::state.eq(step.from())))
        .set((
            it::state.eq(step.to()),
            it::settled_by.eq(by),
            it::settled_at.eq(now),
            it::settled_words.eq(words),
        ))
        .execute(conn)
        .await?;
    if settled == 1 { Ok(()) } else { Err(Error::from(Refusal::Moved)) }
}
