//! Confirming an address, forgetting a password, accepting an invitation.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use muster::work::answer_forgotten;

use crate::support::app::{Page, TestApp, monday};
use crate::support::cast::{
    EVALUATOR1, FORCE_ADMIN, HARROW, KESTREL, KESTREL_ADMIN, MARKET, NOBODY, OPERATOR_ADMIN,
    REQUESTER,
};
use crate::support::form::Form;

const FORM_TOKEN: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const CHOSEN: &str = "correct horse battery";

/// Sends a stranger's form.
pub async fn stranger(app: &TestApp, path: &str, form: &[(&str, &str)]) -> Page {
    let mut fields = form.to_vec();
    fields.push(("csrf", FORM_TOKEN));
    app.send(NOBODY, TestRequest::post().uri(path).set_form(fields)).await
}

/// The link in the last secret mail to an address.
pub async fn link_to(app: &TestApp, email: &str) -> String {
    let sql = format!(
        "select link from outbox where secret and recipient = '{email}' order by created_at desc, id desc limit 1"
    );
    app.look_up(&sql).await
}

/// The worker writes to everyone who asked for a new password.
pub async fn forgot(app: &TestApp) {
    while answer_forgotten(&app.db()).await.unwrap() {}
}

async fn register(app: &TestApp) {
    let form = [
        ("name", "Zoë O’Neill"),
        ("email", "zoe@fathom.example"),
        ("company", "Fathom Cyber Ltd"),
        ("password", CHOSEN),
    ];
    let page = stranger(app, "/register", &form).await;
    assert_eq!(page.location.as_deref(), Some("/check-your-mail"), "{}", page.html);
}

async fn sign_in(app: &TestApp, email: &str, password: &str) -> Page {
    stranger(app, "/sign-in", &[("email", email), ("password", password)]).await
}

#[actix_web::test]
async fn a_newcomer_signs_in_only_after_confirming_their_address() {
    let app = TestApp::committing(monday()).await;
    register(&app).await;
    let page = sign_in(&app, "zoe@fathom.example", CHOSEN).await;
    assert_eq!(page.location.as_deref(), Some("/check-your-mail"), "the link is sent again");
    assert_eq!(app.look_up("select count(*) from sessions").await, "0");

    let link = link_to(&app, "zoe@fathom.example").await;
    let page = app.get(NOBODY, &link).await;
    assert!(page.html.contains("zoe@fathom.example") && page.html.contains("Confirm this address"));
    let unread = app.look_up("select count(*) from users where verified_at is null").await;
    assert_eq!(unread, "1", "looking at the page confirms nothing");
    assert_eq!(stranger(&app, &link, &[]).await.location.as_deref(), Some("/sign-in"));
    let again = stranger(&app, &link, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.html.contains("This link does not work any more"));

    let page = sign_in(&app, "zoe@fathom.example", CHOSEN).await;
    assert_eq!(page.location.as_deref(), Some("/provider"));
    let trail = app.trail().await;
    assert_eq!(trail[2..], ["account.verification_sent", "account.verified", "account.signed_in"]);
}

