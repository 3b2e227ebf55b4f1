//! Looking for requests: by words, by filters, and page by page.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use diesel_async::SimpleAsyncConnection;

use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{KESTREL, NOBODY, REQUESTER, open_request};

/// A request of Northshire's with a title and some SQL of its own; returns its reference.
async fn request(app: &TestApp, title: &str, set: &str) -> String {
    app.arrange(async |conn| {
        let reference = open_request(conn, monday() + days(14)).await;
        let title = title.replace('\'', "''");
        let also = if set.is_empty() { String::new() } else { format!(", {set}") };
        let sql =
            format!("update requests set title = '{title}'{also} where reference = '{reference}'");
        conn.batch_execute(&sql).await.unwrap();
        reference
    })
    .await
}

/// The references on a page of the list, in order.
fn listed(html: &str) -> Vec<String> {
    let cards = html.split("muster-card__title\"><a href=\"/opportunities/").skip(1);
    cards.map(|it| it.split('"').next().unwrap().to_owned()).collect()
}

async fn found(app: &TestApp, who: &str, query: &str) -> Vec<String> {
    let page = app.get(who, &format!("/opportunities?{query}")).await;
    assert_eq!(page.status, StatusCode::OK, "{query}: {}", page.html);
    listed(&page.html)
}

#[actix_web::test]
async fn a_title_says_more_than_a_summary_and_that_more_than_the_rest() {
    let app = TestApp::at(monday()).await;
    let rest = request(&app, "One", "problem = 'Many drones, drones and drones again.'").await;
    let title =
        request(&app, "Drones that fell", "published_at = published_at - interval '9 days'").await;
    let summary = request(&app, "Three", "summary = 'Look at drones.'").await;
    let other = request(&app, "Four", "").await;
    assert_eq!(found(&app, NOBODY, "q=drone").await, [&title, &summary, &rest].map(Clone::clone));
    let newest = found(&app, NOBODY, "q=drone&sort=newest").await;
    assert_eq!(newest.last(), Some(&title), "the older one is last when the newest comes first");
    assert!(!newest.contains(&other));
    let page = app.get(NOBODY, "/opportunities?q=drone").await.html;
    assert!(page.contains("<mark>Drones</mark> that fell"), "{page}");
    assert!(page.contains("Look at <mark>drones</mark>."), "{page}");
    assert!(page.contains("It also says: … "), "{page}");
    assert!(page.contains("Many <mark>drones</mark>, <mark>drones</mark> and"), "{page}");
    assert!(page.contains("value=\"\" selected>Best match first<"), "{page}");
}

#[actix_web::test]
async fn what_is_marked_is_escaped_first() {
    let app = TestApp::at(monday()).await;
    let evil = "<script>alert(1)</script> & <b>drones</b> \"x\" 'y'";
    let set = format!("summary = '{}'", evil.replace('\'', "''"));
    let reference = request(&app, evil, &set).await;
    for query in ["q=drones", "q=alert", "q=script", "q=%3Cscript%3E", ""] {
        let page = app.get(NOBODY, &format!("/opportunities?{query}")).await.html;
        for tag in ["<script>alert", "<b>"] {
            assert!(!page.contains(tag), "{query}: {page}");
        }
    }
    let page = app.get(NOBODY, "/opportunities?q=drones").await.html;
    assert_eq!(listed(&page), [reference]);
    assert!(page.contains("&lt;b&gt;<mark>drones</mark>&lt;/b&gt;"), "{page}");
}

