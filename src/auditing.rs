//! What the commands about the audit trail do.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::audit::tree::Tiles;
use crate::audit::verify::{Verdict, verify_with};
use crate::audit::{Actor, checkpoints};
use crate::bids::receipts::model::believe;
use crate::db::Db;
use crate::files::store::Files;
use crate::seal::checkpoint::{self, Head};
use crate::seal::note::{Trusted, split};
use crate::trail::export::model::{Shape, begin, written};
use crate::trail::export::{acts, queries};
use crate::trail::forms::Filter;
use crate::trail::kept;
use crate::trail::queries::head;
use crate::types::text::hex;

/// What came of a check: whether all is well, and what to say.
pub type Outcome = (bool, String);

/// Proves the whole trail, and holds it against the checkpoints in the database
/// and in a file. Without keys, nobody looks at the signatures of the former.
pub async fn verify(db: &Db, file: Option<&Path>, trusted: &[Trusted]) -> Result<Outcome> {
    let elsewhere = match file.map(|it| in_file(it, trusted)).transpose()? {
        Some(Ok(heads)) => heads,
        Some(Err(said)) => return Ok((false, said)),
        None => Vec::new(),
    };
    let notes = db.read(async |conn| checkpoints::all(conn).await).await?;
    for one in notes.iter().filter(|_| !trusted.is_empty()) {
        if let Err(fault) = checkpoint::open(&one.note, trusted) {
            let said = format!(
                "Do not believe the checkpoint of {} that the database keeps: {fault}.",
                entries(one.size)
            );
            return Ok((false, said));
        }
    }
    let (verdict, faults, compared) = db
        .read_at_once(async |conn| {
            let verdict = verify_with(conn, &elsewhere).await?;
            let (many, mut faults) = kept::queries::faults(conn).await?;
            faults.extend(unsigned(&kept::queries::statements(conn).await?, trusted));
            Ok((verdict, faults, many))
        })
        .await?;
    let mut said = said(&verdict);
    let whole = matches!(verdict, Verdict::Whole(_));
    if whole && !faults.is_empty() {
        said.push_str(&format!("\nBut what is kept is not what it tells of:{}", listed(&faults)));
    } else if whole {
        said.push_str(&format!(
            "\nWhat is kept is what it tells of: {compared} texts of contracts, envelopes, receipts, closing records, rankings, files and terms were compared."
        ));
        let unsigned = if trusted.is_empty() {
            " Nobody looked at their signatures: set SIGNING_KEY_FILE, or add --key and a public key."
        } else {
            ""
        };
        if !notes.is_empty() {
            said.push_str(&format!(
                "\nIt comes to {} in the database.{unsigned}",
                many(notes.len())
            ));
        }
        if let Some(file) = file {
            said.push_str(&format!(
                "\nIt comes to {} in {}.",
                many(elsewhere.len()),
                file.display()
            ));
        }
    }
    Ok((whole && faults.is_empty(), said))
}

/// How many faults are listed one by one.
const LISTED: usize = 50;

fn listed(faults: &[String]) -> String {
    let shown = faults.iter().take(LISTED).map(|it| format!("\n  {it}"));
    let more = faults.len().saturating_sub(LISTED);
    let rest = (more > 0).then(|| format!("\n  and {more} more"));
    shown.chain(rest).collect()
}

/// Statements that nobody trusted signed, where there is a key to tell by.
fn unsigned(statements: &[(String, String)], trusted: &[Trusted]) -> Vec<String> {
    let unsigned = |it: &&(String, String)| !trusted.is_empty() && believe(&it.1, trusted).is_err();
    let faults = statements.iter().filter(unsigned);
    faults.map(|(name, _)| format!("{name} is not as it was signed")).collect()
}

/// Holds every file that the trail tells of against it, as it lies in store.
pub async fn files(db: &Db, store: &Files) -> Result<Outcome> {
    let expected = db
        .read_at_once(async |conn| {
            let entered = kept::queries::said(conn).await?;
            kept::queries::in_store(conn, &entered).await
        })
        .await?;
    let mut faults = Vec::new();
    for (file, key, sha256) in &expected {
        match store.digest(key).await? {
            None => faults.push(format!("the file {file} is not in store")),
            Some(found) if hex(&found) != *sha256 => {
                faults.push(format!("the file {file} is not what was put in store"));
            }
            Some(_) => {}
        }
    }
    let said = if faults.is_empty() {
        format!("Files: {} in store were read, each as the trail has it.", expected.len())
    } else {
        format!("What is in store is not what the trail tells of:{}", listed(&faults))
    };
    Ok((faults.is_empty(), said))
}

fn said(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Whole(size) => {
            format!("The audit trail is whole: {}, each fitting the one before.", entries(*size))
        }
        Verdict::Broken(seq, fault) => {
            format!("The audit trail is broken at entry {seq}: {fault}.")
        }
        Verdict::Contradicted(size, fault) => {
            format!("The audit trail contradicts the checkpoint of {}: {fault}.", entries(*size))
        }
    }
}

fn entries(number: i64) -> String {
    if number == 1 { "1 entry".to_owned() } else { format!("{number} entries") }
}

fn many(checkpoints: usize) -> String {
    if checkpoints == 1 { "1 checkpoint".to_owned() } else { format!("{checkpoints} checkpoints") }
}

/// The checkpoints in a file, or why one is not to be believed.
fn in_file(place: &Path, trusted: &[Trusted]) -> Result<Result<Vec<Head>, String>> {
    if trusted.is_empty() {
        bail!(
            "the checkpoints cannot be checked without a key: set SIGNING_KEY_FILE, or add --key and a public key"
        );
    }
    let shown = place.display();
    let text =
        std::fs::read_to_string(place).with_context(|| format!("{shown} could not be read"))?;
    let notes = split(&text)
        .map_err(|line| anyhow::anyhow!("{shown} is no file of checkpoints: see line {line}"))?;
    if notes.is_empty() {
        bail!("{shown} holds no checkpoint");
    }
    let open = |(number, note): (usize, &String)| {
        checkpoint::open(note, trusted)
            .map_err(|fault| format!("Do not believe checkpoint {number} in {shown}: {fault}."))
    };
    Ok((1..).zip(&notes).map(open).collect())
}

/// Writes the whole trail, with the proof of every entry that the newest
/// checkpoint covers. That it is taken away is an entry first.
pub async fn export(db: &Db, shape: Shape, to: &mut impl Write) -> Result<()> {
    let all = Filter::default();
    let (newest, last) =
        db.read(async |conn| Ok((checkpoints::newest(conn).await?, head(conn).await?.seq))).await?;
    let (size, taken) = (newest.as_ref().map(|it| it.size), usize::try_from(last)?);
    let by = Actor::system("audit export");
    db.act(&by, async |tx| acts::export(tx, &all, taken, shape).await).await?;
    to.write_all(&begin(shape, newest.as_ref())?)?;
    let (mut tiles, mut after) = (Tiles::default(), 0);
    while after < last {
        let batch = db
            .read(async |conn| queries::batch(conn, &mut tiles, (after, last), size).await)
            .await?;
        to.write_all(&written(shape, &batch, size)?)?;
        after += queries::BATCH;
    }
    Ok(to.flush()?)
}
