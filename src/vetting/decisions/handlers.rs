//! What vetting officers decide, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts as decisions;
use super::model::Part;
use crate::accounts::roles::VettingOfficer;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::framework;
use crate::providers;
use crate::providers::dossier::grounds;
use crate::providers::dossier::model::Dossier;
use crate::providers::dossier::policy::may_rest_on;
use crate::providers::model::{Provider, ProviderLot};
use crate::types::ids::{CertificateId, DecisionId};
use crate::types::uk_time;
use crate::vetting::forms::{AskForm, VerdictForm};
use crate::vetting::model::Outcome;
use crate::vetting::pages::{MorePage, Question, VerdictPage};
use crate::vetting::policy::Refusal;
use crate::vetting::{acts, policy};
use crate::web::form::{Choice, Mistakes, Posted};
use crate::web::page::{self, Frame};

/// What is said once a proposal is made.
const PROPOSED: &str = "Your proposal waits for a different vetting officer to confirm it";

async fn provider(db: &Db, slug: &str) -> Result<Provider> {
    let found = db.read(async |conn| providers::queries::by_slug(conn, slug).await).await?;
    policy::may_read(found.state)?;
    Ok(found)
}

fn asked(frame: Frame, question: &Question) -> Result<HttpResponse> {
    let (form, mistakes) = (&VerdictForm::default(), &Mistakes::default());
    page::show(&VerdictPage { frame, question, form, mistakes })
}

