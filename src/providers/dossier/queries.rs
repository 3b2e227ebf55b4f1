//! Finding and storing what a dossier is made of.

use diesel::prelude::*;
use diesel::result::DatabaseErrorKind::UniqueViolation;
use diesel::result::Error as Diesel;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::{Company, Declarations};
use super::model::{Dossier, LotOffer};
use super::papers::forms::{NewCertificate, NewInsurance};
use super::policy::Refusal;
use super::sections::forms::{NewLot, Statements};
use super::summary::Words;
use crate::error::{Error, Result};
use crate::framework;
use crate::providers::model::{
    Certificate, CertificateDecision, Declaration, Insurance, LotDecision,
};
use crate::providers::queries;
use crate::providers::state::ProviderState;
use crate::schema::{
    provider_certificates, provider_declarations, provider_insurances, provider_lots, providers,
    rate_ceilings,
};
use crate::types::ids::{CertificateId, InsuranceId, ProviderId};
use crate::types::time::Moment;

/// A whole dossier.
pub async fn dossier(conn: &mut AsyncPgConnection, id: ProviderId) -> Result<Dossier> {
    let provider = queries::provider(conn, id).await?;
    let declarations = provider_declarations::table
        .filter(provider_declarations::provider_id.eq(id))
        .select(Declaration::as_select())
        .load(conn)
        .await?;
    let insurances = provider_insurances::table
        .filter(provider_insurances::provider_id.eq(id))
        .order(provider_insurances::kind)
        .select(Insurance::as_select())
        .load(conn)
        .await?;
    let mut lots = Vec::new();
    for lot in queries::lots_of(conn, id).await? {
        let rates = queries::rate_ceilings(conn, id, &lot.code).await?;
        lots.push(LotOffer { lot, rates });
    }
    let certificates = queries::certificates_of(conn, id).await?;
    let specialists = queries::specialists(conn, id).await?;
    let mut mandatory = framework::queries::schemes(conn).await?;
    mandatory.retain(|it| it.mandatory);
    Ok(Dossier { provider, declarations, certificates, insurances, lots, specialists, mandatory })
}

pub(super) async fn save_company(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
    new: &Company,
) -> Result<()> {
    diesel::update(providers::table.find(id))
        .set((
            providers::name.eq(&new.name),
            providers::company_number.eq(&new.number),
            providers::address.eq(&new.address),
            providers::region_code.eq(&new.region),
            providers::size.eq(new.size),
            providers::contact_name.eq(&new.contact_name),
            providers::contact_email.eq(&new.contact_email),
            providers::contact_phone.eq(&new.contact_phone),
        ))
        .execute(conn)
        .await
        .map_err(|cause| refused_if_twice(cause, Refusal::NumberTaken))?;
    Ok(())
}

/// Whether another company's dossier has a number.
pub async fn number_taken(
    conn: &mut AsyncPgConnection,
    but: ProviderId,
    number: &str,
) -> Result<bool> {
    let others = providers::table
        .filter(providers::company_number.eq(number))
        .filter(providers::id.ne(but))
        .filter(providers::state.ne_all([ProviderState::Left, ProviderState::Removed]));
    Ok(diesel::select(diesel::dsl::exists(others)).get_result(conn).await?)
}

/// The words a dossier is read with.
pub async fn words(conn: &mut AsyncPgConnection) -> Result<Words> {
    Ok(Words {
        regions: framework::queries::regions(conn).await?,
        schemes: framework::queries::schemes(conn).await?,
        levels: framework::queries::sfia_levels(conn).await?,
    })
}

fn refused_if_twice(cause: Diesel, refusal: Refusal) -> Error {
    match cause {
        Diesel::DatabaseError(UniqueViolation, _) => refusal.into(),
        other => other.into(),
    }
}

pub(super) async fn save_declarations(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
    new: &Declarations,
) -> Result<()> {
    use provider_declarations as it;
    diesel::delete(it::table.filter(it::provider_id.eq(id))).execute(conn).await?;
    let rows: Vec<_> = new
        .answers
        .iter()
        .map(|(code, answer, explanation)| {
            (
                it::provider_id.eq(id),
                it::code.eq(*code),
                it::answer.eq(*answer),
                it::explanation.eq(explanation),
            )
        })
        .collect();
    diesel::insert_into(it::table).values(rows).execute(conn).await?;
    diesel::update(providers::table.find(id))
        .set(providers::conflict_statement.eq(&new.conflicts))
        .execute(conn)
        .await?;
    Ok(())
}

