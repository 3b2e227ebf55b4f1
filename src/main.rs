//! The commands.

#![expect(clippy::print_stdout, reason = "commands talk to the person who typed them")]

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, bail};
use muster::audit::verify::{Verdict, verify};
use muster::config::Config;
use muster::db::{cluster, migrate};
use muster::files::store::Files;
use muster::start::Database;
use muster::{bench, logs, seed, serve, work};

const HELP: &str = "\
Muster: the place where UK police forces contract specialist cyber skills.

  muster serve                serve on BIND (http://127.0.0.1:8080), send mail and tend files
  muster work                 only send mail and tend files
  muster migrate              bring the database up to date
  muster seed --demo          tell the demonstration story into an empty database
  muster seed --scale N       add N requests, for measuring
  muster operator create EMAIL   invite the operator's first administrator
  muster audit verify         prove that nothing in the audit trail was changed
  muster mail test ADDRESS    send a mail to see that sending works
  muster config check         read the settings and say what they mean
  muster bench                measure the service on this machine

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
            let letters = work::run(database.door(2)?, work::post(&config)?);
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
            seed::demonstration(&database.owners_door()?, &Files::open(&config)?).await?;
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
        seed::demonstration(&database.owners_door()?, &Files::open(&config)?).await?;
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

/// Keeps the private cluster up until the other end hangs up; used by tests.
fn hold(var: &Path) -> Result<()> {
    let own = std::env::current_exe()?;
    let lease = cluster::ensure(var, &own, Config::from_env()?.pg_bindir.as_deref())?;
    println!("ready {}", lease.urls().app);
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink())?;
    Ok(())
}
