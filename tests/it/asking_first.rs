//! What is asked before it is done, what is said instead of a bare refusal, and
//! addresses as people type them.

use std::net::SocketAddr;

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use actix_web::web::Data;
use diesel_async::SimpleAsyncConnection;
use muster::app::Parts;
use muster::clarifications::live::hub::{Guest, Live, OF_AN_ADDRESS};

use crate::framework::on_monday;
use crate::providers::{apply, done};
use crate::support::app::{TestApp, days, monday};
use crate::support::bids::start;
use crate::support::cast::{
    AUDITOR, FORCE_ADMIN, HARROW, KESTREL, KESTREL_ADMIN, MARKET, NEWCOMER, NOBODY, OPERATOR_ADMIN,
    REQUESTER, VETTING1, open_request,
};
use crate::support::form::Form;

async fn with_request(app: &TestApp) -> String {
    app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await
}

#[actix_web::test]
async fn closing_an_account_says_what_it_does_before_it_does_it() {
    let app = TestApp::committing(monday()).await;
    let id = app.look_up(&format!("select id from users where email = '{KESTREL}'")).await;
    let path = format!("/people/{id}/deactivation");
    let page = app.get(KESTREL_ADMIN, &format!("/people/{id}")).await.html;
    assert!(page.contains(&format!("href=\"{path}\"")), "{page}");
    assert!(!page.contains(&format!("action=\"{path}\"")), "nothing is closed from here: {page}");
    for (who, status) in [(KESTREL, 403), (HARROW, 404), (FORCE_ADMIN, 404), (NOBODY, 401)] {
        assert_eq!(app.get(who, &path).await.status.as_u16(), status, "{who}");
    }
    let asked = app.get(KESTREL_ADMIN, &path).await;
    for said in ["Close this account?", "Ann Lee", "signed out at once", "stays on record"] {
        assert!(asked.html.contains(said), "{said}: {}", asked.html);
    }
    assert_eq!(app.trail().await, [""; 0], "asking does nothing");
    Form::on(&asked, "/deactivation").send(&app, KESTREL_ADMIN).await;
    assert_eq!(app.trail().await, ["account.deactivated"]);
    let again = app.get(KESTREL_ADMIN, &path).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.html);
    let own = app.look_up(&format!("select id from users where email = '{KESTREL_ADMIN}'")).await;
    let own = app.get(KESTREL_ADMIN, &format!("/people/{own}/deactivation")).await;
    assert!(own.html.contains("You cannot deactivate your own account"), "{}", own.html);
}

