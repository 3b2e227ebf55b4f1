//! Two officers decide on an application, one after the other.

use actix_web::http::StatusCode;
use diesel_async::SimpleAsyncConnection;

use crate::files::{PDF, add};
use crate::providers::{apply, done};
use crate::support::app::{Page, TestApp, monday};
use crate::support::cast::{
    AUDITOR, HARROW, KESTREL, KESTREL_ADMIN, MARKET, NEWCOMER, NOBODY, OPERATOR_ADMIN, REQUESTER,
    THORNBURY, VETTING1, VETTING2,
};
use crate::support::form::Form;
use crate::support::upload::upload;

const FILE: &str = "/operator/applications/newcomer";

async fn state(app: &TestApp, slug: &str) -> String {
    app.look_up(&format!("select state from providers where slug = '{slug}'")).await
}

/// Sends a verdict from the page that asks for it.
pub async fn verdict(app: &TestApp, who: &str, path: &str, form: &[(&str, &str)]) -> Page {
    let page = app.get(who, path).await;
    let asked = Form::on(&page, "/decision");
    form.iter().fold(asked, |it, (name, value)| it.set(name, value)).sent(app, who).await
}

/// The same, which goes through.
pub async fn decided(app: &TestApp, who: &str, path: &str, form: &[(&str, &str)]) {
    let page = verdict(app, who, path, form).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.html);
}

/// The first officer decides everything in the newcomer's dossier.
async fn decide_everything(app: &TestApp) {
    let certificate =
        app.look_up("select id from provider_certificates where number = 'CE-77'").await;
    let path = format!("/operator/providers/newcomer/certificates/{certificate}/decision");
    decided(app, VETTING1, &path, &[("verdict", "accepted")]).await;
    let fit = [("verdict", "admit"), ("reason", "Sound evidence.")];
    decided(app, VETTING1, &format!("{FILE}/lots/osint/decision"), &fit).await;
    let unfit = [("verdict", "refuse"), ("reason", "No malware was analysed.")];
    decided(app, VETTING1, &format!("{FILE}/lots/malware_analysis/decision"), &unfit).await;
}

async fn propose(app: &TestApp, who: &str, verdict: &str) {
    let form = [("verdict", verdict), ("reason", "The evidence decides it.")];
    done(app, who, &format!("{FILE}/proposal"), &form).await;
}

#[actix_web::test]
async fn two_officers_admit_a_provider_lot_by_lot_and_it_is_told() {
    let app = TestApp::at(monday()).await;
    apply(&app).await;
    let early = [("verdict", "admit"), ("reason", "In a hurry.")];
    let early = app.post(VETTING1, &format!("{FILE}/proposal"), &early).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.html.contains("In a hurry."), "the reason is still there: {}", early.html);
    assert!(early.html.contains("Decide on every certificate and every lot"), "{}", early.html);
    let queue = app.get(VETTING2, "/operator/applications").await;
    assert!(queue.html.contains(">Waiting for a first look</strong>"), "{}", queue.html);
    decide_everything(&app).await;
    let meanwhile = app.get(NEWCOMER, "/provider/dossier/check").await;
    assert!(
        !meanwhile.html.contains("No malware was analysed"),
        "officers’ thoughts are their own"
    );
    propose(&app, VETTING1, "admit").await;

    let proposal = [("proposal", &*proposed(&app).await)];
    let own = app.post(VETTING1, &format!("{FILE}/confirmation"), &proposal).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.html.contains("a different vetting officer must confirm it"), "{}", own.html);
    assert_eq!(state(&app, "newcomer").await, "applied");
    let queue = app.get(AUDITOR, "/operator/applications").await;
    assert!(queue.html.contains(">Waiting for a second officer</strong>"), "{}", queue.html);
    let file = app.get(VETTING2, FILE).await;
    assert!(
        file.html.contains("Val One proposed this") && file.html.contains("Confirm this decision"),
        "{}",
        file.html
    );
    Form::on(&file, "/confirmation").send(&app, VETTING2).await;

    assert_eq!(state(&app, "newcomer").await, "admitted");
    let listed = app.get(NOBODY, "/providers?lot=osint").await;
    assert!(listed.html.contains("Newcomer Security Ltd"), "{}", listed.html);
    let unlisted = app.get(NOBODY, "/providers?lot=malware_analysis").await;
    assert!(!unlisted.html.contains("Newcomer Security Ltd"));
    let mail = app.look_up("select body from outbox where cause like 'provider.admitted:%'").await;
    assert!(mail.contains("Open-source") && mail.contains("No malware was analysed."), "{mail}");
    let trail = app.trail().await;
    assert_eq!(trail[trail.len() - 2..], ["decision.proposed", "provider.admitted"]);
    let history = app.get(NEWCOMER, "/provider/dossier/history").await;
    assert!(history.html.contains("Provider admitted"), "{}", history.html);
    assert!(!history.html.contains("Viv Two") && !history.html.contains("Decision proposed"));
}

