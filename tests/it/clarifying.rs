//! Answers to several questions, questions in other words, corrected answers,
//! and pages that are told of them while they are open.

use std::future::poll_fn;
use std::pin::Pin;

use actix_web::body::MessageBody;
use actix_web::http::StatusCode;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::web::Data;
use chrono::TimeDelta;
use muster::app as service;
use muster::app::Parts;
use muster::clarifications::live::hub::Live;

use crate::support::app::{TestApp, days, monday};
use crate::support::bids::start;
use crate::support::cast::{
    APPROVER, AUDITOR, HARROW, KESTREL, LANTERN, NOBODY, OTHER_REQUESTER, REQUESTER, open_request,
};
use crate::support::form::Form;

async fn open(app: &TestApp) -> String {
    app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await
}

async fn asked(app: &TestApp, who: &str, request: &str, question: &str) {
    let path = format!("/opportunities/{request}/questions");
    let page = app.post(who, &path, &[("question", question)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
}

async fn public(app: &TestApp, who: &str, request: &str) -> String {
    app.get(who, &format!("/opportunities/{request}")).await.html
}

#[actix_web::test]
async fn a_question_that_names_its_asker_is_published_in_other_words() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    asked(&app, KESTREL, &request, "May Kestrel Cyber use its own laboratory?").await;
    let before = public(&app, NOBODY, &request).await;
    assert!(before.contains("1 question waits for an answer."), "{before}");
    assert!(!before.contains("laboratory"), "a question is public with its answer: {before}");
    let own = public(&app, KESTREL, &request).await;
    assert!(own.contains("What your company asked") && own.contains("laboratory"), "{own}");
    let other = public(&app, HARROW, &request).await;
    assert!(!other.contains("laboratory") && !other.contains("What your company asked"));

    let answers = format!("/requests/{request}/clarifications");
    let page = app.get(REQUESTER, &answers).await;
    assert!(page.html.contains("1 question waits for an answer, asked"), "{}", page.html);
    let form = Form::on(&page, "/clarifications/1")
        .set("answer_1", "Yes, if it is accredited.")
        .set("reworded_1", "May a provider use its own laboratory?");
    form.send(&app, REQUESTER).await;
    for who in [NOBODY, HARROW] {
        let page = public(&app, who, &request).await;
        assert!(page.contains("May a provider use its own laboratory?"), "{page}");
        assert!(!page.contains("May Kestrel"), "the asker’s words stay theirs: {page}");
    }
    let own = public(&app, KESTREL, &request).await;
    assert!(own.contains("May Kestrel Cyber") && own.contains("in the force’s words"), "{own}");
    let mail = app
        .look_up("select string_agg(subject || body, ' ') from outbox where cause like 'clarification.%'")
        .await;
    assert!(!mail.contains("Kestrel") && !mail.contains("laboratory"), "{mail}");
    let history = app.get(AUDITOR, &format!("/requests/{request}/history")).await.html;
    assert!(!history.contains("Kestrel"), "{history}");
}

#[actix_web::test]
async fn one_answer_answers_several_questions_and_is_corrected_for_all_of_them() {
    let app = TestApp::committing(monday()).await;
    let request = open(&app).await;
    start(&app, LANTERN, &request).await;
    asked(&app, KESTREL, &request, "Are the phones charged?").await;
    asked(&app, HARROW, &request, "Where is the site?").await;
    asked(&app, HARROW, &request, "Do the phones come with chargers?").await;
    let answers = format!("/requests/{request}/clarifications");
    let page = app.get(REQUESTER, &answers).await;
    let form = Form::on(&page, "/clarifications/1").set("answer_1", "Half of them.");
    form.tick("with_1", "3").send_twice(&app, REQUESTER).await;
    let page = public(&app, NOBODY, &request).await;
    for said in
        ["Questions 1 and 3", "Are the phones charged?", "come with chargers", "Half of them."]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("Where is the site?"), "{page}");
    let told = "select string_agg(recipient, ' ' order by recipient) from outbox where cause like 'clarification.answered:%'";
    let mut everyone = [KESTREL, HARROW, LANTERN];
    everyone.sort_unstable();
    assert_eq!(app.look_up(told).await, everyone.join(" "), "asked or drafted, each once");

    let correction = format!("{answers}/3/correction");
    let unanswered = app.get(REQUESTER, &format!("{answers}/2/correction")).await;
    assert_eq!(unanswered.status, StatusCode::CONFLICT);
    let later = app.later(TimeDelta::hours(1));
    let page = later.get(REQUESTER, &correction).await;
    let form = Form::on(&page, "/correction");
    assert_eq!(form.value("answer").trim(), "Half of them.");
    let empty = form.clone().set("answer", " ").sent(&later, REQUESTER).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let same = form.clone().set("answer", "Half of them.").sent(&later, REQUESTER).await;
    assert_eq!(same.status, StatusCode::CONFLICT, "{}", same.html);
    let page = later.get(REQUESTER, &correction).await;
    let form = Form::on(&page, "/correction").set("answer", "All of them.");
    form.send_twice(&later, REQUESTER).await;
    let page = public(&later, NOBODY, &request).await;
    for said in ["All of them.", "Half of them.", "What this answer said before", "Corrected"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(app.look_up("select count(*) from earlier_answers").await, "2");
    assert_eq!(app.trail().await.last().unwrap(), "clarification.corrected");
    assert_eq!(later.post(OTHER_REQUESTER, &correction, &[("answer", "x")]).await.status, 404);
    let closed = app.when(monday() + days(14));
    let page = closed.post(REQUESTER, &correction, &[("answer", "None of them.")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "bids were made on what it said");
}

#[actix_web::test]
async fn what_waits_is_counted_with_its_age_and_shows_loudly_once_it_is_late() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    asked(&app, KESTREL, &request, "Are the phones charged?").await;
    asked(&app.later(days(1)), HARROW, &request, "Where is the site?").await;
    let now = app.later(days(3));
    let words = "2 questions wait for an answer, the oldest asked 3 days ago";
    for path in [
        "/force".to_owned(),
        format!("/requests/{request}"),
        format!("/requests/{request}/clarifications"),
    ] {
        let page = now.get(REQUESTER, &path).await.html;
        assert!(page.contains(words), "{path}: {page}");
        assert!(!page.contains("deadline for questions has passed"), "{path}: {page}");
    }
    let late = app.later(days(12));
    for path in [
        "/force".to_owned(),
        format!("/requests/{request}"),
        format!("/requests/{request}/clarifications"),
    ] {
        let page = late.get(REQUESTER, &path).await.html;
        assert!(page.contains("deadline for questions has passed"), "{path}: {page}");
    }
    let public = public(&late, NOBODY, &request).await;
    assert!(public.contains("2 questions wait for an answer."), "{public}");
}

#[actix_web::test]
async fn whoever_may_bid_or_is_engaged_is_told_of_a_cancelling_once() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    start(&app, KESTREL, &request).await;
    let form = [("code", "no_funding"), ("reason", "The grant was withdrawn.")];
    let page = app.post(APPROVER, &format!("/requests/{request}/cancellation"), &form).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    let told = app
        .look_up(
            "select string_agg(recipient, ' ') from outbox where cause like 'request.cancelled:%'",
        )
        .await;
    assert_eq!(told.matches(KESTREL).count(), 1, "{told}");
    assert!(told.contains(HARROW), "{told}");
    assert_eq!(app.look_up("select end_code from requests").await, "no_funding");
    let code = "select detail->>'code' from audit_entries where action = 'request.cancelled'";
    assert_eq!(app.look_up(code).await, "no_funding");
}

