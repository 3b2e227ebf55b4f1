//! Finding and storing changes, and bringing them into force.

use std::collections::BTreeMap;

use anyhow::Context;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Change, ChangeKind, Clearance, ClearanceKind, Facts, Listed};
use super::policy::Refusal;
use super::state::ChangeState;
use crate::error::Result;
use crate::providers::dossier;
use crate::providers::model::LotDecision;
use crate::schema::{dossier_changes, lots, provider_lots, specialist_clearances, specialists};
use crate::types::ids::{ChangeId, ProviderId, SpecialistId, UserId};
use crate::types::state::Step;
use crate::types::time::Moment;

const OPEN: [ChangeState; 2] = [ChangeState::Waiting, ChangeState::Proposed];

/// A provider's changes that wait, oldest first.
pub async fn waiting(conn: &mut AsyncPgConnection, provider: ProviderId) -> Result<Vec<Listed>> {
    let found = dossier_changes::table
        .filter(dossier_changes::provider_id.eq(provider))
        .filter(dossier_changes::state.eq_any(OPEN))
        .order((dossier_changes::made_at, dossier_changes::id))
        .select(Change::as_select())
        .load(conn)
        .await?;
    listed(conn, found).await
}

/// Changes with the words people read about them.
pub async fn listed(conn: &mut AsyncPgConnection, found: Vec<Change>) -> Result<Vec<Listed>> {
    let people: Vec<SpecialistId> = found.iter().filter_map(|it| Some(it.clearance()?.0)).collect();
    let names: Vec<(SpecialistId, String)> = specialists::table
        .filter(specialists::id.eq_any(people))
        .select((specialists::id, specialists::name))
        .load(conn)
        .await?;
    let names: BTreeMap<_, _> = names.into_iter().collect();
    let lots: Vec<(String, String)> =
        lots::table.select((lots::code, lots::name)).load(conn).await?;
    let lots: BTreeMap<_, _> = lots.into_iter().collect();
    let about = |it: &Change| match it.kind {
        ChangeKind::Clearance => {
            let Some((person, kind)) = it.clearance() else { return it.kind.label().to_owned() };
            let name = names.get(&person).map(String::as_str).unwrap_or_default();
            format!("{} of {name}", kind.label())
        }
        ChangeKind::Lot | ChangeKind::Rates => {
            let name = lots.get(&it.subject).map_or(it.subject.as_str(), String::as_str);
            format!("{}: {name}", it.kind.label())
        }
        ChangeKind::Company | ChangeKind::Declarations => it.kind.label().to_owned(),
    };
    Ok(found.into_iter().map(|change| Listed { about: about(&change), change }).collect())
}

/// A change that waits about this thing, held until the end of the act.
pub(in crate::providers) async fn open(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    kind: ChangeKind,
    subject: &str,
) -> Result<Option<Change>> {
    Ok(dossier_changes::table
        .filter(dossier_changes::provider_id.eq(provider))
        .filter(dossier_changes::kind.eq(kind))
        .filter(dossier_changes::subject.eq(subject))
        .filter(dossier_changes::state.eq_any(OPEN))
        .select(Change::as_select())
        .for_update()
        .first(conn)
        .await
        .optional()?)
}

/// One change, held until the end of the act.
pub async fn lock(conn: &mut AsyncPgConnection, id: ChangeId) -> Result<Change> {
    Ok(dossier_changes::table.find(id).select(Change::as_select()).for_update().first(conn).await?)
}

/// One change.
pub async fn change(conn: &mut AsyncPgConnection, id: ChangeId) -> Result<Change> {
    Ok(dossier_changes::table.find(id).select(Change::as_select()).first(conn).await?)
}

/// A provider's own change, held until the end of the act.
pub(super) async fn own(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    id: ChangeId,
) -> Result<Change> {
    Ok(dossier_changes::table
        .find(id)
        .filter(dossier_changes::provider_id.eq(provider))
        .select(Change::as_select())
        .for_update()
        .first(conn)
        .await?)
}

pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    (kind, subject): (ChangeKind, &str),
    (before, after): (Option<&Facts>, &Facts),
    (by, now): (UserId, Moment),
) -> Result<ChangeId> {
    use dossier_changes as it;
    let id = ChangeId::mint();
    let before = before.map(serde_json::to_value).transpose().context("cannot write a change")?;
    let after = serde_json::to_value(after).context("cannot write a change")?;
    diesel::insert_into(it::table)
        .values((
            it::id.eq(id),
            it::provider_id.eq(provider),
            it::kind.eq(kind),
            it::subject.eq(subject),
            it::before.eq(before),
            it::after.eq(after),
            it::state.eq(ChangeState::Waiting),
            it::made_by.eq(by),
            it::made_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(id)
}

/// Moves a change, unless somebody moved it while we were looking.
pub async fn apply(
    conn: &mut AsyncPgConnection,
    id: ChangeId,
    step: &Step<ChangeState>,
    (by, reason): (UserId, &str),
    now: Moment,
) -> Result<()> {
    use dossier_changes as it;
    let held = it::table.find(id).filter(it::state.eq(step.from()));
    let moved = match step.to() {
        ChangeState::Proposed => {
            let values = (it::state.eq(step.to()), it::proposed_by.eq(by), it::proposed_at.eq(now));
            diesel::update(held).set((values, it::reason.eq(reason))).execute(conn).await?
        }
        ChangeState::Waiting => {
            let nobody = (
                it::proposed_by.eq(None::<UserId>),
                it::proposed_at.eq(None::<Moment>),
                it::reason.eq(""),
            );
            diesel::update(held).set((it::state.eq(step.to()), nobody)).execute(conn).await?
        }
        _ => {
            let values = (it::decided_by.eq(by), it::decided_at.eq(now), it::reason.eq(reason));
            diesel::update(held).set((it::state.eq(step.to()), values)).execute(conn).await?
        }
    };
    if moved == 1 { Ok(()) } else { Err(Refusal::MovedOn.into()) }
}

/// Withdraws every change of a provider that waits, and says which.
pub(super) async fn withdraw_all(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    (by, now): (UserId, Moment),
) -> Result<Vec<(ChangeId, ChangeKind)>> {
    use dossier_changes as it;
    let open = it::table.filter(it::provider_id.eq(provider)).filter(it::state.eq_any(OPEN));
    let values = (it::decided_by.eq(by), it::decided_at.eq(now));
    Ok(diesel::update(open)
        .set((it::state.eq(ChangeState::Withdrawn), values))
        .returning((it::id, it::kind))
        .get_results(conn)
        .await?)
}

/// Withdraws what waits about a specialist, and says which.
pub(super) async fn withdraw_of(
    conn: &mut AsyncPgConnection,
    specialist: SpecialistId,
    (by, now): (UserId, Moment),
) -> Result<Vec<(ChangeId, ChangeKind)>> {
    use dossier_changes as it;
    let open = it::table
        .filter(it::kind.eq(ChangeKind::Clearance))
        .filter(it::subject.like(format!("{specialist}:%")))
        .filter(it::state.eq_any(OPEN));
    let values = (it::decided_by.eq(by), it::decided_at.eq(now));
    Ok(diesel::update(open)
        .set((it::state.eq(ChangeState::Withdrawn), values))
        .returning((it::id, it::kind))
        .get_results(conn)
        .await?)
}

/// Empties what changes say about a specialist, and says which.
pub(in crate::providers) async fn erase_of(
    conn: &mut AsyncPgConnection,
    specialist: SpecialistId,
) -> Result<Vec<ChangeId>> {
    use dossier_changes as it;
    let theirs = it::table
        .filter(it::kind.eq(ChangeKind::Clearance))
        .filter(it::subject.like(format!("{specialist}:%")));
    let nothing = (
        it::before.eq(None::<serde_json::Value>),
        it::after.eq(serde_json::Value::Null),
        it::reason.eq(""),
    );
    Ok(diesel::update(theirs).set(nothing).returning(it::id).get_results(conn).await?)
}

/// Puts a clearance in force, or takes it out.
pub(in crate::providers) async fn put_clearance(
    conn: &mut AsyncPgConnection,
    (specialist, kind): (SpecialistId, ClearanceKind),
    new: Option<&Clearance>,
) -> Result<()> {
    use specialist_clearances as it;
    let Some(new) = new else {
        diesel::delete(it::table.find((specialist, kind))).execute(conn).await?;
        return Ok(());
    };
    let values =
        (it::level.eq(&new.level), it::sponsor.eq(&new.sponsor), it::expires_on.eq(new.expires_on));
    diesel::insert_into(it::table)
        .values((it::specialist_id.eq(specialist), it::kind.eq(kind), values))
        .on_conflict((it::specialist_id, it::kind))
        .do_update()
        .set(values)
        .execute(conn)
        .await?;
    Ok(())
}

/// What a change wants comes into force.
pub async fn bring_into_force(
    conn: &mut AsyncPgConnection,
    change: &Change,
    wanted: &Facts,
    now: Moment,
) -> Result<()> {
    let provider = change.provider_id;
    match wanted {
        Facts::Company(it) => dossier::queries::save_facts(conn, provider, it).await,
        Facts::Declarations(it) => dossier::queries::accept_declarations(conn, provider, it).await,
        Facts::Clearance(it) => match change.clearance() {
            Some(which) => put_clearance(conn, which, Some(it)).await,
            None => Ok(()),
        },
        Facts::Lot(it) => {
            use provider_lots as lot;
            dossier::queries::save_rates(conn, provider, &change.subject, &it.money()).await?;
            let values = (lot::evidence.eq(&it.evidence), lot::decision.eq(LotDecision::Admit));
            let row = lot::table.find((provider, &change.subject));
            diesel::update(row).set(values).execute(conn).await?;
            let fresh = lot::table
                .filter(lot::provider_id.eq(provider))
                .filter(lot::lot_code.eq(&change.subject))
                .filter(lot::admitted_at.is_null());
            diesel::update(fresh).set(lot::admitted_at.eq(now)).execute(conn).await?;
            Ok(())
        }
    }
}

/// A new lot was not accepted: the provider reads why.
pub async fn refuse_lot(conn: &mut AsyncPgConnection, change: &Change, reason: &str) -> Result<()> {
    use provider_lots as it;
    diesel::update(it::table.find((change.provider_id, &change.subject)))
        .set((it::decision.eq(LotDecision::Refuse), it::reason.eq(reason)))
        .execute(conn)
        .await?;
    Ok(())
}
