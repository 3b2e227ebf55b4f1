//! What people see of their company's bids as a list.

use std::collections::BTreeMap;

use askama::Template;

use super::forms::Filter;
use crate::bids::dashboard::model::Group;
use crate::bids::model::{OwnBid, OwnListed};
use crate::bids::pages::{Closing, standing};
use crate::requests::listing::model::{Due, Sort};
use crate::requests::model::{Request, Route};
use crate::types::ids::UserId;
use crate::types::time::Moment;
use crate::web::form::Choice;
use crate::web::page::Frame;
use crate::web::paging::Paging;
use crate::web::sheet::Sheet;

/// A bid in the list.
pub struct Row<'a> {
    /// The bid.
    pub bid: &'a OwnBid,
    /// The request it answers.
    pub request: &'a Request,
    /// The force that asked.
    pub force: &'a str,
    /// The request's deadline.
    pub closing: Closing,
    /// Where the bid stands.
    pub standing: &'static str,
    /// The colour of that.
    pub colour: &'static str,
}

impl<'a> Row<'a> {
    /// A row for a bid.
    pub fn of(it: &'a OwnListed, now: Moment) -> Self {
        let (bid, request) = (&it.bid, &it.request);
        let (standing, colour) = standing(bid, request, now);
        let closing = Closing::of(request, now);
        Self { bid, request, force: &it.force, closing, standing, colour }
    }
}

/// The list.
#[derive(Template)]
#[template(path = "bids/listing.html")]
pub struct ListingPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// As it stands in the address.
    pub filter: Filter,
    /// The lots to choose from.
    pub lots: Vec<Choice>,
    /// The colleagues to choose from.
    pub people: Vec<Choice>,
    /// This page of the bids.
    pub rows: Vec<Row<'a>>,
    /// Which page of how many.
    pub paging: Paging,
}

impl ListingPage<'_> {
    fn groups(&self) -> Vec<Choice> {
        Group::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn routes(&self) -> Vec<Choice> {
        Route::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn dues(&self) -> Vec<Choice> {
        let bid_on = Due::ALL.iter().filter(|it| **it != Due::Unset);
        bid_on.map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn sorts(&self) -> Vec<Choice> {
        Sort::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn sorted(&self) -> &'static str {
        self.filter.sort().word()
    }

    fn order(&self) -> &'static str {
        self.filter.sort().label()
    }

    fn count(&self) -> String {
        match self.paging.total {
            1 => "1 bid".to_owned(),
            total => format!("{total} bids"),
        }
    }
}

/// The same for a spreadsheet.
pub fn sheet(
    found: &[OwnListed],
    lots: &BTreeMap<String, String>,
    people: &BTreeMap<UserId, String>,
    now: Moment,
) -> Sheet {
    let row = |it: &OwnListed| {
        let (bid, request) = (&it.bid, &it.request);
        let lot = request.lot_code.as_ref().and_then(|code| lots.get(code));
        let by = bid.submitted_by.and_then(|id| people.get(&id));
        vec![
            bid.reference.clone().into(),
            standing(bid, request, now).0.into(),
            request.reference.clone().into(),
            request.title.clone().into(),
            it.force.clone().into(),
            lot.cloned().into(),
            request.route.map(Route::label).into(),
            request.closes_at.into(),
            bid.created_at.into(),
            bid.saved_at.into(),
            bid.submitted_at.into(),
            by.cloned().into(),
        ]
    };
    Sheet::new(
        &[
            "Bid",
            "Where it stands",
            "Request",
            "Title",
            "Force",
            "Lot",
            "Route",
            "Bids close",
            "Begun",
            "Last saved",
            "Submitted",
            "Submitted by",
        ],
        found.iter().map(row),
    )
}
