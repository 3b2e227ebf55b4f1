//! Requests for other programs: the feed, the calendar, the map of the site.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use diesel_async::SimpleAsyncConnection;

use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{APPROVER, KESTREL, NOBODY, open_request};

async fn with(set: &str) -> (TestApp, String) {
    let app = TestApp::at(monday()).await;
    let request = app
        .arrange(async |conn| {
            let reference = open_request(conn, monday() + days(14)).await;
            if !set.is_empty() {
                conn.batch_execute(&format!("update requests set {set}")).await.unwrap();
            }
            reference
        })
        .await;
    (app, request)
}

/// What stands between the first two tags of a name.
fn element<'a>(xml: &'a str, name: &str) -> &'a str {
    let begun =
        xml.split(&format!("<{name}>")).nth(1).unwrap_or_else(|| panic!("no {name}: {xml}"));
    begun.split(&format!("</{name}>")).next().unwrap()
}

/// Whether every tag is closed in its turn: what a reader asks first.
fn is_well_formed(xml: &str) {
    let mut open = Vec::new();
    let tags = regex::Regex::new(r"<(/?)([a-z]+)[^<>]*?(/?)>").unwrap();
    for tag in tags.captures_iter(xml) {
        match (&tag[1], &tag[3]) {
            ("/", _) => assert_eq!(open.pop().as_deref(), Some(&tag[2]), "{xml}"),
            (_, "") => open.push(tag[2].to_owned()),
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?}: {xml}");
    let bare = regex::Regex::new("&[^#a-z]").unwrap();
    assert!(!bare.is_match(xml), "a bare ampersand: {xml}");
}

#[actix_web::test]
async fn the_feed_tells_what_is_new_and_when_it_changed() {
    let (app, request) = with("title = 'Phones & <tablets>'").await;
    let feed = app.get(KESTREL, "/opportunities.atom").await;
    assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
    is_well_formed(&feed.html);
    assert_eq!(element(&feed.html, "id"), "http://muster.test/opportunities.atom");
    let entry = element(&feed.html, "entry");
    assert!(element(entry, "id").starts_with("urn:uuid:"), "{entry}");
    assert_eq!(element(entry, "title"), format!("{request}: Phones &#38; &#60;tablets&#62;"));
    assert_eq!(element(entry, "published"), "2026-01-01T09:00:00Z");
    assert_eq!(element(entry, "updated"), element(entry, "published"));
    assert!(
        entry.contains(&format!("href=\"http://muster.test/opportunities/{request}\"")),
        "{entry}"
    );
    assert!(
        element(entry, "summary").contains("Examine seized devices. Bids close at 9am"),
        "{entry}"
    );
    assert!(element(entry, "summary").contains("Up to £500,000"), "{entry}");
    // It is narrowed as the list is, whatever order that is in.
    for (query, found) in
        [("q=tablets&sort=closing", true), ("lot=osint", false), ("status=ended", false)]
    {
        let feed = app.get(NOBODY, &format!("/opportunities.atom?{query}")).await;
        assert_eq!(feed.html.contains("<entry>"), found, "{query}: {}", feed.html);
        is_well_formed(&feed.html);
    }
    let tag = feed_tag(&app).await;
    app.post(
        APPROVER,
        &format!("/requests/{request}/cancellation"),
        &[("code", "need_gone"), ("reason", "No need.")],
    )
    .await;
    let ended = app.get(NOBODY, "/opportunities.atom?status=all").await.html;
    assert_eq!(element(element(&ended, "entry"), "updated"), "2026-01-05T09:00:00Z");
    assert_ne!(feed_tag(&app).await, tag);
}

async fn feed_tag(app: &TestApp) -> String {
    let feed = app.get(NOBODY, "/opportunities.atom").await;
    let tag = feed.header("etag").to_owned();
    let again = TestRequest::get()
        .uri("/opportunities.atom")
        .insert_header(("if-none-match", tag.as_str()));
    assert_eq!(app.send(NOBODY, again).await.status, StatusCode::NOT_MODIFIED);
    tag
}

#[actix_web::test]
async fn what_is_not_for_everyone_is_in_neither_feed_nor_calendar() {
    let (app, request) = with(
        "classification = 'official_sensitive', summary = 'Operation Heron', problem = 'The heron waits', \
         budget = 12345600, budget_shown = false",
    )
    .await;
    for path in [
        "/opportunities.atom".to_owned(),
        "/opportunities.atom?q=heron".to_owned(),
        format!("/opportunities/{request}.ics"),
    ] {
        for who in [NOBODY, KESTREL] {
            let page = app.get(who, &path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let said = page.html.replace("?q=heron", "").replace("“heron”", "");
            for secret in ["eron", "123,456", "12345600"] {
                assert!(!said.contains(secret), "{who} {path}: {said}");
            }
        }
    }
}

#[actix_web::test]
async fn a_calendar_keeps_the_deadlines_of_a_request() {
    let (app, request) =
        with("title = 'Phones; tablets, and Zoë’s very long list of other devices that wait'")
            .await;
    let path = format!("/opportunities/{request}.ics");
    let page = app.get(NOBODY, &format!("/opportunities/{request}")).await.html;
    assert!(
        page.contains(&format!(
            "rel=\"alternate\" type=\"text/calendar\" title=\"Its deadlines\" href=\"{path}\""
        )),
        "{page}"
    );
    let first = app.get(NOBODY, &path).await;
    assert_eq!(first.header("content-type"), "text/calendar; charset=utf-8");
    assert!(first.header("content-disposition").contains(&format!("{request}.ics")));
    assert!(
        first.html.split("\r\n").all(|line| line.len() <= 75)
            && first.html.ends_with("END:VCALENDAR\r\n")
    );
    let whole = first.html.replace("\r\n ", "");
    for line in [
        "DTSTART:20260117T090000Z",
        "DTSTART:20260119T090000Z",
        "SEQUENCE:0",
        "SUMMARY:Bids close: Phones\\; tablets\\, and Zoë’s very long list of other devices that wait",
    ] {
        assert!(whole.lines().any(|it| it == line), "{line}: {whole}");
    }
    let uids = |calendar: &str| {
        let lines = calendar.replace("\r\n ", "");
        lines.lines().filter(|it| it.starts_with("UID:")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(uids(&first.html).len(), 2);
    app.arrange(async |conn| conn.batch_execute("update requests set version = 3").await.unwrap())
        .await;
    let amended = app.get(NOBODY, &path).await.html;
    assert!(amended.contains("SEQUENCE:2") && uids(&amended) == uids(&first.html), "{amended}");
    app.post(
        APPROVER,
        &format!("/requests/{request}/cancellation"),
        &[("code", "need_gone"), ("reason", "No need.")],
    )
    .await;
    let cancelled = app.get(NOBODY, &path).await.html;
    assert!(
        cancelled.contains("STATUS:CANCELLED") && cancelled.contains("SEQUENCE:3"),
        "{cancelled}"
    );
    app.arrange(async |conn| {
        conn.batch_execute("update requests set state = 'draft', published_at = null")
            .await
            .unwrap()
    })
    .await;
    assert_eq!(app.get(NOBODY, &path).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn the_map_of_the_site_names_what_is_published() {
    let (app, request) = with("").await;
    let address = format!("<loc>http://muster.test/opportunities/{request}</loc>");
    let map = app.get(NOBODY, "/sitemap.xml").await.html;
    assert!(map.contains(&address), "{map}");
    is_well_formed(&map);
    app.arrange(async |conn| {
        conn.batch_execute("update requests set state = 'draft', published_at = null")
            .await
            .unwrap()
    })
    .await;
    assert!(!app.get(NOBODY, "/sitemap.xml").await.html.contains(&request));
}
