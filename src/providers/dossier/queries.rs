//! Finding and storing what a dossier is made of.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::result::DatabaseErrorKind::UniqueViolation;
use diesel::result::Error as Diesel;
use diesel::upsert::excluded;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::{Company, Declarations};
use super::model::{Dossier, LotOffer, Paper, Statement};
use super::papers::forms::{NewCertificate, NewInsurance};
use super::policy::Refusal;
use super::sections::forms::{NewLot, Statements};
use super::summary::{self, Words};
use crate::error::{Error, Result};
use crate::files::model::StoredFile;
use crate::framework;
use crate::providers::changes::model::{Answer, CompanyFacts, DeclarationFacts};
use crate::providers::model::{
    Certificate, CertificateDecision, Declaration, Insurance, LotDecision, Provider, ProviderLot,
};
use crate::providers::queries;
use crate::providers::state::ProviderState;
use crate::providers::{asked, changes, specialists};
use crate::schema::{
    dossier_files, files, provider_certificates, provider_declarations, provider_insurances,
    provider_lots, providers, rate_ceilings,
};
use crate::types::ids::{CertificateId, FileId, InsuranceId, ProviderId};
use crate::types::money::Money;
use crate::types::time::Moment;

/// A provider's answers to the grounds for exclusion.
pub async fn declarations(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
) -> Result<Vec<Declaration>> {
    Ok(provider_declarations::table
        .filter(provider_declarations::provider_id.eq(id))
        .select(Declaration::as_select())
        .load(conn)
        .await?)
}

/// A provider's own dossier, as its people may read it.
pub async fn own(conn: &mut AsyncPgConnection, id: ProviderId) -> Result<Dossier> {
    Ok(summary::for_its_provider(dossier(conn, id).await?))
}

/// A whole dossier.
pub async fn dossier(conn: &mut AsyncPgConnection, id: ProviderId) -> Result<Dossier> {
    let provider = queries::provider(conn, id).await?;
    let declarations = declarations(conn, id).await?;
    let insurances = provider_insurances::table
        .filter(provider_insurances::provider_id.eq(id))
        .order(provider_insurances::kind)
        .select(Insurance::as_select())
        .load(conn)
        .await?;
    let mut rates = queries::all_rate_ceilings(conn, id).await?;
    let lots = queries::lots_of(conn, id).await?.into_iter();
    let offer = |lot: ProviderLot| {
        let rates = rates.remove(&lot.code).unwrap_or_default();
        LotOffer { lot, rates }
    };
    let lots = lots.map(offer).collect();
    let certificates = queries::certificates_of(conn, id).await?;
    let specialists = queries::specialists(conn, id).await?;
    let mut mandatory = framework::queries::schemes(conn).await?;
    mandatory.retain(|it| it.mandatory);
    let listed = specialists::queries::listed(conn, id).await?;
    let asked = asked::queries::open(conn, id).await?;
    let changes = changes::queries::waiting(conn, id).await?;
    let files = files_of(conn, id).await?;
    Ok(Dossier {
        provider,
        declarations,
        certificates,
        insurances,
        lots,
        specialists,
        listed,
        mandatory,
        asked,
        changes,
        files,
    })
}

/// The files that came with a provider's papers.
pub async fn files_of(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
) -> Result<Vec<(Paper, StoredFile)>> {
    use dossier_files as it;
    type Which = (Option<CertificateId>, Option<InsuranceId>, Option<String>, Option<String>);
    let rows: Vec<(Which, StoredFile)> = it::table
        .inner_join(files::table)
        .filter(it::provider_id.eq(id))
        .filter(files::removed_at.is_null())
        .select((
            (it::certificate_id, it::insurance_id, it::lot_code, it::statement),
            StoredFile::as_select(),
        ))
        .load(conn)
        .await?;
    let paper = |which: Which| match which {
        (Some(id), ..) => Some(Paper::Certificate(id)),
        (_, Some(id), ..) => Some(Paper::Insurance(id)),
        (_, _, Some(code), _) => Some(Paper::Lot(code)),
        (.., Some(word)) => Statement::parse(&word).map(Paper::Statement),
        (None, None, None, None) => None,
    };
    Ok(rows.into_iter().filter_map(|(which, file)| Some((paper(which)?, file))).collect())
}

/// Opens again what was decided about a lot.
pub(super) async fn reopen_lot(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    lot: &str,
) -> Result<()> {
    diesel::update(provider_lots::table.find((provider, lot)))
        .set((provider_lots::decision.eq(LotDecision::Waiting), provider_lots::reason.eq("")))
        .execute(conn)
        .await?;
    Ok(())
}

