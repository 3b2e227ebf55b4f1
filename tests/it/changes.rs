//! Changes that matter wait for a vetting officer, and what is in force stays.

use actix_web::http::StatusCode;
use diesel_async::SimpleAsyncConnection;

use crate::files::PDF;
use crate::providers::{apply, done};
use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{
    AUDITOR, HARROW, KESTREL, KESTREL_ADMIN, MARKET, NEWCOMER, NOBODY, VETTING1, VETTING2,
};
use crate::support::form::Form;
use crate::support::upload::upload;

const ACCEPT: &[(&str, &str)] = &[("verdict", "accepted")];
const REFUSE: &[(&str, &str)] = &[("verdict", "refused"), ("reason", "It is not so.")];

const COMPANY: &[(&str, &str)] = &[
    ("name", "Kestrel Security Ltd"),
    ("number", "01234567"),
    ("address", "1 High Street, Leeds"),
    ("region", "yorkshire-humber"),
    ("size", "sme"),
    ("contact_name", "Kit Moss"),
    ("contact_email", "office@kestrel.example"),
    ("contact_phone", ""),
];

/// Where an officer decides on the newest change.
async fn newest(app: &TestApp) -> String {
    let id = app.look_up("select id from dossier_changes order by id desc limit 1").await;
    format!("/operator/changes/{id}")
}

async fn kestrel(app: &TestApp, column: &str) -> String {
    app.look_up(&format!("select {column} from providers where slug = 'kestrel'")).await
}

#[actix_web::test]
async fn a_new_name_waits_while_the_old_one_holds_and_the_contact_changes_at_once() {
    let app = TestApp::at(monday()).await;
    done(&app, KESTREL_ADMIN, "/provider/dossier/company", COMPANY).await;
    assert_eq!(kestrel(&app, "name").await, "Kestrel Cyber Ltd");
    assert_eq!(kestrel(&app, "contact_email").await, "office@kestrel.example");
    let tasks = app.get(KESTREL, "/provider/dossier").await;
    for shown in ["Waiting for review", "Kestrel Security Ltd", "Kestrel Cyber Ltd"] {
        assert!(tasks.html.contains(shown), "{shown}: {}", tasks.html);
    }
    let form = app.get(KESTREL_ADMIN, "/provider/dossier/company").await;
    assert!(form.html.contains("A change waits for review"), "{}", form.html);
    let later = app.later(days(3));
    let desk = later.get(VETTING1, "/operator/changes").await;
    assert!(desk.html.contains("Company details") && desk.html.contains("3 days"), "{}", desk.html);
    let told = app.look_up("select string_agg(recipient, ' ' order by recipient) from outbox where cause like 'change.waiting:%'").await;
    assert_eq!(told, "vetting1@operator.example vetting2@operator.example");
    let path = newest(&app).await;
    let read = app.get(AUDITOR, &path).await;
    assert!(read.html.contains("Kestrel Security Ltd"), "{}", read.html);
    assert!(!read.html.contains("Record the decision"), "no form for those who may not");
    for (who, status) in [(MARKET, StatusCode::FORBIDDEN), (KESTREL_ADMIN, StatusCode::NOT_FOUND)] {
        assert_eq!(app.post(who, &format!("{path}/decision"), ACCEPT).await.status, status);
    }
    let bare = app.post(VETTING1, &format!("{path}/decision"), &[("verdict", "refused")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.html.contains("Enter your reason"), "{}", bare.html);

    done(&app, VETTING1, &format!("{path}/decision"), ACCEPT).await;

    assert_eq!(kestrel(&app, "name").await, "Kestrel Security Ltd");
    let second = app.post(VETTING2, &format!("{path}/decision"), REFUSE).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.html.contains("no longer waiting: it was accepted"), "{}", second.html);
    assert_eq!(app.trail().await, ["change.sent_for_review", "change.accepted"]);
    let mail = app.look_up("select body from outbox where cause like 'change.decided:%'").await;
    assert!(mail.contains("Company details") && mail.contains("in force"), "{mail}");
    let listed = app.get(NOBODY, "/providers/kestrel").await;
    assert!(listed.html.contains("Kestrel Security Ltd"), "{}", listed.html);
}

