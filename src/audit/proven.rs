//! An entry with the proof that a signed checkpoint covers it, for whoever
//! wants to check it without asking us.
//!
//! ```text
//! Muster audit entry 1
//! Number: 42
//! …
//!
//! c2sp.org/tlog-proof@v1
//! index 41
//! (hashes from the leaf upwards)
//!
//! (the checkpoint, as it was signed)
//! ```
//!
//! The second half is what C2SP calls a transparency log proof. Blank lines
//! mean nothing and lines may be indented, so that all of it can be copied out
//! of a mail.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use diesel_async::AsyncPgConnection;

use super::checkpoints;
use super::tree::{self, Tiles};
use super::written::{self, OPENS, Written};
use crate::error::{Error, Result};
use crate::seal::checkpoint::{self, Head};
use crate::seal::merkle::{self, Hash};
use crate::seal::note::Trusted;

/// How a proof begins.
pub const PROOF: &str = "c2sp.org/tlog-proof@v1";

/// An entry, the hashes beside its way to the root, and the checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// The entry.
    pub entry: Written,
    /// The hashes, from the leaf upwards.
    pub proof: Vec<Hash>,
    /// The signed note.
    pub note: String,
}

/// Why a proof is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It cannot be read.
    #[error("the proof in it cannot be read")]
    Unreadable,
    /// The checkpoint is not believed.
    #[error("of the checkpoint in it: {0}")]
    Checkpoint(crate::seal::note::Fault),
    /// The entry is not there.
    #[error("the audit trail that was signed does not hold this entry")]
    NotIncluded,
}

impl Proven {
    /// In plain text.
    pub fn text(&self) -> String {
        let hashes: String =
            self.proof.iter().map(|it| format!("{}\n", STANDARD.encode(it))).collect();
        let index = self.entry.seq - 1;
        format!("{}\n{PROOF}\nindex {index}\n{hashes}\n{}", self.entry.text(), self.note)
    }

    /// Finds one in a text, if there is any.
    pub fn read(text: &str) -> Result<Option<Self>, Fault> {
        let mut lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
        if !lines.any(|it| it == OPENS) {
            return Ok(None);
        }
        read(&mut lines).ok_or(Fault::Unreadable).map(Some)
    }

    /// What the checkpoint says, if it was signed by somebody trusted and
    /// covers the entry as it is written here.
    pub fn verify(&self, trusted: &[Trusted]) -> Result<Head, Fault> {
        let head = checkpoint::open(&self.note, trusted).map_err(Fault::Checkpoint)?;
        let leaf = merkle::leaf(&self.entry.expected_hash());
        let index = u64::try_from(self.entry.seq - 1).map_err(|_| Fault::NotIncluded)?;
        let included = merkle::includes(leaf, index, (head.size, &head.root), &self.proof);
        if included { Ok(head) } else { Err(Fault::NotIncluded) }
    }
}

fn read<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Option<Proven> {
    let entry = Written::read(lines.by_ref())?;
    let mut lines = lines.skip_while(|it| *it != PROOF).skip(1).peekable();
    let index: i64 = lines.next()?.strip_prefix("index ")?.parse().ok()?;
    let hash = |it: &str| Hash::try_from(STANDARD.decode(it).ok()?).ok();
    let mut proof = Vec::new();
    while let Some(one) = lines.peek().and_then(|it| hash(it)) {
        proof.push(one);
        lines.next();
    }
    let [origin, size, root] = [lines.next()?, lines.next()?, lines.next()?];
    let signatures: String =
        lines.take_while(|it| it.starts_with("— ")).map(|it| format!("{it}\n")).collect();
    let note = format!("{origin}\n{size}\n{root}\n\n{signatures}");
    (index == entry.seq - 1 && !signatures.is_empty()).then_some(Proven { entry, proof, note })
}

/// An entry with its proof, once a checkpoint covers it. Always by the first
/// that does, so that what is given out twice is the same.
pub async fn of(conn: &mut AsyncPgConnection, seq: i64) -> Result<Option<Proven>> {
    let entry = written::of(conn, seq).await?;
    let Some(by) = checkpoints::covering(conn, seq).await? else { return Ok(None) };
    let proof = inclusion(conn, seq, by.size).await?;
    Ok(Some(Proven { entry, proof, note: by.note }))
}

/// An entry, with its proof if there is one yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// A checkpoint covers it.
    Proved(Proven),
    /// None does yet.
    Unproved(Written),
}

impl Entered {
    /// The entry.
    pub fn entry(&self) -> &Written {
        match self {
            Self::Proved(it) => &it.entry,
            Self::Unproved(it) => it,
        }
    }

