//! Copies of everything, and bringing them back.

#![expect(clippy::print_stdout, reason = "commands talk to the person who typed them")]

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

use super::{options, proving};
use crate::backup;
use crate::config::Config;
use crate::start::Database;

pub(super) async fn back_up(folder: &Path) -> Result<()> {
    let config = Config::from_env()?;
    let files = backup::make(&config, &Database::find(&config)?, folder).await?;
    println!(
        "{} holds the database and {files} files. The keys are not in it: keep their copies apart from it.",
        folder.display()
    );
    Ok(())
}

/// What was restored is proved at once, files and all.
pub(super) async fn restore(folder: &Path, words: &[&str]) -> Result<ExitCode> {
    let config = Config::from_env()?;
    let given = options(words, &["--checkpoints", "--key"])?;
    // Asked before anything is brought in: nothing that is restored goes unproved.
    proving::trusted(&given).context(
        "put the copies of the keys in their place before you restore, or add --key and the public key that was shown on the page /transparency",
    )?;
    let database = Database::find(&config)?;
    let files = backup::restore(&config, &database, folder).await?;
    println!("The database and {files} files are restored.");
    let proof: Vec<&str> = given.iter().flat_map(|it| [it.0, it.1]).chain(["--files"]).collect();
    proving::audit(&proof).await
}
