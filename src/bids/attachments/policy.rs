//! How much may be attached to a bid, and what keeps it from being sealed. Pure.

use super::model::Attachment;
use crate::bids::sections::policy::Fault;
use crate::error::Error;
use crate::files::state::FileState;

/// The most files a bid may have.
pub const MOST: usize = 20;

/// The most they may weigh together, in bytes.
pub const HEAVIEST: i64 = 100 * 1024 * 1024;

/// Where they are under a bid's address.
pub const PLACE: &str = "attachments";

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// As many as there may be.
    #[error("A bid has at most 20 attachments, and this one has them. Remove one first")]
    TooMany,
    /// Too heavy together.
    #[error(
        "The attachments of a bid weigh at most 100 MB together, and with this one they would weigh more. Remove one first, or choose a smaller file"
    )]
    TooHeavy,
    /// Nobody could tell the two apart.
    #[error(
        "A file called “{0}” is attached already. Remove that one first, or give this one another name"
    )]
    SameName(String),
    /// The scanner had a word about one, or it was removed.
    #[error(
        "An attachment has changed since you checked your bid, so it was not submitted. Check your bid and submit it again."
    )]
    Changed,
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

/// May another file of this weight be attached?
pub fn may_attach(there: &[Attachment], bytes: i64) -> Result<(), Refusal> {
    let weight: i64 = there.iter().map(|it| it.file.bytes).sum();
    if there.len() >= MOST {
        return Err(Refusal::TooMany);
    }
    if weight.saturating_add(bytes) > HEAVIEST { Err(Refusal::TooHeavy) } else { Ok(()) }
}

/// May another file be called this? Whoever reads the bid has to tell its files
/// apart, and so does a machine to which capitals are all the same.
pub fn may_be_called(there: &[Attachment], name: &str) -> Result<(), Refusal> {
    let same = there.iter().find(|it| it.file.name.to_lowercase() == name.to_lowercase());
    same.map_or(Ok(()), |it| Err(Refusal::SameName(it.file.name.clone())))
}

/// What keeps a bid from being submitted: a file that is not known to be
/// clean. Nobody could look into it once it is sealed.
pub fn faults(attachments: &[Attachment]) -> Vec<Fault> {
    let fault = |it: &Attachment| {
        let name = &it.file.name;
        let said = match it.file.state {
            FileState::Clean => return None,
            FileState::Pending => format!(
                "Wait until “{name}” is checked for viruses, which takes a few minutes at most, or remove it"
            ),
            FileState::Quarantined => format!("A virus was found in “{name}”: remove it"),
        };
        Some(Fault::new(PLACE, said))
    };
    attachments.iter().filter_map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::{HEAVIEST, MOST, Refusal, faults, may_attach, may_be_called};
    use crate::bids::samples;
    use crate::files::state::FileState;

    #[test]
    fn twenty_files_and_a_hundred_megabytes_are_in_and_more_is_not() {
        let many = |n: usize, each: i64| vec![samples::attachment(FileState::Clean, each); n];
        for (there, bytes, may) in [
            (many(0, 0), 1, Ok(())),
            (many(MOST - 1, 1), 1, Ok(())),
            (many(MOST, 1), 1, Err(Refusal::TooMany)),
            (many(4, HEAVIEST / 4 - 1), 4, Ok(())),
            (many(4, HEAVIEST / 4 - 1), 5, Err(Refusal::TooHeavy)),
            (many(1, 1), i64::MAX, Err(Refusal::TooHeavy)),
        ] {
            assert_eq!(may_attach(&there, bytes), may, "{} files and {bytes}", there.len());
        }
    }

    #[test]
    fn no_two_files_of_a_bid_have_the_same_name() {
        let there = [samples::attachment(FileState::Clean, 1)];
        for (name, may) in
            [("method.pdf", false), ("Method.PDF", false), ("method 2.pdf", true), ("", true)]
        {
            assert_eq!(may_be_called(&there, name).is_ok(), may, "{name}");
        }
        let said = may_be_called(&there, "METHOD.pdf").unwrap_err().to_string();
        assert!(said.contains("“method.pdf” is attached already"), "{said}");
        assert_eq!(may_be_called(&[], "method.pdf"), Ok(()));
    }

    #[test]
    fn only_what_is_clean_is_sealed_and_the_rest_is_named() {
        let said = |state| {
            let faults = faults(&[samples::attachment(state, 1)]);
            faults.into_iter().map(|it| it.said).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(said(FileState::Clean), "");
        assert!(said(FileState::Pending).contains("Wait until “method.pdf” is checked"));
        assert!(said(FileState::Quarantined).contains("virus was found in “method.pdf”"));
    }
}
