//! Lists as files for a spreadsheet.

use actix_web::http::StatusCode;
use diesel_async::SimpleAsyncConnection;

use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{
    AUDITOR, HARROW, KESTREL, KESTREL_ADMIN, NOBODY, REQUESTER, THORNBURY, VETTING1, open_request,
};

type Rows = Vec<Vec<String>>;

/// The rows of a list, its columns first.
async fn rows(app: &TestApp, who: &str, path: &str) -> Rows {
    let page = app.get(who, path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.html);
    assert_eq!(page.header("content-type"), "text/csv; charset=utf-8; header=present", "{path}");
    let text = page.html.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("{path}: no mark"));
    let mut read = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let rows = read.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
    rows.collect()
}

fn column(rows: &Rows, name: &str) -> Vec<String> {
    let at = rows[0].iter().position(|it| it == name).unwrap_or_else(|| panic!("no {name}"));
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

#[actix_web::test]
async fn each_list_that_can_be_kept_says_so_on_its_page_and_has_a_name_of_its_own() {
    let app = TestApp::at(monday()).await;
    app.arrange(async |conn| {
        open_request(conn, monday() + days(14)).await;
        let soon = "update provider_certificates set expires_on = '2026-01-20'";
        conn.batch_execute(soon).await.unwrap();
    })
    .await;
    for (who, page, file, name, first) in [
        (NOBODY, "/providers", "/providers.csv", "Providers 2026-01-05.csv", "Provider"),
        (
            NOBODY,
            "/opportunities",
            "/opportunities.csv",
            "Opportunities 2026-01-05.csv",
            "Reference",
        ),
        (
            KESTREL,
            "/provider/specialists",
            "/provider/specialists.csv",
            "Specialists of Kestrel Cyber Ltd 2026-01-05.csv",
            "Name",
        ),
        (
            VETTING1,
            "/operator/providers",
            "/operator/providers.csv",
            "Every provider 2026-01-05.csv",
            "Provider",
        ),
        (
            AUDITOR,
            "/operator/expiry",
            "/operator/expiry.csv",
            "What expires 2026-01-05.csv",
            "Provider",
        ),
        (REQUESTER, "/people", "/people.csv", "People of Northshire Police 2026-01-05.csv", "Name"),
    ] {
        let shown = app.get(who, page).await.html;
        assert!(shown.contains(&format!("href=\"{file}")), "{page}: {shown}");
        let workbook = file.replace(".csv", ".xlsx");
        assert!(shown.contains(&format!("href=\"{workbook}")), "{page}: {shown}");
        let kept = app.get(who, file).await;
        let said = kept.header("content-disposition");
        assert!(said.starts_with(&format!("attachment; filename=\"{name}\"; ")), "{said}");
        let rows = rows(&app, who, file).await;
        assert_eq!(rows[0][0], first, "{file}");
        assert!(rows.len() > 1, "{file} is empty");
        let kept = app.get(who, &workbook).await;
        let said = kept.header("content-disposition");
        let called = name.replace(".csv", ".xlsx");
        assert!(said.starts_with(&format!("attachment; filename=\"{called}\"; ")), "{said}");
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        assert_eq!(kept.header("content-type"), kind, "{workbook}");
    }
    let own = app.get(KESTREL, "/provider/specialists.csv").await;
    assert_eq!(own.header("cache-control"), "no-store");
    // What not everyone may have is not taken away without a trace; what everyone may, is.
    let taken = "select string_agg(distinct detail->>'list', ', ' order by detail->>'list') from audit_entries where action = 'list.exported'";
    assert_eq!(app.look_up(taken).await, "people, providers, specialists, what expires");
}

#[actix_web::test]
async fn a_name_that_would_be_a_formula_is_text_and_every_other_name_is_whole() {
    let app = TestApp::at(monday()).await;
    let names = [
        "=HYPERLINK(\"http://evil.example\")",
        "+44 113 496 0000",
        "-1",
        "@SUM(A1)",
        "Siobhán O’Neill, \"Shiv\"",
        "Zoë 🐎",
        "שרה לוי",
    ];
    app.arrange(async |conn| {
        for name in names {
            let sql = format!(
                "insert into specialists (id, provider_id, name, sfia_level, skills, right_to_work) \
                 select gen_random_uuid(), id, '{name}', 4, 'One\ntwo', true from providers where slug = 'kestrel'"
            );
            conn.batch_execute(&sql).await.unwrap();
        }
    })
    .await;
    let rows = rows(&app, KESTREL, "/provider/specialists.csv").await;
    let kept = column(&rows, "Name");
    for name in names {
        let text = if name.starts_with(['=', '+', '-', '@']) {
            format!("'{name}")
        } else {
            name.to_owned()
        };
        assert!(kept.contains(&text), "{text}: {kept:?}");
    }
    assert_eq!(kept.len(), names.len() + 2, "Robin Vale and Sam Holt are there too");
    assert!(column(&rows, "Skills and experience").contains(&"One\ntwo".to_owned()));
    let raw = app.get(KESTREL, "/provider/specialists.csv").await.html;
    assert!(raw.contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\""), "{raw}");
    let others = app.get(HARROW, "/provider/specialists.csv").await.html;
    assert!(!others.contains("HYPERLINK"), "{others}");
}

