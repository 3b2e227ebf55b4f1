//! A list as a workbook of one sheet.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::sheet::{Cell, Sheet};
use crate::types::uk_time;

/// What it is called in a header.
pub const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The most letters that a spreadsheet keeps in a cell.
const LONGEST: usize = 32_767;

/// Its columns stay in sight and can be narrowed; words are words, so that
/// none of them is a formula.
pub fn written(sheet: &Sheet) -> anyhow::Result<Vec<u8>> {
    Ok(workbook(sheet)?.save_to_buffer()?)
}

fn workbook(sheet: &Sheet) -> Result<Workbook, XlsxError> {
    let (bold, day) = (Format::new().set_bold(), Format::new().set_num_format("d mmm yyyy"));
    let time = Format::new().set_num_format("d mmm yyyy hh:mm");
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (column, name) in (0..).zip(sheet.columns) {
        page.write_string_with_format(0, column, *name, &bold)?;
    }
    for (row, cells) in (1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) => page.write_string(row, column, shortened(text))?,
                Cell::Day(on) => page.write_datetime_with_format(row, column, *on, &day)?,
                Cell::Time(moment) => {
                    let on_the_clock = uk_time::on_the_clock(*moment);
                    page.write_datetime_with_format(row, column, on_the_clock, &time)?
                }
                Cell::Number(number) => page.write_number(row, column, whole(*number))?,
            };
        }
    }
    page.set_freeze_panes(1, 0)?;
    if let (Some(last), Ok(rows)) =
        (sheet.columns.len().checked_sub(1), sheet.rows.len().try_into())
    {
        page.autofilter(0, 0, rows, last.try_into().unwrap_or(u16::MAX))?;
    }
    page.autofit();
    Ok(book)
}

/// A spreadsheet counts in units of UTF-16.
fn shortened(text: &str) -> String {
    let mut left = LONGEST;
    let fits = |it: &char| left.checked_sub(it.len_utf16()).map(|it| left = it).is_some();
    text.chars().take_while(fits).collect()
}

/// A spreadsheet has no other numbers; days and sums of ours are far below
/// where it stops being exact.
fn whole(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use chrono::NaiveDate;
    use zip::ZipArchive;

    use super::super::sheet::Sheet;
    use super::{LONGEST, shortened, written};

    fn part(workbook: &[u8], name: &str) -> String {
        let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn words_stay_words_and_days_and_numbers_are_what_they_are() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 4).unwrap();
        let row = vec!["=1+1".into(), day.into(), (-3).into(), true.into()];
        let book =
            written(&Sheet::new(&["Name", "Last day", "Days left", "Blocks"], [row])).unwrap();
        let words = part(&book, "xl/sharedStrings.xml");
        for word in ["Name", "Last day", "Days left", "Blocks", "=1+1", "Yes"] {
            assert!(words.contains(&format!("<t>{word}</t>")), "{word}: {words}");
        }
        let page = part(&book, "xl/worksheets/sheet1.xml");
        assert!(!page.contains("<f>"), "a formula: {page}");
        assert!(page.contains("<v>46085</v>"), "4 March 2026, as spreadsheets count days: {page}");
        assert!(page.contains("<c r=\"C2\"><v>-3</v></c>"), "{page}");
        assert!(page.contains("<autoFilter ref=\"A1:D2\"/>"), "{page}");
    }

    #[test]
    fn an_empty_list_still_says_what_its_columns_are() {
        let book = written(&Sheet::new(&["Name", "Size"], [])).unwrap();
        assert!(part(&book, "xl/sharedStrings.xml").contains("<t>Size</t>"));
    }

    #[test]
    fn what_no_cell_could_hold_is_cut_between_two_letters() {
        let horses = "🐎".repeat(LONGEST);
        assert_eq!(shortened(&horses).encode_utf16().count(), LONGEST - 1);
        assert_eq!(shortened("Zoë 🐎"), "Zoë 🐎");
    }
}
