//! Which documents a request may have, and for whose eyes they are. Pure.

use super::model::Document;
use crate::accounts::model::{Organisation, Role};
use crate::error::Error;
use crate::files::state::FileState;
use crate::requests::model::{Classification, Request};
use crate::types::ids::ProviderId;

/// The most documents a request may have.
pub const MOST: usize = 20;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There are very many.
    #[error("A request can have 20 documents at most. Remove one before you add another.")]
    TooMany,
    /// Whoever reads the request could not tell them apart.
    #[error(
        "This request has a document of that name already. Remove it first, or give this file another name"
    )]
    SameName,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let said = refusal.to_string();
        match refusal {
            Refusal::SameName => Self::Again(said),
            _ => Self::Refused(said),
        }
    }
}

/// May one more be added to so many?
pub fn may_add(there: usize) -> Result<(), Refusal> {
    if there < MOST { Ok(()) } else { Err(Refusal::TooMany) }
}

/// May one more document be called so beside others? Whether letters are
/// capitals tells no two files apart.
pub fn may_be_called<'a>(
    name: &str,
    others: impl IntoIterator<Item = &'a str>,
) -> Result<(), Refusal> {
    let same = |other: &str| other.to_lowercase() == name.to_lowercase();
    if others.into_iter().any(same) { Err(Refusal::SameName) } else { Ok(()) }
}

/// What keeps a request from being published for the sake of its documents.
pub fn kept_back(states: &[FileState]) -> impl Iterator<Item = &'static str> {
    let is = |state| states.contains(&state);
    let held = is(FileState::Quarantined).then_some("A virus was found in a document. Remove it");
    let waits = is(FileState::Pending)
        .then_some("A document is waiting to be checked for viruses. Try again in a few minutes");
    held.into_iter().chain(waits)
}

/// Whether a document is for someone. One that an amendment took out is for
/// whoever the work was for then and is for now.
pub fn is_for(
    request: &Request,
    document: &Document,
    looker: Looker<'_>,
    asked: &[ProviderId],
) -> bool {
    let then = document.marked.map(|it| Request { classification: Some(it), ..request.clone() });
    are_for(request, looker, asked) && then.is_none_or(|it| are_for(&it, looker, asked))
}

/// Somebody who looks: for whom they act, and their roles. Nobody is signed out.
pub type Looker<'a> = Option<(Organisation, &'a [Role])>;

/// Whether the documents of a published request are for someone: those of
/// plain OFFICIAL work are for everyone, others for the force, for auditors
/// and for the people of providers that may bid.
pub fn are_for(request: &Request, looker: Looker<'_>, asked: &[ProviderId]) -> bool {
    if request.classification == Some(Classification::Official) {
        return true;
    }
    match looker {
        None => false,
        Some((Organisation::Force(force), _)) => force == request.force_id,
        Some((Organisation::Provider(provider), _)) => asked.contains(&provider),
        Some((Organisation::Operator, roles)) => roles.contains(&Role::Auditor),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::model::StoredFile;
    use crate::requests::drafting::samples::{now, whole};
    use crate::types::ids::{FileId, ForceId};

    #[test]
    fn a_request_has_twenty_documents_at_most() {
        assert_eq!(may_add(19), Ok(()));
        assert_eq!(may_add(20), Err(Refusal::TooMany));
    }

    #[test]
    fn no_two_documents_of_a_request_are_called_the_same() {
        for (name, may) in
            [("Plan.pdf", false), ("plan.PDF", false), ("Plan.odt", true), ("Plan 2.pdf", true)]
        {
            assert_eq!(may_be_called(name, ["Map.png", "Plan.pdf"]).is_ok(), may, "{name}");
        }
    }

    #[test]
    fn documents_nobody_can_have_keep_a_request_back() {
        use FileState::{Clean, Pending, Quarantined};
        for (states, reasons) in
            [(&[][..], 0), (&[Clean], 0), (&[Clean, Pending], 1), (&[Pending, Quarantined], 2)]
        {
            assert_eq!(kept_back(states).count(), reasons, "{states:?}");
        }
    }

    #[test]
    fn sensitive_documents_are_for_the_force_its_bidders_and_auditors() {
        let mut request = whole().request;
        let (asked, other) = (ProviderId::mint(), ProviderId::mint());
        let own = request.force_id;
        let lookers: [(Looker<'_>, bool); 7] = [
            (None, false),
            (Some((Organisation::Force(own), &[Role::Evaluator])), true),
            (Some((Organisation::Force(ForceId::mint()), &[Role::Approver])), false),
            (Some((Organisation::Provider(asked), &[Role::Bidder])), true),
            (Some((Organisation::Provider(other), &[Role::Bidder])), false),
            (Some((Organisation::Operator, &[Role::Auditor])), true),
            (Some((Organisation::Operator, &[Role::VettingOfficer])), false),
        ];
        for (looker, _) in lookers {
            assert!(are_for(&request, looker, &[asked]), "plain OFFICIAL is for everyone");
        }
        for classification in [Some(Classification::OfficialSensitive), None] {
            request.classification = classification;
            for (looker, may) in lookers {
                assert_eq!(are_for(&request, looker, &[asked]), may, "{looker:?}");
            }
        }
    }

    #[test]
    fn what_was_for_a_few_is_not_everyones_when_a_later_version_is() {
        let official = whole().request;
        let file = StoredFile {
            id: FileId::mint(),
            provider_id: None,
            force_id: Some(official.force_id),
            name: "Plan.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes: 1,
            storage_key: String::new(),
            state: FileState::Clean,
            reason: String::new(),
            uploaded_by: official.created_by,
            uploaded_at: now(),
            scanned_at: None,
            tries: 0,
            of_bid: false,
        };
        let mut document = Document { file, added_in: 1, removed_in: None, marked: None };
        assert!(is_for(&official, &document, None, &[]));
        document.removed_in = Some(2);
        for (marked, may) in
            [(Classification::Official, true), (Classification::OfficialSensitive, false)]
        {
            document.marked = Some(marked);
            assert_eq!(is_for(&official, &document, None, &[]), may, "{marked:?}");
        }
        let own = Some((Organisation::Force(official.force_id), &[Role::Evaluator][..]));
        assert!(is_for(&official, &document, own, &[]));
        assert_eq!([1, 2].map(|version| document.is_in(version)), [true, false]);
    }
}
