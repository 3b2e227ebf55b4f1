//! The marketplace manager keeps the framework and its reference data, by
//! date, and the trail tells what was before.

use actix_web::http::StatusCode;
use diesel_async::SimpleAsyncConnection;
use muster::audit::verify::{Verdict, verify};
use muster::framework::queries;
use muster::trail::kept::queries::faults;

use crate::providers::done;
use crate::support::app::{Page, TestApp, days, monday};
use crate::support::cast::{
    AUDITOR, HARROW, KESTREL, KESTREL_ADMIN, MARKET, NEWCOMER, NOBODY, OPERATOR_ADMIN, REQUESTER,
    VETTING1, open_request,
};
use crate::support::form::Form;

const AT: &str = "/operator/framework";

fn at(place: &str) -> String {
    format!("{AT}/{place}")
}

/// The service some days on, with the database's own clock there too.
pub async fn later(app: &TestApp, n: i64) -> TestApp {
    let later = app.later(days(n));
    let now = later.db().now().await.unwrap().to_rfc3339();
    later
        .arrange(async |conn| {
            let sql = format!("select set_config('muster.now', '{now}', true)");
            conn.batch_execute(&sql).await.unwrap();
        })
        .await;
    later
}

/// The service on Monday 5 January 2026, with the database's own clock there.
pub async fn on_monday() -> TestApp {
    later(&TestApp::at(monday()).await, 0).await
}

