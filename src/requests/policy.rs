//! Who may do what to a request, and when.

use super::model::{Phase, Request};
use super::state::RequestState;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::error::Error;
use crate::types::ids::UserId;
use crate::types::time::Moment;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Two people moved it at once.
    #[error("Someone has just changed this request. Reload the page to see where it stands now.")]
    Moved,
    /// It is no longer a draft.
    #[error(
        "This request is no longer a draft, so it cannot be edited. An approver can send it back while it waits for approval."
    )]
    NotDraft,
    /// Not a role that writes.
    #[error("You can read this draft. To write in it you need the role “Requester”.")]
    NotARequester,
    /// Not a role that approves.
    #[error("Approving a request needs the role “Approver”. Ask an administrator of your force.")]
    NotAnApprover,
    /// Sections are missing or do not hold.
    #[error("This request is not ready for approval yet. Its task list says what is missing.")]
    NotReady,
    /// It waits for nobody's approval.
    #[error("This request is not waiting for approval.")]
    NotWaiting,
    /// Time has passed, or a provider was suspended, since it was submitted.
    #[error(
        "This request can no longer be published as it stands. Send it back: its task list will say what to change."
    )]
    NoLongerReady,
    /// Four eyes.
    #[error("You wrote or submitted this request, so someone else must approve it.")]
    OwnDraft,
    /// The same pair of eyes again.
    #[error("You have already approved this request. It needs a second approver.")]
    ApprovedAlready,
    /// Cancelling what is not public or has ended.
    #[error("Only a request that is published and has not ended can be cancelled.")]
    CannotCancel,
    /// Ending without an award what is still open, or has ended.
    #[error(
        "A request can end without an award only after its deadline and before an award is approved."
    )]
    CannotEnd,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May its text be changed?
pub fn may_edit(request: &Request) -> Result<(), Refusal> {
    if request.state == RequestState::Draft { Ok(()) } else { Err(Refusal::NotDraft) }
}

/// Does this person write requests at all?
pub fn writes(who: &ForceMember) -> Result<(), Refusal> {
    if who.has(Role::Requester) { Ok(()) } else { Err(Refusal::NotARequester) }
}

/// Does this person decide on requests at all?
pub fn approves(who: &ForceMember) -> Result<(), Refusal> {
    if who.has(Role::Approver) { Ok(()) } else { Err(Refusal::NotAnApprover) }
}

/// May this person approve it? Never its author, nor anyone who wrote in it.
pub fn may_approve(request: &Request, authors: &[UserId], who: UserId) -> Result<(), Refusal> {
    if request.state != RequestState::AwaitingApproval {
        return Err(Refusal::NotWaiting);
    }
    let began = [Some(request.created_by), request.submitted_by];
    let refusals = (Refusal::OwnDraft, Refusal::ApprovedAlready);
    fresh_eyes((began, authors), request.approved_by, who, refusals)
}

/// Does this person look at it with eyes of their own? They wrote none of it,
/// and have not approved it before; `own` and `again` say so if they did.
pub fn fresh_eyes<R>(
    (began, authors): ([Option<UserId>; 2], &[UserId]),
    approved_by: Option<UserId>,
    who: UserId,
    (own, again): (R, R),
) -> Result<(), R> {
    if began.contains(&Some(who)) || authors.contains(&who) {
        return Err(own);
    }
    if approved_by == Some(who) { Err(again) } else { Ok(()) }
}

/// May it be called off?
pub fn may_cancel(request: &Request) -> Result<(), Refusal> {
    match request.state {
        RequestState::Open
        | RequestState::Evaluating
        | RequestState::Decided
        | RequestState::Standstill => Ok(()),
        _ => Err(Refusal::CannotCancel),
    }
}

/// May it end without an award? The act itself belongs to awards.
pub fn may_end_without_award(request: &Request, now: Moment) -> Result<(), Refusal> {
    match request.phase(now) {
        Phase::Closed | Phase::Evaluating => Ok(()),
        _ => Err(Refusal::CannotEnd),
    }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, may_approve};
    use crate::requests::drafting::samples::whole;
    use crate::requests::state::RequestState;
    use crate::types::ids::UserId;

    #[test]
    fn an_approver_never_wrote_what_they_approve() {
        let (author, editor, other) = (UserId::mint(), UserId::mint(), UserId::mint());
        let mut request = whole().request;
        request.created_by = author;
        assert_eq!(may_approve(&request, &[], other), Err(Refusal::NotWaiting));
        request.state = RequestState::AwaitingApproval;
        assert_eq!(may_approve(&request, &[author, editor], other), Ok(()));
        for own in [author, editor] {
            assert_eq!(may_approve(&request, &[author, editor], own), Err(Refusal::OwnDraft));
        }
        request.approved_by = Some(other);
        assert_eq!(may_approve(&request, &[author], other), Err(Refusal::ApprovedAlready));
    }
}
