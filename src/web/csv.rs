//! Lists as files for a spreadsheet.

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use anyhow::Context;
use csv::{Terminator, WriterBuilder};

use super::download::disposition;
use crate::error::Result;

/// A list: what its columns are called, and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    columns: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// A list of rows that each have a cell for every column.
    pub fn new(
        columns: &'static [&'static str],
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> Self {
        Self { columns, rows: rows.into_iter().collect() }
    }

    /// As a file to keep under a name.
    pub fn download(&self, name: &str) -> Result<HttpResponse> {
        Ok(HttpResponse::Ok()
            .content_type("text/csv; charset=utf-8; header=present")
            .insert_header((CONTENT_DISPOSITION, disposition(&format!("{name}.csv"))))
            .body(self.written()?))
    }

    /// As RFC 4180 has it. The mark at the beginning tells spreadsheets that
    /// it is UTF-8.
    fn written(&self) -> anyhow::Result<Vec<u8>> {
        let begun = "\u{feff}".as_bytes().to_vec();
        let mut to = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(begun);
        to.write_record(self.columns)?;
        for row in &self.rows {
            to.write_record(row.iter().map(|cell| harmless(cell)))?;
        }
        to.into_inner().context("cannot write a sheet")
    }
}

/// A cell that no spreadsheet takes for a formula: one that would be gets an
/// apostrophe before it, which shows that it is text.
fn harmless(cell: &str) -> String {
    let begins = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if cell.starts_with(begins) { format!("'{cell}") } else { cell.to_owned() }
}

/// A yes or a no.
pub fn yes(it: bool) -> String {
    if it { "Yes" } else { "No" }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Sheet, harmless};

    #[test]
    fn no_cell_is_a_formula_and_every_other_stays_as_it_is() {
        for (typed, kept) in [
            ("=1+1", "'=1+1"),
            ("=HYPERLINK(\"http://evil.example\")", "'=HYPERLINK(\"http://evil.example\")"),
            ("+44 113 496 0000", "'+44 113 496 0000"),
            ("-x", "'-x"),
            ("@sum", "'@sum"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("\n=1", "'\n=1"),
            ("＝1+1", "'＝1+1"),
            ("", ""),
            ("1-1", "1-1"),
            ("a=b", "a=b"),
            ("'quoted'", "'quoted'"),
            ("O’Neill & Sons", "O’Neill & Sons"),
            ("🐎 horses", "🐎 horses"),
            ("שלום עולם", "שלום עולם"),
        ] {
            assert_eq!(harmless(typed), kept, "{typed:?}");
        }
    }

    #[test]
    fn what_is_written_reads_back_cell_by_cell() {
        let cells = [
            "plain",
            "a, b",
            "she said “no” and \"never\"",
            "one line\nand another\r\nand a third",
            "O’Neill",
            "🐎",
            "שלום, עולם",
            "",
            " a space before ",
            "a;b",
        ];
        const COLUMNS: &[&str] = &["one"; 10];
        let row: Vec<String> = cells.map(str::to_owned).to_vec();
        let written = Sheet::new(COLUMNS, [row.clone(), row]).written().unwrap();
        let text = std::str::from_utf8(&written).unwrap();
        let inside = text.strip_prefix('\u{feff}').unwrap();
        assert!(inside.starts_with("one,one,") && inside.ends_with("\r\n"), "{inside}");
        let mut read = csv::Reader::from_reader(inside.as_bytes());
        let rows: Vec<csv::StringRecord> = read.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2);
        for row in rows {
            assert_eq!(row.iter().collect::<Vec<_>>(), cells);
        }
    }

    #[test]
    fn a_row_that_does_not_fit_its_columns_is_a_fault() {
        assert!(Sheet::new(&["a", "b"], [vec!["1".to_owned()]]).written().is_err());
    }

    #[test]
    fn an_empty_list_still_says_what_its_columns_are() {
        let written = Sheet::new(&["Name", "Size"], []).written().unwrap();
        assert_eq!(written, "\u{feff}Name,Size\r\n".as_bytes());
    }
}
