//! The second factor over HTTP.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

use super::forms::{self, ResetForm, WRONG_CODE};
use super::model::Factors;
use super::pages::{AppPage, BlockedPage, CodesPage, FactorsPage, ResetsPage};
use super::policy::Refusal;
use super::{acts, ceremony, codes, queries};
use crate::accounts::acts::AccountEvent;
use crate::accounts::handlers::{Kept, begin, passkey_refused, welcomed};
use crate::accounts::model::{Person, Viewer};
use crate::accounts::queries as accounts;
use crate::accounts::roles::{Anyone, OperatorAdmin, SignedIn};
use crate::accounts::session::Token;
use crate::accounts::throttle::{self, Limit};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::types::ids::{FactorResetId, PasskeyId, UserId};
use crate::web::form::{Mistakes, Posted};
use crate::web::guard::{CallId, Site};
use crate::web::page::{self, Frame};

const HERE: &str = "/account/second-factor";

async fn factors(db: &Db, viewer: &Viewer) -> Result<Factors> {
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
    let demanded = !site.demonstration && !factors.any();
    let mistakes = &Mistakes::default();
    page::show(&FactorsPage { frame, factors: &factors, demanded, name: "", mistakes })
}

/// POST /account/second-factor/app
pub async fn begin_app(who: SignedIn, db: Data<Db>, _: Posted) -> Result<HttpResponse> {
    if factors(&db, &who.0).await?.app() {
        return Ok(page::go_to_saying(HERE, "Your authenticator app is set up already"));
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
    let limit = Limit::of("code", &who.0.email, 10);
    db.keep_books(async |conn, now| throttle::count(conn, &limit, now).await).await?;
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

/// POST /account/second-factor/recovery-codes
pub async fn renew_codes(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    _: Posted,
) -> Result<HttpResponse> {
    if !factors(&db, &who.0).await?.any() {
        return Ok(page::go_to(HERE));
    }
    let codes = db.act(&who.0.by, async |tx| acts::renew_codes(tx, &who.0).await).await?;
    let done = "Your old recovery codes do not work any more";
    page::show(&CodesPage { frame, done, codes: &codes })
}

fn asked(options: &Value) -> HttpResponse {
    HttpResponse::Ok().json(options)
}

/// POST /account/second-factor/passkeys/challenge
pub async fn challenge(
    who: SignedIn,
    db: Data<Db>,
    site: Data<Site>,
    request: HttpRequest,
    _: Posted,
) -> Result<HttpResponse> {
    let viewer = &who.0;
    let known = db.read(async |conn| queries::credential_ids(conn, viewer.user).await).await?;
    let whose = (viewer.email.as_str(), viewer.name.as_str());
    let (options, state) = ceremony::ask_to_make(&site.public_url, viewer.user, whose, known)?;
    let hash = own_token(&site, &request)?.hash();
    db.keep_books(async |conn, now| queries::remember(conn, &hash, &state, now).await).await?;
    Ok(asked(&options))
}

fn own_token(site: &Site, request: &HttpRequest) -> Result<Token> {
    let cookie = request.cookie(site.session_cookie());
    cookie.as_ref().map(Token::from_cookie).ok_or(Error::SignInFirst)
}

/// POST /account/second-factor/passkeys
pub async fn add_passkey(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse> {
    let viewer = &who.0;
    let typed = posted.text("name");
    let answer = posted.text("credential");
    let mut mistakes = Mistakes::default();
    let name = forms::passkey_name(&typed).map_err(|it| mistakes = it).ok();
    if answer.is_empty() {
        mistakes.add(
            "name",
            "This browser did not make a passkey. Use an authenticator app, or a browser that can",
        );
    }
    let Some(name) = name.filter(|_| mistakes.is_empty()) else {
        let factors = factors(&db, viewer).await?;
        let demanded = !site.demonstration && !factors.any();
        let (name, mistakes) = (&typed, &mistakes);
        let page = FactorsPage { frame, factors: &factors, demanded, name, mistakes };
        return page::mistaken(&page);
    };
    let hash = own_token(&site, &request)?.hash();
    let state = db.keep_books(async |conn, now| queries::recall(conn, &hash, now).await).await?;
    let new = ceremony::made(&site.public_url, &answer, state.ok_or(Refusal::NotThisPasskey)?)?;
    let drawn =
        db.act(&viewer.by, async |tx| acts::add_passkey(tx, viewer, &name, &new).await).await?;
    match drawn {
        Some(codes) => {
            let done = "Your passkey is added";
            page::show(&CodesPage { frame, done, codes: &codes })
        }
        None => Ok(page::go_to_saying(HERE, "Your passkey is added")),
    }
}

/// POST /account/second-factor/passkeys/{id}/removal
pub async fn remove_passkey(
    who: SignedIn,
    db: Data<Db>,
    site: Data<Site>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let id = PasskeyId::parse(&path).ok_or(Error::NotFound)?;
    let demanded = !site.demonstration;
    db.act(&who.0.by, async |tx| acts::remove_passkey(tx, &who.0, id, demanded).await).await?;
    Ok(page::go_to_saying(HERE, "The passkey is removed"))
}

/// POST /sign-in/passkey/challenge
pub async fn sign_in_challenge(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
    request: HttpRequest,
    _: Posted,
) -> Result<HttpResponse> {
    let limit = Limit::address("passkey", site.client(&request));
    db.keep_books(async |conn, now| throttle::count(conn, &limit, now).await).await?;
    let (options, state) = ceremony::ask_for_any(&site.public_url)?;
    // The token of a stranger's forms is as secret as a session's.
    let hash = Token::read(&frame.csrf).hash();
    db.keep_books(async |conn, now| queries::remember(conn, &hash, &state, now).await).await?;
    Ok(asked(&options))
}

/// POST /sign-in/passkey
pub async fn sign_in(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
    call: CallId,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse> {
    let kept = Kept::typed(&posted);
    let person = match proved(&db, &site, &frame, &posted.text("credential")).await {
        Ok(person) => person,
        Err(error) => return passkey_refused(frame, &db, error).await,
    };
    let (token, csrf) = begin(&db, &call, &request, &person, "passkey").await?;
    welcomed(kept.resume(frame, &csrf, person.organisation().home())?, &token, &site)
}

/// The person whose passkey the browser used on what it was asked.
async fn proved(db: &Db, site: &Site, frame: &Frame, answer: &str) -> Result<Person> {
    let hash = Token::read(&frame.csrf).hash();
    let state = db.keep_books(async |conn, now| queries::recall(conn, &hash, now).await).await?;
    let state = state.ok_or(Refusal::NotThisPasskey)?;
    let (user, id) = ceremony::named(&site.public_url, answer)?;
    let user = UserId::from(user);
    let stored = db.read(async |conn| queries::by_credential(conn, user, &id).await).await?;
    let stored = stored.ok_or(Refusal::NotThisPasskey)?;
    let used = ceremony::used(&site.public_url, answer, state, stored.credential)?;
    db.keep_books(async |conn, now| {
        queries::passkey_used(conn, stored.id, &used.credential, now).await
    })
    .await?;
    let person = db.read(async |conn| accounts::person(conn, user).await).await?;
    if person.is_active && person.verified_at.is_some() {
        Ok(person)
    } else {
        Err(Refusal::NotThisPasskey.into())
    }
}

async fn resets_shown(
    who: &OperatorAdmin,
    frame: Frame,
    db: &Db,
    form: &ResetForm,
    mistakes: &Mistakes,
) -> Result<HttpResponse> {
    let waiting = db.read(async |conn| queries::resets(conn).await).await?;
    let page = ResetsPage { frame, user: who.user, waiting: &waiting, form, mistakes };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// GET /operator/factor-resets
pub async fn resets(who: OperatorAdmin, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    resets_shown(&who, frame, &db, &ResetForm::default(), &Mistakes::default()).await
}

/// POST /operator/factor-resets
pub async fn ask_reset(
    who: OperatorAdmin,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = ResetForm::typed(&posted);
    let mut mistakes = Mistakes::default();
    let read = form.parse().map_err(|it| mistakes = it).ok();
    let person = match &read {
        Some((email, _)) => db.read(async |conn| accounts::by_email(conn, email).await).await?,
        None => None,
    };
    if read.is_some() && person.is_none() {
        mistakes.add("email", "Nobody has an account with this address");
    }
    let (Some((_, reason)), Some(person)) = (read, person) else {
        return resets_shown(&who, frame, &db, &form, &mistakes).await;
    };
    let asked =
        db.act(&who.by, async |tx| acts::ask_reset(tx, &who, person.id, &reason).await).await;
    match asked {
        Ok(()) => {
            let said = "Put forward. Another operator administrator must confirm it";
            Ok(page::go_to_saying("/operator/factor-resets", said))
        }
        Err(Error::Refused(said)) => {
            mistakes.add("email", said);
            resets_shown(&who, frame, &db, &form, &mistakes).await
        }
        Err(other) => Err(other),
    }
}

/// POST /operator/factor-resets/{id}/confirmation
pub async fn confirm_reset(
    who: OperatorAdmin,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let id = FactorResetId::parse(&path).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::confirm_reset(tx, &who, id).await).await?;
    let said = "The second factor is reset, and every session of that person has ended";
    Ok(page::go_to_saying("/operator/factor-resets", said))
}

/// POST /operator/factor-resets/{id}/setting-aside
pub async fn set_reset_aside(
    who: OperatorAdmin,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let id = FactorResetId::parse(&path).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::set_reset_aside(tx, &who, id).await).await?;
    Ok(page::go_to_saying("/operator/factor-resets", "The reset is set aside"))
}

/// GET /operator/blocked
pub async fn blocked(_: OperatorAdmin, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let now = db.now().await?;
    let blocked = db.read(async |conn| throttle::blocked(conn, now).await).await?;
    page::show(&BlockedPage { frame, blocked })
}

/// POST /operator/blocked/release
pub async fn release(who: OperatorAdmin, db: Data<Db>, posted: Posted) -> Result<HttpResponse> {
    let bucket = posted.text("what");
    db.act(&who.by, async |tx| {
        throttle::release(tx.conn(), &bucket).await?;
        tx.record(&AccountEvent::new("account.block_released", who.user), ()).await
    })
    .await?;
    Ok(page::go_to_saying("/operator/blocked", "It can be tried again at once"))
}
