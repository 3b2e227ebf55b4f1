//! Mail, all the way to a real mail server.

use chrono::TimeDelta;
use muster::accounts::queries;
use muster::audit::{Actor, Happened};
use muster::outbox::post::Post;
use muster::outbox::preferences::Kind;
use muster::outbox::queue::{self, MOST_TRIES};
use muster::outbox::{Message, Recipient};
use muster::work::{send_one, write_digests};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::support::app::{TestApp, monday};
use crate::support::cast::{HARROW, KESTREL, REQUESTER};
use crate::support::node::Program;

/// A mail server of the test's own; see `tests/mail/server.mjs`.
struct Server(Program);

/// A mail as the server received it.
#[derive(Debug, Deserialize)]
struct Received {
    to: String,
    id: String,
    letter: String,
}

impl Server {
    fn start(more: &[&str]) -> Self {
        Self(Program::start("mail", "smtp-server", more))
    }

    fn post(&self) -> Post {
        post_to(self.0.port, "")
    }

    /// Ends the server and tells everything that reached it.
    fn received(mut self) -> Vec<Received> {
        self.0.end();
        let lines = self.0.lines.by_ref();
        lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect()
    }
}

fn post_to(port: u16, query: &str) -> Post {
    let server = format!("smtp://127.0.0.1:{port}{query}").parse().unwrap();
    let public = "https://muster.example".parse().unwrap();
    Post::by_server(&server, "Muster <no-reply@muster.example>", public).unwrap()
}

/// A port at which nothing listens.
fn silent_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[derive(Serialize)]
struct Told;

impl Happened for Told {
    fn action(&self) -> &'static str {
        "test.told"
    }

    fn subject(&self) -> Uuid {
        Uuid::nil()
    }
}

fn message(cause: &str) -> Message {
    Message {
        cause: cause.to_owned(),
        subject: "Your bid was received".to_owned(),
        lines: vec!["It is sealed until 12 noon.".to_owned(), "You may replace it.".to_owned()],
        link: "/bids/BID-2026-7K3QX9".to_owned(),
    }
}

/// Tells people of a cause, in an act.
async fn tell(app: &TestApp, who: &[&str], cause: &str) {
    let db = app.db();
    let mut recipients = Vec::new();
    for email in who {
        let person = db.read(async |conn| queries::by_email(conn, email).await).await.unwrap();
        let person = person.unwrap();
        recipients.push(Recipient { user: person.id, email: person.email, name: person.name });
    }
    db.act(&Actor::system("test"), async |tx| {
        tx.tell(&recipients, &message(cause)).await?;
        tx.record(&Told, ()).await
    })
    .await
    .unwrap();
}

/// Sends what is due; how many were tried.
async fn send_all(app: &TestApp, post: &Post) -> usize {
    let db = app.db();
    let mut tried = 0;
    while send_one(&db, post).await.unwrap() {
        tried += 1;
    }
    tried
}

async fn waiting(app: &TestApp) -> String {
    let row = "select string_agg(concat_ws(' ', recipient, attempts, \
               case when sent_at is not null then 'sent' when dead_at is not null then 'dead' else 'waits' end), ', ' order by recipient) \
               from outbox";
    app.look_up(row).await
}

#[actix_web::test]
async fn a_mail_arrives_with_both_parts_a_link_and_an_id_of_its_own() {
    let (app, server) = (TestApp::at(monday()).await, Server::start(&[]));
    tell(&app, &[KESTREL], "bid.submitted:1").await;
    assert_eq!(send_all(&app, &server.post()).await, 1);
    assert_eq!(waiting(&app).await, format!("{KESTREL} 1 sent"));

    let id = app.look_up("select id from outbox").await;
    let received = server.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].to, KESTREL);
    assert_eq!(received[0].id, format!("{id}@muster.example"));
    let letter = &received[0].letter;
    for part in [
        "Subject: Your bid was received",
        "From: Muster <no-reply@muster.example>",
        "Content-Type: multipart/alternative",
        "Content-Type: text/plain",
        "Content-Type: text/html",
        "Hello Ann Lee,",
        "It is sealed until 12 noon.",
        "https://muster.example/bids/BID-2026-7K3QX9",
        "<p",
    ] {
        assert!(letter.contains(part), "{part} is not in {letter}");
    }
}

