//! Under which account the server runs. PostgreSQL refuses to be root, so root lends it to somebody
//! else.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// An account of this machine.
#[derive(Clone, Copy)]
pub(super) struct Account {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

impl Account {
    /// Nobody else unless we are root; then the owner of the server's folder, of `var`, `postgres`,
    /// or `nobody`.
    pub(super) fn to_lend_to(server: &Path, var: &Path) -> Result<Option<Self>> {
        if current_uid()? != 0 {
            return Ok(None);
        }
        let accounts =
            fs::read_to_string("/etc/passwd").context("/etc/passwd could not be read")?;
        let account = owner_of(server)
            .or_else(|| {
                owner_of(var)
                    .filter(|owner| accounts.lines().any(|line| uid_in(line) == Some(owner.uid)))
            })
            .or_else(|| named("postgres", &accounts))
            .or_else(|| named("nobody", &accounts));
        account.map(Some).context(
            "PostgreSQL will not run as root and there is no account called postgres or nobody to run it: \
             start this program as another user.",
        )
    }

    /// Whether this account can enter `folder`: root's own folders, for one, let nobody else
    /// through.
    pub(super) fn reaches(self, folder: &Path) -> bool {
        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", "test -x \"$1\"", "sh"])
            .arg(folder)
            .current_dir("/")
            .stderr(Stdio::null());
        self.lend(&mut command).status().is_ok_and(|status| status.success())
    }

    /// Makes `command` run under this account, without the groups of ours.
    pub(super) fn lend(self, command: &mut Command) -> &mut Command {
        command.uid(self.uid).gid(self.gid)
    }
}

/// The account this program runs under.
pub(super) fn current_uid() -> Result<u32> {
    if let Ok(own) = fs::metadata("/proc/self") {
        return Ok(own.uid());
    }
    let output =
        Command::new("/usr/bin/id").arg("-u").output().context("/usr/bin/id could not be run")?;
    String::from_utf8_lossy(&output.stdout)
        .trim()
        .parse()
        .context("/usr/bin/id did not answer with a number")
}

fn owner_of(path: &Path) -> Option<Account> {
    let found = fs::metadata(path).ok()?;
    (found.uid() != 0).then(|| Account { uid: found.uid(), gid: found.gid() })
}

fn named(name: &str, accounts: &str) -> Option<Account> {
    let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
    Some(Account { uid: uid_in(line)?, gid: line.split(':').nth(3)?.parse().ok()? })
}

fn uid_in(line: &str) -> Option<u32> {
    line.split(':').nth(2)?.parse().ok()
}
