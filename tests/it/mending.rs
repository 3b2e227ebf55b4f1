//! What a bidder's own pages do while they write, delete, take back and are
//! reminded; and whom they are told to ask.

use actix_web::http::StatusCode;
use chrono::TimeDelta;
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use muster::seal::statement;
use muster::types::ids::UserId;
use muster::types::time::Moment;
use muster::work;
use serde_json::Value;

use crate::files::PDF;
use crate::support::app::{Page, TestApp, days, files, keys, monday};
use crate::support::bids::{hidden, ids, save, start, submit, write};
use crate::support::cast::{
    AUDITOR, HARROW, KESTREL, KESTREL_ADMIN, NOBODY, REQUESTER, open_request,
};
use crate::support::form::Form;
use crate::support::upload::upload;

/// When the requests in these tests close.
fn closes() -> Moment {
    monday() + days(14)
}

async fn begun(app: &TestApp) -> (String, String) {
    let request = app.arrange(async |conn| open_request(conn, closes()).await).await;
    let bid = start(app, KESTREL, &request).await;
    (request, bid)
}

/// Kestrel's whole draft on a request.
async fn draft(app: &TestApp) -> (String, String) {
    let (request, bid) = begun(app).await;
    write(app, KESTREL, &request, &bid, "Plainly.", "12.34").await;
    (request, bid)
}

async fn attach(app: &TestApp, bid: &str, name: &str) -> Page {
    let key = UserId::mint().to_string();
    let path = format!("/bids/{bid}/attachments");
    app.send(KESTREL, upload(&path, &[("once", &key)], (name, PDF))).await
}

/// What a page that saves by itself is told: the status, and the answer.
async fn by_itself(
    app: &TestApp,
    path: &str,
    seen: &str,
    fields: &[(&str, &str)],
) -> (StatusCode, Value) {
    let mut form = fields.to_vec();
    form.extend([("seen", seen), ("do", "autosave")]);
    let page = app.post(KESTREL, path, &form).await;
    let told = serde_json::from_str(&page.html).unwrap_or_else(|_| panic!("{}", page.html));
    (page.status, told)
}

fn text(told: &Value, name: &str) -> String {
    told[name].as_str().unwrap_or_else(|| panic!("no {name}: {told}")).to_owned()
}

#[actix_web::test]
async fn a_section_that_saves_by_itself_is_given_the_mark_of_what_it_saved() {
    let app = TestApp::at(monday()).await;
    let (request, bid) = begun(&app).await;
    let roles = ids(&app, "request_roles", &request).await;
    let asked = ids(&app, "request_requirements", &request).await;
    let (met, evidence) = (format!("met_{}", asked[0]), format!("evidence_{}", asked[0]));
    let rate = format!("rate_{}", roles[0]);
    for (place, one, other) in [
        (
            "evidence",
            vec![(met.as_str(), "no")],
            vec![(met.as_str(), "yes"), (evidence.as_str(), "Forty.")],
        ),
        ("answers/technical_merit", vec![("answer", "One.")], vec![("answer", "Two.")]),
        ("price", vec![(rate.as_str(), "100")], vec![(rate.as_str(), "200")]),
        ("declarations", vec![("no_conflict", "yes")], vec![("prices_held", "yes")]),
        ("team", vec![], vec![]),
    ] {
        let path = format!("/bids/{bid}/{place}");
        let page = app.get(KESTREL, &path).await;
        assert!(page.html.contains("data-autosave") && page.html.contains("data-autosave-said"));
        let before = hidden(&page, "seen");
        let (status, first) = by_itself(&app, &path, &before, &one).await;
        assert_eq!(status, StatusCode::OK, "{place}: {first}");
        assert_eq!(text(&first, "said"), "Saved at 9am, not submitted");
        let (status, second) = by_itself(&app, &path, &text(&first, "seen"), &other).await;
        assert_eq!(status, StatusCode::OK, "{place}: {second}");
        let drawn = hidden(&app.get(KESTREL, &path).await, "seen");
        assert_eq!(text(&second, "seen"), drawn, "{place}: the mark is that of the page");
        // The button after that sends what is on the page, and it is no conflict.
        let mut form = other.clone();
        form.push(("seen", &drawn));
        let page = app.post(KESTREL, &path, &form).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{place}: {}", page.html);
    }
    let trail = app.trail().await.iter().filter(|it| *it == "bid.answer_saved").count();
    assert_eq!(trail, 3, "two saves by itself, and the button");
}

