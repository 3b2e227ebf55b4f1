//! What people look for among contracts. Nothing here is a mistake: what
//! cannot be read is left out.

use serde::{Deserialize, Serialize};

text_enum! {
    /// Where the contracts stand.
    pub enum Which {
        /// Any.
        Any = "", "Any state";
        /// Waiting for the provider or the force.
        ToSign = "to_sign", "Waiting for a signature";
        /// Returned by the provider.
        Returned = "returned", "Returned to the force";
        /// Binding, and not ended.
        Active = "active", "Active";
        /// Active, with a variation that waits.
        Varying = "varying", "Active, with a variation to sign";
        /// Active, with a variation that the force has to approve.
        Approving = "approving", "Active, with a variation to approve";
        /// Ended on their last day.
        Ended = "ended", "Ended";
        /// Ended before it.
        Terminated = "terminated", "Terminated";
        /// Fallen with their award.
        Withdrawn = "withdrawn", "Withdrawn, never came into force";
    }
}

text_enum! {
    /// In which order.
    pub enum Order {
        /// The newest first.
        Newest = "", "Newest first";
        /// Whatever ends soonest.
        Ending = "ending", "Last day, soonest first";
        /// The largest first.
        Value = "value", "Value, highest first";
        /// By the other side's name.
        Provider = "provider", "By provider";
    }
}

/// The filters as they stand in the address.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Search {
    /// Part of a reference, a title or a name.
    pub q: String,
    /// Where they stand.
    pub state: String,
    /// In which order.
    pub order: String,
    /// Which page.
    #[serde(skip_serializing)]
    pub page: Option<String>,
}

impl Search {
    /// Where they stand; anywhere unless asked otherwise.
    pub fn which(&self) -> Which {
        Which::parse(&self.state).unwrap_or(Which::Any)
    }

    /// In which order; the newest first unless asked otherwise.
    pub fn order(&self) -> Order {
        Order::parse(&self.order).unwrap_or(Order::Newest)
    }

    /// Whether the list is narrowed.
    pub fn narrows(&self) -> bool {
        !self.q.trim().is_empty() || self.which() != Which::Any
    }

    /// The address of a page of the same list, up to its number.
    pub fn path(&self) -> String {
        format!("/contracts?{}&page=", self.kept())
    }

    /// What is asked for, as an address says it.
    pub fn kept(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Order, Search, Which};

    #[test]
    fn odd_filters_are_left_out_and_good_ones_kept_from_page_to_page() {
        let odd = Search { state: "x".into(), order: "?".into(), ..Search::default() };
        assert_eq!((odd.which(), odd.order(), odd.narrows()), (Which::Any, Order::Newest, false));
        let good = Search { q: "a & b".into(), state: "active".into(), ..Search::default() };
        assert!(good.narrows());
        assert_eq!(good.path(), "/contracts?q=a+%26+b&state=active&order=&page=");
    }
}
