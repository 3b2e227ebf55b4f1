//! How a request is found, and how it moves.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::lines::model::named;
use super::model::{
    Criterion, EverAsked, FullRequest, Request, Requirement, TeamRole, WantedOutcome,
};
use super::policy::Refusal;
use super::shown::{Shown, Value, Words};
use super::state::RequestState;
use crate::accounts::roles::{ForceMember, Reader};
use crate::error::Result;
use crate::forces;
use crate::framework;
use crate::schema::{
    audit_entries, framework_criteria, panel_chairs, request_criteria, request_outcomes,
    request_panel, request_requirements, request_roles, request_specialisms, requests, users,
};
use crate::types::ids::{RequestId, UserId};
use crate::types::state::Step;
use crate::types::time::Moment;
use crate::types::uk_time;

/// A published request, as anyone may see it.
pub async fn public(conn: &mut AsyncPgConnection, reference: &str) -> Result<Request> {
    Ok(requests::table
        .filter(requests::reference.eq(reference))
        .filter(requests::published_at.is_not_null())
        .select(Request::as_select())
        .first(conn)
        .await?)
}

/// A request of one's own force, published or not.
pub async fn own(
    conn: &mut AsyncPgConnection,
    who: &ForceMember,
    reference: &str,
) -> Result<Request> {
    Ok(requests::table
        .filter(requests::reference.eq(reference))
        .filter(requests::force_id.eq(who.force))
        .select(Request::as_select())
        .first(conn)
        .await?)
}

/// A request to be read: of one's own force, or any for an auditor.
pub async fn readable(
    conn: &mut AsyncPgConnection,
    who: &Reader,
    reference: &str,
) -> Result<Request> {
    match who.member() {
        Some(member) => own(conn, member, reference).await,
        None => Ok(requests::table
            .filter(requests::reference.eq(reference))
            .select(Request::as_select())
            .first(conn)
            .await?),
    }
}

/// A request of one's own force, held until the change is committed.
pub async fn lock_own(
    conn: &mut AsyncPgConnection,
    who: &ForceMember,
    reference: &str,
) -> Result<Request> {
    Ok(requests::table
        .filter(requests::reference.eq(reference))
        .filter(requests::force_id.eq(who.force))
        .select(Request::as_select())
        .for_update()
        .first(conn)
        .await?)
}

