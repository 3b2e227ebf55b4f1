//! The root of a list of digests, as RFC 6962 (Certificate Transparency, §2.1)
//! works it out: it changes when any of them is changed, added, removed or moved.

use sha2::{Digest, Sha256};

/// The root over the leaves, in their order.
pub fn root(leaves: &[Vec<u8>]) -> Vec<u8> {
    match leaves {
        [] => Sha256::digest([]).to_vec(),
        [leaf] => Sha256::new().chain_update([0]).chain_update(leaf).finalize().to_vec(),
        _ => {
            // The largest power of two that is smaller than the whole.
            let split = leaves.len().div_ceil(2).next_power_of_two();
            let (left, right) = leaves.split_at(split);
            let pair = Sha256::new().chain_update([1]).chain_update(root(left));
            pair.chain_update(root(right)).finalize().to_vec()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::root;
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

    #[test]
    fn roots_are_those_of_the_standards_vectors() {
        let roots = [
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
        for (number, known) in roots.iter().enumerate() {
            let leaves: Vec<Vec<u8>> = LEAVES[..number].iter().map(|it| it.to_vec()).collect();
            assert_eq!(hex(&root(&leaves)), *known, "{number} leaves");
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
}
