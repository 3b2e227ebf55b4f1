//! A company registers, fills its dossier and is seen.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use diesel_async::SimpleAsyncConnection;
use muster::accounts::password;
use muster::providers::dossier::grounds::GROUNDS;

use crate::support::app::{Page, TestApp, days, monday};
use crate::support::bids;
use crate::support::cast::{
    HARROW, KESTREL, KESTREL_ADMIN, NEWCOMER, NOBODY, REQUESTER, THORNBURY, VETTING1, open_request,
};
use crate::support::form::Form;
use crate::support::panel::Panel;
use crate::support::upload::upload;
use crate::vetting::decided;

const FORM_TOKEN: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const KEY: &str = "019b0000-0000-7000-8000-000000000001";

const COMPANY: &[(&str, &str)] = &[
    ("name", "Newcomer Security Ltd"),
    ("number", "sc 123456"),
    ("address", "5 High Street, Perth"),
    ("region", "london"),
    ("size", "sme"),
    ("contact_name", "Nia New"),
    ("contact_email", "admin@newcomer.example"),
];

fn registration(email: &str) -> TestRequest {
    let form = [
        ("name", "Zoë O’Neill"),
        ("email", email),
        ("company", "Fathom & Sons' Cyber Ltd"),
        ("password", "correct horse battery"),
        ("once", KEY),
        ("csrf", FORM_TOKEN),
    ];
    TestRequest::post().uri("/register").set_form(form)
}

/// Posts a form that must be accepted.
pub async fn done(app: &TestApp, who: &str, path: &str, form: &[(&str, &str)]) -> Page {
    let page = app.post(who, path, form).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.html);
    page
}

/// Fills the newcomer's dossier to the last field and submits it.
pub async fn apply(app: &TestApp) {
    let dossier = |section: &str| format!("/provider/dossier/{section}");
    done(app, NEWCOMER, &dossier("company"), COMPANY).await;
    let answers: Vec<String> = GROUNDS.iter().map(|it| format!("answer_{}", it.code)).collect();
    let mut declarations: Vec<(&str, &str)> =
        answers.iter().map(|it| (it.as_str(), "no")).collect();
    declarations.push(("conflicts", "None"));
    done(app, NEWCOMER, &dossier("declarations"), &declarations).await;
    let certificate = [
        ("scheme", "cyber_essentials"),
        ("number", "CE-77"),
        ("issued_day", "1"),
        ("issued_month", "10"),
        ("issued_year", "2025"),
        ("expires_day", "30"),
        ("expires_month", "September"),
        ("expires_year", "2026"),
    ];
    done(app, NEWCOMER, &dossier("certificates"), &certificate).await;
    for kind in ["professional_indemnity", "public_liability"] {
        let insurance = [("kind", kind), ("cover", "£1,000,000"), ("by_start", "yes")];
        done(app, NEWCOMER, &dossier("insurance"), &insurance).await;
    }
    let statements = [
        ("modern_slavery", "We check our suppliers."),
        ("data_protection", "Encrypted, in the UK."),
        ("ico_number", "ZA123456"),
    ];
    done(app, NEWCOMER, &dossier("statements"), &statements).await;
    for lot in ["osint", "malware_analysis"] {
        let offer = [("evidence", "Five investigations."), ("rate_5", "850")];
        done(app, NEWCOMER, &dossier(&format!("lots/{lot}")), &offer).await;
    }
    done(app, NEWCOMER, &dossier("application"), &[("true", "yes")]).await;
}

#[actix_web::test]
async fn a_company_registers_once_however_often_the_form_is_sent() {
    let app = TestApp::at(monday()).await;

    for _ in 0..2 {
        let page = app.send(NOBODY, registration("zoe@fathom.example")).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
        assert_eq!(page.location.unwrap(), "/check-your-mail");
    }

    assert_eq!(app.trail().await, ["account.created", "provider.registered"]);
    let slug = app.look_up("select slug from providers where name like 'Fathom%'").await;
    assert_eq!(slug, "fathom-sons-cyber-ltd");
    let roles = app
        .look_up("select string_agg(role, ' ' order by role) from user_roles r join users u on u.id = r.user_id where u.email = 'zoe@fathom.example'")
        .await;
    assert_eq!(roles, "bidder delivery_manager provider_admin");
}

#[actix_web::test]
async fn a_taken_address_is_answered_like_any_other_and_only_its_owner_learns_of_it() {
    let app = TestApp::at(monday()).await;

    let page = app.send(NOBODY, registration("BIDS@kestrel.example")).await;

    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(page.location.unwrap(), "/check-your-mail");
    assert_eq!(app.trail().await, ["account.registration_repeated"]);
    assert_eq!(app.look_up("select count(*) from providers where name like 'Fathom%'").await, "0");
    let told = app.look_up("select recipient || ': ' || subject from outbox").await;
    assert_eq!(told, "bids@kestrel.example: You already have a Muster account");
}

