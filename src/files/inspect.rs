//! Whether a file is what its name says, and bearable. What is asked: does
//! the content begin as that kind does, and, of those that are zip archives
//! inside, what do they unpack to? They are unpacked to nowhere, counting.

use std::fs::File;
use std::io::{Read, Seek};

use anyhow::Context;
use zip::ZipArchive;
use zip::result::ZipError;

use super::kinds::Kind;
use super::policy::Refusal;
use crate::error::Result;
use crate::web::upload::{LARGEST, Sent};

/// The most a document may unpack to.
const MOST_UNPACKED: u64 = 250 * 1024 * 1024;

/// How many times its weight a document may unpack to, once that is much.
const MOST_GROWTH: u64 = 100;

/// Below this nobody asks how many times that is.
const LITTLE: u64 = 5 * 1024 * 1024;

/// The most parts a document may have.
const MOST_PARTS: usize = 5000;

/// The kind of a file, or why it is not taken. Reads all of it: not for the
/// threads that answer.
pub fn inspect(name: &str, sent: &mut Sent) -> Result<std::result::Result<Kind, Refusal>> {
    if sent.bytes == 0 {
        return Ok(Err(Refusal::Empty));
    }
    if sent.bytes > LARGEST {
        return Ok(Err(Refusal::TooLarge));
    }
    let Some(kind) = Kind::of_name(name) else { return Ok(Err(Refusal::Kind)) };
    let found = looked_into(kind, &mut sent.held, sent.bytes);
    sent.held.rewind().context("cannot read a file that is held")?;
    Ok(found?.map(|()| kind))
}

fn looked_into(
    kind: Kind,
    held: &mut File,
    bytes: u64,
) -> Result<std::result::Result<(), Refusal>> {
    if let Kind::Odt | Kind::Docx | Kind::Ods | Kind::Xlsx = kind {
        return Ok(archive(kind, held, bytes));
    }
    let mut content = Vec::new();
    held.read_to_end(&mut content).context("cannot read a file that is held")?;
    let is = |extension: &str| infer::is(&content, extension);
    let as_said = match kind {
        Kind::Pdf => is("pdf"),
        Kind::Png => is("png"),
        Kind::Jpg => is("jpg"),
        Kind::Doc => old_office(&content, &["WordDocument"]),
        Kind::Xls => old_office(&content, &["Workbook", "Book"]),
        _ => is_text(&content),
    };
    Ok(if as_said { Ok(()) } else { Err(Refusal::Disguised(kind)) })
}

/// Text: no control characters, and nothing that a browser or a shell would
/// take for more than text.
fn is_text(content: &[u8]) -> bool {
    let control = |it: &u8| (*it < 0x20 && !b"\t\n\r\x0c".contains(it)) || *it == 0x7f;
    let begins = content.trim_ascii_start();
    let begins = begins.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(begins).trim_ascii_start();
    !content.iter().any(control)
        && !begins.starts_with(b"<")
        && !begins.starts_with(b"#!")
        && !infer::get(content).is_some_and(|it| it.matcher_type() == infer::MatcherType::Text)
}

/// A compound file of the old kind, in which a stream has one of the names.
fn old_office(content: &[u8], streams: &[&str]) -> bool {
    let named = |stream: &&str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        content.windows(name.len()).any(|it| it == name)
    };
    content.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
        && streams.iter().any(named)
}

fn archive(kind: Kind, held: &mut File, bytes: u64) -> std::result::Result<(), Refusal> {
    let mut archive = ZipArchive::new(&mut *held).map_err(|_| Refusal::Disguised(kind))?;
    if archive.len() > MOST_PARTS {
        return Err(Refusal::Bomb);
    }
    let mut left = MOST_UNPACKED.min(LITTLE.max(bytes.saturating_mul(MOST_GROWTH)));
    let mut as_said = false;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(closed)?;
        let name = part.name().map_err(closed)?.into_owned();
        if name.ends_with("vbaProject.bin") || name.starts_with("Basic/") && name.ends_with(".xml")
        {
            return Err(Refusal::Macro);
        }
        // What it claims to unpack to is a claim.
        let mut part = part.take(left.saturating_add(1));
        let mut first = Vec::new();
        part.by_ref().take(100).read_to_end(&mut first).map_err(|_| Refusal::Closed)?;
        let rest = std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| Refusal::Closed)?;
        let whole = rest.saturating_add(u64::try_from(first.len()).unwrap_or(u64::MAX));
        left = left.checked_sub(whole).ok_or(Refusal::Bomb)?;
        as_said |= match kind {
            Kind::Docx => name.starts_with("word/document"),
            Kind::Xlsx => name.starts_with("xl/workbook"),
            _ => name == "mimetype" && first == kind.media_type().as_bytes(),
        };
    }
    if as_said { Ok(()) } else { Err(Refusal::Disguised(kind)) }
}

