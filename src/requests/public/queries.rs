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
use crate::forces::model::name_today;
use crate::requests::model::Route;
use crate::requests::state::RequestState;
use crate::schema::{forces, lots, regions, requests};
use crate::types::ids::RequestId;
use crate::types::time::Moment;
use crate::web::paging::{PER_PAGE, Paging};

/// Counting stops here: beyond it, people narrow the list.
pub const MOST_COUNTED: i64 = 1_000;

type Boxed = requests::BoxedQuery<'static, Pg>;

/// The published requests that a search asks for.
fn asked_for(search: &Search, now: Moment) -> Boxed {
    let all = requests::table.filter(requests::published_at.is_not_null()).into_boxed();
    let mut asked = of_status(all, search.status(), now);
    if let Some(words) = search.words() {
        let found = sql::<Bool>("(requests.search @@ websearch_to_tsquery('english', ")
            .bind::<Text, _>(words.to_owned())
            .sql(") or requests.reference in (")
            .bind::<Text, _>(words.to_owned())
            .sql(", ")
            .bind::<Text, _>(words.to_uppercase())
            .sql("))");
        asked = asked.filter(found);
    }
    if !search.lot.is_empty() {
        asked = asked.filter(requests::lot_code.eq(search.lot.clone()));
    }
    if !search.region.is_empty() {
        asked = asked.filter(requests::region_code.eq(search.region.clone()));
    }
    if !search.force.is_empty() {
        let force = sql::<Bool>("requests.force_id = (select id from forces where slug = ")
            .bind::<Text, _>(search.force.clone())
            .sql(")");
        asked = asked.filter(force);
    }
    match Route::parse(&search.route) {
        Some(route) => asked.filter(requests::route.eq(route)),
        None => asked,
    }
}

fn of_status(all: Boxed, status: Status, now: Moment) -> Boxed {
    use RequestState as S;
    let open = || requests::state.eq(S::Open);
    match status {
        Status::Open => all.filter(open()).filter(requests::closes_at.gt(now)),
        Status::Closed => all.filter(
            requests::state
                .eq(S::Evaluating)
                .nullable()
                .or(open().nullable().and(requests::closes_at.le(now))),
        ),
        Status::Awarded => {
            all.filter(requests::state.eq_any(vec![S::Decided, S::Standstill, S::Contracted]))
        }
        Status::Ended => all.filter(requests::state.eq_any(vec![S::Cancelled, S::NoAward])),
        Status::All => all,
    }
}

/// One page of the list, and how many there are, counted no further than
/// [`MOST_COUNTED`].
pub async fn search(
    conn: &mut AsyncPgConnection,
    search: &Search,
    now: Moment,
) -> Result<(Vec<Opportunity>, Paging)> {
    let counted: Vec<RequestId> =
        asked_for(search, now).select(requests::id).limit(MOST_COUNTED).load(conn).await?;
    let total = i64::try_from(counted.len()).unwrap_or(MOST_COUNTED);
    let paging = Paging { page: Paging::asked(search.page.as_deref()), total };
    let found = rows(conn, search, Paging::offset(paging.page), PER_PAGE, now).await?;
    Ok((found, paging))
}

/// The list from its beginning, no further than [`MOST_COUNTED`].
pub async fn beginning(
    conn: &mut AsyncPgConnection,
    search: &Search,
    now: Moment,
) -> Result<Vec<Opportunity>> {
    rows(conn, search, 0, MOST_COUNTED, now).await
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
    let page = asked_for(search, now).select(requests::id).limit(limit).offset(offset);
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
                name_today(),
                lots::name.nullable(),
                regions::name.nullable(),
            ),
        ));
    let mut found: Vec<(RequestId, Opportunity)> = named.load(conn).await?;
    found.sort_by_cached_key(|it| ids.iter().position(|id| *id == it.0));
    Ok(found.into_iter().map(|it| it.1).collect())
}
