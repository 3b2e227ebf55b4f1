//! Where each line stands: on which page, how far from its edges, and which
//! part of the paper's structure it belongs to. All in whole points.

use super::faces::{Faces, Style};
use super::{Block, Paper};

/// An A4 sheet.
pub const WIDTH: i16 = 595;
/// Its height.
pub const HEIGHT: i16 = 842;
/// What is left free at each side.
pub const MARGIN: i16 = 56;
const INSIDE: i16 = WIDTH - 2 * MARGIN;
/// The lowest line of text.
const FOOT: i16 = HEIGHT - MARGIN - 20;
/// How wide the names of terms may be.
const NAMES: i16 = 150;
const BETWEEN: i16 = 10;

const TITLE: Style = Style { bold: true, size: 18 };
const HEADING: Style = Style { bold: true, size: 13 };
const NAME: Style = Style { bold: true, size: 10 };
const BODY: Style = Style { bold: false, size: 10 };
const CELL: Style = Style { bold: false, size: 9 };
const CELL_NAME: Style = Style { bold: true, size: 9 };

/// A line of text on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// From the left edge to its beginning.
    pub x: i16,
    /// From the upper edge to its base.
    pub y: i16,
    /// How it looks.
    pub style: Style,
    /// What it says.
    pub text: String,
    /// Its number among all lines, by which the structure names it.
    pub line: usize,
}

/// What a part of the structure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The title, or a heading below it.
    Heading(u16),
    /// A paragraph.
    Paragraph,
    /// A list of names and values.
    List,
    /// One of them.
    Entry,
    /// Its name.
    Name,
    /// Its value.
    Value,
    /// A table.
    Table,
    /// A row of it.
    Row,
    /// A cell that says what its column is.
    ColumnName,
    /// Any other cell.
    Cell,
}

/// A part of the structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// Its text, for headings.
    pub text: String,
    /// The lines in it.
    pub lines: Vec<usize>,
    /// The parts in it.
    pub parts: Vec<Self>,
}

/// A page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its lines.
    pub lines: Vec<Placed>,
    /// How far down a thin rule is drawn.
    pub rules: Vec<i16>,
}

/// A heading, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signpost {
    /// What it says.
    pub text: String,
    /// On which page, from 0.
    pub page: usize,
    /// How far down.
    pub y: i16,
}

/// A paper on its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidOut {
    /// The pages.
    pub sheets: Vec<Sheet>,
    /// The structure.
    pub parts: Vec<Part>,
    /// The headings.
    pub signposts: Vec<Signpost>,
    /// How many lines there are.
    pub lines: usize,
}

/// Some lines in a column, and what they belong to.
struct Column {
    x: i16,
    style: Style,
    lines: Vec<String>,
    part: Part,
}

struct Desk<'a> {
    faces: &'a Faces,
    out: LaidOut,
    /// The base of the last line.
    y: i16,
}

/// Puts a paper on pages.
pub fn laid_out(paper: &Paper, faces: &Faces) -> LaidOut {
    let (sheets, parts, signposts) = (vec![Sheet::default()], Vec::new(), Vec::new());
    let out = LaidOut { sheets, parts, signposts, lines: 0 };
    let mut desk = Desk { faces, out, y: MARGIN };
    desk.heading(&paper.title, TITLE, 1);
    for block in &paper.blocks {
        match block {
            Block::Heading(text) => desk.heading(text, HEADING, 2),
            Block::Text(text) => desk.paragraph(text),
            Block::Terms(terms) => desk.terms(terms),
            Block::Table(rows) => desk.table(rows),
        }
    }
    desk.out
}

fn part(kind: Kind) -> Part {
    Part { kind, text: String::new(), lines: Vec::new(), parts: Vec::new() }
}

fn leading(style: Style) -> i16 {
    i16::from(style.size) + i16::from(style.size) / 2
}