#[actix_web::test]
async fn the_owner_of_an_address_is_not_flooded_by_whoever_registers_with_it() {
    let app = TestApp::committing(monday()).await;
    for address in ["bids@kestrel.example", "zoe@fathom.example"] {
        for n in 0..6 {
            let key = uuid::Uuid::now_v7().to_string();
            let form = [
                ("name", "Zoë O’Neill"),
                ("email", address),
                ("company", "Fathom & Sons' Cyber Ltd"),
                ("password", "correct horse battery"),
                ("once", &key),
                ("csrf", FORM_TOKEN),
            ];
            let before = password::worked_out();
            let page = app.send(NOBODY, TestRequest::post().uri("/register").set_form(form)).await;
            let hashes = password::worked_out() - before;
            assert_eq!(hashes, u64::from(n < 5), "known or not, it takes as much work");
            let wanted = if n < 5 { StatusCode::SEE_OTHER } else { StatusCode::TOO_MANY_REQUESTS };
            assert_eq!(page.status, wanted, "{address}, the {n}th time: {}", page.html);
        }
    }
}

#[actix_web::test]
async fn an_application_is_refused_until_the_dossier_is_complete_and_then_sent_to_the_officers() {
    let app = TestApp::at(monday()).await;
    let early = app.post(NEWCOMER, "/provider/dossier/application", &[("true", "yes")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    let check = app.get(NEWCOMER, "/provider/dossier/check").await;
    assert!(check.html.contains("Complete the section “Company details”"), "{}", check.html);
    assert!(!check.html.contains("Submit your application</button>"));

    apply(&app).await;

    assert_eq!(app.look_up("select state from providers where slug = 'newcomer'").await, "applied");
    let told = app
        .look_up("select string_agg(recipient, ' ' order by recipient) from outbox where cause like 'application.%'")
        .await;
    assert_eq!(told, "admin@newcomer.example vetting1@operator.example vetting2@operator.example");
    let tasks = app.get(NEWCOMER, "/provider/dossier").await;
    assert!(tasks.html.contains("We are checking your application"), "{}", tasks.html);
    let late = app.post(NEWCOMER, "/provider/dossier/company", COMPANY).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.html.contains("is being checked, so this cannot be changed now"));
    let history = app.get(NEWCOMER, "/provider/dossier/history").await;
    assert!(history.html.contains("Application submitted"), "{}", history.html);
}

#[actix_web::test]
async fn a_mistaken_section_comes_back_with_every_mistake_and_what_was_typed() {
    let app = TestApp::at(monday()).await;
    let mut form = COMPANY.to_vec();
    form[1] = ("number", "12");
    form[4] = ("size", "");

    let page = app.post(NEWCOMER, "/provider/dossier/company", &form).await;

    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "Error: Company details",
        "8 digits, or 2 letters",
        "Choose the company’s size",
        "5 High Street, Perth",
    ] {
        assert!(page.html.contains(text), "{text}: {}", page.html);
    }
    form[1] = ("number", "01234567");
    form[4] = ("size", "sme");
    let taken = app.post(NEWCOMER, "/provider/dossier/company", &form).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.html.contains("Another dossier already has this company number"));
}

#[actix_web::test]
async fn a_certificate_stops_counting_the_day_after_its_last_and_home_says_how_to_fix_it() {
    let app = TestApp::at(monday()).await;
    let last_day = app.later(days(541)).get(KESTREL, "/provider").await;
    assert!(last_day.html.contains("Expires on 30 June 2027"), "{}", last_day.html);
    assert!(!last_day.html.contains("cannot bid at the moment"));

    let after = app.later(days(542)).get(KESTREL, "/provider").await;

    assert!(after.html.contains("cannot bid at the moment"));
    assert!(after.html.contains("expired on 30 June 2027"), "{}", after.html);
    assert!(after.html.contains("Renew it, then add the new certificate"));
}

