//! Copies of public pages, kept by each server until something changes.

use std::time::{Duration, Instant};

use actix_web::cookie::Cookie;
use actix_web::test::TestRequest;
use actix_web::web::Data;
use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use muster::app::{Parts, shelf};
use muster::types::time::Moment;
use muster::web::shelf::{Shelf, listen};
use tokio::task::JoinHandle;

use crate::support::app::{Page, TestApp, days, monday};
use crate::support::cast::{APPROVER, KESTREL, NOBODY, REQUESTER, open_request};

/// A server: its own shelf, on a database of the tests.
struct Server {
    shelf: Data<Shelf>,
    ears: JoinHandle<()>,
}

impl Server {
    /// One that hears of changes, and has heard of the database.
    async fn listening(app: &TestApp) -> Self {
        Self::told_by(app, app).await
    }

    /// One that listens to one database, and looks at another.
    async fn told_by(ears: &TestApp, eyes: &TestApp) -> Self {
        let shelf = shelf();
        let task = listen::keep_true(shelf.clone(), ears.serving_url(), eyes.serving_url());
        let server = Self { shelf, ears: tokio::spawn(task) };
        server.until("the database is heard of", || server.shelf.now().is_some()).await;
        server
    }

    async fn until(&self, what: &str, is_so: impl Fn() -> bool) {
        let begun = Instant::now();
        while !is_so() {
            assert!(begun.elapsed() < Duration::from_secs(30), "waited in vain until {what}");
            tokio::task::yield_now().await;
        }
    }

    async fn asked(&self, app: &TestApp, who: &str, request: TestRequest) -> Page {
        app.send_with(who, request, Parts { shelf: self.shelf.clone(), ..app.parts() }).await
    }

    async fn get(&self, app: &TestApp, who: &str, path: &str) -> Page {
        self.asked(app, who, TestRequest::get().uri(path)).await
    }

    /// Asks for a page that must be kept: the database behind this question knows of no such thing.
    async fn kept(&self, elsewhere: &TestApp, path: &str) -> Page {
        self.get(elsewhere, NOBODY, path).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ears.abort();
    }
}

/// Half a minute into Monday, so that no countdown is about to go on.
fn then() -> Moment {
    monday() + TimeDelta::seconds(30)
}

