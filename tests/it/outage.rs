//! What goes wrong on the way in, and what goes missing behind: every answer
//! is a page with its headers, and nothing stays broken.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use diesel::dsl::sql;
use diesel::sql_types::Text;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use muster::app::Parts;
use muster::audit::{Actor, Happened};
use muster::db::{Db, Once, pools};
use muster::error::Error;
use muster::types::time::Clock;
use serde::Serialize;
use uuid::Uuid;

use crate::cluster::{signal, until};
use crate::support::app::{CSRF, Page, TestApp, answer, monday};
use crate::support::cast::{NOBODY, REQUESTER};
use crate::support::cluster::lease;
use crate::support::log::Listening;
use crate::support::serving::{House, Serving};

const FORM_TOKEN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Two mebibytes of form.
fn heavy() -> String {
    format!("csrf={FORM_TOKEN}&email={}", "x".repeat(2 * 1024 * 1024))
}

fn form(path: &str, body: impl Into<String>) -> TestRequest {
    TestRequest::post()
        .uri(path)
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .set_payload(body.into())
}

fn carries_the_headers(page: &Page, what: &str) {
    for (name, value) in [
        ("content-security-policy", "default-src 'none'"),
        ("content-security-policy", "frame-ancestors 'none'"),
        ("strict-transport-security", "max-age="),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cache-control", ""),
        ("x-request-id", ""),
    ] {
        let found = page.headers.get(name).unwrap_or_else(|| panic!("{what}: no {name}"));
        assert!(found.to_str().unwrap().contains(value), "{what}: {name} is {found:?}");
    }
    let policy = page.header("content-security-policy");
    assert!(!policy.contains("unsafe"), "{policy}");
}

fn is_a_page(page: &Page, what: &str) {
    assert!(page.html.contains("<h1") && page.html.contains("</html>"), "{what}: {}", page.html);
    carries_the_headers(page, what);
}

#[actix_web::test]
async fn every_answer_carries_the_headers_whatever_it_is() {
    let app = TestApp::at(monday()).await;
    let elsewhere = ("origin", "https://evil.example");
    let cases = [
        (NOBODY, TestRequest::get().uri("/sign-in"), 200),
        (NOBODY, TestRequest::get().uri("/healthz"), 200),
        (NOBODY, TestRequest::get().uri("/readyz"), 200),
        (NOBODY, TestRequest::get().uri(muster::web::assets::path("muster.css")), 200),
        (NOBODY, TestRequest::get().uri("/assets/nothing.css"), 404),
        (NOBODY, TestRequest::get().uri("/nowhere"), 404),
        (REQUESTER, TestRequest::get().uri("/nowhere"), 404),
        (NOBODY, TestRequest::get().uri("/account/notices"), 401),
        (NOBODY, TestRequest::default().method("DELETE".parse().unwrap()).uri("/sign-in"), 404),
        (NOBODY, TestRequest::post().uri("/sign-in").insert_header(elsewhere), 403),
        (NOBODY, form("/sign-in", "csrf=guessed"), 403),
        (NOBODY, form("/sign-in", "a=%ff%fe"), 400),
        (NOBODY, form("/sign-in", heavy()), 413),
        (NOBODY, form("/account/notices/read", "a=b"), 401),
        (NOBODY, form("/account/notices/read", heavy()), 413),
        (REQUESTER, form("/account/notices/read", heavy()), 413),
        (NOBODY, TestRequest::get().uri("/sign-in?then=a&then=b"), 200),
        (REQUESTER, TestRequest::get().uri("/sign-in"), 303),
    ];
    for (number, (who, request, status)) in cases.into_iter().enumerate() {
        let what = format!("answer {number}, to “{who}”");
        let page = app.send(who, request).await;
        assert_eq!(page.status.as_u16(), status, "{what}: {}", page.html);
        carries_the_headers(&page, &what);
        if status >= 400 {
            is_a_page(&page, &what);
        }
    }
}

