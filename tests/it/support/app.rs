//! The service under test, stopped at a moment and never committed, or in a
//! database of its own that really commits.

use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::{Arc, Mutex, OnceLock};

use actix_web::body::to_bytes;
use actix_web::cookie::Cookie;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::web::Data;
use chrono::{DateTime, TimeDelta};
use diesel::sql_query;
use diesel::sql_types::{Bytea, Text, Timestamptz};
use diesel_async::pooled_connection::deadpool::Pool;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use muster::app::{Parts, app, shelf};
use muster::config::FilesAt;
use muster::db::{Db, Opener, migrate};
use muster::files::store::Files;
use muster::seal::keys::Keys;
use muster::types::ids::UserId;
use muster::types::time::{Clock, Moment};
use muster::web::guard::Site;
use muster::web::health::Stopping;
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use super::cast;
use super::cluster::lease;

/// The token of every test session's forms.
pub const CSRF: &str = "the token of the test session";

/// A service under test.
pub struct TestApp {
    reads: Pool<AsyncPgConnection>,
    acts: Pool<AsyncPgConnection>,
    opener: Pool<AsyncPgConnection>,
    /// Whom it plays between what a test arranges.
    role: &'static str,
    /// The moment it is stopped at.
    pub moment: Moment,
    /// Tells its sessions from those of tests that run beside it, whose rows
    /// would keep it waiting.
    run: UserId,
    /// How to sign in to its database as the owner, for tests that need another way in.
    pub url: String,
    /// Kept from others until the last of it is dropped.
    stage: Option<Arc<Stage>>,
    /// Built when something is first asked of it.
    service: OnceCell<Service>,
}

/// A service that is built, and answers.
type Service = Rc<dyn Fn(TestRequest) -> LocalBoxFuture<'static, ServiceResponse>>;

/// An answer.
pub struct Page {
    /// Its status.
    pub status: StatusCode,
    /// Where it sends the browser.
    pub location: Option<String>,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its text.
    pub html: String,
    /// The same as it was sent, for what is no text.
    pub bytes: Vec<u8>,
}

/// Monday 5 January 2026, nine in the morning.
pub fn monday() -> Moment {
    DateTime::from_timestamp(1_767_603_600, 0).unwrap()
}

/// That many days.
pub fn days(n: i64) -> TimeDelta {
    TimeDelta::days(n)
}

/// Where files are kept: a folder, for all tests together.
pub fn files() -> Files {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("uploaded");
    Files::at(&FilesAt::Folder(folder.join("files")), folder).unwrap()
}

/// The name of a migrated database that nobody writes to.
async fn template() -> &'static str {
    static MADE: OnceLock<String> = OnceLock::new();
    static MAKING: Mutex<()> = Mutex::new(());
    if let Some(name) = MADE.get() {
        return name;
    }
    let made = std::thread::spawn(|| {
        let _turn = MAKING.lock().unwrap();
        MADE.get_or_init(|| {
            let rt = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            rt.block_on(async {
                let name = format!("template_{}", UserId::mint().uuid().simple());
                create(&format!("create database {name}")).await;
                let url = lease().urls_for(&name).owner;
                migrate::migrate(&url).await.unwrap();
                let mut conn = AsyncPgConnection::establish(&url).await.unwrap();
                cast::arrive(&mut conn).await;
                name
            })
        });
    });
    tokio::task::spawn_blocking(move || made.join().unwrap()).await.unwrap();
    MADE.get().unwrap()
}

/// A copy of the template in which one test after another plays, each in a
/// transaction that is never committed. No two play in it at once: each would
/// wait for rows the other holds.
struct Stage(String);

static FREE: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl Stage {
    async fn free() -> Self {
        if let Some(name) = FREE.lock().unwrap().pop() {
            return Self(name);
        }
        let from = template().await;
        let name = format!("stage_{}", UserId::mint().uuid().simple());
        create(&format!("create database {name} template {from}")).await;
        Self(name)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        FREE.lock().unwrap().push(std::mem::take(&mut self.0));
    }
}

