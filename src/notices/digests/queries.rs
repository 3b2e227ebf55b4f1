//! Writing the digests that are due. A digest is a copy of notices that are
//! there already, so it is one of the service's own books.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use url::Url;

use super::mail;
use super::model::Item;
use crate::error::Result;
use crate::outbox::preferences::{Kind, Token};
use crate::schema::{digest_items, outbox, unsubscribe_tokens};
use crate::types::ids::{MailId, UserId};
use crate::types::time::Moment;
use crate::types::uk_time;

/// The hour at which digests go out, in the UK.
const HOUR: u32 = 8;

#[derive(QueryableByName)]
struct Reader {
    #[diesel(sql_type = SqlUuid)]
    id: UserId,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    name: String,
}

/// Writes the digest of the next person who is due one today, and says
/// whether there was someone. What came after 8am waits for tomorrow's; a
/// worker that slept at 8am writes it when it wakes. Safe with several workers.
pub async fn write_next(
    conn: &mut AsyncPgConnection,
    public_url: &Url,
    now: Moment,
) -> Result<bool> {
    let today = uk_time::date_of(now);
    let due = uk_time::moment_from(today, HOUR).ok().filter(|due| now >= *due);
    let Some(due) = due else { return Ok(false) };
    let Some(reader) = next_reader(conn, today, due).await? else { return Ok(false) };
    let items: Vec<Item> = digest_items::table
        .filter(digest_items::user_id.eq(reader.id))
        .filter(digest_items::settled_at.is_null())
        .filter(digest_items::at.lt(due))
        .order((digest_items::at, digest_items::id))
        .select((digest_items::id, digest_items::kind, digest_items::subject, digest_items::link))
        .load(conn)
        .await?;
    if items.is_empty() {
        // Another worker settled them while this one came.
        return Ok(true);
    }
    let token = Token::mint()?;
    let lines = mail::lines(&items, public_url).join("\n\n");
    let fresh = diesel::insert_into(outbox::table)
        .values((
            outbox::id.eq(MailId::mint()),
            outbox::cause.eq(format!("digest:{}:{today}", reader.id)),
            outbox::recipient.eq(&reader.email),
            outbox::subject.eq(mail::subject(&items)),
            outbox::body.eq(format!("Hello {},\n\n{lines}", reader.name)),
            outbox::link.eq("/account/notices"),
            outbox::unsubscribe.eq(token.path()),
            outbox::created_at.eq(now),
            outbox::next_at.eq(now),
        ))
        .on_conflict((outbox::cause, outbox::recipient))
        .do_nothing()
        .execute(conn)
        .await?;
    if fresh == 1 {
        settle(conn, reader.id, &items, &token, now).await?;
    }
    Ok(true)
}

async fn next_reader(
    conn: &mut AsyncPgConnection,
    today: NaiveDate,
    due: Moment,
) -> Result<Option<Reader>> {
    Ok(diesel::sql_query(
        "select u.id, u.email, u.name from users u where u.is_active \
         and exists (select 1 from digest_items i where i.user_id = u.id and i.settled_at is null and i.at < $1) \
         and not exists (select 1 from outbox o where o.cause = 'digest:' || u.id || ':' || $2) \
         order by u.id limit 1 for no key update of u skip locked",
    )
    .bind::<Timestamptz, _>(due)
    .bind::<Text, _>(today.to_string())
    .get_result(conn)
    .await
    .optional()?)
}

/// The things told are settled, and the digest can be ended by its token: for
/// the kinds it carries.
async fn settle(
    conn: &mut AsyncPgConnection,
    reader: UserId,
    items: &[Item],
    token: &Token,
    now: Moment,
) -> Result<()> {
    let told: Vec<_> = items.iter().map(|it| it.id).collect();
    diesel::update(digest_items::table.filter(digest_items::id.eq_any(told)))
        .set(digest_items::settled_at.eq(now))
        .execute(conn)
        .await?;
    let carried = Kind::ALL.iter().filter(|kind| items.iter().any(|it| it.kind == **kind));
    let rows: Vec<_> = carried
        .map(|kind| {
            (
                unsubscribe_tokens::token_hash.eq(token.hash()),
                unsubscribe_tokens::kind.eq(*kind),
                unsubscribe_tokens::user_id.eq(reader),
                unsubscribe_tokens::made_at.eq(now),
            )
        })
        .collect();
    diesel::insert_into(unsubscribe_tokens::table).values(rows).execute(conn).await?;
    Ok(())
}
