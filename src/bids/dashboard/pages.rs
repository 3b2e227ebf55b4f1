//! What people see of all their company's bids.

use askama::Template;

use super::model::{Group, Listed};
use super::policy::{group_of, needs};
use crate::bids::model::OwnBid;
use crate::bids::pages::{Closing, standing};
use crate::requests::model::Request;
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
pub struct Pile<'a> {
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
    pub groups: Vec<Pile<'a>>,
}

impl<'a> ListPage<'a> {
    /// Sorts bids, which come with the next deadline first, into what needs
    /// doing, what waits, and what is over.
    pub fn new(frame: Frame, bids: &'a [Listed], now: Moment) -> Self {
        let groups = Group::ALL.iter().map(|group| {
            let here = bids.iter().filter(|it| group_of(&it.it.bid, &it.it.request, now) == *group);
            let mut rows: Vec<Row<'_>> = here.map(|it| Row::of(it, now)).collect();
            // What is over comes with the last deadline first.
            if matches!(group, Group::Outcomes | Group::NotSubmitted) {
                rows.reverse();
            }
            Pile { title: group.label(), id: group.word().replace('_', "-"), rows }
        });
        let urgent = bids.iter().map(|it| Row::of(it, now)).filter(|row| !row.needs.is_empty());
        Self {
            frame,
            urgent: urgent.collect(),
            groups: groups.filter(|group| !group.rows.is_empty()).collect(),
        }
    }
}
