//! Counting what each choice of a filter would list.

use std::sync::Arc;

use chrono::TimeDelta;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_types::{BigInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Facets, Loosening};
use crate::error::Result;
use crate::requests::public::conditions::{Conditions, Sight};
use crate::requests::public::forms::{Facet, MOST_COUNTED, Search};
use crate::types::time::Moment;
use crate::web::shelf::Shelf;

/// Of a longer list, choices go without a count: nobody is kept waiting for it.
const MOST: i64 = 10_000;

/// A query written here, with the values that go with it.
pub fn query(sql: &str, values: &[String]) -> BoxedSqlQuery<'static, Pg, SqlQuery> {
    let begun = diesel::sql_query(sql.to_owned()).into_boxed();
    values.iter().fold(begun, |query, value| query.bind::<Text, _>(value.clone()))
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Text)]
    facet: String,
    #[diesel(sql_type = Text)]
    choice: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// The counts beside every filter.
pub async fn count(
    conn: &mut AsyncPgConnection,
    search: &Search,
    sight: Sight,
    now: Moment,
) -> Result<Facets> {
    const OTHERS: [Facet; 5] =
        [Facet::Lot, Facet::Specialism, Facet::Region, Facet::Force, Facet::Route];
    let mut facets = Facets::default();
    // Those that narrow nothing now are counted from one and the same list.
    let (asked, free): (Vec<Facet>, Vec<Facet>) =
        OTHERS.into_iter().partition(|it| search.asks(*it));
    if !free.is_empty() {
        add(conn, &mut facets, &free, Conditions::of(search, sight, now, None), now).await?;
    }
    for facet in asked.into_iter().chain([Facet::Status]) {
        let others = Conditions::of(search, sight, now, Some(facet));
        add(conn, &mut facets, &[facet], others, now).await?;
    }
    facets.sum_up_statuses();
    Ok(facets)
}

/// The same, as it was counted before for someone with the same sight: for as
/// long as nothing public is changed and the next request has not closed, as
/// copies of pages are kept. Counting takes longer than all else on the page.
pub async fn noted(
    conn: &mut AsyncPgConnection,
    shelf: &Shelf,
    search: &Search,
    sight: Sight,
    (now, next): (Moment, Option<Moment>),
) -> Result<Arc<Facets>> {
    let key = format!("counts {sight:?} {}", search.counted());
    if let Some(noted) = shelf.noted(&key, now) {
        return Ok(noted);
    }
    let begun = shelf.dropped();
    let counted = Arc::new(count(conn, search, sight, now).await?);
    let until = next.into_iter().fold(now + TimeDelta::days(1), Moment::min);
    shelf.note(key, Arc::clone(&counted), until, begun);
    Ok(counted)
}

async fn add(
    conn: &mut AsyncPgConnection,
    facets: &mut Facets,
    counted: &[Facet],
    mut asked: Conditions,
    now: Moment,
) -> Result<()> {
    let status = counted.contains(&Facet::Status);
    // Only the status depends on the time.
    let phase = if status { status_of(&asked.value(&now.to_rfc3339())) } else { "''".to_owned() };
    let each: Vec<String> = counted.iter().map(|it| group(*it)).collect();
    let sql = format!(
        "with asked as materialized (select requests.id, requests.lot_code, requests.region_code, requests.force_id, \
         requests.route, {phase} as status from requests where {} limit {}) \
         select 'all' as facet, '' as choice, count(*) as count from asked union all {}",
        asked.sql,
        MOST + 1,
        each.join(" union all ")
    );
    let rows: Vec<Counted> = query(&sql, &asked.values).load(conn).await?;
    if rows.iter().any(|it| it.facet == "all" && it.count > MOST) {
        return Ok(());
    }
    for row in rows {
        if let Some(facet) = Facet::parse(&row.facet) {
            facets.note(facet, row.choice, row.count);
        }
    }
    Ok(())
}

fn group(facet: Facet) -> String {
    let (choice, from) = match facet {
        Facet::Lot | Facet::Words => ("coalesce(lot_code, '')", "asked"),
        Facet::Region => ("coalesce(region_code, '')", "asked"),
        Facet::Route => ("coalesce(route, '')", "asked"),
        Facet::Status => ("status", "asked"),
        Facet::Force => ("f.slug", "asked join forces f on f.id = asked.force_id"),
        Facet::Specialism => {
            ("s.specialism", "asked join request_specialisms s on s.request_id = asked.id")
        }
    };
    format!("select '{}', {choice}, count(*) from {from} group by 2", facet.word())
}

/// The word of [`Status`](crate::requests::public::forms::Status) that a
/// request is listed under at a moment.
fn status_of(now: &str) -> String {
    format!(
        "case when requests.state = 'open' and requests.closes_at > {now}::timestamptz then 'open' \
         when requests.state in ('open', 'evaluating') then 'closed' \
         when requests.state in ('cancelled', 'no_award') then 'ended' else 'awarded' end"
    )
}

#[derive(QueryableByName)]
struct Total {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many there are, counted no further than [`MOST_COUNTED`].
pub async fn total(conn: &mut AsyncPgConnection, asked: &Conditions) -> Result<i64> {
    let sql = format!(
        "select count(*) as count from (select from requests where {} limit {MOST_COUNTED}) it",
        asked.sql
    );
    let total: Total = query(&sql, &asked.values).get_result(conn).await?;
    Ok(total.count)
}

/// For a search that found nothing: each filter without which there is something.
pub async fn loosenings(
    conn: &mut AsyncPgConnection,
    search: &Search,
    sight: Sight,
    now: Moment,
) -> Result<Vec<Loosening>> {
    let mut found = Vec::new();
    for facet in Facet::ALL.iter().copied().filter(|it| search.asks(*it)) {
        let count = total(conn, &Conditions::of(search, sight, now, Some(facet))).await?;
        if count > 0 {
            found.push(Loosening { facet, count, href: search.without(facet).address() });
        }
    }
    Ok(found)
}
