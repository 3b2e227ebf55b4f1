//! Sessions: who is behind a request. The middleware finds the session, puts
//! the person and the frame of the page into the request, and keeps what was
//! typed when a session has ended.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::cookie::time::Duration;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::LOCATION;
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpResponse};
use anyhow::anyhow;

use super::forms::{Kept, SignInForm};
use super::model::Viewer;
use super::own::pages::ConfirmPage;
use super::pages::SignInPage;
use super::token::{Token, cookie};
use super::{menu, own, policy, sessions};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::types::time::Moment;
use crate::web::form::{self, CsrfToken, Mistakes, Posted};
use crate::web::guard::{CallId, Site, is_unsubscribing};
use crate::web::page::{Badge, Flash, Frame, with_status};
use crate::web::upload;

/// A session, as found by its token.
pub struct Found {
    /// Who it is.
    pub viewer: Viewer,
    /// The token its forms carry.
    pub csrf: String,
    /// How many notices they have not read.
    pub unread: i64,
    /// When it began.
    pub begun: Moment,
    /// Its last use that is written down.
    pub seen: Moment,
    /// The time now.
    pub now: Moment,
}

/// Finds out who is behind a request, then passes it on.
pub async fn attach(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<BoxBody>, actix_web::Error> {
    // As the routes read it, however it was spelt.
    let path = request.match_info().as_str().to_owned();
    if path.starts_with("/assets/") || path == "/healthz" || path == "/readyz" {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    }
    let site = request.app_data::<Data<Site>>().cloned().ok_or_else(|| anyhow_error("no Site"))?;
    let said = request.cookie("muster-said").map(|it| it.value().to_owned());
    let mut frame = Frame {
        demonstration: site.demonstration,
        flash: said.as_deref().map(Flash::brought),
        path: path.clone(),
        ..Frame::default()
    };
    let found = match find(&request, &site).await {
        Ok(found) => found,
        Err(error) => {
            request.extensions_mut().insert(frame);
            return Ok(request.error_response(error));
        }
    };
    let mut form_cookie = None;
    match &found {
        Some(found) => dress(&mut frame, found),
        None => {
            frame.nav = menu::of(None, &path);
            if takes_strangers(&path) {
                let known = request.cookie("muster-form").map(|it| it.value().to_owned());
                frame.csrf = match known {
                    Some(known) if Token::is_one(&known) => known,
                    _ => Token::mint()?.text().to_owned(),
                };
                form_cookie = Some(cookie(&site, "muster-form", frame.csrf.clone()).finish());
            }
        }
    }
    let open_to_all = takes_strangers(&path) || is_unsubscribing(&path);
    if request.method() == Method::POST {
        match &found {
            None if !open_to_all => return kept(request, frame, &site, None).await,
            Some(found) if unproven(found, &path) => {
                let code = found.viewer.two_factors;
                return kept(request, frame, &site, Some(code)).await;
            }
            _ => {}
        }
    }
    if found.as_ref().is_some_and(|it| must_enrol(it, &site, &path)) {
        let onwards = HttpResponse::SeeOther().insert_header((LOCATION, ENROL)).finish();
        return Ok(request.into_response(onwards));
    }
    request.extensions_mut().insert(CsrfToken(frame.csrf.clone()));
    let signed_in = found.is_some();
    if let Some(found) = found {
        request.extensions_mut().insert(found.viewer);
    }
    let forget_said = said.is_some() && request.method() == Method::GET;
    request.extensions_mut().insert(frame);
    let mut response = next.call(request).await?.map_into_boxed_body();
    if let Some(form_cookie) = form_cookie {
        response.response_mut().add_cookie(&form_cookie)?;
    }
    if forget_said {
        let gone = cookie(&site, "muster-said", String::new()).max_age(Duration::ZERO).finish();
        response.response_mut().add_cookie(&gone)?;
    }
    if signed_in || open_to_all {
        response.request().extensions_mut().insert(crate::web::guard::Private);
    }
    Ok(response)
}

fn anyhow_error(what: &'static str) -> Error {
    Error::Unexpected(anyhow!("the app was built without {what}"))
}

fn takes_strangers(path: &str) -> bool {
    let ways = ["/sign-in/", "/verify/", "/invitations/", "/password/"];
    matches!(path, "/sign-in" | "/register" | "/sign-out")
        || ways.iter().any(|it| path.starts_with(it))
}

/// Where someone goes who has to have a second factor and has none.
const ENROL: &str = "/account/second-factor";

/// Outside the demonstration, nobody with a role does anything before they
/// can prove in two ways who they are.
fn must_enrol(found: &Found, site: &Site, path: &str) -> bool {
    let allowed = path.starts_with(ENROL)
        || path.starts_with("/account/confirmation")
        || path.starts_with("/sign-out");
    !site.demonstration && !found.viewer.two_factors && !allowed
}

/// Whether a form may be carried out only after showing again who one is.
fn unproven(found: &Found, path: &str) -> bool {
    own::policy::needs_proof(path)
        && !own::policy::is_fresh(path, found.viewer.proven_at, found.now)
}

async fn find(request: &ServiceRequest, site: &Site) -> Result<Option<Found>> {
    let cookie = request.cookie(site.session_cookie());
    let Some(token) = cookie.as_ref().map(Token::from_cookie) else { return Ok(None) };
    let db =
        request.app_data::<Data<Db>>().ok_or_else(|| anyhow!("the app was built without Db"))?;
    let call = request.extensions().get::<CallId>().map(|it| it.0.clone()).unwrap_or_default();
    let hash = token.hash();
    let Some(found) =
        db.read(async |conn| sessions::queries::session(conn, &hash, &call).await).await?
    else {
        return Ok(None);
    };
    let now = db.or_stopped(found.now);
    if !policy::session_lives(found.begun, found.last_seen, now) {
        return Ok(None);
    }
    let mut seen = found.last_seen;
    if now - seen > policy::TOUCH_AFTER {
        db.keep_books(async |conn, now| sessions::queries::touch(conn, &hash, now).await).await?;
        seen = now;
    }
    Ok(Some(Found {
        seen,
        viewer: found.viewer,
        csrf: found.csrf,
        unread: found.unread,
        begun: found.begun,
        now,
    }))
}

fn dress(frame: &mut Frame, found: &Found) {
    let viewer = &found.viewer;
    let roles: Vec<&str> = viewer.roles.iter().map(|it| it.label()).collect();
    frame.csrf = found.csrf.clone();
    frame.unread = found.unread;
    frame.ends = Some((policy::session_ends(found.begun, found.seen), found.now));
    frame.nav = menu::of(Some(viewer), &frame.path);
    frame.person = Some(Badge {
        name: viewer.name.clone(),
        organisation: viewer.organisation_name.clone(),
        role: roles.join(", "),
    });
}

/// A form sent after the session ended: the sign-in page, holding what was
/// typed. Or one that takes a fresh proof of who sends it, with a code where
/// the person has an app: the page that asks for that, holding the same.
async fn kept(
    mut request: ServiceRequest,
    mut frame: Frame,
    site: &Site,
    proof: Option<bool>,
) -> std::result::Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let mut payload = request.take_payload();
    let typed = if upload::is_upload(request.request()) {
        upload::typed(request.headers(), payload).await
    } else {
        let body = form::body(request.request(), &mut payload).await;
        body.map(|body| Posted::read(&body).unwrap_or_default())
    };
    let posted = match typed {
        Ok(posted) => posted,
        Err(error) => {
            request.extensions_mut().insert(frame);
            return Ok(request.error_response(error));
        }
    };
    if let Some(code) = proof {
        // Only what came from our own page is kept to be sent later.
        if !posted.first("csrf").is_some_and(|sent| form::same_secret(sent, &frame.csrf)) {
            request.extensions_mut().insert(frame);
            return Ok(request.error_response(Error::Forged));
        }
        request.extensions_mut().insert(crate::web::guard::Private);
        let mistakes = &Mistakes::default();
        let kept = &held(request.path(), &posted);
        let response = with_status(StatusCode::OK, &ConfirmPage { frame, kept, mistakes, code })?;
        return Ok(ServiceResponse::new(request.request().clone(), response));
    }
    let token = Token::mint()?;
    frame.csrf = token.text().to_owned();
    let mut response = sign_in_again(frame, request.path(), &posted)?;
    response.add_cookie(&cookie(site, "muster-form", token.text().to_owned()).finish())?;
    request.extensions_mut().insert(crate::web::guard::Private);
    Ok(ServiceResponse::new(request.request().clone(), response))
}

fn sign_in_again(frame: Frame, path: &str, posted: &Posted) -> Result<HttpResponse> {
    let page = SignInPage {
        frame,
        form: &SignInForm::default(),
        mistakes: &Mistakes::default(),
        kept: &held(path, posted),
        accounts: &[],
    };
    with_status(StatusCode::UNAUTHORIZED, &page)
}

fn held(path: &str, posted: &Posted) -> Kept {
    let fields = posted.kept().cloned().collect();
    Kept { path: path.to_owned(), fields, then: String::new() }
}
