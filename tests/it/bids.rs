//! Bids, through the door: written, sealed, submitted, withdrawn, refused.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use chrono::TimeDelta;
use futures_util::future::join_all;
use muster::bids::opened::queries;
use muster::error::Error;
use muster::requests;
use muster::types::time::Moment;

use crate::access::{filled, ways};
use crate::support::app::{TestApp, days, monday};
use crate::support::bids::{hidden, ids, save, sections, start, submit, write};
use crate::support::cast::{
    AUDITOR, EVERYONE, HARROW, KESTREL, KESTREL_ADMIN, LANTERN, NEWCOMER, NOBODY, REQUESTER,
    THORNBURY, open_request,
};
use crate::support::log::Listening;

/// When the requests in these tests close.
fn closes() -> Moment {
    monday() + days(14)
}

async fn with_request(app: &TestApp) -> String {
    app.arrange(async |conn| open_request(conn, closes()).await).await
}

/// A request with Kestrel's whole draft on it.
async fn with_draft(app: &TestApp) -> (String, String) {
    let request = with_request(app).await;
    let bid = start(app, KESTREL, &request).await;
    write(app, KESTREL, &request, &bid, "Plainly.", "0").await;
    (request, bid)
}

#[actix_web::test]
async fn a_bid_is_written_page_by_page_submitted_and_receipted() {
    let app = TestApp::at(monday()).await;
    let request = with_request(&app).await;
    let page = app.get(KESTREL, &format!("/opportunities/{request}/bid")).await;
    assert!(page.html.contains("Start a bid"), "{}", page.html);
    let bid = start(&app, KESTREL, &request).await;
    let page = app.get(KESTREL, &format!("/bids/{bid}")).await;
    assert!(
        page.html.contains("Saved, not submitted") && page.html.contains("0 of 6 sections done")
    );

    write(&app, KESTREL, &request, &bid, "Plainly.", "0").await;
    let page = app.get(KESTREL, &format!("/bids/{bid}")).await;
    assert!(page.html.contains("6 of 6 sections done"), "{}", page.html);
    let page = app.get(KESTREL, &format!("/bids/{bid}/check")).await;
    assert!(
        page.html.contains("£175,308.00") && page.html.contains("£210,369.60"),
        "{}",
        page.html
    );
    assert!(page.html.contains("replace or withdraw it until 9am UK time (GMT)"), "{}", page.html);

    let page = submit(&app, KESTREL, &bid).await;
    assert_eq!(page.location.unwrap(), format!("/bids/{bid}/receipt"), "{}", page.html);
    let receipt = app.get(KESTREL, &format!("/bids/{bid}/receipt")).await;
    let digest = app.look_up("select encode(content_hash, 'hex') from bids").await;
    assert!(receipt.html.contains(&digest), "{}", receipt.html);
    assert!(receipt.html.contains("9am UK time (GMT) on Monday 5 January 2026"));
    let trail = app.trail().await;
    assert_eq!(trail.first().unwrap(), "bid.started");
    assert_eq!(trail.last().unwrap(), "bid.submitted");
    assert_eq!(trail.len(), 8, "{trail:?}");
    let mail = app.look_up("select string_agg(recipient || body, ' ') from outbox").await;
    assert!(mail.contains("bids@kestrel.example") && mail.contains(&digest), "{mail}");
    let history = app.get(KESTREL, &format!("/bids/{bid}/history")).await;
    assert!(history.html.contains("Bid submitted") && history.html.contains("Ann Lee"));
    let list = app.get(KESTREL, "/bids").await;
    assert!(list.html.contains(&bid) && list.html.contains("Submitted"));
}

