//! What people see of their colleagues.

use askama::Template;

use super::forms::{InviteForm, RolesForm, choices};
use super::model::Colleague;
use super::policy;
use crate::accounts::joining::model::Invitation;
use crate::accounts::model::{Role, Viewer};
use crate::accounts::own::forms::address_hint;
use crate::audit::change::Told;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;
use crate::web::sheet::Sheet;

/// Everyone, and who is asked to join.
#[derive(Template)]
#[template(path = "accounts/colleagues/list.html")]
pub struct ColleaguesPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Who is looking.
    pub viewer: &'a Viewer,
    /// Whether they manage colleagues.
    pub may_manage: bool,
    /// Everyone.
    pub everyone: &'a [Colleague],
    /// Invitations that are not accepted.
    pub invitations: &'a [Invitation],
    /// The time now.
    pub now: Moment,
}

impl ColleaguesPage<'_> {
    fn roles(roles: &[Role]) -> String {
        roles.iter().map(|it| it.label()).collect::<Vec<_>>().join(", ")
    }

    fn seen(at: &Option<Moment>) -> String {
        at.map_or_else(|| "Never".to_owned(), uk_time::short)
    }

    fn until(at: &Moment) -> String {
        uk_time::short(*at)
    }
}

/// Everyone, for a spreadsheet.
pub fn sheet(everyone: &[Colleague]) -> Sheet {
    let row = |it: &Colleague| {
        vec![
            it.name.clone().into(),
            it.email.clone().into(),
            ColleaguesPage::roles(&it.roles).into(),
            if it.is_active { "Open" } else { "Closed" }.into(),
            it.last_signed_in_at.into(),
        ]
    };
    Sheet::new(
        &["Name", "E-mail address", "What they may do", "Account", "Last signed in (UK time)"],
        everyone.iter().map(row),
    )
}

/// An invitation to write.
#[derive(Template)]
#[template(path = "accounts/colleagues/invite.html")]
pub struct InvitePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Who invites.
    pub viewer: &'a Viewer,
    /// The domains addresses must belong to, if any are demanded.
    pub domains: Option<&'a [String]>,
    /// As typed.
    pub form: &'a InviteForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

impl InvitePage<'_> {
    fn choices(&self) -> Vec<Choice> {
        choices(self.viewer.organisation)
    }

    fn key(&self) -> String {
        self.frame.once().to_string()
    }

    fn hint(&self) -> String {
        let then = "We send an invitation there. It works once, within 7 days.";
        address_hint(self.domains, then)
    }
}

/// One colleague.
#[derive(Template)]
#[template(path = "accounts/colleagues/show.html")]
pub struct ColleaguePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Who is looking.
    pub viewer: &'a Viewer,
    /// Everyone of the organisation.
    pub everyone: &'a [Colleague],
    /// The one.
    pub whom: &'a Colleague,
    /// What happened to their account, newest first.
    pub events: Vec<Told>,
    /// As ticked.
    pub form: &'a RolesForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

impl ColleaguePage<'_> {
    fn choices(&self) -> Vec<Choice> {
        choices(self.viewer.organisation)
    }

    /// Why the account cannot be closed, or nothing.
    fn barred(&self) -> String {
        let admin = Role::admin_of(self.viewer.organisation);
        policy::may_deactivate(self.everyone, admin, self.whom, self.viewer.user)
            .err()
            .map(|it| it.to_string())
            .unwrap_or_default()
    }

    fn seen(&self) -> String {
        self.whom.last_signed_in_at.map_or_else(|| "Never".to_owned(), uk_time::short)
    }
}

/// Asking before a colleague's account is closed.
#[derive(Template)]
#[template(path = "accounts/colleagues/closing.html")]
pub struct ClosingPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Whose it is.
    pub whom: &'a Colleague,
}