#[actix_web::test]
async fn a_section_that_saves_by_itself_never_writes_over_a_colleague() {
    let app = TestApp::at(monday()).await;
    let (_, bid) = begun(&app).await;
    let path = format!("/bids/{bid}/answers/technical_merit");
    let seen = hidden(&app.get(KESTREL, &path).await, "seen");
    save(&app, KESTREL, &path, &[("answer", "A colleague’s.")]).await;
    let (status, told) = by_itself(&app, &path, &seen, &[("answer", "Mine.")]).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(text(&told, "said").contains("a colleague saved this section"), "{told}");
    assert!(told.get("seen").is_none(), "the mark of what was not read is not given away");
    assert_eq!(app.look_up("select answer from bid_answers").await, "A colleague’s.");
    let page = app.post(KESTREL, &path, &[("answer", "Mine."), ("seen", &seen)]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("A colleague’s.") && page.html.contains("Mine."), "{}", page.html);
    // The same text is no conflict, and is not recorded once more.
    let (status, _) = by_itself(&app, &path, &seen, &[("answer", "A colleague’s.")]).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(app.trail().await, ["bid.started", "bid.answer_saved"]);
}

#[actix_web::test]
async fn what_cannot_be_saved_by_itself_is_said_and_stays_unsaved() {
    let app = TestApp::at(monday()).await;
    let (request, bid) = begun(&app).await;
    let roles = ids(&app, "request_roles", &request).await;
    let path = format!("/bids/{bid}/price");
    let seen = hidden(&app.get(KESTREL, &path).await, "seen");
    let rate = format!("rate_{}", roles[0]);
    let (status, told) = by_itself(&app, &path, &seen, &[(&rate, "99999")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(&told, "said").starts_with("Not saved yet. "), "{told}");
    assert_eq!(app.look_up("select count(*) from bid_rates").await, "0");
    let late = app.when(closes());
    let form = [(rate.as_str(), "100"), ("seen", seen.as_str()), ("do", "autosave")];
    let page = late.post(KESTREL, &path, &form).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "it stops at the deadline");
    assert_eq!(app.look_up("select count(*) from bid_rates").await, "0");
}

#[actix_web::test]
async fn a_draft_that_was_never_submitted_is_deleted_by_its_company_after_asking() {
    let app = TestApp::committing(monday()).await;
    app.arrange(async |conn| {
        let second = "insert into user_roles (user_id, role) select id, 'bidder' from users where email = 'admin@kestrel.example'";
        conn.batch_execute(second).await.unwrap();
    })
    .await;
    let (request, bid) = draft(&app).await;
    assert_eq!(attach(&app, &bid, "method.pdf").await.status, StatusCode::SEE_OTHER);
    let page = app.get(KESTREL, &format!("/bids/{bid}")).await.html;
    assert!(page.contains(&format!("href=\"/bids/{bid}/removal\"")), "{page}");
    let path = format!("/bids/{bid}/removal");
    for (who, status) in [(HARROW, 404), (REQUESTER, 404), (NOBODY, 401)] {
        assert_eq!(app.get(who, &path).await.status.as_u16(), status, "{who}");
        let refused = app.post(who, &path, &[]).await.status.as_u16();
        assert!(refused == status || who.is_empty(), "{who}: {refused}");
    }
    let asked = app.get(KESTREL, &path).await;
    assert!(asked.html.contains("Delete this draft?"), "{}", asked.html);
    assert!(asked.html.contains("with the file that is attached"), "{}", asked.html);
    assert_eq!(app.look_up("select count(*) from bids").await, "1", "nothing is done by asking");

    assert_eq!(Form::on(&asked, "/removal").send_twice(&app, KESTREL).await, "/bids");
    for table in ["bids", "bid_answers", "bid_team", "bid_attachments", "files"] {
        assert_eq!(app.look_up(&format!("select count(*) from {table}")).await, "0", "{table}");
    }
    assert_eq!(app.look_up("select count(*) from unneeded_content").await, "2", "to be erased");
    while work::erase_unneeded(&app.db(), &files()).await.unwrap() {}
    assert_eq!(app.look_up("select count(*) from unneeded_content").await, "0");
    assert_eq!(app.trail().await.last().unwrap(), "bid.deleted");
    assert_eq!(app.trail().await.iter().filter(|it| *it == "bid.deleted").count(), 1);
    let mail = app.look_up("select string_agg(recipient || ' ' || subject || body, '|') from outbox where cause like 'bid.deleted%'").await;
    assert!(mail.contains(KESTREL_ADMIN) && !mail.contains(KESTREL), "{mail}");
    assert!(mail.contains("Ann Lee deleted") && !mail.contains("Plainly"), "{mail}");

    // Until the opening nobody reads in the trail that there was one.
    let trail = app.get(AUDITOR, "/audit").await.html;
    assert!(!trail.contains("Ann Lee") && !trail.contains(&bid), "{trail}");
    let again = start(&app, KESTREL, &request).await;
    assert_ne!(again, bid, "another bid is begun");
}

