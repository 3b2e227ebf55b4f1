//! What the operator sees of the things that run out.

use askama::Template;
use chrono::NaiveDate;

use super::forms::{Order, Search, What, Window};
use super::model::{Counts, Listed};
use crate::types::uk_time;
use crate::web::form::Choice;
use crate::web::page::Frame;
use crate::web::paging::Paging;
use crate::web::sheet::Sheet;

/// The operator's list.
#[derive(Template)]
#[template(path = "providers/expiry.html")]
pub struct ExpiryPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The filters.
    pub search: &'a Search,
    /// How much runs out when.
    pub counts: Counts,
    /// This page of the list.
    pub listed: Vec<Listed>,
    /// Which page of how many.
    pub paging: Paging,
    /// The day now.
    pub today: NaiveDate,
}

impl ExpiryPage<'_> {
    fn kinds(&self) -> Vec<Choice> {
        What::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn windows(&self) -> Vec<Choice> {
        Window::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn orders(&self) -> Vec<Choice> {
        Order::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn count(&self) -> String {
        match self.paging.total {
            1 => "1 thing".to_owned(),
            n => format!("{n} things"),
        }
    }

    fn day(&self, it: &Listed) -> String {
        uk_time::day(it.paper.expires_on)
    }

    fn left(&self, it: &Listed) -> String {
        match (it.paper.expires_on - self.today).num_days() {
            0 => "Expires today".to_owned(),
            1 => "1 day left".to_owned(),
            -1 => "Expired yesterday".to_owned(),
            days if days > 0 => format!("{days} days left"),
            days => format!("Expired {} days ago", -days),
        }
    }

    fn colour(&self, it: &Listed) -> &'static str {
        match (it.paper.expires_on - self.today).num_days() {
            ..0 => "red",
            0..=7 => "orange",
            8..=28 => "yellow",
            _ => "grey",
        }
    }
}

/// The list for a spreadsheet.
pub fn sheet(listed: &[Listed], today: NaiveDate) -> Sheet {
    let row = |it: &Listed| {
        vec![
            it.provider.clone().into(),
            it.paper.kind.label().into(),
            it.paper.name().into(),
            it.paper.expires_on.into(),
            (it.paper.expires_on - today).num_days().into(),
            it.paper.blocks.into(),
        ]
    };
    Sheet::new(
        &["Provider", "Kind", "What", "Last day", "Days left", "Blocks bidding"],
        listed.iter().map(row),
    )
}
