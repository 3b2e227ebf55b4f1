//! The App: middleware in order, from the wire inwards.
//!
//! `watch` (call id, log line, headers) → `right_address` → `shelf` (kept copies) → compression → `dress` (error pages)
//! → `plain_address` → `same_origin` → `attach` (session, frame) → routes.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, ErrorHandlers, from_fn};
use actix_web::web::{self, Data, PayloadConfig};
use actix_web::{App, Error, HttpRequest, HttpResponse};

use crate::accounts::session;
use crate::clarifications::live::hub::Live;
use crate::db::{Db, Opener};
use crate::files::store::Files;
use crate::routes::routes;
use crate::seal::keys::Keys;
use crate::web::form::HEAVIEST;
use crate::web::guard::{self, Site};
use crate::web::health::{self, Stopping};
use crate::web::shelf::{self, Shelf};
use crate::web::{addresses, assets, dress};

/// What an App is built with.
#[derive(Clone)]
pub struct Parts {
    /// The door to the database.
    pub db: Db,
    /// What the service knows about itself.
    pub site: Data<Site>,
    /// Set when the program has been told to stop.
    pub stopping: Data<Stopping>,
    /// The door through which bids are opened, and through which alone they can be read before.
    pub opener: Opener,
    /// What bids are sealed with.
    pub keys: Keys,
    /// Where the files are kept that people upload.
    pub files: Files,
    /// The pages that are open and told of answers.
    pub live: Data<Live>,
    /// Where copies of public pages are kept.
    pub shelf: Data<Shelf>,
}

/// A shelf for the pages that are the same for everyone who is not signed in:
/// the front page, the list of requests, and each of them.
pub fn shelf() -> Data<Shelf> {
    Data::new(Shelf::new(is_kept))
}

fn is_kept(path: &str) -> bool {
    let one = path.strip_prefix("/opportunities/");
    matches!(path, "/" | "/opportunities" | "/opportunities.atom" | "/sitemap.xml")
        || one.is_some_and(|it| !it.is_empty() && !it.contains('/'))
}

/// Builds the App; each worker has its own.
pub fn app(
    parts: Parts,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(Data::new(parts.db))
        .app_data(Data::new(parts.opener))
        .app_data(Data::new(parts.keys))
        .app_data(parts.site)
        .app_data(parts.stopping)
        .app_data(parts.shelf)
        .app_data(parts.live)
        .app_data(Data::new(parts.files.spool()))
        .app_data(Data::new(parts.files))
        .app_data(PayloadConfig::new(HEAVIEST))
        .wrap(from_fn(session::attach))
        .wrap(from_fn(guard::same_origin))
        .wrap(from_fn(guard::plain_address))
        .wrap(ErrorHandlers::new().default_handler(dress::dress))
        .wrap(Compress::default())
        .wrap(from_fn(shelf::serve::serve))
        .wrap(from_fn(addresses::right_address))
        .wrap(from_fn(guard::watch))
        .route("/healthz", web::get().to(health::healthz))
        .route("/readyz", web::get().to(health::readyz))
        .route("/assets/{file}", web::get().to(asset))
        .configure(routes)
        .default_service(web::route().to(nowhere))
}

async fn asset(request: HttpRequest) -> HttpResponse {
    assets::serve(request.path()).unwrap_or_else(|| dress::not_found(&request))
}

async fn nowhere(request: HttpRequest) -> HttpResponse {
    dress::not_found(&request)
}
