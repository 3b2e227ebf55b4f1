//! Passkeys over HTTP.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

use super::forms::passkey_name;
use super::policy::Refusal;
use super::{acts, ceremony, queries};
use crate::accounts::forms::Kept;
use crate::accounts::handlers::{begin, passkey_refused, resume, welcomed};
use crate::accounts::model::{Person, Viewer};
use crate::accounts::own::handlers as own;
use crate::accounts::own::pages::ConfirmPage;
use crate::accounts::queries as accounts;
use crate::accounts::roles::{Anyone, SignedIn};
use crate::accounts::second_factor::handlers::{CODES, HERE, factors};
use crate::accounts::second_factor::pages::{CodesPage, FactorsPage};
use crate::accounts::throttle::{self, Limit};
use crate::accounts::token::Token;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::types::ids::{PasskeyId, UserId};
use crate::web::form::{Mistakes, Posted};
use crate::web::guard::{CallId, Site};
use crate::web::page::{self, Frame};

fn asked(options: &Value) -> HttpResponse {
    HttpResponse::Ok().json(options)
}

/// POST /account/second-factor/passkeys/challenge
pub async fn challenge(
    who: SignedIn,
    db: Data<Db>,
    site: Data<Site>,
    _: Posted,
) -> Result<HttpResponse> {
    let viewer = &who.0;
    let known = db.read(async |conn| queries::credential_ids(conn, viewer.user).await).await?;
    let whose = (viewer.email.as_str(), viewer.name.as_str());
    let (options, state) = ceremony::ask_to_make(&site.public_url, viewer.user, whose, known)?;
    let hash = of_session(viewer);
    db.keep_books(async |conn, now| queries::remember(conn, &hash, &state, now).await).await?;
    Ok(asked(&options))
}

/// Under what a session's challenge is kept: its name outlives a new token.
fn of_session(viewer: &Viewer) -> Vec<u8> {
    Token::read(&viewer.session.to_string()).hash()
}

/// POST /account/second-factor/passkeys
pub async fn add(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
    posted: Posted,
) -> Result<HttpResponse> {
    let viewer = &who.0;
    let typed = posted.text("name");
    let answer = posted.text("credential");
    let mut mistakes = Mistakes::default();
    let name = passkey_name(&typed).map_err(|it| mistakes = it).ok();
    if answer.is_empty() {
        mistakes.add(
            "name",
            "This browser did not make a passkey. Use an authenticator app, or a browser that can",
        );
    }
    let Some(name) = name.filter(|_| mistakes.is_empty()) else {
        let factors = factors(&db, viewer).await?;
        let demanded = !site.demonstration;
        let (name, mistakes) = (&typed, &mistakes);
        let page = FactorsPage { frame, factors: &factors, demanded, name, mistakes };
        return page::mistaken(&page);
    };
    let hash = of_session(viewer);
    let state = db.keep_books(async |conn, now| queries::recall(conn, &hash, now).await).await?;
    let Some(state) = state else {
        // The page with the codes, loaded again, sends the same once more.
        let there = factors(&db, viewer).await?.passkeys.iter().any(|it| it.name == name);
        return if there { Ok(page::go_to(CODES)) } else { Err(Refusal::NotThisPasskey.into()) };
    };
    let new = ceremony::made(&site.public_url, &answer, state)?;
    let drawn = db.act(&viewer.by, async |tx| acts::add(tx, viewer, &name, &new).await).await?;
    match drawn {
        Some(codes) => {
            let done = "Your passkey is added";
            page::show(&CodesPage { frame, done, codes: &codes })
        }
        None => Ok(page::go_to_saying(HERE, "Your passkey is added")),
    }
}

/// POST /account/second-factor/passkeys/{id}/removal
pub async fn remove(
    who: SignedIn,
    db: Data<Db>,
    site: Data<Site>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let id = PasskeyId::parse(&path).ok_or(Error::NotFound)?;
    let demanded = !site.demonstration;
    db.act(&who.0.by, async |tx| acts::remove(tx, &who.0, id, demanded).await).await?;
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
    throttle::allow(&db, &[Limit::address("passkey", site.client(&request))]).await?;
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
        Err(error) => return passkey_refused(frame, &db, &kept, error).await,
    };
    let (token, csrf) = begin(&db, &call, &request, &person, "passkey").await?;
    welcomed(resume(kept, frame, &csrf, person.organisation().home())?, &token, &site)
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
    db.keep_books(async |conn, now| queries::used(conn, stored.id, &used.credential, now).await)
        .await?;
    let person = db.read(async |conn| accounts::person(conn, user).await).await?;
    if person.is_active && person.verified_at.is_some() {
        Ok(person)
    } else {
        Err(Refusal::NotThisPasskey.into())
    }
}

/// POST /account/confirmation/passkey
pub async fn confirm(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (viewer, kept) = (&who.0, Kept::typed(&posted));
    let used = proved(&db, &site, &frame, &posted.text("credential")).await;
    let said = match used {
        Ok(person) if person.id == viewer.user => {
            return own::proved(viewer, frame, &db, &site, kept).await;
        }
        Ok(_) => Refusal::NotThisPasskey.to_string(),
        Err(Error::Refused(said)) => said,
        Err(other) => return Err(other),
    };
    let mut mistakes = Mistakes::default();
    mistakes.add("password", said);
    let code = viewer.two_factors;
    page::mistaken(&ConfirmPage { frame, kept: &kept, mistakes: &mistakes, code })
}