/// What an open page is told next; nothing once the stream has ended.
async fn told(body: &mut Pin<Box<impl MessageBody>>) -> Option<String> {
    let bytes = poll_fn(|context| body.as_mut().poll_next(context)).await?;
    Some(String::from_utf8(bytes.ok().unwrap().to_vec()).unwrap())
}

#[actix_web::test]
async fn an_open_page_is_told_of_an_answer_and_of_nothing_else() {
    let app = TestApp::committing(monday()).await;
    let request = open(&app).await;
    asked(&app, KESTREL, &request, "Are the phones charged?").await;
    let live = format!("/opportunities/{request}/questions/live");
    let page = public(&app, NOBODY, &request).await;
    assert!(page.contains(&format!("data-live=\"{live}\"")), "{page}");
    assert!(page.contains("aria-live=\"polite\""), "{page}");

    let parts = app.parts();
    let stopping = parts.stopping.clone();
    let service = init_service(service::app(parts)).await;
    let asking = app.sent_by(HARROW, TestRequest::get().uri(&live)).await;
    let asking = asking.insert_header(("accept-encoding", "br, gzip")).to_request();
    let response = call_service(&service, asking).await;
    assert_eq!(response.status(), StatusCode::OK);
    let header = |name: &str| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("content-encoding"), "identity", "nothing is held back to be compressed");
    assert!(header("content-security-policy").contains("connect-src 'self'"));
    let mut body = Box::pin(response.into_body());
    let first = told(&mut body).await.unwrap();
    assert_eq!(first, "event: mark\ndata: 0-1-0\n\n");
    assert!(page.contains("data-mark=\"0-1-0\""), "the page has the same mark: {page}");

    let form = [("answer_1", "Half of them.")];
    let answer = format!("/requests/{request}/clarifications/1");
    assert_eq!(app.post(REQUESTER, &answer, &form).await.status, StatusCode::SEE_OTHER);
    let next = told(&mut body).await.unwrap();
    assert!(next.starts_with("event: mark\ndata: 1-1-"), "{next}");
    let mark = next.trim().trim_start_matches("event: mark\ndata: ");
    let page = public(&app, NOBODY, &request).await;
    assert!(page.contains(&format!("data-mark=\"{mark}\"")), "{mark}: {page}");

    stopping.begin();
    assert_eq!(told(&mut body).await.unwrap(), "event: end\ndata: end\n\n");
    assert_eq!(told(&mut body).await, None, "it ends when the program stops");
}

