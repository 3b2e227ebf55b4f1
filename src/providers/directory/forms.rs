//! What people look for in the directory. Nothing here is a mistake: what
//! cannot be read is left out.

use serde::{Deserialize, Serialize};

use crate::providers::model::Size;

/// The filters as they stand in the address.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Search {
    /// Words to look for in a provider's name, lots and region.
    pub q: String,
    /// A lot's code.
    pub lot: String,
    /// A region's code.
    pub region: String,
    /// How large.
    pub size: String,
    /// Which page.
    #[serde(skip_serializing)]
    pub page: Option<String>,
}

impl Search {
    /// The same, without codes that are not listed.
    pub fn among(&self, lots: &[&str], regions: &[&str]) -> Self {
        let known = |code: &str, listed: &[&str]| match listed.contains(&code) {
            true => code.to_owned(),
            false => String::new(),
        };
        Self {
            q: self.q.trim().to_owned(),
            lot: known(&self.lot, lots),
            region: known(&self.region, regions),
            size: Size::parse(&self.size).map(Size::word).unwrap_or_default().to_owned(),
            page: self.page.clone(),
        }
    }

    /// The words to look for, in small letters; no more than a few of them.
    pub fn words(&self) -> Vec<String> {
        self.q.split_whitespace().take(8).map(str::to_lowercase).collect()
    }

    /// Whether the directory is narrowed.
    pub fn narrows(&self) -> bool {
        [&self.q, &self.lot, &self.region, &self.size].iter().any(|it| !it.is_empty())
    }

    /// The address of a page of the same list, up to its number.
    pub fn path(&self) -> String {
        format!("/providers?{}&page=", self.kept())
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
            q: " Kestrel  & sons ".into(),
            lot: "osint".into(),
            region: "atlantis".into(),
            size: "huge".into(),
            page: Some("2".into()),
        };
        let search = asked.among(&["osint"], &["london"]);
        assert_eq!(search.words(), ["kestrel", "&", "sons"]);
        assert_eq!(search.path(), "/providers?q=Kestrel++%26+sons&lot=osint&region=&size=&page=");
        assert!(search.narrows());
        assert!(!Search { lot: "x".into(), ..Search::default() }.among(&[], &[]).narrows());
    }
}
