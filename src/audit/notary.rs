//! The notary: who signs checkpoints, under which name, and the file they are
//! kept in besides, where who controls the database alone cannot reach them.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use url::Url;

use super::checkpoints::Checkpoint;
use crate::config::Config;
use crate::seal::checkpoint::{Head, unproved};
use crate::seal::keys::Keys;
use crate::seal::note::Trusted;

/// How much of the end of the file is read to find the last checkpoint in it:
/// many times what one takes.
const TAIL: u64 = 4_096;

/// Who signs.
#[derive(Clone)]
pub struct Notary {
    keys: Keys,
    origin: String,
    file: Option<PathBuf>,
}

impl Notary {
    /// By what is set.
    pub fn of(config: &Config, keys: &Keys) -> Self {
        Self::new(keys, &config.public_url, Some(config.checkpoints_file.clone()))
    }

    /// With these keys, for the service at an address, and with a file if any.
    pub fn new(keys: &Keys, public_url: &Url, file: Option<PathBuf>) -> Self {
        Self { keys: keys.clone(), origin: origin(public_url), file }
    }

    /// The service's keys.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The name it signs under.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where checkpoints are kept besides.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }
}

/// The name of the trail of the service at an address: where it is published,
/// without the scheme, as C2SP recommends.
pub fn origin(public_url: &Url) -> String {
    let host = public_url.host_str().unwrap_or("localhost");
    let port = public_url.port().map(|it| format!(":{it}")).unwrap_or_default();
    format!("{host}{port}{}/transparency", public_url.path().trim_end_matches('/'))
}

/// The keys that the service's checkpoints are checked with, newest first.
pub fn verifiers(keys: &Keys, origin: &str) -> Vec<Trusted> {
    keys.trusted().iter().map(|it| it.named(origin)).collect()
}

/// The last checkpoint in a file, if there is any. Its signature is not looked at.
pub fn last_in(place: &Path) -> Result<Option<Head>> {
    match File::open(place) {
        Ok(mut file) => Ok(last_head(&tail(&mut file)?.1)),
        Err(fault) if fault.kind() == ErrorKind::NotFound => Ok(None),
        Err(fault) => Err(fault).with_context(|| format!("{} could not be read", place.display())),
    }
}

/// Puts checkpoints that are newer than the last one in a file to its end,
/// where other programs may be doing the same; says how many were.
pub fn append(place: &Path, newer: &[Checkpoint]) -> Result<usize> {
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let open = OpenOptions::new().create(true).read(true).append(true).open(place);
    let mut file = open.with_context(|| format!("{} could not be opened", place.display()))?;
    file.lock()?;
    let (begin, end) = tail(&mut file)?;
    let whole = end_of_notes(&end);
    if whole < end.len() {
        anyhow::ensure!(
            whole > 0 || begin == 0,
            "{} does not end in a checkpoint",
            place.display()
        );
        // What was being written when a machine went down.
        file.set_len(begin + u64::try_from(whole)?)?;
    }
    let last = last_head(&end).map_or(0, |it| it.size);
    let is_newer = |it: &&Checkpoint| u64::try_from(it.size).is_ok_and(|size| size > last);
    let newer: Vec<_> = newer.iter().filter(is_newer).collect();
    for one in &newer {
        file.write_all(format!("{}\n", one.note).as_bytes())?;
    }
    if !newer.is_empty() {
        file.sync_all()?;
    }
    Ok(newer.len())
}

/// The end of a file, and where that begins.
fn tail(file: &mut File) -> Result<(u64, Vec<u8>)> {
    let begin = file.seek(SeekFrom::End(0))?.saturating_sub(TAIL);
    file.seek(SeekFrom::Start(begin))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok((begin, bytes))
}

/// How far there are whole notes: each ends with an empty line after its
/// signatures.
fn end_of_notes(bytes: &[u8]) -> usize {
    let (mut end, mut at, mut signed) = (0, 0, false);
    for line in bytes.split_inclusive(|it| *it == b'\n') {
        at += line.len();
        if signed && line == b"\n" {
            end = at;
        }
        signed = line.starts_with("— ".as_bytes()) && line.ends_with(b"\n");
    }
    end
}

fn last_head(bytes: &[u8]) -> Option<Head> {
    let notes = String::from_utf8_lossy(bytes.get(..end_of_notes(bytes))?).trim_end().to_owned();
    // An empty line stands before the signatures, and another before the text.
    let text = notes.get(..notes.rfind("\n\n")?)?;
    let begins = text.rfind("\n\n").map_or(0, |it| it + 2);
    unproved(notes.get(begins..)?)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{append, last_in, origin};
    use crate::audit::checkpoints::Checkpoint;
    use crate::seal::checkpoint::Head;
    use crate::seal::keys::Keys;
    use crate::seal::note::split;

    fn checkpoint(keys: &Keys, size: i64) -> Checkpoint {
        let root = [u8::try_from(size % 200).unwrap(); 32];
        let head = Head { origin: "muster.test".into(), size: size.try_into().unwrap(), root };
        let at = "2026-01-05T09:00:00Z".parse().unwrap();
        Checkpoint { size, at, root: root.to_vec(), note: keys.sign_checkpoint(&head) }
    }

    #[test]
    fn checkpoints_are_put_to_the_end_of_a_file_once_each_also_after_a_crash() {
        let (keys, _) = Keys::fresh().unwrap();
        let folder = std::env::temp_dir().join(format!("muster-notary-{}", uuid::Uuid::now_v7()));
        let place = folder.join("checkpoints.txt");
        assert_eq!(last_in(&place).unwrap(), None);
        let all: Vec<Checkpoint> = (1..=60).map(|it| checkpoint(&keys, it)).collect();
        assert_eq!(append(&place, &all[..3]).unwrap(), 3);
        assert_eq!(append(&place, &all[..5]).unwrap(), 2);
        let whole = std::fs::read_to_string(&place).unwrap();
        let next = format!("{}\n", all[5].note);
        for half in 1..next.len() {
            std::fs::write(&place, [whole.as_bytes(), &next.as_bytes()[..half]].concat()).unwrap();
            assert_eq!(last_in(&place).unwrap(), all[4].head(), "{half}");
            assert_eq!(append(&place, &all[..6]).unwrap(), 1, "{half}");
            assert_eq!(
                std::fs::read_to_string(&place).unwrap(),
                format!("{whole}{next}"),
                "{half}"
            );
        }
        assert_eq!(append(&place, &all).unwrap(), 54);
        assert_eq!(append(&place, &all).unwrap(), 0);
        let notes = split(&std::fs::read_to_string(&place).unwrap()).unwrap();
        assert_eq!(notes, all.iter().map(|it| it.note.clone()).collect::<Vec<_>>());
        assert_eq!(last_in(&place).unwrap(), all[59].head());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_trail_is_called_by_where_it_is_published() {
        for (address, name) in [
            ("https://muster.example", "muster.example/transparency"),
            ("https://muster.example/", "muster.example/transparency"),
            ("http://127.0.0.1:8080", "127.0.0.1:8080/transparency"),
            ("https://police.example/muster/", "police.example/muster/transparency"),
        ] {
            assert_eq!(origin(&Url::parse(address).unwrap()), name);
        }
    }
}