#[actix_web::test]
async fn a_change_is_replaced_withdrawn_or_refused_and_nothing_comes_into_force() {
    let app = TestApp::at(monday()).await;
    let mut second = COMPANY.to_vec();
    second[0] = ("name", "Kestrel Group Ltd");
    done(&app, KESTREL_ADMIN, "/provider/dossier/company", COMPANY).await;
    let first = newest(&app).await;
    done(&app, KESTREL_ADMIN, "/provider/dossier/company", &second).await;
    let late = app.post(VETTING1, &format!("{first}/decision"), ACCEPT).await;
    assert!(late.html.contains("it was withdrawn"), "{}", late.html);
    let id = newest(&app).await.replace("/operator/changes/", "");
    let withdrawal = format!("/provider/dossier/changes/{id}/withdrawal");
    assert_eq!(app.post(HARROW, &withdrawal, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.post(KESTREL, &withdrawal, &[]).await.status, StatusCode::FORBIDDEN);
    done(&app, KESTREL_ADMIN, &withdrawal, &[]).await;
    let again = app.post(KESTREL_ADMIN, &withdrawal, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    done(&app, KESTREL_ADMIN, "/provider/dossier/company", COMPANY).await;
    done(&app, VETTING2, &format!("{}/decision", newest(&app).await), REFUSE).await;
    assert_eq!(kestrel(&app, "name").await, "Kestrel Cyber Ltd");
    let mail = app.look_up("select body from outbox where cause like 'change.decided:%'").await;
    assert!(mail.contains("It is not so.") && mail.contains("stays in force"), "{mail}");
    let states =
        app.look_up("select string_agg(state, ' ' order by id) from dossier_changes").await;
    assert_eq!(states, "withdrawn withdrawn refused");
    let trail = app.trail().await;
    let withdrawn = trail.iter().filter(|it| *it == "change.withdrawn").count();
    assert_eq!(withdrawn, 2, "what was replaced was taken back: {trail:?}");
}

#[actix_web::test]
async fn a_clearance_waits_while_the_old_one_counts_and_goes_at_once_when_given_up() {
    let app = TestApp::at(monday()).await;
    let id = app
        .look_up("select s.id from specialists s join providers p on p.id = s.provider_id where p.slug = 'kestrel' and s.name = 'Robin Vale'")
        .await;
    let place = format!("/provider/specialists/{id}");
    let form = |nsv: &'static str, year: &'static str| {
        vec![
            ("name", "Robin Vale"),
            ("sfia_level", "5"),
            ("specialisms", "digital_forensics"),
            ("nppv", "NPPV3"),
            ("nppv_expires_day", "31"),
            ("nppv_expires_month", "12"),
            ("nppv_expires_year", "2027"),
            ("nppv_sponsor", "Northshire Police"),
            ("nsv", nsv),
            ("nsv_expires_day", "1"),
            ("nsv_expires_month", "6"),
            ("nsv_expires_year", year),
            ("right_to_work", "yes"),
        ]
    };
    let held = format!(
        "select string_agg(level, ' ' order by kind) from specialist_clearances where specialist_id = '{id}'"
    );
    done(&app, KESTREL_ADMIN, &place, &form("DV", "2029")).await;
    assert_eq!(app.look_up(&held).await, "NPPV3 SC");
    let list = app.get(KESTREL, "/provider/specialists").await;
    assert!(list.html.contains("DV until 1 June 2029"), "{}", list.html);
    let page = app.get(KESTREL_ADMIN, &place).await;
    assert!(page.html.contains("In force until then: SC"), "{}", page.html);
    let sent = app.look_up("select count(*) from dossier_changes").await;
    done(&app, KESTREL_ADMIN, &place, &form("DV", "2029")).await;
    assert_eq!(app.look_up("select count(*) from dossier_changes").await, sent, "sent once");
    let late = app.later(days(4000));
    let path = format!("{}/decision", newest(&app).await);
    let expired = late.post(VETTING1, &path, ACCEPT).await;
    assert!(expired.html.contains("already expired"), "{}", expired.html);
    done(&app, VETTING1, &path, ACCEPT).await;
    assert_eq!(app.look_up(&held).await, "NPPV3 DV");
    done(&app, KESTREL_ADMIN, &place, &form("none", "")).await;
    assert_eq!(app.look_up(&held).await, "NPPV3");
    let details = app.look_up("select string_agg(detail::text, ' ') from audit_entries").await;
    assert!(!details.contains("Vale") && !details.contains("DV"), "{details}");
}

#[actix_web::test]
async fn a_new_lot_takes_two_officers_and_raised_rates_take_one() {
    let app = TestApp::at(monday()).await;
    let lot = "/provider/dossier/lots/osint";
    let offer = [("evidence", "Twelve investigations."), ("rate_5", "850")];
    done(&app, KESTREL_ADMIN, lot, &offer).await;
    let path = newest(&app).await;
    let decision = format!("{path}/decision");
    done(&app, VETTING1, &decision, ACCEPT).await;
    let own = app.post(VETTING1, &decision, ACCEPT).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.html.contains("a different vetting officer must accept it"), "{}", own.html);
    done(&app, VETTING2, &format!("{path}/setting-aside"), &[]).await;
    let aside = app.post(VETTING2, &format!("{path}/setting-aside"), &[]).await;
    assert_eq!(aside.status, StatusCode::CONFLICT);
    done(&app, VETTING1, &decision, ACCEPT).await;
    let admitted = "select count(*) from provider_lots where lot_code = 'osint' and admitted_at is not null and decision = 'admit'";
    assert_eq!(app.look_up(admitted).await, "0");
    done(&app, VETTING2, &decision, ACCEPT).await;
    assert_eq!(app.look_up(admitted).await, "1");

    let rate = "select day_rate from rate_ceilings r join providers p on p.id = r.provider_id where p.slug = 'kestrel' and lot_code = 'osint' and sfia_level = 5";
    let offer = |rate| [("evidence", "Twelve investigations."), ("rate_5", rate)];
    done(&app, KESTREL_ADMIN, lot, &offer("900")).await;
    assert_eq!(app.look_up(rate).await, "85000", "a higher rate waits");
    done(&app, VETTING1, &format!("{}/decision", newest(&app).await), ACCEPT).await;
    assert_eq!(app.look_up(rate).await, "90000");
    done(&app, KESTREL_ADMIN, lot, &offer("800")).await;
    assert_eq!(app.look_up(rate).await, "80000", "a lower rate holds at once");
    let removal = app.post(KESTREL_ADMIN, &format!("{lot}/removal"), &[]).await;
    assert_eq!(removal.status, StatusCode::CONFLICT);

    let other = "/provider/dossier/lots/malware_analysis";
    done(&app, KESTREL_ADMIN, other, &offer("800")).await;
    done(&app, VETTING1, &format!("{}/decision", newest(&app).await), REFUSE).await;
    let page = app.get(KESTREL_ADMIN, other).await;
    assert!(page.html.contains("It is not so."), "{}", page.html);
    assert!(app.get(KESTREL, "/provider/dossier/lots").await.html.contains("Refused"));
}

#[actix_web::test]
async fn a_rate_that_waited_is_not_accepted_above_a_maximum_lowered_since() {
    let app = TestApp::at(monday()).await;
    let lot = "/provider/dossier/lots/digital_forensics";
    let before = app.look_up("select evidence from provider_lots l join providers p on p.id = l.provider_id where p.slug = 'kestrel' and lot_code = 'digital_forensics'").await;
    done(&app, KESTREL_ADMIN, lot, &[("evidence", &before), ("rate_5", "1200")]).await;
    let decision = format!("{}/decision", newest(&app).await);
    let lowered = "insert into rate_maxima (lot_code, sfia_level, valid_from, day_rate) \
        values ('digital_forensics', 5, '2026-01-05', 110000) \
        on conflict (lot_code, sfia_level, valid_from) do update set day_rate = 110000";
    app.arrange(async |conn| conn.batch_execute(lowered).await.unwrap()).await;

    let late = app.post(VETTING1, &decision, ACCEPT).await;

    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.html);
    assert!(late.html.contains("which was lowered since"), "{}", late.html);
}

