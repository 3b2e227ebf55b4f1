//! Drafts kept, half kept, copied and deleted; approvals counted, taken back
//! and given for later; and the documents that go along.

use actix_web::http::StatusCode;
use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use muster::work::{erase_one, publish_what_is_due};

use crate::files::PDF;
use crate::requests::{Form, also, begun, form, mails_to, pages, sent, submitted, written};
use crate::support::app::{Page, TestApp, days, files, keys, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, EVALUATOR1, FORCE_ADMIN, HARROW, KESTREL, NOBODY, OTHER_APPROVER,
    OTHER_REQUESTER, REQUESTER, THORNBURY, VETTING1, open_request,
};
use crate::support::form;
use crate::support::upload::upload;

async fn sql(app: &TestApp, sql: &str) {
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

async fn state(app: &TestApp) -> String {
    app.look_up("select state from requests").await
}

/// Approves, to be published on a day of January at an hour.
async fn approve_for(app: &TestApp, who: &str, reference: &str, day: &str, hour: &str) -> Page {
    let fields = [
        ("when", "later"),
        ("publish_day", day),
        ("publish_month", "1"),
        ("publish_year", "2026"),
        ("publish_hour", hour),
    ];
    app.post(who, &format!("/requests/{reference}/publication"), &fields).await
}

async fn worker(app: &TestApp) -> usize {
    publish_what_is_due(&app.db(), &keys().0).await.unwrap()
}

#[actix_web::test]
async fn a_page_that_is_saved_again_keeps_the_ids_of_its_rows() {
    let app = TestApp::at(monday()).await;
    let reference = written(&app, "mini_competition").await;
    let ids = async || {
        let mut all = Vec::new();
        for table in ["request_roles", "request_requirements", "request_criteria"] {
            let sql = format!("select string_agg(id::text, ' ' order by id) from {table}");
            all.push(app.look_up(&sql).await);
        }
        all
    };
    let before = ids().await;
    for (section, fields) in pages(&app, "mini_competition").await {
        let page =
            sent(&app, REQUESTER, &format!("/requests/{reference}/draft/{section}"), &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{section}");
    }
    assert_eq!(ids().await, before, "nothing was changed");

    let of = async |text: &str| {
        app.look_up(&format!("select id from request_requirements where text = '{text}'")).await
    };
    let images = of("Images phones").await;
    let edited = form(&[("essential", "Drives a van\nImages phones"), ("nice", "")]);
    let page = format!("/requests/{reference}/draft/requirements");
    assert_eq!(sent(&app, REQUESTER, &page, &edited).await.status, StatusCode::SEE_OTHER);
    assert_eq!(of("Images phones").await, images, "it moved and is the same");
    assert_eq!(of("Writes statements").await, "");
    let positions = "select string_agg(text, '; ' order by position) from request_requirements";
    assert_eq!(app.look_up(positions).await, "Drives a van; Images phones");
}

#[actix_web::test]
async fn the_estimated_value_is_shown_with_its_parts_and_the_threshold() {
    let app = TestApp::at(monday()).await;
    let reference = written(&app, "mini_competition").await;
    let mut money = pages(&app, "mini_competition").await.remove(6).1;
    money.push(("options", "26,900.50".to_owned()));
    let page = format!("/requests/{reference}/draft/money");
    assert_eq!(sent(&app, REQUESTER, &page, &money).await.status, StatusCode::SEE_OTHER);
    for side in ["", "/check"] {
        let page = app.get(REQUESTER, &format!("/requests/{reference}{side}")).await;
        // 173,100 + 26,900.50 + 173,100 for six more months, and a fifth of that.
        for said in [
            "£173,100",
            "£26,900.50",
            "£74,620.10",
            "£447,720.60",
            "At or above the threshold of £207,720, VAT included",
            "Goods and services bought by sub-central authorities, from 1 January 2026",
            "One approver is enough, because the estimated value is not above £1,000,000.",
        ] {
            assert!(page.html.contains(said), "“{said}” is missing{side}: {}", page.html);
        }
    }
    for wrong in ["-5", "lots"] {
        money.pop();
        money.push(("options", wrong.to_owned()));
        let again = sent(&app, REQUESTER, &page, &money).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}

#[actix_web::test]
async fn above_the_value_a_force_sets_two_different_people_approve() {
    let app = TestApp::at(monday()).await;
    also(&app, CONTRACTS, "approver").await;
    let band = app.get(FORCE_ADMIN, "/force/approvals").await;
    assert!(band.html.contains("Up to £1,000,000"), "{}", band.html);
    let set = [("one_up_to", "415,439.99")];
    let page = app.post(FORCE_ADMIN, "/force/approvals", &set).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    let again = app.post(FORCE_ADMIN, "/force/approvals", &set).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "nothing would change");
    let other = app.get(OTHER_APPROVER, "/force/approvals").await;
    assert!(other.html.contains("Up to £1,000,000"), "another force keeps its own");

    let reference = submitted(&app, "mini_competition").await; // £415,440
    let (approval, publish) =
        (format!("/requests/{reference}/approval"), format!("/requests/{reference}/publication"));
    let page = app.get(APPROVER, &approval).await;
    for said in ["Approve as the first of two", "Nobody has approved it yet", "Cora Wynn"] {
        assert!(page.html.contains(said), "“{said}” is missing: {}", page.html);
    }
    assert_eq!(app.post(APPROVER, &publish, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&app).await, "awaiting_approval");
    assert!(mails_to(&app, CONTRACTS).await.contains("needs a second approver"));
    let again = app.post(APPROVER, &publish, &[]).await;
    assert!(again.html.contains("You have already approved this request"), "{}", again.html);
    let seen = app.get(REQUESTER, &format!("/requests/{reference}")).await;
    assert!(seen.html.contains("Approved by Abe Stone. One approver is still needed: Cora Wynn."));
    assert_eq!(app.post(CONTRACTS, &publish, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&app).await, "open");
    let both = "select count(*) from requests where approved_by <> second_approved_by";
    assert_eq!(app.look_up(both).await, "1");
    let trail = app.trail().await;
    assert_eq!(trail[trail.len() - 2..], ["request.first_approved", "request.published"]);
}

#[actix_web::test]
async fn only_an_administrator_of_the_force_sets_the_value() {
    let app = TestApp::at(monday()).await;
    for (who, status) in [
        (NOBODY, StatusCode::UNAUTHORIZED),
        (APPROVER, StatusCode::FORBIDDEN),
        (KESTREL, StatusCode::NOT_FOUND),
        (AUDITOR, StatusCode::NOT_FOUND),
    ] {
        let page = app.post(who, "/force/approvals", &[("one_up_to", "1")]).await;
        assert_eq!(page.status, status, "{who}");
    }
    let page = app.post(FORCE_ADMIN, "/force/approvals", &[("one_up_to", "much")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("value=\"much\""), "{}", page.html);
    let read = app.get(APPROVER, "/force/approvals").await;
    assert!(!read.html.contains("Change the value</button>"), "{}", read.html);
    let sets = form::Form::on(&app.get(FORCE_ADMIN, "/force/approvals").await, "/force/approvals");
    sets.set("one_up_to", "0").send_twice(&app, FORCE_ADMIN).await;
    let bands = "select count(*) from approval_bands where force_id is not null";
    assert_eq!(app.look_up(bands).await, "1");
    assert_eq!(app.trail().await, ["approval_band.changed"]);
}

#[actix_web::test]
async fn a_return_says_what_to_change_on_each_section_and_takes_every_approval_away() {
    let app = TestApp::at(monday()).await;
    also(&app, CONTRACTS, "approver").await;
    let reference = submitted(&app, "urgent").await;
    let at = format!("/requests/{reference}");
    assert_eq!(app.post(APPROVER, &format!("{at}/publication"), &[]).await.status, 303);
    let long = "x".repeat(2_001);
    let wrong = app
        .post(CONTRACTS, &format!("{at}/return"), &[("comment_need", &long), ("reason", "Kept")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html.contains(&long) && wrong.html.contains("Kept"), "what was typed is kept");
    let said = [("comment_dates", "Too soon."), ("comment_need", "How many phones?")];
    let back = app.post(CONTRACTS, &format!("{at}/return"), &said).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.html);
    let approvals = "select count(approved_by) + count(second_approved_by) from requests";
    assert_eq!(app.look_up(approvals).await, "0");

    let list = app.get(REQUESTER, &at).await;
    for said in ["Sent back by Cora Wynn", "Too soon.", "An approver commented on this"] {
        assert!(list.html.contains(said), "“{said}” is missing: {}", list.html);
    }
    let dates = app.get(REQUESTER, &format!("{at}/draft/dates")).await;
    assert!(dates.html.contains("Too soon.") && !dates.html.contains("How many phones?"));
    assert!(!mails_to(&app, REQUESTER).await.contains("Too soon"), "comments stay in the service");

    let need = pages(&app, "urgent").await.remove(1).1;
    let later = app.later(TimeDelta::minutes(5));
    sent(&later, REQUESTER, &format!("{at}/draft/need"), &need).await;
    let again = later.post(REQUESTER, &format!("{at}/submission"), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.html);
    let approval = later.get(APPROVER, &format!("{at}/approval")).await;
    assert!(approval.html.contains("“Why the work is needed” was saved by Rosa Quill"));
    assert!(!approval.html.contains("“Deadlines” was saved"), "{}", approval.html);
    let history = later.get(AUDITOR, &format!("{at}/history")).await;
    assert!(history.html.contains("How many phones?"), "it stays in its history");
}

#[actix_web::test]
async fn what_is_approved_for_later_is_published_when_its_time_comes() {
    let app = TestApp::at(monday()).await;
    let reference = submitted(&app, "mini_competition").await;
    let page = approve_for(&app, APPROVER, &reference, "7", "8").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    assert_eq!(state(&app).await, "awaiting_approval");
    assert_eq!(mails_to(&app, KESTREL).await, "", "nobody outside knows yet");
    assert!(mails_to(&app, REQUESTER).await.contains("is approved and will be published"));
    let shown = app.get(REQUESTER, &format!("/requests/{reference}")).await;
    let when = "8am UK time (GMT) on Wednesday 7 January 2026";
    assert!(shown.html.contains(when), "{}", shown.html);
    let again = app.post(APPROVER, &format!("/requests/{reference}/publication"), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);

    let early = app.when("2026-01-07T07:59:59Z".parse().unwrap());
    assert_eq!(worker(&early).await, 0);
    let due = app.when("2026-01-07T08:00:20Z".parse().unwrap());
    assert_eq!(worker(&due).await, 1);
    assert_eq!(worker(&due).await, 0, "once");
    assert_eq!(state(&app).await, "open");
    assert!(mails_to(&app, KESTREL).await.contains("New request in your lot"));
    let by = "select actor is null and detail ->> 'scheduled' = 'true' from audit_entries \
              where action = 'request.published'";
    assert_eq!(app.look_up(by).await, "true");
    assert_eq!(due.get(NOBODY, &format!("/opportunities/{reference}")).await.status, 200);
    assert_eq!(app.look_up("select count(*) from request_keys").await, "2");
}

#[actix_web::test]
async fn a_time_to_publish_leaves_providers_their_time_and_lies_ahead() {
    let app = TestApp::at(monday()).await;
    let reference = submitted(&app, "mini_competition").await; // closes on 20 January at noon
    for (day, hour, why) in [
        ("10", "13", "Providers need at least 10 days"),
        ("21", "9", "The bid deadline must be in the future"),
        ("5", "9", "must be in the future"),
        ("32", "9", "must be a real date"),
        ("7", "", "Choose the hour to publish"),
        ("7", "24", "Choose an hour from 0 to 23"),
    ] {
        let page = approve_for(&app, APPROVER, &reference, day, hour).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{day} {hour}");
        assert!(page.html.contains(why), "{day} {hour} should say “{why}”: {}", page.html);
        assert!(page.html.contains(&format!("value=\"{day}\"")), "what was typed is kept");
    }
    assert_eq!(app.look_up("select count(*) from request_schedules").await, "0");
    let page = approve_for(&app, APPROVER, &reference, "10", "12").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "ten days to the hour: {}", page.html);
    let due = app.when("2026-01-10T12:00:59Z".parse().unwrap());
    assert_eq!(worker(&due).await, 1, "we look once a minute, and that costs nobody a day");
}

#[actix_web::test]
async fn an_approval_can_be_taken_back_until_its_time_comes() {
    let app = TestApp::at(monday()).await;
    let reference = submitted(&app, "mini_competition").await;
    let back = format!("/requests/{reference}/approval/taking-back");
    assert_eq!(app.post(APPROVER, &back, &[]).await.status, StatusCode::CONFLICT);
    approve_for(&app, APPROVER, &reference, "7", "8").await;
    assert_eq!(app.post(REQUESTER, &back, &[]).await.status, StatusCode::FORBIDDEN);
    let late = app.when("2026-01-07T08:00:00Z".parse().unwrap());
    let too_late = late.post(APPROVER, &back, &[]).await;
    assert!(too_late.html.contains("The time to publish has come"), "{}", too_late.html);
    let approval = app.get(APPROVER, &format!("/requests/{reference}/approval")).await;
    let press = form::Form::on(&approval, "/approval/taking-back");
    press.send_twice(&app, APPROVER).await;
    assert!(mails_to(&app, REQUESTER).await.contains("was taken back"));
    let left = "select count(*) + (select count(*) from requests where approved_by is not null) \
                from request_schedules";
    assert_eq!(app.look_up(left).await, "0");
    assert_eq!(worker(&late).await, 0);
    let now = app.post(APPROVER, &format!("/requests/{reference}/publication"), &[]).await;
    assert_eq!(now.status, StatusCode::SEE_OTHER, "{}", now.html);
    assert_eq!(state(&app).await, "open");
}

#[actix_web::test]
async fn what_no_longer_holds_when_its_time_comes_is_not_published_and_its_people_are_told() {
    let app = TestApp::at(monday()).await;
    let reference = submitted(&app, "mini_competition").await;
    approve_for(&app, APPROVER, &reference, "7", "8").await;
    sql(
        &app,
        "update forces set valid_to = '2026-01-05', \
         succeeded_by = (select id from forces where slug = 'eastmoor') where slug = 'northshire'",
    )
    .await;
    let due = app.when("2026-01-07T08:00:00Z".parse().unwrap());
    assert_eq!(worker(&due).await, 0);
    assert_eq!(state(&app).await, "awaiting_approval");
    for who in [REQUESTER, APPROVER] {
        assert!(mails_to(&app, who).await.contains("was not published"), "{who}");
    }
    let why = format!(
        "select body from outbox where subject like '%not published' and recipient = '{REQUESTER}'"
    );
    assert!(app.look_up(&why).await.contains("part of Eastmoor Constabulary now"));
    assert_eq!(app.look_up("select count(approved_by) from requests").await, "0");
    assert_eq!(app.trail().await.last().unwrap(), "request.not_published");
    assert_eq!(mails_to(&app, KESTREL).await, "");
}

#[actix_web::test]
async fn a_worker_that_comes_days_too_late_leaves_providers_no_less_time() {
    let app = TestApp::at(monday()).await;
    let reference = submitted(&app, "mini_competition").await;
    approve_for(&app, APPROVER, &reference, "10", "12").await;
    let late = app.when("2026-01-12T12:00:00Z".parse().unwrap());
    assert_eq!(worker(&late).await, 0);
    assert!(mails_to(&app, APPROVER).await.contains("was not published"));
}

#[actix_web::test]
async fn two_approvers_who_press_at_once_are_the_first_and_the_second() {
    let app = TestApp::committing(monday()).await;
    also(&app, CONTRACTS, "approver").await;
    let reference = submitted(&app, "urgent").await;
    let publish = format!("/requests/{reference}/publication");
    let (one, two, other) = tokio::join!(
        app.post(APPROVER, &publish, &[]),
        app.post(APPROVER, &publish, &[]),
        app.post(CONTRACTS, &publish, &[])
    );
    let done = [&one, &two, &other].iter().filter(|it| it.status == StatusCode::SEE_OTHER).count();
    assert_eq!(done, 2, "{} {} {}", one.status, two.status, other.status);
    assert_eq!(state(&app).await, "open");
    let both = "select count(*) from requests where approved_by <> second_approved_by";
    assert_eq!(app.look_up(both).await, "1");
}

#[actix_web::test]
async fn two_workers_publish_what_is_due_once() {
    let app = TestApp::committing(monday()).await;
    let reference = submitted(&app, "mini_competition").await;
    approve_for(&app, APPROVER, &reference, "7", "8").await;
    sql(
        &app,
        "update request_schedules set set_at = '2026-01-01', publish_at = '2026-01-05T08:59:00Z'",
    )
    .await;
    let (one, two) = tokio::join!(worker(&app), worker(&app));
    assert_eq!(one + two, 1);
    let published = app.trail().await.iter().filter(|it| *it == "request.published").count();
    assert_eq!(published, 1);
}

#[actix_web::test]
async fn half_a_page_is_kept_as_typed_and_keeps_the_request_from_being_submitted() {
    let app = TestApp::at(monday()).await;
    let reference = written(&app, "mini_competition").await;
    let at = format!("/requests/{reference}");
    let half = form(&[("why", "Because"), ("problem", ""), ("do", "later")]);
    let page = sent(&app, REQUESTER, &format!("{at}/draft/need"), &half).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    let list = app.get(REQUESTER, &at).await;
    assert!(list.html.contains("12 of 13") && list.html.contains("Finish this page"));
    let page = app.get(REQUESTER, &format!("{at}/draft/need")).await;
    assert!(page.html.contains("Because</textarea>") && page.html.contains("is not finished"));
    assert_eq!(app.look_up("select why from requests").await, "The unit is full.");
    let early = app.post(REQUESTER, &format!("{at}/submission"), &[]).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.html);
    let check = app.get(REQUESTER, &format!("{at}/check")).await;
    assert!(!check.html.contains("Submit for approval</button>"), "{}", check.html);
    let stranger = app.post(OTHER_REQUESTER, &format!("{at}/draft/need/half/removal"), &[]).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);

    let dropped = app.post(REQUESTER, &format!("{at}/draft/need/half/removal"), &[]).await;
    assert_eq!(dropped.status, StatusCode::SEE_OTHER);
    let page = app.get(REQUESTER, &format!("{at}/draft/need")).await;
    assert!(page.html.contains("The unit is full.") && !page.html.contains("is not finished"));
    let again = app.post(REQUESTER, &format!("{at}/submission"), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.html);
    let late = sent(&app, REQUESTER, &format!("{at}/draft/need"), &half).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "what waits for approval stands still");
}

