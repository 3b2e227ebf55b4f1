//! Finding providers, and moving them through their life.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Certificate, LotDecision, Provider, ProviderLot, Specialist, Standing};
use super::policy::Refusal;
use super::state::ProviderState;
use super::terms;
use crate::error::Result;
use crate::framework;
use crate::schema::{
    awards, bid_team, bids, cleared_specialists, contracts, lots, provider_certificates,
    provider_lots, providers, rate_ceilings, requests, vetting_decisions,
};
use crate::types::ids::{DecisionId, ProviderId, SpecialistId};
use crate::types::money::Money;
use crate::types::state::Step;
use crate::types::text::slug;
use crate::types::time::Moment;

/// The states of a contract that has not ended.
const LIVE: [&str; 4] = ["offered", "returned", "provider_signed", "active"];
/// The states of a request whose bids still matter.
const UNDECIDED: [&str; 4] = ["open", "evaluating", "decided", "standstill"];

/// One provider.
pub async fn provider(conn: &mut AsyncPgConnection, id: ProviderId) -> Result<Provider> {
    Ok(providers::table.find(id).select(Provider::as_select()).first(conn).await?)
}

/// One provider, held until the end of the change. Its bids go on meanwhile.
pub async fn lock(conn: &mut AsyncPgConnection, id: ProviderId) -> Result<Provider> {
    let own = providers::table.find(id).select(Provider::as_select());
    Ok(own.for_no_key_update().first(conn).await?)
}

/// One provider that is about to bid no longer: whoever submits a bid for it
/// was before, or waits and finds that it cannot.
pub async fn lock_out(conn: &mut AsyncPgConnection, id: ProviderId) -> Result<Provider> {
    Ok(providers::table.find(id).select(Provider::as_select()).for_update().first(conn).await?)
}

/// Keeps a provider where it stands until the end of the change: it neither
/// leaves nor is suspended or removed meanwhile. Several may keep it at once.
pub async fn hold(conn: &mut AsyncPgConnection, id: ProviderId) -> Result<()> {
    let own = providers::table.find(id).select(providers::id);
    own.for_key_share().first::<ProviderId>(conn).await?;
    Ok(())
}

/// The provider with a name in addresses.
pub async fn by_slug(conn: &mut AsyncPgConnection, slug: &str) -> Result<Provider> {
    Ok(providers::table
        .filter(providers::slug.eq(slug))
        .select(Provider::as_select())
        .first(conn)
        .await?)
}

/// The people a provider can deploy, by name; not those it retired.
pub async fn specialists(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
) -> Result<Vec<Specialist>> {
    use cleared_specialists as it;
    Ok(it::table
        .filter(it::provider_id.eq(provider))
        .filter(it::retired_at.is_null())
        .order((it::name, it::id))
        .select(Specialist::as_select())
        .load(conn)
        .await?)
}

