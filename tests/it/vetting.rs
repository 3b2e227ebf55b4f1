//! Two officers decide on an application, one after the other.

use actix_web::http::StatusCode;
use diesel_async::SimpleAsyncConnection;

use crate::providers::{apply, done};
use crate::support::app::{TestApp, monday};
use crate::support::cast::{
    AUDITOR, KESTREL, KESTREL_ADMIN, MARKET, NEWCOMER, NOBODY, OPERATOR_ADMIN, REQUESTER,
    THORNBURY, VETTING1, VETTING2,
};

const FILE: &str = "/operator/applications/newcomer";

async fn state(app: &TestApp, slug: &str) -> String {
    app.look_up(&format!("select state from providers where slug = '{slug}'")).await
}

/// The first officer decides everything in the newcomer's dossier.
async fn decide_everything(app: &TestApp) {
    let certificate =
        app.look_up("select id from provider_certificates where number = 'CE-77'").await;
    let path = format!("/operator/providers/newcomer/certificates/{certificate}/decision");
    done(app, VETTING1, &path, &[("verdict", "accepted")]).await;
    let fit = [("verdict", "admit"), ("reason", "Sound evidence.")];
    done(app, VETTING1, &format!("{FILE}/lots/osint/decision"), &fit).await;
    let unfit = [("verdict", "refuse"), ("reason", "No malware was analysed.")];
    done(app, VETTING1, &format!("{FILE}/lots/malware_analysis/decision"), &unfit).await;
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
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.html.contains("Decide on every certificate and every lot"), "{}", early.html);
    decide_everything(&app).await;
    let meanwhile = app.get(NEWCOMER, "/provider/dossier/check").await;
    assert!(
        !meanwhile.html.contains("No malware was analysed"),
        "officers’ thoughts are their own"
    );
    propose(&app, VETTING1, "admit").await;

    let own = app.post(VETTING1, &format!("{FILE}/confirmation"), &[]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.html.contains("a different vetting officer must confirm it"), "{}", own.html);
    assert_eq!(state(&app, "newcomer").await, "applied");
    let file = app.get(VETTING2, FILE).await;
    assert!(
        file.html.contains("Val One proposed this") && file.html.contains("Confirm this decision"),
        "{}",
        file.html
    );
    done(&app, VETTING2, &format!("{FILE}/confirmation"), &[]).await;

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

    let (one, other) = tokio::join!(app.post(VETTING2, &path, &[]), app.post(MARKET, &path, &[]));

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
    let empty = app.post(VETTING1, &format!("{FILE}/more"), &[("reason", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    done(&app, VETTING1, &format!("{FILE}/more"), &[("reason", "Name two clients.")]).await;

    let home = app.get(NEWCOMER, "/provider").await;
    assert!(home.html.contains("Name two clients."), "{}", home.html);
    let dossier = app.get(NEWCOMER, "/provider/dossier/check").await;
    assert!(
        dossier.html.contains("No malware was analysed."),
        "the provider reads what was refused"
    );
    let offer = [("evidence", "For Fathom and Sons."), ("rate_5", "800")];
    done(&app, NEWCOMER, "/provider/dossier/lots/malware_analysis", &offer).await;
    done(&app, NEWCOMER, "/provider/dossier/application", &[("true", "yes")]).await;

    assert_eq!(state(&app, "newcomer").await, "applied");
    let file = app.get(VETTING1, FILE).await;
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
    done(&app, VETTING1, &format!("{FILE}/confirmation"), &[]).await;

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
    done(&app, VETTING2, &format!("{FILE}/setting-aside"), &[]).await;
    let late = app.post(VETTING2, &format!("{FILE}/confirmation"), &[]).await;
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
    done(&app, VETTING1, &path, &refused).await;

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
