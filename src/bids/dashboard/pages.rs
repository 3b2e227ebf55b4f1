//! What people see of all their company's bids.

use askama::Template;

use super::model::Listed;
use super::policy::needs;
use crate::bids::model::OwnBid;
use crate::bids::pages::{Closing, standing};
use crate::bids::state::BidState;
use crate::requests::model::{Phase, Request};
use crate::types::time::Moment;
use crate::web::page::Frame;

/// A bid in a list.
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
    /// Why it needs somebody now.
    pub needs: Vec<String>,
}

impl<'a> Row<'a> {
    fn of(it: &'a Listed, now: Moment) -> Self {
        let (bid, request) = (&it.it.bid, &it.it.request);
        let (standing, colour) = standing(bid, request, now);
        Self {
            bid,
            request,
            force: &it.it.force,
            closing: Closing::of(request, now),
            standing,
            colour,
            needs: needs(it, now),
        }
    }
}

/// Some bids that stand alike.
pub struct Group<'a> {
    /// What they have in common.
    pub title: &'static str,
    /// Where they are on the page.
    pub id: String,
    /// The bids.
    pub rows: Vec<Row<'a>>,
}

/// All of a company's bids.
#[derive(Template)]
#[template(path = "bids/list.html")]
pub struct ListPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The bids that need somebody now, the next deadline first.
    pub urgent: Vec<Row<'a>>,
    /// All bids, by how they stand; only groups with any.
    pub groups: Vec<Group<'a>>,
}

/// What bids have in common. Those that are still to be decided on come with
/// the next deadline first, those that are over with the last.
const TITLES: [&str; 6] = [
    "To confirm again",
    "Drafts to finish",
    "Submitted",
    "With the force",
    "Outcomes",
    "Not submitted",
];

impl<'a> ListPage<'a> {
    /// Sorts bids, which come with the next deadline first, into what needs
    /// doing, what waits, and what is over.
    pub fn new(frame: Frame, bids: &'a [Listed], now: Moment) -> Self {
        let groups = TITLES.into_iter().map(|title| {
            let here = bids.iter().filter(|it| group_of(it, now) == title);
            let mut rows: Vec<Row<'_>> = here.map(|it| Row::of(it, now)).collect();
            if matches!(title, "Outcomes" | "Not submitted") {
                rows.reverse();
            }
            Group { title, id: title.to_lowercase().replace(' ', "-"), rows }
        });
        let urgent = bids.iter().map(|it| Row::of(it, now)).filter(|row| !row.needs.is_empty());
        Self {
            frame,
            urgent: urgent.collect(),
            groups: groups.filter(|group| !group.rows.is_empty()).collect(),
        }
    }
}

fn group_of(it: &Listed, now: Moment) -> &'static str {
    match (it.it.bid.state, it.it.request.phase(now)) {
        (BidState::NeedsReconfirm, Phase::Open) => "To confirm again",
        (BidState::Draft, Phase::Open) => "Drafts to finish",
        (BidState::Draft | BidState::NeedsReconfirm, _) => "Not submitted",
        (_, Phase::Cancelled | Phase::NoAward) => "Outcomes",
        (BidState::Submitted, Phase::Open) => "Submitted",
        (BidState::Submitted | BidState::Opened | BidState::Scored, _) => "With the force",
        _ => "Outcomes",
    }
}
