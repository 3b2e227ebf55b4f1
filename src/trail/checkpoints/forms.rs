//! Which checkpoints are asked for. What cannot be read asks for the newest.

use serde::Deserialize;

/// As it stands in an address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Only those with fewer entries.
    pub before: String,
    /// Only those with more entries.
    pub after: String,
}

impl Asked {
    /// Only those with fewer entries.
    pub fn before(&self) -> Option<i64> {
        number(&self.before)
    }

    /// Only those with more entries.
    pub fn after(&self) -> i64 {
        number(&self.after).unwrap_or_default()
    }
}

fn number(typed: &str) -> Option<i64> {
    typed.trim().parse().ok().filter(|it| *it > 0)
}

#[cfg(test)]
mod tests {
    use super::Asked;

    #[test]
    fn what_is_no_number_asks_for_nothing_in_particular() {
        for typed in ["", "x", "-1", "0", "99999999999999999999"] {
            let asked = Asked { before: typed.to_owned(), after: typed.to_owned() };
            assert_eq!((asked.before(), asked.after()), (None, 0), "{typed:?}");
        }
        let asked = Asked { before: " 57 ".to_owned(), after: "3".to_owned() };
        assert_eq!((asked.before(), asked.after()), (Some(57), 3));
    }
}
