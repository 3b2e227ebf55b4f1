//! What happens to a contract that binds: variations, its end, clearances that
//! run out, and the list of contracts.

use actix_web::http::StatusCode;
use diesel_async::SimpleAsyncConnection;
use futures_util::future::join;
use muster::work;

use crate::contracts::{approve_variation, force_signs, offered, provider_signs, signed_on};
use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, HARROW, KESTREL, KESTREL_ADMIN, NOBODY, OTHER_REQUESTER,
    REQUESTER,
};
use crate::support::form::Form;

async fn signed() -> (TestApp, String) {
    signed_on(TestApp::at(monday()).await).await
}

async fn versions(app: &TestApp) -> String {
    app.look_up("select string_agg(number || ' ' || kind || ' ' || state, ', ' order by number) from contract_versions").await
}

async fn mail_to(app: &TestApp, who: &str) -> String {
    app.look_up(&format!(
        "select string_agg(subject || ' ' || body, '|' order by created_at) from outbox where recipient = '{who}'"
    ))
    .await
}

/// The form of a variation with more days of the first role, a later end and a reason.
async fn longer(app: &TestApp, path: &str) -> Form {
    let page = app.get(CONTRACTS, &format!("{path}/variation")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    Form::on(&page, "/variation")
        .set("days_1", "120")
        .set("ends_day", "31")
        .set("ends_month", "12")
        .set("ends_year", "2026")
        .set("reason", "MARKREASON: more devices than expected.")
}

/// Proposes it, after it was looked at, and has it approved.
async fn propose(app: &TestApp, path: &str) {
    let check = longer(app, path).await.sent(app, CONTRACTS).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.html);
    Form::on(&check, "/variation").send(app, CONTRACTS).await;
    approve_variation(app, APPROVER, path).await;
}

#[actix_web::test]
async fn a_variation_is_looked_at_proposed_and_signed_by_both() {
    let (app, path) = signed().await;
    let first = app.get(KESTREL, &format!("{path}/document.txt")).await.html;
    let check = longer(&app, &path).await.sent(&app, CONTRACTS).await;
    for said in [
        "£175,000.00",
        "£195,000.00",
        "2 September 2026",
        "31 December 2026",
        "11.43% more",
        "more than 10%",
        "It runs beyond 2 September 2026",
        "MARKREASON",
    ] {
        assert!(check.html.contains(said), "{said}: {}", check.html);
    }
    assert_eq!(versions(&app).await, "1 original signed", "only looked at");
    Form::on(&check, "/variation").send(&app, CONTRACTS).await;
    assert_eq!(versions(&app).await, "1 original signed, 2 variation proposed");
    approve_variation(&app, APPROVER, &path).await;
    assert_eq!(versions(&app).await, "1 original signed, 2 variation offered");
    assert_eq!(app.look_up("select value || ' ' || version from contracts").await, "17500000 1");
    let told = mail_to(&app, KESTREL_ADMIN).await;
    assert!(told.contains("A variation of contract CON-2026-0001 is ready for you to sign"));
    let page = app.get(KESTREL_ADMIN, &path).await.html;
    assert!(page.contains("A variation is waiting for your signature"), "{page}");

    let early = force_signs(&app, &path).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "the provider signs first");
    let page = provider_signs(&app, &path).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    assert_eq!(app.look_up("select value from contracts").await, "17500000");
    let page = force_signs(&app, &path).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    assert_eq!(versions(&app).await, "1 original signed, 2 variation signed");
    let holds = app
        .look_up("select value || ' ' || version || ' ' || ends_on || ' ' || state from contracts")
        .await;
    assert_eq!(holds, "19500000 2 2026-12-31 active");
    assert!(
        mail_to(&app, REQUESTER).await.contains("A variation of contract CON-2026-0001 is signed")
    );
    assert_eq!(
        app.trail().await[4..],
        [
            "contract.variation_proposed",
            "contract.variation_approved",
            "contract.signed_by_provider",
            "contract.signed_by_force"
        ]
    );
    let detail = app
        .look_up("select detail from audit_entries where action = 'contract.variation_proposed'")
        .await;
    assert!(detail.contains("\"over_ten_percent\": true") && !detail.contains("MARK"), "{detail}");
    let sent = app.look_up("select string_agg(subject || body, ' ') from outbox").await;
    assert!(!sent.contains("MARKREASON") && !sent.contains("195,000"), "{sent}");

    // Each version is as it was, with its own digest.
    let again = app.get(KESTREL, &format!("{path}/versions/1/document.txt")).await.html;
    assert_eq!(again, first);
    let second = app.get(KESTREL, &format!("{path}/versions/2/document.txt")).await.html;
    for said in [
        "version 2",
        "1. What this version changes",
        "| Last day | 2 September 2026 | 31 December 2026",
        "Last day: 31 December 2026",
        "£195,000.00",
        "11.43% more",
    ] {
        assert!(second.contains(said), "{said}: {second}");
    }
    assert_eq!(second.matches("Price and payment").count(), 1);
    let page = app.get(AUDITOR, &format!("{path}/versions")).await.html;
    for said in ["Version 2, a variation", "11.43% more", "31 December 2026", "Kit Moss, Director"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    for number in [1, 2] {
        let paper = format!("{path}/versions/{number}/document.pdf");
        assert_eq!(app.get(KESTREL, &paper).await.status, StatusCode::OK);
        assert_eq!(app.get(HARROW, &paper).await.status, StatusCode::NOT_FOUND);
        let hash = format!(
            "select encode(document_hash, 'hex') from contract_versions where number = {number}"
        );
        assert!(page.contains(&app.look_up(&hash).await));
    }
}

