//! The private cluster of the tests, kept up while they run.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use muster::db::cluster::{self, Lease};

/// What a database of the tests is worth after a power cut: nothing. So the
/// server need not wait for the disk.
const CARELESS: &str = "\n# The tests keep nothing.\nfsync = off\nfull_page_writes = off\n";

/// The cluster, and the share of a lock that tells other runs it is in use.
pub fn lease() -> &'static Lease {
    static LEASE: OnceLock<(Lease, File)> = OnceLock::new();
    &LEASE.get_or_init(|| std::thread::spawn(brought_up).join().unwrap()).0
}

fn brought_up() -> (Lease, File) {
    let var = Path::new(env!("CARGO_TARGET_TMPDIR")).join("var");
    let lease = cluster::ensure(&var, env!("CARGO_BIN_EXE_muster").as_ref(), None).unwrap();
    settle(&var.join("pg/server/data"));
    let lock = OpenOptions::new().create(true).append(true).open(var.join("tests.lock")).unwrap();
    // Whoever is alone clears up; whoever comes meanwhile waits for it.
    if lock.try_lock().is_ok() {
        let rt = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        rt.block_on(clear(&lease));
        lock.unlock().unwrap();
    }
    lock.lock_shared().unwrap();
    (lease, lock)
}

/// Has the server stop waiting for the disk, unless an earlier run did.
fn settle(data: &Path) {
    let settings: PathBuf = data.join("postgresql.conf");
    if std::fs::read_to_string(&settings).unwrap().ends_with(CARELESS) {
        return;
    }
    let mut file = OpenOptions::new().append(true).open(&settings).unwrap();
    file.write_all(CARELESS.as_bytes()).unwrap();
    let server = std::fs::read_to_string(data.join("postmaster.pid")).unwrap();
    let told = Command::new("kill").args(["-HUP", server.lines().next().unwrap()]).status();
    assert!(told.unwrap().success(), "the server was not told to read its settings again");
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Drops what runs before this one left.
async fn clear(lease: &Lease) {
    let mut conn = AsyncPgConnection::establish(&lease.urls().owner).await.unwrap();
    let left: Vec<Named> = sql_query(
        "select datname::text as name from pg_database where datname ~ '^(template|stage|race|empty)_[0-9a-f]{32}'",
    )
    .load(&mut conn)
    .await
    .unwrap();
    for it in left {
        sql_query(format!("drop database {}", it.name)).execute(&mut conn).await.unwrap();
    }
}
