//! What an administrator of the operator sees when inviting people of a force.

use askama::Template;

use crate::accounts::colleagues::forms::{InviteForm, choices};
use crate::accounts::model::Organisation;
use crate::accounts::own::forms::address_hint;
use crate::forces::model::Kept;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// An invitation to write.
#[derive(Template)]
#[template(path = "forces/invite.html")]
pub struct InvitePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The force they are to act for.
    pub force: &'a Kept,
    /// The domains addresses must belong to.
    pub domains: &'a [String],
    /// As typed.
    pub form: &'a InviteForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

impl InvitePage<'_> {
    fn choices(&self) -> Vec<Choice> {
        choices(Organisation::Force(self.force.id))
    }

    fn key(&self) -> String {
        self.frame.once().to_string()
    }

    fn hint(&self) -> String {
        let then = "We send an invitation there. It works once, within 7 days.";
        address_hint(Some(self.domains), then)
    }
}
