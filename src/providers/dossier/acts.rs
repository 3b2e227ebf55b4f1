//! Changes to a dossier, and the application made of it.

use serde::Serialize;
use uuid::Uuid;

use super::forms::{Company, Declarations};
use super::model::{Dossier, Paper, Section};
use super::papers::forms::{NewCertificate, NewInsurance};
use super::sections::forms::{NewLot, Statements};
use super::{mail, policy, queries};
use crate::accounts::model::Role;
use crate::accounts::queries::{operator_people, people_of_provider};
use crate::accounts::roles::ProviderAdmin;
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::files;
use crate::files::model::NewFile;
use crate::framework;
use crate::framework::policy::above_maximum;
use crate::providers::changes::acts::{Saved, record_sent, send_for_review, settle, start_again};
use crate::providers::changes::model::{
    ChangeKind, CompanyFacts, DeclarationFacts, Facts, LotFacts,
};
use crate::providers::changes::policy::{at_once, is_relied_on};
use crate::providers::leaving::acts::drop_proposals;
use crate::providers::model::Provider;
use crate::providers::queries as providers;
use crate::providers::state::ProviderState;
use crate::types::ids::{CertificateId, FileId, InsuranceId, ProviderId};
use crate::types::text::hex;
use crate::types::uk_time;

/// What the audit trail can say about a dossier.
#[derive(Debug, Serialize)]
struct DossierHappened<'a> {
    #[serde(skip)]
    provider: Uuid,
    #[serde(skip)]
    action: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<CertificateId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lot: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paper: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<FileId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
}

impl Happened for DossierHappened<'_> {
    fn action(&self) -> &'static str {
        self.action
    }

    fn subject(&self) -> Uuid {
        self.provider
    }
}

fn happened(who: &ProviderAdmin, action: &'static str) -> DossierHappened<'static> {
    DossierHappened {
        provider: who.provider.uuid(),
        action,
        certificate: None,
        lot: None,
        paper: None,
        file: None,
        sha256: None,
    }
}

async fn changing(tx: &mut Tx<'_>, who: &ProviderAdmin, section: Section) -> Result<Provider> {
    let provider = providers::lock(tx.conn(), who.provider).await?;
    policy::may_change(provider.state, section)?;
    Ok(provider)
}

/// A company was here before under the same number. The trail names it by its id.
#[derive(Debug, Serialize)]
struct Recognised {
    #[serde(skip)]
    provider: Uuid,
    former: Vec<ProviderId>,
}

impl Happened for Recognised {
    fn action(&self) -> &'static str {
        "provider.recognised"
    }

    fn subject(&self) -> Uuid {
        self.provider
    }
}

/// Tells the operator of a company that comes back under its old number: it
/// may, but not unnoticed. Each time it is the same is told once.
async fn recognise(
    tx: &mut Tx<'_>,
    provider: &Provider,
    (name, number): (&str, &str),
) -> Result<()> {
    let former = queries::former(tx.conn(), provider.id, number).await?;
    if former.is_empty() {
        return Ok(());
    }
    let officers =
        operator_people(tx.conn(), &[Role::VettingOfficer, Role::MarketplaceManager]).await?;
    for one in &former {
        tx.tell(&officers, &mail::was_here(provider, one, name)).await?;
    }
    let former = former.into_iter().map(|it| it.id).collect();
    tx.record(&Recognised { provider: provider.id.uuid(), former }, ()).await?.value();
    Ok(())
}

/// Saves the company's details. While somebody relies on the dossier, only
/// whom to talk to changes at once, and the rest waits for review.
pub async fn save_company(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    new: &Company,
) -> Result<Recorded<Saved>> {
    let provider = changing(tx, who, Section::Company).await?;
    let about = (ChangeKind::Company, "");
    // Nothing reaches the operator before a company applies.
    let is_new = provider.company_number.as_ref() != Some(&new.number);
    if is_new && provider.state != ProviderState::Registered {
        recognise(tx, &provider, (&new.name, &new.number)).await?;
    }
    let (before, after) = (CompanyFacts::of(&provider), new.facts());
    if !is_relied_on(provider.state) || before == after {
        queries::save_company(tx.conn(), who.provider, new).await?;
        settle(tx, who, about).await?;
        return tx.record(&happened(who, "company_details.saved"), Saved::Now).await;
    }
    if queries::number_taken(tx.conn(), who.provider, &new.number).await? {
        return Err(policy::Refusal::NumberTaken.into());
    }
    queries::save_contacts(tx.conn(), who.provider, new).await?;
    let (before, after) = (Facts::Company(before), Facts::Company(after));
    review(tx, who, &provider, about, (Some(&before), &after)).await
}