#[actix_web::test]
async fn retiring_a_specialist_says_what_it_does_before_it_does_it() {
    let app = TestApp::at(monday()).await;
    let id = app
        .look_up("select s.id from specialists s join providers p on p.id = s.provider_id where p.slug = 'kestrel' and s.name = 'Robin Vale'")
        .await;
    let path = format!("/provider/specialists/{id}/retirement");
    let form = app.get(KESTREL_ADMIN, &format!("/provider/specialists/{id}")).await.html;
    assert!(form.contains(&format!("href=\"{path}\"")), "{form}");
    assert!(!form.contains(&format!("action=\"{path}\"")), "{form}");
    for (who, status) in [(KESTREL, 403), (HARROW, 404), (REQUESTER, 404)] {
        assert_eq!(app.get(who, &path).await.status.as_u16(), status, "{who}");
    }
    let asked = app.get(KESTREL_ADMIN, &path).await;
    for said in
        ["Retire this specialist?", "Robin Vale", "go on naming them", "cannot put them back"]
    {
        assert!(asked.html.contains(said), "{said}: {}", asked.html);
    }
    assert!(!asked.html.contains("wait for a vetting officer"), "no change waits: {}", asked.html);
    assert_eq!(app.trail().await, [""; 0]);
    Form::on(&asked, "/retirement").send(&app, KESTREL_ADMIN).await;
    assert_eq!(app.trail().await, ["specialist.retired"]);
    assert_eq!(app.get(KESTREL_ADMIN, &path).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn merging_forces_says_what_it_does_before_it_does_it() {
    let app = on_monday().await;
    let path = "/operator/forces/eastmoor/merger";
    let asks = |into: &str, day: &str| {
        format!("{path}?successor={into}&merged_day={day}&merged_month=2&merged_year=2026")
    };
    let force = app.get(MARKET, "/operator/forces/eastmoor").await.html;
    assert!(force.contains(&format!("method=\"get\" action=\"{path}\"")), "{force}");
    for (who, status) in [(AUDITOR, 403), (REQUESTER, 404), (NOBODY, 401)] {
        assert_eq!(app.get(who, &asks("northshire", "1")).await.status.as_u16(), status, "{who}");
    }
    for (asked, said) in [
        (asks("", "1"), "Choose the force it becomes part of"),
        (asks("northshire", "30"), "a real date"),
        (asks("eastmoor", "1"), "cannot become part of itself"),
    ] {
        let page = app.get(MARKET, &asked).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{asked}");
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    let page = app.get(MARKET, &asks("northshire", "1")).await;
    for said in [
        "Let Eastmoor Constabulary become part of Northshire Police?",
        "From 1 February 2026",
        "publishes no more requests",
        "takes over its e-mail domains: eastmoor.example",
        "the 2 people who can sign in for it keep their accounts",
    ] {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    assert_eq!(app.trail().await, [""; 0], "asking does nothing");
    Form::on(&page, "/merger").send(&app, MARKET).await;
    assert_eq!(app.trail().await, ["force.merged"]);
    let ended = app.look_up("select valid_to from forces where slug = 'eastmoor'").await;
    assert_eq!(ended, "2026-02-01");
    let day = "merged_day=5&merged_month=1&merged_year=2026";
    let slug = "metropolitan";
    let joined = format!("/operator/forces/northshire/merger?successor={slug}&{day}");
    let page = app.get(MARKET, &joined).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "Eastmoor joins it later");
    let at_once = format!("/operator/forces/{slug}/merger?successor=northshire&{day}");
    let page = app.get(MARKET, &at_once).await.html;
    assert!(page.contains("which is today") && page.contains("cannot be undone"), "{page}");
}

#[actix_web::test]
async fn a_company_that_left_comes_back_under_its_number_and_not_unnoticed() {
    let app = TestApp::committing(monday()).await;
    done(&app, HARROW, "/provider/leaving", &[("reason", "We retire."), ("sure", "yes")]).await;
    app.arrange(async |conn| {
        let same = "update providers set company_number = 'SC123456' where slug = 'harrow'";
        conn.batch_execute(same).await.unwrap();
    })
    .await;
    let none = app.get(NEWCOMER, "/provider/dossier/company").await.html;
    assert!(!none.contains("was on Muster before"), "{none}");
    // The newcomer's dossier has the number, another address, and other people.
    apply(&app).await;
    let told = app
        .look_up("select string_agg(recipient || ' ' || subject || ' ' || body || ' ' || link, '|') from outbox where cause like 'provider.recognised:%'")
        .await;
    for said in [
        VETTING1,
        MARKET,
        "Newcomer Security Ltd",
        "Harrow Forensics Ltd",
        "/operator/providers/harrow",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    assert!(!told.contains(NEWCOMER) && !told.contains("We retire"), "{told}");
    let trail = app.trail().await;
    assert_eq!(trail.iter().filter(|it| *it == "provider.recognised").count(), 1, "{trail:?}");
    let file = app.get(VETTING1, "/operator/applications/newcomer").await.html;
    assert!(file.contains("A company with the same number was here before"), "{file}");
    assert!(file.contains("We retire."), "{file}");
}

#[actix_web::test]
async fn a_person_whose_company_was_here_before_reads_so_in_plain_words() {
    let app = TestApp::at(monday()).await;
    app.arrange(async |conn| {
        let left = "update providers set state = 'removed', state_reason = 'SECRET REASON', company_number = 'SC123456' where slug = 'thornbury'";
        conn.batch_execute(left).await.unwrap();
    })
    .await;
    let company = [
        ("name", "Newcomer Security Ltd"),
        ("number", "sc 123456"),
        ("address", "5 High Street, Perth"),
        ("region", "london"),
        ("size", "sme"),
        ("contact_name", "Nia New"),
        ("contact_email", "admin@newcomer.example"),
    ];
    let page = done(&app, NEWCOMER, "/provider/dossier/company", &company).await;
    let mut said = page.headers.get_all("set-cookie").map(|it| it.to_str().unwrap());
    assert!(said.any(|it| it.contains("was%20on%20Muster%20before")), "{:?}", page.headers);
    let page = app.get(NEWCOMER, "/provider/dossier/company").await.html;
    assert!(
        page.contains("A company with this number was on Muster before, as Thornbury Digital Ltd"),
        "{page}"
    );
    assert!(!page.contains("SECRET REASON"), "{page}");
    // Nothing reaches the operator before the company applies.
    assert_eq!(app.look_up("select count(*) from outbox").await, "0");
}

#[actix_web::test]
async fn an_address_with_a_word_that_chooses_nothing_lists_nothing_and_keeps_the_rest() {
    let app = TestApp::at(monday()).await;
    let request = with_request(&app).await;
    for (asked, what, rest) in [
        ("status=bogus&q=phone", "There is no status called “bogus”", "/opportunities?q=phone"),
        (
            "route=bogus&lot=digital_forensics",
            "no route called “bogus”",
            "/opportunities?lot=digital_forensics",
        ),
        ("sort=bogus&status=all", "no order called “bogus”", "/opportunities?status=all"),
        (
            "lot=bogus&region=north-west",
            "no lot called “bogus”",
            "/opportunities?region=north-west",
        ),
        ("region=bogus", "no region called “bogus”", "/opportunities"),
        ("force=bogus", "no force called “bogus”", "/opportunities"),
        ("specialism=bogus", "no specialism called “bogus”", "/opportunities"),
        ("status=%3Cb%3E", "no status called “&#60;b&#62;”", "/opportunities"),
    ] {
        for who in [NOBODY, KESTREL] {
            let page = app.get(who, &format!("/opportunities?{asked}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{asked}");
            assert!(page.html.contains(what), "{asked}: {}", page.html);
            let link = format!("href=\"{}\">see the list without", rest.replace('&', "&#38;"));
            assert!(page.html.contains(&link), "{asked}: {}", page.html);
            assert!(!page.html.contains(&request), "{asked}: {}", page.html);
        }
        for file in ["/opportunities.csv", "/opportunities.atom"] {
            let answer = app.get(NOBODY, &format!("{file}?{asked}")).await;
            let unordered = file.ends_with("atom") && asked.starts_with("sort");
            let wanted = if unordered { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(answer.status, wanted, "{file}?{asked}");
        }
    }
    // Nor is it kept as a search for something else.
    let save = app.get(KESTREL, "/account/searches/new?status=bogus").await;
    assert_eq!(save.location.as_deref(), Some("/opportunities?status=bogus"));
    let form = [("name", "Odd"), ("pace", "daily"), ("search", "status=bogus")];
    let page = app.post(KESTREL, "/account/searches", &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.html);
    assert_eq!(app.look_up("select count(*) from saved_searches").await, "0");
    let page = app.get(NOBODY, "/opportunities?q=phone&lot=digital_forensics&status=open").await;
    assert!(page.status == StatusCode::OK && page.html.contains(&request), "{}", page.html);
}

#[actix_web::test]
async fn a_reference_in_small_letters_or_with_a_slash_leads_to_its_page() {
    let app = TestApp::at(monday()).await;
    let request = with_request(&app).await;
    let bid = start(&app, KESTREL, &request).await;
    for (asked, right) in [
        (format!("/opportunities/{}", request.to_lowercase()), format!("/opportunities/{request}")),
        (format!("/opportunities/{request}/"), format!("/opportunities/{request}")),
        (
            format!("/opportunities/{}.ics?x=1", request.to_lowercase()),
            format!("/opportunities/{request}.ics?x=1"),
        ),
        (format!("/bids/{}/team/", bid.to_lowercase()), format!("/bids/{bid}/team")),
        (format!("/requests/{request}/"), format!("/requests/{request}")),
    ] {
        for who in [NOBODY, KESTREL] {
            let page = app.get(who, &asked).await;
            assert_eq!(page.status, StatusCode::PERMANENT_REDIRECT, "{asked}");
            assert_eq!(page.location.as_deref(), Some(right.as_str()), "{asked}");
        }
    }
    assert_eq!(app.get(NOBODY, &format!("/opportunities/{request}")).await.status, StatusCode::OK);
    let off = app.get(NOBODY, "//evil.example/req-2026-0001/").await;
    assert_eq!(off.status, StatusCode::NOT_FOUND, "it never leads off the site");
    // What is sent is not sent on.
    let path = format!("/bids/{}/removal", bid.to_lowercase());
    assert_eq!(app.post(KESTREL, &path, &[]).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn one_address_does_not_take_every_seat_and_its_pages_are_right_without() {
    let app = TestApp::at(monday()).await;
    let request = with_request(&app).await;
    let live = Data::new(Live::default());
    let here = SocketAddr::from(([203, 0, 113, 7], 4000));
    let taken: Vec<_> =
        (0..OF_AN_ADDRESS).map(|_| live.seat(vec![Guest::at(here.ip())]).ok().unwrap()).collect();
    let asking = async |from: SocketAddr, path: &str| {
        let parts = Parts { live: live.clone(), ..app.parts() };
        let request = app.sent_by(NOBODY, TestRequest::get().uri(path)).await.peer_addr(from);
        crate::support::app::answer(parts, request).await
    };
    let path = format!("/opportunities/{request}/questions/live");
    let refused = asking(here, &path).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("retry-after"), "60");
    let page = asking(here, &format!("/opportunities/{request}")).await;
    assert!(page.status == StatusCode::OK && page.html.contains("Questions and answers"));
    let there = SocketAddr::from(([203, 0, 113, 8], 4000));
    assert_eq!(asking(there, &path).await.status, StatusCode::OK, "others have theirs");
    drop(taken);
    assert_eq!(asking(here, &path).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn a_mail_of_the_demonstration_shows_every_link_in_it() {
    let app = TestApp::at(monday()).await;
    app.arrange(async |conn| {
        let sql = "insert into outbox (id, cause, recipient, subject, body, link, created_at, next_at) values \
            (gen_random_uuid(), 'a', 'bids@kestrel.example', 'Several', \
             'Hello, read /transparency and http://muster.test/opportunities/REQ-2026-0001.', '/bids', now(), now()), \
            (gen_random_uuid(), 'b', 'bids@kestrel.example', 'One', 'Hello.', '/bids', now(), now())";
        conn.batch_execute(sql).await.unwrap();
    })
    .await;
    let id = app.look_up("select id from outbox where cause = 'a'").await;
    let page = app.get(NOBODY, &format!("/dev/mail/{id}")).await.html;
    for place in ["/bids", "/transparency", "/opportunities/REQ-2026-0001"] {
        assert!(page.contains(&format!("href=\"{place}\">{place}</a>")), "{place}: {page}");
    }
    let id = app.look_up("select id from outbox where cause = 'b'").await;
    let page = app.get(NOBODY, &format!("/dev/mail/{id}")).await.html;
    assert!(page.contains("href=\"/bids\">Follow the link in this mail</a>"), "{page}");
}

#[actix_web::test]
async fn the_page_of_recovery_codes_loaded_again_is_a_kind_one() {
    let app = TestApp::committing(monday()).await;
    let here = "/account/second-factor";
    assert_eq!(
        app.get(OPERATOR_ADMIN, &format!("{here}/recovery-codes")).await.location.as_deref(),
        Some(here),
        "there are none yet"
    );
    let codes = crate::factors::enrol(&app, OPERATOR_ADMIN).await;
    assert_eq!(codes.len(), 10);
    // The browser sends what made the page once more.
    let confirm = format!("{here}/app/confirmation");
    let again = app.post(OPERATOR_ADMIN, &confirm, &[("code", "123456")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.html);
    let place = again.location.unwrap();
    let page = app.get(OPERATOR_ADMIN, &place).await;
    assert_eq!(page.status, StatusCode::OK);
    for said in ["were shown, and are not shown again", "Nothing has gone wrong", "10 codes are"] {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    // New codes are drawn once, however often their page is loaded.
    let form = Form::on(&page, "/recovery-codes");
    let drawn = form.clone().sent(&app, OPERATOR_ADMIN).await;
    assert!(drawn.html.contains("Your old recovery codes do not work any more"), "{}", drawn.html);
    let kept =
        "select string_agg(encode(code_hash, 'hex'), ' ' order by code_hash) from recovery_codes";
    let before = app.look_up(kept).await;
    let again = form.sent(&app, OPERATOR_ADMIN).await;
    assert_eq!(again.location.as_deref(), Some(place.as_str()), "{}", again.html);
    assert_eq!(app.look_up(kept).await, before, "the codes that were shown still work");
}
