//! What people see of the list of contracts.

use askama::Template;
use chrono::NaiveDate;

use super::forms::{Order, Search, Which};
use super::model::Listed;
use crate::contracts::model::ToDrawUp;
use crate::web::form::Choice;
use crate::web::page::Frame;
use crate::web::paging::Paging;
use crate::web::sheet::Sheet;

/// An organisation's contracts.
#[derive(Template)]
#[template(path = "contracts/list.html")]
pub struct ContractsPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The person's own home page.
    pub home: &'a str,
    /// Whether somebody of a provider looks at it.
    pub for_provider: bool,
    /// The filters.
    pub search: &'a Search,
    /// For a force: requests whose contract is still to be drawn up.
    pub to_draw_up: Vec<ToDrawUp>,
    /// This page of the contracts.
    pub contracts: Vec<Listed>,
    /// Which page of how many.
    pub paging: Paging,
    /// The day it is in the UK.
    pub today: NaiveDate,
}

impl ContractsPage<'_> {
    fn states(&self) -> Vec<Choice> {
        let known = Which::ALL.iter().filter(|it| !self.for_provider || **it != Which::Approving);
        known.map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn orders(&self) -> Vec<Choice> {
        Order::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn count(&self) -> String {
        match self.paging.total {
            1 => "1 contract".to_owned(),
            total => format!("{total} contracts"),
        }
    }
}

/// The list for a spreadsheet.
pub fn sheet(listed: &[Listed], today: NaiveDate) -> Sheet {
    let row = |it: &Listed| {
        vec![
            it.contract.reference.clone().into(),
            it.request.clone().into(),
            it.title.clone().into(),
            it.force.clone().into(),
            it.provider.clone().into(),
            it.contract.stands(today).into(),
            it.varied.into(),
            it.proposed.into(),
            it.contract.starts_on.into(),
            it.contract.ends_on.into(),
            it.contract.terminated_on.into(),
            it.contract.value.typed().into(),
            i64::from(it.contract.version).into(),
        ]
    };
    Sheet::new(
        &[
            "Contract",
            "Request",
            "For",
            "Force",
            "Provider",
            "State",
            "A variation waits to be signed",
            "A variation waits for approval",
            "First day",
            "Last day",
            "Ended before that",
            "At most, excluding VAT, in pounds",
            "Version",
        ],
        listed.iter().map(row),
    )
}
