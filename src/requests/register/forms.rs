//! What narrows the register. Nothing here is a mistake: what cannot be read
//! narrows nothing.

use serde::{Deserialize, Serialize};

use crate::requests::model::Phase;

/// The filter as it stands in the address.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// A force's name in addresses.
    pub force: String,
    /// Where the requests stand.
    pub state: String,
    /// Which page.
    #[serde(skip_serializing)]
    pub page: Option<String>,
}

impl Filter {
    /// Where the requests stand, if that is asked.
    pub fn phase(&self) -> Option<Phase> {
        Phase::parse(&self.state)
    }

    /// Whether the list is narrowed.
    pub fn narrows(&self) -> bool {
        !self.force.is_empty() || self.phase().is_some()
    }

    /// The filter as an address has it, after the `?`.
    pub fn kept(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }

    /// The address of a page of the same list, up to its number.
    pub fn path(&self) -> String {
        format!("/operator/requests?{}&page=", self.kept())
    }
}

#[cfg(test)]
mod tests {
    use super::Filter;
    use crate::requests::model::Phase;

    #[test]
    fn odd_states_are_left_out_and_the_next_page_keeps_the_filter() {
        let filter = Filter { state: "sealed".into(), ..Filter::default() };
        assert_eq!((filter.phase(), filter.narrows()), (None, false));
        let filter = Filter { state: "closed".into(), force: "north & south".into(), page: None };
        assert_eq!(filter.phase(), Some(Phase::Closed));
        let next = "/operator/requests?force=north+%26+south&state=closed&page=";
        assert_eq!(filter.path(), next);
    }
}