#[actix_web::test]
async fn what_was_submitted_is_never_deleted() {
    let app = TestApp::committing(monday()).await;
    let (_, bid) = draft(&app).await;
    let path = format!("/bids/{bid}/removal");
    submit(&app, KESTREL, &bid).await;
    let refused = |page: &Page, said: &str| {
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.html.contains(said), "{}", page.html);
    };
    refused(&app.get(KESTREL, &path).await, "Only a draft can be deleted");
    refused(&app.post(KESTREL, &path, &[]).await, "Only a draft can be deleted");
    app.post(KESTREL, &format!("/bids/{bid}/withdrawal"), &[]).await;
    refused(&app.get(KESTREL, &path).await, "submitted before and withdrawn");
    refused(&app.post(KESTREL, &path, &[]).await, "submitted before and withdrawn");
    let page = app.get(KESTREL, &format!("/bids/{bid}")).await.html;
    assert!(!page.contains("/removal"), "{page}");
    // Nor by the serving role behind the service's back.
    let mut serving = AsyncPgConnection::establish(&app.serving_url()).await.unwrap();
    for sql in ["delete from bids", "delete from deleted_bids"] {
        let said = serving.batch_execute(sql).await.unwrap_err().to_string();
        let refused = ["only a draft that was never submitted", "permission denied"];
        assert!(refused.iter().any(|it| said.contains(it)), "{sql}: {said}");
    }
    assert_eq!(app.look_up("select count(*) from bids").await, "1");
}

#[actix_web::test]
async fn a_change_of_a_bid_that_is_not_submitted_is_reminded_of_too() {
    let app = TestApp::committing(monday()).await;
    let (request, bid) = draft(&app).await;
    submit(&app, KESTREL, &bid).await;
    app.post(KESTREL, &format!("/bids/{bid}/replacement"), &[]).await;
    let remind = async |before: TimeDelta| {
        work::remind_bidders(&app.when(closes() - before).db()).await.unwrap()
    };
    assert_eq!(remind(TimeDelta::hours(47)).await, 0, "nothing is changed yet");
    write(&app, KESTREL, &request, &bid, "Other words.", "1").await;
    assert_eq!(remind(TimeDelta::hours(48) + TimeDelta::milliseconds(1)).await, 0);
    assert_eq!(remind(TimeDelta::hours(48)).await, 1);
    assert_eq!(remind(TimeDelta::hours(5)).await, 0);
    assert_eq!(remind(TimeDelta::hours(4)).await, 1);
    assert_eq!(remind(TimeDelta::minutes(1)).await, 0);
    let told = app.look_up("select string_agg(subject || ' ' || body, '|') from outbox where cause like 'bid.reminder:%'").await;
    assert_eq!(told.matches("did not submit the change: the submitted one stands").count(), 2);
    assert!(!told.contains("Other words") && !told.contains("does not count until"), "{told}");
    // The operator reads of no mail that tells of a bid before the opening.
    let listed = app.get(AUDITOR, "/operator/mail").await.html;
    assert!(!listed.contains("Your new bid on"), "{listed}");
    submit(&app, KESTREL, &bid).await;
}

