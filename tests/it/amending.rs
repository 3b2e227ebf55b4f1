//! Amendments of open requests, and what they do to the bids on them.

use actix_web::http::StatusCode;
use chrono::TimeDelta;
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use muster::seal::statement;
use muster::work;

use crate::support::app::{Page, TestApp, days, keys, monday};
use crate::support::bids::{hidden, save, start, submit, write};
use crate::support::cast::{
    APPROVER, AUDITOR, EVALUATOR1, HARROW, KESTREL, KESTREL_ADMIN, LANTERN, NOBODY,
    OTHER_REQUESTER, REQUESTER, open_request,
};
use crate::support::form::Form;
use crate::support::panel::Panel;

/// A request that is open for two weeks.
pub async fn open(app: &TestApp) -> String {
    app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await
}

/// Kestrel's bid, submitted.
pub async fn bid_on(app: &TestApp, request: &str) -> String {
    let bid = start(app, KESTREL, request).await;
    write(app, KESTREL, request, &bid, "MARKED", "10").await;
    let page = submit(app, KESTREL, &bid).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    bid
}

/// The page of the amendment.
pub async fn seen(app: &TestApp, who: &str, request: &str) -> Page {
    app.get(who, &format!("/requests/{request}/amendment")).await
}

/// Begins an amendment and writes one page of it.
pub async fn written(app: &TestApp, request: &str, section: &str, fields: &[(&str, &str)]) {
    let page = seen(app, REQUESTER, request).await;
    if page.html.contains("Begin an amendment") {
        Form::on(&page, "/amendment").send(app, REQUESTER).await;
    }
    let page = app.get(REQUESTER, &format!("/requests/{request}/amendment/{section}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    let mut form = Form::on(&page, &format!("/amendment/{section}"));
    for (name, value) in fields {
        form = form.set(name, value);
    }
    form.send(app, REQUESTER).await;
}

/// Asks for approval of it.
pub async fn submitted(app: &TestApp, request: &str) {
    let page = seen(app, REQUESTER, request).await;
    let form = Form::on(&page, "/amendment/submission");
    form.set("why", "A second exhibit came in.").send(app, REQUESTER).await;
}

/// Publishes it.
pub async fn published(app: &TestApp, request: &str) -> Page {
    let page = seen(app, APPROVER, request).await;
    Form::on(&page, "/amendment/publication").sent(app, APPROVER).await
}

/// An amendment of one page, from its beginning to its publication.
async fn amended(app: &TestApp, request: &str, section: &str, fields: &[(&str, &str)]) {
    written(app, request, section, fields).await;
    submitted(app, request).await;
    let page = published(app, request).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
}

/// Adds a wish to the requirements: bids can say nothing to it and still stand.
pub const WISH: &[(&str, &str)] =
    &[("nice", "Experience of vehicle systems\nExperience of drones")];
/// Adds what every bid has to meet.
const MUST: &[(&str, &str)] = &[("essential", "Experience of imaging phones\nOwn laboratory")];

const STATE: &str =
    "select state || ' ' || request_version || ' ' || coalesce(written_for::text, '-') from bids";

#[actix_web::test]
async fn wording_is_amended_by_two_people_and_bids_go_on_counting() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    let bid = bid_on(&app, &request).await;
    written(&app, &request, "basics", &[("title", "Phone and tablet examination")]).await;
    let page = seen(&app, REQUESTER, &request).await.html;
    assert!(page.contains("changes nothing that bids answer"), "{page}");
    assert!(page.contains("Phone and tablet examination"), "{page}");
    let public = app.get(NOBODY, &format!("/opportunities/{request}")).await.html;
    assert!(!public.contains("tablet"), "nothing is public before it is approved");

    let empty = app
        .post(REQUESTER, &format!("/requests/{request}/amendment/submission"), &[("why", " ")])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    submitted(&app, &request).await;
    let home = app.get(APPROVER, "/force").await.html;
    assert!(home.contains("Amendments to approve"), "{home}");
    let waits = app.get(REQUESTER, &format!("/requests/{request}/amendment/basics")).await;
    assert_eq!(waits.status, StatusCode::CONFLICT, "it stands still while it waits");
    let page = published(&app, &request).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);

    let public = app.get(NOBODY, &format!("/opportunities/{request}")).await.html;
    assert!(public.contains("version 2") && public.contains("What changed: Title"), "{public}");
    let changes = app.get(NOBODY, &format!("/opportunities/{request}/changes")).await.html;
    for said in
        ["Phone and computer examination", "Phone and tablet examination", "A second exhibit"]
    {
        assert!(changes.contains(said), "{said}: {changes}");
    }
    assert_eq!(app.look_up(STATE).await, "submitted 1 -");
    let page = app.get(KESTREL, &format!("/bids/{bid}")).await.html;
    assert!(page.contains("your bid counts as it is"), "{page}");
    let told = "select string_agg(recipient, ' ') from outbox where cause like 'request.amended:%'";
    assert_eq!(app.look_up(told).await, KESTREL);
    let trail = app.trail().await;
    assert_eq!(
        trail[trail.len() - 4..],
        ["amendment.begun", "amendment.saved", "amendment.submitted", "request.amended"]
    );
    let history = app.get(REQUESTER, &format!("/requests/{request}/history")).await.html;
    assert!(history.contains("published: version 2"), "{history}");
    assert!(!history.contains("Kestrel"), "{history}");
}

