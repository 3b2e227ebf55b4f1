//! What the operator's administrators see of people who cannot get in.

use askama::Template;

use super::forms::ResetForm;
use super::model::FactorReset;
use crate::accounts::throttle::Blocked;
use crate::types::ids::UserId;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// Lost second factors, for the operator.
#[derive(Template)]
#[template(path = "accounts/rescue/resets.html")]
pub struct ResetsPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Who is looking.
    pub user: UserId,
    /// Those that wait, with the person and who put it forward.
    pub waiting: &'a [(FactorReset, (String, String), String)],
    /// As typed.
    pub form: &'a ResetForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

impl ResetsPage<'_> {
    fn at(&self, moment: &Moment) -> String {
        uk_time::short(*moment)
    }

    fn may_confirm(&self, it: &FactorReset) -> bool {
        super::policy::may_confirm(it, self.user).is_ok()
    }
}

/// What is blocked after too many tries, for the operator.
#[derive(Template)]
#[template(path = "accounts/rescue/blocked.html")]
pub struct BlockedPage {
    /// What surrounds it.
    pub frame: Frame,
    /// What is blocked.
    pub blocked: Vec<Blocked>,
}

impl BlockedPage {
    fn at(&self, moment: Moment) -> String {
        uk_time::short(moment)
    }
}
