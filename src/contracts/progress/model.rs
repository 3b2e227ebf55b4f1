//! What has been done about the bids of a request, and what is wanted next.

use diesel::prelude::QueryableByName;
use diesel::sql_types::{Nullable, Text, Timestamptz, Uuid};

use crate::types::ids::{RequestId, UserId};
use crate::types::time::Moment;

/// How far the decision on a request has come.
#[derive(Debug, Clone, QueryableByName)]
pub struct Progress {
    /// The request.
    #[diesel(sql_type = Uuid)]
    pub request_id: RequestId,
    /// When the scores were agreed and the bids ranked.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub ranked_at: Option<Moment>,
    /// Who recommended an award that waits for a second person.
    #[diesel(sql_type = Nullable<Uuid>)]
    pub recommended_by: Option<UserId>,
    /// Who proposed a change of the ranking that waits for a second person.
    #[diesel(sql_type = Nullable<Uuid>)]
    pub change_by: Option<UserId>,
    /// From when the award that was approved may be signed.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub may_sign_from: Option<Moment>,
    /// The contract that was drawn up.
    #[diesel(sql_type = Nullable<Text>)]
    pub contract: Option<String>,
    /// Since when it, or a variation of it, waits for the force's signature: the
    /// provider signed then.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub to_sign_since: Option<Moment>,
    /// When the provider returned it, if it was not offered again since.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub returned_at: Option<Moment>,
    /// Who proposes a variation of it that waits for an approver.
    #[diesel(sql_type = Nullable<Uuid>)]
    pub variation_by: Option<UserId>,
    /// When they proposed it.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub variation_at: Option<Moment>,
    /// Who approved that first, where it takes two.
    #[diesel(sql_type = Nullable<Uuid>)]
    pub variation_first_by: Option<UserId>,
    /// When an approver sent the last variation back, if one did.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub variation_sent_back_at: Option<Moment>,
    /// Who proposes to end it before its last day, which waits for a second person.
    #[diesel(sql_type = Nullable<Uuid>)]
    pub ending_by: Option<UserId>,
    /// When they proposed that.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub ending_at: Option<Moment>,
}

impl Progress {
    /// Somebody is to recommend an award.
    pub fn waits_for_recommendation(&self) -> bool {
        self.ranked_at.is_some()
            && self.change_by.is_none()
            && self.recommended_by.is_none()
            && self.may_sign_from.is_none()
    }

    /// A variation waits for an approver, and this may be the one.
    pub fn waits_for_variation_approval_of(&self, who: UserId) -> bool {
        self.variation_by.is_some_and(|by| by != who) && self.variation_first_by != Some(who)
    }

    /// The standstill is over, if there was one: the contract may be signed.
    pub fn is_over(&self, now: Moment) -> bool {
        self.may_sign_from.is_some_and(|it| it <= now)
    }

    /// The contract can be drawn up.
    pub fn waits_for_contract(&self, now: Moment) -> bool {
        self.contract.is_none() && self.is_over(now)
    }
}
