//! Where everything of the cluster lies, and whose it is.
//!
//! ```text
//! var/pg/            ours
//!   passwords        mode 0600, in the form of a .pgpass file
//!   programs.lock    shared by every program, taken whole by the supervisor to see whether any is left
//!   supervisor.lock  held by the supervisor
//!   supervisor.log   what the supervisor did
//!   postgres.log     what the server says
//!   server/          belongs to the account the server runs under; a link, if that account cannot enter var
//!     data/          the cluster; there only when it is complete
//! ```
//!
//! What we write as root lies outside the server's folder, whose owner could put a link in its way.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::account::Account;
use super::folders::{make_folder, server_folder, socket_folder};

/// The paths of one cluster and the account its server runs under.
pub(super) struct Layout {
    var: PathBuf,
    home: PathBuf,
    server: PathBuf,
    socket: PathBuf,
    account: Option<Account>,
}

impl Layout {
    /// Makes the folders that are missing and checks whose the others are.
    pub(super) fn prepare(var: &Path) -> Result<Self> {
        fs::create_dir_all(var).with_context(|| format!("{} could not be made", var.display()))?;
        let var = var.canonicalize()?;
        let home = var.join("pg");
        let place = home.join("server");
        let account = Account::to_lend_to(&place, &var)?;
        make_folder(&home, if account.is_some() { 0o711 } else { 0o700 }, None)?;
        let server = match place.canonicalize() {
            Ok(existing) => existing,
            Err(_) => server_folder(&home, place, account)?,
        };
        make_folder(&server, 0o700, account)?;
        if account.is_some_and(|account| !account.reaches(&server)) {
            bail!("{} cannot be entered by the account PostgreSQL runs under.", server.display());
        }
        let socket = socket_folder(&server, account)?;
        Ok(Self { var, home, server, socket, account })
    }

    pub(super) fn var(&self) -> &Path {
        &self.var
    }

    pub(super) fn home(&self) -> &Path {
        &self.home
    }

    pub(super) fn server(&self) -> &Path {
        &self.server
    }

    pub(super) fn account(&self) -> Option<Account> {
        self.account
    }

    /// The folder the server listens in.
    pub(super) fn socket(&self) -> &Path {
        &self.socket
    }

    pub(super) fn data(&self) -> PathBuf {
        self.server.join("data")
    }

    pub(super) fn passwords(&self) -> PathBuf {
        self.home.join("passwords")
    }

    /// What the server says of itself.
    pub(super) fn log(&self) -> PathBuf {
        self.home.join("postgres.log")
    }

    /// The major version that made the cluster, if there is one.
    pub(super) fn made_by(&self) -> Option<u32> {
        fs::read_to_string(self.data().join("PG_VERSION")).ok()?.trim().parse().ok()
    }

    /// One of PostgreSQL's programs, under its account and with nothing of our environment.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", "C")
            .current_dir("/")
            .stdin(Stdio::null());
        if let Some(account) = self.account {
            account.lend(&mut command);
        }
        command
    }

    /// Whether the server says it is ready and something answers: a file left by a server that was
    /// killed says so too.
    pub(super) fn is_running(&self) -> bool {
        let status = fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
        status.lines().nth(7).is_some_and(|line| line.trim() == "ready")
            && UnixStream::connect(self.socket.join(".s.PGSQL.5432")).is_ok()
    }

    pub(super) fn programs_lock(&self) -> Result<File> {
        self.open("programs.lock")
    }

    pub(super) fn supervisor_lock(&self) -> Result<File> {
        self.open("supervisor.lock")
    }

    /// Asked with a shared lock, so that two programs asking at once do not take each other for a
    /// supervisor.
    pub(super) fn is_supervised(&self) -> Result<bool> {
        Ok(matches!(self.supervisor_lock()?.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }

    /// Appends one line to the supervisor's log.
    pub(super) fn note(&self, text: &str) -> Result<()> {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(writeln!(self.open("supervisor.log")?, "{}: {line}", std::process::id())?)
    }

    /// The last line of the supervisor's log, without the process number.
    pub(super) fn last_note(&self) -> String {
        let notes = fs::read_to_string(self.home.join("supervisor.log")).unwrap_or_default();
        let last = notes.lines().next_back().and_then(|line| line.split_once(": "));
        last.map_or_else(
            || "its supervisor left no word why.".to_owned(),
            |(_, text)| text.to_owned(),
        )
    }

    /// A file of ours, which only we may read.
    pub(super) fn open(&self, name: &str) -> Result<File> {
        let path = self.home.join(name);
        OpenOptions::new().create(true).read(true).append(true).mode(0o600).open(&path).with_context(|| {
            format!(
                "{} could not be opened; if another account made it, run as that account or remove {}",
                path.display(),
                self.home.display()
            )
        })
    }
}
