//! Reading the trail for a file, entry by entry with its proof.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Exported;
use crate::audit::tree::Tiles;
use crate::audit::written::{Written, columns};
use crate::error::Result;
use crate::schema::audit_entries;
use crate::trail::forms::Filter;
use crate::trail::queries::{SEALED, numbers};

/// How many entries are read at a time.
pub const BATCH: i64 = 2_000;

/// How many entries a file from the desk holds at most.
pub const MOST: i64 = 10_000;

/// Entries that a filter lets through, newest first, with their proofs by a
/// checkpoint of this size.
pub async fn found(
    conn: &mut AsyncPgConnection,
    filter: &Filter,
    size: Option<i64>,
) -> Result<Vec<Exported>> {
    let numbers = numbers(conn, filter, MOST).await?;
    let rows: Vec<(Written, bool)> = audit_entries::table
        .filter(audit_entries::seq.eq_any(numbers))
        .order(audit_entries::seq.desc())
        .select((columns(), sql::<Bool>(SEALED)))
        .load(conn)
        .await?;
    proved(conn, &mut Tiles::default(), rows, size).await
}

/// The next entries after a number, oldest first, up to another.
pub async fn batch(
    conn: &mut AsyncPgConnection,
    tiles: &mut Tiles,
    (after, last): (i64, i64),
    size: Option<i64>,
) -> Result<Vec<Exported>> {
    let rows: Vec<(Written, bool)> = audit_entries::table
        .filter(audit_entries::seq.gt(after))
        .filter(audit_entries::seq.le(last))
        .order(audit_entries::seq)
        .limit(BATCH)
        .select((columns(), sql::<Bool>(SEALED)))
        .load(conn)
        .await?;
    proved(conn, tiles, rows, size).await
}

async fn proved(
    conn: &mut AsyncPgConnection,
    tiles: &mut Tiles,
    rows: Vec<(Written, bool)>,
    size: Option<i64>,
) -> Result<Vec<Exported>> {
    let mut exported = Vec::new();
    for (entry, sealed) in rows {
        let within = size.filter(|size| entry.seq <= *size);
        let of = within.and_then(|size| u64::try_from(size).ok());
        let of = of.zip(u64::try_from(entry.seq - 1).ok());
        let proof = match of {
            Some((size, index)) => Some(tiles.inclusion(conn, index, size).await?),
            None => None,
        };
        exported.push(Exported::new(entry, sealed, proof));
    }
    Ok(exported)
}
