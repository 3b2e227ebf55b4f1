//! Sealed bids: what nobody can read before its time, what is found when it
//! was meddled with, and what a receipt proves.

use std::path::PathBuf;
use std::process::{Command, Output};

use actix_web::http::StatusCode;
use chrono::TimeDelta;
use diesel::sql_query;
use diesel::sql_types::{Bytea, Nullable, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use futures_util::future::join_all;
use muster::audit::Actor;
use muster::requests::keys::acts::rotate;
use muster::seal::keys::Keys;
use muster::seal::statement;
use muster::types::ids::UserId;
use muster::work;

use crate::support::app::{TestApp, days, keys, monday};
use crate::support::bids::{start, submit, write};
use crate::support::cast::{APPROVER, AUDITOR, HARROW, KESTREL, REQUESTER, open_request};
use crate::support::cluster::lease;
use crate::support::panel::Panel;

pub const MARK: &str = "SEALMARK";

/// Kestrel's bid with the mark in all it says, submitted.
pub async fn marked(app: &TestApp) -> (String, String) {
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let bid = start(app, KESTREL, &request).await;
    write(app, KESTREL, &request, &bid, MARK, "1,234,567.89").await;
    let page = submit(app, KESTREL, &bid).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    (request, bid)
}

/// A file for this test alone.
fn scratch(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", UserId::mint()))
}

/// Everything that `pg_dump` finds in a database.
pub fn dumped(url: &str) -> String {
    let program = lease().bindir(None).unwrap().join("pg_dump");
    let output = Command::new(program).arg("--inserts").arg(url).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// An envelope, as it lies in the database.
pub async fn envelope(app: &TestApp, bid: &str, which: &str) -> Vec<u8> {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = Nullable<Bytea>)]
        ciphertext: Option<Vec<u8>>,
    }
    let sql = "select ciphertext from sealed_bids s join bids b on b.id = s.bid_id \
               where b.reference = $1 and s.envelope = $2";
    app.arrange(async |conn| {
        let query = sql_query(sql).bind::<Text, _>(bid).bind::<Text, _>(which);
        query.get_result::<Row>(conn).await.unwrap().ciphertext.unwrap()
    })
    .await
}

/// What someone with all rights in the database does behind every rule's back.
/// Locks whole tables, so the database is the test's own.
async fn meddle(app: &TestApp, sql: &str) {
    app.arrange(async |conn| {
        conn.batch_execute(
            "alter table sealed_bids disable trigger user; alter table bids disable trigger user",
        )
        .await
        .unwrap();
        conn.batch_execute(sql).await.unwrap();
        conn.batch_execute(
            "alter table sealed_bids enable trigger user; alter table bids enable trigger user",
        )
        .await
        .unwrap();
    })
    .await;
}

#[actix_web::test]
async fn nothing_readable_of_a_submitted_bid_is_left_in_a_dump() {
    let app = TestApp::committing(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let bid = start(&app, KESTREL, &request).await;
    write(&app, KESTREL, &request, &bid, MARK, "1,234,567.89").await;
    // With what stands around a sum in a dump: five figures can be in any digest.
    let marks = [MARK, ", 123456789,", ", 98765)", ", 76543)", "Forty cases"];
    // The planner's samples outlive the rows they were taken from.
    app.arrange(async |conn| conn.batch_execute("analyze").await.unwrap()).await;
    let draft = dumped(&app.url);
    assert!(marks.iter().all(|mark| draft.contains(mark)), "the dump holds what is not sealed");

    let page = submit(&app, KESTREL, &bid).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);

    let sealed = dumped(&app.url);
    for mark in marks {
        assert!(!sealed.contains(mark), "{mark} is in the dump");
    }
    let sampled = "select coalesce(string_agg(concat_ws(' ', tablename, attname, most_common_vals::text, histogram_bounds::text), E'\\n'), '') \
        from pg_stats where tablename in ('bids', 'bid_answers', 'bid_evidence', 'bid_prices', 'bid_rates', 'bid_team', 'bid_attachments', 'sealed_bids', 'files')";
    let sampled = app.look_up(sampled).await;
    for mark in [MARK, "123456789", "98765", "76543", "Forty cases"] {
        assert!(!sampled.contains(mark), "{mark} is in the planner's samples: {sampled}");
    }
    let plain_digests =
        "select string_agg(detail::text, ' ') from audit_entries where action = 'bid.submitted'";
    let detail = app.look_up(plain_digests).await;
    assert!(detail.contains("quality_sha256") && detail.contains("price_sha256"), "{detail}");
    let ciphertext = envelope(&app, &bid, "quality").await;
    assert!(detail.contains(&hex(&muster::seal::digest(&ciphertext))), "{detail}");
}

