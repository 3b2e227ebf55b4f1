//! What people see of their second factor.

use askama::Template;

use super::model::Factors;
use super::policy::may_remove;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// What there is, and what can be added.
#[derive(Template)]
#[template(path = "accounts/second_factor/show.html")]
pub struct FactorsPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Everything the person proves with.
    pub factors: &'a Factors,
    /// Whether one is demanded of them.
    pub demanded: bool,
    /// The name of a passkey, as typed.
    pub name: &'a str,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

impl FactorsPage<'_> {
    fn missing(&self) -> bool {
        self.demanded && !self.factors.any()
    }

    fn may_remove_app(&self) -> bool {
        may_remove(self.factors.passkeys.len(), self.demanded).is_ok()
    }

    fn may_remove_passkey(&self) -> bool {
        let others = self.factors.passkeys.len().saturating_sub(1);
        may_remove(others + usize::from(self.factors.app()), self.demanded).is_ok()
    }

    fn at(&self, moment: &Moment) -> String {
        uk_time::short(*moment)
    }

    fn used(&self, moment: &Option<Moment>) -> String {
        moment.map_or_else(
            || "not used yet".to_owned(),
            |it| format!("last used {}", uk_time::short(it)),
        )
    }
}

/// Setting up an app.
#[derive(Template)]
#[template(path = "accounts/second_factor/app.html")]
pub struct AppPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The picture for the app to look at, as SVG of ours.
    pub picture: &'a str,
    /// The same in letters.
    pub letters: &'a str,
    /// What is wrong with the code.
    pub mistakes: &'a Mistakes,
}

/// Recovery codes, shown this once.
#[derive(Template)]
#[template(path = "accounts/second_factor/codes.html")]
pub struct CodesPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// What was done.
    pub done: &'a str,
    /// The codes.
    pub codes: &'a [String],
}

/// Instead of codes that were shown once.
#[derive(Template)]
#[template(path = "accounts/second_factor/codes_once.html")]
pub struct CodesOncePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Everything the person proves with.
    pub factors: &'a Factors,
}
