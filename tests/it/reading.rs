//! The operator's auditors read every force's requests as the force does,
//! nothing that is sealed, and change nothing.

use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;

use crate::support::app::{Page, TestApp, days, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, EVALUATOR1, EVALUATOR2, KESTREL, MARKET, NOBODY, OPERATOR_ADMIN, REQUESTER,
    VETTING1, open_request,
};
use crate::support::panel::{Panel, REASON};

/// What would tell that there are bids, who made them, or what they say and ask.
const SEALED: [&str; 10] = [
    "Kestrel",
    "Harrow",
    "Lantern",
    "Robin Vale",
    "Sam Holt",
    "BID-2026",
    "90,000",
    "Answer ",
    "Bidder A",
    "3 bids",
];

/// What tells who made a bid, or what it asks.
const BLIND: [&str; 7] =
    ["Kestrel", "Harrow", "Lantern", "Robin Vale", "Sam Holt", "BID-2026", "£"];

/// Pages of a request from its publication on that are there before anything is opened.
const PUBLISHED: [&str; 8] = [
    "",
    "/history",
    "/preview",
    "/clarifications",
    "/opening",
    "/evaluation",
    "/award",
    "/contract",
];

/// Every form of a request.
fn forms() -> Vec<String> {
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/access.md")).unwrap();
    let addresses = page.lines().filter_map(|it| it.strip_prefix("| POST | `/requests/{"));
    let sides = addresses.filter_map(|it| it.split_once('}')?.1.split('`').next());
    let filled = sides.map(|it| {
        it.replace("{letter}", "A").replace("{number}", "1").replace("{section}", "basics")
    });
    filled.collect()
}

async fn ask(app: &TestApp, who: &str, reference: &str, side: &str) -> Page {
    app.get(who, &format!("/requests/{reference}{side}")).await
}

/// The auditor reads these pages, is offered no form, and no form is carried out.
async fn reads(app: &TestApp, reference: &str, sides: &[&str], hidden: &[&str]) {
    for side in sides {
        let page = ask(app, AUDITOR, reference, side).await;
        assert_eq!(page.status, 200, "{side}: {}", page.html);
        assert!(!page.html.contains("action=\"/requests/"), "{side} offers a form");
        assert!(page.html.contains("href=\"/operator/requests\""), "{side}: no way back");
        assert!(!page.html.contains("href=\"/force\""), "{side} leads to a force's home");
        for word in hidden {
            assert!(!page.html.contains(word), "{side} says {word}");
        }
        for (who, status) in
            [(VETTING1, 403), (MARKET, 403), (OPERATOR_ADMIN, 403), (KESTREL, 404), (NOBODY, 401)]
        {
            let page = ask(app, who, reference, side).await;
            assert_eq!(page.status, status, "{who} at {side}");
        }
    }
    let before = app.trail().await;
    let forms = forms();
    assert!(forms.len() > 12, "only {} forms", forms.len());
    for form in forms {
        for who in [AUDITOR, MARKET] {
            let page = app.post(who, &format!("/requests/{reference}{form}"), &[]).await;
            assert!(matches!(page.status.as_u16(), 403 | 404), "{form}: {}", page.status);
        }
    }
    assert_eq!(app.trail().await, before, "nothing happened");
}

async fn becomes(app: &TestApp, state: &str) {
    let sql = format!(
        "update requests set state = '{state}', published_at = null, approved_by = null, \
         submitted_by = case when '{state}' = 'draft' then null else created_by end"
    );
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
}

#[actix_web::test]
async fn an_auditor_reads_drafts_and_what_waits_for_approval() {
    let app = TestApp::at(monday()).await;
    let reference = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    becomes(&app, "draft").await;
    reads(&app, &reference, &["", "/preview", "/history"], &[]).await;
    let draft = ask(&app, AUDITOR, &reference, "").await.html;
    assert!(draft.contains("Phone and computer examination") && !draft.contains("/draft/basics"));
    assert!(draft.contains("auditors change nothing"), "{draft}");
    assert_eq!(ask(&app, AUDITOR, &reference, "/draft/basics").await.status, 404);

    becomes(&app, "awaiting_approval").await;
    reads(&app, &reference, &["", "/preview", "/history", "/approval"], &[]).await;
    let approval = ask(&app, AUDITOR, &reference, "/approval").await.html;
    assert!(approval.contains("Rosa Quill submitted this request."), "{approval}");
    assert!(!approval.contains("Send it back") && approval.contains("auditors change nothing"));
    let colleague = ask(&app, EVALUATOR1, &reference, "/approval").await;
    assert_eq!(colleague.status, 200);
    assert!(colleague.html.contains("needs the role “Approver”"), "{}", colleague.html);
    assert!(!colleague.html.contains("action=\"/requests/"), "a colleague cannot approve");
    assert!(ask(&app, APPROVER, &reference, "/approval").await.html.contains("Send back with"));
}

