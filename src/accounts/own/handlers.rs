//! One's own account over HTTP.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;
use uuid::Uuid;

use super::forms::{self, PasswordForm};
use super::pages::{
    AddressPage, ConfirmPage, ForgottenPage, NamePage, PasswordPage, ReplacePage, SessionsPage,
};
use super::{acts, queries};
use crate::accounts::forms::{Kept, address};
use crate::accounts::handlers::{resume, welcomed};
use crate::accounts::joining;
use crate::accounts::links::model::LinkKind;
use crate::accounts::links::queries as links;
use crate::accounts::model::{Organisation, Viewer};
use crate::accounts::proof::{is_password, proven};
use crate::accounts::roles::{Anyone, SignedIn};
use crate::accounts::second_factor::forms::WRONG_CODE;
use crate::accounts::second_factor::handlers::taken;
use crate::accounts::second_factor::queries as second_factor;
use crate::accounts::throttle::{self, Limit};
use crate::accounts::token::Token;
use crate::accounts::{password, queries as accounts, sessions};
use crate::audit::Actor;
use crate::db::Db;
use crate::error::Result;
use crate::forces;
use crate::web::form::{Mistakes, Posted};
use crate::web::guard::{CallId, Site};
use crate::web::page::{self, Frame};

/// GET /account/name
pub async fn name_page(who: SignedIn, frame: Frame) -> Result<HttpResponse> {
    page::show(&NamePage { frame, name: &who.0.name, mistakes: &Mistakes::default() })
}

/// POST /account/name
pub async fn rename(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let typed = posted.text("name");
    match forms::name(&typed) {
        Ok(name) => {
            db.act(&who.0.by, async |tx| acts::rename(tx, &who.0, &name).await).await?;
            Ok(page::go_to_saying("/account", "Your name is changed"))
        }
        Err(mistakes) => page::mistaken(&NamePage { frame, name: &typed, mistakes: &mistakes }),
    }
}

/// The domains that addresses of a force's people must belong to. Other
/// organisations' people may have any address.
pub async fn domains(db: &Db, organisation: Organisation) -> Result<Option<Vec<String>>> {
    match organisation {
        Organisation::Force(id) => {
            db.read(async |conn| forces::queries::domains(conn, id).await).await.map(Some)
        }
        _ => Ok(None),
    }
}

/// GET /account/address
pub async fn address_page(who: SignedIn, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let domains = domains(&db, who.0.organisation).await?;
    let mistakes = &Mistakes::default();
    page::show(&AddressPage {
        frame,
        current: &who.0.email,
        email: "",
        domains: domains.as_deref(),
        mistakes,
    })
}

/// POST /account/address
pub async fn move_address(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let domains = domains(&db, who.0.organisation).await?;
    let typed = posted.text("email");
    let email = match forms::another_address(&typed, &who.0.email, domains.as_deref()) {
        Ok(email) => email,
        Err(mistakes) => {
            let (current, email, mistakes) = (&who.0.email, &typed, &mistakes);
            return page::mistaken(&AddressPage {
                frame,
                current,
                email,
                domains: domains.as_deref(),
                mistakes,
            });
        }
    };
    throttle::allow(&db, &[Limit::of("address change", &who.0.email, 5)]).await?;
    let person = db.read(async |conn| accounts::person(conn, who.0.user).await).await?;
    db.act(&who.0.by, async |tx| acts::ask_to_move(tx, &person, &email).await).await?;
    let said = format!("We have sent a link to {email}. Your address changes when you follow it");
    Ok(page::go_to_saying("/account", &said))
}

/// GET /account/password
pub async fn password_page(_: SignedIn, frame: Frame) -> Result<HttpResponse> {
    page::show(&PasswordPage { frame, mistakes: &Mistakes::default() })
}

/// POST /account/password
pub async fn change_password(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = PasswordForm::typed(&posted);
    let viewer = &who.0;
    let own = [viewer.name.as_str(), viewer.organisation_name.as_str()];
    let mut mistakes = Mistakes::default();
    let new = form.parse(&own).map_err(|it| mistakes = it).ok();
    let person = proven(&db, viewer, &form.current).await?;
    if person.is_none() {
        mistakes.add("current", "This is not your password");
    } else if new.as_ref() == Some(&form.current) {
        mistakes.add("password", "Choose a password that is not the one you have");
    }
    let (Some(new), Some(person)) = (new.filter(|_| mistakes.is_empty()), person) else {
        return page::mistaken(&PasswordPage { frame, mistakes: &mistakes });
    };
    let hash = password::hash(new).await?;
    let token = Token::mint()?;
    db.act(&viewer.by, async |tx| {
        acts::change_password(tx, viewer, (&person, &hash), &token).await
    })
    .await?;
    let said = "Your password is changed, and your other sessions have ended";
    welcomed(page::go_to_saying("/account", said), &token, &site)
}

/// GET /password/forgotten
pub async fn forgotten_page(_: Anyone, frame: Frame) -> Result<HttpResponse> {
    page::show(&ForgottenPage { frame, email: "", mistakes: &Mistakes::default(), sent: false })
}

