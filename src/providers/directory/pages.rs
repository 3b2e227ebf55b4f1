//! What anyone sees of providers.

use askama::Template;

use super::forms::Search;
use super::model::Public;
use crate::providers::model::Size;
use crate::web::form::Choice;
use crate::web::page::Frame;
use crate::web::paging::Paging;
use crate::web::sheet::Sheet;

/// The directory of admitted providers.
#[derive(Template)]
#[template(path = "providers/directory.html")]
pub struct DirectoryPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The filters.
    pub search: &'a Search,
    /// The lots to choose from.
    pub lots: Vec<Choice>,
    /// The regions to choose from.
    pub regions: Vec<Choice>,
    /// The providers on this page.
    pub providers: Vec<Public>,
    /// Which page.
    pub paging: Paging,
}

impl DirectoryPage<'_> {
    fn sizes(&self) -> Vec<Choice> {
        Size::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn count(&self) -> String {
        match self.paging.total {
            1 => "1 provider".to_owned(),
            n => format!("{n} providers"),
        }
    }
}

/// The directory for a spreadsheet.
pub fn sheet(providers: &[Public]) -> Sheet {
    let row = |it: &Public| {
        vec![
            it.name.clone().into(),
            it.size.into(),
            it.region.clone().into(),
            it.lots.join("; ").into(),
        ]
    };
    Sheet::new(&["Provider", "Size", "Region", "Lots"], providers.iter().map(row))
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
