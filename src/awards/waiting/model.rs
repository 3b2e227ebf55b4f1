//! What waits.

use diesel::prelude::QueryableByName;
use diesel::sql_types::{Array, Nullable, Text, Timestamptz, Uuid};

use crate::types::ids::{RequestId, UserId};
use crate::types::time::Moment;
use crate::types::uk_time;

text_enum! {
    /// What somebody is to do.
    pub enum Wanted {
        /// A bidder explained its low price.
        Explanation = "explanation", "Explanations of low prices to decide on";
        /// A bidder was to explain its low price, and the time has passed.
        Silence = "silence", "Low prices that nobody explained in time";
        /// A change of the ranking is proposed.
        Change = "change", "Changes of a ranking to decide on";
        /// An award is recommended.
        Award = "award", "Awards to approve";
        /// The withdrawal of an award is asked for.
        Withdrawal = "withdrawal", "Withdrawals to decide on";
        /// The end of a request without an award is asked for.
        Ending = "ending", "Endings without an award to decide on";
        /// A challenge holds an award up.
        Challenge = "challenge", "Challenges to answer";
    }
}

impl Wanted {
    /// The page of the request where it is done.
    pub fn side(self) -> &'static str {
        match self {
            Self::Explanation | Self::Silence => "explanations",
            Self::Change => "ranking",
            Self::Award => "award",
            Self::Withdrawal => "award/withdrawal",
            Self::Ending => "no-award",
            Self::Challenge => "award/challenges",
        }
    }

    fn since(self) -> &'static str {
        match self {
            Self::Explanation => "answered",
            Self::Silence => "was to be answered",
            Self::Change => "proposed",
            Self::Award => "recommended",
            Self::Withdrawal | Self::Ending => "asked for",
            Self::Challenge => "raised",
        }
    }
}

/// Something on a request that waits for a person of its force.
#[derive(Debug, Clone, QueryableByName)]
pub struct Waiting {
    /// The request.
    #[diesel(sql_type = Uuid)]
    pub request_id: RequestId,
    /// What is to be done.
    #[diesel(sql_type = Text)]
    pub wanted: Wanted,
    /// Since when it waits.
    #[diesel(sql_type = Timestamptz)]
    pub since: Moment,
    /// When the standstill ends meanwhile, if there is one.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub until: Option<Moment>,
    /// Whom it does not wait for: who began it or agreed already, and whoever
    /// has a conflict of interest with a company that bid.
    #[diesel(sql_type = Array<Uuid>)]
    pub not_for: Vec<UserId>,
}

impl Waiting {
    /// Since when it waits, and until when the standstill lasts.
    pub fn when(&self, now: Moment) -> String {
        let since = format!("{} {}", self.wanted.since(), uk_time::date(self.since));
        match self.until.filter(|it| *it > now) {
            Some(until) => {
                format!("{since}. The standstill ends {}", uk_time::in_words(now, until))
            }
            None => since,
        }
    }
}