#[actix_web::test]
async fn a_digest_arrives_with_the_headers_that_end_it_and_the_secret_is_forgotten() {
    let (app, server) = (TestApp::committing(monday()).await, Server::start(&[]));
    let chosen = [("new_requests", "daily"), ("expiry", "at_once")];
    app.post(KESTREL, "/account/notices/preferences", &chosen).await;
    let db = app.db();
    let person = db.read(async |conn| queries::by_email(conn, KESTREL).await).await.unwrap();
    let person = person.unwrap();
    let to = [Recipient { user: person.id, email: person.email, name: person.name }];
    db.act(&Actor::system("test"), async |tx| {
        tx.tell_as_wanted(Kind::NewRequests, &to, &message("request.open:1")).await?;
        tx.tell(&to, &message("bid.submitted:1")).await?;
        tx.record(&Told, ()).await
    })
    .await
    .unwrap();
    let tomorrow = app.later(TimeDelta::days(1));
    let post = server.post();
    assert_eq!(write_digests(&tomorrow.db(), post.public_url()).await.unwrap(), 1);
    let path = app.look_up("select unsubscribe from outbox where cause like 'digest:%'").await;
    assert_eq!(send_all(&tomorrow, &post).await, 2);
    assert_eq!(app.look_up("select string_agg(unsubscribe, '') from outbox").await, "");

    let received = server.received();
    let (digests, others): (Vec<_>, Vec<_>) =
        received.iter().partition(|it| it.letter.contains("Your daily digest"));
    assert_eq!((digests.len(), others.len()), (1, 1));
    let head = digests[0].letter.split("\r\n\r\n").next().unwrap();
    let header = format!("\r\nList-Unsubscribe: <https://muster.example{path}>\r\n");
    assert!(head.contains(&header), "{head}");
    assert!(head.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{head}");
    assert!(!others[0].letter.contains("List-Unsubscribe"), "{}", others[0].letter);
    assert!(!others[0].letter.contains("/unsubscribe/"), "{}", others[0].letter);
}

#[actix_web::test]
async fn the_same_cause_reaches_the_same_person_once() {
    let (app, server) = (TestApp::at(monday()).await, Server::start(&[]));
    tell(&app, &[KESTREL, HARROW], "request.published:1").await;
    tell(&app, &[KESTREL, HARROW, REQUESTER], "request.published:1").await;
    tell(&app, &[KESTREL], "request.published:2").await;
    assert_eq!(send_all(&app, &server.post()).await, 4);
    assert_eq!(app.look_up("select count(*) from notices").await, "4", "a notice for each mail");

    let mut to: Vec<String> = server.received().into_iter().map(|it| it.to).collect();
    to.sort();
    assert_eq!(to, [HARROW, KESTREL, KESTREL, REQUESTER]);
}

#[actix_web::test]
async fn nobody_is_told_of_a_change_that_failed() {
    let app = TestApp::at(monday()).await;
    let db = app.db();
    let person = db.read(async |conn| queries::by_email(conn, KESTREL).await).await.unwrap();
    let person = person.unwrap();
    let to = [Recipient { user: person.id, email: person.email, name: person.name }];
    let failed: Result<(), _> = db
        .act(&Actor::system("test"), async |tx| {
            tx.tell(&to, &message("bid.submitted:1")).await?;
            Err(muster::error::Error::Refused("The deadline has passed.".to_owned()))
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(app.look_up("select count(*) from outbox").await, "0");
    assert_eq!(app.look_up("select count(*) from notices").await, "0");
}

#[actix_web::test]
async fn two_workers_send_each_mail_once() {
    let (app, server) = (TestApp::committing(monday()).await, Server::start(&[]));
    for number in 0..10 {
        tell(&app, &[KESTREL, HARROW], &format!("cause:{number}")).await;
    }
    let post = server.post();
    let (one, two) = futures_util::future::join(send_all(&app, &post), send_all(&app, &post)).await;
    assert_eq!(one + two, 20);
    assert!(one > 0 && two > 0, "both worked: {one} and {two}");

    let mut ids: Vec<String> = server.received().into_iter().map(|it| it.id).collect();
    assert_eq!(ids.len(), 20);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 20, "none came twice");
}

#[actix_web::test]
async fn mail_waits_longer_each_time_while_the_server_is_down_and_then_arrives() {
    let app = TestApp::at(monday()).await;
    let port = silent_port();
    tell(&app, &[KESTREL], "bid.submitted:1").await;

    assert_eq!(send_all(&app, &post_to(port, "")).await, 1);
    assert_eq!(waiting(&app).await, format!("{KESTREL} 1 waits"));
    assert!(!app.look_up("select last_error from outbox").await.is_empty(), "the cause is kept");
    let pause = "select extract(epoch from next_at - created_at)::integer from outbox";
    assert_eq!(app.look_up(pause).await, "10");

    let soon = app.later(TimeDelta::seconds(9));
    assert_eq!(send_all(&soon, &post_to(port, "")).await, 0, "it is not due yet");
    let then = app.later(TimeDelta::seconds(10));
    assert_eq!(send_all(&then, &post_to(port, "")).await, 1);
    assert_eq!(app.look_up(pause).await, "30", "twice as long after the second try");

    let server = Server::start(&["--port", &port.to_string()]);
    let up = app.later(TimeDelta::seconds(30));
    assert_eq!(send_all(&up, &server.post()).await, 1);
    assert_eq!(waiting(&app).await, format!("{KESTREL} 3 sent"));
    assert_eq!(app.look_up("select last_error from outbox").await, "");
    assert_eq!(server.received().len(), 1);
}

#[actix_web::test]
async fn a_worker_that_dies_before_sending_loses_nothing() {
    let (app, server) = (TestApp::committing(monday()).await, Server::start(&[]));
    tell(&app, &[KESTREL], "bid.submitted:1").await;
    let taken = app.db().keep_books(async |conn, now| queue::take(conn, now).await).await;
    let taken = taken.unwrap().unwrap();

    assert_eq!(send_all(&app, &server.post()).await, 0, "the dead worker still has it");
    let later = app.later(TimeDelta::minutes(2));
    assert_eq!(send_all(&later, &server.post()).await, 1);
    assert_eq!(send_all(&later.later(TimeDelta::days(1)), &server.post()).await, 0);

    let received = server.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].id, format!("{}@muster.example", taken.id));
}

