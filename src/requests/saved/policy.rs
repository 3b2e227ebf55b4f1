//! How many searches a person may keep, and what they may call them.

use super::model::SavedSearch;
use crate::error::Error;
use crate::types::ids::SavedSearchId;

/// How many searches a person may keep.
pub const MOST_KEPT: usize = 20;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There are enough of them.
    #[error(
        "You have saved 20 searches, and that is as many as we keep. Delete one that you no longer need first."
    )]
    Enough,
    /// Another has the name.
    #[error("You have a search of that name. Choose another name")]
    Named,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May a person who has these save another?
pub fn may_save(own: &[SavedSearch]) -> Result<(), Refusal> {
    if own.len() < MOST_KEPT { Ok(()) } else { Err(Refusal::Enough) }
}

/// May one of them, or a new one, be called so?
pub fn may_be_called(
    own: &[SavedSearch],
    name: &str,
    but: Option<SavedSearchId>,
) -> Result<(), Refusal> {
    let same =
        |it: &&SavedSearch| Some(it.id) != but && it.name.to_lowercase() == name.to_lowercase();
    if own.iter().any(|it| same(&it)) { Err(Refusal::Named) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{MOST_KEPT, Refusal, SavedSearch, may_be_called, may_save};
    use crate::outbox::preferences::Pace;
    use crate::types::ids::SavedSearchId;

    fn named(name: &str) -> SavedSearch {
        let (name, search) = (name.to_owned(), String::new());
        SavedSearch { id: SavedSearchId::mint(), name, search, pace: Pace::Daily }
    }

    #[test]
    fn names_differ_and_there_are_only_so_many() {
        let own = [named("Phones"), named("Wallets")];
        assert_eq!(may_be_called(&own, "phones", None), Err(Refusal::Named));
        assert_eq!(may_be_called(&own, "phones", Some(own[0].id)), Ok(()));
        assert_eq!(may_be_called(&own, "Drones", None), Ok(()));
        assert_eq!(may_save(&own), Ok(()));
        let many: Vec<_> = (0..MOST_KEPT).map(|n| named(&n.to_string())).collect();
        assert_eq!(may_save(&many), Err(Refusal::Enough));
    }
}
