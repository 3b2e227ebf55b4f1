//! Companies register, fill in their dossiers, apply and are admitted.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::companies::{Company, Expert, Line};
use super::framework;
use super::papers;
use super::stage::{CALL, Stage, once};
use crate::accounts::forms::Registration;
use crate::accounts::joining;
use crate::accounts::model::Organisation;
use crate::accounts::roles::{ProviderAdmin, VettingOfficer};
use crate::accounts::token::Token;
use crate::audit::Actor;
use crate::providers::changes::model::{Answer, Clearance};
use crate::providers::dossier::acts as dossier;
use crate::providers::dossier::forms::{self, Declarations};
use crate::providers::dossier::grounds::GROUNDS;
use crate::providers::dossier::model::Paper;
use crate::providers::dossier::papers::forms::{NewCertificate, NewInsurance};
use crate::providers::dossier::sections::forms::{NewLot, Statements};
use crate::providers::model::{CertificateDecision, InsuranceKind, LotDecision};
use crate::providers::specialists::acts as specialists;
use crate::providers::specialists::forms::NewSpecialist;
use crate::providers::specialists::model::{Certification, Skill};
use crate::providers::{acts, queries};
use crate::schema::outbox;
use crate::types::money::Money;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::vetting;
use crate::vetting::model::Outcome;

/// The first officer, who proposes.
const FIRST: &str = "vetting1@operator.example";
/// The second, who confirms.
const SECOND: &str = "vetting2@operator.example";

/// Pounds as money.
pub fn pounds(pounds: u32) -> Result<Money> {
    Money::from_pence(i64::from(pounds) * 100).context("not an amount of money")
}

/// A company registers, and its colleagues are let in.
pub async fn register(stage: &mut Stage, at: Moment, it: &Company) -> Result<()> {
    let new = Registration {
        name: it.admin.1.to_owned(),
        email: it.admin.0.to_owned(),
        company: it.name.to_owned(),
        password: String::new(),
    };
    let (hash, system) = (stage.hash.clone(), Actor::system(CALL));
    let registered =
        stage.at(at).act(&system, async |tx| acts::register(tx, &new, hash, once()).await).await;
    let provider = registered.with_context(|| format!("{} cannot register", it.name))?;
    let db = stage.at(at);
    let letter: String = db
        .read(async |conn| {
            Ok(outbox::table
                .filter(outbox::secret.and(outbox::recipient.eq(it.admin.0)))
                .select(outbox::link)
                .first(conn)
                .await?)
        })
        .await?;
    let token = Token::read(letter.trim_start_matches("/verify/"));
    db.act(&system, async |tx| joining::acts::confirm(tx, &token).await).await?;
    stage.bring_in(it.admin.0).await?;
    let admin: ProviderAdmin = stage.who(it.admin.0)?;
    for part in it.colleagues {
        stage.enter(at, &admin.by, part, Organisation::Provider(provider)).await?;
    }
    Ok(())
}

