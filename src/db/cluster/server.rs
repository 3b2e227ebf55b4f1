//! Starts and stops the server.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::layout::Layout;
use super::pause;

/// Between two looks at a server that is starting.
const LOOK: Duration = Duration::from_millis(100);
/// How long a server may take to start: after a crash it first replays its journal.
const START: Duration = Duration::from_secs(90);
/// How often it may end while starting, and the rest between: an old one may still be letting go.
const TRIES: u32 = 12;
const REST: Duration = Duration::from_secs(1);

/// Settings that do not depend on the place. Nothing people type reaches
/// the log, as it could be a bid.
const SETTINGS: [&str; 9] = [
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "max_connections=200",
    "shared_buffers=128MB",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_min_messages=log",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
];

/// The server of one cluster, as its supervisor sees it.
pub(super) struct Server<'a> {
    layout: &'a Layout,
    bindir: PathBuf,
    /// None if it was started by an earlier supervisor.
    child: Option<Child>,
}

impl<'a> Server<'a> {
    pub(super) fn new(layout: &'a Layout, bindir: PathBuf) -> Self {
        Self { layout, bindir, child: None }
    }

    /// Starts it unless it is running, and waits until it is ready.
    pub(super) fn bring_up(&mut self) -> Result<()> {
        if self.layout.is_running() {
            return self.layout.note("adopted the server that was running");
        }
        let (deadline, mut tries) = (Instant::now() + START, 0);
        while !self.layout.is_running() {
            let log = self.layout.log();
            if Instant::now() > deadline {
                bail!("the server is not ready after {} s; see {}", START.as_secs(), log.display());
            }
            if self.is_alive()? {
                pause(LOOK);
                continue;
            }
            if tries == TRIES {
                bail!(
                    "the server ends while starting; see {}: {}",
                    log.display(),
                    self.last_word()
                );
            }
            if tries > 0 {
                pause(REST);
            }
            tries += 1;
            self.forget_dead_server()?;
            self.child = Some(self.start()?);
        }
        self.layout.note("started the server")
    }

    /// Whether a server is there, ready or not: ours, or one that another supervisor left starting.
    fn is_alive(&mut self) -> Result<bool> {
        if let Some(child) = &mut self.child
            && child.try_wait()?.is_none()
        {
            return Ok(true);
        }
        let process = process_named_in(&self.layout.data().join("postmaster.pid"));
        Ok(process.is_some_and(|stat| !is_dead_or_another(&stat)))
    }

    /// A server that was killed stays in the process table until its new parent looks, which takes
    /// some containers long, and its number may go to another program. PostgreSQL takes either for
    /// a server that lives and will not start beside it.
    fn forget_dead_server(&self) -> Result<()> {
        let socket_lock = self.layout.socket().join(".s.PGSQL.5432.lock");
        for file in [self.layout.data().join("postmaster.pid"), socket_lock] {
            if process_named_in(&file).is_some_and(|stat| is_dead_or_another(&stat)) {
                fs::remove_file(&file)?;
                self.layout.note("cleared away the process number of a dead server")?;
            }
        }
        Ok(())
    }

    /// Started directly and not by `pg_ctl`, which would hand every path to a shell.
    fn start(&self) -> Result<Child> {
        let log = self.layout.open("postgres.log")?;
        let mut sockets = OsString::from("unix_socket_directories=");
        sockets.push(self.layout.socket());
        let mut command = self.layout.command(&self.bindir.join("postgres"));
        command.arg("-D").arg(self.layout.data()).arg("-c").arg(sockets);
        command.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
        command.stdout(Stdio::null()).stderr(log).spawn().context("postgres could not be run")
    }

    pub(super) fn stop(&mut self) -> Result<()> {
        let mut command = self.layout.command(&self.bindir.join("pg_ctl"));
        command
            .args(["stop", "--mode", "fast", "--wait", "--silent", "--pgdata"])
            .arg(self.layout.data());
        let output = command.output().context("pg_ctl could not be run")?;
        if !output.status.success() && self.layout.is_running() {
            bail!("the server could not be stopped: {}", String::from_utf8_lossy(&output.stderr));
        }
        if let Some(mut child) = self.child.take() {
            child.wait()?;
        }
        self.layout.note("stopped the server: no program is left")
    }

    fn last_word(&self) -> String {
        let log = fs::read_to_string(self.layout.log()).unwrap_or_default();
        log.lines().next_back().unwrap_or("nothing was said").to_owned()
    }
}

/// What Linux says of the process whose number is the first line of `file`, if there is one.
fn process_named_in(file: &Path) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    fs::read_to_string(format!("/proc/{}/stat", text.lines().next()?)).ok()
}

/// Of a line like `4711 (postgres) S 1 …`; `Z` and `X` are the states of the dead.
fn is_dead_or_another(stat: &str) -> bool {
    stat.rsplit_once(") ").is_some_and(|(process, rest)| {
        rest.starts_with(['Z', 'X']) || !process.contains("postgres")
    })
}

#[cfg(test)]
mod tests {
    use super::is_dead_or_another;

    #[test]
    fn only_a_living_postgres_is_left_alone() {
        assert!(!is_dead_or_another("4711 (postgres) S 1 4711"));
        assert!(!is_dead_or_another("4711 (.postgres-wrapp) R 1 4711"));
        assert!(is_dead_or_another("4711 (postgres) Z 1 4711"));
        assert!(is_dead_or_another("4711 (vi) S 1 4711"));
        assert!(is_dead_or_another("4711 (odd) name) S 1 4711"));
    }
}