async fn create(sql: &str) {
    let mut conn = AsyncPgConnection::establish(&lease().urls().owner).await.unwrap();
    sql_query(sql).execute(&mut conn).await.unwrap();
}

fn pool(url: &str, size: usize, setup: &'static str, rolled_back: bool) -> Pool<AsyncPgConnection> {
    let mut config = ManagerConfig::<AsyncPgConnection>::default();
    config.custom_setup = Box::new(move |url| {
        let url = url.to_owned();
        Box::pin(async move {
            let mut conn = AsyncPgConnection::establish(&url).await?;
            let fault = diesel::ConnectionError::CouldntSetupConfiguration;
            conn.batch_execute(setup).await.map_err(fault)?;
            if rolled_back {
                conn.begin_test_transaction().await.map_err(fault)?;
            }
            Ok(conn)
        })
    });
    let manager = AsyncDieselConnectionManager::new_with_config(url, config);
    Pool::builder(manager).max_size(size).build().unwrap()
}

/// The owner signs in, since only the owner may stop the clock, and then
/// plays the serving role with no more rights than it has.
const AS_APP: &str = "set role muster_app; set timezone = 'UTC'";

/// The same as the role that opens bids, which may do all that the serving role
/// may, and read what is sealed.
const AS_OPENER: &str = "set role muster_opener; set timezone = 'UTC'";

/// What bids are sealed with in every test, and the escrow key.
pub fn keys() -> &'static (Keys, String) {
    static KEYS: OnceLock<(Keys, String)> = OnceLock::new();
    KEYS.get_or_init(|| Keys::fresh().unwrap())
}

impl Page {
    /// A header that has to be there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name}")).to_str().unwrap()
    }
}

/// Builds the service with these parts.
async fn build(parts: Parts) -> Service {
    let service = Rc::new(init_service(app(parts)).await);
    Rc::new(move |request| {
        let service = service.clone();
        let answered = async move {
            call_service(&*service, request.to_request()).await.map_into_boxed_body()
        };
        answered.boxed_local()
    })
}

/// What a service built with these parts answers.
pub async fn answer(parts: Parts, request: TestRequest) -> Page {
    answered(&build(parts).await, request).await
}

async fn answered(service: &Service, request: TestRequest) -> Page {
    let response = service(request).await;
    let (status, headers) = (response.status(), response.headers().clone());
    let location = headers.get("location").map(|it| it.to_str().unwrap().to_owned());
    // A stream of events goes on for as long as its page is open.
    let bytes = match headers.get("content-type") {
        Some(kind) if kind == "text/event-stream" => Default::default(),
        _ => to_bytes(response.into_body()).await.ok().unwrap(),
    };
    let html = String::from_utf8_lossy(&bytes).into_owned();
    follows_the_page(&html);
    Page { status, location, headers, html, bytes: bytes.to_vec() }
}

/// Whatever a test asks for: a summary of mistakes names them in the order in
/// which the page asks.
fn follows_the_page(html: &str) {
    let parts = html.split_once("govuk-error-summary__list\">");
    let Some((list, page)) = parts.and_then(|it| it.1.split_once("</ul>")) else { return };
    let ids = list.split("href=\"#").skip(1).map(|it| it.split('"').next().unwrap());
    let places: Vec<usize> = ids.filter_map(|id| page.find(&format!(" id=\"{id}\""))).collect();
    assert!(places.is_sorted(), "mistakes are out of order: {list}");
}

impl TestApp {
    /// One connection inside a transaction that is always rolled back; the
    /// cast is on the stage. One connection can play only one role, so it is
    /// the opener's; tests of what the serving role may not do really commit.
    pub async fn at(moment: Moment) -> Self {
        let stage = Stage::free().await;
        let url = lease().urls_for(&stage.0).owner;
        let one = pool(&url, 1, AS_OPENER, true);
        Self {
            reads: one.clone(),
            acts: one.clone(),
            opener: one,
            role: "set role muster_opener",
            moment,
            run: UserId::mint(),
            url,
            stage: Some(Arc::new(stage)),
            service: OnceCell::new(),
        }
    }

