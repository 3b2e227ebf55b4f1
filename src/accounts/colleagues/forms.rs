//! What administrators type about colleagues.

use crate::accounts::forms::address;
use crate::accounts::model::{Organisation, Role};
use crate::accounts::own::forms::belonging;
use crate::web::form::{Choice, Mistakes, Posted};

/// The roles to choose from, explained.
pub fn choices(organisation: Organisation) -> Vec<Choice> {
    let roles = Role::of(organisation).iter();
    let choice = |role: &Role| Choice {
        value: role.word().to_owned(),
        label: role.label().to_owned(),
        hint: role.explained().to_owned(),
    };
    roles.map(choice).collect()
}

/// Roles as ticked.
#[derive(Debug, Clone, Default)]
pub struct RolesForm {
    /// Their names.
    pub roles: Vec<String>,
}

impl RolesForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { roles: posted.all("roles") }
    }

    /// The roles so far.
    pub fn saved(roles: &[Role]) -> Self {
        Self { roles: roles.iter().map(|it| it.word().to_owned()).collect() }
    }

    /// Roles of this kind of organisation, one at least.
    pub fn parse(&self, organisation: Organisation) -> Result<Vec<Role>, Mistakes> {
        let ticked = Role::of(organisation).iter().copied();
        let roles: Vec<Role> =
            ticked.filter(|it| self.roles.iter().any(|typed| typed == it.word())).collect();
        let mut mistakes = Mistakes::default();
        if roles.is_empty() {
            mistakes.add("roles", "Tick what this person may do: one role at least");
        }
        if mistakes.is_empty() { Ok(roles) } else { Err(mistakes) }
    }
}

/// An invitation, as typed.
#[derive(Debug, Clone, Default)]
pub struct InviteForm {
    /// Where to.
    pub email: String,
    /// What they are to do.
    pub roles: RolesForm,
}

impl InviteForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { email: posted.text("email"), roles: RolesForm::typed(posted) }
    }

    /// Reads every field before complaining about any.
    pub fn parse(
        &self,
        organisation: Organisation,
        domains: Option<&[String]>,
    ) -> Result<(String, Vec<Role>), Mistakes> {
        let mut mistakes = Mistakes::default();
        let email =
            mistakes.keep("email", address(&self.email).and_then(|it| belonging(it, domains)));
        let roles = self.roles.parse(organisation).map_err(|it| mistakes.extend(&it)).ok();
        email.zip(roles).ok_or(mistakes)
    }
}

#[cfg(test)]
mod tests {
    use super::{InviteForm, RolesForm};
    use crate::accounts::model::{Organisation, Role};

    #[test]
    fn roles_are_those_of_the_organisation_and_one_at_least() {
        let form =
            |roles: &[&str]| RolesForm { roles: roles.iter().map(|&it| it.into()).collect() };
        let of = |roles: &[&str]| form(roles).parse(Organisation::Operator);
        assert_eq!(of(&["auditor", "bidder", "x"]), Ok(vec![Role::Auditor]));
        assert!(of(&["bidder"]).unwrap_err().on("roles").is_some(), "another kind's roles");
        let empty = InviteForm::default().parse(Organisation::Operator, None).unwrap_err();
        assert!(empty.on("email").is_some() && empty.on("roles").is_some(), "all at once");
    }
}
