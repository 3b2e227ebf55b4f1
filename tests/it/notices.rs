//! Notices and mail: read by whom they are for, looked after by the operator.

use actix_web::http::StatusCode;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::web::Data;
use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use muster::accounts::queries;
use muster::app::{Parts, app};
use muster::audit::{Actor, Happened};
use muster::outbox::preferences::Kind;
use muster::outbox::queue;
use muster::outbox::{Message, Recipient};
use muster::web::guard::Site;
use muster::work::{warn_of_expiry, write_digests};

use crate::support::app::{TestApp, answer, days, monday};
use crate::support::bids;
use crate::support::cast::{
    AUDITOR, HARROW, KESTREL, KESTREL_ADMIN, LANTERN, NOBODY, OPERATOR_ADMIN, REQUESTER,
    open_request,
};
use crate::support::form::Form;

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
        contact: None,
    };
    let parts = Parts { site: Data::new(site), ..test.parts() };
    let service = init_service(app(parts)).await;
    for path in ["/dev/mail".to_owned(), format!("/dev/mail/{id}")] {
        let request = TestRequest::get().uri(&path).peer_addr("192.0.2.1:50000".parse().unwrap());
        let response = call_service(&service, request.to_request()).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[actix_web::test]
async fn mail_is_found_by_part_of_its_address_and_all_that_failed_is_tried_again_at_once() {
    let app = with(STUCK_MAIL).await;
    let found = app.get(AUDITOR, "/operator/mail?q=STUCK%40").await.html;
    assert!(found.contains("stuck@kestrel.example") && !found.contains("fine@kestrel.example"));
    assert!(found.contains("state=put_aside&#38;q=STUCK%40"), "the search is kept: {found}");
    let none = app.get(AUDITOR, "/operator/mail?q=nobody").await.html;
    assert!(none.contains("No mail found") && !none.contains("fine@kestrel.example"), "{none}");
    let percent = app.get(AUDITOR, "/operator/mail?q=%25").await.html;
    assert!(percent.contains("No mail found"), "a sign is looked for as it stands: {percent}");

    let all = app.get(OPERATOR_ADMIN, "/operator/mail").await.html;
    assert!(
        all.contains("Mail that did not arrive") && all.contains("1 mail was given up"),
        "{all}"
    );
    assert!(all.contains("Try all failed mail again now"), "{all}");
    assert!(!app.get(AUDITOR, "/operator/mail").await.html.contains("Try all failed mail"));
    let retries = "/operator/mail/retries";
    assert_eq!(app.post(AUDITOR, retries, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.post(KESTREL, retries, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.post(OPERATOR_ADMIN, retries, &[]).await.status, StatusCode::SEE_OTHER);
    let stands = "select attempts || ' ' || (dead_at is null) || ' ' || (next_at = '2026-01-05 09:00Z') from outbox where subject = 'Stuck'";
    assert_eq!(app.look_up(stands).await, "0 true true");
    let again = app.post(OPERATOR_ADMIN, retries, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.html.contains("No mail has failed"), "{}", again.html);
    assert_eq!(app.trail().await, ["mail.all_put_back"]);
}

/// A receipt of Kestrel's that could not be sent, on a request still open.
async fn with_a_sealed_receipt_that_failed() -> TestApp {
    let app = TestApp::committing(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let bid = bids::start(&app, KESTREL, &request).await;
    let sql = format!(
        "insert into outbox (id, cause, recipient, subject, body, created_at, attempts, next_at, dead_at, last_error)
         select gen_random_uuid(), 'bid.submitted:' || id, 'bids@kestrel.example', 'Sealed receipt', 'Sealed', now(), 12, now(), now(), 'no route'
         from bids where reference = '{bid}'"
    );
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
    app
}

#[actix_web::test]
async fn mail_about_a_sealed_bid_is_neither_found_nor_counted_but_is_tried_again_with_the_rest() {
    let app = with_a_sealed_receipt_that_failed().await;
    for path in ["/operator/mail", "/operator/mail?q=kestrel", "/operator/mail?state=put_aside"] {
        let page = app.get(OPERATOR_ADMIN, path).await.html;
        assert!(!page.contains("Sealed") && !page.contains("did not arrive"), "{path}: {page}");
        assert!(!page.contains("Try all failed"), "{path}: {page}");
    }
    let alone = app.post(OPERATOR_ADMIN, "/operator/mail/retries", &[]).await;
    assert_eq!(alone.status, StatusCode::CONFLICT, "nothing tells that it is there");
    app.arrange(async |conn| conn.batch_execute(STUCK_MAIL).await.unwrap()).await;
    assert_eq!(
        app.post(OPERATOR_ADMIN, "/operator/mail/retries", &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let detail = "select detail->>'mails' from audit_entries where action = 'mail.all_put_back'";
    assert_eq!(app.look_up(detail).await, "1", "the sealed one is not counted");
    assert_eq!(app.look_up("select count(*) from outbox where dead_at is not null").await, "0");
}

const PREFERENCES: &str = "/account/notices/preferences";

#[actix_web::test]
async fn people_choose_how_often_they_are_written_to_about_what_may_be_chosen() {
    let app = TestApp::at(monday()).await;
    for (who, offered, not) in [
        (
            KESTREL,
            vec!["New requests in your lots", "Certificates, insurances"],
            vec!["nothing to choose"],
        ),
        (KESTREL_ADMIN, vec!["Certificates, insurances"], vec!["New requests in your lots"]),
        (REQUESTER, vec!["nothing to choose", "Always sent"], vec!["Save your choices"]),
        (OPERATOR_ADMIN, vec!["nothing to choose", "Always sent"], vec!["Save your choices"]),
    ] {
        let page = app.get(who, PREFERENCES).await;
        assert_eq!(page.status, StatusCode::OK);
        for said in offered {
            assert!(page.html.contains(said), "{who} {said}: {}", page.html);
        }
        for said in not {
            assert!(!page.html.contains(said), "{who} {said}: {}", page.html);
        }
        assert!(app.get(who, "/account/notices").await.html.contains(PREFERENCES));
    }
    assert_eq!(app.get(NOBODY, PREFERENCES).await.status, StatusCode::UNAUTHORIZED);

    let odd = app.post(KESTREL, PREFERENCES, &[("new_requests", "daily"), ("expiry", "off")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(odd.html.contains("Choose how often to hear of: certificates"), "{}", odd.html);
    let kept = Form::on(&odd, PREFERENCES);
    assert_eq!(kept.value("new_requests"), "daily", "what was chosen is still there");
    assert_eq!(app.look_up("select count(*) from mail_preferences").await, "0");

    let good =
        app.post(KESTREL, PREFERENCES, &[("new_requests", "daily"), ("expiry", "daily")]).await;
    assert_eq!(good.location.unwrap(), PREFERENCES);
    let stands = Form::on(&app.get(KESTREL, PREFERENCES).await, PREFERENCES);
    assert_eq!((stands.value("new_requests"), stands.value("expiry")), ("daily", "daily"));
    let admin = [("new_requests", "off"), ("expiry", "daily")];
    app.post(KESTREL_ADMIN, PREFERENCES, &admin).await;
    let choices = app.look_up("select count(*) from mail_preferences where pace = 'off'").await;
    assert_eq!(choices, "0", "what is not offered is not kept");
    let nothing = app.post(REQUESTER, PREFERENCES, &[("new_requests", "off")]).await;
    assert_eq!(nothing.location.unwrap(), PREFERENCES);
    assert_eq!(
        app.trail().await,
        ["mail_preferences.chosen"; 2],
        "nothing to choose, nothing kept"
    );
}

#[derive(serde::Serialize)]
struct Told;

impl Happened for Told {
    fn action(&self) -> &'static str {
        "test.told"
    }

    fn subject(&self) -> uuid::Uuid {
        uuid::Uuid::nil()
    }
}

/// Tells people of a new request, as they wanted.
async fn tell(app: &TestApp, who: &[&str], cause: &str) {
    let db = app.db();
    let mut to = Vec::new();
    for email in who {
        let person = db.read(async |conn| queries::by_email(conn, email).await).await.unwrap();
        let person = person.unwrap();
        to.push(Recipient { user: person.id, email: person.email, name: person.name });
    }
    let message = Message {
        cause: cause.to_owned(),
        subject: format!("New request in your lot: {cause}"),
        lines: vec!["Phones wait.".to_owned()],
        link: format!("/opportunities/{cause}"),
    };
    db.act(&Actor::system("test"), async |tx| {
        tx.tell_as_wanted(Kind::NewRequests, &to, &message).await?;
        tx.record(&Told, ()).await
    })
    .await
    .unwrap();
}

async fn digests(app: &TestApp) -> usize {
    write_digests(&app.db(), &"https://muster.example".parse().unwrap()).await.unwrap()
}

async fn choose(app: &TestApp, who: &str, pace: &str) {
    let chosen = [("new_requests", pace), ("expiry", "at_once")];
    assert_eq!(app.post(who, PREFERENCES, &chosen).await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn a_new_request_is_told_at_once_in_the_digest_or_only_in_the_service_and_never_twice() {
    let app = TestApp::committing(monday()).await;
    choose(&app, HARROW, "daily").await;
    choose(&app, LANTERN, "off").await;
    for _ in 0..2 {
        tell(&app, &[KESTREL, HARROW, LANTERN], "REQ-2026-0001").await;
    }
    assert_eq!(app.look_up("select string_agg(recipient, ' ') from outbox").await, KESTREL);
    assert_eq!(app.look_up("select count(*) from notices").await, "3", "a notice for each");

    for (who, pace) in [(KESTREL, "daily"), (HARROW, "off"), (LANTERN, "at_once")] {
        choose(&app, who, pace).await;
    }
    tell(&app, &[KESTREL, HARROW, LANTERN], "REQ-2026-0001").await;
    assert_eq!(app.look_up("select count(*) from outbox").await, "1", "whatever was chosen since");
    assert_eq!(app.look_up("select count(*) from notices").await, "3");
    assert_eq!(
        digests(&app.later(days(1))).await,
        0,
        "who wants no mail is not sent what was held"
    );
}

#[actix_web::test]
async fn the_digest_goes_out_once_a_day_at_eight_in_the_uk() {
    let july = |time: &str| format!("2026-07-0{time}Z").parse().unwrap();
    let app = TestApp::committing(july("1T12:00:00")).await;
    choose(&app, HARROW, "daily").await;
    tell(&app, &[HARROW], "REQ-2026-0001").await;
    tell(&app.later(TimeDelta::hours(1)), &[HARROW], "REQ-2026-0002").await;
    assert_eq!(digests(&app.later(TimeDelta::hours(2))).await, 0, "today's hour is past");
    assert_eq!(digests(&app.when(july("2T06:59:59"))).await, 0, "a second to eight");
    assert_eq!(digests(&app.when(july("2T07:00:00"))).await, 1);
    assert_eq!(digests(&app.when(july("2T07:00:00"))).await, 0);
    tell(&app.when(july("2T09:00:00")), &[HARROW], "REQ-2026-0003").await;
    assert_eq!(
        digests(&app.when(july("2T23:30:00"))).await,
        0,
        "once a day, half past midnight included"
    );
    assert_eq!(digests(&app.when(july("3T11:00:00"))).await, 1, "late, after a worker slept");
    assert_eq!(
        digests(&app.when(july("4T07:00:00"))).await,
        0,
        "with nothing to tell there is none"
    );

    let mail =
        app.look_up("select subject || ' ' || body from outbox order by created_at limit 1").await;
    assert!(mail.starts_with("Your daily digest from Muster: 2 things Hello Bo Ade,"), "{mail}");
    for said in [
        "https://muster.example/opportunities/REQ-2026-0001",
        "https://muster.example/opportunities/REQ-2026-0002",
    ] {
        assert!(mail.contains(said), "{said}: {mail}");
    }
    assert!(!mail.contains("REQ-2026-0003"), "{mail}");
    assert_eq!(app.look_up("select count(*) from outbox where cause like 'digest:%'").await, "2");
}

#[actix_web::test]
async fn two_workers_at_once_write_each_digest_once() {
    let app = TestApp::committing(monday()).await;
    for who in [KESTREL, HARROW, LANTERN] {
        choose(&app, who, "daily").await;
    }
    tell(&app, &[KESTREL, HARROW, LANTERN], "REQ-2026-0001").await;
    let tomorrow = app.later(days(1));
    let (one, two) = futures_util::future::join(digests(&tomorrow), digests(&tomorrow)).await;
    assert!(one + two >= 3, "{one} and {two}");
    assert_eq!(
        app.look_up("select count(*) || ' ' || count(distinct recipient) from outbox").await,
        "3 3"
    );
    assert_eq!(app.look_up("select count(*) from unsubscribe_tokens").await, "3");
}

#[actix_web::test]
async fn one_click_in_the_mail_ends_the_digest_and_looking_at_the_page_does_not() {
    let app = TestApp::committing(monday()).await;
    choose(&app, HARROW, "daily").await;
    tell(&app, &[HARROW], "REQ-2026-0001").await;
    let app = app.later(days(1));
    assert_eq!(digests(&app).await, 1);
    let path = app.look_up("select unsubscribe from outbox").await;
    let token = path.trim_start_matches("/unsubscribe/");
    assert_eq!(token.len(), 64, "{path}");
    let kept = format!(
        "select count(*) from unsubscribe_tokens where token_hash = sha256('{token}'::bytea)"
    );
    assert_eq!(app.look_up(&kept).await, "1", "only its hash is kept");
    let pace = "select pace from mail_preferences where kind = 'new_requests'";

    let page = app.get(NOBODY, &path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.html.contains("Stop the daily digest</button>"), "{}", page.html);
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(app.look_up(pace).await, "daily", "looking changes nothing");

    // As a mail program sends it: no session, no token of ours, from anywhere, in either encoding.
    let one_click = TestRequest::post()
        .uri(&path)
        .insert_header(("origin", "https://mail.example"))
        .insert_header(("sec-fetch-site", "cross-site"))
        .insert_header(("content-type", "multipart/form-data; boundary=x"))
        .set_payload("--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n");
    let done = answer(app.parts(), one_click.peer_addr("192.0.2.7:50000".parse().unwrap())).await;
    assert_eq!(done.status, StatusCode::OK, "no redirection: {}", done.html);
    assert!(done.html.contains("Your daily digest is stopped"), "{}", done.html);
    assert_eq!(app.look_up(pace).await, "off");
    let again = app.post(NOBODY, &path, &[("List-Unsubscribe", "One-Click")]).await;
    assert_eq!(again.status, StatusCode::OK);
    let trail = app.trail().await;
    assert_eq!(trail, ["mail_preferences.chosen", "test.told", "mail_preferences.digest_ended"]);

    for verb in [TestRequest::get(), TestRequest::post()] {
        let made_up = format!("/unsubscribe/{}", "0".repeat(64));
        assert_eq!(app.send(NOBODY, verb.uri(&made_up)).await.status, StatusCode::NOT_FOUND);
    }
    tell(&app, &[HARROW], "REQ-2026-0002").await;
    assert_eq!(digests(&app.later(days(1))).await, 0);
    assert_eq!(app.look_up("select count(*) from notices").await, "2", "the notice is still there");
}

#[actix_web::test]
async fn ending_a_digest_of_what_expires_brings_the_warnings_one_by_one() {
    let app = TestApp::committing("2027-06-25T06:30:00Z".parse().unwrap()).await;
    app.post(HARROW, PREFERENCES, &[("new_requests", "at_once"), ("expiry", "daily")]).await;
    assert_eq!(warn_of_expiry(&app.db()).await.unwrap(), 4);
    let app = app.later(TimeDelta::minutes(30));
    assert_eq!(digests(&app).await, 1);
    let path = app.look_up("select unsubscribe from outbox where cause like 'digest:%'").await;
    let page = app.get(NOBODY, &path).await.html;
    assert!(page.contains("one e-mail for each, because these must be told"), "{page}");
    assert_eq!(app.post(NOBODY, &path, &[]).await.status, StatusCode::OK);
    let pace = "select pace from mail_preferences where kind = 'expiry'";
    assert_eq!(app.look_up(pace).await, "at_once");
    assert_eq!(
        warn_of_expiry(&app.when("2027-06-30T09:00:00Z".parse().unwrap()).db()).await.unwrap(),
        4
    );
    let told = "select count(*) from outbox where recipient = 'bids@harrow.example' and cause like '%last_day' and unsubscribe = ''";
    assert_eq!(app.look_up(told).await, "1", "what must be told has no way to end it");
}

#[actix_web::test]
async fn mail_that_is_being_sent_is_not_put_back_into_the_queue() {
    let app = with(STUCK_MAIL).await;
    let sql = "update outbox set dead_at = null, sent_at = null, attempts = 0, next_at = '2026-01-05 08:59Z'";
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
    let db = app.db();
    let taken = db.keep_books(async |conn, now| queue::take(conn, now).await).await.unwrap();
    let mail = taken.unwrap();
    let all = app.post(OPERATOR_ADMIN, "/operator/mail/retries", &[]).await;
    assert_eq!(all.status, StatusCode::CONFLICT, "{}", all.html);
    let path = format!("/operator/mail/{}/retry", mail.id);
    assert_eq!(app.post(OPERATOR_ADMIN, &path, &[]).await.status, StatusCode::CONFLICT);
    // Once its worker has said that it failed, or has not been heard of, it can be.
    let late = app.later(TimeDelta::minutes(3));
    assert_eq!(late.post(OPERATOR_ADMIN, &path, &[]).await.status, StatusCode::SEE_OTHER);
    let taken = db.keep_books(async |conn, now| queue::take(conn, now).await).await.unwrap();
    let mail = taken.unwrap();
    db.keep_books(async |conn, now| queue::failed(conn, &mail, "no route", now).await)
        .await
        .unwrap();
    let all = app.post(OPERATOR_ADMIN, "/operator/mail/retries", &[]).await;
    assert_eq!(all.status, StatusCode::SEE_OTHER, "{}", all.html);
}

#[actix_web::test]
async fn what_was_held_for_a_digest_is_sent_at_once_when_the_digest_ends() {
    let app = TestApp::committing("2027-06-25T09:00:00Z".parse().unwrap()).await;
    app.post(HARROW, PREFERENCES, &[("new_requests", "daily"), ("expiry", "daily")]).await;
    tell(&app, &[HARROW], "REQ-2026-0001").await;
    warn_of_expiry(&app.db()).await.unwrap();
    let held = "select count(*) from digest_items where settled_at is null";
    assert_eq!(app.look_up(held).await, "2");
    app.post(HARROW, PREFERENCES, &[("new_requests", "off"), ("expiry", "at_once")]).await;
    assert_eq!(app.look_up(held).await, "0");
    let sent = "select string_agg(cause, ' ') from outbox where recipient = 'bids@harrow.example'";
    let sent = app.look_up(sent).await;
    assert!(sent.starts_with("expiry:certificate:") && !sent.contains("REQ-2026"), "{sent}");
    assert_eq!(digests(&app.later(days(1))).await, 0, "there is no digest after its end");
}
