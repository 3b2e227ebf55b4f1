//! Proving and signing: receipts, records and the audit trail.

#![expect(clippy::print_stdout, reason = "commands talk to the person who typed them")]

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

use super::{options, ready};
use crate::audit::checkpoints;
use crate::audit::notary::Notary;
use crate::auditing;
use crate::bids::receipts::model::believe;
use crate::config::Config;
use crate::files::store::Files;
use crate::seal::keys::Keys;
use crate::seal::note::Trusted;
use crate::start::Database;
use crate::trail::export::model::Shape;
use crate::trail::record::verify::{Verdict as Record, verify as verify_record};
use crate::work;

/// The public keys that were given, or else our own.
pub(super) fn trusted(given: &[(&str, &str)]) -> Result<Vec<Trusted>> {
    let typed = given.iter().filter(|it| it.0 == "--key");
    let read = typed.map(|(_, key)| {
        Trusted::read(key)
            .with_context(|| format!("{key:?} is not a public key as Muster shows it"))
    });
    let given: Vec<Trusted> = read.collect::<Result<_>>()?;
    if given.is_empty() { Keys::find_trusted(&Config::from_env()?) } else { Ok(given) }
}

/// Without a file of checkpoints, it works without a key too.
pub(super) async fn audit(words: &[&str]) -> Result<ExitCode> {
    let (files, words): (Vec<&str>, Vec<&str>) = words.iter().partition(|it| **it == "--files");
    let given = options(&words, &["--checkpoints", "--record", "--key"])?;
    if let Some((_, file)) = given.iter().find(|it| it.0 == "--record") {
        let keys = trusted(&given)
            .context("add --key and the public key shown on the page /transparency")?;
        return record(file, &keys);
    }
    let file = given.iter().find(|it| it.0 == "--checkpoints").map(|it| Path::new(it.1));
    let keys = trusted(&given);
    let asked = given.iter().any(|it| it.0 == "--key") || file.is_some();
    let keys = if asked { keys? } else { keys.unwrap_or_default() };
    let database = Database::find(&Config::from_env()?)?;
    let door = database.door(2)?;
    let (mut whole, said) = auditing::verify(&door, file, &keys).await?;
    println!("{said}");
    if !files.is_empty() {
        let (in_store, said) = auditing::files(&door, &Files::open(&Config::from_env()?)?).await?;
        println!("{said}");
        whole &= in_store;
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Works without a connection to anything.
fn record(file: &str, keys: &[Trusted]) -> Result<ExitCode> {
    let bytes = std::fs::read(file).with_context(|| format!("{file} could not be read"))?;
    Ok(match verify_record(&bytes, keys)? {
        Record::Whole { reference, files, proved, unproved } => {
            println!(
                "The record of {reference} is as it was taken: {files} files, each as the signed list has it.\n{proved} entries of the audit trail are in it, each covered by a signed checkpoint."
            );
            if unproved > 0 {
                println!(
                    "{unproved} more were written after the last checkpoint, and carry no proof."
                );
            }
            ExitCode::SUCCESS
        }
        Record::Broken(fault) => {
            println!("Do not believe this record: {fault}.");
            ExitCode::FAILURE
        }
    })
}

pub(super) async fn checkpoint() -> Result<()> {
    let (config, database) = ready().await?;
    let (db, notary) = (database.door(2)?, Notary::of(&config, &Keys::find(&config)?));
    let made = work::sign_checkpoint(&db, &notary).await?;
    if made.is_none() {
        eprintln!("Nothing is new since this checkpoint was signed:");
    }
    let newest = db.read(async |conn| checkpoints::newest(conn).await).await?;
    print!("{}", newest.context("the audit trail has no entry yet")?.note);
    work::file_checkpoints(&db, &notary).await?;
    Ok(())
}

pub(super) async fn export(shape: Shape) -> Result<()> {
    let (_, database) = ready().await?;
    auditing::export(&database.door(2)?, shape, &mut std::io::stdout().lock()).await
}

/// Offline: with the key that is given, or our own public keys if we have them.
pub(super) fn receipt(file: &str, words: &[&str]) -> Result<ExitCode> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("{file} could not be read"))?;
    let keys = trusted(&options(words, &["--key"])?)
        .context("add --key and the public key shown on the page /transparency")?;
    let believed = match believe(&text, &keys) {
        Ok(believed) => believed,
        Err(fault) => {
            println!("Do not believe this receipt: {fault}.");
            return Ok(ExitCode::FAILURE);
        }
    };
    println!(
        "{}\n\nThe signature is right: Muster signed exactly these lines.",
        believed.lines.join("\n")
    );
    match believed.proved {
        Some((seq, head)) => println!(
            "The audit trail holds it: its entry {seq} is among the {} that a checkpoint of {} covers, which Muster signed too.",
            head.size, head.origin
        ),
        None => println!(
            "It carries no proof that the audit trail holds it. Receipts of bids do from about ten minutes after the submission: download it again."
        ),
    }
    Ok(ExitCode::SUCCESS)
}
