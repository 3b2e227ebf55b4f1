//! What an entry of the trail is to someone who looks through all of it.

use serde_json::Value;
use uuid::Uuid;

use crate::audit::entry::Line;
use crate::types::uk_time;

/// One entry.
#[derive(Debug, Clone)]
pub struct Entry {
    pub(super) line: Line,
    pub(super) subject: Uuid,
    /// What people call the thing; empty if it has no such name.
    pub(super) name: String,
    pub(super) call: String,
    pub(super) sealed: bool,
}

impl Entry {
    /// Its number in the trail.
    pub fn seq(&self) -> i64 {
        self.line.seq
    }

    /// When it was written, in UK time.
    pub fn when(&self) -> String {
        uk_time::short(self.line.at)
    }

    /// Whether it is about a bid nobody may read yet.
    pub fn is_sealed(&self) -> bool {
        self.sealed
    }

    /// What happened, in words.
    pub fn what(&self) -> String {
        if self.sealed { "Something about a sealed bid".to_owned() } else { self.line.sentence() }
    }

    /// Who did it.
    pub fn who(&self) -> String {
        if self.sealed { "Shown after the bids are opened".to_owned() } else { self.line.who() }
    }

    /// The id of the thing it happened to.
    pub fn thing(&self) -> String {
        if self.sealed { String::new() } else { self.subject.to_string() }
    }

    /// What people call that thing, if they call it something.
    pub fn name(&self) -> &str {
        if self.sealed { "" } else { &self.name }
    }

    /// The id of the HTTP call or job it happened in.
    pub fn call(&self) -> &str {
        if self.sealed { "" } else { &self.call }
    }

    /// What the entry says besides: names and values.
    pub fn facts(&self) -> Vec<(String, String)> {
        match &self.line.detail {
            Value::Object(pairs) if !self.sealed => {
                pairs.iter().map(|(name, value)| (name.replace('_', " "), plain(value))).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "none".to_owned(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The end of the chain.
#[derive(Debug, Clone)]
pub struct Head {
    /// How many entries there are.
    pub seq: i64,
    /// The hash of the last one, which stands for all of them.
    pub hash: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::plain;

    #[test]
    fn details_are_read_out_plainly() {
        for (value, said) in [
            (json!("open"), "open"),
            (json!(null), "none"),
            (json!(["a", "b"]), "a, b"),
            (json!(12), "12"),
            (json!(true), "true"),
        ] {
            assert_eq!(plain(&value), said);
        }
    }
}
