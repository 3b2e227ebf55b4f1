//! The panel over HTTP.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::PanelForm;
use super::model::{Panel, PanelChange};
use super::pages::{ChangePanelPage, ChangeRead, ConflictRead, MemberRow, PanelPage};
use super::{acts, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::{ForceMember, Reader};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::evaluation::pages::thinly;
use crate::evaluation::reading::acts::{Sensitive, note};
use crate::evaluation::{conflicts, due, queries as found};
use crate::requests;
use crate::requests::model::Request;
use crate::types::ids::UserId;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes, Posted};
use crate::web::page::{self, Frame};

type Names = BTreeMap<UserId, String>;

/// GET /requests/{reference}/panel
pub async fn show(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let page = db
        .read(async |conn| {
            let request = requests::queries::readable(conn, &who, &path).await?;
            if request.published_at.is_none() {
                return Err(Error::NotFound);
            }
            let lock = found::lock_of(conn, request.id).await?;
            let panel = queries::panel(conn, &request).await?;
            let changes = queries::changes(conn, request.id).await?;
            let names = found::names(conn, &concerned(&panel, &changes)).await?;
            let told = match policy::may_read_conflicts(&who, &panel, lock.as_ref()) {
                true => conflicts::queries::told(conn, request.id).await?,
                false => Vec::new(),
            };
            let due = due::queries::of(conn, request.id).await?;
            let may_set =
                who.judge(|it| due::policy::may_set(it, &request, lock.as_ref(), &panel, now));
            Ok(PanelPage {
                opened: !panel.bids.is_empty(),
                members: members(&panel, &names),
                unattended: if lock.is_none() { panel.unattended() } else { 0 },
                thin: thinly(if lock.is_none() { panel.thin() } else { 0 }),
                chair_is_out: panel.chosen.is_some() && panel.chair().is_none(),
                due: due.map(|it| uk_time::full(it.due_at)).unwrap_or_default(),
                may_set_due: may_set.is_ok(),
                may_change: who
                    .judge(|it| policy::may_change(it, &request, lock.as_ref(), now))
                    .is_ok(),
                conflicts: told
                    .into_iter()
                    .map(|(person, provider, words)| ConflictRead { person, provider, words })
                    .collect(),
                changes: changes.iter().map(|it| change_read(it, &names)).collect(),
                frame,
                request,
            })
        })
        .await?;
    match (page.opened, page.conflicts.is_empty()) {
        (_, false) => note(&db, &who, page.request.id, Sensitive::Conflicts).await?,
        (true, true) => note(&db, &who, page.request.id, Sensitive::Progress).await?,
        (false, true) => {}
    }
    page::show(&page)
}

fn concerned(panel: &Panel, changes: &[PanelChange]) -> Vec<UserId> {
    let in_change = |it: &PanelChange| {
        let mut all = [it.added.clone(), it.removed.clone()].concat();
        all.extend(it.chair);
        all.push(it.changed_by);
        all
    };
    let mut all = panel.named.clone();
    all.extend(changes.iter().flat_map(in_change));
    all
}

fn members(panel: &Panel, names: &Names) -> Vec<MemberRow> {
    let row = |user: &UserId| {
        let state = match panel.member(*user) {
            None => "Cannot score any more: has left, or is no evaluator now".to_owned(),
            Some(_) if panel.bids.is_empty() => "Scores when the bids are open".to_owned(),
            Some(_) if !panel.has_declared(*user) => {
                "Has still to declare conflicts of interest".to_owned()
            }
            Some(it) if it.is_done() => format!("Done: {} scores given", it.given),
            Some(it) => format!("{} of {} scores given", it.given, it.wanted),
        };
        MemberRow {
            name: names.get(user).cloned().unwrap_or_default(),
            chairs: panel.chosen == Some(*user),
            conflicts: panel.stance(*user).recused.len(),
            state,
        }
    };
    let mut rows: Vec<MemberRow> = panel.named.iter().map(row).collect();
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    rows
}

fn change_read(it: &PanelChange, names: &Names) -> ChangeRead {
    let named = |id: &UserId| names.get(id).cloned().unwrap_or_default();
    let listed = |all: &[UserId]| all.iter().map(named).collect::<Vec<_>>().join(", ");
    let mut said = Vec::new();
    if !it.added.is_empty() {
        said.push(format!("Added: {}", listed(&it.added)));
    }
    if !it.removed.is_empty() {
        said.push(format!("Removed: {}", listed(&it.removed)));
    }
    said.push(match &it.chair {
        Some(chair) => format!("Chaired by {}", named(chair)),
        None => "Chaired by nobody".to_owned(),
    });
    ChangeRead {
        what: said.join(". "),
        reason: it.reason.clone(),
        who: named(&it.changed_by),
        when: uk_time::short(it.changed_at),
        iso: uk_time::iso(it.changed_at),
    }
}

/// The panel as it may be changed now, and whom it may be made of: whoever is
/// on it, and every evaluator of the force.
async fn changeable(
    db: &Db,
    who: &ForceMember,
    reference: &str,
) -> Result<(Request, Panel, Vec<Choice>)> {
    let now = db.now().await?;
    db.read(async |conn| {
        let request = requests::queries::own(conn, who, reference).await?;
        let lock = found::lock_of(conn, request.id).await?;
        policy::may_change(who, &request, lock.as_ref(), now)?;
        let panel = queries::panel(conn, &request).await?;
        let evaluators =
            accounts::queries::people_of_force(conn, request.force_id, &[Role::Evaluator]).await?;
        let names = found::names(conn, &panel.named).await?;
        let left = panel.named.iter().filter(|it| panel.member(**it).is_none()).map(|it| Choice {
            hint: "Cannot score any more".to_owned(),
            ..Choice::new(it.to_string(), names.get(it).cloned().unwrap_or_default())
        });
        let able = evaluators.iter().map(|it| Choice::new(it.user.to_string(), it.name.clone()));
        let choices = able.chain(left).collect();
        Ok((request, panel, choices))
    })
    .await
}

/// GET /requests/{reference}/panel/members
pub async fn change_page(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (request, panel, evaluators) = changeable(&db, &who, &path).await?;
    let (form, mistakes) = (PanelForm::of(&panel), Mistakes::default());
    page::show(&ChangePanelPage { frame, request, evaluators, form, mistakes })
}

/// POST /requests/{reference}/panel/members
pub async fn change(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (form, once) = (PanelForm::typed(&posted), posted.once());
    let (request, _, evaluators) = changeable(&db, &who, &path).await?;
    let new = match form.parse(&evaluators) {
        Ok(new) => new,
        Err(mistakes) => {
            let page = ChangePanelPage { frame, request, evaluators, form, mistakes };
            return page::mistaken(&page);
        }
    };
    let asked = (&new, form.seen.as_str());
    db.act(&who.by, async |tx| acts::change(tx, &who, &path, asked, once).await).await?;
    let said = "The panel is changed. Everyone on it has been told.";
    Ok(page::go_to_saying(format!("/requests/{path}/panel"), said))
}