/// POST /password/forgotten
pub async fn forgotten(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
    call: CallId,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse> {
    let typed = posted.text("email");
    let mut mistakes = Mistakes::default();
    let Some(email) = mistakes.keep("email", address(&typed)) else {
        let page = ForgottenPage { frame, email: &typed, mistakes: &mistakes, sent: false };
        return page::mistaken(&page);
    };
    let from = Limit::address("password reset", site.client(&request));
    throttle::allow(&db, &[from, Limit::of("password reset", &email, 5)]).await?;
    // Nobody looks here whose address it is, so that the time taken cannot tell.
    db.keep_books(async |conn, now| queries::ask(conn, &email, &call.0, now).await).await?;
    page::show(&ForgottenPage { frame, email: &email, mistakes: &mistakes, sent: true })
}

/// GET /password/{token}
pub async fn replace_page(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (now, token) = (db.now().await?, Token::read(&path));
    let kinds = &[LinkKind::Password];
    db.read(async |conn| links::find(conn, &token, kinds, now).await).await?;
    let (form, mistakes) = (&PasswordForm::default(), &Mistakes::default());
    page::show(&ReplacePage { frame, token: &path, form, mistakes })
}

/// POST /password/{token}
pub async fn replace(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    call: CallId,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = &PasswordForm::typed(&posted);
    let (now, token) = (db.now().await?, Token::read(&path));
    let (person, organisation) = db
        .read(async |conn| {
            let link = links::find(conn, &token, &[LinkKind::Password], now).await?;
            let person = accounts::person(conn, link.user).await?;
            let organisation = joining::queries::name_of(conn, person.organisation()).await?;
            Ok((person, organisation))
        })
        .await?;
    match form.parse(&[&person.name, &organisation]) {
        Err(mistakes) => {
            page::mistaken(&ReplacePage { frame, token: &path, form, mistakes: &mistakes })
        }
        Ok(new) => {
            let hash = password::hash(new).await?;
            let by = Actor::nobody(call.0);
            db.act(&by, async |tx| acts::replace_password(tx, &token, &hash).await).await?;
            let said = "Your password is changed, and every session has ended. Sign in with it";
            Ok(page::go_to_saying("/sign-in", said))
        }
    }
}

/// GET /account/sessions
pub async fn sessions(who: SignedIn, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let now = db.now().await?;
    let sessions =
        db.read(async |conn| sessions::queries::sessions(conn, who.0.user, now).await).await?;
    page::show(&SessionsPage { frame, sessions, current: who.0.session })
}

/// POST /account/sessions/{id}/ending
pub async fn end_session(
    who: SignedIn,
    db: Data<Db>,
    path: Path<Uuid>,
    _: Posted,
) -> Result<HttpResponse> {
    db.act(&who.0.by, async |tx| acts::end_session(tx, &who.0, *path).await).await?;
    Ok(page::go_to_saying("/account/sessions", "That session has ended"))
}

/// POST /account/sessions/ending
pub async fn end_others(who: SignedIn, db: Data<Db>, _: Posted) -> Result<HttpResponse> {
    db.act(&who.0.by, async |tx| acts::end_others(tx, &who.0).await).await?;
    Ok(page::go_to_saying("/account/sessions", "Every other session has ended"))
}

/// GET /account/session
pub async fn session_lives(_: SignedIn, frame: Frame) -> Result<HttpResponse> {
    // Asking is what keeps the session going: the page's script does, when its reader says so.
    let told = json!({ "sessionEnds": frame.ends_iso(), "now": frame.now_iso() });
    Ok(HttpResponse::Ok().json(told))
}

/// POST /account/confirmation
pub async fn confirm(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (viewer, kept) = (&who.0, Kept::typed(&posted));
    let (factors, person) = db
        .read(async |conn| {
            let factors = second_factor::factors(conn, viewer.user).await?;
            Ok((factors, accounts::person(conn, viewer.user).await?))
        })
        .await?;
    let mut mistakes = Mistakes::default();
    if !is_password(&db, viewer, &posted.text("password")).await? {
        mistakes.add("password", "This is not your password");
    } else if factors.any() && taken(&db, &person, &posted.text("code")).await?.is_none() {
        mistakes.add("code", WRONG_CODE);
    }
    if !mistakes.is_empty() {
        let code = factors.any();
        return page::mistaken(&ConfirmPage { frame, kept: &kept, mistakes: &mistakes, code });
    }
    proved(viewer, frame, &db, &site, kept).await
}

/// On with what waited for the proof.
pub async fn proved(
    viewer: &Viewer,
    frame: Frame,
    db: &Db,
    site: &Site,
    kept: Kept,
) -> Result<HttpResponse> {
    let token = Token::mint()?;
    db.act(&viewer.by, async |tx| acts::prove(tx, viewer, &token).await).await?;
    let csrf = frame.csrf.clone();
    welcomed(resume(kept, frame, &csrf, "/account")?, &token, site)
}
