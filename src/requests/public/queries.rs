//! Finding published requests, fast: each order has an index that gives the
//! first page without reading the rest, and the count stops early.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::conditions::{Conditions, Sight};
use super::facets::queries::{query, total};
use super::forms::{Facet, MOST_COUNTED, Search, Sort, Status, Unknown};
use super::model::{Card, Lists, Marks, Opportunity};
use crate::error::Result;
use crate::forces;
use crate::forces::model::name_today;
use crate::framework;
use crate::schema::{self, lots, regions, requests};
use crate::types::ids::RequestId;
use crate::types::time::Moment;
use crate::web::form::Choice;
use crate::web::markup::{OPEN, SHUT};
use crate::web::paging::{PER_PAGE, Paging};

/// Of what matches, no more than the newest so many are put in the order of
/// how well.
const MOST_RANKED: i64 = 2_000;

/// One page of the list, and how many there are, counted no further than
/// [`MOST_COUNTED`].
pub async fn search(
    conn: &mut AsyncPgConnection,
    search: &Search,
    sight: Sight,
    now: Moment,
) -> Result<(Vec<Card>, Paging)> {
    let total = total(conn, &Conditions::of(search, sight, now, None)).await?;
    let paging = Paging { page: search.page(), total };
    let found = rows(conn, search, sight, Paging::offset(paging.page), PER_PAGE, now).await?;
    let marks = marks(conn, search, sight, &found).await?;
    let card = |it: Opportunity| {
        let marked = marks.iter().find(|mark| mark.id == it.id);
        Card::new(it, marked)
    };
    Ok((found.into_iter().map(card).collect(), paging))
}

/// The list from its beginning, no further than [`MOST_COUNTED`].
pub async fn beginning(
    conn: &mut AsyncPgConnection,
    search: &Search,
    sight: Sight,
    now: Moment,
) -> Result<Vec<Opportunity>> {
    rows(conn, search, sight, 0, MOST_COUNTED, now).await
}

/// The first so many of it.
pub async fn first(
    conn: &mut AsyncPgConnection,
    search: &Search,
    sight: Sight,
    many: i64,
    now: Moment,
) -> Result<Vec<Opportunity>> {
    rows(conn, search, sight, 0, many, now).await
}

/// The newest open requests, for the front page.
pub async fn latest(conn: &mut AsyncPgConnection, sight: Sight, now: Moment) -> Result<Vec<Card>> {
    let found = rows(conn, &Search::default(), sight, 0, 6, now).await?;
    Ok(found.into_iter().map(|it| Card::new(it, None)).collect())
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: RequestId,
}

async fn rows(
    conn: &mut AsyncPgConnection,
    search: &Search,
    sight: Sight,
    offset: i64,
    limit: i64,
    now: Moment,
) -> Result<Vec<Opportunity>> {
    let asked = ordered(search, sight, now, offset + limit);
    let sql = format!("{} limit {limit} offset {offset}", asked.sql);
    let ids: Vec<Id> = query(&sql, &asked.values).load(conn).await?;
    let ids: Vec<RequestId> = ids.into_iter().map(|it| it.id).collect();
    let mut found = named(conn, &ids).await?;
    found.sort_by_cached_key(|it| ids.iter().position(|id| *id == it.id));
    Ok(match sight {
        Sight::Public => found.into_iter().map(Opportunity::for_anyone).collect(),
        Sight::Whole => found,
    })
}

/// The ids of what a search asks for, in its order. Of two that are alike in
/// it, the one with the higher id is first, so that pages neither repeat nor
/// miss any. Each part of a union goes `as_far` as is needed.
fn ordered(search: &Search, sight: Sight, now: Moment, as_far: i64) -> Conditions {
    let mut asked = Conditions::of(search, sight, now, None);
    let found = asked.sql.clone();
    asked.sql = match (search.sort(), search.words().filter(|_| search.reference().is_none())) {
        (Sort::Best, Some(words)) => {
            let (words, column) = (asked.value(words), sight.column());
            format!(
                "select id from (select requests.id, requests.published_at, ts_rank(w.{column}, \
                 websearch_to_tsquery('english', {words})) as rank from requests \
                 join request_words w on w.request_id = requests.id where {found} \
                 order by requests.published_at desc, requests.id desc limit {MOST_RANKED}) it \
                 order by rank desc, published_at desc, id desc"
            )
        }
        (Sort::Closing, _) if search.status() == Status::All => {
            let now = asked.value(&now.to_rfc3339());
            format!(
                "select id from ((select requests.id, 0 as past, requests.closes_at as soon, null::timestamptz as late \
                 from requests where {found} and requests.closes_at > {now}::timestamptz \
                 order by requests.closes_at, requests.id limit {as_far}) union all \
                 (select requests.id, 1, null, requests.closes_at from requests where {found} \
                 and requests.closes_at <= {now}::timestamptz \
                 order by requests.closes_at desc, requests.id desc limit {as_far})) it \
                 order by past, soon, late desc, case when past = 0 then id end, id desc"
            )
        }
        (Sort::Closing, _) if search.status() == Status::Open => format!(
            "select requests.id from requests where {found} order by requests.closes_at, requests.id"
        ),
        (Sort::Closing, _) => format!(
            "select requests.id from requests where {found} order by requests.closes_at desc, requests.id desc"
        ),
        _ => format!(
            "select requests.id from requests where {found} order by requests.published_at desc, requests.id desc"
        ),
    };
    asked
}

