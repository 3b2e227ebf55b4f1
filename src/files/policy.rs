//! Which files are taken, and who may have one. Pure.

use chrono::TimeDelta;

use super::kinds::Kind;
use super::state::{FileEvent, FileState};
use crate::accounts::model::{Organisation, Role};
use crate::error::Error;
use crate::types::state::Step;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing is in it.
    #[error("The file you chose is empty. Choose another file")]
    Empty,
    /// It weighs too much.
    #[error("The file you chose is larger than 25 MB. Choose a smaller file")]
    TooLarge,
    /// Its name ends like nothing we take.
    #[error(
        "The file must be a PDF, ODT, DOC, DOCX, ODS, XLS, XLSX, CSV, TXT, PNG or JPG, and its name must end so"
    )]
    Kind,
    /// It is something other than its name says.
    #[error(
        "The name of the file says that it is a {}, but what is in it is something else. Save it as a {} again, and choose that file", .0.label(), .0.label()
    )]
    Disguised(Kind),
    /// It cannot be looked into.
    #[error(
        "The file cannot be opened: it is damaged, or locked with a password. Save it again without a password, and choose that file"
    )]
    Closed,
    /// It would fill a machine if it were opened.
    #[error(
        "The file unpacks to far more than a document should. Save it again, and choose that file"
    )]
    Bomb,
    /// A program is in it.
    #[error("The document has a macro in it. Save it again without macros, and choose that file")]
    Macro,
    /// The scanner has not looked at it yet.
    #[error(
        "This file is waiting to be checked for viruses, and nobody can download it before that. Try again in a few minutes."
    )]
    Waiting,
    /// The scanner found something.
    #[error(
        "A virus was found in this file, so nobody can download it. Whoever uploaded it was asked to remove it."
    )]
    HeldBack,
    /// Evidence that the scanner has not looked at yet.
    #[error(
        "A file that came as evidence is waiting to be checked for viruses, so nothing that rests on it can be accepted yet. Try again in a few minutes."
    )]
    EvidenceWaiting,
    /// Evidence in which the scanner found something.
    #[error(
        "A virus was found in a file that came as evidence, so nothing that rests on it can be accepted until its owner has removed it."
    )]
    EvidenceHeldBack,
    /// The scanner has settled it already.
    #[error("This file was already checked.")]
    Settled,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

impl From<Refusal> for String {
    fn from(refusal: Refusal) -> Self {
        refusal.to_string()
    }
}

/// Whether someone may have the files of every organisation; otherwise only
/// those of their own.
pub fn sees_all(organisation: Organisation, roles: &[Role]) -> bool {
    let reads = |it: &Role| matches!(it, Role::VettingOfficer | Role::Auditor);
    organisation == Organisation::Operator && roles.iter().any(reads)
}

/// How long to wait before what failed so often is tried again: each time
/// twice as long, at most an hour.
pub fn pause(tries: i32) -> TimeDelta {
    let doublings = u32::try_from(tries.clamp(1, 12) - 1).unwrap_or_default();
    TimeDelta::seconds(5 << doublings).min(TimeDelta::hours(1))
}

/// May it be downloaded, by someone who may know of it?
pub fn may_download(state: FileState) -> Result<(), Refusal> {
    match state {
        FileState::Clean => Ok(()),
        FileState::Pending => Err(Refusal::Waiting),
        FileState::Quarantined => Err(Refusal::HeldBack),
    }
}

/// May something be accepted that rests on files in these states?
pub fn may_rest_on(states: &[FileState]) -> Result<(), Refusal> {
    if states.contains(&FileState::Quarantined) {
        Err(Refusal::EvidenceHeldBack)
    } else if states.contains(&FileState::Pending) {
        Err(Refusal::EvidenceWaiting)
    } else {
        Ok(())
    }
}

/// May the scanner's word settle it? Once, though the file may have been handed
/// out before there was a scanner.
pub fn may_settle(
    state: FileState,
    scanned: bool,
    event: FileEvent,
) -> Result<Step<FileState>, Refusal> {
    if scanned { Err(Refusal::Settled) } else { Step::take(state, event).ok_or(Refusal::Settled) }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, may_download, may_rest_on, may_settle, sees_all};
    use crate::accounts::model::{Organisation, Role};
    use crate::files::state::{FileEvent, FileState};
    use crate::types::ids::ProviderId;

    #[test]
    fn only_a_clean_file_is_handed_out() {
        assert_eq!(may_download(FileState::Clean), Ok(()));
        assert_eq!(may_download(FileState::Pending), Err(Refusal::Waiting));
        assert_eq!(may_download(FileState::Quarantined), Err(Refusal::HeldBack));
    }

    #[test]
    fn nothing_rests_on_evidence_that_nobody_can_have() {
        use FileState::{Clean, Pending, Quarantined};
        for (states, may) in [
            (&[][..], Ok(())),
            (&[Clean, Clean], Ok(())),
            (&[Clean, Pending], Err(Refusal::EvidenceWaiting)),
            (&[Pending, Quarantined], Err(Refusal::EvidenceHeldBack)),
        ] {
            assert_eq!(may_rest_on(states), may, "{states:?}");
        }
    }

    #[test]
    fn a_file_is_settled_once_whether_it_waited_or_came_before_there_was_a_scanner() {
        let settled =
            |state, scanned| may_settle(state, scanned, FileEvent::HoldBack).map(|step| step.to());
        for state in [FileState::Pending, FileState::Clean] {
            assert_eq!(settled(state, false), Ok(FileState::Quarantined), "{state:?}");
            assert_eq!(settled(state, true), Err(Refusal::Settled), "{state:?}");
        }
    }

    #[test]
    fn vetting_officers_and_auditors_of_the_operator_see_every_organisations_files() {
        for role in Role::ALL {
            let reads = matches!(role, Role::VettingOfficer | Role::Auditor);
            assert_eq!(sees_all(Organisation::Operator, &[*role]), reads, "{role:?}");
            let elsewhere = Organisation::Provider(ProviderId::mint());
            assert!(!sees_all(elsewhere, &[*role]), "{role:?}");
        }
    }
}
