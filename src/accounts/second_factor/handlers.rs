//! The second factor over HTTP.

use actix_web::cookie::Cookie;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::forms::WRONG_CODE;
use super::model::Factors;
use super::pages::{AppPage, CodesOncePage, CodesPage, FactorsPage};
use super::{acts, codes, queries};
use crate::accounts::forms::{Kept, SignInForm};
use crate::accounts::handlers::{begin, resume, shown, welcomed};
use crate::accounts::model::{Person, Viewer};
use crate::accounts::pages::CodePage;
use crate::accounts::queries as accounts;
use crate::accounts::roles::{Anyone, SignedIn};
use crate::accounts::throttle::{self, Limit};
use crate::accounts::token::Token;
use crate::db::Db;
use crate::error::Result;
use crate::web::form::{Mistakes, Posted};
use crate::web::guard::{CallId, Site};
use crate::web::page::{self, Frame};

/// Where all of it is.
pub(in crate::accounts) const HERE: &str = "/account/second-factor";

/// Where people read that their recovery codes are shown once.
pub(in crate::accounts) const CODES: &str = "/account/second-factor/recovery-codes";

/// What a person proves with.
pub(in crate::accounts) async fn factors(db: &Db, viewer: &Viewer) -> Result<Factors> {
    db.read(async |conn| queries::factors(conn, viewer.user).await).await
}

/// GET /account/second-factor
pub async fn show(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
) -> Result<HttpResponse> {
    let factors = factors(&db, &who.0).await?;
    let (demanded, mistakes) = (!site.demonstration, &Mistakes::default());
    page::show(&FactorsPage { frame, factors: &factors, demanded, name: "", mistakes })
}

/// POST /account/second-factor/app
pub async fn begin_app(who: SignedIn, db: Data<Db>, _: Posted) -> Result<HttpResponse> {
    if factors(&db, &who.0).await?.app() {
        return Ok(page::go_to_explaining(HERE, "Your authenticator app is set up already"));
    }
    db.act(&who.0.by, async |tx| acts::begin_app(tx, &who.0).await).await?;
    Ok(page::go_to("/account/second-factor/app"))
}

async fn app_shown(
    who: &Viewer,
    frame: Frame,
    db: &Db,
    mistakes: &Mistakes,
) -> Result<HttpResponse> {
    let app = db.read(async |conn| queries::authenticator(conn, who.user).await).await?;
    let Some(app) = app.filter(|it| it.confirmed_at.is_none()) else {
        return Ok(page::go_to(HERE));
    };
    let picture = codes::picture(&app.secret, &who.email)?;
    let letters = codes::spelt(&app.secret);
    let page = AppPage { frame, picture: &picture, letters: &letters, mistakes };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// GET /account/second-factor/app
pub async fn app_page(who: SignedIn, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    app_shown(&who.0, frame, &db, &Mistakes::default()).await
}

/// POST /account/second-factor/app/confirmation
pub async fn confirm_app(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    // The page with the codes, loaded again, sends the same once more.
    if factors(&db, &who.0).await?.app() {
        return Ok(page::go_to(CODES));
    }
    throttle::allow(&db, &[Limit::of("code", &who.0.email, 10)]).await?;
    let typed = posted.text("code");
    let drawn = db.act(&who.0.by, async |tx| acts::confirm_app(tx, &who.0, &typed).await).await?;
    match drawn {
        Some(codes) => {
            let done = "Your authenticator app is set up";
            page::show(&CodesPage { frame, done, codes: &codes })
        }
        None => {
            let mut mistakes = Mistakes::default();
            mistakes.add("code", WRONG_CODE);
            app_shown(&who.0, frame, &db, &mistakes).await
        }
    }
}

/// POST /account/second-factor/app/removal
pub async fn remove_app(
    who: SignedIn,
    db: Data<Db>,
    site: Data<Site>,
    _: Posted,
) -> Result<HttpResponse> {
    let demanded = !site.demonstration;
    db.act(&who.0.by, async |tx| acts::remove_app(tx, &who.0, demanded).await).await?;
    Ok(page::go_to_saying(HERE, "The authenticator app is removed"))
}

/// GET /account/second-factor/recovery-codes
pub async fn codes_once(who: SignedIn, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let factors = factors(&db, &who.0).await?;
    if !factors.any() {
        return Ok(page::go_to(HERE));
    }
    page::show(&CodesOncePage { frame, factors: &factors })
}

/// POST /account/second-factor/recovery-codes
pub async fn renew_codes(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    if !factors(&db, &who.0).await?.any() {
        return Ok(page::go_to(HERE));
    }
    let once = (posted.once(), CODES);
    let codes = db.act(&who.0.by, async |tx| acts::renew_codes(tx, &who.0, once).await).await?;
    let done = "Your old recovery codes do not work any more";
    page::show(&CodesPage { frame, done, codes: &codes })
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
    let factors = db.read(async |conn| queries::factors(conn, person.id).await).await?;
    let page = CodePage { frame, kept, mistakes, passkeys: !factors.passkeys.is_empty() };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// The person whose password was right a moment ago.
async fn half_way(db: &Db, site: &Site, request: &HttpRequest) -> Result<Option<Person>> {
    let cookie: Option<Cookie<'_>> = request.cookie(site.half_cookie());
    let Some(token) = cookie.as_ref().map(Token::from_cookie) else { return Ok(None) };
    let now = db.now().await?;
    db.read(async |conn| match queries::half(conn, &token, now).await? {
        Some(user) => Ok(Some(accounts::person(conn, user).await?).filter(|it| it.is_active)),
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
    let Some(way) = taken(&db, &person, &posted.text("code")).await? else {
        let mut mistakes = Mistakes::default();
        mistakes.add("code", WRONG_CODE);
        return code_shown(frame, &db, &person, &mistakes, &kept).await;
    };
    if let Some(cookie) = request.cookie(site.half_cookie()) {
        let half = Token::from_cookie(&cookie);
        db.keep_books(async |conn, _| queries::end_half(conn, &half).await).await?;
    }
    let (token, csrf) = begin(&db, &call, &request, &person, way).await?;
    welcomed(resume(kept, frame, &csrf, person.organisation().home())?, &token, &site)
}

/// How a code was right, if it was: from the app, or one of the recovery
/// codes. Whoever guesses is stopped after ten tries, wherever they guess.
pub async fn taken(db: &Db, person: &Person, typed: &str) -> Result<Option<&'static str>> {
    let limit = Limit::of("code", &person.email, 10);
    throttle::allow(db, std::slice::from_ref(&limit)).await?;
    db.keep_books(async |conn, now| {
        let way = if queries::take_code(conn, person.id, typed, now).await? {
            Some("code")
        } else {
            let recovered = queries::take_recovery_code(conn, person.id, typed, now).await?;
            recovered.then_some("recovery code")
        };
        if way.is_some() {
            throttle::forget(conn, &limit).await?;
        }
        Ok(way)
    })
    .await
}