#[actix_web::test]
async fn nothing_of_a_bid_is_seen_by_anyone_else_before_the_deadline() {
    let log = Listening::begin();
    let app = TestApp::at(monday()).await;
    let request = with_request(&app).await;
    let bid = start(&app, KESTREL, &request).await;
    write(&app, KESTREL, &request, &bid, "SEALMARK", "1,234,567.89").await;
    let own = app.get(KESTREL, &format!("/bids/{bid}/check")).await;
    assert!(own.html.contains("SEALMARK") && own.html.contains("£1,234,567.89"), "{}", own.html);
    assert_eq!(submit(&app, KESTREL, &bid).await.status, StatusCode::SEE_OTHER);

    let with = |reference: &String| {
        let known = [("letter", "A"), ("number", "1"), ("slug", "kestrel"), ("section", "dates")];
        let mut with = BTreeMap::from(known.map(|(name, value)| (name, value.to_owned())));
        with.extend(["reference", "ref"].map(|it| (it, reference.clone())));
        with
    };
    let (of_bid, of_request) = (with(&bid), with(&request));
    let (own, others): (Vec<_>, Vec<_>) = ways()
        .into_iter()
        .filter(|way| way.verb == "GET")
        .partition(|way| way.address.starts_with("/bids/{"));
    let bid_pages: Vec<String> = own.iter().map(|it| filled(&it.address, &of_bid)).collect();
    let addresses: Vec<String> = others.iter().map(|it| filled(&it.address, &of_request)).collect();
    assert!(bid_pages.len() > 10 && addresses.len() > 90, "{bid_pages:?} {addresses:?}");
    let marks = ["SEALMARK", "1,234,567.89", "1234567.89", "123456789", "987.65", "765.43"];
    let at_once = [REQUESTER, HARROW, AUDITOR, NOBODY];
    for (moment, people) in
        [(monday(), &at_once[..]), (closes() - TimeDelta::milliseconds(1), EVERYONE)]
    {
        let app = app.when(moment);
        for who in people.iter().filter(|who| !who.ends_with("@kestrel.example")) {
            for path in &bid_pages {
                let page = app.get(who, path).await;
                assert_ne!(page.status, StatusCode::OK, "{who} reads {path}");
                assert!(marks.iter().all(|mark| !page.html.contains(mark)), "{who} at {path}");
            }
            for path in &addresses {
                let page = app.get(who, path).await;
                assert_ne!(page.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}: {}", page.html);
                for mark in marks {
                    assert!(!page.html.contains(mark), "{who} reads {mark} at {path}");
                }
                // The demonstration shows everyone's mail to everyone, and says so.
                let told = page.html.contains(&bid) && path != "/dev/mail";
                assert!(!told, "{who} is told at {path} that there is a bid");
            }
        }
    }
    for table in ["audit_entries", "notices", "outbox", "once_keys"] {
        let rows = app.look_up(&format!("select string_agg(t::text, ' ') from {table} t")).await;
        for mark in marks {
            assert!(!rows.contains(mark), "{mark} is in {table}: {rows}");
        }
    }
    let written = log.lines();
    let calls = written.iter().filter(|it| it.target == "muster::call").count();
    assert!(calls > addresses.len(), "only {calls} calls were logged");
    for line in written {
        // Statements carry what was typed as bytes.
        let bytes = format!("{:?}", "SEALMARK".as_bytes());
        assert!(!line.said.contains(bytes.trim_matches(['[', ']'])), "{line:?}");
        assert!(!marks.iter().any(|mark| line.said.contains(mark)), "{line:?}");
        assert!(!line.said.contains(&bid), "the log names the bid: {line:?}");
    }
}

#[actix_web::test]
async fn opened_bids_and_prices_cannot_be_loaded_before_their_time() {
    let app = TestApp::at(monday()).await;
    let (request, bid) = with_draft(&app).await;
    submit(&app, KESTREL, &bid).await;
    for moment in [monday(), closes(), closes() + days(1)] {
        let db = app.when(moment).db();
        db.read(async |conn| {
            let request = requests::queries::public(conn, &request).await?;
            let opened = queries::all(conn, &request, moment).await;
            assert!(matches!(opened, Err(Error::Refused(_))), "{moment}");
            let prices = queries::prices(conn, &request).await;
            assert!(matches!(prices, Err(Error::Refused(_))), "{moment}");
            Ok(())
        })
        .await
        .unwrap();
    }
}

