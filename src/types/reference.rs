//! Reference numbers that people can read aloud: `REQ-2026-0042`,
//! `BID-2026-7F3K9Q`.

use anyhow::anyhow;

/// A running number, for things that everyone may count.
pub fn numbered(kind: &str, year: i32, number: i32) -> String {
    format!("{kind}-{year}-{number:04}")
}

/// Letters and digits that cannot be misheard or mistyped for one another.
const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J',
    'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// A drawn number, for things whose count is nobody's business: six
/// characters, a thousand million possibilities.
pub fn drawn(kind: &str, year: i32) -> anyhow::Result<String> {
    let mut bytes = [0u8; 6];
    getrandom::fill(&mut bytes).map_err(|cause| anyhow!("no random numbers: {cause}"))?;
    let letters: String =
        bytes.iter().filter_map(|byte| ALPHABET.get(usize::from(byte % 32))).collect();
    Ok(format!("{kind}-{year}-{letters}"))
}

#[cfg(test)]
mod tests {
    use super::{drawn, numbered};

    #[test]
    fn references_can_be_read_aloud() {
        assert_eq!(numbered("REQ", 2026, 42), "REQ-2026-0042");
        let one = drawn("BID", 2026).unwrap();
        assert!(one.starts_with("BID-2026-") && one.len() == 15, "{one}");
        assert_ne!(one, drawn("BID", 2026).unwrap());
    }
}
