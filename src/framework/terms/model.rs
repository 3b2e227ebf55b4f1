//! What a version of the terms is, and a fee from a day.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::types::money::percent;
use crate::types::text::hex;
use crate::types::time::Moment;

/// A version of the terms.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Version {
    /// Its number.
    pub number: i32,
    /// The first day it is in force.
    pub from: NaiveDate,
    /// What changed.
    pub summary: String,
    /// The text.
    pub text: String,
    /// SHA-256 of the text.
    pub hash: Vec<u8>,
    /// When it was published.
    pub published_at: Moment,
}

impl Version {
    /// The digest of the text, as people compare it.
    pub fn digest(&self) -> String {
        hex(&self.hash)
    }
}

/// A fee from a day on, in hundredths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Fee {
    /// The first day.
    pub from: NaiveDate,
    /// Hundredths of a percent.
    pub basis_points: i32,
}

impl Fee {
    /// As people write it: 150 is `1.50%`.
    pub fn percent(&self) -> String {
        percent(self.basis_points)
    }
}
