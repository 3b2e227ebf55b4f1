//! Certificates and insurances.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::forms::{CertificateForm, InsuranceForm};
use crate::accounts::model::Role;
use crate::accounts::roles::{ProviderAdmin, ProviderMember};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::files::forms::with_file;
use crate::files::kinds;
use crate::files::store::Files;
use crate::framework;
use crate::framework::model::Scheme;
use crate::providers;
use crate::providers::dossier::attachments::handlers::owner;
use crate::providers::dossier::model::{Dossier, Paper, Section};
use crate::providers::dossier::pages::{CertificatePage, InsurancePage, PapersPage, Removable};
use crate::providers::dossier::summary::{self, Words};
use crate::providers::dossier::{acts, policy, queries};
use crate::providers::model::{Certificate, CertificateDecision, Insurance, InsuranceKind};
use crate::types::ids::{CertificateId, InsuranceId};
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes, Posted, Query};
use crate::web::page::{self, Frame};
use crate::web::upload::Upload;

async fn found(who: &ProviderMember, db: &Db) -> Result<(Dossier, Words)> {
    db.read(async |conn| {
        let dossier = queries::own(conn, who.provider).await?;
        let schemes = framework::queries::schemes(conn).await?;
        Ok((dossier, Words { schemes, ..Words::default() }))
    })
    .await
}

/// Why this person cannot change a section now; nothing if they can.
fn why_not(who: &ProviderMember, dossier: &Dossier, section: Section) -> String {
    let admin = who.has(Role::ProviderAdmin);
    let refusal = policy::may_edit(admin, dossier.provider.state, section).err();
    refusal.map(|it| it.to_string()).unwrap_or_default()
}

/// GET /provider/dossier/certificates
pub async fn certificates(who: ProviderMember, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let (dossier, words) = found(&who, &db).await?;
    let why_not = why_not(&who, &dossier, Section::Certificates);
    let state = dossier.provider.state;
    let paper = |it: &Certificate| {
        let place = format!("{}/{}", Section::Certificates.path(), it.id);
        let if_may = |may: bool, href: String| if may { href } else { String::new() };
        let open = why_not.is_empty();
        let correctable = open && policy::may_correct(state, it).is_ok();
        Removable {
            line: summary::with_file(
                summary::certificate(it, &words),
                &dossier,
                &Paper::Certificate(it.id),
            ),
            choose: choose(&who, &dossier, &Paper::Certificate(it.id)),
            expired: !it.in_date(today),
            remove: if_may(correctable, format!("{place}/removal")),
            correct: if_may(correctable, place),
            renew: if_may(
                open && it.decision == CertificateDecision::Accepted,
                format!("/provider/dossier/certificates/new?renews={}", it.id),
            ),
        }
    };
    page::show(&PapersPage {
        frame,
        title: "Certificates",
        text: "You must hold Cyber Essentials, or Cyber Essentials Plus, for as long as you bid. Add any other certificate you hold: a force may ask for it. When you renew a certificate, add the new one: the old one counts to its last day, and the new one once an officer has accepted it.",
        papers: dossier.certificates.iter().map(paper).collect(),
        add: if why_not.is_empty() { "/provider/dossier/certificates/new" } else { "" },
        add_text: "Add a certificate",
        why_not,
    })
}

/// Where to choose the file of a paper, or to remove it; nowhere if it must
/// stay as it is.
fn choose(who: &ProviderMember, dossier: &Dossier, paper: &Paper) -> String {
    let may = who.has(Role::ProviderAdmin) && policy::may_remove_file(dossier, paper).is_ok();
    if may { paper.path() } else { String::new() }
}

async fn schemes(db: &Db) -> Result<Vec<Scheme>> {
    db.read(async |conn| framework::queries::schemes(conn).await).await
}

/// The certificate that a new one follows.
#[derive(Debug, Default, Deserialize)]
pub struct Renewal {
    renews: Option<String>,
}

fn new_certificate<'a>(
    frame: Frame,
    form: &'a CertificateForm,
    mistakes: &'a Mistakes,
    schemes: &'a [Scheme],
) -> CertificatePage<'a> {
    let (title, action) = ("Add a certificate", Section::Certificates.path());
    let (hint, accept) = (kinds::HINT, kinds::ACCEPT);
    CertificatePage { frame, form, mistakes, schemes, title, action, fresh: true, hint, accept }
}

