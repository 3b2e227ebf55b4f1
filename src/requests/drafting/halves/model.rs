//! What is kept of a half page.

use crate::requests::model::Section;
use crate::types::time::Moment;
use crate::types::uk_time;

/// A half page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Half {
    /// Which page.
    pub section: Section,
    /// Names and values, as typed.
    pub typed: Vec<(String, String)>,
    /// Who typed last.
    pub by: String,
    /// When.
    pub at: Moment,
}

impl Half {
    /// When, in words.
    pub fn when(&self) -> String {
        uk_time::short(self.at)
    }
}
