//! Lists that people work with: narrowed, ordered, a page at a time, and kept.

use actix_web::http::StatusCode;
use diesel_async::SimpleAsyncConnection;
use regex::Regex;

use crate::support::app::{TestApp, days, monday};
use crate::support::bids::{start, submit, write};
use crate::support::cast::{
    AUDITOR, EVALUATOR1, HARROW, KESTREL, MARKET, NOBODY, OTHER_REQUESTER, REQUESTER, THORNBURY,
    VETTING1, open_request,
};

async fn sql(app: &TestApp, sql: &str) {
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

/// The rows of a file, its columns first.
async fn rows(app: &TestApp, who: &str, path: &str) -> Vec<Vec<String>> {
    let page = app.get(who, path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.html);
    let text = page.html.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("{path}: no mark"));
    let mut read = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let rows = read.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
    rows.collect()
}

/// The first column of a file, without its name.
async fn firsts(app: &TestApp, who: &str, path: &str) -> Vec<String> {
    rows(app, who, path).await.into_iter().skip(1).map(|mut it| it.swap_remove(0)).collect()
}

/// The references that a page lists, in its order.
async fn listed(app: &TestApp, who: &str, path: &str) -> Vec<String> {
    let page = app.get(who, path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.html);
    let line = Regex::new(
        r#"<td class="govuk-table__cell"><a class="govuk-link" href="/\w+/([A-Z]+-[0-9A-Za-z-]+)""#,
    )
    .unwrap();
    line.captures_iter(&page.html).map(|it| it[1].to_owned()).collect()
}

/// A draft of Northshire's, begun by whoever it is.
async fn draft(app: &TestApp, who: &str, title: &str) -> String {
    let form = [("title", title), ("lot", "network_analysis")];
    let page = app.post(who, "/requests/new", &form).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    page.location.unwrap().trim_start_matches("/requests/").to_owned()
}

async fn exported(app: &TestApp) -> String {
    app.look_up("select detail::text from audit_entries where action = 'list.exported' order by seq desc limit 1").await
}

#[actix_web::test]
async fn a_forces_requests_are_narrowed_by_all_there_is_to_know_of_them() {
    let app = TestApp::at(monday()).await;
    let open = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    sql(&app, "insert into user_roles (user_id, role) select id, 'requester' from users where email = 'evaluator1@northshire.example'").await;
    let cars = draft(&app, REQUESTER, "Cars, 50% of them").await;
    let boats = draft(&app, EVALUATOR1, "Boats").await;
    let eve =
        app.look_up("select id from users where email = 'evaluator1@northshire.example'").await;
    let all = [open.as_str(), cars.as_str(), boats.as_str()];
    for (asked, found) in [
        ("", &all[..]),
        ("q=CARS", &[cars.as_str()]),
        ("q=50%25", &[cars.as_str()]),
        ("q=_", &[]),
        ("q=%27", &[]),
        (&format!("q={}", boats.to_lowercase()), &[boats.as_str()]),
        ("state=draft", &[cars.as_str(), boats.as_str()]),
        ("state=open", &[open.as_str()]),
        ("state=closed", &[]),
        ("state=sealed&due=soon&route=none&person=Rosa&sort=odd&page=x", &all[..]),
        ("lot=network_analysis", &[cars.as_str(), boats.as_str()]),
        ("route=mini_competition", &[open.as_str()]),
        ("route=urgent", &[]),
        (&format!("person={eve}"), &[boats.as_str()]),
        ("due=month", &[open.as_str()]),
        ("due=week", &[]),
        ("due=unset", &[cars.as_str(), boats.as_str()]),
        ("state=draft&q=boat&lot=network_analysis&due=unset", &[boats.as_str()]),
    ] {
        let mut page = listed(&app, REQUESTER, &format!("/requests/list?{asked}")).await;
        let mut file = firsts(&app, REQUESTER, &format!("/requests.csv?{asked}")).await;
        let mut found: Vec<String> = found.iter().map(|it| (*it).to_owned()).collect();
        for it in [&mut page, &mut file, &mut found] {
            it.sort();
        }
        assert_eq!(page, found, "{asked}");
        assert_eq!(file, found, "the file of {asked}");
    }
    let empty = app.get(REQUESTER, "/requests/list?q=nothing-like-it").await.html;
    assert!(empty.contains("Nothing matches") && !empty.contains("/requests.csv"), "{empty}");
    let kept = app.get(REQUESTER, "/requests/list?state=draft&sort=title").await.html;
    assert!(kept.contains("/requests.csv?state=draft&#38;sort=title"), "{kept}");
    assert!(kept.contains("value=\"draft\" selected"), "{kept}");
    // When its deadline has passed it is closed, whatever is stored.
    let later = app.when(monday() + days(15));
    assert_eq!(listed(&later, REQUESTER, "/requests/list?state=closed&due=past").await, [open]);
}

