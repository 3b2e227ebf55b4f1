//! Every address in the service, one to a line.

use actix_web::web::{ServiceConfig, get, post};

use crate::accounts;

/// Puts up the signposts.
pub fn routes(app: &mut ServiceConfig) {
    app
        // Accounts
        .route("/sign-in", get().to(accounts::handlers::sign_in_page))
        .route("/sign-in", post().to(accounts::handlers::sign_in))
        .route("/sign-out", post().to(accounts::handlers::sign_out));
}
