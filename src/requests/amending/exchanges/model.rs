//! What happens to the documents of a request in an amendment.

use crate::files::model::StoredFile;
use crate::files::state::FileState;
use crate::requests::amending::model::Change;
use crate::requests::documents::model::{Document, words};
use crate::types::ids::{FileId, UserId};

/// A document that comes, one that goes, or both.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// What comes.
    pub comes: Option<StoredFile>,
    /// What goes.
    pub goes: Option<FileId>,
    /// Who says so.
    pub by: UserId,
}

/// The documents of a request as it is, and what its amendment does to them.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// The documents there are.
    pub there: Vec<Document>,
    /// What happens to them, in the order in which it was said.
    pub exchanges: Vec<Exchange>,
}

impl Folder {
    /// Whether the amendment does anything to documents.
    pub fn is_changed(&self) -> bool {
        !self.exchanges.is_empty()
    }

    /// A document of the request as it is.
    pub fn document(&self, id: FileId) -> Option<&Document> {
        self.there.iter().find(|it| it.id() == id)
    }

    /// What becomes of a document that goes.
    pub fn going(&self, id: FileId) -> Option<&Exchange> {
        self.exchanges.iter().find(|it| it.goes == Some(id))
    }

    /// The exchange in which a document comes.
    pub fn coming(&self, id: FileId) -> Option<&Exchange> {
        self.exchanges.iter().find(|it| it.comes.as_ref().is_some_and(|file| file.id == id))
    }

    /// What the documents will be called that stand beside one that comes.
    pub fn names_beside(&self, id: FileId) -> impl Iterator<Item = &str> {
        let stay = self.there.iter().filter(|it| self.going(it.id()).is_none());
        let come = self.comes().filter(move |it| it.id != id);
        stay.map(|it| it.file.name.as_str()).chain(come.map(|it| it.name.as_str()))
    }

    /// How many documents the request will have.
    pub fn count(&self) -> usize {
        let stays = self.there.iter().filter(|it| self.going(it.id()).is_none()).count();
        stays.saturating_add(self.comes().count())
    }

    fn comes(&self) -> impl Iterator<Item = &StoredFile> {
        self.exchanges.iter().filter_map(|it| it.comes.as_ref())
    }

    /// Where the scanner stands with what comes.
    pub fn states(&self) -> Vec<FileState> {
        self.comes().map(|it| it.state).collect()
    }

    /// What was and what is, in words: documents whose name says less than
    /// another file of the same name and weight are still told as changed.
    pub fn changes(&self) -> Vec<Change> {
        let said = |it: &Exchange| Change {
            what: "Document".to_owned(),
            before: it
                .goes
                .and_then(|id| self.document(id))
                .map(Document::words)
                .unwrap_or_default(),
            after: it.comes.as_ref().map(words).unwrap_or_default(),
            is_document: true,
        };
        self.exchanges.iter().map(said).collect()
    }
}
