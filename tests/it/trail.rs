//! The audit desk: everything that happened, and nothing of what is sealed.

use actix_web::http::StatusCode;
use diesel_async::SimpleAsyncConnection;

use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{AUDITOR, KESTREL, MARKET, NOBODY, REQUESTER, open_request};

/// Rosa did something to a request, and Ann to a sealed bid on it.
async fn stage() -> (TestApp, String) {
    let app = TestApp::at(monday()).await;
    let request = app
        .arrange(async |conn| {
            let request = open_request(conn, monday() + days(14)).await;
            let sql = format!(
                "select set_config('muster.now', '2026-01-05T09:00:00Z', true); \
                 insert into audit_entries (actor, organisation, action, subject, detail, request_id) \
                 select u.id, u.force_id, 'request.saved', r.id, '{{\"section\": \"basics\"}}', 'call-one' \
                 from users u, requests r where u.email = '{REQUESTER}' and r.reference = '{request}'; \
                 insert into bids (id, reference, request_id, request_version, provider_id, state, created_by, created_at, saved_at) \
                 select gen_random_uuid(), 'BID-2026-TEST01', r.id, 1, u.provider_id, 'draft', u.id, now(), now() \
                 from users u, requests r where u.email = '{KESTREL}' and r.reference = '{request}'; \
                 insert into audit_entries (actor, organisation, action, subject, detail, request_id) \
                 select u.id, u.provider_id, 'bid.started', b.id, '{{}}', 'call-two' from users u, bids b where u.email = '{KESTREL}'"
            );
            conn.batch_execute(&sql).await.unwrap();
            request
        })
        .await;
    (app, request)
}

#[actix_web::test]
async fn the_operator_looks_through_the_trail_newest_first_and_others_do_not() {
    let (app, request) = stage().await;
    for who in [AUDITOR, MARKET] {
        let page = app.get(who, "/audit").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.html.contains("Request saved") && page.html.contains("Rosa Quill"));
        assert!(page.html.find("sealed bid").unwrap() < page.html.find("Request saved").unwrap());
    }
    assert_eq!(app.get(REQUESTER, "/audit").await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get(NOBODY, "/audit").await.status, StatusCode::UNAUTHORIZED);
    for (asked, found) in [
        (format!("subject={request}"), true),
        ("subject=REQ-1999-0001".to_owned(), false),
        ("person=rosa".to_owned(), true),
        ("person=northshire+police".to_owned(), true),
        ("person=nobody".to_owned(), false),
        ("from=2026-02-31".to_owned(), true),
        ("action=request.saved".to_owned(), true),
        ("action=request.drafted".to_owned(), false),
        ("from=2026-01-05&to=2026-01-05".to_owned(), true),
        ("from=2026-01-06".to_owned(), false),
        ("to=2026-01-04".to_owned(), false),
        ("before=1".to_owned(), false),
    ] {
        let page = app.get(AUDITOR, &format!("/audit?{asked}")).await.html;
        assert_eq!(page.contains("Request saved"), found, "{asked}");
        assert_eq!(page.contains(&format!("Request saved: {request}")), found, "{asked}");
        assert_eq!(page.contains("is no day"), asked.contains("02-31"), "{asked}");
    }
}

#[actix_web::test]
async fn an_entry_about_a_sealed_bid_says_nothing_until_the_bids_are_opened() {
    let (app, request) = stage().await;
    let page = app.get(AUDITOR, "/audit").await.html;
    assert!(page.contains("Something about a sealed bid") && !page.contains("Ann Lee"));
    for asked in ["person=Ann", "action=bid.started", "subject=BID-2026-TEST01"] {
        let page = app.get(AUDITOR, &format!("/audit?{asked}")).await.html;
        assert!(page.contains("No entries"), "{asked} tells what is sealed");
    }
    let opened = format!(
        "insert into openings select r.id, a.id, now(), b.id, now() from requests r, users a, users b \
         where r.reference = '{request}' and a.email like 'requester@north%' and b.email like 'approver@north%'"
    );
    app.arrange(async |conn| conn.batch_execute(&opened).await.unwrap()).await;
    let page = app.get(AUDITOR, "/audit?person=Ann").await.html;
    assert!(page.contains("Bid started") && page.contains("Ann Lee (Kestrel Cyber Ltd)"));
}