#[actix_web::test]
async fn whatever_is_typed_is_answered() {
    let app = TestApp::at(monday()).await;
    let one = request(&app, "O’Neill's drones", "").await;
    let long = "ab:*'&(!|<".repeat(60);
    for typed in [
        "'",
        "O'Neill",
        "''''",
        "\"",
        "\"drones",
        "drones\"\"",
        "🐎",
        "🐎 drones",
        "drones & (",
        "drones | | &",
        "!!!",
        ":*",
        "\\",
        "a <-> b",
        "%",
        "_",
        "the",
        "and or not",
        "-drones",
        "drones -fell",
        "$1",
        "drones; drop table requests; --",
        "\u{202e}drones",
        long.as_str(),
    ] {
        let query = coded(typed);
        let page = app.get(NOBODY, &format!("/opportunities?q={query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{typed:?}: {}", page.html);
        let csv = app.get(NOBODY, &format!("/opportunities.csv?q={query}")).await;
        assert_eq!(csv.status, StatusCode::OK, "{typed:?}");
    }
    for typed in
        ["O%27Neill", "drones", "%22o+neill%22+drones", "%F0%9F%90%8E+drones", "zebra+or+drones"]
    {
        assert_eq!(
            found(&app, NOBODY, &format!("q={typed}")).await,
            std::slice::from_ref(&one),
            "{typed}"
        );
    }
    for typed in ["the", "%21%21%21", "%F0%9F%90%8E", "drones+-neill"] {
        let page = app.get(NOBODY, &format!("/opportunities?q={typed}")).await.html;
        assert!(page.contains("Nothing matches"), "{typed}: {page}");
        assert!(page.contains("href=\"/opportunities\">Without the words"), "{typed}: {page}");
    }
}

fn coded(typed: &str) -> String {
    url::form_urlencoded::byte_serialize(typed.as_bytes()).collect()
}

#[actix_web::test]
async fn a_reference_finds_its_request_and_no_other() {
    let app = TestApp::at(monday()).await;
    let one = request(&app, "One", "reference = 'REQ-2026-0042'").await;
    request(
        &app,
        "Like REQ-2026-0042",
        "reference = 'REQ-2026-00421', summary = 'See REQ-2026-0042'",
    )
    .await;
    assert_ne!(one, "REQ-2026-0042");
    for typed in ["REQ-2026-0042", "req-2026-0042", "+REQ-2026-0042+"] {
        assert_eq!(found(&app, NOBODY, &format!("q={typed}")).await, ["REQ-2026-0042"], "{typed}");
    }
}

#[actix_web::test]
async fn what_is_marked_sensitive_is_found_signed_out_by_its_title_alone() {
    let app = TestApp::at(monday()).await;
    let set = "classification = 'official_sensitive', summary = 'Operation Heron', problem = 'The heron waits'";
    let one = request(&app, "Wallet tracing", set).await;
    assert_eq!(found(&app, NOBODY, "q=wallet").await, std::slice::from_ref(&one));
    assert!(found(&app, NOBODY, "q=heron").await.is_empty());
    for who in [KESTREL, REQUESTER] {
        assert_eq!(found(&app, who, "q=heron").await, std::slice::from_ref(&one), "{who}");
    }
    for path in ["/", "/opportunities", "/opportunities?q=wallet", "/opportunities.csv"] {
        let page = app.get(NOBODY, path).await.html;
        assert!(page.contains("Wallet"), "{path}: {page}");
        assert!(!page.to_lowercase().contains("heron"), "{path}: {page}");
    }
    let hidden = "budget = 12345600, budget_shown = false";
    request(&app, "Hidden budget", hidden).await;
    for q in ["123456", "12345600", "123%2C456"] {
        assert!(found(&app, NOBODY, &format!("q={q}")).await.is_empty(), "{q}");
    }
    // Declassified, its words are there at once.
    app.arrange(async |conn| {
        let sql =
            format!("update requests set classification = 'official' where reference = '{one}'");
        conn.batch_execute(&sql).await.unwrap();
    })
    .await;
    assert_eq!(found(&app, NOBODY, "q=heron").await, [one]);
}

#[actix_web::test]
async fn each_choice_says_how_many_it_lists_with_the_other_filters_as_they_are() {
    let app = TestApp::at(monday()).await;
    request(&app, "One", "").await;
    request(&app, "Two", "lot_code = 'network_analysis', region_code = 'london'").await;
    request(&app, "Three", "lot_code = 'network_analysis', route = 'urgent'").await;
    request(&app, "Four", "state = 'cancelled'").await;
    let has = |html: &str, label: &str| {
        assert!(html.contains(&format!(">{label}</option>")), "{label}: {html}")
    };
    let all = app.get(NOBODY, "/opportunities").await.html;
    for label in [
        "Digital forensics (1)",
        "Network and telecoms analysis (2)",
        "Training and skills transfer (0)",
        "London (1)",
        "Northshire Police (3)",
        "Eastmoor Constabulary (0)",
        "Mini-competition (2)",
        "Urgent (1)",
        "Digital Forensics (3)",
        "Open for bids (3)",
        "Cancelled or not awarded (1)",
        "All (4)",
    ] {
        has(&all, label);
    }
    let some = app.get(NOBODY, "/opportunities?lot=network_analysis&status=all").await.html;
    for label in [
        // Lots are counted as if none were chosen; the rest with the lot that is.
        "Digital forensics (2)",
        "Network and telecoms analysis (2)",
        "London (1)",
        "Mini-competition (1)",
        "Open for bids (2)",
        "All (2)",
    ] {
        has(&some, label);
    }
    let by_specialism =
        app.look_up("select code from specialisms where name = 'Digital Forensics'").await;
    assert_eq!(found(&app, NOBODY, &format!("specialism={by_specialism}")).await.len(), 3);
    let unknown = app.get(NOBODY, "/opportunities?specialism=nothing").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND, "{}", unknown.html);
    assert!(listed(&unknown.html).is_empty(), "{}", unknown.html);
}