/// Sends a change for review and records it.
async fn review(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    provider: &Provider,
    about: (ChangeKind, &str),
    sides: (Option<&Facts>, &Facts),
) -> Result<Recorded<Saved>> {
    match send_for_review(tx, who, provider, about, sides).await? {
        Some(id) => record_sent(tx, who, (about.0, id), Saved::ForReview).await,
        None => tx.record(&happened(who, "change.sent_again"), Saved::ForReview).await,
    }
}

/// Saves the declarations, or sends them for review.
pub async fn save_declarations(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    new: &Declarations,
) -> Result<Recorded<Saved>> {
    let provider = changing(tx, who, Section::Declarations).await?;
    let about = (ChangeKind::Declarations, "");
    let said = queries::declarations(tx.conn(), who.provider).await?;
    let (before, after) = (DeclarationFacts::of(&provider, &said), new.facts());
    if !is_relied_on(provider.state) || before == after {
        queries::save_declarations(tx.conn(), who.provider, new).await?;
        settle(tx, who, about).await?;
        return tx.record(&happened(who, "declarations.saved"), Saved::Now).await;
    }
    let (before, after) = (Facts::Declarations(before), Facts::Declarations(after));
    review(tx, who, &provider, about, (Some(&before), &after)).await
}

/// Adds a certificate, which then waits for a decision.
pub async fn add_certificate(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    new: &NewCertificate,
    once: Once,
) -> Result<Recorded<CertificateId>> {
    changing(tx, who, Section::Certificates).await?;
    tx.once(once, Section::Certificates.path()).await?;
    let now = tx.now();
    let id = queries::add_certificate(tx.conn(), who.provider, new, now).await?;
    let event = DossierHappened { certificate: Some(id), ..happened(who, "certificate.added") };
    tx.record(&event, id).await
}

/// Corrects a certificate that was not accepted; it waits for a decision.
pub async fn change_certificate(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    id: CertificateId,
    new: &NewCertificate,
) -> Result<Recorded<()>> {
    let provider = changing(tx, who, Section::Certificates).await?;
    let certificate = queries::certificate(tx.conn(), who.provider, id).await?;
    policy::may_correct(provider.state, &certificate)?;
    let now = tx.now();
    queries::change_certificate(tx.conn(), id, new, now).await?;
    let event = DossierHappened { certificate: Some(id), ..happened(who, "certificate.changed") };
    tx.record(&event, ()).await
}

/// Takes out a certificate that was not accepted.
pub async fn remove_certificate(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    id: CertificateId,
) -> Result<Recorded<()>> {
    let provider = changing(tx, who, Section::Certificates).await?;
    let certificate = queries::certificate(tx.conn(), who.provider, id).await?;
    policy::may_remove(provider.state, &certificate)?;
    lose_file(tx, who, &Paper::Certificate(id)).await?;
    queries::remove_certificate(tx.conn(), id).await?;
    let event = DossierHappened { certificate: Some(id), ..happened(who, "certificate.removed") };
    tx.record(&event, ()).await
}

/// Adds an insurance, or replaces the one of its kind, with its file.
pub async fn save_insurance(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    new: &NewInsurance,
) -> Result<Recorded<InsuranceId>> {
    changing(tx, who, Section::Insurance).await?;
    let id = queries::save_insurance(tx.conn(), who.provider, new).await?;
    lose_file(tx, who, &Paper::Insurance(id)).await?;
    tx.record(&happened(who, "insurance.saved"), id).await
}

