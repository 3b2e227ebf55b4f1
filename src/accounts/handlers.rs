//! Signing in and out over HTTP.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::forms::{Kept, SignInForm, own_path};
use super::joining;
use super::model::Person;
use super::pages::{AccountPage, CodePage, ResumePage, SignInPage};
use super::roles::{Anyone, SignedIn};
use super::second_factor;
use super::sessions::{self, model::NewSession};
use super::throttle::{self, Limit};
use super::token::{self, Token};
use super::{acts, password, queries};
use crate::audit::Actor;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::web::form::{Mistakes, Posted, Query};
use crate::web::guard::{CallId, Site};
use crate::web::page::{self, Frame};

/// Where to go after signing in.
#[derive(Debug, Default, Deserialize)]
pub struct Then {
    #[serde(default)]
    then: String,
}

/// Back to what the person was doing, or to their home.
pub fn resume(kept: Kept, mut frame: Frame, csrf: &str, home: &str) -> Result<HttpResponse> {
    if !kept.path.is_empty() {
        frame.csrf = csrf.to_owned();
        return page::show(&ResumePage { frame, action: &kept.path, kept: kept.fields });
    }
    Ok(page::go_to(if kept.then.is_empty() { home } else { kept.then.as_str() }))
}

/// GET /sign-in
pub async fn sign_in_page(
    who: Anyone,
    frame: Frame,
    db: Data<Db>,
    then: Query<Then>,
) -> Result<HttpResponse> {
    if let Some(viewer) = who.0 {
        return Ok(page::go_to(viewer.organisation.home()));
    }
    let kept = Kept { then: own_path(&then.then), ..Kept::default() };
    shown(frame, &db, &SignInForm::default(), &Mistakes::default(), &kept).await
}

