//! Serving: one App for each core, each with a door of its own, and a stop
//! that lets requests in flight finish.

use std::time::Duration;

use actix_web::HttpServer;
use actix_web::web::Data;
use anyhow::{Context, Result};
use tokio::signal::unix::{SignalKind, signal};

use crate::accounts::password;
use crate::app::{Parts, app, shelf};
use crate::audit::notary::Notary;
use crate::clarifications::live::hub::Live;
use crate::config::Config;
use crate::files::store::Files;
use crate::seal::keys::Keys;
use crate::start::Database;
use crate::web::guard::Site;
use crate::web::health::Stopping;
use crate::web::shelf::listen;
use crate::work;

/// How many connections each worker may hold of each kind.
pub const CONNECTIONS: usize = 6;

/// How many threads answer: one for each core.
pub fn workers() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

/// Serves until told to stop.
pub async fn serve(config: &Config, database: &Database) -> Result<()> {
    let site = Data::new(Site {
        public_url: config.public_url.clone(),
        secure: config.public_url.scheme() == "https",
        demonstration: config.is_demonstration(),
        trusted_proxies: config.trusted_proxies.clone(),
        contact: config.contact.clone(),
    });
    let stopping = Data::new(Stopping::default());
    tokio::task::spawn_blocking(password::make_ready).await?;
    let workers = workers();
    // A pool belongs to the thread that uses it; the doors are made here so
    // that a wrong address stops the start.
    let reads = database.reads.clone();
    let doors: Vec<_> = (0..workers).map(|_| database.door(CONNECTIONS)).collect::<Result<_>>()?;
    log::debug!(
        "{} doors to {}",
        doors.len(),
        if reads == database.app { "one database" } else { "two databases" }
    );
    let doors = std::sync::Arc::new(std::sync::Mutex::new(doors));
    let spare = database.door(CONNECTIONS)?;
    let files = Files::open(config)?;
    let keys = Keys::find(config)?;
    let openers: Vec<_> = (0..workers).map(|_| database.opener_door(2)).collect::<Result<_>>()?;
    let openers = std::sync::Arc::new(std::sync::Mutex::new(openers));
    let spare_opener = database.opener_door(2)?;
    let (in_app, told, kept) = (site.clone(), stopping.clone(), files.clone());
    let (in_keys, shelf) = (keys.clone(), shelf());
    let (in_shelf, live) = (shelf.clone(), Data::new(Live::default()));
    let server = HttpServer::new(move || {
        let own = doors.lock().ok().and_then(|mut it| it.pop());
        let opener = openers.lock().ok().and_then(|mut it| it.pop());
        app(Parts {
            db: own.unwrap_or_else(|| spare.clone()),
            opener: opener.unwrap_or_else(|| spare_opener.clone()),
            keys: in_keys.clone(),
            site: in_app.clone(),
            stopping: told.clone(),
            files: kept.clone(),
            shelf: in_shelf.clone(),
            live: live.clone(),
        })
    })
    .workers(workers)
    .client_request_timeout(Duration::from_secs(15))
    .keep_alive(Duration::from_secs(60))
    .shutdown_timeout(20)
    .disable_signals()
    .bind(config.bind)
    .with_context(|| {
        format!(
            "cannot listen on {}: is another program there? Set BIND to use another address",
            config.bind
        )
    })?
    .run();
    let handle = server.handle();
    let ears = tokio::spawn(listen::keep_true(shelf, database.app.clone(), reads));
    let notary = Notary::of(config, &keys);
    let letters = tokio::spawn(work::run(database.door(2)?, notary, work::post(config)?));
    let papers = tokio::spawn(work::tend(database.door(2)?, files));
    actix_web::rt::spawn(async move {
        if wait_for_stop().await.is_ok() {
            log::info!("stopping: requests in flight finish first");
            stopping.begin();
            handle.stop(true).await;
        }
    });
    server.await?;
    ears.abort();
    letters.abort();
    papers.abort();
    Ok(())
}

/// Waits until the program is asked to stop.
pub async fn wait_for_stop() -> Result<()> {
    let (mut asked, mut typed) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = asked.recv() => {}
        _ = typed.recv() => {}
    }
    Ok(())
}
