//! The commands.

#![expect(clippy::print_stdout, reason = "commands talk to the person who typed them")]

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use muster::audit::Actor;
use muster::audit::verify::{Verdict, verify};
use muster::config::Config;
use muster::db::{cluster, migrate};
use muster::files::store::Files;
use muster::requests::keys::acts::rotate;
use muster::seal::keys::{self, Keys, Places};
use muster::seal::statement::verify as verify_statement;
use muster::start::Database;
use muster::{bench, logs, seed, serve, work};

const HELP: &str = "\
Muster: the place where UK police forces contract specialist cyber skills.

  muster serve                serve on BIND (http://127.0.0.1:8080), send mail, tend files and close what is due
  muster work                 only send mail, tend files and close what is due
  muster migrate              bring the database up to date
  muster seed --demo          tell the demonstration story into an empty database
  muster seed --scale N       add N requests, for measuring
  muster operator create EMAIL   invite the operator's first administrator
  muster keys init            make the keys that bids are sealed and receipts are signed with
  muster keys rotate          make a new sealing key, and wrap every request's key under it
  muster receipt verify FILE [--key KEY]   check the signature of a receipt, without asking anyone
  muster audit verify         prove that nothing in the audit trail was changed
  muster mail test ADDRESS    send a mail to see that sending works
  muster config check         read the settings and say what they mean
  muster bench [pages|rush]   measure the service on this machine, or only pages, or only the rush before a deadline

Settings come from the environment; .env.example lists them.";

#[actix_web::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("muster: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(words: &[&str]) -> Result<ExitCode> {
    logs::begin()?;
    match words {
        ["pg-supervise", var] => {
            let bindir = Config::from_env()?.pg_bindir;
            cluster::supervise(Path::new(var), Duration::from_secs(2), bindir.as_deref())?;
        }
        ["pg-hold", var] => hold(Path::new(var))?,
        ["serve"] | [] => serve_all().await?,
        ["work"] => {
            let (config, database) = ready().await?;
            let letters = work::run(database.door(2)?, Keys::find(&config)?, work::post(&config)?);
            let papers = work::tend(database.door(2)?, Files::open(&config)?);
            tokio::select! {
                () = letters => {},
                () = papers => {},
                stopped = serve::wait_for_stop() => stopped?,
            }
        }
        ["migrate"] => {
            let config = Config::from_env()?;
            let ran = migrate::migrate(&Database::find(&config)?.owner).await?;
            println!("{ran} migrations ran; the database is up to date.");
        }
        ["seed", "--demo"] => {
            let (config, database) = ready().await?;
            let keys = Keys::find(&config)?;
            seed::demonstration(&database.owners_door()?, &Files::open(&config)?, &keys).await?;
            println!("The demonstration story is told.");
        }
        ["seed", "--scale", number] => {
            let (_, database) = ready().await?;
            let number = number
                .parse()
                .map_err(|_| anyhow::anyhow!("--scale takes a number, not {number:?}"))?;
            seed::scale::requests(&database.owner, number).await?;
            println!("{number} requests were added.");
        }
        ["operator", "create", email] => {
            let (config, database) = ready().await?;
            let link = seed::operator(&database.door(2)?, email).await?;
            println!(
                "{email} is sent an invitation that works once, within 7 days:\n{}",
                config.public_url.join(&link)?
            );
        }
        ["keys", "init"] => init_keys()?,
        ["keys", "rotate"] => rotate_keys().await?,
        ["receipt", "verify", file] => return receipt(file, None),
        ["receipt", "verify", file, "--key", key] => return receipt(file, Some(key)),
        ["audit", "verify"] => return audit().await,
        ["mail", "test", address] => {
            let config = Config::from_env()?;
            work::post(&config)?.test(address).await?;
            println!("A test mail to {address} was handed over.");
        }
        ["config", "check"] => {
            println!("{:#?}", Config::from_env()?.without_secrets());
        }
        ["bench"] => bench::run(&Config::from_env()?).await?,
        ["bench", "pages"] => bench::pages(&Config::from_env()?).await?,
        ["bench", "rush"] => bench::rush(&Config::from_env()?).await?,
        ["help" | "--help" | "-h"] => println!("{HELP}"),
        other => bail!("there is no command “{}”. `muster help` lists them.", other.join(" ")),
    }
    Ok(ExitCode::SUCCESS)
}

async fn ready() -> Result<(Config, Database)> {
    let config = Config::from_env()?;
    let database = Database::find(&config)?;
    database.make_ready(&config).await?;
    Ok((config, database))
}

async fn serve_all() -> Result<()> {
    let (config, database) = ready().await?;
    if config.is_demonstration() {
        let keys = Keys::find(&config)?;
        seed::demonstration(&database.owners_door()?, &Files::open(&config)?, &keys).await?;
        println!("{}", seed::welcome(&config));
    }
    serve::serve(&config, &database).await
}

async fn audit() -> Result<ExitCode> {
    let config = Config::from_env()?;
    let database = Database::find(&config)?;
    let verdict = database.door(2)?.read(async |conn| verify(conn).await).await?;
    Ok(match verdict {
        Verdict::Whole(entries) => {
            let entries =
                if entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") };
            println!("The audit trail is whole: {entries}, each fitting the one before.");
            ExitCode::SUCCESS
        }
        Verdict::Broken(seq, fault) => {
            println!("The audit trail is broken at entry {seq}: {fault}.");
            ExitCode::FAILURE
        }
    })
}

/// Makes the keys, and shows once what is not kept here.
fn init_keys() -> Result<()> {
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
async fn rotate_keys() -> Result<()> {
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

/// Offline: with the key that is given, or our own public key if we have one.
fn receipt(file: &str, key: Option<&str>) -> Result<ExitCode> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("{file} could not be read"))?;
    let key = match key {
        Some(key) => key.to_owned(),
        None => Keys::find_signing(&Config::from_env()?)
            .context("add --key and the public key shown on the page /transparency")?,
    };
    Ok(match verify_statement(&text, &key) {
        Ok(lines) => {
            println!(
                "{}\n\nThe signature is right: Muster signed exactly these lines.",
                lines.join("\n")
            );
            ExitCode::SUCCESS
        }
        Err(fault) => {
            println!("Do not believe this receipt: {fault}.");
            ExitCode::FAILURE
        }
    })
}

/// Keeps the private cluster up until the other end hangs up; used by tests.
fn hold(var: &Path) -> Result<()> {
    let own = std::env::current_exe()?;
    let lease = cluster::ensure(var, &own, Config::from_env()?.pg_bindir.as_deref())?;
    println!("ready {}", lease.urls().app);
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink())?;
    Ok(())
}
