//! Notices and mail: read by whom they are for, looked after by the operator.

use actix_web::http::StatusCode;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::web::Data;
use diesel_async::SimpleAsyncConnection;
use muster::app::{Parts, app};
use muster::web::guard::Site;
use muster::web::health::Stopping;

use crate::support::app::{TestApp, monday};
use crate::support::cast::{AUDITOR, KESTREL, NOBODY, OPERATOR_ADMIN, REQUESTER};

async fn with(sql: &str) -> TestApp {
    let app = TestApp::at(monday()).await;
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
    app
}

const TWO_NOTICES: &str = "insert into notices (id, user_id, at, text, link) \
    select gen_random_uuid(), id, '2026-01-04', 'Word for ' || name, '/opportunities' from users \
    where email in ('requester@northshire.example', 'bids@kestrel.example')";

#[actix_web::test]
async fn people_read_their_own_notices_and_mark_only_those() {
    let app = with(TWO_NOTICES).await;
    let page = app.get(REQUESTER, "/account/notices").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.html.contains("Word for Rosa Quill") && !page.html.contains("Word for Ann Lee"));
    assert!(page.html.contains("Mark all as read"));

    let theirs = app.look_up("select id from notices where text = 'Word for Ann Lee'").await;
    app.post(REQUESTER, "/account/notices/read", &[("notice", &theirs)]).await;
    assert_eq!(app.look_up("select count(*) from notices where read_at is null").await, "2");

    let done = app.post(REQUESTER, "/account/notices/read", &[]).await;
    assert_eq!(done.location.unwrap(), "/account/notices");
    assert_eq!(
        app.look_up("select string_agg(text, ' ') from notices where read_at is null").await,
        "Word for Ann Lee"
    );
    assert!(!app.get(REQUESTER, "/account/notices").await.html.contains("Mark all as read"));
    assert!(app.trail().await.is_empty(), "reading is nobody else's business");
}

const STUCK_MAIL: &str = "insert into outbox (id, cause, recipient, subject, body, link, created_at, attempts, next_at, sent_at, dead_at, last_error) values \
    (gen_random_uuid(), 'a', 'stuck@kestrel.example', 'Stuck', 'A secret word', '/secret/link', '2026-01-04', 12, '2026-01-04', null, '2026-01-05', 'no route to host'), \
    (gen_random_uuid(), 'b', 'fine@kestrel.example', 'Fine', 'A secret word', '/secret/link', '2026-01-04', 1, '2026-01-04', '2026-01-04', null, '')";

#[actix_web::test]
async fn the_operator_sees_how_far_mail_has_come_but_not_what_it_says() {
    let app = with(STUCK_MAIL).await;
    let page = app.get(AUDITOR, "/operator/mail").await.html;
    for said in ["Stuck", "stuck@kestrel.example", "Put aside", "no route to host", "Fine", "Sent"]
    {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("A secret word") && !page.contains("/secret/link"));
    assert!(!page.contains("Try again now"), "an auditor changes nothing");
    let stuck = app.get(OPERATOR_ADMIN, "/operator/mail?state=put_aside").await.html;
    assert!(stuck.contains("Try again now") && !stuck.contains("fine@kestrel.example"));
    assert_eq!(app.get(KESTREL, "/operator/mail").await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn an_operator_administrator_puts_stuck_mail_back_into_the_queue_once() {
    let app = with(STUCK_MAIL).await;
    let id = app.look_up("select id from outbox where subject = 'Stuck'").await;
    let path = format!("/operator/mail/{id}/retry");
    assert_eq!(app.post(AUDITOR, &path, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.post(OPERATOR_ADMIN, &path, &[]).await.status, StatusCode::SEE_OTHER);
    let stands = "select attempts || ' ' || (dead_at is null) || ' ' || (next_at = '2026-01-05 09:00Z') from outbox where subject = 'Stuck'";
    assert_eq!(app.look_up(stands).await, "0 true true");
    let again = app.post(OPERATOR_ADMIN, &path, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.html.contains("nothing to try again"));
    let sent = app.look_up("select id from outbox where subject = 'Fine'").await;
    let sent = app.post(OPERATOR_ADMIN, &format!("/operator/mail/{sent}/retry"), &[]).await;
    assert_eq!(sent.status, StatusCode::CONFLICT);
    assert_eq!(app.trail().await, ["mail.put_back"]);
}

#[actix_web::test]
async fn the_demonstrations_mail_can_be_read_and_followed() {
    let app = with(STUCK_MAIL).await;
    let id = app.look_up("select id from outbox where subject = 'Stuck'").await;
    assert!(app.get(NOBODY, "/dev/mail").await.html.contains("stuck@kestrel.example"));
    let page = app.get(NOBODY, &format!("/dev/mail/{id}")).await.html;
    assert!(page.contains("A secret word") && page.contains("href=\"/secret/link\""));
}

#[actix_web::test]
async fn a_real_service_shows_no_mail_to_anyone() {
    let test = with(STUCK_MAIL).await;
    let id = test.look_up("select id from outbox where subject = 'Stuck'").await;
    let site = Site {
        public_url: "http://muster.test".parse().unwrap(),
        secure: false,
        demonstration: false,
        trusted_proxies: vec![],
    };
    let parts =
        Parts { db: test.db(), site: Data::new(site), stopping: Data::new(Stopping::default()) };
    let service = init_service(app(parts)).await;
    for path in ["/dev/mail".to_owned(), format!("/dev/mail/{id}")] {
        let request = TestRequest::get().uri(&path).peer_addr("192.0.2.1:50000".parse().unwrap());
        let response = call_service(&service, request.to_request()).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
    }
}
