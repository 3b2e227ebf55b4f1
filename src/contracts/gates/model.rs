//! What is missing at the start, and what was waived.

use chrono::NaiveDate;
use diesel::prelude::*;
use uuid::Uuid;

use crate::bids::model::{Ladders, Nominee};
use crate::providers::model::Insurance;
use crate::requests::model::TeamRole;
use crate::types::ids::WaiverId;
use crate::types::time::Moment;
use crate::types::uk_time;

text_enum! {
    /// What kind of thing is missing.
    pub enum GateKind {
        /// Of a person the contract names.
        Clearance = "clearance", "Clearance";
        /// Of the provider.
        Insurance = "insurance", "Insurance";
    }
}

/// Something that has to be in place by the start, and is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    /// What kind of thing.
    pub kind: GateKind,
    /// The specialist, or the insurance.
    pub subject: Uuid,
    /// What is missing, in a sentence without its full stop.
    pub said: String,
}

/// What an approver said may come later.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Waiver {
    /// Its id.
    pub id: WaiverId,
    /// What kind of thing.
    pub kind: GateKind,
    /// The specialist, or the insurance.
    pub subject: Uuid,
    /// What was missing, in a sentence.
    pub shortfall: String,
    /// Why it may come later.
    pub reason: String,
    /// When that was said.
    pub waived_at: Moment,
    /// By whom.
    pub by: String,
}

impl Waiver {
    /// Whether it is for this shortfall, as it is now.
    pub fn covers(&self, it: &Shortfall) -> bool {
        self.kind == it.kind && self.subject == it.subject && self.shortfall == it.said
    }

    /// When it was given, in UK time.
    pub fn given(&self) -> String {
        uk_time::full(self.waived_at)
    }
}

/// What has to be in place by the start, as it stands today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gates {
    /// What is missing, waived or not.
    pub shortfalls: Vec<Shortfall>,
    /// What was waived, oldest first, whether it is still missing or not.
    pub waivers: Vec<Waiver>,
}

impl Gates {
    /// What is missing and was not waived.
    pub fn missing(&self) -> Vec<&Shortfall> {
        let waived = |it: &&Shortfall| self.waivers.iter().any(|waiver| waiver.covers(it));
        self.shortfalls.iter().filter(|it| !waived(it)).collect()
    }

    /// The same, as sentences.
    pub fn missing_words(&self) -> Vec<String> {
        self.missing().into_iter().map(|it| it.said.clone()).collect()
    }
}

/// What is looked at to find out what is missing.
#[derive(Debug, Clone)]
pub struct Needed {
    /// The roles asked for.
    pub roles: Vec<TeamRole>,
    /// Who is named for them.
    pub team: Vec<Nominee>,
    /// The two ladders of clearance.
    pub ladders: Ladders,
    /// The provider's insurances.
    pub insurances: Vec<Insurance>,
    /// The day all of it is needed.
    pub on: NaiveDate,
}
