//! What we write to auditors once a day.

use chrono::NaiveDate;

use crate::audit::checkpoints::Checkpoint;
use crate::outbox::Message;
use crate::types::uk_time;

/// The newest checkpoint, to be kept.
pub fn newest(checkpoint: &Checkpoint, today: NaiveDate) -> Message {
    let entries = if checkpoint.size == 1 { "entry" } else { "entries" };
    Message {
        cause: cause(today),
        subject: format!("Checkpoint of the audit trail: {} {entries}", checkpoint.size),
        lines: vec![
            format!(
                "This checkpoint was signed at {}, when the audit trail had {} {entries}.",
                uk_time::full(checkpoint.at),
                checkpoint.size
            ),
            "Keep this mail where nobody who runs the service can change it. If entries are ever taken out of the trail or written anew, it will not come to what is signed here.".to_owned(),
            "To hold the trail against it, save the lines below, with the empty line between them, as a file called checkpoint.txt. Then run “muster audit verify --checkpoints checkpoint.txt” on the server.".to_owned(),
            checkpoint.note.trim_end().to_owned(),
        ],
        link: format!("/transparency/checkpoints/{}", checkpoint.size),
    }
}

/// What tells one day's mail from another's.
pub fn cause(today: NaiveDate) -> String {
    format!("audit.checkpoint:{today}")
}

#[cfg(test)]
mod tests {
    use super::newest;
    use crate::audit::checkpoints::Checkpoint;

    #[test]
    fn auditors_get_the_note_as_it_was_signed() {
        let at = "2026-01-05T09:00:00Z".parse().unwrap();
        let note = "muster.test/transparency\n57\nAAAA\n\n— muster.test/transparency BBBB\n";
        let it = Checkpoint { size: 57, at, root: vec![0; 32], note: note.to_owned() };
        let message = newest(&it, "2026-01-05".parse().unwrap());
        assert_eq!(message.subject, "Checkpoint of the audit trail: 57 entries");
        let said = message.lines.join("\n\n");
        assert!(said.ends_with(note.trim_end()) && said.contains("9am UK time"), "{said}");
    }
}
