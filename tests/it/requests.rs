//! Requests from the outside: drafted, approved by someone else, published,
//! found, and ended.

use actix_web::http::StatusCode;
use diesel_async::SimpleAsyncConnection;

use crate::support::app::{Page, TestApp, days, monday};
use crate::support::cast::{
    APPROVER, CONTRACTS, EVALUATOR1, KESTREL, NOBODY, OTHER_REQUESTER, REQUESTER, THORNBURY,
    open_request,
};
use crate::support::form::Form as Filled;

const ONCE: &str = "0190b0b0-0000-7000-8000-000000000001";

/// A form as it is filled in.
pub type Form = Vec<(&'static str, String)>;

/// Sends a form.
pub async fn sent(app: &TestApp, who: &str, path: &str, form: &Form) -> Page {
    let fields: Vec<(&str, &str)> = form.iter().map(|it| (it.0, it.1.as_str())).collect();
    app.post(who, path, &fields).await
}

/// Fills in a form.
pub fn form(fields: &[(&'static str, &str)]) -> Form {
    fields.iter().map(|it| (it.0, it.1.to_owned())).collect()
}

/// Begins a draft; returns its address.
pub async fn begun(app: &TestApp) -> String {
    let new = form(&[("title", "Phone examiners"), ("lot", "digital_forensics"), ("once", ONCE)]);
    let page = sent(app, REQUESTER, "/requests/new", &new).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    page.location.unwrap()
}

fn term() -> Form {
    form(&[
        ("starts_day", "2"),
        ("starts_month", "2"),
        ("starts_year", "2026"),
        ("length", "6"),
        ("extension", "6"),
    ])
}

fn dates(route: &str) -> Form {
    let mut dates = Form::new();
    let (questions, closes) = match route {
        "urgent" => (("5", "11"), ("5", "20")),
        _ => (("13", "12"), ("20", "12")),
    };
    for (name, day, hour) in
        [("questions", questions.0, questions.1), ("closes", closes.0, closes.1)]
    {
        let field = |part: &str| match (name, part) {
            ("questions", "day") => "questions_day",
            ("questions", "month") => "questions_month",
            ("questions", "year") => "questions_year",
            ("questions", _) => "questions_hour",
            (_, "day") => "closes_day",
            (_, "month") => "closes_month",
            (_, "year") => "closes_year",
            _ => "closes_hour",
        };
        dates.push((field("day"), day.to_owned()));
        dates.push((field("month"), "1".to_owned()));
        dates.push((field("year"), "2026".to_owned()));
        dates.push((field("hour"), hour.to_owned()));
    }
    dates
}

/// Every page of a draft, filled in.
pub async fn pages(app: &TestApp, route: &'static str) -> Vec<(&'static str, Form)> {
    let evaluator =
        app.look_up(&format!("select id from users where email = '{EVALUATOR1}'")).await;
    let specialism =
        app.look_up("select code from specialisms where name = 'Digital Forensics'").await;
    let reason = if route == "urgent" { "Evidence is being wiped now." } else { "" };
    vec![
        (
            "basics",
            vec![
                ("title", "Phone examiners".to_owned()),
                ("lot", "digital_forensics".to_owned()),
                ("summary", "Examine two hundred seized phones.".to_owned()),
                ("specialisms", specialism),
            ],
        ),
        (
            "need",
            form(&[
                ("why", "The unit is full."),
                ("problem", "Two hundred phones wait."),
                ("outcomes", "Reports fit for court."),
                ("team", "Six examiners."),
            ]),
        ),
        (
            "roles",
            form(&[
                ("rows", "1"),
                ("role_title_1", "Examiner"),
                ("role_level_1", "4"),
                ("role_people_1", "2"),
                ("role_days_1", "100"),
                ("role_nppv_1", "NPPV3"),
                ("role_nsv_1", "SC"),
                ("role_by_1", "start"),
            ]),
        ),
        (
            "place",
            form(&[
                ("region", "north-west"),
                ("remote", "on_site"),
                ("site", "Northshire HQ"),
                ("working", "Weekdays."),
            ]),
        ),
        ("route", form(&[("route", route), ("route_reason", reason)])),
        ("dates", dates(route)),
        (
            "money",
            form(&[
                ("budget", "173,100"),
                ("budget_shown", "no"),
                ("ir35", "contracted_out_service"),
                ("classification", "official"),
            ]),
        ),
        ("requirements", form(&[("essential", "Images phones\nWrites statements"), ("nice", "")])),
        (
            "criteria",
            form(&[
                ("weight_technical_merit", "50"),
                ("question_technical_merit", "How will you examine them?"),
                ("words_technical_merit", "500"),
                ("minimum_technical_merit", "2"),
                ("weight_social_value", "10"),
                ("question_social_value", "What will the community gain?"),
                ("words_social_value", "300"),
                ("minimum_social_value", "0"),
                ("weight_price", "40"),
            ]),
        ),
        (
            "panel",
            vec![
                ("panel", evaluator),
                ("conflict_assessment", "Nobody declared any.".to_owned()),
                ("standstill", "8".to_owned()),
            ],
        ),
        ("term", term()),
        ("scoring", form(&[("scale_max", "5"), ("price_method", "lowest")])),
        ("pricing", form(&[("pricing", "day_rates")])),
    ]
}

/// A whole draft; returns its reference.
pub async fn written(app: &TestApp, route: &'static str) -> String {
    let address = begun(app).await;
    for (section, fields) in pages(app, route).await {
        let page = sent(app, REQUESTER, &format!("{address}/draft/{section}"), &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{section}: {}", page.html);
    }
    address.trim_start_matches("/requests/").to_owned()
}

/// A whole draft that waits for approval; returns its reference.
pub async fn submitted(app: &TestApp, route: &'static str) -> String {
    let reference = written(app, route).await;
    let page = app.post(REQUESTER, &format!("/requests/{reference}/submission"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    reference
}

/// Gives somebody one more role.
pub async fn also(app: &TestApp, who: &str, role: &str) {
    let sql =
        format!("insert into user_roles select id, '{role}' from users where email = '{who}'");
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
}

/// The subjects of everything that was mailed to somebody.
pub async fn mails_to(app: &TestApp, who: &str) -> String {
    let sql =
        "select string_agg(subject, '; ' order by created_at, id) from outbox where recipient";
    app.look_up(&format!("{sql} = '{who}'")).await
}

#[actix_web::test]
async fn a_request_is_written_by_one_published_by_another_and_told_to_those_who_may_bid() {
    let app = TestApp::at(monday()).await;
    let reference = submitted(&app, "mini_competition").await;
    assert_eq!(reference, "REQ-2026-0001");
    let public = format!("/opportunities/{reference}");
    assert_eq!(app.get(NOBODY, &public).await.status, StatusCode::NOT_FOUND);
    assert!(mails_to(&app, APPROVER).await.contains("needs your approval"));

    let waiting = app.get(APPROVER, "/force").await;
    assert!(waiting.html.contains("Waiting for your approval"), "{}", waiting.html);
    let approval = app.get(APPROVER, &format!("/requests/{reference}/approval")).await;
    assert!(approval.html.contains("Approve and publish"), "{}", approval.html);
    // 173,100 for six months, as much again for the extension, and VAT.
    assert!(
        approval.html.contains("£415,440") && approval.html.contains("At or above the threshold")
    );
    let page = app.post(APPROVER, &format!("/requests/{reference}/publication"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    let later = app.get(APPROVER, &format!("/requests/{reference}/approval")).await;
    assert_eq!(later.location, Some(format!("/requests/{reference}")), "an old notice leads on");

    let page = app.get(NOBODY, &public).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    for said in [
        "Phone examiners",
        "Bids close at",
        "NPPV3 and SC",
        "12 noon UK time (GMT) on Tuesday 20 January 2026",
        "Images phones",
    ] {
        assert!(page.html.contains(said), "{said} is missing");
    }
    assert!(!page.html.contains("173,100"), "the budget is hidden");
    assert!(
        !page.html.contains("Nobody declared any"),
        "the conflict assessment is the force’s own"
    );
    assert!(mails_to(&app, KESTREL).await.contains("New request in your lot"));
    assert_eq!(mails_to(&app, THORNBURY).await, "", "a suspended provider may not bid");
    let trail = app.trail().await;
    assert_eq!(trail.first().unwrap(), "request.drafted");
    assert_eq!(trail.last().unwrap(), "request.published");
    assert_eq!(trail.iter().filter(|it| *it == "request.saved").count(), 13);
    for side in ["", "/history", "/clarifications", "/preview"] {
        let page = app.get(REQUESTER, &format!("/requests/{reference}{side}")).await;
        assert_eq!(page.status, StatusCode::OK, "{side}: {}", page.html);
    }
}

#[actix_web::test]
async fn the_form_that_begins_a_draft_begins_one_however_often_it_is_sent() {
    let app = TestApp::at(monday()).await;
    let first = begun(&app).await;
    assert_eq!(begun(&app).await, first);
    assert_eq!(app.look_up("select count(*) from requests").await, "1");
}

#[actix_web::test]
async fn a_draft_is_known_only_to_its_own_force() {
    let app = TestApp::at(monday()).await;
    let address = begun(&app).await;
    for who in [OTHER_REQUESTER, KESTREL] {
        assert_eq!(app.get(who, &address).await.status, StatusCode::NOT_FOUND, "{who}");
    }
    let draft = app.get(REQUESTER, &address).await;
    assert!(draft.html.contains("0 of 13"), "{}", draft.html);
    assert!(draft.html.contains("Not started"));
    let list = app.get(NOBODY, "/opportunities?status=all").await;
    assert!(!list.html.contains("Phone examiners") && list.html.contains("Nothing here"));
    let early = app.post(REQUESTER, &format!("{address}/submission"), &[]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    let check = app.get(REQUESTER, &format!("{address}/check")).await;
    assert!(
        check.html.contains("Choose who may bid")
            && !check.html.contains("Submit for approval</button>")
    );
}

#[actix_web::test]
async fn nobody_publishes_what_they_wrote_even_with_both_roles() {
    let app = TestApp::at(monday()).await;
    also(&app, REQUESTER, "approver").await;
    also(&app, APPROVER, "requester").await;
    let reference = written(&app, "mini_competition").await;
    let need = pages(&app, "mini_competition").await.remove(1).1;
    sent(&app, APPROVER, &format!("/requests/{reference}/draft/need"), &need).await;
    app.post(REQUESTER, &format!("/requests/{reference}/submission"), &[]).await;
    for who in [REQUESTER, APPROVER] {
        let page = app.post(who, &format!("/requests/{reference}/publication"), &[]).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{who}");
        assert!(page.html.contains("someone else must approve it"));
        let page = app.get(who, &format!("/requests/{reference}/approval")).await;
        assert!(!page.html.contains("Approve and publish"), "no button for {who}");
    }
    assert_eq!(app.look_up("select state from requests").await, "awaiting_approval");
}

#[actix_web::test]
async fn an_urgent_request_needs_two_approvers_and_only_four_hours() {
    let app = TestApp::at(monday()).await;
    also(&app, CONTRACTS, "approver").await;
    let reference = submitted(&app, "urgent").await;
    let publish = format!("/requests/{reference}/publication");
    assert_eq!(app.post(APPROVER, &publish, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.look_up("select state from requests").await, "awaiting_approval");
    let again = app.post(APPROVER, &publish, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.html.contains("needs a second approver"));
    assert_eq!(app.post(CONTRACTS, &publish, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.look_up("select state from requests").await, "open");
    assert!(mails_to(&app, KESTREL).await.contains("Urgent: REQ-2026-0001"));
}

#[actix_web::test]
async fn deadlines_leave_time_and_fall_on_hours_nobody_misreads() {
    let app = TestApp::at(monday()).await;
    let address = begun(&app).await;
    let route = form(&[("route", "mini_competition"), ("route_reason", "")]);
    sent(&app, REQUESTER, &format!("{address}/draft/route"), &route).await;
    let right = dates("mini_competition");
    let page = sent(&app, REQUESTER, &format!("{address}/draft/dates"), &right).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    for (field, value, why) in [
        ("closes_day", "14", "at least 10 days"),
        ("closes_day", "17", "Choose a working day"),
        ("closes_hour", "18", "Change the bid deadline. Choose a time from 9am to 5pm"),
        ("closes_hour", "", "Choose the hour of the bid deadline"),
        ("questions_hour", "noon", "Choose the hour of the question deadline"),
        ("closes_day", "31", "Choose a working day"),
        ("questions_day", "21", "must be before the bid deadline"),
        ("starts_day", "0", "Start of the work must be a real date"),
        ("closes_day", "32", "Bid deadline must be a real date"),
        ("closes_year", "2025", "The bid deadline must be in the future"),
        ("questions_year", "2025", "The question deadline must be in the future"),
        ("starts_month", "1", "must be after the bid deadline"),
        ("length", "49", "from 1 to 48"),
    ] {
        let all = [("dates", dates("mini_competition")), ("term", term())];
        let asks = |it: &&(&str, Form)| it.1.iter().any(|it| it.0 == field);
        let (section, mut fields) = all.iter().find(asks).unwrap().clone();
        for it in &mut fields {
            if it.0 == field {
                it.1 = value.to_owned();
            }
        }
        let page = sent(&app, REQUESTER, &format!("{address}/draft/{section}"), &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
        assert!(page.html.contains(why), "{field} {value} should say “{why}”: {}", page.html);
    }
}

#[actix_web::test]
async fn urgent_deadlines_keep_clear_of_the_nights_the_clocks_change() {
    let app = TestApp::at(monday()).await;
    let address = begun(&app).await;
    let route = form(&[("route", "urgent"), ("route_reason", "Evidence is being wiped now.")]);
    sent(&app, REQUESTER, &format!("{address}/draft/route"), &route).await;
    for (noon, eve, night, month, second) in [
        ("2026-03-28T12:00:00Z", "28", "29", "3", "does not exist"),
        ("2026-10-24T12:00:00Z", "24", "25", "10", "happens twice"),
    ] {
        let app = app.when(noon.parse().unwrap());
        let misread = "could be misread";
        for (hour, why) in [("0", misread), ("1", second), ("2", misread), ("3", "")] {
            let dates = form(&[
                ("questions_day", eve),
                ("questions_month", month),
                ("questions_year", "2026"),
                ("questions_hour", "20"),
                ("closes_day", night),
                ("closes_month", month),
                ("closes_year", "2026"),
                ("closes_hour", hour),
            ]);
            let page = sent(&app, REQUESTER, &format!("{address}/draft/dates"), &dates).await;
            let refused = if why.is_empty() { 303 } else { 422 };
            assert_eq!(page.status.as_u16(), refused, "{night} {hour}: {}", page.html);
            assert!(page.html.contains(why), "{night} {hour}: {}", page.html);
        }
    }
}

#[actix_web::test]
async fn work_above_official_stops_on_a_plain_page_and_saves_nothing() {
    let app = TestApp::at(monday()).await;
    let address = begun(&app).await;
    let money = form(&[("budget", "5000"), ("classification", "secret")]);
    let page = sent(&app, REQUESTER, &format!("{address}/draft/money"), &money).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("You cannot use Muster for this work"));
    assert_eq!(app.look_up("select budget from requests").await, "");
}

#[actix_web::test]
async fn weights_add_up_to_a_hundred_and_social_value_counts() {
    let app = TestApp::at(monday()).await;
    let address = begun(&app).await;
    for (weight, social, why) in
        [("40", "10", "these add up to 90"), ("55", "5", "say why it weighs less")]
    {
        let mut criteria = pages(&app, "mini_competition").await.remove(8).1;
        for it in &mut criteria {
            match it.0 {
                "weight_technical_merit" => it.1 = weight.to_owned(),
                "weight_social_value" => it.1 = social.to_owned(),
                _ => {}
            }
        }
        let page = sent(&app, REQUESTER, &format!("{address}/draft/criteria"), &criteria).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{weight} and {social}");
        assert!(page.html.contains(why), "{}", page.html);
        assert!(page.html.contains("How will you examine them?"), "what was typed is kept");
    }
}

#[actix_web::test]
async fn a_role_is_added_to_the_page_without_saving_and_without_script() {
    let app = TestApp::at(monday()).await;
    let address = begun(&app).await;
    let rows = form(&[("rows", "1"), ("role_title_1", "Analyst"), ("do", "add")]);
    let page = sent(&app, REQUESTER, &format!("{address}/draft/roles"), &rows).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.html.contains("Role 2") && page.html.contains("Analyst"), "{}", page.html);
    assert_eq!(app.look_up("select count(*) from request_roles").await, "0");
}

#[actix_web::test]
async fn an_approver_sends_a_request_back_with_a_comment() {
    let app = TestApp::at(monday()).await;
    let reference = submitted(&app, "mini_competition").await;
    let back = format!("/requests/{reference}/return");
    let empty = app.post(APPROVER, &back, &[("reason", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = app.post(APPROVER, &back, &[("reason", "Say how many phones.")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    let draft = app.get(REQUESTER, &format!("/requests/{reference}")).await;
    assert!(draft.html.contains("Say how many phones."));
    assert!(mails_to(&app, REQUESTER).await.contains("was sent back to you"));
    let again = app.post(REQUESTER, &format!("/requests/{reference}/submission"), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn a_request_whose_time_ran_out_while_it_waited_is_not_published() {
    let app = TestApp::at(monday()).await;
    let reference = submitted(&app, "mini_competition").await;
    let late = app.later(days(7));
    let page = late.post(APPROVER, &format!("/requests/{reference}/publication"), &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("can no longer be published"));
}

#[actix_web::test]
async fn a_force_that_became_part_of_another_publishes_nothing_that_waited() {
    let app = TestApp::at(monday()).await;
    let reference = submitted(&app, "mini_competition").await;
    app.arrange(async |conn| {
        let sql = "update forces set valid_to = '2026-01-05', \
            succeeded_by = (select id from forces where slug = 'eastmoor') where slug = 'northshire'";
        conn.batch_execute(sql).await.unwrap();
    })
    .await;
    let page = app.get(APPROVER, &format!("/requests/{reference}/approval")).await;
    assert!(page.html.contains("part of Eastmoor Constabulary now"), "{}", page.html);
    let page = app.post(APPROVER, &format!("/requests/{reference}/publication"), &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert_eq!(app.look_up("select state from requests").await, "awaiting_approval");
}

#[actix_web::test]
async fn a_cancelled_request_says_why_to_everyone() {
    let app = TestApp::at(monday()).await;
    let reference = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let cancel = format!("/requests/{reference}/cancellation");
    assert_eq!(app.get(APPROVER, &cancel).await.status, StatusCode::OK);
    assert_eq!(
        app.post(OTHER_REQUESTER, &cancel, &[("reason", "x")]).await.status,
        StatusCode::FORBIDDEN
    );
    let page = app.post(APPROVER, &cancel, &[("reason", "Kept words.")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "the reason is coded too");
    assert!(page.html.contains("Choose the reason") && page.html.contains("Kept words."));
    let page = app
        .post(APPROVER, &cancel, &[("code", "need_gone"), ("reason", "The phones were returned.")])
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    let public = app.get(NOBODY, &format!("/opportunities/{reference}")).await;
    assert!(
        public.html.contains("The work is no longer needed. The phones were returned.")
            && !public.html.contains("Sign in to bid")
    );
    assert!(mails_to(&app, KESTREL).await.contains("is cancelled"));
    assert_eq!(
        app.post(APPROVER, &cancel, &[("code", "other"), ("reason", "Again")]).await.status,
        StatusCode::CONFLICT
    );
}

#[actix_web::test]
async fn a_request_ends_without_an_award_only_after_its_deadline() {
    let app = TestApp::at(monday()).await;
    let reference = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let end = format!("/requests/{reference}/no-award");
    assert_eq!(
        app.post(APPROVER, &end, &[("reason", "None fit")]).await.status,
        StatusCode::CONFLICT
    );
    let after = app.later(days(15));
    let asked = after.post(REQUESTER, &end, &[("reason", "None fit")]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    let page = after.get(NOBODY, "/opportunities?status=ended").await;
    assert!(!page.html.contains(&reference), "nobody but the force knows: {}", page.html);
    let made = after.post(APPROVER, &format!("{end}/approval"), &[]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let page = after.get(NOBODY, "/opportunities?status=ended").await;
    assert!(page.html.contains("No award"), "{}", page.html);
}

#[actix_web::test]
async fn the_public_list_is_searched_filtered_and_closed_by_the_clock() {
    let app = TestApp::at(monday()).await;
    let reference = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let first = app.get(NOBODY, "/").await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.html);
    assert!(first.html.contains("Phone and computer examination"));
    for found in [
        "",
        "?q=examining+devices",
        "?lot=digital_forensics",
        "?region=north-west",
        "?force=northshire",
        "?route=mini_competition&sort=closing",
        "?status=all&page=1",
    ] {
        let page = app.get(NOBODY, &format!("/opportunities{found}")).await;
        assert!(page.html.contains(&reference), "{found}: {}", page.html);
    }
    let by_number = app.get(NOBODY, &format!("/opportunities?q={reference}")).await;
    assert!(by_number.html.contains("1 request"));
    for missed in [
        "?q=zebra",
        "?lot=network_analysis",
        "?force=eastmoor",
        "?route=urgent",
        "?status=closed",
        "?page=2",
    ] {
        let page = app.get(NOBODY, &format!("/opportunities{missed}")).await;
        assert_eq!(page.status, StatusCode::OK, "{missed}");
        assert!(!page.html.contains("Phone and computer examination"), "{missed}");
    }
    let after = app.later(days(14));
    let gone = after.get(NOBODY, "/opportunities").await;
    assert!(!gone.html.contains("Phone and computer examination"), "closed at the deadline itself");
    assert!(after.get(NOBODY, "/opportunities?status=closed").await.html.contains(&reference));
    let mine = after.get(REQUESTER, "/force").await;
    assert!(mine.html.contains("Bids to open"), "{}", mine.html);
}

#[actix_web::test]
async fn an_approver_publishes_what_they_read_and_not_what_was_submitted_since() {
    let app = TestApp::committing(monday()).await;
    let reference = submitted(&app, "mini_competition").await;
    let approval = format!("/requests/{reference}/approval");
    let read = app.get(APPROVER, &approval).await;
    let comment = [("reason", "Say how many phones.")];
    app.post(APPROVER, &format!("/requests/{reference}/return"), &comment).await;
    let app = app.later(chrono::TimeDelta::seconds(1));
    app.post(REQUESTER, &format!("/requests/{reference}/submission"), &[]).await;

    let late = Filled::on(&read, "/publication").sent(&app, APPROVER).await;

    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.html);
    assert!(late.html.contains("submitted again since you opened the page"), "{}", late.html);
    assert_eq!(app.look_up("select state from requests").await, "awaiting_approval");
    let now = app.get(APPROVER, &approval).await;
    Filled::on(&now, "/publication").send_twice(&app, APPROVER).await;
    assert_eq!(app.look_up("select state from requests").await, "open");
}