/// Reads what was decided and carries it out; or asks again, with what is
/// wrong with the answer, or about what has changed since it was read. The
/// deed says where to go and what to say there.
async fn answered<T>(
    frame: Frame,
    posted: &Posted,
    question: impl AsyncFnOnce() -> Result<Question>,
    read: impl FnOnce(&VerdictForm) -> std::result::Result<(T, String), Mistakes>,
    deed: impl AsyncFnOnce(T, &str) -> Result<(String, &'static str)>,
) -> Result<HttpResponse> {
    let form = &VerdictForm::typed(posted);
    match read(form) {
        Ok((verdict, reason)) => match deed(verdict, &reason).await {
            Ok((place, said)) => Ok(page::go_to_saying(place, said)),
            Err(Error::Again(said)) => {
                let (question, mut mistakes) = (&question().await?, Mistakes::default());
                mistakes.add("verdict", said);
                page::mistaken(&VerdictPage { frame, question, form, mistakes: &mistakes })
            }
            Err(error) => Err(error),
        },
        Err(mistakes) => {
            let (question, mistakes) = (&question().await?, &mistakes);
            page::mistaken(&VerdictPage { frame, question, form, mistakes })
        }
    }
}

/// The same where only a reason is asked for; `what` says what is missing.
async fn reasoned(
    frame: Frame,
    posted: &Posted,
    question: Question,
    what: &str,
    deed: impl AsyncFnOnce(&str) -> Result<(String, &'static str)>,
) -> Result<HttpResponse> {
    let read = |form: &VerdictForm| form.reason_alone(what).map(|reason| ((), reason));
    let deed = async |(), reason: &str| deed(reason).await;
    answered(frame, posted, async || Ok(question), read, deed).await
}

fn application(it: &Provider) -> String {
    format!("/operator/applications/{}", it.slug)
}

fn file(it: &Provider) -> String {
    format!("/operator/providers/{}", it.slug)
}

async fn dossier(db: &Db, provider: &Provider) -> Result<Dossier> {
    db.read(async |conn| providers::dossier::queries::dossier(conn, provider.id).await).await
}

/// A question about a part of a dossier, with the file that came with it and
/// the mark of both; and why nothing can rest on that file now, if so.
fn part_of(dossier: &Dossier, part: Part<'_>) -> Result<(Question, Option<String>)> {
    let seen = part.mark(dossier).ok_or(Error::NotFound)?;
    let paper = part.paper();
    let file = paper.as_ref().map(|it| dossier.attached(it));
    let evidence = paper.as_ref().and_then(|it| may_rest_on(&dossier.files, Some(it)).err());
    let over = dossier.provider.name.clone();
    Ok((Question { over, file, seen, ..Question::default() }, evidence.map(|it| it.to_string())))
}

/// What can be chosen: always no, and yes if it may be said.
fn choices(may: bool, yes: Choice, no: Choice) -> Vec<Choice> {
    if may { vec![yes, no] } else { vec![no] }
}

async fn about_certificate(db: &Db, provider: &Provider, id: CertificateId) -> Result<Question> {
    let dossier = dossier(db, provider).await?;
    let schemes = db.read(async |conn| framework::queries::schemes(conn).await).await?;
    let (question, evidence) = part_of(&dossier, Part::Certificate(id))?;
    let found = dossier.certificates.iter().find(|it| it.id == id).ok_or(Error::NotFound)?;
    let scheme = schemes.iter().find(|it| it.code == found.scheme);
    let scheme = scheme.map_or(found.scheme.as_str(), |it| it.name.as_str());
    Ok(Question {
        title: format!("{scheme} certificate"),
        action: format!("{}/certificates/{id}/decision", file(provider)),
        back: file(provider),
        text: format!(
            "Number {}, issued {}, expires {}. Check it with the body that issued it.{}",
            found.number,
            uk_time::day(found.issued_on),
            uk_time::day(found.expires_on),
            evidence.as_ref().map(|it| format!("\n\n{it}")).unwrap_or_default()
        ),
        choices: choices(
            evidence.is_none(),
            Choice::new("accepted", "Accept it"),
            Choice::new("refused", "Refuse it"),
        ),
        reason: "Reason",
        hint: "Needed if you refuse it. The provider reads it",
        button: "Record the decision",
        ..question
    })
}

/// GET /operator/providers/{slug}/certificates/{id}/decision
pub async fn certificate_page(
    _: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let (slug, id) = path.into_inner();
    let id = CertificateId::parse(&id).ok_or(Error::NotFound)?;
    let provider = provider(&db, &slug).await?;
    asked(frame, &about_certificate(&db, &provider, id).await?)
}

/// POST /operator/providers/{slug}/certificates/{id}/decision
pub async fn certificate(
    who: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (slug, id) = path.into_inner();
    let id = CertificateId::parse(&id).ok_or(Error::NotFound)?;
    let provider = &provider(&db, &slug).await?;
    let question = async || about_certificate(&db, provider, id).await;
    let seen = &posted.text("seen");
    answered(frame, &posted, question, VerdictForm::on_certificate, async |decision, reason| {
        let (which, verdict) = ((provider.id, id), (decision, reason));
        db.act(&who.by, async |tx| {
            decisions::hold_to(tx, provider.id, Part::Certificate(id), seen).await?;
            acts::decide_certificate(tx, &who, which, verdict).await
        })
        .await?;
        Ok((file(provider), "Your decision on the certificate is recorded"))
    })
    .await
}

async fn about_lot(db: &Db, provider: &Provider, code: &str) -> Result<Question> {
    let dossier = dossier(db, provider).await?;
    let (question, evidence) = part_of(&dossier, Part::Lot(code))?;
    let lot = dossier.lots.into_iter().map(|it| it.lot).find(|it| it.code == code);
    let lot = lot.ok_or(Error::NotFound)?;
    Ok(Question {
        title: lot.name,
        action: format!("{}/lots/{code}/decision", application(provider)),
        back: application(provider),
        choices: choices(
            evidence.is_none(),
            Choice::new("admit", "Admit to this lot"),
            Choice::new("refuse", "Do not admit to this lot"),
        ),
        text: match evidence {
            Some(why_not) => format!("{}\n\n{why_not}", lot.evidence),
            None => lot.evidence,
        },
        reason: "Reason",
        hint: "What in the evidence led you to this. If you refuse, the provider reads it",
        button: "Record the decision",
        ..question
    })
}

/// GET /operator/applications/{slug}/lots/{code}/decision
pub async fn lot_page(
    _: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let (slug, code) = path.into_inner();
    let provider = provider(&db, &slug).await?;
    asked(frame, &about_lot(&db, &provider, &code).await?)
}

/// POST /operator/applications/{slug}/lots/{code}/decision
pub async fn lot(
    who: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (slug, code) = path.into_inner();
    let (provider, code) = (&provider(&db, &slug).await?, code.as_str());
    let question = async || about_lot(&db, provider, code).await;
    let seen = &posted.text("seen");
    answered(frame, &posted, question, VerdictForm::on_lot, async |decision, reason| {
        let (which, verdict) = ((provider.id, code), (decision, reason));
        db.act(&who.by, async |tx| {
            decisions::hold_to(tx, provider.id, Part::Lot(code), seen).await?;
            acts::decide_lot(tx, &who, which, verdict).await
        })
        .await?;
        Ok((application(provider), "Your decision on the lot is recorded"))
    })
    .await
}

async fn about_declaration(db: &Db, provider: &Provider, code: &str) -> Result<Question> {
    let dossier = dossier(db, provider).await?;
    let (question, _) = part_of(&dossier, Part::Declaration(code))?;
    let mut said = dossier.declarations.into_iter();
    let found = said.find(|it| it.code == code && it.answer).ok_or(Error::NotFound)?;
    Ok(Question {
        title: grounds::question(code).to_owned(),
        action: format!("{}/declarations/{code}/decision", application(provider)),
        back: application(provider),
        text: match found.remedy.as_str() {
            "" => format!("Yes. {}", found.explanation),
            remedy => format!(
                "Yes. {}\n\nWhat the provider has done about it:\n{remedy}",
                found.explanation
            ),
        },
        choices: vec![
            Choice {
                hint: "What happened does not keep the provider out".to_owned(),
                ..Choice::new("accepted", "Accept it")
            },
            Choice {
                hint: "The provider cannot be admitted with it".to_owned(),
                ..Choice::new("refused", "Do not accept it")
            },
        ],
        reason: "Reason",
        hint: "Needed if you do not accept it. The provider reads it",
        button: "Record the decision",
        ..question
    })
}

/// GET /operator/applications/{slug}/declarations/{code}/decision
pub async fn declaration_page(
    _: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let (slug, code) = path.into_inner();
    let provider = provider(&db, &slug).await?;
    asked(frame, &about_declaration(&db, &provider, &code).await?)
}

/// POST /operator/applications/{slug}/declarations/{code}/decision
pub async fn declaration(
    who: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (slug, code) = path.into_inner();
    let (provider, code) = (&provider(&db, &slug).await?, code.as_str());
    let question = async || about_declaration(&db, provider, code).await;
    let seen = &posted.text("seen");
    answered(frame, &posted, question, VerdictForm::on_certificate, async |decision, reason| {
        let (which, verdict) = ((provider.id, code), (decision, reason));
        db.act(&who.by, async |tx| {
            decisions::hold_to(tx, provider.id, Part::Declaration(code), seen).await?;
            acts::decide_declaration(tx, &who, which, verdict).await
        })
        .await?;
        Ok((application(provider), "Your decision on the declaration is recorded"))
    })
    .await
}

async fn lots(db: &Db, provider: &Provider) -> Result<Vec<ProviderLot>> {
    db.read(async |conn| providers::queries::lots_of(conn, provider.id).await).await
}

/// GET /operator/applications/{slug}/more
pub async fn more_page(
    _: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let provider = &provider(&db, &path).await?;
    let form = &AskForm::typed(&Posted::default(), &lots(&db, provider).await?);
    page::show(&MorePage { frame, provider, form, mistakes: &Mistakes::default() })
}

/// POST /operator/applications/{slug}/more
pub async fn more(
    who: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let provider = &provider(&db, &path).await?;
    let form = &AskForm::typed(&posted, &lots(&db, provider).await?);
    let items = match form.parse() {
        Ok(items) => items,
        Err(mistakes) => {
            return page::mistaken(&MorePage { frame, provider, form, mistakes: &mistakes });
        }
    };
    db.act(&who.by, async |tx| acts::ask_more(tx, &who, provider.id, &items).await).await?;
    Ok(page::go_to_saying(application(provider), "The provider has been asked for more"))
}

fn about_proposal(provider: &Provider) -> Question {
    Question {
        title: "Propose a decision".to_owned(),
        over: provider.name.clone(),
        action: format!("{}/proposal", application(provider)),
        back: application(provider),
        text: "A different vetting officer must confirm what you propose before it takes effect."
            .to_owned(),
        choices: vec![
            Choice {
                hint: "To the lots you found fit. Every certificate and lot must be decided first"
                    .to_owned(),
                ..Choice::new("admit", "Admit the provider")
            },
            Choice {
                hint: "The provider may apply again".to_owned(),
                ..Choice::new("reject", "Do not admit the provider")
            },
        ],
        reason: "Reason",
        hint: "If you propose not to admit, the provider reads these words once they are confirmed",
        button: "Propose this decision",
        ..Question::default()
    }
}

/// GET /operator/applications/{slug}/proposal
pub async fn proposal_page(
    _: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    asked(frame, &about_proposal(&provider(&db, &path).await?))
}

/// POST /operator/applications/{slug}/proposal
pub async fn propose(
    who: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let provider = &provider(&db, &path).await?;
    let question = async || Ok(about_proposal(provider));
    answered(frame, &posted, question, VerdictForm::proposal, async |outcome, reason| {
        let proposal = (outcome, reason);
        db.act(&who.by, async |tx| acts::propose(tx, &who, provider.id, proposal).await).await?;
        Ok((application(provider), PROPOSED))
    })
    .await
}

/// The proposal that the officer read.
fn read(posted: &Posted) -> Result<DecisionId> {
    Ok(DecisionId::parse(&posted.text("proposal")).ok_or(Refusal::NothingProposed)?)
}

/// POST /operator/applications/{slug}/confirmation
pub async fn confirm(
    who: VettingOfficer,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let provider = provider(&db, &path).await?;
    let about = (provider.id, read(&posted)?);
    let outcome = db.act(&who.by, async |tx| acts::confirm(tx, &who, about).await).await?;
    let said = match outcome {
        Outcome::Admit => "The provider is admitted and has been told",
        Outcome::Reject => "The provider is not admitted and has been told why",
        Outcome::Remove => "The provider is off the framework and has been told why",
    };
    Ok(page::go_to_saying(file(&provider), said))
}

/// POST /operator/applications/{slug}/setting-aside
pub async fn set_aside(
    who: VettingOfficer,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let provider = provider(&db, &path).await?;
    let about = (provider.id, read(&posted)?);
    db.act(&who.by, async |tx| acts::set_aside(tx, &who, about).await).await?;
    Ok(page::go_to_saying(application(&provider), "The proposal is set aside"))
}

fn about_suspension(provider: &Provider) -> Question {
    Question {
        title: "Suspend from bidding".to_owned(),
        over: provider.name.clone(),
        action: format!("{}/suspension", file(provider)),
        back: file(provider),
        text: "From now on the provider cannot start or submit a bid. Contracts it has go on."
            .to_owned(),
        reason: "Reason",
        hint: "The provider reads these words",
        button: "Suspend the provider",
        ..Question::default()
    }
}

/// GET /operator/providers/{slug}/suspension
pub async fn suspension_page(
    _: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    asked(frame, &about_suspension(&provider(&db, &path).await?))
}

/// POST /operator/providers/{slug}/suspension
pub async fn suspend(
    who: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let provider = &provider(&db, &path).await?;
    let (question, what) = (about_suspension(provider), "why you suspend the provider");
    reasoned(frame, &posted, question, what, async |reason| {
        db.act(&who.by, async |tx| acts::suspend(tx, &who, provider.id, reason).await).await?;
        Ok((file(provider), "The provider is suspended and has been told why"))
    })
    .await
}

fn about_removal(provider: &Provider) -> Question {
    Question {
        title: "Take off the framework".to_owned(),
        over: provider.name.clone(),
        action: format!("{}/removal", file(provider)),
        back: file(provider),
        text: "A different vetting officer must confirm this. The provider can then no longer bid, and is taken out of the directory. Contracts it has go on until they end. It cannot be undone: to come back, the company has to register and be vetted again.".to_owned(),
        reason: "Reason",
        hint: "The provider reads these words once they are confirmed",
        button: "Propose the removal",
        ..Question::default()
    }
}

/// GET /operator/providers/{slug}/removal
pub async fn removal_page(
    _: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    asked(frame, &about_removal(&provider(&db, &path).await?))
}

/// POST /operator/providers/{slug}/removal
pub async fn remove(
    who: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let provider = &provider(&db, &path).await?;
    let (question, what) = (about_removal(provider), "why you take the provider off the framework");
    reasoned(frame, &posted, question, what, async |reason| {
        let proposal = (Outcome::Remove, reason);
        db.act(&who.by, async |tx| acts::propose(tx, &who, provider.id, proposal).await).await?;
        Ok((file(provider), PROPOSED))
    })
    .await
}

fn about_lifting(provider: &Provider) -> Question {
    Question {
        title: "Lift the suspension".to_owned(),
        over: provider.name.clone(),
        action: format!("{}/lifting", file(provider)),
        back: file(provider),
        text: format!("It was suspended because: {}", provider.state_reason),
        reason: "Reason",
        hint: "What has changed. Only the Muster team reads it",
        button: "Lift the suspension",
        ..Question::default()
    }
}

/// GET /operator/providers/{slug}/lifting
pub async fn lifting_page(
    _: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    asked(frame, &about_lifting(&provider(&db, &path).await?))
}

/// POST /operator/providers/{slug}/lifting
pub async fn lift(
    who: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let provider = &provider(&db, &path).await?;
    let (question, what) = (about_lifting(provider), "why you lift the suspension");
    reasoned(frame, &posted, question, what, async |reason| {
        db.act(&who.by, async |tx| acts::lift(tx, &who, provider.id, reason).await).await?;
        Ok((file(provider), "The suspension is lifted and the provider has been told"))
    })
    .await
}
