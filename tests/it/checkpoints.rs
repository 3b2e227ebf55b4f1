//! Checkpoints of the audit trail: when they are signed, where they are kept,
//! and what they find that the chain alone does not.

use std::path::{Path, PathBuf};
use std::process::Command;

use actix_web::http::StatusCode;
use chrono::TimeDelta;
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use futures_util::future::join_all;
use muster::audit::checkpoints;
use muster::audit::notary::{Notary, verifiers};
use muster::audit::verify::{Verdict, verify};
use muster::auditing;
use muster::error::Error;
use muster::seal::checkpoint::open;
use muster::seal::keys::{Keys, renew_signing};
use muster::seal::note::{Trusted, split};
use muster::types::ids::UserId;
use muster::work;

use crate::support::app::{TestApp, days, keys, monday};
use crate::support::cast::{AUDITOR, NOBODY, REQUESTER};
use crate::support::panel::Panel;
use crate::support::serving::House;

pub const ORIGIN: &str = "muster.test/transparency";

/// A file for this test alone.
pub fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", UserId::mint()))
}

pub fn notary(file: Option<PathBuf>) -> Notary {
    Notary::new(&keys().0, &"http://muster.test".parse().unwrap(), file)
}

/// So many entries more.
pub async fn happen(app: &TestApp, entries: u32) {
    let moment = app.moment.to_rfc3339();
    let sql = format!(
        "select set_config('muster.now', '{moment}', false); \
         insert into audit_entries (action, subject, detail, request_id) \
         select 'test.noted', gen_random_uuid(), jsonb_build_object('number', n), 'call ' || n \
         from generate_series(1, {entries}) n; select set_config('muster.now', '', false)"
    );
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
}

/// Signs for what there is; the number of entries.
pub async fn sign(app: &TestApp) -> i64 {
    work::sign_checkpoint(&app.db(), &notary(None)).await.unwrap().unwrap().size
}

async fn sizes(app: &TestApp) -> String {
    app.look_up("select string_agg(size::text, ' ' order by size) from audit_checkpoints").await
}

#[actix_web::test]
async fn one_is_signed_every_five_minutes_while_there_is_anything_new() {
    let app = TestApp::committing(monday()).await;
    let keep =
        async |app: &TestApp| work::keep_checkpoints(&app.db(), &notary(None)).await.unwrap();
    assert!(!keep(&app).await, "there is nothing to sign for");
    happen(&app, 3).await;
    assert!(keep(&app).await, "the first is signed at once");
    assert!(!keep(&app.later(TimeDelta::hours(1))).await, "nothing is new");
    happen(&app, 2).await;
    assert!(!keep(&app.later(TimeDelta::minutes(4))).await, "it is too soon");
    assert!(keep(&app.later(TimeDelta::minutes(5))).await);
    assert_eq!(sizes(&app).await, "3 5");
    assert_eq!(app.look_up("select count(*) from audit_entries").await, "5", "no entry of its own");
}

#[actix_web::test]
async fn the_closing_of_a_request_is_signed_for_at_once_whoever_closes_it() {
    for by_hand in [false, true] {
        let panel = Panel::closed(TestApp::committing(monday()).await).await;
        let app = &panel.app;
        let before = sign(app).await;
        if by_hand {
            // The opening comes before the worker.
            for who in [REQUESTER, crate::support::cast::APPROVER] {
                assert_eq!(panel.confirm(who).await.status, StatusCode::SEE_OTHER);
            }
        } else {
            assert_eq!(work::close_what_is_due(&app.db(), &keys().0).await.unwrap(), 1);
        }
        assert!(work::keep_checkpoints(&app.db(), &notary(None)).await.unwrap());
        let closed = "select seq from audit_entries where action = 'request.closed'";
        let closed: i64 = app.look_up(closed).await.parse().unwrap();
        let covered: i64 =
            app.look_up("select max(size) from audit_checkpoints").await.parse().unwrap();
        assert!(before < closed && closed <= covered, "{before} {closed} {covered}");
        let root = "select detail->>'root' from audit_entries where action = 'request.closed'";
        let kept = "select encode(root, 'hex') from closings";
        assert_eq!(app.look_up(root).await, app.look_up(kept).await);
    }
}

