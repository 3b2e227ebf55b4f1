//! The queries of a page, asked by pgbench: what Postgres could do if nothing stood before it.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::overheard::Query;
use super::report::Tally;
use crate::backup::sign_in;

/// What pgbench asks, and where.
pub struct Script<'a> {
    program: &'a Path,
    url: &'a str,
    folder: &'a Path,
    sql: String,
    values: Vec<(String, String)>,
}

impl<'a> Script<'a> {
    /// Those of a page's queries that look for requests, one after the other.
    /// The folder is emptied after each run.
    pub fn new(program: &'a Path, url: &'a str, folder: &'a Path, asked: &[Query]) -> Result<Self> {
        let (mut sql, mut values) = (String::new(), Vec::new());
        let asked: Vec<&Query> = asked.iter().filter(|it| it.sql.contains("requests")).collect();
        if asked.is_empty() {
            bail!("the page asks for no requests");
        }
        for (q, query) in asked.into_iter().enumerate() {
            let mut text = query.sql.clone();
            // The last first, so that $1 is not found in $10.
            for (v, value) in query.values.iter().enumerate().rev() {
                let name = format!("q{q}v{v}");
                text = text.replace(&format!("${}", v + 1), &format!(":{name}"));
                values.push((name, value.clone()));
            }
            sql.push_str(&format!("{text};\n"));
        }
        Ok(Self { program, url, folder, sql, values })
    }
}

/// Runs it over so many connections for so many seconds, each query prepared once.
pub fn run(script: &Script<'_>, connections: usize, time: Duration) -> Result<Tally> {
    std::fs::create_dir_all(script.folder)?;
    let file = script.folder.join("script.sql");
    std::fs::write(&file, &script.sql)?;
    let mut command = Command::new(script.program);
    command.args(["--no-vacuum", "--protocol=prepared", "--log"]);
    command.arg(format!("--client={connections}")).arg(format!("--time={}", time.as_secs()));
    command.arg(format!("--log-prefix={}", script.folder.join("took").display()));
    command.args(script.values.iter().map(|(name, value)| format!("--define={name}={value}")));
    command.arg("--file").arg(&file).envs(sign_in(script.url));
    let output = command.output().with_context(|| {
        format!("{} could not be run: install pgbench", script.program.display())
    })?;
    if !output.status.success() {
        bail!("pgbench failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let mut log = String::new();
    for entry in std::fs::read_dir(script.folder)?.flatten() {
        if entry.file_name().as_encoded_bytes().starts_with(b"took") {
            log.push_str(&std::fs::read_to_string(entry.path())?);
        }
    }
    std::fs::remove_dir_all(script.folder)?;
    tally(&log)
}

/// Reads pgbench's log: client, number, microseconds, script, and when it
/// ended in seconds and microseconds.
fn tally(log: &str) -> Result<Tally> {
    let (mut micros, mut first, mut last) = (Vec::new(), u64::MAX, 0);
    for line in log.lines() {
        let mut words = line.split(' ').skip(2).map(str::parse::<u64>);
        let (Some(took), Some(_), Some(seconds), Some(rest)) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            bail!("pgbench logged {line:?}");
        };
        let (took, ended) = (took?, seconds? * 1_000_000 + rest?);
        micros.push(took);
        first = first.min(ended.saturating_sub(took));
        last = last.max(ended);
    }
    Ok(Tally { micros, elapsed: Duration::from_micros(last.saturating_sub(first)) })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Query, Script, sign_in, tally};

    #[test]
    fn a_script_holds_the_queries_that_look_for_requests() {
        let query = |sql: &str, values: &[&str]| Query {
            sql: sql.to_owned(),
            values: values.iter().map(|it| (*it).to_owned()).collect(),
        };
        let asked =
            [query("select from lots", &[]), query("from requests where $1 = $2", &["a", "b"])];
        let script = Script::new("p".as_ref(), "", "f".as_ref(), &asked).unwrap();
        assert_eq!(script.sql, "from requests where :q0v0 = :q0v1;\n");
        assert!(script.values.contains(&("q0v1".to_owned(), "b".to_owned())));
        assert!(Script::new("p".as_ref(), "", "f".as_ref(), &asked[..1]).is_err());
    }

    #[test]
    fn the_log_gives_each_time_and_the_whole() {
        let read = tally("0 1 500 0 1700000000 900000\n1 1 700 0 1700000001 100000\n").unwrap();
        assert_eq!(read.micros, [500, 700]);
        assert_eq!(read.elapsed, Duration::from_micros(200_500));
        assert!(tally("pgbench: error\n").is_err());
    }

    #[test]
    fn the_password_goes_by_the_environment() {
        let read: Vec<_> = sign_in("host=/run user=me password=p=q dbname='d'");
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            read,
            [
                pair("PGHOST", "/run"),
                pair("PGUSER", "me"),
                pair("PGPASSWORD", "p=q"),
                pair("PGDATABASE", "d")
            ]
        );
    }
}
