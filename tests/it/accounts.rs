//! Signing in and out, and what happens to strangers.

use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use diesel_async::SimpleAsyncConnection;
use muster::accounts::password;

use crate::support::app::{CSRF, TestApp, answer, monday};
use crate::support::cast::{KESTREL, NOBODY, REQUESTER};

const FORM_TOKEN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

async fn with_password(app: &TestApp, who: &str, chosen: &str) {
    let hash = password::hash(chosen.to_owned()).await.unwrap();
    let sql = format!("update users set password_hash = '{hash}' where email = '{who}'");
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
}

fn sign_in(email: &str, password: &str, more: &[(&str, &str)]) -> TestRequest {
    let mut form = vec![("email", email), ("password", password), ("csrf", FORM_TOKEN)];
    form.extend_from_slice(more);
    TestRequest::post().uri("/sign-in").set_form(form)
}

#[actix_web::test]
async fn the_right_password_signs_in_and_the_trail_says_so() {
    let app = TestApp::committing(monday()).await;
    with_password(&app, REQUESTER, "correct horse battery").await;

    let page = app.send(NOBODY, sign_in(REQUESTER, "correct horse battery", &[])).await;

    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    assert_eq!(page.location.unwrap(), "/force");
    let cookies: Vec<_> =
        page.headers.get_all("set-cookie").map(|it| it.to_str().unwrap()).collect();
    assert!(
        cookies.iter().any(|it| it.starts_with("muster=")
            && it.contains("HttpOnly")
            && it.contains("SameSite=Lax")),
        "{cookies:?}"
    );
    assert_eq!(app.trail().await, ["account.signed_in"]);
    let kept = app.look_up("select count(*) from sessions where length(token_hash) = 32").await;
    assert_eq!(kept, "1");
}

#[actix_web::test]
async fn a_wrong_password_an_unknown_address_and_an_inactive_account_hear_the_same() {
    let app = TestApp::committing(monday()).await;
    with_password(&app, REQUESTER, "correct horse battery").await;
    with_password(&app, KESTREL, "correct horse battery").await;
    app.arrange(async |conn| {
        conn.batch_execute(
            "update users set is_active = false where email = 'bids@kestrel.example'",
        )
        .await
        .unwrap()
    })
    .await;

    for (email, chosen) in [
        (REQUESTER, "wrong"),
        ("nobody@nowhere.example", "wrong"),
        (KESTREL, "correct horse battery"),
    ] {
        let before = password::worked_out();
        let page = app.send(NOBODY, sign_in(email, chosen, &[])).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.html.contains("do not match an account that can sign in"));
        assert!(page.html.contains(email), "what was typed is kept");
        assert!(!page.html.contains("correct horse"), "a password is never shown again");
        assert_eq!(password::worked_out() - before, 1, "{email} takes as much work as any");
    }
    assert!(app.trail().await.is_empty());
}

