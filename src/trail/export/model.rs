//! An entry in a file.

use serde::Serialize;
use uuid::Uuid;

use crate::audit::checkpoints::Checkpoint;
use crate::audit::written::Written;
use crate::seal::merkle::Hash;
use crate::trail::proofs::model::coded;
use crate::types::text::hex;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Words with commas between them, for a spreadsheet.
    Csv,
    /// A JSON object to each line; the first is the checkpoint.
    Lines,
}

/// One entry. What is not there is sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Exported {
    seq: i64,
    at: String,
    sealed: bool,
    actor: Option<Uuid>,
    organisation: Option<Uuid>,
    action: Option<String>,
    subject: Option<Uuid>,
    /// The text that was hashed, which is JSON in a certain form.
    detail: Option<String>,
    call: Option<String>,
    prev_hash: String,
    hash: String,
    /// From the leaf upwards; nothing where no checkpoint covers it yet.
    proof: Option<Vec<String>>,
}

#[derive(Serialize)]
struct First<'a> {
    size: Option<i64>,
    checkpoint: Option<&'a str>,
}

const COLUMNS: [&str; 11] = [
    "Number",
    "Written",
    "Actor",
    "Organisation",
    "Action",
    "Subject",
    "Detail",
    "Call",
    "Hash before",
    "Hash",
    "Checkpoint and proof",
];

impl Exported {
    /// An entry as far as it may be read, with its proof.
    pub fn new(entry: Written, sealed: bool, proof: Option<Vec<Hash>>) -> Self {
        let bare = Self {
            seq: entry.seq,
            at: entry.at_text(),
            sealed,
            prev_hash: hex(&entry.prev_hash),
            hash: hex(&entry.hash),
            proof: proof.map(|it| coded(&it)),
            ..Self::default()
        };
        if sealed {
            return bare;
        }
        Self {
            actor: entry.actor,
            organisation: entry.organisation,
            action: Some(entry.action),
            subject: Some(entry.subject),
            detail: Some(entry.detail),
            call: Some(entry.call),
            ..bare
        }
    }

    fn record(&self, size: Option<i64>) -> Vec<String> {
        let id = |it: Option<Uuid>| it.map(|it| it.to_string()).unwrap_or_default();
        let or_sealed = |it: &Option<String>| it.clone().unwrap_or_else(|| "sealed".to_owned());
        let proof = self.proof.as_ref().zip(size);
        vec![
            self.seq.to_string(),
            self.at.clone(),
            id(self.actor),
            id(self.organisation),
            or_sealed(&self.action),
            id(self.subject),
            or_sealed(&self.detail),
            or_sealed(&self.call),
            self.prev_hash.clone(),
            self.hash.clone(),
            // The number before them keeps a spreadsheet from taking Base64 for a formula.
            proof.map(|(proof, size)| format!("{size}: {}", proof.join(" "))).unwrap_or_default(),
        ]
    }
}

/// What stands before the entries.
pub fn begin(shape: Shape, checkpoint: Option<&Checkpoint>) -> anyhow::Result<Vec<u8>> {
    match shape {
        Shape::Csv => records([COLUMNS.map(str::to_owned).to_vec()]),
        Shape::Lines => {
            let note = checkpoint.map(|it| it.note.as_str());
            line(&First { size: checkpoint.map(|it| it.size), checkpoint: note })
        }
    }
}

/// Some entries, proved by a checkpoint of this size.
pub fn written(shape: Shape, entries: &[Exported], size: Option<i64>) -> anyhow::Result<Vec<u8>> {
    match shape {
        Shape::Csv => records(entries.iter().map(|it| it.record(size))),
        Shape::Lines => {
            let lines = entries.iter().map(line).collect::<anyhow::Result<Vec<_>>>()?;
            Ok(lines.concat())
        }
    }
}

fn line(it: &impl Serialize) -> anyhow::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(it)?;
    line.push(b'\n');
    Ok(line)
}

fn records(rows: impl IntoIterator<Item = Vec<String>>) -> anyhow::Result<Vec<u8>> {
    let mut to =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        to.write_record(row)?;
    }
    to.into_inner().map_err(|fault| anyhow::anyhow!("cannot write the trail: {fault}"))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Exported, Shape, begin, written};
    use crate::audit::written::Written;

    fn entry() -> Written {
        Written {
            seq: 3,
            at: "2026-01-05T09:00:00Z".parse().unwrap(),
            actor: None,
            organisation: None,
            action: "bid.submitted".to_owned(),
            subject: Uuid::max(),
            detail: "{\"digest\": \"abc\"}".to_owned(),
            call: "the call".to_owned(),
            prev_hash: vec![1; 32],
            hash: vec![2; 32],
        }
    }

    #[test]
    fn a_sealed_entry_is_in_a_file_by_its_hashes_alone() {
        for shape in [Shape::Csv, Shape::Lines] {
            let sealed = Exported::new(entry(), true, Some(vec![[3; 32]]));
            let text = String::from_utf8(written(shape, &[sealed], Some(9)).unwrap()).unwrap();
            for hidden in ["bid", "ffffffff", "abc", "the call"] {
                assert!(!text.contains(hidden), "{hidden} is in {text}");
            }
            assert!(text.contains(&"02".repeat(32)) && text.contains("AwMDAw"), "{text}");
        }
    }

    #[test]
    fn a_file_reads_back_entry_by_entry() {
        let all = [
            Exported::new(entry(), false, None),
            Exported::new(entry(), false, Some(vec![[251; 32]])),
        ];
        let lines = written(Shape::Lines, &all, Some(9)).unwrap();
        let lines: Vec<serde_json::Value> = lines
            .split(|it| *it == b'\n')
            .filter_map(|it| serde_json::from_slice(it).ok())
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0]["detail"], "{\"digest\": \"abc\"}");
        assert!(lines[0]["proof"].is_null() && lines[1]["proof"][0].is_string());

        let mut text = begin(Shape::Csv, None).unwrap();
        text.extend(written(Shape::Csv, &all, Some(9)).unwrap());
        let mut read = csv::Reader::from_reader(text.as_slice());
        let rows: Vec<csv::StringRecord> = read.records().map(Result::unwrap).collect();
        assert_eq!(rows[0][6], *"{\"digest\": \"abc\"}");
        assert_eq!(rows[0][10], *"");
        assert!(rows[1][10].starts_with("9: +"), "{:?}", rows[1]);
    }
}
