//! Whether the program is alive, and whether it can serve.

use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::db::Db;

/// Set when the program has been told to stop: requests in flight finish,
/// and no new ones should be sent here.
#[derive(Debug, Default)]
pub struct Stopping(AtomicBool);

impl Stopping {
    /// From now on, not ready.
    pub fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it has been told to stop: what would go on for long ends now.
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The program runs.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("alive\n")
}

/// The program can serve: it is not stopping, and the database answers.
pub async fn readyz(db: Data<Db>, stopping: Data<Stopping>) -> HttpResponse {
    if stopping.has_begun() {
        return HttpResponse::ServiceUnavailable().content_type("text/plain").body("stopping\n");
    }
    match db.now().await {
        Ok(_) => HttpResponse::Ok().content_type("text/plain").body("ready\n"),
        Err(_) => {
            HttpResponse::ServiceUnavailable().content_type("text/plain").body("no database\n")
        }
    }
}
