//! What may be tried only so often: answered so many times, then refused for
//! no more than a quarter of an hour, then answered again.

use std::net::SocketAddr;

use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use actix_web::web::Data;
use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use muster::accounts::password;
use muster::app::Parts;
use muster::web::guard::Site;

use crate::joining::stranger;
use crate::support::app::{Page, TestApp, answer, monday};
use crate::support::cast::{KESTREL_ADMIN, NOBODY, REQUESTER};

const FORM_TOKEN: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const CHOSEN: &str = "correct horse battery";

/// Something that may be tried only so often.
#[derive(Debug, Clone, Copy)]
enum Try {
    /// Signing in to many accounts from one place.
    SignIn,
    /// Signing in to one account.
    OneAccount,
    /// Registering companies from one place.
    Register,
    /// Asking for new passwords of many people from one place.
    Reset,
    /// Asking for a new password of one person.
    ResetOfOne,
    /// Beginning to sign in with a passkey.
    Passkey,
    /// Asking to move to another address.
    Move,
    /// Being sent the link that confirms an address again.
    Verification,
    /// Inviting colleagues.
    Invitation,
    /// Typing the first code of an app.
    FirstCode,
    /// Typing a code after the password.
    Code,
}

/// How often each is answered, and how.
const LIMITS: [(Try, usize, u16); 11] = [
    (Try::SignIn, 100, 422),
    (Try::OneAccount, 10, 422),
    (Try::Register, 100, 422),
    (Try::Reset, 100, 200),
    (Try::ResetOfOne, 5, 200),
    (Try::Passkey, 100, 200),
    (Try::Move, 5, 303),
    (Try::Verification, 5, 303),
    (Try::Invitation, 20, 303),
    (Try::FirstCode, 10, 422),
    (Try::Code, 10, 422),
];

async fn order(app: &TestApp, sql: &str) {
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

/// Makes ready what a try needs.
async fn arranged(app: &TestApp, what: Try) {
    let hash = password::hash(CHOSEN.to_owned()).await.unwrap();
    let with_password =
        format!("update users set password_hash = '{hash}' where email = '{REQUESTER}'");
    match what {
        Try::Verification => {
            let unverified =
                format!("update users set verified_at = null where email = '{REQUESTER}'");
            order(app, &format!("{with_password}; {unverified}")).await;
        }
        Try::FirstCode => {
            app.post(REQUESTER, "/account/second-factor/app", &[]).await;
        }
        Try::Code => {
            let enrolled = format!(
                "insert into authenticators (user_id, secret, made_at, confirmed_at, last_step) \
                 select id, sha256('secret'), created_at, created_at, 0 from users where email = '{REQUESTER}'"
            );
            order(app, &format!("{with_password}; {enrolled}")).await;
        }
        _ => {}
    }
}

/// Tries it once more.
async fn tried(app: &TestApp, what: Try, n: usize) -> Page {
    let someone = format!("someone-{n}@northshire.example");
    match what {
        Try::SignIn => stranger(app, "/sign-in", &[("email", &someone), ("password", "x")]).await,
        Try::OneAccount => {
            stranger(app, "/sign-in", &[("email", REQUESTER), ("password", "wrong")]).await
        }
        Try::Register => stranger(app, "/register", &[("email", &someone)]).await,
        Try::Reset => stranger(app, "/password/forgotten", &[("email", &someone)]).await,
        Try::ResetOfOne => stranger(app, "/password/forgotten", &[("email", REQUESTER)]).await,
        Try::Passkey => stranger(app, "/sign-in/passkey/challenge", &[]).await,
        Try::Move => app.post(REQUESTER, "/account/address", &[("email", &someone)]).await,
        Try::Verification => {
            stranger(app, "/sign-in", &[("email", REQUESTER), ("password", CHOSEN)]).await
        }
        Try::Invitation => {
            let email = format!("someone-{n}@kestrel.example");
            let form = [("email", email.as_str()), ("roles", "bidder")];
            app.post(KESTREL_ADMIN, "/people/invitations", &form).await
        }
        Try::FirstCode => {
            let path = "/account/second-factor/app/confirmation";
            app.post(REQUESTER, path, &[("code", "wrong")]).await
        }
        Try::Code => {
            let begun =
                stranger(app, "/sign-in", &[("email", REQUESTER), ("password", CHOSEN)]).await;
            let mut cookies = begun.headers.get_all("set-cookie").map(|it| it.to_str().unwrap());
            let half = cookies.find_map(|it| it.strip_prefix("muster-half=")).unwrap();
            let half = half.split(';').next().unwrap().to_owned();
            let form = [("csrf", FORM_TOKEN), ("code", "wrong")];
            let request = TestRequest::post().uri("/sign-in/code").set_form(form);
            app.send(NOBODY, request.cookie(Cookie::new("muster-half", half))).await
        }
    }
}

fn is_refused(page: &Page, what: &str) {
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "{what}: {}", page.html);
    let wait: i64 = page.header("retry-after").parse().unwrap();
    assert!((1..=900).contains(&wait), "{what}: {wait}");
    assert!(page.html.contains("Too many tries. Wait"), "{what}: {}", page.html);
}

#[actix_web::test]
async fn what_is_tried_too_often_waits_a_quarter_of_an_hour_at_most() {
    for (what, most, answered) in LIMITS {
        let app = TestApp::committing(monday()).await;
        arranged(&app, what).await;
        for n in 1..=most {
            let page = tried(&app, what, n).await;
            assert_eq!(page.status.as_u16(), answered, "{what:?} {n}: {}", page.html);
        }
        is_refused(&tried(&app, what, most + 1).await, &format!("{what:?}"));
        let later = app.later(TimeDelta::minutes(16));
        let page = tried(&later, what, most + 2).await;
        assert_eq!(page.status.as_u16(), answered, "{what:?} later: {}", page.html);
    }
}

#[actix_web::test]
async fn who_asks_is_believed_only_of_a_proxy_of_ours() {
    let app = TestApp::committing(monday()).await;
    let proxy: SocketAddr = "198.51.100.1:443".parse().unwrap();
    let parts = |trusted: bool| {
        let site = Site {
            trusted_proxies: if trusted { vec![proxy.ip()] } else { vec![] },
            ..app.parts().site.get_ref().clone()
        };
        Parts { site: Data::new(site), ..app.parts() }
    };
    let asked = async |trusted: bool, from: &str| {
        let request = TestRequest::post()
            .uri("/register")
            .peer_addr(proxy)
            .cookie(Cookie::new("muster-form", FORM_TOKEN))
            .insert_header(("x-forwarded-for", from.to_owned()))
            .set_form([("csrf", FORM_TOKEN)]);
        answer(parts(trusted), request).await
    };
    for n in 1..=100 {
        let page = asked(false, &format!("203.0.113.{n}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}: {}", page.html);
    }
    is_refused(&asked(false, "203.0.113.101").await, "any address is easily said");

    for n in 1..=100 {
        // Whatever a caller says of itself stands before what our proxy adds.
        let page = asked(true, &format!("203.0.113.{n}, 192.0.2.1")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}: {}", page.html);
    }
    is_refused(&asked(true, "192.0.2.1").await, "the one behind the proxy");
    is_refused(&asked(true, "192.0.2.2, 192.0.2.1").await, "the same, calling itself another");
    let neighbour = asked(true, "192.0.2.2").await;
    assert_eq!(neighbour.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", neighbour.html);
}
