//! The PostgreSQL that programs bring up for themselves: each test has a cluster of its own and runs
//! real programs against it.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on stops")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use diesel::dsl::sql;
use diesel::sql_types::Text;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use muster::db::cluster::{Lease, ensure};

const MUSTER: &str = env!("CARGO_BIN_EXE_muster");

#[tokio::test]
async fn the_first_program_makes_a_private_cluster_with_a_lesser_role_to_serve_as() {
    let var = Var::new("first");
    let program = Program::start(&var.path);
    let mut app = connect(&program.url).await;
    assert_eq!(ask(&mut app, "current_user").await, "muster_app");
    assert_eq!(ask(&mut app, "current_database()").await, "muster");
    assert_eq!(ask(&mut app, "current_setting('data_checksums')").await, "on");
    assert_eq!(ask(&mut app, "current_setting('max_connections')").await, "200");
    assert_eq!(ask(&mut app, "current_setting('listen_addresses')").await, "", "socket only");
    assert_eq!(ask(&mut app, "lower('É')").await, "é");
    let superusers = "(select string_agg(rolname, ' ') from pg_roles where rolsuper)";
    assert_eq!(ask(&mut app, superusers).await, "postgres");
    let refused = app.batch_execute("create table mine (n int)").await.unwrap_err();
    assert!(refused.to_string().contains("permission denied"), "{refused}");

    let wrong = program.url.replace("password=", "password=not");
    let refused =
        AsyncPgConnection::establish(&wrong).await.err().expect("signed in with a wrong password");
    assert!(refused.to_string().contains("password authentication failed"), "{refused}");
    let mode = fs::metadata(var.path.join("pg/passwords")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn programs_share_one_server_and_the_last_to_end_stops_it() {
    let var = Var::new("shared");
    let first = Program::start(&var.path);
    let second = Program::start(&var.path);
    let third = var.lease();
    assert_eq!(first.url, second.url);
    assert_eq!(first.url, third.urls().app);

    let started = "pg_postmaster_start_time()::text";
    let mut app = connect(&first.url).await;
    let before = ask(&mut app, started).await;
    first.end();
    drop(third);
    assert_eq!(ask(&mut connect(&second.url).await, started).await, before);

    drop(app);
    second.end();
    until("the server stops", || !var.is_answering());
}

#[test]
fn programs_that_start_at_the_same_moment_make_one_cluster_between_them() {
    let var = Var::new("together");
    let starting: Vec<_> = (0..6).map(|_| Program::spawn(&var.path)).collect();
    let programs: Vec<_> = starting.into_iter().map(Program::ready).collect();
    assert!(programs.iter().all(|program| program.url == programs[0].url));
    drop(programs);
    until("the server has stopped", || var.notes().contains("stopped the server"));
    assert_eq!(var.notes().matches("started the server").count(), 1, "{}", var.notes());
}

#[tokio::test]
async fn killing_a_program_loses_nothing_and_the_next_one_starts() {
    let var = Var::new("killed");
    let program = Program::start(&var.path);
    var.write("kept").await;
    program.kill();
    let next = Program::start(&var.path);
    assert_eq!(var.read(&next).await, "kept");
}

#[tokio::test]
async fn killing_the_program_and_its_server_at_once_loses_nothing() {
    let var = Var::new("all-killed");
    let program = Program::start(&var.path);
    var.write("kept").await;
    kill(var.supervisor());
    kill(var.server());
    program.kill();
    let next = Program::start(&var.path);
    assert_eq!(var.read(&next).await, "kept");
}

#[tokio::test]
async fn a_server_that_lost_its_supervisor_is_taken_over_by_the_next_program() {
    let var = Var::new("adopted");
    let program = Program::start(&var.path);
    let (supervisor, server) = (var.supervisor(), var.server());
    kill(supervisor);
    let next = Program::start(&var.path);
    assert_eq!(var.server(), server);
    until("another supervisor is there", || var.supervisor() != supervisor);
    program.end();
    next.end();
    until("the server stops", || !var.is_answering());
}

#[tokio::test]
async fn a_server_that_dies_is_brought_back_for_the_programs_that_are_running() {
    let var = Var::new("revived");
    let program = Program::start(&var.path);
    var.write("kept").await;
    let server = var.server();
    kill(server);
    until("another server is ready", || var.server() != server && var.is_ready());
    assert_eq!(var.read(&program).await, "kept");
}

#[test]
fn without_server_programs_one_sentence_says_what_to_install() {
    let var = Var::new("nothing");
    let empty = var.path.join("empty");
    fs::create_dir_all(&empty).unwrap();
    let output = hold(&var.path).env("PG_BINDIR", &empty).stdin(Stdio::null()).output().unwrap();
    let said = said(&output);
    assert!(!output.status.success(), "{said}");
    assert!(said.contains("There are no PostgreSQL server programs"), "{said}");
    assert!(said.contains("apt install postgresql"), "{said}");
    assert!(said.contains("or set DATABASE_URL"), "{said}");
    assert_eq!(said.trim().lines().count(), 1, "{said}");
}

#[test]
fn a_cluster_of_a_version_that_is_not_installed_is_left_alone() {
    let var = Var::new("older");
    let data = var.path.join("pg/server/data");
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("PG_VERSION"), "9\n").unwrap();
    let output = hold(&var.path).stdin(Stdio::null()).output().unwrap();
    let said = said(&output);
    assert!(!output.status.success(), "{said}");
    assert!(said.contains("was made by PostgreSQL 9"), "{said}");
    assert_eq!(fs::read_dir(&data).unwrap().count(), 1);
}

/// A `var` folder for one test, cleared away with all that runs in it when the test is over.
struct Var {
    path: PathBuf,
}

impl Var {
    fn new(name: &str) -> Self {
        let folder = format!("cluster-{name}-{}", std::process::id());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
        fs::create_dir_all(&path).unwrap();
        Self { path }
    }

    /// Makes this test one of the programs.
    fn lease(&self) -> Lease {
        ensure(&self.path, Path::new(MUSTER), None).unwrap()
    }

    async fn write(&self, text: &str) {
        let lease = self.lease();
        let mut owner = connect(&lease.urls().owner).await;
        let table = "create table notes (note text); grant select on notes to muster_app";
        owner.batch_execute(table).await.unwrap();
        owner.batch_execute(&format!("insert into notes values ('{text}')")).await.unwrap();
    }

    async fn read(&self, program: &Program) -> String {
        ask(&mut connect(&program.url).await, "(select note from notes)").await
    }

    /// A line of the file that a server keeps about itself.
    fn status(&self, line: usize) -> Option<String> {
        let file = fs::read_to_string(self.path.join("pg/server/data/postmaster.pid")).ok()?;
        Some(file.lines().nth(line)?.trim().to_owned())
    }

    fn server(&self) -> u32 {
        self.status(0).and_then(|process| process.parse().ok()).unwrap_or_default()
    }

    fn is_answering(&self) -> bool {
        let folder = self.status(4).map(PathBuf::from);
        folder.is_some_and(|it| UnixStream::connect(it.join(".s.PGSQL.5432")).is_ok())
    }

    fn is_ready(&self) -> bool {
        self.is_answering() && self.status(7).as_deref() == Some("ready")
    }

    /// Every note begins with the process number of the supervisor that made it.
    fn supervisor(&self) -> u32 {
        until("the supervisor makes a note", || !self.notes().is_empty());
        self.notes().lines().last().unwrap().split(':').next().unwrap().parse().unwrap()
    }

    fn notes(&self) -> String {
        fs::read_to_string(self.path.join("pg/supervisor.log")).unwrap_or_default()
    }
}

impl Drop for Var {
    fn drop(&mut self) {
        if self.is_answering() {
            signal("-9", self.supervisor());
            signal("-QUIT", self.server());
        }
        if let Ok(server) = self.path.join("pg/server").canonicalize() {
            let _ = fs::remove_dir_all(server);
        }
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// A running program that holds the cluster until its standard input ends.
struct Program {
    child: Child,
    url: String,
}

impl Program {
    fn start(var: &Path) -> Self {
        Self::ready(Self::spawn(var))
    }

    fn spawn(var: &Path) -> Child {
        hold(var).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
    }

    fn ready(mut child: Child) -> Self {
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("ready ").expect("the program did not start").to_owned();
        Self { child, url }
    }

    fn end(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().unwrap().success());
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn hold(var: &Path) -> Command {
    let mut command = Command::new(MUSTER);
    command.arg("pg-hold").arg(var).env_remove("DATABASE_URL").env_remove("DATABASE_READ_URL");
    command
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn kill(process: u32) {
    assert!(signal("-9", process), "there is no process {process}");
}

/// Sends a signal; says whether there was a process to take it.
pub fn signal(which: &str, process: u32) -> bool {
    let mut command = Command::new("kill");
    command.args([which, &process.to_string()]).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

async fn connect(url: &str) -> AsyncPgConnection {
    AsyncPgConnection::establish(url).await.unwrap()
}

async fn ask(connection: &mut AsyncPgConnection, expression: &str) -> String {
    diesel::select(sql::<Text>(expression)).get_result(connection).await.unwrap()
}

/// Looks again and again, because another process says nothing when it changes.
pub fn until(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < deadline, "waited a minute until {what}");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}
