//! Who may change what a colleague may do.

use super::model::Colleague;
use crate::accounts::model::{Organisation, Person, Role};
use crate::error::Error;
use crate::types::ids::UserId;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody would be left to manage colleagues.
    #[error(
        "This is the last administrator. Give the administrator’s role to somebody else first."
    )]
    LastAdmin,
    /// Oneself.
    #[error("You cannot deactivate your own account: ask another administrator.")]
    Oneself,
    /// Nothing to change.
    #[error("This account is already as you want it.")]
    NoChange,
    /// They are there already.
    #[error("This person is a colleague already.")]
    Colleague,
    /// The invitation is not open any more.
    #[error("This invitation was accepted, withdrawn or has run out.")]
    InvitationOver,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// What somebody reads who is told of a thing that only an administrator of
/// their organisation can do: whom to ask, by name.
pub fn whom_to_ask(admins: &[String]) -> String {
    match admins {
        [] => "Only an administrator of your company can do that, and it has none at the moment. Ask the Muster team for help.".to_owned(),
        [one] => format!("Only an administrator of your company can do that. Ask {one}."),
        [first @ .., last] => format!(
            "Only an administrator of your company can do that. Ask {} or {last}.",
            first.join(", ")
        ),
    }
}

fn others_administer(everyone: &[Colleague], admin: Role, whom: UserId) -> bool {
    everyone.iter().any(|it| it.id != whom && it.acts_as(admin))
}

/// May the owner of an account be invited to this organisation?
pub fn may_invite(person: &Person, to: Organisation) -> Result<(), Refusal> {
    if person.organisation() == to { Err(Refusal::Colleague) } else { Ok(()) }
}

/// May this person's roles become these?
pub fn may_give(
    everyone: &[Colleague],
    admin: Role,
    whom: &Colleague,
    roles: &[Role],
) -> Result<(), Refusal> {
    let loses_admin = whom.acts_as(admin) && !roles.contains(&admin);
    if loses_admin && !others_administer(everyone, admin, whom.id) {
        return Err(Refusal::LastAdmin);
    }
    let same = whom.roles.len() == roles.len() && whom.roles.iter().all(|it| roles.contains(it));
    if same { Err(Refusal::NoChange) } else { Ok(()) }
}

/// May this person's account be closed to them?
pub fn may_deactivate(
    everyone: &[Colleague],
    admin: Role,
    whom: &Colleague,
    by: UserId,
) -> Result<(), Refusal> {
    if whom.id == by {
        return Err(Refusal::Oneself);
    }
    if !whom.is_active {
        return Err(Refusal::NoChange);
    }
    if whom.acts_as(admin) && !others_administer(everyone, admin, whom.id) {
        return Err(Refusal::LastAdmin);
    }
    Ok(())
}

/// May this person's account be opened again?
pub fn may_reactivate(whom: &Colleague) -> Result<(), Refusal> {
    if whom.is_active { Err(Refusal::NoChange) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, may_deactivate, may_give, may_reactivate};
    use crate::accounts::colleagues::model::Colleague;
    use crate::accounts::model::Role::{self, Bidder, ProviderAdmin};
    use crate::types::ids::UserId;

    fn colleague(roles: &[Role], is_active: bool) -> Colleague {
        Colleague {
            id: UserId::mint(),
            name: "Ann Lee".to_owned(),
            email: "ann@kestrel.example".to_owned(),
            is_active,
            last_signed_in_at: None,
            roles: roles.to_vec(),
        }
    }

    #[test]
    fn somebody_is_always_left_to_administer() {
        let admin = colleague(&[ProviderAdmin, Bidder], true);
        let away = colleague(&[ProviderAdmin], false);
        let bidder = colleague(&[Bidder], true);
        let alone = [admin.clone(), away, bidder.clone()];
        let give = |roles: &[Role]| may_give(&alone, ProviderAdmin, &admin, roles);
        assert_eq!(give(&[Bidder]), Err(Refusal::LastAdmin));
        assert_eq!(give(&[ProviderAdmin]), Ok(()));
        assert_eq!(give(&[Bidder, ProviderAdmin]), Err(Refusal::NoChange));
        let close = |by| may_deactivate(&alone, ProviderAdmin, &admin, by);
        assert_eq!(close(bidder.id), Err(Refusal::LastAdmin));
        assert_eq!(close(admin.id), Err(Refusal::Oneself));

        let second = colleague(&[ProviderAdmin], true);
        let two = [admin.clone(), second.clone()];
        assert_eq!(may_give(&two, ProviderAdmin, &admin, &[Bidder]), Ok(()));
        assert_eq!(may_deactivate(&two, ProviderAdmin, &admin, second.id), Ok(()));
    }

    #[test]
    fn whoever_may_not_do_a_thing_is_told_whom_to_ask() {
        let names = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        for (admins, said) in [
            (&[][..], "Ask the Muster team for help."),
            (&["Ann Lee"], "Ask Ann Lee."),
            (&["Ann Lee", "Bo Kay", "Cy Day"], "Ask Ann Lee, Bo Kay or Cy Day."),
        ] {
            let told = super::whom_to_ask(&names(admins));
            assert!(told.ends_with(said), "{told}");
        }
    }

    #[test]
    fn an_account_is_closed_and_opened_once() {
        let (open, closed) = (colleague(&[Bidder], true), colleague(&[Bidder], false));
        let by = UserId::mint();
        assert_eq!(may_deactivate(&[], ProviderAdmin, &open, by), Ok(()));
        assert_eq!(may_deactivate(&[], ProviderAdmin, &closed, by), Err(Refusal::NoChange));
        assert_eq!(may_reactivate(&closed), Ok(()));
        assert_eq!(may_reactivate(&open), Err(Refusal::NoChange));
    }
}
