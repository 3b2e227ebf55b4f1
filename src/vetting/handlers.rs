//! Applications and providers, as the operator reads them, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;

use super::model::{Decision, File, Holder, Outcome, Waiting};
use super::pages::{
    ApplicationsPage, FilePage, HomePage, Job, MayDo, Proposal, ProvidersPage, applications_sheet,
    sheet,
};
use super::{changes, policy, queries};
use crate::accounts;
use crate::accounts::model::{Organisation, Role};
use crate::accounts::roles::Operator;
use crate::db::Db;
use crate::error::Result;
use crate::files::policy::sees_all;
use crate::notices::mailbox;
use crate::notices::mailbox::forms::Search;
use crate::providers;
use crate::providers::dossier::grounds;
use crate::providers::dossier::model::{Dossier, Section};
use crate::providers::dossier::policy::may_rest_on;
use crate::providers::dossier::summary::{self, Block};
use crate::providers::history;
use crate::providers::model::{CertificateDecision, LotDecision};
use crate::providers::state::{ProviderEvent, ProviderState};
use crate::types::uk_time;
use crate::web::form::Query;
use crate::web::narrow::Narrow;
use crate::web::page::{self, Frame};
use crate::web::sheet::Format;

/// GET /operator
pub async fn home(who: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let now = db.now().await?;
    let page = db
        .read(async |conn| {
            let queue = queries::queue(conn).await?;
            let (removals, queue): (Vec<_>, Vec<_>) =
                queue.into_iter().partition(|it| it.proposed == Some(Outcome::Remove));
            let (waiting, asked) =
                queue.into_iter().partition(|it| it.state == ProviderState::Applied);
            Ok(HomePage {
                frame,
                waiting,
                asked,
                removals,
                changes: changes::queries::queue(conn).await?,
                certificates: queries::waiting_certificates(conn).await?,
                admitted: queries::count_admitted(conn).await?,
                dead_mails: mailbox::queries::counts(conn, &Search::default()).await?.put_aside,
                officer: who.has(Role::VettingOfficer),
                auditor: who.has(Role::Auditor),
                now,
            })
        })
        .await?;
    page::show(&page)
}

/// The applications that are asked for.
async fn queue(db: &Db, asked: &Narrow) -> Result<Vec<Waiting>> {
    let holder = Holder::parse(&asked.state);
    let mut queue = db.read(async |conn| queries::queue(conn).await).await?;
    queue.retain(|it| asked.finds(&[&it.name]) && holder.is_none_or(|one| one == it.holder()));
    Ok(queue)
}

/// GET /operator/applications
pub async fn applications(
    _: Operator,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Narrow>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let applications = queue(&db, &asked).await?;
    page::show(&ApplicationsPage { frame, asked: asked.0, applications, now })
}

/// GET /operator/applications.csv
/// GET /operator/applications.xlsx
pub async fn applications_kept(
    who: Operator,
    db: Data<Db>,
    asked: Query<Narrow>,
    format: Format,
) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let queue = queue(&db, &asked).await?;
    let taken = ("applications", queue.len());
    db.act(&who.by, async |tx| accounts::acts::export(tx, who.user, taken).await).await?;
    applications_sheet(&queue).download(format, &format!("Applications {today}"))
}

/// GET /operator/providers
pub async fn providers(_: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let providers = db.read(async |conn| queries::everyone(conn).await).await?;
    page::show(&ProvidersPage { frame, providers })
}

/// GET /operator/providers.csv
/// GET /operator/providers.xlsx
pub async fn kept(who: Operator, db: Data<Db>, format: Format) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let providers = db.read(async |conn| queries::everyone(conn).await).await?;
    let taken = ("providers", providers.len());
    db.act(&who.by, async |tx| accounts::acts::export(tx, who.user, taken).await).await?;
    sheet(&providers).download(format, &format!("Every provider {today}"))
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
    let readable = sees_all(Organisation::Operator, &who.roles);
    for line in blocks.iter_mut().flat_map(|it| &mut it.lines) {
        line.file = line.file.take().map(|it| it.for_reader(readable));
    }
    if officer {
        lead_to_decisions(&mut blocks, &file.dossier, open, today);
    }
    page::show(&FilePage {
        frame,
        applied: file.dossier.provider.applied_at.map(uk_time::full).unwrap_or_default(),
        jobs: jobs(&file, open, officer, today),
        asked: file.asked.clone(),
        proposal: open.map(|open| proposal(who, &file, open, today)),
        may: MayDo {
            decide: officer && policy::may_ask(state, open).is_ok(),
            set_aside: officer && open.is_some(),
            suspend: officer && policy::may_turn(state, ProviderEvent::Suspend).is_ok(),
            lift: officer && policy::may_turn(state, ProviderEvent::Lift).is_ok(),
            remove: officer
                && policy::may_propose(
                    &file.standing,
                    &file.dossier.declarations,
                    open,
                    Outcome::Remove,
                    today,
                )
                .is_ok(),
        },
        blocks,
        former: file.former,
        events: history::for_operator(&file.lines),
        provider: file.dossier.provider,
    })
}

