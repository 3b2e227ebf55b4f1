//! What providers are told about the highest day rates.

use chrono::NaiveDate;

use crate::outbox::Message;
use crate::types::uk_time;

/// To the administrators of a provider whose ceilings are above the maximum.
pub fn lowered(lot: &str, code: &str, from: NaiveDate, levels: &[String]) -> Message {
    let day = uk_time::day(from);
    Message {
        cause: format!("rate_maxima.changed:{code}:{from}:{}", levels.join(",")),
        subject: format!("The highest day rates for “{lot}” go down from {day}"),
        lines: vec![
            format!(
                "The framework’s highest day rates for the lot “{lot}” change from {day}. Your own ceilings are above them:"
            ),
            levels.join("\n"),
            "From that day a bid of yours is held to the framework’s maximum. You need not do anything: your own ceilings stay as they are. Contracts you have signed do not change.".to_owned(),
        ],
        link: format!("/provider/dossier/lots/{code}"),
    }
}