/// The highest day rate a provider may bid in a lot, for each SFIA level.
pub async fn rate_ceilings(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    lot: &str,
) -> Result<BTreeMap<i16, Money>> {
    let rows: Vec<(i16, Money)> = rate_ceilings::table
        .filter(rate_ceilings::provider_id.eq(provider))
        .filter(rate_ceilings::lot_code.eq(lot))
        .select((rate_ceilings::sfia_level, rate_ceilings::day_rate))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The highest day rates a provider may bid, lot by lot.
pub async fn all_rate_ceilings(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
) -> Result<BTreeMap<String, BTreeMap<i16, Money>>> {
    let rows: Vec<(String, i16, Money)> = rate_ceilings::table
        .filter(rate_ceilings::provider_id.eq(provider))
        .select((rate_ceilings::lot_code, rate_ceilings::sfia_level, rate_ceilings::day_rate))
        .load(conn)
        .await?;
    let mut by_lot: BTreeMap<String, BTreeMap<i16, Money>> = BTreeMap::new();
    for (lot, level, rate) in rows {
        by_lot.entry(lot).or_default().insert(level, rate);
    }
    Ok(by_lot)
}

/// The highest day rate that counts in a bid today: the provider's own
/// ceiling, or the framework's maximum where that is lower.
pub async fn bid_ceilings(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    lot: &str,
) -> Result<BTreeMap<i16, Money>> {
    let own = rate_ceilings(conn, provider, lot).await?;
    let maxima = framework::queries::rate_maxima(conn, lot).await?;
    Ok(framework::policy::lower_of(own, &maxima))
}

/// The providers that are admitted to a lot.
pub async fn admitted_to(conn: &mut AsyncPgConnection, lot: &str) -> Result<Vec<ProviderId>> {
    Ok(provider_lots::table
        .inner_join(providers::table)
        .filter(providers::state.eq(ProviderState::Admitted))
        .filter(provider_lots::lot_code.eq(lot))
        .filter(provider_lots::decision.eq(LotDecision::Admit))
        .filter(provider_lots::admitted_at.is_not_null())
        .order(providers::name)
        .select(providers::id)
        .load(conn)
        .await?)
}

/// The lots a provider asked for, in the framework's order.
pub async fn lots_of(conn: &mut AsyncPgConnection, id: ProviderId) -> Result<Vec<ProviderLot>> {
    Ok(provider_lots::table
        .inner_join(lots::table)
        .filter(provider_lots::provider_id.eq(id))
        .order(lots::position)
        .select((
            lots::code,
            lots::name,
            provider_lots::evidence,
            provider_lots::decision,
            provider_lots::reason,
            provider_lots::admitted_at,
        ))
        .load(conn)
        .await?)
}

/// A provider's certificates, the longest lasting first.
pub async fn certificates_of(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
) -> Result<Vec<Certificate>> {
    Ok(provider_certificates::table
        .filter(provider_certificates::provider_id.eq(id))
        .order((provider_certificates::expires_on.desc(), provider_certificates::id))
        .select(Certificate::as_select())
        .load(conn)
        .await?)
}

/// What decides whether a provider may bid.
pub async fn standing(conn: &mut AsyncPgConnection, id: ProviderId) -> Result<Standing> {
    let provider = provider(conn, id).await?;
    let lots = lots_of(conn, id).await?;
    let certificates = certificates_of(conn, id).await?;
    let mut mandatory = framework::queries::schemes(conn).await?;
    mandatory.retain(|it| it.mandatory);
    let terms_due = terms::queries::due(conn, id).await?;
    Ok(Standing {
        state: provider.state,
        state_reason: provider.state_reason,
        lots,
        certificates,
        mandatory,
        terms_due,
    })
}

/// Moves a provider, with the reason, unless it moved while we were looking.
pub async fn apply(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
    step: &Step<ProviderState>,
    reason: &str,
) -> Result<Provider> {
    let moved = diesel::update(providers::table.find(id).filter(providers::state.eq(step.from())))
        .set((providers::state.eq(step.to()), providers::state_reason.eq(reason)))
        .returning(Provider::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    moved.ok_or_else(|| Refusal::MovedOn.into())
}

/// Keeps a new company under the first free name made of its own.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    name: &str,
    now: Moment,
) -> Result<ProviderId> {
    let id = ProviderId::mint();
    let plain = slug(name, "-", 60, "provider");
    for number in 1..100 {
        let free = if number == 1 { plain.clone() } else { format!("{plain}-{number}") };
        let made = diesel::insert_into(providers::table)
            .values((
                providers::id.eq(id),
                providers::slug.eq(free),
                providers::name.eq(name),
                providers::state.eq(ProviderState::Registered),
                providers::created_at.eq(now),
            ))
            .on_conflict(providers::slug)
            .do_nothing()
            .execute(conn)
            .await?;
        if made == 1 {
            return Ok(id);
        }
    }
    Err(anyhow::anyhow!("no free name for a provider like {plain}").into())
}

/// Sets aside every proposal about a provider that nobody has confirmed, and
/// says which.
pub(super) async fn set_aside_proposals(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    now: Moment,
) -> Result<Vec<DecisionId>> {
    use vetting_decisions as it;
    let open = it::table
        .filter(it::provider_id.eq(provider))
        .filter(it::confirmed_at.is_null().and(it::set_aside_at.is_null()));
    Ok(diesel::update(open)
        .set(it::set_aside_at.eq(now))
        .returning(it::id)
        .get_results(conn)
        .await?)
}

/// The references of a provider's live contracts.
pub async fn live_contracts(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
) -> Result<Vec<String>> {
    Ok(contracts::table
        .filter(contracts::provider_id.eq(provider))
        .filter(contracts::state.eq_any(LIVE))
        .order(contracts::reference)
        .select(contracts::reference)
        .load(conn)
        .await?)
}

/// The references of a provider's bids that were submitted on requests still
/// to be decided.
pub async fn undecided_bids(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
) -> Result<Vec<String>> {
    Ok(bids::table
        .inner_join(requests::table)
        .filter(bids::provider_id.eq(provider))
        .filter(bids::state.ne("draft"))
        .filter(requests::state.eq_any(UNDECIDED))
        .order(bids::reference)
        .select(bids::reference)
        .load(conn)
        .await?)
}

/// The live contracts and undecided bids that name a specialist, and those
/// that are sealed and may.
pub async fn named_in(
    conn: &mut AsyncPgConnection,
    specialist: SpecialistId,
) -> Result<Vec<String>> {
    let mut found: Vec<String> = contracts::table
        .inner_join(awards::table)
        .inner_join(bid_team::table.on(bid_team::bid_id.eq(awards::bid_id)))
        .filter(bid_team::specialist_id.eq(specialist))
        .filter(contracts::state.eq_any(LIVE))
        .order(contracts::reference)
        .select(contracts::reference)
        .distinct()
        .load(conn)
        .await?;
    let bids: Vec<String> = bids::table
        .inner_join(requests::table)
        .inner_join(bid_team::table)
        .filter(bid_team::specialist_id.eq(specialist))
        .filter(bids::state.ne("draft"))
        .filter(requests::state.eq_any(UNDECIDED))
        .order(bids::reference)
        .select(bids::reference)
        .distinct()
        .load(conn)
        .await?;
    found.extend(bids);
    // A sealed bid may name anyone of its provider.
    use crate::schema::specialists as people;
    let theirs = people::table.find(specialist).select(people::provider_id);
    let sealed: Vec<String> = bids::table
        .inner_join(requests::table)
        .filter(bids::provider_id.eq_any(theirs))
        .filter(bids::state.eq_any(["submitted", "needs_reconfirm"]))
        .filter(requests::state.eq_any(UNDECIDED))
        .order(bids::reference)
        .select(bids::reference)
        .load(conn)
        .await?;
    found.extend(sealed);
    found.dedup();
    Ok(found)
}