#[actix_web::test]
async fn a_forces_requests_come_in_order_and_no_page_repeats_another() {
    let app = TestApp::at(monday()).await;
    let open = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    for n in 0..22 {
        draft(&app, REQUESTER, &format!("Draft {:02}", 21 - n)).await;
    }
    for sort in ["newest", "closing", "latest", "title"] {
        let page = |n| format!("/requests/list?sort={sort}&page={n}");
        let (one, two) =
            (listed(&app, REQUESTER, &page(1)).await, listed(&app, REQUESTER, &page(2)).await);
        assert_eq!((one.len(), two.len()), (20, 3), "{sort}");
        let mut both = [one, two].concat();
        assert_eq!(both, firsts(&app, REQUESTER, &format!("/requests.csv?sort={sort}")).await);
        match sort {
            "closing" | "latest" => assert_eq!(both[0], open, "those without a deadline are last"),
            "title" => assert_eq!(both[22], open, "Phone comes after Draft"),
            _ => {}
        }
        both.sort();
        both.dedup();
        assert_eq!(both.len(), 23, "{sort}: none is there twice");
    }
    let beyond = app.get(REQUESTER, "/requests/list?page=9").await.html;
    assert!(beyond.contains("begin at the first page"), "{beyond}");
    let board = app.get(REQUESTER, "/requests").await.html;
    assert!(board.contains("href=\"/requests/list\""), "{board}");
}

#[actix_web::test]
async fn a_list_of_requests_is_for_its_force_and_taking_it_away_is_in_the_trail() {
    let app = TestApp::at(monday()).await;
    let open = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    draft(&app, REQUESTER, "=HYPERLINK(\"http://evil.example\")").await;
    for path in ["/requests/list", "/requests.csv", "/requests.xlsx"] {
        for (who, status) in [(NOBODY, 401), (KESTREL, 404), (AUDITOR, 404), (EVALUATOR1, 200)] {
            assert_eq!(app.get(who, path).await.status.as_u16(), status, "{path} for {who:?}");
        }
        let others = app.get(OTHER_REQUESTER, path).await;
        assert!(!others.html.contains(&open), "{path}");
    }
    let rows = rows(&app, REQUESTER, "/requests.csv").await;
    assert_eq!(exported(&app).await, "{\"list\": \"requests\", \"rows\": 2}");
    let titles: Vec<&str> = rows.iter().skip(1).map(|it| it[1].as_str()).collect();
    assert!(titles.contains(&"'=HYPERLINK(\"http://evil.example\")"), "{titles:?}");
    let request = rows.iter().find(|it| it[0] == open).unwrap();
    assert_eq!(request[2..5], ["Open", "Digital forensics", "Mini-competition"]);
    assert_eq!(request[7], "2026-01-19 09:00");
    assert_eq!(request[8], "£500,000");
    assert_eq!(request[10..], ["Rosa Quill", "Rosa Quill"]);
    let kept = app.get(REQUESTER, "/requests.xlsx").await;
    let said = kept.header("content-disposition");
    let name = "attachment; filename=\"Requests of Northshire Police 2026-01-05.xlsx\"; ";
    assert!(said.starts_with(name), "{said}");
    // Auditors have every force's.
    let all = firsts(&app, AUDITOR, "/operator/requests.csv?force=northshire&state=open").await;
    assert_eq!(all, [open]);
    assert_eq!(exported(&app).await, "{\"list\": \"requests of every force\", \"rows\": 1}");
    assert_eq!(app.get(MARKET, "/operator/requests.csv").await.status, StatusCode::FORBIDDEN);
    let page = app.get(AUDITOR, "/operator/requests?force=northshire").await.html;
    assert!(page.contains("/operator/requests.csv?force=northshire&#38;state=\""), "{page}");
}

