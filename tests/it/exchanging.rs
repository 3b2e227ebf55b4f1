//! Amendments: their documents, their approvers, and two people on one page.

use actix_web::http::StatusCode;
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use muster::work::erase_one;
use serde_json::Value;

use crate::amending::{WISH, bid_on, open, published, seen, submitted, written};
use crate::files::PDF;
use crate::support::app::{Page, TestApp, files, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, EVALUATOR1, HARROW, KESTREL, NOBODY, OTHER_REQUESTER, REQUESTER,
    THORNBURY,
};
use crate::support::form::Form;
use crate::support::upload::upload;

async fn sql(app: &TestApp, sql: &str) {
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

async fn also(app: &TestApp, who: &str, role: &str) {
    let give = format!(
        "insert into user_roles (user_id, role) select id, '{role}' from users where email = '{who}'"
    );
    sql(app, &give).await;
}

fn documents(request: &str) -> String {
    format!("/requests/{request}/amendment/documents")
}

/// Begins an amendment, if none is under way.
async fn begun(app: &TestApp, request: &str) {
    let page = seen(app, REQUESTER, request).await;
    if page.html.contains("Begin an amendment") {
        Form::on(&page, "/amendment").send(app, REQUESTER).await;
    }
}

/// Adds a file to the amendment, in the place of another if one is named.
async fn added(app: &TestApp, request: &str, name: &str, replaces: &str) -> Page {
    let form = [("replaces", replaces)];
    app.send(REQUESTER, upload(&documents(request), &form, (name, PDF))).await
}

async fn in_force(app: &TestApp, request: &str) {
    submitted(app, request).await;
    let page = published(app, request).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
}

/// The id of the file of a name.
async fn file(app: &TestApp, name: &str) -> String {
    app.look_up(&format!("select id from files where name = '{name}'")).await
}

#[actix_web::test]
async fn documents_come_go_and_take_each_others_place_and_versions_keep_theirs() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    bid_on(&app, &request).await;
    begun(&app, &request).await;
    let page = added(&app, &request, "Plan.pdf", "").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    let plan = file(&app, "Plan.pdf").await;
    let public = format!("/opportunities/{request}/documents/{plan}");
    for (who, status) in [(NOBODY, 401), (KESTREL, 404), (AUDITOR, 200), (APPROVER, 200)] {
        let page = app.get(who, &format!("/files/{plan}")).await;
        assert_eq!(page.status.as_u16(), status, "the file, for {who:?}");
    }
    for who in [NOBODY, KESTREL, OTHER_REQUESTER, REQUESTER] {
        assert_eq!(app.get(who, &public).await.status, StatusCode::NOT_FOUND, "{who:?}: a draft");
    }
    let page = seen(&app, REQUESTER, &request).await.html;
    for said in ["Plan.pdf (PDF", "Documents that would come", "has confirmed or replaced it"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let shown = app.get(NOBODY, &format!("/opportunities/{request}")).await.html;
    assert!(!shown.contains("Plan.pdf"), "{shown}");
    in_force(&app, &request).await;

    assert_eq!(app.look_up("select state from bids").await, "needs_reconfirm");
    assert_eq!(app.get(NOBODY, &public).await.status, StatusCode::OK);
    let shown = app.get(NOBODY, &format!("/opportunities/{request}")).await.html;
    assert!(shown.contains("Plan.pdf") && shown.contains("What changed: Document"), "{shown}");
    let told = app.look_up("select string_agg(subject || body, ' ') from outbox").await;
    assert!(told.contains("amended") && !told.contains("Plan.pdf"), "{told}");
    let mut trail = app.trail().await;
    trail.retain(|it| it != "file.read");
    assert_eq!(
        trail[trail.len() - 4..],
        ["amendment.begun", "amendment.document_added", "amendment.submitted", "request.amended"]
    );
    let history = app.get(REQUESTER, &format!("/requests/{request}/history")).await.html;
    assert!(history.contains("Amendment: a document added"), "{history}");

    // Version 3 has another in its place.
    begun(&app, &request).await;
    for _ in 0..2 {
        let page = added(&app, &request, "Second plan.pdf", &plan).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
        let page = app.get(REQUESTER, &documents(&request)).await;
        assert!(page.html.contains("Replaced by:"), "{}", page.html);
        let twice = added(&app, &request, "Third plan.pdf", &plan).await;
        assert_eq!(twice.status, StatusCode::CONFLICT, "it goes once");
        Form::on(&page, &format!("{plan}/keeping")).send(&app, REQUESTER).await;
    }
    let gone = "select count(*) from files where name like 'Second%' and removed_at is not null";
    assert_eq!(app.look_up(gone).await, "2", "what was to come is erased");
    added(&app, &request, "Last plan.pdf", &plan).await;
    in_force(&app, &request).await;
    let last = file(&app, "Last plan.pdf").await;
    let shown = app.get(NOBODY, &format!("/opportunities/{request}")).await.html;
    assert!(shown.contains("Last plan.pdf") && !shown.contains(">Plan.pdf<"), "{shown}");
    let changes = app.get(NOBODY, &format!("/opportunities/{request}/changes")).await.html;
    for said in ["Documents of version 3", "Documents of version 2", &plan, &last] {
        assert!(changes.contains(said), "{said}: {changes}");
    }
    assert_eq!(app.get(NOBODY, &public).await.status, StatusCode::OK, "version 2 keeps it");

    // Version 4 has none.
    begun(&app, &request).await;
    let page = app.get(REQUESTER, &documents(&request)).await;
    Form::on(&page, &format!("{last}/removal")).send(&app, REQUESTER).await;
    in_force(&app, &request).await;
    let shown = app.get(NOBODY, &format!("/opportunities/{request}")).await.html;
    assert!(!shown.contains("plan.pdf"), "{shown}");
    let kept = "select string_agg(added_in || '-' || removed_in, ' ' order by added_in) from request_documents";
    assert_eq!(app.look_up(kept).await, "2-3 3-4");
    let public = format!("/opportunities/{request}/documents/{last}");
    assert_eq!(app.get(NOBODY, &public).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn documents_of_a_version_marked_sensitive_stay_with_those_they_were_for() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    sql(&app, "update requests set classification = 'official_sensitive'").await;
    bid_on(&app, &request).await;
    begun(&app, &request).await;
    added(&app, &request, "Suspect plan.pdf", "").await;
    in_force(&app, &request).await;
    let plan = file(&app, "Suspect plan.pdf").await;
    let public = format!("/opportunities/{request}/documents/{plan}");
    let changes = format!("/opportunities/{request}/changes");
    for (who, may) in
        [(KESTREL, true), (REQUESTER, true), (THORNBURY, false), (OTHER_REQUESTER, false)]
    {
        let page = app.get(who, &changes).await.html;
        assert_eq!(page.contains("Suspect plan"), may, "{who}: {page}");
        assert!(may || page.contains("A document"), "{who}: {page}");
        let status = app.get(who, &public).await.status;
        assert_eq!(status == StatusCode::OK, may, "{who}: {status}");
    }
    let bid = app.look_up("select reference from bids").await;
    let own = app.get(KESTREL, &format!("/bids/{bid}")).await.html;
    assert!(own.contains("Suspect plan.pdf"), "{own}");
    sql(
        &app,
        "update providers set state = 'suspended', state_reason = 'Lapsed.' where slug = 'kestrel'",
    )
    .await;
    let own = app.get(KESTREL, &format!("/bids/{bid}")).await.html;
    assert!(!own.contains("Suspect plan.pdf"), "{own}");
    sql(&app, "update providers set state = 'admitted', state_reason = '' where slug = 'kestrel'")
        .await;

    // The mark goes, and the document with it.
    written(&app, &request, "money", &[("classification", "official")]).await;
    let page = app.get(REQUESTER, &documents(&request)).await;
    Form::on(&page, &format!("{plan}/removal")).send(&app, REQUESTER).await;
    in_force(&app, &request).await;
    let page = app.get(NOBODY, &changes).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.html.contains("Suspect plan"), "{}", page.html);
    assert!(page.html.contains("documents that are for providers"), "{}", page.html);
    assert_eq!(app.get(NOBODY, &public).await.status, StatusCode::NOT_FOUND);
    for who in [KESTREL, REQUESTER, AUDITOR] {
        assert_eq!(app.get(who, &public).await.status, StatusCode::OK, "{who}");
    }
}

#[actix_web::test]
async fn an_amendment_waits_for_its_documents_to_be_checked() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    begun(&app, &request).await;
    added(&app, &request, "Plan.pdf", "").await;
    let submission = format!("/requests/{request}/amendment/submission");
    for (state, said) in [
        ("state = 'pending'", "waiting to be checked for viruses"),
        ("state = 'quarantined', reason = 'Eicar'", "A virus was found in a document"),
    ] {
        sql(&app, &format!("update files set {state}")).await;
        let page = seen(&app, REQUESTER, &request).await.html;
        assert!(page.contains(said) && !page.contains("/submission\""), "{page}");
        let page = app.post(REQUESTER, &submission, &[("why", "A plan.")]).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{state}");
        assert!(page.html.contains(said), "{}", page.html);
    }
    sql(&app, "update files set state = 'clean', reason = ''").await;
    submitted(&app, &request).await;
    // It may still be held back before it is approved.
    sql(&app, "update files set state = 'quarantined', reason = 'Eicar'").await;
    let publication = format!("/requests/{request}/amendment/publication");
    let page = app.post(APPROVER, &publication, &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.html);
    assert_eq!(app.look_up("select version from requests").await, "1");
}

