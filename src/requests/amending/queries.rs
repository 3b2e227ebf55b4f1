//! Finding and storing amendments, and putting them in force.

use diesel::prelude::*;
use diesel::result::Error as Diesel;
use diesel::upsert::excluded;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::forms;
use super::model::{Amendment, Outcome, Published, SavedSection};
use super::outcome;
use super::policy::Refusal;
use super::state::AmendmentState;
use crate::error::Result;
use crate::outbox::Recipient;
use crate::requests::drafting;
use crate::requests::drafting::model::Lists;
use crate::requests::model::{FullRequest, Request, Section};
use crate::requests::queries as found;
use crate::requests::shown::Words;
use crate::requests::state::RequestState;
use crate::schema::{
    amendment_sections, amendments, audit_entries, request_criteria, request_requirements,
    request_roles, request_specialisms, requests, users,
};
use crate::types::ids::{AmendmentId, CriterionId, ForceId, RequestId, RequirementId, RoleId, UserId};
use crate::types::state::Step;
use crate::types::time::Moment;

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
pub(super) async fn people(
    conn: &mut AsyncPgConnection,
    ids: &[UserId],
) -> Result<Vec<Recipient>> {
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
    Ok(Look { lists: forms::with_own_lot(lists, &before), before, words, amendment, saved, authors })
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

/// The words of the trigger `requests_amended`, which raises MU001.
const LATE: &str = "the deadline has passed";

/// Writes the new version over the old. The database compares its own clock
/// with the deadline once more.
pub(super) async fn put_in_force(
    conn: &mut AsyncPgConnection,
    after: &FullRequest,
    version: i32,
    step: &Step<RequestState>,
) -> Result<Request> {
    let it = &after.request;
    let row = requests::table.find(it.id).filter(requests::state.eq(step.from()));
    let written = diesel::update(row)
        .set((
            (requests::state.eq(step.to()), requests::version.eq(version)),
            (requests::title.eq(&it.title), requests::summary.eq(&it.summary)),
            (requests::why.eq(&it.why), requests::problem.eq(&it.problem)),
            (requests::outcomes.eq(&it.outcomes), requests::team.eq(&it.team)),
            (requests::region_code.eq(&it.region_code), requests::remote.eq(it.remote)),
            (requests::site.eq(&it.site), requests::working.eq(&it.working)),
            (
                requests::starts_on.eq(it.starts_on),
                requests::length_months.eq(it.length_months),
                requests::extension_months.eq(it.extension_months),
            ),
            (
                requests::questions_close_at.eq(it.questions_close_at),
                requests::closes_at.eq(it.closes_at),
            ),
            (requests::budget.eq(it.budget), requests::budget_shown.eq(it.budget_shown)),
            (requests::ir35.eq(it.ir35), requests::classification.eq(it.classification)),
            requests::certifications.eq(&it.certifications),
            (requests::price_method.eq(it.price_method), requests::scale_max.eq(it.scale_max)),
            requests::social_value_reason.eq(&it.social_value_reason),
        ))
        .returning(Request::as_returning())
        .get_result(conn)
        .await;
    let request = match written {
        Ok(request) => request,
        Err(Diesel::NotFound) => return Err(crate::requests::policy::Refusal::Moved.into()),
        Err(Diesel::DatabaseError(_, said)) if said.message() == LATE => {
            return Err(Refusal::NotOpen.into());
        }
        Err(other) => return Err(other.into()),
    };
    specialisms(conn, it.id, &after.specialisms).await?;
    roles(conn, after, version).await?;
    requirements(conn, after, version).await?;
    criteria(conn, after, version).await?;
    Ok(request)
}

async fn specialisms(conn: &mut AsyncPgConnection, id: RequestId, codes: &[String]) -> Result<()> {
    use request_specialisms as it;
    diesel::delete(it::table.filter(it::request_id.eq(id))).execute(conn).await?;
    let rows: Vec<_> =
        codes.iter().map(|code| (it::request_id.eq(id), it::specialism.eq(code))).collect();
    diesel::insert_into(it::table).values(rows).execute(conn).await?;
    Ok(())
}

/// Lines that are gone stay known, by the version that took them out.
async fn roles(conn: &mut AsyncPgConnection, after: &FullRequest, version: i32) -> Result<()> {
    use request_roles as it;
    let id = after.request.id;
    let ids: Vec<RoleId> = after.roles.iter().map(|one| one.id).collect();
    let gone = it::table.filter(it::request_id.eq(id)).filter(it::removed_in.is_null());
    diesel::update(gone.filter(it::id.ne_all(ids)))
        .set(it::removed_in.eq(version))
        .execute(conn)
        .await?;
    for (position, one) in (1_i32..).zip(&after.roles) {
        diesel::insert_into(it::table)
            .values((
                it::id.eq(one.id),
                it::request_id.eq(id),
                it::position.eq(position),
                it::title.eq(&one.title),
                it::sfia_level.eq(one.sfia_level),
                it::people.eq(one.people),
                it::days.eq(one.days),
                it::nppv.eq(&one.nppv),
                it::nsv.eq(&one.nsv),
                it::needed_by.eq(one.needed_by),
            ))
            .on_conflict(it::id)
            .do_update()
            .set((
                it::position.eq(excluded(it::position)),
                it::title.eq(excluded(it::title)),
                it::sfia_level.eq(excluded(it::sfia_level)),
                it::people.eq(excluded(it::people)),
                it::days.eq(excluded(it::days)),
                it::nppv.eq(excluded(it::nppv)),
                it::nsv.eq(excluded(it::nsv)),
                it::needed_by.eq(excluded(it::needed_by)),
            ))
            .execute(conn)
            .await?;
    }
    Ok(())
}

async fn requirements(
    conn: &mut AsyncPgConnection,
    after: &FullRequest,
    version: i32,
) -> Result<()> {
    use request_requirements as it;
    let id = after.request.id;
    let ids: Vec<RequirementId> = after.requirements.iter().map(|one| one.id).collect();
    let gone = it::table.filter(it::request_id.eq(id)).filter(it::removed_in.is_null());
    diesel::update(gone.filter(it::id.ne_all(ids)))
        .set(it::removed_in.eq(version))
        .execute(conn)
        .await?;
    for (position, one) in (1_i32..).zip(&after.requirements) {
        diesel::insert_into(it::table)
            .values((
                it::id.eq(one.id),
                it::request_id.eq(id),
                it::position.eq(position),
                it::kind.eq(one.kind),
                it::text.eq(&one.text),
            ))
            .on_conflict(it::id)
            .do_update()
            .set((
                it::position.eq(excluded(it::position)),
                it::kind.eq(excluded(it::kind)),
                it::text.eq(excluded(it::text)),
            ))
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// A criterion that was taken out and comes back is the one it was.
async fn criteria(conn: &mut AsyncPgConnection, after: &FullRequest, version: i32) -> Result<()> {
    use request_criteria as it;
    let id = after.request.id;
    let codes: Vec<&str> = after.criteria.iter().map(|one| one.criterion.as_str()).collect();
    let gone = it::table.filter(it::request_id.eq(id)).filter(it::removed_in.is_null());
    diesel::update(gone.filter(it::criterion.ne_all(codes)))
        .set(it::removed_in.eq(version))
        .execute(conn)
        .await?;
    for one in &after.criteria {
        diesel::insert_into(it::table)
            .values((
                it::id.eq(CriterionId::mint()),
                it::request_id.eq(id),
                it::criterion.eq(&one.criterion),
                it::weight.eq(one.weight),
                it::question.eq(&one.question),
                it::guidance.eq(&one.guidance),
                it::word_limit.eq(one.word_limit),
                it::minimum.eq(one.minimum),
            ))
            .on_conflict((it::request_id, it::criterion))
            .do_update()
            .set((
                it::weight.eq(excluded(it::weight)),
                it::question.eq(excluded(it::question)),
                it::guidance.eq(excluded(it::guidance)),
                it::word_limit.eq(excluded(it::word_limit)),
                it::minimum.eq(excluded(it::minimum)),
                it::removed_in.eq(None::<i32>),
            ))
            .execute(conn)
            .await?;
    }
    Ok(())
}
