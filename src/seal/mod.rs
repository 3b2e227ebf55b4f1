//! Sealing: what is locked away until its time, and what we sign for. Pure:
//! keys and bytes, no database.
//!
//! ```text
//!   bid ──age──▶ envelope        to [the request's key, the escrow key]
//!   the request's private key ──XChaCha20-Poly1305──▶ wrapped   under the sealing key
//!   receipt, closing record, checkpoint ──Ed25519──▶ signed   by the signing key
//! ```
//!
//! The sealing key is never in the database, so a copy of the database opens
//! nothing. The escrow key is kept by nobody but the people who locked it away:
//! it opens every envelope if the sealing key is ever lost.

pub mod envelope;
pub mod keys;
pub mod merkle;
pub mod note;
pub mod checkpoint;
pub mod spans;
pub mod statement;
mod wrap;

use sha2::{Digest, Sha256};

/// SHA-256.
pub fn digest(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

#[cfg(test)]
mod tests {
    use super::digest;
    use crate::types::text::hex;

    #[test]
    fn digests_read_as_sha256sum_prints_them() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex(&digest(b"abc")), known);
    }
}
