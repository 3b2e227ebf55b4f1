//! Makes the cluster's folders, and makes sure that they are nobody else's.

use std::fs::{self, DirBuilder, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, lchown, symlink};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::account::{Account, current_uid};
use super::passwords::random;

/// The longest socket folder every system takes: 104 bytes in all on macOS, less `/.s.PGSQL.5432`
/// and its end.
const LONGEST_SOCKET: usize = 88;

/// `place` itself, or a link there to a folder outside if the server's account cannot enter the
/// project.
pub(super) fn server_folder(
    home: &Path,
    place: PathBuf,
    account: Option<Account>,
) -> Result<PathBuf> {
    if account.is_none_or(|account| account.reaches(home)) {
        return Ok(place);
    }
    let elsewhere = PathBuf::from(format!("/var/tmp/muster-{}", random()?));
    match symlink(&elsewhere, &place) {
        Ok(()) => Ok(elsewhere),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(fs::read_link(&place)?),
        Err(error) => Err(error).with_context(|| format!("{} could not be made", place.display())),
    }
}

/// The server's own folder, or a short plain one when its path is too long or too odd for a socket.
pub(super) fn socket_folder(server: &Path, account: Option<Account>) -> Result<PathBuf> {
    let path = server.as_os_str().as_encoded_bytes();
    let plain = path.iter().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(byte));
    if plain && path.len() <= LONGEST_SOCKET {
        return Ok(server.to_owned());
    }
    // FNV-1a: every program that shares the cluster has to come to the same name.
    let mark = path.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let short = PathBuf::from(format!("/tmp/muster-{mark:016x}"));
    make_folder(&short, 0o700, account)?;
    Ok(short)
}

/// Makes `path` with `mode` for `account` (or for us) unless it is there; it may not be a link or
/// somebody else's.
pub(super) fn make_folder(path: &Path, mode: u32, account: Option<Account>) -> Result<()> {
    let us = current_uid()?;
    match DirBuilder::new().mode(mode).create(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            return Err(error).with_context(|| format!("{} could not be made", path.display()));
        }
        _ => {}
    }
    let found = fs::symlink_metadata(path)?;
    let wanted = account.map_or(us, |account| account.uid);
    match account {
        Some(account) if found.is_dir() && found.uid() == 0 => {
            lchown(path, Some(account.uid), Some(account.gid))?
        }
        None if us == 0 => {} // root may use a folder of anybody's
        _ if found.is_dir() && found.uid() == wanted => {}
        _ => bail!(
            "{} belongs to account {} and has to be account {wanted}'s: \
             run this program as the account that made it, or remove it.",
            path.display(),
            found.uid()
        ),
    }
    if found.uid() == us || account.is_some() {
        fs::set_permissions(path, Permissions::from_mode(mode))?;
    }
    Ok(())
}
