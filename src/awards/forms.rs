//! Recommendations, as typed and as understood.

use crate::types::ids::BidId;
use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// The longest reason.
const LONGEST: usize = 3_000;

/// A recommendation, as typed.
#[derive(Debug, Clone, Default)]
pub struct RecommendForm {
    /// The bid chosen.
    pub bid: String,
    /// Why.
    pub reason: String,
}

/// A recommendation, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// The bid.
    pub bid: BidId,
    /// Why.
    pub reason: String,
}

impl RecommendForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { bid: posted.text("bid"), reason: posted.text("reason") }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<Recommendation, Mistakes> {
        let mut mistakes = Mistakes::default();
        let bid =
            mistakes.keep("bid", BidId::parse(&self.bid).ok_or("Choose the bid you recommend"));
        let reason = text::prose(&self.reason, "the reasons for this award", LONGEST);
        let reason = mistakes.keep("reason", reason);
        match (bid, reason) {
            (Some(bid), Some(reason)) => Ok(Recommendation { bid, reason }),
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RecommendForm;

    #[test]
    fn a_recommendation_names_a_bid_and_says_why() {
        assert_eq!(RecommendForm::default().parse().unwrap_err().all().count(), 2);
        let form = RecommendForm {
            bid: "0190b0b0-0000-7000-8000-000000000000".to_owned(),
            reason: " It is the best. ".to_owned(),
        };
        assert_eq!(form.parse().unwrap().reason, "It is the best.");
    }
}
