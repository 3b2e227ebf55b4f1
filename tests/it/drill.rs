//! The drill: a backup is made, restored into an empty database, proved,
//! signed in to, and a bid in it is opened with the escrow key.

use std::path::Path;
use std::process::Command;

use actix_web::test::TestRequest;
use diesel_async::SimpleAsyncConnection;
use muster::accounts::password;
use muster::app::Parts;
use muster::config::FilesAt;
use muster::files::store::Files;
use muster::work;

use crate::checkpoints::{notary, sign};
use crate::contracts::PASSWORD;
use crate::files::{CERTIFICATES, PDF, TYPED};
use crate::sealing::{MARK, envelope, marked, opened_with_age};
use crate::support::app::{TestApp, keys, monday};
use crate::support::cast::{KESTREL, KESTREL_ADMIN, NOBODY};
use crate::support::serving::House;
use crate::support::upload::upload;

fn said(mut command: Command) -> (bool, String) {
    let ran = command.output().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout) + String::from_utf8_lossy(&ran.stderr);
    (ran.status.success(), said.into_owned())
}

/// A house with a sealed bid, a file and a checkpoint of it all.
async fn lived_in() -> (TestApp, House, String) {
    let app = TestApp::committing(monday()).await;
    let house = House::of(&app);
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let sql = format!("update users set password_hash = '{hash}' where email = '{KESTREL}'");
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
    let (_, bid) = marked(&app).await;
    let kept = Files::at(&FilesAt::Folder(house.var.join("files")), house.var.join("uploads"));
    let parts = Parts { files: kept.unwrap(), ..app.parts() };
    let request = upload(CERTIFICATES, &TYPED, ("iso.pdf", PDF));
    let added = app.send_with(KESTREL_ADMIN, request, parts).await;
    assert_eq!(added.status, 303, "{}", added.html);
    sign(&app).await;
    let file = notary(Some(house.var.join("checkpoints.txt")));
    assert_eq!(work::file_checkpoints(&app.db(), &file).await.unwrap(), 1);
    (app, house, bid)
}

fn restore(house: &House, into: &TestApp, from: &Path) -> (bool, String) {
    let checkpoints = house.var.join("checkpoints.txt");
    let (checkpoints, key) = (checkpoints.to_str().unwrap(), keys().0.public_key());
    let from = from.to_str().unwrap();
    let words = ["restore", from, "--checkpoints", checkpoints, "--key", &key];
    let mut command = house.command(&words);
    command.envs(House::places(into)).env("VAR_DIR", house.var.join("restored"));
    command.env("RUST_LOG", "warn");
    said(command)
}

#[actix_web::test]
async fn what_was_backed_up_is_restored_proved_signed_in_to_and_a_bid_opens_with_the_escrow_key() {
    let (app, house, bid) = lived_in().await;
    let backup = house.var.join("backup");
    let made = || said(house.command(&["backup", backup.to_str().unwrap()]));
    let (whole, shown) = made();
    assert!(whole && shown.contains("holds the database and 1 files"), "{shown}");
    let (again, shown) = made();
    assert!(!again && shown.contains("overwrites nothing"), "{shown}");

    let new = TestApp::unmigrated(monday()).await;
    let (whole, shown) = restore(&house, &new, &backup);
    assert!(whole, "{shown}");
    for part in [
        "The database and 1 files are restored",
        "The audit trail is whole",
        "It comes to 1 checkpoint in",
        "What is kept is what it tells of",
        "Files: 1 in store were read, each as the trail has it",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let entries = "select string_agg(action, ' ' order by seq) from audit_entries";
    assert_eq!(new.look_up(entries).await, app.look_up(entries).await);
    let (again, shown) = restore(&house, &new, &backup);
    assert!(!again && shown.contains("the database is not empty"), "{shown}");

    // The serving role may do there what it may do here: people work on, and the past stays.
    let token = "0".repeat(64);
    let form = [("email", KESTREL), ("password", PASSWORD), ("csrf", &token)];
    let entered = new.send(NOBODY, TestRequest::post().uri("/sign-in").set_form(form)).await;
    assert_eq!(entered.status, 303, "{}", entered.html);
    assert_eq!(new.trail().await.last().unwrap(), "account.signed_in");
    let rights = "select has_table_privilege('muster_app', 'audit_entries', 'update')::text || \
        has_column_privilege('muster_app', 'sealed_bids', 'ciphertext', 'select')";
    assert_eq!(new.look_up(rights).await, "falsefalse");

    let text = opened_with_age(&envelope(&new, &bid, "quality").await);
    assert!(text.to_string().contains(MARK) && text["bid"] == bid.as_str(), "{text}");
}

#[actix_web::test]
async fn nothing_is_restored_before_there_is_a_key_to_prove_it_with() {
    let (app, house, _) = lived_in().await;
    let backup = house.var.join("backup");
    let (made, shown) = said(house.command(&["backup", backup.to_str().unwrap()]));
    assert!(made, "{shown}");
    let new = TestApp::unmigrated(app.moment).await;
    let mut command = house.command(&["restore", backup.to_str().unwrap()]);
    command.envs(House::places(&new)).env("VAR_DIR", house.var.join("restored"));
    command.env("SIGNING_KEY_FILE", house.var.join("restored/signing.key"));
    let (whole, shown) = said(command);
    assert!(!whole && shown.contains("before you restore"), "{shown}");
    let (whole, shown) = restore(&house, &new, &backup);
    assert!(whole, "the database is empty still: {shown}");
}

#[actix_web::test]
async fn a_backup_that_was_meddled_with_is_restored_and_told_of() {
    let (app, house, _) = lived_in().await;
    let entry = "alter table audit_entries disable trigger user; \
        update audit_entries set detail = '{}' where seq = 1; alter table audit_entries enable trigger user";
    app.arrange(async |conn| conn.batch_execute(entry).await.unwrap()).await;
    let backup = house.var.join("backup");
    assert!(said(house.command(&["backup", backup.to_str().unwrap()])).0);
    let file = std::fs::read_dir(backup.join("files")).unwrap().next().unwrap().unwrap().path();
    std::fs::write(file, "something else").unwrap();
    let new = TestApp::unmigrated(monday()).await;
    let (whole, shown) = restore(&house, &new, &backup);
    assert!(!whole && shown.contains("The audit trail is broken at entry 1"), "{shown}");
    assert!(shown.contains("is not what was put in store"), "{shown}");

    let empty = house.var.join("nothing");
    let (whole, shown) = restore(&house, &new, &empty);
    assert!(!whole && shown.contains("is no backup"), "{shown}");
}
