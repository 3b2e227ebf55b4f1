//! A record as one file: tables for people and for spreadsheets, papers, the
//! entries of the trail, and the signed list of it all.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use anyhow::{Context, Result, ensure};
use askama::Template;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::manifest;
use super::model::{Paper, Record};
use crate::audit::notary;
use crate::seal::keys::Keys;
use crate::seal::note::Trusted;
use crate::types::text::hex;

/// What the page looks like when it is opened from a disk.
const LOOK: &str = include_str!("record.css");

/// No record is unpacked beyond this.
const MOST: u64 = 1 << 30;

/// A record that was packed.
pub struct Made {
    /// The SHA-256 of its signed list.
    pub list: String,
    /// The ZIP file.
    pub zip: Vec<u8>,
}

/// Prints, signs and packs a record where nobody waits for it.
pub async fn made(record: Record, keys: Keys, name: String) -> Result<Made> {
    let work = move || {
        let files = files(&record, &keys, &name)?;
        let list = files.get(manifest::PLACE).map(Sha256::digest).context("there is no list")?;
        Ok(Made { list: hex(&list), zip: packed(&files)? })
    };
    tokio::task::spawn_blocking(work).await?
}

/// The files of a record by their places, with their list signed under a name.
pub fn files(record: &Record, keys: &Keys, name: &str) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let printed = record.prints.iter().map(|it| {
        let content = it.paper.written()?;
        Ok(Paper { place: it.place.clone(), title: it.title.clone(), content })
    });
    let mut papers = record.papers.clone();
    papers.extend(printed.collect::<Result<Vec<Paper>>>()?);
    papers.sort_by(|one, other| one.place.cmp(&other.place));
    let page = RecordDocument { record, papers: &papers };
    files.insert("record.html".to_owned(), page.render()?.into_bytes());
    files.insert("record.css".to_owned(), LOOK.as_bytes().to_vec());
    let checked_with = notary::verifiers(keys, name);
    let read_me = ReadMe { record, keys: &checked_with };
    files.insert("READ-ME.txt".to_owned(), read_me.render()?.into_bytes());
    for table in &record.tables {
        files.insert(format!("tables/{}.csv", table.name), table.sheet.csv()?);
    }
    for paper in papers {
        files.insert(paper.place, paper.content);
    }
    for entry in &record.entries {
        files.insert(entry.place(), entry.text.clone().into_bytes());
    }
    let listed = files.iter().map(|(place, bytes)| (place.as_str(), bytes.as_slice()));
    let list = keys.sign_note(&manifest::listed(&record.reference, listed), name);
    files.insert(manifest::PLACE.to_owned(), list.into_bytes());
    Ok(files)
}

/// The files in one, for keeping.
pub fn packed(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>> {
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for (place, bytes) in files {
        to.start_file(place.as_str(), SimpleFileOptions::default())?;
        to.write_all(bytes)?;
    }
    Ok(to.finish()?.into_inner())
}

/// The files that were kept in one.
pub fn unpacked(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut from = ZipArchive::new(Cursor::new(bytes)).context("it is not a ZIP file")?;
    let mut files = BTreeMap::new();
    let mut room = MOST;
    for number in 0..from.len() {
        let file = from.by_index(number)?;
        if file.is_dir() {
            continue;
        }
        let place = file.name()?.into_owned();
        let mut held = Vec::new();
        let read = file.take(room + 1).read_to_end(&mut held)?;
        room = room.checked_sub(u64::try_from(read)?).context("it unpacks to more than 1 GB")?;
        ensure!(files.insert(place.clone(), held).is_none(), "{place} is in it twice");
    }
    Ok(files)
}

/// The record as a page of its own, which needs nothing from anywhere.
#[derive(Template)]
#[template(path = "trail/record/record.html")]
struct RecordDocument<'a> {
    record: &'a Record,
    papers: &'a [Paper],
}

/// How it is read and checked.
#[derive(Template)]
#[template(path = "trail/record/read-me.txt", escape = "none")]
struct ReadMe<'a> {
    record: &'a Record,
    /// The keys it can be checked with, the newest first.
    keys: &'a [Trusted],
}

#[cfg(test)]
mod tests {
    use super::{packed, unpacked};

    #[test]
    fn what_is_packed_unpacks_to_the_same() {
        let files = [("a.txt", "one"), ("tables/ü.csv", "two")]
            .map(|(place, said)| (place.to_owned(), said.as_bytes().to_vec()))
            .into();
        assert_eq!(unpacked(&packed(&files).unwrap()).unwrap(), files);
        assert!(unpacked(b"PK, but no more").is_err());
    }
}