    /// Many connections that really commit, in a database of its own, for
    /// tests about races and crashes.
    pub async fn committing(moment: Moment) -> Self {
        let name = format!("race_{}", UserId::mint().uuid().simple());
        let from = template().await;
        create(&format!("create database {name} template {from}")).await;
        Self::over(&name, moment)
    }

    /// The same over a database that has not even a table yet, for what is
    /// restored into one.
    pub async fn unmigrated(moment: Moment) -> Self {
        let name = format!("empty_{}", UserId::mint().uuid().simple());
        create(&format!("create database {name}")).await;
        Self::over(&name, moment)
    }

    fn over(name: &str, moment: Moment) -> Self {
        let url = lease().urls_for(name).owner;
        Self {
            reads: pool(
                &url,
                8,
                "set default_transaction_read_only = on; set role muster_app; set timezone = 'UTC'",
                false,
            ),
            acts: pool(&url, 8, AS_APP, false),
            opener: pool(&url, 2, AS_OPENER, false),
            role: "set role muster_app",
            moment,
            run: UserId::mint(),
            url,
            stage: None,
            service: OnceCell::new(),
        }
    }

    /// A migrated database of its own with nobody in it, and only the owner's
    /// door, whose clock can be moved: for the demonstration story.
    pub async fn empty(moment: Moment) -> Self {
        let name = format!("empty_{}", UserId::mint().uuid().simple());
        create(&format!("create database {name}")).await;
        let url = lease().urls_for(&name).owner;
        migrate::migrate(&url).await.unwrap();
        let owner = pool(&url, 4, "set timezone = 'UTC'", false);
        Self {
            reads: owner.clone(),
            acts: owner.clone(),
            opener: owner,
            role: "reset role",
            moment,
            run: UserId::mint(),
            url,
            stage: None,
            service: OnceCell::new(),
        }
    }

    /// The same service on one connection, in a transaction that goes on and is
    /// never committed: whatever it reads stays locked, and can be looked up.
    pub fn in_one_transaction(&self) -> Self {
        let one = pool(&self.url, 1, AS_APP, true);
        Self {
            reads: one.clone(),
            acts: one.clone(),
            opener: one,
            role: "set role muster_app",
            moment: self.moment,
            run: self.run,
            url: self.url.clone(),
            stage: self.stage.clone(),
            service: OnceCell::new(),
        }
    }

    /// The same service with the clock moved on.
    pub fn later(&self, by: TimeDelta) -> Self {
        self.when(self.moment + by)
    }

    /// The same service at a moment.
    pub fn when(&self, moment: Moment) -> Self {
        Self {
            reads: self.reads.clone(),
            acts: self.acts.clone(),
            opener: self.opener.clone(),
            role: self.role,
            moment,
            run: self.run,
            url: self.url.clone(),
            stage: self.stage.clone(),
            service: OnceCell::new(),
        }
    }

    /// How to sign in to its database as the serving role.
    pub fn serving_url(&self) -> String {
        let name = self.url.split("dbname='").nth(1).unwrap().trim_end_matches('\'');
        lease().urls_for(name).app
    }

    /// How to sign in to its database as the role that opens bids.
    pub fn opener_url(&self) -> String {
        let name = self.url.split("dbname='").nth(1).unwrap().trim_end_matches('\'');
        lease().urls_for(name).opener
    }

    /// The service's own door to the database.
    pub fn db(&self) -> Db {
        Db::new(self.reads.clone(), self.acts.clone(), Clock::Stopped(self.moment))
    }

    /// Does something to the database as its owner, behind the service's back.
    pub async fn arrange<T>(&self, f: impl AsyncFnOnce(&mut AsyncPgConnection) -> T) -> T {
        let mut conn = self.acts.get().await.unwrap();
        conn.batch_execute("reset role").await.unwrap();
        let done = f(&mut conn).await;
        conn.batch_execute(self.role).await.unwrap();
        done
    }

