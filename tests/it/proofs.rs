//! Proofs from the audit trail: for anyone, for bidders with their receipts,
//! and on the auditors' desk; and an independent program that agrees.

use std::path::Path;
use std::process::Command;

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use muster::auditing;
use muster::bids::receipts::model::believe;
use muster::seal::merkle::{Hash, extends, includes, leaf, root};
use muster::trail::export::model::Shape;
use muster::types::text::unhex;
use muster::work;
use serde_json::Value;

use crate::checkpoints::{happen, notary, scratch, sign};
use crate::files;
use crate::support::app::{Page, TestApp, days, keys, monday};
use crate::support::bids::{start, submit, write};
use crate::support::cast::{
    AUDITOR, HARROW, KESTREL, MARKET, NOBODY, REQUESTER, VETTING1, open_request,
};

/// The hashes of all entries, in their order.
async fn hashes(app: &TestApp) -> Vec<Vec<u8>> {
    let all = "select string_agg(encode(hash, 'hex'), ' ' order by seq) from audit_entries";
    app.look_up(all).await.split(' ').map(|it| unhex(it).unwrap()).collect()
}

fn read(page: &Page) -> Value {
    assert_eq!(page.header("content-type"), "application/json", "{}", page.html);
    serde_json::from_str(&page.html).unwrap()
}

fn decoded(coded: &Value) -> Hash {
    use base64::Engine;
    let engine = base64::engine::general_purpose::STANDARD;
    engine.decode(coded.as_str().unwrap()).unwrap().try_into().unwrap()
}

fn proof(it: &Value) -> Vec<Hash> {
    it["proof"].as_array().unwrap().iter().map(decoded).collect()
}

async fn page(app: &TestApp, path: &str) -> Page {
    let request = TestRequest::get().uri(path).insert_header(("accept", "text/html,*/*;q=0.8"));
    app.send(NOBODY, request).await
}

#[actix_web::test]
async fn every_proof_is_what_the_plain_definition_comes_to() {
    let app = TestApp::at(monday()).await;
    // Around where tiles end, and where nothing is a round number.
    let sizes: [u64; 8] = [1, 2, 255, 256, 257, 512, 700, 1100];
    let mut there = 0;
    for size in sizes {
        happen(&app, u32::try_from(size - there).unwrap()).await;
        there = size;
        sign(&app).await;
    }
    let all = hashes(&app).await;
    let plain =
        |size: u64| -> Hash { root(&all[..usize::try_from(size).unwrap()]).try_into().unwrap() };
    let newest = app.get(NOBODY, "/transparency/checkpoints/newest").await.html;
    for size in [1, 2, 3, 200, 255, 256, 257, 300, 511, 512, 513, 768, 1000, 1100_u64] {
        for seq in [1, 2, 3, 128, 255, 256, 257, 512, 513, 769, 1000, 1100_u64] {
            if seq > size {
                continue;
            }
            let asked = format!("/transparency/inclusion?seq={seq}&size={size}");
            let found = read(&app.get(NOBODY, &asked).await);
            let hash = &all[usize::try_from(seq - 1).unwrap()];
            assert_eq!(unhex(found["entry_hash"].as_str().unwrap()).unwrap(), *hash, "{asked}");
            let is = plain(size);
            assert_eq!(decoded(&found["root"]), is, "{asked}");
            assert!(includes(leaf(hash), seq - 1, (size, &is), &proof(&found)), "{asked}");
            assert_eq!(found["checkpoint"].is_string(), sizes.contains(&size), "{asked}");
        }
        for from in [1, 2, 100, 255, 256, 257, 500, 512, 700, 1100_u64] {
            if from > size {
                continue;
            }
            let asked = format!("/transparency/consistency?from={from}&to={size}");
            let found = read(&app.get(NOBODY, &asked).await);
            let (was, is) = (plain(from), plain(size));
            assert_eq!((decoded(&found["from_root"]), decoded(&found["to_root"])), (was, is));
            assert!(extends((from, &was), (size, &is), &proof(&found)), "{asked}");
        }
    }
    let found = read(&app.get(NOBODY, "/transparency/inclusion?seq=7").await);
    assert_eq!((&found["size"], &found["checkpoint"]), (&1100.into(), &newest.into()));
}

