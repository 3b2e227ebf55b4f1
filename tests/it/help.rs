//! The pages that explain the service.

use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;

use crate::support::app::{TestApp, monday};
use crate::support::cast::{KESTREL, NOBODY};

#[actix_web::test]
async fn anyone_may_read_how_the_service_works() {
    let app = TestApp::at(monday()).await;
    for (path, title) in [
        ("/how-it-works", "How it works"),
        ("/roles", "Roles"),
        ("/transparency", "Transparency"),
        ("/help", "Help"),
        ("/privacy", "Privacy"),
        ("/cookies", "Cookies"),
        ("/accessibility", "Accessibility"),
    ] {
        for who in [NOBODY, KESTREL] {
            let page = app.get(who, path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(
                page.html.contains(&format!("<h1 class=\"govuk-heading-l\">{title}</h1>")),
                "{path}"
            );
        }
    }
    let cookies = app.get(NOBODY, "/cookies").await.html;
    for name in ["<code>muster</code>", "muster-form", "muster-said"] {
        assert!(cookies.contains(name), "{name}");
    }
}

#[actix_web::test]
async fn search_engines_are_sent_to_what_is_public_and_nowhere_else() {
    let app = TestApp::at(monday()).await;
    let robots = app.get(NOBODY, "/robots.txt").await;
    assert_eq!(robots.headers.get("content-type").unwrap(), "text/plain; charset=utf-8");
    for line in
        ["Disallow: /bids", "Disallow: /contracts", "Sitemap: http://muster.test/sitemap.xml"]
    {
        assert!(robots.html.lines().any(|it| it == line), "{line}");
    }
    let map = app.get(NOBODY, "/sitemap.xml").await.html;
    assert!(
        map.starts_with("<?xml") && map.contains("<loc>http://muster.test/opportunities</loc>")
    );
    assert!(!map.contains("/contracts") && !map.contains("/bids"));
}

#[actix_web::test]
async fn an_address_with_control_characters_is_not_found_and_a_search_does_without_them() {
    let app = TestApp::at(monday()).await;
    for path in ["/opportunities/%00", "/providers/%1f", "/outcomes/REQ-2026-0001%7F"] {
        assert_eq!(app.get(NOBODY, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in
        ["/opportunities?q=%00", "/opportunities?lot=%00&force=%00&page=%00", "/sign-in?then=%00"]
    {
        assert_eq!(app.get(NOBODY, path).await.status, StatusCode::OK, "{path}");
    }
}

#[actix_web::test]
async fn a_head_request_is_answered_like_the_page_it_asks_about() {
    let app = TestApp::at(monday()).await;
    let head = |path: &str| TestRequest::default().method(Method::HEAD).uri(path);
    let page = app.send(NOBODY, head("/opportunities")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(app.send(NOBODY, head("/nothing")).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn every_role_is_explained_and_what_nobody_may_do() {
    let app = TestApp::at(monday()).await;
    let page = app.get(NOBODY, "/roles").await.html;
    for role in muster::accounts::model::Role::ALL {
        assert!(page.contains(role.label()), "{}", role.label());
    }
    for said in
        ["Forces", "Providers", "The operator", "Approve a request or an award of their own"]
    {
        assert!(page.contains(said), "{said}");
    }
    for path in ["/help", "/how-it-works"] {
        assert!(app.get(NOBODY, path).await.html.contains("href=\"/roles\""), "{path}");
    }
}