    /// One text from the database, for looking at what a page does not show.
    pub async fn look_up(&self, sql: &str) -> String {
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            it: String,
        }
        let sql = format!("select coalesce(({sql})::text, '') as it");
        self.arrange(async |conn| sql_query(sql).get_result::<Row>(conn).await.unwrap().it).await
    }

    /// Every audit action so far, in order.
    pub async fn trail(&self) -> Vec<String> {
        let actions =
            self.look_up("select string_agg(action, ' ' order by seq) from audit_entries").await;
        actions.split_whitespace().map(str::to_owned).collect()
    }

    /// Asks for a page as a person of the cast, or as [`cast::NOBODY`].
    pub async fn get(&self, who: &str, path: &str) -> Page {
        self.send(who, TestRequest::get().uri(path)).await
    }

    /// Sends a form as a person of the cast; the session's token is added.
    pub async fn post(&self, who: &str, path: &str, form: &[(&str, &str)]) -> Page {
        let mut fields = form.to_vec();
        fields.push(("csrf", CSRF));
        self.send(who, TestRequest::post().uri(path).set_form(fields)).await
    }

    /// Sends a request made by hand.
    pub async fn send(&self, who: &str, request: TestRequest) -> Page {
        let service = self.service.get_or_init(|| build(self.parts())).await;
        answered(service, self.sent_by(who, request).await).await
    }

    /// The same, to a service built with parts of the test's own.
    pub async fn send_with(&self, who: &str, request: TestRequest, parts: Parts) -> Page {
        answer(parts, self.sent_by(who, request).await).await
    }

    /// A request as it comes from a person's browser.
    pub async fn sent_by(&self, who: &str, request: TestRequest) -> TestRequest {
        let request = request.peer_addr(self.peer());
        if who.is_empty() {
            request.cookie(Cookie::new("muster-form", "0".repeat(64)))
        } else {
            request.cookie(Cookie::new("muster", self.session(who).await))
        }
    }

    /// What the service is built with.
    pub fn parts(&self) -> Parts {
        let site = Site {
            public_url: "http://muster.test".parse().unwrap(),
            secure: false,
            demonstration: true,
            trusted_proxies: vec![],
            contact: None,
        };
        let (site, stopping) = (Data::new(site), Data::new(Stopping::default()));
        let clock = Clock::Stopped(self.moment);
        let opener = Opener::new(Db::new(self.opener.clone(), self.opener.clone(), clock));
        let keys = keys().0.clone();
        let (db, files, shelf, live) = (self.db(), files(), shelf(), Data::default());
        Parts { db, opener, keys, site, stopping, files, shelf, live }
    }

    /// The token in the person's browser.
    pub fn token(&self, who: &str) -> String {
        format!("{who}-{}-{}", self.moment.timestamp_millis(), self.run)
    }

    /// The machine its people sit at. No two tests share one: the tries
    /// counted from it are locked until the test is over, and tests that wait
    /// for one another's locks in turn would wait for ever.
    fn peer(&self) -> SocketAddr {
        let [.., a, b, c] = *self.run.uuid().as_bytes();
        SocketAddr::from(([10, a, b, c], 50000))
    }

    /// A session of the person's, as if they had just signed in.
    pub async fn session(&self, who: &str) -> String {
        let token = self.token(who);
        let (hash, moment) = (Sha256::digest(&token).to_vec(), self.moment);
        let made = self
            .arrange(async |conn| {
                sql_query(
                    "insert into sessions (token_hash, user_id, csrf, created_at, last_seen_at, proven_at) \
                     select $1, id, $2, $3, $3, $3 from users where email = $4 on conflict (token_hash) do update set csrf = excluded.csrf",
                )
                .bind::<Bytea, _>(hash)
                .bind::<Text, _>(CSRF)
                .bind::<Timestamptz, _>(moment)
                .bind::<Text, _>(who)
                .execute(conn)
                .await
                .unwrap()
            })
            .await;
        assert_eq!(made, 1, "{who} is not in the cast");
        token
    }
}
