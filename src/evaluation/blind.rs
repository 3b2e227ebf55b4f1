//! Letters for bidders, so that scores are given to words and not to names.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The things in an order that only this viewer gets, the same every time:
/// by the digest of the viewer's id and the thing's.
pub fn shuffled<T>(viewer: Uuid, mut things: Vec<T>, id: impl Fn(&T) -> Uuid) -> Vec<(String, T)> {
    things.sort_by_cached_key(|thing| digest(viewer.as_bytes(), id(thing)));
    things.into_iter().enumerate().map(|(place, thing)| (letter(place), thing)).collect()
}

/// The digest that places a thing in an order nobody can steer.
pub fn digest(salt: &[u8], id: Uuid) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(id.as_bytes());
    hash.finalize().into()
}

/// A, B … Z, AA, AB …
fn letter(place: usize) -> String {
    let last = char::from(b'A' + u8::try_from(place % 26).unwrap_or(0));
    match place / 26 {
        0 => last.to_string(),
        above => format!("{}{last}", letter(above - 1)),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{letter, shuffled};

    #[test]
    fn letters_go_on_after_z() {
        for (place, said) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(letter(place), said);
        }
    }

    #[test]
    fn each_evaluator_keeps_an_order_of_their_own() {
        let bids: Vec<Uuid> = (1..=6).map(Uuid::from_u128).collect();
        let order = |viewer: u128| shuffled(Uuid::from_u128(viewer), bids.clone(), |bid| *bid);
        assert_eq!(order(100), order(100));
        let different = (100..120).filter(|viewer| order(*viewer) != order(1)).count();
        assert!(different >= 18, "only {different} of 20 orders differ");
        let letters: Vec<_> = order(7).into_iter().map(|(letter, _)| letter).collect();
        assert_eq!(letters, ["A", "B", "C", "D", "E", "F"]);
    }
}