#[actix_web::test]
async fn what_no_checkpoint_covers_cannot_be_proved_yet_and_says_so_to_people_and_programs() {
    let app = TestApp::at(monday()).await;
    let asked = "/transparency/inclusion?seq=1";
    let none = app.get(NOBODY, asked).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert!(read(&none)["error"].as_str().unwrap().contains("Nothing can be proved yet"));
    happen(&app, 3).await;
    sign(&app).await;
    happen(&app, 1).await;
    for (asked, status, said) in [
        ("inclusion?seq=4", 404, "the newest covers 3"),
        ("inclusion?seq=1&size=4", 404, "the newest covers 3"),
        ("inclusion?seq=3&size=2", 422, "Entry 3 is not among the first 2"),
        ("inclusion?size=2", 422, "Give the number of an entry"),
        ("inclusion?seq=0", 422, "Give the number of an entry"),
        ("inclusion?seq=1&size=x", 422, "Give a size as a whole number"),
        ("consistency?from=3&to=2", 422, "cannot go on from"),
        ("consistency?from=1&to=9", 404, "the newest covers 3"),
        ("consistency?to=2", 422, "Give the size of an older tree"),
    ] {
        let asked = format!("/transparency/{asked}");
        let answer = app.get(NOBODY, &asked).await;
        assert_eq!(answer.status.as_u16(), status, "{asked}");
        assert!(
            read(&answer)["error"].as_str().unwrap().contains(said),
            "{asked}: {}",
            answer.html
        );
        assert!(answer.headers.get_all("vary").any(|it| it == "accept"), "{asked}");
        let shown = page(&app, &asked).await;
        assert_eq!(shown.status.as_u16(), status, "{asked}");
        assert!(shown.html.contains("There is a problem") && shown.html.contains(said), "{asked}");
    }
    for asked in ["/transparency/inclusion", "/transparency/consistency"] {
        for shown in [page(&app, asked).await, app.get(NOBODY, asked).await] {
            assert_eq!(shown.status, StatusCode::OK, "{asked}");
            assert!(shown.html.contains("<form") && !shown.html.contains("There is a problem"));
        }
    }
    let shown = page(&app, "/transparency/inclusion?seq=2").await;
    assert_eq!(shown.status, StatusCode::OK);
    let hash = app.look_up("select encode(hash, 'hex') from audit_entries where seq = 2").await;
    assert!(shown.html.contains(&hash) && shown.html.contains("Entry 2 among the first 3"));
    assert!(!shown.html.contains("test.noted") && !shown.html.contains("call 2"), "its hash alone");
    let shown = page(&app, "/transparency/consistency?from=1&to=3").await;
    assert!(shown.html.contains("From 1 entry to 3"), "{}", shown.html);
    assert!(shown.html.contains("No checkpoint was signed for at least one"), "{}", shown.html);
}

/// Kestrel's submitted bid.
async fn submitted(app: &TestApp) -> String {
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let bid = start(app, KESTREL, &request).await;
    write(app, KESTREL, &request, &bid, "Plainly.", "5").await;
    let page = submit(app, KESTREL, &bid).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    bid
}

/// What a program says of a file, and whether it believes it.
fn said_of(mut command: Command, text: &str) -> (bool, String) {
    let file = scratch("to-check");
    std::fs::write(&file, text).unwrap();
    let ran = command.arg(&file).output().unwrap();
    std::fs::remove_file(file).unwrap();
    let said = String::from_utf8_lossy(&ran.stdout) + String::from_utf8_lossy(&ran.stderr);
    (ran.status.success(), said.into_owned())
}

/// What `docs/verify.py` says.
fn independent(key: &str, text: &str) -> (bool, String) {
    let has = |it: &&str| {
        let ran = Command::new(it).args(["-c", "import cryptography"]).output();
        ran.is_ok_and(|it| it.status.success())
    };
    let python = ["python3", "/usr/bin/python3"].into_iter().find(has);
    let python = python.unwrap_or_else(|| {
        panic!("there is no Python with its package cryptography, which `make test` installs")
    });
    let mut command = Command::new(python);
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/verify.py")).arg(key);
    said_of(command, text)
}

