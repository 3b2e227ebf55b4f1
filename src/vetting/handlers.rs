//! Applications and providers, as the operator reads them, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;

use super::model::{Decision, File};
use super::pages::{ApplicationsPage, FilePage, HomePage, MayDo, Proposal, ProvidersPage};
use super::{policy, queries};
use crate::accounts::model::Role;
use crate::accounts::roles::Operator;
use crate::db::Db;
use crate::error::Result;
use crate::notices::mailbox;
use crate::notices::mailbox::forms::Search;
use crate::providers;
use crate::providers::dossier::model::{Dossier, Section};
use crate::providers::dossier::summary::{self, Block};
use crate::providers::history;
use crate::providers::model::{CertificateDecision, LotDecision, Standing};
use crate::providers::state::{ProviderEvent, ProviderState};
use crate::types::uk_time;
use crate::web::page::{self, Frame};

/// GET /operator
pub async fn home(who: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let now = db.now().await?;
    let page = db
        .read(async |conn| {
            let queue = queries::queue(conn).await?;
            let (waiting, asked) =
                queue.into_iter().partition(|it| it.state == ProviderState::Applied);
            Ok(HomePage {
                frame,
                waiting,
                asked,
                certificates: queries::waiting_certificates(conn).await?,
                admitted: queries::count_admitted(conn).await?,
                dead_mails: mailbox::queries::counts(conn, &Search::default()).await?.put_aside,
                officer: who.has(Role::VettingOfficer),
                now,
            })
        })
        .await?;
    page::show(&page)
}

/// GET /operator/applications
pub async fn applications(_: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let now = db.now().await?;
    let applications = db.read(async |conn| queries::queue(conn).await).await?;
    page::show(&ApplicationsPage { frame, applications, now })
}

/// GET /operator/providers
pub async fn providers(_: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let providers = db.read(async |conn| queries::everyone(conn).await).await?;
    page::show(&ProvidersPage { frame, providers })
}

/// GET /operator/applications/{slug}
pub async fn application(
    who: Operator,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    file(&who, frame, &db, &path).await
}

/// GET /operator/providers/{slug}
pub async fn provider(
    who: Operator,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    file(&who, frame, &db, &path).await
}

async fn file(who: &Operator, frame: Frame, db: &Db, slug: &str) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let file = db.read(async |conn| queries::file(conn, slug).await).await?;
    let state = file.dossier.provider.state;
    policy::may_read(state)?;
    let officer = who.has(Role::VettingOfficer);
    let open = file.open.as_ref();
    let mut blocks = summary::read_aloud(&file.dossier, &file.words);
    if officer {
        lead_to_decisions(&mut blocks, &file.dossier, open, today);
    }
    page::show(&FilePage {
        frame,
        applied: file.dossier.provider.applied_at.map(uk_time::full).unwrap_or_default(),
        undecided: undecided(&file.standing, &file.words),
        proposal: open.map(|open| proposal(who, &file, open, today)),
        may: MayDo {
            decide: officer && policy::may_ask(state, open).is_ok(),
            set_aside: officer && open.is_some(),
            suspend: officer && policy::may_turn(state, ProviderEvent::Suspend).is_ok(),
            lift: officer && policy::may_turn(state, ProviderEvent::Lift).is_ok(),
        },
        blocks,
        events: history::for_operator(&file.lines),
        provider: file.dossier.provider,
    })
}

fn proposal(who: &Operator, file: &File, open: &Decision, today: NaiveDate) -> Proposal {
    let why_not = if who.has(Role::VettingOfficer) {
        let refusal = policy::may_confirm(&file.standing, open, who.user, today).err();
        refusal.map(|it| it.to_string()).unwrap_or_default()
    } else {
        "A vetting officer other than the one who proposed it must confirm it.".to_owned()
    };
    Proposal {
        outcome: open.outcome,
        reason: open.reason.clone(),
        by: file.proposed_by.clone(),
        when: uk_time::full(open.proposed_at),
        why_not,
    }
}

fn undecided(standing: &Standing, words: &summary::Words) -> Vec<String> {
    if standing.state == ProviderState::Clarifying || standing.state == ProviderState::Rejected {
        return Vec::new();
    }
    let certificates = standing.certificates.iter();
    let certificates = certificates.filter(|it| it.decision == CertificateDecision::Waiting);
    let certificates = certificates.map(|it| format!("{} certificate", words.scheme(&it.scheme)));
    let lots = standing.lots.iter().filter(|it| it.decision == LotDecision::Waiting);
    certificates.chain(lots.map(|it| format!("Lot: {}", it.name))).collect()
}

fn lead_to_decisions(
    blocks: &mut [Block],
    dossier: &Dossier,
    open: Option<&Decision>,
    today: NaiveDate,
) {
    let (state, slug) = (dossier.provider.state, &dossier.provider.slug);
    for block in blocks {
        let links: Vec<Option<String>> = match block.section {
            Section::Certificates => {
                let link = |it: &providers::model::Certificate| {
                    policy::may_decide_certificate(state, open, it, false, today).ok()?;
                    Some(format!("/operator/providers/{slug}/certificates/{}/decision", it.id))
                };
                dossier.certificates.iter().map(link).collect()
            }
            Section::Lots => {
                let may = policy::may_decide_lot(state, open).is_ok();
                let link =
                    |code: &str| format!("/operator/applications/{slug}/lots/{code}/decision");
                dossier.lots.iter().map(|it| may.then(|| link(&it.lot.code))).collect()
            }
            _ => continue,
        };
        for (line, link) in block.lines.iter_mut().zip(links) {
            line.href = link.unwrap_or_default();
            line.verb = "Decide on";
        }
    }
}
