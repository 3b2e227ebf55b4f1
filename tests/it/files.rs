//! Files that people bring: which are taken, who may have them, and what the
//! scanner says.

use std::io::{Cursor, Write};

use actix_web::http::StatusCode;
use muster::work::erase_one;

use crate::support::app::{Page, TestApp, files, monday};
use crate::support::cast::{
    AUDITOR, EVERYONE, HARROW, KESTREL, KESTREL_ADMIN, NEWCOMER, NOBODY, REQUESTER, VETTING1,
    VETTING2,
};
use crate::support::upload::{Chosen, by_hand, upload};
use crate::vetting::verdict;

/// A small page description.
pub const PDF: &[u8] = b"%PDF-1.4\nA certificate, said to be.\n%%EOF\n";

pub const CERTIFICATES: &str = "/provider/dossier/certificates";

/// A certificate as an administrator types it.
pub const TYPED: [(&str, &str); 8] = [
    ("scheme", "iso_27001"),
    ("number", "ISO-7-ZOË"),
    ("issued_day", "1"),
    ("issued_month", "10"),
    ("issued_year", "2025"),
    ("expires_day", "30"),
    ("expires_month", "9"),
    ("expires_year", "2028"),
];

/// Kestrel adds a certificate with a file.
pub async fn add(app: &TestApp, chosen: Chosen<'_>) -> Page {
    app.send(KESTREL_ADMIN, upload(CERTIFICATES, &TYPED, chosen)).await
}

/// The address of the only file that was not removed.
pub async fn address(app: &TestApp) -> String {
    format!("/files/{}", app.look_up("select id from files where removed_at is null").await)
}

async fn paper(app: &TestApp) -> String {
    let id = app.look_up("select id from provider_certificates where number like 'ISO-7%'").await;
    format!("/provider/dossier/files/certificate-{id}")
}