/// One request.
pub async fn by_id(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Request> {
    Ok(requests::table.find(id).select(Request::as_select()).first(conn).await?)
}

/// One request, held until the change is committed.
pub async fn lock(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Request> {
    Ok(requests::table.find(id).select(Request::as_select()).for_update().first(conn).await?)
}

/// Every request of a force, the newest first.
pub async fn of_force(conn: &mut AsyncPgConnection, who: &ForceMember) -> Result<Vec<Request>> {
    Ok(requests::table
        .filter(requests::force_id.eq(who.force))
        .order(requests::created_at.desc())
        .select(Request::as_select())
        .load(conn)
        .await?)
}

/// The roles wanted, in order.
pub async fn roles_of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<TeamRole>> {
    Ok(request_roles::table
        .filter(request_roles::request_id.eq(id))
        .filter(request_roles::removed_in.is_null())
        .order(request_roles::position)
        .select(TeamRole::as_select())
        .load(conn)
        .await?)
}

/// What is delivered, in order. A request that is not priced by outcomes has
/// none, whatever was once written in its draft.
pub async fn outcomes_of(
    conn: &mut AsyncPgConnection,
    request: &Request,
) -> Result<Vec<WantedOutcome>> {
    if !request.is_fixed_price() {
        return Ok(Vec::new());
    }
    Ok(request_outcomes::table
        .filter(request_outcomes::request_id.eq(request.id))
        .filter(request_outcomes::removed_in.is_null())
        .order(request_outcomes::position)
        .select(WantedOutcome::as_select())
        .load(conn)
        .await?)
}

/// What a provider must or may meet, the essential first.
pub async fn requirements_of(
    conn: &mut AsyncPgConnection,
    id: RequestId,
) -> Result<Vec<Requirement>> {
    Ok(request_requirements::table
        .filter(request_requirements::request_id.eq(id))
        .filter(request_requirements::removed_in.is_null())
        .order((request_requirements::kind, request_requirements::position))
        .select(Requirement::as_select())
        .load(conn)
        .await?)
}

/// How bids are scored, question by question, price last.
pub async fn criteria_of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Criterion>> {
    use request_criteria as it;
    let rows: Vec<Criterion> = it::table
        .inner_join(framework_criteria::table)
        .filter(it::request_id.eq(id))
        .filter(it::removed_in.is_null())
        .order((framework_criteria::position, it::position))
        .select((
            it::id,
            it::criterion,
            framework_criteria::name,
            framework_criteria::name,
            framework_criteria::is_price,
            it::weight,
            it::question,
            it::guidance,
            it::word_limit,
            it::minimum,
        ))
        .load(conn)
        .await?;
    Ok(named(rows))
}

/// Everything a request asks or ever asked, by id: what an amendment took out
/// is named by bids written before it.
pub async fn ever_asked(conn: &mut AsyncPgConnection, id: RequestId) -> Result<EverAsked> {
    Ok(EverAsked {
        requirements: request_requirements::table
            .filter(request_requirements::request_id.eq(id))
            .select(request_requirements::id)
            .load(conn)
            .await?,
        criteria: request_criteria::table
            .filter(request_criteria::request_id.eq(id))
            .select(request_criteria::id)
            .load(conn)
            .await?,
        roles: request_roles::table
            .filter(request_roles::request_id.eq(id))
            .select(request_roles::id)
            .load(conn)
            .await?,
        outcomes: request_outcomes::table
            .filter(request_outcomes::request_id.eq(id))
            .select(request_outcomes::id)
            .load(conn)
            .await?,
    })
}

/// Who scores.
pub async fn panel_of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<UserId>> {
    Ok(request_panel::table
        .filter(request_panel::request_id.eq(id))
        .order(request_panel::user_id)
        .select(request_panel::user_id)
        .load(conn)
        .await?)
}

/// The codes of its specialisms.
pub async fn specialisms_of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<String>> {
    Ok(request_specialisms::table
        .filter(request_specialisms::request_id.eq(id))
        .order(request_specialisms::specialism)
        .select(request_specialisms::specialism)
        .load(conn)
        .await?)
}

/// Who was chosen to chair its panel.
pub async fn chair_of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Option<UserId>> {
    let chosen = panel_chairs::table.find(id).select(panel_chairs::user_id);
    Ok(chosen.first(conn).await.optional()?)
}

/// A request with everything that hangs on it.
pub async fn full(conn: &mut AsyncPgConnection, request: Request) -> Result<FullRequest> {
    let id = request.id;
    Ok(FullRequest {
        specialisms: specialisms_of(conn, id).await?,
        outcomes: outcomes_of(conn, &request).await?,
        roles: roles_of(conn, id).await?,
        requirements: requirements_of(conn, id).await?,
        criteria: criteria_of(conn, id).await?,
        panel: panel_of(conn, id).await?,
        chair: chair_of(conn, id).await?,
        request,
    })
}

/// What the audit trail says of whoever writes in a draft. A copy says what
/// its original said, so whoever copies it answers for it.
const WRITING: [&str; 6] = [
    "request.drafted",
    "request.copied",
    "request.saved",
    "request.half_saved",
    "request.document_added",
    "request.document_removed",
];

/// Everyone who has written a draft, by the audit trail.
pub async fn authors_of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<UserId>> {
    let authors: Vec<Option<Uuid>> = audit_entries::table
        .filter(audit_entries::subject.eq(id.uuid()))
        .filter(audit_entries::action.eq_any(WRITING))
        .select(audit_entries::actor)
        .distinct()
        .load(conn)
        .await?;
    Ok(authors.into_iter().flatten().map(UserId::from).collect())
}

/// Moves a request. Of two people moving it at once, one succeeds.
pub async fn apply(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    step: &Step<RequestState>,
) -> Result<Request> {
    let moved = diesel::update(requests::table.find(id))
        .filter(requests::state.eq(step.from()))
        .set(requests::state.eq(step.to()))
        .returning(Request::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    Ok(moved.ok_or(Refusal::Moved)?)
}

/// The words that go with a request's codes.
pub async fn words(conn: &mut AsyncPgConnection, request: &Request) -> Result<Words> {
    Ok(Words {
        force: forces::queries::force(conn, request.force_id).await?,
        lots: framework::queries::lots(conn).await?,
        specialisms: framework::queries::specialisms(conn).await?,
        regions: framework::queries::regions(conn).await?,
        levels: framework::queries::sfia_levels(conn).await?,
        nsv: framework::queries::security_clearance_levels(conn).await?,
    })
}

/// A request in words, as anyone may read it.
pub async fn shown(conn: &mut AsyncPgConnection, full: &FullRequest, now: Moment) -> Result<Shown> {
    let words = words(conn, &full.request).await?;
    Ok(Shown::new(full, &words, now))
}

/// What a request may cost, against the threshold that holds today.
pub async fn value(conn: &mut AsyncPgConnection, request: &Request, now: Moment) -> Result<Value> {
    let all = framework::queries::thresholds(conn, uk_time::date_of(now)).await?;
    let goods = all.iter().find(|it| it.name == "sub_central_goods_services");
    Ok(Value::new(request, goods))
}

/// People's names, by id.
pub async fn names(
    conn: &mut AsyncPgConnection,
    people: &[UserId],
) -> Result<Vec<(UserId, String)>> {
    Ok(users::table
        .filter(users::id.eq_any(people))
        .order(users::name)
        .select((users::id, users::name))
        .load(conn)
        .await?)
}
