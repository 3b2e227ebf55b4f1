//! Finding and storing amendments, and putting them in force.

mod in_force;
mod look;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::model::{Amendment, Published, SavedSection};
use super::state::AmendmentState;
use crate::error::Result;
use crate::requests::documents;
use crate::requests::documents::policy::Looker;
use crate::requests::model::{Request, Section};
use crate::schema::{amendment_sections, amendments, requests};
use crate::types::ids::{AmendmentId, ForceId, RequestId, UserId};
use crate::types::state::Step;
use crate::types::time::Moment;

pub(super) use in_force::put_in_force;
pub use look::{Look, approvals, look};

/// The amendment of a request that is being written or waits for approval.
pub async fn under_way(
    conn: &mut AsyncPgConnection,
    request: RequestId,
) -> Result<Option<Amendment>> {
    let waiting = [AmendmentState::Draft, AmendmentState::AwaitingApproval];
    Ok(amendments::table
        .filter(amendments::request_id.eq(request))
        .filter(amendments::state.eq_any(waiting))
        .select(Amendment::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// The amendments of a force's requests that wait for an approver.
pub async fn waiting(conn: &mut AsyncPgConnection, force: ForceId) -> Result<Vec<Amendment>> {
    Ok(amendments::table
        .inner_join(requests::table)
        .filter(requests::force_id.eq(force))
        .filter(amendments::state.eq(AmendmentState::AwaitingApproval))
        .select(Amendment::as_select())
        .load(conn)
        .await?)
}

type Row = (i32, Moment, String, bool, Value, Value);

/// The amendments of a request that are in force, the newest first.
pub async fn published(conn: &mut AsyncPgConnection, request: RequestId) -> Result<Vec<Published>> {
    let rows: Vec<Row> = amendments::table
        .filter(amendments::request_id.eq(request))
        .filter(amendments::state.eq(AmendmentState::Published))
        .order(amendments::version.desc())
        .select((
            amendments::version.assume_not_null(),
            amendments::published_at.assume_not_null(),
            amendments::reason,
            amendments::material,
            amendments::changes,
            amendments::unanswered,
        ))
        .load(conn)
        .await?;
    let one = |(version, at, reason, material, changes, unanswered): Row| {
        Ok(Published {
            version,
            at,
            reason,
            material,
            changes: serde_json::from_value(changes).map_err(anyhow::Error::from)?,
            unanswered: serde_json::from_value(unanswered).map_err(anyhow::Error::from)?,
        })
    };
    rows.into_iter().map(one).collect()
}

/// Those in force, as somebody may read them: the names of documents are for
/// whoever may have them.
pub async fn published_for(
    conn: &mut AsyncPgConnection,
    request: &Request,
    looker: Looker<'_>,
) -> Result<Vec<Published>> {
    let all = published(conn, request.id).await?;
    if documents::queries::all_are_for(conn, request, looker).await? {
        return Ok(all);
    }
    Ok(all.into_iter().map(Published::unnamed).collect())
}

/// The pages of an amendment, in the order of a draft.
pub async fn saved(conn: &mut AsyncPgConnection, id: AmendmentId) -> Result<Vec<SavedSection>> {
    let rows: Vec<(Section, Value)> = amendment_sections::table
        .filter(amendment_sections::amendment_id.eq(id))
        .select((amendment_sections::section, amendment_sections::typed))
        .load(conn)
        .await?;
    let mut pages = rows
        .into_iter()
        .map(|(section, typed)| {
            let typed = serde_json::from_value(typed).map_err(anyhow::Error::from)?;
            Ok(SavedSection { section, typed })
        })
        .collect::<Result<Vec<_>>>()?;
    pages.sort_by_key(|it| Section::ALL.iter().position(|one| *one == it.section));
    Ok(pages)
}

pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    request: &Request,
    by: UserId,
    now: Moment,
) -> Result<AmendmentId> {
    let id = AmendmentId::mint();
    diesel::insert_into(amendments::table)
        .values((
            amendments::id.eq(id),
            amendments::request_id.eq(request.id),
            amendments::from_version.eq(request.version),
            amendments::state.eq(AmendmentState::Draft),
            amendments::created_by.eq(by),
            amendments::created_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(id)
}

/// Keeps a page; one that says what the request says anyway is not kept.
pub(super) async fn save(
    conn: &mut AsyncPgConnection,
    id: AmendmentId,
    page: &SavedSection,
    differs: bool,
) -> Result<()> {
    let there = amendment_sections::table.find((id, page.section));
    diesel::delete(there).execute(conn).await?;
    if differs {
        let typed = serde_json::to_value(&page.typed).map_err(anyhow::Error::from)?;
        diesel::insert_into(amendment_sections::table)
            .values((
                amendment_sections::amendment_id.eq(id),
                amendment_sections::section.eq(page.section),
                amendment_sections::typed.eq(typed),
            ))
            .execute(conn)
            .await?;
    }
    Ok(())
}

pub(super) async fn submitted(
    conn: &mut AsyncPgConnection,
    id: AmendmentId,
    step: &Step<AmendmentState>,
    (by, now, reason): (UserId, Moment, &str),
) -> Result<Amendment> {
    let row = amendments::table.find(id).filter(amendments::state.eq(step.from()));
    let moved = diesel::update(row)
        .set((
            amendments::state.eq(step.to()),
            amendments::submitted_by.eq(by),
            amendments::submitted_at.eq(now),
            amendments::reason.eq(reason),
            amendments::comment.eq(""),
            unapproved(),
        ))
        .returning(Amendment::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    Ok(moved.ok_or(crate::requests::policy::Refusal::Moved)?)
}

/// What was approved is not what there will be now.
fn unapproved() -> Unapproved {
    Unapproved { approved_by: None, approved_at: None }
}

#[derive(AsChangeset)]
#[diesel(table_name = amendments, treat_none_as_null = true)]
struct Unapproved {
    approved_by: Option<UserId>,
    approved_at: Option<Moment>,
}

/// Writes down the first of two approvals.
pub(super) async fn first_approved(
    conn: &mut AsyncPgConnection,
    id: AmendmentId,
    (by, now): (UserId, Moment),
) -> Result<()> {
    diesel::update(amendments::table.find(id))
        .set((amendments::approved_by.eq(by), amendments::approved_at.eq(now)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Moves an amendment on, with what an approver says of it.
pub(super) async fn moved(
    conn: &mut AsyncPgConnection,
    id: AmendmentId,
    step: &Step<AmendmentState>,
    comment: &str,
) -> Result<Amendment> {
    let row = amendments::table.find(id).filter(amendments::state.eq(step.from()));
    let moved = diesel::update(row)
        .set((amendments::state.eq(step.to()), amendments::comment.eq(comment), unapproved()))
        .returning(Amendment::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    Ok(moved.ok_or(crate::requests::policy::Refusal::Moved)?)
}

pub(super) async fn publish(
    conn: &mut AsyncPgConnection,
    id: AmendmentId,
    step: &Step<AmendmentState>,
    by: UserId,
    it: &Published,
) -> Result<()> {
    let row = amendments::table.find(id).filter(amendments::state.eq(step.from()));
    let changed = diesel::update(row)
        .set((
            amendments::state.eq(step.to()),
            amendments::version.eq(it.version),
            amendments::published_by.eq(by),
            amendments::published_at.eq(it.at),
            amendments::material.eq(it.material),
            amendments::changes.eq(serde_json::to_value(&it.changes).map_err(anyhow::Error::from)?),
            amendments::unanswered
                .eq(serde_json::to_value(&it.unanswered).map_err(anyhow::Error::from)?),
        ))
        .execute(conn)
        .await?;
    if changed == 1 { Ok(()) } else { Err(crate::requests::policy::Refusal::Moved.into()) }
}