fn proposal(who: &Operator, file: &File, open: &Decision, today: NaiveDate) -> Proposal {
    let why_not = if who.has(Role::VettingOfficer) {
        let said = &file.dossier.declarations;
        let refusal = policy::may_confirm(&file.standing, said, open, who.user, today).err();
        let evidence = || match open.outcome {
            Outcome::Admit => may_rest_on(&file.dossier.files, None).err(),
            Outcome::Reject | Outcome::Remove => None,
        };
        let why_not = refusal.map(|it| it.to_string());
        why_not.or_else(|| evidence().map(|it| it.to_string())).unwrap_or_default()
    } else {
        "A vetting officer other than the one who proposed it must confirm it.".to_owned()
    };
    Proposal {
        id: open.id,
        outcome: open.outcome,
        reason: open.reason.clone(),
        by: file.proposed_by.clone(),
        when: uk_time::full(open.proposed_at),
        why_not,
    }
}

/// What there is to decide: each declaration answered yes, each certificate
/// and each lot, changes that wait, and last the application as a whole.
fn jobs(file: &File, open: Option<&Decision>, officer: bool, today: NaiveDate) -> Vec<Job> {
    let (dossier, slug) = (&file.dossier, &file.dossier.provider.slug);
    let state = dossier.provider.state;
    let job = |title: String, may: bool, href: String, waiting: bool, hint: String| Job {
        title,
        href: if officer && may { href } else { String::new() },
        state: if waiting { "Not started" } else { "Done" },
        hint,
    };
    let mut jobs = Vec::new();
    if state == ProviderState::Applied {
        for it in dossier.declarations.iter().filter(|it| it.answer) {
            let may = policy::may_decide_declaration(state, open, it).is_ok();
            let href = format!("/operator/applications/{slug}/declarations/{}/decision", it.code);
            let title = format!("Declaration: {}", grounds::question(&it.code));
            jobs.push(job(title, may, href, it.undecided(), it.decision.label().to_owned()));
        }
    }
    for it in &dossier.certificates {
        let waiting = it.decision == CertificateDecision::Waiting;
        let checked = matches!(
            state,
            ProviderState::Applied | ProviderState::Admitted | ProviderState::Suspended
        );
        if !checked || (state != ProviderState::Applied && !waiting) {
            continue;
        }
        let may = policy::may_decide_certificate(state, open, it, false, today).is_ok();
        let href = format!("/operator/providers/{slug}/certificates/{}/decision", it.id);
        let title = format!("{} certificate", file.words.scheme(&it.scheme));
        jobs.push(job(title, may, href, waiting, it.decision.label().to_owned()));
    }
    if state == ProviderState::Applied {
        for it in &file.standing.lots {
            let may = policy::may_decide_lot(state, open).is_ok();
            let href = format!("/operator/applications/{slug}/lots/{}/decision", it.code);
            let waiting = it.decision == LotDecision::Waiting;
            let title = format!("Lot: {}", it.name);
            jobs.push(job(title, may, href, waiting, it.decision.label().to_owned()));
        }
    }
    for it in &dossier.changes {
        let href = format!("/operator/changes/{}", it.change.id);
        let hint = it.change.state.label().to_owned();
        jobs.push(job(format!("Change: {}", it.about), true, href, true, hint));
    }
    jobs
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
            Section::Declarations => {
                let said = grounds::GROUNDS.iter().filter_map(|ground| {
                    dossier.declarations.iter().find(|it| it.code == ground.code)
                });
                let link = |it: &providers::model::Declaration| {
                    policy::may_decide_declaration(state, open, it).ok()?;
                    let code = &it.code;
                    Some(format!("/operator/applications/{slug}/declarations/{code}/decision"))
                };
                said.map(link).collect()
            }
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
