//! One story from beginning to end, told by clicking through the pages.

use chrono::{Datelike, TimeDelta};
use diesel_async::SimpleAsyncConnection;
use muster::accounts::password;
use muster::audit::verify::{Verdict, verify};
use muster::types::time::Moment;

use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{
    APPROVER, CONTRACTS, EVALUATOR1, EVALUATOR2, HARROW, KESTREL, KESTREL_ADMIN, NOBODY, REQUESTER,
};
use crate::support::form::{Form, names, offered};

const PASSWORD: &str = "correct horse battery";

/// Opens a section of the draft, for filling in.
async fn section(app: &TestApp, request: &str, name: &str) -> Form {
    Form::on(
        &app.get(REQUESTER, &format!("{request}/draft/{name}")).await,
        &format!("/draft/{name}"),
    )
}

fn date(form: Form, name: &str, day: Moment) -> Form {
    form.set(&format!("{name}_day"), &day.day().to_string())
        .set(&format!("{name}_month"), &day.month().to_string())
        .set(&format!("{name}_year"), &day.year().to_string())
}

async fn drafts(app: &TestApp, closes: Moment) -> String {
    let begin = Form::on(&app.get(REQUESTER, "/requests/new").await, "/requests/new");
    let request = begin
        .set("title", "Blockchain tracing and triage")
        .set("lot", "digital_forensics")
        .send_twice(app, REQUESTER)
        .await;

    section(app, &request, "basics")
        .await
        .tick("specialisms", "digital_forensics")
        .set("summary", "Trace funds across chains.")
        .send_twice(app, REQUESTER)
        .await;
    let need = section(app, &request, "need").await;
    need.set("why", "Losses grow.")
        .set("problem", "We cannot follow the money.")
        .set("outcomes", "A report for court.")
        .set("team", "Four detectives.")
        .send_twice(app, REQUESTER)
        .await;
    section(app, &request, "pricing")
        .await
        .set("pricing", "day_rates")
        .send_twice(app, REQUESTER)
        .await;
    let roles = section(app, &request, "roles").await;
    roles
        .set("role_title_1", "Tracing analyst")
        .set("role_level_1", "5")
        .set("role_people_1", "1")
        .set("role_days_1", "40")
        .set("role_nppv_1", "NPPV3")
        .set("role_nsv_1", "SC")
        .set("role_by_1", "start")
        .send_twice(app, REQUESTER)
        .await;
    section(app, &request, "place")
        .await
        .set("region", "north-west")
        .set("remote", "hybrid")
        .set("site", "Northshire HQ")
        .set("working", "Weekdays.")
        .send_twice(app, REQUESTER)
        .await;
    section(app, &request, "route")
        .await
        .set("route", "mini_competition")
        .send_twice(app, REQUESTER)
        .await;
    let dates = section(app, &request, "dates").await;
    let dates = date(date(dates, "questions", closes - days(7)), "closes", closes);
    dates.set("questions_hour", "12").set("closes_hour", "12").send_twice(app, REQUESTER).await;
    date(section(app, &request, "term").await, "starts", closes + days(60))
        .set("length", "6")
        .set("extension", "3")
        .send_twice(app, REQUESTER)
        .await;
    section(app, &request, "money")
        .await
        .set("budget", "£90,000")
        .set("budget_shown", "yes")
        .set("ir35", "contracted_out_service")
        .set("classification", "official")
        .send_twice(app, REQUESTER)
        .await;
    section(app, &request, "requirements")
        .await
        .set("essential", "Experience of tracing on popular blockchains")
        .set("nice", "Experience of NFTs")
        .send_twice(app, REQUESTER)
        .await;
    section(app, &request, "scoring")
        .await
        .set("scale_max", "5")
        .set("price_method", "lowest")
        .send_twice(app, REQUESTER)
        .await;
    let page = app.get(REQUESTER, &format!("{request}/draft/criteria")).await;
    let mut criteria = Form::on(&page, "/draft/criteria");
    for (code, weight, question) in [
        ("technical_merit", "50", "How will you trace?"),
        ("social_value", "10", "What will the community gain?"),
        ("price", "40", ""),
    ] {
        criteria = criteria.set(&format!("weight_{code}"), weight);
        if !question.is_empty() {
            criteria = criteria.set(&format!("question_{code}"), question);
        }
    }
    criteria.send_twice(app, REQUESTER).await;
    let page = app.get(REQUESTER, &format!("{request}/draft/panel")).await;
    let mut panel = Form::on(&page, "/draft/panel")
        .set("conflict_assessment", "None known.")
        .set("standstill", "0");
    for evaluator in offered(&page, "panel") {
        panel = panel.tick("panel", &evaluator);
    }
    panel.send_twice(app, REQUESTER).await;
    Form::on(&app.get(REQUESTER, &format!("{request}/check")).await, "/submission")
        .send_twice(app, REQUESTER)
        .await;
    request
}