#[actix_web::test]
async fn a_file_comes_with_a_certificate_and_only_those_who_may_read_it_have_it() {
    let app = TestApp::at(monday()).await;
    let added = add(&app, ("Zoë’s certificate.pdf", PDF)).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.html);
    assert_eq!(app.trail().await, ["certificate.added", "file.attached"]);
    let digest = app.look_up("select encode(sha256, 'hex') from files").await;
    let detail = app.look_up("select detail from audit_entries order by seq desc limit 1").await;
    assert!(detail.contains(&digest) && !detail.contains("Zoë"), "{detail}");

    let path = address(&app).await;
    for who in EVERYONE {
        let page = app.get(who, &path).await;
        let expected = match *who {
            NOBODY => StatusCode::UNAUTHORIZED,
            KESTREL | KESTREL_ADMIN | VETTING1 | VETTING2 | AUDITOR => StatusCode::OK,
            _ => StatusCode::NOT_FOUND,
        };
        assert_eq!(page.status, expected, "{who}");
    }
    let had = app.get(VETTING1, &path).await;
    assert_eq!(had.html.as_bytes(), PDF);
    for (name, value) in [
        ("content-type", "application/pdf"),
        ("content-length", "42"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        (
            "content-disposition",
            "attachment; filename=\"Zo__s certificate.pdf\"; filename*=UTF-8''Zo%C3%AB%E2%80%99s%20certificate.pdf",
        ),
    ] {
        assert_eq!(had.header(name), value, "{name}");
    }
    let nothing = app.get(VETTING1, "/files/nothing").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn files_are_shown_where_the_dossier_is_read_and_so_is_that_there_is_none() {
    let app = TestApp::at(monday()).await;
    add(&app, ("certificate.pdf", PDF)).await;
    let path = address(&app).await;
    for (who, page) in [
        (KESTREL, CERTIFICATES),
        (KESTREL, "/provider/dossier/check"),
        (VETTING2, "/operator/providers/kestrel"),
    ] {
        let shown = app.get(who, page).await;
        for text in
            ["certificate.pdf", &path, "PDF, 42 bytes", "Not checked for viruses", "No file"]
        {
            assert!(shown.html.contains(text), "{text} is not on {page}: {}", shown.html);
        }
    }
    let choosing = app.get(KESTREL_ADMIN, &paper(&app).await).await;
    assert!(choosing.html.contains("Files are not checked for viruses"), "{}", choosing.html);
    assert!(choosing.html.contains("enctype=\"multipart/form-data\""), "{}", choosing.html);
}

fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    zip.start_file("[Content_Types].xml", plain).unwrap();
    zip.start_file("word/document.xml", plain).unwrap();
    for _ in 0..8 {
        zip.write_all(&vec![b' '; 1024 * 1024]).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[actix_web::test]
async fn each_attack_is_refused_beside_its_field_and_what_was_typed_stays() {
    let app = TestApp::at(monday()).await;
    let html = b"<!DOCTYPE html><script>alert(1)</script>".as_slice();
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".as_slice();
    let bomb = bomb();
    let large = vec![b'x'; 25 * 1024 * 1024 + 1];
    let cases: [(&str, &[u8], &str); 9] = [
        ("page.pdf", html, "says that it is a PDF, but what is in it is something else"),
        ("page.html", html, "The file must be a PDF, ODT, DOC"),
        ("drawing.svg", svg, "The file must be a PDF, ODT, DOC"),
        ("drawing.png", svg, "says that it is a PNG"),
        ("paper.pdf.exe", PDF, "The file must be a PDF, ODT, DOC"),
        ("../../etc/cron.d/x", PDF, "The file must be a PDF, ODT, DOC"),
        ("bomb.docx", &bomb, "unpacks to far more than a document should"),
        ("empty.pdf", b"", "The file you chose is empty"),
        ("large.txt", &large, "larger than 25 MB"),
    ];
    for (name, content, said) in cases {
        let page = add(&app, (name, content)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", page.html);
        for text in [said, "id=\"file-error\"", "ISO-7-ZOË", "value=\"2028\""] {
            assert!(page.html.contains(text), "{name}: {text} is not in {}", page.html);
        }
    }
    assert_eq!(app.trail().await, [""; 0]);
    assert_eq!(app.look_up("select count(*) from files").await, "0");
}

#[actix_web::test]
async fn a_good_file_in_a_mistaken_form_is_asked_for_again() {
    let app = TestApp::at(monday()).await;
    let mut form = TYPED;
    form[1] = ("number", "");
    let page = app.send(KESTREL_ADMIN, upload(CERTIFICATES, &form, ("a.pdf", PDF))).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("Choose the file again"), "{}", page.html);
    assert!(page.html.contains("Enter the number on the certificate"), "{}", page.html);
    let without = app.send(KESTREL_ADMIN, upload(CERTIFICATES, &form, ("", b""))).await;
    assert!(!without.html.contains("Choose the file again"), "none was chosen");
}

#[actix_web::test]
async fn names_lose_their_folders_and_whatever_could_break_out_of_a_line() {
    for (called, kept) in [
        ("../../x.pdf", "x.pdf"),
        ("a%0D%0ASet-Cookie: muster=1.pdf", "a Set-Cookie: muster=1.pdf"),
        ("exe\u{202E}fdp.pdf", "exefdp.pdf"),
        ("%22>%3Cscript>.pdf", "\">%3Cscript>.pdf"),
    ] {
        let app = TestApp::at(monday()).await;
        let added = add(&app, (called, PDF)).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{called}: {}", added.html);
        assert_eq!(app.look_up("select name from files").await, kept);
        let had = app.get(KESTREL, &address(&app).await).await;
        assert_eq!(had.status, StatusCode::OK, "{called}");
        assert!(had.headers.get("set-cookie").is_none(), "{called}");
        let key = app.look_up("select storage_key from files").await;
        assert!(key.len() == 40 && key.bytes().all(|it| it.is_ascii_hexdigit()), "{key}");
    }
    let app = TestApp::at(monday()).await;
    add(&app, (&format!("{}.pdf", "long ".repeat(100)), PDF)).await;
    assert_eq!(app.look_up("select length(name) from files").await, "120");
}

#[actix_web::test]
async fn a_form_with_a_file_needs_the_token_before_the_file_and_comes_from_our_own_page() {
    let app = TestApp::at(monday()).await;
    let token = [("csrf", crate::support::app::CSRF)];
    let file = ("a.pdf", PDF);
    let forms = [
        by_hand(CERTIFICATES, &TYPED, file, &[]),
        by_hand(CERTIFICATES, &[("csrf", "another")], file, &TYPED),
        by_hand(CERTIFICATES, &TYPED, file, &token),
        upload(CERTIFICATES, &TYPED, file).insert_header(("origin", "https://evil.example")),
        upload(CERTIFICATES, &TYPED, file).insert_header(("sec-fetch-site", "cross-site")),
    ];
    for form in forms {
        let page = app.send(KESTREL_ADMIN, form).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.html);
    }
    assert_eq!(app.look_up("select count(*) from files").await, "0");
    let broken = upload(CERTIFICATES, &TYPED, file).set_payload("--x\r\nnothing");
    assert_eq!(app.send(KESTREL_ADMIN, broken).await.status, StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn what_was_typed_beside_a_file_survives_the_end_of_the_session() {
    let app = TestApp::at(monday()).await;
    let page = app.send(NOBODY, upload(CERTIFICATES, &TYPED, ("a.pdf", PDF))).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.html.contains("ISO-7-ZOË"), "{}", page.html);
    assert!(!page.html.contains("said to be"), "{}", page.html);
}

#[actix_web::test]
async fn a_form_sent_twice_brings_one_file_and_another_file_under_its_key_is_refused() {
    let app = TestApp::at(monday()).await;
    let mut form = TYPED.to_vec();
    form.push(("once", "019b0000-0000-7000-8000-000000000009"));
    for _ in 0..2 {
        let page = app.send(KESTREL_ADMIN, upload(CERTIFICATES, &form, ("a.pdf", PDF))).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    }
    let other = upload(CERTIFICATES, &form, ("a.pdf", b"%PDF-1.4 another"));
    let page = app.send(KESTREL_ADMIN, other).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.html);
    assert_eq!(app.look_up("select count(*) from files where removed_at is null").await, "1");
    let left = "select count(*) from files where removed_at is not null and erased_at is null";
    assert_eq!(app.look_up(left).await, "0", "what nothing took up is erased at once");
}

#[actix_web::test]
async fn someone_who_brings_very_many_files_has_to_wait() {
    let app = TestApp::at(monday()).await;
    app.arrange(async |conn| {
        use diesel_async::SimpleAsyncConnection;
        let tries = format!(
            "insert into attempts (bucket, window_start, tries) select 'upload by ' || id, '{}', 60 from users where email = '{KESTREL_ADMIN}'",
            monday().to_rfc3339()
        );
        conn.batch_execute(&tries).await.unwrap();
    })
    .await;
    let page = add(&app, ("a.pdf", PDF)).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "{}", page.html);
    let without = app.post(KESTREL_ADMIN, CERTIFICATES, &TYPED).await;
    assert_eq!(without.status, StatusCode::SEE_OTHER, "a form without a file is no upload");
}

