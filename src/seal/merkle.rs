//! The Merkle tree of RFC 6962 (Certificate Transparency, §2.1): its root
//! changes when any leaf is changed, added, removed or moved, and a few hashes
//! prove that a leaf is in a tree, or that one tree goes on from another.

use sha2::{Digest, Sha256};

/// What stands for a leaf, or for everything below a node.
pub type Hash = [u8; 32];

/// The hash of a leaf.
pub fn leaf(content: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(content).finalize().into()
}

/// The hash of a node, from the two below it.
pub fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of a tree without leaves.
pub fn nothing() -> Hash {
    Sha256::digest([]).into()
}

/// The root over the leaves, in their order.
pub fn root(leaves: &[Vec<u8>]) -> Vec<u8> {
    let mut peaks = Peaks::default();
    for content in leaves {
        peaks.push(leaf(content));
    }
    peaks.root().to_vec()
}

/// A tree that grows a leaf at a time and remembers only its full subtrees,
/// widest first: one for each 1 in its size, written in binary.
#[derive(Debug, Clone, Default)]
pub struct Peaks {
    size: u64,
    hashes: Vec<Hash>,
    /// The subtrees that the newest leaf completes, from itself upwards.
    newest: Vec<Hash>,
}

impl Peaks {
    /// Adds a leaf by its hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        self.newest = vec![leaf];
        // As in adding 1: every full subtree of the same width joins with the new one.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.hashes.pop() {
                hash = node(&left, &hash);
                self.newest.push(hash);
            }
        }
        self.hashes.push(hash);
        self.size += 1;
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The subtree that the newest leaf completes so many levels above itself.
    pub fn completed(&self, level: usize) -> Option<&Hash> {
        self.newest.get(level)
    }

    /// The root over all of them.
    pub fn root(&self) -> Hash {
        joined(&self.hashes).unwrap_or_else(nothing)
    }
}

/// The root over full subtrees that stand beside one another, widest first.
pub fn joined(subtrees: &[Hash]) -> Option<Hash> {
    let mut from_the_right = subtrees.iter().rev();
    let last = *from_the_right.next()?;
    Some(from_the_right.fold(last, |right, left| node(left, &right)))
}

/// Whether a leaf is in a tree, by the hashes beside its way to the root
/// (RFC 9162, §2.1.3.2). The first leaf is number 0.
pub fn includes(leaf: Hash, index: u64, (size, root): (u64, &Hash), proof: &[Hash]) -> bool {
    if index >= size {
        return false;
    }
    let (mut place, mut last, mut hash) = (index, size - 1, leaf);
    for beside in proof {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            hash = node(beside, &hash);
            // Up to where it is a right child: above, it is the only one for some levels.
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            hash = node(&hash, beside);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && hash == *root
}

/// Whether a tree goes on from an older one, whose leaves are its first
/// (RFC 9162, §2.1.4.2).
pub fn extends(old: (u64, &Hash), new: (u64, &Hash), proof: &[Hash]) -> bool {
    if old.0 == 0 || old.0 > new.0 {
        return false;
    }
    if old.0 == new.0 {
        return proof.is_empty() && old.1 == new.1;
    }
    // An older tree that is full is itself where both begin.
    let (begin, rest) = if old.0.is_power_of_two() {
        (*old.1, proof)
    } else {
        let Some((first, rest)) = proof.split_first() else { return false };
        (*first, rest)
    };
    let (mut place, mut last) = (old.0 - 1, new.0 - 1);
    while place & 1 == 1 {
        (place, last) = (place >> 1, last >> 1);
    }
    let (mut was, mut is) = (begin, begin);
    for beside in rest {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            (was, is) = (node(beside, &was), node(beside, &is));
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            is = node(&is, beside);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && was == *old.1 && is == *new.1
}

#[cfg(test)]
mod tests {
    use super::{Peaks, extends, includes, leaf, node, root};
    use crate::types::text::hex;

    /// The test vectors that implementations of RFC 6962 share.
    const LEAVES: [&[u8]; 8] = [
        &[],
        &[0x00],
        &[0x10],
        &[0x20, 0x21],
        &[0x30, 0x31],
        &[0x40, 0x41, 0x42, 0x43],
        &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        &[
            0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d,
            0x6e, 0x6f,
        ],
    ];

    const ROOTS: [&str; 9] = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn roots_are_those_of_the_standards_vectors() {
        let mut peaks = Peaks::default();
        for (number, known) in ROOTS.iter().enumerate() {
            let leaves: Vec<Vec<u8>> = LEAVES[..number].iter().map(|it| it.to_vec()).collect();
            assert_eq!(hex(&root(&leaves)), *known, "{number} leaves");
            assert_eq!(hex(&peaks.root()), *known, "{number} leaves, one at a time");
            if let Some(next) = LEAVES.get(number) {
                peaks.push(leaf(next));
            }
        }
    }

    #[test]
    fn order_and_number_matter() {
        let leaves: Vec<Vec<u8>> = (0..5_u8).map(|n| vec![n; 32]).collect();
        let whole = root(&leaves);
        let mut moved = leaves.clone();
        moved.swap(0, 4);
        assert_ne!(root(&moved), whole);
        assert_ne!(root(&leaves[..4]), whole);
    }

    fn unhex(typed: &str) -> [u8; 32] {
        crate::types::text::unhex(typed).unwrap().try_into().unwrap()
    }

    /// Proofs over the vectors' leaves, as implementations of RFC 6962 share them.
    #[test]
    fn proofs_are_those_of_the_standards_vectors() {
        let (six, whole) = (unhex(ROOTS[6]), unhex(ROOTS[8]));
        let beside_the_first = [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]
        .map(unhex);
        assert!(includes(leaf(LEAVES[0]), 0, (8, &whole), &beside_the_first));
        assert!(!includes(leaf(LEAVES[1]), 0, (8, &whole), &beside_the_first));
        assert!(!includes(leaf(LEAVES[0]), 1, (8, &whole), &beside_the_first));
        assert!(!includes(leaf(LEAVES[0]), 0, (8, &whole), &beside_the_first[..2]));
        let from_six = [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
        .map(unhex);
        assert!(extends((6, &six), (8, &whole), &from_six));
        assert!(!extends((5, &six), (8, &whole), &from_six));
        assert!(!extends((6, &whole), (8, &six), &from_six));
        assert!(extends((8, &whole), (8, &whole), &[]));
        assert!(!extends((0, &six), (8, &whole), &from_six));
    }

    #[test]
    fn a_proof_with_anything_added_or_left_out_proves_nothing() {
        let leaves: Vec<[u8; 32]> = (0..3_u8).map(|n| leaf(&[n])).collect();
        let pair = node(&leaves[0], &leaves[1]);
        let root = node(&pair, &leaves[2]);
        assert!(includes(leaves[2], 2, (3, &root), &[pair]));
        assert!(!includes(leaves[2], 2, (3, &root), &[pair, pair]));
        assert!(!includes(leaves[2], 2, (3, &root), &[]));
        assert!(!includes(leaves[2], 3, (3, &root), &[pair]));
        assert!(extends((2, &pair), (3, &root), &[leaves[2]]));
        assert!(!extends((2, &pair), (3, &root), &[]));
        assert!(!extends((2, &pair), (3, &root), &[leaves[2], leaves[2]]));
    }
}
