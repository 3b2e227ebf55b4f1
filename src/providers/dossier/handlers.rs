//! The dossier over HTTP: the task list, the check and the application.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::model::Section;
use super::pages::{CheckPage, HistoryPage, Task, TasksPage};
use super::{acts, policy, queries, summary};
use crate::accounts::model::Role;
use crate::accounts::roles::{ProviderAdmin, ProviderMember};
use crate::audit::entry;
use crate::db::Db;
use crate::error::Result;
use crate::providers;
use crate::providers::changes::model::sides;
use crate::providers::history;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// GET /provider/dossier
pub async fn tasks(who: ProviderMember, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let (dossier, words, terms_due) = db
        .read(async |conn| {
            let dossier = queries::own(conn, who.provider).await?;
            let terms_due = providers::terms::queries::due(conn, who.provider).await?;
            Ok((dossier, queries::words(conn).await?, terms_due))
        })
        .await?;
    let mut changes = Vec::new();
    for it in &dossier.changes {
        let since = uk_time::full(it.change.made_at);
        changes.push((it, since, sides(&it.change, &words)?));
    }
    let admin = who.has(Role::ProviderAdmin);
    let state = dossier.provider.state;
    let task = |section: Section| Task {
        section,
        // A list can be read whenever; a form only opens when it can be saved.
        href: match section {
            Section::Certificates | Section::Insurance | Section::Lots | Section::Specialists => {
                section.path()
            }
            _ if admin && policy::may_change(state, section).is_ok() => section.path(),
            _ => "",
        },
        progress: policy::progress(&dossier, section),
        run_out: policy::has_run_out(&dossier, section, today),
    };
    page::show(&TasksPage {
        frame,
        provider: &dossier.provider,
        tasks: Section::ALL.iter().copied().map(task).collect(),
        complete: policy::gaps(&dossier, today).is_empty(),
        admin,
        asked: &dossier.asked,
        changes,
        terms_due: terms_due.is_some(),
    })
}

/// GET /provider/dossier/check
pub async fn check(who: ProviderMember, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    checked(&who, frame, &db, &Mistakes::default()).await
}

async fn checked(
    who: &ProviderMember,
    frame: Frame,
    db: &Db,
    mistakes: &Mistakes,
) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let (dossier, words) = db
        .read(async |conn| {
            let dossier = queries::own(conn, who.provider).await?;
            Ok((dossier, queries::words(conn).await?))
        })
        .await?;
    let can_apply = who.has(Role::ProviderAdmin) && policy::may_apply(&dossier, today).is_ok();
    let mut blocks = summary::read_aloud(&dossier, &words);
    for block in blocks.iter_mut().filter(|_| who.has(Role::ProviderAdmin)) {
        if policy::may_change(dossier.provider.state, block.section).is_ok() {
            block.href = block.section.path();
        }
        for line in &mut block.lines {
            let held_back = line.paper.as_ref().filter(|it| dossier.is_held_back(it));
            if let Some(paper) = held_back {
                (line.href, line.verb) = (paper.path(), "Remove the file of");
            }
        }
    }
    let page = CheckPage {
        frame,
        dossier: &dossier,
        blocks: &blocks,
        gaps: &policy::gaps(&dossier, today),
        mistakes,
        can_apply,
    };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// POST /provider/dossier/application
pub async fn apply(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    if posted.text("true") != "yes" {
        let mut mistakes = Mistakes::default();
        mistakes.add("true", "Confirm that what you tell us is true and complete");
        return checked(&who, frame, &db, &mistakes).await;
    }
    let once = posted.once();
    db.act(&who.by, async |tx| acts::apply(tx, &who, once).await).await?;
    Ok(page::go_to_saying("/provider/dossier", "Your application is submitted"))
}

/// GET /provider/dossier/history
pub async fn history(who: ProviderMember, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let lines = db.read(async |conn| entry::history(conn, &[who.provider.uuid()]).await).await?;
    page::show(&HistoryPage { frame, events: history::for_provider(&lines) })
}
