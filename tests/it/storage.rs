//! Files in a bucket of a real S3-compatible server; see `tests/storage/server.mjs`.

use std::path::{Path, PathBuf};

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use muster::app::Parts;
use muster::config::{Bucket, FilesAt};
use muster::files::store::Files;
use muster::types::ids::FileId;
use muster::types::secret::Secret;
use muster::work::erase_one;

use crate::files::{PDF, TYPED, address};
use crate::support::app::{Page, TestApp, monday};
use crate::support::cast::{KESTREL, KESTREL_ADMIN};
use crate::support::node::Program;
use crate::support::upload::{Chosen, upload};

/// The server, and the folder in which it keeps what it is given.
struct Server(Option<Program>, PathBuf);

impl Server {
    fn start() -> Self {
        let drawn = FileId::mint().uuid().simple().to_string();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bucket").join(drawn);
        std::fs::create_dir_all(&folder).unwrap();
        let program = Program::start("storage", "@20minutes/s3rver", &[folder.to_str().unwrap()]);
        Self(Some(program), folder)
    }

    fn files(&self, secret: &str) -> Files {
        in_bucket(self.0.as_ref().unwrap().port, secret)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.take());
        std::fs::remove_dir_all(&self.1).unwrap();
    }
}

fn in_bucket(port: u16, secret: &str) -> Files {
    let bucket = Bucket {
        name: "papers".to_owned(),
        prefix: "muster/tests".to_owned(),
        endpoint: Some(format!("http://127.0.0.1:{port}").parse().unwrap()),
        region: "eu-west-2".to_owned(),
        key_id: "S3RVER".to_owned(),
        secret: Secret(secret.to_owned()),
    };
    let spool = Path::new(env!("CARGO_TARGET_TMPDIR")).join("uploaded");
    Files::at(&FilesAt::Bucket(bucket), spool).unwrap()
}

fn parts(app: &TestApp, files: &Files) -> Parts {
    Parts { files: files.clone(), ..app.parts() }
}

async fn bring(app: &TestApp, files: &Files, chosen: Chosen<'_>) -> Page {
    let form = upload("/provider/dossier/certificates", &TYPED, chosen);
    app.send_with(KESTREL_ADMIN, form, parts(app, files)).await
}

#[actix_web::test]
async fn files_go_to_a_bucket_and_come_back_whole_and_are_erased_there() {
    let (server, mut sizes) = (Server::start(), Vec::new());
    let files = server.files("S3RVER");
    // The second goes up in parts.
    let large = b"0123456789abcdef".repeat(700_000);
    for chosen in [("a.pdf", PDF), ("large.txt", large.as_slice())] {
        let app = TestApp::at(monday()).await;
        let page = bring(&app, &files, chosen).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
        let ask = TestRequest::get().uri(&address(&app).await);
        let had = app.send_with(KESTREL, ask, parts(&app, &files)).await;
        assert_eq!(had.status, StatusCode::OK, "{}", had.html);
        assert!(had.html.as_bytes() == chosen.1, "{} came back changed", chosen.0);
        sizes.push(had.html.len());

        let key = app.look_up("select storage_key from files").await;
        let id = app.look_up("select certificate_id from dossier_files").await;
        let removal = format!("/provider/dossier/files/certificate-{id}/removal");
        assert_eq!(app.post(KESTREL_ADMIN, &removal, &[]).await.status, StatusCode::SEE_OTHER);
        assert!(files.content(&key).await.is_ok(), "it is erased by the worker");
        assert!(erase_one(&app.db(), &files).await.unwrap());
        assert!(files.content(&key).await.is_err(), "nothing of it is left");
        assert_eq!(app.look_up("select count(erased_at) from files").await, "1");
    }
    assert_eq!(sizes, [PDF.len(), large.len()]);
}

#[actix_web::test]
async fn while_the_bucket_cannot_be_reached_nothing_is_half_saved() {
    let server = Server::start();
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for files in [server.files("another secret"), in_bucket(silent, "S3RVER")] {
        let app = TestApp::at(monday()).await;
        let page = bring(&app, &files, ("a.pdf", PDF)).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{}", page.html);
        assert!(page.html.contains("Nothing you sent was saved"), "{}", page.html);
        let there = "select count(*) from provider_certificates where number like 'ISO-7%'";
        assert_eq!(app.look_up(there).await, "0");
        let kept = "select count(*) from files where removed_at is null";
        assert_eq!(app.look_up(kept).await, "0");
        assert_eq!(app.trail().await, [""; 0]);
    }
}
