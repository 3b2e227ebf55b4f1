//! Finding published requests, fast: each order has an index that gives the
//! first page without reading the rest, and the count stops early.

use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::{Search, Sort, Status};
use super::model::Opportunity;
use crate::error::Result;
use crate::requests::model::Route;
use crate::requests::state::RequestState;
use crate::schema::{forces, lots, regions, requests};
use crate::types::ids::RequestId;
use crate::types::time::Moment;
use crate::web::paging::{PER_PAGE, Paging};

/// Counting stops here: beyond it, people narrow the list.
pub const MOST_COUNTED: i64 = 1_000;

type Condition = Box<dyn BoxableExpression<requests::table, Pg, SqlType = Bool>>;

/// What a search asks of a row.
fn condition(search: &Search, now: Moment) -> Condition {
    let mut all: Condition = Box::new(sql::<Bool>("requests.published_at is not null"));
    let mut and = |one: Condition| {
        let so_far = std::mem::replace(&mut all, Box::new(sql::<Bool>("true")));
        all = Box::new(so_far.and(one));
    };
    and(status(search.status(), now));
    if let Some(words) = search.words() {
        let found = sql::<Bool>("(requests.search @@ websearch_to_tsquery('english', ")
            .bind::<Text, _>(words.to_owned())
            .sql(") or requests.reference = upper(")
            .bind::<Text, _>(words.to_owned())
            .sql("))");
        and(Box::new(found));
    }
    if !search.lot.is_empty() {
        and(Box::new(requests::lot_code.eq(search.lot.clone()).assume_not_null()));
    }
    if !search.region.is_empty() {
        and(Box::new(requests::region_code.eq(search.region.clone()).assume_not_null()));
    }
    if !search.force.is_empty() {
        let force = sql::<Bool>("requests.force_id = (select id from forces where slug = ")
            .bind::<Text, _>(search.force.clone())
            .sql(")");
        and(Box::new(force));
    }
    if let Some(route) = Route::parse(&search.route) {
        and(Box::new(requests::route.eq(route).assume_not_null()));
    }
    all
}

fn status(status: Status, now: Moment) -> Condition {
    use RequestState as S;
    let of = |states: Vec<S>| requests::state.eq_any(states);
    match status {
        Status::Open => {
            Box::new(of(vec![S::Open]).and(requests::closes_at.gt(now).assume_not_null()))
        }
        Status::Closed => Box::new(
            of(vec![S::Evaluating])
                .or(of(vec![S::Open]).and(requests::closes_at.le(now).assume_not_null())),
        ),
        Status::Awarded => Box::new(of(vec![S::Decided, S::Standstill, S::Contracted])),
        Status::Ended => Box::new(of(vec![S::Cancelled, S::NoAward])),
        Status::All => Box::new(sql::<Bool>("true")),
    }
}

/// One page of the list, and how many there are, counted no further than
/// [`MOST_COUNTED`].
pub async fn search(
    conn: &mut AsyncPgConnection,
    search: &Search,
    now: Moment,
) -> Result<(Vec<Opportunity>, Paging)> {
    let counted: Vec<RequestId> = requests::table
        .filter(condition(search, now))
        .select(requests::id)
        .limit(MOST_COUNTED)
        .load(conn)
        .await?;
    let total = i64::try_from(counted.len()).unwrap_or(MOST_COUNTED);
    let paging = Paging { page: Paging::asked(search.page.as_deref()), total };
    let found = rows(conn, search, Paging::offset(paging.page), PER_PAGE, now).await?;
    Ok((found, paging))
}

/// The newest open requests, for the front page.
pub async fn latest(conn: &mut AsyncPgConnection, now: Moment) -> Result<Vec<Opportunity>> {
    rows(conn, &Search::default(), 0, 6, now).await
}

async fn rows(
    conn: &mut AsyncPgConnection,
    search: &Search,
    offset: i64,
    limit: i64,
    now: Moment,
) -> Result<Vec<Opportunity>> {
    let page = requests::table.filter(condition(search, now)).select(requests::id);
    let page = page.limit(limit).offset(offset);
    let ids: Vec<RequestId> = match search.sort() {
        Sort::Newest => {
            page.order((requests::published_at.desc(), requests::id.desc())).load(conn).await?
        }
        Sort::Closing => page.order((requests::closes_at, requests::id)).load(conn).await?,
    };
    let named = requests::table
        .inner_join(forces::table)
        .left_join(lots::table)
        .left_join(regions::table.on(requests::region_code.eq(regions::code.nullable())))
        .filter(requests::id.eq_any(&ids))
        .select((
            requests::id,
            (
                requests::reference,
                requests::title,
                requests::summary,
                requests::state,
                requests::route,
                requests::closes_at,
                requests::published_at,
                requests::budget,
                requests::budget_shown,
                forces::name,
                lots::name.nullable(),
                regions::name.nullable(),
            ),
        ));
    let mut found: Vec<(RequestId, Opportunity)> = named.load(conn).await?;
    found.sort_by_key(|it| ids.iter().position(|id| *id == it.0));
    Ok(found.into_iter().map(|it| it.1).collect())
}
