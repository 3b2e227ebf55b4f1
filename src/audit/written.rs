//! An entry as it was written: everything its hash stands for, so that anyone
//! who holds one can work the hash out again.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::Result;
use crate::schema::audit_entries;
use crate::types::text::{hex, unhex};
use crate::types::time::Moment;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Written {
    /// Its number in the trail, from 1.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Who; nobody when the system acts.
    pub actor: Option<Uuid>,
    /// For whom.
    pub organisation: Option<Uuid>,
    /// What happened.
    pub action: String,
    /// To what.
    pub subject: Uuid,
    /// Ids and digests that say more, as Postgres writes them.
    pub detail: String,
    /// The id of the call.
    pub call: String,
    /// The hash of the entry before.
    pub prev_hash: Vec<u8>,
    /// Its own hash, as it was kept.
    pub hash: Vec<u8>,
}

/// How the first line of an entry in plain text reads.
pub const OPENS: &str = "Muster audit entry 1";

impl Written {
    /// The hash that everything else comes to.
    pub fn expected_hash(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update("v1");
        for value in [
            Some(self.seq.to_string()),
            Some(self.at_text()),
            self.actor.map(|it| it.to_string()),
            self.organisation.map(|it| it.to_string()),
            Some(self.action.clone()),
            Some(self.subject.to_string()),
            Some(self.detail.clone()),
            Some(self.call.clone()),
        ] {
            match value {
                Some(value) => hash.update(format!("{}:{value}", value.len())),
                None => hash.update("-"),
            }
        }
        hash.update(&self.prev_hash);
        hash.finalize().to_vec()
    }

    /// When, to the microsecond, as it is hashed.
    pub fn at_text(&self) -> String {
        self.at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
    }

    /// In plain text, for whoever checks it without asking us.
    pub fn text(&self) -> String {
        let or_none = |it: Option<Uuid>| it.map_or_else(|| "none".to_owned(), |it| it.to_string());
        format!(
            "{OPENS}\nNumber: {}\nWritten: {}\nActor: {}\nOrganisation: {}\nAction: {}\nSubject: {}\nDetail: {}\nCall: {}\nHash before: {}\n",
            self.seq,
            self.at_text(),
            or_none(self.actor),
            or_none(self.organisation),
            self.action,
            self.subject,
            self.detail,
            self.call,
            hex(&self.prev_hash),
        )
    }

    /// Reads what [`Self::text`] writes, from the lines after its first. Its
    /// hash is worked out.
    pub fn read<'a>(mut lines: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut said = |name: &str| {
            let rest = lines.next()?.strip_prefix(name)?.strip_prefix(':')?;
            Some(rest.trim().to_owned())
        };
        let id = |it: String| match it.as_str() {
            "none" => Some(None),
            other => Uuid::parse_str(other).ok().map(Some),
        };
        let mut read = Self {
            seq: said("Number")?.parse().ok()?,
            at: said("Written")?.parse().ok()?,
            actor: id(said("Actor")?)?,
            organisation: id(said("Organisation")?)?,
            action: said("Action")?,
            subject: Uuid::parse_str(&said("Subject")?).ok()?,
            detail: said("Detail")?,
            call: said("Call")?,
            prev_hash: unhex(&said("Hash before")?)?,
            hash: Vec::new(),
        };
        read.hash = read.expected_hash();
        Some(read)
    }
}

type Columns = (
    audit_entries::seq,
    audit_entries::at,
    audit_entries::actor,
    audit_entries::organisation,
    audit_entries::action,
    audit_entries::subject,
    diesel::expression::SqlLiteral<diesel::sql_types::Text>,
    audit_entries::request_id,
    audit_entries::prev_hash,
    audit_entries::hash,
);

/// What an entry is read by.
pub fn columns() -> Columns {
    (
        audit_entries::seq,
        audit_entries::at,
        audit_entries::actor,
        audit_entries::organisation,
        audit_entries::action,
        audit_entries::subject,
        // The text that was hashed is Postgres's own rendering of the value.
        diesel::dsl::sql("audit_entries.detail::text"),
        audit_entries::request_id,
        audit_entries::prev_hash,
        audit_entries::hash,
    )
}

/// The entry of a number.
pub async fn of(conn: &mut AsyncPgConnection, seq: i64) -> Result<Written> {
    Ok(audit_entries::table.find(seq).select(columns()).first(conn).await?)
}

/// The entries of some numbers, in their order.
pub async fn all(conn: &mut AsyncPgConnection, numbers: &[i64]) -> Result<Vec<Written>> {
    let those = audit_entries::table.filter(audit_entries::seq.eq_any(numbers));
    Ok(those.order(audit_entries::seq).select(columns()).load(conn).await?)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{OPENS, Written};

    #[test]
    fn an_entry_in_plain_text_comes_to_the_same_hash() {
        let mut entry = Written {
            seq: 42,
            at: "2026-01-05T09:00:00.000120Z".parse().unwrap(),
            actor: Some(Uuid::nil()),
            organisation: None,
            action: "bid.submitted".to_owned(),
            subject: Uuid::max(),
            detail: "{\"name\": \"Zoë’s 2:note\", \"n\": 1}".to_owned(),
            call: String::new(),
            prev_hash: vec![7; 32],
            hash: Vec::new(),
        };
        entry.hash = entry.expected_hash();
        let text = entry.text();
        let mut lines = text.lines().map(str::trim);
        assert_eq!(lines.next(), Some(OPENS));
        assert_eq!(Written::read(lines), Some(entry.clone()));
        let other = text.replace("\"n\": 1", "\"n\": 2");
        let read = Written::read(other.lines().skip(1)).unwrap();
        assert_ne!(read.hash, entry.hash);
        assert_eq!(Written::read(text.lines()), None, "from its second line");
    }
}
