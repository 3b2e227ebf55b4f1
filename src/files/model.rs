//! What a file is.

use diesel::prelude::*;
use serde::Serialize;

use super::kinds::Kind;
use super::state::FileState;
use crate::accounts::model::Organisation;
use crate::schema::files;
use crate::types::ids::{FileId, ForceId, ProviderId, UserId};
use crate::types::time::Moment;
use crate::web::upload::Sent;

/// A file that was looked into and may be kept.
#[derive(Debug)]
pub struct Checked {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// What was sent.
    pub sent: Sent,
}

/// A file whose content is in store, and which nothing has taken up yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its id.
    pub id: FileId,
    /// Our own name for its content.
    pub key: String,
    /// Its SHA-256.
    pub sha256: [u8; 32],
}

/// A file as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = files, check_for_backend(diesel::pg::Pg))]
pub struct StoredFile {
    /// Its id.
    pub id: FileId,
    /// The provider it belongs to, if it is one's.
    pub provider_id: Option<ProviderId>,
    /// The force it belongs to, if it is one's.
    pub force_id: Option<ForceId>,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// How much it weighs.
    pub bytes: i64,
    /// Our own name for its content.
    pub storage_key: String,
    /// Whether it can be had.
    pub state: FileState,
    /// What was found in it.
    pub reason: String,
    /// Who brought it.
    pub uploaded_by: UserId,
    /// When.
    pub uploaded_at: Moment,
    /// When the scanner looked at it, if it did.
    pub scanned_at: Option<Moment>,
    /// How often the worker has tried what it is to do with it.
    pub tries: i32,
    /// Whether it is attached to a bid.
    pub of_bid: bool,
}

impl StoredFile {
    /// Whose it is. The database holds that it is exactly one's.
    pub fn owner(&self) -> Organisation {
        match (self.provider_id, self.force_id) {
            (Some(provider), _) => Organisation::Provider(provider),
            (None, Some(force)) => Organisation::Force(force),
            (None, None) => Organisation::Operator,
        }
    }

    /// As it is shown beside what it belongs to.
    pub fn attached(&self) -> Attached {
        let kind = Kind::of_media_type(&self.media_type).map(Kind::label).unwrap_or_default();
        let (tag, colour) = match (self.state, self.scanned_at) {
            (FileState::Clean, Some(_)) => ("No virus found", "green"),
            (FileState::Clean, None) => ("Not checked for viruses", "grey"),
            (FileState::Pending, _) => ("Waiting for the virus check", "yellow"),
            (FileState::Quarantined, _) => ("Virus found", "red"),
        };
        let href = match self.state {
            FileState::Clean => format!("/files/{}", self.id),
            _ => String::new(),
        };
        let about = format!("{kind}, {}", weight(self.bytes));
        Attached { name: self.name.clone(), about, tag, colour, href }
    }
}

/// A file as it is shown beside what it belongs to; without a name, none is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attached {
    /// What it is called.
    pub name: String,
    /// What it is, and how much it weighs.
    pub about: String,
    /// What the scanner says.
    pub tag: &'static str,
    /// The colour of that.
    pub colour: &'static str,
    /// Where to have it; nowhere if nobody can.
    pub href: String,
}

impl Attached {
    /// The same, for someone who may have it, or may not.
    pub fn for_reader(mut self, may: bool) -> Self {
        if !may {
            self.href.clear();
        }
        self
    }

    /// What its owner can do about it.
    pub fn verb(&self) -> &'static str {
        if self.name.is_empty() { "Add a file" } else { "Replace or remove" }
    }
}

/// How much a file weighs, as people say it.
pub fn weight(bytes: i64) -> String {
    const KB: i64 = 1024;
    const MB: i64 = 1024 * KB;
    match bytes {
        ..KB => format!("{bytes} bytes"),
        KB..MB => format!("{} KB", bytes / KB),
        MB.. => format!("{}.{} MB", bytes / MB, bytes % MB * 10 / MB),
    }
}

/// Who found what in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Verdict {
    /// Nothing.
    Clean,
    /// A virus of this name.
    Found(String),
}

#[cfg(test)]
mod tests {
    use super::weight;

    #[test]
    fn weights_are_said_as_people_say_them() {
        for (bytes, said) in [
            (1, "1 bytes"),
            (1023, "1023 bytes"),
            (1024, "1 KB"),
            (1_048_575, "1023 KB"),
            (1_572_864, "1.5 MB"),
            (26_214_400, "25.0 MB"),
        ] {
            assert_eq!(weight(bytes), said);
        }
    }
}
