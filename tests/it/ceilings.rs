//! The most a provider may charge is asked again whenever a variation goes on:
//! when it is proposed, approved, and signed by each side.

use diesel_async::SimpleAsyncConnection;

use crate::contracts::{approve_variation, force_signs, provider_signs, signed_on};
use crate::support::app::{Page, TestApp, monday};
use crate::support::cast::{APPROVER, CONTRACTS, KESTREL_ADMIN};
use crate::support::form::Form;

/// The framework's highest day rate for level 4, in pounds, from that day on.
async fn most(app: &TestApp, pounds: i64) {
    let sql = format!(
        "delete from rate_maxima; insert into rate_maxima (lot_code, sfia_level, valid_from, day_rate) \
         values ('digital_forensics', 4, '2026-01-01', {pounds}00)"
    );
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
}

/// The examiner, at £700 a day until now, is to cost so much.
async fn dearer(app: &TestApp, path: &str, rate: &str) -> Page {
    let page = app.get(CONTRACTS, &format!("{path}/variation")).await;
    let form = Form::on(&page, "/variation").set("price_2", rate).set("reason", "Prices rose.");
    form.sent(app, CONTRACTS).await
}

async fn state(app: &TestApp) -> String {
    app.look_up("select state from contract_versions order by number desc limit 1").await
}

const SAID: &str = "above £720.00, the most this provider may charge for its level";

#[actix_web::test]
async fn a_rate_above_the_highest_is_not_proposed_and_an_agreed_one_stays() {
    let (app, path) = signed_on(TestApp::at(monday()).await).await;
    most(&app, 720).await;
    let page = dearer(&app, &path, "720.01").await;
    assert_eq!(page.status, 422);
    assert!(page.html.contains(SAID) && page.html.contains("720.01"), "{}", page.html);
    assert_eq!(dearer(&app, &path, "720").await.status, 200);
    // What both signed stays, whatever the framework says since.
    most(&app, 600).await;
    let page = app.get(CONTRACTS, &format!("{path}/variation")).await;
    let more = Form::on(&page, "/variation").set("days_2", "120").set("reason", "More devices.");
    let check = more.sent(&app, CONTRACTS).await;
    assert_eq!(check.status, 200, "{}", check.html);
    Form::on(&check, "/variation").send(&app, CONTRACTS).await;
    approve_variation(&app, APPROVER, &path).await;
    assert_eq!(provider_signs(&app, &path).await.status, 303);
    assert_eq!(force_signs(&app, &path).await.status, 303);
}

#[actix_web::test]
async fn a_ceiling_that_was_lowered_meanwhile_stops_a_variation_at_each_step_in_words() {
    let (app, path) = signed_on(TestApp::at(monday()).await).await;
    let check = dearer(&app, &path, "750").await;
    assert_eq!(check.status, 200, "{}", check.html);
    Form::on(&check, "/variation").send(&app, CONTRACTS).await;
    let approval = format!("{path}/variation/approval");

    most(&app, 720).await;
    let page = app.get(APPROVER, &approval).await;
    assert!(page.html.contains(SAID), "{}", page.html);
    assert!(
        !page.html.contains(&format!("action=\"{approval}\"")),
        "no button that would not work"
    );
    assert!(page.html.contains("/variation/return\""), "it can be sent back: {}", page.html);
    let refused = app.post(APPROVER, &approval, &[("version", "2")]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains(SAID) && refused.html.contains("Examiner"), "{}", refused.html);
    assert_eq!(state(&app).await, "proposed");

    most(&app, 750).await;
    approve_variation(&app, APPROVER, &path).await;
    most(&app, 720).await;
    let page = app.get(KESTREL_ADMIN, &path).await.html;
    assert!(page.contains(SAID) && !page.contains("/provider-signature\""), "{page}");
    let refused = provider_signs(&app, &path).await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains(SAID), "{}", refused.html);
    assert_eq!(state(&app).await, "offered");

    most(&app, 750).await;
    assert_eq!(provider_signs(&app, &path).await.status, 303);
    most(&app, 720).await;
    let page = app.get(CONTRACTS, &path).await.html;
    assert!(page.contains(SAID) && !page.contains("/force-signature\""), "{page}");
    let refused = force_signs(&app, &path).await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains(SAID), "{}", refused.html);
    assert_eq!(app.look_up("select value || ' ' || version from contracts").await, "17500000 1");

    most(&app, 750).await;
    assert_eq!(force_signs(&app, &path).await.status, 303);
    assert_eq!(state(&app).await, "signed");
}

#[actix_web::test]
async fn one_that_is_too_dear_by_now_is_withdrawn_and_proposed_anew() {
    let (app, path) = signed_on(TestApp::at(monday()).await).await;
    let check = dearer(&app, &path, "750").await;
    Form::on(&check, "/variation").send(&app, CONTRACTS).await;
    most(&app, 720).await;
    let page = app.get(CONTRACTS, &path).await;
    Form::on(&page, "/variation/withdrawal").send(&app, CONTRACTS).await;
    let check = dearer(&app, &path, "715").await;
    Form::on(&check, "/variation").send(&app, CONTRACTS).await;
    approve_variation(&app, APPROVER, &path).await;
    assert_eq!(provider_signs(&app, &path).await.status, 303);
    assert_eq!(force_signs(&app, &path).await.status, 303);
    assert_eq!(app.look_up("select value from contracts").await, "17650000");
}