async fn with_a_request() -> (TestApp, String) {
    let app = TestApp::committing(then()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    (app, request)
}

#[actix_web::test]
async fn a_page_is_rendered_once_and_then_served_from_its_copy() {
    let (app, request) = with_a_request().await;
    let elsewhere = TestApp::committing(then()).await;
    let server = Server::listening(&app).await;
    for path in [
        "/".to_owned(),
        "/opportunities".to_owned(),
        "/opportunities?q=devices".to_owned(),
        format!("/opportunities/{request}"),
    ] {
        let first = server.get(&app, NOBODY, &path).await;
        let again = server.kept(&elsewhere, &path).await;
        assert!(first.html.contains(&request), "{path}: {}", first.html);
        assert_eq!(again.html, first.html, "{path}");
        assert_eq!(again.header("etag"), first.header("etag"), "{path}");
        assert_eq!(again.header("vary"), "accept-encoding, cookie", "{path}");
        assert_eq!(again.header("cache-control"), "no-cache", "{path}");
        assert_ne!(again.header("x-request-id"), first.header("x-request-id"), "{path}");
        assert!(
            !first.headers.contains_key("set-cookie") && !first.html.contains("csrf"),
            "{path}"
        );
    }
    let other = server.kept(&elsewhere, "/opportunities?q=phones").await;
    assert!(!other.html.contains(&request), "another search is another page");
}

#[actix_web::test]
async fn a_browser_that_has_the_page_is_told_so() {
    let (app, request) = with_a_request().await;
    let path = format!("/opportunities/{request}");
    let server = Server::listening(&app).await;
    let closed = Server { shelf: shelf(), ears: tokio::spawn(async {}) };
    for server in [&server, &closed] {
        let page = server.get(&app, NOBODY, &path).await;
        let tag = page.header("etag").to_owned();
        let asked = |tag: &str| TestRequest::get().uri(&path).insert_header(("if-none-match", tag));
        let had = server.asked(&app, NOBODY, asked(&tag)).await;
        assert_eq!((had.status.as_u16(), had.html.as_str()), (304, ""));
        assert_eq!(had.header("etag"), tag);
        let other = server.asked(&app, NOBODY, asked("\"another\"")).await;
        assert_eq!(other.status.as_u16(), 200);
    }
    // Once it is settled, it says when it was rendered.
    let later = app.later(TimeDelta::seconds(3));
    let dated = server.get(&later, NOBODY, &path).await;
    assert_eq!(dated.header("last-modified"), "Mon, 05 Jan 2026 09:00:30 GMT");
    let since =
        |date: &str| TestRequest::get().uri(&path).insert_header(("if-modified-since", date));
    for (date, status) in
        [("Mon, 05 Jan 2026 09:00:30 GMT", 304), ("Mon, 05 Jan 2026 09:00:29 GMT", 200)]
    {
        assert_eq!(
            server.asked(&later, NOBODY, since(date)).await.status.as_u16(),
            status,
            "{date}"
        );
    }
}

#[actix_web::test]
async fn each_way_of_compression_has_its_own_copy() {
    let (app, _) = with_a_request().await;
    let elsewhere = TestApp::committing(then()).await;
    let server = Server::listening(&app).await;
    let asked = |way: &str| {
        TestRequest::get().uri("/opportunities").insert_header(("accept-encoding", way))
    };
    let mut tags = Vec::new();
    for way in ["br", "gzip"] {
        let first = server.asked(&app, NOBODY, asked(way)).await;
        let again = server.asked(&elsewhere, NOBODY, asked(way)).await;
        for page in [&first, &again] {
            assert_eq!(page.header("content-encoding"), way);
            tags.push(page.header("etag").to_owned());
        }
        assert_eq!(first.html, again.html);
    }
    assert!(tags[0] == tags[1] && tags[1] != tags[2] && tags[2] == tags[3], "{tags:?}");
}

#[actix_web::test]
async fn a_change_through_one_server_is_seen_on_the_other_within_a_second() {
    let (app, request) = with_a_request().await;
    let (here, there) = (Server::listening(&app).await, Server::listening(&app).await);
    let path = format!("/opportunities/{request}");
    for path in [path.as_str(), "/opportunities"] {
        assert!(there.get(&app, NOBODY, path).await.html.contains(&request));
    }
    assert_eq!(there.shelf.len(), 2);
    let form = [
        ("code", "need_gone"),
        ("reason", "The phones were returned."),
        ("csrf", crate::support::app::CSRF),
    ];
    let cancel =
        TestRequest::post().uri(&format!("/requests/{request}/cancellation")).set_form(form);
    assert_eq!(here.asked(&app, APPROVER, cancel).await.status.as_u16(), 303);
    let begun = Instant::now();
    while !there.get(&app, NOBODY, &path).await.html.contains("The phones were returned.") {
        assert!(
            begun.elapsed() < Duration::from_secs(1),
            "the page of a second ago is still served"
        );
    }
    assert!(!there.get(&app, NOBODY, "/opportunities").await.html.contains(&request));
    assert!(begun.elapsed() < Duration::from_secs(1));
}

/// A document of a request that waits for the scanner.
fn document(request: &str) -> String {
    format!(
        "with it as (insert into files (id, force_id, name, media_type, bytes, sha256, storage_key, state, uploaded_by, uploaded_at, next_at) \
         select gen_random_uuid(), u.force_id, 'Site plan.pdf', 'application/pdf', 1, sha256('x'), 'x' || gen_random_uuid(), 'pending', u.id, now(), now() \
         from users u where u.email = '{REQUESTER}' returning id, uploaded_by) \
         insert into request_documents (file_id, request_id, added_by, added_at) \
         select it.id, r.id, it.uploaded_by, now() from it, requests r where r.reference = '{request}'"
    )
}

/// The database says its time without end, and nothing ever changes.
async fn hearing(shelf: Data<Shelf>) {
    loop {
        shelf.hear(Instant::now(), then());
        tokio::task::yield_now().await;
    }
}

/// Tables that public pages read, whose changes need not be told, and why.
const UNTOLD: [(&str, i32, &str); 7] = [
    ("audit_entries", INSERT | DELETE | UPDATE, "written with what they are about, which tells"),
    ("request_panel", INSERT | DELETE | UPDATE, "who scores is on no public page"),
    ("panel_chairs", INSERT | DELETE | UPDATE, "nor is who chairs"),
    (
        "providers",
        INSERT | DELETE | UPDATE,
        "decide which documents a provider may have, and nothing for anyone else",
    ),
    ("provider_lots", INSERT | DELETE | UPDATE, "the same"),
    ("request_words", INSERT | DELETE | UPDATE, "kept by a trigger on requests, which tells"),
    ("files", INSERT | DELETE, "on no page before it is a document of the request, which tells"),
];

/// What PostgreSQL calls the changes that a trigger is for.
const INSERT: i32 = 4;
const DELETE: i32 = 8;
const UPDATE: i32 = 16;

#[actix_web::test]
async fn whatever_a_kept_page_reads_has_triggers_that_tell_of_every_change() {
    let (app, request) = with_a_request().await;
    let (ended, decided) = app
        .arrange(async |conn| {
            let (ended, decided) = (
                open_request(conn, monday() + days(15)).await,
                open_request(conn, monday() + days(16)).await,
            );
            let sql = format!(
                "{}; update requests set state = 'cancelled', end_reason = 'Gone.' where reference = '{ended}'; \
                 update requests set state = 'decided' where reference = '{decided}'; \
                 insert into clarifications (id, request_id, number, provider_id, asked_by, question, asked_at, answer, answered_at) \
                 select gen_random_uuid(), r.id, 1, u.provider_id, u.id, 'Where?', now(), 'There.', now() \
                 from users u, requests r where u.email = '{KESTREL}' and r.reference = '{request}'",
                document(&request)
            );
            conn.batch_execute(&sql).await.unwrap();
            (ended, decided)
        })
        .await;
    // What it has read stays locked until the end of its transaction.
    let looking = app.in_one_transaction();
    let heard = shelf();
    let server = Server { shelf: heard.clone(), ears: tokio::spawn(hearing(heard)) };
    let mut paths =
        ["/", "/opportunities.atom", "/sitemap.xml", "/opportunities"].map(str::to_owned).to_vec();
    paths.extend(
        [
            "q=devices",
            "q=nothing+like+it&lot=digital_forensics",
            "status=all&sort=closing",
            "specialism=digital_forensics&region=north-west&force=northshire",
        ]
        .map(|it| format!("/opportunities?{it}")),
    );
    for it in [&request, &ended, &decided] {
        paths.extend([format!("/opportunities/{it}"), format!("/opportunities/{it}.ics")]);
    }
    for path in &paths {
        let before = server.shelf.len();
        let page = server.get(&looking, NOBODY, path).await;
        assert_eq!(page.status.as_u16(), 200, "{path}: {}", page.html);
        assert!(server.shelf.len() > before, "{path} is a page that is kept");
    }
    let read = looking
        .look_up(
            "select string_agg(distinct c.relname::text, ' ' order by c.relname::text) from pg_locks l \
             join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace \
             where l.pid = pg_backend_pid() and n.nspname = 'public' and c.relkind in ('r', 'p')",
        )
        .await;
    for known in ["requests", "clarifications", "request_documents", "files", "lots", "amendments"]
    {
        assert!(read.split(' ').any(|it| it == known), "{known} is read: {read}");
    }
    let mut faults = Vec::new();
    for table in read.split(' ') {
        let told: i32 = app
            .look_up(&format!(
                "select coalesce(bit_or(t.tgtype::int), 0) from pg_trigger t join pg_proc p on p.oid = t.tgfoid \
                 where t.tgrelid = '{table}'::regclass and not t.tgisinternal and t.tgenabled <> 'D' \
                 and p.prosrc like '%tell_public(%'"
            ))
            .await
            .parse()
            .unwrap();
        let untold = UNTOLD.iter().find(|it| it.0 == table).map_or(0, |it| it.1);
        let missing = (INSERT | DELETE | UPDATE) & !told & !untold;
        if missing != 0 {
            faults.push(format!(
                "{table} is read by a page that is kept, and changes of it are not told ({missing})"
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[actix_web::test]
async fn what_was_begun_before_the_first_look_is_not_kept() {
    let (app, _) = with_a_request().await;
    let kept = shelf();
    // A page that is being rendered, of what was read before anyone listened.
    let begun = kept.dropped();
    let task = listen::keep_true(kept.clone(), app.serving_url(), app.serving_url());
    let server = Server { shelf: kept, ears: tokio::spawn(task) };
    server.until("the database is heard of", || server.shelf.now().is_some()).await;
    assert_ne!(server.shelf.dropped(), begun, "the page would be kept, though it may be old");
}

#[actix_web::test]
async fn the_counts_beside_the_filters_are_kept_for_people_who_are_signed_in() {
    let (app, request) = with_a_request().await;
    let elsewhere = TestApp::committing(then()).await;
    let server = Server::listening(&app).await;
    let counted = async |from: &TestApp, query: &str| {
        server.get(from, KESTREL, &format!("/opportunities{query}")).await.html
    };
    let one = "Digital forensics (1)";
    for query in ["", "?page=1", "?sort=closing"] {
        let page = counted(&app, query).await;
        assert!(page.contains(one) && page.contains(&request), "{query}: {page}");
    }
    // The database behind this question knows of no request: the counts are those that were kept.
    let page = counted(&elsewhere, "").await;
    assert!(page.contains(one) && !page.contains(&request), "{page}");
    let page = counted(&elsewhere, "?q=phone").await;
    assert!(!page.contains(one), "another search is counted by itself: {page}");
    let sql = "update requests set state = 'cancelled', end_reason = 'Gone.'";
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
    let begun = Instant::now();
    while counted(&app, "").await.contains(one) {
        assert!(begun.elapsed() < Duration::from_secs(1), "the counts of a second ago are shown");
        tokio::task::yield_now().await;
    }
    // At the deadline it is another list, though nothing is changed.
    let (app, _) = with_a_request().await;
    let server = Server::listening(&app).await;
    for (moment, listed) in [(then(), true), (monday() + days(14), false)] {
        let page = server.get(&app.when(moment), KESTREL, "/opportunities").await.html;
        assert_eq!(page.contains(one), listed, "{moment}: {page}");
    }
}

#[actix_web::test]
async fn every_table_behind_a_public_page_tells_of_its_changes() {
    let (app, request) = with_a_request().await;
    let server = Server::listening(&app).await;
    let this = format!("(select id from requests where reference = '{request}')");
    let path = format!("/opportunities/{request}");
    for sql in [
        "update requests set summary = 'Other'".to_owned(),
        format!("update request_roles set title = 'Other' where request_id = {this}"),
        format!(
            "delete from request_requirements where request_id = {this} and kind = 'nice_to_have'"
        ),
        "update request_criteria set guidance = 'Other'".to_owned(),
        format!(
            "insert into request_specialisms select {this}, code from specialisms on conflict do nothing"
        ),
        format!(
            "insert into clarifications (id, request_id, number, provider_id, asked_by, question, asked_at) \
             select gen_random_uuid(), {this}, 1, provider_id, id, 'Other?', now() from users where email = '{KESTREL}'"
        ),
        "update clarifications set answer = 'Other', answered_at = now()".to_owned(),
        "update forces set contracting_authority = 'Other' where slug = 'northshire'".to_owned(),
        "update lots set name = 'Other' where code = 'digital_forensics'".to_owned(),
        "update specialisms set name = 'Another' where position = 1".to_owned(),
        "update regions set name = 'Other' where code = 'north-west'".to_owned(),
        "update framework_criteria set name = 'Other' where code = 'technical_merit'".to_owned(),
        document(&request),
        "update files set state = 'quarantined', reason = 'A virus', scanned_at = now()".to_owned(),
    ] {
        let before = server.get(&app, NOBODY, &path).await;
        assert!(!server.shelf.is_empty(), "{sql}");
        app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
        let begun = Instant::now();
        while server.get(&app, NOBODY, &path).await.html == before.html {
            assert!(begun.elapsed() < Duration::from_secs(1), "{sql}");
            tokio::task::yield_now().await;
        }
    }
}

#[actix_web::test]
async fn a_change_to_one_request_leaves_the_copies_of_the_others() {
    let (app, request) = with_a_request().await;
    let other = app.arrange(async |conn| open_request(conn, monday() + days(15)).await).await;
    let elsewhere = TestApp::committing(then()).await;
    let server = Server::listening(&app).await;
    for path in [
        format!("/opportunities/{request}"),
        format!("/opportunities/{other}"),
        "/opportunities".to_owned(),
    ] {
        server.get(&app, NOBODY, &path).await;
    }
    assert_eq!(server.shelf.len(), 3);
    let sql = format!("update requests set summary = 'Other' where reference = '{request}'");
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
    server.until("the change is heard of", || server.shelf.len() == 1).await;
    assert!(
        server.kept(&elsewhere, &format!("/opportunities/{other}")).await.html.contains(&other)
    );
    // What nobody may see yet changes no public page.
    let draft = format!(
        "update requests set state = 'draft', published_at = null where reference = '{request}'"
    );
    app.arrange(async |conn| conn.batch_execute(&draft).await.unwrap()).await;
    app.arrange(async |conn| conn.batch_execute("delete from public_changes").await.unwrap()).await;
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
    assert_eq!(app.look_up("select count(*) from public_changes").await, "0");
}

#[actix_web::test]
async fn a_notification_that_was_missed_is_made_good_within_a_second() {
    let (app, request) = with_a_request().await;
    let elsewhere = TestApp::committing(then()).await;
    let deaf = Server::told_by(&elsewhere, &app).await;
    let path = format!("/opportunities/{request}");
    deaf.get(&app, NOBODY, &path).await;
    assert_eq!(deaf.shelf.len(), 1);
    app.arrange(async |conn| {
        conn.batch_execute("update requests set summary = 'Seen, not heard'").await.unwrap()
    })
    .await;
    let begun = Instant::now();
    while !deaf.get(&app, NOBODY, &path).await.html.contains("Seen, not heard") {
        assert!(begun.elapsed() < Duration::from_millis(1_200), "the change was never seen");
        tokio::task::yield_now().await;
    }
}

#[actix_web::test]
async fn nothing_is_kept_or_served_while_the_database_is_not_heard_of() {
    let (app, request) = with_a_request().await;
    let path = format!("/opportunities/{request}");
    let never = Server { shelf: shelf(), ears: tokio::spawn(async {}) };
    assert!(never.get(&app, NOBODY, &path).await.html.contains(&request));
    assert!(never.shelf.is_empty());

    let server = Server::listening(&app).await;
    server.get(&app, NOBODY, &path).await;
    assert_eq!(server.shelf.len(), 1);
    app.arrange(async |conn| {
        let cut = "select pg_terminate_backend(pid) from pg_stat_activity \
             where datname = current_database() and query like 'listen muster_public%'";
        conn.batch_execute(cut).await.unwrap();
    })
    .await;
    server.until("the cut is noticed", || server.shelf.is_empty()).await;
    assert!(server.shelf.now().is_none(), "closed until it listens again");
    server.until("it listens again", || server.shelf.now().is_some()).await;
    server.get(&app, NOBODY, &path).await;
    assert_eq!(server.shelf.len(), 1);
}

#[actix_web::test]
async fn a_copy_is_dropped_at_the_very_moment_the_deadline_passes() {
    let app = TestApp::committing(monday()).await;
    let closes = monday() + TimeDelta::seconds(50);
    let request = app.arrange(async |conn| open_request(conn, closes).await).await;
    let elsewhere = TestApp::committing(monday()).await;
    let server = Server::listening(&app).await;
    let paths = [format!("/opportunities/{request}"), "/opportunities".to_owned()];
    // The real clock goes on beside the stopped one, and is not asked.
    let at = |from: &TestApp, seconds: i64, millis: i64| {
        from.when(monday() + TimeDelta::seconds(seconds) + TimeDelta::milliseconds(millis))
    };
    for path in &paths {
        let open = server.get(&at(&app, 20, 0), NOBODY, path).await.html;
        assert!(
            open.contains(&request) && open.contains("closes in less than a minute"),
            "{path}: {open}"
        );
        let last = server.kept(&at(&elsewhere, 50, -1), path).await.html;
        assert_eq!(last, open, "{path}: it is open to the last millisecond");
        let none = server.kept(&at(&elsewhere, 50, 0), path).await.html;
        assert!(!none.contains(&request), "{path}: the copy is not served at the deadline");
    }
    let page = server.get(&at(&app, 50, 0), NOBODY, &paths[0]).await.html;
    assert!(page.contains("Bids closed at") && page.contains("no longer takes bids"), "{page}");
    let list = server.get(&at(&app, 50, 0), NOBODY, &paths[1]).await.html;
    assert!(!list.contains(&request), "{list}");
}

#[actix_web::test]
async fn a_countdown_goes_on_though_the_page_is_kept() {
    let app = TestApp::committing(monday()).await;
    let closes = monday() + TimeDelta::minutes(10);
    let request = app.arrange(async |conn| open_request(conn, closes).await).await;
    let server = Server::listening(&app).await;
    for path in [format!("/opportunities/{request}"), "/opportunities".to_owned()] {
        for (seconds, said) in [
            (10, "closes in 9 minutes"),
            (59, "closes in 9 minutes"),
            (61, "closes in 8 minutes"),
            (185, "closes in 6 minutes"),
        ] {
            let app = app.when(monday() + TimeDelta::seconds(seconds));
            let page = server.get(&app, NOBODY, &path).await.html;
            assert!(page.contains(said), "{path} after {seconds} seconds: {page}");
        }
    }
}

#[actix_web::test]
async fn whoever_is_signed_in_is_never_served_a_copy_and_theirs_is_never_kept() {
    let (app, request) = with_a_request().await;
    let server = Server::listening(&app).await;
    for path in ["/".to_owned(), "/opportunities".to_owned(), format!("/opportunities/{request}")] {
        server.get(&app, NOBODY, &path).await;
        let copies = server.shelf.len();
        for (who, name) in [(KESTREL, "Ann Lee"), (REQUESTER, "Rosa Quill")] {
            let page = server.get(&app, who, &path).await;
            assert!(page.html.contains(name), "{who} {path}");
            assert_eq!(page.header("cache-control"), "no-store", "{who} {path}");
        }
        assert_eq!(server.shelf.len(), copies, "{path}");
        let public = server.get(&app, NOBODY, &path).await.html;
        assert!(!public.contains("Ann Lee") && !public.contains("Rosa Quill"), "{path}");
    }
    // What was just said to one browser is said to no other.
    let cookie = Cookie::new("muster-said", "You are signed out");
    let said = TestRequest::get().uri("/opportunities").cookie(cookie);
    let page = server.asked(&app, NOBODY, said).await;
    assert!(page.html.contains("You are signed out"), "{}", page.html);
    assert!(!server.get(&app, NOBODY, "/opportunities").await.html.contains("You are signed out"));
}

#[actix_web::test]
async fn what_is_not_there_is_not_kept() {
    let (app, _) = with_a_request().await;
    let server = Server::listening(&app).await;
    assert_eq!(server.get(&app, NOBODY, "/opportunities/REQ-2026-NONE").await.status.as_u16(), 404);
    assert!(server.shelf.is_empty());
}