#[actix_web::test]
async fn documents_are_changed_by_requesters_of_the_force_in_an_amendment_that_is_written() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    let none = added(&app, &request, "Plan.pdf", "").await;
    assert_eq!(none.status, StatusCode::CONFLICT, "none is under way");
    begun(&app, &request).await;
    for (who, status) in
        [(NOBODY, 401), (APPROVER, 403), (AUDITOR, 404), (OTHER_REQUESTER, 404), (KESTREL, 404)]
    {
        let page = app.get(who, &documents(&request)).await;
        assert_eq!(page.status.as_u16(), status, "{who:?}");
        let page = app.send(who, upload(&documents(&request), &[], ("Plan.pdf", PDF))).await;
        assert_eq!(page.status.as_u16(), status, "{who:?}");
    }
    for (name, content, said) in
        [("plan.exe", &b"MZ"[..], "The file must be"), ("", &b""[..], "Choose a file")]
    {
        let page = app.send(REQUESTER, upload(&documents(&request), &[], (name, content))).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(page.html.contains(said), "{}", page.html);
    }
    for replaces in ["nonsense", "00000000-0000-7000-8000-000000000001"] {
        let page = added(&app, &request, "Plan.pdf", replaces).await;
        assert!(matches!(page.status.as_u16(), 409 | 422), "{replaces}: {}", page.status);
    }
    let strange = format!("{}/00000000-0000-7000-8000-000000000001/removal", documents(&request));
    assert_eq!(app.post(REQUESTER, &strange, &[]).await.status, StatusCode::CONFLICT);

    // Sent twice, it comes once.
    let key = [("once", "018f0000-0000-7000-8000-000000000001")];
    for _ in 0..2 {
        let page = app.send(REQUESTER, upload(&documents(&request), &key, ("Plan.pdf", PDF))).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    }
    assert_eq!(app.look_up("select count(*) from amendment_documents").await, "1");
    submitted(&app, &request).await;
    let waits = added(&app, &request, "Other.pdf", "").await;
    assert_eq!(waits.status, StatusCode::CONFLICT, "it stands still while it waits");

    // Whoever changed a document wrote in the amendment.
    also(&app, REQUESTER, "approver").await;
    let own = app.post(REQUESTER, &format!("/requests/{request}/amendment/publication"), &[]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.html.contains("someone else must approve it"), "{}", own.html);

    // Dropped, nothing of it is left.
    let page = seen(&app, REQUESTER, &request).await;
    Form::on(&page, "/amendment/removal").send(&app, REQUESTER).await;
    assert_eq!(app.look_up("select count(*) from amendment_documents").await, "0");
    while erase_one(&app.db(), &files()).await.unwrap() {}
    assert_eq!(app.look_up("select count(*) from files where erased_at is null").await, "0");
}

