//! The audit trail: every kind of tampering is found, and the serving role
//! cannot tamper at all.

use std::path::{Path, PathBuf};
use std::process::Command;

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use futures_util::future::join_all;
use muster::accounts::password;
use muster::audit::verify::{Verdict, verify};
use muster::audit::{Actor, Happened};
use muster::db::migrate;
use muster::error::Error;
use regex::Regex;
use serde::Serialize;
use uuid::Uuid;

use crate::support::app::{TestApp, monday};
use crate::support::cast::{APPROVER, KESTREL, NOBODY, REQUESTER};
use crate::support::cluster::lease;

/// Something that happened, for a trail to tamper with.
#[derive(Serialize)]
struct Noted {
    number: i32,
    name: &'static str,
}

impl Happened for Noted {
    fn action(&self) -> &'static str {
        "test.noted"
    }

    fn subject(&self) -> Uuid {
        Uuid::nil()
    }
}

async fn note(app: &TestApp, number: i32) {
    let happened = Noted { number, name: "Zoë’s 2:note" };
    app.db().act(&Actor::system("test"), async |tx| tx.record(&happened, ()).await).await.unwrap();
}

async fn five_entries() -> TestApp {
    let app = TestApp::committing(monday()).await;
    for number in 1..=5 {
        note(&app, number).await;
    }
    app
}

async fn verdict(app: &TestApp) -> Verdict {
    app.db().read(async |conn| verify(conn).await).await.unwrap()
}

/// What proving the trail comes to after someone with the owner's powers has
/// been at it; their work is undone afterwards.
async fn after(app: &TestApp, tampering: &str) -> Verdict {
    let begin = "begin; alter table audit_entries disable trigger user;";
    app.arrange(async |conn: &mut AsyncPgConnection| {
        conn.batch_execute(&format!("{begin} {tampering}")).await.unwrap();
        let verdict = verify(conn).await.unwrap();
        conn.batch_execute("rollback").await.unwrap();
        verdict
    })
    .await
}

fn said(error: Error) -> String {
    match error {
        Error::Unexpected(cause) => format!("{cause:#}"),
        other => other.to_string(),
    }
}

#[actix_web::test]
async fn the_trail_of_people_at_work_is_whole() {
    let app = TestApp::committing(monday()).await;
    let hash = password::hash("correct horse battery".to_owned()).await.unwrap();
    let sql = format!("update users set password_hash = '{hash}'");
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;

    for who in [REQUESTER, KESTREL] {
        let token = "0".repeat(64);
        let form = [("email", who), ("password", "correct horse battery"), ("csrf", &token)];
        let signed_in = app.send(NOBODY, TestRequest::post().uri("/sign-in").set_form(form)).await;
        assert_eq!(signed_in.status, StatusCode::SEE_OTHER, "{}", signed_in.html);
    }
    app.post(APPROVER, "/sign-out", &[]).await;

    assert_eq!(app.trail().await, ["account.signed_in", "account.signed_in", "account.signed_out"]);
    assert_eq!(verdict(&app).await, Verdict::Whole(3));
}

#[actix_web::test]
async fn an_empty_trail_is_whole() {
    let app = TestApp::at(monday()).await;
    assert_eq!(verdict(&app).await, Verdict::Whole(0));
}

#[actix_web::test]
async fn any_edited_column_of_an_entry_is_found() {
    let app = five_entries().await;
    assert_eq!(verdict(&app).await, Verdict::Whole(5));
    for edit in [
        "detail = '{\"number\": 99}'",
        "at = at + interval '1 microsecond'",
        "actor = gen_random_uuid()",
        "organisation = gen_random_uuid()",
        "action = 'test.other'",
        "subject = gen_random_uuid()",
        "request_id = 'another call'",
    ] {
        let verdict = after(&app, &format!("update audit_entries set {edit} where seq = 3")).await;
        assert_eq!(verdict, Verdict::Broken(3, "its text is not what was written"), "{edit}");
    }
    assert_eq!(verdict(&app).await, Verdict::Whole(5), "nothing of that was kept");
}

#[actix_web::test]
async fn text_moved_from_one_column_to_its_neighbour_is_found() {
    let app = five_entries().await;
    let moved = "update audit_entries set action = 'test', request_id = '.noted' || request_id where seq = 2";
    assert_eq!(after(&app, moved).await, Verdict::Broken(2, "its text is not what was written"));
}