/// Opens again what was decided about a certificate.
pub(super) async fn reopen_certificate(
    conn: &mut AsyncPgConnection,
    id: CertificateId,
) -> Result<()> {
    use provider_certificates as it;
    diesel::update(it::table.find(id))
        .set((it::decision.eq(CertificateDecision::Waiting), it::reason.eq("")))
        .execute(conn)
        .await?;
    Ok(())
}

/// Gives a paper a file; it must have none.
pub(super) async fn attach(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    paper: &Paper,
    file: FileId,
) -> Result<()> {
    use dossier_files as it;
    let (mut certificate, mut insurance, mut lot, mut statement) = (None, None, None, None);
    match paper {
        Paper::Certificate(id) => certificate = Some(*id),
        Paper::Insurance(id) => insurance = Some(*id),
        Paper::Lot(code) => lot = Some(code.as_str()),
        Paper::Statement(which) => statement = Some(which.word()),
    }
    diesel::insert_into(it::table)
        .values((
            it::file_id.eq(file),
            it::provider_id.eq(provider),
            it::certificate_id.eq(certificate),
            it::insurance_id.eq(insurance),
            it::lot_code.eq(lot),
            it::statement.eq(statement),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes the file of a paper from it, and says which that was.
pub(super) async fn detach(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    paper: &Paper,
) -> Result<Option<FileId>> {
    use dossier_files as it;
    let mut own = diesel::delete(it::table.filter(it::provider_id.eq(provider))).into_boxed();
    own = match paper {
        Paper::Certificate(id) => own.filter(it::certificate_id.eq(*id)),
        Paper::Insurance(id) => own.filter(it::insurance_id.eq(*id)),
        Paper::Lot(code) => own.filter(it::lot_code.eq(code.as_str())),
        Paper::Statement(which) => own.filter(it::statement.eq(which.word())),
    };
    Ok(own.returning(it::file_id).get_result(conn).await.optional()?)
}

pub(super) async fn save_company(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
    new: &Company,
) -> Result<()> {
    save_facts(conn, id, &new.facts()).await?;
    save_contacts(conn, id, new).await
}

/// Saves whom to talk to.
pub(super) async fn save_contacts(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
    new: &Company,
) -> Result<()> {
    diesel::update(providers::table.find(id))
        .set((
            providers::contact_name.eq(&new.contact_name),
            providers::contact_email.eq(&new.contact_email),
            providers::contact_phone.eq(&new.contact_phone),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Puts what a company is in force, once an officer accepted it.
pub(in crate::providers) async fn save_facts(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
    new: &CompanyFacts,
) -> Result<()> {
    diesel::update(providers::table.find(id))
        .set((
            providers::name.eq(&new.name),
            providers::company_number.eq(&new.number),
            providers::address.eq(&new.address),
            providers::region_code.eq(&new.region),
            providers::size.eq(&new.size),
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

/// Companies with a number that were on the framework before, and are no more.
pub async fn former(
    conn: &mut AsyncPgConnection,
    but: ProviderId,
    number: &str,
) -> Result<Vec<Provider>> {
    Ok(providers::table
        .filter(providers::company_number.eq(number))
        .filter(providers::id.ne(but))
        .filter(providers::state.eq_any([ProviderState::Left, ProviderState::Removed]))
        .order((providers::created_at.desc(), providers::id))
        .select(Provider::as_select())
        .load(conn)
        .await?)
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

/// Saves answers; what was decided about an answer that stays the same stays
/// decided.
pub(super) async fn save_declarations(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
    new: &Declarations,
) -> Result<()> {
    let held = declarations(conn, id).await?;
    let same = |code: &str, it: &Answer| {
        held.iter().any(|held| held.code == code && Answer::of(held) == *it)
    };
    let fresh = new.answers.iter().filter(|(code, it)| !same(code, it));
    let fresh = fresh.map(|(code, it)| (*code, it)).collect();
    put_answers(conn, id, fresh, CertificateDecision::Waiting).await?;
    save_conflicts(conn, id, &new.conflicts).await
}

/// Puts answers in place of those with the same codes, decided so.
async fn put_answers(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
    answers: Vec<(&str, &Answer)>,
    decision: CertificateDecision,
) -> Result<()> {
    use provider_declarations as it;
    if answers.is_empty() {
        return Ok(());
    }
    let row = |(code, said): (&'_ str, &'_ Answer)| {
        (
            it::provider_id.eq(id),
            it::code.eq(code.to_owned()),
            it::answer.eq(said.yes),
            it::explanation.eq(said.explanation.clone()),
            it::remedy.eq(said.remedy.clone()),
            it::decision.eq(decision),
        )
    };
    diesel::insert_into(it::table)
        .values(answers.into_iter().map(row).collect::<Vec<_>>())
        .on_conflict((it::provider_id, it::code))
        .do_update()
        .set((
            it::answer.eq(excluded(it::answer)),
            it::explanation.eq(excluded(it::explanation)),
            it::remedy.eq(excluded(it::remedy)),
            it::decision.eq(decision),
            it::reason.eq(""),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

async fn save_conflicts(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
    conflicts: &str,
) -> Result<()> {
    diesel::update(providers::table.find(id))
        .set(providers::conflict_statement.eq(conflicts))
        .execute(conn)
        .await?;
    Ok(())
}

/// Puts declarations in force, once an officer accepted them.
pub(in crate::providers) async fn accept_declarations(
    conn: &mut AsyncPgConnection,
    id: ProviderId,
    new: &DeclarationFacts,
) -> Result<()> {
    let answers = new.answers.iter().map(|(code, it)| (code.as_str(), it)).collect();
    put_answers(conn, id, answers, CertificateDecision::Accepted).await?;
    save_conflicts(conn, id, &new.conflicts).await
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
    now: Moment,
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
            it::added_at.eq(now),
        ))
        .execute(conn)
        .await
        .map_err(|cause| refused_if_twice(cause, Refusal::CertificateThere))?;
    Ok(id)
}

/// Changes a certificate, which then waits for a decision again.
pub(super) async fn change_certificate(
    conn: &mut AsyncPgConnection,
    id: CertificateId,
    new: &NewCertificate,
    now: Moment,
) -> Result<()> {
    use provider_certificates as it;
    diesel::update(it::table.find(id))
        .set((
            it::scheme.eq(&new.scheme),
            it::number.eq(&new.number),
            it::issued_on.eq(new.issued_on),
            it::expires_on.eq(new.expires_on),
            it::decision.eq(CertificateDecision::Waiting),
            it::reason.eq(""),
            it::added_at.eq(now),
        ))
        .execute(conn)
        .await
        .map_err(|cause| refused_if_twice(cause, Refusal::CertificateThere))?;
    Ok(())
}

pub(super) async fn remove_certificate(
    conn: &mut AsyncPgConnection,
    id: CertificateId,
) -> Result<()> {
    diesel::delete(provider_certificates::table.find(id)).execute(conn).await?;
    Ok(())
}

/// A provider's own insurance.
pub async fn insurance(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    id: InsuranceId,
) -> Result<Insurance> {
    Ok(provider_insurances::table
        .find(id)
        .filter(provider_insurances::provider_id.eq(provider))
        .select(Insurance::as_select())
        .first(conn)
        .await?)
}

pub(super) async fn save_insurance(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    new: &NewInsurance,
) -> Result<InsuranceId> {
    use provider_insurances as it;
    let values = (
        it::cover_pence.eq(new.cover),
        it::expires_on.eq(new.expires_on),
        it::by_start.eq(new.by_start),
    );
    Ok(diesel::insert_into(it::table)
        .values((
            it::id.eq(InsuranceId::mint()),
            it::provider_id.eq(provider),
            it::kind.eq(new.kind),
            values,
        ))
        .on_conflict((it::provider_id, it::kind))
        .do_update()
        .set(values)
        .returning(it::id)
        .get_result(conn)
        .await?)
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
    save_rates(conn, provider, lot, &new.rates).await
}

/// Saves the rate ceilings of a lot in place of those it had.
pub(in crate::providers) async fn save_rates(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    lot: &str,
    rates: &BTreeMap<i16, Money>,
) -> Result<()> {
    use rate_ceilings as rate;
    let old = rate::table.filter(rate::provider_id.eq(provider)).filter(rate::lot_code.eq(lot));
    diesel::delete(old).execute(conn).await?;
    let rows: Vec<_> = rates
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

pub(in crate::providers) async fn remove_lot(
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
    use provider_declarations as declaration;
    let refused = declaration::table
        .filter(declaration::provider_id.eq(id))
        .filter(declaration::decision.eq(CertificateDecision::Refused));
    diesel::update(refused)
        .set((declaration::decision.eq(CertificateDecision::Waiting), declaration::reason.eq("")))
        .execute(conn)
        .await?;
    asked::queries::answered(conn, id, now).await
}
