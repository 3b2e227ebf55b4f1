//! The second factor: codes, recovery codes, and starting again.

use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use actix_web::web::Data;
use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use muster::accounts::password;
use muster::web::guard::Site;
use totp_rs::Builder;

use crate::joining::stranger;
use crate::support::app::{CSRF, Page, TestApp, answer, monday};
use crate::support::cast::{MARKET, NOBODY, OPERATOR_ADMIN, REQUESTER, VETTING1};

const FORM_TOKEN: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const CHOSEN: &str = "correct horse battery";
const HERE: &str = "/account/second-factor";

async fn with_password(app: &TestApp, who: &str) {
    let hash = password::hash(CHOSEN.to_owned()).await.unwrap();
    let sql = format!("update users set password_hash = '{hash}' where email = '{who}'");
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
}

/// The code a person's app shows at the moment of this service.
async fn code(app: &TestApp) -> String {
    let hex = app.look_up("select encode(secret, 'hex') from authenticators").await;
    let secret: Vec<u8> = (0..hex.len() / 2)
        .map(|it| u8::from_str_radix(&hex[2 * it..2 * it + 2], 16).unwrap())
        .collect();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    let seconds = u64::try_from(app.moment.timestamp()).unwrap();
    totp.generate(seconds).to_string()
}

/// Sets an app up, and gives the recovery codes.
pub async fn enrol(app: &TestApp, who: &str) -> Vec<String> {
    let begun = app.post(who, &format!("{HERE}/app"), &[]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.html);
    let typed = code(app).await;
    let page = app.post(who, &format!("{HERE}/app/confirmation"), &[("code", &typed)]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    let codes = regex::Regex::new("<li>([A-Z2-9-]{19})</li>").unwrap();
    codes.captures_iter(&page.html).map(|it| it[1].to_owned()).collect()
}

/// The cookie of a sign-in whose password was right.
async fn half(app: &TestApp, who: &str) -> String {
    let page = stranger(app, "/sign-in", &[("email", who), ("password", CHOSEN)]).await;
    assert!(page.html.contains("Enter a code"), "{}", page.html);
    let cookies = page.headers.get_all("set-cookie").map(|it| it.to_str().unwrap());
    let found = cookies.filter_map(|it| it.strip_prefix("muster-half=")).next().unwrap();
    found.split(';').next().unwrap().to_owned()
}

async fn second(app: &TestApp, half: &str, code: &str) -> Page {
    let form = [("csrf", FORM_TOKEN), ("code", code)];
    let request = TestRequest::post().uri("/sign-in/code").set_form(form);
    app.send(NOBODY, request.cookie(Cookie::new("muster-half", half.to_owned()))).await
}

#[actix_web::test]
async fn an_app_is_set_up_by_its_first_code_and_asked_for_from_then_on() {
    let app = TestApp::committing(monday()).await;
    with_password(&app, REQUESTER).await;
    let begun = app.post(REQUESTER, &format!("{HERE}/app"), &[]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.html);
    let page = app.get(REQUESTER, &format!("{HERE}/app")).await;
    assert!(page.html.contains("<svg") && page.html.contains("muster-letters"), "{}", page.html);
    let wrong =
        app.post(REQUESTER, &format!("{HERE}/app/confirmation"), &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html.contains("This code is not right"));

    let codes = enrol(&app, REQUESTER).await;
    assert_eq!(codes.len(), 10);
    let kept =
        app.look_up("select string_agg(encode(code_hash, 'escape'), '') from recovery_codes").await;
    assert!(!codes.iter().any(|it| kept.contains(it)), "only hashes are kept");

    let later = app.later(TimeDelta::minutes(1));
    let half = half(&later, REQUESTER).await;
    let whole = later
        .look_up("select count(*) from sessions where created_at > '2026-01-05 09:00:30Z'")
        .await;
    let nobody = second(&later, &half, "123456").await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY, "{whole}");
    let right = code(&later).await;
    let page = second(&later, &half, &right).await;
    assert_eq!(page.location.as_deref(), Some("/force"), "{}", page.html);
    assert_eq!(
        second(&later, &half, &right).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the half is used up"
    );
}

