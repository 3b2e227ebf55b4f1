//! What an administrator types about the band.

use crate::types::money::Money;
use crate::web::form::{Mistakes, Posted};

/// The band, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BandForm {
    /// As typed.
    pub one_up_to: String,
}

impl BandForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { one_up_to: posted.text("one_up_to") }
    }

    /// Reads it. Nothing at all is an answer: every request takes two then.
    pub fn parse(&self) -> Result<Money, Mistakes> {
        let mut mistakes = Mistakes::default();
        mistakes.keep("one_up_to", Money::parse_or_zero(&self.one_up_to)).ok_or(mistakes)
    }
}