#[actix_web::test]
async fn one_variation_at_a_time_and_it_can_be_withdrawn_or_returned() {
    let (app, path) = signed().await;
    let second = longer(&app, &path).await;
    propose(&app, &path).await;
    let refused = second.sent(&app, CONTRACTS).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.html.contains("waits to be approved or signed"), "{}", refused.html);
    assert_eq!(provider_signs(&app, &path).await.status, StatusCode::SEE_OTHER);
    let page = app.get(CONTRACTS, &path).await;
    Form::on(&page, "/variation/withdrawal").send_twice(&app, CONTRACTS).await;
    assert!(
        mail_to(&app, KESTREL_ADMIN)
            .await
            .contains("variation of contract CON-2026-0001 is withdrawn")
    );
    let gone = app.post(CONTRACTS, &format!("{path}/variation/withdrawal"), &[]).await;
    assert_eq!(gone.status, StatusCode::CONFLICT);

    propose(&app, &path).await;
    let page = app.get(KESTREL_ADMIN, &format!("{path}/return")).await;
    Form::on(&page, "/return").set("words", "Too many days.").send(&app, KESTREL_ADMIN).await;
    let states = "1 original signed, 2 variation withdrawn, 3 variation returned";
    assert_eq!(versions(&app).await, states);
    assert_eq!(app.look_up("select state || version from contracts").await, "active1");
    assert!(app.get(CONTRACTS, &path).await.html.contains("Too many days."));
    propose(&app, &path).await;
    assert_eq!(versions(&app).await, format!("{states}, 4 variation offered"));
}

#[actix_web::test]
async fn a_variation_that_cannot_be_comes_back_as_it_was_typed() {
    let (app, path) = signed().await;
    for (field, value, said) in [
        ("price_1", "1000.01", "is above £1,000.00, the most this provider may charge"),
        ("days_1", "many", "Enter the number of days for each"),
        ("ends_year", "2025", "The last day cannot be before today"),
        ("reason", "", "Enter why the contract is varied"),
        ("title", "Examiner", "There is a role of this name already"),
    ] {
        let form = longer(&app, &path).await.set("particulars", "MARKSCOPE").set(field, value);
        let page = form.sent(&app, CONTRACTS).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(
            page.html.contains(said) && page.html.contains("MARKSCOPE"),
            "{said}: {}",
            page.html
        );
    }
    let page = app.get(CONTRACTS, &format!("{path}/variation")).await;
    let same = Form::on(&page, "/variation").set("reason", "None.").sent(&app, CONTRACTS).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(same.html.contains("Nothing would change"), "{}", same.html);
    assert_eq!(versions(&app).await, "1 original signed");
    for (who, status) in [
        (APPROVER, StatusCode::FORBIDDEN),
        (OTHER_REQUESTER, StatusCode::FORBIDDEN),
        (KESTREL_ADMIN, StatusCode::NOT_FOUND),
    ] {
        assert_eq!(app.get(who, &format!("{path}/variation")).await.status, status, "{who}");
    }
}