fn closed(fault: ZipError) -> Refusal {
    log::debug!("an archive cannot be read: {fault}");
    Refusal::Closed
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Seek, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::{Kind, Refusal, Sent, inspect};

    fn sent(content: &[u8]) -> Sent {
        let path = std::env::temp_dir().join(format!("muster-{}", uuid::Uuid::now_v7()));
        let mut how = std::fs::File::options();
        let mut held = how.read(true).write(true).create_new(true).open(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        held.write_all(content).unwrap();
        held.rewind().unwrap();
        Sent {
            name: String::new(),
            bytes: content.len().try_into().unwrap(),
            sha256: [0; 32],
            held,
        }
    }

    fn kind(name: &str, content: &[u8]) -> Result<Kind, Refusal> {
        inspect(name, &mut sent(content)).unwrap()
    }

    fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn word(more: &[(&str, &[u8])]) -> Vec<u8> {
        let mut parts: Vec<(&str, &[u8])> =
            vec![("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<document/>")];
        parts.extend(more);
        zipped(&parts)
    }

    fn compound(stream: &str) -> Vec<u8> {
        let mut content = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        content.extend([0; 512]);
        content.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        content
    }

    const PDF: &[u8] = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
    const SVG: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";

    #[test]
    fn each_kind_is_taken_when_it_is_what_its_name_says() {
        let odt: &[u8] = b"application/vnd.oasis.opendocument.text";
        let ods: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
        for (name, content) in [
            ("a.pdf", PDF.to_vec()),
            ("a.PNG", b"\x89PNG\r\n\x1a\n".to_vec()),
            ("a.jpeg", b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec()),
            ("a.txt", "Zoë’s lines\r\n\tand tabs\n".as_bytes().to_vec()),
            ("a.csv", b"\xEF\xBB\xBFname,day\r\nZo\xEB,1\r\n".to_vec()),
            ("a.doc", compound("WordDocument")),
            ("a.xls", compound("Workbook")),
            ("a.docx", word(&[])),
            ("a.xlsx", zipped(&[("[Content_Types].xml", b""), ("xl/workbook.xml", b"<a/>")])),
            ("a.odt", zipped(&[("mimetype", odt), ("content.xml", b"<a/>")])),
            ("a.ods", zipped(&[("mimetype", ods), ("content.xml", b"<a/>")])),
        ] {
            assert!(kind(name, &content).is_ok(), "{name}: {:?}", kind(name, &content));
        }
    }

    #[test]
    fn a_file_that_is_something_else_is_refused_whatever_it_is_called() {
        let html = b"<!DOCTYPE html><script>alert(1)</script>";
        for (name, content) in [
            ("page.pdf", html.to_vec()),
            ("page.txt", html.to_vec()),
            ("page.txt", b"  \n\xEF\xBB\xBF <script>alert(1)</script>".to_vec()),
            ("drawing.txt", SVG.to_vec()),
            ("drawing.png", SVG.to_vec()),
            ("run.txt", b"#!/bin/sh\nrm -rf ~\n".to_vec()),
            ("run.txt", b"MZ\x90\0\x03\0".to_vec()),
            ("run.csv", b"\x7fELF\x02\x01\x01".to_vec()),
            ("paper.docx", PDF.to_vec()),
            ("paper.doc", word(&[])),
            ("paper.doc", compound("Workbook")),
            ("paper.xlsx", word(&[])),
            ("paper.odt", word(&[])),
            ("archive.docx", zipped(&[("run.exe", b"MZ")])),
        ] {
            let refused = kind(name, &content).unwrap_err();
            assert!(matches!(refused, Refusal::Disguised(_)), "{name}: {refused:?}");
        }
        for name in ["drawing.svg", "page.html", "run.exe", "paper.docm", "archive.zip", "paper"] {
            assert_eq!(kind(name, SVG), Err(Refusal::Kind), "{name}");
        }
        assert_eq!(kind("a.pdf", b""), Err(Refusal::Empty));
    }

    #[test]
    fn a_document_that_unpacks_to_far_more_than_it_weighs_is_refused() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
        let block = vec![b' '; 1024 * 1024];
        for _ in 0..12 {
            zip.write_all(&block).unwrap();
        }
        let bomb = zip.finish().unwrap().into_inner();
        assert!(bomb.len() < 50_000, "{}", bomb.len());
        assert_eq!(kind("bomb.docx", &bomb), Err(Refusal::Bomb));

        let empty = |number: usize| (format!("word/{number}.xml"), b"".as_slice());
        let many: Vec<_> = (0..5001).map(empty).collect();
        let many: Vec<_> = many.iter().map(|(name, content)| (name.as_str(), *content)).collect();
        assert_eq!(kind("many.docx", &zipped(&many)), Err(Refusal::Bomb));
    }

    #[test]
    fn a_claim_to_unpack_to_little_is_not_believed() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
        let block = vec![b' '; 1024 * 1024];
        for _ in 0..12 {
            zip.write_all(&block).unwrap();
        }
        let mut bomb = zip.finish().unwrap().into_inner();
        let truth = (12_u32 * 1024 * 1024).to_le_bytes();
        let places: Vec<usize> =
            (0..bomb.len() - 4).filter(|at| bomb[*at..at + 4] == truth).collect();
        assert!(!places.is_empty());
        for at in places {
            bomb[at..at + 4].copy_from_slice(&7_u32.to_le_bytes());
        }
        assert!(kind("bomb.docx", &bomb).is_err());
    }

    #[test]
    fn macros_and_what_cannot_be_opened_are_refused() {
        let with_macro = word(&[("word/vbaProject.bin", b"x")]);
        assert_eq!(kind("a.docx", &with_macro), Err(Refusal::Macro));
        let mut damaged = word(&[("word/media/a.xml", &[b'x'; 400])]);
        let at = damaged.windows(16).position(|it| it == b"word/media/a.xml").unwrap() + 18;
        damaged[at] ^= 0xFF;
        assert_eq!(kind("a.docx", &damaged), Err(Refusal::Closed));
        assert_eq!(
            kind("a.docx", &compound("EncryptedPackage")),
            Err(Refusal::Disguised(Kind::Docx))
        );
    }
}
