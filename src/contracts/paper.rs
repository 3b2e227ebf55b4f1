//! A version of a contract as a paper: the document that is signed, and after
//! it, set apart, the record of who signed it and of what may come later.

use super::document::{Document, Item};
use super::gates::model::Waiver;
use super::versions::model::Version;
use super::versions::state::VersionState;
use crate::web::pdf::{Block, Paper};

/// What stands between the document and its record.
pub const RECORD: &str = "Record of this version";

/// The paper of a version.
pub fn of(version: &Version, waivers: &[Waiver]) -> Paper {
    let document = Document::read(&version.document);
    let mut blocks = Vec::new();
    for (number, section) in (1..).zip(&document.sections) {
        blocks.push(Block::Heading(format!("{number}. {}", section.title)));
        for item in &section.items {
            put(&mut blocks, item);
        }
    }
    blocks.push(Block::Heading(RECORD.to_owned()));
    blocks.push(Block::Text(
        "What follows is no part of the text that is signed. The SHA-256 is that of the text above as Muster keeps it, which can be downloaded as plain text. This file is made from it, the same each time for the same record."
            .to_owned(),
    ));
    blocks.push(Block::Terms(record(version)));
    if !waivers.is_empty() {
        blocks.push(Block::Heading("What may come after the start".to_owned()));
        let waived = |it: &Waiver| {
            (it.shortfall.clone(), format!("{}\n{}, {}", it.reason, it.by, it.given()))
        };
        blocks.push(Block::Terms(waivers.iter().map(waived).collect()));
    }
    Paper { title: document.title, foot: format!("SHA-256 {}", version.digest()), blocks }
}

fn put(blocks: &mut Vec<Block>, item: &Item) {
    match (item, blocks.last_mut()) {
        (Item::Term(name, value), Some(Block::Terms(terms))) => {
            terms.push((name.clone(), value.clone()));
        }
        (Item::Term(name, value), _) => {
            blocks.push(Block::Terms(vec![(name.clone(), value.clone())]));
        }
        (Item::Clause(text), _) => blocks.push(Block::Text(text.clone())),
        (Item::Table(rows), _) => blocks.push(Block::Table(rows.clone())),
    }
}

fn record(version: &Version) -> Vec<(String, String)> {
    let signed = |signature: &str, when: String| match signature {
        "" => "Not yet".to_owned(),
        signature => format!("{signature}, at {when}"),
    };
    let mut said = vec![
        ("Version".to_owned(), version.number.to_string()),
        ("State".to_owned(), version.state.label().to_owned()),
        ("SHA-256 of the text".to_owned(), version.digest()),
        (
            "Signed for the provider".to_owned(),
            signed(&version.provider_signature, version.provider_signed()),
        ),
        (
            "Signed for the force".to_owned(),
            signed(&version.force_signature, version.force_signed()),
        ),
    ];
    if version.state == VersionState::Returned {
        said.push(("What the provider said".to_owned(), version.settled_words.clone()));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::contracts::samples::version;
    use crate::contracts::versions::state::{VersionKind, VersionState};
    use crate::web::pdf::Block;

    #[test]
    fn a_paper_says_the_document_in_order_and_its_record_after_it() {
        let mut it = version(1, VersionKind::Original, VersionState::Signed);
        it.document =
            "Title\n\n1. One\n\n   - A: b\n   - C: d\n   | E | F\n   | g | h\n   Clause.\n"
                .to_owned();
        let paper = of(&it, &[]);
        assert_eq!(paper.title, "Title");
        assert!(paper.foot.contains(&it.digest()));
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let row = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
        assert_eq!(
            paper.blocks[..4],
            [
                Block::Heading("1. One".to_owned()),
                Block::Terms(vec![pair("A", "b"), pair("C", "d")]),
                Block::Table(vec![row("E", "F"), row("g", "h")]),
                Block::Text("Clause.".to_owned()),
            ]
        );
    }
}