#[actix_web::test]
async fn a_material_change_makes_a_bid_wait_and_it_is_confirmed_unread_and_opened() {
    let app = TestApp::committing(monday()).await;
    let request = open(&app).await;
    let bid = bid_on(&app, &request).await;
    let digests = "select encode(content_hash, 'hex') || encode(price_hash, 'hex') from bids";
    let sealed = app.look_up(digests).await;
    written(&app, &request, "requirements", WISH).await;
    let page = seen(&app, REQUESTER, &request).await.html;
    assert!(page.contains("has confirmed or replaced it"), "{page}");
    assert!(!page.contains("1 bid") && !page.contains("Kestrel"), "how many is not told: {page}");
    submitted(&app, &request).await;
    let page = seen(&app, APPROVER, &request).await;
    Form::on(&page, "/amendment/publication").send_twice(&app, APPROVER).await;
    assert_eq!(app.look_up("select version from requests").await, "2");

    assert_eq!(app.look_up(STATE).await, "needs_reconfirm 1 -");
    let page = app.get(KESTREL, &format!("/bids/{bid}")).await;
    for said in ["does not count until you confirm or replace it", "Experience of drones"] {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    let list = app.get(KESTREL, "/bids").await.html;
    assert!(list.contains("To confirm again"), "{list}");
    for place in ["check", "copy.txt"] {
        let page = app.get(KESTREL, &format!("/bids/{bid}/{place}")).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "nobody reads it, {place}");
    }
    let mail = app
        .look_up("select recipient || subject || body from outbox where cause like 'bid.needs_reconfirm:%'")
        .await;
    assert!(mail.starts_with(KESTREL) && !mail.contains("MARKED"), "{mail}");
    let general = "select count(*) from outbox where cause like 'request.amended:%'";
    assert_eq!(app.look_up(general).await, "0", "told once");

    let colleague = app.post(KESTREL_ADMIN, &format!("/bids/{bid}/confirmation"), &[]).await;
    assert_eq!(colleague.status, StatusCode::FORBIDDEN);
    for version in ["1", "3", ""] {
        let form = [("version", version)];
        let page = app.post(KESTREL, &format!("/bids/{bid}/confirmation"), &form).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "version {version}");
    }
    let later = app.later(TimeDelta::hours(1));
    let path = Form::on(&page, "/confirmation").send_twice(&later, KESTREL).await;
    assert_eq!(path, format!("/bids/{bid}/receipt"));
    assert_eq!(app.look_up(STATE).await, "submitted 2 1");
    assert_eq!(app.look_up(digests).await, sealed, "the same envelopes");
    let receipt = app.get(KESTREL, &format!("/bids/{bid}/receipt.txt")).await.html;
    let lines = statement::verify(&receipt, &keys().0.public_key()).unwrap();
    for line in [
        "Muster receipt 2",
        "Version of the request: 2",
        "Confirmed as it was written for version: 1",
    ] {
        assert!(lines.contains(&line.to_owned()), "{line}: {receipt}");
    }
    assert_eq!(app.look_up("select count(*) from receipts").await, "2");

    let history = app.get(KESTREL, &format!("/bids/{bid}/history")).await.html;
    assert!(history.contains("waits to be confirmed") && history.contains("Bid confirmed"));
    assert!(!history.contains("Northshire"), "who approved it is not told: {history}");

    let panel = Panel { app: app.when(monday() + days(15)), reference: request };
    for who in [REQUESTER, APPROVER] {
        let page = panel.confirm(who).await;
        assert_eq!(page.status, 303, "{}", page.html);
    }
    assert_eq!(panel.app.look_up("select state from bids").await, "opened");
    assert_eq!(panel.app.look_up("select count(*) from damaged_bids").await, "0");
    let said = panel.app.look_up("select string_agg(evidence, ' ') from bid_evidence").await;
    assert!(said.contains("MARKED"), "{said}");
}

