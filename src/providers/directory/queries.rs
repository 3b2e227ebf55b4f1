//! Finding admitted providers.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::Search;
use super::model::Public;
use crate::error::Result;
use crate::providers::model::Size;
use crate::web::paging::{PER_PAGE, Paging};

/// Those a search asks for. Every word must be in the provider's name, in its
/// region's, or in that of a lot it is admitted to.
const ASKED_FOR: &str = "providers p left join regions r on r.code = p.region_code \
    where p.state = 'admitted' \
    and ($1 = '' or exists (select 1 from provider_lots l where l.provider_id = p.id and l.lot_code = $1 \
        and l.decision = 'admit' and l.admitted_at is not null)) \
    and ($2 = '' or p.region_code = $2) and ($3 = '' or p.size = $3) \
    and not exists (select 1 from unnest($4) word where strpos(lower(p.name), word) = 0 \
        and strpos(lower(coalesce(r.name, '')), word) = 0 \
        and not exists (select 1 from provider_lots l join lots on lots.code = l.lot_code \
            where l.provider_id = p.id and l.decision = 'admit' and l.admitted_at is not null \
            and strpos(lower(lots.name), word) > 0))";

#[derive(QueryableByName)]
struct Total {
    #[diesel(sql_type = BigInt)]
    total: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    size: Option<Size>,
    #[diesel(sql_type = Text)]
    region: String,
    #[diesel(sql_type = Array<Text>)]
    lots: Vec<String>,
}

/// All admitted providers that a search asks for, by name.
pub async fn all(conn: &mut AsyncPgConnection, search: &Search) -> Result<Vec<Public>> {
    rows(conn, search, 0, i64::MAX).await
}

/// One page of them, and how many there are.
pub async fn search(
    conn: &mut AsyncPgConnection,
    search: &Search,
) -> Result<(Vec<Public>, Paging)> {
    let page = Paging::asked(search.page.as_deref());
    let total: Total = diesel::sql_query(format!("select count(*) as total from {ASKED_FOR}"))
        .bind::<Text, _>(&search.lot)
        .bind::<Text, _>(&search.region)
        .bind::<Text, _>(&search.size)
        .bind::<Array<Text>, _>(search.words())
        .get_result(conn)
        .await?;
    let found = rows(conn, search, Paging::offset(page), PER_PAGE).await?;
    Ok((found, Paging { page, total: total.total }))
}

async fn rows(
    conn: &mut AsyncPgConnection,
    search: &Search,
    offset: i64,
    limit: i64,
) -> Result<Vec<Public>> {
    let rows: Vec<Row> = diesel::sql_query(format!(
        "select p.slug, p.name, p.size, coalesce(r.name, '') as region, \
         array(select lots.name from provider_lots l join lots on lots.code = l.lot_code \
            where l.provider_id = p.id and l.decision = 'admit' and l.admitted_at is not null \
            order by lots.position) as lots \
         from {ASKED_FOR} order by p.name, p.id offset $5 limit $6"
    ))
    .bind::<Text, _>(&search.lot)
    .bind::<Text, _>(&search.region)
    .bind::<Text, _>(&search.size)
    .bind::<Array<Text>, _>(search.words())
    .bind::<BigInt, _>(offset)
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await?;
    let public = |it: Row| Public {
        slug: it.slug,
        name: it.name,
        size: it.size.map(Size::label).unwrap_or_default(),
        region: it.region,
        lots: it.lots,
    };
    Ok(rows.into_iter().map(public).collect())
}
