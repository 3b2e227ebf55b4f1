//! Which links and invitations still work.

use chrono::TimeDelta;

use super::model::Invitation;
use crate::error::Error;
use crate::types::time::Moment;

/// How long an invitation can be accepted.
pub const INVITATION: TimeDelta = TimeDelta::days(7);

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// An invitation is used up, withdrawn or too old.
    #[error(
        "This invitation does not work any more. It can be accepted once, within 7 days. Ask the colleague who invited you to send another."
    )]
    InvitationSpent,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May it be accepted now?
pub fn may_accept(invitation: Option<Invitation>, now: Moment) -> Result<Invitation, Refusal> {
    invitation.filter(|it| it.stands(now)).ok_or(Refusal::InvitationSpent)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{INVITATION, Refusal, may_accept};
    use crate::accounts::joining::model::Invitation;
    use crate::accounts::model::Role;
    use crate::types::ids::InvitationId;
    use crate::types::time::Moment;

    #[test]
    fn an_invitation_is_accepted_once_within_seven_days() {
        let sent = Moment::from_timestamp(1_767_603_600, 0).unwrap();
        let fresh = Invitation {
            id: InvitationId::mint(),
            email: "new@northshire.example".to_owned(),
            force_id: None,
            provider_id: None,
            roles: vec![Role::Auditor],
            invited_by: None,
            invited_at: sent,
            expires_at: sent + INVITATION,
            accepted_at: None,
            withdrawn_at: None,
        };
        let late = sent + TimeDelta::days(7);
        assert!(may_accept(Some(fresh.clone()), late - TimeDelta::milliseconds(1)).is_ok());
        assert_eq!(may_accept(Some(fresh.clone()), late), Err(Refusal::InvitationSpent));
        let accepted = Invitation { accepted_at: Some(sent), ..fresh.clone() };
        assert_eq!(may_accept(Some(accepted), sent), Err(Refusal::InvitationSpent));
        let withdrawn = Invitation { withdrawn_at: Some(sent), ..fresh };
        assert_eq!(may_accept(Some(withdrawn), sent), Err(Refusal::InvitationSpent));
        assert_eq!(may_accept(None, sent), Err(Refusal::InvitationSpent));
    }
}
