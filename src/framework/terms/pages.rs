//! What the operator sees of the fee and the terms.

use askama::Template;
use chrono::NaiveDate;

use super::forms::{FeeForm, TermsForm};
use super::model::{Fee, Version};
use crate::audit::change::Told;
use crate::types::uk_time;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// The fee by date.
#[derive(Template)]
#[template(path = "framework/fee.html")]
pub struct FeePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// What it is today.
    pub today: String,
    /// Every fee, the last first.
    pub fees: Vec<Fee>,
    /// A new one as typed.
    pub form: &'a FeeForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// Whether the reader may change it.
    pub may: bool,
    /// What happened to it.
    pub events: Vec<Told>,
}

impl FeePage<'_> {
    fn since(&self, it: &Fee) -> String {
        uk_time::day(it.from)
    }
}

/// The versions of the terms.
#[derive(Template)]
#[template(path = "framework/terms.html")]
pub struct TermsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The versions, the last first, each with how many providers accepted it.
    pub versions: Vec<(Version, i64)>,
    /// The number of the one in force.
    pub in_force: i32,
    /// The day it is.
    pub today: NaiveDate,
    /// Whether the reader may publish another.
    pub may: bool,
    /// What happened to them.
    pub events: Vec<Told>,
}

impl TermsPage {
    fn since(&self, it: &Version) -> String {
        uk_time::day(it.from)
    }

    fn to_come(&self, it: &Version) -> bool {
        it.from > self.today
    }
}

/// One version of the terms.
#[derive(Template)]
#[template(path = "framework/terms_version.html")]
pub struct TermsVersionPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The version.
    pub version: Version,
}

impl TermsVersionPage {
    fn since(&self) -> String {
        uk_time::day(self.version.from)
    }
}

/// A new version of the terms, to write and to look at before publishing.
#[derive(Template)]
#[template(path = "framework/terms_new.html")]
pub struct NewTermsPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The version as typed.
    pub form: &'a TermsForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// Whether it is only looked at, before it is published.
    pub preview: bool,
    /// The day it will be in force, in words.
    pub day: String,
}

impl NewTermsPage<'_> {
    fn once(&self) -> String {
        self.frame.once().to_string()
    }
}
