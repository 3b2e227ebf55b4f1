//! Finding and keeping what people chose.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Ending, Preference};
use crate::error::{Error, Result};
use crate::outbox::preferences::{Kind, Pace, Token};
use crate::outbox::{self, Message, Recipient};
use crate::schema::{digest_items, mail_preferences, unsubscribe_tokens, users};
use crate::types::ids::UserId;
use crate::types::time::Moment;

/// What a person chose.
pub async fn chosen(conn: &mut AsyncPgConnection, user: UserId) -> Result<Vec<Preference>> {
    Ok(mail_preferences::table
        .filter(mail_preferences::user_id.eq(user))
        .order(mail_preferences::kind)
        .select((mail_preferences::kind, mail_preferences::pace))
        .load(conn)
        .await?)
}

/// Keeps a choice. What was held for a digest is settled with it: who wants no
/// mail of the kind is not sent it, and who wants it at once is sent it now.
pub(super) async fn keep(
    conn: &mut AsyncPgConnection,
    user: UserId,
    it: Preference,
    now: Moment,
) -> Result<()> {
    diesel::insert_into(mail_preferences::table)
        .values((
            mail_preferences::user_id.eq(user),
            mail_preferences::kind.eq(it.kind),
            mail_preferences::pace.eq(it.pace),
            mail_preferences::changed_at.eq(now),
        ))
        .on_conflict((mail_preferences::user_id, mail_preferences::kind))
        .do_update()
        .set((mail_preferences::pace.eq(it.pace), mail_preferences::changed_at.eq(now)))
        .execute(conn)
        .await?;
    if it.pace == Pace::Daily {
        return Ok(());
    }
    let held: Vec<(String, String, String)> = diesel::update(digest_items::table)
        .filter(digest_items::user_id.eq(user).and(digest_items::kind.eq(it.kind)))
        .filter(digest_items::settled_at.is_null())
        .set(digest_items::settled_at.eq(now))
        .returning((digest_items::cause, digest_items::subject, digest_items::link))
        .get_results(conn)
        .await?;
    if it.pace == Pace::Off || held.is_empty() {
        return Ok(());
    }
    let to: Recipient =
        users::table.find(user).select((users::id, users::email, users::name)).first(conn).await?;
    for (cause, subject, link) in held {
        let lines = vec![subject.clone()];
        outbox::mail(conn, now, &to, &Message { cause, subject, lines, link }).await?;
    }
    Ok(())
}

/// The digest that a token ends; there is none for a token that was made up.
pub async fn ending(conn: &mut AsyncPgConnection, token: &Token) -> Result<Ending> {
    let rows: Vec<(UserId, String, Kind)> = unsubscribe_tokens::table
        .inner_join(users::table)
        .filter(unsubscribe_tokens::token_hash.eq(token.hash()))
        .order(unsubscribe_tokens::kind.desc())
        .select((users::id, users::email, unsubscribe_tokens::kind))
        .load(conn)
        .await?;
    let (user, email) =
        rows.as_slice().first().map(|it| (it.0, it.1.clone())).ok_or(Error::NotFound)?;
    Ok(Ending { user, email, kinds: rows.into_iter().map(|it| it.2).collect() })
}
