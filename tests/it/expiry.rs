//! Papers run out: who is warned, when, of what; who cannot bid from which
//! moment; and what they are shown about it.

use actix_web::http::StatusCode;
use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use muster::audit::verify::{Verdict, verify};
use muster::types::time::Moment;
use muster::work::warn_of_expiry;

use crate::support::app::{TestApp, days, monday};
use crate::support::bids::{start, submit, write};
use crate::support::cast::{
    AUDITOR, HARROW, KESTREL, KESTREL_ADMIN, LANTERN, NEWCOMER, NOBODY, REQUESTER, THORNBURY,
    VETTING1, open_request,
};

fn at(moment: &str) -> Moment {
    moment.parse().unwrap()
}

/// Each test has a database of its own: a warning holds its provider, and
/// people of other tests would have to wait.
async fn stage() -> TestApp {
    TestApp::committing(monday()).await
}

async fn arranged(app: &TestApp, sql: &str) {
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

async fn warnings(app: &TestApp, moment: &str) -> usize {
    warn_of_expiry(&app.when(at(moment)).db()).await.unwrap()
}

/// Who was told what, by the end of its cause: `admin@kestrel.example 60_days`.
async fn told(app: &TestApp, like: &str) -> String {
    app.look_up(&format!(
        "select string_agg(recipient || ' ' || split_part(cause, ':', 5), ', ' order by recipient, created_at) \
         from outbox where cause like 'expiry:{like}'"
    ))
    .await
}

/// Every certificate of the cast runs out on 30 June 2027, in British summer
/// time; the clearances on 31 December 2027. Four providers are on the framework.
#[actix_web::test]
async fn each_provider_is_warned_at_each_mark_once() {
    let app = stage().await;
    assert_eq!(warnings(&app, "2027-04-30T22:59:59Z").await, 0, "61 days before, in the UK");
    for (moment, given) in [
        ("2027-04-30T23:00:00Z", 4), // midnight in the UK, 60 days before
        ("2027-05-02T12:00:00Z", 0),
        ("2027-06-01T23:00:00Z", 4), // 28
        ("2027-06-22T22:59:59Z", 0),
        ("2027-06-22T23:00:00Z", 4), // 7
        ("2027-06-30T22:59:59Z", 4), // the last day
        ("2027-06-30T23:00:00Z", 4), // the day after
        ("2027-07-01T23:00:00Z", 0),
    ] {
        assert_eq!(warnings(&app, moment).await, given, "{moment}");
    }
    let marks = "60_days, admin@kestrel.example 28_days, admin@kestrel.example 7_days, \
                 admin@kestrel.example last_day, admin@kestrel.example expired";
    let kestrel = told(&app, "certificate:%").await;
    assert!(kestrel.contains(&format!("admin@kestrel.example {marks}")), "{kestrel}");
    assert!(kestrel.contains("bids@kestrel.example 60_days"), "what blocks bidding: {kestrel}");
    assert!(!kestrel.contains("delivery@kestrel.example"), "{kestrel}");

    let mail = app
        .look_up("select subject || ' | ' || body from outbox where recipient = 'bids@kestrel.example' and cause like '%60_days'")
        .await;
    for said in [
        "Your Cyber Essentials certificate expires on 30 June 2027",
        "From 1 July 2027 your company cannot bid until a vetting officer has accepted a new Cyber Essentials certificate",
        "Only an administrator of your company can do that. Ask Kit Moss",
    ] {
        assert!(mail.contains(said), "{said}: {mail}");
    }
    let notices = app.get(KESTREL, "/account/notices").await.html;
    assert!(notices.contains("expired on 30 June 2027"), "{notices}");
    assert_eq!(app.trail().await, ["provider.warned_of_expiry"; 20]);
    let by = app.look_up("select count(*) from audit_entries where actor is null and organisation is null and request_id = 'expiry'").await;
    assert_eq!(by, "20", "by the system, one entry for each provider and day");
}

#[actix_web::test]
async fn a_worker_that_slept_gives_only_the_warning_that_applies() {
    let app = stage().await;
    assert_eq!(warnings(&app, "2027-06-25T09:00:00Z").await, 4);
    assert_eq!(told(&app, "certificate:%").await.matches("7_days").count(), 5);
    assert_eq!(
        app.look_up("select string_agg(distinct step, ' ') from expiry_warnings").await,
        "7_days"
    );
    assert_eq!(warnings(&app, "2027-08-25T09:00:00Z").await, 0, "long past is not told as news");
}

#[actix_web::test]
async fn what_was_renewed_retired_or_left_the_framework_is_let_be() {
    let app = stage().await;
    arranged(
        &app,
        "insert into provider_certificates (id, provider_id, scheme, number, issued_on, expires_on, decision)
             select gen_random_uuid(), id, 'cyber_essentials_plus', 'NEW', '2027-05-01', '2028-05-01', 'accepted' from providers where slug = 'kestrel';
         update provider_certificates set expires_on = '2028-06-30' where number = 'CE-harrow';
         update providers set state = 'left' where slug = 'thornbury'",
    )
    .await;
    assert_eq!(warnings(&app, "2027-06-25T09:00:00Z").await, 1);
    assert_eq!(told(&app, "%").await, "bids@lantern.example 7_days");
    arranged(&app, "update provider_certificates set decision = 'waiting' where number = 'NEW'")
        .await;
    assert_eq!(warnings(&app, "2027-06-25T09:00:00Z").await, 1, "nobody has accepted it yet");
    arranged(&app, "update provider_certificates set decision = 'refused' where number = 'NEW'")
        .await;
    assert_eq!(warnings(&app, "2027-06-25T09:00:00Z").await, 0, "of that it was warned");

    arranged(&app, "update specialists set retired_at = now() where name = 'Sam Holt'").await;
    arranged(
        &app,
        "update provider_certificates set expires_on = '2029-06-30' where decision <> 'refused'",
    )
    .await;
    assert_eq!(warnings(&app, "2027-12-30T09:00:00Z").await, 6, "NPPV and NSV of three people");
    let kestrel = app
        .look_up("select string_agg(distinct recipient, ' ') from outbox where cause like 'expiry:n%' and recipient like '%kestrel%'")
        .await;
    assert_eq!(kestrel, KESTREL_ADMIN, "bidders hear of what blocks bidding alone");
    let subjects = app.look_up("select string_agg(subject, ' ') from outbox").await;
    assert!(subjects.contains("NPPV3 clearance of one of your specialists"), "{subjects}");
    assert!(!subjects.contains("Robin Vale"), "who looks after the mail reads no names");
}

#[actix_web::test]
async fn two_workers_at_once_give_each_warning_once() {
    let app = stage().await;
    let day = app.when(at("2027-06-25T09:00:00Z"));
    let (one, two) = (day.db(), day.db());
    let (one, two) = futures_util::future::join(warn_of_expiry(&one), warn_of_expiry(&two)).await;
    assert_eq!(one.unwrap() + two.unwrap(), 4);
    assert_eq!(app.trail().await, ["provider.warned_of_expiry"; 4]);
    assert_eq!(app.look_up("select count(*) from expiry_warnings").await, "4");
    assert_eq!(
        app.look_up("select count(*) || ' ' || count(distinct (cause, recipient)) from outbox")
            .await,
        "5 5"
    );
    assert_eq!(app.look_up("select count(*) from notices").await, "5");
    let Verdict::Whole(4) = app.db().read(verify).await.unwrap() else {
        panic!("the trail is broken")
    };
}

#[actix_web::test]
async fn whoever_chose_the_daily_digest_is_not_written_to_at_once() {
    let app = stage().await;
    let chosen = [("expiry", "daily"), ("new_requests", "at_once")];
    app.post(HARROW, "/account/notices/preferences", &chosen).await;
    assert_eq!(warnings(&app, "2027-06-25T09:00:00Z").await, 4);
    assert!(!told(&app, "%").await.contains(HARROW));
    assert!(app.get(HARROW, "/account/notices").await.html.contains("expires on 30 June 2027"));
    app.post(
        HARROW,
        "/account/notices/preferences",
        &[("expiry", "at_once"), ("new_requests", "off")],
    )
    .await;
    assert_eq!(warnings(&app, "2027-06-25T10:00:00Z").await, 0);
    let told = told(&app, "%").await;
    assert_eq!(told.matches(HARROW).count(), 1, "what was held is sent, once: {told}");
}

/// The last moment of a certificate's last day is in, and the first of the
/// next is late, in winter and in summer.
#[actix_web::test]
async fn a_certificate_counts_through_its_last_day_in_the_uk() {
    for (expires, last, late) in [
        ("2027-01-07", "2027-01-07T23:59:59.999Z", "2027-01-08T00:00:00Z"),
        ("2027-06-30", "2027-06-30T22:59:59.999Z", "2027-06-30T23:00:00Z"),
        ("2027-03-28", "2027-03-28T22:59:59.999Z", "2027-03-28T23:00:00Z"), // the clocks went forward
        ("2027-10-31", "2027-10-31T23:59:59.999Z", "2027-11-01T00:00:00Z"), // the clocks went back
    ] {
        let app = stage().await;
        arranged(&app, &format!("update provider_certificates set expires_on = '{expires}'")).await;
        let request = app
            .arrange(async |conn| {
                open_request(conn, at(late) + days(9) + TimeDelta::hours(12)).await
            })
            .await;
        let (last, late) = (app.when(at(last)), app.when(at(late)));

        let bid = start(&last, KESTREL, &request).await;
        write(&last, KESTREL, &request, &bid, "careful", "100").await;
        let page = last.get(HARROW, &format!("/opportunities/{request}/eligibility")).await.html;
        assert!(page.contains("Yes: you can start a bid now"), "{expires}: {page}");

        let refused = submit(&late, KESTREL, &bid).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{expires}");
        assert!(
            refused.html.contains("Cyber Essentials certificate expired on"),
            "{}",
            refused.html
        );
        let refused = late.post(HARROW, &format!("/opportunities/{request}/bid"), &[]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{expires}");
        let page = late.get(HARROW, &format!("/opportunities/{request}/eligibility")).await.html;
        assert!(
            page.contains("Not at the moment") && page.contains("Renew it"),
            "{expires}: {page}"
        );

        assert_eq!(submit(&last, KESTREL, &bid).await.status, StatusCode::SEE_OTHER, "{expires}");
    }
}

#[actix_web::test]
async fn why_a_company_cannot_bid_is_told_gate_by_gate_with_what_to_do() {
    let app = stage().await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let (public, why) =
        (format!("/opportunities/{request}"), format!("/opportunities/{request}/eligibility"));
    let gates = [
        "The request is open for bids",
        "The request is for your company",
        "Your company is admitted to Muster",
        "Your company is not suspended",
        "Your company is admitted to the lot",
        "Cyber Essentials certificate",
        "One bid for each company",
        "You may write bids",
        "Someone for the role “Lead examiner”",
        "Someone for the role “Examiner”",
    ];
    let good = app.get(KESTREL, &why).await;
    assert_eq!(good.status, StatusCode::OK, "{}", good.html);
    for gate in gates {
        assert!(good.html.contains(gate), "{gate}: {}", good.html);
    }
    assert!(good.html.contains("good through 30 June 2027"), "{}", good.html);
    assert!(!good.html.contains(">Not met<"), "{}", good.html);
    let page = app.get(KESTREL, &public).await.html;
    assert!(page.contains("Bid for this") && !page.contains(&why), "{page}");

    for (who, said, href) in [
        (THORNBURY, "Your company is suspended: “Insurance lapsed.”", "/help"),
        (NEWCOMER, "has not applied to join Muster yet", "/provider/dossier"),
        (KESTREL_ADMIN, "Only someone with the role “Bidder” can start a bid", "/account"),
    ] {
        let page = app.get(who, &why).await.html;
        assert!(page.contains("Not at the moment") && page.contains(said), "{who}: {page}");
        assert!(page.contains(&format!("href=\"{href}\"")), "{who}: {page}");
        for gate in gates {
            assert!(page.contains(gate), "{who} {gate}: {page}");
        }
        let public = app.get(who, &public).await.html;
        assert!(public.contains(&why) && !public.contains("Bid for this"), "{who}: {public}");
        let begun = app.get(who, &format!("/opportunities/{request}/bid")).await.html;
        assert!(begun.contains(&why) && !begun.contains("Start a bid</button>"), "{who}: {begun}");
    }
    for (who, status) in [
        (REQUESTER, StatusCode::NOT_FOUND),
        (VETTING1, StatusCode::NOT_FOUND),
        (NOBODY, StatusCode::UNAUTHORIZED),
    ] {
        assert_eq!(app.get(who, &why).await.status, status, "{who}");
    }
    let none = app.get(KESTREL, "/opportunities/REQ-2026-9999/eligibility").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);

    let bid = start(&app, KESTREL, &request).await;
    let begun = app.get(KESTREL, &why).await.html;
    assert!(
        begun.contains(&format!("/bids/{bid}")) && begun.contains("may have only one"),
        "{begun}"
    );
    let page = app.get(KESTREL, &public).await.html;
    assert!(page.contains("Go to your company’s bid") && !page.contains("Bid for this"), "{page}");
    let closed = app.later(days(14)).get(HARROW, &why).await.html;
    assert!(closed.contains("This request closed for bids at"), "{closed}");
}

#[actix_web::test]
async fn clearances_needed_with_the_bid_and_requests_for_another_are_gates_too() {
    let app = stage().await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let why = format!("/opportunities/{request}/eligibility");
    arranged(
        &app,
        "update request_roles set needed_by = 'bid', nppv = 'NPPV3', nsv = 'SC' where title = 'Lead examiner';
         update specialist_clearances set expires_on = '2026-01-04' where kind = 'nsv' and specialist_id = (select s.id from specialists s join providers p on p.id = s.provider_id where s.name = 'Robin Vale' and p.slug = 'harrow');
         update specialists set retired_at = now() where provider_id = (select id from providers where slug = 'lantern')",
    )
    .await;
    let fit = app.get(KESTREL, &why).await.html;
    assert!(
        fit.contains("1 of your specialists can be named") && !fit.contains(">Not met<"),
        "{fit}"
    );
    let stale = app.get(HARROW, &why).await.html;
    assert!(stale.contains("None of your specialists holds what the bid needs"), "{stale}");
    assert!(stale.contains("NPPV3 and SC") && stale.contains("href=\"/provider/specialists\""));
    assert!(stale.contains("Yes: you can start a bid now. Before you submit it"), "{stale}");
    let nobody = app.get(LANTERN, &why).await.html;
    assert!(nobody.contains("Your company has no specialists listed"), "{nobody}");
    assert!(!fit.contains("Sam Holt") && !fit.contains("Robin Vale"), "counts are enough");

    arranged(
        &app,
        "update requests set route = 'direct', route_reason = 'Only they can.', direct_provider = (select id from providers where slug = 'harrow')",
    )
    .await;
    assert!(app.get(HARROW, &why).await.html.contains("addressed to your company alone"));
    let other = app.get(KESTREL, &why).await.html;
    assert!(
        other.contains("directly to one named provider") && other.contains("Not at the moment")
    );
}

#[actix_web::test]
async fn the_operator_sees_what_expires_by_kind_and_by_window() {
    let app = stage().await;
    arranged(
        &app,
        "update provider_certificates set expires_on = '2025-12-31' where number = 'CE-lantern';
         update provider_certificates set expires_on = '2026-01-09' where number = 'CE-kestrel';
         update provider_certificates set expires_on = '2026-02-02' where number = 'CE-thornbury';
         insert into provider_insurances (id, provider_id, kind, cover_pence, expires_on)
             select gen_random_uuid(), id, 'cyber', 100, '2026-03-06' from providers where slug = 'harrow';
         update specialist_clearances set expires_on = '2026-01-05' where kind = 'nppv' and specialist_id = (select s.id from specialists s join providers p on p.id = s.provider_id where s.name = 'Sam Holt' and p.slug = 'harrow')",
    )
    .await;
    let all = app.get(AUDITOR, "/operator/expiry").await;
    assert_eq!(all.status, StatusCode::OK, "{}", all.html);
    for said in [
        "5 things",
        "Lantern Analytics plc",
        "Expired 5 days ago",
        "4 days left",
        "28 days left",
        "60 days left",
        "NPPV2F clearance of Sam Holt",
        "Expires today",
        "Cyber insurance",
        "Blocks bidding",
        "Does not block bidding",
    ] {
        assert!(all.html.contains(said), "{said}: {}", all.html);
    }
    let order =
        |html: &str, names: [&str; 2]| html.find(names[0]).unwrap() < html.find(names[1]).unwrap();
    for (query, count, shows, hides) in [
        ("window=expired", "1 thing", "Lantern", "Kestrel"),
        ("window=7", "2 things", "Kestrel", "Thornbury"),
        ("window=28", "3 things", "Thornbury", "Cyber insurance"),
        ("window=60", "4 things", "Cyber insurance", "Lantern"),
        ("what=clearances", "1 thing", "Sam Holt", "Kestrel"),
        ("what=insurances", "1 thing", "Cyber insurance", "Kestrel"),
        ("what=certificates", "3 things", "Kestrel", "Sam Holt"),
        ("what=blocking", "3 things", "Kestrel", "Sam Holt"),
        ("q=HARROW", "2 things", "Sam Holt", "Kestrel"),
        ("q=nobody", "0 things", "Nothing found", "Kestrel"),
        ("what=odd&window=99", "5 things", "Kestrel", "Nothing found"),
    ] {
        let page = app.get(VETTING1, &format!("/operator/expiry?{query}")).await.html;
        let list = page.split("muster-split").nth(1).unwrap();
        assert!(list.contains(count) && list.contains(shows), "{query}: {list}");
        assert!(!list.contains(hides), "{query} shows {hides}: {list}");
    }
    let by_provider = app.get(VETTING1, "/operator/expiry?order=provider").await.html;
    assert!(order(&by_provider, ["Kestrel Cyber", "Lantern Analytics"]), "{by_provider}");
    assert!(order(&all.html, ["Lantern Analytics", "Kestrel Cyber"]), "{}", all.html);
    assert!(app.get(AUDITOR, "/operator").await.html.contains("/operator/expiry"));
    for (who, status) in [
        (KESTREL, StatusCode::NOT_FOUND),
        (REQUESTER, StatusCode::NOT_FOUND),
        (NOBODY, StatusCode::UNAUTHORIZED),
    ] {
        assert_eq!(app.get(who, "/operator/expiry").await.status, status, "{who}");
    }
}

#[actix_web::test]
async fn the_list_of_what_expires_goes_on_from_page_to_page() {
    let app = stage().await;
    arranged(
        &app,
        "insert into specialists (id, provider_id, name, sfia_level)
             select gen_random_uuid(), id, 'Person ' || n, 4 from providers, generate_series(1, 25) n where slug = 'kestrel';
         insert into specialist_clearances (specialist_id, kind, level, expires_on)
             select id, 'nppv', 'NPPV2A', '2026-01-10' from specialists where name like 'Person %'",
    )
    .await;
    let first = app.get(VETTING1, "/operator/expiry?what=clearances").await.html;
    assert!(
        first.contains("25 things")
            && first.contains("what=clearances&#38;window=&#38;order=&#38;page=2"),
        "{first}"
    );
    let second = app.get(VETTING1, "/operator/expiry?what=clearances&page=2").await.html;
    assert_eq!(second.matches("NPPV2A clearance of").count(), 5, "{second}");
}

#[actix_web::test]
async fn a_paper_blocks_when_nothing_else_keeps_the_company_bidding() {
    let app = TestApp::at(monday()).await;
    let ends =
        "update provider_certificates set expires_on = '2027-01-07' where number = 'CE-kestrel'";
    arranged(&app, ends).await;
    let blocks = "select blocks from expiring_papers x join providers p on p.id = x.provider_id \
        where p.slug = 'kestrel' and x.kind = 'certificate' and x.expires_on = '2027-01-07'";
    for (scheme, until, decision, stops) in [
        ("iso_27001", "2028-01-07", "accepted", "true"),
        ("cyber_essentials", "2028-01-07", "waiting", "true"),
        ("cyber_essentials", "2028-01-07", "refused", "true"),
        ("cyber_essentials", "2026-06-07", "accepted", "true"),
        ("cyber_essentials", "2028-01-07", "accepted", "false"),
        ("cyber_essentials_plus", "2028-01-07", "accepted", "false"),
    ] {
        let other = format!(
            "delete from provider_certificates where number = 'OTHER';
             insert into provider_certificates (id, provider_id, scheme, number, issued_on, expires_on, decision)
                 select gen_random_uuid(), id, '{scheme}', 'OTHER', '2025-05-01', '{until}', '{decision}' from providers where slug = 'kestrel'"
        );
        arranged(&app, &other).await;
        assert_eq!(app.look_up(blocks).await, stops, "{scheme} {until} {decision}");
    }
    for held in ["cyber_essentials", "cyber_essentials_plus", "iso_27001"] {
        for needed in ["cyber_essentials", "cyber_essentials_plus", "iso_27001"] {
            let by_database =
                app.look_up(&format!("select certificate_covers('{held}', '{needed}')")).await;
            let by_policy = muster::providers::policy::covers(held, needed);
            assert_eq!(by_database, by_policy.to_string(), "{held} for {needed}");
        }
    }
}
