//! What anyone sees of providers, and how a company registers.

use askama::Template;

use super::model::{Provider, Size};
use crate::accounts::forms::RegistrationForm;
use crate::framework::model::{Word, name_of};
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;
use crate::web::paging::Paging;

/// The registration form.
#[derive(Template)]
#[template(path = "providers/register.html")]
pub struct RegisterPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// As typed; the password is never shown again.
    pub form: &'a RegistrationForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

/// A provider, as everyone may see it.
#[derive(Debug, Clone)]
pub struct Public {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// How large it is.
    pub size: &'static str,
    /// Its region.
    pub region: String,
    /// The names of the lots it is admitted to.
    pub lots: Vec<String>,
}

impl Public {
    /// What everyone may see of a provider.
    pub fn of(it: &Provider, regions: &[Word], lots: Vec<String>) -> Self {
        Self {
            slug: it.slug.clone(),
            name: it.name.clone(),
            size: it.size.map(Size::label).unwrap_or_default(),
            region: it.region_code.as_deref().map_or("", |code| name_of(regions, code)).to_owned(),
            lots,
        }
    }
}

/// The directory of admitted providers.
#[derive(Template)]
#[template(path = "providers/directory.html")]
pub struct DirectoryPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The lots to choose from.
    pub lots: Vec<Choice>,
    /// The lot chosen, or nothing.
    pub lot: &'a str,
    /// The providers on this page.
    pub providers: Vec<Public>,
    /// Which page.
    pub paging: Paging,
}

impl DirectoryPage<'_> {
    /// How many there are, in words.
    pub fn count(&self) -> String {
        match self.paging.total {
            1 => "1 provider".to_owned(),
            n => format!("{n} providers"),
        }
    }

    /// Where the other pages are.
    pub fn pages(&self) -> String {
        format!("/providers?lot={}&page=", self.lot)
    }
}

/// One admitted provider.
#[derive(Template)]
#[template(path = "providers/show.html")]
pub struct ShowPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The provider.
    pub provider: Public,
    /// Since when it has been admitted.
    pub since: String,
    /// Its accepted certificates in date, with their last day.
    pub certificates: Vec<(String, String)>,
}