#[actix_web::test]
async fn a_companys_bids_are_listed_for_its_people_and_their_number_is_not_told() {
    let app = TestApp::at(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let none = app.get(KESTREL, "/bids/list").await.html;
    assert!(none.contains("No bids yet") && none.contains("Find an opportunity"), "{none}");
    let bid = start(&app, KESTREL, &request).await;
    let others = start(&app, HARROW, &request).await;
    for (asked, there) in [
        ("", true),
        ("q=phone", true),
        ("q=northshire", true),
        (&format!("q={bid}"), true),
        (&format!("q={others}"), false),
        ("state=drafts", true),
        ("state=submitted", false),
        ("lot=digital_forensics&route=mini_competition&due=month", true),
        ("lot=network_analysis", false),
        ("due=past", false),
        ("state=odd&due=odd&sort=odd", true),
        ("page=2", false),
    ] {
        let page = listed(&app, KESTREL, &format!("/bids/list?{asked}")).await;
        assert_eq!(page.contains(&bid), there, "{asked}");
        assert!(!page.contains(&others), "{asked}");
        if asked != "page=2" {
            let file = firsts(&app, KESTREL, &format!("/bids.csv?{asked}")).await;
            assert_eq!(file, page, "the file of {asked}");
        }
    }
    assert_eq!(exported(&app).await, "{\"list\": \"bids\"}", "how many is not for the trail");
    write(&app, KESTREL, &request, &bid, "MARKED", "10").await;
    submit(&app, KESTREL, &bid).await;
    assert_eq!(
        listed(&app, KESTREL, "/bids/list?state=submitted").await,
        std::slice::from_ref(&bid)
    );
    let ann = app.look_up("select id from users where email = 'bids@kestrel.example'").await;
    assert_eq!(listed(&app, KESTREL, &format!("/bids/list?person={ann}")).await, [bid]);
    let file = app.get(KESTREL, "/bids.csv").await.html;
    assert!(file.contains("Ann Lee") && !file.contains("MARKED"), "{file}");
    for path in ["/bids/list", "/bids.csv", "/bids.xlsx"] {
        for (who, status) in [(NOBODY, 401), (REQUESTER, 404), (AUDITOR, 404), (THORNBURY, 200)] {
            assert_eq!(app.get(who, path).await.status.as_u16(), status, "{path} for {who:?}");
        }
    }
}

#[actix_web::test]
async fn the_operators_lists_are_narrowed_and_kept_and_that_is_in_the_trail() {
    let app = TestApp::at(monday()).await;
    sql(
        &app,
        "update providers set state = 'applied', company_number = '01234999', size = 'sme', applied_at = '2026-01-02T10:00:00Z' where slug = 'newcomer'; \
         update provider_certificates set decision = 'waiting', added_at = '2026-01-03' where number = 'CE-kestrel'",
    )
    .await;
    for (who, list, asked, there, first) in [
        (VETTING1, "applications", "", true, "Newcomer Security Ltd"),
        (VETTING1, "applications", "q=NEWCOMER&state=first_look", true, "Newcomer Security Ltd"),
        (VETTING1, "applications", "state=provider", false, "Newcomer Security Ltd"),
        (VETTING1, "applications", "q=kestrel", false, "Newcomer Security Ltd"),
        (VETTING1, "applications", "state=odd", true, "Newcomer Security Ltd"),
        (AUDITOR, "changes", "", true, "Cyber Essentials certificate, until 30 June 2027"),
        (
            AUDITOR,
            "changes",
            "q=kestrel&state=waiting",
            true,
            "Cyber Essentials certificate, until 30 June 2027",
        ),
        (
            AUDITOR,
            "changes",
            "state=proposed",
            false,
            "Cyber Essentials certificate, until 30 June 2027",
        ),
        (MARKET, "forces", "", true, "Northshire Police"),
        (MARKET, "forces", "q=northshire&state=fictional", true, "Northshire Police"),
        (MARKET, "forces", "state=agency", false, "Northshire Police"),
    ] {
        let page = app.get(who, &format!("/operator/{list}?{asked}")).await.html;
        assert_eq!(page.contains(first), there, "{list} {asked}: {page}");
        let file = firsts(&app, who, &format!("/operator/{list}.csv?{asked}")).await;
        assert_eq!(file.contains(&first.to_owned()), there, "{list} {asked}: {file:?}");
        let rows = file.len();
        assert_eq!(exported(&app).await, format!("{{\"list\": \"{list}\", \"rows\": {rows}}}"));
        let kept = app.get(who, &format!("/operator/{list}.xlsx?{asked}")).await;
        assert!(kept.header("content-type").contains("spreadsheetml"), "{list}");
    }
    for list in ["applications", "changes", "forces"] {
        let page = app.get(VETTING1, &format!("/operator/{list}?q=nothing-like-it")).await.html;
        assert!(page.contains("Nothing matches"), "{list}: {page}");
        assert!(!page.contains(&format!("/operator/{list}.csv")), "{list}: {page}");
        for who in [KESTREL, REQUESTER] {
            let page = app.get(who, &format!("/operator/{list}.csv")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{list} for {who}");
        }
    }
}

#[actix_web::test]
async fn mail_is_kept_as_far_as_it_is_listed_and_without_what_it_says() {
    let app = TestApp::at(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let bid = start(&app, KESTREL, &request).await;
    write(&app, KESTREL, &request, &bid, "MARKED", "10").await;
    submit(&app, KESTREL, &bid).await;
    let question = [("question", "Are the phones charged?")];
    app.post(HARROW, &format!("/opportunities/{request}/questions"), &question).await;
    let all = rows(&app, AUDITOR, "/operator/mail.csv").await;
    assert!(all.len() > 1 && all.iter().any(|it| it[0] == REQUESTER), "{all:?}");
    assert_eq!(all[0][..3], ["To", "Subject", "State"]);
    let text = app.get(AUDITOR, "/operator/mail.csv").await.html;
    for secret in [bid.as_str(), "MARKED", "charged"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let some = firsts(&app, AUDITOR, "/operator/mail.csv?q=northshire&state=waiting").await;
    assert!(!some.is_empty() && some.iter().all(|it| it.ends_with("northshire.example")));
    assert_eq!(firsts(&app, AUDITOR, "/operator/mail.csv?state=sent").await.len(), 0);
    let page = app.get(AUDITOR, "/operator/mail?q=northshire").await.html;
    assert!(page.contains("/operator/mail.csv?state=&#38;q=northshire"), "{page}");
    assert_eq!(app.get(KESTREL, "/operator/mail.csv").await.status, StatusCode::NOT_FOUND);
}
