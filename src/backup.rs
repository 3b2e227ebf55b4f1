//! Backups and restores: the database by PostgreSQL's own tools, and after it
//! the files. A restore goes into an empty database, and what is restored is
//! proved by the audit trail before anyone serves from it.

use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use diesel::sql_types::Bool;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use url::Url;

use crate::config::{Config, FilesAt};
use crate::db::migrate;
use crate::files::store::Files;
use crate::start::Database;

/// The database in a backup.
const DUMP: &str = "muster.dump";
/// The files in a backup.
const FILES: &str = "files";

#[derive(diesel::QueryableByName)]
struct Tables {
    #[diesel(sql_type = Bool)]
    any: bool,
}

/// Makes a backup in a folder that is not there yet, and says how many files are in it.
pub async fn make(config: &Config, database: &Database, to: &Path) -> Result<usize> {
    ensure!(!to.exists(), "{} is there already: a backup overwrites nothing", to.display());
    // Drafts, names and sessions are in it, for nobody else on the machine.
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(to)
        .with_context(|| format!("{} cannot be made", to.display()))?;
    let mut command = program(config, database, "pg_dump")?;
    command.args(["--format=custom", "--no-password", "--file"]).arg(to.join(DUMP));
    command.envs(sign_in(&database.owner));
    run(command).await?;
    // After the database, so that everything it knows of is there.
    Files::open(config)?.copy_to(&beside(config, to)?).await
}

/// Brings a backup into an empty database and the place for files, and says
/// how many files came. Nobody has looked yet at whether it is whole.
pub async fn restore(config: &Config, database: &Database, from: &Path) -> Result<usize> {
    let dump = from.join(DUMP);
    ensure!(dump.is_file(), "{} is no backup: it has no {DUMP}", from.display());
    let mut owner = AsyncPgConnection::establish(&database.owner).await?;
    let tables: Tables =
        diesel::sql_query("select to_regclass('public.audit_entries') is not null as \"any\"")
            .get_result(&mut owner)
            .await?;
    if tables.any {
        bail!("the database is not empty: a restore goes into a new one, and overwrites nothing");
    }
    let place = sign_in(&database.owner);
    let name = place.iter().find(|it| it.0 == "PGDATABASE").map(|it| it.1.clone());
    let mut command = program(config, database, "pg_restore")?;
    command
        .args(["--no-owner", "--no-password", "--exit-on-error", "--single-transaction"])
        .arg(format!("--dbname={}", name.unwrap_or_default()))
        .arg(&dump)
        .envs(place);
    run(command).await?;
    migrate::migrate(&database.owner).await?;
    beside(config, from)?.copy_to(&Files::open(config)?).await
}

/// The files in a backup.
fn beside(config: &Config, backup: &Path) -> Result<Files> {
    Files::at(&FilesAt::Folder(backup.join(FILES)), config.var.join("uploads"))
}

fn program(config: &Config, database: &Database, name: &str) -> Result<Command> {
    let place: PathBuf = database.program(config, name)?;
    Ok(Command::new(place))
}

async fn run(mut command: Command) -> Result<()> {
    let name = PathBuf::from(command.get_program()).display().to_string();
    let ran = tokio::task::spawn_blocking(move || command.output()).await?;
    let ran = ran.with_context(|| format!("{name} could not be run"))?;
    if ran.status.success() {
        return Ok(());
    }
    bail!("{name} failed: {}", String::from_utf8_lossy(&ran.stderr).trim())
}

/// A connection string as the environment that libpq reads, where no list of
/// processes shows the password. It is an address, or words with values.
pub fn sign_in(place: &str) -> Vec<(String, String)> {
    let Ok(url) = Url::parse(place) else {
        let pairs = place.split_whitespace().filter_map(|it| it.split_once('='));
        return pairs.map(|(key, value)| named(key, value.trim_matches('\''))).collect();
    };
    let plain = |it: &str| -> String {
        let text = format!("it={}", it.replace('+', "%2B"));
        let read: Vec<(String, String)> = serde_urlencoded::from_str(&text).unwrap_or_default();
        read.into_iter().next().map(|it| it.1).unwrap_or_default()
    };
    let port = url.port().map(|it| it.to_string());
    let parts = [
        ("host", url.host_str().map(plain)),
        ("port", port),
        ("user", Some(plain(url.username())).filter(|it| !it.is_empty())),
        ("password", url.password().map(plain)),
        ("dbname", Some(plain(url.path().trim_start_matches('/'))).filter(|it| !it.is_empty())),
    ];
    let given = parts.into_iter().filter_map(|(key, value)| Some(named(key, &value?)));
    let asked: Vec<(String, String)> =
        url.query_pairs().map(|(key, value)| named(&key, &value)).collect();
    given.chain(asked).collect()
}

fn named(key: &str, value: &str) -> (String, String) {
    let key = if key == "dbname" { "database" } else { key };
    (format!("PG{}", key.to_uppercase()), value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::sign_in;

    #[test]
    fn however_a_database_is_named_its_tools_are_told_in_the_environment() {
        let pair = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        for (place, told) in [
            (
                "host='/tmp/pg' user=owner password=secret dbname=muster",
                vec![
                    ("PGHOST", "/tmp/pg"),
                    ("PGUSER", "owner"),
                    ("PGPASSWORD", "secret"),
                    ("PGDATABASE", "muster"),
                ],
            ),
            (
                "postgres://own%20er:a%2Fb+c@db.example:5433/muster?connect_timeout=5",
                vec![
                    ("PGHOST", "db.example"),
                    ("PGPORT", "5433"),
                    ("PGUSER", "own er"),
                    ("PGPASSWORD", "a/b+c"),
                    ("PGDATABASE", "muster"),
                    ("PGCONNECT_TIMEOUT", "5"),
                ],
            ),
        ] {
            let told: Vec<_> = told.iter().map(pair).collect();
            assert_eq!(sign_in(place), told);
        }
    }
}