#[actix_web::test]
async fn a_code_and_a_recovery_code_work_once_each() {
    let app = TestApp::committing(monday()).await;
    with_password(&app, REQUESTER).await;
    let codes = enrol(&app, REQUESTER).await;
    let used = code(&app).await;
    let replayed = second(&app, &half(&app, REQUESTER).await, &used).await;
    assert_eq!(replayed.status, StatusCode::UNPROCESSABLE_ENTITY, "the code that set it up");

    let spelt = codes[0].to_lowercase().replace('-', " ");
    let page = second(&app, &half(&app, REQUESTER).await, &spelt).await;
    assert_eq!(page.location.as_deref(), Some("/force"), "{}", page.html);
    let again = second(&app, &half(&app, REQUESTER).await, &codes[0]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let way = app
        .look_up("select detail->>'way' from audit_entries where action = 'account.signed_in'")
        .await;
    assert_eq!(way, "recovery code");
    assert_eq!(app.look_up("select count(*) from recovery_codes where used_at is null").await, "9");
}

#[actix_web::test]
async fn a_new_password_does_not_skip_the_code() {
    let app = TestApp::committing(monday()).await;
    enrol(&app, REQUESTER).await;
    stranger(&app, "/password/forgotten", &[("email", REQUESTER)]).await;
    crate::joining::forgot(&app).await;
    let link = crate::joining::link_to(&app, REQUESTER).await;
    stranger(&app, &link, &[("password", CHOSEN)]).await;
    half(&app, REQUESTER).await;
    assert_eq!(app.look_up("select count(*) from sessions").await, "0");
}

#[actix_web::test]
async fn half_a_sign_in_is_good_for_ten_minutes_and_ten_tries() {
    let app = TestApp::committing(monday()).await;
    with_password(&app, REQUESTER).await;
    let codes = enrol(&app, REQUESTER).await;
    let half = half(&app, REQUESTER).await;
    let late = second(&app.later(TimeDelta::minutes(10)), &half, &codes[0]).await;
    assert!(late.html.contains("Too much time has passed"), "{}", late.html);
    for _ in 0..9 {
        second(&app, &half, "000000").await;
    }
    let blocked = second(&app, &half, &codes[0]).await;
    assert_eq!(blocked.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(blocked.headers.contains_key("retry-after"));
}

#[actix_web::test]
async fn outside_the_demonstration_nobody_goes_on_without_a_second_factor() {
    let app = TestApp::committing(monday()).await;
    app.get(REQUESTER, "/account").await;
    let real = |path: &str| {
        let mut parts = app.parts();
        parts.site = Data::new(Site { demonstration: false, ..Site::clone(&parts.site) });
        answer(
            parts,
            TestRequest::get().uri(path).cookie(Cookie::new("muster", app.token(REQUESTER))),
        )
    };
    for path in ["/force", "/requests", "/account"] {
        assert_eq!(real(path).await.location.as_deref(), Some(HERE), "{path}");
    }
    let page = real(HERE).await;
    assert!(page.html.contains("Set up a second factor to go on"), "{}", page.html);
    enrol(&app, REQUESTER).await;
    assert_eq!(real("/force").await.status, StatusCode::OK);
}

#[actix_web::test]
async fn a_lost_second_factor_is_reset_by_two_administrators_and_never_by_one() {
    let app = TestApp::committing(monday()).await;
    with_password(&app, REQUESTER).await;
    let admin = "insert into user_roles select id, 'operator_admin' from users where email = 'market@operator.example'";
    app.arrange(async |conn| conn.batch_execute(admin).await.unwrap()).await;
    let resets = "/operator/factor-resets";
    let form =
        [("email", REQUESTER), ("reason", "Phone lost; called back through the switchboard.")];
    let none = app.post(OPERATOR_ADMIN, resets, &form).await;
    assert!(none.html.contains("nothing to reset"), "{}", none.html);
    enrol(&app, REQUESTER).await;
    let empty = app.post(OPERATOR_ADMIN, resets, &[("email", "x"), ("reason", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.post(VETTING1, resets, &form).await.status, StatusCode::FORBIDDEN);
    let page = app.post(OPERATOR_ADMIN, resets, &form).await;
    assert_eq!(page.location.as_deref(), Some(resets), "{}", page.html);

    let id = app.look_up("select id from factor_resets").await;
    let confirm = format!("{resets}/{id}/confirmation");
    let own = app.post(OPERATOR_ADMIN, &confirm, &[]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.html.contains("another operator administrator must confirm it"));
    let list = app.get(OPERATOR_ADMIN, resets).await.html;
    assert!(!list.contains("Reset the second factor</button>"), "no button that would be refused");
    assert_eq!(app.post(MARKET, &confirm, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.post(MARKET, &confirm, &[]).await.status, StatusCode::CONFLICT, "decided");

    let left = app
        .look_up(
            "select (select count(*) from authenticators) + (select count(*) from recovery_codes)",
        )
        .await;
    assert_eq!(left, "0");
    let page = stranger(&app, "/sign-in", &[("email", REQUESTER), ("password", CHOSEN)]).await;
    assert_eq!(
        page.location.as_deref(),
        Some("/force"),
        "the password alone, until a new one is set up"
    );
    let told = app
        .look_up("select count(*) from outbox where subject = 'Your second factor was reset'")
        .await;
    assert_eq!(told, "1");
}

#[actix_web::test]
async fn one_code_typed_in_two_places_at_once_lets_one_in() {
    let app = TestApp::committing(monday()).await;
    with_password(&app, REQUESTER).await;
    enrol(&app, REQUESTER).await;
    let later = app.later(TimeDelta::minutes(1));
    let (one, two) = (half(&later, REQUESTER).await, half(&later, REQUESTER).await);
    let right = code(&later).await;
    let (one, two) = tokio::join!(second(&later, &one, &right), second(&later, &two, &right));
    let let_in = [&one, &two].iter().filter(|it| it.status == StatusCode::SEE_OTHER).count();
    assert_eq!(let_in, 1, "{} {}", one.status, two.status);
}

#[actix_web::test]
async fn a_proof_asks_for_the_second_factor_of_whoever_has_one() {
    let app = TestApp::committing(monday()).await;
    with_password(&app, OPERATOR_ADMIN).await;
    enrol(&app, OPERATOR_ADMIN).await;
    let later = app.later(TimeDelta::minutes(11));
    app.get(OPERATOR_ADMIN, "/account").await;
    let token = Cookie::new("muster", app.token(OPERATOR_ADMIN));
    let send = async |path: &str, form: &[(&str, &str)]| {
        let mut form = form.to_vec();
        form.push(("csrf", CSRF));
        let request = TestRequest::post().uri(path).set_form(form).cookie(token.clone());
        later.send(NOBODY, request).await
    };
    let asked = send("/operator/blocked/release", &[("what", "x")]).await;
    assert!(asked.html.contains("name=\"code\""), "{} {}", asked.status, asked.html);
    let only = send("/account/confirmation", &[("password", CHOSEN)]).await;
    assert_eq!(only.status, StatusCode::UNPROCESSABLE_ENTITY, "a password is half a proof");
    let right = code(&later).await;
    let whole = send("/account/confirmation", &[("password", CHOSEN), ("code", &right)]).await;
    assert_eq!(whole.location.as_deref(), Some("/account"), "{} {}", whole.status, whole.html);
}
