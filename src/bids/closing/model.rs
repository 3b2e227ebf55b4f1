//! What there was when the deadline passed.

use diesel::prelude::*;

use crate::requests::model::Request;
use crate::schema::closings;
use crate::seal::merkle;
use crate::types::text::hex;
use crate::types::time::Moment;

/// A closing that is on record.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = closings, check_for_backend(diesel::pg::Pg))]
pub struct Closing {
    /// When it was put on record.
    pub closed_at: Moment,
    /// How many bids there were.
    pub bids: i32,
    /// The root over their digests.
    pub root: Vec<u8>,
    /// All of it, signed.
    pub text: String,
}

impl Closing {
    /// The root as people compare it.
    pub fn root(&self) -> String {
        hex(&self.root)
    }
}

/// The root over the bids of a request, in the order of their ids. The leaf of
/// a bid is the digest of its quality envelope followed by that of its price.
pub fn root(digests: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let leaves: Vec<Vec<u8>> =
        digests.iter().map(|(quality, price)| [quality.as_slice(), price].concat()).collect();
    merkle::root(&leaves)
}

const BIDS: &str = "Bids: ";
const ROOT: &str = "Root of their digests: ";

/// What a closing record says, to be signed.
pub fn lines(request: &Request, bids: usize, root: &[u8]) -> Vec<String> {
    let closes = request.closes_at.map(|it| it.to_rfc3339()).unwrap_or_default();
    vec![
        "Muster closing record 1".to_owned(),
        format!("Request: {}", request.reference),
        format!("Deadline: {closes}"),
        format!("{BIDS}{bids}"),
        format!("{ROOT}{}", hex(root)),
    ]
}

/// How many bids there were, and the root over them, as such lines have it.
pub fn said(text: &str) -> Option<(i64, &str)> {
    let said = |name: &str| text.lines().find_map(|it| it.strip_prefix(name));
    said(BIDS).and_then(|it| it.parse().ok()).zip(said(ROOT))
}

#[cfg(test)]
mod tests {
    use super::root;

    #[test]
    fn exchanging_envelopes_between_bids_changes_the_root() {
        let digest = |n: u8| vec![n; 32];
        let there = root(&[(digest(1), digest(2)), (digest(3), digest(4))]);
        assert_eq!(there, root(&[(digest(1), digest(2)), (digest(3), digest(4))]));
        assert_ne!(there, root(&[(digest(1), digest(4)), (digest(3), digest(2))]));
        assert_ne!(there, root(&[(digest(3), digest(4)), (digest(1), digest(2))]));
        assert_ne!(there, root(&[(digest(1), digest(2))]));
    }
}
