//! The canonical text of a contract: the same document always has the same
//! bytes, and what people typed can never pass for a heading or a clause.
//!
//! ```text
//! Call-off contract CON-2026-0001
//!
//! 1. Parties
//!
//!    - Force: Northshire Police
//!    - Outcomes: A report.
//!      Its second line.
//!    | For | People
//!    | Lead examiner | 2
//!    A clause of ours, on one line.
//! ```
//!
//! In a cell, a bar or a backslash that somebody typed follows a backslash.

/// A contract's document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What it is called.
    pub title: String,
    /// Its numbered sections.
    pub sections: Vec<Section>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its heading, without its number.
    pub title: String,
    /// What it says, in order.
    pub items: Vec<Item>,
}

/// One thing a section says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A name and its value, which may have several lines.
    Term(String, String),
    /// A sentence or more, on one line.
    Clause(String),
    /// Rows of cells, of which the first says what the columns are called.
    Table(Vec<Vec<String>>),
}

const TERM: &str = "   - ";
const MORE: &str = "     ";
const ROW: &str = "   | ";
const CLAUSE: &str = "   ";

impl Section {
    /// An empty section.
    pub fn new(title: &str) -> Self {
        Self { title: title.to_owned(), items: Vec::new() }
    }

    /// Adds a name and its value; nothing when there is no value.
    pub fn term(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.trim().is_empty() {
            self.items.push(Item::Term(name.to_owned(), value.trim().to_owned()));
        }
        self
    }

    /// The value of a name, if it has one.
    pub fn value(&self, wanted: &str) -> Option<&str> {
        self.items.iter().find_map(|item| match item {
            Item::Term(name, value) if name == wanted => Some(value.as_str()),
            _ => None,
        })
    }

    /// Adds a table; nothing when it has no row below its header.
    pub fn table(mut self, rows: Vec<Vec<String>>) -> Self {
        if rows.len() > 1 {
            let line = |cell: &String| cell.split_whitespace().collect::<Vec<_>>().join(" ");
            let rows = rows.iter().map(|row| row.iter().map(line).collect()).collect();
            self.items.push(Item::Table(rows));
        }
        self
    }

    /// Adds a clause.
    pub fn clause(mut self, text: impl Into<String>) -> Self {
        self.items.push(Item::Clause(text.into()));
        self
    }
}

impl Document {
    /// The document, byte for byte as it is stored, digested and signed.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.title);
        for (number, section) in (1..).zip(&self.sections) {
            text.push_str(&format!("\n{number}. {}\n\n", section.title));
            for item in &section.items {
                match item {
                    Item::Clause(clause) => text.push_str(&format!("{CLAUSE}{clause}\n")),
                    Item::Term(name, value) => {
                        text.push_str(&format!("{TERM}{name}: "));
                        text.push_str(&indented(value));
                    }
                    Item::Table(rows) => {
                        for row in rows {
                            let cells: Vec<String> = row.iter().map(|it| barred(it)).collect();
                            text.push_str(&format!("{ROW}{}\n", cells.join(" | ")));
                        }
                    }
                }
            }
        }
        text
    }

    /// The section of a title, if there is one.
    pub fn section(&self, title: &str) -> Option<&Section> {
        self.sections.iter().find(|it| it.title == title)
    }

    /// Puts a section in place of the one of the same title, or at the end.
    pub fn put(&mut self, section: Section) {
        match self.sections.iter_mut().find(|it| it.title == section.title) {
            Some(place) => *place = section,
            None => self.sections.push(section),
        }
    }

    /// Takes a section out.
    pub fn take_out(&mut self, title: &str) {
        self.sections.retain(|it| it.title != title);
    }

    /// The document whose text this is.
    pub fn read(text: &str) -> Self {
        let mut lines = text.lines();
        let title = lines.next().unwrap_or_default().to_owned();
        let mut sections: Vec<Section> = Vec::new();
        for line in lines {
            if !line.is_empty() && !line.starts_with(' ') {
                let title = line.split_once(". ").map_or(line, |(_, title)| title);
                sections.push(Section::new(title));
            } else if let Some(section) = sections.last_mut() {
                take(section, line);
            }
        }
        for section in &mut sections {
            for item in &mut section.items {
                if let Item::Term(_, value) = item {
                    value.truncate(value.trim_end().len());
                }
            }
        }
        Self { title, sections }
    }
}