/// A form that comes back whole, with what it says is wrong.
pub async fn mistaken(app: &TestApp, path: &str, form: &[(&str, &str)], said: &[&str]) -> Page {
    let page = app.post(MARKET, path, form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", page.html);
    for said in said {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    page
}

/// The part of a page after its history begins.
fn history(page: &Page) -> &str {
    page.html.split("id=\"history\"").nth(1).unwrap_or_else(|| panic!("{}", page.html))
}

async fn last_detail(app: &TestApp) -> String {
    app.look_up("select detail from audit_entries order by seq desc limit 1").await
}

#[actix_web::test]
async fn the_reference_data_is_whole() {
    let app = TestApp::at(monday()).await;
    let territorial =
        "from forces where kind = 'territorial' and procurement_regime = 'england_wales'";
    for (what, query, whole) in [
        ("the forces of England and Wales", format!("select count(*) {territorial}"), "43"),
        (
            "some of them by name",
            format!("select string_agg(name, ', ' order by name) {territorial} and slug in ('city-of-london', 'dyfed-powys', 'metropolitan')"),
            "City of London Police, Dyfed-Powys Police, Metropolitan Police Service",
        ),
        (
            "the other forces",
            format!("select string_agg(slug, ' ' order by slug) from forces where kind <> 'fictional' and id not in (select id {territorial})"),
            "btp cnc mdp nca northern-ireland scotland",
        ),
        ("specialisms", "select count(*) from specialisms".to_owned(), "15"),
        ("SFIA", "select string_agg(level::text, ' ' order by level) from sfia_levels".to_owned(), "1 2 3 4 5 6 7"),
        ("lots", "select count(*) from lots".to_owned(), "10"),
        ("criteria", "select count(*) from framework_criteria".to_owned(), "6"),
        ("the fee", "select string_agg(concat_ws(' ', valid_from, basis_points), ', ') from framework_fees".to_owned(), "2026-01-01 150"),
        (
            "police vetting",
            "select string_agg(code, ' ' order by rank) from police_vetting_levels".to_owned(),
            "NPPV1 NPPV2A NPPV2F NPPV3",
        ),
        (
            "national security vetting",
            "select string_agg(code, ' ' order by rank) from security_clearance_levels".to_owned(),
            "none BPSS CTC SC DV",
        ),
        (
            "what no provider bids without",
            "select string_agg(scheme, ' ') from scheme_rules where mandatory".to_owned(),
            "cyber_essentials",
        ),
        (
            "thresholds",
            "select string_agg(concat_ws(' ', valid_from, amount_pence), ', ' order by valid_from) from thresholds".to_owned(),
            "2024-01-01 21490400, 2026-01-01 20772000",
        ),
        (
            // Scotland has a day more in 2026.
            "bank holidays of each division, year by year",
            "select string_agg(said, ', ' order by said) from (select division || ' ' || string_agg(n::text, ' ' order by year) as said \
             from (select division, extract(year from day) as year, count(*) as n from bank_holidays group by 1, 2) counted group by division) it".to_owned(),
            "england-and-wales 8 8 8 8, northern-ireland 10 10 10 10, scotland 9 10 9 9",
        ),
    ] {
        assert_eq!(app.look_up(&query).await, whole, "{what}");
    }
}

#[actix_web::test]
async fn any_operator_reads_the_framework_and_only_the_marketplace_manager_changes_it() {
    let app = on_monday().await;
    for who in [MARKET, AUDITOR, VETTING1, OPERATOR_ADMIN] {
        let page = app.get(who, AT).await;
        assert_eq!(page.status, StatusCode::OK);
        for said in
            ["Police Cyber Skills Framework 2026", "1.50%", "award criteria", "/operator/forces"]
        {
            assert!(page.html.contains(said), "{said}: {}", page.html);
        }
        assert!(page.html.contains("href=\"/operator/framework\""), "the way there is in the menu");
    }
    for place in [
        "lots",
        "criteria",
        "maxima",
        "fee",
        "terms",
        "thresholds",
        "clearances",
        "schemes",
        "bank-holidays",
        "history",
    ] {
        let page = app.get(AUDITOR, &at(place)).await;
        assert_eq!(page.status, StatusCode::OK, "{place}");
        let forms = page.html.matches("method=\"post\" action=\"/operator").count();
        assert_eq!(forms, 0, "{place} shows a form to someone who may not send it");
        assert_eq!(app.get(REQUESTER, &at(place)).await.status, StatusCode::NOT_FOUND, "{place}");
    }
    let refused = app.post(AUDITOR, &at("fee"), &[("percent", "2")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.html.contains("Marketplace manager"), "{}", refused.html);
}

#[actix_web::test]
async fn a_lot_is_added_renamed_put_in_order_and_closed_with_its_history() {
    let app = on_monday().await;
    let mistakes = ["Enter the name of the lot", "Enter what the lot covers", "Choose a place"];
    mistaken(&app, &at("lots"), &[], &mistakes).await;
    let taken = [("name", "digital  FORENSICS"), ("description", "Kept as typed."), ("place", "1")];
    let page =
        mistaken(&app, &at("lots"), &taken, &["There is already a lot with this name"]).await;
    assert!(page.html.contains("Kept as typed."), "{}", page.html);
    let past = [
        ("name", "Drones"),
        ("description", "From the air."),
        ("place", "1"),
        ("closed_day", "4"),
        ("closed_month", "1"),
        ("closed_year", "2026"),
    ];
    mistaken(&app, &at("lots"), &past, &["Choose today or a later day"]).await;

    let page = app.get(MARKET, &at("lots/new")).await;
    let form = Form::on(&page, "/lots").set("name", "Drones").set("description", "From the air.");
    let to = form.set("place", "2").send(&app, MARKET).await;
    assert_eq!(to, at("lots"));
    let order = "select string_agg(code, ' ' order by position) from lots where position < 4";
    assert_eq!(app.look_up(order).await, "digital_forensics drones incident_response");
    assert_eq!(app.trail().await.last().unwrap(), "framework_lot.added");

    let page = app.get(MARKET, &at("lots/drones")).await;
    let form = Form::on(&page, "/lots/drones").set("name", "Drones and robots").set("place", "1");
    let form = form.set("closed_day", "1").set("closed_month", "2").set("closed_year", "2026");
    form.send(&app, MARKET).await;
    assert_eq!(app.look_up(order).await, "drones digital_forensics incident_response");
    let page = app.get(AUDITOR, &at("lots/drones")).await;
    for told in [
        "Name: Drones → Drones and robots",
        "Place: 2 → 1",
        "Closed to new requests from: 1 February 2026",
        "Max Fair (Muster)",
    ] {
        assert!(history(&page).contains(told), "{told}: {}", page.html);
    }
    let again = app.get(MARKET, &at("lots/drones")).await;
    let same = Form::on(&again, "/lots/drones").sent(&app, MARKET).await;
    assert_eq!(same.status, StatusCode::CONFLICT, "nothing would change");
    let gone = app.post(MARKET, &at("lots/nothing"), &past).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);

    let begin = [
        ("title", "From above"),
        ("lot", "drones"),
        ("once", "019b0000-0000-7000-8000-000000000009"),
    ];
    let open = app.get(REQUESTER, "/requests/new").await;
    assert!(open.html.contains("Drones and robots"), "it is open until the day");
    let after = later(&app, 27).await;
    let closed = after.get(REQUESTER, "/requests/new").await;
    assert!(!closed.html.contains("Drones and robots"), "{}", closed.html);
    let refused = after.post(REQUESTER, "/requests/new", &begin).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.html);
}

#[actix_web::test]
async fn criteria_are_added_and_the_price_stays_where_live_requests_rely_on_it() {
    let app = on_monday().await;
    mistaken(&app, &at("criteria"), &[("name", "PRICE"), ("place", "1")], &["already a criterion"])
        .await;
    done(&app, MARKET, &at("criteria"), &[("name", "Innovation"), ("place", "1")]).await;
    let form = [("name", "Fresh thinking"), ("place", "2")];
    done(&app, MARKET, &at("criteria/innovation"), &form).await;
    let page = app.get(AUDITOR, &at("criteria")).await;
    assert!(history(&page).contains("Name: Innovation → Fresh thinking"), "{}", page.html);
    mistaken(&app, &at("price-criterion"), &[("price", "charm")], &["Choose the criterion"]).await;
    app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let refused = app.post(MARKET, &at("price-criterion"), &[("price", "innovation")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let page = app.get(MARKET, &at("criteria")).await;
    assert!(page.html.contains("cannot be moved") && !page.html.contains("Make it the price"));
    app.arrange(async |conn| {
        conn.batch_execute("update requests set state = 'cancelled'").await.unwrap();
    })
    .await;
    done(&app, MARKET, &at("price-criterion"), &[("price", "innovation")]).await;
    let prices = "select string_agg(code, ' ') from framework_criteria where is_price";
    assert_eq!(app.look_up(prices).await, "innovation");
    assert!(last_detail(&app).await.contains("Fresh thinking"));
}

const MAXIMA: &[(&str, &str)] =
    &[("rate_5", "950"), ("from_day", "1"), ("from_month", "2"), ("from_year", "2026")];

#[actix_web::test]
async fn a_maximum_below_providers_ceilings_names_them_first_and_then_holds_their_bids_to_it() {
    let app = on_monday().await;
    let lot = at("maxima/digital_forensics");
    let wrong = [
        ("rate_5", "-5"),
        ("rate_4", "50,000"),
        ("rate_3", "600"),
        ("from_day", "30"),
        ("from_month", "2"),
        ("from_year", "2026"),
    ];
    let page =
        mistaken(&app, &lot, &wrong, &["not negative", "£10,000 or less", "a real date"]).await;
    assert!(page.html.contains("value=\"600\""), "what was typed is kept");
    let past = [("rate_5", "950"), ("from_day", "4"), ("from_month", "1"), ("from_year", "2026")];
    mistaken(&app, &lot, &past, &["Choose today or a later day"]).await;

    let page =
        mistaken(&app, &lot, MAXIMA, &["Kestrel Cyber Ltd", "£1,000.00 is above £950.00"]).await;
    assert_eq!(
        app.look_up("select count(*) from rate_maxima").await,
        "0",
        "nothing is changed yet"
    );
    let form = Form::on(&page, "/maxima/digital_forensics");
    form.send(&app, MARKET).await;
    let page = app.get(AUDITOR, &lot).await;
    assert!(
        history(&page).contains(
            "Digital forensics, from 1 February 2026. SFIA level 5 Ensure or advise: £950.00"
        ),
        "{}",
        page.html
    );
    let told = app.look_up("select string_agg(recipient, ' ' order by recipient) from outbox where cause like 'rate_maxima.changed:%'").await;
    assert!(
        told.contains(KESTREL_ADMIN) && told.contains(HARROW) && !told.contains(NEWCOMER),
        "{told}"
    );
    let earlier =
        [("rate_5", "900"), ("from_day", "15"), ("from_month", "1"), ("from_year", "2026")];
    mistaken(&app, &lot, &earlier, &["Another change is planned from 1 February 2026"]).await;

    let kestrel = app.look_up("select id from providers where slug = 'kestrel'").await;
    let kestrel = muster::types::ids::ProviderId::parse(&kestrel).unwrap();
    for (day, most) in [(26, "£1,000.00"), (27, "£950.00")] {
        let app = later(&app, day).await;
        let ceilings = app
            .db()
            .read(async |conn| {
                muster::providers::queries::bid_ceilings(conn, kestrel, "digital_forensics").await
            })
            .await
            .unwrap();
        assert_eq!(ceilings[&5].to_string(), most, "after {day} days");
        assert_eq!(ceilings[&4].to_string(), "£800.00", "no maximum there");
    }
    let app = later(&app, 27).await;
    let offer = [("evidence", "Ten years of it."), ("rate_5", "950.01"), ("rate_4", "700")];
    let page = app.post(NEWCOMER, "/provider/dossier/lots/digital_forensics", &offer).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["Enter £950.00 or less", "950.01", "Ten years of it.", "maximum is £950"] {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    let offer = [("evidence", "Ten years of it."), ("rate_5", "950"), ("rate_4", "700")];
    done(&app, NEWCOMER, "/provider/dossier/lots/digital_forensics", &offer).await;
}

#[actix_web::test]
async fn a_form_of_day_rates_begins_with_what_is_planned_and_warns_of_what_goes_down_alone() {
    let app = on_monday().await;
    let lot = at("maxima/digital_forensics");
    let asked = mistaken(&app, &lot, MAXIMA, &["Kestrel Cyber Ltd"]).await;
    Form::on(&asked, "/maxima/digital_forensics").send(&app, MARKET).await;
    let told = "select count(*) from outbox where cause like 'rate_maxima.changed:%'";
    let told_first = app.look_up(told).await;
    let form = Form::on(&app.get(MARKET, &lot).await, "/maxima/digital_forensics");
    for (field, holds) in [("rate_5", "950.00"), ("from_day", "1"), ("from_month", "2")] {
        assert_eq!(form.value(field), holds, "{field}");
    }
    form.set("rate_4", "2,000").set("from_month", "3").send(&app, MARKET).await;
    let planned = "select string_agg(sfia_level || ' ' || valid_from || ' ' || day_rate, ', ' order by valid_from) from rate_maxima";
    assert_eq!(app.look_up(planned).await, "5 2026-02-01 95000, 4 2026-03-01 200000");
    assert_eq!(app.look_up(told).await, told_first, "nothing went down in March");
}

#[actix_web::test]
async fn of_two_versions_from_one_day_the_later_one_is_in_force() {
    let app = on_monday().await;
    app.arrange(async |conn| {
        let sql = "insert into framework_terms (framework_id, version, valid_from, summary, text, text_hash, published_at) \
            select framework_id, n, '2026-01-05', 'Number ' || n, 'Text ' || n, sha256(convert_to('Text ' || n, 'UTF8')), '2026-01-05' \
            from framework_terms, generate_series(2, 3) n";
        conn.batch_execute(sql).await.unwrap();
    })
    .await;
    let framework = app.db().read(async |conn| queries::framework(conn).await).await.unwrap();
    assert_eq!(framework.terms_version, 3);
    let page = app.get(KESTREL_ADMIN, "/provider/terms").await;
    assert!(page.html.contains("Accept version 3"), "{}", page.html);
    assert!(!page.html.contains("Accept version 2"), "{}", page.html);
}

#[actix_web::test]
async fn a_form_that_makes_something_is_answered_alike_however_often_it_is_sent() {
    let app = on_monday().await;
    let day = [("from_day", "1"), ("from_month", "2"), ("from_year", "2026")];
    let force = [
        ("name", "Fenland Police"),
        ("kind", "territorial"),
        ("region", "eastern"),
        ("authority", "The Mayor of Fenland"),
        ("regime", "england_wales"),
        ("domain", "fenland.example"),
    ];
    let terms = [
        ("number", "2"),
        ("summary", "Shorter."),
        ("text", "Be honest."),
        ("step", "publish"),
        ("once", "019b0000-0000-7000-8000-0000000000a5"),
    ];
    let forms: [(String, Vec<(&str, &str)>); 5] = [
        (
            at("lots"),
            vec![
                ("name", "Drones"),
                ("description", "From the air."),
                ("place", "1"),
                ("once", "019b0000-0000-7000-8000-0000000000a1"),
            ],
        ),
        (
            at("criteria"),
            vec![
                ("name", "Innovation"),
                ("place", "1"),
                ("once", "019b0000-0000-7000-8000-0000000000a2"),
            ],
        ),
        (
            at("bank-holidays"),
            vec![
                ("day_day", "8"),
                ("day_month", "6"),
                ("day_year", "2026"),
                ("title", "Jubilee"),
                ("parts", "scotland"),
                ("once", "019b0000-0000-7000-8000-0000000000a3"),
            ],
        ),
        (
            "/operator/forces".to_owned(),
            [&force[..], &day, &[("once", "019b0000-0000-7000-8000-0000000000a4")]].concat(),
        ),
        (at("terms"), [&terms[..], &day].concat()),
    ];
    for (path, form) in forms {
        done(&app, MARKET, &path, &form).await;
        let done_once = app.trail().await.len();
        let again = app.post(MARKET, &path, &form).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{path}: {}", again.html);
        assert_eq!(again.location.as_deref(), Some(path.as_str()));
        assert_eq!(app.trail().await.len(), done_once, "{path}");
    }
}

#[actix_web::test]
async fn the_fee_changes_from_a_day_and_what_was_planned_can_be_replaced() {
    let app = on_monday().await;
    let fee = |percent: &'static str, day: &'static str, month: &'static str| {
        [("percent", percent), ("from_day", day), ("from_month", month), ("from_year", "2026")]
    };
    mistaken(&app, &at("fee"), &fee("lots", "31", "6"), &["percentage", "a real date"]).await;
    mistaken(&app, &at("fee"), &fee("2", "4", "1"), &["Choose today or a later day"]).await;
    done(&app, MARKET, &at("fee"), &fee("1.75", "1", "7")).await;
    mistaken(&app, &at("fee"), &fee("2", "30", "6"), &["planned from 1 July 2026"]).await;
    done(&app, MARKET, &at("fee"), &fee("1.8", "1", "7")).await;
    let page = app.get(AUDITOR, &at("fee")).await;
    assert!(page.html.contains("1.50% of the value"), "{}", page.html);
    assert!(
        history(&page).contains("1.50% → 1.75%") && history(&page).contains("1.75% → 1.80%"),
        "{}",
        page.html
    );
    for (day, points) in [(176, 150), (177, 180)] {
        let app = later(&app, day).await;
        let framework = app.db().read(async |conn| queries::framework(conn).await).await.unwrap();
        assert_eq!(framework.fee_basis_points, points, "after {day} days");
    }
}

#[actix_web::test]
async fn a_new_version_of_the_terms_is_looked_at_published_told_and_accepted_before_the_next_bid() {
    let app = on_monday().await;
    let page = app.get(MARKET, &at("terms/new")).await;
    let form = || Form::on(&page, "/terms").set("text", "1. Be honest.\n2. Be <kind>.");
    let form = || form().set("from_day", "1").set("from_month", "2").set("from_year", "2026");
    let empty = form().set("summary", " ").set("step", "preview").sent(&app, MARKET).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.html.contains("Enter what changes") && empty.html.contains("Be honest."));
    let form = || form().set("summary", "Shorter.");
    let preview = form().set("step", "preview").sent(&app, MARKET).await;
    assert_eq!(preview.status, StatusCode::OK);
    assert!(
        preview.html.contains("Publish version 2") && preview.html.contains("Be &#60;kind&#62;."),
        "{}",
        preview.html
    );
    assert_eq!(app.look_up("select count(*) from framework_terms").await, "1", "only looked at");
    let back = Form::on(&preview, "/terms").set("step", "edit").sent(&app, MARKET).await;
    assert!(back.html.contains("Look at it before publishing") && back.html.contains("Be honest."));
    Form::on(&preview, "/terms").set("step", "publish").send(&app, MARKET).await;
    let twice = form()
        .set("step", "publish")
        .set("once", "019b0000-0000-7000-8000-00000000000a")
        .sent(&app, MARKET)
        .await;
    assert!(
        twice.status == StatusCode::UNPROCESSABLE_ENTITY,
        "it is the same text: {}",
        twice.status
    );
    assert_eq!(app.trail().await.last().unwrap(), "framework_terms.published");
    let next = app.get(MARKET, &at("terms/new")).await;
    let next = Form::on(&next, "/terms").set("text", "Be brief.").set("summary", "Briefer.");
    let next = next.set("from_day", "1").set("from_month", "2").set("from_year", "2026");
    let same_day = next.set("step", "preview").sent(&app, MARKET).await;
    assert_eq!(same_day.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(same_day.html.contains("Version 2 of the terms is already published for that day"));
    let told = app.look_up("select string_agg(recipient, ' ' order by recipient) from outbox where cause = 'framework_terms.published:2'").await;
    for admin in [KESTREL_ADMIN, HARROW, NEWCOMER] {
        assert!(told.contains(admin), "{admin}: {told}");
    }
    assert!(!told.contains(KESTREL) && !told.contains(MARKET), "{told}");

    let request = app.arrange(async |conn| open_request(conn, monday() + days(40)).await).await;
    let before = later(&app, 26).await.get(KESTREL, &format!("/opportunities/{request}/bid")).await;
    assert!(!before.html.contains("/provider/terms"), "version 1 is still in force");
    let app = later(&app, 27).await;
    let bid = format!("/opportunities/{request}/bid");
    let barred = app.post(KESTREL, &bid, &[]).await;
    assert_eq!(barred.status, StatusCode::CONFLICT);
    assert!(
        barred.html.contains("Version 2 of the framework’s terms")
            && barred.html.contains("under Framework terms"),
        "{}",
        barred.html
    );

    let read = app.get(KESTREL, "/provider/terms").await;
    assert!(
        read.html.contains("Be honest.") && !read.html.contains("Accept version"),
        "{}",
        read.html
    );
    let wrong =
        app.post(KESTREL, "/provider/terms", &[("version", "2"), ("accept_2", "yes")]).await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN, "a bidder cannot accept for the company");
    let untouched = app.post(KESTREL_ADMIN, "/provider/terms", &[("version", "2")]).await;
    assert_eq!(untouched.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(untouched.html.contains("Tick the box"), "{}", untouched.html);
    let old =
        app.post(KESTREL_ADMIN, "/provider/terms", &[("version", "3"), ("accept_3", "yes")]).await;
    assert_eq!(old.status, StatusCode::CONFLICT);
    done(&app, KESTREL_ADMIN, "/provider/terms", &[("version", "2"), ("accept_2", "yes")]).await;
    assert_eq!(app.trail().await.last().unwrap(), "terms.accepted");
    // What was published and accepted is held against the trail.
    assert_eq!(app.db().read_at_once(faults).await.unwrap().1, Vec::<String>::new());
    let other = "savepoint before; alter table framework_terms disable trigger user; \
        update framework_terms set text = text || '!', text_hash = sha256(convert_to(text || '!', 'UTF8')) where version = 2";
    app.arrange(async |conn| conn.batch_execute(other).await.unwrap()).await;
    let found = app.db().read_at_once(faults).await.unwrap().1;
    assert!(
        found.len() == 1 && found[0].contains("version 2 of the framework’s terms"),
        "{found:?}"
    );
    app.arrange(async |conn| conn.batch_execute("rollback to before").await.unwrap()).await;
    let digest = app.look_up("select encode(sha256(convert_to(text, 'UTF8')), 'hex') from framework_terms where version = 2").await;
    assert!(last_detail(&app).await.contains(&digest));
    let page = app.get(KESTREL_ADMIN, "/provider/terms").await;
    assert!(
        page.html.contains("Kit Moss accepted it for your company") && page.html.contains(&digest),
        "{}",
        page.html
    );
    for said in ["Version 1, replaced", "1. Who this is between"] {
        assert!(page.html.contains(said), "what was accepted before stays readable: {said}");
    }
    let again =
        app.post(KESTREL_ADMIN, "/provider/terms", &[("version", "2"), ("accept_2", "yes")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let page = app.get(AUDITOR, &at("terms")).await;
    assert!(page.html.contains("Accepted by 1 provider<"), "{}", page.html);
    done(&app, KESTREL, &bid, &[]).await;
}

#[actix_web::test]
async fn a_threshold_has_a_new_amount_from_a_day_and_keeps_the_old_one_before_it() {
    let app = on_monday().await;
    let name = ("name", "sub_central_goods_services");
    let from = [("from_day", "1"), ("from_month", "1"), ("from_year", "2028")];
    let form = |amount: &'static str| {
        [&[name, ("amount", amount), ("source", "Regulations of 2027")][..], &from].concat()
    };
    mistaken(&app, &at("thresholds"), &form("-1"), &["not negative"]).await;
    mistaken(&app, &at("thresholds"), &form("5"), &["£1,000 or more"]).await;
    mistaken(&app, &at("thresholds"), &form("9999999999999"), &["1,000,000,000 or less"]).await;
    done(&app, MARKET, &at("thresholds"), &form("210,000")).await;
    let earlier = [
        name,
        ("amount", "1,000,000"),
        ("source", "A guess"),
        ("from_day", "1"),
        ("from_month", "6"),
        ("from_year", "2026"),
    ];
    mistaken(&app, &at("thresholds"), &earlier, &["planned from 1 January 2028"]).await;
    let page = app.get(AUDITOR, &at("thresholds")).await;
    assert!(history(&page).contains("Amount: £207,720.00 → £210,000.00"), "{}", page.html);
    for (day, amount) in [
        ("2025-12-31", "£214,904.00"),
        ("2027-12-31", "£207,720.00"),
        ("2028-01-01", "£210,000.00"),
    ] {
        let found = app
            .db()
            .read(async |conn| queries::thresholds(conn, day.parse().unwrap()).await)
            .await
            .unwrap();
        let amounts: Vec<String> = found.iter().map(|it| it.amount.to_string()).collect();
        assert_eq!(amounts, [amount], "{day}");
    }
}

#[actix_web::test]
async fn a_scheme_that_becomes_mandatory_bars_from_its_day_and_not_before() {
    let app = on_monday().await;
    let from = [("from_day", "1"), ("from_month", "2"), ("from_year", "2026")];
    let scheme = at("schemes/iso_27001");
    mistaken(&app, &scheme, &[("months", "0")], &["Say whether", "from 1 to 120", "include a day"])
        .await;
    let form = [&[("mandatory", "yes"), ("months", "36")][..], &from].concat();
    done(&app, MARKET, &scheme, &form).await;
    let form_again = Form::on(&app.get(MARKET, &scheme).await, "/schemes/iso_27001");
    for (field, holds) in [("months", "36"), ("from_day", "1"), ("from_month", "2")] {
        assert_eq!(form_again.value(field), holds, "the form begins with what is planned: {field}");
    }
    let page = app.get(AUDITOR, &scheme).await;
    assert!(
        history(&page).contains("Not required → Every provider must hold it to bid"),
        "{}",
        page.html
    );
    let gone = app.post(MARKET, &at("schemes/nothing"), &form).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let before = later(&app, 26).await.get(KESTREL, "/provider").await;
    assert!(!before.html.contains("ISO/IEC 27001 certificate"), "{}", before.html);
    let after = later(&app, 27).await.get(KESTREL, "/provider").await;
    assert!(
        after.html.contains("You must hold a ISO/IEC 27001 certificate")
            || after.html.contains("ISO/IEC 27001 certificate to bid"),
        "{}",
        after.html
    );
}

#[actix_web::test]
async fn clearances_usually_last_as_long_as_the_table_says_on_the_day() {
    let app = on_monday().await;
    let form = [
        ("level", "nppv:NPPV3"),
        ("years", "7"),
        ("from_day", "1"),
        ("from_month", "4"),
        ("from_year", "2026"),
    ];
    mistaken(
        &app,
        &at("clearances"),
        &[("level", "nppv:NPPV9"), ("years", "90")],
        &["Choose a clearance", "from 1 to 20"],
    )
    .await;
    done(&app, MARKET, &at("clearances"), &form).await;
    let page = app.get(AUDITOR, &at("clearances")).await;
    assert!(
        history(&page).contains("NPPV3, from 1 April 2026. Usually lasts: 5 years → 7 years"),
        "{}",
        page.html
    );
    assert!(page.html.contains("7 years from 1 April 2026"), "{}", page.html);
    let after = later(&app, 86).await.get(AUDITOR, &at("clearances")).await;
    assert!(!after.html.contains("7 years from 1 April 2026"), "it is no plan any more");
    assert!(after.html.contains("7 years"), "{}", after.html);
}

#[actix_web::test]
async fn bank_holidays_come_and_go_and_a_year_counts_only_when_it_is_complete() {
    let app = on_monday().await;
    let day = |day: &'static str, month: &'static str, year: &'static str| {
        vec![("day_day", day), ("day_month", month), ("day_year", year), ("title", "Jubilee")]
    };
    let with = |mut form: Vec<(&'static str, &'static str)>, parts: &[&'static str]| {
        form.extend(parts.iter().map(|part| ("parts", *part)));
        form
    };
    let all = ["england-and-wales", "scotland", "northern-ireland"];
    let path = at("bank-holidays");
    mistaken(&app, &path, &day("31", "2", "2026"), &["a real date", "at least one part"]).await;
    mistaken(&app, &path, &with(day("7", "6", "2026"), &all), &["Sunday"]).await;
    mistaken(&app, &path, &with(day("2", "1", "2026"), &all), &["today or a later day"]).await;
    mistaken(&app, &path, &with(day("25", "12", "2026"), &all), &["already a bank holiday"]).await;
    let free = |on: &'static str| {
        let app = &app;
        async move {
            let days = app.db().read(async |conn| queries::working_days(conn).await).await.unwrap();
            days.is_working(on.parse().unwrap())
        }
    };
    assert_eq!(free("2026-06-08").await, Ok(true));
    done(&app, MARKET, &path, &with(day("8", "6", "2026"), &all)).await;
    assert_eq!(free("2026-06-08").await, Ok(false));
    done(&app, MARKET, &format!("{path}/2026-06-08/removal"), &[]).await;
    assert_eq!(free("2026-06-08").await, Ok(true));
    let over = app.post(MARKET, &format!("{path}/2026-01-01/removal"), &[]).await;
    assert_eq!(over.status, StatusCode::CONFLICT);
    let needed = app.post(MARKET, &format!("{path}/2026-12-25/removal"), &[]).await;
    assert_eq!(needed.status, StatusCode::CONFLICT, "2026 is complete");
    assert!(needed.html.contains("never fewer than"), "{}", needed.html);
    let shown = app.get(MARKET, &path).await;
    assert!(!shown.html.contains("/2026-12-25/removal"), "no button that does not work");
    let page = app.get(AUDITOR, &path).await;
    for told in ["Bank holiday removed: 8 June 2026. Called: Jubilee → none", "2025 to 2028"] {
        assert!(page.html.contains(told), "{told}: {}", page.html);
    }

    done(&app, MARKET, &path, &with(day("1", "1", "2029"), &all)).await;
    assert!(free("2029-01-02").await.is_err(), "one day does not make a year");
    let early = app.post(MARKET, &at("bank-holiday-years"), &[("year", "2029")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.html.contains("never fewer than 8"), "{}", early.html);
    app.arrange(async |conn| {
        let sql = "insert into bank_holidays (day, division, title) select date '2029-03-01' + n, part, 'A day' \
            from generate_series(1, 9) n, unnest(array['england-and-wales', 'scotland', 'northern-ireland']) part";
        conn.batch_execute(sql).await.unwrap();
    })
    .await;
    done(&app, MARKET, &at("bank-holiday-years"), &[("year", "2029")]).await;
    assert_eq!(free("2029-01-02").await, Ok(true));
    assert_eq!(free("2029-01-01").await, Ok(false));
    let skipped = app.post(MARKET, &at("bank-holiday-years"), &[("year", "2031")]).await;
    assert_eq!(skipped.status, StatusCode::CONFLICT);
    let warned = later(&app, 365 * 2).await.get(MARKET, AT).await;
    assert!(!warned.html.contains("are not complete"), "2029 is there: {}", warned.html);
    let warned = later(&app, 365 * 3).await.get(MARKET, AT).await;
    assert!(warned.html.contains("The bank holidays of 2030 are not complete"), "{}", warned.html);
}

#[actix_web::test]
async fn what_was_changed_is_told_from_a_trail_that_still_proves_itself() {
    let app = TestApp::committing(monday()).await;
    let fee = [("percent", "1.25"), ("from_day", "5"), ("from_month", "1"), ("from_year", "2026")];
    done(&app, MARKET, &at("fee"), &fee).await;
    let lot = app.get(MARKET, &at("lots/osint")).await;
    Form::on(&lot, "/lots/osint").set("name", "Open sources").send(&app, MARKET).await;
    let page = app.get(AUDITOR, &at("history")).await;
    for told in ["1.50% → 1.25%", "Name: Open-source and dark-web intelligence → Open sources"]
    {
        assert!(page.html.contains(told), "{told}: {}", page.html);
    }
    let verdict = app.db().read(async |conn| verify(conn).await).await.unwrap();
    assert!(matches!(verdict, Verdict::Whole(_)), "{verdict:?}");
    let names = "select count(*) from audit_entries e, users u where e.detail::text like '%' || u.name || '%'";
    assert_eq!(app.look_up(names).await, "0", "no person is named in a detail");
    assert_eq!(app.get(NOBODY, &at("history")).await.status, StatusCode::UNAUTHORIZED);
}