/// The sign-in page, with what is wrong.
pub(in crate::accounts) async fn shown(
    frame: Frame,
    db: &Db,
    form: &SignInForm,
    mistakes: &Mistakes,
    kept: &Kept,
) -> Result<HttpResponse> {
    let accounts = if frame.demonstration {
        db.read(async |conn| queries::everyone(conn).await).await?
    } else {
        Vec::new()
    };
    let page = SignInPage { frame, form, mistakes, kept, accounts: &accounts };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// POST /sign-in
pub async fn sign_in(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
    call: CallId,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = SignInForm::typed(&posted);
    let kept = Kept::typed(&posted);
    // The address first: one that is refused already uses up no account's tries.
    let from = Limit::address("sign-in", site.client(&request));
    throttle::allow(&db, &[from, Limit::account(&form.email)]).await?;
    let Some(person) = checked(&db, &form).await? else {
        let mut mistakes = Mistakes::default();
        mistakes.add(
            "password",
            "The e-mail address and password do not match an account that can sign in",
        );
        return shown(frame, &db, &form, &mistakes, &kept).await;
    };
    db.keep_books(async |conn, _| throttle::forget(conn, &Limit::account(&form.email)).await)
        .await?;
    if person.verified_at.is_none() {
        throttle::allow(&db, &[Limit::of("verification", &person.email, 5)]).await?;
        db.act(&actor(&person, &call), async |tx| joining::acts::ask_again(tx, &person).await)
            .await?;
        let said = "Confirm your e-mail address first. We have sent the link again";
        return Ok(page::go_to_saying("/check-your-mail", said));
    }
    let factors =
        db.read(async |conn| second_factor::queries::factors(conn, person.id).await).await?;
    if factors.any() {
        let half = Token::mint()?;
        db.keep_books(async |conn, now| {
            second_factor::queries::begin_half(conn, &half, person.id, now).await
        })
        .await?;
        let mistakes = Mistakes::default();
        let page = CodePage {
            frame,
            kept: &kept,
            mistakes: &mistakes,
            passkeys: !factors.passkeys.is_empty(),
        };
        let mut response = page::show(&page)?;
        response.add_cookie(&token::half_cookie(&site, &half)).map_err(anyhow::Error::from)?;
        return Ok(response);
    }
    let (token, csrf) = begin(&db, &call, &request, &person, "password").await?;
    welcomed(resume(kept, frame, &csrf, person.organisation().home())?, &token, &site)
}

fn actor(person: &Person, call: &CallId) -> Actor {
    let organisation = person.organisation().id();
    Actor { user: Some(person.id), organisation, call: call.0.clone() }
}

/// Begins a session: gives its token, and the one its forms carry.
pub async fn begin(
    db: &Db,
    call: &CallId,
    request: &HttpRequest,
    person: &Person,
    way: &'static str,
) -> Result<(Token, String)> {
    let (token, csrf) = (Token::mint()?, Token::mint()?.text().to_owned());
    let new = NewSession {
        token_hash: token.hash(),
        user: person.id,
        csrf: csrf.clone(),
        user_agent: user_agent(request),
    };
    // Whatever session this browser had ends with it.
    let site = request.app_data::<Data<Site>>();
    let cookie = site.and_then(|site| request.cookie(site.session_cookie()));
    let before = cookie.map(|it| Token::from_cookie(&it).hash());
    db.act(&actor(person, call), async |tx| {
        acts::sign_in(tx, person, (&new, before.as_deref()), way).await
    })
    .await?;
    Ok((token, csrf))
}

/// An answer that carries a session with it.
pub fn welcomed(mut response: HttpResponse, token: &Token, site: &Site) -> Result<HttpResponse> {
    for cookie in [token.cookie(site), token::no_half_cookie(site)] {
        response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
    }
    Ok(response)
}

/// The person whose password this is. An unknown address takes the same work
/// as a known one. A hash made with less work than now is made again.
async fn checked(db: &Db, form: &SignInForm) -> Result<Option<Person>> {
    let person = db.read(async |conn| queries::by_email(conn, &form.email).await).await?;
    let hash = person.as_ref().map(|it| it.password_hash.clone());
    let right = password::matches(form.password.clone(), hash).await?;
    let mut person = person.filter(|it| right && it.is_active);
    if let Some(person) = person.as_mut().filter(|it| password::outgrown(&it.password_hash)) {
        let fresh = password::hash(form.password.clone()).await?;
        let old = std::mem::replace(&mut person.password_hash, fresh);
        db.keep_books(async |conn, _| {
            queries::rehash(conn, person.id, (&old, &person.password_hash)).await
        })
        .await?;
    }
    Ok(person)
}

/// What the browser calls itself.
pub fn user_agent(request: &HttpRequest) -> String {
    let said = request.headers().get("user-agent").and_then(|it| it.to_str().ok());
    said.unwrap_or_default().chars().take(200).collect()
}

/// POST /sign-out
pub async fn sign_out(
    who: SignedIn,
    db: Data<Db>,
    site: Data<Site>,
    request: HttpRequest,
    _: Posted,
) -> Result<HttpResponse> {
    if let Some(cookie) = request.cookie(site.session_cookie()) {
        let hash = Token::from_cookie(&cookie).hash();
        db.act(&who.0.by, async |tx| acts::sign_out(tx, &who.0, &hash).await).await?;
    }
    signed_out("You have signed out", &site)
}

/// POST /sign-out/everywhere
pub async fn sign_out_everywhere(
    who: SignedIn,
    db: Data<Db>,
    site: Data<Site>,
    _: Posted,
) -> Result<HttpResponse> {
    db.act(&who.0.by, async |tx| acts::sign_out_everywhere(tx, &who.0).await).await?;
    signed_out("You have signed out everywhere", &site)
}

fn signed_out(said: &str, site: &Site) -> Result<HttpResponse> {
    let mut response = page::go_to_saying("/", said);
    response.add_cookie(&token::no_cookie(site)).map_err(anyhow::Error::from)?;
    Ok(response)
}

/// GET /account
pub async fn account(who: SignedIn, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let viewer = &who.0;
    let now = db.now().await?;
    let (factors, going_on, since, events) = db
        .read(async |conn| {
            let factors = second_factor::queries::factors(conn, viewer.user).await?;
            let going_on = sessions::queries::sessions(conn, viewer.user, now).await?;
            let since = queries::password_since(conn, viewer.user).await?;
            let events = queries::history(conn, viewer.user).await?;
            Ok((factors, going_on.len(), since, events))
        })
        .await?;
    let (factors, sessions) = (&factors, going_on);
    page::show(&AccountPage { frame, viewer, factors, sessions, since, events })
}

/// What a passkey sign-in found wrong, as a page rather than a fault.
pub async fn passkey_refused(
    frame: Frame,
    db: &Db,
    kept: &Kept,
    error: Error,
) -> Result<HttpResponse> {
    match error {
        Error::Refused(said) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("email", said);
            shown(frame, db, &SignInForm::default(), &mistakes, kept).await
        }
        other => Err(other),
    }
}