#[actix_web::test]
async fn what_is_one_persons_own_is_kept_by_no_cache() {
    let app = TestApp::at(monday()).await;
    for (who, path) in
        [(REQUESTER, "/account/notices"), (REQUESTER, "/nowhere"), (NOBODY, "/sign-in")]
    {
        let page = app.get(who, path).await;
        assert_eq!(page.header("cache-control"), "no-store", "{who} {path}");
    }
}

#[actix_web::test]
async fn control_characters_and_endless_fields_are_read_and_shown_again() {
    let app = TestApp::at(monday()).await;
    let long = format!("a\u{0}\u{7}\u{1b}b{}", "x".repeat(10_000));
    let typed = [("email", long.as_str()), ("password", long.as_str()), ("csrf", FORM_TOKEN)];
    let page = app.send(NOBODY, TestRequest::post().uri("/sign-in").set_form(typed)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    is_a_page(&page, "sign-in");
    assert!(page.html.contains(&format!("ab{}", "x".repeat(10_000))), "what was typed is kept");
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    assert!(!page.html.contains(control));
}

#[actix_web::test]
async fn a_long_form_says_every_mistake_and_keeps_every_field() {
    let app = TestApp::at(monday()).await;
    let long = format!("\u{1}\u{202e}é&<{}", "x".repeat(10_000));
    let typed = [
        ("name", long.as_str()),
        ("email", long.as_str()),
        ("company", long.as_str()),
        ("password", long.as_str()),
    ];
    let registered =
        typed.iter().chain(&[("csrf", FORM_TOKEN)]).copied().collect::<Vec<(&str, &str)>>();
    let registered = TestRequest::post().uri("/register").set_form(registered);
    let drafted = [("title", long.as_str()), ("lot", long.as_str())];
    for (page, mistakes, kept) in [
        (app.send(NOBODY, registered).await, 4, 3),
        (app.post(REQUESTER, "/requests/new", &drafted).await, 2, 1),
    ] {
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.html);
        is_a_page(&page, "a long form");
        let said = page.html.matches("govuk-error-message").count();
        assert_eq!(said, mistakes, "{}", page.html);
        assert_eq!(page.html.matches(&"x".repeat(10_000)).count(), kept, "what was typed is kept");
        assert!(!page.html.contains('\u{1}') && !page.html.contains("&<"));
    }
    assert!(app.trail().await.is_empty());
}

#[actix_web::test]
async fn a_form_that_is_too_heavy_is_told_so_signed_in_or_not() {
    let app = TestApp::at(monday()).await;
    for (who, path) in
        [(NOBODY, "/sign-in"), (NOBODY, "/requests/new"), (REQUESTER, "/account/notices/read")]
    {
        let page = app.send(who, form(path, heavy())).await;
        assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE, "{who} {path}: {}", page.html);
        assert!(page.html.contains("Too much was sent at once"), "{}", page.html);
        is_a_page(&page, path);
    }
}

#[actix_web::test]
async fn a_form_that_cannot_be_read_is_told_so() {
    let app = TestApp::at(monday()).await;
    let spoilt = form("/sign-in", format!("csrf={FORM_TOKEN}&email=%ff%fe"));
    let json = TestRequest::post().uri("/sign-in").set_json([("csrf", FORM_TOKEN)]);
    for request in [spoilt, json] {
        let page = app.send(NOBODY, request).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert!(page.html.contains("could not read what was sent"), "{}", page.html);
        is_a_page(&page, "unreadable");
    }
}

/// The service as it is in earnest: its own pools, and the database's clock.
fn in_earnest(app: &TestApp) -> Parts {
    let reads = pools::open(&app.serving_url(), 2, pools::LOOK_ONLY).unwrap();
    let acts = pools::open(&app.serving_url(), 2, "").unwrap();
    Parts { db: Db::new(reads, acts, Clock::Database), ..app.parts() }
}