fn hex(bytes: &[u8]) -> String {
    muster::types::text::hex(bytes)
}

#[actix_web::test]
async fn the_serving_role_cannot_read_an_envelope_or_a_private_key() {
    let app = TestApp::committing(monday()).await;
    marked(&app).await;
    let url = app.serving_url();
    let mut conn = AsyncPgConnection::establish(&url).await.unwrap();
    for sql in [
        "select ciphertext from sealed_bids",
        "select wrapped from request_keys",
        "select * from sealed_bids",
        "update sealed_bids set ciphertext = ''",
        "update request_keys set recipient = ''",
        "delete from request_keys",
        "update receipts set text = ''",
        "delete from closings",
    ] {
        let said = conn.batch_execute(sql).await.unwrap_err().to_string();
        assert!(said.contains("permission denied"), "{sql}: {said}");
    }
    conn.batch_execute("select bid_id from sealed_bids; select recipient from request_keys")
        .await
        .unwrap();
    let mut conn = AsyncPgConnection::establish(&app.opener_url()).await.unwrap();
    conn.batch_execute("select ciphertext from sealed_bids; select wrapped from request_keys")
        .await
        .unwrap();
}

#[actix_web::test]
async fn the_whole_database_without_the_sealing_key_opens_nothing() {
    let mut panel = Panel::closed(TestApp::at(monday()).await).await;
    let (others, _) = Keys::fresh().unwrap();
    let confirm = async |panel: &Panel, keys: &Keys, who: &str| {
        let path = format!("/requests/{}/opening", panel.reference);
        let form = [("no_conflict", "yes"), ("csrf", crate::support::app::CSRF)];
        let request = actix_web::test::TestRequest::post().uri(&path).set_form(form);
        let parts = muster::app::Parts { keys: keys.clone(), ..panel.app.parts() };
        panel.app.send_with(who, request, parts).await
    };
    assert_eq!(confirm(&panel, &others, REQUESTER).await.status, 303);
    let page = confirm(&panel, &others, APPROVER).await;
    assert_eq!(page.status, 409);
    assert!(page.html.contains("does not have the key"), "{}", page.html);
    assert_eq!(panel.app.look_up("select count(*) from bid_answers").await, "0");
    assert_eq!(panel.app.look_up("select state from requests").await, "open", "nothing changed");
    assert_eq!(panel.app.look_up("select count(*) from damaged_bids").await, "0");

    panel.app = panel.app.later(TimeDelta::minutes(1));
    assert_eq!(confirm(&panel, &keys().0, APPROVER).await.status, 303);
    assert_eq!(panel.app.look_up("select count(*) from bids where state = 'opened'").await, "3");
}

#[actix_web::test]
async fn the_program_age_opens_a_bid_with_the_escrow_key() {
    let app = TestApp::at(monday()).await;
    let (request, bid) = marked(&app).await;
    for (which, said) in [("quality", MARK), ("price", "123456789")] {
        let text = opened_with_age(&envelope(&app, &bid, which).await);
        assert!(text.to_string().contains(said), "{text}");
        assert_eq!(text["bid"], bid.as_str());
        assert_eq!(text["request"], request.as_str());
        assert_eq!(text["request_version"], 1);
        assert_eq!(text["nonce"].as_str().unwrap().len(), 64);
    }
}

