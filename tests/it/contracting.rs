//! From a contract that is drawn up to one that both have signed: its
//! document and PDF, its return and correction, and what must be in place.

use std::process::Command;

use actix_web::http::StatusCode;
use diesel_async::SimpleAsyncConnection;
use futures_util::future::join;
use muster::bids::canonical;
use muster::types::text;

use crate::contracts::{
    awarded_on, force_signs, may_sign_from, offered, offered_on, provider_signs, sign_what,
};
use crate::support::app::{TestApp, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, HARROW, KESTREL, KESTREL_ADMIN, OTHER_APPROVER, REQUESTER,
};
use crate::support::form::Form;

async fn versions(app: &TestApp) -> String {
    app.look_up("select string_agg(number || ' ' || kind || ' ' || state, ', ' order by number) from contract_versions").await
}

async fn mail_to(app: &TestApp, who: &str) -> String {
    app.look_up(&format!(
        "select string_agg(subject || ' ' || body, '|' order by created_at) from outbox where recipient = '{who}'"
    ))
    .await
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The text of a PDF as a program of others reads it.
fn read(pdf: &[u8], name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, pdf).unwrap();
    let mut program = Command::new("pdftotext");
    program.args(["-raw", "-enc", "UTF-8"]).arg(&path).arg("-");
    let read = program.output().unwrap_or_else(|why| panic!("pdftotext, of poppler-utils: {why}"));
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    String::from_utf8(read.stdout).unwrap()
}

#[actix_web::test]
async fn a_contract_says_what_was_asked_bid_and_agreed() {
    let (app, request) = awarded_on(TestApp::at(monday()).await).await;
    let app = app.when(may_sign_from());
    let page = app.get(CONTRACTS, &format!("/requests/{request}/contract")).await;
    let check = Form::on(&page, "/contract")
        .set("starts_day", "1")
        .set("starts_month", "3")
        .set("starts_year", "2026")
        .set("measures", "Reports within 10 days\nNo device lost")
        .set("particulars", "Reports go to the head of digital forensics.")
        .sent(&app, CONTRACTS)
        .await;
    assert_eq!(check.status, StatusCode::OK);
    for said in ["Check the contract", "1 March 2026", "begins on another day", "No device lost"] {
        assert!(check.html.contains(said), "{said}: {}", check.html);
    }
    assert_eq!(app.look_up("select count(*) from contracts").await, "0", "nobody is asked yet");
    let path = Form::on(&check, "/contract").send(&app, CONTRACTS).await;
    let page = app.get(KESTREL_ADMIN, &path).await.html;
    for said in [
        "1. Parties",
        "The work",
        "Scope: roles and people",
        "Price and payment",
        "Term",
        "Performance measures",
        "Off-payroll working (IR35)",
        "Security",
        "Data protection",
        "Standstill and signing",
        "What else is agreed",
        "No device lost",
        "Reports go to the head of digital forensics.",
        "Version 1 of the framework’s terms applies",
        "£1,000.00",
        "£170,000.00",
        "Extension the request allows",
    ] {
        assert!(page.contains(said), "{said} is missing");
    }
    let lines = app.look_up("select string_agg(title || ' ' || people || ' ' || days || ' ' || price, ', ' order by place) from contract_lines").await;
    assert_eq!(lines, "Lead examiner 1 100 100000, Examiner 1 100 70000");
}

#[actix_web::test]
async fn days_that_do_not_fit_the_request_come_back_beside_their_boxes() {
    let (app, request) = awarded_on(TestApp::at(monday()).await).await;
    let app = app.when(may_sign_from());
    let path = format!("/requests/{request}/contract");
    for (field, year, said) in [
        ("starts", "2025", "has passed. Enter a first day"),
        ("ends", "2026", "before its first day"),
        ("ends", "2030", "A longer contract is not the one providers bid for"),
    ] {
        let (day, month) = (format!("{field}_day"), format!("{field}_month"));
        let typed = [
            (day.as_str(), "5"),
            (month.as_str(), "1"),
            (if field == "starts" { "starts_year" } else { "ends_year" }, year),
            ("particulars", "Kept as typed"),
        ];
        let page = app.post(CONTRACTS, &path, &typed).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {year}");
        assert!(page.html.contains(said) && page.html.contains("Kept as typed"), "{}", page.html);
    }
    assert_eq!(app.look_up("select count(*) from contracts").await, "0");
}