#[actix_web::test]
async fn seats_for_open_pages_are_bounded_and_a_stream_ends_with_its_session() {
    let app = TestApp::committing(monday()).await;
    let request = open(&app).await;
    let live = format!("/opportunities/{request}/questions/live");
    let full = Parts { live: Data::new(Live::with_seats(0)), ..app.parts() };
    let page = app.send_with(NOBODY, TestRequest::get().uri(&live), full).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(page.header("retry-after"), "60");
    let missing = app.get(NOBODY, "/opportunities/REQ-2026-9999/questions/live").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);

    // A session that was begun twelve hours ago, less a moment, has half a second left.
    let token = app.session(KESTREL).await;
    assert!(!token.is_empty());
    app.arrange(async |conn| {
        use diesel_async::SimpleAsyncConnection;
        let sql = "update sessions set created_at = last_seen_at - interval '12 hours' + interval '500 milliseconds'";
        conn.batch_execute(sql).await.unwrap();
    })
    .await;
    let one = Data::new(Live::with_seats(1));
    let parts = Parts { live: one.clone(), ..app.parts() };
    let service = init_service(service::app(parts)).await;
    let asking = TestRequest::get()
        .uri(&live)
        .cookie(actix_web::cookie::Cookie::new("muster", token))
        .to_request();
    let response = call_service(&service, asking).await;
    assert_eq!(response.status(), StatusCode::OK);
    let mut body = Box::pin(response.into_body());
    assert_eq!(told(&mut body).await.unwrap(), "event: mark\ndata: 0-0-0\n\n");
    assert!(one.seat(Vec::new()).is_err(), "its seat is taken");
    assert_eq!(told(&mut body).await.unwrap(), "event: end\ndata: end\n\n");
    assert_eq!(told(&mut body).await, None);
    drop(body);
    assert!(one.seat(Vec::new()).is_ok(), "and free again");
}
