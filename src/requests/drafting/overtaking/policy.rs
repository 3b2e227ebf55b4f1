//! May a page that was drawn a while ago be saved now? Pure.

use crate::error::Error;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Somebody was quicker.
    #[error(
        "This page was saved while you were writing on it, so nothing of yours is saved yet. Go back and save again to see both texts."
    )]
    Overtaken,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Again(refusal.to_string())
    }
}

/// How a page that is sent stands to what is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was saved since it was drawn.
    Free,
    /// What was saved since is what it says: there is nothing left to do.
    There,
    /// Something else was saved since.
    Overtaken,
}

/// How it stands: `seen` marks what it said when it was drawn, `now` what it
/// says now, and `same` tells whether that is what is sent. Without a mark,
/// whatever is there is overwritten.
pub fn standing(seen: Option<&str>, now: &str, same: bool) -> Standing {
    match seen {
        Some(seen) if seen != now && same => Standing::There,
        Some(seen) if seen != now => Standing::Overtaken,
        _ => Standing::Free,
    }
}

#[cfg(test)]
mod tests {
    use super::{Standing, standing};

    #[test]
    fn what_was_saved_meanwhile_is_overwritten_only_by_itself() {
        for (seen, same, stands) in [
            (Some("a"), false, Standing::Free),
            (Some("a"), true, Standing::Free),
            (Some("b"), true, Standing::There),
            (Some("b"), false, Standing::Overtaken),
            (None, false, Standing::Free),
        ] {
            assert_eq!(standing(seen, "a", same), stands, "{seen:?} {same}");
        }
    }
}
