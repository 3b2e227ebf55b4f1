//! Checkpoints: every few minutes, and when a request closes, the root over
//! the whole trail is signed and kept. One is signed only if the trail still
//! comes to the one before.

use anyhow::{Context, anyhow};
use chrono::TimeDelta;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::notary::Notary;
use super::tree;
use crate::error::Result;
use crate::schema::{audit_checkpoints, audit_entries, audit_head};
use crate::seal::checkpoint::{self, Head};
use crate::types::time::Moment;

/// How long nothing is signed after a checkpoint, unless a request closes. A
/// little less than five minutes, since the worker looks once a minute.
const EVERY: TimeDelta = TimeDelta::seconds(5 * 60 - 30);

/// What is entered when a request closes: it is signed for at once.
const CLOSING: &str = "request.closed";

/// One checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = audit_checkpoints, check_for_backend(diesel::pg::Pg))]
pub struct Checkpoint {
    /// How many entries there were.
    pub size: i64,
    /// When it was signed.
    pub at: Moment,
    /// The root over them.
    pub root: Vec<u8>,
    /// The signed note.
    pub note: String,
}

impl Checkpoint {
    /// What its note says, if that is what stands beside it. Nobody has looked
    /// at the signature.
    pub fn head(&self) -> Option<Head> {
        let right =
            |it: &Head| i64::try_from(it.size) == Ok(self.size) && it.root.as_slice() == self.root;
        checkpoint::unproved(&self.note).filter(right)
    }
}

/// Whether it is time to sign: something is new, and it is a while since the
/// last checkpoint, or a request has closed. Also when something is amiss, so
/// that signing says what.
pub async fn is_due(conn: &mut AsyncPgConnection, now: Moment) -> Result<bool> {
    let last = newest(conn).await?;
    let (size, at) = last.map_or((0, None), |it| (it.size, Some(it.at)));
    let entries = size_of_trail(conn).await?;
    if entries <= size || at.is_none_or(|at| now - at >= EVERY) {
        return Ok(entries != size);
    }
    let closed = audit_entries::table
        .filter(audit_entries::seq.gt(size))
        .filter(audit_entries::action.eq(CLOSING));
    Ok(diesel::select(exists(closed)).get_result(conn).await?)
}

async fn size_of_trail(conn: &mut AsyncPgConnection) -> Result<i64> {
    Ok(audit_head::table.select(audit_head::seq).first(conn).await?)
}

/// Signs for every entry there is, unless nothing is new or another worker is
/// at it. To be called in a transaction. Entries become visible in the order
/// of their numbers, since each waits for the one before to be committed.
pub async fn make(
    conn: &mut AsyncPgConnection,
    now: Moment,
    notary: &Notary,
) -> Result<Option<Checkpoint>> {
    // Named for the standard.
    let free = diesel::dsl::sql::<Bool>("pg_try_advisory_xact_lock(6962)");
    if !diesel::select(free).get_result::<bool>(conn).await? {
        return Ok(None);
    }
    let last = newest(conn).await?;
    let signed = last.as_ref().map_or(0, |it| it.size);
    let entries = size_of_trail(conn).await?;
    if entries == signed {
        return Ok(None);
    }
    let (old, new) = (count(signed)?, count(entries)?);
    if new < old {
        return Err(anyhow!(
            "a checkpoint was signed for {old} entries, and the audit trail has {new}: nothing more is signed"
        )
        .into());
    }
    tree::grow(conn, old, new).await?;
    if let Some(last) = &last
        && tree::root(conn, old).await?.as_slice() != last.root
    {
        return Err(anyhow!(
            "the audit trail does not come to the checkpoint that was signed for {old} entries: nothing more is signed"
        )
        .into());
    }
    let head =
        Head { origin: notary.origin().to_owned(), size: new, root: tree::root(conn, new).await? };
    if let Some(before) = last.as_ref().and_then(Checkpoint::head)
        && before.origin != head.origin
    {
        log::warn!(
            "the checkpoint before was signed as {}, and this one as {}: whoever follows the trail has to be told, or PUBLIC_URL set right",
            before.origin,
            head.origin
        );
    }
    let note = notary.keys().sign_checkpoint(&head);
    let made = Checkpoint { size: entries, at: now, root: head.root.to_vec(), note };
    diesel::insert_into(audit_checkpoints::table)
        .values((
            audit_checkpoints::size.eq(made.size),
            audit_checkpoints::at.eq(made.at),
            audit_checkpoints::root.eq(&made.root),
            audit_checkpoints::note.eq(&made.note),
        ))
        .execute(conn)
        .await?;
    Ok(Some(made))
}

