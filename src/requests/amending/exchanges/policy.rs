//! Which documents an amendment may bring and take away. Pure.

use super::model::Folder;
use crate::error::Error;
use crate::requests::documents::policy;
use crate::types::ids::FileId;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// As in a draft.
    #[error("{0}")]
    Documents(#[from] policy::Refusal),
    /// It goes already, or is none of the request's.
    #[error(
        "That document is not part of the request, or this amendment takes it away already. Read the list as it is now."
    )]
    Gone,
    /// It stays anyway.
    #[error("This amendment does not take that document away, so there is nothing to undo.")]
    Stays,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May a document go? If the request has it, and it does not go already.
pub fn may_take_away(folder: &Folder, id: FileId) -> Result<(), Refusal> {
    let there = folder.document(id).is_some() && folder.going(id).is_none();
    if there { Ok(()) } else { Err(Refusal::Gone) }
}

/// May a document come, in the place of another or beside them all?
pub fn may_add(folder: &Folder, replaces: Option<FileId>) -> Result<(), Refusal> {
    match replaces {
        Some(id) => may_take_away(folder, id),
        None => Ok(policy::may_add(folder.count())?),
    }
}

/// May a document stay after all? Only if that leaves no more than there may be.
pub fn may_keep(folder: &Folder, id: FileId) -> Result<(), Refusal> {
    match folder.going(id) {
        // What came in its place goes with it.
        Some(it) if it.comes.is_some() => Ok(()),
        Some(_) => Ok(policy::may_add(folder.count())?),
        None => Err(Refusal::Stays),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::model::StoredFile;
    use crate::files::state::FileState;
    use crate::requests::amending::exchanges::model::Exchange;
    use crate::requests::documents::model::Document;
    use crate::requests::documents::policy::MOST;
    use crate::requests::drafting::samples::now;
    use crate::types::ids::{ForceId, UserId};

    fn file(name: &str) -> StoredFile {
        StoredFile {
            id: FileId::mint(),
            provider_id: None,
            force_id: Some(ForceId::mint()),
            name: name.to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes: 2048,
            storage_key: String::new(),
            state: FileState::Pending,
            reason: String::new(),
            uploaded_by: UserId::mint(),
            uploaded_at: now(),
            scanned_at: None,
            tries: 0,
            of_bid: false,
        }
    }

    fn folder(documents: usize) -> Folder {
        let one = |n: usize| Document {
            file: file(&format!("{n}.pdf")),
            added_in: 1,
            removed_in: None,
            marked: None,
        };
        Folder { there: (0..documents).map(one).collect(), exchanges: Vec::new() }
    }

    fn exchange(comes: Option<&str>, goes: Option<FileId>) -> Exchange {
        Exchange { comes: comes.map(file), goes, by: UserId::mint() }
    }

    #[test]
    fn a_document_goes_once_and_only_if_it_is_there() {
        let mut folder = folder(2);
        let (first, stranger) = (folder.there[0].id(), FileId::mint());
        assert_eq!(may_take_away(&folder, first), Ok(()));
        assert_eq!(may_take_away(&folder, stranger), Err(Refusal::Gone));
        assert_eq!(may_keep(&folder, first), Err(Refusal::Stays));
        folder.exchanges.push(exchange(None, Some(first)));
        assert_eq!(may_take_away(&folder, first), Err(Refusal::Gone));
        assert_eq!(may_add(&folder, Some(first)), Err(Refusal::Gone));
        assert_eq!(may_keep(&folder, first), Ok(()));
    }

    #[test]
    fn there_are_never_more_documents_than_a_request_may_have() {
        let mut folder = folder(MOST);
        let (first, second) = (folder.there[0].id(), folder.there[1].id());
        let full = Err(Refusal::Documents(policy::Refusal::TooMany));
        assert_eq!(may_add(&folder, None), full);
        assert_eq!(may_add(&folder, Some(first)), Ok(()), "one for one");
        folder.exchanges.push(exchange(None, Some(first)));
        assert_eq!(may_add(&folder, None), Ok(()));
        folder.exchanges.push(exchange(Some("new.pdf"), None));
        assert_eq!((folder.count(), may_add(&folder, None)), (MOST, full));
        assert_eq!(may_keep(&folder, first), full, "its place is taken");
        folder.exchanges.push(exchange(Some("other.pdf"), Some(second)));
        assert_eq!(may_keep(&folder, second), Ok(()), "what came in its place goes again");
    }

    #[test]
    fn what_was_and_what_is_names_both_documents() {
        let mut folder = folder(2);
        let (first, second) = (folder.there[0].id(), folder.there[1].id());
        folder.exchanges = vec![
            exchange(Some("new.pdf"), None),
            exchange(None, Some(first)),
            exchange(Some("plan.pdf"), Some(second)),
        ];
        let said: Vec<_> = folder.changes().into_iter().map(|it| (it.before, it.after)).collect();
        let one = |before: &str, after: &str| (before.to_owned(), after.to_owned());
        assert_eq!(
            said,
            [
                one("", "new.pdf (PDF, 2 KB)"),
                one("0.pdf (PDF, 2 KB)", ""),
                one("1.pdf (PDF, 2 KB)", "plan.pdf (PDF, 2 KB)"),
            ]
        );
    }
}
