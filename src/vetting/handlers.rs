//! Applications and providers, as the operator reads them, over HTTP.

pub mod decisions;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use diesel_async::AsyncPgConnection;

use super::model::Decision;
use super::pages::{ApplicationsPage, FilePage, HomePage, MayDo, Proposal, ProvidersPage};
use super::{policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::Operator;
use crate::audit::entry;
use crate::db::Db;
use crate::error::Result;
use crate::providers;
use crate::providers::dossier::model::{Dossier, Section};
use crate::providers::dossier::summary::{self, Block};
use crate::providers::history;
use crate::providers::model::{CertificateDecision, LotDecision, Standing};
use crate::providers::state::{ProviderEvent, ProviderState};
use crate::types::time::Moment;
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
                dead_mails: queries::count_dead_mails(conn).await?,
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
    let now = db.now().await?;
    let page = db.read(async |conn| found(conn, who, frame, (slug, now)).await).await?;
    page::show(&page)
}

async fn found(
    conn: &mut AsyncPgConnection,
    who: &Operator,
    frame: Frame,
    (slug, now): (&str, Moment),
) -> Result<FilePage> {
    let today = uk_time::date_of(now);
    let provider = providers::queries::by_slug(conn, slug).await?;
    policy::may_read(provider.state)?;
    let dossier = providers::dossier::queries::dossier(conn, provider.id).await?;
    let standing = providers::queries::standing(conn, provider.id).await?;
    let words = providers::dossier::queries::words(conn).await?;
    let open = queries::open(conn, provider.id).await?;
    let lines = entry::history(conn, &[provider.id.uuid()]).await?;
    let officer = who.has(Role::VettingOfficer);
    let mut blocks = summary::read_aloud(&dossier, &words);
    if officer {
        lead_to_decisions(&mut blocks, &dossier, open.as_ref(), today);
    }
    let proposal = match &open {
        Some(open) => Some(proposal(conn, who, &standing, open, today).await?),
        None => None,
    };
    let state = provider.state;
    Ok(FilePage {
        frame,
        applied: provider.applied_at.map(uk_time::full).unwrap_or_default(),
        undecided: undecided(&standing, &words),
        proposal,
        may: MayDo {
            decide: officer && policy::may_ask(state, open.as_ref()).is_ok(),
            set_aside: officer && open.is_some(),
            suspend: officer && policy::may_turn(state, ProviderEvent::Suspend).is_ok(),
            lift: officer && policy::may_turn(state, ProviderEvent::Lift).is_ok(),
        },
        provider,
        blocks,
        events: history::for_operator(&lines),
    })
}

async fn proposal(
    conn: &mut AsyncPgConnection,
    who: &Operator,
    standing: &Standing,
    open: &Decision,
    today: chrono::NaiveDate,
) -> Result<Proposal> {
    let by = accounts::queries::person(conn, open.proposed_by).await?;
    let why_not = if who.has(Role::VettingOfficer) {
        policy::may_confirm(standing, open, who.user, today).err().map(|it| it.to_string())
    } else {
        Some("A vetting officer other than the one who proposed it must confirm it.".to_owned())
    };
    Ok(Proposal {
        outcome: open.outcome,
        reason: open.reason.clone(),
        by: by.name,
        when: uk_time::full(open.proposed_at),
        why_not: why_not.unwrap_or_default(),
    })
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
    today: chrono::NaiveDate,
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