#[actix_web::test]
async fn many_workers_at_once_sign_one() {
    let app = TestApp::committing(monday()).await;
    happen(&app, 700).await;
    let (db, notary) = (app.db(), notary(None));
    let signed = join_all((0..8).map(|_| work::sign_checkpoint(&db, &notary))).await;
    assert_eq!(signed.into_iter().filter(|it| it.as_ref().unwrap().is_some()).count(), 1);
    assert_eq!(sizes(&app).await, "700");
    assert_eq!(app.look_up("select count(*) from audit_subtrees").await, "2");
    assert_eq!(app.db().read(async |conn| verify(conn).await).await.unwrap(), Verdict::Whole(700));
}

#[actix_web::test]
async fn anyone_reads_them_as_they_were_signed_and_checks_them_with_the_key_that_is_shown() {
    let app = TestApp::at(monday()).await;
    let empty = app.get(NOBODY, "/transparency/checkpoints").await;
    assert!(empty.html.contains("No checkpoints yet"), "{}", empty.html);
    assert_eq!(app.get(NOBODY, "/transparency/checkpoints/newest").await.status, 404);
    assert!(app.get(NOBODY, "/transparency").await.html.contains("There are none yet"));
    for _ in 0..25 {
        happen(&app, 2).await;
        sign(&app).await;
    }
    let keys = app.get(NOBODY, "/transparency/keys").await.html;
    assert!(keys.starts_with(&format!("{ORIGIN}+")), "{keys}");
    let trusted: Vec<Trusted> = keys.lines().map(|it| Trusted::read(it).unwrap()).collect();

    let note = app.get(NOBODY, "/transparency/checkpoints/50").await;
    assert_eq!(note.header("content-type"), "text/plain; charset=utf-8");
    let head = open(&note.html, &trusted).unwrap();
    assert_eq!((head.size, head.origin.as_str()), (50, ORIGIN));
    let kept = app.look_up("select note from audit_checkpoints where size = 50").await;
    assert_eq!(note.html, kept);
    assert_eq!(app.get(NOBODY, "/transparency/checkpoints/newest").await.html, kept);
    for nothing in ["49", "0", "-2", "x", "99999999999999999999"] {
        let page = app.get(NOBODY, &format!("/transparency/checkpoints/{nothing}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{nothing}");
    }

    let all = app.get(NOBODY, "/transparency/checkpoints.txt").await.html;
    let all = split(&all).unwrap();
    assert_eq!(all.len(), 25);
    assert!(all.iter().all(|it| open(it, &trusted).is_ok()));
    let newer = app.get(NOBODY, "/transparency/checkpoints.txt?after=40").await.html;
    assert_eq!(split(&newer).unwrap(), all[20..]);

    let page = app.get(NOBODY, "/transparency/checkpoints").await.html;
    assert!(page.contains("/transparency/checkpoints/50") && page.contains("checkpoints/12\""));
    assert!(!page.contains("checkpoints/10\""), "{page}");
    let older = app.get(NOBODY, "/transparency/checkpoints?before=12").await.html;
    assert!(older.contains("checkpoints/10\"") && !older.contains("Older checkpoints"), "{older}");
    let none = app.get(NOBODY, "/transparency/checkpoints?before=1").await.html;
    assert!(none.contains("No older checkpoints"), "{none}");
    let page = app.get(NOBODY, "/transparency").await.html;
    assert!(page.contains("/transparency/checkpoints/50") && page.contains(">50 entries<"));
    assert!(page.replace("&#43;", "+").replace("&#61;", "=").contains(keys.trim()), "{page}");
}

#[actix_web::test]
async fn the_serving_role_can_only_add_to_them_and_the_owner_is_told_so_too() {
    let app = TestApp::committing(monday()).await;
    happen(&app, 300).await;
    sign(&app).await;
    let mut serving = AsyncPgConnection::establish(&app.serving_url()).await.unwrap();
    for table in ["audit_checkpoints", "audit_subtrees"] {
        for sql in [format!("delete from {table}"), format!("truncate {table}")] {
            let said = serving.batch_execute(&sql).await.unwrap_err().to_string();
            assert!(said.contains("permission denied"), "{sql}: {said}");
            let said = app.arrange(async |conn| conn.batch_execute(&sql).await).await.unwrap_err();
            assert!(said.to_string().contains("append-only"), "{sql}: {said}");
        }
    }
    let sql = "update audit_checkpoints set note = ''";
    assert!(serving.batch_execute(sql).await.unwrap_err().to_string().contains("denied"));
}

/// What someone with the owner's powers does behind every rule's back.
async fn meddle(app: &TestApp, sql: &str) {
    let tables = ["audit_entries", "audit_checkpoints", "audit_subtrees"];
    let switch =
        |how: &str| tables.map(|it| format!("alter table {it} {how} trigger user;")).concat();
    let sql = format!("{} {sql}; {}", switch("disable"), switch("enable"));
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
}

/// Works every hash out again from an entry on, as the database itself does,
/// and moves the head: to the chain alone all is well.
const AGAIN: &str = "do $$ declare it audit_entries; before bytea := sha256('muster audit v1'); begin \
    for it in select * from audit_entries order by seq loop \
    it.prev_hash := before; before := audit_hash(it); \
    update audit_entries set prev_hash = it.prev_hash, hash = before where seq = it.seq; \
    end loop; \
    update audit_head set seq = (select coalesce(max(seq), 0) from audit_entries), hash = before; end $$";

/// What `muster audit verify --checkpoints` says of a database.
async fn verified(app: &TestApp, file: &Path, key: &str) -> (bool, String) {
    let ran = Command::new(env!("CARGO_BIN_EXE_muster"))
        .args(["audit", "verify", "--checkpoints", file.to_str().unwrap(), "--key", key])
        .env("DATABASE_URL", app.serving_url())
        .env("VAR_DIR", scratch("var"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    (ran.status.success(), said + &String::from_utf8_lossy(&ran.stderr))
}

/// 600 entries, signed for at 250, 300 and 600; the checkpoints are in a file.
async fn signed_for() -> (TestApp, PathBuf) {
    let (app, file) = (TestApp::committing(monday()).await, scratch("checkpoints.txt"));
    for more in [250, 50, 300] {
        happen(&app, more).await;
        sign(&app).await;
    }
    assert_eq!(work::file_checkpoints(&app.db(), &notary(Some(file.clone()))).await.unwrap(), 3);
    (app, file)
}

#[actix_web::test]
async fn a_trail_that_was_cut_or_written_anew_is_found_by_the_file_of_checkpoints() {
    let key = keys().0.public_key();
    let forget = "delete from audit_checkpoints; delete from audit_subtrees;";
    let edit = |seq: i64| format!("update audit_entries set detail = '{{}}' where seq = {seq};");
    for (what, tampering, found) in [
        (
            "a cut tail",
            format!("{forget} delete from audit_entries where seq > 590;"),
            "of 600 entries: entries are missing from the end",
        ),
        (
            "an edit of the first entry",
            format!("{forget} {}", edit(1)),
            "of 250 entries: the trail was written anew",
        ),
        (
            "an edit after two checkpoints",
            format!("{forget} {}", edit(301)),
            "of 600 entries: the trail was written anew",
        ),
        (
            "entries that changed places",
            format!(
                "{forget} update audit_entries set seq = -seq where seq in (7, 8); update audit_entries set seq = 15 + seq where seq < 0;"
            ),
            "of 250 entries: the trail was written anew",
        ),
        (
            "an entry taken out, and all others moved up",
            format!(
                "{forget} delete from audit_entries where seq = 280; update audit_entries set seq = -seq where seq > 280; update audit_entries set seq = -seq - 1 where seq < 0;"
            ),
            "of 300 entries: the trail was written anew",
        ),
        (
            "everything",
            format!("{forget} delete from audit_entries;"),
            "of 250 entries: entries are missing from the end",
        ),
    ] {
        let (app, file) = signed_for().await;
        let (whole, said) = verified(&app, &file, &key).await;
        assert!(whole && said.contains("It comes to 3 checkpoints in the database."), "{said}");
        assert!(said.contains(&format!("3 checkpoints in {}.", file.display())), "{said}");
        meddle(&app, &format!("{tampering} {AGAIN}")).await;
        let alone = app.db().read(async |conn| verify(conn).await).await.unwrap();
        assert!(matches!(alone, Verdict::Whole(_)), "{what}: the chain alone finds it: {alone:?}");
        let (whole, said) = verified(&app, &file, &key).await;
        assert!(
            !whole && said.contains(&format!("The audit trail contradicts the checkpoint {found}")),
            "{what}: {said}"
        );
        std::fs::remove_file(file).unwrap();
    }
}

#[actix_web::test]
async fn what_the_database_keeps_itself_finds_a_careless_hand_and_nothing_more_is_signed() {
    let forged = |sql: &str| format!("{sql}; {AGAIN}");
    for (tampering, found, refused) in [
        (
            forged("delete from audit_entries where seq > 590"),
            "entries are missing",
            "has 590: nothing more is signed",
        ),
        (
            forged("update audit_entries set detail = '{}' where seq = 599"),
            "written anew",
            "does not come to the checkpoint",
        ),
        (
            "update audit_subtrees set hash = sha256('x') where place = 1".to_owned(),
            "tree that the database keeps is not",
            "does not come to",
        ),
        (
            "insert into audit_subtrees values (8, 2, sha256('x'))".to_owned(),
            "is larger than the trail",
            "duplicate key",
        ),
        (
            "update audit_checkpoints set root = sha256('x') where size = 300".to_owned(),
            "no checkpoint of that size and root",
            "",
        ),
    ] {
        let (app, file) = signed_for().await;
        meddle(&app, &tampering).await;
        match app.db().read(async |conn| verify(conn).await).await.unwrap() {
            Verdict::Contradicted(_, fault) | Verdict::Broken(_, fault) => {
                assert!(fault.contains(found), "{tampering}: {fault}")
            }
            other => panic!("{tampering}: {other:?}"),
        }
        if !refused.is_empty() {
            let more = if refused.contains("590") { 0 } else { 300 };
            happen(&app, more).await;
            let error = work::sign_checkpoint(&app.db(), &notary(None)).await.unwrap_err();
            let Error::Unexpected(cause) = error else { panic!("{error:?}") };
            assert!(format!("{cause:#}").contains(refused), "{tampering}: {cause:#}");
            assert_eq!(sizes(&app).await, "250 300 600");
        }
        std::fs::remove_file(file).unwrap();
    }
}

#[actix_web::test]
async fn a_checkpoint_that_we_did_not_sign_is_not_believed() {
    let (app, file) = signed_for().await;
    let (others, _) = Keys::fresh().unwrap();
    let (whole, said) = verified(&app, &file, &others.public_key()).await;
    assert!(!whole && said.contains("Do not believe checkpoint 1"), "{said}");
    assert!(said.contains("not signed with the key"), "{said}");
    let text = std::fs::read_to_string(&file).unwrap();
    let key = keys().0.public_key();
    std::fs::write(&file, text.replace("\n300\n", "\n301\n")).unwrap();
    let (whole, said) = verified(&app, &file, &key).await;
    assert!(!whole && said.contains("Do not believe checkpoint 2"), "{said}");
    for (changed, why) in [
        (String::new(), "holds no checkpoint"),
        (format!("{text}\nmore"), "is no file of checkpoints: see line"),
    ] {
        std::fs::write(&file, changed).unwrap();
        let (whole, said) = verified(&app, &file, &key).await;
        assert!(!whole && said.contains(why), "{said}");
    }
    let (whole, said) = verified(&app, &file, "no key").await;
    assert!(!whole && said.contains("is not a public key"), "{said}");
    std::fs::remove_file(file).unwrap();

    // Nor one that somebody put into the database.
    let forger = Notary::new(&others, &"http://muster.test".parse().unwrap(), None);
    happen(&app, 1).await;
    work::sign_checkpoint(&app.db(), &forger).await.unwrap();
    let trusted = verifiers(&keys().0, ORIGIN);
    let (whole, said) = auditing::verify(&app.db(), None, &trusted).await.unwrap();
    assert!(
        !whole && said.contains("the checkpoint of 601 entries that the database keeps"),
        "{said}"
    );
}

#[actix_web::test]
async fn every_server_has_all_of_them_in_its_file_and_notices_a_database_that_was_put_back() {
    let (app, one) = signed_for().await;
    let other = scratch("other.txt");
    let (here, there) = (notary(Some(one.clone())), notary(Some(other.clone())));
    assert_eq!(work::file_checkpoints(&app.db(), &here).await.unwrap(), 0);
    assert_eq!(work::file_checkpoints(&app.db(), &there).await.unwrap(), 3);
    assert_eq!(std::fs::read(&one).unwrap(), std::fs::read(&other).unwrap());
    happen(&app, 1).await;
    sign(&app).await;
    let (db, notaries) = (app.db(), [here.clone(), here.clone(), there]);
    let filed = join_all(notaries.iter().map(|it| work::file_checkpoints(&db, it))).await;
    assert_eq!(filed.into_iter().map(Result::unwrap).sum::<usize>(), 2, "once in each");
    assert_eq!(std::fs::read(&one).unwrap(), std::fs::read(&other).unwrap());

    meddle(&app, "delete from audit_checkpoints where size = 601").await;
    let error = work::file_checkpoints(&app.db(), &here).await.unwrap_err();
    let Error::Unexpected(cause) = error else { panic!("{error:?}") };
    assert!(cause.to_string().contains("has one of them been put back?"), "{cause}");
    for file in [one, other] {
        std::fs::remove_file(file).unwrap();
    }
}

#[actix_web::test]
async fn auditors_are_sent_the_newest_one_every_morning_once() {
    let app = TestApp::at(monday()).await;
    let count = "select count(*) from outbox where cause like 'audit.checkpoint:%'";
    let keep = async |app: &TestApp| {
        work::keep_checkpoints(&app.db(), &notary(None)).await.unwrap();
        app.look_up(count).await
    };
    assert_eq!(keep(&app).await, "0", "there is none");
    happen(&app, 4).await;
    let early = app.when(monday() - TimeDelta::hours(2));
    assert_eq!(keep(&early).await, "0", "it is 7am");
    assert_eq!(keep(&app).await, "1");
    assert_eq!(keep(&app.later(TimeDelta::hours(3))).await, "1", "once a day");
    let mail =
        app.look_up("select body from outbox where cause = 'audit.checkpoint:2026-01-05'").await;
    let note = app.look_up("select note from audit_checkpoints").await;
    assert!(mail.contains(note.trim_end()), "{mail}");
    let to = "select recipient from outbox where cause = 'audit.checkpoint:2026-01-05'";
    assert_eq!(app.look_up(to).await, AUDITOR);
    assert_eq!(keep(&app.later(days(1))).await, "2", "also when nothing is new");
}

#[actix_web::test]
async fn the_commands_sign_show_and_verify_and_a_renewed_key_leaves_old_ones_believed() {
    let app = TestApp::committing(monday()).await;
    happen(&app, 3).await;
    let house = House::of(&app);
    let run = |words: &[&str]| {
        let ran = house.command(words).env("RUST_LOG", "error").output().unwrap();
        let said = String::from_utf8(ran.stdout).unwrap();
        (ran.status.success(), said, String::from_utf8(ran.stderr).unwrap())
    };
    let (right, first, _) = run(&["audit", "checkpoint"]);
    assert!(right, "{first}");
    assert_eq!(first, app.look_up("select note from audit_checkpoints").await);
    let (right, again, said) = run(&["audit", "checkpoint"]);
    assert!(right && again == first && said.contains("Nothing is new"), "{said}");
    let file = house.var.join("checkpoints.txt");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), format!("{first}\n"));

    let (right, said, _) = run(&["keys", "rotate", "signing"]);
    assert!(right && said.contains("signed with a new key"), "{said}");
    happen(&app, 2).await;
    let (right, second, _) = run(&["audit", "checkpoint"]);
    assert!(right && second.contains("\n5\n"), "{second}");
    let (right, said, faults) = run(&["audit", "verify", "--checkpoints", file.to_str().unwrap()]);
    assert!(right && said.contains("2 checkpoints in the database"), "{said} {faults}");
    // Another key of this house, and the old one is forgotten.
    std::fs::write(&house.keys.signing, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n").unwrap();
    renew_signing(&house.keys.signing).unwrap();
    let (right, said, _) = run(&["audit", "verify"]);
    assert!(!right && said.contains("Do not believe the checkpoint of 3 entries"), "{said}");
    for (words, why) in [
        (&["audit", "verify", "--checkpoints"][..], "needs something after it"),
        (&["audit", "verify", "--file", "x"], "means nothing here"),
        (&["audit", "verify", "--checkpoints", "/nowhere"], "could not be read"),
    ] {
        let (right, _, said) = run(words);
        assert!(!right && said.contains(why), "{said}");
    }
}

#[actix_web::test]
async fn without_a_key_the_chain_and_the_tree_are_proved_and_the_rest_is_said() {
    let app = TestApp::committing(monday()).await;
    happen(&app, 3).await;
    sign(&app).await;
    let ran = Command::new(env!("CARGO_BIN_EXE_muster"))
        .args(["audit", "verify"])
        .env("DATABASE_URL", app.serving_url())
        .env("VAR_DIR", scratch("var"))
        .output()
        .unwrap();
    let said = String::from_utf8(ran.stdout).unwrap();
    assert!(ran.status.success(), "{said}");
    assert!(said.contains("It comes to 1 checkpoint in the database."), "{said}");
    assert!(said.contains("Nobody looked at their signatures"), "{said}");
    let newest = app.db().read(async |conn| checkpoints::newest(conn).await).await.unwrap();
    assert_eq!(newest.unwrap().head().unwrap().size, 3);
}
