//! What people choose about the documents of an amendment.

use crate::types::ids::FileId;
use crate::web::form::{Mistakes, Posted};

/// What a file that is added stands for, as chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddForm {
    /// The document it takes the place of; nothing if it is a new one.
    pub replaces: String,
}

impl AddForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { replaces: posted.text("replaces") }
    }

    /// Reads it.
    pub fn parse(&self) -> Result<Option<FileId>, Mistakes> {
        if self.replaces.is_empty() {
            return Ok(None);
        }
        let mut mistakes = Mistakes::default();
        let read = FileId::parse(&self.replaces).ok_or("Choose one of the documents, or none");
        mistakes.keep("replaces", read).map(Some).ok_or(mistakes)
    }
}

#[cfg(test)]
mod tests {
    use super::AddForm;
    use crate::types::ids::FileId;

    #[test]
    fn a_file_is_new_or_takes_the_place_of_a_document() {
        let read = |typed: &str| AddForm { replaces: typed.to_owned() }.parse();
        let id = FileId::mint();
        assert_eq!(read(""), Ok(None));
        assert_eq!(read(&id.to_string()), Ok(Some(id)));
        assert!(read("plan.pdf").is_err());
    }
}