#[actix_web::test]
async fn a_list_that_nothing_fits_says_what_to_take_away() {
    let app = TestApp::at(monday()).await;
    let one = request(&app, "Drones", "").await;
    let page =
        app.get(NOBODY, "/opportunities?q=drones&lot=digital_forensics&region=london").await.html;
    assert!(page.contains("Nothing matches"), "{page}");
    let ways: Vec<&str> =
        page.split("<li><a class=\"govuk-link\" href=\"/opportunities?").skip(1).collect();
    assert_eq!(ways.len(), 1, "only the region is in the way: {page}");
    let href = ways[0].split('"').next().unwrap().replace("&#38;", "&");
    assert!(ways[0].contains("Without the region London: 1 request"), "{page}");
    assert_eq!(found(&app, NOBODY, &href).await, [one]);
    let hopeless = app.get(NOBODY, "/opportunities?q=zebra&region=london&route=urgent").await.html;
    assert!(hopeless.contains("nor would taking one filter away"), "{hopeless}");
    let beyond = app.get(NOBODY, "/opportunities?page=9").await.html;
    assert!(beyond.contains("The list ends before this page"), "{beyond}");
}

#[actix_web::test]
async fn pages_neither_repeat_nor_miss_a_request_though_all_came_at_once() {
    let app = TestApp::at(monday()).await;
    for n in 0..45 {
        let closed = if n % 9 == 0 {
            "state = 'evaluating', closes_at = '2026-01-01'"
        } else {
            "route = 'urgent'"
        };
        request(&app, &format!("Drones {n}"), closed).await;
    }
    for (query, number) in [
        ("status=all", 45),
        ("status=all&sort=closing", 45),
        ("status=all&q=drones", 45),
        ("status=open&sort=closing", 40),
        ("status=closed&sort=closing", 5),
    ] {
        let mut seen = Vec::new();
        for page in 1..=3 {
            seen.extend(found(&app, NOBODY, &format!("{query}&page={page}")).await);
        }
        let distinct: BTreeSet<&String> = seen.iter().collect();
        assert_eq!((seen.len(), distinct.len()), (number, number), "{query}");
    }
    let soonest = found(&app, NOBODY, "status=all&sort=closing&page=1").await;
    let open = app
        .look_up(&format!("select state from requests where reference = '{}'", soonest[0]))
        .await;
    assert_eq!(open, "open", "what has closed comes after what will");
}

#[actix_web::test]
async fn an_address_keeps_the_search_from_page_to_page() {
    let app = TestApp::at(monday()).await;
    for n in 0..21 {
        request(&app, &format!("Drones {n}"), "").await;
    }
    let page = app
        .get(NOBODY, "/opportunities?q=drones&lot=digital_forensics&region=&sort=newest")
        .await
        .html;
    let kept = "q=drones&#38;lot=digital_forensics&#38;sort=newest";
    for href in [
        format!("/opportunities?{kept}&#38;page=2"),
        format!("/opportunities.csv?{kept}"),
        format!("/opportunities.atom?{kept}"),
    ] {
        assert!(page.contains(&format!("href=\"{href}\"")), "{href}: {page}");
    }
    assert!(page.contains(&format!("rel=\"canonical\" href=\"/opportunities?{kept}\"")), "{page}");
}

#[actix_web::test]
async fn a_request_is_found_by_what_it_asks_for_and_whose_it_is() {
    let app = TestApp::at(monday()).await;
    let one = request(&app, "Evidence review", "site = 'Westminster'").await;
    app.arrange(async |conn| {
        let asks = "update request_requirements set text = 'Builds dashboards in Kibana'; update requests set summary = summary";
        conn.batch_execute(asks).await.unwrap();
    })
    .await;
    for typed in ["kibana", "westminster", "northshire"] {
        assert_eq!(
            found(&app, NOBODY, &format!("q={typed}")).await,
            std::slice::from_ref(&one),
            "{typed}"
        );
    }
}