/// Closes a database to everyone and cuts off whoever is there, or opens it again.
async fn open(app: &TestApp, open: bool) {
    let name = app.url.split("dbname='").nth(1).unwrap().trim_end_matches('\'');
    let mut conn = AsyncPgConnection::establish(&lease().urls().owner).await.unwrap();
    conn.batch_execute(&format!("alter database {name} allow_connections {open}")).await.unwrap();
    if !open {
        for who in ["owner", "serving role"] {
            let url = if who == "owner" { &lease().urls().owner } else { &lease().urls().app };
            let mut conn = AsyncPgConnection::establish(url).await.unwrap();
            let cut = "select pg_terminate_backend(pid, 5000) from pg_stat_activity \
                       where datname = '$name' and usename = current_user";
            conn.batch_execute(&cut.replace("$name", name)).await.unwrap();
        }
    }
}

#[actix_web::test]
async fn a_database_that_goes_away_is_a_clear_page_and_comes_back_without_a_restart() {
    let app = TestApp::committing(monday()).await;
    let parts = in_earnest(&app);
    let sign_in = || TestRequest::get().uri("/sign-in");
    let post = || {
        let typed = [("email", "rosa@northshire.example"), ("password", "x"), ("csrf", FORM_TOKEN)];
        let cookie = Cookie::new("muster-form", FORM_TOKEN);
        let from = "192.0.2.1:50000".parse().unwrap();
        TestRequest::post().uri("/sign-in").cookie(cookie).peer_addr(from).set_form(typed)
    };
    let session = || Cookie::new("muster", "a token of some session");
    assert_eq!(answer(parts.clone(), sign_in()).await.status, StatusCode::OK);
    assert_eq!(answer(parts.clone(), post()).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    open(&app, false).await;
    for (what, request) in [
        ("a page", sign_in()),
        ("the same page again", sign_in()),
        ("a form", post()),
        ("someone signed in", TestRequest::get().uri("/account/notices").cookie(session())),
        (
            "a form of someone signed in",
            form("/sign-out", format!("csrf={CSRF}")).cookie(session()),
        ),
    ] {
        let page = answer(parts.clone(), request).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{what}: {}", page.html);
        assert_eq!(page.header("retry-after"), "30", "{what}");
        assert!(page.html.contains("Muster is not available"), "{what}: {}", page.html);
        assert!(page.html.contains("Nothing you sent was saved"), "{what}: {}", page.html);
        is_a_page(&page, what);
        let call = page.header("x-request-id");
        assert!(page.html.contains(call), "{what}: the page gives its reference");
    }
    let ready = answer(parts.clone(), TestRequest::get().uri("/readyz")).await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    let alive = answer(parts.clone(), TestRequest::get().uri("/healthz")).await;
    assert_eq!(alive.status, StatusCode::OK);

    open(&app, true).await;
    assert_eq!(answer(parts.clone(), sign_in()).await.status, StatusCode::OK);
    assert_eq!(answer(parts.clone(), post()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let ready = answer(parts, TestRequest::get().uri("/readyz")).await;
    assert_eq!(ready.status, StatusCode::OK);
}

#[actix_web::test]
async fn a_connection_cut_in_the_middle_of_a_change_is_an_outage_and_not_a_fault() {
    let app = TestApp::committing(monday()).await;
    let db = in_earnest(&app).db;
    let cut = "select pg_terminate_backend(pg_backend_pid())";
    let told = db
        .act(&Actor::system("test"), async |tx| {
            let _ = tx.conn().batch_execute(cut).await;
            tx.record(&Noted, ()).await
        })
        .await;
    assert!(matches!(told, Err(Error::Unavailable(_))), "{told:?}");
    let told = db
        .act(&Actor::system("test"), async |tx| {
            tx.conn().batch_execute(cut).await?;
            tx.record(&Noted, ()).await
        })
        .await;
    assert!(matches!(told, Err(Error::Unavailable(_))), "{told:?}");
    let told = db.read(async |conn| Ok(conn.batch_execute(cut).await?)).await;
    assert!(matches!(told, Err(Error::Unavailable(_))), "{told:?}");

    db.act(&Actor::system("test"), async |tx| tx.record(&Noted, ()).await).await.unwrap();
    assert_eq!(app.trail().await, ["test.noted"]);
}

#[derive(Serialize)]
struct Noted;

impl Happened for Noted {
    fn action(&self) -> &'static str {
        "test.noted"
    }

    fn subject(&self) -> Uuid {
        Uuid::nil()
    }
}

#[actix_web::test]
async fn a_form_sent_twice_is_carried_out_once_and_another_under_its_key_is_refused() {
    let app = TestApp::committing(monday()).await;
    let key = Uuid::now_v7();
    let send = async |body: &str, location: &str| {
        let once = Once::new(key, body);
        app.db()
            .act(&Actor::system("test"), async |tx| {
                tx.once(once, location).await?;
                tx.record(&Noted, ()).await
            })
            .await
    };
    send("the same", "/requests/1").await.unwrap();
    match send("the same", "/requests/2").await {
        Err(Error::AlreadyDone(location)) => assert_eq!(location, "/requests/1"),
        other => panic!("{other:?}"),
    }
    assert!(matches!(send("something else", "/requests/3").await, Err(Error::Reused)));
    assert_eq!(app.trail().await, ["test.noted"]);
}

#[actix_web::test]
async fn a_double_click_makes_one_draft() {
    let app = TestApp::committing(monday()).await;
    let key = Uuid::now_v7().to_string();
    let typed = |title| [("title", title), ("lot", "digital_forensics"), ("once", key.as_str())];
    let (one, two) = (typed("Phone examiners"), typed("Phone examiners"));
    let (one, two) = futures_util::future::join(
        app.post(REQUESTER, "/requests/new", &one),
        app.post(REQUESTER, "/requests/new", &two),
    )
    .await;
    assert_eq!(one.status, StatusCode::SEE_OTHER, "{}", one.html);
    assert_eq!(two.status, StatusCode::SEE_OTHER, "{}", two.html);
    assert_eq!(one.location, two.location, "both lead to the same draft");
    assert_eq!(app.look_up("select count(*) from requests").await, "1");
    assert_eq!(app.look_up("select last from reference_counters").await, "1", "no number is lost");

    let other = app.post(REQUESTER, "/requests/new", &typed("Something else")).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.html.contains("already sent with other contents"), "{}", other.html);
    assert_eq!(app.look_up("select count(*) from requests").await, "1");
}

#[actix_web::test]
async fn a_program_told_to_stop_is_alive_and_not_ready() {
    let app = TestApp::at(monday()).await;
    let parts = app.parts();
    let ready = answer(parts.clone(), TestRequest::get().uri("/readyz")).await;
    assert_eq!((ready.status, ready.html.trim()), (StatusCode::OK, "ready"));
    parts.stopping.begin();
    let stopping = answer(parts.clone(), TestRequest::get().uri("/readyz")).await;
    assert_eq!(
        (stopping.status, stopping.html.trim()),
        (StatusCode::SERVICE_UNAVAILABLE, "stopping")
    );
    let alive = answer(parts, TestRequest::get().uri("/healthz")).await;
    assert_eq!(alive.status, StatusCode::OK);
}

#[actix_web::test]
async fn assets_are_kept_for_a_year_and_pages_travel_compressed() {
    let app = TestApp::at(monday()).await;
    for file in ["muster.css", "muster.js"] {
        let page = app.get(NOBODY, muster::web::assets::path(file)).await;
        assert_eq!(page.status, StatusCode::OK, "{file}");
        assert_eq!(page.header("cache-control"), "public, max-age=31536000, immutable", "{file}");
    }
    let plain = app.get(NOBODY, "/opportunities").await;
    assert!(!plain.headers.contains_key("content-encoding"), "nobody asked for it");
    for (path, taken, way) in [
        ("/opportunities", "br", "br"),
        ("/opportunities", "gzip", "gzip"),
        ("/opportunities", "gzip, deflate, br", "br"),
        ("/nowhere", "gzip", "gzip"),
        (muster::web::assets::path("muster.css"), "br", "br"),
    ] {
        let request = TestRequest::get().uri(path).insert_header(("accept-encoding", taken));
        let page = app.send(NOBODY, request).await;
        assert_eq!(page.header("content-encoding"), way, "{path}, {taken}");
        assert!(page.header("vary").contains("accept-encoding"), "{path}, {taken}");
        if path == "/opportunities" {
            let [packed, whole] = [&page, &plain].map(|it| it.html.chars().count());
            assert!(packed < whole / 2, "{path}, {taken}: {packed} of {whole}");
        }
    }
}

#[actix_web::test]
async fn no_statement_lock_or_idle_transaction_lasts_for_ever() {
    let app = TestApp::committing(monday()).await;
    let db = in_earnest(&app).db;
    let manners = || {
        sql::<Text>(
            "concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'), \
             current_setting('idle_in_transaction_session_timeout'), current_setting('transaction_read_only'))",
        )
    };
    let looking: String =
        db.read(async |conn| Ok(diesel::select(manners()).get_result(conn).await?)).await.unwrap();
    let changing: String = db
        .keep_books(async |conn, _| Ok(diesel::select(manners()).get_result(conn).await?))
        .await
        .unwrap();
    assert_eq!(looking, "10s 5s 15s on");
    assert_eq!(changing, "10s 5s 15s off");
}

#[actix_web::test]
async fn each_call_is_one_line_of_the_log_with_the_id_that_its_answer_carries() {
    let app = TestApp::at(monday()).await;
    let log = Listening::begin();
    let asked = [
        ("GET /opportunities 200", app.get(NOBODY, "/opportunities").await),
        ("GET /nowhere 404", app.get(REQUESTER, "/nowhere").await),
        ("POST /sign-in 403", app.send(NOBODY, form("/sign-in", "csrf=guessed")).await),
        ("POST /account/notices/read 401", app.post(NOBODY, "/account/notices/read", &[]).await),
        ("GET /healthz 200", app.get(NOBODY, "/healthz").await),
    ];
    let lines = log.lines();
    let calls: Vec<_> = lines.iter().filter(|it| it.target == "muster::call").collect();
    assert_eq!(calls.len(), asked.len(), "{calls:?}");
    for ((what, page), line) in asked.iter().zip(calls) {
        assert!(line.said.starts_with(what), "{line:?}");
        assert!(line.said.ends_with(page.header("x-request-id")), "{line:?}");
    }
}

#[actix_web::test]
async fn a_program_told_to_stop_answers_who_is_still_asking_and_takes_nobody_else() {
    let app = TestApp::committing(monday()).await;
    let house = House::of(&app);
    let mut program = Serving::start(&house);
    let body = format!("csrf={FORM_TOKEN}&email=nobody%40nowhere.example&password=wrong");
    let mut caller = TcpStream::connect(program.caller.address).unwrap();
    caller.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nhost: {}\r\ncookie: muster-form={FORM_TOKEN}\r\nexpect: 100-continue\r\n\
         connection: close\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        program.caller.address,
        body.len()
    );
    caller.write_all(head.as_bytes()).unwrap();
    let mut go_on = [0; 25];
    caller.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    let (first, rest) = body.split_at(20);
    caller.write_all(first.as_bytes()).unwrap();

    assert!(signal("-TERM", program.child.id()));
    program.says("requests in flight finish first");
    until("nobody else is let in", || TcpStream::connect(program.caller.address).is_err());
    caller.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    caller.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    assert!(answer.contains("do not match an account that can sign in"), "{answer}");
    assert!(program.child.wait().unwrap().success());
}
