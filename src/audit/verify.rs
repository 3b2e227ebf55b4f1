//! Proving the whole trail: every entry's hash is computed again here, apart
//! from the database that wrote it, and must fit the one before and after. At
//! the size of every checkpoint the root over all of them must be the one that
//! was signed.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use sha2::{Digest, Sha256};

use super::checkpoints;
use super::written::{Written, columns};
use crate::error::Result;
use crate::schema::{audit_entries, audit_head, audit_subtrees};
use crate::seal::checkpoint::Head;
use crate::seal::merkle::{self, Hash, Peaks};

/// How many entries are read at a time.
const BATCH: i64 = 5_000;

/// What came of proving the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry fits; this many.
    Whole(i64),
    /// The first entry that does not fit, and what is wrong with it.
    Broken(i64, &'static str),
    /// A checkpoint of so many entries that the trail contradicts, and how.
    Contradicted(i64, &'static str),
}

/// Walks the chain from its first entry to its head, and holds it against the
/// checkpoints and the tree that the database keeps.
pub async fn verify(conn: &mut AsyncPgConnection) -> Result<Verdict> {
    verify_with(conn, &[]).await
}

/// The same, and holds it against checkpoints that were kept elsewhere too.
/// Whoever calls this has looked at their signatures.
pub async fn verify_with(conn: &mut AsyncPgConnection, elsewhere: &[Head]) -> Result<Verdict> {
    let mut heads = elsewhere.to_vec();
    for kept in checkpoints::all(conn).await? {
        let Some(head) = kept.head() else {
            let fault = "what the database keeps of it is no checkpoint of that size and root";
            return Ok(Verdict::Contradicted(kept.size, fault));
        };
        heads.push(head);
    }
    verify_against(conn, &heads).await
}

async fn verify_against(conn: &mut AsyncPgConnection, heads: &[Head]) -> Result<Verdict> {
    let mut signed: BTreeMap<u64, Vec<Hash>> = BTreeMap::new();
    for head in heads {
        signed.entry(head.size).or_default().push(head.root);
    }
    let mut subtrees = subtrees(conn).await?;
    let mut tree = Peaks::default();
    let mut last_seq = 0;
    let mut last_hash = Sha256::digest("muster audit v1").to_vec();
    loop {
        let rows = after(conn, last_seq).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if let Some(fault) = fault(&row, last_seq, &last_hash) {
                return Ok(Verdict::Broken(row.seq, fault));
            }
            tree.push(merkle::leaf(&row.hash));
            if signed.get(&tree.size()).is_some_and(|it| it.iter().any(|it| *it != tree.root())) {
                let fault = "the trail was written anew after it was signed";
                return Ok(Verdict::Contradicted(row.seq, fault));
            }
            if !fits(&tree, &mut subtrees) {
                let fault = "the tree that the database keeps is not the trail’s from here on";
                return Ok(Verdict::Broken(row.seq, fault));
            }
            (last_seq, last_hash) = (row.seq, row.hash);
        }
    }
    // A tail that was cut is best told by what was signed for.
    if let Some((size, _)) = signed.range(tree.size() + 1..).next() {
        let size = i64::try_from(*size).unwrap_or(i64::MAX);
        return Ok(Verdict::Contradicted(size, "entries are missing from the end of the trail"));
    }
    let head: (i64, Vec<u8>) =
        audit_head::table.select((audit_head::seq, audit_head::hash)).first(conn).await?;
    if head != (last_seq, last_hash) {
        return Ok(Verdict::Broken(last_seq + 1, "entries are missing from the end"));
    }
    if !subtrees.is_empty() {
        let fault = "the tree that the database keeps is larger than the trail";
        return Ok(Verdict::Broken(last_seq + 1, fault));
    }
    Ok(Verdict::Whole(last_seq))
}

fn fault(row: &Written, last_seq: i64, last_hash: &[u8]) -> Option<&'static str> {
    if row.seq != last_seq + 1 {
        Some("entries before it are missing")
    } else if row.prev_hash != last_hash {
        Some("it does not follow the entry before it")
    } else if row.hash != row.expected_hash() {
        Some("its text is not what was written")
    } else {
        None
    }
}

/// Whether the subtrees that the newest leaf completes are those that are kept.
fn fits(tree: &Peaks, subtrees: &mut BTreeMap<(u32, u64), Hash>) -> bool {
    (1..).map_while(|level| tree.completed(level).map(|is| (level, is))).all(|(level, is)| {
        let key = u32::try_from(level).ok().map(|it| (it, (tree.size() >> level) - 1));
        key.and_then(|it| subtrees.remove(&it)).is_none_or(|kept| kept == *is)
    })
}

async fn subtrees(conn: &mut AsyncPgConnection) -> Result<BTreeMap<(u32, u64), Hash>> {
    let rows: Vec<(i16, i64, Vec<u8>)> = audit_subtrees::table
        .select((audit_subtrees::level, audit_subtrees::place, audit_subtrees::hash))
        .load(conn)
        .await?;
    let read = rows.into_iter().map(|(level, place, hash)| {
        let key = (u32::try_from(level)?, u64::try_from(place)?);
        Ok((key, Hash::try_from(hash.as_slice())?))
    });
    Ok(read.collect::<anyhow::Result<_>>()?)
}

async fn after(conn: &mut AsyncPgConnection, seq: i64) -> Result<Vec<Written>> {
    Ok(audit_entries::table
        .filter(audit_entries::seq.gt(seq))
        .order(audit_entries::seq)
        .limit(BATCH)
        .select(columns())
        .load(conn)
        .await?)
}