#[actix_web::test]
async fn a_contract_that_does_not_bind_is_not_varied() {
    let (app, path) = offered().await;
    let page = app.get(CONTRACTS, &format!("{path}/variation")).await.html;
    assert!(page.contains("Only a contract that both sides have signed"), "{page}");
    let refused = app.post(CONTRACTS, &format!("{path}/variation"), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
}

#[actix_web::test]
async fn two_people_of_the_force_end_a_contract_and_what_waits_lapses() {
    let (app, path) = signed().await;
    propose(&app, &path).await;
    let ending = format!("{path}/termination");
    let page = app.get(CONTRACTS, &ending).await;
    let empty = Form::on(&page, "/termination").sent(&app, CONTRACTS).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    Form::on(&page, "/termination")
        .set("reason", "no_longer_needed")
        .set("words", "MARKWORDS: the cases are closed.")
        .send(&app, CONTRACTS)
        .await;
    assert!(mail_to(&app, APPROVER).await.contains("somebody proposes to end it"));
    assert_eq!(app.look_up("select state from contracts").await, "active");
    // The provider knows nothing of it, and may sign what waits for it; the force may not.
    for page in ["", "/history", "/versions"] {
        let page = app.get(KESTREL_ADMIN, &format!("{path}{page}")).await.html;
        for said in ["MARKWORDS", "proposes to end", "ermination proposed", "no longer needed"] {
            assert!(!page.contains(said), "{said}: {page}");
        }
    }
    assert!(!mail_to(&app, KESTREL_ADMIN).await.contains("end it"));
    assert!(app.get(CONTRACTS, &path).await.html.contains("MARKWORDS"));
    assert_eq!(provider_signs(&app, &path).await.status, StatusCode::SEE_OTHER);
    let waits = force_signs(&app, &path).await;
    assert_eq!(waits.status, StatusCode::CONFLICT, "nothing is signed until that is decided");
    assert!(waits.html.contains("proposes to end this contract"), "{}", waits.html);
    let again = app.post(CONTRACTS, &ending, &[("reason", "law"), ("words", "Again.")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    for (who, status) in [
        (CONTRACTS, StatusCode::FORBIDDEN),
        (KESTREL_ADMIN, StatusCode::NOT_FOUND),
        (OTHER_REQUESTER, StatusCode::FORBIDDEN),
    ] {
        let page = app.post(who, &format!("{ending}/confirmation"), &[]).await;
        assert_eq!(page.status, status, "{who}");
    }
    let page = app.get(APPROVER, &ending).await;
    Form::on(&page, "/confirmation").send_twice(&app, APPROVER).await;
    assert_eq!(app.look_up("select state from contracts").await, "terminated");
    assert_eq!(versions(&app).await, "1 original signed, 2 variation lapsed");
    for who in [KESTREL_ADMIN, CONTRACTS, REQUESTER] {
        let told = mail_to(&app, who).await;
        assert!(told.contains("has ended before its last day"), "{who}: {told}");
        assert!(told.contains("The work is no longer needed") && !told.contains("MARKWORDS"));
    }
    let page = app.get(KESTREL_ADMIN, &path).await.html;
    assert!(page.contains("Terminated") && page.contains("MARKWORDS"), "{page}");
    let trail = app.trail().await;
    assert_eq!(
        trail[trail.len() - 3..],
        ["contract.termination_proposed", "contract.signed_by_provider", "contract.terminated"]
    );
    let term = "when it was ended; 2 September 2026 was agreed";
    assert!(page.contains(term), "{page}");
    let csv = app.get(CONTRACTS, "/contracts.csv").await.html;
    let ended = app.look_up("select terminated_on from contracts").await;
    assert!(csv.contains("Ended before that") && csv.contains(&format!(",{ended},")), "{csv}");
}

#[actix_web::test]
async fn nobody_ends_a_contract_alone_and_a_proposal_can_be_taken_back() {
    let (app, path) = signed().await;
    app.arrange(async |conn| {
        let sql = "insert into user_roles (user_id, role) select id, 'approver' from users where email = 'contracts@northshire.example'";
        conn.batch_execute(sql).await.unwrap();
    })
    .await;
    let typed = [("reason", "security"), ("words", "A breach.")];
    app.post(CONTRACTS, &format!("{path}/termination"), &typed).await;
    let own = app.post(CONTRACTS, &format!("{path}/termination/confirmation"), &[]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.html.contains("another person must confirm it"), "{}", own.html);
    let page = app.get(APPROVER, &format!("{path}/termination")).await;
    Form::on(&page, "/termination/withdrawal").send(&app, APPROVER).await;
    assert!(mail_to(&app, CONTRACTS).await.contains("Contract CON-2026-0001 goes on"));
    assert_eq!(app.look_up("select state from contracts").await, "active");
    let page = app.post(CONTRACTS, &format!("{path}/termination"), &typed).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "it can be proposed again");
}

#[actix_web::test]
async fn a_contract_ends_after_its_last_day_and_both_sides_are_told_once() {
    let (app, path) = signed_on(TestApp::committing(monday()).await).await;
    propose(&app, &path).await;
    let last = app.when("2026-09-02T22:59:59Z".parse().unwrap());
    assert_eq!(work::end_contracts(&last.db()).await.unwrap(), 0);
    let after = app.when("2026-09-02T23:00:00Z".parse().unwrap());
    let (one, two) = (after.db(), after.db());
    let (one, two) = join(work::end_contracts(&one), work::end_contracts(&two)).await;
    assert_eq!(one.unwrap() + two.unwrap(), 1);
    assert_eq!(work::end_contracts(&after.db()).await.unwrap(), 0);
    assert_eq!(app.look_up("select state from contracts").await, "ended");
    assert_eq!(versions(&app).await, "1 original signed, 2 variation lapsed");
    for who in [KESTREL_ADMIN, CONTRACTS] {
        assert_eq!(mail_to(&app, who).await.matches("has ended").count(), 1, "{who}");
    }
    assert_eq!(app.trail().await.last().unwrap(), "contract.ended");
    let page = after.get(CONTRACTS, &path).await.html;
    assert!(!page.contains("Propose a variation") && !page.contains("End it before"), "{page}");
}

#[actix_web::test]
async fn both_sides_are_warned_of_a_clearance_that_runs_out_before_the_contract() {
    let (app, path) = signed_on(TestApp::committing(monday()).await).await;
    let set = async |day: &str| {
        let sql = format!(
            "update specialist_clearances set expires_on = '{day}' where kind = 'nsv' and specialist_id in \
            (select s.id from specialists s join providers p on p.id = s.provider_id where p.slug = 'kestrel')"
        );
        app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
    };
    let at = |day: &str| app.when(format!("{day}T12:00:00Z").parse().unwrap());
    assert_eq!(work::warn_of_clearances(&at("2026-03-01").db()).await.unwrap(), 0);
    // Only Robin's role asks for it: Sam's clearance is nobody's concern here.
    set("2026-05-31").await;
    for (day, given) in [
        ("2026-03-31", 0),
        ("2026-04-01", 1),
        ("2026-04-02", 0),
        ("2026-05-03", 1),
        ("2026-05-24", 1),
        ("2026-05-31", 1),
        ("2026-06-01", 1),
        ("2026-06-09", 0),
    ] {
        assert_eq!(work::warn_of_clearances(&at(day).db()).await.unwrap(), given, "{day}");
    }
    for who in [CONTRACTS, KESTREL_ADMIN, "delivery@kestrel.example"] {
        let told = mail_to(&app, who).await;
        assert_eq!(told.matches("a clearance (SC)").count(), 5, "{who}: {told}");
        assert!(told.contains("expires today") && !told.contains("Robin"), "{told}");
    }
    let trail = app.trail().await;
    assert_eq!(trail.iter().filter(|it| *it == "contract.warned_of_clearance").count(), 5);
    for who in [CONTRACTS, KESTREL] {
        let page = at("2026-05-20").get(who, &path).await.html;
        assert!(page.contains("SC of Robin Vale expires on 31 May 2026"), "{who}: {page}");
    }
    // After the contract's last day nobody needs it any more.
    set("2026-09-02").await;
    assert_eq!(work::warn_of_clearances(&at("2026-08-30").db()).await.unwrap(), 0);
    set("2026-08-31").await;
    let (one, two) = (at("2026-08-30").db(), at("2026-08-30").db());
    let (one, two) = join(work::warn_of_clearances(&one), work::warn_of_clearances(&two)).await;
    assert_eq!(one.unwrap() + two.unwrap(), 1, "of two workers, one tells");
}

#[actix_web::test]
async fn contracts_are_found_narrowed_put_in_order_and_taken_away() {
    let (app, path) = signed().await;
    propose(&app, &path).await;
    for (asked, found) in [
        ("", true),
        ("?q=kestrel", true),
        ("?q=con-2026-0001", true),
        ("?q=PHONE+and", true),
        ("?q=northshire", true),
        ("?q=harrow", false),
        ("?q=%25", false),
        ("?state=active", true),
        ("?state=varying", true),
        ("?state=to_sign", false),
        ("?state=ended", false),
        ("?state=terminated", false),
        ("?state=nonsense", true),
        ("?order=ending", true),
        ("?order=value&state=active", true),
        ("?order=provider", true),
        ("?page=2", false),
    ] {
        let page = app.get(CONTRACTS, &format!("/contracts{asked}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.html.contains(">CON-2026-0001</a>"), found, "{asked}: {}", page.html);
    }
    let after = app.when("2026-10-01T12:00:00Z".parse().unwrap());
    for (asked, found) in [("?state=ended", true), ("?state=active", false)] {
        let page = after.get(KESTREL, &format!("/contracts{asked}")).await.html;
        assert_eq!(page.contains(">CON-2026-0001</a>"), found, "the clock says so: {asked}");
    }
    let before = app.trail().await.len();
    let csv = app.get(KESTREL, "/contracts.csv?q=kestrel").await;
    assert_eq!(csv.status, StatusCode::OK);
    for said in ["CON-2026-0001", "Phone and computer examination", "175000", "Active", "Yes"] {
        assert!(csv.html.contains(said), "{said}: {}", csv.html);
    }
    assert_eq!(app.trail().await[before..], ["list.exported"]);
    assert!(!app.get(HARROW, "/contracts.csv").await.html.contains("CON-"));
    assert_eq!(app.get(NOBODY, "/contracts.csv").await.status, StatusCode::UNAUTHORIZED);
    let none = app.get(HARROW, "/contracts").await.html;
    assert!(none.contains("No contracts yet"), "{none}");
}

#[actix_web::test]
async fn a_variation_and_an_ending_at_once_leave_one_story() {
    let (app, path) = signed_on(TestApp::committing(monday()).await).await;
    propose(&app, &path).await;
    assert_eq!(provider_signs(&app, &path).await.status, StatusCode::SEE_OTHER);
    let typed = [("reason", "law"), ("words", "A judgment.")];
    let ending = format!("{path}/termination");
    let (signed, ended) =
        join(force_signs(&app, &path), app.post(CONTRACTS, &ending, &typed)).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.html);
    let confirmed = app.post(APPROVER, &format!("{ending}/confirmation"), &[]).await;
    assert_eq!(confirmed.status, StatusCode::SEE_OTHER, "{}", confirmed.html);
    let story = (versions(&app).await, app.look_up("select state || version from contracts").await);
    match signed.status {
        StatusCode::SEE_OTHER => assert_eq!(
            story,
            ("1 original signed, 2 variation signed".to_owned(), "terminated2".to_owned())
        ),
        _ => assert_eq!(
            story,
            ("1 original signed, 2 variation lapsed".to_owned(), "terminated1".to_owned())
        ),
    }
    let late = force_signs(&app.later(days(1)), &path).await;
    assert!(matches!(late.status, StatusCode::CONFLICT | StatusCode::SEE_OTHER));
    let trail = app.trail().await;
    let signatures = trail.iter().filter(|it| *it == "contract.signed_by_force").count();
    assert_eq!(signatures, if signed.status == StatusCode::SEE_OTHER { 2 } else { 1 });
}
