//! Challenges, as typed and as understood.

use crate::types::ids::ProviderId;
use crate::types::text;
use crate::web::form::{Mistakes, Posted};

const LONGEST: usize = 3_000;

/// What stands for a challenger that is no bidder.
pub const ANOTHER: &str = "another";

/// A challenge, as the force records it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordForm {
    /// The bidder that challenges, or [`ANOTHER`].
    pub provider: String,
    /// What is said to be wrong.
    pub words: String,
}

impl RecordForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { provider: posted.text("provider"), words: posted.text("words") }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<(Option<ProviderId>, String), Mistakes> {
        let mut mistakes = Mistakes::default();
        let provider = match self.provider.as_str() {
            ANOTHER => Some(None),
            typed => {
                let found = ProviderId::parse(typed).map(Some);
                mistakes.keep("provider", found.ok_or("Choose who challenges the award"))
            }
        };
        let words = text::prose(&self.words, "what the challenge says", LONGEST);
        let words = mistakes.keep("words", words);
        match (provider, words) {
            (Some(provider), Some(words)) => Ok((provider, words)),
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ANOTHER, RecordForm};

    #[test]
    fn a_challenge_is_somebodys_and_says_something() {
        assert_eq!(RecordForm::default().parse().unwrap_err().all().count(), 2);
        let form = |provider: &str| RecordForm {
            provider: provider.to_owned(),
            words: "The scores are wrong.".to_owned(),
        };
        assert_eq!(form(ANOTHER).parse().unwrap().0, None);
        assert!(form("0190b0b0-0000-7000-8000-000000000000").parse().unwrap().0.is_some());
        assert!(form("nobody").parse().is_err());
    }
}