/// What `muster receipt verify` says, knowing nothing but a key.
fn own(key: &str, text: &str) -> (bool, String) {
    let file = scratch("receipt.txt");
    std::fs::write(&file, text).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_muster"))
        .args(["receipt", "verify", file.to_str().unwrap(), "--key", key])
        .env_clear()
        .output()
        .unwrap();
    std::fs::remove_file(file).unwrap();
    (ran.status.success(), String::from_utf8_lossy(&ran.stdout).into_owned())
}

#[actix_web::test]
async fn a_receipt_carries_its_proof_once_a_checkpoint_covers_it() {
    let app = TestApp::at(monday()).await;
    happen(&app, 20).await;
    let bid = submitted(&app).await;
    let (shown, file) = (format!("/bids/{bid}/receipt"), format!("/bids/{bid}/receipt.txt"));
    let before = app.get(KESTREL, &shown).await.html;
    assert!(before.contains("Not proved yet") && before.contains("Come back"), "{before}");
    let bare = app.get(KESTREL, &file).await.html;
    assert!(!bare.contains("Muster audit entry"), "{bare}");
    let key = keys().0.public_key();
    let (right, said) = own(&key, &bare);
    assert!(right && said.contains("It carries no proof"), "{said}");

    let later = app.later(TimeDelta::minutes(5));
    happen(&later, 5).await;
    assert!(work::keep_checkpoints(&later.db(), &notary(None)).await.unwrap());
    let seq = "select seq from audit_entries where action = 'bid.submitted'";
    let seq: i64 = app.look_up(seq).await.parse().unwrap();
    let after = later.get(KESTREL, &shown).await.html;
    assert!(after.contains(&format!("Entry {seq} of the audit trail")), "{after}");
    assert!(after.contains("c2sp.org/tlog-proof@v1") && !after.contains("Not proved yet"));
    let text = later.get(KESTREL, &file).await.html;
    assert!(text.starts_with(&bare) && text.contains(&format!("\nindex {}\n", seq - 1)), "{text}");
    assert_eq!(later.get(HARROW, &file).await.status, StatusCode::NOT_FOUND);

    // The same by mail, once, to its bidders alone; and not on the operator's list while it is sealed.
    let mail = "select string_agg(recipient || ' ' || body, '|') from outbox where cause like 'bid.proved:%'";
    let sent = app.look_up(mail).await;
    assert!(sent.starts_with(KESTREL) && !sent.contains('|'), "{sent}");
    assert!(believe(&sent, &keys().0.trusted()).unwrap().proved.is_some(), "{sent}");
    assert_eq!(work::prove_receipts(&later.db()).await.unwrap(), 0, "once");
    let listed = later.get(MARKET, "/operator/mail").await.html;
    assert!(!listed.contains("carries its proof"), "{listed}");

    // Another checkpoint changes nothing about it.
    happen(&later, 300).await;
    sign(&later).await;
    assert_eq!(later.get(KESTREL, &file).await.html, text);

    let mailed = format!("> Hello\n\n{}", text.replace('\n', "\r\n\r\n  "));
    for text in [&text, &mailed] {
        let (right, said) = own(&key, text);
        assert!(right && said.contains(&format!("its entry {seq} is among")), "{said}");
        let (right, said) = independent(&key, text);
        assert!(right && said.contains(&format!("entry {seq} is in the audit trail")), "{said}");
    }
    let hash = app
        .look_up(&format!("select encode(prev_hash, 'hex') from audit_entries where seq = {seq}"))
        .await;
    for (from, to) in [
        ("Kestrel", "Kestrol"),
        ("Action: bid.submitted", "Action: bid.replaced"),
        ("\nOrganisation: ", "\nOrganisation: none\nWas: "),
        (&format!("index {}", seq - 1), "index 3"),
        (&hash, &"00".repeat(32)),
        ("\nmuster.test/transparency\n", "\nother.test/transparency\n"),
        ("\n— muster.test/transparency ", "\n— muster.test/transparency A"),
    ] {
        assert!(text.contains(from), "{from}");
        let changed = text.replace(from, to);
        for (right, said) in [own(&key, &changed), independent(&key, &changed)] {
            assert!(!right && said.contains("Do not believe this"), "{from}: {said}");
        }
    }
}