#[actix_web::test]
async fn whoever_brings_a_document_for_a_colleagues_amendment_does_not_approve_it() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    written(&app, &request, "basics", &[("title", "Another title")]).await;
    for role in ["requester", "approver"] {
        also(&app, CONTRACTS, role).await;
    }
    let page = app.send(CONTRACTS, upload(&documents(&request), &[], ("Plan.pdf", PDF))).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    submitted(&app, &request).await;
    let publication = format!("/requests/{request}/amendment/publication");
    let own = app.post(CONTRACTS, &publication, &[]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.html.contains("someone else must approve it"), "{}", own.html);
}

#[actix_web::test]
async fn a_document_that_races_a_submission_is_in_it_or_refused() {
    for _ in 0..2 {
        let app = TestApp::committing(monday()).await;
        let request = open(&app).await;
        written(&app, &request, "basics", &[("title", "Another title")]).await;
        let submission = format!("/requests/{request}/amendment/submission");
        let (one, two) = tokio::join!(
            app.post(REQUESTER, &submission, &[("why", "A plan came in.")]),
            added(&app, &request, "Plan.pdf", "")
        );
        assert_eq!(one.status, StatusCode::SEE_OTHER, "{}", one.html);
        let there = app.look_up("select count(*) from amendment_documents").await;
        match two.status {
            StatusCode::SEE_OTHER => assert_eq!(there, "1"),
            StatusCode::CONFLICT => assert_eq!(there, "0"),
            other => panic!("{other}: {}", two.html),
        }
    }
}