/// It fills in its dossier and applies.
pub async fn apply(stage: &Stage, at: Moment, it: &Company) -> Result<()> {
    let who: ProviderAdmin = stage.who(it.admin.0)?;
    let db = stage.at(at);
    let company = forms::Company {
        name: it.name.to_owned(),
        number: it.number.to_owned(),
        address: it.address.to_owned(),
        region: it.region.to_owned(),
        size: it.size,
        contact_name: it.admin.1.to_owned(),
        contact_email: it.admin.0.to_owned(),
        contact_phone: it.phone.to_owned(),
    };
    db.act(&who.by, async |tx| dossier::save_company(tx, &who, &company).await).await?;
    let declared = Declarations {
        answers: GROUNDS.iter().map(|it| (it.code, no())).collect(),
        conflicts: it.conflicts.to_owned(),
    };
    db.act(&who.by, async |tx| dossier::save_declarations(tx, &who, &declared).await).await?;
    for paper in it.certificates {
        let new = NewCertificate {
            scheme: paper.scheme.to_owned(),
            number: paper.number.to_owned(),
            issued_on: stage.days.date(-paper.issued),
            expires_on: stage.days.date(paper.expires),
        };
        let lines = [
            format!("{}: certificate {}", it.name, paper.number),
            format!(
                "Issued {}, expires {}",
                uk_time::day(new.issued_on),
                uk_time::day(new.expires_on)
            ),
            "A paper of the demonstration: the company and the certificate are made up.".to_owned(),
        ];
        let file =
            papers::keep((&stage.files, &db), &who, &format!("{}.pdf", paper.number), &lines)
                .await?;
        db.act(&who.by, async |tx| {
            let added = dossier::add_certificate(tx, &who, &new, once()).await?;
            dossier::attach_file(tx, &who, &Paper::Certificate(added.value()), &file).await
        })
        .await?;
    }
    for new in insurances(stage, it)? {
        db.act(&who.by, async |tx| dossier::save_insurance(tx, &who, &new).await).await?;
    }
    let statements = Statements {
        modern_slavery: it.slavery.to_owned(),
        data_protection: it.data.to_owned(),
        ico_number: it.ico.to_owned(),
    };
    db.act(&who.by, async |tx| dossier::save_statements(tx, &who, &statements).await).await?;
    for line in it.lots {
        let new = lot(line)?;
        db.act(&who.by, async |tx| dossier::save_lot(tx, &who, line.code, (&new, None)).await)
            .await?;
    }
    for expert in it.specialists {
        let new = specialist(stage, expert);
        db.act(&who.by, async |tx| specialists::add(tx, &who, &new, once()).await).await?;
    }
    framework::accept(stage, at, it.admin.0).await?;
    db.act(&who.by, async |tx| dossier::apply(tx, &who, once()).await)
        .await
        .with_context(|| format!("{} cannot apply", it.name))?;
    Ok(())
}

fn insurances(stage: &Stage, it: &Company) -> Result<Vec<NewInsurance>> {
    let insurance = |kind, cover: u32| -> Result<NewInsurance> {
        let expires_on = Some(stage.days.date(210));
        Ok(NewInsurance { kind, cover: pounds(cover)?, expires_on, by_start: false })
    };
    Ok(vec![
        insurance(InsuranceKind::ProfessionalIndemnity, it.cover.0)?,
        insurance(InsuranceKind::PublicLiability, it.cover.1)?,
        insurance(InsuranceKind::EmployersLiability, 5_000_000)?,
    ])
}

fn lot(line: &Line) -> Result<NewLot> {
    let rate = |(level, day): &(i16, u32)| Ok((*level, pounds(*day)?));
    let rates = line.rates.iter().map(rate).collect::<Result<BTreeMap<_, _>>>()?;
    Ok(NewLot { evidence: line.evidence.to_owned(), rates })
}

fn no() -> Answer {
    Answer { yes: false, explanation: String::new(), remedy: String::new() }
}

/// What SFIA calls the skill of a specialism, where it has one word for it.
fn sfia_skill(specialism: &str) -> Option<&'static str> {
    Some(match specialism {
        "digital_forensics" => "Digital forensics",
        "incident_response" => "Incident management",
        "network_monitoring" => "Security operations",
        "threat_intelligence" => "Threat intelligence",
        "security_testing" => "Penetration testing",
        "vulnerability_management" => "Vulnerability assessment",
        "secure_architecture" => "Solution architecture",
        "data_protection" => "Personal data protection",
        "audit_assurance" => "Audit",
        _ => return None,
    })
}

/// `ChCSP, UK Cyber Security Council` is a certification and its issuer.
fn certification(line: &str) -> Certification {
    let (name, issuer) = line.split_once(", ").unwrap_or((line, ""));
    Certification { name: name.to_owned(), issuer: issuer.to_owned(), expires_on: None }
}

