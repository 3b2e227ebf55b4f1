//! Sealed copies of files: made when a file comes, kept in store beside it,
//! and opened again into a file of this machine that has no name. What is
//! kept is asked for its digest before anything is made of it.

use std::fs::File;
use std::io::{Read, Seek, Write};

use anyhow::{Context, anyhow};
use futures_util::StreamExt;
use object_store::ObjectStoreExt;
use object_store::path::Path;
use sha2::{Digest, Sha256};

use super::model::Checked;
use super::store::{Files, drawn};
use super::unneeded::queries;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::seal::keys::{Keys, Opener};

/// A sealed copy that is not in store yet.
#[derive(Debug)]
pub struct SealedCopy {
    held: File,
    sha256: [u8; 32],
}

/// A sealed copy that is in store, and which nothing has taken up yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCopy {
    /// Our own name for it.
    pub key: String,
    /// Its SHA-256.
    pub sha256: [u8; 32],
}

/// What a sealed copy has to be, and what has to come out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Where it is in store.
    pub key: String,
    /// Its SHA-256.
    pub sealed_sha256: Vec<u8>,
    /// How much is in it.
    pub bytes: i64,
    /// The SHA-256 of what is in it.
    pub sha256: Vec<u8>,
}

/// What is wrong with a sealed copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Spoilt {
    /// It is not in store.
    #[error("it is missing")]
    Missing,
    /// It is not what was put there.
    #[error("it is not the one that was submitted")]
    Changed,
    /// The key does not open it.
    #[error("it cannot be opened")]
    Unreadable,
}

impl Files {
    /// Seals a copy of a file for one recipient, and for the escrow key.
    pub async fn sealed(
        &self,
        file: Checked,
        keys: &Keys,
        recipient: &str,
    ) -> Result<(Checked, SealedCopy)> {
        let (spool, keys, recipient) = (self.spool(), keys.clone(), recipient.to_owned());
        aside(move || {
            let (mut file, mut held) = (file, spool.file()?);
            let sha256 = keys.seal_stream(&mut file.sent.held, &mut held, &recipient)?;
            file.sent.held.rewind().and_then(|()| held.rewind()).context("cannot read a file")?;
            Ok((file, SealedCopy { held, sha256 }))
        })
        .await
    }

    /// Puts a sealed copy in store. It is announced first, so that no content
    /// is there that nothing knows of.
    pub async fn keep_sealed(&self, db: &Db, copy: SealedCopy) -> Result<NewCopy> {
        let key = drawn()?;
        db.keep_books(async |conn, now| queries::announce(conn, &key, now).await).await?;
        self.put(&key, copy.held).await?;
        Ok(NewCopy { key, sha256: copy.sha256 })
    }

    /// Passes on what came of an act that was to take a copy up. If it did
    /// not, the copy is erased at once rather than by the worker.
    pub async fn copy_taken_up<T>(&self, db: &Db, copy: &NewCopy, done: Result<T>) -> Result<T> {
        // Whether a change was made that the database could not answer for is unknown.
        let undone = matches!(done, Err(ref fault) if !matches!(fault, Error::Unavailable(_)));
        if undone && let Err(fault) = self.let_copy_go(db, &copy.key).await {
            log::warn!("a copy that nothing took up is left to the worker: {fault:#}");
        }
        done
    }

    async fn let_copy_go(&self, db: &Db, key: &str) -> anyhow::Result<()> {
        self.erase(key).await?;
        Ok(db.keep_books(async |conn, _| queries::erased(conn, key).await).await?)
    }

    /// Opens a sealed copy: what was in it, from its beginning, or what is
    /// wrong with it. Nothing is handed out before all of it was looked at.
    pub async fn opened(
        &self,
        expected: Expected,
        opener: Opener,
    ) -> Result<std::result::Result<File, Spoilt>> {
        let Some((held, sha256)) = self.fetched(&expected.key).await? else {
            return Ok(Err(Spoilt::Missing));
        };
        if sha256[..] != expected.sealed_sha256[..] {
            return Ok(Err(Spoilt::Changed));
        }
        let spool = self.spool();
        aside(move || {
            let mut open = spool.file()?;
            let bytes = u64::try_from(expected.bytes).unwrap_or_default();
            match opener.open_stream(held, &mut open, bytes) {
                Ok(sha256) if sha256[..] == expected.sha256[..] => {}
                Ok(_) => return Ok(Err(Spoilt::Changed)),
                Err(cause) => {
                    log::warn!("the copy {} cannot be opened: {cause:#}", expected.key);
                    return Ok(Err(Spoilt::Unreadable));
                }
            }
            open.rewind().context("cannot read a file that is held")?;
            Ok(Ok(open))
        })
        .await
    }

    /// The SHA-256 of what is in store under a name, if anything is.
    pub async fn digest(&self, key: &str) -> Result<Option<[u8; 32]>> {
        Ok(self.fetched(key).await?.map(|it| it.1))
    }

    /// What is in store under a name, with its digest, if anything is.
    async fn fetched(&self, key: &str) -> Result<Option<(File, [u8; 32])>> {
        if key.is_empty() {
            return Ok(None);
        }
        let unread = |fault| Error::Unavailable(anyhow!("the copy {key} cannot be read: {fault}"));
        let mut content = match self.store().get(&Path::from(key)).await {
            Ok(found) => found.into_stream(),
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(fault) => return Err(unread(fault)),
        };
        let (mut held, mut digest) = (self.spool().file()?, Sha256::new());
        while let Some(piece) = content.next().await {
            let piece = piece.map_err(unread)?;
            digest.update(&piece);
            // A page of memory for the system to write out later: this does not wait for a disk.
            held.write_all(&piece).context("cannot hold a file")?;
        }
        held.rewind().context("cannot read a file that is held")?;
        Ok(Some((held, digest.finalize().into())))
    }
}

/// Does what takes long away from the threads that answer.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|fault| anyhow!("a file was not dealt with: {fault}"))??)
}

/// How much of a file is in memory at a time, on its way out.
const PIECE: usize = 256 * 1024;

/// A file that is held, piece by piece.
pub fn pieces(
    held: File,
) -> impl futures_util::Stream<Item = std::io::Result<actix_web::web::Bytes>> {
    futures_util::stream::unfold(Some(held), async |held| {
        let mut held = held?;
        let mut piece = vec![0; PIECE];
        // Out of memory of the system's, where it was just written.
        match held.read(&mut piece) {
            Ok(0) => None,
            Ok(length) => {
                piece.truncate(length);
                Some((Ok(piece.into()), Some(held)))
            }
            Err(fault) => Some((Err(fault), None)),
        }
    })
}
