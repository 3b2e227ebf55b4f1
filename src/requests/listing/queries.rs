//! Finding a force's own requests, as they are asked for.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::Filter;
use super::model::{Due, Sort};
use crate::accounts::roles::ForceMember;
use crate::error::Result;
use crate::requests::model::{Phase, Request};
use crate::requests::queries::names;
use crate::requests::state::RequestState;
use crate::schema::requests;
use crate::types::ids::{ForceId, UserId};
use crate::types::time::Moment;
use crate::web::paging::{PER_PAGE, Paging};

type Asked = requests::BoxedQuery<'static, Pg>;

/// Those that stand so at a moment.
pub fn standing(asked: Asked, phase: Phase, now: Moment) -> Asked {
    match phase {
        Phase::Open => asked
            .filter(requests::state.eq(RequestState::Open))
            .filter(requests::closes_at.is_null().or(requests::closes_at.gt(now))),
        Phase::Closed => {
            asked.filter(requests::state.eq(RequestState::Open)).filter(requests::closes_at.le(now))
        }
        // Every other phase has the name of the state it is.
        phase => asked.filter(sql::<Bool>("requests.state = ").bind::<Text, _>(phase.word())),
    }
}

fn asked_for(force: ForceId, filter: &Filter, now: Moment) -> Asked {
    let mut asked = requests::table.filter(requests::force_id.eq(force)).into_boxed();
    if let Some(words) = filter.words() {
        let there = "strpos(lower(requests.reference || ' ' || requests.title), lower(";
        asked = asked.filter(sql::<Bool>(there).bind::<Text, _>(words.to_owned()).sql(")) > 0"));
    }
    if let Some(phase) = filter.phase() {
        asked = standing(asked, phase, now);
    }
    if let Some(lot) = filter.lot() {
        asked = asked.filter(requests::lot_code.eq(lot.to_owned()));
    }
    if let Some(route) = filter.route() {
        asked = asked.filter(requests::route.eq(route));
    }
    if let Some(person) = filter.person() {
        asked = asked.filter(requests::created_by.eq(person).or(requests::submitted_by.eq(person)));
    }
    match filter.due() {
        None => asked,
        Some(Due::Unset) => asked.filter(requests::closes_at.is_null()),
        Some(due) => {
            if let Some(from) = due.after(now) {
                asked = asked.filter(requests::closes_at.gt(from));
            }
            if let Some(last) = due.until(now) {
                asked = asked.filter(requests::closes_at.le(last));
            }
            asked
        }
    }
}

/// In the order asked for; those that are alike by their ids, so that no page
/// repeats what another had.
fn in_order(asked: Asked, sort: Sort) -> Asked {
    match sort {
        Sort::Newest => asked.order((requests::created_at.desc(), requests::id.desc())),
        Sort::Closing => asked.order((requests::closes_at.asc().nulls_last(), requests::id)),
        Sort::Latest => asked.order((requests::closes_at.desc().nulls_last(), requests::id)),
        Sort::Title => asked.order((sql::<Text>("lower(requests.title)"), requests::id)),
    }
}

/// One page of a force's own requests.
pub async fn page(
    conn: &mut AsyncPgConnection,
    who: &ForceMember,
    filter: &Filter,
    now: Moment,
) -> Result<(Vec<Request>, Paging)> {
    let page = Paging::asked(filter.page.as_deref());
    let total = asked_for(who.force, filter, now).count().get_result(conn).await?;
    let found = in_order(asked_for(who.force, filter, now), filter.sort())
        .limit(PER_PAGE)
        .offset(Paging::offset(page))
        .select(Request::as_select())
        .load(conn)
        .await?;
    Ok((found, Paging { page, total }))
}

/// All of them that are asked for, in the same order.
pub async fn all(
    conn: &mut AsyncPgConnection,
    who: &ForceMember,
    filter: &Filter,
    now: Moment,
) -> Result<Vec<Request>> {
    Ok(in_order(asked_for(who.force, filter, now), filter.sort())
        .select(Request::as_select())
        .load(conn)
        .await?)
}

/// The names of whoever began or submitted some requests.
pub async fn writers_of(
    conn: &mut AsyncPgConnection,
    found: &[Request],
) -> Result<BTreeMap<UserId, String>> {
    let began = found.iter().map(|it| it.created_by);
    let people: Vec<UserId> = began.chain(found.iter().filter_map(|it| it.submitted_by)).collect();
    Ok(names(conn, &people).await?.into_iter().collect())
}

/// Whoever ever began or submitted a request of the force, by name.
pub async fn writers(
    conn: &mut AsyncPgConnection,
    force: ForceId,
) -> Result<Vec<(UserId, String)>> {
    let own = requests::table.filter(requests::force_id.eq(force));
    let mut people: Vec<UserId> = own.select(requests::created_by).distinct().load(conn).await?;
    let submitted: Vec<Option<UserId>> =
        own.select(requests::submitted_by).distinct().load(conn).await?;
    people.extend(submitted.into_iter().flatten());
    names(conn, &people).await
}
