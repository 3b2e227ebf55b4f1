//! What the operator sees of the highest day rates.

use std::collections::BTreeMap;

use askama::Template;

use super::forms::MaximaForm;
use super::model::{Affected, Dated};
use crate::audit::change::Told;
use crate::framework::model::{Lot, SfiaLevel};
use crate::types::money::Money;
use crate::types::uk_time;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// Every lot with its rates of today.
#[derive(Template)]
#[template(path = "framework/maxima.html")]
pub struct MaximaPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The SFIA levels.
    pub levels: Vec<SfiaLevel>,
    /// Each lot with its rates.
    pub lots: Vec<(Lot, BTreeMap<i16, Money>)>,
    /// What happened to them.
    pub events: Vec<Told>,
}

impl MaximaPage {
    fn rate(&self, rates: &BTreeMap<i16, Money>, level: &SfiaLevel) -> String {
        rates.get(&level.level).map_or("–".to_owned(), |it| format!("{it:#}"))
    }
}

/// The rates of one lot.
#[derive(Template)]
#[template(path = "framework/maxima_of_lot.html")]
pub struct MaximaOfLotPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The lot.
    pub lot: &'a Lot,
    /// The SFIA levels.
    pub levels: &'a [SfiaLevel],
    /// The rates as typed.
    pub form: &'a MaximaForm,
    /// What is wrong with them.
    pub mistakes: &'a Mistakes,
    /// The providers whose own ceilings would be above them, if that is to be
    /// confirmed.
    pub affected: Vec<Affected>,
    /// What holds, and what is planned, from each day.
    pub dated: Vec<Dated>,
    /// Whether the reader may change them.
    pub may: bool,
    /// What happened to them.
    pub events: Vec<Told>,
}

impl MaximaOfLotPage<'_> {
    fn level(&self, level: &i16) -> String {
        let name = self.levels.iter().find(|it| it.level == *level).map_or("", |it| &it.name);
        format!("{level} {name}")
    }

    fn since(&self, it: &Dated) -> String {
        uk_time::day(it.from)
    }

    fn said(&self, it: &Dated) -> String {
        it.rate.map_or("No maximum".to_owned(), |rate| rate.to_string())
    }
}
