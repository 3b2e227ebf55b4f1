//! Putting an amendment in force: the new version written over the old.

use diesel::prelude::*;
use diesel::result::Error as Diesel;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::error::Result;
use crate::requests::amending::policy::Refusal;
use crate::requests::drafting::keeping;
use crate::requests::drafting::model::NewCriterion;
use crate::requests::lines::queries as lines;
use crate::requests::model::{FullRequest, Request};
use crate::requests::state::RequestState;
use crate::schema::{
    request_criteria, request_outcomes, request_requirements, request_roles, requests,
};
use crate::types::ids::{CriterionId, OutcomeId, RequirementId, RoleId};
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
            (
                requests::price_method.eq(it.price_method),
                requests::scale_max.eq(it.scale_max),
                requests::scoring_chosen.eq(it.scoring_chosen),
            ),
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
    keeping::queries::specialisms(conn, it.id, &after.specialisms).await?;
    outcomes(conn, after, version).await?;
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

/// Lines that are gone stay known, by the version that took them out.
async fn outcomes(conn: &mut AsyncPgConnection, after: &FullRequest, version: i32) -> Result<()> {
    use request_outcomes as it;
    let id = after.request.id;
    let ids: Vec<OutcomeId> = after.outcomes.iter().map(|one| one.id).collect();
    let gone = it::table.filter(it::request_id.eq(id)).filter(it::removed_in.is_null());
    diesel::update(gone.filter(it::id.ne_all(ids)))
        .set(it::removed_in.eq(version))
        .execute(conn)
        .await?;
    lines::put_outcomes(conn, id, &after.outcomes).await
}

async fn roles(conn: &mut AsyncPgConnection, after: &FullRequest, version: i32) -> Result<()> {
    use request_roles as it;
    let id = after.request.id;
    let ids: Vec<RoleId> = after.roles.iter().map(|one| one.id).collect();
    let gone = it::table.filter(it::request_id.eq(id)).filter(it::removed_in.is_null());
    diesel::update(gone.filter(it::id.ne_all(ids)))
        .set(it::removed_in.eq(version))
        .execute(conn)
        .await?;
    lines::put_roles(conn, id, &after.roles).await
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
    lines::put_requirements(conn, id, &after.requirements).await
}

async fn criteria(conn: &mut AsyncPgConnection, after: &FullRequest, version: i32) -> Result<()> {
    use request_criteria as it;
    let id = after.request.id;
    let ids: Vec<CriterionId> = after.criteria.iter().map(|one| one.id).collect();
    let gone = it::table.filter(it::request_id.eq(id)).filter(it::removed_in.is_null());
    diesel::update(gone.filter(it::id.ne_all(ids)))
        .set(it::removed_in.eq(version))
        .execute(conn)
        .await?;
    let all: Vec<(CriterionId, NewCriterion)> =
        after.criteria.iter().map(|one| (one.id, NewCriterion::from(one))).collect();
    lines::put_criteria(conn, id, &all).await
}