/// The proposal that was made last.
async fn proposed(app: &TestApp) -> String {
    app.look_up("select id from vetting_decisions order by proposed_at desc, id desc limit 1").await
}

#[actix_web::test]
async fn an_officer_confirms_what_they_read_and_not_what_was_proposed_since() {
    let app = TestApp::committing(monday()).await;
    apply(&app).await;
    decide_everything(&app).await;
    propose(&app, VETTING1, "reject").await;
    let read = app.get(VETTING2, FILE).await;
    let aside = [("proposal", &*proposed(&app).await)];
    done(&app, VETTING1, &format!("{FILE}/setting-aside"), &aside).await;
    let app = app.later(chrono::TimeDelta::seconds(1));
    propose(&app, VETTING1, "admit").await;

    let late = Form::on(&read, "/confirmation").sent(&app, VETTING2).await;

    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.html);
    assert!(late.html.contains("Load the page again"), "{}", late.html);
    assert_eq!(state(&app, "newcomer").await, "applied");
    let again = app.get(VETTING2, FILE).await;
    Form::on(&again, "/confirmation").send(&app, VETTING2).await;
    assert_eq!(state(&app, "newcomer").await, "admitted");
}

#[actix_web::test]
async fn of_two_officers_confirming_at_once_exactly_one_succeeds() {
    let app = TestApp::committing(monday()).await;
    app.arrange(async |conn| {
        let sql = "insert into user_roles select id, 'vetting_officer' from users where email = 'market@operator.example'";
        conn.batch_execute(sql).await.unwrap();
    })
    .await;
    apply(&app).await;
    decide_everything(&app).await;
    propose(&app, VETTING1, "admit").await;
    let path = format!("{FILE}/confirmation");

    let proposal = [("proposal", &*proposed(&app).await)];
    let (one, other) =
        tokio::join!(app.post(VETTING2, &path, &proposal), app.post(MARKET, &path, &proposal));

    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    let admitted = app.trail().await.iter().filter(|it| *it == "provider.admitted").count();
    assert_eq!(admitted, 1);
    let mails =
        app.look_up("select count(*) from outbox where cause like 'provider.admitted:%'").await;
    assert_eq!(mails, "1");
}

