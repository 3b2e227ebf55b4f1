//! Finding and storing what vetting officers decide.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Decision, File, Outcome, Waiting, WaitingCertificate};
use super::policy::Refusal;
use crate::accounts;
use crate::audit::entry;
use crate::error::{Error, Result};
use crate::providers::model::{CertificateDecision, LotDecision, Provider};
use crate::providers::state::ProviderState;
use crate::providers::{asked, dossier};
use crate::schema::{
    asked_items, assurance_schemes, provider_certificates, provider_declarations, provider_lots,
    providers, vetting_decisions,
};
use crate::types::ids::{CertificateId, DecisionId, ProviderId, UserId};
use crate::types::time::Moment;

/// The proposal that waits to be confirmed, if there is one.
pub async fn open(conn: &mut AsyncPgConnection, id: ProviderId) -> Result<Option<Decision>> {
    Ok(vetting_decisions::table
        .filter(vetting_decisions::provider_id.eq(id))
        .filter(vetting_decisions::confirmed_at.is_null())
        .filter(vetting_decisions::set_aside_at.is_null())
        .select(Decision::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// One row of the queue, before what is asked and decided is put beside it.
type Row =
    (ProviderId, String, String, ProviderState, Option<Moment>, Option<Outcome>, Option<Moment>);

/// The applications that wait, the oldest first, and those with the provider
/// after them; then the removals that wait to be confirmed.
pub async fn queue(conn: &mut AsyncPgConnection) -> Result<Vec<Waiting>> {
    let applying = [ProviderState::Applied, ProviderState::Clarifying];
    let rows: Vec<Row> = providers::table
        .left_join(
            vetting_decisions::table.on(vetting_decisions::provider_id
                .eq(providers::id)
                .and(vetting_decisions::confirmed_at.is_null())
                .and(vetting_decisions::set_aside_at.is_null())),
        )
        .filter(
            providers::state
                .eq_any(applying)
                .or(vetting_decisions::outcome.eq(Outcome::Remove).is_not_distinct_from(true)),
        )
        .order((
            providers::state.ne_all(applying),
            providers::state,
            providers::applied_at,
            providers::name,
        ))
        .select((
            providers::id,
            providers::slug,
            providers::name,
            providers::state,
            providers::applied_at,
            vetting_decisions::outcome.nullable(),
            vetting_decisions::proposed_at.nullable(),
        ))
        .load(conn)
        .await?;
    let ids: Vec<ProviderId> = rows.iter().map(|it| it.0).collect();
    let asked: Vec<(ProviderId, Option<Moment>)> = asked_items::table
        .filter(asked_items::provider_id.eq_any(&ids))
        .group_by(asked_items::provider_id)
        .select((asked_items::provider_id, diesel::dsl::max(asked_items::asked_at)))
        .load(conn)
        .await?;
    let begun = begun(conn, &ids).await?;
    let waiting = |(id, slug, name, state, applied_at, proposed, proposed_at): Row| Waiting {
        slug,
        name,
        state,
        applied_at,
        proposed,
        proposed_at,
        asked_at: asked.iter().find(|it| it.0 == id).and_then(|it| it.1),
        begun: begun.contains(&id),
    };
    Ok(rows.into_iter().map(waiting).collect())
}

/// Those of some applications of which something is decided.
async fn begun(conn: &mut AsyncPgConnection, ids: &[ProviderId]) -> Result<Vec<ProviderId>> {
    let mut begun: Vec<ProviderId> = provider_lots::table
        .filter(provider_lots::provider_id.eq_any(ids))
        .filter(provider_lots::decision.ne(LotDecision::Waiting))
        .select(provider_lots::provider_id)
        .load(conn)
        .await?;
    let certificates: Vec<ProviderId> = provider_certificates::table
        .filter(provider_certificates::provider_id.eq_any(ids))
        .filter(provider_certificates::decision.ne(CertificateDecision::Waiting))
        .select(provider_certificates::provider_id)
        .load(conn)
        .await?;
    begun.extend(certificates);
    let declarations: Vec<ProviderId> = provider_declarations::table
        .filter(provider_declarations::provider_id.eq_any(ids))
        .filter(provider_declarations::answer)
        .filter(provider_declarations::decision.ne(CertificateDecision::Waiting))
        .select(provider_declarations::provider_id)
        .load(conn)
        .await?;
    begun.extend(declarations);
    Ok(begun)
}

/// Certificates that admitted providers added and nobody has looked at.
pub async fn waiting_certificates(conn: &mut AsyncPgConnection) -> Result<Vec<WaitingCertificate>> {
    Ok(provider_certificates::table
        .inner_join(providers::table)
        .inner_join(assurance_schemes::table)
        .filter(providers::state.eq_any([ProviderState::Admitted, ProviderState::Suspended]))
        .filter(provider_certificates::decision.eq(CertificateDecision::Waiting))
        .order((provider_certificates::added_at, provider_certificates::id))
        .select((
            provider_certificates::id,
            providers::slug,
            providers::name,
            assurance_schemes::name,
            provider_certificates::expires_on,
            provider_certificates::added_at,
        ))
        .load(conn)
        .await?)
}

/// Every provider, whatever its state, by name.
pub async fn everyone(conn: &mut AsyncPgConnection) -> Result<Vec<Provider>> {
    Ok(providers::table.order(providers::name).select(Provider::as_select()).load(conn).await?)
}

pub(super) async fn decide_certificate(
    conn: &mut AsyncPgConnection,
    id: CertificateId,
    decision: CertificateDecision,
    reason: &str,
) -> Result<()> {
    diesel::update(provider_certificates::table.find(id))
        .set((
            provider_certificates::decision.eq(decision),
            provider_certificates::reason.eq(reason),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn decide_declaration(
    conn: &mut AsyncPgConnection,
    (provider, code): (ProviderId, &str),
    decision: CertificateDecision,
    reason: &str,
) -> Result<()> {
    use provider_declarations as it;
    diesel::update(it::table.find((provider, code)))
        .set((it::decision.eq(decision), it::reason.eq(reason)))
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn decide_lot(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    lot: &str,
    decision: LotDecision,
    reason: &str,
) -> Result<()> {
    let changed = diesel::update(provider_lots::table.find((provider, lot)))
        .set((provider_lots::decision.eq(decision), provider_lots::reason.eq(reason)))
        .execute(conn)
        .await?;
    if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
}

pub(super) async fn propose(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    (outcome, reason): (Outcome, &str),
    by: UserId,
    now: Moment,
) -> Result<DecisionId> {
    let id = DecisionId::mint();
    diesel::insert_into(vetting_decisions::table)
        .values((
            vetting_decisions::id.eq(id),
            vetting_decisions::provider_id.eq(provider),
            vetting_decisions::outcome.eq(outcome),
            vetting_decisions::reason.eq(reason),
            vetting_decisions::proposed_by.eq(by),
            vetting_decisions::proposed_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(id)
}

/// Confirms a proposal, unless someone dealt with it first.
pub(super) async fn confirm(
    conn: &mut AsyncPgConnection,
    id: DecisionId,
    by: UserId,
    now: Moment,
) -> Result<()> {
    let open = vetting_decisions::table
        .find(id)
        .filter(vetting_decisions::confirmed_at.is_null())
        .filter(vetting_decisions::set_aside_at.is_null());
    let changed = diesel::update(open)
        .set((vetting_decisions::confirmed_by.eq(by), vetting_decisions::confirmed_at.eq(now)))
        .execute(conn)
        .await?;
    if changed == 1 { Ok(()) } else { Err(Refusal::NothingProposed.into()) }
}

/// Sets a proposal aside, unless someone dealt with it first.
pub(super) async fn set_aside(
    conn: &mut AsyncPgConnection,
    id: DecisionId,
    now: Moment,
) -> Result<()> {
    let open = vetting_decisions::table
        .find(id)
        .filter(vetting_decisions::confirmed_at.is_null())
        .filter(vetting_decisions::set_aside_at.is_null());
    let changed =
        diesel::update(open).set(vetting_decisions::set_aside_at.eq(now)).execute(conn).await?;
    if changed == 1 { Ok(()) } else { Err(Refusal::NothingProposed.into()) }
}

/// The admission takes effect: in each lot found fit, from now on.
pub(super) async fn admit(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
    now: Moment,
) -> Result<Vec<String>> {
    let fit = provider_lots::table
        .filter(provider_lots::provider_id.eq(id))
        .filter(provider_lots::decision.eq(LotDecision::Admit));
    let lots = diesel::update(fit)
        .set(provider_lots::admitted_at.eq(now))
        .returning(provider_lots::lot_code)
        .get_results(conn)
        .await?;
    diesel::update(providers::table.find(id))
        .set(providers::admitted_at.eq(now))
        .execute(conn)
        .await?;
    Ok(lots)
}

/// How many providers are admitted.
pub async fn count_admitted(conn: &mut AsyncPgConnection) -> Result<i64> {
    let admitted = providers::table.filter(providers::state.eq(ProviderState::Admitted));
    Ok(admitted.count().get_result(conn).await?)
}

/// Everything about the provider with a name in addresses.
pub async fn file(conn: &mut AsyncPgConnection, slug: &str) -> Result<File> {
    let id = crate::providers::queries::by_slug(conn, slug).await?.id;
    let open = open(conn, id).await?;
    let proposed_by = match &open {
        Some(open) => accounts::queries::person(conn, open.proposed_by).await?.name,
        None => String::new(),
    };
    let dossier = dossier::queries::dossier(conn, id).await?;
    let former = match &dossier.provider.company_number {
        Some(number) => dossier::queries::former(conn, id, number).await?,
        None => Vec::new(),
    };
    Ok(File {
        dossier,
        former,
        standing: crate::providers::queries::standing(conn, id).await?,
        words: dossier::queries::words(conn).await?,
        open,
        proposed_by,
        asked: asked::queries::latest(conn, id).await?,
        lines: entry::history(conn, &[id.uuid()]).await?,
    })
}
