//! Keys: made, and changed for new ones.

#![expect(clippy::print_stdout, reason = "commands talk to the person who typed them")]

use anyhow::Result;

use super::ready;
use crate::audit::Actor;
use crate::config::Config;
use crate::requests::keys::acts::rotate;
use crate::seal::keys::{self, Keys, Places};

/// Makes the keys, and shows once what is not kept here.
pub(super) fn init() -> Result<()> {
    let config = Config::from_env()?;
    let places = Places::of(&config);
    let (recipient, secret) = keys::make(&places)?;
    println!("The sealing key is in {}", places.sealing.display());
    println!("The signing key is in {}", places.signing.display());
    if config.is_demonstration() {
        println!("The escrow key is in {}", places.escrow.display());
        return Ok(());
    }
    std::fs::remove_file(&places.escrow)?;
    println!("Copy both, and keep the copies apart from those of the database.\n");
    println!("ESCROW_RECIPIENT={recipient}\n");
    println!(
        "This is the escrow key. It opens every bid and is shown only now: keep it offline, and not on this machine.\n\n{secret}"
    );
    Ok(())
}

/// A new sealing key first, then everything under it: cut short, both keys are
/// there, and running it again finishes the work.
pub(super) async fn rotate_all() -> Result<()> {
    let (config, database) = ready().await?;
    let _ = Keys::find(&config)?;
    let version = keys::add_version(&Places::of(&config).sealing)?;
    let (door, keys) = (database.owners_door()?, Keys::find(&config)?);
    let rotated =
        door.act(&Actor::system("keys rotate"), async |tx| rotate(tx, &keys).await).await?;
    println!("Version {version} of the sealing key wraps the keys of {rotated} envelopes.");
    println!("Start every `muster serve` again, so that it knows the new key.");
    Ok(())
}

/// A new signing key; the public half of the old one stays in its file.
pub(super) fn rotate_signing() -> Result<()> {
    let config = Config::from_env()?;
    // As the service does it: the demonstration has keys of its own.
    let _ = Keys::find(&config)?;
    let key = keys::renew_signing(&Places::of(&config).signing)?;
    println!("Receipts and checkpoints are signed with a new key, whose public half is {key}");
    println!(
        "Give the file to every server, and start every `muster serve` and `muster work` again."
    );
    Ok(())
}
