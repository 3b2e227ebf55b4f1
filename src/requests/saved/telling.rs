//! Telling people what their searches find. The notices and the mail are
//! copies of what is published already, so they are the service's own books.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::mail;
use crate::error::Result;
use crate::outbox::Recipient;
use crate::outbox::preferences::{self, Kind, Pace};
use crate::requests::model::Request;
use crate::requests::public::conditions::{Conditions, Sight};
use crate::requests::public::facets::queries::query;
use crate::requests::public::forms::{Facet, Search};
use crate::schema::{requests, saved_searches};
use crate::types::ids::{ProviderId, RequestId, SavedSearchId, UserId};
use crate::types::time::Moment;

/// How many requests one look tells of.
const MOST_TOLD: i64 = 100;

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = SqlUuid)]
    id: SavedSearchId,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    search: String,
    #[diesel(sql_type = Text)]
    pace: Pace,
    #[diesel(sql_type = Timestamptz)]
    since: Moment,
    #[diesel(sql_type = SqlUuid)]
    user: UserId,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    person: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    provider: Option<ProviderId>,
}

/// The search looked at longest ago, if anything was published since. A request
/// may be committed some moments after it says it was published, so each look
/// goes a little further back than the last one ended, and is had again once a
/// minute while there is something in that time: nobody is told twice.
const NEXT: &str = "select s.id, s.name, s.search, s.pace, \
    greatest(s.saved_at, s.looked_at - interval '5 minutes') as since, \
    u.id as \"user\", u.email, u.name as person, u.provider_id as provider \
    from saved_searches s join users u on u.id = s.user_id \
    where u.is_active and s.looked_at < $1 and exists (select from requests r where r.published_at <= $1 \
        and r.published_at > s.saved_at and (r.published_at > s.looked_at \
        or r.published_at > s.looked_at - interval '5 minutes' and s.looked_at < $1 - interval '1 minute')) \
    order by s.looked_at, s.id limit 1 for no key update of s, u skip locked";

/// Tells the owner of the next search that is due what it finds; says whether
/// there was one. Safe with several workers.
pub async fn tell_next(conn: &mut AsyncPgConnection, now: Moment) -> Result<bool> {
    let due: Option<Due> =
        diesel::sql_query(NEXT).bind::<Timestamptz, _>(now).get_result(conn).await.optional()?;
    let Some(due) = due else { return Ok(false) };
    let to = Recipient { user: due.user, email: due.email.clone(), name: due.person.clone() };
    for request in found(conn, &due, now).await? {
        let message = mail::found(&request, &due.name);
        preferences::tell_at(conn, now, (Kind::SavedSearches, due.pace), &to, &message).await?;
    }
    diesel::update(saved_searches::table.find(due.id))
        .set(saved_searches::looked_at.eq(now))
        .execute(conn)
        .await?;
    Ok(true)
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: RequestId,
}

/// What it finds that was published since, and is open. A request made to one
/// provider alone is told to nobody else.
async fn found(conn: &mut AsyncPgConnection, due: &Due, now: Moment) -> Result<Vec<Request>> {
    let search = Search::read(&due.search);
    let mut asked = Conditions::of(&search, Sight::Whole, now, Some(Facet::Status));
    let now_at = asked.value(&now.to_rfc3339());
    let since = asked.value(&due.since.to_rfc3339());
    let own = asked.value(&due.provider.map(|it| it.to_string()).unwrap_or_default());
    let sql = format!(
        "select requests.id from requests where {} and requests.state = 'open' \
         and requests.published_at > {since}::timestamptz and requests.published_at <= {now_at}::timestamptz \
         and requests.closes_at > {now_at}::timestamptz \
         and (requests.route <> 'direct' or requests.direct_provider = nullif({own}, '')::uuid) \
         order by requests.published_at, requests.id limit {MOST_TOLD}",
        asked.sql
    );
    let ids: Vec<Id> = query(&sql, &asked.values).load(conn).await?;
    let ids: Vec<RequestId> = ids.into_iter().map(|it| it.id).collect();
    Ok(requests::table
        .filter(requests::id.eq_any(ids))
        .order((requests::published_at, requests::id))
        .select(Request::as_select())
        .load(conn)
        .await?)
}