#[actix_web::test]
async fn the_directory_shows_admitted_providers_and_never_their_people() {
    let app = TestApp::at(monday()).await;
    let all = app.get(NOBODY, "/providers").await;
    assert!(
        all.html.contains("Kestrel Cyber Ltd") && all.html.contains("3 providers"),
        "{}",
        all.html
    );
    assert!(!all.html.contains("Thornbury") && !all.html.contains("Newcomer"));
    let none = app.get(NOBODY, "/providers?lot=osint").await;
    assert!(none.html.contains("0 providers"), "{}", none.html);

    let one = app.get(NOBODY, "/providers/kestrel").await;

    assert!(one.html.contains("Cyber Essentials, until 30 June 2027"), "{}", one.html);
    assert!(!one.html.contains("Robin Vale") && !one.html.contains("Ann Lee"));
    for hidden in ["thornbury", "newcomer", "nobody"] {
        let page = app.get(NOBODY, &format!("/providers/{hidden}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{hidden}");
    }
}

#[actix_web::test]
async fn the_directory_is_narrowed_by_lot_region_size_and_words() {
    let app = TestApp::at(monday()).await;
    for (query, count, shows, hides) in [
        ("lot=digital_forensics", "3 providers", "Kestrel", "Thornbury"),
        ("lot=osint", "0 providers", "No providers found", "Kestrel"),
        ("region=london", "1 provider", "Harrow", "Kestrel"),
        ("size=large", "1 provider", "Lantern", "Kestrel"),
        ("size=sme&region=yorkshire-humber", "1 provider", "Kestrel", "Harrow"),
        ("q=KESTREL+cyber", "1 provider", "Kestrel", "Harrow"),
        ("q=forensics", "3 providers", "Lantern", "Thornbury"),
        ("q=forensics+plc", "1 provider", "Lantern", "Kestrel"),
        ("q=london", "1 provider", "Harrow", "Kestrel"),
        ("q=%25", "0 providers", "No providers found", "Kestrel"),
        ("q=thornbury", "0 providers", "No providers found", "Thornbury Digital"),
        ("q=Robin", "0 providers", "No providers found", "Kestrel"),
        ("lot=nothing&size=huge&region=atlantis", "3 providers", "Kestrel", "Thornbury"),
    ] {
        let page = app.get(NOBODY, &format!("/providers?{query}")).await;
        let list = page.html.split("muster-split").nth(1).unwrap();
        let list = list.split("</form>").nth(1).unwrap();
        assert!(list.contains(count) && list.contains(shows), "{query}: {list}");
        assert!(!list.contains(hides), "{query} shows {hides}: {list}");
    }
    let empty = app.get(NOBODY, "/providers?lot=osint").await.html;
    assert!(empty.contains("href=\"/providers\""), "an empty list leads on: {empty}");
}

#[actix_web::test]
async fn the_directory_goes_on_from_page_to_page_with_its_filters() {
    let app = TestApp::committing(monday()).await;
    app.arrange(async |conn| {
        let many = "insert into providers (id, slug, name, company_number, region_code, size, state, created_at, admitted_at)
            select gen_random_uuid(), 'many-' || n, 'Many ' || lpad(n::text, 2, '0'), 'SC0000' || lpad(n::text, 2, '0'), 'scotland', 'sme', 'admitted', now(), now()
            from generate_series(1, 23) n";
        conn.batch_execute(many).await.unwrap();
    })
    .await;
    let first = app.get(NOBODY, "/providers?q=many&size=sme").await.html;
    assert!(first.contains("23 providers") && first.contains("Many 20"), "{first}");
    assert!(first.contains("q=many&#38;lot=&#38;region=&#38;size=sme&#38;page=2"), "{first}");
    let second = app.get(NOBODY, "/providers?q=many&size=sme&page=2").await.html;
    assert!(second.contains("23 providers") && second.contains("Many 21"), "{second}");
    assert!(!second.contains("Many 20"));
}

#[actix_web::test]
async fn no_public_page_names_a_specialist() {
    let app = TestApp::at(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let names = app.look_up("select string_agg(distinct name, ';') from specialists").await;
    let names: Vec<&str> = names.split(';').collect();
    assert_eq!(names, ["Robin Vale", "Sam Holt"]);
    let access = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/access.md"));
    let mut asked = 0;
    for line in
        access.unwrap().lines().filter(|it| it.starts_with("| GET") && it.contains("| Anyone |"))
    {
        let address = line.split('`').nth(1).unwrap();
        let address = address.replace("{slug}", "kestrel").replace("{reference}", &request);
        for query in ["", "?q=Robin+Vale", "?q=Sam"] {
            let page = app.get(NOBODY, &format!("{address}{query}")).await;
            // What was looked for stands in its own field, and nowhere else.
            let html = page.html.replace("value=\"Robin Vale\"", "");
            for name in &names {
                assert!(!html.contains(name), "{address}{query} names {name}: {html}");
            }
            asked += 1;
        }
    }
    assert!(asked > 30, "only {asked} were asked");
}

#[actix_web::test]
async fn a_suspended_provider_leaves_the_directory_and_comes_back_with_its_lifting() {
    let app = TestApp::committing(monday()).await;
    for (state, listed, status) in [
        ("suspended", false, StatusCode::NOT_FOUND),
        ("admitted", true, StatusCode::OK),
        ("removed", false, StatusCode::NOT_FOUND),
    ] {
        let sql = format!("update providers set state = '{state}' where slug = 'kestrel'");
        app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
        let all = app.get(NOBODY, "/providers").await.html;
        assert_eq!(all.contains("Kestrel Cyber Ltd"), listed, "{state}");
        assert_eq!(app.get(NOBODY, "/providers/kestrel").await.status, status, "{state}");
    }
}

#[actix_web::test]
async fn specialists_are_added_changed_and_retired_by_their_own_administrator_only() {
    let app = TestApp::at(monday()).await;
    let form = [
        ("name", "Ida Marsh"),
        ("sfia_level", "6"),
        ("specialisms", "digital_forensics"),
        ("nppv", "NPPV3"),
        ("nppv_expires_day", "1"),
        ("nppv_expires_month", "2"),
        ("nppv_expires_year", "2026"),
        ("nsv", "none"),
        ("right_to_work", "yes"),
    ];
    done(&app, KESTREL_ADMIN, "/provider/specialists", &form).await;
    let list = app.get(KESTREL, "/provider/specialists").await;
    assert!(
        list.html.contains("Ida Marsh") && list.html.contains("Waiting for review"),
        "{}",
        list.html
    );

    let id = app.look_up("select id from specialists where name = 'Ida Marsh'").await;
    let path = format!("/provider/specialists/{id}");
    assert_eq!(app.get(HARROW, &path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.post(HARROW, &path, &form).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get(KESTREL, &path).await.status, StatusCode::FORBIDDEN);
    done(&app, KESTREL_ADMIN, &format!("{path}/retirement"), &[]).await;
    assert_eq!(app.get(KESTREL_ADMIN, &path).await.status, StatusCode::NOT_FOUND);
    let trail = ["specialist.added", "change.withdrawn", "specialist.retired"];
    assert_eq!(app.trail().await, trail);
}

#[actix_web::test]
async fn an_admitted_provider_renews_papers_but_takes_none_away() {
    let app = TestApp::at(monday()).await;
    let id = app
        .look_up("select c.id from provider_certificates c join providers p on p.id = c.provider_id where p.slug = 'kestrel'")
        .await;
    let place = format!("/provider/dossier/certificates/{id}");
    let removal = format!("{place}/removal");
    assert_eq!(app.post(KESTREL_ADMIN, &removal, &[]).await.status, StatusCode::CONFLICT);
    assert_eq!(app.post(HARROW, &removal, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get(KESTREL_ADMIN, &place).await.status, StatusCode::CONFLICT);
    assert_eq!(app.get(HARROW, &place).await.status, StatusCode::NOT_FOUND);
    let list = app.get(KESTREL_ADMIN, "/provider/dossier/certificates").await;
    let renewal = format!("/provider/dossier/certificates/new?renews={id}");
    assert!(list.html.contains(&renewal), "{}", list.html);
    let form = app.get(KESTREL_ADMIN, &renewal).await;
    assert!(form.html.contains("Renew a certificate"), "{}", form.html);

    let insurance = [("kind", "cyber"), ("cover", "2000000"), ("by_start", "yes")];
    done(&app, KESTREL_ADMIN, "/provider/dossier/insurance", &insurance).await;

    let page = app.get(KESTREL, "/provider/dossier/insurance").await;
    assert!(page.html.contains("£2,000,000"), "{}", page.html);
    assert!(page.html.contains("Only a provider administrator"), "{}", page.html);
    let id = app.look_up("select id from provider_insurances where kind = 'cyber'").await;
    let place = format!("/provider/dossier/insurance/{id}");
    let stays = app.post(KESTREL_ADMIN, &format!("{place}/removal"), &[]).await;
    assert_eq!(stays.status, StatusCode::CONFLICT);
    assert!(stays.html.contains("save the new one in its place"), "{}", stays.html);
    let form = app.get(KESTREL_ADMIN, &place).await;
    assert!(form.html.contains("2000000"), "{}", form.html);
    assert_eq!(app.get(HARROW, &place).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_draft_is_added_to_corrected_and_emptied_again() {
    let app = TestApp::at(monday()).await;
    let certificate = |number: &'static str| {
        [
            ("scheme", "cyber_essentials"),
            ("number", number),
            ("issued_day", "1"),
            ("issued_month", "10"),
            ("issued_year", "2025"),
            ("expires_day", "30"),
            ("expires_month", "9"),
            ("expires_year", "2026"),
        ]
    };
    done(&app, NEWCOMER, "/provider/dossier/certificates", &certificate("CE-1")).await;
    let id = app.look_up("select id from provider_certificates where number = 'CE-1'").await;
    let place = format!("/provider/dossier/certificates/{id}");
    let form = app.get(NEWCOMER, &place).await;
    assert!(form.html.contains("Correct a certificate") && form.html.contains("CE-1"));
    let mistaken = app.post(NEWCOMER, &place, &[("number", "CE-2")]).await;
    assert_eq!(mistaken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(mistaken.html.contains("CE-2"), "{}", mistaken.html);
    assert_eq!(app.post(HARROW, &place, &certificate("X")).await.status, StatusCode::NOT_FOUND);
    done(&app, NEWCOMER, &place, &certificate("CE-2")).await;
    let list = app.get(NEWCOMER, "/provider/dossier/certificates").await;
    assert!(list.html.contains("CE-2") && !list.html.contains("CE-1"), "{}", list.html);
    done(&app, NEWCOMER, &format!("{place}/removal"), &[]).await;
    assert_eq!(app.get(NEWCOMER, &place).await.status, StatusCode::NOT_FOUND);
    let trail = app.trail().await;
    assert_eq!(trail, ["certificate.added", "certificate.changed", "certificate.removed"]);
}

#[actix_web::test]
async fn the_preview_is_what_the_vetting_officer_reads() {
    let app = TestApp::at(monday()).await;
    apply(&app).await;
    let (from, to) = ("<h2 class=\"govuk-heading-m\">Company details</h2>", "Specialists</h2>");
    let part = |page: &Page| {
        let begins = page.html.find(from).unwrap();
        let ends = page.html[begins..].find(to).unwrap();
        let text = page.html[begins..begins + ends].to_owned();
        // The officer’s links to decide are the only difference.
        let links =
            regex::Regex::new(r"(?s)<dd class=.govuk-summary-list__actions.>.*?</dd>").unwrap();
        let text = links.replace_all(&text, "").replace(" govuk-summary-list__row--no-actions", "");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let preview = app.get(NEWCOMER, "/provider/dossier/check").await;
    let read = app.get(VETTING1, "/operator/applications/newcomer").await;
    assert_eq!(part(&preview), part(&read));
}

#[actix_web::test]
async fn a_provider_leaves_once_nobody_counts_on_it() {
    let app = TestApp::at(monday()).await;
    let path = "/provider/leaving";
    assert_eq!(app.get(KESTREL, path).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.get(VETTING1, path).await.status, StatusCode::NOT_FOUND);
    let mistaken = app.post(KESTREL_ADMIN, path, &[("reason", "We retire.")]).await;
    assert_eq!(mistaken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(mistaken.html.contains("We retire.") && mistaken.html.contains("Confirm that your"));
    let newcomer = app.post(NEWCOMER, path, &[("reason", "Oh."), ("sure", "yes")]).await;
    assert_eq!(newcomer.status, StatusCode::CONFLICT);
    done(&app, KESTREL_ADMIN, path, &[("reason", "We retire."), ("sure", "yes")]).await;

    let stands = app
        .look_up("select state || ' ' || state_reason from providers where slug = 'kestrel'")
        .await;
    assert_eq!(stands, "left We retire.");
    assert_eq!(app.trail().await, ["provider.left"]);
    let told = app
        .look_up("select string_agg(recipient, ' ' order by recipient) from outbox where cause like 'provider.left%'")
        .await;
    for to in ["admin@kestrel", "bids@kestrel", "market@operator", "vetting1@operator"] {
        assert!(told.contains(to), "{told}");
    }
    assert_eq!(app.get(NOBODY, "/providers/kestrel").await.status, StatusCode::NOT_FOUND);
    let company = app.get(KESTREL_ADMIN, "/provider/dossier/company").await;
    assert_eq!(company.status, StatusCode::CONFLICT);
}

#[actix_web::test]
async fn specialists_have_skills_certifications_and_two_kinds_of_clearance() {
    let app = TestApp::at(monday()).await;
    let form = [
        ("name", "Ida Marsh"),
        ("sfia_level", "6"),
        ("specialisms", "digital_forensics"),
        ("skill_1", "Digital forensics"),
        ("skill_level_1", "6"),
        ("certification_1", "ChCSP"),
        ("certification_issuer_1", "UK Cyber Security Council"),
        ("certification_expires_1_day", "1"),
        ("certification_expires_1_month", "2"),
        ("certification_expires_1_year", "2028"),
        ("nppv", "NPPV3"),
        ("nppv_expires_day", "1"),
        ("nppv_expires_month", "2"),
        ("nppv_expires_year", "2028"),
        ("nppv_sponsor", "Northshire Police"),
        ("nsv", "SC"),
        ("nsv_expires_day", "1"),
        ("nsv_expires_month", "3"),
        ("nsv_expires_year", "2028"),
        ("availability_note", "three days a week"),
        ("right_to_work", "yes"),
    ];
    let mut mistaken = form.to_vec();
    mistaken[4] = ("skill_level_1", "");
    let page = app.post(NEWCOMER, "/provider/specialists", &mistaken).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in ["Choose the level of this skill", "UK Cyber Security Council", "three days a week"]
    {
        assert!(page.html.contains(kept), "{kept}: {}", page.html);
    }
    done(&app, NEWCOMER, "/provider/specialists", &form).await;

    let held = app
        .look_up("select string_agg(kind || ' ' || level || ' ' || sponsor || ' ' || expires_on, ', ' order by kind) from specialist_clearances c join specialists s on s.id = c.specialist_id where s.name = 'Ida Marsh'")
        .await;
    assert_eq!(held, "nppv NPPV3 Northshire Police 2028-02-01, nsv SC  2028-03-01");
    for (asked, there) in [
        ("about=marsh", true),
        ("about=digital+forensics", true),
        ("about=chcsp", true),
        ("about=cooking", false),
        ("specialism=digital_forensics", true),
        ("specialism=cryptography", false),
        ("clearance=SC", true),
        ("clearance=DV", false),
        ("show=retired", false),
        ("page=2", false),
    ] {
        let list = app.get(NEWCOMER, &format!("/provider/specialists?{asked}")).await;
        assert_eq!(list.html.contains(">Ida Marsh<"), there, "{asked}: {}", list.html);
    }
}

#[actix_web::test]
async fn what_is_personal_about_a_retired_specialist_is_erased_and_the_trail_stays_whole() {
    let app = TestApp::at(monday()).await;
    let id = app
        .look_up("select s.id from specialists s join providers p on p.id = s.provider_id where p.slug = 'kestrel' and s.name = 'Robin Vale'")
        .await;
    let place = format!("/provider/specialists/{id}");
    let erasure = format!("{place}/erasure");
    let listed = app.post(KESTREL_ADMIN, &erasure, &[]).await;
    assert_eq!(listed.status, StatusCode::CONFLICT);
    assert!(listed.html.contains("Retire them first"), "{}", listed.html);
    done(&app, KESTREL_ADMIN, &format!("{place}/retirement"), &[]).await;
    assert_eq!(app.post(KESTREL, &erasure, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.post(HARROW, &erasure, &[]).await.status, StatusCode::NOT_FOUND);
    let page = app.get(KESTREL_ADMIN, &erasure).await;
    assert!(page.html.contains("cannot be undone"), "{}", page.html);
    let mails = format!(
        "insert into outbox (id, cause, recipient, subject, body, created_at, next_at, sent_at)
         select gen_random_uuid(), cause || '{id}' || '{tail}', 'admin@kestrel.example', 'Expiry', 'Robin Vale waits.', now(), now(), now()
         from unnest(array['expiry:nppv:', 'expiry:nsv:']) cause",
        tail = ":2027-12-31:7_days"
    );
    app.arrange(async |conn| conn.batch_execute(&mails).await.unwrap()).await;
    done(&app, KESTREL_ADMIN, &erasure, &[]).await;

    let written = app.look_up("select string_agg(body, ' ') from outbox").await;
    assert!(written.contains("has been erased since") && !written.contains("Vale"), "{written}");
    let left = app
        .look_up(&format!("select name || skills || availability_note || right_to_work || (select count(*) from specialist_clearances where specialist_id = s.id) from specialists s where id = '{id}'"))
        .await;
    assert_eq!(left, "Erased specialistfalse0");
    let retired = app.get(KESTREL_ADMIN, "/provider/specialists?show=retired").await;
    assert!(retired.html.contains("Erased specialist") && !retired.html.contains("Robin Vale"));
    let details = app.look_up("select string_agg(detail::text, ' ') from audit_entries").await;
    assert!(details.contains(&id) && !details.contains("Vale"), "{details}");
    let verdict =
        app.db().read(async |conn| muster::audit::verify::verify(conn).await).await.unwrap();
    assert!(matches!(verdict, muster::audit::verify::Verdict::Whole(_)), "{verdict:?}");
    let again = app.post(KESTREL_ADMIN, &erasure, &[]).await;
    assert!(again.html.contains("already been erased"), "{}", again.html);
}

#[actix_web::test]
async fn whoever_is_named_in_an_undecided_bid_is_neither_erased_nor_left_behind() {
    let panel = Panel::closed(TestApp::at(monday()).await).await;
    let app = &panel.app;
    let id = app
        .look_up("select s.id from specialists s join providers p on p.id = s.provider_id where p.slug = 'harrow' and s.name = 'Robin Vale'")
        .await;
    let place = format!("/provider/specialists/{id}");
    done(app, HARROW, &format!("{place}/retirement"), &[]).await;

    let erased = app.post(HARROW, &format!("{place}/erasure"), &[]).await;
    assert_eq!(erased.status, StatusCode::CONFLICT);
    assert!(erased.html.contains("named in BID-2026-HARROW"), "{}", erased.html);
    let page = app.get(HARROW, &format!("{place}/erasure")).await;
    assert!(page.html.contains("named in BID-2026-HARROW"), "{}", page.html);
    assert!(!page.html.contains("Erase this person’s data"), "no button that would be refused");
    let leaving = [("reason", "We retire."), ("sure", "yes")];
    let left = app.post(HARROW, "/provider/leaving", &leaving).await;
    assert_eq!(left.status, StatusCode::CONFLICT);
    assert!(left.html.contains("bids that have not been decided"), "{}", left.html);

    let sql = "update requests set state = 'no_award'";
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
    done(app, HARROW, &format!("{place}/erasure"), &[]).await;
    done(app, HARROW, "/provider/leaving", &leaving).await;
}

#[actix_web::test]
async fn provider_pages_are_for_providers_and_changes_for_their_administrators() {
    let app = TestApp::at(monday()).await;
    for (path, who, status) in [
        ("/provider", KESTREL, StatusCode::OK),
        ("/provider", THORNBURY, StatusCode::OK),
        ("/provider", REQUESTER, StatusCode::NOT_FOUND),
        ("/provider", VETTING1, StatusCode::NOT_FOUND),
        ("/provider/dossier", KESTREL, StatusCode::OK),
        ("/provider/dossier/check", KESTREL, StatusCode::OK),
        ("/provider/dossier/certificates", KESTREL, StatusCode::OK),
        ("/provider/dossier/certificates/new", KESTREL, StatusCode::FORBIDDEN),
        ("/provider/dossier/certificates/new", KESTREL_ADMIN, StatusCode::OK),
        ("/provider/dossier/insurance/new", KESTREL_ADMIN, StatusCode::OK),
        ("/provider/dossier/statements", KESTREL_ADMIN, StatusCode::OK),
        ("/provider/dossier/declarations", NEWCOMER, StatusCode::OK),
        ("/provider/dossier/company", NEWCOMER, StatusCode::OK),
        ("/provider/dossier/lots", NEWCOMER, StatusCode::OK),
        ("/provider/dossier/lots/osint", NEWCOMER, StatusCode::OK),
        ("/provider/dossier/lots/nothing", NEWCOMER, StatusCode::NOT_FOUND),
        ("/provider/specialists/new", NEWCOMER, StatusCode::OK),
        ("/provider/specialists/new", VETTING1, StatusCode::NOT_FOUND),
        ("/register", NOBODY, StatusCode::OK),
        ("/register", KESTREL, StatusCode::SEE_OTHER),
    ] {
        let page = app.get(who, path).await;
        assert_eq!(page.status, status, "{who} {path}: {}", page.html);
    }
}

#[actix_web::test]
async fn verdicts_that_have_not_taken_effect_are_not_read_off_the_list_of_sections() {
    let app = TestApp::committing(monday()).await;
    apply(&app).await;
    let sections = |page: Page| page.html.split("sections are done").next().unwrap().to_owned();
    let before = sections(app.get(NEWCOMER, "/provider/dossier").await);
    let certificate =
        app.look_up("select id from provider_certificates where number = 'CE-77'").await;
    let path = format!("/operator/providers/newcomer/certificates/{certificate}/decision");
    let refused = [("verdict", "refused"), ("reason", "Not theirs.")];
    decided(&app, VETTING1, &path, &refused).await;
    assert_eq!(sections(app.get(NEWCOMER, "/provider/dossier").await), before);
}

#[actix_web::test]
async fn lots_lead_only_those_to_their_forms_who_may_fill_them_in() {
    let app = TestApp::committing(monday()).await;
    let form = "/provider/dossier/lots/osint";
    let page = app.get(KESTREL, "/provider/dossier/lots").await;
    assert!(!page.html.contains(form), "{}", page.html);
    assert!(page.html.contains("Only a provider administrator"), "{}", page.html);
    let page = app.get(KESTREL_ADMIN, "/provider/dossier/lots").await;
    assert!(page.html.contains(form), "{}", page.html);
}

#[actix_web::test]
async fn of_leaving_and_submitting_a_bid_at_once_one_succeeds() {
    let app = TestApp::committing(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let bid = bids::start(&app, HARROW, &request).await;
    bids::write(&app, HARROW, &request, &bid, "", "0").await;
    let leaving = [("reason", "We retire."), ("sure", "yes")];

    let (left, submitted) = tokio::join!(
        app.post(HARROW, "/provider/leaving", &leaving),
        bids::submit(&app, HARROW, &bid)
    );

    let mut statuses = [left.status, submitted.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    let both = "select count(*) from bids b join providers p on p.id = b.provider_id where p.state = 'left' and b.state = 'submitted'";
    assert_eq!(app.look_up(both).await, "0");
}

#[actix_web::test]
async fn a_company_that_has_the_terms_to_accept_is_led_there_and_sees_what_is_open() {
    let app = TestApp::committing(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let before = app.get(KESTREL, "/provider/dossier").await.html;
    assert!(before.contains("The framework’s terms") && !before.contains("Not accepted yet"));
    app.arrange(async |conn| {
        conn.batch_execute("delete from terms_acceptances").await.unwrap();
    })
    .await;
    let home = app.get(KESTREL, "/provider").await.html;
    assert!(home.contains("must accept the framework’s terms before it can bid"), "{home}");
    assert!(home.contains("An administrator of your company can read and accept it"), "{home}");
    let admins = app.get(KESTREL_ADMIN, "/provider").await.html;
    assert!(admins.contains(r#"href="/provider/terms">Read and accept the terms</a>"#), "{admins}");
    assert!(!home.contains("at /provider/terms"), "an address to type: {home}");
    assert!(home.contains(&format!("/opportunities/{request}\"")), "{home}");
    assert!(home.contains("once your company has accepted the terms"), "{home}");
    assert!(
        !home.contains("may bid on</h2>") && !home.contains("request you may bid on"),
        "{home}"
    );
    for (who, when) in [(KESTREL, "cannot bid until"), (NEWCOMER, "Not part of your application")] {
        let dossier = app.get(who, "/provider/dossier").await.html;
        for said in ["The framework’s terms", "Not accepted yet", when] {
            assert!(dossier.contains(said), "{who}: {said}: {dossier}");
        }
    }
    let other = app.get(THORNBURY, "/provider").await.html;
    assert!(other.contains("Your company cannot bid at the moment"), "{other}");
    assert!(
        !other.contains(&format!("/opportunities/{request}\"")),
        "a suspended company: {other}"
    );
}

#[actix_web::test]
async fn a_request_with_a_bid_is_listed_under_the_bids_alone() {
    let app = TestApp::committing(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let link = format!("/opportunities/{request}\"");
    let home = app.get(KESTREL, "/provider").await.html;
    assert!(home.contains(&link) && home.contains("Requests you may bid on"), "{home}");
    let bid = bids::start(&app, KESTREL, &request).await;
    let home = app.get(KESTREL, "/provider").await.html;
    assert!(!home.contains(&link) && home.contains(&bid), "{home}");
    assert!(
        home.contains(">open bid<") && home.contains("Nothing else open in your lots"),
        "{home}"
    );
    assert!(app.get(HARROW, "/provider").await.html.contains(&link), "another’s is still there");
}

#[actix_web::test]
async fn whoever_stops_asking_for_a_lot_is_asked_first_and_reads_what_is_lost() {
    let app = TestApp::committing(monday()).await;
    let lot = "/provider/dossier/lots/osint";
    let removal = format!("{lot}/removal");
    assert_eq!(app.get(NEWCOMER, &removal).await.status, StatusCode::NOT_FOUND, "not asked for");
    let offer = [("evidence", "Five investigations."), ("rate_5", "850"), ("rate_4", "700")];
    let sent = app.send(NEWCOMER, upload(lot, &offer, ("cases.txt", b"One.\n"))).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let page = app.get(NEWCOMER, lot).await;
    assert!(!page.html.contains(&format!("action=\"{removal}\"")), "one press is not enough");
    assert!(page.html.contains(&format!("href=\"{removal}\"")), "{}", page.html);
    let asked = app.get(NEWCOMER, &removal).await;
    for said in ["Five investigations.", "cases.txt", "For 2 SFIA levels", "cannot be undone", lot]
    {
        assert!(asked.html.contains(said), "{said}: {}", asked.html);
    }
    assert_eq!(
        app.look_up("select count(*) from provider_lots where lot_code = 'osint'").await,
        "1"
    );
    Form::on(&asked, "/removal").send(&app, NEWCOMER).await;
    assert_eq!(
        app.look_up("select count(*) from provider_lots where lot_code = 'osint'").await,
        "0"
    );
    let admitted = "/provider/dossier/lots/digital_forensics/removal";
    assert_eq!(app.get(KESTREL_ADMIN, admitted).await.status, StatusCode::CONFLICT);
    assert_eq!(app.get(KESTREL, admitted).await.status, StatusCode::FORBIDDEN);
}
