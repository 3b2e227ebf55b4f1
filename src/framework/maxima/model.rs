//! What a change of the highest day rates is about.

use chrono::NaiveDate;

use crate::types::ids::ProviderId;
use crate::types::money::Money;

/// A provider whose own ceiling is above a maximum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// The provider.
    pub id: ProviderId,
    /// Its name.
    pub provider: String,
    /// The SFIA level.
    pub level: i16,
    /// Its own ceiling.
    pub ceiling: Money,
    /// The maximum it is above.
    pub maximum: Money,
}

/// A rate from a day on; none is no maximum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The SFIA level.
    pub level: i16,
    /// The first day.
    pub from: NaiveDate,
    /// The highest day rate.
    pub rate: Option<Money>,
}