#[actix_web::test]
async fn the_pdf_says_the_document_and_its_digest_and_is_always_the_same() {
    let (app, path) = offered().await;
    let text = app.get(CONTRACTS, &format!("{path}/document.txt")).await.html;
    let digest = text::hex(&canonical::digest(text.as_bytes()));
    let page = app.get(CONTRACTS, &path).await.html;
    assert!(page.contains(&digest) && page.contains("document.pdf"));
    let db = app.look_up("select encode(document_hash, 'hex') from contract_versions").await;
    assert_eq!(db, digest);

    let parts = app.parts();
    let service = actix_web::test::init_service(muster::app::app(parts)).await;
    let mut papers = Vec::new();
    for who in [CONTRACTS, KESTREL_ADMIN] {
        let request = actix_web::test::TestRequest::get().uri(&format!("{path}/document.pdf"));
        let request = app.sent_by(who, request).await.to_request();
        let answer = actix_web::test::call_service(&service, request).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers().get("content-type").unwrap(), "application/pdf");
        let name = answer.headers().get("content-disposition").unwrap().to_str().unwrap();
        assert!(name.contains("CON-2026-0001 version 1.pdf"), "{name}");
        papers.push(actix_web::test::read_body(answer).await);
    }
    assert_eq!(papers[0], papers[1], "the same bytes for everybody");

    let found = read(&papers[0], "contract.pdf");
    assert!(found.contains(&digest), "{found}");
    // What runs over the whole width stands in order: headings and clauses.
    let body: String = found.lines().filter(|it| !it.starts_with("SHA-256 ")).collect();
    let body = squeezed(&body);
    let mut from = 0;
    for line in text.lines() {
        let heading = !line.starts_with(' ') && !line.is_empty();
        let clause = line.starts_with("   ") && !line[3..].starts_with(['-', ' ', '|']);
        if heading || clause {
            let wanted = squeezed(line);
            let at = body[from..].find(&wanted);
            from += at.unwrap_or_else(|| panic!("{line:?} is not in its place in\n{found}"));
            from += wanted.len();
        }
    }
    // And every letter of the document is there, as often at least.
    let count = |text: &str| {
        let mut counted = std::collections::BTreeMap::new();
        text.chars().for_each(|it| *counted.entry(it).or_insert(0) += 1);
        counted
    };
    // Marks of the plain text's own form are drawn otherwise.
    let marks = |it: &char| !matches!(it, '-' | '|' | ':');
    let (said, printed) = (count(&squeezed(&text)), count(&squeezed(&found)));
    for (letter, times) in said.into_iter().filter(|it| marks(&it.0)) {
        let there = printed.get(&letter).copied().unwrap_or(0);
        assert!(there >= times, "{letter:?} is {there} times in the PDF, {times} in the document");
    }
}