#[actix_web::test]
async fn the_eleventh_try_on_one_account_must_wait_whoever_it_is() {
    let app = TestApp::committing(monday()).await;
    for _ in 0..10 {
        assert_eq!(
            app.send(NOBODY, sign_in("x@y.example", "wrong", &[])).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    let page = app.send(NOBODY, sign_in("x@y.example", "wrong", &[])).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.headers.contains_key("retry-after") && page.html.contains("Too many tries"));
    let later = app.later(chrono::TimeDelta::minutes(16));
    assert_eq!(
        later.send(NOBODY, sign_in("x@y.example", "wrong", &[])).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[actix_web::test]
async fn a_form_without_the_sessions_token_or_from_another_site_is_refused() {
    let app = TestApp::committing(monday()).await;
    let without = TestRequest::post().uri("/sign-out").set_form([("csrf", "guessed")]);
    assert_eq!(app.send(REQUESTER, without).await.status, StatusCode::FORBIDDEN);
    let elsewhere = TestRequest::post()
        .uri("/sign-out")
        .insert_header(("origin", "https://evil.example"))
        .set_form([("csrf", CSRF)]);
    let page = app.send(REQUESTER, elsewhere).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.html.contains("could not check that this came from our own page"));
    assert!(page.headers.contains_key("content-security-policy"), "errors carry the headers too");
}

#[actix_web::test]
async fn a_session_ends_when_its_person_signs_out_or_is_idle() {
    let app = TestApp::committing(monday()).await;
    assert_eq!(app.post(REQUESTER, "/sign-out", &[]).await.location.unwrap(), "/");
    assert_eq!(app.look_up("select count(*) from sessions").await, "0");
    assert_eq!(app.trail().await, ["account.signed_out"]);

    app.get(REQUESTER, "/sign-in").await;
    let token = app.token(REQUESTER);
    let idle = app.later(chrono::TimeDelta::minutes(31));
    let request = TestRequest::get().uri("/sign-in").cookie(Cookie::new("muster", token));
    assert_eq!(
        idle.send(NOBODY, request).await.status,
        StatusCode::OK,
        "the sign-in page, not a redirect home"
    );
}

#[actix_web::test]
async fn what_was_typed_survives_the_end_of_a_session() {
    let app = TestApp::committing(monday()).await;
    with_password(&app, REQUESTER, "correct horse battery").await;
    let typed = [("title", "Help with “phones” & <tablets>"), ("once", "x"), ("csrf", "old")];

    let page = app.send(NOBODY, TestRequest::post().uri("/requests/new").set_form(typed)).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.html.contains("Nothing you typed is lost"));
    assert!(
        page.html.contains("name=\"kept:title\"")
            && page.html.contains("&lt;tablets&gt;") | page.html.contains("&#60;tablets&#62;")
    );

    let again = [("kept_for", "/requests/new"), ("kept:title", typed[0].1)];
    let page = app.send(NOBODY, sign_in(REQUESTER, "correct horse battery", &again)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.html.contains("action=\"/requests/new\"") && page.html.contains("name=\"title\""));
    assert!(page.html.contains("Send it now"));
}

#[actix_web::test]
async fn a_read_cannot_write() {
    let app = TestApp::committing(monday()).await;
    let outcome =
        app.db().read(async |conn| Ok(conn.batch_execute("delete from notices").await?)).await;
    let said = match outcome.unwrap_err() {
        muster::error::Error::Unexpected(cause) => format!("{cause:#}"),
        other => other.to_string(),
    };
    assert!(said.contains("read-only"), "{said}");
}

#[actix_web::test]
async fn a_browser_that_signs_in_again_leaves_its_old_session_behind() {
    let app = TestApp::committing(monday()).await;
    with_password(&app, REQUESTER, "correct horse battery").await;
    app.get(REQUESTER, "/account").await;
    let before = Cookie::new("muster", app.token(REQUESTER));
    let form = [("email", REQUESTER), ("password", "correct horse battery"), ("csrf", CSRF)];
    let again = TestRequest::post().uri("/sign-in").set_form(form).cookie(before.clone());
    let page = app.send(NOBODY, again).await;
    assert_eq!(page.location.as_deref(), Some("/force"), "{} {}", page.status, page.html);
    let old = app.send(NOBODY, TestRequest::get().uri("/account").cookie(before)).await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED, "whoever planted it has nothing");
    assert_eq!(app.look_up("select count(*) from sessions").await, "1");
}

#[actix_web::test]
async fn a_cookie_that_is_none_of_ours_is_replaced_and_nothing_breaks() {
    let app = TestApp::at(monday()).await;
    for odd in [format!("%0A{}", "a".repeat(63)), format!("%E2%80%A6{}", "a".repeat(61))] {
        let asked = TestRequest::get()
            .uri("/sign-in")
            .insert_header(("cookie", format!("muster-form={odd}")));
        let page = answer(app.parts(), asked).await;
        assert_eq!(page.status, StatusCode::OK, "{odd}");
        let given = page.header("set-cookie").strip_prefix("muster-form=").unwrap().to_owned();
        assert!(given[..64].bytes().all(|it| it.is_ascii_hexdigit()), "{given}");
        assert!(!page.header("content-security-policy").is_empty());
    }
}

#[actix_web::test]
async fn whatever_is_typed_for_an_address_is_answered_like_a_wrong_one() {
    let app = TestApp::committing(monday()).await;
    for typed in ["x".repeat(4_000), "nobody at all".to_owned(), "🐎".repeat(300)] {
        let page = app.send(NOBODY, sign_in(&typed, "correct horse battery", &[])).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(page.html.contains("do not match an account"), "{}", page.html);
        assert!(page.html.contains(&typed), "what was typed is still there");
    }
}
