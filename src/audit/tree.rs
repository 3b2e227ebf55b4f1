//! The tree over the trail: leaf number n is the hash of entry n + 1. Its full
//! subtrees are kept at every eighth level, 256 hashes to a tile, so that a
//! root or a proof reads at most a few tiles.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use anyhow::Context;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::error::Result;
use crate::schema::{audit_entries, audit_subtrees};
use crate::seal::merkle::{self, Hash, Peaks};
use crate::seal::spans::{self, Span, Subtree};

/// How many levels are between those that are kept.
const STEP: u32 = 8;

/// How many hashes are in a tile.
const TILE: u64 = 1 << STEP;

/// What was read of the tree, for several proofs in a row.
#[derive(Debug, Default)]
pub struct Tiles {
    read: BTreeMap<(u32, u64), Vec<Hash>>,
    worked_out: BTreeMap<Subtree, Hash>,
}

impl Tiles {
    /// The hashes that prove a leaf to be in the tree of a size. That many
    /// leaves and what is kept of their subtrees have to be there.
    pub async fn inclusion(
        &mut self,
        conn: &mut AsyncPgConnection,
        index: u64,
        size: u64,
    ) -> Result<Vec<Hash>> {
        self.hashes(conn, &spans::inclusion(index, size)).await
    }

    async fn hashes(&mut self, conn: &mut AsyncPgConnection, spans: &[Span]) -> Result<Vec<Hash>> {
        let mut hashes = Vec::new();
        for span in spans {
            let mut parts = Vec::new();
            for subtree in span.subtrees() {
                parts.push(self.hash(conn, subtree).await?);
            }
            hashes.push(merkle::joined(&parts).unwrap_or_else(merkle::nothing));
        }
        Ok(hashes)
    }

    async fn hash(&mut self, conn: &mut AsyncPgConnection, subtree: Subtree) -> Result<Hash> {
        if let Some(hash) = self.worked_out.get(&subtree) {
            return Ok(*hash);
        }
        let (level, number, from, many) = place_of(subtree);
        let tile = match self.read.entry((level, number)) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(free) => free.insert(tile(conn, level, number * TILE, TILE).await?),
        };
        let run = usize::try_from(from).ok().zip(usize::try_from(many).ok());
        let run = run.and_then(|(from, many)| tile.get(from..from + many));
        let hash = full(run.context("a part of the tree over the audit trail is missing")?)?;
        self.worked_out.insert(subtree, hash);
        Ok(hash)
    }
}

/// The root of the tree when it had so many leaves.
pub async fn root(conn: &mut AsyncPgConnection, size: u64) -> Result<Hash> {
    let found = Tiles::default().hashes(conn, &[Span::first(size)]).await?;
    Ok(found.into_iter().next().unwrap_or_else(merkle::nothing))
}

/// The hashes that prove a leaf to be in the tree of a size.
pub async fn inclusion(conn: &mut AsyncPgConnection, index: u64, size: u64) -> Result<Vec<Hash>> {
    Tiles::default().inclusion(conn, index, size).await
}

/// The hashes that prove the tree of one size to go on from that of another.
pub async fn consistency(conn: &mut AsyncPgConnection, old: u64, new: u64) -> Result<Vec<Hash>> {
    Tiles::default().hashes(conn, &spans::consistency(old, new)).await
}

/// Where a subtree's hash is found: in a tile of the level below it that is
/// kept, from one hash on, so many of them.
fn place_of(subtree: Subtree) -> (u32, u64, u64, u64) {
    let level = subtree.level - subtree.level % STEP;
    let first = subtree.place << (subtree.level - level);
    (level, first / TILE, first % TILE, 1 << (subtree.level - level))
}

/// The root over as many subtrees as fill another.
fn full(hashes: &[Hash]) -> anyhow::Result<Hash> {
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        let pairs = row.chunks(2).map(|pair| match pair {
            [left, right] => Ok(merkle::node(left, right)),
            _ => anyhow::bail!("a subtree of the audit trail is not full"),
        });
        row = pairs.collect::<anyhow::Result<_>>()?;
    }
    let top = row.into_iter().next();
    top.context("a subtree of the audit trail is empty")
}

