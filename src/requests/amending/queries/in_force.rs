//! Putting an amendment in force: the new version written over the old.

use diesel::prelude::*;
use diesel::result::Error as Diesel;
use diesel::upsert::excluded;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::error::Result;
use crate::requests::amending::policy::Refusal;
use crate::requests::model::{FullRequest, Request};
use crate::requests::state::RequestState;
use crate::schema::{
    request_criteria, request_requirements, request_roles, request_specialisms, requests,
};
use crate::types::ids::{CriterionId, RequestId, RequirementId, RoleId};
use crate::types::state::Step;

/// The words of the trigger `requests_amended`, which raises MU001.
const LATE: &str = "the deadline has passed";

/// Writes the new version over the old. The database compares its own clock
/// with the deadline once more.
pub(in crate::requests::amending) async fn put_in_force(
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
            (
                requests::budget.eq(it.budget),
                requests::options_value.eq(it.options),
                requests::budget_shown.eq(it.budget_shown),
            ),
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
    // What it is found by holds its lines too, as they are now.
    diesel::sql_query("select request_words_refresh($1)")
        .bind::<diesel::sql_types::Uuid, _>(it.id)
        .execute(conn)
        .await?;
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