#[actix_web::test]
async fn what_a_bid_was_never_asked_cannot_be_confirmed_but_is_answered_by_another() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    let bid = bid_on(&app, &request).await;
    amended(&app, &request, "requirements", MUST).await;
    let page = app.get(KESTREL, &format!("/bids/{bid}")).await.html;
    assert!(page.contains("new essential requirement: Own laboratory"), "{page}");
    assert!(!page.contains("/confirmation\""), "{page}");
    let form = [("version", "2")];
    let page = app.post(KESTREL, &format!("/bids/{bid}/confirmation"), &form).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("Own laboratory"), "{}", page.html);

    let page = app.post(KESTREL, &format!("/bids/{bid}/replacement"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    assert_eq!(app.look_up("select state from bids").await, "needs_reconfirm");
    write(&app, KESTREL, &request, &bid, "ANOTHER", "10").await;
    let short = app.post(KESTREL, &format!("/bids/{bid}/submission"), &[("version", "2")]).await;
    assert_eq!(short.status, StatusCode::CONFLICT, "the new requirement is not met yet");
    let asked = app
        .look_up("select string_agg(id::text, ' ' order by kind, position) from request_requirements where removed_in is null")
        .await;
    let asked: Vec<&str> = asked.split(' ').collect();
    let fields: Vec<(String, &str)> = asked[..2]
        .iter()
        .flat_map(|id| [(format!("met_{id}"), "yes"), (format!("evidence_{id}"), "We do.")])
        .collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|it| (it.0.as_str(), it.1)).collect();
    let page = save(&app, KESTREL, &format!("/bids/{bid}/evidence"), &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    let later = app.later(TimeDelta::hours(1));
    let page = later.post(KESTREL, &format!("/bids/{bid}/submission"), &[("version", "2")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    assert_eq!(app.look_up(STATE).await, "submitted 2 -");
}

#[actix_web::test]
async fn what_an_amendment_takes_out_is_left_out_of_a_bid_when_it_is_opened() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    let bid = bid_on(&app, &request).await;
    // The second role goes, and comes under another name.
    let page = format!("/requests/{request}/amendment/roles");
    Form::on(&seen(&app, REQUESTER, &request).await, "/amendment").send(&app, REQUESTER).await;
    let form = Form::on(&app.get(REQUESTER, &page).await, "/amendment/roles");
    form.set("role_remove_2", "yes").send(&app, REQUESTER).await;
    submitted(&app, &request).await;
    assert_eq!(published(&app, &request).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.look_up("select removed_in from request_roles where position = 2").await, "2");
    let form = Form::on(&app.get(KESTREL, &format!("/bids/{bid}")).await, "/confirmation");
    form.send(&app.later(TimeDelta::hours(1)), KESTREL).await;
    let panel = Panel { app: app.when(monday() + days(15)), reference: request };
    for who in [REQUESTER, APPROVER] {
        let page = panel.confirm(who).await;
        assert_eq!(page.status, 303, "{}", page.html);
    }
    assert_eq!(panel.app.look_up("select state from bids").await, "opened");
    assert_eq!(panel.app.look_up("select count(*) from bid_team").await, "1");
}

#[actix_web::test]
async fn a_bid_that_nobody_confirmed_counts_as_not_submitted_and_the_force_learns_nothing() {
    let app = TestApp::committing(monday()).await;
    let request = open(&app).await;
    let bid = bid_on(&app, &request).await;
    amended(&app, &request, "requirements", WISH).await;
    let panel = Panel { app: app.when(monday() + days(15)), reference: request };
    assert_eq!(work::close_what_is_due(&panel.app.db(), &keys().0).await.unwrap(), 1);
    assert_eq!(panel.app.look_up("select bids from closings").await, "0");
    let confirm = format!("/bids/{bid}/confirmation");
    let late = panel.app.post(KESTREL, &confirm, &[("version", "2")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let page = panel.app.get(KESTREL, &format!("/bids/{bid}")).await.html;
    assert!(page.contains("was not confirmed after the request was amended"), "{page}");
    for who in [REQUESTER, APPROVER] {
        panel.confirm(who).await;
    }
    assert_eq!(panel.app.look_up("select state from bids").await, "needs_reconfirm");
    assert_eq!(panel.app.look_up("select count(*) from bid_answers").await, "0");
    for page in ["opening", "history", ""] {
        let page = panel.get(REQUESTER, page).await.html;
        assert!(!page.contains(&bid) && !page.contains("Kestrel"), "{page}");
    }
}

#[actix_web::test]
async fn a_bid_written_for_one_version_is_not_submitted_to_the_next_and_nothing_is_lost() {
    let app = TestApp::committing(monday()).await;
    let request = open(&app).await;
    let bid = start(&app, KESTREL, &request).await;
    write(&app, KESTREL, &request, &bid, "MARKED", "10").await;
    let check = app.get(KESTREL, &format!("/bids/{bid}/check")).await;
    assert_eq!(hidden(&check, "version"), "1");
    amended(&app, &request, "requirements", WISH).await;
    let page = Form::on(&check, "/submission").sent(&app, KESTREL).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    for said in ["has changed since you checked", "Experience of drones", "MARKED"] {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    assert_eq!(app.look_up("select state from bids").await, "draft");
    let overview = app.get(KESTREL, &format!("/bids/{bid}")).await.html;
    assert!(overview.contains("amended since this bid was begun"), "{overview}");
    // The page that was answered has the version that is read now.
    let again = Form::on(&page, "/submission");
    assert_eq!(again.value("version"), "2");
    assert_eq!(again.send(&app, KESTREL).await, format!("/bids/{bid}/receipt"));
    assert_eq!(app.look_up(STATE).await, "submitted 2 -");
}

#[actix_web::test]
async fn a_submission_that_races_an_amendment_is_before_it_or_after_it() {
    for _ in 0..3 {
        let app = TestApp::committing(monday()).await;
        let request = open(&app).await;
        let bid = start(&app, KESTREL, &request).await;
        write(&app, KESTREL, &request, &bid, "MARKED", "10").await;
        written(&app, &request, "requirements", WISH).await;
        submitted(&app, &request).await;
        let publish = Form::on(&seen(&app, APPROVER, &request).await, "/amendment/publication");
        let (bidder, force) =
            futures_util::future::join(submit(&app, KESTREL, &bid), publish.sent(&app, APPROVER))
                .await;
        assert_eq!(force.status, StatusCode::SEE_OTHER, "{}", force.html);
        let state = app.look_up("select state from bids").await;
        match bidder.status {
            StatusCode::SEE_OTHER => assert_eq!(state, "needs_reconfirm"),
            StatusCode::CONFLICT => {
                assert_eq!(state, "draft");
                assert!(bidder.html.contains("Experience of drones"), "{}", bidder.html);
            }
            other => panic!("{other}: {}", bidder.html),
        }
    }
}

/// The Dates page, with the bid deadline a week later.
const LATER: &[(&str, &str)] = &[
    ("questions_day", "22"),
    ("questions_month", "1"),
    ("questions_year", "2026"),
    ("questions_hour", "9"),
    ("closes_day", "26"),
    ("closes_month", "1"),
    ("closes_year", "2026"),
    ("closes_hour", "9"),
];

#[actix_web::test]
async fn a_deadline_moves_later_for_all_and_never_earlier() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    let bid = bid_on(&app, &request).await;
    Form::on(&seen(&app, REQUESTER, &request).await, "/amendment").send(&app, REQUESTER).await;
    let page = app.get(REQUESTER, &format!("/requests/{request}/amendment/dates")).await;
    let mut earlier = Form::on(&page, "/amendment/dates");
    for (name, value) in LATER {
        earlier = earlier.set(name, value);
    }
    let earlier = earlier.set("closes_day", "16").set("questions_day", "15");
    let page = earlier.sent(&app, REQUESTER).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.html);
    assert!(page.html.contains("can only move later"), "{}", page.html);
    assert!(page.html.contains("value=\"16\""), "what was typed is kept: {}", page.html);
    amended(&app, &request, "dates", LATER).await;
    assert_eq!(app.look_up(STATE).await, "submitted 1 -", "a later deadline alone is not material");
    let subject = "select subject from outbox where cause like 'request.amended:%'";
    assert!(app.look_up(subject).await.contains("its deadline is moved"));
    let old = app.when(monday() + days(14));
    assert_eq!(old.post(KESTREL, &format!("/bids/{bid}/withdrawal"), &[]).await.status, 303);
    let now = app.when(monday() + days(21));
    let page = now.get(KESTREL, &format!("/opportunities/{request}")).await.html;
    assert!(page.contains("Bids closed at"), "{page}");
}

#[actix_web::test]
async fn what_bids_have_to_answer_leaves_them_half_the_time() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    written(&app, &request, "requirements", WISH).await;
    submitted(&app, &request).await;
    let soon = app.when(monday() + days(9) + TimeDelta::seconds(1));
    let page = seen(&soon, APPROVER, &request).await.html;
    assert!(page.contains("at least 5 days must be left"), "{page}");
    let publish = format!("/requests/{request}/amendment/publication");
    let page = soon.post(APPROVER, &publish, &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert_eq!(app.look_up("select version from requests").await, "1");
    let just = app.when(monday() + days(9));
    assert_eq!(just.post(APPROVER, &publish, &[]).await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn nothing_is_amended_from_the_deadline_on_and_a_closing_that_races_it_decides() {
    let app = TestApp::committing(monday()).await;
    let request = open(&app).await;
    written(&app, &request, "dates", LATER).await;
    submitted(&app, &request).await;
    let closes = monday() + days(14);
    let (just, late) = (app.when(closes - TimeDelta::milliseconds(1)), app.when(closes));
    let publish = format!("/requests/{request}/amendment/publication");
    let page = late.post(APPROVER, &publish, &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.html);
    assert!(page.html.contains("before its deadline"), "{}", page.html);

    let worker = late.db();
    let (force, closed) = tokio::join!(
        just.post(APPROVER, &publish, &[]),
        work::close_what_is_due(&worker, &keys().0)
    );
    closed.unwrap();
    let there = app.look_up("select count(*) from closings").await;
    let version = app.look_up("select version from requests").await;
    match force.status {
        StatusCode::SEE_OTHER => assert_eq!((there.as_str(), version.as_str()), ("0", "2")),
        StatusCode::CONFLICT => assert_eq!((there.as_str(), version.as_str()), ("1", "1")),
        other => panic!("{other}: {}", force.html),
    }
}

#[actix_web::test]
async fn the_database_itself_holds_the_deadline_and_who_approves() {
    let app = TestApp::committing(monday()).await;
    let request = open(&app).await;
    let mut conn = AsyncPgConnection::establish(&app.serving_url()).await.unwrap();
    // The serving role cannot move the clock, so the deadline of January has passed for it.
    let said = conn
        .batch_execute("update requests set closes_at = closes_at + interval '1 day'")
        .await
        .unwrap_err()
        .to_string();
    assert!(said.contains("the deadline has passed"), "{said}");
    app.arrange(async |conn| {
        conn.batch_execute("update requests set closes_at = now() + interval '9 days'")
            .await
            .unwrap();
    })
    .await;
    let said = conn
        .batch_execute("update requests set closes_at = closes_at - interval '1 day'")
        .await
        .unwrap_err()
        .to_string();
    assert!(said.contains("only later"), "{said}");
    written(&app, &request, "basics", &[("title", "Another title")]).await;
    for sql in [
        "update amendments set state = 'published', version = 2, published_at = now(), published_by = created_by",
        "update amendments set state = 'published'",
        "insert into amendments select gen_random_uuid(), request_id, from_version, 'draft', '', '', created_by, created_at from amendments",
        "delete from amendments",
    ] {
        assert!(conn.batch_execute(sql).await.is_err(), "{sql}");
    }
}

#[actix_web::test]
async fn an_amendment_is_sent_back_changed_and_dropped_and_strangers_see_none_of_it() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    let at = |side: &str| format!("/requests/{request}/amendment/{side}");
    let page = seen(&app, REQUESTER, &request).await;
    Form::on(&page, "/amendment").send(&app, REQUESTER).await;
    let nothing = app.post(REQUESTER, &at("submission"), &[("why", "No reason.")]).await;
    assert_eq!(nothing.status, StatusCode::CONFLICT);
    assert!(nothing.html.contains("changes nothing yet"), "{}", nothing.html);
    written(&app, &request, "need", &[("why", "The unit is fuller.")]).await;
    let again = app.post(REQUESTER, &format!("/requests/{request}/amendment"), &[]).await;
    assert_eq!(again.location.unwrap(), format!("/requests/{request}/amendment"), "one at a time");
    for section in ["route", "panel"] {
        let page = app.get(REQUESTER, &at(section)).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{section}");
        assert!(page.html.contains("cannot change this part"), "{}", page.html);
    }
    assert_eq!(app.get(REQUESTER, &at("nonsense")).await.status, StatusCode::NOT_FOUND);
    submitted(&app, &request).await;
    let auditor = seen(&app, AUDITOR, &request).await;
    assert!(auditor.html.contains("fuller") && !auditor.html.contains("/publication"));
    assert_eq!(app.post(EVALUATOR1, &at("publication"), &[]).await.status, 403);
    assert_eq!(app.post(OTHER_REQUESTER, &at("removal"), &[]).await.status, 404);

    let page = seen(&app, APPROVER, &request).await;
    let form = Form::on(&page, "/amendment/return");
    let empty = form.clone().set("reason", "").sent(&app, APPROVER).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    form.set("reason", "Say how full.").send(&app, APPROVER).await;
    let page = seen(&app, REQUESTER, &request).await;
    assert!(page.html.contains("Say how full."), "{}", page.html);
    // Put back as it was, the page is no longer changed.
    written(&app, &request, "need", &[("why", "The unit is full.")]).await;
    assert_eq!(app.look_up("select count(*) from amendment_sections").await, "0");
    let page = seen(&app, REQUESTER, &request).await;
    Form::on(&page, "/amendment/removal").send(&app, REQUESTER).await;
    assert_eq!(app.look_up("select state from amendments").await, "dropped");
    assert_eq!(app.look_up("select version from requests").await, "1");
    let public = app.get(NOBODY, &format!("/opportunities/{request}/changes")).await.html;
    assert!(public.contains("Nothing has changed"), "{public}");
    assert!(seen(&app, REQUESTER, &request).await.html.contains("Begin an amendment"));
}

#[actix_web::test]
async fn everyone_engaged_is_told_once_and_nobody_else() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    start(&app, HARROW, &request).await;
    let question = [("question", "Are the phones charged?")];
    for _ in 0..2 {
        let ask = format!("/opportunities/{request}/questions");
        assert_eq!(app.post(KESTREL, &ask, &question).await.status, 303);
    }
    amended(&app, &request, "requirements", MUST).await;
    let told = "select string_agg(recipient, ' ' order by recipient) from outbox where cause like 'request.amended:%'";
    assert_eq!(
        app.look_up(told).await,
        format!("{KESTREL} {HARROW}").split(' ').rev().collect::<Vec<_>>().join(" ")
    );
    assert!(!app.look_up(told).await.contains(LANTERN));
}

#[actix_web::test]
async fn an_amended_price_range_is_written_whole_and_takes_the_approvers_of_its_new_value() {
    let app = TestApp::committing(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    amended(&app, &request, "money", &[("options", "1,000")]).await;
    assert_eq!(app.look_up("select options_value from requests").await, "100000");

    written(&app, &request, "money", &[("budget", "5,000,000")]).await;
    submitted(&app, &request).await;
    let page = published(&app, &request).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    assert_eq!(app.look_up("select budget from requests").await, "50000000", "it was the first");
    let page = seen(&app, REQUESTER, &request).await.html;
    for said in
        ["Two different approvers must agree", "Approved by Abe Stone.", "has nobody who may"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[actix_web::test]
async fn whoever_approves_an_amendment_sees_what_only_the_force_sees() {
    let app = TestApp::committing(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let hide = "update requests set budget_shown = false";
    app.arrange(async |conn| conn.batch_execute(hide).await.unwrap()).await;
    let fields = [("budget", "600,000"), ("ir35", "supply_of_resource")];
    written(&app, &request, "money", &fields).await;
    submitted(&app, &request).await;
    let page = seen(&app, APPROVER, &request).await.html;
    assert!(page.contains("What only your force sees") && page.contains("£600,000"), "{page}");
    published(&app, &request).await;
    let changes = app.get(KESTREL, &format!("/opportunities/{request}/changes")).await.html;
    assert!(changes.contains("IR35") && !changes.contains("600,000"), "{changes}");
}

#[actix_web::test]
async fn an_amendment_leaves_one_entry_however_many_bids_it_makes_wait() {
    for bidders in [&[][..], &[KESTREL], &[KESTREL, HARROW]] {
        let app = TestApp::committing(monday()).await;
        let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
        for who in bidders {
            let bid = start(&app, who, &request).await;
            write(&app, who, &request, &bid, "Words", "500").await;
            submit(&app, who, &bid).await;
        }
        written(&app, &request, "requirements", WISH).await;
        submitted(&app, &request).await;
        let before = app.trail().await.len();
        let page = published(&app, &request).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
        let waiting = "select count(*) from bids where state = 'needs_reconfirm'";
        assert_eq!(app.look_up(waiting).await, bidders.len().to_string());
        assert_eq!(app.trail().await[before..], ["request.amended"], "{bidders:?}");
    }
}
