//! The program itself with sealed bids in its hands: what it leaves behind,
//! what is there when it is killed, and how it changes its sealing key.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use chrono::DateTime;
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};

use crate::support::app::{TestApp, days, monday};
use crate::support::bids::{sections, start, write};
use crate::support::cast::{APPROVER, KESTREL, REQUESTER, open_request};
use crate::support::serving::{House, Serving};

const MARK: &str = "SEALMARK";

/// A service on a database that really commits, at the moment it is there: the
/// program knows no other clock. Nothing of the cast's runs out meanwhile, and
/// everyone has a second factor, without which nobody gets far outside the
/// demonstration.
async fn today() -> TestApp {
    let app = TestApp::committing(monday()).await;
    let lasting = "update provider_certificates set expires_on = '2999-12-31'; \
                   update specialist_clearances set expires_on = '2999-12-31'; \
                   insert into authenticators (user_id, secret, made_at, confirmed_at) \
                   select id, decode(repeat('00', 20), 'hex'), now(), now() from users";
    app.arrange(async |conn| conn.batch_execute(lasting).await.unwrap()).await;
    let now = app.look_up("select extract(epoch from now())::bigint").await;
    app.when(DateTime::from_timestamp(now.parse().unwrap(), 0).unwrap())
}

/// A request that is open for two weeks, and Kestrel's empty draft on it.
async fn begun(app: &TestApp) -> (String, String) {
    let closes = app.moment + days(14);
    let request = app.arrange(async |conn| open_request(conn, closes).await).await;
    let bid = start(app, KESTREL, &request).await;
    (request, bid)
}

/// Asks the database again and again until it says so.
async fn comes_true(app: &TestApp, what: &str, sql: &str) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while app.look_up(sql).await != "true" {
        assert!(Instant::now() < deadline, "waited a minute until {what}");
        thread::park_timeout(Duration::from_millis(10));
    }
}

/// Every file below a folder whose name or content has these words in it.
fn files_with(folder: &Path, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_with(&path, words));
        } else if path.is_file() {
            let content = fs::read(&path).unwrap();
            let inside = content.windows(words.len()).any(|it| it == words.as_bytes());
            if inside || path.to_string_lossy().contains(words) {
                found.push(path.display().to_string());
            }
        }
    }
    found
}

#[actix_web::test]
async fn a_bid_leaves_nothing_readable_in_files_mail_or_the_log_of_the_program_that_took_it() {
    let app = today().await;
    let (request, bid) = begun(&app).await;
    let (house, token) = (House::of(&app), app.session(KESTREL).await);
    let program = Serving::start(&house);
    for (path, fields) in sections(&app, KESTREL, &request, &bid, MARK, "1234567.89").await {
        let page = program.caller.get(&token, &path);
        let seen = page.split("name=\"seen\" value=\"").nth(1);
        let seen = seen.unwrap_or_else(|| panic!("{path}: {page}\n{}", program.log()));
        let mut form: Vec<(&str, &str)> =
            fields.iter().map(|(name, typed)| (name.as_str(), typed.as_str())).collect();
        form.push(("seen", seen.split('"').next().unwrap()));
        let answer = program.caller.post(&token, &path, &form).unwrap();
        assert!(answer.contains("303") && !answer.contains("/sign-in"), "{path}: {answer}");
    }
    let check = program.caller.get(&token, &format!("/bids/{bid}/check"));
    assert!(check.contains(MARK) && check.contains("1,234,567.89"), "its writer reads it: {check}");
    // Refused once, so that what a refusal writes to the log is looked through too.
    let path = format!("/bids/{bid}/submission");
    let answer = program.caller.post(&token, &path, &[("version", "9")]).unwrap();
    assert!(answer.starts_with("HTTP/1.1 409"), "{answer}");
    let answer = program.caller.post(&token, &path, &[("version", "1")]).unwrap();
    assert!(answer.starts_with("HTTP/1.1 303") && answer.contains("/receipt"), "{answer}");
    let sent = "select (count(*) filter (where sent_at is not null) > 0)::text from outbox where cause like 'bid.submitted:%'";
    comes_true(&app, "the receipt is sent", sent).await;

    let mail = files_with(&house.var, &bid);
    assert!(mail.iter().any(|it| it.contains("/mail/")), "the receipt is among the mail: {mail:?}");
    for mark in [MARK, "1,234,567", "1234567", "123456789", "98765", "Forty cases"] {
        let found = files_with(&house.var, mark);
        assert!(found.is_empty(), "{mark} is in {found:?}");
    }
    let log = program.kill();
    assert!(log.contains("POST /bids/"), "the log has the call: {log}");
    for mark in [MARK, "1234567", "123456789", "98765", "Forty cases"] {
        assert!(!log.contains(mark), "{mark} is in the log: {log}");
    }
}

/// Everything that a submission writes, in its order, and the end of it all.
const STEPS: [(&str, &str); 7] = [
    ("the envelopes are put in", "trigger held after insert on sealed_bids for each row"),
    ("what was readable is deleted", "trigger held after delete on bid_rates for each row"),
    (
        "the bid moves",
        "trigger held after update on bids for each row when (new.state = 'submitted')",
    ),
    ("the receipt is kept", "trigger held after insert on receipts for each row"),
    ("the mail is written", "trigger held after insert on outbox for each row"),
    ("the entry is made", "trigger held after insert on audit_entries for each row"),
    (
        COMMITTED,
        "constraint trigger held after insert on audit_entries initially deferred for each row",
    ),
];