#[actix_web::test]
async fn a_file_is_replaced_and_removed_and_nothing_of_it_is_kept() {
    let app = TestApp::at(monday()).await;
    add(&app, ("first.pdf", PDF)).await;
    let (first, paper) = (address(&app).await, paper(&app).await);
    let key = app.look_up("select storage_key from files").await;
    assert!(files().content(&key).await.is_ok());

    let again = app.send(KESTREL_ADMIN, upload(&paper, &[], ("second.csv", b"a,b\n"))).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.html);
    assert_eq!(app.get(KESTREL, &first).await.status, StatusCode::NOT_FOUND);
    let second = address(&app).await;
    assert_eq!(app.get(KESTREL, &second).await.html, "a,b\n");

    assert!(erase_one(&app.db(), &files()).await.unwrap());
    assert!(!erase_one(&app.db(), &files()).await.unwrap(), "only what was removed");
    assert!(files().content(&key).await.is_err(), "the first is gone from the store");

    let removed = app.post(KESTREL_ADMIN, &format!("{paper}/removal"), &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.html);
    assert_eq!(app.get(KESTREL, &second).await.status, StatusCode::NOT_FOUND);
    let twice = app.post(KESTREL_ADMIN, &format!("{paper}/removal"), &[]).await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND);
    let trail = ["certificate.added", "file.attached", "file.attached", "file.removed"];
    assert_eq!(app.trail().await, trail);
}

