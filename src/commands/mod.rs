//! The commands that a person types, and what each says.

#![expect(clippy::print_stdout, reason = "commands talk to the person who typed them")]

mod copies;
mod keys;
mod proving;

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::audit::notary::Notary;
use crate::bench;
use crate::config::Config;
use crate::db::{cluster, migrate};
use crate::files::store::Files;
use crate::logs;
use crate::seal::keys::Keys;
use crate::seed;
use crate::serve;
use crate::start::Database;
use crate::trail::export::model::Shape;
use crate::work;

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
  muster keys rotate signing  make a new signing key; what the old one signed is still believed
  muster receipt verify FILE [--key KEY]   check a receipt and its proof, without asking anyone
  muster audit verify [--checkpoints FILE] [--key KEY] [--files]   prove that nothing in the audit trail was changed,
                              nor in what it tells of: contracts, sealed bids, rankings; with --files, in files too
  muster audit verify --record FILE [--key KEY]   prove that nothing in the record of a request was changed
  muster audit checkpoint     sign for the audit trail as it is now, and show the newest checkpoint
  muster audit export [--csv] write the audit trail with its proofs, as lines of JSON or for a spreadsheet
  muster backup DIR           put the database and all files into a new folder
  muster restore DIR [--checkpoints FILE] [--key KEY]   bring them into an empty database, and prove the audit trail
  muster mail test ADDRESS    send a mail to see that sending works
  muster config check         read the settings and say what they mean
  muster bench [pages|trail|rush]   measure the service on this machine, or only pages, or only proofs from the audit
                              trail, or only the rush before a deadline

Settings come from the environment; .env.example lists them.";

/// Does what was typed.
pub async fn run(words: &[&str]) -> Result<ExitCode> {
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
            let notary = Notary::of(&config, &Keys::find(&config)?);
            let letters = work::run(database.door(2)?, notary, work::post(&config)?);
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
        ["keys", "init"] => keys::init()?,
        ["keys", "rotate"] => keys::rotate_all().await?,
        ["keys", "rotate", "signing"] => keys::rotate_signing()?,
        ["receipt", "verify", file, options @ ..] => return proving::receipt(file, options),
        ["audit", "verify", options @ ..] => return proving::audit(options).await,
        ["audit", "checkpoint"] => proving::checkpoint().await?,
        ["audit", "export"] => proving::export(Shape::Lines).await?,
        ["audit", "export", "--csv"] => proving::export(Shape::Csv).await?,
        ["backup", folder] => copies::back_up(Path::new(folder)).await?,
        ["restore", folder, options @ ..] => {
            return copies::restore(Path::new(folder), options).await;
        }
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
        ["bench", "trail"] => bench::trail(&Config::from_env()?).await?,
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

/// Reads what follows a command: names, each with a value after it. A name may
/// be given more than once where several values make sense.
fn options<'a>(words: &[&'a str], known: &[&str]) -> Result<Vec<(&'a str, &'a str)>> {
    let pairs = words.chunks(2).map(|pair| match pair {
        [name, value] if known.contains(name) => Ok((*name, *value)),
        [name] if known.contains(name) => bail!("{name} needs something after it"),
        other => {
            bail!("“{}” means nothing here. `muster help` lists the commands.", other.join(" "))
        }
    });
    pairs.collect()
}

/// Keeps the private cluster up until the other end hangs up; used by tests.
fn hold(var: &Path) -> Result<()> {
    let own = std::env::current_exe()?;
    let lease = cluster::ensure(var, &own, Config::from_env()?.pg_bindir.as_deref())?;
    println!("ready {}", lease.urls().app);
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink())?;
    Ok(())
}
