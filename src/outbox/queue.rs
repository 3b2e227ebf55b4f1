//! The queue of mail: taking a mail to send, and saying what came of it.
//!
//! A mail is taken by moving its next try into the future, in a transaction
//! of its own. A worker that dies while sending loses nothing: the mail comes
//! up again, with the same Message-ID.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::error::Result;
use crate::schema::outbox;
use crate::types::ids::MailId;
use crate::types::time::Moment;

/// After this many tries a mail is put aside for the operator to look at.
pub const MOST_TRIES: i32 = 12;

/// How long a taken mail is left alone before another worker may try it.
const LEASE: TimeDelta = TimeDelta::minutes(2);

/// A mail to send.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outbox, check_for_backend(diesel::pg::Pg))]
pub struct Mail {
    /// Its id, from which its Message-ID is made.
    pub id: MailId,
    /// Where it goes.
    pub recipient: String,
    /// Its subject line.
    pub subject: String,
    /// Its paragraphs, a blank line between them.
    pub body: String,
    /// Where to go next: a path in the service.
    pub link: String,
    /// When what it tells of happened.
    pub created_at: Moment,
    /// How often it was tried before, this time included.
    pub attempts: i32,
    /// Where one click ends mail of its kind: a path in the service, or nothing.
    pub unsubscribe: String,
}

/// Takes the mail that has waited longest, if any is due. Safe with several
/// workers: each takes another.
pub async fn take(conn: &mut AsyncPgConnection, now: Moment) -> Result<Option<Mail>> {
    let due = outbox::table
        .filter(outbox::sent_at.is_null().and(outbox::dead_at.is_null()))
        .filter(outbox::next_at.le(now))
        .order(outbox::next_at)
        .limit(1)
        .for_update()
        .skip_locked()
        .select(outbox::id)
        .first::<MailId>(conn)
        .await
        .optional()?;
    let Some(id) = due else { return Ok(None) };
    let taken = diesel::update(outbox::table.find(id))
        .set((
            outbox::attempts.eq(outbox::attempts + 1),
            outbox::next_at.eq(now + LEASE),
            outbox::taken_until.eq(now + LEASE),
        ))
        .returning(Mail::as_returning())
        .get_result(conn)
        .await?;
    Ok(Some(taken))
}

/// The mail has been handed over. A secret link is then forgotten, unless the
/// mail went to files, where the demonstration's readers look for it.
pub async fn sent(
    conn: &mut AsyncPgConnection,
    id: MailId,
    forget: bool,
    now: Moment,
) -> Result<()> {
    diesel::update(outbox::table.find(id))
        .set((
            outbox::sent_at.eq(now),
            outbox::taken_until.eq(None::<Moment>),
            outbox::last_error.eq(""),
            outbox::unsubscribe.eq(""),
        ))
        .execute(conn)
        .await?;
    if forget {
        diesel::update(outbox::table.find(id).filter(outbox::secret))
            .set(outbox::link.eq("/"))
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// The mail could not be handed over: try again later, each time after twice
/// as long, and in the end put it aside.
pub async fn failed(
    conn: &mut AsyncPgConnection,
    mail: &Mail,
    why: &str,
    now: Moment,
) -> Result<()> {
    let dead = (mail.attempts >= MOST_TRIES).then_some(now);
    diesel::update(outbox::table.find(mail.id))
        .set((
            outbox::next_at.eq(now + back_off(mail.attempts)),
            outbox::taken_until.eq(None::<Moment>),
            outbox::dead_at.eq(dead),
            outbox::last_error.eq(why),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Leaves of the mail with causes that begin so no more than these words.
pub async fn empty(conn: &mut AsyncPgConnection, begins: &[String], words: &str) -> Result<()> {
    for begin in begins {
        diesel::update(outbox::table.filter(outbox::cause.like(format!("{begin}%"))))
            .set(outbox::body.eq(words))
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// 2ⁿ × 5 seconds, six hours at most.
fn back_off(attempts: i32) -> TimeDelta {
    let doublings = u32::try_from(attempts.clamp(0, 16)).unwrap_or(16);
    let seconds = 5_i64.saturating_mul(2_i64.saturating_pow(doublings));
    TimeDelta::seconds(seconds.min(6 * 60 * 60))
}

#[cfg(test)]
mod tests {
    use super::back_off;

    #[test]
    fn each_wait_is_twice_the_last_up_to_six_hours() {
        let waits: Vec<i64> = [0, 1, 2, 3, 30].map(|it| back_off(it).num_seconds()).to_vec();
        assert_eq!(waits, [5, 10, 20, 40, 21_600]);
    }
}