/// GET /provider/dossier/certificates/new
pub async fn certificate_page(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Renewal>,
) -> Result<HttpResponse> {
    let (dossier, _) = found(&who, &db).await?;
    policy::may_change(dossier.provider.state, Section::Certificates)?;
    let old = asked.renews.as_deref().and_then(CertificateId::parse);
    let old = dossier.certificates.iter().find(|it| Some(it.id) == old);
    let form = old.map(CertificateForm::renewing).unwrap_or_default();
    let (mistakes, schemes) = (Mistakes::default(), schemes(&db).await?);
    let title = if old.is_some() { "Renew a certificate" } else { "Add a certificate" };
    let page = new_certificate(frame, &form, &mistakes, &schemes);
    page::show(&CertificatePage { title, ..page })
}

fn known_certificate<'a>(
    frame: Frame,
    form: &'a CertificateForm,
    mistakes: &'a Mistakes,
    schemes: &'a [Scheme],
    action: &'a str,
) -> CertificatePage<'a> {
    let title = "Correct a certificate";
    let (hint, accept) = (kinds::HINT, kinds::ACCEPT);
    CertificatePage { frame, form, mistakes, schemes, title, action, fresh: false, hint, accept }
}

async fn correctable(who: &ProviderAdmin, db: &Db, typed: &str) -> Result<Certificate> {
    let id = CertificateId::parse(typed).ok_or(Error::NotFound)?;
    let (dossier, _) = found(who, db).await?;
    let mut all = dossier.certificates.into_iter();
    let held = all.find(|it| it.id == id).ok_or(Error::NotFound)?;
    policy::may_correct(dossier.provider.state, &held)?;
    Ok(held)
}

/// GET /provider/dossier/certificates/{id}
pub async fn change_certificate_page(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let held = correctable(&who, &db, &path).await?;
    let (form, mistakes) = (CertificateForm::of(&held), Mistakes::default());
    let action = format!("{}/{}", Section::Certificates.path(), held.id);
    page::show(&known_certificate(frame, &form, &mistakes, &schemes(&db).await?, &action))
}

/// POST /provider/dossier/certificates/{id}
pub async fn change_certificate(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let id = correctable(&who, &db, &path).await?.id;
    let form = CertificateForm::typed(&posted);
    let schemes = schemes(&db).await?;
    let today = uk_time::date_of(db.now().await?);
    match form.parse(&schemes, today) {
        Ok(new) => {
            db.act(&who.by, async |tx| acts::change_certificate(tx, &who, id, &new).await).await?;
            Ok(page::go_to_saying(Section::Certificates.path(), "The certificate is corrected"))
        }
        Err(mistakes) => {
            let action = format!("{}/{id}", Section::Certificates.path());
            page::mistaken(&known_certificate(frame, &form, &mistakes, &schemes, &action))
        }
    }
}

/// POST /provider/dossier/certificates
pub async fn add_certificate(
    who: ProviderAdmin,
    frame: Frame,
    (db, files): (Data<Db>, Data<Files>),
    mut upload: Upload,
) -> Result<HttpResponse> {
    let once = upload.once();
    let form = &CertificateForm::typed(&upload);
    let schemes = &schemes(&db).await?;
    let today = uk_time::date_of(db.now().await?);
    let chosen = files.checked(upload.take("file")).await?;
    let (new, chosen) = match with_file("file", form.parse(schemes, today), chosen) {
        Ok(both) => both,
        Err(mistakes) => {
            return page::mistaken(&new_certificate(frame, form, &mistakes, schemes));
        }
    };
    let file = files.keep(&db, owner(&who), chosen).await?;
    let done = db.act(&who.by, async |tx| {
        let added = acts::add_certificate(tx, &who, &new, once).await?;
        match &file {
            Some(file) => {
                let paper = Paper::Certificate(added.value());
                acts::attach_file(tx, &who, &paper, file).await
            }
            None => Ok(added.quietly()),
        }
    });
    files.taken_up(&db, file.as_ref(), done.await).await?;
    Ok(page::go_to_saying(Section::Certificates.path(), "The certificate is added"))
}

/// POST /provider/dossier/certificates/{id}/removal
pub async fn remove_certificate(
    who: ProviderAdmin,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let id = CertificateId::parse(&path).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::remove_certificate(tx, &who, id).await).await?;
    Ok(page::go_to_saying(Section::Certificates.path(), "The certificate is removed"))
}