#[actix_web::test]
async fn whoever_typed_half_a_page_wrote_in_it_and_does_not_approve_it() {
    let app = TestApp::at(monday()).await;
    also(&app, APPROVER, "requester").await;
    let reference = written(&app, "mini_competition").await;
    let at = format!("/requests/{reference}");
    let half = form(&[("why", "Because"), ("do", "later")]);
    sent(&app, APPROVER, &format!("{at}/draft/need"), &half).await;
    let need = pages(&app, "mini_competition").await.remove(1).1;
    sent(&app, REQUESTER, &format!("{at}/draft/need"), &need).await;
    app.post(REQUESTER, &format!("{at}/submission"), &[]).await;
    let page = app.post(APPROVER, &format!("{at}/publication"), &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("someone else must approve it"), "{}", page.html);
}

#[actix_web::test]
async fn the_script_keeps_a_page_while_it_is_typed_and_says_so() {
    let app = TestApp::at(monday()).await;
    let address = begun(&app).await;
    let page = app.get(REQUESTER, &format!("{address}/draft/place")).await;
    assert!(page.html.contains("data-autosave"), "{}", page.html);
    let typed = form(&[("region", "north-west"), ("do", "autosave")]);
    for _ in 0..2 {
        let kept = sent(&app, REQUESTER, &format!("{address}/draft/place"), &typed).await;
        assert_eq!(kept.status, StatusCode::OK);
        let said = r#"{"finished":false,"said":"Saved at 9am, not submitted","seen":""#;
        assert!(kept.html.starts_with(said), "{}", kept.html);
    }
    assert_eq!(app.trail().await, ["request.drafted", "request.half_saved"], "once, as typed");
    let mut whole = pages(&app, "mini_competition").await.remove(3).1;
    whole.push(("do", "autosave".to_owned()));
    let kept = sent(&app, REQUESTER, &format!("{address}/draft/place"), &whole).await;
    assert!(kept.html.contains(r#""finished":true"#), "{}", kept.html);
    assert_eq!(app.look_up("select count(*) from request_halves").await, "0");
    for by in ["autosave", "later"] {
        let secret = form(&[("classification", "secret"), ("budget", "1"), ("do", by)]);
        let page = sent(&app, REQUESTER, &format!("{address}/draft/money"), &secret).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{by}");
    }
    assert_eq!(app.look_up("select count(*) from request_halves").await, "0", "SECRET is not kept");
}

#[actix_web::test]
async fn tags_are_honest() {
    let app = TestApp::at(monday()).await;
    let address = begun(&app).await;
    let list = app.get(REQUESTER, &address).await;
    assert!(
        list.html.contains("Cannot start yet") && list.html.contains("Choose who may bid first")
    );
    let task = |html: &str, label: &str| {
        let after = html.split(&format!(">{label}</a>")).nth(1).unwrap_or_default().to_owned();
        let tags = ["Not started", "In progress", "Done", "Cannot start yet"];
        tags.into_iter().min_by_key(|it| after.find(it).unwrap_or(usize::MAX)).unwrap()
    };
    for label in ["Start and length of the work", "How bids are scored"] {
        assert_eq!(task(&list.html, label), "Not started", "{label}: {}", list.html);
    }
    let half = form(&[("length", "6"), ("do", "later")]);
    sent(&app, REQUESTER, &format!("{address}/draft/term"), &half).await;
    let scale = form(&[("scale_max", "4"), ("price_method", "linear")]);
    sent(&app, REQUESTER, &format!("{address}/draft/scoring"), &scale).await;
    let list = app.get(REQUESTER, &address).await;
    assert_eq!(task(&list.html, "Start and length of the work"), "In progress");
    assert_eq!(task(&list.html, "How bids are scored"), "Done");
    let criteria = app.get(REQUESTER, &format!("{address}/draft/criteria")).await;
    assert!(criteria.html.contains("Scores go from 0 to 4 on every question"));
    assert!(criteria.html.contains(r#"<strong data-total="weight_">0</strong> of 100"#));
    let weights = form(&[("weight_price", "40"), ("weight_social_value", "15"), ("do", "later")]);
    sent(&app, REQUESTER, &format!("{address}/draft/criteria"), &weights).await;
    let criteria = app.get(REQUESTER, &format!("{address}/draft/criteria")).await;
    assert!(criteria.html.contains(r#"<strong data-total="weight_">55</strong> of 100"#));
    let route = form(&[("route", "mini_competition"), ("route_reason", "")]);
    sent(&app, REQUESTER, &format!("{address}/draft/route"), &route).await;
    let list = app.get(REQUESTER, &address).await;
    assert!(!list.html.contains("Cannot start yet"), "{}", list.html);
}

#[actix_web::test]
async fn a_request_is_copied_without_what_belongs_to_the_one_purchase() {
    let app = TestApp::at(monday()).await;
    let original = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    sql(&app, &format!("update users set is_active = false where email = '{EVALUATOR1}'")).await;
    let shown = app.get(REQUESTER, &format!("/requests/{original}")).await;
    let copied = form::Form::on(&shown, "/copy").send_twice(&app, REQUESTER).await;
    let draft = app.get(REQUESTER, &copied).await;
    assert!(draft.html.contains("Phone and computer examination"), "{}", draft.html);
    let reference = copied.trim_start_matches("/requests/").to_owned();
    let of = |what: &str| format!("select {what} from requests where reference = '{reference}'");
    for (what, is) in [
        ("state", "draft"),
        ("starts_on is null and closes_at is null and questions_close_at is null", "true"),
        ("conflict_assessment || returned_comment || end_reason", ""),
        ("submitted_by is null and approved_by is null and published_at is null", "true"),
        ("budget", "50000000"),
        ("(select count(*) from request_roles where request_id = requests.id)", "2"),
        ("(select count(*) from request_requirements where request_id = requests.id)", "2"),
        ("(select sum(weight) from request_criteria where request_id = requests.id)", "100"),
        ("(select count(*) from request_panel where request_id = requests.id)", "1"),
    ] {
        assert_eq!(app.look_up(&of(what)).await, is, "{what}");
    }
    let stranger = app.post(OTHER_REQUESTER, &format!("/requests/{original}/copy"), &[]).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    assert_eq!(app.post(APPROVER, &format!("/requests/{original}/copy"), &[]).await.status, 403);
    assert_eq!(app.trail().await, ["request.copied"]);
}

#[actix_web::test]
async fn a_draft_is_deleted_after_asking_and_nothing_else_is() {
    let app = TestApp::at(monday()).await;
    also(&app, EVALUATOR1, "requester").await;
    let reference = written(&app, "mini_competition").await;
    let at = format!("/requests/{reference}");
    let added =
        app.send(REQUESTER, upload(&format!("{at}/documents"), &[], ("Plan.pdf", PDF))).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.html);
    let asked = app.get(EVALUATOR1, &format!("{at}/removal")).await;
    assert!(asked.html.contains("Delete this draft?"), "{}", asked.html);
    assert_eq!(app.look_up("select count(*) from requests").await, "1");
    let went = form::Form::on(&asked, "/removal").send_twice(&app, EVALUATOR1).await;
    assert_eq!(went, "/requests");
    assert_eq!(app.get(REQUESTER, &at).await.status, StatusCode::NOT_FOUND);
    assert!(mails_to(&app, REQUESTER).await.contains("was deleted"));
    assert_eq!(app.trail().await.last().unwrap(), "request.deleted");
    assert!(erase_one(&app.db(), &files()).await.unwrap(), "its document is erased");

    let open = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let refused = app.post(REQUESTER, &format!("/requests/{open}/removal"), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.html);
    let stranger = app.post(OTHER_REQUESTER, &format!("/requests/{open}/removal"), &[]).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn the_database_lets_nobody_delete_what_was_published() {
    let app = TestApp::committing(monday()).await;
    app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let refused = app
        .arrange(async |conn| {
            conn.batch_execute("set role muster_app; delete from requests").await.unwrap_err()
        })
        .await;
    assert!(refused.to_string().contains("only a draft can be deleted"), "{refused}");
}

#[actix_web::test]
async fn a_force_sees_its_draft_through_the_eyes_of_everyone_and_of_a_bidder() {
    let app = TestApp::at(monday()).await;
    let reference = written(&app, "mini_competition").await;
    let public = app.get(REQUESTER, &format!("/requests/{reference}/preview")).await;
    assert_eq!(public.status, StatusCode::OK, "{}", public.html);
    for said in ["This is what everyone will see", "Bids close at", "Sign in to bid", "Open"] {
        assert!(public.html.contains(said), "“{said}” is missing: {}", public.html);
    }
    assert!(!public.html.contains("Nobody declared any"), "{}", public.html);
    let bidder = app.get(AUDITOR, &format!("/requests/{reference}/preview/bidder")).await;
    assert!(
        bidder.html.contains("a provider that may bid") && bidder.html.contains("Bid for this")
    );
    assert_eq!(state(&app).await, "draft", "looking publishes nothing");
    let stranger = app.get(OTHER_REQUESTER, &format!("/requests/{reference}/preview/bidder")).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
}

/// A whole draft with one document; returns its reference and the document's id.
async fn with_document(app: &TestApp, classification: &str) -> (String, String) {
    let reference = written(app, "mini_competition").await;
    let mut money: Form = pages(app, "mini_competition").await.remove(6).1;
    money.retain(|it| it.0 != "classification");
    money.push(("classification", classification.to_owned()));
    sent(app, REQUESTER, &format!("/requests/{reference}/draft/money"), &money).await;
    let path = format!("/requests/{reference}/documents");
    let added = app.send(REQUESTER, upload(&path, &[], ("../Zoë’s plan.pdf", PDF))).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.html);
    (reference, app.look_up("select id from files").await)
}

async fn published(app: &TestApp, reference: &str) {
    for (who, side) in [(REQUESTER, "submission"), (APPROVER, "publication")] {
        let page = app.post(who, &format!("/requests/{reference}/{side}"), &[]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    }
}

#[actix_web::test]
async fn documents_of_official_work_are_for_everyone_once_it_is_published() {
    let app = TestApp::at(monday()).await;
    let (reference, file) = with_document(&app, "official").await;
    let public = format!("/opportunities/{reference}/documents/{file}");
    assert_eq!(app.get(NOBODY, &public).await.status, StatusCode::NOT_FOUND, "it is a draft");
    for (who, status) in
        [(REQUESTER, 200), (APPROVER, 200), (AUDITOR, 200), (VETTING1, 404), (KESTREL, 404)]
    {
        assert_eq!(app.get(who, &format!("/files/{file}")).await.status, status, "{who}");
    }
    let list = app.get(REQUESTER, &format!("/requests/{reference}/documents")).await;
    assert!(list.html.contains("Zoë’s plan.pdf") && list.html.contains("anyone can download"));
    let detail = app.look_up("select detail from audit_entries order by seq desc limit 1").await;
    assert!(detail.contains(&file) && !detail.contains("Zoë"), "{detail}");

    published(&app, &reference).await;
    let page = app.get(NOBODY, &format!("/opportunities/{reference}")).await;
    assert!(page.html.contains(&public) && page.html.contains("Zoë’s plan.pdf"), "{}", page.html);
    let had = app.get(NOBODY, &public).await;
    assert_eq!(had.html.as_bytes(), PDF);
    assert_eq!(had.header("content-security-policy"), "sandbox; default-src 'none'");
    assert!(
        had.header("content-disposition").starts_with("attachment; filename=\"Zo__s plan.pdf\"")
    );
    let removal = format!("/requests/{reference}/documents/{file}/removal");
    let late = app.post(REQUESTER, &removal, &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "what is published stays");
}

#[actix_web::test]
async fn documents_of_sensitive_work_are_for_the_force_its_bidders_and_auditors() {
    let app = TestApp::at(monday()).await;
    let (reference, file) = with_document(&app, "official_sensitive").await;
    published(&app, &reference).await;
    let path = format!("/opportunities/{reference}/documents/{file}");
    for (who, status) in [
        (NOBODY, 404),
        (REQUESTER, 200),
        (AUDITOR, 200),
        (KESTREL, 200),
        (HARROW, 200),
        (THORNBURY, 404), // suspended
        (OTHER_REQUESTER, 404),
        (VETTING1, 404),
    ] {
        assert_eq!(app.get(who, &path).await.status, status, "{who}");
        let page = app.get(who, &format!("/opportunities/{reference}")).await;
        assert_eq!(page.html.contains("Zoë’s plan.pdf"), status == 200, "{who}: {}", page.html);
    }
    let page = app.get(NOBODY, &format!("/opportunities/{reference}")).await;
    assert!(page.html.contains("This request is marked SENSITIVE"), "{}", page.html);
    let page = app.get(OTHER_REQUESTER, &format!("/opportunities/{reference}")).await;
    assert!(page.html.contains("They are for providers that may bid on it"), "{}", page.html);
}

#[actix_web::test]
async fn a_document_is_what_its_name_says_and_is_taken_away_before_publication() {
    let app = TestApp::at(monday()).await;
    let (reference, file) = with_document(&app, "official").await;
    let path = format!("/requests/{reference}/documents");
    for (chosen, why) in [
        (("page.pdf", &b"<html>hello</html>"[..]), "what is in it is something else"),
        (("picture.svg", &b"<svg/>"[..]), "must be a PDF"),
        (("empty.pdf", &b""[..]), "empty"),
    ] {
        let page = app.send(REQUESTER, upload(&path, &[], chosen)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
        assert!(page.html.contains(why), "{why}: {}", page.html);
    }
    for (who, status) in [(APPROVER, 403), (OTHER_REQUESTER, 404), (KESTREL, 404)] {
        let page = app.send(who, upload(&path, &[], ("more.pdf", PDF))).await;
        assert_eq!(page.status, status, "{who}");
    }
    let stranger = app.post(OTHER_REQUESTER, &format!("{path}/{file}/removal"), &[]).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    let again = app.send(REQUESTER, upload(&path, &[], ("zoë’s PLAN.pdf", PDF))).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.html.contains("has a document of that name already"), "{}", again.html);
    assert_eq!(app.look_up("select count(*) from request_documents").await, "1");
    let removal = format!("{path}/{file}/removal");
    for (who, status) in [(APPROVER, 403), (OTHER_REQUESTER, 404), (KESTREL, 404)] {
        assert_eq!(app.get(who, &removal).await.status, status, "{who}");
    }
    let list = app.get(REQUESTER, &path).await;
    assert!(list.html.contains(&format!("href=\"{removal}\"")), "{}", list.html);
    let asked = app.get(REQUESTER, &removal).await;
    assert!(asked.html.contains("Remove this document?") && asked.html.contains("Zoë’s plan.pdf"));
    assert_eq!(app.look_up("select count(*) from request_documents").await, "1", "asking is free");
    let went = form::Form::on(&asked, "/removal").send_twice(&app, REQUESTER).await;
    assert_eq!(went, path);
    assert_eq!(app.get(REQUESTER, &format!("/files/{file}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.look_up("select count(*) from request_documents").await, "0");
    assert_eq!(app.trail().await.last().unwrap(), "request.document_removed");
}

#[actix_web::test]
async fn a_request_waits_for_its_documents_to_be_checked() {
    let app = TestApp::at(monday()).await;
    let (reference, _) = with_document(&app, "official").await;
    for (set, why) in [
        ("state = 'pending'", "waiting to be checked for viruses"),
        ("state = 'quarantined', reason = 'Eicar'", "A virus was found in a document"),
    ] {
        sql(&app, &format!("update files set {set}")).await;
        let check = app.get(REQUESTER, &format!("/requests/{reference}/check")).await;
        assert!(check.html.contains(why), "{why}: {}", check.html);
        let page = app.post(REQUESTER, &format!("/requests/{reference}/submission"), &[]).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{why}");
    }
}
