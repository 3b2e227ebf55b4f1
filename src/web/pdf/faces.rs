//! The letters papers are written in: DejaVu Sans, taken from npm by the build.
//! It has the letters of most languages of Europe, Hebrew and Arabic; for a
//! letter it does not have, its number is written in brackets.

use anyhow::Context;
use krilla::text::Font;
use ttf_parser::Face;

static PLAIN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/DejaVuSans.ttf"));
static BOLD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/DejaVuSans-Bold.ttf"));

/// How letters look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether they are heavier.
    pub bold: bool,
    /// How high, in points.
    pub size: u8,
}

/// The two fonts, to measure with and to draw with.
pub struct Faces {
    plain: (Face<'static>, Font),
    bold: (Face<'static>, Font),
}

fn face(bytes: &'static [u8]) -> anyhow::Result<(Face<'static>, Font)> {
    let measured = Face::parse(bytes, 0)?;
    let drawn = Font::new(bytes.into(), 0).context("the font cannot be read")?;
    Ok((measured, drawn))
}

impl Faces {
    /// Reads them.
    pub fn load() -> anyhow::Result<Self> {
        Ok(Self { plain: face(PLAIN)?, bold: face(BOLD)? })
    }

    /// The font to draw with.
    pub fn font(&self, style: Style) -> Font {
        if style.bold { self.bold.1.clone() } else { self.plain.1.clone() }
    }

    fn measured(&self, style: Style) -> &Face<'static> {
        if style.bold { &self.bold.0 } else { &self.plain.0 }
    }

    /// How wide a text is, in whole points, rounded up.
    pub fn width(&self, text: &str, style: Style) -> i32 {
        let face = self.measured(style);
        let advance = |letter| face.glyph_index(letter).and_then(|it| face.glyph_hor_advance(it));
        let units: i32 = text.chars().map(|it| i32::from(advance(it).unwrap_or(0))).sum();
        let em = i32::from(face.units_per_em());
        (units * i32::from(style.size) + em - 1) / em
    }

    /// A text as it can be written: what cannot be drawn by its number.
    pub fn writable(&self, text: &str, style: Style) -> String {
        let face = self.measured(style);
        let mut said = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '\t' => said.push(' '),
                it if it.is_control() || joins(it) => {}
                it if face.glyph_index(it).is_some() => said.push(it),
                it => said.push_str(&format!("[U+{:04X}]", u32::from(it))),
            }
        }
        said
    }
}

/// Whether a character only says how others are joined, chosen or turned.
fn joins(letter: char) -> bool {
    matches!(
        letter,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{61c}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// Whether a letter is written from right to left.
fn is_rtl(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

/// A line in pieces of one direction each; the second of a pair is whether it
/// runs from right to left.
pub fn runs(line: &str) -> Vec<(String, bool)> {
    let mut runs: Vec<(String, bool)> = Vec::new();
    for letter in line.chars() {
        let rtl = is_rtl(letter);
        // What has no direction goes with what is before it.
        let neutral = !rtl && !letter.is_alphanumeric();
        match runs.last_mut() {
            Some((text, direction)) if *direction == rtl || (neutral && *direction) => {
                text.push(letter);
            }
            _ => runs.push((letter.to_string(), rtl)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::{Faces, Style, runs};

    const BODY: Style = Style { bold: false, size: 10 };

    #[test]
    fn what_cannot_be_drawn_is_said_by_its_number() {
        let faces = Faces::load().unwrap();
        for (typed, written) in [
            ("Zoë\tO’Neill £5 – ok", "Zoë O’Neill £5 – ok"),
            ("a\u{200d}b\u{fe0f}\u{202e}c", "abc"),
            ("漢", "[U+6F22]"),
            ("𓀀", "[U+13000]"),
        ] {
            assert_eq!(faces.writable(typed, BODY), written);
        }
    }

    #[test]
    fn wider_texts_are_wider() {
        let faces = Faces::load().unwrap();
        let bold = Style { bold: true, size: 10 };
        assert_eq!(faces.width("", BODY), 0);
        assert!(faces.width("mm", BODY) > faces.width("m", BODY));
        assert!(faces.width("mm", bold) > faces.width("mm", BODY));
    }

    #[test]
    fn a_line_is_cut_where_its_direction_turns() {
        let cut = runs("Name: שלום רב, ok");
        let found: Vec<(&str, bool)> = cut.iter().map(|it| (it.0.as_str(), it.1)).collect();
        assert_eq!(found, [("Name: ", false), ("שלום רב, ", true), ("ok", false)]);
        assert!(runs("").is_empty());
    }
}