#[actix_web::test]
async fn declarations_change_after_admission_only_through_an_officer() {
    let app = TestApp::at(monday()).await;
    let answers: Vec<String> =
        muster::providers::dossier::grounds::GROUNDS.iter().map(|it| it.code.to_owned()).collect();
    let names: Vec<String> = answers.iter().map(|it| format!("answer_{it}")).collect();
    let mut form: Vec<(&str, &str)> = names
        .iter()
        .map(|it| (it.as_str(), if it == "answer_tax" { "yes" } else { "no" }))
        .collect();
    form.extend([
        ("explanation_tax", "A late return."),
        ("remedy_tax", "We paid."),
        ("conflicts", "None."),
    ]);
    done(&app, KESTREL_ADMIN, "/provider/dossier/declarations", &form).await;
    let said = "select count(*) from provider_declarations where answer and decision = 'accepted' and remedy = 'We paid.'";
    assert_eq!(app.look_up(said).await, "0");
    let path = newest(&app).await;
    let page = app.get(VETTING1, &path).await;
    assert!(page.html.contains("A late return."), "{}", page.html);
    done(&app, VETTING1, &format!("{path}/decision"), ACCEPT).await;
    assert_eq!(app.look_up(said).await, "1");
}

#[actix_web::test]
async fn of_two_officers_deciding_at_once_one_decides_and_the_other_reads_what_was_decided() {
    let app = TestApp::committing(monday()).await;
    done(&app, KESTREL_ADMIN, "/provider/dossier/company", COMPANY).await;
    let path = format!("{}/decision", newest(&app).await);

    let (one, other) =
        tokio::join!(app.post(VETTING1, &path, ACCEPT), app.post(VETTING2, &path, REFUSE));

    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    let loser = if one.status == StatusCode::CONFLICT { one } else { other };
    let state = app.look_up("select state from dossier_changes").await;
    assert!(loser.html.contains(&format!("no longer waiting: it was {state}")), "{}", loser.html);
    let name = kestrel(&app, "name").await;
    let wanted = if state == "accepted" { "Kestrel Security Ltd" } else { "Kestrel Cyber Ltd" };
    assert_eq!(name, wanted);
    assert_eq!(
        app.look_up("select count(*) from outbox where cause like 'change.decided:%'").await,
        "1"
    );
}

