//! What providers are told about the terms.

use super::forms::TermsAsked;
use crate::outbox::Message;
use crate::types::uk_time;

/// To every administrator of a provider: there is a new version.
pub fn published(new: &TermsAsked) -> Message {
    let day = uk_time::day(new.from);
    Message {
        cause: format!("framework_terms.published:{}", new.number),
        subject: format!("Version {} of the framework’s terms is in force from {day}", new.number),
        lines: vec![
            format!(
                "We have published version {} of the framework’s terms. It is in force from {day}. What changes: {}",
                new.number, new.summary
            ),
            "Read it and accept it for your company. From that day your company needs to have accepted it before its next bid. Contracts keep the version they were signed under.".to_owned(),
        ],
        link: "/provider/terms".to_owned(),
    }
}