#[actix_web::test]
async fn a_paper_takes_its_file_with_it() {
    let app = TestApp::at(monday()).await;
    add(&app, ("a.pdf", PDF)).await;
    let removal = paper(&app).await.replace("files/certificate-", "certificates/");
    let removed = app.post(KESTREL_ADMIN, &format!("{removal}/removal"), &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.html);

    let insurance = [("kind", "cyber"), ("cover", "1000000"), ("by_start", "yes")];
    let path = "/provider/dossier/insurance";
    let saved = app.send(KESTREL_ADMIN, upload(path, &insurance, ("policy.pdf", PDF))).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    let kept = "select string_agg(name, ' ') from files where removed_at is null";
    assert_eq!(app.look_up(kept).await, "policy.pdf");
    let renewed = app.post(KESTREL_ADMIN, path, &insurance).await;
    assert_eq!(renewed.status, StatusCode::SEE_OTHER, "{}", renewed.html);
    assert_eq!(app.look_up(kept).await, "", "the new insurance did not come with the old file");
}

#[actix_web::test]
async fn lots_and_statements_take_files_too() {
    let app = TestApp::at(monday()).await;
    let lot = "/provider/dossier/lots/osint";
    let offer = [("evidence", "Five investigations."), ("rate_5", "850")];
    let saved = app.send(NEWCOMER, upload(lot, &offer, ("cases.txt", b"One.\nTwo.\n"))).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    let page = app.get(NEWCOMER, lot).await;
    assert!(page.html.contains("cases.txt"), "{}", page.html);

    let statement = "/provider/dossier/files/statement-data_protection";
    let nothing = app.send(NEWCOMER, upload(statement, &[], ("", b""))).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.html.contains("Choose a file"), "{}", nothing.html);
    let saved = app.send(NEWCOMER, upload(statement, &[], ("policy.pdf", PDF))).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    let page = app.get(NEWCOMER, "/provider/dossier/statements").await;
    assert!(page.html.contains("policy.pdf"), "{}", page.html);
    let removal = app.post(NEWCOMER, &format!("{lot}/removal"), &[]).await;
    assert_eq!(removal.status, StatusCode::SEE_OTHER, "{}", removal.html);
    let kept = "select string_agg(name, ' ') from files where removed_at is null";
    assert_eq!(app.look_up(kept).await, "policy.pdf");
}

#[actix_web::test]
async fn a_lot_that_is_taken_back_takes_its_file_with_it() {
    let app = TestApp::at(monday()).await;
    let lot = "/provider/dossier/lots/osint";
    let offer = [("evidence", "Five investigations."), ("rate_5", "850")];
    let sent = app.send(KESTREL_ADMIN, upload(lot, &offer, ("cases.txt", b"One.\n"))).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    assert_eq!(app.trail().await, ["file.attached", "change.sent_for_review"]);
    let kept = "select string_agg(name, ' ') from files where removed_at is null";
    assert_eq!(app.look_up(kept).await, "cases.txt");

    let change = app.look_up("select id from dossier_changes").await;
    let back = format!("/provider/dossier/changes/{change}/withdrawal");
    let taken = app.post(KESTREL_ADMIN, &back, &[]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.html);
    assert_eq!(app.look_up(kept).await, "");
}

