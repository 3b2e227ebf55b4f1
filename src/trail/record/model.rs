//! What a record holds.

use crate::web::pdf;
use crate::web::sheet::{Cell, Sheet};

/// One table of it: a file for spreadsheets, and a part of the page.
#[derive(Debug, Clone)]
pub struct Table {
    /// The name of its file, without an ending.
    pub name: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// Its rows.
    pub sheet: Sheet,
}

impl Table {
    /// A table with a row for each of some things.
    pub fn new(
        name: &'static str,
        title: &'static str,
        columns: &'static [&'static str],
        rows: impl IntoIterator<Item = Vec<Cell>>,
    ) -> Self {
        Self { name, title, sheet: Sheet::new(columns, rows) }
    }
}

/// A file of it that is kept as it is, such as a contract as it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its place in the record.
    pub place: String,
    /// What it is, for the page.
    pub title: String,
    /// What is in it.
    pub content: Vec<u8>,
}

impl Paper {
    /// Its place, as a page in the record links to it.
    pub fn href(&self) -> String {
        self.place.replace(' ', "%20")
    }
}

/// A paper that is still to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// Its place in the record.
    pub place: String,
    /// What it is, for the page.
    pub title: String,
    /// What it says.
    pub paper: pdf::Paper,
}

/// An entry of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// Its number.
    pub seq: i64,
    /// What happened.
    pub action: String,
    /// In plain text, with its proof where a checkpoint covers it.
    pub text: String,
    /// Whether one does.
    pub proved: bool,
}

impl Entered {
    /// Its place in the record.
    pub fn place(&self) -> String {
        format!("{ENTRIES}{:08}.txt", self.seq)
    }
}

/// Where the entries are.
pub const ENTRIES: &str = "audit/";

/// Everything.
#[derive(Debug, Clone)]
pub struct Record {
    /// The request's reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub force: String,
    /// When it was put together, in words.
    pub taken: String,
    /// How it stands, in words.
    pub stands: String,
    /// Tables, in reading order.
    pub tables: Vec<Table>,
    /// Papers.
    pub papers: Vec<Paper>,
    /// Papers that are printed when it is packed.
    pub prints: Vec<Print>,
    /// What was entered in the trail about any of it.
    pub entries: Vec<Entered>,
}

impl Record {
    /// How many entries no checkpoint covers yet.
    pub fn unproved(&self) -> usize {
        self.entries.iter().filter(|it| !it.proved).count()
    }
}
