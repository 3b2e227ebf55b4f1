//! Registration over HTTP.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::acts;
use super::acts::AFTER_REGISTERING;
use super::pages::RegisterPage;
use crate::accounts::forms::RegistrationForm;
use crate::accounts::roles::Anyone;
use crate::accounts::throttle::{self, Limit};
use crate::accounts::{self, password};
use crate::audit::Actor;
use crate::db::Db;
use crate::error::Result;
use crate::web::form::{Mistakes, Posted};
use crate::web::guard::{CallId, Site};
use crate::web::page::{self, Frame};

/// GET /register
pub async fn register_page(who: Anyone, frame: Frame) -> Result<HttpResponse> {
    if let Some(viewer) = who.0 {
        return Ok(page::go_to(viewer.organisation.home()));
    }
    let (form, mistakes) = (&RegistrationForm::default(), &Mistakes::default());
    page::show(&RegisterPage { frame, form, mistakes })
}

/// POST /register
pub async fn register(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
    call: CallId,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse> {
    let limit = Limit::address("register", site.client(&request));
    throttle::allow(&db, &[limit]).await?;
    let form = &RegistrationForm::typed(&posted);
    let new = match form.parse() {
        Ok(new) => new,
        Err(mistakes) => return page::mistaken(&RegisterPage { frame, form, mistakes: &mistakes }),
    };
    // Each repeat is told to whoever has the address.
    throttle::allow(&db, &[Limit::of("registration", &new.email, 5)]).await?;
    let once = posted.once();
    let hash = password::hash(new.password.clone()).await?;
    let by = Actor::nobody(call.0);
    // Whoever has an account with the address already is told by mail; whoever typed it, is not.
    let known = db.read(async |conn| accounts::queries::by_email(conn, &new.email).await).await?;
    match known {
        Some(person) => {
            let told = accounts::joining::acts::registered_already;
            let sent = (once, AFTER_REGISTERING);
            db.act(&by, async |tx| told(tx, &person, sent).await).await?;
        }
        None => {
            db.act(&by, async |tx| acts::register(tx, &new, hash, once).await).await?;
        }
    }
    Ok(page::go_to(AFTER_REGISTERING))
}
