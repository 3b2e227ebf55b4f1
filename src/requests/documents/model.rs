//! What a document of a request is.

use crate::files::model::{Attached, StoredFile};
use crate::types::ids::FileId;

/// A document of a request.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file.
    pub file: StoredFile,
}

impl Document {
    /// Its id.
    pub fn id(&self) -> FileId {
        self.file.id
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