#[actix_web::test]
async fn changes_of_an_applicant_wait_too_and_end_with_its_leaving() {
    let app = TestApp::at(monday()).await;
    apply(&app).await;
    let form = [
        ("name", "Ida Marsh"),
        ("sfia_level", "5"),
        ("specialisms", "digital_forensics"),
        ("nsv", "SC"),
        ("nsv_expires_day", "1"),
        ("nsv_expires_month", "3"),
        ("nsv_expires_year", "2028"),
    ];
    done(&app, NEWCOMER, "/provider/specialists", &form).await;
    let file = app.get(VETTING1, "/operator/applications/newcomer").await;
    let job = "Change: National security vetting of Ida Marsh";
    assert!(file.html.contains(job), "{}", file.html);
    let sql = "update providers set state = 'admitted' where slug = 'newcomer'";
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
    done(&app, NEWCOMER, "/provider/leaving", &[("reason", "Sold."), ("sure", "yes")]).await;
    assert_eq!(app.look_up("select state from dossier_changes").await, "withdrawn");
    let trail = app.trail().await;
    assert_eq!(trail[trail.len() - 2..], ["change.withdrawn", "provider.left"]);
    let late = app.post(VETTING1, &format!("{}/decision", newest(&app).await), ACCEPT).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

#[actix_web::test]
async fn another_name_keeps_no_clearance_of_the_person_before() {
    let app = TestApp::committing(monday()).await;
    let id = app
        .look_up("select s.id from specialists s join providers p on p.id = s.provider_id where p.slug = 'kestrel' and s.name = 'Robin Vale'")
        .await;
    let place = format!("/provider/specialists/{id}");
    let page = app.get(KESTREL_ADMIN, &place).await;
    assert!(page.html.contains("Clearances belong to the person"), "{}", page.html);
    let held = format!(
        "select string_agg(level, ' ' order by kind) from specialist_clearances where specialist_id = '{id}'"
    );
    let before = app.look_up(&held).await;
    assert_eq!(before, "NPPV3 SC");
    let form = Form::on(&page, &id);
    form.set("name", "Ines Quill")
        .tick("specialisms", "digital_forensics")
        .send(&app, KESTREL_ADMIN)
        .await;

    assert_eq!(app.look_up(&held).await, "", "nobody has vetted Ines Quill");
    let waits = "select count(*) from dossier_changes where state = 'waiting' and before is null";
    assert_eq!(app.look_up(waits).await, "2");
    for _ in 0..2 {
        let next =
            app.look_up("select id from dossier_changes where state = 'waiting' limit 1").await;
        let page = app.get(VETTING1, &format!("/operator/changes/{next}")).await;
        assert!(page.html.contains("vetting of Ines Quill"), "{}", page.html);
        done(&app, VETTING1, &format!("/operator/changes/{next}/decision"), ACCEPT).await;
    }
    assert_eq!(app.look_up(&held).await, before);

    let page = app.get(KESTREL_ADMIN, &place).await;
    Form::on(&page, &id).set("name", "INES QUILL").send(&app, KESTREL_ADMIN).await;
    assert_eq!(app.look_up(&held).await, before, "that is the same name");
}

#[actix_web::test]
async fn a_clearance_that_waits_for_one_person_is_not_given_to_the_next() {
    let app = TestApp::committing(monday()).await;
    let form = |name: &'static str| {
        [
            ("name", name),
            ("sfia_level", "5"),
            ("specialisms", "digital_forensics"),
            ("nppv", ""),
            ("nsv", "DV"),
            ("nsv_expires_day", "1"),
            ("nsv_expires_month", "6"),
            ("nsv_expires_year", "2029"),
        ]
    };
    done(&app, KESTREL_ADMIN, "/provider/specialists", &form("Ida Marsh")).await;
    let seen = newest(&app).await;
    let id = app.look_up("select id from specialists where name = 'Ida Marsh'").await;
    done(&app, KESTREL_ADMIN, &format!("/provider/specialists/{id}"), &form("Ines Quill")).await;
    let late = app.post(VETTING1, &format!("{seen}/decision"), ACCEPT).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.html.contains("it was withdrawn"), "{}", late.html);
    assert_ne!(newest(&app).await, seen, "it is asked for again");
}