/// From now on the force's requests take two approvers above nothing at all.
async fn two_approvers(app: &TestApp) {
    sql(
        app,
        "insert into approval_bands (id, force_id, one_up_to, set_at) \
         select gen_random_uuid(), id, 0, '2026-01-01' from forces where slug = 'northshire'",
    )
    .await;
    also(app, CONTRACTS, "approver").await;
}

#[actix_web::test]
async fn an_amendment_takes_as_many_approvers_as_publishing_the_amended_request() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    written(&app, &request, "requirements", WISH).await;
    let page = seen(&app, REQUESTER, &request).await.html;
    assert!(page.contains("One approver is enough"), "{page}");
    two_approvers(&app).await;
    submitted(&app, &request).await;
    let page = seen(&app, APPROVER, &request).await.html;
    for said in
        ["Two different approvers must agree", "Abe Stone, Cora Wynn", "Approve the amendment"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let first = published(&app, &request).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.html);
    assert_eq!(app.look_up("select version from requests").await, "1");
    assert_eq!(app.trail().await.last().unwrap(), "amendment.first_approved");
    let told = "select string_agg(recipient, ' ') from outbox where cause like 'amendment.first_approved:%'";
    assert_eq!(app.look_up(told).await, CONTRACTS);
    let page = seen(&app, APPROVER, &request).await.html;
    assert!(page.contains("already approved this amendment"), "{page}");
    let publication = format!("/requests/{request}/amendment/publication");
    let again = app.post(APPROVER, &publication, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.html);
    assert!(!app.get(APPROVER, "/force").await.html.contains("Amendments to approve"));
    assert!(app.get(CONTRACTS, "/force").await.html.contains("Amendments to approve"));

    // What comes back starts anew.
    let page = seen(&app, CONTRACTS, &request).await;
    let back = Form::on(&page, "/amendment/return").set("reason", "Say why.");
    back.send(&app, CONTRACTS).await;
    assert_eq!(app.look_up("select approved_by from amendments").await, "");
    submitted(&app, &request).await;
    published(&app, &request).await;
    assert_eq!(app.look_up("select version from requests").await, "1");
    let page = seen(&app, CONTRACTS, &request).await;
    assert!(page.html.contains("Approved by Abe Stone."), "{}", page.html);
    Form::on(&page, "/amendment/publication").send(&app, CONTRACTS).await;
    assert_eq!(app.look_up("select version from requests").await, "2");
    assert_eq!(app.trail().await.last().unwrap(), "request.amended");
    let history = app.get(REQUESTER, &format!("/requests/{request}/history")).await.html;
    assert!(history.contains("first of two approvers"), "{history}");
}

