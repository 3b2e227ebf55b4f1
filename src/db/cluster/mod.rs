//! The PostgreSQL that Muster brings up for itself when no `DATABASE_URL` is set.
//!
//! ```text
//!   program ──┐ each holds a share of programs.lock for as long as it lives
//!   program ──┤
//!   program ──┴─► supervisor (one, holds supervisor.lock) ──► postgres
//! ```
//!
//! The first program starts a supervisor, which makes the cluster if there is none, starts the
//! server, brings it back if it dies, and stops it once nobody holds a share of `programs.lock`.
//! The kernel lets go of a lock however its holder ends, so a program that is killed leaves nothing
//! behind that the next one could trip over.
//!
//! `account` picks who runs the server when we are root, `passwords` keeps the roles' passwords,
//! `folders` and `layout` know the paths, `locate` finds the installed server programs, `bootstrap`
//! makes the cluster, `server` and `supervise` look after the server.

mod account;
mod passwords;
mod folders;
mod layout;
mod locate;
mod bootstrap;
mod server;
mod supervise;

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use self::bootstrap::DATABASE;
use self::layout::Layout;
use self::passwords::{APP, OPENER, OWNER, Passwords};

pub use self::locate::program;
pub use self::supervise::supervise;

/// How long a program waits for the server: making a cluster on a slow disk takes most of a minute.
const PATIENCE: Duration = Duration::from_secs(120);

/// Where the accounts of one database sign in, as libpq connection strings. They hold
/// passwords: do not log them.
#[derive(Clone)]
pub struct Urls {
    /// For `muster_owner`, who owns the tables and migrates them.
    pub owner: String,
    /// For `muster_app`, who serves people and may do only what the migrations grant.
    pub app: String,
    /// For `muster_opener`, who may read sealed bids too.
    pub opener: String,
}

/// The server is up and stays up for as long as this is held.
pub struct Lease {
    _share: File,
    layout: Layout,
    passwords: Passwords,
    urls: Urls,
}

impl Lease {
    /// The database `muster`.
    pub fn urls(&self) -> &Urls {
        &self.urls
    }

    /// Another database of the same cluster, whether or not it exists yet.
    pub fn urls_for(&self, dbname: &str) -> Urls {
        urls(&self.layout, &self.passwords, dbname)
    }

    /// The folder of the programs that fit this cluster.
    ///
    /// # Errors
    /// When they have been uninstalled since.
    pub fn bindir(&self, given: Option<&Path>) -> Result<PathBuf> {
        let found = locate::find(given, &self.layout)?;
        // On PATH the programs are often links, and not all of them are linked.
        let program = found.join("postgres").canonicalize()?;
        Ok(program.parent().map_or(found, Path::to_owned))
    }
}

/// Brings up the cluster under `var`, making it on the first call, or joins the programs that
/// already share it.
///
/// `supervisor` is run as `supervisor pg-supervise VAR` and must call [`supervise`]. `bindir` names
/// the folder of the server programs; without it they are looked for.
///
/// # Errors
/// In a sentence for the person who started the program: no server programs, wrong account, server
/// will not start.
pub fn ensure(var: &Path, supervisor: &Path, bindir: Option<&Path>) -> Result<Lease> {
    let layout = Layout::prepare(var)?;
    let deadline = Instant::now() + PATIENCE;
    let share = layout.programs_lock()?;
    // Refused for a moment while a supervisor looks whether anybody is left, and for longer while
    // it stops the server.
    while share.try_lock_shared().is_err() {
        wait(deadline, &layout)?;
    }
    let mut started: Option<Child> = None;
    while !(layout.is_supervised()? && layout.is_running()) {
        match &mut started {
            None if layout.is_supervised()? => {}
            None => started = Some(start_supervisor(&layout, supervisor, bindir)?),
            Some(child) => match child.try_wait()? {
                Some(status) if status.success() => started = None,
                Some(_) => bail!("PostgreSQL could not be started: {}", layout.last_note()),
                None => {}
            },
        }
        wait(deadline, &layout)?;
    }
    let passwords = Passwords::read(&layout.passwords())?;
    let urls = urls(&layout, &passwords, DATABASE);
    Ok(Lease { _share: share, layout, passwords, urls })
}

/// In a process group of its own, so that Ctrl-C reaches the program and not the server that others
/// may be using.
fn start_supervisor(layout: &Layout, supervisor: &Path, bindir: Option<&Path>) -> Result<Child> {
    // Here too, so that the complaint comes at once and from the program that was started.
    locate::find(bindir, layout)?;
    let mut command = Command::new(supervisor);
    command.arg("pg-supervise").arg(layout.var()).process_group(0).current_dir("/");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Some(bindir) = bindir {
        command.env("PG_BINDIR", bindir);
    }
    command.spawn().with_context(|| {
        format!("{} could not be run to supervise PostgreSQL", supervisor.display())
    })
}

fn wait(deadline: Instant, layout: &Layout) -> Result<()> {
    if Instant::now() > deadline {
        bail!(
            "PostgreSQL was not ready after {} seconds; its log is {}",
            PATIENCE.as_secs(),
            layout.log().display()
        );
    }
    pause(Duration::from_millis(50));
    Ok(())
}

/// The one place here that waits by the clock: file locks and other people's processes send no word
/// when they change.
fn pause(time: Duration) {
    std::thread::sleep(time);
}

fn urls(layout: &Layout, passwords: &Passwords, dbname: &str) -> Urls {
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('\'', "\\'");
    let (host, dbname) = (layout.socket().display(), quoted(dbname));
    let url = |user, password| {
        format!("host={host} port=5432 user={user} password={password} dbname='{dbname}'")
    };
    Urls {
        owner: url(OWNER, &passwords.owner),
        app: url(APP, &passwords.app),
        opener: url(OPENER, &passwords.opener),
    }
}
