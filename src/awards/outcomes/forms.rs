//! What people look for among outcomes. Nothing here is a mistake: what cannot
//! be read is left out.

use serde::{Deserialize, Serialize};

text_enum! {
    /// How a request ended, for everyone.
    pub enum Ending {
        /// An award stands.
        Awarded = "awarded", "Awarded";
        /// An award was withdrawn, and nothing is decided since.
        Withdrawn = "withdrawn", "Award withdrawn";
        /// It ended without an award.
        NoAward = "no_award", "No award";
        /// It was called off.
        Cancelled = "cancelled", "Cancelled";
    }
}

impl Ending {
    /// The colour of its tag.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Awarded => "green",
            Self::Withdrawn => "yellow",
            Self::NoAward => "orange",
            Self::Cancelled => "red",
        }
    }
}

/// The filters as they stand in the address.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Search {
    /// Words to look for in the title, the reference, the force and the winner.
    pub q: String,
    /// How it ended.
    pub ending: String,
    /// A force's name in addresses.
    pub force: String,
    /// Which page.
    #[serde(skip_serializing)]
    pub page: Option<String>,
}

impl Search {
    /// The same, without what is not listed.
    pub fn among(&self, forces: &[&str]) -> Self {
        let force = if forces.contains(&self.force.as_str()) { self.force.as_str() } else { "" };
        Self {
            q: self.q.trim().to_owned(),
            ending: self.ending().map(Ending::word).unwrap_or_default().to_owned(),
            force: force.to_owned(),
            page: self.page.clone(),
        }
    }

    /// How it ended, if that is asked for.
    pub fn ending(&self) -> Option<Ending> {
        Ending::parse(&self.ending)
    }

    /// The words to look for, in small letters; no more than a few of them.
    pub fn words(&self) -> Vec<String> {
        self.q.split_whitespace().take(8).map(str::to_lowercase).collect()
    }

    /// Whether the list is narrowed.
    pub fn narrows(&self) -> bool {
        [&self.q, &self.ending, &self.force].iter().any(|it| !it.is_empty())
    }

    /// The address of a page of the same list, up to its number.
    pub fn path(&self) -> String {
        format!("/outcomes?{}&page=", self.kept())
    }

    /// What is asked for, as an address says it.
    pub fn kept(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Search;

    #[test]
    fn odd_filters_are_left_out_and_good_ones_kept_from_page_to_page() {
        let asked = Search {
            q: " 50%  Phones ".into(),
            ending: "lost".into(),
            force: "atlantis".into(),
            page: Some("2".into()),
        };
        let search = asked.among(&["northshire"]);
        assert_eq!(search.words(), ["50%", "phones"]);
        assert_eq!(search.path(), "/outcomes?q=50%25++Phones&ending=&force=&page=");
        assert!(search.narrows());
        let good = Search { ending: "no_award".into(), force: "northshire".into(), ..asked };
        let good = good.among(&["northshire"]);
        assert_eq!((good.ending.as_str(), good.force.as_str()), ("no_award", "northshire"));
        assert!(!Search::default().narrows());
    }
}
