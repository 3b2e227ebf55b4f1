//! Finding proofs.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use diesel_async::AsyncPgConnection;

use super::model::{Consistency, Inclusion, coded};
use crate::audit::{checkpoints, proven, tree, written};
use crate::error::{Error, Result};
use crate::types::text::hex;

/// How many entries the newest checkpoint covers.
pub async fn covered(conn: &mut AsyncPgConnection) -> Result<Option<i64>> {
    Ok(checkpoints::newest(conn).await?.map(|it| it.size))
}

/// That an entry is among the first so many. A checkpoint has to cover them.
pub async fn inclusion(conn: &mut AsyncPgConnection, seq: i64, size: i64) -> Result<Inclusion> {
    let entry = written::of(conn, seq).await?;
    let proof = proven::inclusion(conn, seq, size).await?;
    let (root, checkpoint) = at(conn, size).await?;
    Ok(Inclusion {
        seq,
        leaf_index: seq - 1,
        size,
        entry_hash: hex(&entry.hash),
        proof: coded(&proof),
        root,
        checkpoint,
    })
}

/// That the tree of one size goes on from that of another. A checkpoint has to
/// cover both.
pub async fn consistency(conn: &mut AsyncPgConnection, from: i64, to: i64) -> Result<Consistency> {
    let (Ok(old), Ok(new)) = (u64::try_from(from), u64::try_from(to)) else {
        return Err(Error::NotFound);
    };
    let proof = coded(&tree::consistency(conn, old, new).await?);
    let (from_root, from_checkpoint) = at(conn, from).await?;
    let (to_root, to_checkpoint) = at(conn, to).await?;
    Ok(Consistency { from, to, proof, from_root, to_root, from_checkpoint, to_checkpoint })
}

/// The root of a size, and the checkpoint if one was signed for it.
async fn at(conn: &mut AsyncPgConnection, size: i64) -> Result<(String, Option<String>)> {
    if let Some(checkpoint) = checkpoints::of(conn, size).await? {
        return Ok((STANDARD.encode(checkpoint.root), Some(checkpoint.note)));
    }
    let leaves = u64::try_from(size).map_err(|_| Error::NotFound)?;
    Ok((STANDARD.encode(tree::root(conn, leaves).await?), None))
}