#[actix_web::test]
async fn removed_entries_are_found_wherever_they_stood() {
    let app = five_entries().await;
    let missing = "entries before it are missing";
    for (removed, found) in [
        ("seq = 1", Verdict::Broken(2, missing)),
        ("seq = 3", Verdict::Broken(4, missing)),
        ("seq = 5", Verdict::Broken(5, "entries are missing from the end")),
        ("seq > 2", Verdict::Broken(3, "entries are missing from the end")),
        ("true", Verdict::Broken(1, "entries are missing from the end")),
    ] {
        let tampering = format!("delete from audit_entries where {removed}");
        assert_eq!(after(&app, &tampering).await, found, "{removed}");
    }
}

#[actix_web::test]
async fn entries_that_change_places_are_found() {
    let app = five_entries().await;
    let swapped = "update audit_entries set seq = -seq where seq in (2, 3); \
                   update audit_entries set seq = 5 + seq where seq < 0";
    assert_eq!(
        after(&app, swapped).await,
        Verdict::Broken(2, "it does not follow the entry before it")
    );
}

#[actix_web::test]
async fn an_edit_that_also_computes_the_hash_again_is_found() {
    let app = five_entries().await;
    let forge = |seq: i64| {
        format!(
            "update audit_entries set detail = '{{}}' where seq = {seq}; \
             update audit_entries e set hash = audit_hash(e) where seq = {seq}"
        )
    };
    let next = Verdict::Broken(4, "it does not follow the entry before it");
    assert_eq!(after(&app, &forge(3)).await, next);
    let end = Verdict::Broken(6, "entries are missing from the end");
    assert_eq!(after(&app, &forge(5)).await, end, "nothing follows the last entry but the head");
}

#[actix_web::test]
async fn an_entry_put_in_behind_the_triggers_back_is_found() {
    let app = five_entries().await;
    let put_in = "insert into audit_entries \
        select 6, at, actor, organisation, action, subject, detail, request_id, hash, sha256('x') \
        from audit_entries where seq = 5";
    assert_eq!(after(&app, put_in).await, Verdict::Broken(6, "its text is not what was written"));
}

#[actix_web::test]
async fn the_serving_role_can_only_add_to_the_trail() {
    let app = five_entries().await;
    for sql in [
        "update audit_entries set action = 'x' where seq = 1",
        "delete from audit_entries where seq = 1",
        "truncate audit_entries",
        "update audit_head set seq = 0",
        "delete from audit_head",
        "alter table audit_entries disable trigger user",
        "drop table audit_entries",
        "insert into audit_entries (seq, action, subject, detail, request_id) \
         values (9, 'x', gen_random_uuid(), '{}', '')",
        "insert into audit_entries (at, action, subject, detail, request_id) \
         values ('2020-01-01', 'x', gen_random_uuid(), '{}', '')",
    ] {
        let tried = app.db().keep_books(async |conn, _| Ok(conn.batch_execute(sql).await?)).await;
        let said = said(tried.unwrap_err());
        assert!(
            said.contains("permission denied") || said.contains("must be owner"),
            "{sql}: {said}"
        );
    }
    assert_eq!(verdict(&app).await, Verdict::Whole(5));
}

#[actix_web::test]
async fn the_owner_too_is_told_that_the_trail_is_append_only() {
    let app = five_entries().await;
    for sql in [
        "update audit_entries set action = 'x' where seq = 1",
        "delete from audit_entries where seq = 1",
        "truncate audit_entries",
    ] {
        let tried = app.arrange(async |conn| conn.batch_execute(sql).await).await;
        let said = tried.unwrap_err().to_string();
        assert!(said.contains("append-only"), "{sql}: {said}");
    }
    assert_eq!(verdict(&app).await, Verdict::Whole(5));
}

#[actix_web::test]
async fn twenty_at_once_make_one_chain() {
    let app = TestApp::committing(monday()).await;
    join_all((1..=20).map(|number| note(&app, number))).await;
    assert_eq!(verdict(&app).await, Verdict::Whole(20));
    let all = "select count(distinct detail->>'number') from audit_entries";
    assert_eq!(app.look_up(all).await, "20");
}