#[actix_web::test]
async fn a_provider_returns_a_contract_and_signs_the_corrected_one() {
    let (app, path) = offered().await;
    let first = app.look_up("select encode(document_hash, 'hex') from contract_versions").await;
    for (who, status) in [
        (KESTREL, StatusCode::FORBIDDEN),
        (HARROW, StatusCode::NOT_FOUND),
        (CONTRACTS, StatusCode::NOT_FOUND),
    ] {
        let page = app.post(who, &format!("{path}/return"), &[("words", "No.")]).await;
        assert_eq!(page.status, status, "{who}");
    }
    let page = app.get(KESTREL_ADMIN, &format!("{path}/return")).await;
    let empty = Form::on(&page, "/return").sent(&app, KESTREL_ADMIN).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    Form::on(&page, "/return")
        .set("words", "MARKWORDS: the site is wrong.")
        .send(&app, KESTREL_ADMIN)
        .await;
    assert_eq!(app.look_up("select state from contracts").await, "returned");
    assert!(app.get(CONTRACTS, &path).await.html.contains("MARKWORDS"));
    assert!(mail_to(&app, CONTRACTS).await.contains("returned contract CON-2026-0001"));
    let refused = provider_signs(&app, &path).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.html.contains("The provider returned this contract"), "{}", refused.html);

    let page = app.get(CONTRACTS, &format!("{path}/correction")).await;
    assert!(page.html.contains("MARKWORDS"));
    let mistaken = Form::on(&page, "/correction").sent(&app, CONTRACTS).await;
    assert_eq!(mistaken.status, StatusCode::UNPROCESSABLE_ENTITY, "a correction says why");
    Form::on(&page, "/correction")
        .set("reason", "The site is the annex.")
        .set("particulars", "Work is done in the annex.")
        .send(&app, CONTRACTS)
        .await;
    assert_eq!(versions(&app).await, "1 original returned, 2 correction offered");
    let text = app.get(KESTREL_ADMIN, &format!("{path}/document.txt")).await.html;
    for said in
        ["version 2", "Replaces: Version 1", "The site is the annex.", "Work is done in the annex."]
    {
        assert!(text.contains(said), "{said}: {text}");
    }

    // What was read before is not what is signed.
    let old = sign_what(&app, KESTREL_ADMIN, "Kit Moss", &path, &first).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(old.html.contains("Work is done in the annex."), "the new text is there to be read");
    assert!(old.html.contains("has changed since you read it"), "{}", old.html);
    assert_eq!(app.look_up("select state from contracts").await, "offered");
    assert_eq!(provider_signs(&app, &path).await.status, StatusCode::SEE_OTHER);
    assert_eq!(force_signs(&app, &path).await.status, StatusCode::SEE_OTHER);
    assert_eq!(versions(&app).await, "1 original returned, 2 correction signed");
    assert_eq!(app.look_up("select version from contracts").await, "2");
    assert_eq!(
        app.trail().await,
        [
            "contract.offered",
            "contract.returned",
            "contract.corrected",
            "contract.signed_by_provider",
            "contract.signed_by_force",
            "request.contracted"
        ]
    );
    let sent = app.look_up("select string_agg(subject || body, ' ') from outbox").await;
    assert!(!sent.contains("MARKWORDS") && !sent.contains('£'), "a link only: {sent}");
    // Each version is still there as it was.
    let page = app.get(AUDITOR, &format!("{path}/versions")).await.html;
    for said in ["Version 1", "Version 2, a correction", "Returned by the provider", "MARKWORDS"] {
        assert!(page.contains(said), "{said}");
    }
    let text = app.get(AUDITOR, &format!("{path}/versions/1/document.txt")).await.html;
    assert_eq!(text::hex(&canonical::digest(text.as_bytes())), first);
    let page = app.get(AUDITOR, &format!("{path}/versions/1")).await;
    assert!(page.status == StatusCode::OK && page.html.contains(&first));
    for missing in ["/versions/3", "/versions/x", "/versions/3/document.pdf"] {
        let page = app.get(AUDITOR, &format!("{path}{missing}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

#[actix_web::test]
async fn a_signature_names_the_text_that_was_read() {
    let (app, path) = offered().await;
    let other = "ab".repeat(32);
    for (read, status) in [
        ("", StatusCode::UNPROCESSABLE_ENTITY),
        ("no digest", StatusCode::UNPROCESSABLE_ENTITY),
        (other.as_str(), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let page = sign_what(&app, KESTREL_ADMIN, "Kit Moss", &path, read).await;
        assert_eq!(page.status, status, "{read}");
    }
    app.arrange(async |conn| {
        let sql = "alter table contract_versions disable trigger contract_versions_document; \
            update contract_versions set document = document || 'x'; \
            alter table contract_versions enable trigger contract_versions_document";
        conn.batch_execute(sql).await.unwrap();
    })
    .await;
    let page = provider_signs(&app, &path).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("does not match its SHA-256"), "{}", page.html);
    for side in ["", "/document.txt", "/document.pdf", "/versions/1/document.txt"] {
        let page = app.get(CONTRACTS, &format!("{path}{side}")).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{side} is not shown as if it were signed");
    }
    assert_eq!(app.trail().await, ["contract.offered"]);
}

/// Somebody's clearance runs out before the start, and an insurance is only promised.
async fn with_gaps(app: &TestApp) {
    app.arrange(async |conn| {
        let sql = "update specialist_clearances set expires_on = '2026-02-01' where kind = 'nsv' and specialist_id in \
            (select s.id from specialists s join providers p on p.id = s.provider_id where p.slug = 'kestrel' and s.name = 'Robin Vale'); \
            insert into provider_insurances (id, provider_id, kind, cover_pence, by_start) \
            select gen_random_uuid(), id, 'cyber', 100, true from providers where slug = 'kestrel'";
        conn.batch_execute(sql).await.unwrap();
    })
    .await;
}

#[actix_web::test]
async fn the_force_signs_when_what_is_needed_is_in_place_or_waived() {
    let (app, path) = offered().await;
    with_gaps(&app).await;
    assert_eq!(provider_signs(&app, &path).await.status, StatusCode::SEE_OTHER);
    let told = mail_to(&app, APPROVER).await;
    assert!(told.contains("is not in place") && !told.contains("Robin"), "{told}");
    let page = app.get(CONTRACTS, &path).await.html;
    for said in
        ["Robin Vale holds SC, which expires on 1 February 2026", "Cyber insurance is promised"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("/force-signature\""), "no button that would be refused");
    let refused = force_signs(&app, &path).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.html.contains("Not everything that is needed"), "{}", refused.html);

    let waivers = format!("{path}/waivers");
    let title = "Clearances and insurance that block a signature";
    let home = app.get(APPROVER, "/force").await.html;
    assert!(home.contains(title) && home.contains("2 things are not in place"), "{home}");
    assert!(home.contains(&waivers), "{home}");
    assert!(!app.get(CONTRACTS, "/force").await.html.contains(title), "an approver's to say");
    for (who, status) in [
        (CONTRACTS, StatusCode::FORBIDDEN),
        (KESTREL_ADMIN, StatusCode::NOT_FOUND),
        (OTHER_APPROVER, StatusCode::NOT_FOUND),
    ] {
        assert_eq!(app.get(who, &waivers).await.status, status, "{who}");
    }
    let page = app.get(APPROVER, &waivers).await;
    let offered = crate::support::form::offered(&page, "shortfall");
    assert_eq!(offered.len(), 2, "{}", page.html);
    let empty = Form::on(&page, "/waivers").sent(&app, APPROVER).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made_up = format!("{} It does not matter", uuid::Uuid::now_v7());
    let made_up = Form::on(&page, "/waivers").set("shortfall", &made_up).set("reason", "So.");
    assert_eq!(made_up.sent(&app, APPROVER).await.status, StatusCode::CONFLICT);
    for shortfall in &offered {
        let page = app.get(APPROVER, &waivers).await;
        Form::on(&page, "/waivers")
            .set("shortfall", shortfall)
            .set("reason", "It comes in March, and no work needs it before.")
            .send(&app, APPROVER)
            .await;
    }
    assert!(!app.get(APPROVER, "/force").await.html.contains(title), "it is done");
    let page = app.get(KESTREL, &path).await.html;
    assert!(page.contains("It comes in March"), "both sides read it: {page}");
    assert_eq!(force_signs(&app, &path).await.status, StatusCode::SEE_OTHER);
    let trail = app.trail().await;
    assert_eq!(trail.iter().filter(|it| *it == "contract.requirement_waived").count(), 2);
    let said = app.look_up("select string_agg(detail::text, ' ') from audit_entries").await;
    assert!(!said.contains("Robin") && !said.contains("March"), "no names: {said}");
    let pdf = app.look_up("select count(*) from contract_waivers").await;
    assert_eq!(pdf, "2");
}

#[actix_web::test]
async fn a_clearance_that_is_renewed_needs_no_waiver() {
    let (app, path) = offered().await;
    with_gaps(&app).await;
    assert_eq!(provider_signs(&app, &path).await.status, StatusCode::SEE_OTHER);
    app.arrange(async |conn| {
        let sql = "update specialist_clearances set expires_on = '2027-12-31'; \
            update provider_insurances set by_start = false, expires_on = '2027-12-31'";
        conn.batch_execute(sql).await.unwrap();
    })
    .await;
    assert_eq!(force_signs(&app, &path).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.look_up("select count(*) from contract_waivers").await, "0");
}

#[actix_web::test]
async fn who_drew_a_contract_up_does_not_waive_what_it_needs() {
    let (app, path) = offered().await;
    with_gaps(&app).await;
    app.arrange(async |conn| {
        let sql = "insert into user_roles (user_id, role) select id, 'approver' from users where email = 'contracts@northshire.example'";
        conn.batch_execute(sql).await.unwrap();
    })
    .await;
    let page = app.get(CONTRACTS, &format!("{path}/waivers")).await.html;
    assert!(page.contains("another approver has to decide"), "{page}");
    assert!(!page.contains("<form method=\"post\" action=\"/contracts"), "{page}");
}

#[actix_web::test]
async fn a_signature_and_a_correction_at_once_leave_one_version_to_sign() {
    let (app, path) = offered_on(TestApp::committing(monday()).await).await;
    let correction = [("reason", "The site is the annex.")];
    let (signed, corrected) = join(
        provider_signs(&app, &path),
        app.post(CONTRACTS, &format!("{path}/correction"), &correction),
    )
    .await;
    assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.html);
    assert!(
        matches!(signed.status, StatusCode::SEE_OTHER | StatusCode::CONFLICT),
        "{}",
        signed.html
    );
    assert_eq!(versions(&app).await, "1 original withdrawn, 2 correction offered");
    assert_eq!(app.look_up("select state || version from contracts").await, "offered2");
}

#[actix_web::test]
async fn many_signatures_at_once_are_one() {
    let (app, path) = offered_on(TestApp::committing(monday()).await).await;
    let signed = (0..4).map(|_| provider_signs(&app, &path));
    for page in futures_util::future::join_all(signed).await {
        assert!(matches!(page.status, StatusCode::SEE_OTHER | StatusCode::CONFLICT));
    }
    let signed = (0..4).map(|_| force_signs(&app, &path));
    for page in futures_util::future::join_all(signed).await {
        assert!(matches!(page.status, StatusCode::SEE_OTHER | StatusCode::CONFLICT));
    }
    let trail = app.trail().await;
    for once in ["contract.signed_by_provider", "contract.signed_by_force", "request.contracted"] {
        assert_eq!(trail.iter().filter(|it| *it == once).count(), 1, "{trail:?}");
    }
    assert_eq!(app.get(REQUESTER, &path).await.status, StatusCode::OK);
}
