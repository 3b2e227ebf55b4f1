//! Variations of price or term are approved within the force before the provider
//! knows of them; contracts fall with their award; conflicts bar.

use actix_web::http::StatusCode;
use diesel_async::SimpleAsyncConnection;
use futures_util::future::join;

use crate::contracts::{approve_variation, force_signs, offered, provider_signs, signed_on};
use crate::support::app::{TestApp, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, KESTREL, KESTREL_ADMIN, OTHER_APPROVER, REQUESTER,
};
use crate::support::form::Form;

async fn signed() -> (TestApp, String) {
    signed_on(TestApp::at(monday()).await).await
}

async fn sql(app: &TestApp, sql: &str) {
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

async fn states(app: &TestApp) -> String {
    app.look_up("select string_agg(state, ' ' order by number) from contract_versions").await
}

async fn mail_to(app: &TestApp, who: &str) -> String {
    app.look_up(&format!(
        "select string_agg(subject || ' ' || body, '|' order by created_at) from outbox where recipient = '{who}'"
    ))
    .await
}

/// Cora proposes 80% more: 240 days of the first role instead of 100.
async fn propose(app: &TestApp, path: &str) {
    let page = app.get(CONTRACTS, &format!("{path}/variation")).await;
    let form = Form::on(&page, "/variation").set("days_1", "240");
    let check = form.set("reason", "MARKREASON: many more devices.").sent(app, CONTRACTS).await;
    assert!(check.html.contains("It cannot be you"), "{}", check.html);
    Form::on(&check, "/variation").send(app, CONTRACTS).await;
}

#[actix_web::test]
async fn nobody_varies_a_contract_alone_and_the_provider_hears_of_it_once_it_is_approved() {
    let (app, path) = signed().await;
    sql(&app, "insert into user_roles select id, 'approver' from users where email = 'contracts@northshire.example'").await;
    propose(&app, &path).await;
    assert_eq!(states(&app).await, "signed proposed");
    let told = mail_to(&app, APPROVER).await;
    assert!(told.contains("Approve or send back a variation of contract CON-2026-0001"), "{told}");
    assert!(!told.contains("MARKREASON") && !told.contains("315,000"), "{told}");

    // The other side knows nothing.
    for page in ["", "/history", "/versions"] {
        let page = app.get(KESTREL_ADMIN, &format!("{path}{page}")).await.html;
        for said in ["Variation to", "Version 2", "ariation proposed", "MARKREASON", "315,000"] {
            assert!(!page.contains(said), "{said}: {page}");
        }
    }
    for page in ["/versions/2", "/versions/2/document.txt", "/versions/2/document.pdf"] {
        let status = app.get(KESTREL_ADMIN, &format!("{path}{page}")).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{page}");
    }
    let list = app.get(KESTREL, "/contracts?state=approving").await.html;
    assert!(!list.contains("CON-2026-0001") && !list.contains("to approve"), "{list}");
    assert!(!mail_to(&app, KESTREL_ADMIN).await.contains("variation"));
    provider_signs(&app, &path).await;
    let page = app.post(KESTREL_ADMIN, &format!("{path}/return"), &[("words", "No.")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("There is nothing to sign"), "{}", page.html);
    assert_eq!(states(&app).await, "signed proposed");

    // Cora, who proposed it, neither approves nor signs it.
    let decide = format!("{path}/variation/approval");
    let own = app.get(CONTRACTS, &decide).await.html;
    assert!(own.contains("You proposed this variation, so another person"), "{own}");
    assert!(!own.contains("variation/return\""), "{own}");
    let own = app.post(CONTRACTS, &decide, &[("version", "2")]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    let early = force_signs(&app, &path).await;
    assert!(early.html.contains("waits for an approver of your force"), "{}", early.html);
    for (who, status) in [
        (REQUESTER, StatusCode::FORBIDDEN),
        (OTHER_APPROVER, StatusCode::NOT_FOUND),
        (KESTREL_ADMIN, StatusCode::NOT_FOUND),
    ] {
        assert_eq!(app.post(who, &decide, &[("version", "2")]).await.status, status, "{who}");
    }

    // The approver reads the facts before they decide.
    assert!(app.get(APPROVER, "/force").await.html.contains("Variations to approve"));
    assert!(!app.get(CONTRACTS, "/force").await.html.contains("Variations to approve"));
    let list = app.get(APPROVER, "/contracts?state=approving").await.html;
    assert!(list.contains("Variation to approve"), "{list}");
    let page = app.get(APPROVER, &decide).await;
    for said in [
        "80.00% more",
        "more than 50%",
        "MARKREASON",
        "£315,000.00",
        "Cora Wynn",
        "One approver is enough",
        "£378,000.00 with VAT",
    ] {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    let stale = Form::on(&page, "/variation/approval").set("version", "1");
    assert_eq!(stale.sent(&app, APPROVER).await.status, StatusCode::CONFLICT);
    Form::on(&page, "/variation/approval").send_twice(&app, APPROVER).await;
    assert_eq!(states(&app).await, "signed offered");
    assert!(mail_to(&app, KESTREL_ADMIN).await.contains("is ready for you to sign"));
    assert!(
        mail_to(&app, CONTRACTS).await.contains("variation of contract CON-2026-0001 is approved")
    );
    let history = app.get(KESTREL, &format!("{path}/history")).await.html;
    assert!(history.contains("Contract variation approved"), "{history}");
    assert!(!history.contains("Contract variation proposed"), "{history}");
    assert!(app.get(AUDITOR, &format!("{path}/history")).await.html.contains("variation proposed"));
    for page in [provider_signs(&app, &path).await, force_signs(&app, &path).await] {
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    }
    assert_eq!(app.look_up("select value || ' ' || version from contracts").await, "31500000 2");
    let page = app.get(KESTREL, &format!("{path}/versions")).await.html;
    assert!(page.contains("Approved within the force"), "{page}");
}

#[actix_web::test]
async fn above_the_band_a_variation_takes_two_approvers() {
    let (app, path) = signed().await;
    // £315,000 is £378,000 with VAT.
    sql(&app, "update approval_bands set one_up_to = 37799999; \
        insert into user_roles select id, 'approver' from users where email = 'requester@northshire.example'").await;
    propose(&app, &path).await;
    let page = app.get(APPROVER, &format!("{path}/variation/approval")).await.html;
    assert!(page.contains("Two different approvers must agree"), "{page}");
    approve_variation(&app, APPROVER, &path).await;
    assert_eq!(states(&app).await, "signed proposed");
    assert!(!mail_to(&app, KESTREL_ADMIN).await.contains("ariation"));
    assert!(mail_to(&app, REQUESTER).await.contains("needs a second approver"));
    let again =
        app.post(APPROVER, &format!("{path}/variation/approval"), &[("version", "2")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.html.contains("You have approved this variation already"), "{}", again.html);
    assert!(!app.get(APPROVER, "/force").await.html.contains("Variations to approve"));
    assert!(app.get(REQUESTER, "/force").await.html.contains("Variations to approve"));
    let page = app.get(REQUESTER, &format!("{path}/variation/approval")).await.html;
    assert!(page.contains("First approved by") && page.contains("Abe Stone"), "{page}");
    approve_variation(&app, REQUESTER, &path).await;
    assert_eq!(states(&app).await, "signed offered");
    let trail = app.trail().await;
    assert_eq!(
        trail[trail.len() - 3..],
        [
            "contract.variation_proposed",
            "contract.variation_first_approved",
            "contract.variation_approved"
        ]
    );
}

#[actix_web::test]
async fn a_variation_is_sent_back_with_a_comment_that_stays_within_the_force() {
    let (app, path) = signed().await;
    propose(&app, &path).await;
    let page = app.get(APPROVER, &format!("{path}/variation/approval")).await;
    let empty = Form::on(&page, "/variation/return").sent(&app, APPROVER).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.html.contains("Enter what has to change"), "{}", empty.html);
    let form =
        Form::on(&page, "/variation/return").set("comment", "MARKCOMMENT: run a competition.");
    form.send(&app, APPROVER).await;
    assert_eq!(states(&app).await, "signed sent_back");
    let told = mail_to(&app, CONTRACTS).await;
    assert!(told.contains("was sent back") && !told.contains("MARKCOMMENT"), "{told}");
    assert!(app.get(CONTRACTS, &path).await.html.contains("MARKCOMMENT"));
    assert!(app.get(CONTRACTS, "/force").await.html.contains("Variations an approver sent back"));
    for page in ["", "/versions", "/history"] {
        let page = app.get(KESTREL_ADMIN, &format!("{path}{page}")).await.html;
        for said in ["MARKCOMMENT", "Version 2", "variation sent back"] {
            assert!(!page.contains(said), "{said}: {page}");
        }
    }
    let decided =
        app.post(APPROVER, &format!("{path}/variation/approval"), &[("version", "2")]).await;
    assert_eq!(decided.status, StatusCode::CONFLICT);

    // Another can be proposed, and taken back before anybody decides.
    propose(&app, &path).await;
    let page = app.get(CONTRACTS, &path).await;
    Form::on(&page, "/variation/withdrawal").send_twice(&app, CONTRACTS).await;
    assert_eq!(states(&app).await, "signed sent_back withdrawn");
    assert_eq!(app.trail().await.last().unwrap(), "contract.variation_dropped");
    assert!(mail_to(&app, APPROVER).await.contains("nothing to approve any more"));
    assert!(!mail_to(&app, KESTREL_ADMIN).await.contains("ariation"));
    assert!(!app.get(KESTREL, &format!("{path}/versions")).await.html.contains("Version 3"));
}

#[actix_web::test]
async fn what_changes_neither_price_nor_term_is_offered_at_once() {
    let (app, path) = signed().await;
    let page = app.get(CONTRACTS, &format!("{path}/variation")).await;
    let form = Form::on(&page, "/variation").set("particulars", "Work is done in the annex.");
    let check = form.set("reason", "The site moved.").sent(&app, CONTRACTS).await;
    assert!(check.html.contains("Neither the price nor the term changes"), "{}", check.html);
    Form::on(&check, "/variation").send(&app, CONTRACTS).await;
    assert_eq!(states(&app).await, "signed offered");
    assert_eq!(app.trail().await.last().unwrap(), "contract.variation_offered");
    assert!(mail_to(&app, KESTREL_ADMIN).await.contains("is ready for you to sign"));
    let page = app.get(APPROVER, &format!("{path}/variation/approval")).await.html;
    assert!(page.contains("There is no variation to decide on"), "{page}");
}

#[actix_web::test]
async fn of_two_decisions_at_once_one_is_made() {
    let (app, path) = signed_on(TestApp::committing(monday()).await).await;
    propose(&app, &path).await;
    let (approval, comment) = ([("version", "2")], [("version", "2"), ("comment", "Too dear.")]);
    let (place, back) = (format!("{path}/variation/approval"), format!("{path}/variation/return"));
    let (approved, back) =
        join(app.post(APPROVER, &place, &approval), app.post(APPROVER, &back, &comment)).await;
    let done = [approved.status, back.status];
    assert_eq!(done.iter().filter(|it| **it == StatusCode::SEE_OTHER).count(), 1, "{done:?}");
    let expected = if done[0] == StatusCode::SEE_OTHER { "offered" } else { "sent_back" };
    assert_eq!(states(&app).await, format!("signed {expected}"));
}

/// Somebody declared a conflict of interest with Kestrel.
async fn conflicted(app: &TestApp, who: &str) {
    let declared = format!(
        "insert into conflict_declarations (bid_id, user_id, conflict, words, declared_at) \
        select b.id, u.id, true, 'A cousin.', now() from bids b, users u where u.email = '{who}'"
    );
    sql(app, &declared).await;
}

#[actix_web::test]
async fn who_declared_a_conflict_with_a_company_leaves_its_contract_to_others() {
    let (app, path) = signed().await;
    propose(&app, &path).await;
    conflicted(&app, APPROVER).await;
    let decide = format!("{path}/variation/approval");
    let page = app.get(APPROVER, &decide).await.html;
    assert!(page.contains("You have declared a conflict of interest"), "{page}");
    assert!(
        !page.contains("variation/return\"") && !page.contains("Approve the variation</button>")
    );
    let comment = [("version", "2"), ("comment", "No.")];
    for (place, form) in [
        (decide, &comment[..1]),
        (format!("{path}/variation/return"), &comment[..]),
        (format!("{path}/termination/confirmation"), &[][..]),
        (format!("{path}/termination/withdrawal"), &[][..]),
    ] {
        let page = app.post(APPROVER, &place, form).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{place}");
        assert!(page.html.contains("declared a conflict of interest"), "{place}: {}", page.html);
    }
    conflicted(&app, CONTRACTS).await;
    let page = app.get(CONTRACTS, &path).await.html;
    assert!(page.contains("declared a conflict of interest"), "{page}");
    assert!(!page.contains("What you can do"), "{page}");
    for (place, form) in [
        ("variation", &[][..]),
        ("variation/withdrawal", &[][..]),
        ("correction", &[("reason", "Wrong.")][..]),
        ("termination", &[("reason", "law"), ("words", "A judgment.")][..]),
    ] {
        let page = app.post(CONTRACTS, &format!("{path}/{place}"), form).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{place}");
        assert!(page.html.contains("declared a conflict of interest"), "{place}: {}", page.html);
    }
    assert_eq!(states(&app).await, "signed proposed");
}

#[actix_web::test]
async fn who_declared_a_conflict_neither_draws_up_nor_signs() {
    let (app, request) = crate::contracts::awarded_on(TestApp::at(monday()).await).await;
    let app = app.when(crate::contracts::may_sign_from());
    conflicted(&app, CONTRACTS).await;
    let place = format!("/requests/{request}/contract");
    let page = app.get(CONTRACTS, &place).await.html;
    assert!(page.contains("declared a conflict of interest"), "{page}");
    let refused = app.post(CONTRACTS, &place, &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    sql(&app, "delete from conflict_declarations").await;
    let path = app.post(CONTRACTS, &place, &[("confirmed", "yes")]).await.location.unwrap();
    assert_eq!(provider_signs(&app, &path).await.status, StatusCode::SEE_OTHER);
    conflicted(&app, CONTRACTS).await;
    let page = app.get(CONTRACTS, &path).await.html;
    assert!(page.contains("declared a conflict") && !page.contains("/force-signature"), "{page}");
    let refused = force_signs(&app, &path).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(app.look_up("select state from contracts").await, "provider_signed");
}

#[actix_web::test]
async fn a_contract_falls_with_a_cancelled_request_and_both_sides_are_told() {
    let (app, path) = offered().await;
    let request = app.look_up("select reference from requests").await;
    let page = app.get(APPROVER, &format!("/requests/{request}")).await.html;
    assert!(page.contains(&format!("href=\"{path}\"")), "the request leads to it: {page}");
    let page = app.get(APPROVER, &path).await.html;
    assert!(page.contains(&format!("href=\"/requests/{request}\"")), "and it back: {page}");
    let page = app.get(KESTREL, &path).await.html;
    assert!(page.contains(&format!("href=\"/opportunities/{request}\"")), "{page}");

    let page = app.get(APPROVER, &format!("/requests/{request}/cancellation")).await;
    let form = Form::on(&page, "/cancellation").set("code", "need_gone");
    form.set("reason", "The case is closed.").send(&app, APPROVER).await;
    assert_eq!(app.look_up("select state from contracts").await, "withdrawn");
    assert_eq!(states(&app).await, "lapsed");
    let trail = app.trail().await;
    assert_eq!(trail[trail.len() - 2..], ["request.cancelled", "contract.withdrawn"]);
    for who in [CONTRACTS, KESTREL_ADMIN] {
        assert!(
            mail_to(&app, who).await.contains("CON-2026-0001 will not come into force"),
            "{who}"
        );
        let page = app.get(who, &path).await.html;
        assert!(page.contains("never came into force"), "{who}: {page}");
    }
    let refused = provider_signs(&app, &path).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.html.contains("no longer stands"), "{}", refused.html);
}
