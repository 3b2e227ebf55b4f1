//! What a clarification is, to everyone but its asker.

use diesel::prelude::*;

use crate::schema::clarifications;
use crate::types::ids::ClarificationId;
use crate::types::time::Moment;
use crate::types::uk_time;

/// A question and its answer. There is no asker in it to show by mistake.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = clarifications, check_for_backend(diesel::pg::Pg))]
pub struct Clarification {
    /// Its id.
    pub id: ClarificationId,
    /// Its number within the request.
    pub number: i32,
    /// The question.
    pub question: String,
    /// When it was asked.
    pub asked_at: Moment,
    /// The answer, once given.
    pub answer: Option<String>,
    /// When it was given.
    pub answered_at: Option<Moment>,
}

impl Clarification {
    /// The answer, or nothing yet.
    pub fn answered(&self) -> &str {
        self.answer.as_deref().unwrap_or_default()
    }

    /// When it was answered, in words.
    pub fn answered_on(&self) -> String {
        self.answered_at.map(uk_time::short).unwrap_or_default()
    }

    /// When it was asked, in words.
    pub fn asked_on(&self) -> String {
        uk_time::short(self.asked_at)
    }
}
