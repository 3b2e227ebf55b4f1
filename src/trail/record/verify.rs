//! Checking a record that somebody kept, without asking anyone.

use anyhow::Result;

use super::bundle::unpacked;
use super::manifest;
use super::model::ENTRIES;
use crate::audit::proven::Proven;
use crate::seal::note::Trusted;

/// What came of checking a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is as it was taken.
    Whole {
        /// The request it is about.
        reference: String,
        /// How many files it has.
        files: usize,
        /// How many entries of the trail a signed checkpoint covers.
        proved: usize,
        /// How many none covered yet.
        unproved: usize,
    },
    /// It is not, and why.
    Broken(String),
}

/// Checks the list, each file in it, and each entry's proof.
pub fn verify(bytes: &[u8], trusted: &[Trusted]) -> Result<Verdict> {
    let files = unpacked(bytes)?;
    let reference = match manifest::check(&files, trusted) {
        Ok(reference) => reference,
        Err(fault) => return Ok(Verdict::Broken(fault.to_string())),
    };
    let (mut proved, mut unproved) = (0, 0);
    for (place, bytes) in files.iter().filter(|it| it.0.starts_with(ENTRIES)) {
        let text = String::from_utf8_lossy(bytes);
        if !text.contains(crate::audit::proven::PROOF) {
            unproved += 1;
            continue;
        }
        let read = Proven::read(&text).and_then(|it| it.map(|it| it.verify(trusted)).transpose());
        match read {
            Ok(Some(_)) => proved += 1,
            Ok(None) => return Ok(Verdict::Broken(format!("{place} is no entry of the trail"))),
            Err(fault) => return Ok(Verdict::Broken(format!("{place}: {fault}"))),
        }
    }
    Ok(Verdict::Whole { reference, files: files.len(), proved, unproved })
}
