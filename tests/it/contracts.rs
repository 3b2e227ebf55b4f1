//! Contracts: drawn up from an approved award, signed in order, never changed.

use actix_web::http::StatusCode;
use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use muster::accounts::password;
use muster::bids::canonical;
use muster::types::text;
use muster::types::time::Moment;

use crate::support::app::{Page, TestApp, days, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, HARROW, KESTREL, KESTREL_ADMIN, NOBODY, OTHER_REQUESTER,
    REQUESTER, open_request,
};
use crate::support::form::Form;

/// The password of whoever signs.
pub const PASSWORD: &str = "correct horse battery";

/// When the standstill of the award is over.
pub fn may_sign_from() -> Moment {
    monday() + days(10)
}

/// A request of Northshire's whose approved award, to Kestrel, stands still.
async fn awarded() -> (TestApp, String) {
    awarded_on(TestApp::at(monday()).await).await
}

/// The same, on a stage of the test's own.
pub async fn awarded_on(app: TestApp) -> (TestApp, String) {
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let request = app
        .arrange(async |conn| {
            let reference = open_request(conn, monday() - days(3)).await;
            let sql = include_str!("contracts.sql")
                .replace("$reference", &reference)
                .replace("$hash", &hash)
                .replace("$may_sign_from", &may_sign_from().to_rfc3339());
            conn.batch_execute(&sql).await.unwrap();
            reference
        })
        .await;
    (app, request)
}

/// The same, with the standstill over and the contract drawn up.
pub async fn offered() -> (TestApp, String) {
    offered_on(TestApp::at(monday()).await).await
}

/// The same, on a stage of the test's own.
pub async fn offered_on(app: TestApp) -> (TestApp, String) {
    let (app, request) = awarded_on(app).await;
    let app = app.when(may_sign_from());
    let page = app
        .post(CONTRACTS, &format!("/requests/{request}/contract"), &[("confirmed", "yes")])
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    (app, page.location.unwrap())
}

async fn sign(app: &TestApp, who: &str, name: &str, path: &str) -> Page {
    let newest =
        "select encode(document_hash, 'hex') from contract_versions order by number desc limit 1";
    let read = app.look_up(newest).await;
    sign_what(app, who, name, path, &read).await
}

/// Signs the text of a digest.
pub async fn sign_what(app: &TestApp, who: &str, name: &str, path: &str, read: &str) -> Page {
    let side = if who == CONTRACTS { "force" } else { "provider" };
    let form = [("name", name), ("role", "Director"), ("confirmed", "yes"), ("sha256", read)];
    app.post(who, &format!("{path}/{side}-signature"), &form).await
}

/// Kestrel's administrator signs what waits.
pub async fn provider_signs(app: &TestApp, path: &str) -> Page {
    sign(app, KESTREL_ADMIN, "Kit Moss", path).await
}

/// Northshire's contract manager signs what waits.
pub async fn force_signs(app: &TestApp, path: &str) -> Page {
    sign(app, CONTRACTS, "Cora Wynn", path).await
}

/// A contract that both sides have signed.
pub async fn signed_on(app: TestApp) -> (TestApp, String) {
    let (app, path) = offered_on(app).await;
    for page in [provider_signs(&app, &path).await, force_signs(&app, &path).await] {
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    }
    (app, path)
}

/// An approver approves the variation that waits.
pub async fn approve_variation(app: &TestApp, who: &str, path: &str) -> String {
    let page = app.get(who, &format!("{path}/variation/approval")).await;
    Form::on(&page, "/variation/approval").send(app, who).await
}

async fn state(app: &TestApp) -> String {
    app.look_up("select state from contracts").await
}

#[actix_web::test]
async fn a_contract_is_not_drawn_up_before_the_standstill_is_over_and_the_date_is_given() {
    let (app, request) = awarded().await;
    let path = format!("/requests/{request}/contract");
    let early = app.when(may_sign_from() - TimeDelta::milliseconds(1));
    let asked = early.get(CONTRACTS, &path).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.html.contains("15 January 2026"), "{}", asked.html);
    assert!(!asked.html.contains("<form method=\"post\" action=\"/requests"));
    let refused = early.post(CONTRACTS, &path, &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.html.contains("Thursday 15 January 2026"), "{}", refused.html);
    assert!(early.trail().await.is_empty());
    let after = app.when(may_sign_from());
    let check = after.post(CONTRACTS, &path, &[]).await;
    assert!(check.status == StatusCode::OK && check.html.contains("Check the contract"));
    assert!(after.trail().await.is_empty(), "nobody is asked before it is looked over");
    let done = Form::on(&check, "/contract").sent(&after, CONTRACTS).await;
    assert_eq!(done.location.unwrap(), "/contracts/CON-2026-0001");
}