fn count(entries: i64) -> Result<u64> {
    Ok(u64::try_from(entries).context("an audit trail has no fewer than no entries")?)
}

/// The newest checkpoint.
pub async fn newest(conn: &mut AsyncPgConnection) -> Result<Option<Checkpoint>> {
    let newest = audit_checkpoints::table.order(audit_checkpoints::size.desc());
    Ok(newest.select(Checkpoint::as_select()).first(conn).await.optional()?)
}

/// The checkpoint of a size.
pub async fn of(conn: &mut AsyncPgConnection, size: i64) -> Result<Option<Checkpoint>> {
    let one = audit_checkpoints::table.find(size);
    Ok(one.select(Checkpoint::as_select()).first(conn).await.optional()?)
}

/// The first checkpoint that covers an entry.
pub async fn covering(conn: &mut AsyncPgConnection, seq: i64) -> Result<Option<Checkpoint>> {
    Ok(audit_checkpoints::table
        .filter(audit_checkpoints::size.ge(seq))
        .order(audit_checkpoints::size)
        .select(Checkpoint::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// The first checkpoints that cover some entries, oldest first, each once.
pub async fn covering_each(
    conn: &mut AsyncPgConnection,
    numbers: &[i64],
) -> Result<Vec<Checkpoint>> {
    let sizes: Vec<Size> = diesel::sql_query(
        "select distinct first.size from unnest($1) number cross join lateral \
         (select size from audit_checkpoints where size >= number order by size limit 1) first",
    )
    .bind::<Array<BigInt>, _>(numbers)
    .load(conn)
    .await?;
    let sizes: Vec<i64> = sizes.into_iter().map(|it| it.size).collect();
    Ok(audit_checkpoints::table
        .filter(audit_checkpoints::size.eq_any(sizes))
        .order(audit_checkpoints::size)
        .select(Checkpoint::as_select())
        .load(conn)
        .await?)
}

#[derive(QueryableByName)]
struct Size {
    #[diesel(sql_type = BigInt)]
    size: i64,
}

/// So many checkpoints that are older than a size, newest first.
pub async fn before(
    conn: &mut AsyncPgConnection,
    size: Option<i64>,
    most: i64,
) -> Result<Vec<Checkpoint>> {
    Ok(audit_checkpoints::table
        .filter(audit_checkpoints::size.lt(size.unwrap_or(i64::MAX)))
        .order(audit_checkpoints::size.desc())
        .limit(most)
        .select(Checkpoint::as_select())
        .load(conn)
        .await?)
}

/// So many checkpoints that are newer than a size, oldest first.
pub async fn after(conn: &mut AsyncPgConnection, size: i64, most: i64) -> Result<Vec<Checkpoint>> {
    Ok(audit_checkpoints::table
        .filter(audit_checkpoints::size.gt(size))
        .order(audit_checkpoints::size)
        .limit(most)
        .select(Checkpoint::as_select())
        .load(conn)
        .await?)
}

/// All of them, oldest first.
pub async fn all(conn: &mut AsyncPgConnection) -> Result<Vec<Checkpoint>> {
    after(conn, 0, i64::MAX).await
}
