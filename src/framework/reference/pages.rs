//! What the operator sees of reference data.

use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::forms::{HolidayForm, SchemeForm, ThresholdForm, ValidityForm};
use super::model::{
    DatedRule, DatedThreshold, DatedValidity, Holiday, count, days_in, threshold_label, years,
};
use crate::audit::change::Told;
use crate::framework::policy::{PARTS, may_remove_holiday};
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// The thresholds by date.
#[derive(Template)]
#[template(path = "framework/thresholds.html")]
pub struct ThresholdsPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Every amount, the last first.
    pub dated: Vec<DatedThreshold>,
    /// The thresholds to choose from.
    pub names: &'a [Choice],
    /// A new amount as typed.
    pub form: &'a ThresholdForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// Whether the reader may change it.
    pub may: bool,
    /// What happened to them.
    pub events: Vec<Told>,
}

impl ThresholdsPage<'_> {
    fn label(&self, it: &DatedThreshold) -> String {
        threshold_label(&it.name)
    }

    fn since(&self, it: &DatedThreshold) -> String {
        uk_time::day(it.from)
    }

    fn until(&self, it: &DatedThreshold) -> String {
        let last = it.to.and_then(|day| day.pred_opt());
        last.map_or("until it is changed".to_owned(), |day| format!("to {}", uk_time::day(day)))
    }
}

/// How long clearances last.
#[derive(Template)]
#[template(path = "framework/clearances.html")]
pub struct ClearancesPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The levels to choose from.
    pub levels: &'a [Choice],
    /// Every length, the last first.
    pub dated: Vec<DatedValidity>,
    /// The day it is.
    pub today: NaiveDate,
    /// A new length as typed.
    pub form: &'a ValidityForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// Whether the reader may change it.
    pub may: bool,
    /// What happened to them.
    pub events: Vec<Told>,
}

impl ClearancesPage<'_> {
    fn of(&self, level: &Choice) -> impl Iterator<Item = &DatedValidity> {
        let value = level.value.clone();
        self.dated.iter().filter(move |it| format!("{}:{}", it.ladder, it.level) == value)
    }

    fn now(&self, level: &Choice) -> String {
        years(self.of(level).find(|it| it.from <= self.today).and_then(|it| it.years))
    }

    fn planned(&self, level: &Choice) -> String {
        let planned = self.of(level).find(|it| it.from > self.today);
        planned
            .map(|it| format!("{} from {}", years(it.years), uk_time::day(it.from)))
            .unwrap_or_default()
    }
}

/// The assurance schemes.
#[derive(Template)]
#[template(path = "framework/schemes.html")]
pub struct SchemesPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The schemes by code and name.
    pub schemes: Vec<(String, String)>,
    /// What is asked of them, the last first.
    pub dated: Vec<DatedRule>,
    /// The day it is.
    pub today: NaiveDate,
    /// Whether the reader may change them.
    pub may: bool,
    /// What happened to them.
    pub events: Vec<Told>,
}

impl SchemesPage {
    fn now(&self, code: &str) -> Option<&DatedRule> {
        self.dated.iter().find(|it| it.scheme == code && it.from <= self.today)
    }

    fn planned(&self, code: &str) -> String {
        let planned = self.dated.iter().find(|it| it.scheme == code && it.from > self.today);
        planned.map(in_words).unwrap_or_default()
    }
}

fn in_words(it: &DatedRule) -> String {
    format!("{}; {}; from {}", it.must(), it.length(), uk_time::day(it.from))
}

/// One assurance scheme.
#[derive(Template)]
#[template(path = "framework/scheme.html")]
pub struct SchemePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Its name in forms.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// What is asked of it, the last first.
    pub dated: Vec<DatedRule>,
    /// A new rule as typed.
    pub form: &'a SchemeForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// Yes and no.
    pub answers: Vec<Choice>,
    /// Whether the reader may change it.
    pub may: bool,
    /// What happened to it.
    pub events: Vec<Told>,
}

impl SchemePage<'_> {
    fn rule(&self, it: &DatedRule) -> String {
        in_words(it)
    }
}

/// The bank holidays of every part of the United Kingdom.
#[derive(Template)]
#[template(path = "framework/holidays.html")]
pub struct HolidaysPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The days, in order.
    pub holidays: Vec<Holiday>,
    /// The years that are complete.
    pub complete: Vec<i32>,
    /// The warning about a year that is missing, or nothing.
    pub warning: String,
    /// The day it is.
    pub today: NaiveDate,
    /// A new day as typed.
    pub form: &'a HolidayForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// Whether the reader may change them.
    pub may: bool,
    /// What happened to them.
    pub events: Vec<Told>,
}

impl HolidaysPage<'_> {
    /// This year and those after it, with a year's days.
    fn years(&self) -> Vec<(i32, Vec<&Holiday>)> {
        let mut years: Vec<(i32, Vec<&Holiday>)> = Vec::new();
        for holiday in self.holidays.iter().filter(|it| it.day.year() >= self.today.year()) {
            match years.last_mut() {
                Some((year, days)) if *year == holiday.day.year() => days.push(holiday),
                _ => years.push((holiday.day.year(), vec![holiday])),
            }
        }
        years
    }

    fn is_complete(&self, year: &i32) -> bool {
        self.complete.contains(year)
    }

    fn next(&self) -> i32 {
        self.complete.last().map_or(self.today.year(), |last| last + 1)
    }

    fn span(&self) -> String {
        match (self.complete.first(), self.complete.last()) {
            (Some(first), Some(last)) => format!("{first} to {last}"),
            _ => "none yet".to_owned(),
        }
    }

    fn day(&self, it: &Holiday) -> String {
        format!("{} {}", it.day.format("%A"), uk_time::day(it.day))
    }

    fn parts(&self, it: &Holiday) -> String {
        let name = |code: &String| {
            PARTS.iter().find(|it| it.0 == code).map_or(code.clone(), |it| it.1.to_owned())
        };
        if it.parts.len() == PARTS.len() {
            return "Everywhere".to_owned();
        }
        it.parts.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    fn removable(&self, it: &Holiday) -> bool {
        let complete = self.is_complete(&it.day.year());
        let left = days_in(&self.holidays, it.day.year(), Some(it.day));
        let fit = may_remove_holiday(it.day, self.today, complete, |part| count(&left, part));
        self.may && fit.is_ok()
    }

    fn removal(&self, it: &Holiday) -> String {
        format!("/operator/framework/bank-holidays/{}/removal", it.day)
    }

    fn choices(&self) -> Vec<Choice> {
        PARTS.iter().map(|it| Choice::new(it.0, it.1)).collect()
    }

    fn once(&self) -> String {
        self.frame.once().to_string()
    }
}
