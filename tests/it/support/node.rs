//! Servers of the tests' own that run in Node: each in its folder under
//! `tests/`, with what it takes from npm.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use serde::Deserialize;

/// A server that runs until its input ends, and first says where it listens.
pub struct Program {
    child: Child,
    stdin: Option<ChildStdin>,
    /// What else it says.
    pub lines: Lines<BufReader<ChildStdout>>,
    /// Where it listens.
    pub port: u16,
}

#[derive(Deserialize)]
struct Listening {
    port: u16,
}

impl Program {
    /// Starts `tests/<folder>/server.mjs`, which takes this package from npm.
    pub fn start(folder: &str, package: &str, args: &[&str]) -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
        installed(&here, package);
        let mut child = Command::new("node")
            .arg(here.join("server.mjs"))
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let port = serde_json::from_str::<Listening>(&first).unwrap().port;
        Self { child, stdin, lines, port }
    }

    /// Tells the server that it is over.
    pub fn end(&mut self) {
        drop(self.stdin.take());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.end();
        self.child.wait().unwrap();
    }
}

/// What a server takes from npm, installed if it is missing.
fn installed(folder: &Path, package: &str) {
    static DONE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let mut done = DONE.lock().unwrap();
    if done.insert(folder.to_owned()) && !folder.join("node_modules").join(package).is_dir() {
        let npm = ["ci", "--silent", "--no-audit", "--no-fund"];
        let ran = Command::new("npm").args(npm).current_dir(folder).status();
        assert!(ran.unwrap().success(), "npm ci in {} failed", folder.display());
    }
}
