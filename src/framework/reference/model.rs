//! What is kept by date.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

use crate::types::money::Money;

/// A threshold of procurement law from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct DatedThreshold {
    /// What it is for, as kept.
    pub name: String,
    /// The sum at or above which it counts; VAT included.
    pub amount: Money,
    /// The first day.
    pub from: NaiveDate,
    /// The first day on which it no longer holds.
    pub to: Option<NaiveDate>,
    /// Where it is published.
    pub source: String,
}

/// What a threshold is for, as people say it.
pub fn threshold_label(name: &str) -> String {
    match name {
        "sub_central_goods_services" => {
            "Goods and services bought by sub-central authorities".to_owned()
        }
        other => other.replace('_', " "),
    }
}

/// How long a level of clearance usually lasts, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct DatedValidity {
    /// `nppv` or `nsv`.
    pub ladder: String,
    /// The level, such as `NPPV3`.
    pub level: String,
    /// The first day.
    pub from: NaiveDate,
    /// How many years; none is no usual length.
    pub years: Option<i16>,
}

/// Years, as people say them.
pub fn years(years: Option<i16>) -> String {
    match years {
        None => "No usual length".to_owned(),
        Some(1) => "1 year".to_owned(),
        Some(years) => format!("{years} years"),
    }
}

/// What is asked of a scheme from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct DatedRule {
    /// The scheme.
    pub scheme: String,
    /// The first day.
    pub from: NaiveDate,
    /// Whether a provider must hold it to bid.
    pub mandatory: bool,
    /// How many months a certificate lasts; none is what the certificate says.
    pub months: Option<i16>,
}

impl DatedRule {
    /// Whether it must be held, in words.
    pub fn must(&self) -> &'static str {
        must(self.mandatory)
    }

    /// How long a certificate lasts, in words.
    pub fn length(&self) -> String {
        months(self.months)
    }
}

/// Whether a scheme must be held, in words.
pub fn must(mandatory: bool) -> &'static str {
    if mandatory { "Every provider must hold it to bid" } else { "Not required" }
}

/// Months, as people say them.
pub fn months(months: Option<i16>) -> String {
    match months {
        None => "As the certificate says".to_owned(),
        Some(1) => "1 month".to_owned(),
        Some(months) => format!("{months} months"),
    }
}

/// A bank holiday with the parts of the United Kingdom that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub day: NaiveDate,
    /// What it is called.
    pub title: String,
    /// The parts that have it, as kept.
    pub parts: Vec<String>,
}

/// How many bank holidays a year has in each part, leaving out one day.
pub fn days_in(holidays: &[Holiday], year: i32, but: Option<NaiveDate>) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for it in holidays.iter().filter(|it| it.day.year() == year && Some(it.day) != but) {
        for part in &it.parts {
            let count: &mut usize = found.entry(part.clone()).or_default();
            *count += 1;
        }
    }
    found
}

/// How many of them there are in a part.
pub fn count(days: &BTreeMap<String, usize>, part: &str) -> usize {
    days.get(part).copied().unwrap_or_default()
}
