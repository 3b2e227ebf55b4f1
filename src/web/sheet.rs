//! Lists as files for a spreadsheet, and the forms they are kept in.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use chrono::NaiveDate;

use super::download::disposition;
use super::{csv, xlsx};
use crate::error::Result;
use crate::types::time::Moment;
use crate::types::uk_time;

/// A list: what its columns are called, and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub(super) columns: &'static [&'static str],
    pub(super) rows: Vec<Vec<Cell>>,
}

/// What stands in one column of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words, whatever they look like.
    Text(String),
    /// A day.
    Day(NaiveDate),
    /// A moment, in UK time.
    Time(Moment),
    /// A whole number.
    Number(i64),
}

impl Cell {
    /// In words, as it is read.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Day(day) => uk_time::day(*day),
            Self::Time(moment) => uk_time::short(*moment),
            Self::Number(number) => number.to_string(),
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

impl From<Moment> for Cell {
    fn from(moment: Moment) -> Self {
        Self::Time(moment)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// What is not there is an empty cell.
impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(it: Option<T>) -> Self {
        it.map_or_else(|| Self::Text(String::new()), Into::into)
    }
}

impl From<bool> for Cell {
    fn from(it: bool) -> Self {
        Self::from(if it { "Yes" } else { "No" })
    }
}

/// The form a list is kept in, as the end of its address says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Words with commas between them, which any program reads.
    Csv,
    /// A workbook, in which days and numbers are what they are.
    Xlsx,
}

impl FromRequest for Format {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(if req.path().ends_with(".xlsx") { Self::Xlsx } else { Self::Csv }))
    }
}

impl Sheet {
    /// A list of rows that each have a cell for every column.
    pub fn new(
        columns: &'static [&'static str],
        rows: impl IntoIterator<Item = Vec<Cell>>,
    ) -> Self {
        Self { columns, rows: rows.into_iter().collect() }
    }

    /// What its columns are called.
    pub fn columns(&self) -> &[&'static str] {
        self.columns
    }

    /// Its rows.
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// As a file of text.
    pub fn csv(&self) -> anyhow::Result<Vec<u8>> {
        csv::written(self)
    }

    /// As a file to keep under a name.
    pub fn download(&self, format: Format, name: &str) -> Result<HttpResponse> {
        let (kind, ending, written) = match format {
            Format::Csv => (csv::TYPE, "csv", csv::written(self)?),
            Format::Xlsx => (xlsx::TYPE, "xlsx", xlsx::written(self)?),
        };
        Ok(HttpResponse::Ok()
            .content_type(kind)
            .insert_header((CONTENT_DISPOSITION, disposition(&format!("{name}.{ending}"))))
            .body(written))
    }
}