/// What the program `age` makes of an envelope with the escrow key.
pub fn opened_with_age(envelope: &[u8]) -> serde_json::Value {
    let (identity, sealed) = (scratch("escrow.key"), scratch("bid.age"));
    std::fs::write(&identity, format!("{}\n", keys().1)).unwrap();
    std::fs::write(&sealed, envelope).unwrap();
    let opened = Command::new("age").arg("-d").arg("-i").arg(&identity).arg(&sealed).output();
    let opened = opened.unwrap();
    std::fs::remove_file(&sealed).unwrap();
    std::fs::remove_file(identity).unwrap();
    assert!(opened.status.success(), "{}", String::from_utf8_lossy(&opened.stderr));
    assert_eq!(opened.stdout.len() % 4096, 0, "padded");
    serde_json::from_slice(&opened.stdout).unwrap()
}

#[actix_web::test]
async fn a_submitted_bid_is_read_by_nobody_and_replaced_while_the_old_one_counts() {
    let app = TestApp::at(monday()).await;
    let (request, bid) = marked(&app).await;
    for place in ["check", "copy.txt"] {
        let page = app.get(KESTREL, &format!("/bids/{bid}/{place}")).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{place}");
        assert!(page.html.contains("nobody can read it"), "{}", page.html);
    }
    let first = app.look_up("select content_hash || ' ' || price_hash from bids").await;
    let page = app.post(KESTREL, &format!("/bids/{bid}/replacement"), &[]).await;
    assert_eq!(page.location.unwrap(), format!("/bids/{bid}"));
    let page = app.get(KESTREL, &format!("/bids/{bid}")).await;
    assert!(page.html.contains("0 of 6 sections done"), "{}", page.html);
    assert!(page.html.contains("counts until you submit this one"), "{}", page.html);
    assert_eq!(app.look_up("select state from bids").await, "submitted");

    // Not wanted after all.
    write(&app, KESTREL, &request, &bid, "Another.", "5").await;
    let page = app.post(KESTREL, &format!("/bids/{bid}/replacement/removal"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    assert_eq!(app.look_up("select count(*) from bid_answers").await, "0");
    assert_eq!(app.look_up("select content_hash || ' ' || price_hash from bids").await, first);

    // And once more, to the end.
    app.post(KESTREL, &format!("/bids/{bid}/replacement"), &[]).await;
    write(&app, KESTREL, &request, &bid, "Another.", "5").await;
    assert_eq!(app.look_up("select content_hash || ' ' || price_hash from bids").await, first);
    let page = submit(&app.later(TimeDelta::hours(1)), KESTREL, &bid).await;
    assert_eq!(
        page.location.as_deref(),
        Some(format!("/bids/{bid}/receipt").as_str()),
        "{}",
        page.html
    );
    assert_ne!(app.look_up("select content_hash || ' ' || price_hash from bids").await, first);
    assert_eq!(app.look_up("select count(*) from sealed_bids").await, "2");
    assert_eq!(app.look_up("select count(*) from receipts").await, "2");
    assert_eq!(app.trail().await.last().unwrap(), "bid.replaced");
    let history = app.get(KESTREL, &format!("/bids/{bid}/history")).await;
    assert!(history.html.contains("Bid replaced"), "{}", history.html);
}

#[actix_web::test]
async fn an_unfinished_replacement_is_dropped_at_the_opening_and_the_old_bid_is_opened() {
    let panel = Panel::closed(TestApp::at(monday()).await).await;
    let before = panel.app.when(monday() + days(20) - TimeDelta::minutes(5));
    let page = before.post(KESTREL, "/bids/BID-2026-KESTREL/replacement", &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    let path = "/bids/BID-2026-KESTREL/answers/technical_merit";
    let page = crate::support::bids::save(&before, KESTREL, path, &[("answer", "Half")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    for who in [REQUESTER, APPROVER] {
        assert_eq!(panel.confirm(who).await.status, 303);
    }
    let said = panel.app.look_up("select string_agg(answer, ' ') from bid_answers a join bids b on b.id = a.bid_id where b.reference = 'BID-2026-KESTREL'").await;
    assert!(said.contains("Answer") && !said.contains("Half"), "{said}");
    assert_eq!(panel.app.look_up("select count(*) from bids where state = 'opened'").await, "3");
}

#[actix_web::test]
async fn who_checked_another_version_of_the_request_does_not_submit() {
    let app = TestApp::at(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let bid = start(&app, KESTREL, &request).await;
    write(&app, KESTREL, &request, &bid, "Plainly.", "0").await;
    for form in [&[][..], &[("version", "2")], &[("version", "one")]] {
        let page = app.post(KESTREL, &format!("/bids/{bid}/submission"), form).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.html.contains("has changed since you checked"), "{}", page.html);
    }
    let check = app.get(KESTREL, &format!("/bids/{bid}/check")).await;
    assert_eq!(crate::support::bids::hidden(&check, "version"), "1");
    assert!(check.html.contains("copy.txt"), "a copy is offered before submitting");
    let copy = app.get(KESTREL, &format!("/bids/{bid}/copy.txt")).await;
    assert!(copy.html.contains("Plainly."), "{}", copy.html);
    assert_eq!(submit(&app, KESTREL, &bid).await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn envelopes_that_were_meddled_with_are_found_and_stop_no_other() {
    let of = |bid: &str, which: &str| {
        format!(
            "bid_id = (select id from bids where reference = 'BID-2026-{bid}') and envelope = '{which}'"
        )
    };
    let (kestrel, harrow) = (of("KESTREL", "quality"), of("HARROW", "quality"));
    let take = |from: &str| format!("(select ciphertext from sealed_bids where {from})");
    let set = |at: &str, to: &str| format!("update sealed_bids set ciphertext = {to} where {at}");
    let own = "ciphertext";
    // Even if the digest on the bid is made to fit.
    let fitting = "update bids set content_hash = sha256((select ciphertext from sealed_bids s where s.bid_id = bids.id and envelope = 'quality')) where state = 'submitted'";
    let cases = [
        ("cut short", set(&kestrel, &format!("substr({own}, 1, length({own}) - 100)"))),
        (
            "a changed byte",
            set(&kestrel, "set_byte(ciphertext, 500, (get_byte(ciphertext, 500) + 1) % 256)"),
        ),
        ("missing", format!("delete from sealed_bids where {kestrel}")),
        ("another's", set(&kestrel, &take(&harrow))),
        ("another's, fitting", format!("{}; {fitting}", set(&kestrel, &take(&harrow)))),
        ("its price exchanged", set(&of("KESTREL", "price"), &take(&of("LANTERN", "price")))),
    ];
    for (case, sql) in cases {
        let panel = Panel::closed(TestApp::committing(monday()).await).await;
        meddle(&panel.app, &sql).await;
        for who in [REQUESTER, APPROVER] {
            let page = panel.confirm(who).await;
            assert_eq!(page.status, 303, "{case}: {}", page.html);
        }
        let states =
            "select string_agg(reference || ' ' || state, ', ' order by reference) from bids";
        assert_eq!(
            panel.app.look_up(states).await,
            "BID-2026-HARROW opened, BID-2026-KESTREL submitted, BID-2026-LANTERN opened",
            "{case}"
        );
        let trail = panel.trail().await;
        assert!(trail.contains(&"bid.damaged".to_owned()), "{case}: {trail:?}");
        let told = panel.app.look_up("select string_agg(recipient, ' ' order by recipient) from outbox where cause like 'bid.damaged:%'").await;
        for who in [AUDITOR, REQUESTER, APPROVER, KESTREL] {
            assert!(told.contains(who), "{case}: {who} is not told: {told}");
        }
        assert!(!told.contains(HARROW), "{case}: {told}");
        let page = panel.get(REQUESTER, "opening").await.html;
        assert!(
            page.contains("Damaged bids") && page.contains("2 bids are open"),
            "{case}: {page}"
        );
        let page = panel.app.get(KESTREL, "/bids/BID-2026-KESTREL").await.html;
        assert!(page.contains("could not be opened"), "{case}: {page}");
    }
}

#[actix_web::test]
async fn an_exchanged_pair_of_bids_is_found_on_both_sides() {
    let panel = Panel::closed(TestApp::committing(monday()).await).await;
    // The rows of two bids change places, with their digests on the bids.
    meddle(
        &panel.app,
        "create temporary table pair as select s.*, b.content_hash, b.price_hash, b.reference from sealed_bids s join bids b on b.id = s.bid_id where b.reference in ('BID-2026-KESTREL', 'BID-2026-HARROW'); \
         update sealed_bids s set ciphertext = p.ciphertext from pair p where p.envelope = s.envelope and p.bid_id <> s.bid_id and s.bid_id in (select bid_id from pair); \
         update bids b set content_hash = p.content_hash, price_hash = p.price_hash from pair p where p.bid_id <> b.id and b.id in (select bid_id from pair); \
         drop table pair",
    )
    .await;
    for who in [REQUESTER, APPROVER] {
        assert_eq!(panel.confirm(who).await.status, 303);
    }
    assert_eq!(panel.app.look_up("select count(*) from damaged_bids").await, "2");
    assert_eq!(
        panel.app.look_up("select reference from bids where state = 'opened'").await,
        "BID-2026-LANTERN"
    );
}

#[actix_web::test]
async fn an_earlier_submission_put_back_is_found() {
    let app = TestApp::committing(monday()).await;
    let (request, bid) = marked(&app).await;
    meddle(&app, "create table kept as select s.*, b.content_hash, b.price_hash from sealed_bids s join bids b on b.id = s.bid_id").await;
    app.post(KESTREL, &format!("/bids/{bid}/replacement"), &[]).await;
    write(&app, KESTREL, &request, &bid, "Cheaper.", "5").await;
    assert_eq!(submit(&app.later(days(1)), KESTREL, &bid).await.status, StatusCode::SEE_OTHER);
    meddle(
        &app,
        "update sealed_bids s set ciphertext = k.ciphertext from kept k where k.envelope = s.envelope; \
         update bids set content_hash = k.content_hash, price_hash = k.price_hash from kept k",
    )
    .await;
    let panel = Panel { app: app.when(monday() + days(15)), reference: request };
    for who in [REQUESTER, APPROVER] {
        assert_eq!(panel.confirm(who).await.status, 303);
    }
    assert_eq!(panel.app.look_up("select count(*) from bids where state = 'opened'").await, "0");
    let what = panel.app.look_up("select what from damaged_bids").await;
    assert!(what.contains("not the one that was submitted"), "{what}");
}

#[actix_web::test]
async fn a_damaged_price_takes_one_bid_out_and_the_others_are_ranked() {
    let panel = Panel::scored(TestApp::committing(monday()).await).await;
    assert_eq!(
        panel.app.look_up("select count(*) from bid_rates").await,
        "0",
        "prices stay sealed"
    );
    for letter in ["A", "B", "C"] {
        panel.score(REQUESTER, &format!("moderation/{letter}")).await;
    }
    meddle(&panel.app, "update sealed_bids set ciphertext = substr(ciphertext, 1, 300) where envelope = 'price' and bid_id = (select id from bids where reference = 'BID-2026-LANTERN')").await;
    let page = panel.post(REQUESTER, "quality-lock", &[]).await;
    assert_eq!(page.status, 303, "{}", page.html);
    let states = "select string_agg(state, ' ' order by reference) from bids";
    assert_eq!(panel.app.look_up(states).await, "scored scored disqualified");
    let ranking = panel.get(APPROVER, "ranking").await.html;
    assert!(ranking.contains("Kestrel") && !ranking.contains("Lantern"), "{ranking}");
    assert!(panel.trail().await.contains(&"bid.damaged".to_owned()));
}

#[actix_web::test]
async fn opening_takes_a_declaration_that_is_recorded() {
    let panel = Panel::closed(TestApp::at(monday()).await).await;
    let page = panel.post(REQUESTER, "opening", &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("Tick the box"), "{}", page.html);
    assert_eq!(panel.app.look_up("select count(*) from openings").await, "0");
    for who in [REQUESTER, APPROVER] {
        assert_eq!(panel.confirm(who).await.status, 303);
    }
    let declared = "select string_agg(detail->>'no_conflict', ' ') from audit_entries where action in ('opening.confirmed', 'request.opened')";
    assert_eq!(panel.app.look_up(declared).await, "true true");
}

#[actix_web::test]
async fn the_worker_closes_once_and_tells_nobody_how_many_bids_there_are() {
    let panel = Panel::closed(TestApp::committing(monday()).await).await;
    let (db, early) =
        (panel.app.db(), panel.app.when(monday() + days(20) - TimeDelta::milliseconds(1)));
    assert_eq!(work::close_what_is_due(&early.db(), &keys().0).await.unwrap(), 0);
    let both = tokio::join!(
        work::close_what_is_due(&db, &keys().0),
        work::close_what_is_due(&db, &keys().0)
    );
    assert_eq!(both.0.unwrap() + both.1.unwrap(), 1);
    assert_eq!(panel.trail().await, ["request.closed"]);
    let record = panel.app.look_up("select text from closings").await;
    assert_eq!(panel.app.look_up("select bids from closings").await, "3");
    let lines = statement::verify(&record, &keys().0.public_key()).unwrap();
    assert!(lines.contains(&"Bids: 3".to_owned()), "{record}");
    let root = panel.app.look_up("select encode(root, 'hex') from closings").await;
    for (who, path) in [
        (REQUESTER, format!("/requests/{}/opening", panel.reference)),
        (REQUESTER, format!("/requests/{}/history", panel.reference)),
        (REQUESTER, format!("/requests/{}", panel.reference)),
        (KESTREL, format!("/opportunities/{}", panel.reference)),
        (AUDITOR, "/audit".to_owned()),
    ] {
        let page = panel.app.get(who, &path).await.html;
        assert!(!page.contains(&root) && !page.contains("Bids: 3"), "{who} at {path}: {page}");
    }
    let mail = panel
        .app
        .look_up("select string_agg(body, ' ') from outbox where cause like 'request.closed:%'")
        .await;
    assert!(mail.contains("can open the bids now") && !mail.contains("3 bids"), "{mail}");

    for who in [REQUESTER, APPROVER] {
        assert_eq!(panel.confirm(who).await.status, 303);
    }
    let closed = panel.trail().await.iter().filter(|it| *it == "request.closed").count();
    assert_eq!(closed, 1);
    assert!(panel.get(REQUESTER, "opening").await.html.contains(&root));
}

#[actix_web::test]
async fn bids_in_the_last_second_get_a_receipt_or_a_refusal_and_the_record_equals_the_receipts() {
    let app = TestApp::committing(monday()).await;
    let closes = monday() + days(14);
    let request = app.arrange(async |conn| open_request(conn, closes).await).await;
    // Two hundred companies with a whole bid each.
    let sql = include_str!("../../src/bench/rush.sql")
        .replace("$reference", &format!("'{request}'"))
        .replace("$number", "200");
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
    let just = app.when(closes - TimeDelta::milliseconds(1));
    let late = app.when(closes);
    let sent = (0..200).map(|n| {
        let (app, who) = (if n % 10 == 9 { &late } else { &just }, format!("rush{n}@rush.example"));
        async move { submit(app, &who, &format!("BID-2026-RUSH{n}")).await }
    });
    let close = async {
        // In the middle of it all the worker closes the request.
        work::close_what_is_due(&late.db(), &keys().0).await.unwrap()
    };
    let (answers, closed) = tokio::join!(join_all(sent), close);
    let taken = answers.iter().filter(|it| it.status == StatusCode::SEE_OTHER).count();
    let refused = answers.iter().filter(|it| it.status == StatusCode::CONFLICT).count();
    for page in &answers {
        assert!(matches!(page.status.as_u16(), 303 | 409), "{}: {}", page.status, page.html);
    }
    assert_eq!(taken + refused, 200);
    assert_eq!(closed, 1);
    assert_eq!(app.look_up("select bids from closings").await, taken.to_string());
    assert_eq!(app.look_up("select count(*) from receipts").await, taken.to_string());
    assert_eq!(
        app.look_up("select count(*) from bids where state = 'submitted'").await,
        taken.to_string()
    );
    // The record's root, worked out anew from the receipts.
    let receipts = app
        .look_up("select string_agg(r.text, '|' order by b.id) from receipts r join bids b on b.id = r.bid_id")
        .await;
    let digest = |text: &str, which: &str| {
        let line = format!("SHA-256 of the {which} envelope: ");
        let found = text.lines().find_map(|it| it.strip_prefix(&line)).unwrap();
        (0..32)
            .map(|n| u8::from_str_radix(&found[2 * n..2 * n + 2], 16).unwrap())
            .collect::<Vec<u8>>()
    };
    let texts = receipts.split('|').filter(|it| !it.is_empty());
    let pairs: Vec<_> = texts
        .map(|text| {
            statement::verify(text, &keys().0.public_key()).unwrap();
            (digest(text, "quality"), digest(text, "price"))
        })
        .collect();
    assert_eq!(pairs.len(), taken);
    let root = hex(&muster::bids::closing::model::root(&pairs));
    assert_eq!(app.look_up("select encode(root, 'hex') from closings").await, root);
}

#[actix_web::test]
async fn after_a_rotation_of_the_sealing_key_the_bids_still_open() {
    let panel = Panel::closed(TestApp::at(monday()).await).await;
    let new = keys().0.rotated().unwrap();
    let db = panel.app.db();
    panel
        .app
        .arrange(async |conn| {
            conn.batch_execute("grant update on request_keys to muster_opener").await.unwrap();
        })
        .await;
    let by = Actor::system("keys rotate");
    let done = db.act(&by, async |tx| rotate(tx, &new).await).await.unwrap();
    assert_eq!(done, 2);
    assert_eq!(
        panel
            .app
            .look_up("select string_agg(distinct key_version::text, ' ') from request_keys")
            .await,
        "2"
    );
    let again = db.act(&by, async |tx| rotate(tx, &new).await).await.unwrap();
    assert_eq!(again, 0, "a second time there is nothing to do");
    let path = format!("/requests/{}/opening", panel.reference);
    for who in [REQUESTER, APPROVER] {
        let form = [("no_conflict", "yes"), ("csrf", crate::support::app::CSRF)];
        let request = actix_web::test::TestRequest::post().uri(&path).set_form(form);
        let parts = muster::app::Parts { keys: new.clone(), ..panel.app.parts() };
        let page = panel.app.send_with(who, request, parts).await;
        assert_eq!(page.status, 303, "{}", page.html);
    }
    assert_eq!(panel.app.look_up("select count(*) from bids where state = 'opened'").await, "3");
}

/// The command, with nothing but this in its environment.
fn muster(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.args(words).env_clear().env("VAR_DIR", scratch("nothing")).output().unwrap()
}

#[actix_web::test]
async fn a_receipt_is_checked_offline_and_a_changed_byte_is_refused() {
    let app = TestApp::at(monday()).await;
    let (_, bid) = marked(&app).await;
    let receipt = app.get(KESTREL, &format!("/bids/{bid}/receipt.txt")).await;
    assert_eq!(receipt.header("content-type"), "text/plain; charset=utf-8");
    assert!(receipt.header("content-disposition").contains("receipt.txt"));
    assert!(receipt.html.contains(&bid) && !receipt.html.contains(MARK), "{}", receipt.html);
    assert_eq!(app.get(HARROW, &format!("/bids/{bid}/receipt.txt")).await.status, 404);
    let mail = app.look_up("select body from outbox where cause like 'bid.submitted:%'").await;
    assert!(statement::verify(&mail, &keys().0.public_key()).is_ok(), "{mail}");

    let key = keys().0.public_key();
    let shown = app.get(KESTREL, &format!("/bids/{bid}/receipt")).await.html;
    let lines = shown.split("<code class=\"muster-hash\">").nth(1).unwrap();
    let lines = lines.split("</code>").next().unwrap();
    let lines = lines.replace("&#43;", "+").replace("&#61;", "=").replace("&#38;", "&");
    assert!(statement::verify(&lines, &key).is_ok(), "{lines}");
    let alone = app.get(crate::support::cast::NOBODY, "/transparency/key").await;
    assert_eq!(alone.html.trim_end(), key);
    let page = app.get(crate::support::cast::NOBODY, "/transparency").await.html;
    // The page spells out what HTML reserves.
    let command = format!("muster receipt verify receipt.txt --key {key}");
    assert!(page.replace("&#43;", "+").replace("&#61;", "=").contains(&command), "{page}");

    let file = scratch("receipt.txt");
    let check = |text: &str, key: &str| {
        std::fs::write(&file, text).unwrap();
        let output = muster(&["receipt", "verify", file.to_str().unwrap(), "--key", key]);
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (right, said) = check(&receipt.html, &key);
    assert!(right && said.contains("The signature is right"), "{said}");
    let (right, said) = check(&receipt.html.replace("Kestrel", "Kestrol"), &key);
    assert!(!right && said.contains("changed after it was signed"), "{said}");
    let other = Keys::fresh().unwrap().0.public_key();
    let (right, said) = check(&receipt.html, &other);
    assert!(!right && said.contains("another key"), "{said}");
    std::fs::remove_file(&file).unwrap();
    let lost = muster(&["receipt", "verify", file.to_str().unwrap(), "--key", &key]);
    assert!(!lost.status.success());
    let keyless = muster(&["receipt", "verify", "Cargo.toml"]);
    assert!(String::from_utf8_lossy(&keyless.stderr).contains("--key"), "{keyless:?}");
}

#[actix_web::test]
async fn keys_are_made_once_by_the_command() {
    let folder = scratch("keys");
    let run = || {
        Command::new(env!("CARGO_BIN_EXE_muster"))
            .args(["keys", "init"])
            .env("DATABASE_URL", "postgres://nobody@nowhere/none")
            .env("SEAL_KEY_FILE", folder.join("seal.key"))
            .env("SIGNING_KEY_FILE", folder.join("signing.key"))
            .env("VAR_DIR", &folder)
            .output()
            .unwrap()
    };
    let first = run();
    let said = String::from_utf8_lossy(&first.stdout).into_owned();
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    assert!(said.contains("ESCROW_RECIPIENT=age1") && said.contains("AGE-SECRET-KEY-1"), "{said}");
    let kept = std::fs::read_to_string(folder.join("seal.key")).unwrap();
    assert!(kept.starts_with("v1 "));
    assert!(!folder.join("keys/escrow.key").exists(), "the escrow key is not kept");
    let second = run();
    assert!(!second.status.success());
    assert_eq!(std::fs::read_to_string(folder.join("seal.key")).unwrap(), kept);
    std::fs::remove_dir_all(folder).unwrap();
}
