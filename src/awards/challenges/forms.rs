//! Challenges, as typed and as understood.

use super::model::Challenger;
use crate::types::ids::ProviderId;
use crate::types::text;
use crate::web::form::{Mistakes, Posted};

const LONGEST: usize = 3_000;
const LONGEST_NAME: usize = 200;

/// What stands for a challenger that is no bidder.
pub const ANOTHER: &str = "another";

/// A challenge, as the force records it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordForm {
    /// The bidder that challenges, or [`ANOTHER`].
    pub provider: String,
    /// Who that is, if it is no bidder.
    pub brought_by: String,
    /// What is said to be wrong.
    pub words: String,
}

impl RecordForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            provider: posted.text("provider"),
            brought_by: posted.text("brought_by"),
            words: posted.text("words"),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<(Challenger, String), Mistakes> {
        let mut mistakes = Mistakes::default();
        let by = match self.provider.as_str() {
            ANOTHER => {
                let name = text::line(&self.brought_by, "who brought the challenge", LONGEST_NAME);
                mistakes.keep("brought_by", name).map(Challenger::Another)
            }
            typed => {
                let found = ProviderId::parse(typed).map(Challenger::Bidder);
                mistakes.keep("provider", found.ok_or("Choose who challenges the award"))
            }
        };
        let words = text::prose(&self.words, "what the challenge says", LONGEST);
        let words = mistakes.keep("words", words);
        match (by, words) {
            (Some(by), Some(words)) => Ok((by, words)),
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
            brought_by: " The  High Court ".to_owned(),
            words: "The scores are wrong.".to_owned(),
        };
        let by = form(ANOTHER).parse().unwrap().0;
        assert_eq!((by.provider(), by.another()), (None, "The High Court"));
        let by = form("0190b0b0-0000-7000-8000-000000000000").parse().unwrap().0;
        assert!(by.provider().is_some() && by.another().is_empty());
        assert!(form("nobody").parse().is_err());
        let nameless = RecordForm { brought_by: " ".to_owned(), ..form(ANOTHER) };
        let mistakes = nameless.parse().unwrap_err();
        assert_eq!(mistakes.on("brought_by"), Some("Enter who brought the challenge"));
    }
}