#[actix_web::test]
async fn an_urgent_request_keeps_its_second_approver() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    sql(&app, "update requests set route = 'urgent', route_reason = 'An incident.'").await;
    also(&app, CONTRACTS, "approver").await;
    written(&app, &request, "basics", &[("title", "Another title")]).await;
    submitted(&app, &request).await;
    published(&app, &request).await;
    assert_eq!(app.look_up("select version from requests").await, "1");
    let page = seen(&app, CONTRACTS, &request).await;
    assert!(page.html.contains("because the request is urgent"), "{}", page.html);
    Form::on(&page, "/amendment/publication").send(&app, CONTRACTS).await;
    assert_eq!(app.look_up("select version from requests").await, "2");
}

#[actix_web::test]
async fn two_approvers_of_an_amendment_who_press_at_once_are_the_first_and_the_second() {
    let app = TestApp::committing(monday()).await;
    let request = open(&app).await;
    two_approvers(&app).await;
    written(&app, &request, "requirements", WISH).await;
    submitted(&app, &request).await;
    let publish = format!("/requests/{request}/amendment/publication");
    let (one, two, other) = tokio::join!(
        app.post(APPROVER, &publish, &[]),
        app.post(APPROVER, &publish, &[]),
        app.post(CONTRACTS, &publish, &[])
    );
    let done = [&one, &two, &other].iter().filter(|it| it.status == StatusCode::SEE_OTHER).count();
    assert_eq!(done, 2, "{} {} {}", one.status, two.status, other.status);
    assert_eq!(app.look_up("select version from requests").await, "2");
    let both = "select count(*) from amendments where approved_by <> published_by";
    assert_eq!(app.look_up(both).await, "1");
    // The database holds it by itself.
    let mut conn = AsyncPgConnection::establish(&app.serving_url()).await.unwrap();
    for sql in [
        "update amendments set approved_by = created_by",
        "update amendments set approved_by = published_by",
        "update amendments set approved_by = null",
    ] {
        assert!(conn.batch_execute(sql).await.is_err(), "{sql}");
    }
}

/// The page of an amendment, as somebody has it before them.
async fn page_of(app: &TestApp, who: &str, request: &str, section: &str) -> Page {
    app.get(who, &format!("/requests/{request}/amendment/{section}")).await
}

#[actix_web::test]
async fn of_two_people_on_one_page_neither_overwrites_the_other_and_both_texts_are_shown() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    also(&app, EVALUATOR1, "requester").await;
    begun(&app, &request).await;
    let (one, two) = (
        Form::on(&page_of(&app, REQUESTER, &request, "basics").await, "/amendment/basics"),
        Form::on(&page_of(&app, EVALUATOR1, &request, "basics").await, "/amendment/basics"),
    );
    one.clone().set("title", "Rosa’s title").send(&app, REQUESTER).await;
    let page = two.clone().set("title", "Eve’s title").sent(&app, EVALUATOR1).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.html);
    for said in ["A colleague saved", "Rosa’s title", "Eve’s title"] {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    let kept = "select typed::text from amendment_sections";
    assert!(app.look_up(kept).await.contains("Rosa’s title"));
    // What is the same as what is saved loses nothing.
    two.set("title", "Rosa’s title").send(&app, EVALUATOR1).await;
    // Having read both, one's own is saved.
    Form::on(&page, "/amendment/basics").send(&app, EVALUATOR1).await;
    assert!(app.look_up(kept).await.contains("Eve’s title"));
    // Put back as it was meanwhile, the page says so.
    let stale = Form::on(&page_of(&app, REQUESTER, &request, "basics").await, "/amendment/basics");
    written(&app, &request, "basics", &[("title", "Phone and computer examination")]).await;
    let page = stale.set("title", "A third title").sent(&app, REQUESTER).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.html);
    assert!(page.html.contains("As it is in the request"), "{}", page.html);
}

