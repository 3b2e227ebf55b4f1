//! Finding the requests of every force, the newest first.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::Filter;
use crate::accounts::roles::Auditor;
use crate::error::Result;
use crate::forces::model::name_today;
use crate::requests::listing::queries::standing;
use crate::requests::model::Request;
use crate::schema::{forces, requests};
use crate::types::ids::ForceId;
use crate::types::time::Moment;
use crate::web::paging::{PER_PAGE, Paging};

fn asked_for(filter: &Filter, now: Moment) -> requests::BoxedQuery<'static, Pg> {
    let mut asked = requests::table.into_boxed();
    if !filter.force.is_empty() {
        let force = sql::<Bool>("requests.force_id = (select id from forces where slug = ")
            .bind::<Text, _>(filter.force.clone())
            .sql(")");
        asked = asked.filter(force);
    }
    match filter.phase() {
        None => asked,
        Some(phase) => standing(asked, phase, now),
    }
}

/// One page of the requests of every force, each with its force's name.
pub async fn list(
    conn: &mut AsyncPgConnection,
    _: &Auditor,
    filter: &Filter,
    now: Moment,
) -> Result<(Vec<(Request, String)>, Paging)> {
    let page = Paging::asked(filter.page.as_deref());
    let total = asked_for(filter, now).count().get_result(conn).await?;
    let found: Vec<Request> = asked_for(filter, now)
        .order((requests::created_at.desc(), requests::id.desc()))
        .limit(PER_PAGE)
        .offset(Paging::offset(page))
        .select(Request::as_select())
        .load(conn)
        .await?;
    Ok((named(conn, found).await?, Paging { page, total }))
}

/// The most requests that a file holds: the newest.
const MOST_KEPT: i64 = 10_000;

/// The requests of every force that are asked for, the newest first, as far as
/// a file of them goes.
pub async fn beginning(
    conn: &mut AsyncPgConnection,
    _: &Auditor,
    filter: &Filter,
    now: Moment,
) -> Result<Vec<(Request, String)>> {
    let found: Vec<Request> = asked_for(filter, now)
        .order((requests::created_at.desc(), requests::id.desc()))
        .limit(MOST_KEPT)
        .select(Request::as_select())
        .load(conn)
        .await?;
    named(conn, found).await
}

/// Each with its force's name.
async fn named(
    conn: &mut AsyncPgConnection,
    found: Vec<Request>,
) -> Result<Vec<(Request, String)>> {
    let owners: Vec<ForceId> = found.iter().map(|it| it.force_id).collect();
    let names: Vec<(ForceId, String)> = forces::table
        .filter(forces::id.eq_any(owners))
        .select((forces::id, name_today()))
        .load(conn)
        .await?;
    let names: BTreeMap<ForceId, String> = names.into_iter().collect();
    let named = |it: Request| {
        let force = names.get(&it.force_id).cloned().unwrap_or_default();
        (it, force)
    };
    Ok(found.into_iter().map(named).collect())
}
