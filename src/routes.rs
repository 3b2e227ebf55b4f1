//! Every address in the service, one to a line.

use actix_web::web::{ServiceConfig, get, post};

use crate::accounts;
use crate::help;
use crate::notices;
use crate::trail;

/// Puts up the signposts.
pub fn routes(app: &mut ServiceConfig) {
    app
        // Accounts
        .route("/sign-in", get().to(accounts::handlers::sign_in_page))
        .route("/sign-in", post().to(accounts::handlers::sign_in))
        .route("/sign-out", post().to(accounts::handlers::sign_out))
        .route("/account", get().to(accounts::handlers::account))
        // Notices
        .route("/account/notices", get().to(notices::handlers::list))
        .route("/account/notices/read", post().to(notices::handlers::read))
        .route("/operator/mail", get().to(notices::mailbox::handlers::operator))
        .route("/operator/mail/{id}/retry", post().to(notices::mailbox::handlers::retry))
        .route("/dev/mail", get().to(notices::mailbox::handlers::demonstration))
        .route("/dev/mail/{id}", get().to(notices::mailbox::handlers::demonstration_mail))
        // Trail
        .route("/audit", get().to(trail::handlers::desk))
        // Help
        .route("/how-it-works", get().to(help::handlers::how_it_works))
        .route("/transparency", get().to(help::handlers::transparency))
        .route("/help", get().to(help::handlers::help))
        .route("/privacy", get().to(help::handlers::privacy))
        .route("/cookies", get().to(help::handlers::cookies))
        .route("/accessibility", get().to(help::handlers::accessibility))
        .route("/robots.txt", get().to(help::handlers::robots))
        .route("/sitemap.xml", get().to(help::handlers::sitemap));
}