#[actix_web::test]
async fn before_the_opening_an_auditor_learns_nothing_of_a_bid() {
    let panel = Panel::closed(TestApp::at(monday()).await).await;
    let open = panel.app.when(monday() + days(20) - TimeDelta::hours(1));
    for app in [&open, &panel.app] {
        reads(app, &panel.reference, &PUBLISHED, &SEALED).await;
        for (side, status) in [("/moderation", 409), ("/moderation/A", 409), ("/ranking", 404)] {
            let page = ask(app, AUDITOR, &panel.reference, side).await;
            assert_eq!(page.status, status, "{side}");
            for word in SEALED {
                assert!(!page.html.contains(word), "{side} says {word}");
            }
        }
        assert_eq!(app.get(AUDITOR, "/bids/BID-2026-KESTREL").await.status, 404);
    }
    assert_eq!(panel.confirm(REQUESTER).await.status, 303);
    let half = panel.get(AUDITOR, "opening").await.html;
    assert!(half.contains("Rosa Quill") && !half.contains("bids are open"), "one of two: {half}");
    assert_eq!(panel.get(AUDITOR, "moderation").await.status, 409);
}

#[actix_web::test]
async fn an_auditor_reads_bids_and_scores_when_the_panel_does_and_no_price_before_the_lock() {
    let panel = Panel::opened(TestApp::at(monday()).await).await;
    panel.score(EVALUATOR1, "evaluation/A").await;
    let reference = &panel.reference;
    reads(&panel.app, reference, &["/evaluation", "/panel"], &BLIND).await;
    reads(&panel.app, reference, &PUBLISHED, &["Kestrel", "BID-2026", "90,000"]).await;
    assert_eq!(panel.get(AUDITOR, "ranking").await.status, 404, "prices are closed");
    let progress = panel.get(AUDITOR, "evaluation").await.html;
    assert!(!progress.contains("/moderation\""), "nothing to compare yet: {progress}");
    assert!(progress.contains("can be read when every score is in"), "{progress}");
    for who in [AUDITOR, REQUESTER, APPROVER] {
        for side in ["moderation", "moderation/A", "moderation/A/attachments/1"] {
            let page = panel.get(who, side).await;
            assert_eq!(page.status, 409, "{who} at {side}");
            assert!(!page.html.contains(REASON) && !page.html.contains("Answer "), "{}", page.html);
        }
    }
    for (who, letters) in [(EVALUATOR1, &["B", "C"][..]), (EVALUATOR2, &["A", "B", "C"])] {
        for letter in letters {
            panel.score(who, &format!("evaluation/{letter}")).await;
        }
    }
    reads(&panel.app, reference, &["/moderation", "/moderation/A", "/evaluation"], &BLIND).await;
    assert!(panel.get(AUDITOR, "evaluation").await.html.contains("/moderation\""));
    for letter in ["A", "B", "C"] {
        let page = panel.get(AUDITOR, &format!("moderation/{letter}")).await.html;
        assert!(page.contains("Answer ") && page.contains("No score is agreed yet"), "{page}");
        assert!(page.contains(REASON), "{page}");
    }
    assert_eq!(panel.get(AUDITOR, "moderation/D").await.status, 404);
    assert_eq!(panel.get(AUDITOR, "evaluation/A").await.status, 404, "a desk is an evaluator's");
}

