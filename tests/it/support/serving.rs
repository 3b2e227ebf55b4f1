//! The program itself, serving: for what only shows when it runs, or is killed.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use muster::seal::keys::{Places, make};
use muster::types::ids::UserId;

use super::app::{CSRF, TestApp};
use crate::cluster::until;

/// What a program needs to run on a database of the tests: a folder, with keys of its own.
pub struct House {
    /// Its `VAR_DIR`.
    pub var: PathBuf,
    /// Its keys.
    pub keys: Places,
    recipient: String,
    urls: [(&'static str, String); 3],
}

impl House {
    /// A folder and keys for a database that really commits.
    pub fn of(app: &TestApp) -> Self {
        let name = format!("serving-{}", UserId::mint());
        let var = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let keys = Places::under(&var.join("keys"));
        let (recipient, _) = make(&keys).unwrap();
        Self { var, keys, recipient, urls: Self::places(app) }
    }

    /// How a database of the tests is reached.
    pub fn places(app: &TestApp) -> [(&'static str, String); 3] {
        [
            ("DATABASE_URL", app.serving_url()),
            ("OPENER_DATABASE_URL", app.opener_url()),
            ("MIGRATION_DATABASE_URL", app.url.clone()),
        ]
    }

    /// The program with these words, in this house.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
        command
            .args(words)
            .envs(self.urls.iter().map(|(name, url)| (name, url)))
            .env("SEAL_KEY_FILE", &self.keys.sealing)
            .env("SIGNING_KEY_FILE", &self.keys.signing)
            .env("ESCROW_RECIPIENT", &self.recipient)
            .env("VAR_DIR", &self.var)
            .env("RUST_LOG", "trace")
            .stdin(Stdio::null());
        command
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.var);
    }
}

/// A program that serves, ended when the test is over.
pub struct Serving {
    /// The process.
    pub child: Child,
    /// Who calls it.
    pub caller: Caller,
    said: Arc<Mutex<String>>,
    listening: Option<JoinHandle<()>>,
}

impl Serving {
    /// Starts it, and waits until it listens.
    pub fn start(house: &House) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut child = house
            .command(&["serve"])
            .env("BIND", address.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (pipe, kept) = (child.stderr.take().unwrap(), said.clone());
        let listening = Some(thread::spawn(move || listen(pipe, &kept)));
        until("the program listens", || TcpStream::connect(address).is_ok());
        Self { child, caller: Caller { address }, said, listening }
    }

    /// Everything it has said so far.
    pub fn log(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits until the program says something.
    pub fn says(&self, what: &str) {
        until(what, || self.log().contains(what));
    }

    /// Ends it as if the power had failed, and returns all it had said.
    pub fn kill(mut self) -> String {
        self.end();
        self.log()
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.end();
    }
}

/// Someone who calls a program from outside, one call to a connection.
#[derive(Debug, Clone, Copy)]
pub struct Caller {
    /// Where the program listens.
    pub address: SocketAddr,
}

impl Caller {
    /// Asks for a page with a session's token, and returns the whole answer.
    pub fn get(self, token: &str, path: &str) -> String {
        self.ask(&format!("GET {path}"), token, None).unwrap()
    }

    /// Sends a form with a session's token. Fails when the program ends before it answers.
    pub fn post(self, token: &str, path: &str, form: &[(&str, &str)]) -> std::io::Result<String> {
        let mut body = format!("csrf={}", coded(CSRF));
        for (name, value) in form {
            body.push_str(&format!("&{name}={}", coded(value)));
        }
        self.ask(&format!("POST {path}"), token, Some(&body))
    }

    fn ask(self, what: &str, token: &str, body: Option<&str>) -> std::io::Result<String> {
        let mut caller = TcpStream::connect(self.address)?;
        let body = body.unwrap_or_default();
        let head = format!(
            "{what} HTTP/1.1\r\nhost: {}\r\ncookie: muster={token}\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        caller.write_all(head.as_bytes())?;
        let mut answer = Vec::new();
        caller.read_to_end(&mut answer)?;
        let whole = !answer.is_empty();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        if whole { Ok(answer) } else { Err(std::io::ErrorKind::UnexpectedEof.into()) }
    }
}

fn listen(pipe: ChildStderr, kept: &Mutex<String>) {
    for line in BufReader::new(pipe).lines() {
        let Ok(line) = line else { return };
        let mut kept = kept.lock().unwrap();
        kept.push_str(&line);
        kept.push('\n');
    }
}

/// As a browser writes it in a form.
fn coded(typed: &str) -> String {
    url::form_urlencoded::byte_serialize(typed.as_bytes()).collect()
}