#[actix_web::test]
async fn a_contract_is_drawn_up_once_from_the_request_and_the_bid_that_won() {
    let (app, path) = offered().await;
    let request = app.look_up("select reference from requests").await;
    let again = app
        .post(CONTRACTS, &format!("/requests/{request}/contract"), &[("confirmed", "yes")])
        .await;
    assert_eq!(again.location.unwrap(), path);
    assert_eq!(app.look_up("select count(*) from contracts").await, "1");
    assert_eq!(app.trail().await, ["contract.offered"]);
    let told = app.look_up("select string_agg(recipient, ' ') from outbox").await;
    assert_eq!(told, KESTREL_ADMIN);
    assert_eq!(app.look_up("select body like '%£%' from outbox").await, "false", "a link only");

    let page = app.get(KESTREL_ADMIN, &path).await.html;
    for said in [
        "Kestrel Cyber Ltd",
        "01234567",
        "The Police and Crime Commissioner for Northshire",
        "Reports fit for court.",
        "Robin Vale",
        "NPPV3 and SC",
        "£170,000.00",
        "£5,000.00",
        "£175,000.00",
        "Contracted out service",
    ] {
        assert!(page.contains(said), "{said} is missing");
    }
    let text = app.get(CONTRACTS, &format!("{path}/document.txt")).await.html;
    let digest = text::hex(&canonical::digest(text.as_bytes()));
    assert!(page.contains(&digest), "the digest on the page is the digest of the text");
}

#[actix_web::test]
async fn a_contract_is_made_under_the_terms_that_the_provider_accepted_last() {
    let (app, request) = awarded().await;
    let app = app.when(may_sign_from());
    app.arrange(async |conn| {
        let sql = "insert into framework_terms (framework_id, version, valid_from, summary, text, text_hash, published_at) \
            select framework_id, 2, '2026-01-02', 'Longer.', 'Be kind.', sha256('Be kind.'), '2026-01-02' from framework_terms";
        conn.batch_execute(sql).await.unwrap();
    })
    .await;
    let path = app
        .post(CONTRACTS, &format!("/requests/{request}/contract"), &[("confirmed", "yes")])
        .await;
    let text = format!("{}/document.txt", path.location.unwrap());
    let text = app.get(CONTRACTS, &text).await.html;
    assert!(text.contains("Version 1 of the framework’s terms applies"), "{text}");
}

#[actix_web::test]
async fn only_the_two_sides_and_the_operator_see_a_contract() {
    let (app, path) = offered().await;
    for page in ["", "/document.txt", "/history"] {
        for who in [CONTRACTS, REQUESTER, KESTREL, KESTREL_ADMIN, AUDITOR] {
            let status = app.get(who, &format!("{path}{page}")).await.status;
            assert_eq!(status, StatusCode::OK, "{who} {page}");
        }
        for who in [HARROW, OTHER_REQUESTER] {
            let status = app.get(who, &format!("{path}{page}")).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{who} {page}");
        }
        assert_eq!(
            app.get(NOBODY, &format!("{path}{page}")).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    assert!(app.get(KESTREL, "/contracts").await.html.contains("CON-2026-0001"));
    assert!(!app.get(HARROW, "/contracts").await.html.contains("CON-2026-0001"));
    assert_eq!(sign(&app, HARROW, "Bo Ade", &path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(state(&app).await, "offered");
}

#[actix_web::test]
async fn the_provider_signs_first_then_the_force_and_then_it_binds() {
    let (app, path) = offered().await;
    let text = app.look_up("select document from contract_versions").await;
    let early = sign(&app, CONTRACTS, "Cora Wynn", &path).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.html.contains("The provider signs first"));

    let provider = sign(&app, KESTREL_ADMIN, "Kit Moss", &path).await;
    assert_eq!(provider.status, StatusCode::SEE_OTHER, "{}", provider.html);
    assert_eq!(state(&app).await, "provider_signed");
    assert!(app.get(CONTRACTS, &path).await.html.contains("Kit Moss, Director"));
    let force = sign(&app, CONTRACTS, "Cora Wynn", &path).await;
    assert_eq!(force.status, StatusCode::SEE_OTHER, "{}", force.html);
    assert_eq!(state(&app).await, "active");
    assert_eq!(app.look_up("select state from requests").await, "contracted");
    assert_eq!(app.look_up("select document from contract_versions").await, text);
    assert_eq!(
        app.trail().await,
        [
            "contract.offered",
            "contract.signed_by_provider",
            "contract.signed_by_force",
            "request.contracted"
        ]
    );
    let to_sign = app
        .look_up("select count(*) from outbox where recipient = 'contracts@northshire.example'")
        .await;
    assert_eq!(to_sign, "2", "asked to sign, then told that it is signed");
    let history = app.get(KESTREL, &format!("{path}/history")).await.html;
    assert!(history.contains("Contract signed by provider") && history.contains("Cora Wynn"));
}

#[actix_web::test]
async fn signing_twice_changes_nothing_and_says_so() {
    let (app, path) = offered().await;
    sign(&app, KESTREL_ADMIN, "Kit Moss", &path).await;
    let again = sign(&app, KESTREL_ADMIN, "Kit Moss", &path).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let said = again.headers.get("set-cookie").unwrap().to_str().unwrap().to_owned();
    assert!(said.contains("Nothing%20was%20changed"), "{said}");
    assert_eq!(state(&app).await, "provider_signed");
    assert_eq!(app.trail().await, ["contract.offered", "contract.signed_by_provider"]);
}

#[actix_web::test]
async fn a_signature_takes_the_persons_own_name() {
    let (app, path) = offered().await;
    let page = sign(&app, KESTREL_ADMIN, "Someone Else", &path).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("as your account has it: Kit Moss"), "{}", page.html);
    assert!(page.html.contains("value=\"Director\""), "what was typed is kept");
    assert_eq!(sign(&app, KESTREL, "Ann Lee", &path).await.status, StatusCode::FORBIDDEN);
    assert_eq!(state(&app).await, "offered");
}

#[actix_web::test]
async fn whoever_signs_shows_that_it_is_them_and_what_they_typed_is_kept_meanwhile() {
    let (app, path) = offered_on(TestApp::committing(monday()).await).await;
    app.get(KESTREL_ADMIN, &path).await;
    app.arrange(async |conn| {
        let sql = "update sessions set proven_at = proven_at - interval '3 minutes'";
        conn.batch_execute(sql).await.unwrap();
    })
    .await;
    let asked = sign(&app, KESTREL_ADMIN, "Kit Moss", &path).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.html.contains("Confirm that it is you"), "{}", asked.html);
    assert!(asked.html.contains("more than 2 minutes have passed"), "{}", asked.html);
    assert_eq!(state(&app).await, "offered");
    let wrong = Form::on(&asked, "/account/confirmation").set("password", "guessed");
    let wrong = wrong.sent(&app, KESTREL_ADMIN).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = Form::on(&wrong, "/account/confirmation").set("password", PASSWORD);
    let again = again.sent(&app, KESTREL_ADMIN).await;
    assert!(again.html.contains("You have read it and may sign it"), "{}", again.html);
    assert!(!again.html.contains(PASSWORD), "a password is never shown again");
}

#[actix_web::test]
async fn nothing_is_signed_once_the_award_no_longer_stands() {
    let (app, path) = offered().await;
    app.arrange(async |conn| {
        conn.batch_execute("update awards set state = 'withdrawn'").await.unwrap()
    })
    .await;
    let page = sign(&app, KESTREL_ADMIN, "Kit Moss", &path).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("no longer stands"));
    assert_eq!(state(&app).await, "offered");
}