/// Bids as a provider, at a day rate.
async fn bids(app: &TestApp, who: &str, opportunity: &str, rate: &str) -> String {
    let bid = Form::on(&app.get(who, &format!("{opportunity}/bid")).await, "/bid")
        .send_twice(app, who)
        .await;
    let page = app.get(who, &format!("{bid}/evidence")).await;
    let every = names(&page);
    Form::on(&page, "/evidence")
        .set_each("met_", &every, "yes")
        .set_each("evidence_", &every, "Done on ten cases, SEALMARK.")
        .send_twice(app, who)
        .await;
    let list = app.get(who, &bid).await.html;
    let answers = regex::Regex::new(r#"href="(/bids/[^"]+/answers/[^"]+)""#).unwrap();
    let paths: Vec<String> = answers.captures_iter(&list).map(|it| it[1].to_owned()).collect();
    assert_eq!(paths.len(), 2, "one page for each question:\n{list}");
    for path in paths {
        Form::on(&app.get(who, &path).await, &path)
            .set("answer", "Step by step, SEALMARK.")
            .send_twice(app, who)
            .await;
    }
    let page = app.get(who, &format!("{bid}/team")).await;
    let role = names(&page).into_iter().find(|it| it.starts_with("role_")).unwrap();
    let lead = app.look_up(&format!("select s.id from specialists s join users u using (provider_id) where u.email = '{who}' and s.sfia_level = 5")).await;
    Form::on(&page, "/team").set(&role, &lead).send_twice(app, who).await;
    let page = app.get(who, &format!("{bid}/price")).await;
    Form::on(&page, "/price")
        .set_each("rate_", &names(&page), rate)
        .set("expenses_cap", "1,000")
        .send_twice(app, who)
        .await;
    let page = app.get(who, &format!("{bid}/declarations")).await;
    let every = names(&page);
    Form::on(&page, "/declarations")
        .set_each("no_conflict", &every, "yes")
        .set_each("prices_held", &every, "yes")
        .send_twice(app, who)
        .await;
    Form::on(&app.get(who, &format!("{bid}/check")).await, "/submission")
        .send_twice(app, who)
        .await;
    bid
}

/// Declares to have no conflict of interest with anyone who bid.
async fn declares(app: &TestApp, who: &str, request: &str) {
    let page = app.get(who, &format!("{request}/evaluation/declaration")).await;
    let form = Form::on(&page, "/evaluation/declaration");
    form.set_each("conflict-", &names(&page), "no").send_twice(app, who).await;
}

async fn scores(app: &TestApp, who: &str, request: &str) {
    declares(app, who, request).await;
    for letter in ["A", "B"] {
        let path = format!("{request}/evaluation/{letter}");
        let page = app.get(who, &path).await;
        assert!(
            !page.html.contains("Kestrel") && !page.html.contains("Harrow"),
            "evaluators score blind"
        );
        assert!(!page.html.contains("£"), "evaluators see no price");
        let every = names(&page);
        let form = Form::on(&page, &format!("/evaluation/{letter}"));
        form.set_each("score-", &every, "4")
            .set_each("reason-", &every, "A clear method with strong evidence of results.")
            .send_twice(app, who)
            .await;
    }
}

#[actix_web::test]
async fn from_request_to_signed_contract() {
    let app = TestApp::committing(monday()).await;
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let set = format!("update users set password_hash = '{hash}'");
    app.arrange(async |conn| conn.batch_execute(&set).await.unwrap()).await;
    // Noon on Monday 26 January 2026.
    let closes = monday() + days(21) + TimeDelta::hours(3);

    let request = drafts(&app, closes).await;
    let reference = request.rsplit('/').next().unwrap().to_owned();
    let opportunity = format!("/opportunities/{reference}");
    assert_eq!(app.get(NOBODY, &opportunity).await.status, 404, "not public before it is approved");
    let own = app.get(REQUESTER, &format!("{request}/approval")).await;
    assert!(!own.html.contains("/publication\""), "nobody approves their own draft");
    Form::on(&app.get(APPROVER, &format!("{request}/approval")).await, "/publication")
        .send_twice(&app, APPROVER)
        .await;
    let public = app.get(NOBODY, &opportunity).await;
    assert!(
        public.html.contains("Blockchain tracing and triage")
            && public.html.contains("12 noon UK time (GMT) on Monday 26 January 2026")
    );
    assert!(app.get(NOBODY, "/opportunities").await.html.contains(&reference));

    let later = app.later(days(3));
    let kestrel = bids(&later, KESTREL, &opportunity, "900").await;
    let harrow = bids(&later, HARROW, &opportunity, "999.99").await;
    for who in [NOBODY, REQUESTER, APPROVER, EVALUATOR1, HARROW] {
        for path in [
            &opportunity,
            &request,
            &kestrel,
            &format!("{request}/opening"),
            &format!("{request}/evaluation"),
        ] {
            let page = later.get(who, path).await;
            assert!(
                !page.html.contains("SEALMARK") && !page.html.contains("36,000"),
                "{path} shows {who} a sealed bid"
            );
        }
    }
    let early = later.post(REQUESTER, &format!("{request}/opening"), &[]).await;
    assert_eq!(early.status, 409, "opening is refused before the deadline");

    let closed = app.when(closes + TimeDelta::hours(1));
    Form::on(&closed.get(REQUESTER, &format!("{request}/opening")).await, "/opening")
        .tick("no_conflict", "yes")
        .send_twice(&closed, REQUESTER)
        .await;
    Form::on(&closed.get(APPROVER, &format!("{request}/opening")).await, "/opening")
        .tick("no_conflict", "yes")
        .send_twice(&closed, APPROVER)
        .await;
    scores(&closed, EVALUATOR1, &request).await;
    scores(&closed, EVALUATOR2, &request).await;
    declares(&closed, REQUESTER, &request).await;
    for letter in ["A", "B"] {
        let page = closed.get(REQUESTER, &format!("{request}/moderation/{letter}")).await;
        let every = names(&page);
        let form = Form::on(&page, &format!("/moderation/{letter}"));
        form.set_each("score-", &every, "4")
            .set_each("reason-", &every, "The panel agrees on a clear, proven method.")
            .send_twice(&closed, REQUESTER)
            .await;
    }
    Form::on(&closed.get(REQUESTER, &format!("{request}/quality-lock")).await, "/quality-lock")
        .send_twice(&closed, REQUESTER)
        .await;
    let ranking = closed.get(REQUESTER, &format!("{request}/ranking")).await;
    assert!(
        ranking.html.contains("Kestrel Cyber Ltd") && ranking.html.contains("£37,000.00"),
        "{}",
        ranking.html
    );

    let page = closed.get(REQUESTER, &format!("{request}/award")).await;
    let winner = closed
        .look_up(&format!(
            "select id from bids where reference = '{}'",
            kestrel.rsplit('/').next().unwrap()
        ))
        .await;
    Form::on(&page, "/award")
        .set("bid", &winner)
        .set("reason", "The best total of quality and price.")
        .send_twice(&closed, REQUESTER)
        .await;
    let page = closed.get(APPROVER, &format!("{request}/evaluation/declaration")).await;
    Form::on(&page, "/evaluation/declaration")
        .set_each("conflict-", &names(&page), "no")
        .send(&closed, APPROVER)
        .await;
    Form::on(&closed.get(APPROVER, &format!("{request}/award")).await, "/award/approval")
        .send_twice(&closed, APPROVER)
        .await;
    assert!(
        closed.get(KESTREL, &format!("{kestrel}/outcome")).await.html.contains("Kestrel Cyber Ltd")
    );
    let letter = closed.get(HARROW, &format!("{harrow}/outcome")).await.html;
    assert!(
        letter.contains("Kestrel Cyber Ltd")
            && letter.contains("A clear, proven method")
                | letter.contains("a clear, proven method"),
        "{letter}"
    );

    let signing = closed.later(days(1));
    let page = signing.get(CONTRACTS, &format!("{request}/contract")).await;
    let check = Form::on(&page, "/contract").sent(&signing, CONTRACTS).await;
    let contract = Form::on(&check, "/contract").send_twice(&signing, CONTRACTS).await;
    let sign = |page, action: &str, name: &str, role: &str| {
        Form::on(&page, action).set("name", name).set("role", role).set("confirmed", "yes")
    };
    let page = signing.get(KESTREL_ADMIN, &contract).await;
    sign(page, "/provider-signature", "Kit Moss", "Director")
        .send_twice(&signing, KESTREL_ADMIN)
        .await;
    let page = signing.get(CONTRACTS, &contract).await;
    sign(page, "/force-signature", "Cora Wynn", "Head of procurement")
        .send_twice(&signing, CONTRACTS)
        .await;
    assert_eq!(signing.look_up("select state from contracts").await, "active");
    assert_eq!(
        signing
            .look_up(&format!("select state from requests where reference = '{reference}'"))
            .await,
        "contracted"
    );

    let outcome = signing.get(NOBODY, &format!("/outcomes/{reference}")).await.html;
    assert!(outcome.contains("Kestrel Cyber Ltd") && outcome.contains("£37,000"), "{outcome}");
    let verdict = signing.db().read(async |conn| verify(conn).await).await.unwrap();
    assert!(matches!(verdict, Verdict::Whole(entries) if entries > 30), "{verdict:?}");
    let sent = signing.look_up("select string_agg(subject || body, ' ') from outbox").await;
    assert!(!sent.contains("SEALMARK") && !sent.contains("36,000"), "no mail carries a bid");
    for needed in ["request.published", "bid.submitted", "award.approved"] {
        assert!(signing.trail().await.iter().any(|it| it == needed), "{needed} is in the trail");
    }
}