/// A value's lines after the first stand further in.
fn indented(value: &str) -> String {
    let mut lines = value.lines().map(str::trim_end);
    let mut text = format!("{}\n", lines.next().unwrap_or_default());
    for line in lines {
        let line = if line.is_empty() { String::new() } else { format!("{MORE}{line}") };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// A cell in which no bar ends it.
fn barred(cell: &str) -> String {
    cell.replace('\\', "\\\\").replace('|', "\\|")
}

/// The cells of a row.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut letters = row.chars();
    while let Some(letter) = letters.next() {
        let kept = match letter {
            '\\' => letters.next(),
            '|' => {
                cells.push(String::new());
                None
            }
            other => Some(other),
        };
        if let (Some(kept), Some(cell)) = (kept, cells.last_mut()) {
            cell.push(kept);
        }
    }
    cells.into_iter().map(|it| it.trim().to_owned()).collect()
}

fn take(section: &mut Section, line: &str) {
    if let Some(term) = line.strip_prefix(TERM) {
        let (name, value) = term.split_once(": ").unwrap_or((term, ""));
        section.items.push(Item::Term(name.to_owned(), value.to_owned()));
    } else if let Some(row) = line.strip_prefix(ROW) {
        match section.items.last_mut() {
            Some(Item::Table(rows)) => rows.push(cells(row)),
            _ => section.items.push(Item::Table(vec![cells(row)])),
        }
    } else if line.is_empty() || line.starts_with(MORE) {
        if let Some(Item::Term(_, value)) = section.items.last_mut() {
            value.push('\n');
            value.push_str(line.strip_prefix(MORE).unwrap_or_default());
        }
    } else if let Some(clause) = line.strip_prefix(CLAUSE) {
        section.items.push(Item::Clause(clause.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::{Document, Item, Section};

    fn sample(typed: &str) -> Document {
        let parties = Section::new("Parties")
            .term("Force", "Northshire Police")
            .term("Outcomes", typed)
            .term("Nothing", " ")
            .table(vec![
                vec!["For".into(), "Price".into()],
                vec![typed.split_whitespace().collect::<Vec<_>>().join(" "), "£1".into()],
            ])
            .clause("A clause: with a colon.");
        Document {
            title: "Call-off contract CON-2026-0001".into(),
            sections: vec![parties, Section::new("Price")],
        }
    }

    #[test]
    fn a_document_has_one_text() {
        let text = sample("One.\n\nTwo.").text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines,
            [
                "Call-off contract CON-2026-0001",
                "",
                "1. Parties",
                "",
                "   - Force: Northshire Police",
                "   - Outcomes: One.",
                "",
                "     Two.",
                "   | For | Price",
                "   | One. Two. | £1",
                "   A clause: with a colon.",
                "",
                "2. Price",
                ""
            ]
        );
    }

    #[test]
    fn what_is_written_is_read_back_whatever_was_typed() {
        for typed in [
            "One line",
            "One\n\nTwo\n  indented",
            "2. Price\n\n   - The most to pay: £1\n9. Signatures",
            "a: b: c",
            "a | b \\ c \\| d |",
            "- x\n     - y",
        ] {
            let document = sample(typed);
            assert_eq!(Document::read(&document.text()), document, "{typed:?}");
        }
    }

    #[test]
    fn nothing_typed_passes_for_a_heading() {
        let read = Document::read(&sample("Fine.\n2. Price\n\n3. Forged").text());
        let titles: Vec<&str> = read.sections.iter().map(|it| it.title.as_str()).collect();
        assert_eq!(titles, ["Parties", "Price"]);
        assert!(
            read.sections
                .iter()
                .flat_map(|it| &it.items)
                .filter(|it| matches!(it, Item::Clause(_)))
                .count()
                == 1
        );
    }
}