#[actix_web::test]
async fn a_file_holds_what_its_page_lists_under_the_same_filters_and_no_more() {
    let app = TestApp::at(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let names = |rows: &Rows| column(rows, "Provider").join(", ");
    let all = rows(&app, NOBODY, "/providers.csv").await;
    assert_eq!(names(&all), "Harrow Forensics Ltd, Kestrel Cyber Ltd, Lantern Analytics plc");
    for (query, found) in [
        ("region=london", "Harrow Forensics Ltd"),
        ("q=kestrel&page=7", "Kestrel Cyber Ltd"),
        ("size=large", "Lantern Analytics plc"),
        ("lot=osint", ""),
    ] {
        let some = rows(&app, NOBODY, &format!("/providers.csv?{query}")).await;
        assert_eq!(names(&some), found, "{query}");
    }
    let linked = app.get(NOBODY, "/providers?region=london&page=1").await.html;
    let href = "/providers.csv?q=&#38;lot=&#38;region=london&#38;size=\"";
    assert!(linked.contains(href), "the link keeps the filters: {linked}");

    let open = rows(&app, NOBODY, "/opportunities.csv").await;
    assert_eq!(column(&open, "Reference"), [request.as_str()]);
    assert_eq!(column(&open, "Bids close"), ["9am UK time (GMT) on Monday 19 January 2026"]);
    assert_eq!(column(&open, "Bids close (UTC)"), ["2026-01-19T09:00:00Z"]);
    assert_eq!(rows(&app, NOBODY, "/opportunities.csv?status=awarded").await.len(), 1);
    app.arrange(async |conn| {
        let hidden = "update requests set budget_shown = false";
        conn.batch_execute(hidden).await.unwrap();
    })
    .await;
    let hidden = rows(&app, NOBODY, "/opportunities.csv").await;
    assert_eq!(column(&hidden, "Budget"), [""]);

    let retired = rows(&app, KESTREL, "/provider/specialists.csv?show=retired").await;
    assert_eq!(retired.len(), 1);
    let every = rows(&app, VETTING1, "/operator/providers.csv").await;
    assert_eq!(column(&every, "Provider").len(), 5);
    let own = column(&rows(&app, THORNBURY, "/people.csv").await, "E-mail address");
    assert_eq!(own, [THORNBURY]);
    let own = column(&rows(&app, KESTREL_ADMIN, "/people.csv").await, "E-mail address");
    assert_eq!(own.len(), 3, "{own:?}");
}
