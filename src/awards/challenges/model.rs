//! What a challenge is.

use diesel::prelude::*;

use super::state::ChallengeState;
use crate::schema;
use crate::types::ids::{AwardId, ChallengeId, ProviderId, RequestId, UserId};
use crate::types::time::Moment;

/// A challenge to an award, and what came of it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::award_challenges, check_for_backend(diesel::pg::Pg))]
pub struct Challenge {
    /// Its id.
    pub id: ChallengeId,
    /// The request.
    pub request_id: RequestId,
    /// The award.
    pub award_id: AwardId,
    /// Who challenges it; nobody's, if it came from elsewhere.
    pub provider_id: Option<ProviderId>,
    /// Who brought it, where that is nobody who bid; for the force alone.
    pub brought_by: String,
    /// Whether the force recorded it.
    pub by_force: bool,
    /// Where it stands.
    pub state: ChallengeState,
    /// What is wrong with the award, as it was raised.
    pub words: String,
    /// Who raised or recorded it.
    pub raised_by: UserId,
    /// When.
    pub raised_at: Moment,
    /// Who lifted the hold or withdrew the award.
    pub decided_by: Option<UserId>,
    /// When it ended.
    pub decided_at: Option<Moment>,
    /// Why the award stands; the challenger reads it.
    pub decision: String,
}

/// Who challenges an award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Challenger {
    /// A company that bid.
    Bidder(ProviderId),
    /// Somebody else, by name.
    Another(String),
}

impl Challenger {
    /// The company, if it is one that bid.
    pub fn provider(&self) -> Option<ProviderId> {
        match self {
            Self::Bidder(provider) => Some(*provider),
            Self::Another(_) => None,
        }
    }

    /// The name of somebody else; empty for a company that bid.
    pub fn another(&self) -> &str {
        match self {
            Self::Bidder(_) => "",
            Self::Another(name) => name,
        }
    }
}

impl Challenge {
    /// Whether it holds the award up.
    pub fn is_open(&self) -> bool {
        self.state == ChallengeState::Raised
    }
}