/// Takes out an insurance.
pub async fn remove_insurance(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    id: InsuranceId,
) -> Result<Recorded<()>> {
    let provider = changing(tx, who, Section::Insurance).await?;
    queries::insurance(tx.conn(), who.provider, id).await?;
    policy::may_remove_insurance(provider.state)?;
    lose_file(tx, who, &Paper::Insurance(id)).await?;
    queries::remove_insurance(tx.conn(), who.provider, id).await?;
    tx.record(&happened(who, "insurance.removed"), ()).await
}

/// Saves the statements.
pub async fn save_statements(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    new: &Statements,
) -> Result<Recorded<()>> {
    changing(tx, who, Section::Statements).await?;
    queries::save_statements(tx.conn(), who.provider, new).await?;
    tx.record(&happened(who, "statements.saved"), ()).await
}

/// Asks for a lot, with evidence and rates, or changes what was asked. Once
/// the company is admitted, a new lot waits for two officers, and new evidence
/// or raised rates for one; rates fall at once.
pub async fn save_lot(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    lot: &str,
    (new, file): (&NewLot, Option<&NewFile>),
) -> Result<Recorded<Saved>> {
    let provider = changing(tx, who, Section::Lots).await?;
    let maxima = framework::queries::rate_maxima(tx.conn(), lot).await?;
    if !above_maximum(&new.rates, &maxima).is_empty() {
        return Err(policy::Refusal::AboveMaximum.into());
    }
    let event = DossierHappened { lot: Some(lot), ..happened(who, "lot.saved") };
    let paper = Paper::Lot(lot.to_owned());
    if !is_relied_on(provider.state) {
        queries::save_lot(tx.conn(), who.provider, lot, new).await?;
        settle(tx, who, (ChangeKind::Lot, lot)).await?;
        settle(tx, who, (ChangeKind::Rates, lot)).await?;
        attach(tx, who, &paper, file).await?;
        return tx.record(&event, Saved::Now).await;
    }
    let after = LotFacts::of(&new.evidence, &new.rates);
    let asked = providers::lots_of(tx.conn(), who.provider).await?;
    let Some(held) = asked.into_iter().find(|it| it.code == lot && it.admitted()) else {
        queries::save_lot(tx.conn(), who.provider, lot, new).await?;
        if file.is_some() {
            settle(tx, who, (ChangeKind::Lot, lot)).await?;
        }
        attach(tx, who, &paper, file).await?;
        let sides = (None, &Facts::Lot(after));
        return review(tx, who, &provider, (ChangeKind::Lot, lot), sides).await;
    };
    attach(tx, who, &paper, file).await?;
    let rates = providers::rate_ceilings(tx.conn(), who.provider, lot).await?;
    let before = LotFacts::of(&held.evidence, &rates);
    let about = (ChangeKind::Rates, lot);
    if at_once(&before, &after) {
        queries::save_rates(tx.conn(), who.provider, lot, &new.rates).await?;
        settle(tx, who, about).await?;
        return tx.record(&event, Saved::Now).await;
    }
    let sides = (Some(&Facts::Lot(before)), &Facts::Lot(after));
    review(tx, who, &provider, about, sides).await
}

/// Asks for a lot no longer; a lot the company is admitted to stays.
pub async fn remove_lot(tx: &mut Tx<'_>, who: &ProviderAdmin, lot: &str) -> Result<Recorded<()>> {
    changing(tx, who, Section::Lots).await?;
    let asked = providers::lots_of(tx.conn(), who.provider).await?;
    policy::may_drop(asked.iter().find(|it| it.code == lot).ok_or(Error::NotFound)?)?;
    lose_file(tx, who, &Paper::Lot(lot.to_owned())).await?;
    queries::remove_lot(tx.conn(), who.provider, lot).await?;
    settle(tx, who, (ChangeKind::Lot, lot)).await?;
    tx.record(&DossierHappened { lot: Some(lot), ..happened(who, "lot.removed") }, ()).await
}

/// Takes away the file of a paper, if it has one, and says which that was.
pub(in crate::providers) async fn lose_file(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    paper: &Paper,
) -> Result<Option<FileId>> {
    let now = tx.now();
    let Some(file) = queries::detach(tx.conn(), who.provider, paper).await? else {
        return Ok(None);
    };
    files::queries::remove(tx.conn(), file, now).await?;
    Ok(Some(file))
}