    /// In plain text.
    pub fn text(&self) -> String {
        match self {
            Self::Proved(it) => it.text(),
            Self::Unproved(it) => it.text(),
        }
    }
}

/// The entries of some numbers, in their order, each as [`of`] has it.
pub async fn all(conn: &mut AsyncPgConnection, numbers: &[i64]) -> Result<Vec<Entered>> {
    let covering = checkpoints::covering_each(conn, numbers).await?;
    let (mut entered, mut tiles) = (Vec::new(), Tiles::default());
    for entry in written::all(conn, numbers).await? {
        let by = covering.partition_point(|it| it.size < entry.seq);
        let Some(by) = covering.get(by) else {
            entered.push(Entered::Unproved(entry));
            continue;
        };
        let (Ok(index), Ok(size)) = (u64::try_from(entry.seq - 1), u64::try_from(by.size)) else {
            return Err(Error::NotFound);
        };
        let proof = tiles.inclusion(conn, index, size).await?;
        entered.push(Entered::Proved(Proven { entry, proof, note: by.note.clone() }));
    }
    Ok(entered)
}

/// The hashes that prove an entry to be among the first so many. A checkpoint
/// has to cover that many.
pub async fn inclusion(conn: &mut AsyncPgConnection, seq: i64, size: i64) -> Result<Vec<Hash>> {
    let (index, size) = (u64::try_from(seq - 1), u64::try_from(size));
    let (Ok(index), Ok(size)) = (index, size) else { return Err(Error::NotFound) };
    tree::inclusion(conn, index, size).await
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Fault, Proven};
    use crate::audit::written::Written;
    use crate::seal::checkpoint::Head;
    use crate::seal::keys::Keys;
    use crate::seal::merkle::{leaf, node};
    use crate::seal::note;

    fn proven(keys: &Keys) -> Proven {
        let mut entry = Written {
            seq: 2,
            at: "2026-01-05T09:00:00Z".parse().unwrap(),
            actor: None,
            organisation: Some(Uuid::max()),
            action: "bid.submitted".to_owned(),
            subject: Uuid::nil(),
            detail: "{\"again\": false}".to_owned(),
            call: "a call".to_owned(),
            prev_hash: vec![1; 32],
            hash: Vec::new(),
        };
        entry.hash = entry.expected_hash();
        let beside = leaf(b"the first");
        let root = node(&beside, &leaf(&entry.hash));
        let head = Head { origin: "muster.test".to_owned(), size: 2, root };
        Proven { entry, proof: vec![beside], note: keys.sign_checkpoint(&head) }
    }

    #[test]
    fn a_proof_is_believed_as_it_was_given_and_out_of_a_mail() {
        let (keys, _) = Keys::fresh().unwrap();
        let whole = proven(&keys);
        let text = format!("Muster receipt 1\nSignature: none\n\n{}", whole.text());
        let mailed = text.replace('\n', "\r\n\r\n ");
        for text in [text, mailed + "Kind regards"] {
            let read = Proven::read(&text).unwrap().unwrap();
            assert_eq!(read, whole);
            assert_eq!(read.verify(&keys.trusted()).unwrap().size, 2);
        }
        assert_eq!(Proven::read("Muster receipt 1\n"), Ok(None));
    }

    #[test]
    fn a_proof_of_something_else_or_by_someone_else_is_not_believed() {
        let (keys, _) = Keys::fresh().unwrap();
        let whole = proven(&keys);
        let text = whole.text();
        for (from, to) in [
            ("bid.submitted", "bid.withdrawn"),
            ("Organisation: ffffffff", "Organisation: efffffff"),
            ("\"again\": false", "\"again\": true"),
        ] {
            assert!(text.contains(from), "{from}");
            let read = Proven::read(&text.replace(from, to)).unwrap().unwrap();
            assert_eq!(read.verify(&keys.trusted()), Err(Fault::NotIncluded), "{from}");
        }
        for (from, to) in [("index 1", "index 0"), ("Number: 2", "Number: two"), ("— ", "- ")] {
            assert_eq!(Proven::read(&text.replace(from, to)), Err(Fault::Unreadable), "{from}");
        }
        let (others, _) = Keys::fresh().unwrap();
        let fault = Fault::Checkpoint(note::Fault::Unsigned);
        assert_eq!(whole.verify(&others.trusted()), Err(fault));
        let grown = Proven { note: whole.note.replace("\n2\n", "\n3\n"), ..whole };
        let fault = Fault::Checkpoint(note::Fault::Changed);
        assert_eq!(grown.verify(&keys.trusted()), Err(fault));
    }
}