#[actix_web::test]
async fn a_link_to_confirm_an_address_works_for_a_day() {
    let app = TestApp::committing(monday()).await;
    register(&app).await;
    let link = link_to(&app, "zoe@fathom.example").await;
    let late = app.later(TimeDelta::hours(24));
    assert_eq!(late.get(NOBODY, &link).await.status, StatusCode::CONFLICT);
    assert_eq!(stranger(&late, &link, &[]).await.status, StatusCode::CONFLICT);
    let just = app.later(TimeDelta::hours(24) - TimeDelta::seconds(1));
    assert_eq!(stranger(&just, &link, &[]).await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn a_forgotten_password_is_replaced_once_and_ends_every_session() {
    let app = TestApp::committing(monday()).await;
    app.get(REQUESTER, "/account").await;
    let answers = [REQUESTER, "nobody@nowhere.example"].map(|email| email.to_owned());
    let mut pages = Vec::new();
    for email in &answers {
        let page = stranger(&app, "/password/forgotten", &[("email", email)]).await;
        assert_eq!(page.status, StatusCode::OK);
        pages.push(page.html.replace(email, "…"));
    }
    assert_eq!(pages[0], pages[1], "nobody learns who has an account");
    forgot(&app).await;
    assert_eq!(app.look_up("select count(*) from outbox").await, "1");

    let link = link_to(&app, REQUESTER).await;
    assert_eq!(
        app.later(TimeDelta::hours(1)).get(NOBODY, &link).await.status,
        StatusCode::CONFLICT
    );
    let short = stranger(&app, &link, &[("password", "short")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.html.contains("at least 12 characters"));
    let common = stranger(&app, &link, &[("password", "1q2w3e4r5t6y")]).await;
    assert!(common.html.contains("among the most common"), "{}", common.html);
    let done = stranger(&app, &link, &[("password", CHOSEN)]).await;
    assert_eq!(done.location.as_deref(), Some("/sign-in"));
    assert_eq!(app.look_up("select count(*) from sessions").await, "0");
    assert_eq!(stranger(&app, &link, &[("password", CHOSEN)]).await.status, StatusCode::CONFLICT);
    assert_eq!(sign_in(&app, REQUESTER, CHOSEN).await.location.as_deref(), Some("/force"));
    let told = app
        .look_up("select count(*) from outbox where subject = 'Your Muster password was changed'")
        .await;
    assert_eq!(told, "1");
}

#[actix_web::test]
async fn an_invited_colleague_joins_once_with_the_roles_they_were_given() {
    let app = TestApp::committing(monday()).await;
    let invite = |email: &'static str, role: &'static str| [("email", email), ("roles", role)];
    let page = app
        .post(FORCE_ADMIN, "/people/invitations", &invite("new@gmail.example", "evaluator"))
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("ends in @northshire.example"), "{}", page.html);
    assert!(page.html.contains("new@gmail.example"), "what was typed is kept");
    let page = app
        .post(FORCE_ADMIN, "/people/invitations", &invite("new@northshire.example", "bidder"))
        .await;
    assert!(page.html.contains("one role at least"), "another kind of organisation’s role");
    let page = app
        .post(REQUESTER, "/people/invitations", &invite("new@northshire.example", "evaluator"))
        .await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let page = app
        .post(FORCE_ADMIN, "/people/invitations", &invite("new@northshire.example", "evaluator"))
        .await;
    assert_eq!(page.location.as_deref(), Some("/people"), "{}", page.html);

    let link = link_to(&app, "new@northshire.example").await;
    let shown = app.get(NOBODY, &link).await.html;
    for said in ["Northshire Police", "Alf Reed", "Scores bids once they are opened"] {
        assert!(shown.contains(said), "{said}");
    }
    assert_eq!(app.later(TimeDelta::days(7)).get(NOBODY, &link).await.status, StatusCode::CONFLICT);
    let weak = stranger(&app, &link, &[("name", "Nell Day"), ("password", "northshire-1")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(weak.html.contains("Nell Day"), "the name is kept");
    let joined = stranger(&app, &link, &[("name", "Nell Day"), ("password", CHOSEN)]).await;
    assert_eq!(joined.location.as_deref(), Some("/sign-in"), "{}", joined.html);
    let again = stranger(&app, &link, &[("name", "Nell Day"), ("password", CHOSEN)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);

    assert_eq!(
        sign_in(&app, "new@northshire.example", CHOSEN).await.location.as_deref(),
        Some("/force")
    );
    let list = app.get(REQUESTER, "/people").await.html;
    assert!(
        list.contains("Nell Day") && !list.contains("Withdraw it"),
        "colleagues are seen by all"
    );
    assert!(app.trail().await.contains(&"invitation.accepted".to_owned()));
    let told =
        app.look_up("select recipient from outbox where subject = 'Nell Day has joined'").await;
    assert_eq!(told, FORCE_ADMIN);
}

#[actix_web::test]
async fn whoever_invites_does_not_learn_who_has_an_account_elsewhere() {
    let app = TestApp::committing(monday()).await;
    let colleague = [("email", KESTREL), ("roles", "bidder")];
    let page = app.post(KESTREL_ADMIN, "/people/invitations", &colleague).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("This person is a colleague already"), "{}", page.html);

    let elsewhere = [("email", HARROW), ("roles", "bidder")];
    let page = app.post(KESTREL_ADMIN, "/people/invitations", &elsewhere).await;
    assert_eq!(page.location.as_deref(), Some("/people"), "{}", page.html);
    let told = app.look_up("select recipient || ': ' || subject from outbox").await;
    assert_eq!(told, format!("{HARROW}: Kestrel Cyber Ltd has invited you to Muster"));
    assert_eq!(app.look_up("select link from outbox").await, "/account", "no link that joins");
    assert_eq!(app.trail().await, ["invitation.not_sent"]);
    let stranger = [("email", "nobody@harrow.example"), ("roles", "bidder")];
    app.post(KESTREL_ADMIN, "/people/invitations", &stranger).await;
    let list = app.get(KESTREL_ADMIN, "/people").await.html;
    let row = |email: &str| {
        let row = list
            .split("</tr>")
            .filter_map(|it| it.rsplit("<tr").next())
            .find(|it| it.contains(email))
            .unwrap_or_else(|| panic!("no {email}: {list}"));
        let ids = regex::Regex::new("[0-9a-f]{8}-[0-9a-f-]{27}").unwrap();
        ids.replace_all(&row.replace(email, "…"), "…").into_owned()
    };
    assert_eq!(row(HARROW), row("nobody@harrow.example"), "both stand in the list alike");
}

#[actix_web::test]
async fn what_somebody_sent_stops_working_when_they_leave() {
    let app = TestApp::committing(monday()).await;
    let second = "insert into user_roles select id, 'provider_admin' from users where email = 'bids@kestrel.example'";
    app.arrange(async |conn| conn.batch_execute(second).await.unwrap()).await;
    let new = [("email", "new@kestrel.example"), ("roles", "bidder")];
    app.post(KESTREL, "/people/invitations", &new).await;
    let link = link_to(&app, "new@kestrel.example").await;
    assert_eq!(app.get(NOBODY, &link).await.status, StatusCode::OK);
    let id = app.look_up("select id from users where email = 'bids@kestrel.example'").await;
    let closed = app.post(KESTREL_ADMIN, &format!("/people/{id}/deactivation"), &[]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.html);
    assert_eq!(app.get(NOBODY, &link).await.status, StatusCode::CONFLICT);
    let told = app
        .look_up("select recipient from outbox where subject = 'Your Muster account is closed'")
        .await;
    assert_eq!(told, KESTREL);
}

#[actix_web::test]
async fn administrators_of_the_operator_invite_the_first_people_of_a_force() {
    let app = TestApp::committing(monday()).await;
    let path = "/operator/forces/northshire/invitations";
    assert_eq!(app.get(MARKET, path).await.status, StatusCode::FORBIDDEN);
    assert!(!app.get(MARKET, "/operator/forces/northshire").await.html.contains(path));
    assert!(app.get(OPERATOR_ADMIN, "/operator/forces/northshire").await.html.contains(path));
    let page = app.get(OPERATOR_ADMIN, path).await;
    let outside = Form::on(&page, path).set("email", "chief@gmail.example");
    let page = outside.sent(&app, OPERATOR_ADMIN).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("@northshire.example") && page.html.contains("chief@gmail.example"));
    let form = Form::on(&page, path).set("email", "chief@northshire.example");
    let sent = form.clone().sent(&app, OPERATOR_ADMIN).await;
    assert_eq!(sent.location.as_deref(), Some("/operator/forces/northshire"), "{}", sent.html);
    form.sent(&app, OPERATOR_ADMIN).await;
    assert_eq!(app.look_up("select count(*) from invitations").await, "1", "sent twice, made once");

    let link = link_to(&app, "chief@northshire.example").await;
    stranger(&app, &link, &[("name", "Nell Day"), ("password", CHOSEN)]).await;
    let page = sign_in(&app, "chief@northshire.example", CHOSEN).await;
    assert_eq!(page.location.as_deref(), Some("/force"), "{}", page.html);
    let role = app
        .look_up("select r.role from user_roles r join users u on u.id = r.user_id where u.email = 'chief@northshire.example'")
        .await;
    assert_eq!(role, "force_admin");
}

#[actix_web::test]
async fn the_first_administrator_is_invited_from_the_command_line() {
    let app = TestApp::committing(monday()).await;
    let link = muster::seed::operator(&app.db(), "first@operator.example").await.unwrap();
    let joined = stranger(&app, &link, &[("name", "Nell Day"), ("password", CHOSEN)]).await;
    assert_eq!(joined.location.as_deref(), Some("/sign-in"), "{}", joined.html);
    let page = sign_in(&app, "first@operator.example", CHOSEN).await;
    assert_eq!(page.location.as_deref(), Some("/operator"), "{}", page.html);
    assert!(muster::seed::operator(&app.db(), "not an address").await.is_err());
}

#[actix_web::test]
async fn a_withdrawn_invitation_is_refused() {
    let app = TestApp::committing(monday()).await;

    let new = [("email", "new@kestrel.example"), ("roles", "bidder")];
    app.post(KESTREL_ADMIN, "/people/invitations", &new).await;
    let link = link_to(&app, "new@kestrel.example").await;
    let id = app.look_up("select id from invitations").await;
    let path = format!("/people/invitations/{id}/withdrawal");
    assert_eq!(app.post(FORCE_ADMIN, &path, &[]).await.status, StatusCode::NOT_FOUND, "not theirs");
    assert_eq!(app.post(KESTREL_ADMIN, &path, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get(NOBODY, &link).await.status, StatusCode::CONFLICT);
    assert_eq!(app.post(KESTREL_ADMIN, &path, &[]).await.status, StatusCode::CONFLICT);
}

#[actix_web::test]
async fn a_secret_link_is_forgotten_once_a_mail_server_has_it() {
    let app = TestApp::committing(monday()).await;
    register(&app).await;
    let forgets = |forget: bool| {
        let db = app.db();
        async move {
            db.keep_books(async |conn, now| {
                let mail = muster::outbox::queue::take(conn, now).await?.unwrap();
                muster::outbox::queue::sent(conn, mail.id, forget, now).await
            })
            .await
            .unwrap();
        }
    };
    forgets(true).await;
    assert_eq!(link_to(&app, "zoe@fathom.example").await, "/");
    let shown = app.get("admin@operator.example", "/operator/mail").await.html;
    assert!(shown.contains("zoe@fathom.example") && !shown.contains("/verify/"));
}

#[actix_web::test]
async fn an_account_moves_to_an_address_once_a_link_sent_there_is_followed() {
    let app = TestApp::committing(monday()).await;
    let page = app.post(REQUESTER, "/account/address", &[("email", "r@elsewhere.example")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("r@elsewhere.example"));
    let page =
        app.post(REQUESTER, "/account/address", &[("email", "rosa@northshire.example")]).await;
    assert_eq!(page.location.as_deref(), Some("/account"), "{}", page.html);
    let warned = app.look_up("select recipient from outbox where not secret").await;
    assert_eq!(warned, REQUESTER);
    let link = link_to(&app, "rosa@northshire.example").await;
    stranger(&app, &link, &[]).await;
    let moved = app.look_up("select name from users where email = 'rosa@northshire.example'").await;
    assert_eq!(moved, "Rosa Quill");

    // To an address that has an account by then, nothing moves and the answer is the same.
    let page = app.post(KESTREL, "/account/address", &[("email", KESTREL_ADMIN)]).await;
    assert_eq!(page.location.as_deref(), Some("/account"));
    assert_eq!(link_to(&app, KESTREL_ADMIN).await, "");
    app.arrange(async |conn| conn.batch_execute("delete from sessions").await.unwrap()).await;
}

#[actix_web::test]
async fn asking_for_a_new_password_is_the_same_work_whoever_the_address_is_of() {
    let app = TestApp::committing(monday()).await;
    let gone = "update users set is_active = false where email = 'evaluator1@northshire.example'";
    app.arrange(async |conn| conn.batch_execute(gone).await.unwrap()).await;
    let written = async || {
        let tables = "select string_agg(relname || ' ' || n, ', ' order by relname) from (select relname, \
            (xpath('/row/n/text()', query_to_xml('select count(*) as n from ' || quote_ident(relname), false, true, '')))[1]::text::int as n \
            from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace) t";
        app.look_up(tables).await
    };
    let less_one_ask = |after: &str, before: &str| {
        let lines = |it: &str| it.split(", ").map(str::to_owned).collect::<Vec<_>>();
        let (after, before) = (lines(after), lines(before));
        after.into_iter().filter(|it| !before.contains(it)).collect::<Vec<_>>()
    };
    for (n, email) in [REQUESTER, "nobody@nowhere.example", EVALUATOR1].into_iter().enumerate() {
        // The first one also makes the count of tries from this machine.
        let before = written().await;
        let page = stranger(&app, "/password/forgotten", &[("email", email)]).await;
        assert_eq!(page.status, StatusCode::OK);
        let changed = less_one_ask(&written().await, &before);
        let asks = format!("forgotten_passwords {}", n + 1);
        assert!(changed.contains(&asks), "{email}: {changed:?}");
        assert!(
            changed.iter().all(|it| it == &asks || it.starts_with("attempts ")),
            "{email}: {changed:?}"
        );
    }
    assert_eq!(app.trail().await, Vec::<String>::new(), "nobody has looked yet");
    let (one, other) = (app.db(), app.db());
    let (one, other) = tokio::join!(answer_forgotten(&one), answer_forgotten(&other));
    assert!(one.unwrap() && other.unwrap(), "two workers at once");
    forgot(&app).await;
    assert_eq!(app.trail().await, ["account.password_forgotten"]);
    assert_eq!(app.look_up("select string_agg(recipient, ' ') from outbox").await, REQUESTER);
    assert_eq!(app.look_up("select count(*) from forgotten_passwords").await, "0");
}
