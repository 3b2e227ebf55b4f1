//! Finding what runs out, and noting what was warned of.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::forms::{Order, Search, What, Window};
use super::model::{Counts, Listed, Mark, Paper, PaperKind, Warning};
use super::policy::{self, AHEAD, BEHIND};
use crate::error::Result;
use crate::providers::state::ProviderState;
use crate::schema::{expiry_warnings, providers};
use crate::types::ids::ProviderId;
use crate::types::time::Moment;
use crate::web::paging::{PER_PAGE, Paging};

/// The providers on the framework that must be warned of something today.
pub async fn to_warn(conn: &mut AsyncPgConnection, today: NaiveDate) -> Result<Vec<ProviderId>> {
    let (from, to) = (today - TimeDelta::days(BEHIND), today + TimeDelta::days(AHEAD));
    let papers: Vec<Paper> = diesel::sql_query(
        "select x.* from expiring_papers x join providers p on p.id = x.provider_id \
         where p.state in ('admitted', 'suspended') and not x.renewed and x.expires_on between $1 and $2",
    )
    .bind::<Date, _>(from)
    .bind::<Date, _>(to)
    .load(conn)
    .await?;
    let given = warnings(
        expiry_warnings::table.filter(expiry_warnings::expires_on.between(from, to)).into_boxed(),
        conn,
    )
    .await?;
    let due = policy::due(&papers, &given, today);
    let found: BTreeSet<ProviderId> = due.into_iter().map(|(it, _)| it.provider_id).collect();
    Ok(found.into_iter().collect())
}

/// Everything of a provider's that has a last day, the first to run out first.
pub async fn papers(conn: &mut AsyncPgConnection, provider: ProviderId) -> Result<Vec<Paper>> {
    Ok(diesel::sql_query(
        "select * from expiring_papers where provider_id = $1 order by expires_on, kind, what, person, paper",
    )
    .bind::<SqlUuid, _>(provider)
    .load(conn)
    .await?)
}

/// Where a provider stands, held until the end of the change: of two workers,
/// one waits.
pub(super) async fn hold(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
) -> Result<ProviderState> {
    Ok(providers::table
        .find(provider)
        .select(providers::state)
        .for_no_key_update()
        .first(conn)
        .await?)
}

/// What a provider was warned of.
pub async fn given(conn: &mut AsyncPgConnection, provider: ProviderId) -> Result<Vec<Warning>> {
    let own = expiry_warnings::table.filter(expiry_warnings::provider_id.eq(provider));
    warnings(own.into_boxed(), conn).await
}

async fn warnings(
    of: expiry_warnings::BoxedQuery<'_, Pg>,
    conn: &mut AsyncPgConnection,
) -> Result<Vec<Warning>> {
    use expiry_warnings as it;
    let rows: Vec<(PaperKind, Uuid, NaiveDate, Mark)> =
        of.select((it::kind, it::paper, it::expires_on, it::step)).load(conn).await?;
    let warning = |(kind, paper, expires_on, mark)| Warning { kind, paper, expires_on, mark };
    Ok(rows.into_iter().map(warning).collect())
}

/// Notes that a provider was warned.
pub(super) async fn note(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    warning: &Warning,
    now: Moment,
) -> Result<()> {
    use expiry_warnings as it;
    diesel::insert_into(it::table)
        .values((
            it::kind.eq(warning.kind),
            it::paper.eq(warning.paper),
            it::expires_on.eq(warning.expires_on),
            it::step.eq(warning.mark),
            it::provider_id.eq(provider),
            it::warned_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// What the operator lists: of providers on the framework, what has run out
/// or will within the warning time, and was not renewed.
fn in_list() -> String {
    format!(
        "expiring_papers x join providers p on p.id = x.provider_id \
         where p.state in ('admitted', 'suspended') and not x.renewed and x.expires_on <= $1 + {AHEAD}"
    )
}

/// What of it is looked for; its question takes the day and part of a name.
fn asked_for(search: &Search) -> String {
    let kinds = match search.what() {
        What::Any => "true",
        What::Certificates => "x.kind = 'certificate'",
        What::Insurances => "x.kind = 'insurance'",
        What::Clearances => "x.kind in ('nppv', 'nsv')",
        What::Blocking => "x.blocks",
    };
    let window = match search.window() {
        Window::Any => "true",
        Window::Expired => "x.expires_on < $1",
        Window::Seven => "x.expires_on between $1 and $1 + 7",
        Window::TwentyEight => "x.expires_on between $1 and $1 + 28",
        Window::Sixty => "x.expires_on >= $1",
    };
    format!("{} and {kinds} and {window} and strpos(lower(p.name), lower($2)) > 0", in_list())
}

/// One page of the operator's list.
pub async fn listed(
    conn: &mut AsyncPgConnection,
    search: &Search,
    today: NaiveDate,
) -> Result<(Vec<Listed>, Paging)> {
    let page = Paging::asked(search.page.as_deref());
    let asked = asked_for(search);
    let total: Total = diesel::sql_query(format!("select count(*) as total from {asked}"))
        .bind::<Date, _>(today)
        .bind::<Text, _>(search.q.trim())
        .get_result(conn)
        .await?;
    let found = rows(conn, search, today, (Paging::offset(page), PER_PAGE)).await?;
    Ok((found, Paging { page, total: total.total }))
}

/// All of it.
pub async fn all(
    conn: &mut AsyncPgConnection,
    search: &Search,
    today: NaiveDate,
) -> Result<Vec<Listed>> {
    rows(conn, search, today, (0, i64::MAX)).await
}

async fn rows(
    conn: &mut AsyncPgConnection,
    search: &Search,
    today: NaiveDate,
    (offset, limit): (i64, i64),
) -> Result<Vec<Listed>> {
    let asked = asked_for(search);
    let order = match search.order() {
        Order::Soonest => "x.expires_on, p.name",
        Order::Provider => "p.name, x.expires_on",
    };
    Ok(diesel::sql_query(format!(
        "select x.*, p.slug, p.name as provider from {asked} \
         order by {order}, x.kind, x.what, x.person, x.paper offset $3 limit $4"
    ))
    .bind::<Date, _>(today)
    .bind::<Text, _>(search.q.trim())
    .bind::<BigInt, _>(offset)
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await?)
}

#[derive(QueryableByName)]
struct Total {
    #[diesel(sql_type = BigInt)]
    total: i64,
}

/// How much runs out when, whatever is looked for.
pub async fn counts(conn: &mut AsyncPgConnection, today: NaiveDate) -> Result<Counts> {
    Ok(diesel::sql_query(format!(
        "select count(*) filter (where x.expires_on < $1) as expired, \
         count(*) filter (where x.expires_on between $1 and $1 + 7) as seven, \
         count(*) filter (where x.expires_on between $1 and $1 + 28) as twenty_eight, \
         count(*) filter (where x.expires_on >= $1) as sixty from {}",
        in_list()
    ))
    .bind::<Date, _>(today)
    .get_result(conn)
    .await?)
}
