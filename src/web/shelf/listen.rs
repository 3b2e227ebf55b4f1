//! Hearing from the database what has changed.
//!
//! One connection listens: the triggers of the public tables notify. Since a
//! notification can be lost, and a server that only looks may be behind, a
//! second connection looks many times a second, where the pages are read from,
//! at what has changed since it last looked. When either fails the shelf is
//! closed, and nothing is served from it until both are back.

use std::collections::BTreeSet;
use std::pin::pin;
use std::time::{Duration, Instant};

use actix_web::web::Data;
use anyhow::{Context, Result, bail};
use diesel::QueryableByName;
use diesel::sql_types::{Array, Text, Timestamptz};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use futures_util::StreamExt;

use super::Shelf;
use crate::db::pools::{LOOK_ONLY, MANNERS};
use crate::types::time::Moment;

/// How often to look.
const LOOK_EVERY: Duration = Duration::from_millis(400);

/// How long a look may take.
const PATIENCE: Duration = Duration::from_millis(800);

/// How long to rest before trying again.
const REST: Duration = Duration::from_secs(1);

/// Keeps a shelf true to a database, for ever; faults are logged and tried
/// again. `reads` is where the pages are read from.
pub async fn keep_true(shelf: Data<Shelf>, app: String, reads: String) {
    loop {
        if let Err(cause) = listen(&shelf, &app, &reads).await {
            log::warn!("no copies of pages are kept for the moment: {cause:#}");
        }
        shelf.close();
        tokio::time::sleep(REST).await;
    }
}

async fn listen(shelf: &Shelf, app: &str, reads: &str) -> Result<()> {
    let mut ears = AsyncPgConnection::establish(app).await.context("cannot listen")?;
    ears.batch_execute("listen muster_public").await?;
    let mut eyes = AsyncPgConnection::establish(reads).await.context("cannot look")?;
    eyes.batch_execute(&format!("{MANNERS}; {LOOK_ONLY}")).await?;
    let mut seen = Seen::default();
    let mut heard = pin!(ears.notifications_stream());
    let mut due = tokio::time::interval(LOOK_EVERY);
    due.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            said = heard.next() => match said {
                Some(Ok(it)) => shelf.changed(&it.payload),
                Some(Err(cause)) => return Err(cause.into()),
                None => bail!("the connection that listens has ended"),
            },
            _ = due.tick() => {
                let looking = look(shelf, &mut eyes, &mut seen);
                tokio::time::timeout(PATIENCE, looking).await.context("a look took too long")??;
            }
        }
    }
}

/// What was seen at the last look.
#[derive(Debug, Default)]
struct Seen {
    /// Transactions from this one on may not have been over.
    since: String,
    /// What those that were over had written.
    changes: BTreeSet<String>,
}

#[derive(QueryableByName)]
struct Look {
    #[diesel(sql_type = Timestamptz)]
    now: Moment,
    #[diesel(sql_type = Text)]
    since: String,
    #[diesel(sql_type = Array<Text>)]
    changes: Vec<String>,
}

/// Asks for the changes of every transaction that was not over at the last
/// look, so that none is missed whichever ends first.
const LOOK: &str = "select now() as now, pg_snapshot_xmin(pg_current_snapshot())::text as since, \
    array(select xid::text || ' ' || name from public_changes where xid >= nullif($1, '')::xid8) as changes";

async fn look(shelf: &Shelf, eyes: &mut AsyncPgConnection, seen: &mut Seen) -> Result<()> {
    let asked = Instant::now();
    let look: Look = diesel::sql_query(LOOK).bind::<Text, _>(&seen.since).get_result(eyes).await?;
    let changes: BTreeSet<String> = look.changes.into_iter().collect();
    // Whatever was begun before the first look may have been read before a change that nobody was listening for.
    if seen.since.is_empty() {
        shelf.changed("*");
    }
    for change in changes.difference(&seen.changes) {
        shelf.changed(change.split_once(' ').map_or("*", |it| it.1));
    }
    *seen = Seen { since: look.since, changes };
    shelf.hear(asked, look.now);
    Ok(())
}

/// Forgets changes that every server has long seen.
pub async fn forget(conn: &mut AsyncPgConnection) -> crate::error::Result<()> {
    diesel::sql_query("delete from public_changes where at < now() - interval '1 hour'")
        .execute(conn)
        .await?;
    Ok(())
}
