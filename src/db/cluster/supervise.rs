//! Looks after the server for as long as any program wants it.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::bootstrap::bootstrap;
use super::layout::Layout;
use super::server::Server;
use super::{locate, pause};

/// Between two looks at whether any program is left.
const LOOK: Duration = Duration::from_millis(250);
/// Between two looks at whether the server still answers, each of which costs it a connection.
const CHECK: Duration = Duration::from_secs(2);
/// The body of the hidden command `muster pg-supervise VAR`: starts the server, or adopts one whose
/// supervisor was killed, and returns when it has stopped it, `grace` after the last program ended.
/// Returns at once if there is a supervisor already.
///
/// # Errors
/// When the server cannot be made, started or stopped; the reason is also the last line of
/// `supervisor.log`.
pub fn supervise(var: &Path, grace: Duration, bindir: Option<&Path>) -> Result<()> {
    let layout = Layout::prepare(var)?;
    let programs = layout.programs_lock()?;
    let lock = layout.supervisor_lock()?;
    if !take(&lock) {
        return Ok(());
    }
    // `lock` is let go before `programs`: whoever gets in afterwards must not see a supervisor that
    // is leaving.
    let outcome = look_after(&layout, &programs, grace, bindir);
    if let Err(error) = &outcome {
        layout.note(&format!("{error:#}"))?;
    }
    outcome
}

/// Programs that ask whether there is a supervisor hold the lock for an instant, so one refusal
/// proves nothing.
fn take(lock: &File) -> bool {
    (0..20).any(|_| {
        let taken = lock.try_lock();
        if matches!(taken, Err(TryLockError::WouldBlock)) {
            pause(Duration::from_millis(25));
        }
        taken.is_ok()
    })
}

fn look_after(
    layout: &Layout,
    programs: &File,
    grace: Duration,
    bindir: Option<&Path>,
) -> Result<()> {
    let bindir = locate::find(bindir, layout)?;
    bootstrap(layout, &bindir)?;
    let mut server = Server::new(layout, bindir);
    server.bring_up()?;
    let (mut last_wanted, mut last_checked) = (Instant::now(), Instant::now());
    loop {
        pause(LOOK);
        if programs.try_lock().is_err() {
            last_wanted = Instant::now();
        } else if last_wanted.elapsed() >= grace {
            // Still holding the lock, so that nobody joins a server that is going down.
            return server.stop();
        } else {
            programs.unlock()?;
        }
        if last_checked.elapsed() >= CHECK {
            if !layout.is_running()
                && let Err(error) = server.bring_up()
            {
                layout.note(&format!("{error:#}"))?; // tried again for as long as anybody wants it
            }
            last_checked = Instant::now();
        }
    }
}