#[actix_web::test]
async fn an_auditor_reads_the_ranking_the_award_and_how_scores_were_agreed() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    let reference = &panel.reference;
    let sides = ["", "/evaluation", "/moderation", "/moderation/A", "/ranking", "/award"];
    reads(&panel.app, reference, &sides, &[]).await;
    let agreed = panel.get(AUDITOR, "moderation/A").await.html;
    assert!(agreed.contains("Agreed: <strong>") && agreed.contains(REASON), "{agreed}");
    assert!(panel.get(AUDITOR, "ranking").await.html.contains("£90,000.00"));

    panel.recommend(REQUESTER, "kestrel").await;
    reads(&panel.app, reference, &["/award"], &[]).await;
    let award = panel.get(AUDITOR, "award").await.html;
    assert!(award.contains("Recommended: Kestrel") && award.contains("auditors change nothing"));

    let approved = panel.post(APPROVER, "award/approval", &[]).await;
    assert_eq!(approved.status, 303);
    reads(&panel.app, reference, &PUBLISHED, &[]).await;
    assert!(panel.get(AUDITOR, "award").await.html.contains("Awarded to Kestrel"));
    let contract = panel.get(AUDITOR, "contract").await.html;
    assert!(contract.contains("Kestrel Cyber Ltd") && !contract.contains("your force"));

    let cancelled = panel
        .post(APPROVER, "cancellation", &[("code", "need_gone"), ("reason", "It has gone.")])
        .await;
    assert_eq!(cancelled.status, 303, "{}", cancelled.html);
    reads(&panel.app, reference, &["", "/history", "/evaluation", "/moderation"], &[]).await;
}

#[actix_web::test]
async fn the_register_lists_every_forces_requests_by_state_and_force() {
    let app = TestApp::at(monday()).await;
    let (open, draft, closed) = app
        .arrange(async |conn| {
            let open = open_request(conn, monday() + days(14)).await;
            let draft = open_request(conn, monday() + days(15)).await;
            let closed = open_request(conn, monday() - days(1)).await;
            let sql = format!(
                "update requests set state = 'draft', published_at = null, closes_at = null, \
                 force_id = (select id from forces where slug = 'eastmoor') where reference = '{draft}'"
            );
            conn.batch_execute(&sql).await.unwrap();
            (open, draft, closed)
        })
        .await;
    for (asked, found) in [
        ("", vec![&open, &draft, &closed]),
        ("?state=nonsense&page=x", vec![&open, &draft, &closed]),
        ("?state=open", vec![&open]),
        ("?state=closed", vec![&closed]),
        ("?state=draft", vec![&draft]),
        ("?state=evaluating", vec![]),
        ("?force=eastmoor", vec![&draft]),
        ("?force=northshire&state=closed", vec![&closed]),
        ("?force=nowhere", vec![]),
    ] {
        let page = app.get(AUDITOR, &format!("/operator/requests{asked}")).await;
        assert_eq!(page.status, 200);
        for one in [&open, &draft, &closed] {
            let listed = page.html.contains(&format!("/requests/{one}\""));
            assert_eq!(listed, found.contains(&one), "{one} under {asked:?}");
        }
        assert_eq!(page.html.contains("Nothing matches"), found.is_empty(), "{asked}");
    }
    let all = app.get(AUDITOR, "/operator/requests").await.html;
    assert!(all.contains("3 requests") && all.contains("Not set"), "{all}");
    for (who, status) in [(MARKET, 403), (VETTING1, 403), (REQUESTER, 404), (NOBODY, 401)] {
        assert_eq!(app.get(who, "/operator/requests").await.status, status, "{who}");
    }
    for (who, led) in [(AUDITOR, true), (MARKET, false)] {
        let home = app.get(who, "/operator").await.html;
        assert_eq!(home.contains("/operator/requests"), led, "{who}");
    }
}

#[actix_web::test]
async fn the_register_is_read_a_page_at_a_time() {
    let app = TestApp::at(monday()).await;
    app.arrange(async |conn| {
        for n in 0..21 {
            open_request(conn, monday() + days(n)).await;
        }
    })
    .await;
    let rows = async |asked: &str| {
        let page = app.get(AUDITOR, &format!("/operator/requests{asked}")).await.html;
        page.matches("href=\"/requests/REQ-").count()
    };
    assert_eq!((rows("").await, rows("?page=2").await, rows("?page=3").await), (20, 1, 0));
    let first = app.get(AUDITOR, "/operator/requests?force=northshire").await.html;
    assert!(first.contains("force=northshire") && first.contains("page=2"), "{first}");
}