#[actix_web::test]
async fn the_receipt_of_a_bid_that_was_withdrawn_is_read_with_those_words() {
    let app = TestApp::at(monday()).await;
    let (request, bid) = draft(&app).await;
    let never = app.get(KESTREL, &format!("/bids/{bid}/receipt")).await;
    assert_eq!(never.status, StatusCode::NOT_FOUND, "a draft has none");
    submit(&app, KESTREL, &bid).await;
    let later = app.later(TimeDelta::hours(2));
    later.post(KESTREL, &format!("/bids/{bid}/withdrawal"), &[]).await;
    let said = format!(
        "The bid {bid} was withdrawn at 11am UK time (GMT) on Monday 5 January 2026, so it does not count."
    );
    let page = later.get(KESTREL, &format!("/bids/{bid}/receipt")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    let file = later.get(KESTREL, &format!("/bids/{bid}/receipt.txt")).await.html;
    for text in [&page.html, &file] {
        assert!(text.contains(&said) && text.contains("Muster receipt 1"), "{text}");
    }
    assert!(!page.html.contains("Bid submitted"), "{}", page.html);
    let lines = statement::verify(&file, &keys().0.public_key()).unwrap();
    assert!(lines.contains(&format!("Bid: {bid}")), "the words before it are no part of it");
    let overview = later.get(KESTREL, &format!("/bids/{bid}")).await.html;
    assert!(overview.contains("See the receipt of what was withdrawn"), "{overview}");
    assert_eq!(later.get(HARROW, &format!("/bids/{bid}/receipt")).await.status.as_u16(), 404);
    // Submitted again, the receipt is the new one and says nothing of that.
    write(&later, KESTREL, &request, &bid, "Again.", "0").await;
    submit(&later, KESTREL, &bid).await;
    let page = later.get(KESTREL, &format!("/bids/{bid}/receipt")).await.html;
    assert!(page.contains("Bid submitted") && !page.contains("was withdrawn"), "{page}");
}

#[actix_web::test]
async fn a_bid_that_was_not_confirmed_is_not_said_to_be_opened() {
    let app = TestApp::at(monday()).await;
    let (_, bid) = draft(&app).await;
    submit(&app, KESTREL, &bid).await;
    app.arrange(async |conn| {
        conn.batch_execute(
            "set local muster.now = '2026-01-05T10:00Z'; update bids set state = 'needs_reconfirm'; \
             update requests set version = 2",
        )
        .await
        .unwrap();
    })
    .await;
    let receipt = app.get(KESTREL, &format!("/bids/{bid}/receipt")).await.html;
    assert!(receipt.contains("does not count until you confirm or replace it"), "{receipt}");
    let late = app.when(closes() + TimeDelta::hours(1));
    for place in ["", "/receipt"] {
        let page = late.get(KESTREL, &format!("/bids/{bid}{place}")).await.html;
        assert!(page.contains("counts as not submitted"), "{place}: {page}");
        for said in
            ["until it is opened", "open all bids together", "Bid submitted<", "Bids close at"]
        {
            assert!(!page.contains(said), "{place} says {said}: {page}");
        }
    }
    let check = late.get(KESTREL, &format!("/bids/{bid}/check")).await;
    assert_eq!(check.status, StatusCode::CONFLICT);
    assert!(check.html.contains("is never opened"), "{}", check.html);
}

#[actix_web::test]
async fn two_files_of_a_bid_never_have_the_same_name() {
    let app = TestApp::at(monday()).await;
    let (_, bid) = begun(&app).await;
    assert_eq!(attach(&app, &bid, "method.pdf").await.status, StatusCode::SEE_OTHER);
    let page = attach(&app, &bid, "Method.PDF").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("A file called “method.pdf” is attached already"), "{}", page.html);
    assert_eq!(app.look_up("select count(*) from files").await, "1");
    assert_eq!(attach(&app, &bid, "method 2.pdf").await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn of_two_files_of_one_name_that_come_at_once_one_is_attached() {
    let app = TestApp::committing(monday()).await;
    let (_, bid) = begun(&app).await;
    let (one, two) =
        futures_util::future::join(attach(&app, &bid, "a.pdf"), attach(&app, &bid, "a.pdf")).await;
    let taken = [&one, &two].iter().filter(|it| it.status == StatusCode::SEE_OTHER).count();
    assert_eq!(taken, 1, "{} {}", one.html, two.html);
    assert_eq!(app.look_up("select count(*) from bid_attachments").await, "1");
    assert_eq!(app.look_up("select count(*) from files").await, "1");
}

#[actix_web::test]
async fn a_deadline_that_has_passed_is_not_said_to_come() {
    let app = TestApp::at(monday()).await;
    let (request, bid) = draft(&app).await;
    submit(&app, KESTREL, &bid).await;
    let pages = [
        (KESTREL, format!("/bids/{bid}")),
        (KESTREL, format!("/bids/{bid}/receipt")),
        (KESTREL, format!("/opportunities/{request}/eligibility")),
        (HARROW, format!("/opportunities/{request}/bid")),
        (NOBODY, format!("/opportunities/{request}")),
        (REQUESTER, format!("/requests/{request}/opening")),
    ];
    for (who, path) in &pages {
        let open = app.get(who, path).await.html.to_lowercase();
        assert!(open.contains("bids close"), "{path}: {open}");
        let at = app.when(closes()).get(who, path).await.html.to_lowercase();
        // What the script says once it has passed stands in an attribute.
        assert!(at.contains("bids closed") && !at.contains("bids close at"), "{path}: {at}");
        assert!(!at.contains(">bids close<"), "{path}: {at}");
    }
    let open = app.get(NOBODY, &format!("/opportunities/{request}")).await.html;
    assert!(open.contains("data-closed=\"Bids closed at\""), "the script can turn it: {open}");
}

#[actix_web::test]
async fn a_bidder_who_cannot_renew_a_paper_is_told_whom_to_ask() {
    let app = TestApp::committing(monday()).await;
    let (request, bid) = begun(&app).await;
    app.arrange(async |conn| {
        let sql = "update provider_certificates set expires_on = '2026-01-04' where provider_id = (select id from providers where slug = 'kestrel')";
        conn.batch_execute(sql).await.unwrap();
    })
    .await;
    let ask = "Only an administrator of your company can do that. Ask Kit Moss.";
    let mend = "href=\"/provider/dossier/certificates\"";
    for path in [
        format!("/opportunities/{request}/eligibility"),
        format!("/bids/{bid}/check"),
        "/provider".to_owned(),
        "/bids".to_owned(),
    ] {
        let page = app.get(KESTREL, &path).await.html;
        assert!(page.contains(ask) && !page.contains(mend), "{path}: {page}");
        let page = app.get(KESTREL_ADMIN, &path).await.html;
        assert!(!page.contains(ask), "{path}: {page}");
    }
    assert!(app.get(KESTREL_ADMIN, "/provider").await.html.contains(mend));
    assert!(work::warn_of_expiry(&app.db()).await.unwrap() > 0);
    let told = |who: &str| {
        format!(
            "select body || link from outbox where cause like 'expiry:certificate:%' and recipient = '{who}'"
        )
    };
    let bidder = app.look_up(&told(KESTREL)).await;
    assert!(bidder.contains(ask) && bidder.ends_with("/provider"), "{bidder}");
    assert!(!bidder.contains("add the new certificate"), "{bidder}");
    let admin = app.look_up(&told(KESTREL_ADMIN)).await;
    assert!(admin.contains("add the new certificate") && !admin.contains(ask), "{admin}");
}
