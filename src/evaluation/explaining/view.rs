//! Where the explanation of each abnormally low price stands, in words.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;

use super::model::Explanation;
use super::state::ExplanationState;
use super::{policy, queries};
use crate::error::Result;
use crate::evaluation::model::RankedBid;
use crate::evaluation::queries as evaluation;
use crate::types::ids::{BidId, RequestId, UserId};
use crate::types::time::Moment;
use crate::types::uk_time;

/// What was asked about the prices of a request's bids, the newest first.
#[derive(Debug, Clone)]
pub struct LowPrices {
    all: Vec<Explanation>,
    people: BTreeMap<UserId, String>,
    now: Moment,
}

impl LowPrices {
    /// Everything that was asked on a request.
    pub async fn of(conn: &mut AsyncPgConnection, id: RequestId, now: Moment) -> Result<Self> {
        let all = queries::of(conn, id).await?;
        let people: Vec<UserId> = all.iter().filter_map(|it| it.closed_by).collect();
        Ok(Self { people: evaluation::names(conn, &people).await?, all, now })
    }

    fn about(&self, bid: BidId) -> Vec<&Explanation> {
        self.all.iter().filter(|it| it.bid_id == bid).collect()
    }

    /// Whether a bid's price is not low, or was explained: what an award waits for.
    pub fn is_heard(&self, bid: &RankedBid) -> bool {
        !bid.abnormally_low || policy::is_heard(self.about(bid.bid))
    }

    /// Whether the force accepts what a bidder says of its low price.
    pub fn is_believed(&self, bid: &RankedBid) -> bool {
        let accepted = |it: &&Explanation| it.state == ExplanationState::Accepted;
        bid.abnormally_low && self.about(bid.bid).iter().any(accepted)
    }

    /// Where it stands with a bid; nothing of one whose price is not low.
    pub fn said(&self, bid: &RankedBid) -> String {
        if !bid.abnormally_low {
            return String::new();
        }
        let about = self.about(bid.bid);
        let accepted = about.iter().find(|it| it.state == ExplanationState::Accepted);
        match accepted.or(about.first()) {
            Some(it) => self.one(it),
            None => "not asked to explain it".to_owned(),
        }
    }

    fn one(&self, it: &Explanation) -> String {
        let closed = it.closed_at.map(uk_time::full).unwrap_or_default();
        match it.state {
            ExplanationState::Asked if it.has_had_its_say(self.now) => {
                format!("asked, no answer came by {}", it.due())
            }
            ExplanationState::Asked => format!("asked, answer due by {}", it.due()),
            ExplanationState::Answered => "answered, waiting to be decided on".to_owned(),
            ExplanationState::Accepted => {
                let by = it.closed_by.and_then(|by| self.people.get(&by));
                let by = by.map(String::as_str).unwrap_or_default();
                format!("explained, accepted by {by} at {closed}")
            }
            ExplanationState::Rejected => format!("explanation not accepted at {closed}"),
            ExplanationState::Withdrawn => {
                format!("asked, and the question taken back at {closed}")
            }
        }
    }
}
