//! Signing in and out over HTTP.

use actix_web::cookie::Cookie;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::forms::{SignInForm, own_path};
use super::joining;
use super::model::{NewSession, Person};
use super::pages::{AccountPage, CodePage, ResumePage, SignInPage};
use super::roles::{Anyone, SignedIn};
use super::second_factor::{self, forms::WRONG_CODE};
use super::session::{self, Token};
use super::throttle::{self, Limit};
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

/// What a person was doing when they were asked who they are.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// Where the form was going.
    pub path: String,
    /// What was typed in it.
    pub fields: Vec<(String, String)>,
    /// Where to go if there was no form.
    pub then: String,
}

impl Kept {
    /// What travels through the sign-in pages, as `kept:name`.
    pub fn typed(posted: &Posted) -> Self {
        let fields = posted.pairs().iter().filter_map(|(name, value)| {
            name.strip_prefix("kept:").map(|name| (name.to_owned(), value.clone()))
        });
        Self {
            path: own_path(&posted.text("kept_for")),
            fields: fields.collect(),
            then: own_path(&posted.text("then")),
        }
    }

    /// Back to it, or to the person's home.
    pub fn resume(self, mut frame: Frame, csrf: &str, home: &str) -> Result<HttpResponse> {
        if !self.path.is_empty() {
            frame.csrf = csrf.to_owned();
            return page::show(&ResumePage { frame, action: &self.path, kept: self.fields });
        }
        Ok(page::go_to(if self.then.is_empty() { home } else { self.then.as_str() }))
    }
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

async fn shown(
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
    let limits = [Limit::account(&form.email), Limit::address("sign-in", site.client(&request))];
    for limit in &limits {
        db.keep_books(async |conn, now| throttle::count(conn, limit, now).await).await?;
    }
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
        let limit = Limit::of("verification", &person.email, 5);
        db.keep_books(async |conn, now| throttle::count(conn, &limit, now).await).await?;
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
        response.add_cookie(&session::half_cookie(&site, &half)).map_err(anyhow::Error::from)?;
        return Ok(response);
    }
    let (token, csrf) = begin(&db, &call, &request, &person, "password").await?;
    welcomed(kept.resume(frame, &csrf, person.organisation().home())?, &token, &site)
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
    db.act(&actor(person, call), async |tx| acts::sign_in(tx, person, &new, way).await).await?;
    Ok((token, csrf))
}

/// An answer that carries a session with it.
pub fn welcomed(mut response: HttpResponse, token: &Token, site: &Site) -> Result<HttpResponse> {
    for cookie in [token.cookie(site), session::no_half_cookie(site)] {
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
    let person = person.filter(|it| right && it.is_active);
    if let Some(person) = person.as_ref().filter(|it| password::outgrown(&it.password_hash)) {
        let fresh = password::hash(form.password.clone()).await?;
        db.keep_books(async |conn, _| queries::rehash(conn, person.id, &fresh).await).await?;
    }
    Ok(person)
}

/// GET /sign-in/code
pub async fn code_page(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let Some(person) = half_way(&db, &site, &request).await? else {
        return Ok(page::go_to("/sign-in"));
    };
    code_shown(frame, &db, &person, &Mistakes::default(), &Kept::default()).await
}

async fn code_shown(
    frame: Frame,
    db: &Db,
    person: &Person,
    mistakes: &Mistakes,
    kept: &Kept,
) -> Result<HttpResponse> {
    let factors =
        db.read(async |conn| second_factor::queries::factors(conn, person.id).await).await?;
    let page = CodePage { frame, kept, mistakes, passkeys: !factors.passkeys.is_empty() };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// The person whose password was right a moment ago.
async fn half_way(db: &Db, site: &Site, request: &HttpRequest) -> Result<Option<Person>> {
    let cookie: Option<Cookie<'_>> = request.cookie(site.half_cookie());
    let Some(token) = cookie.as_ref().map(Token::from_cookie) else { return Ok(None) };
    let now = db.now().await?;
    db.read(async |conn| match second_factor::queries::half(conn, &token, now).await? {
        Some(user) => Ok(Some(queries::person(conn, user).await?).filter(|it| it.is_active)),
        None => Ok(None),
    })
    .await
}

/// POST /sign-in/code
pub async fn code(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
    call: CallId,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse> {
    let kept = Kept::typed(&posted);
    let Some(person) = half_way(&db, &site, &request).await? else {
        let mut mistakes = Mistakes::default();
        mistakes.add("password", "Too much time has passed. Type your password again");
        return shown(frame, &db, &SignInForm::default(), &mistakes, &kept).await;
    };
    let limit = Limit::of("code", &person.email, 10);
    db.keep_books(async |conn, now| throttle::count(conn, &limit, now).await).await?;
    let Some(way) = taken(&db, &person, &posted.text("code")).await? else {
        let mut mistakes = Mistakes::default();
        mistakes.add("code", WRONG_CODE);
        return code_shown(frame, &db, &person, &mistakes, &kept).await;
    };
    if let Some(cookie) = request.cookie(site.half_cookie()) {
        let half = Token::from_cookie(&cookie);
        db.keep_books(async |conn, _| {
            second_factor::queries::end_half(conn, &half).await?;
            throttle::forget(conn, &limit).await
        })
        .await?;
    }
    let (token, csrf) = begin(&db, &call, &request, &person, way).await?;
    welcomed(kept.resume(frame, &csrf, person.organisation().home())?, &token, &site)
}

/// How a code was right, if it was: from the app, or one of the recovery codes.
pub async fn taken(db: &Db, person: &Person, typed: &str) -> Result<Option<&'static str>> {
    db.keep_books(async |conn, now| {
        if second_factor::queries::take_code(conn, person.id, typed, now).await? {
            return Ok(Some("code"));
        }
        let recovered =
            second_factor::queries::take_recovery_code(conn, person.id, typed, now).await?;
        Ok(recovered.then_some("recovery code"))
    })
    .await
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
    let mut response = page::go_to_saying("/", "You have signed out");
    response.add_cookie(&session::no_cookie(&site)).map_err(anyhow::Error::from)?;
    Ok(response)
}

/// GET /account
pub async fn account(who: SignedIn, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let viewer = &who.0;
    let now = db.now().await?;
    let (factors, sessions, since) = db
        .read(async |conn| {
            let factors = second_factor::queries::factors(conn, viewer.user).await?;
            let sessions = super::own::queries::sessions(conn, viewer.user, now).await?;
            let since = super::own::queries::password_since(conn, viewer.user).await?;
            Ok((factors, sessions.len(), since))
        })
        .await?;
    page::show(&AccountPage { frame, viewer, factors: &factors, sessions, since })
}

/// What a passkey sign-in found wrong, as a page rather than a fault.
pub async fn passkey_refused(frame: Frame, db: &Db, error: Error) -> Result<HttpResponse> {
    match error {
        Error::Refused(said) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("email", said);
            shown(frame, db, &SignInForm::default(), &mistakes, &Kept::default()).await
        }
        other => Err(other),
    }
}
