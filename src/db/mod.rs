//! The only door to Postgres: `read` for looking, `act` for changing.

pub mod cluster;
pub mod migrate;
pub mod pools;

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::pooled_connection::deadpool::{Object, Pool};
use diesel_async::{AsyncPgConnection, RunQueryDsl, TransactionManager};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::audit::{self, Actor, Happened};
use crate::error::{Error, Result};
use crate::outbox::preferences::{self, Kind};
use crate::outbox::{self, Message, Recipient};
use crate::schema::{once_keys, reference_counters};
use crate::types::ids::UserId;
use crate::types::time::{Clock, Moment};

type Transaction = <AsyncPgConnection as diesel_async::AsyncConnection>::TransactionManager;

/// The pools for looking and for changing, and the clock that goes with them.
#[derive(Clone)]
pub struct Db {
    reads: Pool<AsyncPgConnection>,
    acts: Pool<AsyncPgConnection>,
    clock: Clock,
}

/// The door of the role that opens bids, the only one that can read what is
/// sealed. Everything else goes through the other.
#[derive(Clone)]
pub struct Opener(Db);

impl Opener {
    /// Through a door that the opener's role signs in at.
    pub fn new(door: Db) -> Self {
        Self(door)
    }

    /// The door.
    pub fn door(&self) -> &Db {
        &self.0
    }
}

/// One change in progress: a transaction, who is making it, and when.
pub struct Tx<'c> {
    conn: &'c mut AsyncPgConnection,
    actor: &'c Actor,
    now: Moment,
}

/// Proof that a change is in the audit trail. Only [`Tx::record`] makes one,
/// and [`Db::act`] commits nothing without one.
#[derive(Debug)]
#[must_use = "return it to Db::act"]
pub struct Recorded<T>(T);

impl<T> Recorded<T> {
    /// Takes the value out, when one act is part of a larger one.
    pub fn value(self) -> T {
        self.0
    }

    /// The same proof, with something else to say.
    pub fn with<U>(self, value: U) -> Recorded<U> {
        Recorded(value)
    }

    /// The same proof, with less to say.
    pub fn quietly(self) -> Recorded<()> {
        Recorded(())
    }
}

/// A key that comes with a form which makes something, and the digest of what
/// was sent with it: the same form sent twice is carried out once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Once {
    /// The key in the form.
    pub key: Uuid,
    /// SHA-256 of everything else in it.
    pub body: [u8; 32],
}

impl Once {
    /// Digests what was sent.
    pub fn new(key: Uuid, body: &str) -> Self {
        Self { key, body: Sha256::digest(body).into() }
    }
}

impl Db {
    /// Wraps two pools. The connections in `reads` are opened read-only, so
    /// that Postgres itself refuses a write on a page that only looks.
    pub fn new(
        reads: Pool<AsyncPgConnection>,
        acts: Pool<AsyncPgConnection>,
        clock: Clock,
    ) -> Self {
        Self { reads, acts, clock }
    }

    /// The same door with the clock moved, for the demonstration story and for tests.
    pub fn at(&self, moment: Moment) -> Self {
        Self { clock: Clock::Stopped(moment), ..self.clone() }
    }

    /// Looks something up.
    pub async fn read<T>(
        &self,
        look: impl AsyncFnOnce(&mut AsyncPgConnection) -> Result<T>,
    ) -> Result<T> {
        look(&mut *taken(&self.reads).await?).await
    }

    /// Looks several things up as they are in one moment, whatever changes
    /// meanwhile. It is that of a transaction which goes on around it, if one does.
    pub async fn read_at_once<T>(
        &self,
        look: impl AsyncFnOnce(&mut AsyncPgConnection) -> Result<T>,
    ) -> Result<T> {
        let mut conn = taken(&self.reads).await?;
        let begin = "begin isolation level repeatable read read only";
        match Transaction::begin_transaction_sql(&mut *conn, begin).await {
            Ok(()) => {
                let seen = look(&mut conn).await;
                // Nothing was written; where this fails the connection is gone.
                let _ = Transaction::rollback_transaction(&mut *conn).await;
                seen
            }
            Err(diesel::result::Error::AlreadyInTransaction) => look(&mut conn).await,
            Err(fault) => Err(fault.into()),
        }
    }