/// A provider's own certificate.
pub async fn certificate(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    id: CertificateId,
) -> Result<Certificate> {
    Ok(provider_certificates::table
        .find(id)
        .filter(provider_certificates::provider_id.eq(provider))
        .select(Certificate::as_select())
        .first(conn)
        .await?)
}

pub(super) async fn add_certificate(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    new: &NewCertificate,
) -> Result<CertificateId> {
    use provider_certificates as it;
    let id = CertificateId::mint();
    diesel::insert_into(it::table)
        .values((
            it::id.eq(id),
            it::provider_id.eq(provider),
            it::scheme.eq(&new.scheme),
            it::number.eq(&new.number),
            it::issued_on.eq(new.issued_on),
            it::expires_on.eq(new.expires_on),
        ))
        .execute(conn)
        .await
        .map_err(|cause| refused_if_twice(cause, Refusal::CertificateThere))?;
    Ok(id)
}

pub(super) async fn remove_certificate(
    conn: &mut AsyncPgConnection,
    id: CertificateId,
) -> Result<()> {
    diesel::delete(provider_certificates::table.find(id)).execute(conn).await?;
    Ok(())
}

pub(super) async fn save_insurance(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    new: &NewInsurance,
) -> Result<()> {
    use provider_insurances as it;
    let values = (
        it::cover_pence.eq(new.cover),
        it::expires_on.eq(new.expires_on),
        it::by_start.eq(new.by_start),
    );
    diesel::insert_into(it::table)
        .values((
            it::id.eq(InsuranceId::mint()),
            it::provider_id.eq(provider),
            it::kind.eq(new.kind),
            values,
        ))
        .on_conflict((it::provider_id, it::kind))
        .do_update()
        .set(values)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn remove_insurance(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    id: InsuranceId,
) -> Result<()> {
    use provider_insurances as it;
    let own = it::table.find(id).filter(it::provider_id.eq(provider));
    match diesel::delete(own).execute(conn).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

pub(super) async fn save_statements(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
    new: &Statements,
) -> Result<()> {
    diesel::update(providers::table.find(id))
        .set((
            providers::modern_slavery_statement.eq(&new.modern_slavery),
            providers::data_protection_statement.eq(&new.data_protection),
            providers::ico_number.eq(&new.ico_number),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Saves a lot with its rates; whatever was decided about it is open again.
pub(super) async fn save_lot(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    lot: &str,
    new: &NewLot,
) -> Result<()> {
    use provider_lots as it;
    diesel::insert_into(it::table)
        .values((
            it::provider_id.eq(provider),
            it::lot_code.eq(lot),
            it::evidence.eq(&new.evidence),
        ))
        .on_conflict((it::provider_id, it::lot_code))
        .do_update()
        .set((
            it::evidence.eq(&new.evidence),
            it::decision.eq(LotDecision::Waiting),
            it::reason.eq(""),
        ))
        .execute(conn)
        .await?;
    use rate_ceilings as rate;
    let old = rate::table.filter(rate::provider_id.eq(provider)).filter(rate::lot_code.eq(lot));
    diesel::delete(old).execute(conn).await?;
    let rows: Vec<_> = new
        .rates
        .iter()
        .map(|(level, day_rate)| {
            (
                rate::provider_id.eq(provider),
                rate::lot_code.eq(lot),
                rate::sfia_level.eq(*level),
                rate::day_rate.eq(*day_rate),
            )
        })
        .collect();
    diesel::insert_into(rate::table).values(rows).execute(conn).await?;
    Ok(())
}

pub(super) async fn remove_lot(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    lot: &str,
) -> Result<()> {
    match diesel::delete(provider_lots::table.find((provider, lot))).execute(conn).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Dates the application, and opens again what was decided against it.
pub(super) async fn submitted(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
    now: Moment,
) -> Result<()> {
    diesel::update(providers::table.find(id))
        .set(providers::applied_at.eq(now))
        .execute(conn)
        .await?;
    use provider_lots as lot;
    let refused =
        lot::table.filter(lot::provider_id.eq(id)).filter(lot::decision.eq(LotDecision::Refuse));
    diesel::update(refused)
        .set((lot::decision.eq(LotDecision::Waiting), lot::reason.eq("")))
        .execute(conn)
        .await?;
    use provider_certificates as certificate;
    let refused = certificate::table
        .filter(certificate::provider_id.eq(id))
        .filter(certificate::decision.eq(CertificateDecision::Refused));
    diesel::update(refused)
        .set((certificate::decision.eq(CertificateDecision::Waiting), certificate::reason.eq("")))
        .execute(conn)
        .await?;
    Ok(())
}