#[actix_web::test]
async fn more_is_asked_for_in_words_the_provider_reads_and_answers() {
    let app = TestApp::at(monday()).await;
    apply(&app).await;
    decide_everything(&app).await;
    let long = "x".repeat(1001);
    let mistaken = [("ask_insurance", long.as_str()), ("ask_company", "Which address is it?")];
    let mistaken = app.post(VETTING1, &format!("{FILE}/more"), &mistaken).await;
    assert_eq!(mistaken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(mistaken.html.contains("Which address is it?"), "what was typed is still there");
    let empty = app.post(VETTING1, &format!("{FILE}/more"), &[("ask_company", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let items =
        [("ask_lots_malware_analysis", "Name two clients."), ("ask_insurance", "Who insures you?")];
    done(&app, VETTING1, &format!("{FILE}/more"), &items).await;
    let queue = app.get(VETTING2, "/operator/applications").await;
    assert!(queue.html.contains(">Waiting for the provider</strong>"), "{}", queue.html);
    let mail = app.look_up("select body from outbox where cause like 'application.more:%'").await;
    assert!(mail.contains("Lot: Malware and reverse engineering: Name two clients."), "{mail}");

    let home = app.get(NEWCOMER, "/provider").await;
    assert!(home.html.contains("Name two clients."), "{}", home.html);
    let dossier = app.get(NEWCOMER, "/provider/dossier/check").await;
    assert!(
        dossier.html.contains("No malware was analysed."),
        "the provider reads what was refused"
    );
    let offer = [("evidence", "For Fathom and Sons."), ("rate_5", "800")];
    done(&app, NEWCOMER, "/provider/dossier/lots/malware_analysis", &offer).await;
    let tasks = app.get(NEWCOMER, "/provider/dossier").await;
    assert!(tasks.html.contains("/provider/dossier/lots/malware_analysis"), "{}", tasks.html);
    assert!(tasks.html.contains("Who insures you?") && tasks.html.contains("To do"));
    assert!(tasks.html.contains("Lot: Malware and reverse engineering"), "{}", tasks.html);
    let early = app.post(NEWCOMER, "/provider/dossier/application", &[("true", "yes")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.html.contains("See to what we asked about"), "{}", early.html);
    let items = app.look_up("select string_agg(id::text, ' ') from asked_items").await;
    let other = items.split(' ').next().unwrap();
    let other = format!("/provider/dossier/asked/{other}");
    assert_eq!(app.post(HARROW, &other, &[("done", "yes")]).await.status, StatusCode::NOT_FOUND);
    for item in items.split(' ') {
        let path = format!("/provider/dossier/asked/{item}");
        done(&app, NEWCOMER, &path, &[("done", "yes")]).await;
        done(&app, NEWCOMER, &path, &[]).await;
        done(&app, NEWCOMER, &path, &[("done", "yes")]).await;
    }
    done(&app, NEWCOMER, "/provider/dossier/application", &[("true", "yes")]).await;

    assert_eq!(state(&app, "newcomer").await, "applied");
    let file = app.get(VETTING1, FILE).await;
    assert!(file.html.contains("Ticked off by the provider"), "{}", file.html);
    assert!(file.html.contains("Lot: Malware and reverse engineering"), "{}", file.html);
}

#[actix_web::test]
async fn a_rejected_provider_reads_why_and_may_apply_again() {
    let app = TestApp::at(monday()).await;
    apply(&app).await;
    propose(&app, VETTING2, "reject").await;
    let second = [("verdict", "admit"), ("reason", "No, admit it.")];
    let second = app.post(VETTING1, &format!("{FILE}/proposal"), &second).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let proposal = [("proposal", &*proposed(&app).await)];
    done(&app, VETTING1, &format!("{FILE}/confirmation"), &proposal).await;

    let home = app.get(NEWCOMER, "/provider").await;
    assert!(
        home.html.contains("was not admitted") && home.html.contains("The evidence decides it."),
        "{}",
        home.html
    );
    done(&app, NEWCOMER, "/provider/dossier/application", &[("true", "yes")]).await;
    assert_eq!(state(&app, "newcomer").await, "applied");
}

#[actix_web::test]
async fn a_proposal_set_aside_takes_no_effect() {
    let app = TestApp::at(monday()).await;
    apply(&app).await;
    propose(&app, VETTING1, "reject").await;
    let proposal = [("proposal", &*proposed(&app).await)];
    done(&app, VETTING2, &format!("{FILE}/setting-aside"), &proposal).await;
    let late = app.post(VETTING2, &format!("{FILE}/confirmation"), &proposal).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(state(&app, "newcomer").await, "applied");
}

#[actix_web::test]
async fn a_suspension_names_its_reason_and_can_be_lifted() {
    let app = TestApp::at(monday()).await;
    let because = [("reason", "Insurance lapsed in December.")];
    done(&app, VETTING1, "/operator/providers/kestrel/suspension", &because).await;
    let home = app.get(KESTREL, "/provider").await;
    assert!(home.html.contains("Insurance lapsed in December."), "{}", home.html);
    assert_eq!(app.get(NOBODY, "/providers/kestrel").await.status, StatusCode::NOT_FOUND);
    let again = app.post(VETTING2, "/operator/providers/kestrel/suspension", &because).await;
    assert_eq!(again.status, StatusCode::CONFLICT);

    let renewed = [("reason", "Renewed.")];
    done(&app, VETTING2, "/operator/providers/kestrel/lifting", &renewed).await;

    assert_eq!(state(&app, "kestrel").await, "admitted");
    assert_eq!(app.trail().await, ["provider.suspended", "suspension.lifted"]);
}

#[actix_web::test]
async fn a_certificate_added_after_admission_waits_for_one_officer() {
    let app = TestApp::at(monday()).await;
    let certificate = [
        ("scheme", "iso_27001"),
        ("number", "ISO-9"),
        ("issued_day", "1"),
        ("issued_month", "12"),
        ("issued_year", "2025"),
        ("expires_day", "30"),
        ("expires_month", "11"),
        ("expires_year", "2028"),
    ];
    done(&app, KESTREL_ADMIN, "/provider/dossier/certificates", &certificate).await;
    let today = app.get(VETTING1, "/operator").await;
    assert!(today.html.contains("Kestrel Cyber Ltd: ISO/IEC 27001"), "{}", today.html);
    let id = app.look_up("select id from provider_certificates where number = 'ISO-9'").await;
    let path = format!("/operator/providers/kestrel/certificates/{id}/decision");
    let bare = app.post(VETTING1, &path, &[("verdict", "refused")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.html.contains("Enter your reason"), "{}", bare.html);

    let refused = [("verdict", "refused"), ("reason", "It is another company’s.")];
    decided(&app, VETTING1, &path, &refused).await;

    let second = verdict(&app, VETTING2, &path, &[("verdict", "accepted")]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.html.contains("A colleague has already decided on this certificate: Refused"));
    let page = app.get(KESTREL, "/provider/dossier/certificates").await;
    assert!(page.html.contains("It is another company’s."), "{}", page.html);
}

#[actix_web::test]
async fn the_operator_reads_files_and_only_vetting_officers_decide() {
    let app = TestApp::at(monday()).await;
    let unapplied = app.get(VETTING1, "/operator/providers/newcomer").await;
    assert_eq!(unapplied.status, StatusCode::NOT_FOUND, "nothing is read before it applies");
    apply(&app).await;
    for who in [VETTING1, VETTING2, MARKET, AUDITOR, OPERATOR_ADMIN] {
        for path in ["/operator", "/operator/applications", "/operator/providers", FILE] {
            assert_eq!(app.get(who, path).await.status, StatusCode::OK, "{who} {path}");
        }
    }
    let read = app.get(AUDITOR, FILE).await;
    assert!(!read.html.contains("Propose a decision"), "no button for those who may not");
    for (who, status) in [
        (VETTING1, StatusCode::OK),
        (MARKET, StatusCode::FORBIDDEN),
        (AUDITOR, StatusCode::FORBIDDEN),
        (KESTREL, StatusCode::NOT_FOUND),
        (THORNBURY, StatusCode::NOT_FOUND),
        (REQUESTER, StatusCode::NOT_FOUND),
    ] {
        for path in ["proposal", "more", "lots/osint/decision"] {
            let page = app.get(who, &format!("{FILE}/{path}")).await;
            assert_eq!(page.status, status, "{who} {path}: {}", page.html);
        }
    }
}

#[actix_web::test]
async fn a_declaration_answered_yes_is_decided_with_a_reason_the_provider_reads() {
    let app = TestApp::at(monday()).await;
    apply(&app).await;
    app.arrange(async |conn| {
        let sql = "update provider_declarations set answer = true, explanation = 'A late return.', remedy = 'We changed accountants.' where code = 'tax'";
        conn.batch_execute(sql).await.unwrap();
    })
    .await;
    decide_everything(&app).await;
    let admit = [("verdict", "admit"), ("reason", "All is well.")];
    let early = app.post(VETTING1, &format!("{FILE}/proposal"), &admit).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    let path = format!("{FILE}/declarations/tax/decision");
    let no = app.get(VETTING1, &format!("{FILE}/declarations/cartel/decision")).await;
    assert_eq!(no.status, StatusCode::NOT_FOUND, "a no is not decided on");
    let page = app.get(VETTING1, &path).await;
    assert!(page.html.contains("We changed accountants."), "{}", page.html);
    let bare = app.post(VETTING1, &path, &[("verdict", "refused")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);

    let refused = [("verdict", "refused"), ("reason", "Send the letter of HMRC.")];
    decided(&app, VETTING1, &path, &refused).await;
    let still = app.post(VETTING1, &format!("{FILE}/proposal"), &admit).await;
    assert!(still.html.contains("A declaration was not accepted"), "{}", still.html);
    let meanwhile = app.get(NEWCOMER, "/provider/dossier/check").await;
    assert!(!meanwhile.html.contains("Send the letter of HMRC."));
    done(&app, VETTING1, &format!("{FILE}/more"), &[("ask_declarations", "See there.")]).await;
    let asked = app.get(NEWCOMER, "/provider/dossier/check").await;
    assert!(asked.html.contains("Send the letter of HMRC."), "{}", asked.html);
    assert!(app.trail().await.contains(&"declaration.decided".to_owned()));
}

#[actix_web::test]
async fn a_provider_is_removed_by_two_officers_and_told_why() {
    let app = TestApp::at(monday()).await;
    let path = "/operator/providers/kestrel/removal";
    let empty = app.post(VETTING1, path, &[("reason", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.get(MARKET, path).await.status, StatusCode::FORBIDDEN);
    done(&app, VETTING1, path, &[("reason", "It forged a reference.")]).await;
    let today = app.get(VETTING2, "/operator").await;
    assert!(today.html.contains("Removals to confirm"), "{}", today.html);
    let confirmation = "/operator/applications/kestrel/confirmation";
    let proposal = [("proposal", &*proposed(&app).await)];
    assert_eq!(app.post(VETTING1, confirmation, &proposal).await.status, StatusCode::CONFLICT);
    assert_eq!(state(&app, "kestrel").await, "admitted");

    done(&app, VETTING2, confirmation, &proposal).await;

    assert_eq!(state(&app, "kestrel").await, "removed");
    assert_eq!(app.trail().await, ["decision.proposed", "provider.removed"]);
    let mail =
        app.look_up("select body from outbox where cause like 'provider.removed:%' limit 1").await;
    assert!(mail.contains("It forged a reference."), "{mail}");
    assert_eq!(app.get(NOBODY, "/providers/kestrel").await.status, StatusCode::NOT_FOUND);
    let home = app.get(KESTREL, "/provider").await;
    let said = "was taken off the framework: “It forged a reference.”";
    assert!(home.html.contains(said), "{}", home.html);
}

/// Every move of a provider's life from every state, at the door: those that
/// are not drawn in `docs/states.md` are refused and change nothing.
#[actix_web::test]
async fn a_provider_moves_at_the_door_only_as_drawn() {
    let app = TestApp::at(monday()).await;
    apply(&app).await;
    decide_everything(&app).await;
    let reason = ("reason", "Because.");
    let ask = [("ask_company", "Which address is it?")];
    let leave = [reason, ("sure", "yes")];
    // Who, what it would be, where the form goes, and what is in it.
    type Move<'a> = (&'a str, &'a str, String, &'a [(&'a str, &'a str)]);
    let verdict = [("verdict", "reject"), ("reason", "It is not fit.")];
    let moves: [Move<'_>; 7] = [
        ("apply", NEWCOMER, "/provider/dossier/application".to_owned(), &[("true", "yes")]),
        ("ask", VETTING1, format!("{FILE}/more"), &ask),
        ("propose", VETTING1, format!("{FILE}/proposal"), &verdict),
        ("suspend", VETTING1, "/operator/providers/newcomer/suspension".to_owned(), &[reason]),
        ("lift", VETTING1, "/operator/providers/newcomer/lifting".to_owned(), &[reason]),
        ("remove", VETTING1, "/operator/providers/newcomer/removal".to_owned(), &[reason]),
        ("leave", NEWCOMER, "/provider/leaving".to_owned(), &leave),
    ];
    for (from, allowed) in [
        ("registered", &["apply"][..]),
        ("applied", &["ask", "propose"][..]),
        ("clarifying", &["apply"][..]),
        ("admitted", &["suspend", "remove", "leave"][..]),
        ("suspended", &["lift", "remove", "leave"][..]),
        ("rejected", &["apply"][..]),
        ("left", &[][..]),
        ("removed", &[][..]),
    ] {
        for (name, who, path, form) in &moves {
            let sql = format!(
                "update asked_items set done_at = now(), answered_at = now(); update vetting_decisions set set_aside_at = now() where confirmed_at is null; update providers set state = '{from}' where slug = 'newcomer'"
            );
            app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
            let page = app.post(who, path, form).await;
            let moved = page.status == StatusCode::SEE_OTHER;
            assert_eq!(moved, allowed.contains(name), "{name} from {from}: {}", page.html);
            if !moved {
                assert_eq!(state(&app, "newcomer").await, from, "{name} from {from}");
            }
        }
    }
}

#[actix_web::test]
async fn an_application_is_begun_with_its_first_verdict_whatever_that_is_about() {
    let app = TestApp::committing(monday()).await;
    apply(&app).await;
    let yes = "update provider_declarations set answer = true, explanation = 'Late.' where code = 'tax' and provider_id = (select id from providers where slug = 'newcomer')";
    app.arrange(async |conn| conn.batch_execute(yes).await.unwrap()).await;
    let first = app.get(VETTING1, "/operator").await;
    assert!(first.html.contains("Waiting for a first look"), "{}", first.html);
    let later = app.later(crate::support::app::days(3));
    let home = later.get(VETTING1, "/operator").await;
    assert!(home.html.contains("Waiting for 3 days"), "{}", home.html);
    let path = format!("{FILE}/declarations/tax/decision");
    decided(&app, VETTING1, &path, &[("verdict", "accepted")]).await;
    let begun = app.get(VETTING2, "/operator").await;
    assert!(begun.html.contains("Being looked at"), "{}", begun.html);
}

#[actix_web::test]
async fn a_certificate_that_got_another_file_since_it_was_read_is_read_again_first() {
    let app = TestApp::committing(monday()).await;
    add(&app, ("old.pdf", PDF)).await;
    let id = app.look_up("select id from provider_certificates where number like 'ISO-7%'").await;
    let path = format!("/operator/providers/kestrel/certificates/{id}/decision");
    let read = app.get(VETTING1, &path).await;
    assert!(read.html.contains("old.pdf"), "what is decided on is there to read: {}", read.html);
    let answer = Form::on(&read, "/decision").set("verdict", "accepted").set("reason", "It is so.");
    let other = format!("/provider/dossier/files/certificate-{id}");
    app.send(KESTREL_ADMIN, upload(&other, &[], ("new.pdf", PDF))).await;

    let late = answer.clone().sent(&app, VETTING1).await;

    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["This changed since you read it", "new.pdf", "It is so."] {
        assert!(late.html.contains(said), "{said}: {}", late.html);
    }
    assert!(!late.html.contains("old.pdf"), "{}", late.html);
    let stands = format!("select decision from provider_certificates where id = '{id}'");
    assert_eq!(app.look_up(&stands).await, "waiting");
    assert!(!app.trail().await.contains(&"certificate.decided".to_owned()));
    let bare = app.post(VETTING1, &path, &[("verdict", "accepted")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "an unmarked answer read nothing");
    let again = Form::on(&late, "/decision").set("verdict", "accepted").send(&app, VETTING1).await;
    assert_eq!(again, "/operator/providers/kestrel");
    assert_eq!(app.look_up(&stands).await, "accepted");
}

#[actix_web::test]
async fn lots_and_declarations_that_changed_since_they_were_read_are_read_again_first() {
    let app = TestApp::at(monday()).await;
    apply(&app).await;
    let of = "provider_id = (select id from providers where slug = 'newcomer')";
    let sql = async |sql: String| {
        app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
    };
    sql(format!("update provider_declarations set answer = true, explanation = 'Late.' where code = 'tax' and {of}")).await;
    for (place, verdict, change, shown) in [
        (
            "lots/osint",
            "admit",
            "update provider_lots set evidence = 'Two years.' where lot_code = 'osint' and",
            "Two years.",
        ),
        (
            "lots/osint",
            "admit",
            "update rate_ceilings set day_rate = day_rate + 100 where lot_code = 'osint' and",
            "Two years.",
        ),
        (
            "declarations/tax",
            "accepted",
            "update provider_declarations set remedy = 'Paid.' where code = 'tax' and",
            "Paid.",
        ),
    ] {
        let page = app.get(VETTING1, &format!("{FILE}/{place}/decision")).await;
        let answer = Form::on(&page, "/decision").set("verdict", verdict).set("reason", "Sound.");
        sql(format!("{change} {of}")).await;
        let late = answer.sent(&app, VETTING1).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{change}");
        assert!(late.html.contains("This changed since you read it"), "{}", late.html);
        assert!(late.html.contains(shown), "{}", late.html);
        Form::on(&late, "/decision").set("verdict", verdict).send(&app, VETTING1).await;
    }
}