/// So many hashes of a level that is kept, from one on, as far as they are there.
async fn tile(conn: &mut AsyncPgConnection, level: u32, from: u64, many: u64) -> Result<Vec<Hash>> {
    let (from, many) = (signed(from)?, signed(many)?);
    let rows: Vec<(i64, Vec<u8>)> = if level == 0 {
        audit_entries::table
            .filter(audit_entries::seq.between(from + 1, from + many))
            .order(audit_entries::seq)
            .select((audit_entries::seq - 1, audit_entries::hash))
            .load(conn)
            .await?
    } else {
        let level = i16::try_from(level).map_err(anyhow::Error::from)?;
        audit_subtrees::table
            .filter(audit_subtrees::level.eq(level))
            .filter(audit_subtrees::place.between(from, from + many - 1))
            .order(audit_subtrees::place)
            .select((audit_subtrees::place, audit_subtrees::hash))
            .load(conn)
            .await?
    };
    let read = (from..).zip(rows).map(|(expected, (place, hash))| {
        anyhow::ensure!(place == expected, "a part of the tree over the audit trail is missing");
        Ok(if level == 0 { merkle::leaf(&hash) } else { hash.as_slice().try_into()? })
    });
    Ok(read.collect::<anyhow::Result<_>>()?)
}

/// Keeps the subtrees that are full in the tree of one size and were not in
/// that of another. One that is there already is a fault: nobody else keeps any.
pub(super) async fn grow(conn: &mut AsyncPgConnection, old: u64, new: u64) -> Result<()> {
    for level in (STEP..u64::BITS).step_by(8).take_while(|level| new >> level > 0) {
        for place in old >> level..new >> level {
            let below = tile(conn, level - STEP, place * TILE, TILE).await?;
            if below.len() != usize::try_from(TILE).unwrap_or_default() {
                return Err(anyhow::anyhow!("a part of the audit trail is missing").into());
            }
            let mut subtree = Peaks::default();
            below.into_iter().for_each(|hash| subtree.push(hash));
            keep(conn, level, place, &subtree.root()).await?;
        }
    }
    Ok(())
}

async fn keep(conn: &mut AsyncPgConnection, level: u32, place: u64, hash: &Hash) -> Result<()> {
    let level = i16::try_from(level).map_err(anyhow::Error::from)?;
    diesel::insert_into(audit_subtrees::table)
        .values((
            audit_subtrees::level.eq(level),
            audit_subtrees::place.eq(signed(place)?),
            audit_subtrees::hash.eq(hash.as_slice()),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

fn signed(number: u64) -> Result<i64> {
    Ok(i64::try_from(number).map_err(anyhow::Error::from)?)
}

#[cfg(test)]
mod tests {
    use super::{full, place_of};
    use crate::seal::merkle::{leaf, node};
    use crate::seal::spans::Subtree;

    #[test]
    fn a_subtree_lies_in_one_tile_of_the_level_that_is_kept_below_it() {
        for ((level, place), found) in [
            ((0, 0), (0, 0, 0, 1)),
            ((0, 300), (0, 1, 44, 1)),
            ((3, 32), (0, 1, 0, 8)),
            ((7, 1), (0, 0, 128, 128)),
            ((8, 300), (8, 1, 44, 1)),
            ((15, 3), (8, 1, 128, 128)),
            ((16, 0), (16, 0, 0, 1)),
        ] {
            assert_eq!(place_of(Subtree { level, place }), found, "{level} {place}");
        }
    }

    #[test]
    fn only_full_subtrees_have_a_root_here() {
        let [a, b] = [leaf(b"a"), leaf(b"b")];
        assert_eq!(full(&[a, b]).unwrap(), node(&a, &b));
        assert_eq!(full(&[a]).unwrap(), a);
        assert!(full(&[a, b, a]).is_err() && full(&[]).is_err());
    }
}
