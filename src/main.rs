//! The commands.

#![expect(clippy::print_stdout, reason = "commands talk to the person who typed them")]

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use muster::audit::notary::Notary;
use muster::audit::{Actor, checkpoints};
use muster::bids::receipts::model::believe;
use muster::config::Config;
use muster::db::{cluster, migrate};
use muster::files::store::Files;
use muster::requests::keys::acts::rotate;
use muster::seal::keys::{self, Keys, Places};
use muster::seal::note::Trusted;
use muster::start::Database;
use muster::trail::export::model::Shape;
use muster::trail::record::verify::{Verdict as Record, verify as verify_record};
use muster::{auditing, backup, bench, logs, seed, serve, work};

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
        ["keys", "init"] => init_keys()?,
        ["keys", "rotate"] => rotate_keys().await?,
        ["keys", "rotate", "signing"] => rotate_signing()?,
        ["receipt", "verify", file, options @ ..] => return receipt(file, options),
        ["audit", "verify", options @ ..] => return audit(options).await,
        ["audit", "checkpoint"] => checkpoint().await?,
        ["audit", "export"] => export(Shape::Lines).await?,
        ["audit", "export", "--csv"] => export(Shape::Csv).await?,
        ["backup", folder] => back_up(Path::new(folder)).await?,
        ["restore", folder, options @ ..] => return restore(Path::new(folder), options).await,
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

/// The public keys that were given, or else our own.
fn trusted(given: &[(&str, &str)]) -> Result<Vec<Trusted>> {
    let typed = given.iter().filter(|it| it.0 == "--key");
    let read = typed.map(|(_, key)| {
        Trusted::read(key)
            .with_context(|| format!("{key:?} is not a public key as Muster shows it"))
    });
    let given: Vec<Trusted> = read.collect::<Result<_>>()?;
    if given.is_empty() { Keys::find_trusted(&Config::from_env()?) } else { Ok(given) }
}

/// Without a file of checkpoints, it works without a key too.
async fn audit(words: &[&str]) -> Result<ExitCode> {
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

async fn checkpoint() -> Result<()> {
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

async fn export(shape: Shape) -> Result<()> {
    let (_, database) = ready().await?;
    auditing::export(&database.door(2)?, shape, &mut std::io::stdout().lock()).await
}

async fn back_up(folder: &Path) -> Result<()> {
    let config = Config::from_env()?;
    let files = backup::make(&config, &Database::find(&config)?, folder).await?;
    println!(
        "{} holds the database and {files} files. The keys are not in it: keep their copies apart from it.",
        folder.display()
    );
    Ok(())
}

/// What was restored is proved at once, files and all.
async fn restore(folder: &Path, words: &[&str]) -> Result<ExitCode> {
    let config = Config::from_env()?;
    let given = options(words, &["--checkpoints", "--key"])?;
    let database = Database::find(&config)?;
    let files = backup::restore(&config, &database, folder).await?;
    println!("The database and {files} files are restored.");
    let proof: Vec<&str> = given.iter().flat_map(|it| [it.0, it.1]).chain(["--files"]).collect();
    audit(&proof).await
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

/// A new signing key; the public half of the old one stays in its file.
fn rotate_signing() -> Result<()> {
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

/// Offline: with the key that is given, or our own public keys if we have them.
fn receipt(file: &str, words: &[&str]) -> Result<ExitCode> {
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

/// Keeps the private cluster up until the other end hangs up; used by tests.
fn hold(var: &Path) -> Result<()> {
    let own = std::env::current_exe()?;
    let lease = cluster::ensure(var, &own, Config::from_env()?.pg_bindir.as_deref())?;
    println!("ready {}", lease.urls().app);
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink())?;
    Ok(())
}
