//! Finding and storing amendments, and putting them in force.

mod in_force;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::forms;
use super::model::{Amendment, Outcome, Published, SavedSection};
use super::outcome;
use super::state::AmendmentState;
use crate::error::Result;
use crate::outbox::Recipient;
use crate::requests::drafting;
use crate::requests::drafting::model::Lists;
use crate::requests::model::{FullRequest, Request, Section};
use crate::requests::queries as found;
use crate::requests::shown::Words;
use crate::schema::{amendment_sections, amendments, audit_entries, requests, users};
use crate::types::ids::{AmendmentId, ForceId, RequestId, UserId};
use crate::types::state::Step;
use crate::types::time::Moment;

pub(super) use in_force::put_in_force;

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

/// Some people, to be told.
pub(super) async fn people(conn: &mut AsyncPgConnection, ids: &[UserId]) -> Result<Vec<Recipient>> {
    Ok(users::table
        .filter(users::id.eq_any(ids).and(users::is_active))
        .select((users::id, users::email, users::name))
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

/// A request with what it takes to read an amendment of it.
pub struct Look {
    /// The request as it is.
    pub before: FullRequest,
    /// What there is to choose from.
    pub lists: Lists,
    /// The words that go with its codes.
    pub words: Words,
    /// The amendment, if there is one.
    pub amendment: Option<Amendment>,
    /// Its pages.
    pub saved: Vec<SavedSection>,
    /// Everyone who wrote in it.
    pub authors: Vec<UserId>,
}

impl Look {
    /// What the amendment would do.
    pub fn outcome(&self, now: Moment) -> Outcome {
        outcome::of(&self.before, &self.saved, &self.lists, &self.words, now)
    }
}

/// Looks at a request and its amendment.
pub async fn look(conn: &mut AsyncPgConnection, request: Request) -> Result<Look> {
    let lot = request.lot_code.clone();
    let lists = drafting::queries::lists(conn, request.force_id, lot.as_deref()).await?;
    let words = found::words(conn, &request).await?;
    let amendment = under_way(conn, request.id).await?;
    let (saved, authors) = match &amendment {
        Some(it) => (saved(conn, it.id).await?, authors_of(conn, it).await?),
        None => (Vec::new(), Vec::new()),
    };
    let before = found::full(conn, request).await?;
    Ok(Look {
        lists: forms::with_own_lot(lists, &before),
        before,
        words,
        amendment,
        saved,
        authors,
    })
}

/// Everyone who has written in an amendment, by the audit trail.
async fn authors_of(conn: &mut AsyncPgConnection, it: &Amendment) -> Result<Vec<UserId>> {
    let wrote: Vec<(Option<uuid::Uuid>, Value)> = audit_entries::table
        .filter(audit_entries::subject.eq(it.request_id.uuid()))
        .filter(audit_entries::action.eq_any(["amendment.begun", "amendment.saved"]))
        .select((audit_entries::actor, audit_entries::detail))
        .load(conn)
        .await?;
    let id = it.id.to_string();
    let own = wrote.into_iter().filter(|(_, detail)| {
        detail.get("amendment").and_then(|it| it.as_str()) == Some(id.as_str())
    });
    Ok(own.filter_map(|it| it.0).map(UserId::from).collect())
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
        ))
        .returning(Amendment::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    Ok(moved.ok_or(crate::requests::policy::Refusal::Moved)?)
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
        .set((amendments::state.eq(step.to()), amendments::comment.eq(comment)))
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
