//! Finding one's way: menus, crumbs, tiles, and the pages that led nowhere.

use actix_web::http::StatusCode;
use diesel_async::SimpleAsyncConnection;

use crate::providers::apply;
use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{
    AUDITOR, FORCE_ADMIN, HARROW, KESTREL, KESTREL_ADMIN, MARKET, NOBODY, REQUESTER, VETTING1,
    open_request,
};

/// Where a link with these words leads.
fn link(html: &str, words: &str) -> String {
    let before = html.split(&format!(">{words}</a>")).next().filter(|it| it.len() < html.len());
    let before = before.unwrap_or_else(|| panic!("no link {words:?}: {html}"));
    before.rsplit("href=\"").next().unwrap().split('"').next().unwrap().to_owned()
}

#[actix_web::test]
async fn a_page_that_led_nowhere_leads_back_to_where_the_person_works() {
    let app = TestApp::at(monday()).await;
    for (who, path, status, ways) in [
        (
            KESTREL,
            "/bids/BID-2026-NONE",
            404,
            &[("Go to Bids", "/bids"), ("Go to Today", "/provider")][..],
        ),
        (
            REQUESTER,
            "/requests/REQ-2026-NONE",
            404,
            &[("Go to Requests", "/requests"), ("Go to Today", "/force")],
        ),
        (MARKET, "/operator/providers/kestrel/removal", 403, &[("Go to Today", "/operator")]),
        (
            KESTREL_ADMIN,
            "/provider/dossier/lots/osint/removal",
            404,
            &[("Go to Dossier", "/provider/dossier")],
        ),
        (
            KESTREL_ADMIN,
            "/provider/dossier/lots/digital_forensics/removal",
            409,
            &[("Go to Dossier", "/provider/dossier")],
        ),
        (NOBODY, "/outcomes/REQ-2026-NONE", 404, &[("Go to Outcomes", "/outcomes")]),
        (NOBODY, "/nowhere", 404, &[]),
    ] {
        let page = app.get(who, path).await;
        assert_eq!(page.status.as_u16(), status, "{who} {path}");
        for (words, place) in ways {
            assert_eq!(link(&page.html, words), *place, "{who} {path}");
        }
        assert_eq!(link(&page.html, "Go to the start page"), "/", "{path}");
    }
}

#[actix_web::test]
async fn one_way_of_the_menu_is_marked_as_where_we_are() {
    let app = TestApp::at(monday()).await;
    let marked = |html: &str| html.matches("service-navigation__item--active").count();
    for (who, path) in [
        (KESTREL_ADMIN, "/provider/dossier"),
        (KESTREL_ADMIN, "/people"),
        (VETTING1, "/operator/applications"),
        (MARKET, "/operator/framework"),
        (AUDITOR, "/operator/requests"),
        (FORCE_ADMIN, "/people"),
    ] {
        let page = app.get(who, path).await;
        assert_eq!(page.status, StatusCode::OK, "{who} {path}");
        assert_eq!(marked(&page.html), 1, "{who} {path}: {}", page.html);
    }
}

#[actix_web::test]
async fn administrators_find_their_people_and_the_operator_its_forces() {
    let app = TestApp::at(monday()).await;
    for (who, home, people) in [
        (FORCE_ADMIN, "/force", Some("/force/people")),
        (REQUESTER, "/force", None),
        (KESTREL_ADMIN, "/provider", Some("/provider/people")),
        (KESTREL, "/provider", None),
    ] {
        let page = app.get(who, home).await.html;
        match people {
            Some(place) => assert_eq!(link(&page, "People"), place, "{who}"),
            None => assert!(!page.contains(">People</a>"), "{who}: {page}"),
        }
    }
    assert_eq!(link(&app.get(MARKET, "/operator").await.html, "Forces"), "/operator/forces");
}

