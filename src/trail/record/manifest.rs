//! The list of everything in a record, with the SHA-256 of each file, as a
//! signed note. Its lines are those that `sha256sum` reads.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::seal::note::{self, Trusted};
use crate::types::text::hex;

/// Its place in the record.
pub const PLACE: &str = "MANIFEST.txt";

/// The first line of the list.
const OPENS: &str = "Muster record 1";

/// The list of some files, to be signed.
pub fn listed<'a>(reference: &str, files: impl Iterator<Item = (&'a str, &'a [u8])>) -> String {
    let lines: String = files.map(|(place, bytes)| format!("{}  {place}\n", sum(bytes))).collect();
    format!("{OPENS}\nRequest: {reference}\n{lines}")
}

fn sum(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// What is wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It has no list.
    #[error("it has no list of what is in it ({PLACE})")]
    NoList,
    /// The list is not believed.
    #[error("of the list of what is in it: {0}")]
    List(note::Fault),
    /// The list is a note about something else.
    #[error("the list of what is in it cannot be read")]
    Unreadable,
    /// A file is not what was listed.
    #[error("{0} is not what it was when the record was taken")]
    Changed(String),
    /// A file is gone.
    #[error("{0} is missing")]
    Missing(String),
    /// A file was put in.
    #[error("{0} was added to it")]
    Added(String),
}

/// The request whose record it is, if every file is as the signed list says.
pub fn check(files: &BTreeMap<String, Vec<u8>>, trusted: &[Trusted]) -> Result<String, Fault> {
    let list = files.get(PLACE).ok_or(Fault::NoList)?;
    let list = std::str::from_utf8(list).map_err(|_| Fault::Unreadable)?;
    let (text, _) = note::open(list, trusted).map_err(Fault::List)?;
    let mut lines = text.lines();
    if lines.next() != Some(OPENS) {
        return Err(Fault::Unreadable);
    }
    let reference = lines.next().and_then(|it| it.strip_prefix("Request: "));
    let reference = reference.ok_or(Fault::Unreadable)?.to_owned();
    let mut wanted = BTreeMap::new();
    for line in lines {
        let (sum, place) = line.split_once("  ").ok_or(Fault::Unreadable)?;
        wanted.insert(place, sum);
    }
    for (place, wants) in &wanted {
        let bytes = files.get(*place).ok_or_else(|| Fault::Missing((*place).to_owned()))?;
        if sum(bytes) != *wants {
            return Err(Fault::Changed((*place).to_owned()));
        }
    }
    let added = files.keys().find(|it| *it != PLACE && !wanted.contains_key(it.as_str()));
    match added {
        Some(place) => Err(Fault::Added(place.clone())),
        None => Ok(reference),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Fault, PLACE, check, listed};
    use crate::seal::keys::Keys;
    use crate::seal::note;

    fn record(keys: &Keys) -> BTreeMap<String, Vec<u8>> {
        let mut files: BTreeMap<String, Vec<u8>> =
            [("a b.csv", "one"), ("audit/00000001.txt", "two")]
                .map(|(place, said)| (place.to_owned(), said.as_bytes().to_vec()))
                .into();
        let list = listed("R-1", files.iter().map(|(place, it)| (place.as_str(), it.as_slice())));
        let signed = keys.sign_note(&list, "muster.test/transparency");
        files.insert(PLACE.to_owned(), signed.into_bytes());
        files
    }

    #[test]
    fn a_record_is_believed_as_it_was_taken() {
        let (keys, _) = Keys::fresh().unwrap();
        assert_eq!(check(&record(&keys), &keys.trusted()), Ok("R-1".to_owned()));
    }

    #[test]
    fn whatever_is_changed_taken_out_or_put_in_is_found() {
        let (keys, _) = Keys::fresh().unwrap();
        let whole = record(&keys);
        let said = |change: fn(&mut BTreeMap<String, Vec<u8>>)| {
            let mut files = whole.clone();
            change(&mut files);
            check(&files, &keys.trusted())
        };
        let changed = said(|it| drop(it.insert("a b.csv".into(), b"three".to_vec())));
        assert_eq!(changed, Err(Fault::Changed("a b.csv".into())));
        let missing = said(|it| drop(it.remove("audit/00000001.txt")));
        assert_eq!(missing, Err(Fault::Missing("audit/00000001.txt".into())));
        let added = said(|it| drop(it.insert("new".into(), Vec::new())));
        assert_eq!(added, Err(Fault::Added("new".into())));
        assert_eq!(said(|it| drop(it.remove(PLACE))), Err(Fault::NoList));
        let relisted = said(|it| {
            let list = String::from_utf8(it[PLACE].clone()).unwrap().replace("R-1", "R-2");
            it.insert(PLACE.into(), list.into_bytes());
        });
        assert_eq!(relisted, Err(Fault::List(note::Fault::Changed)));
        let (others, _) = Keys::fresh().unwrap();
        let by_another = check(&whole, &others.trusted());
        assert_eq!(by_another, Err(Fault::List(note::Fault::Unsigned)));
    }
}
