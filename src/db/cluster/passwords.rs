//! The passwords of the cluster's roles, drawn at random when it is made and kept in one file
//! beside it.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::types::text::hex;

/// Made by `initdb`; nothing of Muster signs in as it.
pub(super) const SUPERUSER: &str = "postgres";
/// Owns the database and migrates it.
pub(super) const OWNER: &str = "muster_owner";
/// Serves people.
pub(super) const APP: &str = "muster_app";
/// Opens bids.
pub(super) const OPENER: &str = "muster_opener";

/// One password for each role.
pub(super) struct Passwords {
    pub(super) superuser: String,
    pub(super) owner: String,
    pub(super) app: String,
    pub(super) opener: String,
}

impl Passwords {
    pub(super) fn draw() -> Result<Self> {
        Ok(Self { superuser: random()?, owner: random()?, app: random()?, opener: random()? })
    }

    /// As a `.pgpass` file, so that psql can be pointed at it with `PGPASSFILE`.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let roles = [
            (SUPERUSER, &self.superuser),
            (OWNER, &self.owner),
            (APP, &self.app),
            (OPENER, &self.opener),
        ];
        let text: String =
            roles.map(|(role, password)| format!("*:*:*:{role}:{password}\n")).concat();
        let _ = fs::remove_file(path);
        let mut file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(path)?;
        file.write_all(text.as_bytes())?;
        Ok(file.sync_all()?)
    }

    /// Whether there is one for each role: a cluster of an earlier version has
    /// none for those that came later.
    pub(super) fn are_complete(path: &Path) -> bool {
        Self::read(path).is_ok()
    }

    /// The passwords there are, and new ones for the roles that came later.
    pub(super) fn completed(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path)?;
        let [superuser, owner, app] = [SUPERUSER, OWNER, APP].map(|role| of(&text, role));
        match (superuser, owner, app) {
            (Some(superuser), Some(owner), Some(app)) => {
                let opener = of(&text, OPENER).map_or_else(random, Ok)?;
                Ok(Self { superuser, owner, app, opener })
            }
            _ => bail!("{} lacks passwords of the cluster beside it", path.display()),
        }
    }

    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| {
            format!(
                "{} holds the passwords of the cluster beside it and could not be read",
                path.display()
            )
        })?;
        let of = |role: &str| {
            of(&text, role).with_context(|| {
                format!(
                    "{} has no password for {role}: stop every Muster that uses this cluster, and start again",
                    path.display()
                )
            })
        };
        Ok(Self {
            superuser: of(SUPERUSER)?,
            owner: of(OWNER)?,
            app: of(APP)?,
            opener: of(OPENER)?,
        })
    }
}

fn of(text: &str, role: &str) -> Option<String> {
    let found = text
        .lines()
        .find_map(|line| line.strip_prefix("*:*:*:")?.strip_prefix(role)?.strip_prefix(':'));
    found.map(str::to_owned)
}

/// 192 bits nobody can guess, in letters and figures that need no quoting anywhere.
pub(super) fn random() -> Result<String> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes)?;
    Ok(hex(&bytes))
}

#[cfg(test)]
mod tests {
    use super::{Passwords, random};

    #[test]
    fn passwords_read_back_as_they_were_written_and_only_their_owner_may_read_them() {
        use std::os::unix::fs::PermissionsExt;
        let path = std::env::temp_dir().join(format!("muster-passwords-{}", random().unwrap()));
        let drawn = Passwords::draw().unwrap();
        drawn.write(&path).unwrap();
        let read = Passwords::read(&path).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(
            [drawn.superuser, drawn.owner, drawn.app, drawn.opener],
            [read.superuser, read.owner, read.app, read.opener]
        );
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_role_that_came_later_is_given_a_password_and_the_others_keep_theirs() {
        let path = std::env::temp_dir().join(format!("muster-passwords-{}", random().unwrap()));
        let earlier = "*:*:*:postgres:one\n*:*:*:muster_owner:two\n*:*:*:muster_app:three\n";
        std::fs::write(&path, earlier).unwrap();
        assert!(!Passwords::are_complete(&path));
        let completed = Passwords::completed(&path).unwrap();
        assert_eq!([&completed.owner, &completed.app], ["two", "three"]);
        completed.write(&path).unwrap();
        let again = Passwords::completed(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(again.opener, completed.opener);
    }

    #[test]
    fn no_two_passwords_are_alike() {
        let drawn = Passwords::draw().unwrap();
        assert_ne!(drawn.owner, drawn.app);
        assert_ne!(drawn.owner, drawn.superuser);
        assert_eq!(drawn.owner.len(), 48);
    }
}