#[actix_web::test]
async fn every_trail_of_crumbs_begins_with_what_needs_the_reader_today() {
    let app = TestApp::at(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    for (who, path, first) in [
        (REQUESTER, format!("/requests/{request}"), ("Today", "/force")),
        (REQUESTER, "/requests".to_owned(), ("Today", "/force")),
        (REQUESTER, format!("/requests/{request}/opening"), ("Today", "/force")),
        (AUDITOR, format!("/requests/{request}"), ("Today", "/operator")),
        (KESTREL, "/bids".to_owned(), ("Today", "/provider")),
        (KESTREL, format!("/opportunities/{request}/eligibility"), ("Today", "/provider")),
        (KESTREL, "/account/notices".to_owned(), ("Today", "/provider")),
        (KESTREL, "/providers".to_owned(), ("Today", "/provider")),
        (NOBODY, "/providers".to_owned(), ("Home", "/")),
        (NOBODY, format!("/opportunities/{request}"), ("Home", "/")),
    ] {
        let page = app.get(who, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{who} {path}");
        let crumbs = page.html.split("aria-label=\"Breadcrumb\"").nth(1);
        let crumbs = crumbs.unwrap_or_else(|| panic!("no crumbs on {path}"));
        let crumb = crumbs.split("</li>").next().unwrap();
        let said = (
            crumb.contains(&format!(">{}</a>", first.0)),
            crumb.contains(&format!("href=\"{}\"", first.1)),
        );
        assert_eq!(said, (true, true), "{who} {path}: {crumb}");
    }
}

#[actix_web::test]
async fn the_tiles_of_a_force_lead_to_what_they_count() {
    let app = TestApp::at(monday()).await;
    let (open, draft) = app
        .arrange(async |conn| {
            let open = open_request(conn, monday() + days(14)).await;
            let draft = open_request(conn, monday() + days(15)).await;
            let sql = format!("update requests set state = 'draft', published_at = null where reference = '{draft}'");
            conn.batch_execute(&sql).await.unwrap();
            (open, draft)
        })
        .await;
    let home = app.get(REQUESTER, "/force").await.html;
    for (tile, lists) in [
        ("Open for bids", vec![&open]),
        ("Drafts and approvals", vec![&draft]),
        ("Being decided", vec![]),
    ] {
        let board = app.get(REQUESTER, &link(&home, tile)).await.html;
        assert!(board.contains(&format!("Only: <strong>{tile}</strong>")), "{board}");
        for one in [&open, &draft] {
            let listed = board.contains(&format!("/requests/{one}\""));
            assert_eq!(listed, lists.contains(&one), "{tile}: {one}");
        }
        assert_eq!(board.contains("No such requests"), lists.is_empty(), "{tile}");
    }
    for all in ["/requests", "/requests?show=nonsense"] {
        let board = app.get(REQUESTER, all).await.html;
        assert!(board.contains(&open) && board.contains(&draft) && !board.contains("Only:"));
    }
}

#[actix_web::test]
async fn a_single_thing_is_not_said_in_the_plural() {
    let app = TestApp::at(monday()).await;
    let none = app.get(VETTING1, "/operator").await.html;
    assert!(none.contains(">applications to check<"), "{none}");
    apply(&app).await;
    let one = app.get(VETTING1, "/operator").await.html;
    assert!(one.contains(">application to check<") && !one.contains(">applications to check<"));
    app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let home = app.get(HARROW, "/provider").await.html;
    assert!(home.contains(">open request in your lots<"), "{home}");
    let list = app.get(NOBODY, "/opportunities").await.html;
    assert!(list.contains("<strong>1 request</strong>"), "{list}");
}

#[actix_web::test]
async fn what_is_said_of_a_thing_on_a_card_does_not_run_together() {
    let app = TestApp::at(monday()).await;
    app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    for (who, path) in
        [(REQUESTER, "/requests"), (NOBODY, "/opportunities"), (KESTREL, "/provider")]
    {
        let html = app.get(who, path).await.html;
        let facts: Vec<&str> = html.split("class=\"muster-facts\"").skip(1).collect();
        assert!(!facts.is_empty(), "{path}");
        for it in facts {
            let facts = it.split("</p>").next().unwrap();
            assert!(!facts.contains("</span><span"), "{path}: {facts}");
        }
    }
}

#[actix_web::test]
async fn a_filter_is_folded_where_there_is_no_room_beside_its_list() {
    let app = TestApp::at(monday()).await;
    for (who, path) in [
        (NOBODY, "/opportunities"),
        (NOBODY, "/providers"),
        (KESTREL, "/provider/specialists"),
        (AUDITOR, "/operator/requests"),
        (AUDITOR, "/operator/expiry"),
        (AUDITOR, "/audit"),
    ] {
        let html = app.get(who, path).await.html;
        let fold = html.split("<details class=\"muster-filters\">").nth(1);
        let fold = fold.unwrap_or_else(|| panic!("no fold on {path}: {html}"));
        let fold = fold.split("</details>").next().unwrap();
        assert!(
            fold.contains("<summary") && fold.contains(&format!("action=\"{path}\"")),
            "{fold}"
        );
        assert!(fold.contains("type=\"submit\""), "{fold}");
    }
}