async fn named(conn: &mut AsyncPgConnection, ids: &[RequestId]) -> Result<Vec<Opportunity>> {
    Ok(requests::table
        .inner_join(schema::forces::table)
        .left_join(lots::table)
        .left_join(regions::table.on(requests::region_code.eq(regions::code.nullable())))
        .filter(requests::id.eq_any(ids))
        .select((
            requests::id,
            requests::reference,
            requests::title,
            requests::summary,
            requests::state,
            requests::route,
            requests::closes_at,
            requests::published_at,
            requests::budget,
            requests::budget_shown,
            requests::classification,
            name_today(),
            lots::name.nullable(),
            regions::name.nullable(),
        ))
        .load(conn)
        .await?)
}

/// Marks the words of a search in the requests that it found. A piece of the
/// rest is told only where neither title nor summary say them.
async fn marks(
    conn: &mut AsyncPgConnection,
    search: &Search,
    sight: Sight,
    found: &[Opportunity],
) -> Result<Vec<Marks>> {
    let Some(words) = search.words().filter(|_| search.reference().is_none()) else {
        return Ok(Vec::new());
    };
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = found.iter().map(|it| it.id.to_string()).collect();
    let shown = match sight {
        Sight::Public => "r.classification = 'official'",
        Sight::Whole => "true",
    };
    let sql = format!(
        "select r.id, ts_headline('english', r.title, q, $3) as title, \
         case when {shown} then ts_headline('english', r.summary, q, $3) else '' end as summary, \
         case when {shown} and not to_tsvector('english', r.title || ' ' || r.summary) @@ q \
         then ts_headline('english', rest, q, $4) else '' end as rest \
         from requests r, websearch_to_tsquery('english', $1) q, \
         lateral (select concat_ws(' ', why, problem, outcomes, team, working, certifications) as rest) it \
         where r.id = any(string_to_array($2, ',')::uuid[])"
    );
    let marks = format!("StartSel={OPEN}, StopSel={SHUT}");
    let whole = format!("{marks}, HighlightAll=true");
    let piece = format!("{marks}, MaxFragments=1, MaxWords=30, MinWords=12");
    let values = [words.to_owned(), ids.join(","), whole, piece];
    let mut told: Vec<Marks> = query(&sql, &values).load(conn).await?;
    // A piece without a mark in it says nothing of what was looked for.
    for it in told.iter_mut().filter(|it| !it.rest.contains(OPEN)) {
        it.rest.clear();
    }
    Ok(told)
}

#[derive(QueryableByName)]
struct There {
    #[diesel(sql_type = Bool)]
    there: bool,
}

/// The words of a search that choose nothing: of what is not listed, and of
/// lots, specialisms, regions and forces that there never were.
pub async fn unknown(conn: &mut AsyncPgConnection, search: &Search) -> Result<Vec<Unknown>> {
    let mut found = Vec::new();
    for (facet, word, kept) in [
        (Facet::Lot, &search.lot, "lots where code"),
        (Facet::Specialism, &search.specialism, "specialisms where code"),
        (Facet::Region, &search.region, "regions where code"),
        (Facet::Force, &search.force, "forces where slug"),
    ] {
        if word.is_empty() {
            continue;
        }
        let sql = format!("select exists (select from {kept} = $1) as there");
        let it: There = query(&sql, std::slice::from_ref(word)).get_result(conn).await?;
        if !it.there {
            found.push(Unknown::new(facet.label(), word));
        }
    }
    found.extend(search.unlisted());
    Ok(found)
}

#[derive(QueryableByName)]
struct Next {
    #[diesel(sql_type = Nullable<Timestamptz>)]
    at: Option<Moment>,
}

/// When the next request closes, which changes every list.
pub async fn next_closing(conn: &mut AsyncPgConnection, now: Moment) -> Result<Option<Moment>> {
    let next: Next = diesel::sql_query(
        "select min(closes_at) as at from requests where published_at is not null and state = 'open' and closes_at > $1",
    )
    .bind::<Timestamptz, _>(now)
    .get_result(conn)
    .await?;
    Ok(next.at)
}

/// What a search can choose from.
pub async fn lists(conn: &mut AsyncPgConnection, now: Moment) -> Result<Lists> {
    let lots = framework::queries::lots(conn).await?;
    let specialisms = framework::queries::specialisms(conn).await?;
    let regions = framework::queries::regions(conn).await?;
    let forces = forces::queries::all(conn, now).await?;
    Ok(Lists {
        lots: lots.iter().map(Choice::from).collect(),
        specialisms: specialisms.iter().map(Choice::from).collect(),
        regions: regions.iter().map(Choice::from).collect(),
        forces: forces.iter().map(|it| Choice::new(&it.slug, &it.name)).collect(),
    })
}

/// The most addresses that a map of the site tells.
const MOST_MAPPED: i64 = 20_000;

/// The references of the newest published requests.
pub async fn references(conn: &mut AsyncPgConnection) -> Result<Vec<String>> {
    Ok(requests::table
        .filter(requests::published_at.is_not_null())
        .order((requests::published_at.desc(), requests::id.desc()))
        .limit(MOST_MAPPED)
        .select(requests::reference)
        .load(conn)
        .await?)
}