    /// Carries out one change: all of it, with its audit entry and its mail,
    /// or none of it. If the caller goes away half-way, the pool discards the
    /// connection and Postgres rolls back.
    pub async fn act<T>(
        &self,
        actor: &Actor,
        change: impl AsyncFnOnce(&mut Tx<'_>) -> Result<Recorded<T>>,
    ) -> Result<T> {
        self.transaction(async |conn, now| change(&mut Tx { conn, actor, now }).await)
            .await
            .map(Recorded::value)
    }

    /// Keeps the service's own books, in which nothing of the purchase is
    /// written: sessions seen, tries counted, mail sent, notices read.
    pub async fn keep_books<T>(
        &self,
        change: impl AsyncFnOnce(&mut AsyncPgConnection, Moment) -> Result<T>,
    ) -> Result<T> {
        self.transaction(change).await
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that opens transactions")]
    async fn transaction<T>(
        &self,
        change: impl AsyncFnOnce(&mut AsyncPgConnection, Moment) -> Result<T>,
    ) -> Result<T> {
        let mut conn = taken(&self.acts).await?;
        Transaction::begin_transaction(&mut *conn).await?;
        let changed = match self.clock.now(&mut conn).await {
            Ok(now) => change(&mut conn, now).await,
            Err(error) => Err(error.into()),
        };
        match changed {
            Ok(value) => {
                Transaction::commit_transaction(&mut *conn).await?;
                Ok(value)
            }
            Err(error) => {
                // Where this fails the connection is gone, and Postgres has rolled back without being asked.
                let _ = Transaction::rollback_transaction(&mut *conn).await;
                Err(error)
            }
        }
    }

    /// Answers a form that was sent before with the place where the first one
    /// led. To be asked before a form is called mistaken by the books: it may
    /// be in its own way.
    pub async fn answered(&self, actor: &Actor, once: Once) -> Result<()> {
        match self.read(async |conn| first_answer(conn, actor, &once).await).await? {
            Some(answer) => Err(answer),
            None => Ok(()),
        }
    }

    /// A moment the database told, unless the clock is stopped at another.
    pub fn or_stopped(&self, told: Moment) -> Moment {
        match self.clock {
            Clock::Stopped(moment) => moment,
            Clock::Database => told,
        }
    }

    /// The time now, as the database tells it.
    pub async fn now(&self) -> Result<Moment> {
        match self.clock {
            Clock::Stopped(moment) => Ok(moment),
            Clock::Database => self.read(async |conn| Ok(self.clock.now(conn).await?)).await,
        }
    }
}

async fn taken(pool: &Pool<AsyncPgConnection>) -> Result<Object<AsyncPgConnection>> {
    pool.get().await.map_err(|cause| Error::Unavailable(cause.into()))
}

impl Tx<'_> {
    /// The connection, for queries.
    pub fn conn(&mut self) -> &mut AsyncPgConnection {
        self.conn
    }

    /// The moment of this change: one moment, however long it takes.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// Tells people, with a notice and a mail, once the change is committed.
    pub async fn tell(&mut self, recipients: &[Recipient], message: &Message) -> Result<()> {
        outbox::tell(self.conn, self.now, recipients, message).await
    }

    /// Tells people of something they may choose how to hear of: with a notice,
    /// and with a mail at once, in their daily digest, or not at all.
    pub async fn tell_as_wanted(
        &mut self,
        kind: Kind,
        recipients: &[Recipient],
        message: &Message,
    ) -> Result<()> {
        preferences::tell(self.conn, self.now, kind, recipients, message).await
    }

    /// Sends a secret link to an address, once the change is committed.
    pub async fn send_secret(&mut self, to: (&str, &str), message: &Message) -> Result<()> {
        outbox::send_secret(self.conn, self.now, to, message).await
    }

    /// Writes the change into the audit trail and hands back the proof. Make
    /// it the last thing of an act: entries wait in line for one another.
    pub async fn record<T>(&mut self, event: &impl Happened, value: T) -> Result<Recorded<T>> {
        audit::write(self.conn, self.actor, event).await?;
        Ok(Recorded(value))
    }

    /// Takes the next running number of a kind, `REQ` say, for this year.
    pub async fn next_number(&mut self, kind: &str) -> Result<(i32, i32)> {
        use chrono::Datelike;
        let year = self.now.year();
        let last = diesel::insert_into(reference_counters::table)
            .values((
                reference_counters::kind.eq(kind),
                reference_counters::year.eq(year),
                reference_counters::last.eq(1),
            ))
            .on_conflict((reference_counters::kind, reference_counters::year))
            .do_update()
            .set(reference_counters::last.eq(reference_counters::last + 1))
            .returning(reference_counters::last)
            .get_result(self.conn)
            .await?;
        Ok((year, last))
    }

    /// Lets a form through once. Sent again, it is answered with the place
    /// where the first one led; sent again with other contents, it is refused.
    pub async fn once(&mut self, once: Once, location: &str) -> Result<()> {
        let fresh = diesel::insert_into(once_keys::table)
            .values((
                once_keys::key.eq(once.key),
                once_keys::actor_id.eq(whose(self.actor)),
                once_keys::body_hash.eq(once.body.as_slice()),
                once_keys::location.eq(location),
                once_keys::at.eq(self.now),
            ))
            .on_conflict_do_nothing()
            .execute(self.conn)
            .await?;
        if fresh == 1 {
            return Ok(());
        }
        Err(first_answer(self.conn, self.actor, &once).await?.unwrap_or(Error::Reused))
    }
}

/// How long the key of a form is kept: far longer than a session and the page
/// that holds the form.
const KEYS_KEPT: TimeDelta = TimeDelta::days(30);

/// What to answer a form whose key was taken before, if it was.
async fn first_answer(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    once: &Once,
) -> Result<Option<Error>> {
    let first: Option<(Uuid, Vec<u8>, String)> = once_keys::table
        .find(once.key)
        .select((once_keys::actor_id, once_keys::body_hash, once_keys::location))
        .first(conn)
        .await
        .optional()?;
    Ok(first.map(|(by, body, location)| {
        if by == whose(actor) && body == once.body {
            Error::AlreadyDone(location)
        } else {
            Error::Reused
        }
    }))
}

/// Forgets the keys of forms that nobody sends again any more.
pub async fn forget_answered(conn: &mut AsyncPgConnection, now: Moment) -> Result<()> {
    diesel::delete(once_keys::table.filter(once_keys::at.lt(now - KEYS_KEPT)))
        .execute(conn)
        .await?;
    Ok(())
}

fn whose(actor: &Actor) -> Uuid {
    actor.user.map_or(Uuid::nil(), UserId::uuid)
}