#[actix_web::test]
async fn a_worker_that_dies_between_sending_and_saying_so_sends_again_under_the_same_id() {
    let (app, server) = (TestApp::committing(monday()).await, Server::start(&[]));
    tell(&app, &[KESTREL], "bid.submitted:1").await;
    let taken = app.db().keep_books(async |conn, now| queue::take(conn, now).await).await;
    server.post().hand_over(&taken.unwrap().unwrap()).await.unwrap();

    assert_eq!(send_all(&app.later(TimeDelta::minutes(2)), &server.post()).await, 1);
    let received = server.received();
    assert_eq!(received.len(), 2, "never none; twice at worst");
    assert_eq!(received[0].id, received[1].id, "so that the second can be recognised");
    assert_eq!(
        received[0].letter,
        received[1].letter.replace(boundary(&received[1]), boundary(&received[0]))
    );
}

/// What separates the parts of a letter: drawn anew for each.
fn boundary(mail: &Received) -> &str {
    mail.letter.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap()
}

#[actix_web::test]
async fn mail_is_not_handed_over_in_the_clear_where_tls_is_required() {
    let (app, server) = (TestApp::at(monday()).await, Server::start(&[]));
    tell(&app, &[KESTREL], "bid.submitted:1").await;
    assert_eq!(send_all(&app, &post_to(server.0.port, "?tls=required")).await, 1);
    assert_eq!(waiting(&app).await, format!("{KESTREL} 1 waits"));
    assert!(server.received().is_empty());
}

#[actix_web::test]
async fn a_mail_server_that_nobody_vouches_for_is_not_trusted() {
    for query in ["?tls=required", "?tls=opportunistic"] {
        let (app, server) = (TestApp::at(monday()).await, Server::start(&["--tls"]));
        tell(&app, &[KESTREL], "bid.submitted:1").await;
        assert_eq!(send_all(&app, &post_to(server.0.port, query)).await, 1);
        assert_eq!(waiting(&app).await, format!("{KESTREL} 1 waits"), "{query}");
        let cause = app.look_up("select last_error from outbox").await;
        assert!(cause.contains("certificate"), "{query}: {cause}");
        assert!(server.received().is_empty());
    }
}

#[actix_web::test]
async fn a_mail_that_is_refused_holds_up_no_other_and_is_put_aside_in_the_end() {
    let (app, server) = (TestApp::at(monday()).await, Server::start(&[]));
    app.arrange(async |conn| {
        use diesel_async::SimpleAsyncConnection;
        let moved = "update users set email = 'refused@kestrel.example' where email = 'bids@kestrel.example'";
        conn.batch_execute(moved).await.unwrap();
    })
    .await;
    tell(&app, &["refused@kestrel.example"], "bid.submitted:1").await;
    tell(&app, &[HARROW], "bid.submitted:2").await;

    assert_eq!(send_all(&app, &server.post()).await, 2);
    assert_eq!(waiting(&app).await, format!("{HARROW} 1 sent, refused@kestrel.example 1 waits"));
    let cause = app.look_up("select last_error from outbox where sent_at is null").await;
    assert!(cause.contains("No such person here"), "{cause}");

    for day in 1..i64::from(MOST_TRIES) {
        assert_eq!(send_all(&app.later(TimeDelta::days(day)), &server.post()).await, 1);
    }
    assert_eq!(
        waiting(&app).await,
        format!("{HARROW} 1 sent, refused@kestrel.example {MOST_TRIES} dead")
    );
    assert_eq!(send_all(&app.later(TimeDelta::days(99)), &server.post()).await, 0);
    assert_eq!(server.received().len(), 1);
}
