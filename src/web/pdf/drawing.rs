//! Writing the pages, and the structure that a screen reader follows.

use std::num::NonZeroU16;

use anyhow::{Context, anyhow};
use krilla::color::rgb;
use krilla::configure::{Configuration, Validator};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag,
    TagGroup, TagKind, TagTree,
};
use krilla::text::TextDirection;
use krilla::{Document, SerializeSettings};

use super::Paper;
use super::faces::{Faces, Style, runs};
use super::layout::{HEIGHT, Kind, LaidOut, MARGIN, Part, Sheet, WIDTH};

const LANGUAGE: &str = "en-GB";
const SMALL: Style = Style { bold: false, size: 8 };

/// The bytes of a paper.
pub fn drawn(paper: &Paper, out: &LaidOut, faces: &Faces) -> anyhow::Result<Vec<u8>> {
    let settings = SerializeSettings {
        configuration: Configuration::new_with_validator(Validator::UA1),
        ..SerializeSettings::default()
    };
    let mut document = Document::new_with(settings);
    let mut drawn = vec![None; out.lines];
    for (number, sheet) in (1..).zip(&out.sheets) {
        let size = PageSettings::from_wh(f32::from(WIDTH), f32::from(HEIGHT));
        let mut page = document.start_page_with(size.context("a page has a size")?);
        let mut surface = page.surface();
        page_drawn(&mut surface, sheet, faces, &mut drawn)?;
        let foot = format!("{}   Page {number} of {}", paper.foot, out.sheets.len());
        foot_drawn(&mut surface, foot.trim_start(), faces);
        surface.finish();
        page.finish();
    }
    let parts = out.parts.iter().filter_map(|it| group(it, &drawn)).map(Node::from).collect();
    let tree: Vec<Node> = parts;
    document.set_tag_tree(TagTree::from(tree).with_lang(Some(LANGUAGE.to_owned())));
    let mut outline = Outline::new();
    for it in &out.signposts {
        let place = Point::from_xy(f32::from(MARGIN), f32::from(it.y));
        let text = if it.text.trim().is_empty() { "–".to_owned() } else { it.text.clone() };
        outline.push_child(OutlineNode::new(text, XyzDestination::new(it.page, place)));
    }
    document.set_outline(outline);
    let title = faces.writable(&paper.title, SMALL);
    let metadata = Metadata::new().title(title).language(LANGUAGE.to_owned());
    document.set_metadata(metadata.creator("Muster".to_owned()));
    document.finish().map_err(|fault| anyhow!("a paper cannot be written as PDF: {fault:?}"))
}

fn page_drawn(
    surface: &mut Surface<'_>,
    sheet: &Sheet,
    faces: &Faces,
    drawn: &mut [Option<Identifier>],
) -> anyhow::Result<()> {
    for it in &sheet.lines {
        let tagged = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        line_drawn(surface, (it.x, it.y), (&it.text, it.style), faces);
        surface.end_tagged();
        *drawn.get_mut(it.line).context("every line has its place")? = Some(tagged);
    }
    for y in &sheet.rules {
        surface.start_tagged(ContentTag::Artifact(ArtifactType::Other));
        let wide = f32::from(WIDTH - 2 * MARGIN);
        let rule = Rect::from_xywh(f32::from(MARGIN), f32::from(*y), wide, 0.5);
        let mut path = PathBuilder::new();
        path.push_rect(rule.context("a rule has a size")?);
        let fill = Fill { paint: rgb::Color::new(160, 160, 160).into(), ..Fill::default() };
        surface.set_fill(Some(fill));
        if let Some(path) = path.finish() {
            surface.draw_path(&path);
        }
        surface.set_fill(None);
        surface.end_tagged();
    }
    Ok(())
}

/// A line, piece by piece where its direction turns.
fn line_drawn(
    surface: &mut Surface<'_>,
    (mut x, y): (i16, i16),
    (text, style): (&str, Style),
    faces: &Faces,
) {
    let fill = Fill { paint: rgb::Color::new(0, 0, 0).into(), ..Fill::default() };
    surface.set_fill(Some(fill));
    for (piece, rtl) in runs(text) {
        let direction = if rtl { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
        let (at, size) = (Point::from_xy(f32::from(x), f32::from(y)), f32::from(style.size));
        surface.draw_text(at, faces.font(style), size, &piece, false, direction);
        x = x.saturating_add(i16::try_from(faces.width(&piece, style)).unwrap_or(0));
    }
    surface.set_fill(None);
}

/// What stands at the foot of a page is no part of what the paper says.
fn foot_drawn(surface: &mut Surface<'_>, foot: &str, faces: &Faces) {
    surface.start_tagged(ContentTag::Artifact(ArtifactType::Footer));
    let text = faces.writable(foot, SMALL);
    line_drawn(surface, (MARGIN, HEIGHT - MARGIN + 14), (&text, SMALL), faces);
    surface.end_tagged();
}

/// A part of the structure with what was drawn of it; nothing where nothing was.
fn group(part: &Part, drawn: &[Option<Identifier>]) -> Option<TagGroup> {
    let lines = part.lines.iter().filter_map(|it| drawn.get(*it).copied().flatten());
    let mut children: Vec<Node> = lines.map(Node::from).collect();
    children.extend(part.parts.iter().filter_map(|it| group(it, drawn)).map(Node::from));
    // An empty cell still holds its column's place.
    if children.is_empty() && part.kind != Kind::Cell {
        return None;
    }
    Some(TagGroup::with_children(tag(part), children))
}

fn tag(part: &Part) -> TagKind {
    match part.kind {
        Kind::Heading(level) => {
            let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(part.text.clone())).into()
        }
        Kind::Paragraph => Tag::P.into(),
        Kind::List => Tag::L(ListNumbering::None).into(),
        Kind::Entry => Tag::LI.into(),
        Kind::Name => Tag::Lbl.into(),
        Kind::Value => Tag::LBody.into(),
        Kind::Table => Tag::Table.into(),
        Kind::Row => Tag::TR.into(),
        Kind::ColumnName => Tag::TH(TableHeaderScope::Column).into(),
        Kind::Cell => Tag::TD.into(),
    }
}