#[actix_web::test]
async fn another_file_for_a_new_lot_starts_its_review_again() {
    let app = TestApp::committing(monday()).await;
    let lot = "/provider/dossier/lots/osint";
    let offer = [("evidence", "Twelve investigations."), ("rate_5", "850")];
    let sent = app.send(KESTREL_ADMIN, upload(lot, &offer, ("cases.pdf", PDF))).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let first = newest(&app).await;
    let page = app.get(VETTING1, &first).await;
    assert!(page.html.contains("cases.pdf"), "the officer reads what it rests on: {}", page.html);
    done(&app, VETTING1, &format!("{first}/decision"), ACCEPT).await;

    let file = "/provider/dossier/files/lot-osint";
    let swapped = app.send(KESTREL_ADMIN, upload(file, &[], ("other.pdf", PDF))).await;
    assert_eq!(swapped.status, StatusCode::SEE_OTHER, "{}", swapped.html);

    let late = app.post(VETTING2, &format!("{first}/decision"), ACCEPT).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.html.contains("it was withdrawn"), "{}", late.html);
    let again = newest(&app).await;
    let stands = "select string_agg(state, ' ' order by id) from dossier_changes";
    assert_eq!(app.look_up(stands).await, "withdrawn waiting");
    let trail = app.trail().await;
    let swap = ["change.withdrawn", "change.sent_for_review", "file.attached"];
    assert_eq!(trail[trail.len() - 3..], swap, "{trail:?}");

    done(&app, VETTING1, &format!("{again}/decision"), ACCEPT).await;
    done(&app, KESTREL_ADMIN, &format!("{file}/removal"), &[]).await;
    assert_eq!(app.look_up(stands).await, "withdrawn withdrawn waiting");
    let both = app.send(KESTREL_ADMIN, upload(lot, &offer, ("third.pdf", PDF))).await;
    assert_eq!(both.status, StatusCode::SEE_OTHER, "{}", both.html);
    assert_eq!(app.look_up(stands).await, "withdrawn withdrawn withdrawn waiting");
    let sql = "update files set state = 'pending' where removed_at is null";
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
    let early = app.post(VETTING1, &format!("{}/decision", newest(&app).await), ACCEPT).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.html.contains("waiting to be checked for viruses"), "{}", early.html);
}

#[actix_web::test]
async fn a_provider_that_leaves_takes_the_removal_proposed_for_it_along() {
    let app = TestApp::committing(monday()).await;
    let removal = [("reason", "It misled a force.")];
    done(&app, VETTING1, "/operator/providers/kestrel/removal", &removal).await;
    done(&app, KESTREL_ADMIN, "/provider/leaving", &[("reason", "Sold."), ("sure", "yes")]).await;
    let open = "select count(*) from vetting_decisions where set_aside_at is null";
    assert_eq!(app.look_up(open).await, "0");
    let home = app.get(VETTING2, "/operator").await;
    assert!(!home.html.contains("Removals to confirm"), "{}", home.html);
    assert_eq!(app.trail().await, ["decision.proposed", "decision.set_aside", "provider.left"]);
    let history = app.get(KESTREL, "/provider/dossier/history").await;
    assert!(!history.html.contains("set aside"), "that is between officers: {}", history.html);
}

#[actix_web::test]
async fn a_mistaken_form_still_says_that_a_change_waits() {
    let app = TestApp::committing(monday()).await;
    done(&app, KESTREL_ADMIN, "/provider/dossier/company", COMPANY).await;
    let mut mistaken = COMPANY.to_vec();
    mistaken[0] = ("name", "");
    let page = app.post(KESTREL_ADMIN, "/provider/dossier/company", &mistaken).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("A change waits for review"), "{}", page.html);
    let page = app.post(KESTREL_ADMIN, "/provider/dossier/declarations", &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = app.get(KESTREL_ADMIN, "/provider/dossier/declarations").await;
    let notice = "waits for a vetting officer";
    assert_eq!(page.html.contains(notice), said.html.contains(notice), "{}", page.html);
}
