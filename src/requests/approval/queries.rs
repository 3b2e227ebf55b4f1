//! Writing down approvals and endings, and finding whom to tell.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{Approvals, Comments, Look, Return, SavedSince, Schedule};
use super::policy;
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::Reader;
use crate::error::{Error, Result};
use crate::outbox::Recipient;
use crate::providers;
use crate::requests::documents::model::Offered;
use crate::requests::model::{CancelReason, Request, Route, Section};
use crate::requests::queries as found;
use crate::requests::state::RequestState;
use crate::requests::{bands, documents, drafting};
use crate::schema::{
    audit_entries, request_return_comments, request_returns, request_schedules, requests, users,
};
use crate::types::ids::{ForceId, ProviderId, RequestId, UserId};
use crate::types::time::Moment;
use crate::types::uk_time;

pub(super) async fn first_approved(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    by: UserId,
) -> Result<()> {
    diesel::update(requests::table.find(id))
        .set(requests::approved_by.eq(by))
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn second_approved(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    by: UserId,
) -> Result<()> {
    diesel::update(requests::table.find(id))
        .set(requests::second_approved_by.eq(by))
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn published(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    now: Moment,
) -> Result<()> {
    diesel::update(requests::table.find(id))
        .set(requests::published_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes every approval away: what was approved is not what there is now.
pub(super) async fn cleared(conn: &mut AsyncPgConnection, id: RequestId) -> Result<()> {
    diesel::update(requests::table.find(id))
        .set((
            requests::approved_by.eq(None::<UserId>),
            requests::second_approved_by.eq(None::<UserId>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Writes down what an approver said.
pub(super) async fn sent_back(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    comments: &Comments,
    (by, now): (UserId, Moment),
) -> Result<()> {
    let made = Uuid::now_v7();
    diesel::insert_into(request_returns::table)
        .values((
            request_returns::id.eq(made),
            request_returns::request_id.eq(id),
            request_returns::returned_by.eq(by),
            request_returns::returned_at.eq(now),
            request_returns::comment.eq(&comments.general),
        ))
        .execute(conn)
        .await?;
    for (section, comment) in &comments.sections {
        diesel::insert_into(request_return_comments::table)
            .values((
                request_return_comments::return_id.eq(made),
                request_return_comments::section.eq(*section),
                request_return_comments::comment.eq(comment),
            ))
            .execute(conn)
            .await?;
    }
    diesel::update(requests::table.find(id))
        .set(requests::returned_comment.eq(comments.gist()))
        .execute(conn)
        .await?;
    cleared(conn, id).await
}

/// Everything approvers have said about a request, the last first.
pub async fn returns(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Return>> {
    let rows: Vec<(Uuid, Moment, String, String)> = request_returns::table
        .inner_join(users::table)
        .filter(request_returns::request_id.eq(id))
        .order((request_returns::returned_at.desc(), request_returns::id.desc()))
        .select((
            request_returns::id,
            request_returns::returned_at,
            request_returns::comment,
            users::name,
        ))
        .load(conn)
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|it| it.0).collect();
    let said: Vec<(Uuid, Section, String)> = request_return_comments::table
        .filter(request_return_comments::return_id.eq_any(ids))
        .load(conn)
        .await?;
    let about = |id: Uuid, section: &Section| {
        let found = said.iter().find(|it| it.0 == id && it.1 == *section);
        found.map(|it| (*section, it.2.clone()))
    };
    let one = |(id, at, comment, by): (Uuid, Moment, String, String)| Return {
        by,
        at,
        comment,
        sections: Section::ALL.iter().filter_map(|section| about(id, section)).collect(),
    };
    Ok(rows.into_iter().map(one).collect())
}

/// What an approver said of a draft that came back, until it is submitted again.
pub async fn unanswered(conn: &mut AsyncPgConnection, request: &Request) -> Result<Option<Return>> {
    if request.returned_comment.is_empty() {
        return Ok(None);
    }
    Ok(returns(conn, request.id).await?.into_iter().next())
}

/// The sections that were saved after a moment, in page order, each with who
/// saved it last. The audit trail knows.
pub async fn saved_since(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    since: Moment,
) -> Result<Vec<SavedSince>> {
    let rows: Vec<(serde_json::Value, Moment, String)> = audit_entries::table
        .inner_join(users::table.on(users::id.nullable().eq(audit_entries::actor)))
        .filter(audit_entries::subject.eq(id.uuid()))
        .filter(audit_entries::action.eq("request.saved"))
        .filter(audit_entries::at.gt(since))
        .order(audit_entries::seq.desc())
        .select((audit_entries::detail, audit_entries::at, users::name))
        .load(conn)
        .await?;
    let last = |section: &Section| {
        let of = |detail: &serde_json::Value| {
            detail.get("section").and_then(|it| it.as_str()).and_then(Section::parse)
        };
        let found = rows.iter().find(|it| of(&it.0) == Some(*section))?;
        let (by, when) = (found.2.clone(), uk_time::short(found.1));
        Some(SavedSince { section: *section, by, when })
    };
    Ok(Section::ALL.iter().filter_map(last).collect())
}

/// When a request is to be published, if that is chosen.
pub async fn schedule(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Option<Schedule>> {
    let found: Option<(Moment, UserId)> = request_schedules::table
        .find(id)
        .select((request_schedules::publish_at, request_schedules::set_by))
        .first(conn)
        .await
        .optional()?;
    Ok(found.map(|(publish_at, set_by)| Schedule { publish_at, set_by }))
}

pub(super) async fn set_schedule(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    schedule: &Schedule,
    now: Moment,
) -> Result<()> {
    diesel::insert_into(request_schedules::table)
        .values((
            request_schedules::request_id.eq(id),
            request_schedules::publish_at.eq(schedule.publish_at),
            request_schedules::set_by.eq(schedule.set_by),
            request_schedules::set_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn unschedule(conn: &mut AsyncPgConnection, id: RequestId) -> Result<()> {
    diesel::delete(request_schedules::table.find(id)).execute(conn).await?;
    Ok(())
}

/// The requests whose time to be published has come, the longest due first.
pub async fn due(conn: &mut AsyncPgConnection, now: Moment, most: i64) -> Result<Vec<RequestId>> {
    Ok(request_schedules::table
        .filter(request_schedules::publish_at.le(now))
        .order(request_schedules::publish_at)
        .limit(most)
        .select(request_schedules::request_id)
        .load(conn)
        .await?)
}

/// The requests of a force that wait for their time.
pub async fn scheduled_of(conn: &mut AsyncPgConnection, force: ForceId) -> Result<Vec<RequestId>> {
    Ok(request_schedules::table
        .inner_join(requests::table)
        .filter(requests::force_id.eq(force))
        .select(request_schedules::request_id)
        .load(conn)
        .await?)
}

/// Where the approval of a request stands.
pub async fn approvals(conn: &mut AsyncPgConnection, request: &Request) -> Result<Approvals> {
    let needed = bands::queries::needed(conn, request).await?;
    let authors = found::authors_of(conn, request.id).await?;
    let given: Vec<UserId> =
        [request.approved_by, request.second_approved_by].into_iter().flatten().collect();
    let mut may =
        accounts::queries::people_of_force(conn, request.force_id, &[Role::Approver]).await?;
    may.retain(|it| policy::may_approve(request, None, &authors, it.user).is_ok());
    Ok(Approvals {
        needed,
        given: found::names(conn, &given).await?.into_iter().map(|it| it.1).collect(),
        may: may.into_iter().map(|it| it.name).collect(),
        schedule: schedule(conn, request.id).await?,
    })
}

/// A request that waits for approval, looked at from every side.
pub async fn look(
    conn: &mut AsyncPgConnection,
    who: &Reader,
    reference: &str,
    now: Moment,
) -> Result<Look> {
    let request = found::readable(conn, who, reference).await?;
    if request.state != RequestState::AwaitingApproval {
        return Err(Error::AlreadyDone(format!("/requests/{}", request.reference)));
    }
    let full = found::full(conn, request).await?;
    let request = &full.request;
    let files = documents::queries::of(conn, request.id).await?;
    let mut people = full.panel.clone();
    people.extend(request.submitted_by);
    // Only the last return is answered by what was saved since.
    let mut returns = returns(conn, request.id).await?;
    returns.truncate(1);
    let saved = match returns.as_slice().first() {
        Some(it) => saved_since(conn, request.id, it.at).await?,
        None => Vec::new(),
    };
    let approvals = approvals(conn, request).await?;
    // What waits for its time is judged by that time.
    let at = approvals.schedule.as_ref().map_or(now, |it| policy::judged_at(it.publish_at, now));
    let gaps = drafting::queries::gaps(conn, &full, at).await?;
    Ok(Look {
        shown: found::shown(conn, &full, now).await?,
        cost: found::value(conn, request, now).await?,
        documents: Offered::of_own(&files),
        people: found::names(conn, &people).await?,
        authors: found::authors_of(conn, request.id).await?,
        approvals,
        returns,
        saved,
        gaps: gaps.into_iter().map(|it| it.sentence).collect(),
        full,
    })
}

/// Whoever has approved a request so far.
pub async fn approvers(conn: &mut AsyncPgConnection, request: &Request) -> Result<Vec<Recipient>> {
    let people = [request.approved_by, request.second_approved_by];
    let people: Vec<UserId> = people.into_iter().flatten().collect();
    accounts::queries::people(conn, &people).await
}

pub(super) async fn cancelled(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    (code, reason): (CancelReason, &str),
    now: Moment,
) -> Result<()> {
    diesel::update(requests::table.find(id))
        .set((
            requests::end_code.eq(code),
            requests::end_reason.eq(reason),
            requests::ended_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Every provider that may bid on a request.
pub async fn providers_asked(
    conn: &mut AsyncPgConnection,
    request: &Request,
) -> Result<Vec<ProviderId>> {
    match (request.route, request.direct_provider) {
        (Some(Route::Direct), Some(named)) => Ok(vec![named]),
        _ => {
            let lot = request.lot_code.as_deref().unwrap_or_default();
            providers::queries::admitted_to(conn, lot).await
        }
    }
}

/// The bidders of every provider that may bid on a request.
pub async fn bidders(conn: &mut AsyncPgConnection, request: &Request) -> Result<Vec<Recipient>> {
    let providers = providers_asked(conn, request).await?;
    accounts::queries::people_of_providers(conn, &providers, &[Role::Bidder]).await
}

/// Whoever began and submitted a request.
pub async fn writers(conn: &mut AsyncPgConnection, request: &Request) -> Result<Vec<Recipient>> {
    let mut people = vec![request.created_by];
    people.extend(request.submitted_by);
    accounts::queries::people(conn, &people).await
}
