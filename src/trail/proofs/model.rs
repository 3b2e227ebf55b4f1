//! A proof, for people and programs.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use crate::seal::merkle::Hash;

/// That an entry is among the first so many of the trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inclusion {
    /// The entry's number, from 1.
    pub seq: i64,
    /// Its leaf's number, from 0.
    pub leaf_index: i64,
    /// How many entries the tree has.
    pub size: i64,
    /// The entry's hash, in hexadecimal digits, as the trail shows it.
    pub entry_hash: String,
    /// The hashes beside its way to the root, from the leaf upwards, in Base64.
    pub proof: Vec<String>,
    /// The root of the tree, in Base64.
    pub root: String,
    /// The checkpoint of that size, if there is one.
    pub checkpoint: Option<String>,
}

/// That the tree of one size goes on from that of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consistency {
    /// The older size.
    pub from: i64,
    /// The newer size.
    pub to: i64,
    /// The hashes that prove it, in Base64.
    pub proof: Vec<String>,
    /// The root of the older tree, in Base64.
    pub from_root: String,
    /// The root of the newer tree, in Base64.
    pub to_root: String,
    /// The checkpoint of the older size, if there is one.
    pub from_checkpoint: Option<String>,
    /// The checkpoint of the newer size, if there is one.
    pub to_checkpoint: Option<String>,
}

/// Hashes as C2SP writes them.
pub fn coded(hashes: &[Hash]) -> Vec<String> {
    hashes.iter().map(|it| STANDARD.encode(it)).collect()
}
