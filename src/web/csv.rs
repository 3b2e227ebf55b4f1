//! A list as RFC 4180 has it.

use std::borrow::Cow;

use anyhow::Context;
use csv::{Terminator, WriterBuilder};

use super::sheet::{Cell, Sheet};
use crate::types::uk_time;

/// What it is called in a header.
pub const TYPE: &str = "text/csv; charset=utf-8; header=present";

/// The mark at the beginning tells spreadsheets that it is UTF-8.
pub fn written(sheet: &Sheet) -> anyhow::Result<Vec<u8>> {
    let begun = "\u{feff}".as_bytes().to_vec();
    let mut to = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(begun);
    to.write_record(sheet.columns)?;
    for row in &sheet.rows {
        to.write_record(row.iter().map(cell).map(|it| it.into_owned()))?;
    }
    to.into_inner().context("cannot write a sheet")
}

fn cell(it: &Cell) -> Cow<'_, str> {
    match it {
        Cell::Text(text) => harmless(text),
        Cell::Day(day) => day.to_string().into(),
        Cell::Time(moment) => {
            uk_time::on_the_clock(*moment).format("%Y-%m-%d %H:%M").to_string().into()
        }
        Cell::Number(number) => number.to_string().into(),
    }
}

/// Words that no spreadsheet takes for a formula: those that would be get an
/// apostrophe before them, which shows that they are text.
fn harmless(text: &str) -> Cow<'_, str> {
    let begins = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(begins) { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{Cell, Sheet};
    use super::{harmless, written};

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
        let row: Vec<Cell> = cells.map(Cell::from).to_vec();
        let written = written(&Sheet::new(COLUMNS, [row.clone(), row])).unwrap();
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
        assert!(written(&Sheet::new(&["a", "b"], [vec!["1".into()]])).is_err());
    }

    #[test]
    fn days_and_numbers_are_written_the_one_way() {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 4).unwrap();
        let row = vec![day.into(), (-3).into(), true.into(), None::<&str>.into()];
        let written = written(&Sheet::new(&["Day", "Left", "Blocks", "Note"], [row])).unwrap();
        let text = std::str::from_utf8(&written).unwrap();
        assert!(text.ends_with("\r\n2026-03-04,-3,Yes,\r\n"), "{text}");
    }

    #[test]
    fn an_empty_list_still_says_what_its_columns_are() {
        let written = written(&Sheet::new(&["Name", "Size"], [])).unwrap();
        assert_eq!(written, "\u{feff}Name,Size\r\n".as_bytes());
    }
}
