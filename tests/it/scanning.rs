//! Files and the scanner: a real clamd, and one that misbehaves.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use chrono::TimeDelta;
use muster::config::Clamd;
use muster::files::scan::Scanner;
use muster::files::store::Files;
use muster::types::ids::FileId;
use muster::work::scan_one;

use crate::files::{PDF, TYPED, address};
use crate::support::app::{Page, TestApp, files, monday};
use crate::support::cast::{KESTREL, KESTREL_ADMIN, VETTING1};
use crate::support::upload::{Chosen, upload};

/// The test that every scanner knows, in two halves, so that none finds it here.
fn eicar() -> Vec<u8> {
    let halves = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"];
    halves.concat().into_bytes()
}

/// A folder of the test's own, gone when it ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        // A socket's path must be short.
        let folder = std::env::temp_dir().join(FileId::mint().uuid().simple().to_string());
        std::fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    fn socket(&self) -> PathBuf {
        self.0.join("clamd.ctl")
    }

    fn scanned(&self) -> Files {
        let scanner = Scanner::new(Clamd::Socket(self.socket()));
        files().scanned_by(Some(scanner.patient_for(Duration::from_millis(400))))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

/// What a clamd does with whoever calls next.
#[derive(Clone, Copy)]
enum Manner {
    /// Answers by the book.
    Good,
    /// Reads everything and says this.
    Says(&'static [u8]),
    /// Reads everything and says nothing until the caller has gone.
    Hangs,
    /// Hangs up at once.
    HangsUp,
}

/// One that answers one caller.
fn clamd(folder: &Folder, manner: Manner) -> std::thread::JoinHandle<()> {
    let socket = folder.socket();
    let _ = std::fs::remove_file(&socket);
    let listener = UnixListener::bind(&socket).unwrap();
    std::thread::spawn(move || {
        let (mut caller, _) = listener.accept().unwrap();
        if matches!(manner, Manner::HangsUp) {
            return;
        }
        let content = heard(&mut caller);
        match manner {
            Manner::Says(answer) => caller.write_all(answer).unwrap(),
            Manner::Good if content.windows(68).any(|it| it == eicar()) => {
                caller.write_all(b"stream: Eicar-Signature FOUND\0").unwrap();
            }
            Manner::Good => caller.write_all(b"stream: OK\0").unwrap(),
            _ => {
                let _ = caller.read(&mut [0]);
            }
        }
    })
}

/// What INSTREAM was given: pieces with their lengths before them, then nothing.
fn heard(caller: &mut UnixStream) -> Vec<u8> {
    let mut command = [0; 10];
    caller.read_exact(&mut command).unwrap();
    assert_eq!(&command, b"zINSTREAM\0");
    let mut content = Vec::new();
    loop {
        let mut length = [0; 4];
        caller.read_exact(&mut length).unwrap();
        let length = u32::from_be_bytes(length);
        if length == 0 {
            return content;
        }
        let mut piece = vec![0; usize::try_from(length).unwrap()];
        caller.read_exact(&mut piece).unwrap();
        content.extend(piece);
    }
}

async fn bring(app: &TestApp, kept: &Files, chosen: Chosen<'_>) {
    let form = upload("/provider/dossier/certificates", &TYPED, chosen);
    let parts = muster::app::Parts { files: kept.clone(), ..app.parts() };
    let page = app.send_with(KESTREL_ADMIN, form, parts).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
}

async fn state(app: &TestApp) -> String {
    app.look_up("select state || ' ' || tries from files").await
}

async fn scan(app: &TestApp, kept: &Files) -> bool {
    scan_one(&app.db(), kept).await.unwrap()
}

async fn refused(app: &TestApp, said: &str) {
    for who in [KESTREL, VETTING1] {
        let page: Page = app.get(who, &address(app).await).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{who}");
        assert!(page.html.contains(said), "{}", page.html);
    }
}

#[actix_web::test]
async fn nobody_has_a_file_before_the_scanner_found_nothing_in_it() {
    let (app, folder) = (TestApp::at(monday()).await, Folder::new());
    let kept = folder.scanned();
    bring(&app, &kept, ("a.pdf", PDF)).await;
    assert_eq!(state(&app).await, "pending 0");
    refused(&app, "waiting to be checked for viruses").await;
    let shown = app.get(VETTING1, "/operator/providers/kestrel").await;
    assert!(shown.html.contains("Waiting for the virus check"), "{}", shown.html);
    assert!(!shown.html.contains("/files/"), "{}", shown.html);

    let answering = clamd(&folder, Manner::Good);
    assert!(scan(&app, &kept).await);
    answering.join().unwrap();
    assert_eq!(state(&app).await, "clean 1");
    assert_eq!(app.get(VETTING1, &address(&app).await).await.html.as_bytes(), PDF);
    let shown = app.get(KESTREL, "/provider/dossier/check").await;
    assert!(shown.html.contains("No virus found"), "{}", shown.html);
    assert_eq!(app.trail().await, ["certificate.added", "file.attached", "file.found_clean"]);
    assert_eq!(app.look_up("select actor from audit_entries order by seq desc limit 1").await, "");
    assert!(!scan(&app, &kept).await, "nothing waits any more");
}

#[actix_web::test]
async fn a_file_with_a_virus_is_held_back_and_its_owner_is_told() {
    let (app, folder) = (TestApp::at(monday()).await, Folder::new());
    let kept = folder.scanned();
    bring(&app, &kept, ("notes.txt", &eicar())).await;
    let answering = clamd(&folder, Manner::Good);
    assert!(scan(&app, &kept).await);
    answering.join().unwrap();

    assert_eq!(state(&app).await, "quarantined 1");
    refused(&app, "A virus was found in this file").await;
    let shown = app.get(KESTREL, "/provider/dossier/check").await;
    assert!(shown.html.contains("Virus found"), "{}", shown.html);
    assert_eq!(app.trail().await.last().unwrap(), "file.held_back");
    let mail = app
        .look_up("select recipient || ': ' || body from outbox where cause like 'file.held_back%'")
        .await;
    assert!(mail.starts_with(KESTREL_ADMIN), "{mail}");
    assert!(mail.contains("“notes.txt”") && mail.contains("Eicar-Signature"), "{mail}");
    let notice = app.get(KESTREL_ADMIN, "/account/notices").await;
    assert!(notice.html.contains("A virus was found in a file you uploaded"), "{}", notice.html);
    let history = app.get(KESTREL, "/provider/dossier/history").await;
    assert!(history.html.contains("File held back"), "{}", history.html);
}

#[actix_web::test]
async fn whatever_else_the_scanner_does_the_file_waits_and_is_asked_about_again() {
    let (app, folder) = (TestApp::at(monday()).await, Folder::new());
    let kept = folder.scanned();
    bring(&app, &kept, ("a.pdf", PDF)).await;

    assert!(scan(&app, &kept).await, "nobody listens there");
    assert_eq!(state(&app).await, "pending 1");
    assert!(!scan(&app.later(TimeDelta::seconds(4)), &kept).await, "it is not due yet");
    let pause = "select extract(epoch from next_at - uploaded_at)::integer from files";
    assert_eq!(app.look_up(pause).await, "5");

    let manners = [
        Manner::Hangs,
        Manner::HangsUp,
        Manner::Says(b""),
        Manner::Says(b"\xFF\x00\x07garbage"),
        Manner::Says(b"OK"),
        Manner::Says(b"INSTREAM size limit exceeded. ERROR\0"),
    ];
    for (tries, manner) in (2..).zip(manners) {
        let then = app.later(TimeDelta::hours(tries));
        let answering = clamd(&folder, manner);
        assert!(scan(&then, &kept).await);
        answering.join().unwrap();
        assert_eq!(state(&app).await, format!("pending {tries}"));
    }
    refused(&app, "waiting to be checked for viruses").await;
    assert_eq!(app.trail().await, ["certificate.added", "file.attached"]);

    let answering = clamd(&folder, Manner::Good);
    assert!(scan(&app.later(TimeDelta::days(1)), &kept).await);
    answering.join().unwrap();
    assert_eq!(state(&app).await, "clean 8");
}

#[actix_web::test]
async fn a_file_that_is_removed_while_it_waits_is_not_looked_at() {
    let (app, folder) = (TestApp::at(monday()).await, Folder::new());
    let kept = folder.scanned();
    bring(&app, &kept, ("a.pdf", PDF)).await;
    let id = app.look_up("select certificate_id from dossier_files").await;
    let removal = format!("/provider/dossier/files/certificate-{id}/removal");
    let removed = app.post(KESTREL_ADMIN, &removal, &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.html);
    assert!(!scan(&app, &kept).await);
}

/// A clamd of Debian's, which knows one signature.
struct RealClamd(Child);

impl RealClamd {
    fn start(folder: &Folder) -> Self {
        let signatures = folder.0.join("signatures");
        std::fs::create_dir(&signatures).unwrap();
        let known: String = eicar().iter().map(|it| format!("{it:02x}")).collect();
        std::fs::write(signatures.join("eicar.ndb"), format!("Eicar-Signature:0:*:{known}\n"))
            .unwrap();
        let (here, socket) = (folder.0.display(), folder.socket());
        let settings = folder.0.join("clamd.conf");
        let text = format!(
            "Foreground yes\nLocalSocket {}\nDatabaseDirectory {}\nTemporaryDirectory {here}\n",
            socket.display(),
            signatures.display()
        );
        std::fs::write(&settings, text).unwrap();
        let places = ["/usr/sbin/clamd", "/usr/local/sbin/clamd", "/opt/homebrew/sbin/clamd"];
        let program = places.iter().find(|it| Path::new(it).exists()).unwrap_or(&"clamd");
        let mut clamd = Command::new(program)
            .arg("--config-file")
            .arg(&settings)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|fault| panic!("clamd (Debian: clamav-daemon) is needed: {fault}"));
        let mut lines = BufReader::new(clamd.stdout.take().unwrap()).lines();
        assert!(lines.any(|it| it.unwrap().contains("Self checking every")), "clamd did not start");
        std::thread::spawn(move || lines.count());
        Self(clamd)
    }
}

impl Drop for RealClamd {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[actix_web::test]
async fn a_real_clamd_tells_a_virus_from_a_paper() {
    let folder = Folder::new();
    let _clamd = RealClamd::start(&folder);
    let scanner = Scanner::new(Clamd::Socket(folder.socket()));
    let kept = files().scanned_by(Some(scanner));
    for (chosen, found) in [(("a.pdf", PDF), "clean"), (("b.txt", &*eicar()), "quarantined")] {
        let app = TestApp::at(monday()).await;
        bring(&app, &kept, chosen).await;
        assert!(scan(&app, &kept).await);
        assert_eq!(state(&app).await, format!("{found} 1"), "{}", chosen.0);
    }
    // As large as a file may be: clamd is asked for no more than it takes by itself.
    let app = TestApp::at(monday()).await;
    let large = vec![b'x'; 25 * 1024 * 1024];
    bring(&app, &kept, ("large.txt", &large)).await;
    assert!(scan(&app, &kept).await);
    assert_eq!(state(&app).await, "clean 1");
    let had = app.send(KESTREL, TestRequest::get().uri(&address(&app).await)).await;
    assert_eq!(had.html.len(), large.len());
}

#[actix_web::test]
async fn a_file_that_came_before_there_was_a_scanner_is_looked_at_once_there_is_one() {
    let (app, folder) = (TestApp::at(monday()).await, Folder::new());
    bring(&app, &files(), ("notes.txt", &eicar())).await;
    assert_eq!(state(&app).await, "clean 0");
    let shown = app.get(KESTREL, "/provider/dossier/check").await;
    assert!(shown.html.contains("Not checked for viruses"), "{}", shown.html);

    let kept = folder.scanned();
    assert!(scan(&app, &kept).await, "nobody listens there");
    assert_eq!(state(&app).await, "clean 1", "it stays as it was until clamd has spoken");
    let later = app.later(TimeDelta::minutes(1));
    let answering = clamd(&folder, Manner::Good);
    assert!(scan(&later, &kept).await);
    answering.join().unwrap();

    assert_eq!(state(&app).await, "quarantined 2");
    refused(&app, "A virus was found in this file").await;
    assert!(!scan(&later, &kept).await, "nothing is looked at twice");
}