#[actix_web::test]
async fn nobody_without_the_role_draws_a_contract_up() {
    let (app, request) = awarded().await;
    let (app, path) = (app.when(may_sign_from()), format!("/requests/{request}/contract"));
    for (who, status) in [
        (APPROVER, StatusCode::FORBIDDEN),
        (REQUESTER, StatusCode::FORBIDDEN),
        (OTHER_REQUESTER, StatusCode::FORBIDDEN),
        (KESTREL_ADMIN, StatusCode::NOT_FOUND),
    ] {
        assert_eq!(app.post(who, &path, &[]).await.status, status, "{who}");
    }
    assert_eq!(app.get(OTHER_REQUESTER, &path).await.status, StatusCode::NOT_FOUND);
    assert!(app.get(REQUESTER, &path).await.html.contains("Contract manager"));
}

#[actix_web::test]
async fn the_text_of_a_contract_never_changes_whoever_tries() {
    let (app, _) = offered().await;
    let tried = app
        .arrange(async |conn| {
            conn.batch_execute("savepoint before").await.unwrap();
            let tried = conn.batch_execute("update contract_versions set document = 'other'").await;
            conn.batch_execute("rollback to before").await.unwrap();
            tried
        })
        .await;
    assert!(tried.unwrap_err().to_string().contains("never changes"));
}

#[actix_web::test]
async fn a_request_is_not_said_to_stand_still_once_the_standstill_is_over() {
    let (app, request) = awarded().await;
    let before = app.when(may_sign_from() - TimeDelta::milliseconds(1));
    for (app, said, unsaid) in [
        (before, "In standstill", "Standstill is over"),
        (app.when(may_sign_from()), "Standstill is over", "In standstill"),
    ] {
        for (who, path) in [
            (REQUESTER, format!("/requests/{request}")),
            (CONTRACTS, "/requests".to_owned()),
            (AUDITOR, format!("/requests/{request}")),
        ] {
            let page = app.get(who, &path).await.html;
            assert!(page.contains(said) && !page.contains(unsaid), "{who} {path}: {page}");
        }
    }
    let today = app.when(may_sign_from()).get(CONTRACTS, "/force").await.html;
    assert!(today.contains("Standstill is over"), "{today}");
    let register = app.when(may_sign_from()).get(AUDITOR, "/operator/requests").await.html;
    assert!(register.contains("Standstill is over"), "{register}");
}