fn specialist(stage: &Stage, it: &Expert) -> NewSpecialist {
    let held = |(level, days): (&str, i64), sponsor: &str| Clearance {
        level: level.to_owned(),
        sponsor: sponsor.to_owned(),
        expires_on: stage.days.date(days),
    };
    let skill = |name: &str| Skill { skill: name.to_owned(), level: it.sfia };
    NewSpecialist {
        name: it.name.to_owned(),
        sfia_level: it.sfia,
        specialisms: it.specialisms.iter().map(|it| (*it).to_owned()).collect(),
        skills: it.specialisms.iter().filter_map(|it| sfia_skill(it)).map(skill).collect(),
        experience: it.skills.to_owned(),
        certifications: it.certifications.lines().map(certification).collect(),
        nppv: it.nppv.map(|held_until| held(held_until, "Northshire Police")),
        nsv: it.nsv.map(|held_until| held(held_until, "")),
        available_from: None,
        availability_note: String::new(),
        right_to_work: true,
    }
}

/// The first officer decides on each certificate and lot, and proposes.
pub async fn examine(stage: &Stage, at: Moment, it: &Company) -> Result<()> {
    let who: VettingOfficer = stage.who(FIRST)?;
    let admin: ProviderAdmin = stage.who(it.admin.0)?;
    let (db, provider) = (stage.at(at), admin.provider);
    let held = db.read(async |conn| queries::certificates_of(conn, provider).await).await?;
    for paper in held {
        let (which, decision) = ((provider, paper.id), (CertificateDecision::Accepted, ""));
        db.act(&who.by, async |tx| {
            vetting::acts::decide_certificate(tx, &who, which, decision).await
        })
        .await?;
    }
    for line in it.lots {
        let (which, decision) = ((provider, line.code), (LotDecision::Admit, line.verdict));
        db.act(&who.by, async |tx| vetting::acts::decide_lot(tx, &who, which, decision).await)
            .await?;
    }
    let reason = "Declarations are clear, certificates were checked with their issuers, and every lot is supported by its evidence and references.";
    db.act(&who.by, async |tx| {
        vetting::acts::propose(tx, &who, provider, (Outcome::Admit, reason)).await
    })
    .await
    .with_context(|| format!("{} cannot be proposed", it.name))?;
    Ok(())
}

/// The second officer confirms, and the company is admitted.
pub async fn admit(stage: &Stage, at: Moment, it: &Company) -> Result<()> {
    let who: VettingOfficer = stage.who(SECOND)?;
    let admin: ProviderAdmin = stage.who(it.admin.0)?;
    let provider = admin.provider;
    stage
        .at(at)
        .act(&who.by, async |tx| {
            let open = vetting::queries::open(tx.conn(), provider).await?;
            let open = open.with_context(|| format!("nobody proposed to admit {}", it.name))?;
            vetting::acts::confirm(tx, &who, (provider, open.id)).await
        })
        .await
        .with_context(|| format!("{} cannot be admitted", it.name))?;
    Ok(())
}

/// An officer suspends it.
pub async fn suspend(stage: &Stage, at: Moment, it: &Company, reason: &str) -> Result<()> {
    let who: VettingOfficer = stage.who(SECOND)?;
    let admin: ProviderAdmin = stage.who(it.admin.0)?;
    let provider = admin.provider;
    stage
        .at(at)
        .act(&who.by, async |tx| vetting::acts::suspend(tx, &who, provider, reason).await)
        .await?;
    Ok(())
}

/// It raises the rates of its first lot, which waits for review.
pub async fn raise_rates(stage: &Stage, at: Moment, it: &Company) -> Result<()> {
    let who: ProviderAdmin = stage.who(it.admin.0)?;
    let line = it.lots.first().context("it asks for no lot")?;
    let mut new = lot(line)?;
    for rate in new.rates.values_mut() {
        *rate = rate.checked_add(pounds(25)?).context("not an amount of money")?;
    }
    stage
        .at(at)
        .act(&who.by, async |tx| dossier::save_lot(tx, &who, line.code, (&new, None)).await)
        .await?;
    Ok(())
}