#[actix_web::test]
async fn a_file_is_chosen_by_an_administrator_for_a_paper_of_their_own_that_is_open() {
    let app = TestApp::at(monday()).await;
    add(&app, ("a.pdf", PDF)).await;
    let paper = paper(&app).await;
    let removal = format!("{paper}/removal");
    for (who, status) in [
        (NOBODY, StatusCode::UNAUTHORIZED),
        (KESTREL, StatusCode::FORBIDDEN),
        (HARROW, StatusCode::NOT_FOUND),
        (NEWCOMER, StatusCode::NOT_FOUND),
        (REQUESTER, StatusCode::NOT_FOUND),
        (VETTING1, StatusCode::NOT_FOUND),
    ] {
        assert_eq!(app.get(who, &paper).await.status, status, "{who}");
        let sent = app.send(who, upload(&paper, &[], ("b.pdf", PDF))).await;
        assert_eq!(sent.status, status, "{who}: {}", sent.html);
        assert_eq!(app.post(who, &removal, &[]).await.status, status, "{who}");
    }
    let kept = "select string_agg(name, ' ') from files where removed_at is null";
    assert_eq!(app.look_up(kept).await, "a.pdf");

    app.arrange(async |conn| {
        use diesel_async::SimpleAsyncConnection;
        let accepted = "update provider_certificates set decision = 'accepted'";
        conn.batch_execute(accepted).await.unwrap();
    })
    .await;
    let sent = app.send(KESTREL_ADMIN, upload(&paper, &[], ("b.pdf", PDF))).await;
    assert_eq!(sent.status, StatusCode::CONFLICT);
    assert!(sent.html.contains("accepted with the file it has"), "{}", sent.html);
    assert_eq!(app.post(KESTREL_ADMIN, &removal, &[]).await.status, StatusCode::CONFLICT);
    let lot = "/provider/dossier/files/lot-digital_forensics";
    assert_eq!(app.get(KESTREL_ADMIN, lot).await.status, StatusCode::CONFLICT);
    for name in ["lot-osint", "certificate-7", "statement-other", "nothing"] {
        let page = app.get(KESTREL_ADMIN, &format!("/provider/dossier/files/{name}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{name}");
    }
}

async fn arranged(app: &TestApp, sql: &str) {
    use diesel_async::SimpleAsyncConnection;
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

const INFECTED: &str = "update files set state = 'quarantined', reason = 'Eicar-Signature'";

#[actix_web::test]
async fn content_that_nothing_took_up_is_erased_by_the_worker() {
    let app = TestApp::at(monday()).await;
    let sent = files().spool().hold("a.pdf", PDF).unwrap();
    let checked = files().checked(Some(sent)).await.unwrap().unwrap();
    let db = app.db();
    let admin = db
        .read(async |conn| muster::accounts::queries::by_email(conn, KESTREL_ADMIN).await)
        .await
        .unwrap()
        .unwrap();
    let whose = (admin.organisation(), admin.id);
    let kept = files().keep(&db, whose, checked).await.unwrap().unwrap();

    // The call that brought it ends here, as if the machine had stopped.
    assert!(files().content(&kept.key).await.is_ok());
    let path = format!("/files/{}", kept.id);
    assert_eq!(app.get(KESTREL, &path).await.status, StatusCode::NOT_FOUND);
    assert!(!erase_one(&app.db(), &files()).await.unwrap(), "it may still be taken up");
    let later = app.later(chrono::TimeDelta::minutes(61));
    assert!(erase_one(&later.db(), &files()).await.unwrap());
    assert!(files().content(&kept.key).await.is_err());
    assert!(!erase_one(&later.db(), &files()).await.unwrap());
}

#[actix_web::test]
async fn nothing_is_accepted_while_its_file_waits_for_the_scanner_or_has_a_virus() {
    let app = TestApp::committing(monday()).await;
    add(&app, ("a.pdf", PDF)).await;
    let id = app.look_up("select id from provider_certificates where number like 'ISO-7%'").await;
    let decision = format!("/operator/providers/kestrel/certificates/{id}/decision");
    let accept = [("verdict", "accepted")];
    for (stands, said) in [
        ("update files set state = 'pending'", "waiting to be checked for viruses"),
        (INFECTED, "A virus was found in a file that came as evidence"),
    ] {
        arranged(&app, stands).await;
        let page = app.get(VETTING1, &decision).await.html;
        assert!(page.contains(said) && !page.contains("Accept it"), "{page}");
        let refused = verdict(&app, VETTING1, &decision, &accept).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.html.contains(said), "{}", refused.html);
    }
    arranged(&app, "update files set state = 'clean', reason = ''").await;
    let accepted = verdict(&app, VETTING1, &decision, &accept).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.html);
}

