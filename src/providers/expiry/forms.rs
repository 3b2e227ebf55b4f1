//! What the operator looks for among the things that run out. Nothing here is
//! a mistake: what cannot be read is left out.

use serde::{Deserialize, Serialize};

text_enum! {
    /// Which kind of thing.
    pub enum What {
        /// Every one.
        Any = "", "Everything";
        /// Certificates.
        Certificates = "certificates", "Certificates";
        /// Insurances.
        Insurances = "insurances", "Insurances";
        /// Clearances of specialists.
        Clearances = "clearances", "Clearances";
        /// Whatever keeps its company from bidding.
        Blocking = "blocking", "What blocks bidding";
    }
}

text_enum! {
    /// How soon.
    pub enum Window {
        /// Within 60 days, or already.
        Any = "", "Expired, or within 60 days";
        /// Already.
        Expired = "expired", "Expired";
        /// Within a week.
        Seven = "7", "Within 7 days";
        /// Within four weeks.
        TwentyEight = "28", "Within 28 days";
        /// Within 60 days.
        Sixty = "60", "Within 60 days";
    }
}

text_enum! {
    /// In which order.
    pub enum Order {
        /// What runs out first.
        Soonest = "", "Soonest first";
        /// Provider by provider.
        Provider = "provider", "By provider";
    }
}

/// The filters as they stand in the address.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Search {
    /// Part of a provider's name.
    pub q: String,
    /// A kind of thing.
    pub what: String,
    /// How soon.
    pub window: String,
    /// In which order.
    pub order: String,
    /// Which page.
    #[serde(skip_serializing)]
    pub page: Option<String>,
}

impl Search {
    /// Which kind of thing; every one unless asked otherwise.
    pub fn what(&self) -> What {
        What::parse(&self.what).unwrap_or(What::Any)
    }

    /// How soon; whenever unless asked otherwise.
    pub fn window(&self) -> Window {
        Window::parse(&self.window).unwrap_or(Window::Any)
    }

    /// In which order; the soonest first unless asked otherwise.
    pub fn order(&self) -> Order {
        Order::parse(&self.order).unwrap_or(Order::Soonest)
    }

    /// Whether the list is narrowed.
    pub fn narrows(&self) -> bool {
        !self.q.trim().is_empty() || self.what() != What::Any || self.window() != Window::Any
    }

    /// The address of a page of the same list, up to its number.
    pub fn path(&self) -> String {
        format!("/operator/expiry?{}&page=", self.kept())
    }

    /// What is asked for, as an address says it.
    pub fn kept(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Order, Search, What, Window};

    #[test]
    fn odd_filters_are_left_out_and_good_ones_kept_from_page_to_page() {
        let odd = Search {
            what: "x".into(),
            window: "61".into(),
            order: "?".into(),
            ..Search::default()
        };
        assert_eq!(
            (odd.what(), odd.window(), odd.order()),
            (What::Any, Window::Any, Order::Soonest)
        );
        assert!(!odd.narrows());
        let good = Search { q: "a & b".into(), what: "clearances".into(), ..Search::default() };
        assert!(good.narrows());
        assert_eq!(good.path(), "/operator/expiry?q=a+%26+b&what=clearances&window=&order=&page=");
    }
}
