//! What is measured: a database with so many requests, and the service before it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, OnceLock};

use actix_web::dev::{Server, ServerHandle};
use actix_web::web::{Bytes, Data, get};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::{Context, Result, ensure};
use diesel::prelude::*;
use diesel::sql_types::{Bytea, Integer, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::client::{self, Question};
use crate::accounts::password;
use crate::accounts::token::Token;
use crate::app::{Parts, app, shelf};
use crate::config::{Config, FilesAt};
use crate::db::{Db, Opener};
use crate::files::store::Files;
use crate::schema::requests;
use crate::seal::keys::Keys;
use crate::seed::scale;
use crate::serve::workers;
use crate::start::Database;
use crate::web::guard::Site;
use crate::web::shelf::listen;

/// The page that says the same each time.
pub type Hello = Data<OnceLock<Bytes>>;

/// A database of its own, with so many requests.
pub struct Stage {
    /// How to reach it.
    pub database: Database,
    name: String,
}

impl Stage {
    /// Makes it anew beside the cluster's own.
    pub async fn build(home: &Database, config: &Config, number: i64) -> Result<Self> {
        let stage = Self::bare(home, config, &format!("muster_bench_{number}")).await?;
        scale::requests(&stage.database.owner, number).await?;
        order(&stage.database.owner, "vacuum analyze").await?;
        Ok(stage)
    }

    /// The same with nothing in it, under a name.
    pub async fn bare(home: &Database, config: &Config, name: &str) -> Result<Self> {
        let stage = Self { database: home.beside(name)?, name: name.to_owned() };
        stage.remove(home).await?;
        order(&home.owner, &format!("create database {name}")).await?;
        stage.database.make_ready(config).await?;
        Ok(stage)
    }

    /// Removes it, whoever is still connected.
    pub async fn remove(&self, home: &Database) -> Result<()> {
        order(&home.owner, &format!("drop database if exists {} with (force)", self.name)).await
    }

    /// Signs a requester in, and returns the token.
    pub async fn sign_in(&self) -> Result<String> {
        let token = Token::mint()?;
        let mut owner = AsyncPgConnection::establish(&self.database.owner).await?;
        let made = diesel::sql_query(
            "insert into sessions (token_hash, user_id, csrf, created_at, last_seen_at, proven_at) \
             select $1, id, 'bench', now(), now(), now() from users where email = $2",
        )
        .bind::<Bytea, _>(token.hash())
        .bind::<Text, _>(scale::requester("kent"))
        .execute(&mut owner)
        .await?;
        ensure!(made == 1, "there is no requester to sign in");
        // Without a second factor they would be led to set one up.
        let factor = "insert into authenticators (user_id, secret, made_at, confirmed_at) \
                      select id, '\\x00', now(), now() from users where email = $1";
        diesel::sql_query(factor)
            .bind::<Text, _>(scale::requester("kent"))
            .execute(&mut owner)
            .await?;
        Ok(token.text().to_owned())
    }

    /// So many people of a force's who can sign in, and how each does: from a
    /// machine of their own, as people do.
    pub async fn people(&self, number: u8) -> Result<Vec<Question>> {
        let secret = Token::mint()?.text().to_owned();
        let hash = password::hash(secret.clone()).await?;
        let mut owner = AsyncPgConnection::establish(&self.database.owner).await?;
        let made = diesel::sql_query(
            "insert into users (id, email, name, password_hash, force_id, created_at, verified_at) \
             select gen_random_uuid(), 'person-' || n || '@kent.example', 'Measured Person', $1, f.id, now(), now() \
             from forces f, generate_series(1, $2) n where f.slug = 'kent'",
        )
        .bind::<Text, _>(hash)
        .bind::<Integer, _>(i32::from(number))
        .execute(&mut owner)
        .await?;
        ensure!(made == usize::from(number), "there is no force for them");
        (1..=number)
            .map(|n| {
                let from = Ipv4Addr::new(198, 51, 100, n);
                client::sign_in(&format!("person-{n}@kent.example"), &secret, from)
            })
            .collect()
    }

    /// The references of so many of the newest requests.
    pub async fn newest(&self, number: i64) -> Result<Vec<String>> {
        let mut owner = AsyncPgConnection::establish(&self.database.owner).await?;
        Ok(requests::table
            .order(requests::published_at.desc())
            .limit(number)
            .select(requests::reference)
            .load(&mut owner)
            .await?)
    }
}

pub(super) async fn order(owner: &str, sql: &str) -> Result<()> {
    let mut owner = AsyncPgConnection::establish(owner).await?;
    diesel::sql_query(sql).execute(&mut owner).await?;
    Ok(())
}

/// A server that listens, on a port of the system's choice.
pub struct Listening {
    /// Where.
    pub address: SocketAddr,
    handle: ServerHandle,
    ears: Option<tokio::task::JoinHandle<()>>,
}

impl Listening {
    fn new(addresses: &[SocketAddr], server: Server) -> Result<Self> {
        let handle = server.handle();
        actix_web::rt::spawn(server);
        let address = addresses.first().copied().context("the server listens nowhere")?;
        Ok(Self { address, handle, ears: None })
    }

    /// Stops it.
    pub async fn stop(self) {
        if let Some(ears) = self.ears {
            ears.abort();
        }
        self.handle.stop(false).await;
    }
}

/// The service as it is served, with as many workers and a door for each, with
/// one page more that says the same each time, and keeping copies of pages
/// where it is told how to reach the database that says what has changed.
pub fn serve(
    door: impl Fn() -> Result<Db>,
    hello: &Hello,
    told_by: Option<&Database>,
) -> Result<Listening> {
    serve_with(door, hello, told_by, &Keys::fresh()?.0)
}

/// The same with keys that other servers have too.
pub fn serve_with(
    door: impl Fn() -> Result<Db>,
    hello: &Hello,
    told_by: Option<&Database>,
    keys: &Keys,
) -> Result<Listening> {
    let site = Data::new(Site {
        public_url: "http://bench.example/".parse()?,
        secure: false,
        demonstration: false,
        trusted_proxies: vec![Ipv4Addr::LOCALHOST.into()],
        contact: None,
    });
    let (hello, workers, spare) = (hello.clone(), workers(), door()?);
    let doors: Vec<Db> = (0..workers).map(|_| door()).collect::<Result<_>>()?;
    let doors = Arc::new(Mutex::new(doors));
    let folder = std::env::temp_dir().join("muster-bench");
    let files = Files::at(&FilesAt::Folder(folder.join("files")), folder)?;
    let keys = keys.clone();
    let shelf = shelf();
    let in_app = shelf.clone();
    let server = HttpServer::new(move || {
        let own = doors.lock().ok().and_then(|mut it| it.pop());
        let db = own.unwrap_or_else(|| spare.clone());
        let (site, files) = (site.clone(), files.clone());
        let (opener, keys) = (Opener::new(db.clone()), keys.clone());
        let (shelf, stopping, live) = (in_app.clone(), Data::default(), Data::default());
        let parts = Parts { db, opener, keys, site, stopping, files, shelf, live };
        app(parts).app_data(hello.clone()).route("/hello", get().to(say))
    })
    .workers(workers)
    .disable_signals()
    .bind(("127.0.0.1", 0))?;
    let mut listening = Listening::new(&server.addrs(), server.run())?;
    listening.ears =
        told_by.map(|it| tokio::spawn(listen::keep_true(shelf, it.app.clone(), it.reads.clone())));
    Ok(listening)
}

/// The same page with nothing of the service around it: all that this machine
/// and the framework could do.
pub fn serve_bare(hello: &Hello) -> Result<Listening> {
    let hello = hello.clone();
    let server =
        HttpServer::new(move || App::new().app_data(hello.clone()).route("/hello", get().to(say)))
            .workers(workers())
            .disable_signals()
            .bind(("127.0.0.1", 0))?;
    Listening::new(&server.addrs(), server.run())
}

async fn say(hello: Hello) -> HttpResponse {
    let said = hello.get().cloned().unwrap_or_default();
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(said)
}
