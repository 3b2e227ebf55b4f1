//! What is attached to a bid, before and after its opening.

use diesel::prelude::*;

use crate::files::kinds::Kind;
use crate::files::model::{StoredFile, weight};
use crate::files::streams::Expected;
use crate::schema::opened_attachments;

/// Something attached to a bid that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The file.
    pub file: StoredFile,
    /// Its SHA-256.
    pub sha256: Vec<u8>,
    /// Where its sealed copy is in store.
    pub sealed_key: String,
    /// The copy's SHA-256.
    pub sealed_sha256: Vec<u8>,
}

/// Something attached to a bid that is open.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = opened_attachments, check_for_backend(diesel::pg::Pg))]
pub struct OpenedAttachment {
    /// Its number among those of its bid, from 1.
    pub number: i16,
    /// What its provider calls it: it may say who they are.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// How much it weighs.
    pub bytes: i64,
    /// Its SHA-256.
    pub sha256: Vec<u8>,
    /// The SHA-256 of its sealed copy.
    pub sealed_sha256: Vec<u8>,
    /// Where that is in store; empty where nothing was found.
    pub storage_key: String,
    /// What is wrong with it, if anyone has found something.
    pub damage: String,
}

impl OpenedAttachment {
    /// What it is called while nobody may know whose it is.
    pub fn label(&self) -> String {
        format!("Attachment {}", self.number)
    }

    /// What it is, and how much it weighs.
    pub fn about(&self) -> String {
        let kind = Kind::of_media_type(&self.media_type).map(Kind::label).unwrap_or_default();
        format!("{kind}, {}", weight(self.bytes))
    }

    /// The same as the name of a file.
    pub fn file_name(&self) -> String {
        match Kind::of_media_type(&self.media_type) {
            Some(kind) => format!("{}.{}", self.label(), kind.word()),
            None => self.label(),
        }
    }

    /// What its sealed copy has to be.
    pub fn expected(&self) -> Expected {
        Expected {
            key: self.storage_key.clone(),
            sealed_sha256: self.sealed_sha256.clone(),
            bytes: self.bytes,
            sha256: self.sha256.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::OpenedAttachment;

    #[test]
    fn an_attachment_has_a_number_and_a_kind_where_its_name_would_say_whose_it_is() {
        let it = OpenedAttachment {
            number: 2,
            name: "Kestrel Cyber method.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes: 1_258_291,
            sha256: Vec::new(),
            sealed_sha256: Vec::new(),
            storage_key: String::new(),
            damage: String::new(),
        };
        assert_eq!(it.label(), "Attachment 2");
        assert_eq!(it.about(), "PDF, 1.1 MB");
        assert_eq!(it.file_name(), "Attachment 2.pdf");
    }
}