const COMMITTED: &str = "all of it is being committed";

/// Has the program wait, wherever the trigger is, until the test lets go of a lock.
async fn hold(app: &TestApp, trigger: &str) {
    let sql = format!(
        "create or replace function hold() returns trigger language plpgsql as \
         $$ begin perform pg_advisory_xact_lock(42); return null; end $$; \
         create {trigger} execute function hold()"
    );
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
}

#[actix_web::test]
async fn killed_at_any_step_of_a_submission_there_is_a_receipt_exactly_if_the_bid_counts() {
    let app = today().await;
    let (request, bid) = begun(&app).await;
    write(&app, KESTREL, &request, &bid, "Plainly.", "5").await;
    let (house, token) = (House::of(&app), app.session(KESTREL).await);
    let path = format!("/bids/{bid}/submission");
    let stands = "select b.state || ' ' || (select count(*) from bid_rates) || ' ' || (select count(*) from sealed_bids) \
        || ' ' || (select count(*) from receipts) || ' ' || (select count(*) from outbox where cause like 'bid.submitted:%') \
        || ' ' || (select count(*) from audit_entries where action = 'bid.submitted') from bids b";
    let (draft, counts) = ("draft 2 0 0 0 0", "submitted 0 2 1 1 1");
    assert_eq!(app.look_up(stands).await, draft);
    let mut lock = AsyncPgConnection::establish(&app.url).await.unwrap();
    for (step, trigger) in STEPS {
        hold(&app, trigger).await;
        lock.batch_execute("select pg_advisory_lock(42)").await.unwrap();
        let program = Serving::start(&house);
        let (caller, token, path) = (program.caller, token.clone(), path.clone());
        let sent = thread::spawn(move || caller.post(&token, &path, &[("version", "1")]));
        let waits =
            "select (count(*) > 0)::text from pg_locks where locktype = 'advisory' and not granted";
        comes_true(&app, step, waits).await;
        program.kill();
        assert!(sent.join().unwrap().is_err(), "killed when {step}, it answered");
        lock.batch_execute("select pg_advisory_unlock(42)").await.unwrap();
        let gone = "select (count(*) = 0)::text from pg_stat_activity \
                    where datname = current_database() and usename = 'muster_app'";
        comes_true(&app, "the database has noticed", gone).await;
        app.arrange(async |conn| conn.batch_execute("drop function hold cascade").await.unwrap())
            .await;
        let kept = if step == COMMITTED { counts } else { draft };
        assert_eq!(app.look_up(stands).await, kept, "killed when {step}");
    }
    let program = Serving::start(&house);
    let answer = program.caller.post(&token, &path, &[("version", "1")]).unwrap();
    assert!(answer.starts_with("HTTP/1.1 303") && answer.contains("/receipt"), "{answer}");
    assert_eq!(app.look_up(stands).await, counts, "sent again it leads to the same receipt");
}

#[actix_web::test]
async fn the_command_keys_rotate_wraps_every_key_anew_and_the_bids_still_open() {
    let app = today().await;
    let (request, bid) = begun(&app).await;
    write(&app, KESTREL, &request, &bid, "Plainly.", "5").await;
    let house = House::of(&app);
    let old = Serving::start(&house);
    let token = app.session(KESTREL).await;
    let submission = format!("/bids/{bid}/submission");
    let answer = old.caller.post(&token, &submission, &[("version", "1")]).unwrap();
    assert!(answer.contains("/receipt"), "{answer}");
    let before =
        app.look_up("select string_agg(encode(wrapped, 'hex'), ' ') from request_keys").await;

    let rotated = house.command(&["keys", "rotate"]).output().unwrap();
    let said = String::from_utf8_lossy(&rotated.stdout).into_owned();
    assert!(rotated.status.success(), "{}", String::from_utf8_lossy(&rotated.stderr));
    assert!(said.contains("Version 2 of the sealing key wraps the keys of 2 envelopes"), "{said}");
    let lines = fs::read_to_string(&house.keys.sealing).unwrap();
    let versions: Vec<&str> =
        lines.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(versions, ["v1", "v2"], "the old key is kept");
    let versions = "select string_agg(distinct key_version::text, ' ') from request_keys";
    assert_eq!(app.look_up(versions).await, "2");
    let after =
        app.look_up("select string_agg(encode(wrapped, 'hex'), ' ') from request_keys").await;
    assert_ne!(before, after);
    assert_eq!(app.trail().await.last().unwrap(), "sealing_key.rotated");

    let past = "update requests set questions_close_at = now() - interval '2 days', closes_at = now() - interval '1 hour'";
    app.arrange(async |conn| conn.batch_execute(past).await.unwrap()).await;
    let opening = format!("/requests/{request}/opening");
    let form = [("no_conflict", "yes")];
    let (first, second) = (app.session(REQUESTER).await, app.session(APPROVER).await);
    let answer = old.caller.post(&first, &opening, &form).unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    // It was started before, and does not know the new key.
    let answer = old.caller.post(&second, &opening, &form).unwrap();
    assert!(answer.starts_with("HTTP/1.1 409"), "{answer}");
    assert!(answer.contains("does not have the key"), "{answer}");
    assert_eq!(app.look_up("select state from bids").await, "submitted");
    old.kill();
    let new = Serving::start(&house);
    let answer = new.caller.post(&second, &opening, &form).unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert_eq!(app.look_up("select state from bids").await, "opened");
    let said = app.look_up("select string_agg(distinct answer, ' ') from bid_answers").await;
    assert!(said.contains("Plainly."), "{said}");
}