/// GET /provider/dossier/insurance
pub async fn insurances(who: ProviderMember, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let (dossier, _) = found(&who, &db).await?;
    let why_not = why_not(&who, &dossier, Section::Insurance);
    let removable = policy::may_remove_insurance(dossier.provider.state).is_ok();
    let paper = |it: &Insurance| {
        let place = format!("{}/{}", Section::Insurance.path(), it.id);
        let if_may = |may: bool, href: String| if may { href } else { String::new() };
        let open = why_not.is_empty();
        Removable {
            line: summary::with_file(summary::insurance(it), &dossier, &Paper::Insurance(it.id)),
            choose: choose(&who, &dossier, &Paper::Insurance(it.id)),
            expired: !it.by_start && it.expires_on.is_some_and(|day| day < today),
            remove: if_may(open && removable, format!("{place}/removal")),
            correct: if_may(open && removable, place.clone()),
            renew: if_may(open && !removable, place),
        }
    };
    page::show(&PapersPage {
        frame,
        title: "Insurance",
        text: "You must have professional indemnity and public liability insurance, or promise that they will be in place by the start of a contract. Adding an insurance replaces the one of the same kind, with its file.",
        papers: dossier.insurances.iter().map(paper).collect(),
        add: if why_not.is_empty() { "/provider/dossier/insurance/new" } else { "" },
        add_text: "Add or replace an insurance",
        why_not,
    })
}

fn insurance_shown<'a>(
    frame: Frame,
    form: &'a InsuranceForm,
    mistakes: &'a Mistakes,
) -> InsurancePage<'a> {
    let against = InsuranceKind::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect();
    let (hint, accept) = (kinds::HINT, kinds::ACCEPT);
    InsurancePage { frame, form, mistakes, kinds: against, hint, accept }
}

/// GET /provider/dossier/insurance/new
pub async fn insurance_page(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
) -> Result<HttpResponse> {
    let (dossier, _) = found(&who, &db).await?;
    policy::may_change(dossier.provider.state, Section::Insurance)?;
    page::show(&insurance_shown(frame, &InsuranceForm::default(), &Mistakes::default()))
}

/// GET /provider/dossier/insurance/{id}
pub async fn change_insurance_page(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let id = InsuranceId::parse(&path).ok_or(Error::NotFound)?;
    let (state, held) = db
        .read(async |conn| {
            let state = providers::queries::provider(conn, who.provider).await?.state;
            Ok((state, queries::insurance(conn, who.provider, id).await?))
        })
        .await?;
    policy::may_change(state, Section::Insurance)?;
    page::show(&insurance_shown(frame, &InsuranceForm::of(&held), &Mistakes::default()))
}

/// POST /provider/dossier/insurance
pub async fn save_insurance(
    who: ProviderAdmin,
    frame: Frame,
    (db, files): (Data<Db>, Data<Files>),
    mut upload: Upload,
) -> Result<HttpResponse> {
    let form = InsuranceForm::typed(&upload);
    let today = uk_time::date_of(db.now().await?);
    let chosen = files.checked(upload.take("file")).await?;
    let (new, chosen) = match with_file("file", form.parse(today), chosen) {
        Ok(both) => both,
        Err(mistakes) => return page::mistaken(&insurance_shown(frame, &form, &mistakes)),
    };
    let file = files.keep(&db, owner(&who), chosen).await?;
    let done = db.act(&who.by, async |tx| {
        let saved = acts::save_insurance(tx, &who, &new).await?;
        match &file {
            Some(file) => {
                let paper = Paper::Insurance(saved.value());
                acts::attach_file(tx, &who, &paper, file).await
            }
            None => Ok(saved.quietly()),
        }
    });
    files.taken_up(&db, file.as_ref(), done.await).await?;
    Ok(page::go_to_saying(Section::Insurance.path(), "The insurance is saved"))
}

/// POST /provider/dossier/insurance/{id}/removal
pub async fn remove_insurance(
    who: ProviderAdmin,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let id = InsuranceId::parse(&path).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::remove_insurance(tx, &who, id).await).await?;
    Ok(page::go_to_saying(Section::Insurance.path(), "The insurance is removed"))
}