#[actix_web::test]
async fn the_proof_of_another_bid_does_not_serve() {
    let app = TestApp::at(monday()).await;
    let bid = submitted(&app).await;
    let later = app.later(TimeDelta::minutes(1));
    assert_eq!(later.post(KESTREL, &format!("/bids/{bid}/replacement"), &[]).await.status, 303);
    let request = app.look_up("select reference from requests").await;
    write(&later, KESTREL, &request, &bid, "Again.", "6").await;
    let first = app.get(KESTREL, &format!("/bids/{bid}/receipt.txt")).await.html;
    assert_eq!(submit(&later, KESTREL, &bid).await.status, StatusCode::SEE_OTHER);
    let end = app.later(TimeDelta::minutes(6));
    work::keep_checkpoints(&end.db(), &notary(None)).await.unwrap();
    let second = end.get(KESTREL, &format!("/bids/{bid}/receipt.txt")).await.html;
    let mixed = format!("{first}\n{}", &second[second.find("Muster audit entry").unwrap()..]);
    let key = keys().0.public_key();
    for (right, said) in [own(&key, &mixed), independent(&key, &mixed)] {
        assert!(!right && said.contains("of something else"), "{said}");
    }
    assert!(own(&key, &second).0 && independent(&key, &second).0);
    let sent = "select count(*) from outbox where cause like 'bid.proved:%'";
    assert_eq!(app.look_up(sent).await, "1", "of the submission that counts");
}

#[actix_web::test]
async fn the_independent_program_checks_what_anyone_can_have() {
    let app = TestApp::at(monday()).await;
    for more in [5, 300, 295] {
        happen(&app, more).await;
        sign(&app).await;
    }
    let key = keys().0.public_key();
    for (path, said) in [
        ("checkpoints/600", "Signed: 600 entries"),
        ("checkpoints.txt", "Signed: 5, 305, 600 entries"),
        ("inclusion?seq=1&size=5", "Entry 1 is in the audit trail of 5 entries"),
        ("inclusion?seq=257", "Entry 257 is in the audit trail of 600 entries"),
        ("consistency?from=5&to=600", "The audit trail of 600 entries goes on from that of 5"),
        ("consistency?from=305", "The audit trail of 600 entries goes on from that of 305"),
        ("consistency?from=600", "The audit trail of 600 entries goes on from that of 600"),
    ] {
        let text = app.get(NOBODY, &format!("/transparency/{path}")).await.html;
        let (right, answer) = independent(&key, &text);
        assert!(right && answer.contains(said), "{path}: {answer}");
        let (right, answer) =
            independent(&muster::seal::keys::Keys::fresh().unwrap().0.public_key(), &text);
        assert!(!right && answer.contains("Do not believe this"), "{path}: {answer}");
    }
    let text = app.get(NOBODY, "/transparency/inclusion?seq=257").await.html;
    let other = app.look_up("select encode(hash, 'hex') from audit_entries where seq = 258").await;
    let hash = app.look_up("select encode(hash, 'hex') from audit_entries where seq = 257").await;
    let (right, said) = independent(&key, &text.replace(&hash, &other));
    assert!(!right && said.contains("not in the tree"), "{said}");
    let text = app.get(NOBODY, "/transparency/consistency?from=305").await.html;
    let mut forged: Value = serde_json::from_str(&text).unwrap();
    forged["proof"][0] = forged["proof"][1].clone();
    let (right, said) = independent(&key, &forged.to_string());
    assert!(!right && said.contains("written anew"), "{said}");
    let program = app.get(NOBODY, "/transparency/verify.py").await;
    let written = program.html.lines().filter(|it| !it.trim().is_empty()).count();
    assert!(written <= 65, "{written} lines: it is to be read before it is believed");
    assert!(
        program.html.contains("RFC 6962")
            && program.header("content-disposition").contains("verify.py")
    );
}

