//! What a document of a request is.

use crate::files::model::{Attached, StoredFile};
use crate::requests::model::Classification;
use crate::types::ids::FileId;

/// A document of a request.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file.
    pub file: StoredFile,
    /// The version it came with.
    pub added_in: i32,
    /// The version that it is no longer part of, if an amendment took it out.
    pub removed_in: Option<i32>,
    /// How the work was marked then.
    pub marked: Option<Classification>,
}

impl Document {
    /// Its id.
    pub fn id(&self) -> FileId {
        self.file.id
    }

    /// Whether it is part of a version.
    pub fn is_in(&self, version: i32) -> bool {
        self.added_in <= version && self.removed_in.is_none_or(|gone| gone > version)
    }

    /// What it is called and how much it weighs, in a line.
    pub fn words(&self) -> String {
        words(&self.file)
    }

    /// As its own force and auditors are shown it.
    pub fn attached(&self) -> Attached {
        self.file.attached()
    }

    /// As whoever may read the published request is shown it.
    pub fn published(&self, reference: &str) -> Attached {
        let mut shown = self.attached();
        if !shown.href.is_empty() {
            shown.href = format!("/opportunities/{reference}/documents/{}", self.id());
        }
        shown
    }
}

/// What a document is called and how much it weighs, in a line.
pub fn words(file: &StoredFile) -> String {
    format!("{} ({})", file.name, file.attached().about)
}

/// The documents of a request, for whoever looks at it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offered {
    /// Those this person may have.
    pub files: Vec<Attached>,
    /// Whether there are some that are not for this person.
    pub withheld: bool,
}

impl Offered {
    /// All of them, for the force itself and for auditors.
    pub fn of_own(documents: &[Document]) -> Self {
        Self { files: documents.iter().map(Document::attached).collect(), withheld: false }
    }
}