#[actix_web::test]
async fn what_an_auditor_reads_of_opened_bids_is_recorded_and_ordinary_pages_are_not() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    let read = async || {
        let sql = "select string_agg(a.action || ' ' || u.email || ' ' || (a.detail ? 'bid'), ', ' order by a.seq) \
            from audit_entries a join users u on u.id = a.actor where a.action like '%.read'";
        panel.app.look_up(sql).await
    };
    for side in ["", "/history", "/opening", "/clarifications", "/preview"] {
        assert_eq!(ask(&panel.app, AUDITOR, &panel.reference, side).await.status, 200);
    }
    for side in ["evaluation", "panel", "moderation/A", "ranking", "award"] {
        panel.get(REQUESTER, side).await;
    }
    assert_eq!(panel.get(AUDITOR, "moderation/D").await.status, 404);
    assert_eq!(panel.get(MARKET, "ranking").await.status, 403);
    assert_eq!(read().await, "", "nothing sensitive, or not read by an auditor");
    for side in
        ["evaluation", "panel", "moderation", "moderation/A", "ranking", "scores", "award", "award"]
    {
        assert_eq!(panel.get(AUDITOR, side).await.status, 200, "{side}");
    }
    let entry = |action: &str, bid: bool| format!("{action}.read {AUDITOR} {bid}");
    let wanted = [
        entry("evaluation", false),
        entry("evaluation", false),
        entry("scores", false),
        entry("opened_bid", true),
        entry("ranking", false),
        entry("scores", false),
        entry("award", false),
        entry("award", false),
    ];
    assert_eq!(read().await, wanted.join(", "), "every time");
    let subject = "select count(*) from audit_entries a join requests r on r.id = a.subject where a.action like '%.read'";
    assert_eq!(panel.app.look_up(subject).await, "8");
    let history = panel.get(REQUESTER, "history").await.html;
    assert!(history.contains("An opened bid read by an auditor"), "{history}");
    assert!(history.contains("Aud Itor (Muster)"), "{history}");
}

#[actix_web::test]
async fn an_award_page_without_a_ranking_is_not_a_sensitive_one() {
    let panel = Panel::closed(TestApp::at(monday()).await).await;
    let before = panel.app.trail().await;
    assert_eq!(panel.get(AUDITOR, "award").await.status, 200);
    assert_eq!(panel.get(AUDITOR, "moderation").await.status, 409);
    assert_eq!(panel.app.trail().await, before);
}

#[actix_web::test]
async fn what_an_auditor_reads_of_a_sensitive_request_is_recorded_and_of_another_is_not() {
    let app = TestApp::at(monday()).await;
    let reference = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let read = "select coalesce(string_agg(a.detail->>'page', ' ' order by a.seq), '') \
        from audit_entries a join requests r on r.id = a.subject where a.action = 'request.read'";
    let sides = ["", "/preview", "/preview/bidder", "/amendment", "/documents", "/clarifications"];
    let all = async |who: &str| {
        for side in sides {
            let page = ask(&app, who, &reference, side).await;
            assert_eq!(page.status, 200, "{who} {side}: {}", page.html);
        }
        assert_eq!(app.get(who, &format!("/opportunities/{reference}")).await.status, 200);
    };
    all(AUDITOR).await;
    assert_eq!(app.look_up(read).await, "", "it is not marked");
    let mark = "update requests set classification = 'official_sensitive'";
    app.arrange(async |conn| conn.batch_execute(mark).await.unwrap()).await;
    all(REQUESTER).await;
    assert_eq!(app.get(KESTREL, &format!("/opportunities/{reference}")).await.status, 200);
    assert_eq!(app.get(NOBODY, &format!("/opportunities/{reference}")).await.status, 200);
    assert_eq!(app.look_up(read).await, "", "nobody is an auditor");
    all(AUDITOR).await;
    let wanted = "request preview preview amendment documents clarifications opportunity";
    assert_eq!(app.look_up(read).await, wanted);
    let history = ask(&app, REQUESTER, &reference, "/history").await.html;
    assert!(history.contains("The SENSITIVE request read by an auditor"), "{history}");
}
