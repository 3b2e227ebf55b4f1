//! Makes the cluster with its roles and database, once, before its server first starts.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, fchown};
use std::path::{Path, PathBuf};
use std::process::{Child, Output, Stdio};

use anyhow::{Context, Result, bail};

use super::layout::Layout;
use super::passwords::{APP, OPENER, OWNER, Passwords, SUPERUSER};

/// The database that [`super::Lease::urls`] names.
pub(super) const DATABASE: &str = "muster";

/// Does nothing if there is a cluster. It is made beside its place and moved there when complete,
/// so that one whose making was cut short is never mistaken for a cluster.
pub(super) fn bootstrap(layout: &Layout, bindir: &Path) -> Result<()> {
    clear_leftovers(layout);
    if layout.made_by().is_some() {
        return complete(layout, bindir);
    }
    let passwords = Passwords::draw()?;
    passwords.write(&layout.passwords())?;
    let data = layout.server().join(format!("new-{}", std::process::id()));
    initdb(layout, bindir, &data, &passwords)?;
    let Passwords { owner, app, .. } = &passwords;
    let roles = format!(
        "create role {OWNER} login createdb password '{owner}'\n\
         create role {APP} login password '{app}'\n\
         create database {DATABASE} owner {OWNER}\n\
         grant connect on database {DATABASE} to {APP}\n\
         grant {APP} to {OWNER}\n"
    );
    single_user(layout, bindir, &data, "postgres", &roles)?;
    single_user(layout, bindir, &data, "postgres", &opener(&passwords))?;
    // From version 15 on a public schema belongs to whoever owns its database; here it is said by
    // name as well.
    single_user(
        layout,
        bindir,
        &data,
        DATABASE,
        &format!("alter schema public owner to {OWNER}\n"),
    )?;
    fs::rename(&data, layout.data())
        .context("the new PostgreSQL cluster could not be moved into place")
}

/// Gives a cluster of an earlier version the roles that came later. It can be
/// cut short anywhere and done again.
fn complete(layout: &Layout, bindir: &Path) -> Result<()> {
    let path = layout.passwords();
    if layout.is_running() || Passwords::are_complete(&path) {
        return Ok(());
    }
    let passwords = Passwords::completed(&path)?;
    single_user(layout, bindir, &layout.data(), "postgres", &opener(&passwords))?;
    passwords.write(&path)
}

/// The role that opens bids may do what the serving role may, and read what is
/// sealed besides. The owner may play it, in the demonstration story.
fn opener(passwords: &Passwords) -> String {
    let password = &passwords.opener;
    format!(
        "do $$ begin if not exists (select from pg_roles where rolname = '{OPENER}') then create role {OPENER}; end if; end $$\n\
         alter role {OPENER} login password '{password}'\n\
         grant {APP} to {OPENER}\n\
         grant {OPENER} to {OWNER}\n"
    )
}

fn initdb(layout: &Layout, bindir: &Path, data: &Path, passwords: &Passwords) -> Result<()> {
    let password = password_file(layout, &passwords.superuser)?;
    let characters = if cfg!(target_os = "macos") { "UTF-8" } else { "C.UTF-8" };
    let mut command = layout.command(&bindir.join("initdb"));
    command.args([
        "--username",
        SUPERUSER,
        "--auth",
        "scram-sha-256",
        "--data-checksums",
        "--no-instructions",
    ]);
    command.args(["--encoding", "UTF8", "--locale", "C", "--lc-ctype", characters]);
    command.arg("--pwfile").arg(&password).arg("--pgdata").arg(data);
    let output = command.output();
    let _ = fs::remove_file(&password);
    succeeded("initdb", &output.context("initdb could not be run")?)
}

/// Readable to the server's account only. The descriptor is handed over and not the name, which
/// could be swapped.
fn password_file(layout: &Layout, password: &str) -> Result<PathBuf> {
    let path = layout.server().join(format!("new-{}.password", std::process::id()));
    let mut file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&path)?;
    if let Some(account) = layout.account() {
        fchown(&file, Some(account.uid), Some(account.gid))?;
    }
    file.write_all(password.as_bytes())?;
    Ok(path)
}

/// Runs SQL, one statement to a line, on a cluster whose server is not running: there is no moment
/// at which anybody could sign in to a half-made cluster.
fn single_user(
    layout: &Layout,
    bindir: &Path,
    data: &Path,
    database: &str,
    sql: &str,
) -> Result<()> {
    let mut command = layout.command(&bindir.join("postgres"));
    command.args([
        "--single",
        "-c",
        "exit_on_error=on",
        "-c",
        "log_min_error_statement=panic",
        "-D",
    ]);
    command.arg(data).arg(database);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child: Child = command.spawn().context("postgres could not be run")?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(sql.as_bytes())?;
    }
    succeeded("postgres --single", &child.wait_with_output()?)
}

fn succeeded(program: &str, output: &Output) -> Result<()> {
    if !output.status.success() {
        bail!("{program} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}

/// What a supervisor that was killed at its work left; if some of it stays, it is only in the way
/// of nothing.
fn clear_leftovers(layout: &Layout) {
    for entry in fs::read_dir(layout.server()).into_iter().flatten().flatten() {
        if entry.file_name().as_encoded_bytes().starts_with(b"new-") {
            let _ = fs::remove_dir_all(entry.path()).or_else(|_| fs::remove_file(entry.path()));
        }
    }
}