#[actix_web::test]
async fn an_entry_has_a_page_with_its_proof_and_says_nothing_of_a_sealed_bid() {
    let app = TestApp::at(monday()).await;
    happen(&app, 3).await;
    let bid = submitted(&app).await;
    let uncovered = app.get(MARKET, "/audit/2").await;
    assert_eq!(uncovered.status, StatusCode::OK);
    assert!(uncovered.html.contains("No checkpoint covers this entry yet"), "{}", uncovered.html);
    let size = sign(&app).await;
    let shown = app.get(AUDITOR, "/audit/2").await.html;
    for part in
        ["Test noted", "call 2", "c2sp.org/tlog-proof@v1", &format!("checkpoint of {size} entries")]
    {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let sealed = app.look_up("select seq from audit_entries where action = 'bid.submitted'").await;
    let shown = app.get(AUDITOR, &format!("/audit/{sealed}")).await.html;
    assert!(shown.contains("Something about a sealed bid") && shown.contains("see the proof"));
    let digest = app.look_up("select content_hash from bids").await;
    let id = app.look_up("select id from bids").await;
    for hidden in
        ["tlog-proof", "Kestrel", "bid.submitted", &bid, &id, digest.trim_start_matches("\\x")]
    {
        assert!(!shown.contains(hidden), "{hidden}: {shown}");
    }
    for (who, path, status) in [
        (AUDITOR, "/audit/999999", 404),
        (AUDITOR, "/audit/x", 404),
        (AUDITOR, "/audit/0", 404),
        (REQUESTER, "/audit/2", 404),
        (NOBODY, "/audit/2", 401),
    ] {
        assert_eq!(app.get(who, path).await.status.as_u16(), status, "{who} {path}");
    }
}

#[actix_web::test]
async fn an_auditor_takes_entries_away_with_their_proofs_and_that_is_one_entry() {
    let app = TestApp::at(monday()).await;
    happen(&app, 3).await;
    let bid = submitted(&app).await;
    let size = u64::try_from(sign(&app).await).unwrap();
    happen(&app, 1).await;
    let entries = app.trail().await.len();
    let all = hashes(&app).await;
    let file = app.get(AUDITOR, "/audit.jsonl").await;
    assert_eq!(file.header("content-type"), "application/jsonl; charset=utf-8");
    assert!(file.header("content-disposition").contains("Audit trail 2026-01-05.jsonl"));
    let lines: Vec<Value> = file.html.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(lines.len(), entries + 1);
    assert_eq!(lines[0]["size"], size);
    let is: Hash = root(&all[..usize::try_from(size).unwrap()]).try_into().unwrap();
    for line in &lines[1..] {
        let seq = line["seq"].as_u64().unwrap();
        let hash = unhex(line["hash"].as_str().unwrap()).unwrap();
        assert_eq!(hash, all[usize::try_from(seq - 1).unwrap()]);
        if seq > size {
            assert!(line["proof"].is_null(), "{line}");
        } else {
            assert!(includes(leaf(&hash), seq - 1, (size, &is), &proof(line)), "{line}");
        }
        assert_eq!(line["sealed"], line["action"].is_null(), "{line}");
    }
    let digest = app.look_up("select encode(content_hash, 'hex') from bids").await;
    for hidden in ["bid.submitted", &bid, &digest] {
        assert!(!file.html.contains(hidden), "{hidden}");
    }
    assert_eq!(app.trail().await.len(), entries + 1);
    assert_eq!(app.trail().await.last().unwrap(), "trail.exported");

    let found = app.get(AUDITOR, "/audit.csv?action=test.noted").await;
    assert_eq!(found.html.lines().count(), 5, "{}", found.html);
    let detail = "select detail from audit_entries order by seq desc limit 1";
    let detail = app.look_up(detail).await;
    assert!(detail.contains("\"entries\": 4") && detail.contains("test.noted"), "{detail}");
    let page = app.get(AUDITOR, "/audit?action=test.noted").await.html;
    assert!(page.contains("href=\"/audit.csv?action=test.noted\""), "{page}");
    let none = app.get(AUDITOR, "/audit.csv?action=bid.submitted").await.html;
    assert_eq!(none.lines().count(), 1, "what is sealed is not found: {none}");

    let before = app.trail().await.len();
    for (who, status) in [(MARKET, 403), (REQUESTER, 404), (NOBODY, 401)] {
        for path in ["/audit.csv", "/audit.jsonl"] {
            assert_eq!(app.get(who, path).await.status.as_u16(), status, "{who} {path}");
        }
    }
    assert!(!app.get(MARKET, "/audit").await.html.contains("/audit.csv"));
    assert_eq!(app.trail().await.len(), before);
}

#[actix_web::test]
async fn a_file_that_an_auditor_takes_is_one_entry_and_nobody_elses_is() {
    let app = TestApp::at(monday()).await;
    files::add(&app, ("certificate.pdf", files::PDF)).await;
    let file = format!("/files/{}", app.look_up("select id from files").await);
    let before = app.trail().await.len();
    for who in [KESTREL, VETTING1, HARROW, MARKET, NOBODY] {
        app.get(who, &file).await;
    }
    assert_eq!(app.trail().await.len(), before);
    assert_eq!(app.get(AUDITOR, &file).await.status, StatusCode::OK);
    assert_eq!(app.trail().await[before..], ["file.read"]);
}

#[actix_web::test]
async fn the_command_exports_the_whole_trail_and_that_is_an_entry_too() {
    let app = TestApp::committing(monday()).await;
    happen(&app, 2100).await;
    sign(&app).await;
    for (shape, lines) in [(Shape::Lines, 2101), (Shape::Csv, 2102)] {
        let mut file = Vec::new();
        auditing::export(&app.db(), shape, &mut file).await.unwrap();
        let text = String::from_utf8(file).unwrap();
        assert_eq!(text.lines().count(), lines, "a line before, and one more entry by then");
        if shape == Shape::Lines {
            let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
            let all = hashes(&app).await;
            let is: Hash = root(&all[..2100]).try_into().unwrap();
            assert!(includes(leaf(&all[2099]), 2099, (2100, &is), &proof(&last)), "{last}");
        }
    }
    assert_eq!(app.trail().await.iter().filter(|it| *it == "trail.exported").count(), 2);
    let call = app.look_up("select request_id from audit_entries order by seq desc limit 1").await;
    assert_eq!(call, "audit export");
}

#[actix_web::test]
async fn a_proof_reads_nothing_of_a_long_trail_but_the_tiles_beside_its_way() {
    let app = TestApp::committing(monday()).await;
    // The tiles beside one way to the root of 16,777,216 entries. Nothing else is there.
    app.arrange(async |conn| {
        conn.batch_execute(
            "alter table audit_entries disable trigger user; \
             insert into audit_entries select n, now(), null, null, 'test.noted', gen_random_uuid(), '{}', '', sha256('x'), \
             sha256(n::text::bytea) from generate_series(8388353, 8388608) n; \
             insert into audit_subtrees select 8, n, sha256(n::text::bytea) from generate_series(32512, 32767) n; \
             insert into audit_subtrees select 16, n, sha256(n::text::bytea) from generate_series(0, 255) n; \
             insert into audit_checkpoints values (16777216, now(), sha256('24'), 'note')",
        )
        .await
        .unwrap();
    })
    .await;
    let asked = "/transparency/inclusion?seq=8388400&size=16777216";
    let found = read(&app.get(NOBODY, asked).await);
    assert_eq!(proof(&found).len(), 24, "one hash to a level");
}

#[test]
fn what_is_no_checkpoint_is_refused_by_the_independent_verifier() {
    let key = keys().0.public_key();
    for text in ["", "hello", "<!doctype html><title>Not found</title>", "muster.test\n3\nAAAA\n"] {
        let (believed, said) = independent(&key, text);
        assert!(!believed && said.contains("does not end with a signed checkpoint"), "{said}");
    }
}
