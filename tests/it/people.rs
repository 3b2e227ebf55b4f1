//! Colleagues, sessions, and showing again who one is.

use actix_web::http::StatusCode;
use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use muster::accounts::model::{Organisation, Viewer};
use muster::accounts::own::acts::change_password;
use muster::accounts::token::Token;
use muster::accounts::{password, queries};
use muster::audit::Actor;
use muster::types::ids::{ProviderId, UserId};

use crate::support::app::{TestApp, answer, monday};
use crate::support::cast::{HARROW, KESTREL, KESTREL_ADMIN, OPERATOR_ADMIN, REQUESTER, VETTING1};
use crate::support::form::Form;

async fn id_of(app: &TestApp, email: &str) -> String {
    app.look_up(&format!("select id from users where email = '{email}'")).await
}

async fn sql(app: &TestApp, sql: &str) {
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

/// The person proved who they are eleven minutes ago.
async fn stale(app: &TestApp, who: &str) {
    app.get(who, "/account").await;
    sql(
        app,
        &format!(
            "update sessions set proven_at = proven_at - interval '11 minutes' \
             where user_id = (select id from users where email = '{who}')"
        ),
    )
    .await;
}

#[actix_web::test]
async fn roles_are_given_and_taken_and_the_person_is_signed_out_and_told() {
    let app = TestApp::committing(monday()).await;
    let path = format!("/people/{}/roles", id_of(&app, KESTREL).await);
    app.get(KESTREL, "/provider").await;
    let page =
        app.post(KESTREL_ADMIN, &path, &[("roles", "bidder"), ("roles", "delivery_manager")]).await;
    assert_eq!(page.location.as_deref(), Some("/people"), "{}", page.html);
    let held = app
        .look_up("select string_agg(role, ' ' order by role) from user_roles r join users u on u.id = r.user_id where u.email = 'bids@kestrel.example'")
        .await;
    assert_eq!(held, "bidder delivery_manager");
    let left = app
        .look_up("select count(*) from sessions s join users u on u.id = s.user_id where u.email = 'bids@kestrel.example'")
        .await;
    assert_eq!(left, "0");
    assert_eq!(app.trail().await, ["account.roles_changed"]);
    let told = app.look_up("select recipient || ' ' || subject from outbox").await;
    assert_eq!(told, "bids@kestrel.example What you may do on Muster has changed");

    assert_eq!(app.post(HARROW, &path, &[("roles", "bidder")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        app.post(KESTREL, &path, &[("roles", "bidder")]).await.status,
        StatusCode::FORBIDDEN
    );
    let none = app.post(KESTREL_ADMIN, &path, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.html.contains("one role at least"));
}

#[actix_web::test]
async fn the_last_administrator_stays_one() {
    let app = TestApp::committing(monday()).await;
    let own = id_of(&app, KESTREL_ADMIN).await;
    let page =
        app.post(KESTREL_ADMIN, &format!("/people/{own}/roles"), &[("roles", "bidder")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("This is the last administrator"), "{}", page.html);
    let page = app.post(KESTREL_ADMIN, &format!("/people/{own}/deactivation"), &[]).await;
    assert!(page.html.contains("You cannot deactivate your own account"));
}

#[actix_web::test]
async fn a_closed_account_is_signed_out_and_opened_again() {
    let app = TestApp::committing(monday()).await;
    let bidder = id_of(&app, KESTREL).await;
    app.get(KESTREL, "/provider").await;
    let close = format!("/people/{bidder}/deactivation");
    assert_eq!(app.post(KESTREL_ADMIN, &close, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get(KESTREL, "/provider").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.post(KESTREL_ADMIN, &close, &[]).await.status, StatusCode::CONFLICT);
    let open = format!("/people/{bidder}/reactivation");
    assert_eq!(app.post(KESTREL_ADMIN, &open, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get(KESTREL, "/provider").await.status, StatusCode::OK);
    assert_eq!(app.trail().await, ["account.deactivated", "account.reactivated"]);
}

#[actix_web::test]
async fn what_gives_power_takes_a_fresh_proof_and_loses_nothing_meanwhile() {
    let app = TestApp::committing(monday()).await;
    let hash = password::hash("correct horse battery".to_owned()).await.unwrap();
    sql(
        &app,
        &format!("update users set password_hash = '{hash}' where email = '{KESTREL_ADMIN}'"),
    )
    .await;
    stale(&app, KESTREL_ADMIN).await;
    let path = format!("/people/{}/roles", id_of(&app, KESTREL).await);

    let asked = app.post(KESTREL_ADMIN, &path, &[("roles", "delivery_manager")]).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.html.contains("Confirm that it is you"), "{}", asked.html);
    assert!(app.trail().await.is_empty(), "nothing is done yet");

    let form = Form::on(&asked, "/account/confirmation").set("password", "wrong");
    let wrong = form.sent(&app, KESTREL_ADMIN).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html.contains("This is not your password"));
    let form = Form::on(&wrong, "/account/confirmation").set("password", "correct horse battery");
    let resumed = form.sent(&app, KESTREL_ADMIN).await;
    assert_eq!(resumed.status, StatusCode::OK, "{}", resumed.html);
    assert!(resumed.html.contains("Send it now") && resumed.html.contains("delivery_manager"));
    assert!(resumed.html.contains("What they may do"), "a field’s own name: {}", resumed.html);
    let cookie =
        resumed.headers.get_all("set-cookie").any(|it| it.to_str().unwrap().starts_with("muster="));
    assert!(cookie, "the session goes on under a new token");
    assert_eq!(app.trail().await, ["account.proved_again"]);
}

#[actix_web::test]
async fn signing_opening_and_awarding_take_a_fresh_proof() {
    let app = TestApp::committing(monday()).await;
    for (who, path) in [
        (REQUESTER, "/requests/REQ-2026-0001/opening"),
        ("approver@northshire.example", "/requests/REQ-2026-0001/award/approval"),
        ("contracts@northshire.example", "/contracts/CON-2026-0001/force-signature"),
        (KESTREL_ADMIN, "/contracts/CON-2026-0001/provider-signature"),
    ] {
        assert_eq!(app.post(who, path, &[]).await.status, StatusCode::NOT_FOUND, "fresh: {path}");
        stale(&app, who).await;
        let asked = app.post(who, path, &[("standing", "typed")]).await;
        assert!(asked.html.contains("Confirm that it is you"), "{path}");
        assert!(asked.html.contains("typed"), "{path}");
    }
}

#[actix_web::test]
async fn people_see_their_sessions_and_end_them() {
    let app = TestApp::committing(monday()).await;
    let other = app.later(TimeDelta::minutes(1));
    app.get(KESTREL, "/account").await;
    let page = other.get(KESTREL, "/account/sessions").await;
    assert_eq!(
        page.html.matches("<tr class=\"govuk-table__row\">").count(),
        3,
        "two, and the head"
    );
    assert!(page.html.contains("This session") && page.html.contains("End it"));
    let id = other.look_up("select id from sessions order by created_at limit 1").await;
    let end = format!("/account/sessions/{id}/ending");
    assert_eq!(
        other.post(HARROW, &end, &[]).await.status,
        StatusCode::CONFLICT,
        "not theirs to end"
    );
    assert_eq!(other.post(KESTREL, &end, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(other.post(KESTREL, &end, &[]).await.status, StatusCode::CONFLICT);
    let third = app.later(TimeDelta::minutes(2));
    assert_eq!(
        third.post(KESTREL, "/account/sessions/ending", &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let left = third
        .look_up("select count(*) from sessions s join users u on u.id = s.user_id where u.email = 'bids@kestrel.example'")
        .await;
    assert_eq!(left, "1");
}

#[actix_web::test]
async fn the_operator_sees_what_is_blocked_and_lets_it_through() {
    let app = TestApp::committing(monday()).await;
    for _ in 0..11 {
        let form = [("email", "rosa@northshire.example"), ("password", "wrong")];
        crate::joining::stranger(&app, "/sign-in", &form).await;
    }
    let page = app.get(OPERATOR_ADMIN, "/operator/blocked").await;
    assert!(page.html.contains("sign-in account rosa@northshire.example"), "{}", page.html);
    Form::on(&page, "/operator/blocked/release").send(&app, OPERATOR_ADMIN).await;
    let page = app.get(OPERATOR_ADMIN, "/operator/blocked").await;
    assert!(page.html.contains("Nothing is blocked"));
    let form = [("email", "rosa@northshire.example"), ("password", "wrong")];
    let page = crate::joining::stranger(&app, "/sign-in", &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "tried again at once");
}

#[actix_web::test]
async fn whoever_was_blocked_is_not_named_in_the_trail() {
    let app = TestApp::committing(monday()).await;
    for _ in 0..11 {
        let form = [("email", "rosa@northshire.example zzz"), ("password", "wrong")];
        crate::joining::stranger(&app, "/sign-in", &form).await;
    }
    let page = app.get(OPERATOR_ADMIN, "/operator/blocked").await;
    Form::on(&page, "/operator/blocked/release").send(&app, OPERATOR_ADMIN).await;
    let detail = app
        .look_up("select detail::text from audit_entries where action = 'account.block_released'")
        .await;
    assert!(detail.contains("sign-in account"), "{detail}");
    assert!(!detail.contains("rosa"), "{detail}");
}

#[actix_web::test]
async fn the_page_says_the_moment_at_which_the_session_truly_ends() {
    let app = TestApp::committing(monday()).await;
    app.get(KESTREL, "/account").await;
    for (ago, ends) in [(59, "09:29:01"), (61, "09:30:00")] {
        let used =
            format!("update sessions set last_seen_at = created_at - interval '{ago} seconds'");
        sql(&app, &used).await;
        let page = app.get(KESTREL, "/account").await.html;
        assert!(
            page.contains(&format!("data-session-ends=\"2026-01-05T{ends}Z\"")),
            "{ago}: {page}"
        );
    }
}

#[actix_web::test]
async fn a_session_in_use_all_day_ends_after_twelve_hours() {
    let app = TestApp::committing(monday()).await;
    app.get(KESTREL, "/account").await;
    for (begun, status) in
        [("11 hours 59 minutes", StatusCode::OK), ("12 hours", StatusCode::UNAUTHORIZED)]
    {
        let day = format!("update sessions set created_at = last_seen_at - interval '{begun}'");
        sql(&app, &day).await;
        assert_eq!(app.get(KESTREL, "/account").await.status, status, "{begun}");
    }
}

#[actix_web::test]
async fn a_password_replaced_meanwhile_is_not_changed_with_the_old_one() {
    let app = TestApp::committing(monday()).await;
    app.get(KESTREL, "/account").await;
    let id = UserId::parse(&id_of(&app, KESTREL).await).unwrap();
    let checked = app.db().read(async |conn| queries::person(conn, id).await).await.unwrap();
    // While the old password is being looked at, its owner replaces it, and every session ends.
    let replaced = "update users set password_hash = 'another' where email = 'bids@kestrel.example'; delete from sessions";
    let session = app.look_up("select id from sessions").await.parse().unwrap();
    app.arrange(async |conn| conn.batch_execute(replaced).await.unwrap()).await;
    let provider =
        app.look_up("select provider_id from users where email = 'bids@kestrel.example'").await;
    let provider = ProviderId::parse(&provider).unwrap();
    let who = Viewer {
        by: Actor { user: Some(id), organisation: Some(provider.uuid()), call: "test".to_owned() },
        user: id,
        name: checked.name.clone(),
        email: KESTREL.to_owned(),
        organisation: Organisation::Provider(provider),
        organisation_name: "Kestrel Cyber Ltd".to_owned(),
        roles: Vec::new(),
        session,
        proven_at: app.moment,
        two_factors: false,
    };

    let token = Token::mint().unwrap();
    let late = app
        .db()
        .act(&who.by, async |tx| {
            change_password(tx, &who, (&checked, "the intruder's"), &token).await
        })
        .await;

    assert!(late.is_err());
    let kept =
        app.look_up("select password_hash from users where email = 'bids@kestrel.example'").await;
    assert_eq!(kept, "another");
}

#[actix_web::test]
async fn however_an_address_is_spelt_it_takes_the_same_proof() {
    let app = TestApp::committing(monday()).await;
    let id = id_of(&app, KESTREL).await;
    stale(&app, KESTREL_ADMIN).await;
    for path in [format!("/people/{id}/role%73"), format!("/peopl%65/{id}/roles")] {
        let page = app.post(KESTREL_ADMIN, &path, &[("roles", "delivery_manager")]).await;
        assert!(
            page.status == StatusCode::NOT_FOUND || page.html.contains("Confirm that it is you"),
            "{path}: {} {}",
            page.status,
            page.html
        );
    }
    assert!(app.trail().await.is_empty());
}

#[actix_web::test]
async fn whoever_guesses_at_a_proof_has_to_wait() {
    let app = TestApp::committing(monday()).await;
    stale(&app, KESTREL_ADMIN).await;
    let path = format!("/people/{}/roles", id_of(&app, KESTREL).await);
    let asked = app.post(KESTREL_ADMIN, &path, &[("roles", "bidder")]).await;
    let form = Form::on(&asked, "/account/confirmation").set("password", "wrong");
    for _ in 0..10 {
        let wrong = form.clone().sent(&app, KESTREL_ADMIN).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let page = form.sent(&app, KESTREL_ADMIN).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "{}", page.html);
    assert!(page.headers.contains_key("retry-after"));
}

#[actix_web::test]
async fn only_what_is_blocked_can_be_released() {
    let app = TestApp::committing(monday()).await;
    let what = [("what", "sign-in account nobody@nowhere.example")];
    let page = app.post(OPERATOR_ADMIN, "/operator/blocked/release", &what).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("This is not blocked any more"), "{}", page.html);
    assert!(app.trail().await.is_empty());
}

#[actix_web::test]
async fn people_of_other_organisations_are_not_found() {
    let app = TestApp::committing(monday()).await;
    let id = id_of(&app, REQUESTER).await;
    for path in ["", "/roles", "/deactivation", "/reactivation"] {
        let path = format!("/people/{id}{path}");
        let page = if path.ends_with(&id) {
            app.get(KESTREL_ADMIN, &path).await
        } else {
            app.post(KESTREL_ADMIN, &path, &[("roles", "bidder")]).await
        };
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[actix_web::test]
async fn one_button_signs_a_person_out_everywhere() {
    let app = TestApp::committing(monday()).await;
    app.get(KESTREL, "/account").await;
    let other = app.later(TimeDelta::minutes(1));
    let page = other.post(KESTREL, "/sign-out/everywhere", &[]).await;
    assert_eq!(page.location.as_deref(), Some("/"));
    assert_eq!(other.look_up("select count(*) from sessions").await, "0");
    let page = other.get(KESTREL, "/account").await;
    assert!(page.html.contains("Account signed out everywhere"), "the account tells its history");
    let path = format!("/people/{}", id_of(&app, KESTREL).await);
    let page = other.get(KESTREL_ADMIN, &path).await;
    assert!(page.html.contains("Account signed out everywhere"), "{}", page.html);
}

#[actix_web::test]
async fn a_new_password_ends_the_other_sessions_and_renews_this_one() {
    let app = TestApp::committing(monday()).await;
    let hash = password::hash("correct horse battery".to_owned()).await.unwrap();
    sql(&app, &format!("update users set password_hash = '{hash}' where email = '{KESTREL}'"))
        .await;
    app.get(KESTREL, "/account").await;
    let other = app.later(TimeDelta::minutes(1));
    let before = other.look_up("select encode(token_hash, 'hex') from sessions").await;
    for (current, new, said) in [
        ("wrong", "seven quiet herons", "This is not your password"),
        ("correct horse battery", "kestrel cyber 2026", "name"),
        ("correct horse battery", "password1234", "common"),
    ] {
        let form = [("current", current), ("password", new)];
        let page = other.post(KESTREL, "/account/password", &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
        assert!(page.html.contains(said) && !page.html.contains(new), "{said}: {}", page.html);
    }
    let form = [("current", "correct horse battery"), ("password", "seven quiet herons")];
    let page = other.post(KESTREL, "/account/password", &form).await;
    assert_eq!(page.location.as_deref(), Some("/account"), "{}", page.html);
    let renewed =
        page.headers.get_all("set-cookie").any(|it| it.to_str().unwrap().starts_with("muster="));
    let left = other.look_up("select encode(token_hash, 'hex') from sessions").await;
    assert!(renewed, "{:?}", page.headers);
    assert!(left.len() == 64 && left != before, "one session, with a token of its own: {left}");
    let form = [("email", KESTREL), ("password", "seven quiet herons")];
    let page = crate::joining::stranger(&other, "/sign-in", &form).await;
    assert_eq!(page.location.as_deref(), Some("/provider"), "{}", page.html);
}

#[actix_web::test]
async fn a_mistaken_form_that_takes_a_proof_keeps_its_text_and_is_told_its_mistakes() {
    let app = TestApp::committing(monday()).await;
    let hash = password::hash("correct horse battery".to_owned()).await.unwrap();
    sql(&app, &format!("update users set password_hash = '{hash}' where email = '{VETTING1}'"))
        .await;
    stale(&app, VETTING1).await;
    let long = "It is ’late’. ".repeat(150);
    let path = "/operator/providers/kestrel/suspension";
    let asked = app.post(VETTING1, path, &[("reason", &long)]).await;
    let proof = Form::on(&asked, "/account/confirmation").set("password", "correct horse battery");
    let resumed = proof.sent(&app, VETTING1).await;
    assert!(resumed.html.contains(long.trim()), "{}", resumed.html);
    let mistaken = Form::on(&resumed, "/suspension").sent(&app, VETTING1).await;
    assert_eq!(mistaken.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", mistaken.html);
    assert!(mistaken.html.contains(long.trim()) && mistaken.html.contains("error-summary"));
    assert_eq!(app.look_up("select state from providers where slug = 'kestrel'").await, "admitted");
}

#[actix_web::test]
async fn a_persons_name_is_there_to_change_and_stays_when_it_is_mistaken() {
    let app = TestApp::committing(monday()).await;
    let page = app.get(KESTREL, "/account/name").await;
    let name = app.look_up("select name from users where email = 'bids@kestrel.example'").await;
    assert_eq!(Form::on(&page, "/account/name").value("name"), name);
    let long = "x".repeat(200);
    let mistaken = Form::on(&page, "/account/name").set("name", &long).sent(&app, KESTREL).await;
    assert_eq!(mistaken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(Form::on(&mistaken, "/account/name").value("name"), long);
}

#[actix_web::test]
async fn what_just_happened_is_said_whole_whatever_it_holds() {
    let app = TestApp::committing(monday()).await;
    let name = "Training & skills + 100% “more”";
    let lot = [("name", name), ("description", "All of it."), ("place", "1")];
    let sent = app.post(crate::support::cast::MARKET, "/operator/framework/lots", &lot).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let said = sent.header("set-cookie").split(';').next().unwrap().to_owned();
    let asked = actix_web::test::TestRequest::get().uri("/help").insert_header(("cookie", said));
    let page = answer(app.parts(), asked).await;
    let shown = name.replace('&', "&#38;");
    assert!(page.html.contains(&shown), "{}", page.html);
}
