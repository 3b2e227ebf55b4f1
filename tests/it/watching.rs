//! Watching requests, and searches that are saved.

use actix_web::http::StatusCode;
use diesel_async::SimpleAsyncConnection;
use muster::work::{tell_searches, write_digests};

use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, HARROW, KESTREL, LANTERN, NOBODY, REQUESTER, open_request,
};
use crate::support::form::{Form, names};

async fn with_a_request() -> (TestApp, String) {
    let app = TestApp::committing(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    (app, request)
}

/// The subjects of the mail to a person, in order.
async fn mails(app: &TestApp, who: &str) -> String {
    let sql =
        "select string_agg(subject, '; ' order by created_at, id) from outbox where recipient";
    app.look_up(&format!("{sql} = '{who}'")).await
}

async fn notices(app: &TestApp, who: &str) -> String {
    let sql = "select count(*) from notices n join users u on u.id = n.user_id where u.email";
    app.look_up(&format!("{sql} = '{who}'")).await
}

#[actix_web::test]
async fn who_watches_a_request_is_told_of_answers_and_of_its_end_and_nobody_else_knows() {
    let (app, request) = with_a_request().await;
    let path = format!("/opportunities/{request}");
    for who in [NOBODY, REQUESTER, AUDITOR] {
        assert!(!app.get(who, &path).await.html.contains("Watch this request"), "{who}");
    }
    let form = Form::on(&app.get(LANTERN, &path).await, &format!("{path}/watch"));
    assert_eq!(form.send_twice(&app, LANTERN).await, path);
    assert_eq!(app.look_up("select count(*) from request_watches").await, "1");
    let page = app.get(LANTERN, &path).await.html;
    assert!(page.contains("You are watching this request") && !page.contains("Watch this request"));
    let home = app.get(LANTERN, "/provider").await.html;
    assert!(
        home.contains("Requests you watch") && home.contains(&format!("{path}/watch/removal")),
        "{home}"
    );
    assert!(!app.get(HARROW, "/provider").await.html.contains("Requests you watch"));

    app.post(KESTREL, &format!("{path}/questions"), &[("question", "How many phones?")]).await;
    let answer = [("answer_1", "Two hundred.")];
    app.post(REQUESTER, &format!("/requests/{request}/clarifications/1"), &answer).await;
    assert!(mails(&app, LANTERN).await.contains("is answered"), "{}", mails(&app, LANTERN).await);
    assert!(!mails(&app, HARROW).await.contains("is answered"), "Harrow neither asked nor watches");

    // Nothing of it is where the force looks.
    for side in ["", "/history", "/clarifications"] {
        let page = app.get(REQUESTER, &format!("/requests/{request}{side}")).await.html;
        assert!(!page.to_lowercase().contains("watch"), "{side}: {page}");
    }
    app.post(
        APPROVER,
        &format!("/requests/{request}/cancellation"),
        &[("code", "need_gone"), ("reason", "No need.")],
    )
    .await;
    let told = mails(&app, LANTERN).await;
    assert_eq!(
        told.matches("is cancelled").count(),
        1,
        "a bidder who watches is told once: {told}"
    );
    let trail = app.trail().await;
    assert_eq!(trail.iter().filter(|it| *it == "watch.begun").count(), 1, "{trail:?}");
}

#[actix_web::test]
async fn whoever_stops_watching_is_told_no_more() {
    let (app, request) = with_a_request().await;
    let path = format!("/opportunities/{request}");
    app.post(LANTERN, &format!("{path}/watch"), &[]).await;
    let form = Form::on(&app.get(LANTERN, "/provider").await, &format!("{path}/watch/removal"));
    form.send(&app, LANTERN).await;
    assert_eq!(app.look_up("select count(*) from request_watches").await, "0");
    app.post(KESTREL, &format!("{path}/questions"), &[("question", "How many phones?")]).await;
    app.post(REQUESTER, &format!("/requests/{request}/clarifications/1"), &[("answer_1", "Two.")])
        .await;
    assert!(!mails(&app, LANTERN).await.contains("is answered"));
    assert!(app.trail().await.contains(&"watch.ended".to_owned()));
}

#[actix_web::test]
async fn what_has_ended_or_is_not_public_is_not_watched() {
    let (app, request) = with_a_request().await;
    let watch = format!("/opportunities/{request}/watch");
    app.arrange(async |conn| {
        conn.batch_execute("update requests set state = 'cancelled'").await.unwrap()
    })
    .await;
    let page = app.post(KESTREL, &watch, &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("has ended, so there is nothing more to tell"), "{}", page.html);
    app.arrange(async |conn| {
        conn.batch_execute("update requests set state = 'draft', published_at = null")
            .await
            .unwrap()
    })
    .await;
    assert_eq!(app.post(KESTREL, &watch, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.look_up("select count(*) from request_watches").await, "0");
}

/// Saves a search as a person does, from the list; returns its id.
async fn save(app: &TestApp, who: &str, query: &str, name: &str, pace: &str) -> String {
    let list = app.get(who, &format!("/opportunities?{query}")).await.html;
    let href =
        list.split("href=\"/account/searches/new").nth(1).unwrap_or_else(|| panic!("{list}"));
    let href = href.split('"').next().unwrap().replace("&#38;", "&");
    let page = app.get(who, &format!("/account/searches/new{href}")).await;
    let form = Form::on(&page, "/account/searches").set("name", name).set("pace", pace);
    assert_eq!(form.send_twice(app, who).await, "/account/searches");
    let sql = "select s.id from saved_searches s join users u on u.id = s.user_id";
    app.look_up(&format!("{sql} where s.name = '{name}' and u.email = '{who}'")).await
}

/// Publishes a request behind the service's back, so that nobody is told by its lot.
async fn publish(app: &TestApp, set: &str) -> String {
    app.arrange(async |conn| {
        let reference = open_request(conn, app.moment + days(14)).await;
        let at = app.moment.to_rfc3339();
        let also = if set.is_empty() { String::new() } else { format!(", {set}") };
        let sql = format!(
            "update requests set published_at = '{at}'{also} where reference = '{reference}'"
        );
        conn.batch_execute(&sql).await.unwrap();
        reference
    })
    .await
}

#[actix_web::test]
async fn a_search_is_saved_changed_and_deleted_by_its_owner() {
    let (app, _) = with_a_request().await;
    let id =
        save(&app, KESTREL, "q=phones&lot=digital_forensics&status=all", "Phones", "daily").await;
    let list = app.get(KESTREL, "/account/searches").await.html;
    for said in ["Phones", "“phones”, Digital forensics", "One e-mail a day"] {
        assert!(list.contains(said), "{said}: {list}");
    }
    assert!(
        list.contains("href=\"/opportunities?q=phones&#38;lot=digital_forensics&#38;status=all\""),
        "{list}"
    );
    assert!(
        app.get(HARROW, "/account/searches").await.html.contains("You have not saved a search")
    );

    let again = [("name", "phones"), ("pace", "off"), ("search", "q=other")];
    let page = app.post(KESTREL, "/account/searches", &again).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.html.contains("You have a search of that name")
            && page.html.contains("value=\"q=other\""),
        "{}",
        page.html
    );
    let page = app.post(KESTREL, "/account/searches", &[("name", ""), ("pace", "hourly")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.html.contains("Enter a name for the search") && page.html.contains("Choose how often")
    );

    let path = format!("/account/searches/{id}");
    let form = app.get(KESTREL, &path).await;
    assert!(names(&form).contains(&"pace".to_owned()));
    Form::on(&form, &path)
        .set("name", "Telephones")
        .set("pace", "at_once")
        .send(&app, KESTREL)
        .await;
    assert_eq!(
        app.look_up("select name || ' ' || pace || ' ' || search from saved_searches").await,
        "Telephones at_once q=phones&lot=digital_forensics&status=all"
    );
    for (verb, status) in [("", StatusCode::NOT_FOUND), ("/removal", StatusCode::NOT_FOUND)] {
        let theirs =
            app.post(HARROW, &format!("{path}{verb}"), &[("name", "Mine"), ("pace", "off")]).await;
        assert_eq!(theirs.status, status, "{verb}");
    }
    let list = app.get(KESTREL, "/account/searches").await;
    Form::on(&list, &format!("{path}/removal")).send_twice(&app, KESTREL).await;
    assert_eq!(app.look_up("select count(*) from saved_searches").await, "0");
    let trail = app.trail().await;
    assert_eq!(trail, ["search.saved", "search.changed", "search.deleted"]);
}

#[actix_web::test]
async fn nobody_keeps_more_than_twenty_searches() {
    let (app, _) = with_a_request().await;
    for n in 0..20 {
        app.post(REQUESTER, "/account/searches", &[("name", &n.to_string()), ("pace", "off")])
            .await;
    }
    let page =
        app.post(REQUESTER, "/account/searches", &[("name", "One more"), ("pace", "off")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("as many as we keep"), "{}", page.html);
    assert_eq!(app.look_up("select count(*) from saved_searches").await, "20");
}

#[actix_web::test]
async fn each_is_told_of_what_their_searches_find_once_and_as_they_chose() {
    let (app, old) = with_a_request().await;
    save(&app, KESTREL, "q=phone", "Phones", "at_once").await;
    save(&app, KESTREL, "region=north-west", "North", "daily").await;
    save(&app, HARROW, "lot=digital_forensics", "Forensics", "daily").await;
    save(&app, LANTERN, "q=computer", "Computers", "off").await;
    save(&app, REQUESTER, "q=zebra", "Zebras", "at_once").await;
    let later = app.later(days(1));
    let new = publish(&later, "").await;
    assert_eq!(tell_searches(&later.db()).await.unwrap(), 5);
    assert_eq!(tell_searches(&later.db()).await.unwrap(), 0);
    // The clock goes on: the worker is not kept busy by what it has told.
    let soon = later.later(chrono::TimeDelta::seconds(1));
    assert_eq!(tell_searches(&soon.db()).await.unwrap(), 0);

    let told = mails(&later, KESTREL).await;
    assert_eq!(told, format!("New request for “Phones”: {new}, Phone and computer examination"));
    assert!(!told.contains(&old), "what was there before it was saved is no news");
    assert_eq!(notices(&later, KESTREL).await, "1", "two searches find it, and it is told once");
    assert_eq!(
        (mails(&later, HARROW).await.as_str(), notices(&later, HARROW).await.as_str()),
        ("", "1")
    );
    assert_eq!(
        (mails(&later, LANTERN).await.as_str(), notices(&later, LANTERN).await.as_str()),
        ("", "1")
    );
    assert_eq!(notices(&later, REQUESTER).await, "0");
    // A minute later the look goes back some way, and finds the same.
    let soon = later.later(chrono::TimeDelta::minutes(1));
    tell_searches(&soon.db()).await.unwrap();
    for who in [KESTREL, HARROW, LANTERN] {
        assert_eq!(notices(&later, who).await, "1", "{who}");
    }
    let tomorrow = later.later(days(1));
    let public = "https://muster.example".parse().unwrap();
    assert_eq!(write_digests(&tomorrow.db(), &public).await.unwrap(), 1, "Harrow's alone");
    let digest =
        tomorrow.look_up(&format!("select body from outbox where recipient = '{HARROW}'")).await;
    assert!(digest.contains("your saved searches find") && digest.contains(&new), "{digest}");
}

#[actix_web::test]
async fn who_was_told_by_their_lot_is_not_told_again_by_a_search() {
    let (app, _) = with_a_request().await;
    save(&app, KESTREL, "q=phone", "Phones", "at_once").await;
    save(&app, HARROW, "q=phone", "Phones", "daily").await;
    let later = app.later(days(1));
    let new = publish(&later, "route = 'urgent'").await;
    // As publishing does: everyone admitted to the lot was told at once.
    later
        .arrange(async |conn| {
            let told = format!(
                "insert into outbox (id, cause, recipient, subject, body, created_at, next_at) \
                 select gen_random_uuid(), 'request.open:' || id, a, 'Urgent', '', now(), now() \
                 from requests, unnest(array['{KESTREL}', '{HARROW}']) a where reference = '{new}'"
            );
            conn.batch_execute(&told).await.unwrap();
        })
        .await;
    tell_searches(&later.db()).await.unwrap();
    for who in [KESTREL, HARROW] {
        assert_eq!(mails(&later, who).await, "Urgent", "{who}");
        assert_eq!(notices(&later, who).await, "0", "{who}");
    }
}

#[actix_web::test]
async fn a_search_that_is_to_be_mailed_is_though_mail_of_the_lot_is_switched_off() {
    let (app, _) = with_a_request().await;
    save(&app, KESTREL, "q=phone", "Phones", "at_once").await;
    let later = app.later(days(1));
    let new = publish(&later, "").await;
    // As publishing does for someone who wants no mail of new requests.
    later
        .arrange(async |conn| {
            let held = format!(
                "insert into digest_items (id, user_id, kind, cause, subject, link, at, settled_at) \
                 select gen_random_uuid(), u.id, 'new_requests', 'request.open:' || r.id, 'New', '/', r.published_at, r.published_at \
                 from requests r, users u where r.reference = '{new}' and u.email = '{KESTREL}'"
            );
            conn.batch_execute(&held).await.unwrap();
        })
        .await;
    tell_searches(&later.db()).await.unwrap();
    assert!(mails(&later, KESTREL).await.contains("New request for “Phones”"));
    assert_eq!(notices(&later, KESTREL).await, "0", "the notice was there already");
}

#[actix_web::test]
async fn a_request_to_one_provider_is_told_to_no_other_and_sensitive_words_stay_in_the_service() {
    let (app, _) = with_a_request().await;
    save(&app, KESTREL, "q=heron", "Herons", "at_once").await;
    save(&app, HARROW, "q=heron", "Herons", "at_once").await;
    let later = app.later(days(1));
    publish(&later, "classification = 'official_sensitive', summary = 'Operation Heron', route = 'direct', route_reason = 'x', \
         direct_provider = (select id from providers where slug = 'kestrel')").await;
    tell_searches(&later.db()).await.unwrap();
    assert_eq!(mails(&later, HARROW).await, "");
    let body =
        later.look_up(&format!("select body from outbox where recipient = '{KESTREL}'")).await;
    assert!(body.contains("Sign in to read") && !body.contains("Operation Heron"), "{body}");
}

#[actix_web::test]
async fn one_click_ends_the_digest_of_saved_searches() {
    let (app, _) = with_a_request().await;
    save(&app, HARROW, "q=phone", "Phones", "daily").await;
    save(&app, HARROW, "q=computer", "Computers", "at_once").await;
    let later = app.later(days(1));
    app.arrange(async |conn| {
        conn.batch_execute("update saved_searches set search = 'q=zebra' where name = 'Computers'")
            .await
            .unwrap()
    })
    .await;
    publish(&later, "").await;
    tell_searches(&later.db()).await.unwrap();
    let public = "https://muster.example".parse().unwrap();
    let tomorrow = later.later(days(1));
    write_digests(&tomorrow.db(), &public).await.unwrap();
    let link = tomorrow.look_up("select unsubscribe from outbox where cause like 'digest:%'").await;
    let page = tomorrow.get(NOBODY, &link).await.html;
    assert!(page.contains("New requests that your saved searches find: no more e-mail"), "{page}");
    for _ in 0..2 {
        assert_eq!(tomorrow.post(NOBODY, &link, &[]).await.status, StatusCode::OK);
    }
    let paces = tomorrow
        .look_up("select string_agg(name || ' ' || pace, ', ' order by name) from saved_searches")
        .await;
    assert_eq!(paces, "Computers at_once, Phones off");
    let ended =
        tomorrow.trail().await.iter().filter(|it| *it == "mail_preferences.digest_ended").count();
    assert_eq!(ended, 1, "sent again, it changes nothing");
}

#[actix_web::test]
async fn two_workers_at_once_tell_each_search_once() {
    let (app, _) = with_a_request().await;
    for who in [KESTREL, HARROW, LANTERN] {
        save(&app, who, "q=phone", "Phones", "at_once").await;
    }
    let later = app.later(days(1));
    publish(&later, "").await;
    let (one, two) = (later.db(), later.db());
    let (one, two) = futures_util::future::join(tell_searches(&one), tell_searches(&two)).await;
    assert_eq!(one.unwrap() + two.unwrap(), 3);
    for who in [KESTREL, HARROW, LANTERN] {
        assert_eq!(notices(&later, who).await, "1", "{who}");
    }
}