#[actix_web::test]
async fn every_way_to_change_a_bid_is_in_just_before_the_deadline_and_late_at_it() {
    let app = TestApp::at(monday()).await;
    let (request, bid) = with_draft(&app).await;
    let mut ways = Vec::new();
    for (path, mut fields) in sections(&app, KESTREL, &request, &bid, "Changed.", "5").await {
        let page = app.get(KESTREL, &path).await;
        fields.push(("seen".to_owned(), hidden(&page, "seen")));
        ways.push((path, fields));
    }
    let version = vec![("version".to_owned(), "1".to_owned())];
    ways.push((format!("/bids/{bid}/submission"), version.clone()));
    let submitted = [
        (format!("/bids/{bid}/replacement"), Vec::new()),
        (format!("/bids/{bid}/replacement/removal"), Vec::new()),
        (format!("/bids/{bid}/withdrawal"), Vec::new()),
    ];
    ways.extend(submitted);

    let said = "This request closed for bids at 9am UK time (GMT) on Monday 19 January 2026";
    for late in [TimeDelta::zero(), TimeDelta::seconds(1)] {
        let late = app.when(closes() + late);
        for (path, fields) in &ways {
            let page = late.post(KESTREL, path, &borrowed(fields)).await;
            assert_eq!(page.status, StatusCode::CONFLICT, "{path}: {}", page.html);
            assert!(page.html.contains(said), "{path}: {}", page.html);
        }
        let page = late.post(HARROW, &format!("/opportunities/{request}/bid"), &[]).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.html);
        assert!(page.html.contains(said), "{}", page.html);
    }
    let stands = app.look_up("select state || expenses_cap from bids").await;
    assert_eq!(stands, "draft0", "nothing changed");

    let in_time = app.when(closes() - TimeDelta::milliseconds(1));
    for (path, fields) in &ways {
        let page = in_time.post(KESTREL, path, &borrowed(fields)).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.html);
    }
    start(&in_time, HARROW, &request).await;
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[actix_web::test]
async fn a_submitted_bid_cannot_be_edited_and_stays_submitted_after_the_deadline() {
    let app = TestApp::at(monday()).await;
    let (_, bid) = with_draft(&app).await;
    submit(&app, KESTREL, &bid).await;
    let page = app.post(KESTREL, &format!("/bids/{bid}/price"), &[("expenses_cap", "1")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("cannot be edited"), "{}", page.html);
    let late = app.when(closes());
    let page = late.post(KESTREL, &format!("/bids/{bid}/withdrawal"), &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert_eq!(app.look_up("select state from bids").await, "submitted");
}

#[actix_web::test]
async fn submitting_twice_is_submitting_once() {
    let app = TestApp::at(monday()).await;
    let (_, bid) = with_draft(&app).await;
    let first = submit(&app, KESTREL, &bid).await;
    let again = submit(&app.when(closes()), KESTREL, &bid).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    assert_eq!((again.status, again.location), (first.status, first.location));
    let submitted = app.trail().await.iter().filter(|it| *it == "bid.submitted").count();
    assert_eq!(submitted, 1);
    assert_eq!(app.look_up("select count(*) from outbox").await, "1");
}

#[actix_web::test]
async fn starting_twice_leads_to_the_one_bid() {
    let app = TestApp::at(monday()).await;
    let request = with_request(&app).await;
    let first = start(&app, KESTREL, &request).await;
    assert_eq!(start(&app, KESTREL, &request).await, first);
    let page = app.get(KESTREL_ADMIN, &format!("/opportunities/{request}/bid")).await;
    assert_eq!(page.location.unwrap(), format!("/bids/{first}"));
    assert_eq!(app.trail().await, ["bid.started"]);
}

#[actix_web::test]
async fn twenty_people_starting_and_submitting_at_once_make_one_bid() {
    let app = TestApp::committing(monday()).await;
    let request = with_request(&app).await;
    let path = format!("/opportunities/{request}/bid");
    let pages = join_all((0..20).map(|_| app.post(KESTREL, &path, &[]))).await;
    for page in &pages {
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    }
    assert_eq!(app.look_up("select count(*) from bids").await, "1");
    let bid = app.look_up("select reference from bids").await;
    write(&app, KESTREL, &request, &bid, "Plainly.", "0").await;
    let pages = join_all((0..20).map(|_| submit(&app, KESTREL, &bid))).await;
    for page in &pages {
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    }
    let trail = app.trail().await;
    for action in ["bid.started", "bid.submitted"] {
        assert_eq!(trail.iter().filter(|it| *it == action).count(), 1, "{trail:?}");
    }
    assert_eq!(app.look_up("select count(*) from outbox").await, "1");
}

#[actix_web::test]
async fn a_withdrawn_bid_leaves_an_empty_draft_that_is_written_and_submitted_again() {
    let app = TestApp::at(monday()).await;
    let (request, bid) = with_draft(&app).await;
    submit(&app, KESTREL, &bid).await;
    let first = app.look_up("select content_hash from bids").await;
    let page = app.get(KESTREL, &format!("/bids/{bid}/withdrawal")).await;
    assert!(page.html.contains("your company makes no bid"), "{}", page.html);
    let later = app.later(days(1));
    let page = later.post(KESTREL, &format!("/bids/{bid}/withdrawal"), &[]).await;
    assert_eq!(page.location.unwrap(), format!("/bids/{bid}"));
    let page = later.get(KESTREL, &format!("/bids/{bid}")).await;
    assert!(page.html.contains("Saved, not submitted"), "{}", page.html);
    let receipt = later.get(KESTREL, &format!("/bids/{bid}/receipt")).await.html;
    assert!(receipt.contains("was withdrawn"), "{receipt}");
    assert!(page.html.contains("0 of 6 sections done"), "{}", page.html);
    assert_eq!(app.look_up("select count(*) from sealed_bids").await, "0");
    write(&later, KESTREL, &request, &bid, "Two apprentices.", "0").await;
    assert_eq!(submit(&later, KESTREL, &bid).await.status, StatusCode::SEE_OTHER);
    assert_ne!(app.look_up("select content_hash from bids").await, first);
    assert_eq!(app.look_up("select count(*) from outbox").await, "3");
}

#[actix_web::test]
async fn a_colleagues_save_is_not_overwritten_and_both_texts_are_shown() {
    let app = TestApp::at(monday()).await;
    let request = with_request(&app).await;
    let bid = start(&app, KESTREL, &request).await;
    let path = format!("/bids/{bid}/answers/technical_merit");
    let seen = hidden(&app.get(KESTREL, &path).await, "seen");
    app.post(KESTREL, &path, &[("answer", "The first text."), ("seen", &seen)]).await;
    let page = app.post(KESTREL, &path, &[("answer", "The other text."), ("seen", &seen)]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("The first text.") && page.html.contains("The other text."));
    assert_eq!(app.look_up("select answer from bid_answers").await, "The first text.");
    let seen = hidden(&page, "seen");
    let both = [("answer", "Both texts."), ("seen", seen.as_str())];
    assert_eq!(app.post(KESTREL, &path, &both).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.look_up("select answer from bid_answers").await, "Both texts.");
}

#[actix_web::test]
async fn a_provider_that_may_not_bid_reads_the_reason_and_what_to_do() {
    let app = TestApp::at(monday()).await;
    let request = with_request(&app).await;
    let path = format!("/opportunities/{request}/bid");
    for (who, reason) in [(THORNBURY, "Insurance lapsed."), (NEWCOMER, "Complete your dossier")] {
        let page = app.get(who, &path).await;
        assert!(page.html.contains(reason) && !page.html.contains("Start a bid"), "{}", page.html);
        let page = app.post(who, &path, &[]).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.html.contains(reason), "{}", page.html);
    }
    let page = app.get(KESTREL_ADMIN, &path).await;
    assert!(page.html.contains("Only someone with the role “Bidder”"), "{}", page.html);
    assert_eq!(app.post(KESTREL_ADMIN, &path, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.look_up("select count(*) from bids").await, "0");
}

#[actix_web::test]
async fn another_companys_bid_does_not_exist() {
    let app = TestApp::at(monday()).await;
    let (request, bid) = with_draft(&app).await;
    for (path, fields) in sections(&app, LANTERN, &request, &bid, "Meddling.", "5").await {
        assert_eq!(app.get(LANTERN, &path).await.status, StatusCode::NOT_FOUND, "{path}");
        let page = app.post(LANTERN, &path, &borrowed(&fields)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    for place in ["submission", "withdrawal"] {
        for who in [LANTERN, REQUESTER] {
            let page = app.post(who, &format!("/bids/{bid}/{place}"), &[]).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{who} {place}");
        }
    }
}

#[actix_web::test]
async fn a_rate_above_the_ceiling_and_an_unfinished_bid_are_refused_with_the_reason() {
    let app = TestApp::at(monday()).await;
    let request = with_request(&app).await;
    let bid = start(&app, KESTREL, &request).await;
    let field = format!("rate_{}", ids(&app, "request_roles", &request).await[0]);
    let path = format!("/bids/{bid}/price");
    let page = save(&app, KESTREL, &path, &[(&field, "1,000.01"), ("expenses_cap", "7.50")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.html.contains("£1,000 or less") && page.html.contains("1,000.01"),
        "{}",
        page.html
    );
    assert!(page.html.contains("7.50"), "what was typed is kept");
    let page = submit(&app, KESTREL, &bid).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("This bid is not complete"), "{}", page.html);
    assert_eq!(app.look_up("select state from bids").await, "draft");
}

#[actix_web::test]
async fn a_price_above_the_stated_budget_is_said_before_submitting_and_stops_nobody() {
    let app = TestApp::at(monday()).await;
    let (_, bid) = with_draft(&app).await;
    let check = format!("/bids/{bid}/check");
    let budget = async |pence: &str, shown: &str| {
        let sql = format!("update requests set budget = {pence}, budget_shown = {shown}");
        app.arrange(async |conn| {
            diesel_async::SimpleAsyncConnection::batch_execute(conn, &sql).await.unwrap();
        })
        .await;
        app.get(KESTREL, &check).await.html
    };
    for (pence, shown, said) in [
        ("17530800", "true", false),
        ("17530799", "true", true),
        ("100", "false", false),
        ("null", "true", false),
        ("10000000", "true", true),
    ] {
        let page = budget(pence, shown).await;
        assert_eq!(page.contains("states a budget of up to"), said, "{pence} {shown}: {page}");
        assert!(page.contains("Submit bid"), "{page}");
    }
    let page = app.get(KESTREL, &check).await.html;
    assert!(page.contains("up to £100,000.00, and your price is £175,308.00"), "{page}");
    assert_eq!(submit(&app, KESTREL, &bid).await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn what_was_written_while_a_colleague_submitted_is_there_to_be_copied() {
    let app = TestApp::committing(monday()).await;
    let (request, bid) = with_draft(&app).await;
    let page = app.get(KESTREL, &format!("/bids/{bid}/evidence")).await;
    let requirement =
        app.look_up("select id from request_requirements where kind = 'essential'").await;
    write(&app, KESTREL, &request, &bid, "Words", "500").await;
    submit(&app, KESTREL, &bid).await;
    let field = format!("evidence_{requirement}");
    let late = crate::support::form::Form::on(&page, "/evidence");
    let late = late.set(&field, "Forty cases, and <one> more.").sent(&app, KESTREL).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.html);
    assert!(late.html.contains("Forty cases, and &#60;one&#62; more."), "{}", late.html);
}
