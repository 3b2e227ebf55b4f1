//! What an award is.

use diesel::prelude::*;

use super::state::AwardState;
use crate::schema;
use crate::types::ids::{AwardId, BidId, RequestId, UserId};
use crate::types::time::Moment;

/// A recommendation to award, and what came of it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::awards, check_for_backend(diesel::pg::Pg))]
pub struct Award {
    /// Its id.
    pub id: AwardId,
    /// The request.
    pub request_id: RequestId,
    /// The bid it names.
    pub bid_id: BidId,
    /// Where it stands.
    pub state: AwardState,
    /// Why this bid.
    pub reason: String,
    /// Who recommends it.
    pub recommended_by: UserId,
    /// When.
    pub recommended_at: Moment,
    /// Who approved it first, where it takes two.
    pub first_approved_by: Option<UserId>,
    /// When.
    pub first_approved_at: Option<Moment>,
    /// Who approved or declined it.
    pub approved_by: Option<UserId>,
    /// When it was approved.
    pub approved_at: Option<Moment>,
    /// The first moment a contract may be signed.
    pub may_sign_from: Option<Moment>,
    /// Why it was declined, if it was.
    pub decline_reason: String,
}

impl Award {
    /// Whether it is approved.
    pub fn is_approved(&self) -> bool {
        self.state == AwardState::Approved
    }
}

/// Whether a provider may still take an award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitness {
    /// The provider.
    pub name: String,
    /// What bars it from work in the lot, in the words Muster tells it.
    pub bars: Vec<String>,
    /// What its team lacks by the award.
    pub uncleared: Vec<String>,
}

/// Awards for tests of pure rules.
#[cfg(test)]
pub mod samples {
    use uuid::Uuid;

    use super::Award;
    use crate::awards::state::AwardState;
    use crate::bids::samples;

    /// An award that one person recommended.
    pub fn award(state: AwardState) -> Award {
        Award {
            id: Uuid::from_u128(7).into(),
            request_id: Uuid::from_u128(8).into(),
            bid_id: Uuid::from_u128(9).into(),
            state,
            reason: String::new(),
            recommended_by: Uuid::from_u128(1).into(),
            recommended_at: samples::noon(),
            first_approved_by: None,
            first_approved_at: None,
            approved_by: None,
            approved_at: None,
            may_sign_from: None,
            decline_reason: String::new(),
        }
    }
}