#[actix_web::test]
async fn of_two_saves_at_once_one_is_kept_and_the_other_is_shown_both() {
    let app = TestApp::committing(monday()).await;
    let request = open(&app).await;
    also(&app, EVALUATOR1, "requester").await;
    begun(&app, &request).await;
    let form = Form::on(&page_of(&app, REQUESTER, &request, "basics").await, "/amendment/basics");
    let (one, two) = futures_util::future::join(
        form.clone().set("title", "One title").sent(&app, REQUESTER),
        form.clone().set("title", "Other title").sent(&app, EVALUATOR1),
    )
    .await;
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409], "{} {}", one.html, two.html);
    let saves = app.trail().await.iter().filter(|it| *it == "amendment.saved").count();
    assert_eq!(saves, 1);
}

fn json(page: &Page) -> Value {
    serde_json::from_str(&page.html).unwrap_or_else(|_| panic!("{}: {}", page.status, page.html))
}

#[actix_web::test]
async fn a_page_keeps_itself_while_it_is_typed_and_half_a_page_cannot_be_submitted() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    begun(&app, &request).await;
    let page = page_of(&app, REQUESTER, &request, "basics").await;
    assert!(page.html.contains("data-autosave"), "{}", page.html);
    let form = Form::on(&page, "/amendment/basics").set("do", "autosave");
    let half = form.clone().set("title", "").sent(&app, REQUESTER).await;
    let told = json(&half);
    assert_eq!(told["finished"], false, "{told}");
    let whole = form.clone().set("title", "A new title");
    let stale = whole.clone().sent(&app, REQUESTER).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(json(&stale)["said"].as_str().unwrap().contains("a colleague saved this page"));

    let page = seen(&app, REQUESTER, &request).await.html;
    assert!(page.contains("In progress") && page.contains("Enter a title"), "{page}");
    let submission = format!("/requests/{request}/amendment/submission");
    let refused = app.post(REQUESTER, &submission, &[("why", "No reason.")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.html);
    let again = page_of(&app, REQUESTER, &request, "basics").await;
    assert!(again.html.contains("This page is not finished"), "{}", again.html);

    let mark = told["seen"].as_str().unwrap();
    let told = json(&whole.clone().set("seen", mark).sent(&app, REQUESTER).await);
    assert_eq!(told["finished"], true, "{told}");
    let saves = async || app.trail().await.iter().filter(|it| *it == "amendment.saved").count();
    let before = saves().await;
    let mark = told["seen"].as_str().unwrap().to_owned();
    let same = json(&whole.set("seen", &mark).sent(&app, REQUESTER).await);
    assert_eq!(same["seen"], mark.as_str());
    assert_eq!(saves().await, before, "nothing new is not said again");

    let later = Form::on(&page_of(&app, REQUESTER, &request, "basics").await, "/amendment/basics");
    let later = later.set("title", "").set("do", "later").sent(&app, REQUESTER).await;
    assert_eq!(later.status, StatusCode::SEE_OTHER, "{}", later.html);
    let finished =
        Form::on(&page_of(&app, REQUESTER, &request, "basics").await, "/amendment/basics");
    let wrong = finished.clone().sent(&app, REQUESTER).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.html);
    finished.set("title", "A whole title").send(&app, REQUESTER).await;
    in_force(&app, &request).await;
    assert_eq!(app.look_up("select title from requests").await, "A whole title");
    let told =
        app.look_up("select count(*) from outbox where recipient = 'bids@harrow.example'").await;
    assert_eq!(told, "0", "{HARROW} is not engaged");
}
