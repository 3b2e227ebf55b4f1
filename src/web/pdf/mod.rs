//! Papers as PDF: tagged so that a screen reader finds headings, lists and
//! tables (PDF/UA-1), with the fonts inside. The same paper always has the
//! same bytes: nothing in them says when or where it was written.
//!
//! `faces` knows the letters, `layout` puts lines on pages, `drawing` writes.

mod drawing;
mod faces;
mod layout;

/// A paper to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// What it is called, at its head and in the reader's window.
    pub title: String,
    /// One line at the foot of every page, beside the page's number.
    pub foot: String,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// One thing that a paper says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading below the title.
    Heading(String),
    /// A paragraph or more.
    Text(String),
    /// Names and their values, which may have several lines.
    Terms(Vec<(String, String)>),
    /// Rows of cells, of which the first says what the columns are called.
    Table(Vec<Vec<String>>),
}

impl Paper {
    /// Its bytes. Takes a moment: not to be called where others wait.
    pub fn written(&self) -> anyhow::Result<Vec<u8>> {
        let faces = faces::Faces::load()?;
        drawing::drawn(self, &layout::laid_out(self, &faces), &faces)
    }

    /// Its bytes, worked out where nobody waits for it.
    pub async fn written_apart(self) -> anyhow::Result<Vec<u8>> {
        tokio::task::spawn_blocking(move || self.written()).await?
    }
}

/// What a browser is told it is.
pub const TYPE: &str = "application/pdf";

#[cfg(test)]
mod tests {
    use super::{Block, Paper};

    fn paper() -> Paper {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let long = "A long sentence that goes on and on. ".repeat(200);
        Paper {
            title: "A paper".to_owned(),
            foot: "SHA-256 0000".to_owned(),
            blocks: vec![
                Block::Heading("1. Parties".to_owned()),
                Block::Terms(vec![
                    ("Buyer".to_owned(), "Zoë O’Neill\n\nשלום and 🦀 \u{202e}x".to_owned()),
                    ("Long".to_owned(), "x".repeat(3_000)),
                    ("None".to_owned(), String::new()),
                ]),
                Block::Table(vec![row(["For", "Price"]), row(["Lead | examiner", "£1,000.00"])]),
                Block::Text(long),
            ],
        }
    }

    #[test]
    fn the_same_paper_has_the_same_bytes_and_another_has_others() {
        let first = paper().written().unwrap();
        assert_eq!(first, paper().written().unwrap());
        let other = Paper { foot: "SHA-256 0001".to_owned(), ..paper() };
        assert_ne!(first, other.written().unwrap());
    }

    #[test]
    fn a_paper_is_tagged_named_and_in_a_language() {
        let written = paper().written().unwrap();
        assert!(written.starts_with(b"%PDF-1.7"));
        let text = String::from_utf8_lossy(&written);
        for said in
            ["/MarkInfo", "/Marked true", "/StructTreeRoot", "/Lang", "pdfuaid", "/Outlines"]
        {
            assert!(text.contains(said), "{said}");
        }
        assert!(!text.contains("CreationDate"), "no moment makes one copy differ from another");
    }

    #[test]
    fn a_paper_that_says_nothing_is_still_a_paper() {
        let empty = Paper { title: "Empty".to_owned(), foot: String::new(), blocks: Vec::new() };
        assert!(empty.written().is_ok());
    }
}