#[actix_web::test]
async fn a_change_that_fails_leaves_no_entry_and_no_gap() {
    let app = five_entries().await;
    let failed = app
        .db()
        .act(&Actor::system("test"), async |tx| {
            let _ = tx.record(&Noted { number: 6, name: "" }, ()).await?;
            Err::<muster::db::Recorded<()>, _>(Error::Refused("No.".to_owned()))
        })
        .await;
    assert!(matches!(failed, Err(Error::Refused(_))));
    note(&app, 7).await;
    assert_eq!(verdict(&app).await, Verdict::Whole(6));
}

/// An empty folder for a program to keep its things in.
fn var(name: &str) -> PathBuf {
    let folder = format!("audit-{name}-{}", Uuid::now_v7().simple());
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder)
}

/// Runs `muster audit verify` as the serving role of a database.
fn command(app: &TestApp) -> (bool, String) {
    let var = var("verify");
    let ran = Command::new(env!("CARGO_BIN_EXE_muster"))
        .args(["audit", "verify"])
        .env("DATABASE_URL", app.serving_url())
        .env("VAR_DIR", &var)
        .output()
        .unwrap();
    assert!(!var.join("pg").exists(), "with DATABASE_URL there is no cluster of our own");
    (ran.status.success(), String::from_utf8(ran.stdout).unwrap().trim().to_owned())
}

/// Why a program will not serve, signing in with an address.
fn refused(command: &str, url: &str) -> String {
    let ran = Command::new(env!("CARGO_BIN_EXE_muster"))
        .arg(command)
        .env("DATABASE_URL", url)
        .env("BIND", "127.0.0.1:0")
        .env("VAR_DIR", var("refused"))
        .output()
        .unwrap();
    assert!(!ran.status.success(), "it serves");
    let said = String::from_utf8(ran.stderr).unwrap().trim().to_owned();
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

#[actix_web::test]
async fn nobody_serves_as_a_superuser_or_as_the_owner_of_the_tables() {
    let app = TestApp::committing(monday()).await;
    let passwords = Path::new(env!("CARGO_TARGET_TMPDIR")).join("var/pg/passwords");
    let passwords = std::fs::read_to_string(passwords).unwrap();
    let superuser = passwords.lines().find_map(|it| it.strip_prefix("*:*:*:postgres:")).unwrap();
    let who = Regex::new(r"user=\S+ password=\S+").unwrap();
    let superuser = format!("user=postgres password={superuser}");
    let superuser = who.replace(&app.url, superuser.as_str()).into_owned();
    for (url, why) in [
        (superuser, "DATABASE_URL signs in as a superuser"),
        (app.url.clone(), "DATABASE_URL signs in as a role that may change audit entries"),
    ] {
        for command in ["serve", "work"] {
            let said = refused(command, &url);
            assert!(said.contains(why) && said.ends_with("serve as muster_app"), "{said}");
        }
    }
    migrate::refuse_a_mighty_role(&app.serving_url()).await.unwrap();
}

#[actix_web::test]
async fn a_database_that_was_never_migrated_is_not_served() {
    let name = format!("unmigrated_{}", Uuid::now_v7().simple());
    let mut owner = AsyncPgConnection::establish(&lease().urls().owner).await.unwrap();
    owner.batch_execute(&format!("create database {name}")).await.unwrap();
    let said = refused("serve", &lease().urls_for(&name).app);
    assert!(said.contains("has no tables yet: run `muster migrate` first"), "{said}");
}

#[actix_web::test]
async fn the_command_says_whether_the_trail_is_whole_and_its_exit_code_too() {
    let app = five_entries().await;
    assert_eq!(
        command(&app),
        (
            true,
            "The audit trail is whole: 5 entries, each fitting the one before.\nWhat is kept is what it tells of: 5 texts of contracts, envelopes, receipts, closing records, rankings, files and terms were compared.".to_owned()
        )
    );
    let edit = "alter table audit_entries disable trigger user; \
                update audit_entries set detail = '{}' where seq = 4; \
                alter table audit_entries enable trigger user";
    app.arrange(async |conn| conn.batch_execute(edit).await.unwrap()).await;
    assert_eq!(
        command(&app),
        (
            false,
            "The audit trail is broken at entry 4: its text is not what was written.".to_owned()
        )
    );
}