#[actix_web::test]
async fn a_file_with_a_virus_is_removed_by_its_owner_whatever_rests_on_it() {
    let app = TestApp::committing(monday()).await;
    add(&app, ("a.pdf", PDF)).await;
    arranged(&app, "update provider_certificates set decision = 'accepted'").await;
    arranged(&app, INFECTED).await;
    let paper = paper(&app).await;
    let list = app.get(KESTREL_ADMIN, CERTIFICATES).await;
    assert!(list.html.contains(&paper), "{}", list.html);
    let page = app.get(KESTREL_ADMIN, &paper).await;
    assert!(page.html.contains("Remove the file"), "{}", page.html);
    assert!(!page.html.contains("Replace the file"), "{}", page.html);
    let check = app.get(KESTREL_ADMIN, "/provider/dossier/check").await;
    assert!(check.html.contains(&paper), "the mail leads there: {}", check.html);
    let removal = format!("{paper}/removal");
    assert_eq!(app.post(KESTREL, &removal, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.post(HARROW, &removal, &[]).await.status, StatusCode::NOT_FOUND);
    let removed = app.post(KESTREL_ADMIN, &removal, &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.html);
    let decided = "select decision from provider_certificates where number like 'ISO-7%'";
    assert_eq!(app.look_up(decided).await, "accepted", "what is in force stays");
}

#[actix_web::test]
async fn a_virus_removed_from_an_application_sets_aside_what_was_proposed() {
    let app = TestApp::committing(monday()).await;
    let lot = "/provider/dossier/lots/osint";
    let offer = [("evidence", "Five investigations."), ("rate_5", "850")];
    app.send(NEWCOMER, upload(lot, &offer, ("cases.pdf", PDF))).await;
    arranged(
        &app,
        "update providers set state = 'applied', company_number = '01234999', size = 'sme', applied_at = muster_now() where slug = 'newcomer';
         update provider_lots set decision = 'admit' where lot_code = 'osint';
         insert into vetting_decisions (id, provider_id, outcome, reason, proposed_by, proposed_at)
             select gen_random_uuid(), p.id, 'admit', 'Sound.', u.id, muster_now() from providers p, users u
             where p.slug = 'newcomer' and u.email = 'vetting1@operator.example'",
    )
    .await;
    let removal = "/provider/dossier/files/lot-osint/removal";
    assert_eq!(app.post(NEWCOMER, removal, &[]).await.status, StatusCode::CONFLICT);
    arranged(&app, INFECTED).await;
    let removed = app.post(NEWCOMER, removal, &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.html);
    let stands = "select decision from provider_lots l join providers p on p.id = l.provider_id where slug = 'newcomer' and lot_code = 'osint'";
    assert_eq!(app.look_up(stands).await, "waiting");
    let aside = "select count(*) from vetting_decisions where set_aside_at is not null";
    assert_eq!(app.look_up(aside).await, "1");
    assert_eq!(app.trail().await[2..], ["decision.set_aside", "file.removed"]);
}

#[actix_web::test]
async fn links_to_files_are_drawn_only_for_those_who_may_have_them() {
    let app = TestApp::committing(monday()).await;
    add(&app, ("a.pdf", PDF)).await;
    let path = address(&app).await;
    for (who, may) in [(VETTING1, true), (AUDITOR, true), (crate::support::cast::MARKET, false)] {
        let page = app.get(who, "/operator/providers/kestrel").await;
        assert!(page.html.contains("a.pdf"), "{who}: {}", page.html);
        assert_eq!(page.html.contains(&path), may, "{who}");
    }
}
