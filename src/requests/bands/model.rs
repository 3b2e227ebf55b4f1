//! What a band is.

use diesel::prelude::*;

use crate::schema::approval_bands;
use crate::types::ids::ForceId;
use crate::types::money::Money;
use crate::types::time::Moment;

/// The band that holds for a force.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = approval_bands, check_for_backend(diesel::pg::Pg))]
pub struct Band {
    /// The force that set it; none if it holds for every force without its own.
    pub force_id: Option<ForceId>,
    /// Up to this estimated value, VAT included, one approver is enough.
    pub one_up_to: Money,
    /// Since when it holds.
    pub set_at: Moment,
}

/// How many approvers a request takes, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// One: it may come to no more than the band.
    One(Money),
    /// Two: it may come to more than the band.
    TwoForValue(Money),
    /// Two: it is urgent.
    TwoForUrgency,
}

impl Needed {
    /// Whether two different people must approve it.
    pub fn is_two(self) -> bool {
        !matches!(self, Self::One(_))
    }

    /// Whether so many approvals are enough.
    pub fn is_met_by(self, given: usize) -> bool {
        given >= if self.is_two() { 2 } else { 1 }
    }

    /// The rule, as a sentence.
    pub fn sentence(self) -> String {
        match self {
            Self::One(line) => {
                format!(
                    "One approver is enough, because the estimated value is not above {line:#}."
                )
            }
            Self::TwoForValue(line) => format!(
                "Two different approvers must agree, because the estimated value is above {line:#}."
            ),
            Self::TwoForUrgency => {
                "Two different approvers must agree, because the request is urgent.".to_owned()
            }
        }
    }
}
