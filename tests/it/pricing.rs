//! Requests at a fixed price for outcomes, from the blank draft to the signed
//! contract, and what happens when someone tries another way.

use actix_web::http::StatusCode;
use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use muster::accounts::password;

use crate::requests::{Form as Typed, begun, form, pages, sent};
use crate::sealing::dumped;
use crate::support::app::{Page, TestApp, days, monday};
use crate::support::bids::{hidden, ids, save, start, submit};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, EVALUATOR1, EVALUATOR2, HARROW, KESTREL, KESTREL_ADMIN, NOBODY,
    OTHER_REQUESTER, REQUESTER, open_request,
};
use crate::support::form::{Form, names};
use crate::support::panel::explained;

const PASSWORD: &str = "correct horse battery";

async fn sql(app: &TestApp, sql: &str) {
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

/// Two outcomes, the second with a day of its own.
fn two() -> Typed {
    form(&[
        ("rows", "2"),
        ("outcome_title_1", "Extraction reports for 200 phones"),
        ("outcome_acceptance_1", "The quality lead signs each report within a week."),
        ("outcome_title_2", "A course for six examiners"),
        ("outcome_acceptance_2", "All six pass the laboratory’s own test"),
        ("outcome_due_2_day", "31"),
        ("outcome_due_2_month", "3"),
        ("outcome_due_2_year", "2026"),
    ])
}

/// A whole draft at a fixed price; returns its address.
async fn drafted(app: &TestApp) -> String {
    let address = begun(app).await;
    let fixed = form(&[("pricing", "fixed_price")]);
    let mut all = vec![("pricing", fixed), ("outcomes", two())];
    for (section, mut fields) in pages(app, "mini_competition").await {
        if matches!(section, "pricing" | "roles") {
            continue;
        }
        fields.retain(|it| it.0 != "standstill" && it.0 != "budget_shown");
        match section {
            "panel" => fields.push(("standstill", "0".to_owned())),
            "money" => fields.push(("budget_shown", "yes".to_owned())),
            _ => {}
        }
        all.push((section, fields));
    }
    for (section, fields) in all {
        let page = sent(app, REQUESTER, &format!("{address}/draft/{section}"), &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{section}: {}", page.html);
    }
    address
}

async fn saved(app: &TestApp, who: &str, path: &str, fields: &[(&str, &str)]) {
    let page = save(app, who, path, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.html);
}

/// Writes a bid, with a price for each outcome; `mark` is in every text.
async fn written(app: &TestApp, who: &str, request: &str, prices: &[&str], mark: &str) -> String {
    let bid = start(app, who, request).await;
    let at = |place: &str| format!("/bids/{bid}/{place}");
    let asked = ids(app, "request_requirements", request).await;
    let evidence: Vec<(String, String)> = asked
        .iter()
        .flat_map(|id| {
            let said = format!("Forty cases. {mark}");
            [(format!("met_{id}"), "yes".to_owned()), (format!("evidence_{id}"), said)]
        })
        .collect();
    let evidence: Vec<_> = evidence.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    saved(app, who, &at("evidence"), &evidence).await;
    let answer = format!("Step by step. {mark}");
    for question in ["technical_merit", "social_value"] {
        saved(app, who, &at(&format!("answers/{question}")), &[("answer", &answer)]).await;
    }
    let outcomes = ids(app, "request_outcomes", request).await;
    let named: Vec<String> = outcomes.iter().map(|id| format!("price_{id}")).collect();
    let mut fields: Vec<_> = named.iter().map(String::as_str).zip(prices.iter().copied()).collect();
    fields.push(("expenses_cap", "1,000"));
    saved(app, who, &at("price"), &fields).await;
    saved(app, who, &at("declarations"), &[("no_conflict", "yes"), ("prices_held", "yes")]).await;
    bid
}

async fn described(app: &TestApp, who: &str, bid: &str, words: &str) {
    saved(app, who, &format!("/bids/{bid}/team"), &[("team_words", words)]).await;
}

async fn submitted(app: &TestApp, who: &str, bid: &str) {
    let page = submit(app, who, bid).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
}

async fn opened(app: &TestApp, request: &str) {
    for who in [REQUESTER, APPROVER] {
        let path = format!("/requests/{request}/opening");
        let page = app.post(who, &path, &[("no_conflict", "yes")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    }
}

/// Gives every bid on a page the same scores; returns what the pages said.
/// Everyone concerned declares that they have no conflict of interest.
async fn unconcerned(app: &TestApp, request: &str) {
    for who in [EVALUATOR1, EVALUATOR2, REQUESTER, APPROVER] {
        let page = app.get(who, &format!("/requests/{request}/evaluation/declaration")).await;
        if page.status == StatusCode::CONFLICT {
            continue; // Not on its panel.
        }
        let form = Form::on(&page, "/evaluation/declaration");
        form.set_each("conflict-", &names(&page), "no").send(app, who).await;
    }
}

async fn scored(app: &TestApp, who: &str, request: &str, side: &str) -> String {
    let mut said = String::new();
    for letter in ["A", "B"] {
        let page = app.get(who, &format!("/requests/{request}/{side}/{letter}")).await;
        let every = names(&page);
        said.push_str(&page.html);
        Form::on(&page, &format!("/{side}/{letter}"))
            .set_each("score-", &every, "4")
            .set_each("reason-", &every, "A clear method with strong evidence of results.")
            .send(app, who)
            .await;
    }
    said
}

/// What a cell of a table says: the sums of a row.
fn row(page: &Page, what: &str) -> String {
    let begins = page.html.split(what).nth(1).unwrap_or_else(|| panic!("no {what}: {}", page.html));
    begins.split("</tr>").next().unwrap().to_owned()
}

#[actix_web::test]
async fn a_request_at_a_fixed_price_goes_from_a_blank_draft_to_a_signed_contract() {
    let app = TestApp::committing(monday()).await;
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    sql(&app, &format!("update users set password_hash = '{hash}'")).await;
    let address = drafted(&app).await;
    let request = address.trim_start_matches("/requests/").to_owned();

    let list = app.get(REQUESTER, &address).await.html;
    assert!(list.contains("13 of 13 sections are complete") && list.contains("Optional"), "{list}");
    for page in ["/check", "/preview"] {
        let page = app.get(REQUESTER, &format!("{address}{page}")).await.html;
        for said in ["Extraction reports for 200 phones", "All six pass", "31 March 2026"] {
            assert!(page.contains(said), "{said} is missing: {page}");
        }
    }
    Form::on(&app.get(REQUESTER, &format!("{address}/check")).await, "/submission")
        .send_twice(&app, REQUESTER)
        .await;
    Form::on(&app.get(APPROVER, &format!("{address}/approval")).await, "/publication")
        .send_twice(&app, APPROVER)
        .await;

    let opportunity = format!("/opportunities/{request}");
    let public = app.get(NOBODY, &opportunity).await.html;
    for said in [
        "Fixed price: one price for each outcome",
        "A course for six examiners",
        "By the end of the work",
        "None are asked for",
        "give a price for each outcome",
    ] {
        assert!(public.contains(said), "{said} is missing: {public}");
    }
    assert!(!public.contains("your day rates"), "{public}");
    for word in ["extraction", "laboratory"] {
        let found = app.get(NOBODY, &format!("/opportunities?q={word}")).await.html;
        assert!(found.contains(&request), "{word} finds it: {found}");
    }
    let can = app.get(KESTREL, &format!("{opportunity}/eligibility")).await.html;
    assert!(!can.contains("A rate ceiling for") && can.contains("A bid gives a price"), "{can}");

    let later = app.later(days(1));
    let kestrel = written(&later, KESTREL, &request, &["24,000.00", "5,999.99"], "MARKED").await;
    let list = later.get(KESTREL, &format!("/bids/{kestrel}")).await.html;
    assert!(list.contains("5 of 5 sections done") && list.contains("Optional"), "{list}");
    described(&later, KESTREL, &kestrel, "Two examiners of fifteen years. MARKED").await;
    let check = later.get(KESTREL, &format!("/bids/{kestrel}/check")).await;
    for said in
        ["£24,000.00", "£5,999.99", "£30,999.99", "£6,200.00", "£37,199.99", "fifteen years"]
    {
        assert!(check.html.contains(said), "{said} is missing: {}", check.html);
    }
    let copy = later.get(KESTREL, &format!("/bids/{kestrel}/copy.txt")).await.html;
    assert!(copy.contains("A course for six examiners\n    £5,999.99"), "{copy}");
    let marks = ["MARKED", "fifteen years", ", 2400000)", ", 599999)"];
    let draft = dumped(&later.url);
    assert!(marks.iter().all(|mark| draft.contains(mark)), "the dump holds what is not sealed");
    submitted(&later, KESTREL, &kestrel).await;
    let harrow = written(&later, HARROW, &request, &["40,000", "8,000"], "OTHER").await;
    submitted(&later, HARROW, &harrow).await;

    let dump = dumped(&later.url);
    for mark in marks {
        assert!(!dump.contains(mark), "{mark} is in the dump");
    }
    for who in [REQUESTER, APPROVER, EVALUATOR1, AUDITOR, HARROW] {
        for path in [&address, &opportunity, &format!("{address}/evaluation")] {
            let page = later.get(who, path).await.html;
            assert!(!page.contains("MARKED") && !page.contains("24,000"), "{who} {path}");
        }
    }

    // Noon on 20 January is the deadline.
    let closed = app.when("2026-01-20T13:00:00Z".parse().unwrap());
    opened(&closed, &request).await;
    unconcerned(&closed, &request).await;
    let read = scored(&closed, EVALUATOR1, &request, "evaluation").await;
    assert!(read.contains("Two examiners of fifteen years") && !read.contains("£"), "{read}");
    let sealed = closed.get(REQUESTER, &format!("{address}/ranking")).await;
    assert_eq!(sealed.status, StatusCode::NOT_FOUND);
    scored(&closed, REQUESTER, &request, "moderation").await;
    Form::on(&closed.get(REQUESTER, &format!("{address}/quality-lock")).await, "/quality-lock")
        .send_twice(&closed, REQUESTER)
        .await;
    let ranking = closed.get(REQUESTER, &format!("{address}/ranking")).await;
    assert!(ranking.html.contains("Prices, outcome by outcome"), "{}", ranking.html);
    for (what, sums) in [
        ("Extraction reports for 200 phones", ["£24,000.00", "£40,000.00"]),
        ("A course for six examiners", ["£5,999.99", "£8,000.00"]),
        ("Total excluding VAT", ["£30,999.99", "£49,000.00"]),
    ] {
        let row = row(&ranking, what);
        assert!(sums.iter().all(|sum| row.contains(sum)), "{what}: {row}");
    }
    // 1 - 30,999.99 / 49,000 is 36.7%: below the next price by more than 30%.
    assert!(ranking.html.contains("Abnormally low price"), "{}", ranking.html);

    let of = format!("select id from bids where reference = '{kestrel}'");
    let winner = closed.look_up(&of).await;
    explained(&closed, &winner).await;
    let page = closed.get(REQUESTER, &format!("{address}/award")).await;
    Form::on(&page, "/award")
        .set("bid", &winner)
        .set("reason", "The lower price for the same quality.")
        .send_twice(&closed, REQUESTER)
        .await;
    Form::on(&closed.get(APPROVER, &format!("{address}/award")).await, "/award/approval")
        .send_twice(&closed, APPROVER)
        .await;
    let signing = closed.later(days(1));
    let page = signing.get(CONTRACTS, &format!("{address}/contract")).await;
    let check = Form::on(&page, "/contract").sent(&signing, CONTRACTS).await;
    let contract = Form::on(&check, "/contract").send_twice(&signing, CONTRACTS).await;
    assert_eq!(signing.look_up("select value from contracts").await, "3099999");
    let document = signing.get(KESTREL_ADMIN, &format!("{contract}/document.txt")).await.html;
    for said in [
        "   - Outcome 1: Extraction reports for 200 phones\n     Due: by the last day of this contract\n     Accepted if: The quality lead signs each report within a week.",
        "Due: 31 March 2026",
        "Price and payment",
        "£24,000.00",
        "Work: £29,999.99",
        "The most that may be charged, excluding VAT: £30,999.99",
        "The team, as the bid describes it: Two examiners of fifteen years.",
        "once the force has accepted it",
    ] {
        assert!(document.contains(said), "{said} is missing: {document}");
    }
    assert!(!document.contains("day rates") && !document.contains("Day rate"), "{document}");
    for (who, side, name) in
        [(KESTREL_ADMIN, "provider", "Kit Moss"), (CONTRACTS, "force", "Cora Wynn")]
    {
        let page = signing.get(who, &contract).await;
        Form::on(&page, &format!("/{side}-signature"))
            .set("name", name)
            .set("role", "Director")
            .set("confirmed", "yes")
            .send_twice(&signing, who)
            .await;
    }
    assert_eq!(signing.look_up("select state from contracts").await, "active");
    let outcome = signing.get(NOBODY, &format!("/outcomes/{request}")).await.html;
    assert!(outcome.contains("£30,999.99"), "{outcome}");
    let sent = signing.look_up("select string_agg(subject || body, ' ') from outbox").await;
    assert!(!sent.contains("MARKED") && !sent.contains("24,000"), "no mail carries a bid");
    let trail = signing.look_up("select string_agg(detail::text, ' ') from audit_entries").await;
    assert!(!trail.contains("2400000") && !trail.contains("MARKED"), "{trail}");
}

#[actix_web::test]
async fn a_draft_is_asked_first_how_it_is_priced_and_keeps_what_was_typed() {
    let app = TestApp::at(monday()).await;
    let address = begun(&app).await;
    let at = |section: &str| format!("{address}/draft/{section}");
    let list = app.get(REQUESTER, &address).await.html;
    assert!(list.contains("How the work is priced") && list.contains("of 13 sections"), "{list}");
    assert!(!list.contains("Outcomes and how they are accepted"), "{list}");
    let page = app.get(REQUESTER, &at("pricing")).await.html;
    assert!(!page.contains(" checked"), "nobody has said: {page}");
    for wrong in [&[][..], &[("pricing", "free")]] {
        let page = sent(&app, REQUESTER, &at("pricing"), &form(wrong)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.html.contains("Say how the work is priced"), "{}", page.html);
    }
    assert_eq!(app.get(REQUESTER, &at("outcomes")).await.status, StatusCode::NOT_FOUND);
    let early = sent(&app, REQUESTER, &at("outcomes"), &two()).await;
    assert_eq!(early.status, StatusCode::NOT_FOUND, "outcomes are for a fixed price");

    let fixed = form(&[("pricing", "fixed_price")]);
    sent(&app, REQUESTER, &at("pricing"), &fixed).await;
    let empty = sent(&app, REQUESTER, &at("outcomes"), &form(&[("rows", "1")])).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.html.contains("Enter what is delivered"), "{}", empty.html);
    let mut typed = two();
    typed.retain(|it| it.0 != "outcome_due_2_day");
    typed.push(("outcome_due_2_day", "32".to_owned()));
    let page = sent(&app, REQUESTER, &at("outcomes"), &typed).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let says =
        ["The day on which it is due must be a real date", "A course for six", "value=\"32\""];
    assert!(says.iter().all(|it| page.html.contains(it)), "{}", page.html);
    typed.push(("do", "add".to_owned()));
    let page = sent(&app, REQUESTER, &at("outcomes"), &typed).await;
    assert!(page.html.contains("Outcome 3") && page.html.contains("value=\"32\""), "{}", page.html);
    assert_eq!(app.look_up("select count(*) from request_outcomes").await, "0");

    assert_eq!(sent(&app, REQUESTER, &at("outcomes"), &two()).await.status, 303);
    let ids_before = app
        .look_up("select string_agg(id::text, ' ' order by position) from request_outcomes")
        .await;
    let mut turned = two();
    for it in &mut turned {
        if it.0 == "outcome_acceptance_1" {
            it.1 = "They are read.".to_owned();
        }
    }
    sent(&app, REQUESTER, &at("outcomes"), &turned).await;
    let after = app
        .look_up("select string_agg(id::text, ' ' order by position) from request_outcomes")
        .await;
    assert_eq!(after, ids_before, "rows that stay keep their ids");
    // Roles are optional now: the page is saved without one.
    let roles = sent(&app, REQUESTER, &at("roles"), &form(&[("rows", "1")])).await;
    assert_eq!(roles.status, StatusCode::SEE_OTHER, "{}", roles.html);

    let stranger = sent(&app, OTHER_REQUESTER, &at("pricing"), &fixed).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    assert_eq!(sent(&app, APPROVER, &at("pricing"), &fixed).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.trail().await.iter().filter(|it| *it == "request.saved").count(), 4);

    // Back to day rates: outcomes are out of sight, and neither shown nor found.
    sent(&app, REQUESTER, &at("pricing"), &form(&[("pricing", "day_rates")])).await;
    let preview = app.get(REQUESTER, &format!("{address}/preview")).await.html;
    assert!(!preview.contains("A course for six examiners"), "{preview}");
    let check = app.get(REQUESTER, &format!("{address}/check")).await.html;
    assert!(check.contains("Add at least one role"), "{check}");
}

#[actix_web::test]
async fn what_is_due_before_the_work_starts_is_not_published() {
    let app = TestApp::at(monday()).await;
    let address = drafted(&app).await;
    let mut early = two();
    early.retain(|it| it.0 != "outcome_due_2_month");
    early.push(("outcome_due_2_month", "1".to_owned()));
    assert_eq!(
        sent(&app, REQUESTER, &format!("{address}/draft/outcomes"), &early).await.status,
        303
    );
    let check = app.get(REQUESTER, &format!("{address}/check")).await.html;
    let said = "Change the day on which “A course for six examiners” is due: the work starts on 2 February 2026";
    assert!(check.contains(said), "{check}");
    let refused = app.post(REQUESTER, &format!("{address}/submission"), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(app.look_up("select state from requests").await, "draft");
}

#[actix_web::test]
async fn a_copy_of_a_request_has_its_outcomes_without_their_days() {
    let app = TestApp::at(monday()).await;
    let address = drafted(&app).await;
    let copied = Form::on(&app.get(REQUESTER, &address).await, "/copy").send(&app, REQUESTER).await;
    let reference = copied.trim_start_matches("/requests/");
    let of = |what: &str| {
        format!(
            "select {what} from request_outcomes o join requests r on r.id = o.request_id where r.reference = '{reference}'"
        )
    };
    let titles = app.look_up(&of("string_agg(o.title, '; ' order by position)")).await;
    assert_eq!(titles, "Extraction reports for 200 phones; A course for six examiners");
    assert_eq!(
        app.look_up(&of("bool_and(o.due_on is null and r.pricing = 'fixed_price')")).await,
        "true"
    );
}

/// An open request at a fixed price for two outcomes, which names roles too.
async fn open(app: &TestApp) -> String {
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let outcomes = format!(
        "update requests set pricing = 'fixed_price' where reference = '{request}'; \
         insert into request_outcomes (id, request_id, position, title, acceptance) \
         select gen_random_uuid(), r.id, n, 'Report number ' || n, 'It is read and signed off.' \
         from requests r, generate_series(1, 2) n where r.reference = '{request}'"
    );
    sql(app, &outcomes).await;
    request
}

/// Puts Kestrel's people forward for both roles.
async fn staffed(app: &TestApp, request: &str, bid: &str) {
    let roles = ids(app, "request_roles", request).await;
    let of = |name: &str| {
        format!(
            "select s.id from specialists s join users u using (provider_id) where u.email = '{KESTREL}' and s.name = '{name}'"
        )
    };
    let (lead, second) = (app.look_up(&of("Robin Vale")).await, app.look_up(&of("Sam Holt")).await);
    let (one, two) = (format!("role_{}", roles[0]), format!("role_{}", roles[1]));
    saved(app, KESTREL, &format!("/bids/{bid}/team"), &[(&one, &lead), (&two, &second)]).await;
}

#[actix_web::test]
async fn a_bid_prices_every_outcome_and_a_day_rate_stays_at_or_below_the_ceiling() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    let bid = written(&app, KESTREL, &request, &["10,000"], "MARKED").await;
    let at = format!("/bids/{bid}/price");
    let said = app.get(KESTREL, &format!("/bids/{bid}/check")).await.html;
    for missing in
        ["Enter a price for “Report number 2”", "Nominate someone for the role Lead examiner"]
    {
        assert!(said.contains(missing), "{missing}: {said}");
    }
    assert!(!said.contains("Enter a day rate"), "{said}");
    let refused = submit(&app, KESTREL, &bid).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.html);
    assert_eq!(app.look_up("select state from bids").await, "draft");

    let outcomes = ids(&app, "request_outcomes", &request).await;
    let roles = ids(&app, "request_roles", &request).await;
    let (one, two) = (format!("price_{}", outcomes[0]), format!("price_{}", outcomes[1]));
    let rate = format!("rate_{}", roles[0]);
    for (field, typed, says) in [
        (&two, "0", ""),
        (&two, "-5", ""),
        (&two, "12.345", ""),
        (&rate, "99,999", "in this lot that is the most your company may bid"),
    ] {
        let mut fields = vec![(one.as_str(), "10,000"), (two.as_str(), "20,000")];
        fields.retain(|it| it.0 != field);
        fields.push((field, typed));
        let page = save(&app, KESTREL, &at, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}: {}", page.html);
        let kept = format!("value=\"{typed}\"");
        assert!(page.html.contains(&kept), "{typed} is kept: {}", page.html);
        assert!(page.html.contains(says), "{typed}: {}", page.html);
    }
    // Someone else's field changes nothing, and a rate at the ceiling is an offer beside the price.
    let fields =
        [(one.as_str(), "10,000"), (&two, "20,000"), (&rate, "500"), ("price_nobody", "1")];
    saved(&app, KESTREL, &at, &fields).await;
    staffed(&app, &request, &bid).await;
    let check = app.get(KESTREL, &format!("/bids/{bid}/check")).await.html;
    for said in ["£30,000.00", "Lead examiner: £500.00 a day", "no part of the price", "Submit bid"]
    {
        assert!(check.contains(said), "{said} is missing: {check}");
    }

    // A colleague saved other prices meanwhile: both are shown, and nothing is lost.
    let page = app.get(KESTREL, &at).await;
    let seen = hidden(&page, "seen");
    saved(&app, KESTREL, &at, &[(&one, "11,000"), (&two, "20,000")]).await;
    let mine = [(one.as_str(), "12,000"), (two.as_str(), "20,000"), ("seen", seen.as_str())];
    let both = app.post(KESTREL, &at, &mine).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    assert!(both.html.contains("£11,000") && both.html.contains("12,000"), "{}", both.html);
    submitted(&app, KESTREL, &bid).await;
    assert_eq!(
        app.look_up("select count(*) from bid_prices").await,
        "0",
        "nothing readable is left"
    );
    assert_eq!(app.look_up("select team_words from bids").await, "");
    let late = app.later(days(15)).post(KESTREL, &at, &mine).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

/// Begins an amendment, and opens a page of it.
async fn amending(app: &TestApp, request: &str) -> Form {
    let amendment = format!("/requests/{request}/amendment");
    let page = app.get(REQUESTER, &amendment).await;
    if page.html.contains("Begin an amendment") {
        Form::on(&page, "/amendment").send(app, REQUESTER).await;
    }
    let page = app.get(REQUESTER, &format!("{amendment}/outcomes")).await;
    Form::on(&page, "/amendment/outcomes")
}

async fn amended(app: &TestApp, request: &str) {
    let amendment = format!("/requests/{request}/amendment");
    let page = app.get(REQUESTER, &amendment).await;
    let why = Form::on(&page, "/amendment/submission").set("why", "We saw what was missing.");
    why.send(app, REQUESTER).await;
    let page = app.get(APPROVER, &amendment).await;
    Form::on(&page, "/amendment/publication").send(app, APPROVER).await;
}

#[actix_web::test]
async fn outcomes_are_amended_with_what_was_and_what_is_and_bids_wait_to_be_confirmed() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    let bid = written(&app, KESTREL, &request, &["10,000", "20,000"], "MARKED").await;
    staffed(&app, &request, &bid).await;
    submitted(&app, KESTREL, &bid).await;

    // How it is priced is another request; and an outcome needs its words.
    let amendment = format!("/requests/{request}/amendment");
    let form = amending(&app, &request).await;
    let fixed = app.get(REQUESTER, &format!("{amendment}/pricing")).await;
    assert_eq!(fixed.status, StatusCode::CONFLICT, "{}", fixed.html);
    let wrong = form.set("outcome_acceptance_1", "").sent(&app, REQUESTER).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.html);

    // The first is reworded, the second goes.
    let form = amending(&app, &request).await;
    form.set("outcome_acceptance_1", "Two people sign it off.")
        .set("outcome_remove_2", "yes")
        .send(&app, REQUESTER)
        .await;
    amended(&app, &request).await;
    assert_eq!(
        app.look_up("select removed_in from request_outcomes where position = 2").await,
        "2"
    );
    let changes = app.get(NOBODY, &format!("/opportunities/{request}/changes")).await.html;
    for said in
        ["Outcome: Report number 1", "It is read and signed off.", "Two people sign it off."]
    {
        assert!(changes.contains(said), "{said} is missing: {changes}");
    }
    assert_eq!(app.look_up("select state from bids").await, "needs_reconfirm");
    let page = app.get(KESTREL, &format!("/bids/{bid}")).await;
    Form::on(&page, "/confirmation").send(&app.later(TimeDelta::hours(1)), KESTREL).await;

    // At the opening the price of what is no longer asked for is left out.
    let closed = app.when(monday() + days(15));
    opened(&closed, &request).await;
    unconcerned(&closed, &request).await;
    let closed_page = |side: &str| format!("/requests/{request}/{side}");
    for (who, side) in
        [(EVALUATOR1, "evaluation"), (EVALUATOR2, "evaluation"), (REQUESTER, "moderation")]
    {
        let page = closed.get(who, &closed_page(&format!("{side}/A"))).await;
        let every = names(&page);
        Form::on(&page, &format!("/{side}/A"))
            .set_each("score-", &every, "4")
            .set_each("reason-", &every, "A clear method with strong evidence of results.")
            .send(&closed, who)
            .await;
    }
    let lock = closed.post(REQUESTER, &closed_page("quality-lock"), &[]).await;
    assert_eq!(lock.status, StatusCode::SEE_OTHER, "{}", lock.html);
    let ranking = closed.get(REQUESTER, &closed_page("ranking")).await;
    assert!(row(&ranking, "Total excluding VAT").contains("£11,000.00"), "{}", ranking.html);
    assert!(!ranking.html.contains("Report number 2"), "{}", ranking.html);
    assert_eq!(closed.look_up("select count(*) from bid_prices").await, "1");
}

#[actix_web::test]
async fn a_bid_that_was_never_asked_to_price_an_outcome_is_written_anew() {
    let app = TestApp::at(monday()).await;
    let request = open(&app).await;
    let bid = written(&app, KESTREL, &request, &["10,000", "20,000"], "MARKED").await;
    staffed(&app, &request, &bid).await;
    submitted(&app, KESTREL, &bid).await;
    let form = amending(&app, &request).await;
    form.set("rows", "3")
        .set("outcome_title_3", "A course")
        .set("outcome_acceptance_3", "Six people pass it.")
        .send(&app, REQUESTER)
        .await;
    amended(&app, &request).await;
    let page = app.get(KESTREL, &format!("/bids/{bid}")).await;
    assert!(page.html.contains("There is a new outcome to price: A course"), "{}", page.html);
    let confirmed =
        app.post(KESTREL, &format!("/bids/{bid}/confirmation"), &[("version", "2")]).await;
    assert_eq!(confirmed.status, StatusCode::CONFLICT, "{}", confirmed.html);
}
