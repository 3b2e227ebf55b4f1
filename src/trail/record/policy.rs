//! Who may take the record of a request, and when.

use crate::accounts::model::Role;
use crate::accounts::roles::Reader;
use crate::error::Error;
use crate::evaluation::panel::model::Panel;
use crate::requests::model::{Phase, Request};
use crate::types::time::Moment;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Scores and prices would be in it.
    #[error(
        "The record of a request is complete, and can be taken, once its outcome is known. This request has none yet."
    )]
    NoOutcome,
    /// Not a role that takes it.
    #[error(
        "Taking the record needs the role “Requester” or “Approver”. Ask an administrator of your force."
    )]
    NotARecordTaker,
    /// They have a conflict.
    #[error(
        "You have declared a conflict of interest with a company that bid on this request, and the record holds every bid. A colleague without one takes it."
    )]
    Recused,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotARecordTaker => Self::NotYours(refusal.to_string()),
            Refusal::NoOutcome | Refusal::Recused => Self::Refused(refusal.to_string()),
        }
    }
}

/// Is this someone who takes records at all?
pub fn takes_records(who: &Reader) -> Result<(), Refusal> {
    // Whoever may read every score; the record shows nobody more than that.
    let takes = who.is_auditor() || who.has(Role::Requester) || who.has(Role::Approver);
    if takes { Ok(()) } else { Err(Refusal::NotARecordTaker) }
}

/// May this person take the record now?
pub fn may_take(
    who: &Reader,
    request: &Request,
    panel: &Panel,
    now: Moment,
) -> Result<(), Refusal> {
    takes_records(who)?;
    if !is_complete(request.phase(now)) {
        return Err(Refusal::NoOutcome);
    }
    match who.member() {
        Some(member) if panel.is_recused(member.user) => Err(Refusal::Recused),
        _ => Ok(()),
    }
}

fn is_complete(phase: Phase) -> bool {
    match phase {
        Phase::Decided
        | Phase::Standstill
        | Phase::Contracted
        | Phase::Cancelled
        | Phase::NoAward => true,
        Phase::Draft
        | Phase::AwaitingApproval
        | Phase::Open
        | Phase::Closed
        | Phase::Evaluating => false,
    }
}
