//! Finds the folder of PostgreSQL's server programs. Nothing is ever downloaded.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::layout::Layout;

/// The oldest version whose SQL the migrations may use.
const OLDEST: u32 = 15;

const PROGRAMS: [&str; 3] = ["initdb", "pg_ctl", "postgres"];

/// Folders that hold one folder per version: its parent, what comes before the version, what comes
/// after.
const VERSIONED: [(&str, &str, &str); 5] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
];

/// The folder with `initdb`, `pg_ctl` and `postgres`: `given` if there is one, otherwise the first
/// that fits of `PATH`, `pg_config`, and the usual places with the newest first. A cluster that
/// exists is served only by its own version.
pub(super) fn find(given: Option<&Path>, layout: &Layout) -> Result<PathBuf> {
    let made_by = layout.made_by();
    let fits = |dir: &PathBuf| match (version(dir, layout), made_by) {
        (Some(version), Some(wanted)) => version == wanted,
        (Some(version), None) => version >= OLDEST,
        (None, _) => false,
    };
    let candidates = given.map_or_else(usual_places, |dir| vec![dir.to_owned()]);
    if let Some(dir) = candidates.into_iter().find(fits) {
        return Ok(dir);
    }
    let place = given.map_or_else(
        || "on this machine".to_owned(),
        |dir| format!("in PG_BINDIR ({})", dir.display()),
    );
    match made_by {
        Some(wanted) => bail!(
            "The database in {} was made by PostgreSQL {wanted} and there are no server programs of that version {place}: \
             install them (Debian and Ubuntu: apt install postgresql-{wanted}; macOS: brew install postgresql@{wanted}), \
             or move that folder away to start with an empty database.",
            layout.home().display()
        ),
        None => bail!(
            "There are no PostgreSQL server programs, version {OLDEST} or newer, {place}: install PostgreSQL (Debian and \
             Ubuntu: apt install postgresql; macOS: brew install postgresql@17), or set PG_BINDIR to the folder that holds \
             initdb and postgres, or set DATABASE_URL to use a server you already have."
        ),
    }
}

/// A program of PostgreSQL's, for a server that is not ours: of the folder
/// that is given, or else the first of `PATH` and the usual places.
///
/// # Errors
/// It is nowhere.
pub fn program(given: Option<&Path>, name: &str) -> Result<PathBuf> {
    let candidates = given.map_or_else(usual_places, |dir| vec![dir.to_owned()]);
    let found = candidates.into_iter().map(|dir| dir.join(name)).find(|it| it.is_file());
    match found {
        Some(program) => Ok(program),
        None => bail!(
            "PostgreSQL's program {name} is not on this machine: install PostgreSQL's client programs, or set PG_BINDIR to the folder that holds it"
        ),
    }
}

fn usual_places() -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> = std::env::var_os("PATH")
        .map(|path| std::env::split_paths(&path).collect())
        .unwrap_or_default();
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        places.push(String::from_utf8_lossy(&output.stdout).trim().into());
    }
    let mut versioned: Vec<(u32, PathBuf)> =
        VERSIONED.iter().flat_map(|place| versions_in(*place)).collect();
    versioned.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    places.extend(versioned.into_iter().map(|(_, dir)| dir));
    places
}

fn versions_in((parent, before, after): (&str, &str, &str)) -> Vec<(u32, PathBuf)> {
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let version = |name: &str| name.strip_prefix(before)?.split('.').next()?.parse().ok();
    entries
        .flatten()
        .filter_map(|entry| Some((version(entry.file_name().to_str()?)?, entry.path().join(after))))
        .collect()
}

/// The major version of the programs in `dir`, asked as the account that will run them; `None` if
/// any is missing.
fn version(dir: &Path, layout: &Layout) -> Option<u32> {
    if !dir.is_absolute() || !PROGRAMS.iter().all(|program| dir.join(program).is_file()) {
        return None;
    }
    let output = layout.command(&dir.join("postgres")).arg("--version").output().ok()?;
    major(&String::from_utf8_lossy(&output.stdout))
}

/// From `postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)` or `postgres (PostgreSQL) 18beta1`.
fn major(said: &str) -> Option<u32> {
    let number = said.split_once("(PostgreSQL) ")?.1;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_is_read_from_what_postgres_says_of_itself() {
        assert_eq!(major("postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)\n"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major("postgres (EnterpriseDB) 15\n"), None);
        assert_eq!(major(""), None);
    }
}
