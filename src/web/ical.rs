//! Calendars (RFC 5545): moments that a person's own calendar keeps for them.

use crate::types::time::Moment;

/// The longest line, in bytes, without its end.
const LONGEST: usize = 75;

/// A moment to be ready for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What it is known by, in every version of the calendar.
    pub uid: String,
    /// When it was last changed.
    pub changed: Moment,
    /// Counts its changes, from nought.
    pub sequence: i32,
    /// When it is.
    pub at: Moment,
    /// What it is.
    pub summary: String,
    /// More about it.
    pub description: String,
    /// Where to read on.
    pub url: String,
    /// Whether it will not be.
    pub cancelled: bool,
}

/// A calendar of a few events.
pub fn calendar(events: &[Event]) -> String {
    let mut lines = Lines::default();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", "-//Muster//Requests//EN");
    lines.add("CALSCALE", "GREGORIAN");
    for it in events {
        lines.add("BEGIN", "VEVENT");
        lines.add("UID", &escaped(&it.uid));
        lines.add("DTSTAMP", &utc(it.changed));
        lines.add("LAST-MODIFIED", &utc(it.changed));
        lines.add("SEQUENCE", &it.sequence.to_string());
        lines.add("DTSTART", &utc(it.at));
        lines.add("SUMMARY", &escaped(&it.summary));
        lines.add("DESCRIPTION", &escaped(&it.description));
        lines.add("URL", &it.url);
        lines.add("STATUS", if it.cancelled { "CANCELLED" } else { "CONFIRMED" });
        // A deadline takes no time of the day it is on.
        lines.add("TRANSP", "TRANSPARENT");
        lines.add("END", "VEVENT");
    }
    lines.add("END", "VCALENDAR");
    lines.0
}

/// Lines that end as the rule says, folded where they are too long.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn add(&mut self, name: &str, value: &str) {
        let mut room = LONGEST;
        for letter in name.chars().chain([':']).chain(value.chars()) {
            if letter.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LONGEST - 1;
            }
            self.0.push(letter);
            room -= letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// A moment in UTC: `20260304T120000Z`.
fn utc(at: Moment) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// Text in which nothing ends the line or the value.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => {
                safe.push('\\');
                safe.push(letter);
            }
            '\n' => safe.push_str("\\n"),
            it if it.is_control() => {}
            it => safe.push(it),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{Event, calendar, escaped};

    #[test]
    fn text_ends_neither_its_line_nor_its_value() {
        assert_eq!(escaped("a;b,c\\d\r\ne\u{0}"), "a\\;b\\,c\\\\d\\ne");
    }

    #[test]
    fn long_lines_are_folded_between_letters() {
        let at = "2026-03-04T12:00:00Z".parse().unwrap();
        let event = Event {
            uid: "bids-1@muster.example".into(),
            changed: at,
            sequence: 2,
            at,
            summary: "Ermittlungen über Zoë’s 🐎, ".repeat(8),
            description: String::new(),
            url: "https://muster.example/opportunities/REQ-2026-0001".into(),
            cancelled: false,
        };
        let calendar = calendar(std::slice::from_ref(&event));
        assert!(
            calendar.ends_with("END:VCALENDAR\r\n") && !calendar.replace("\r\n", "").contains('\n')
        );
        assert!(calendar.split("\r\n").all(|line| line.len() <= 75), "{calendar}");
        let whole = calendar.replace("\r\n ", "");
        assert!(whole.contains(&format!("SUMMARY:{}\r\n", escaped(&event.summary))), "{whole}");
        for line in [
            "DTSTART:20260304T120000Z",
            "SEQUENCE:2",
            "STATUS:CONFIRMED",
            "UID:bids-1@muster.example",
        ] {
            assert!(whole.lines().any(|it| it == line), "{line}: {whole}");
        }
    }
}