impl Desk<'_> {
    /// Begins another page where less than this is left.
    fn make_room(&mut self, needed: i16) {
        if self.y + needed > FOOT && self.y > MARGIN {
            self.out.sheets.push(Sheet::default());
            self.y = MARGIN;
        }
    }

    /// Sets lines of several columns side by side, from page to page.
    fn set(&mut self, mut columns: Vec<Column>) -> Vec<Part> {
        let tall = columns.iter().map(|it| it.lines.len()).max().unwrap_or(0);
        let step = columns.iter().map(|it| leading(it.style)).max().unwrap_or(0);
        for row in 0..tall {
            self.make_room(step);
            self.y += step;
            for column in &mut columns {
                let Some(text) = column.lines.get(row).filter(|it| !it.is_empty()) else {
                    continue;
                };
                let line = self.out.lines;
                self.out.lines += 1;
                column.part.lines.push(line);
                let (x, y, style, text) = (column.x, self.y, column.style, text.clone());
                if let Some(sheet) = self.out.sheets.last_mut() {
                    sheet.lines.push(Placed { x, y, style, text, line });
                }
            }
        }
        columns.into_iter().map(|it| it.part).collect()
    }

    fn heading(&mut self, text: &str, style: Style, level: u16) {
        let lines = self.wrapped(text, style, INSIDE);
        let tall = i16::try_from(lines.len()).unwrap_or(1).saturating_mul(leading(style));
        // A heading does not stand alone at the foot of a page.
        self.make_room(tall.saturating_add(4 * leading(BODY)));
        self.y += if self.y == MARGIN { 0 } else { 8 };
        let (page, y) = (self.out.sheets.len() - 1, self.y);
        let text = self.faces.writable(text, style);
        let heading = Part { text: text.clone(), ..part(Kind::Heading(level)) };
        let set = self.set(vec![Column { x: MARGIN, style, lines, part: heading }]);
        self.out.parts.extend(set);
        self.out.signposts.push(Signpost { text, page, y });
        self.y += 2;
    }

    fn paragraph(&mut self, text: &str) {
        let lines = self.wrapped(text, BODY, INSIDE);
        let part = part(Kind::Paragraph);
        let set = self.set(vec![Column { x: MARGIN, style: BODY, lines, part }]);
        self.out.parts.extend(set);
        self.y += 5;
    }

    fn terms(&mut self, terms: &[(String, String)]) {
        let mut list = part(Kind::List);
        for (name, value) in terms {
            let names = self.wrapped(name, NAME, NAMES);
            let values = self.wrapped(value, BODY, INSIDE - NAMES - BETWEEN);
            let beside = MARGIN + NAMES + BETWEEN;
            let columns = vec![
                Column { x: MARGIN, style: NAME, lines: names, part: part(Kind::Name) },
                Column { x: beside, style: BODY, lines: values, part: part(Kind::Value) },
            ];
            let parts = self.set(columns);
            list.parts.push(Part { parts, ..part(Kind::Entry) });
            self.y += 3;
        }
        self.out.parts.push(list);
        self.y += 2;
    }

    fn table(&mut self, rows: &[Vec<String>]) {
        let widths = self.widths(rows);
        let mut table = part(Kind::Table);
        for (number, row) in rows.iter().enumerate() {
            let (kind, style) =
                if number == 0 { (Kind::ColumnName, CELL_NAME) } else { (Kind::Cell, CELL) };
            let mut x = MARGIN;
            let mut columns = Vec::new();
            for (cell, width) in row.iter().zip(&widths) {
                let lines = self.wrapped(cell, style, width - BETWEEN);
                columns.push(Column { x, style, lines, part: part(kind) });
                x += width;
            }
            let tall = columns.iter().map(|it| it.lines.len()).max().unwrap_or(0);
            let tall = i16::try_from(tall).unwrap_or(i16::MAX).saturating_mul(leading(style));
            self.make_room(tall.min(HEIGHT / 3));
            let parts = self.set(columns);
            table.parts.push(Part { parts, ..part(Kind::Row) });
            self.y += 4;
            let y = self.y;
            if let Some(sheet) = self.out.sheets.last_mut() {
                sheet.rules.push(y);
            }
        }
        self.out.parts.push(table);
        self.y += 8;
    }

    /// How wide each column is: as wide as it likes, unless all together are too
    /// wide; then the widest give way, and none below its longest word while
    /// another can.
    fn widths(&self, rows: &[Vec<String>]) -> Vec<i16> {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            let wide = cells.map(|cell| self.faces.width(cell, CELL_NAME)).max().unwrap_or(0);
            i16::try_from(wide).unwrap_or(INSIDE).min(INSIDE).saturating_add(BETWEEN)
        };
        let longest = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            let words = cells.flat_map(|cell| cell.split_whitespace());
            let wide = words.map(|word| self.faces.width(word, CELL_NAME)).max().unwrap_or(0);
            i16::try_from(wide).unwrap_or(INSIDE).min(INSIDE / 4).saturating_add(BETWEEN)
        };
        let mut widths: Vec<i16> = (0..columns).map(widest).collect();
        let least: Vec<i16> = (0..columns).map(longest).collect();
        let sum = |widths: &[i16]| widths.iter().map(|it| i32::from(*it)).sum::<i32>();
        while sum(&widths) > i32::from(INSIDE) {
            let any = widths.iter().zip(&least).any(|(width, least)| width > least);
            let give = widths.iter_mut().zip(&least).filter(|it| !any || *it.0 > *it.1);
            match give.map(|it| it.0).max() {
                Some(widest) => *widest -= 1,
                None => break,
            }
        }
        widths
    }

    /// A text in lines that fit, with those that were typed.
    fn wrapped(&self, text: &str, style: Style, width: i16) -> Vec<String> {
        let width = i32::from(width.max(20));
        text.lines().flat_map(|line| self.broken(line, style, width)).collect()
    }

    fn broken(&self, line: &str, style: Style, width: i32) -> Vec<String> {
        let line = self.faces.writable(line, style);
        let space = self.faces.width(" ", style);
        let (mut lines, mut last, mut used) = (Vec::new(), String::new(), 0);
        for word in line.split_whitespace() {
            let wide = self.faces.width(word, style);
            if !last.is_empty() && used + space + wide <= width {
                last.push(' ');
                last.push_str(word);
                used += space + wide;
                continue;
            }
            if !last.is_empty() {
                lines.push(std::mem::take(&mut last));
            }
            let mut pieces = self.cut(word, style, width);
            last = pieces.pop().unwrap_or_default();
            used = self.faces.width(&last, style);
            lines.append(&mut pieces);
        }
        lines.push(last);
        lines
    }

    /// A word in pieces that fit: whole, unless it is wider than its column.
    fn cut(&self, word: &str, style: Style, width: i32) -> Vec<String> {
        if self.faces.width(word, style) <= width {
            return vec![word.to_owned()];
        }
        let (mut pieces, mut last, mut used) = (Vec::new(), String::new(), 0);
        for letter in word.chars() {
            let wide = self.faces.width(letter.encode_utf8(&mut [0; 4]), style);
            if used + wide > width && !last.is_empty() {
                pieces.push(std::mem::take(&mut last));
                used = 0;
            }
            last.push(letter);
            used += wide;
        }
        pieces.push(last);
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(blocks: Vec<Block>) -> LaidOut {
        let paper = Paper { title: "Title".to_owned(), foot: String::new(), blocks };
        laid_out(&paper, &Faces::load().unwrap())
    }

    #[test]
    fn every_line_stands_inside_its_page_and_belongs_to_one_part() {
        let cells = |many: usize| vec!["a long cell of words ".repeat(many); 6];
        let out = laid(vec![
            Block::Text("Words and more words. ".repeat(700)),
            Block::Terms(vec![("Name".repeat(40), "Value ".repeat(900))]),
            Block::Table(vec![cells(1), cells(40), cells(2)]),
        ]);
        assert!(out.sheets.len() > 3, "{}", out.sheets.len());
        let faces = Faces::load().unwrap();
        for placed in out.sheets.iter().flat_map(|it| &it.lines) {
            assert!(placed.y > MARGIN && placed.y <= FOOT, "{placed:?}");
            let right = i32::from(placed.x) + faces.width(&placed.text, placed.style);
            assert!(right <= i32::from(WIDTH - MARGIN), "{placed:?}");
        }
        fn lines(part: &Part) -> Vec<usize> {
            part.parts.iter().flat_map(lines).chain(part.lines.iter().copied()).collect()
        }
        let mut all: Vec<usize> = out.parts.iter().flat_map(lines).collect();
        all.sort_unstable();
        assert_eq!(all, (0..out.lines).collect::<Vec<_>>());
    }

    #[test]
    fn words_of_a_table_stay_whole_where_its_columns_have_room_for_them() {
        let row = |cells: [&str; 6]| cells.map(str::to_owned).to_vec();
        let rows = vec![
            row([
                "For",
                "SFIA level",
                "People",
                "Days for each",
                "Day rate or fixed price",
                "Together",
            ]),
            row([
                "Lead examiner of phones and computers",
                "5",
                "10",
                "1,000",
                "£1,000.00",
                "£10,000,000.00",
            ]),
        ];
        let words: Vec<String> =
            rows.iter().flatten().flat_map(|it| it.split(' ')).map(str::to_owned).collect();
        let out = laid(vec![Block::Table(rows)]);
        let placed = out.sheets.iter().flat_map(|it| &it.lines).filter(|it| it.text != "Title");
        for word in placed.flat_map(|it| it.text.split(' ')) {
            assert!(words.iter().any(|it| it == word), "{word:?} is a piece of a word");
        }
    }

    #[test]
    fn a_heading_is_never_left_at_the_foot_of_a_page() {
        for filler in 1..70 {
            let text = vec!["x"; filler].join("\n");
            let out = laid(vec![
                Block::Text(text),
                Block::Heading("Heading".to_owned()),
                Block::Text("First\nSecond".to_owned()),
            ]);
            let page = |wanted: &str| {
                out.sheets.iter().position(|it| it.lines.iter().any(|line| line.text == wanted))
            };
            assert_eq!(page("Heading"), page("First"), "{filler}");
            assert_eq!(out.signposts[1].page, page("Heading").unwrap());
        }
    }
}