/// The dossier that a paper is in, held until the end of the act.
async fn with_paper(tx: &mut Tx<'_>, who: &ProviderAdmin, paper: &Paper) -> Result<Dossier> {
    providers::lock(tx.conn(), who.provider).await?;
    let dossier = queries::dossier(tx.conn(), who.provider).await?;
    if dossier.name_of(paper).is_some() { Ok(dossier) } else { Err(Error::NotFound) }
}

/// What officers decided or considered on other evidence is open again: the
/// verdict on an applicant's paper, what is proposed about it, and whatever
/// waits about a lot. What is in force already stays in force.
async fn open_again(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    provider: &Provider,
    paper: &Paper,
) -> Result<()> {
    if !provider.state.is_on_the_framework() {
        match paper {
            Paper::Lot(code) => queries::reopen_lot(tx.conn(), who.provider, code).await?,
            Paper::Certificate(id) => queries::reopen_certificate(tx.conn(), *id).await?,
            Paper::Insurance(_) | Paper::Statement(_) => {}
        }
        return drop_proposals(tx, who.provider).await;
    }
    let Paper::Lot(code) = paper else { return Ok(()) };
    start_again(tx, who, provider, (ChangeKind::Lot, code)).await?;
    start_again(tx, who, provider, (ChangeKind::Rates, code)).await
}

/// Gives a paper a file that was chosen, in place of the one it has.
async fn attach(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    paper: &Paper,
    new: Option<&NewFile>,
) -> Result<()> {
    match new {
        Some(new) => {
            attach_file(tx, who, paper, new).await?.value();
            Ok(())
        }
        None => Ok(()),
    }
}

/// Gives a paper a file, in place of the one it has.
pub async fn attach_file(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    paper: &Paper,
    new: &NewFile,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let dossier = with_paper(tx, who, paper).await?;
    policy::may_choose_file(&dossier, paper)?;
    lose_file(tx, who, paper).await?;
    files::queries::take_up(tx.conn(), new.id, now).await?;
    queries::attach(tx.conn(), who.provider, paper, new.id).await?;
    open_again(tx, who, &dossier.provider, paper).await?;
    let event = DossierHappened {
        paper: Some(paper.to_string()),
        file: Some(new.id),
        sha256: Some(hex(&new.sha256)),
        ..happened(who, "file.attached")
    };
    tx.record(&event, ()).await
}

/// Takes the file of a paper away. A file with a virus goes whatever rests on it.
pub async fn remove_file(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    paper: &Paper,
) -> Result<Recorded<()>> {
    let dossier = with_paper(tx, who, paper).await?;
    policy::may_remove_file(&dossier, paper)?;
    let file = lose_file(tx, who, paper).await?.ok_or(Error::NotFound)?;
    open_again(tx, who, &dossier.provider, paper).await?;
    let event = DossierHappened {
        paper: Some(paper.to_string()),
        file: Some(file),
        ..happened(who, "file.removed")
    };
    tx.record(&event, ()).await
}

/// Submits the application, for the first time or again.
pub async fn apply(tx: &mut Tx<'_>, who: &ProviderAdmin, once: Once) -> Result<Recorded<Provider>> {
    let now = tx.now();
    providers::lock(tx.conn(), who.provider).await?;
    tx.once(once, "/provider/dossier").await?;
    let dossier = queries::dossier(tx.conn(), who.provider).await?;
    let step = policy::may_apply(&dossier, uk_time::date_of(now))?;
    let provider = providers::apply(tx.conn(), who.provider, &step, "").await?;
    queries::submitted(tx.conn(), who.provider, now).await?;
    let admins = people_of_provider(tx.conn(), who.provider, &[Role::ProviderAdmin]).await?;
    tx.tell(&admins, &mail::received(&provider, now)).await?;
    let officers = operator_people(tx.conn(), &[Role::VettingOfficer]).await?;
    tx.tell(&officers, &mail::waiting(&provider, now)).await?;
    if let Some(number) = &provider.company_number {
        recognise(tx, &provider, (&provider.name, number)).await?;
    }
    tx.record(&happened(who, "application.submitted"), provider).await
}
