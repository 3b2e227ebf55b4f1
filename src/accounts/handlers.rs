//! Signing in and out over HTTP.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::forms::{SignInForm, own_path};
use super::model::{NewSession, Person};
use super::pages::{AccountPage, ResumePage, SignInPage};
use super::roles::{Anyone, SignedIn};
use super::session::{self, Token};
use super::throttle::{self, Limit};
use super::{acts, password, queries};
use crate::audit::Actor;
use crate::db::Db;
use crate::error::Result;
use crate::web::form::{Mistakes, Posted, Query};
use crate::web::guard::{CallId, Site};
use crate::web::page::{self, Frame};

/// Where to go after signing in.
#[derive(Debug, Default, Deserialize)]
pub struct Then {
    #[serde(default)]
    then: String,
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
    let form = SignInForm { then: own_path(&then.then), ..SignInForm::default() };
    shown(frame, &db, &form, &Mistakes::default(), &[]).await
}

async fn shown(
    frame: Frame,
    db: &Db,
    form: &SignInForm,
    mistakes: &Mistakes,
    kept: &[(String, String)],
) -> Result<HttpResponse> {
    let accounts = if frame.demonstration {
        db.read(async |conn| queries::everyone(conn).await).await?
    } else {
        Vec::new()
    };
    let kept_for =
        kept.iter().find(|(name, _)| name == "kept_for").map_or("", |(_, path)| path.as_str());
    let fields: Vec<(String, String)> =
        kept.iter().filter(|(name, _)| name != "kept_for").cloned().collect();
    let page = SignInPage { frame, form, mistakes, kept: &fields, kept_for, accounts: &accounts };
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
    let kept = kept_fields(&posted);
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
    let token = Token::mint()?;
    let new = NewSession {
        token_hash: token.hash(),
        user: person.id,
        csrf: Token::mint()?.text().to_owned(),
        user_agent: user_agent(&request),
    };
    let by =
        Actor { user: Some(person.id), organisation: person.organisation().id(), call: call.0 };
    db.act(&by, async |tx| acts::sign_in(tx, &new).await).await?;
    db.keep_books(async |conn, _| throttle::forget(conn, &Limit::account(&form.email)).await)
        .await?;
    let mut response = welcome(frame, &form, &person, kept, &new.csrf)?;
    response.add_cookie(&token.cookie(&site)).map_err(anyhow::Error::from)?;
    Ok(response)
}

/// The person whose password this is. An unknown address takes the same work
/// as a known one.
async fn checked(db: &Db, form: &SignInForm) -> Result<Option<Person>> {
    let person = db.read(async |conn| queries::by_email(conn, &form.email).await).await?;
    let hash = person.as_ref().map(|it| it.password_hash.clone());
    let right = password::matches(form.password.clone(), hash).await?;
    Ok(person.filter(|it| right && it.is_active))
}

fn welcome(
    mut frame: Frame,
    form: &SignInForm,
    person: &Person,
    kept: Vec<(String, String)>,
    csrf: &str,
) -> Result<HttpResponse> {
    let kept_for = kept.iter().find(|(name, _)| name == "kept_for").map(|(_, path)| own_path(path));
    match kept_for.filter(|it| !it.is_empty()) {
        Some(action) => {
            frame.csrf = csrf.to_owned();
            let kept = kept.into_iter().filter(|(name, _)| name != "kept_for").collect();
            page::show(&ResumePage { frame, action: &action, kept })
        }
        None if form.then.is_empty() => Ok(page::go_to(person.organisation().home())),
        None => Ok(page::go_to(form.then.as_str())),
    }
}

/// The fields of a form that was sent after a session ended, which travel
/// through the sign-in page as `kept:name`.
fn kept_fields(posted: &Posted) -> Vec<(String, String)> {
    let kept = posted.pairs().iter();
    kept.filter_map(|(name, value)| match name.as_str() {
        "kept_for" => Some((name.clone(), value.clone())),
        _ => name.strip_prefix("kept:").map(|name| (name.to_owned(), value.clone())),
    })
    .collect()
}

fn user_agent(request: &HttpRequest) -> String {
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
pub async fn account(who: SignedIn, frame: Frame) -> Result<HttpResponse> {
    page::show(&AccountPage { frame, viewer: &who.0 })
}
