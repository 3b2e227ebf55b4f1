//! What goes with a bid besides its sections: attachments, sealed with it and
//! opened with it, and its provider's own copy, out and in again.

use std::path::PathBuf;
use std::process::Command;

use actix_web::http::StatusCode;
use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use futures_util::future::join_all;
use muster::types::ids::UserId;
use muster::types::text::hex;
use muster::types::time::Moment;
use muster::work;

use crate::files::PDF;
use crate::sealing::dumped;
use crate::support::app::{Page, TestApp, days, files, keys, monday};
use crate::support::bids::{ids, start, submit, write};
use crate::support::cast::{
    APPROVER, AUDITOR, EVALUATOR1, EVALUATOR2, HARROW, KESTREL, KESTREL_ADMIN, LANTERN,
    OTHER_REQUESTER, REQUESTER, open_request,
};
use crate::support::panel::Panel;
use crate::support::upload::{Chosen, upload};

/// When the requests in these tests close.
fn closes() -> Moment {
    monday() + days(14)
}

/// Kestrel's whole draft on a request.
async fn draft(app: &TestApp) -> (String, String) {
    let request = app.arrange(async |conn| open_request(conn, closes()).await).await;
    let bid = start(app, KESTREL, &request).await;
    write(app, KESTREL, &request, &bid, "Plainly.", "12.34").await;
    (request, bid)
}

/// Attaches a file, from a page with a key of its own.
async fn attach(app: &TestApp, who: &str, bid: &str, chosen: Chosen<'_>) -> Page {
    let key = UserId::mint().to_string();
    app.send(who, upload(&format!("/bids/{bid}/attachments"), &[("once", &key)], chosen)).await
}

async fn attached(app: &TestApp, who: &str, bid: &str, chosen: Chosen<'_>) {
    let page = attach(app, who, bid, chosen).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
}

/// Where content is in store.
fn stored(key: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("uploaded/files").join(key)
}

fn is_in(content: &[u8], mark: &str) -> bool {
    content.windows(mark.len()).any(|it| it == mark.as_bytes())
}

/// Lets the worker erase what nothing needs.
async fn erase(app: &TestApp) {
    while work::erase_unneeded(&app.db(), &files()).await.unwrap() {}
}

#[actix_web::test]
async fn an_attachment_is_its_own_companys_until_it_is_sealed_with_the_bid() {
    let app = TestApp::at(monday()).await;
    let (_, bid) = draft(&app).await;
    let page = app.get(KESTREL, &format!("/bids/{bid}")).await;
    assert!(page.html.contains("Optional"), "{}", page.html);
    let place = format!("/bids/{bid}/attachments");
    let page = app.get(KESTREL, &place).await;
    assert!(page.html.contains("Nothing is attached"), "{}", page.html);
    assert!(page.html.contains("Saved, not submitted"), "{}", page.html);

    attached(&app, KESTREL, &bid, ("Kestrel SEALMARK.pdf", PDF)).await;
    let page = app.get(KESTREL, &place).await;
    assert!(page.html.contains("Kestrel SEALMARK.pdf") && page.html.contains("PDF, 42 bytes"));
    assert!(page.html.contains("Not checked for viruses"), "{}", page.html);
    let id = app.look_up("select id from files").await;
    let path = format!("{place}/{id}");
    for who in [KESTREL, KESTREL_ADMIN] {
        let had = app.get(who, &path).await;
        assert_eq!(had.html.as_bytes(), PDF, "{who}");
        assert_eq!(had.header("content-security-policy"), "sandbox; default-src 'none'");
    }
    for (who, path) in [
        (HARROW, path.clone()),
        (REQUESTER, path.clone()),
        (AUDITOR, path.clone()),
        (KESTREL, format!("/files/{id}")),
        (AUDITOR, format!("/files/{id}")),
        (KESTREL, format!("{place}/{}", UserId::mint())),
    ] {
        assert_eq!(app.get(who, &path).await.status, StatusCode::NOT_FOUND, "{who} at {path}");
    }
    let check = app.get(KESTREL, &format!("/bids/{bid}/check")).await;
    assert!(check.html.contains("Kestrel SEALMARK.pdf"), "{}", check.html);

    let readable = app.look_up("select storage_key from files").await;
    assert_eq!(std::fs::read(stored(&readable)).unwrap(), PDF);
    assert_eq!(submit(&app, KESTREL, &bid).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.look_up("select count(*) from files").await, "0");
    assert_eq!(app.look_up("select storage_key from unneeded_content").await, readable);
    erase(&app).await;
    assert!(!stored(&readable).exists(), "nothing readable is left in store");
    let sealed = app.look_up("select storage_key from sealed_attachments").await;
    let copy = std::fs::read(stored(&sealed)).unwrap();
    assert!(copy.starts_with(b"age-encryption.org/v1") && !is_in(&copy, "A certificate"));
    assert_eq!(app.get(KESTREL, &path).await.status, StatusCode::CONFLICT, "nobody reads it back");
    let trail = app.look_up("select string_agg(action || detail, ' ') from audit_entries").await;
    assert!(trail.contains("bid.attachment_saved"), "{trail}");
    let digest = hex(&muster::seal::digest(PDF));
    assert!(!trail.contains("SEALMARK") && !trail.contains(&digest), "{trail}");
}

#[actix_web::test]
async fn nothing_of_an_attachment_is_left_in_a_dump_or_in_store() {
    let app = TestApp::committing(monday()).await;
    let (_, bid) = draft(&app).await;
    let content = b"SEALINSIDE: what only the bidder knows.";
    attached(&app, KESTREL, &bid, ("SEALNAME.txt", content)).await;
    let digest = hex(&muster::seal::digest(content));
    let before = dumped(&app.url);
    assert!(before.contains("SEALNAME") && before.contains(&digest), "the draft is in the dump");
    let keys = app.look_up("select f.storage_key || ' ' || b.sealed_key from files f join bid_attachments b on b.file_id = f.id").await;
    let (readable, sealed) = keys.split_once(' ').unwrap();
    assert!(is_in(&std::fs::read(stored(readable)).unwrap(), "SEALINSIDE"));

    assert_eq!(submit(&app, KESTREL, &bid).await.status, StatusCode::SEE_OTHER);
    erase(&app).await;
    let after = dumped(&app.url);
    for mark in ["SEALNAME", "SEALINSIDE", &digest] {
        assert!(!after.contains(mark), "{mark} is in the dump");
    }
    assert!(!stored(readable).exists());
    assert!(!is_in(&std::fs::read(stored(sealed)).unwrap(), "SEALINSIDE"));
    assert_eq!(app.look_up("select count(*) from unneeded_content").await, "0");
    for table in ["audit_entries", "notices", "outbox", "once_keys"] {
        let rows = app.look_up(&format!("select string_agg(t::text, ' ') from {table} t")).await;
        assert!(!rows.contains("SEALNAME") && !rows.contains(&digest), "{table}: {rows}");
    }
    // Anyone who guesses the file cannot find the guess confirmed by what tells a form sent twice.
    let body = app.look_up("select string_agg(encode(body_hash, 'hex'), ' ') from once_keys").await;
    assert!(!body.is_empty());
}

#[actix_web::test]
async fn the_program_age_opens_an_attachment_with_the_escrow_key() {
    let app = TestApp::at(monday()).await;
    let (_, bid) = draft(&app).await;
    attached(&app, KESTREL, &bid, ("method.pdf", PDF)).await;
    assert_eq!(submit(&app, KESTREL, &bid).await.status, StatusCode::SEE_OTHER);
    let sealed = stored(&app.look_up("select storage_key from sealed_attachments").await);
    let identity = sealed.with_extension("escrow");
    std::fs::write(&identity, format!("{}\n", keys().1)).unwrap();
    let opened = Command::new("age").arg("-d").arg("-i").arg(&identity).arg(&sealed).output();
    let opened = opened.expect("the program age, which `make test` installs");
    std::fs::remove_file(identity).unwrap();
    assert!(opened.status.success(), "{}", String::from_utf8_lossy(&opened.stderr));
    assert!(opened.stdout.starts_with(PDF));
    assert!(opened.stdout[PDF.len()..].iter().all(|it| *it == 0), "padded");
    assert_eq!(opened.stdout.len() % 65536, 0);
}

#[actix_web::test]
async fn a_bid_waits_for_the_scanner_and_names_what_it_held_back() {
    let app = TestApp::at(monday()).await;
    let (_, bid) = draft(&app).await;
    attached(&app, KESTREL, &bid, ("method.pdf", PDF)).await;
    for (set, said) in [
        ("state = 'pending'", "Wait until “method.pdf” is checked for viruses"),
        ("state = 'quarantined', reason = 'Eicar'", "A virus was found in “method.pdf”"),
    ] {
        app.arrange(async |conn| {
            conn.batch_execute(&format!("update files set {set}")).await.unwrap();
        })
        .await;
        let check = app.get(KESTREL, &format!("/bids/{bid}/check")).await;
        assert!(check.html.contains(said), "{}", check.html);
        let page = submit(&app, KESTREL, &bid).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.html.contains(said), "{}", page.html);
    }
    assert_eq!(app.look_up("select state from bids").await, "draft");
    let id = app.look_up("select id from files").await;
    let page = app.get(KESTREL, &format!("/bids/{bid}/attachments/{id}")).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    let page = app.post(KESTREL, &format!("/bids/{bid}/attachments/{id}/removal"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    assert_eq!(submit(&app, KESTREL, &bid).await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn what_is_no_document_is_not_attached_and_a_file_sent_twice_is_attached_once() {
    let app = TestApp::at(monday()).await;
    let (_, bid) = draft(&app).await;
    for (chosen, said) in [
        (("page.pdf", &b"<script>alert(1)</script>"[..]), "what is in it is something else"),
        (("tool.exe", &b"MZ"[..]), "The file must be a PDF"),
        (("empty.txt", &b""[..]), "is empty"),
        (("", &b""[..]), "Choose a file"),
    ] {
        let page = attach(&app, KESTREL, &bid, chosen).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", chosen.0);
        assert!(page.html.contains(said), "{}", page.html);
    }
    let place = format!("/bids/{bid}/attachments");
    let key = UserId::mint().to_string();
    for _ in 0..2 {
        let form = upload(&place, &[("once", &key)], ("method.pdf", PDF));
        let page = app.send(KESTREL, form).await;
        assert_eq!(page.location.as_deref(), Some(place.as_str()), "{}", page.html);
    }
    assert_eq!(app.look_up("select count(*) from files").await, "1");
    let form = upload(&place, &[("once", &key)], ("other.txt", b"Another file."));
    let page = app.send(KESTREL, form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.html);
}

#[actix_web::test]
async fn of_many_files_that_come_at_once_twenty_are_attached_and_nothing_is_left_of_the_rest() {
    let app = TestApp::committing(monday()).await;
    let (_, bid) = draft(&app).await;
    let names: Vec<String> = (0..26).map(|n| format!("file {n}.pdf")).collect();
    let sent = names.iter().map(|name| attach(&app, KESTREL, &bid, (name, PDF)));
    let pages = join_all(sent).await;
    let taken = pages.iter().filter(|it| it.status == StatusCode::SEE_OTHER).count();
    assert_eq!(taken, 20);
    for page in pages.iter().filter(|it| it.status != StatusCode::SEE_OTHER) {
        assert!(page.html.contains("at most 20 attachments"), "{}: {}", page.status, page.html);
    }
    assert_eq!(app.look_up("select count(*) from bid_attachments").await, "20");
    assert_eq!(app.look_up("select count(*) from files").await, "20", "the rest is forgotten");
    assert_eq!(app.look_up("select count(*) from unneeded_content").await, "0");
    let page = app.get(KESTREL, &format!("/bids/{bid}/attachments")).await;
    assert!(page.html.contains("There is no room for another file"), "{}", page.html);
    assert_eq!(submit(&app, KESTREL, &bid).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.look_up("select count(*) from sealed_attachments").await, "20");
}

#[actix_web::test]
async fn attachments_go_with_the_bid_they_belong_to_when_it_is_replaced_or_withdrawn() {
    let app = TestApp::at(monday()).await;
    let (request, bid) = draft(&app).await;
    attached(&app, KESTREL, &bid, ("first.pdf", PDF)).await;
    submit(&app, KESTREL, &bid).await;
    erase(&app).await;
    let first = app.look_up("select storage_key from sealed_attachments").await;
    let at = |place: &str| format!("/bids/{bid}/{place}");

    // A new bid begins without files, and dropping it leaves the old one's alone.
    app.post(KESTREL, &at("replacement"), &[]).await;
    let page = app.get(KESTREL, &at("attachments")).await;
    assert!(page.html.contains("Nothing is attached"), "{}", page.html);
    attached(&app, KESTREL, &bid, ("dropped.pdf", PDF)).await;
    let dropped = app.look_up("select sealed_key from bid_attachments").await;
    app.post(KESTREL, &at("replacement/removal"), &[]).await;
    erase(&app).await;
    assert!(stored(&first).exists() && !stored(&dropped).exists());
    assert_eq!(app.look_up("select count(*) from files").await, "0");

    // Replaced in earnest: the old one's is gone.
    app.post(KESTREL, &at("replacement"), &[]).await;
    write(&app, KESTREL, &request, &bid, "Again.", "5").await;
    attached(&app, KESTREL, &bid, ("second.txt", b"The second.")).await;
    let page = submit(&app.later(TimeDelta::hours(1)), KESTREL, &bid).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    let later = app.later(TimeDelta::hours(1));
    erase(&later).await;
    let second = app.look_up("select storage_key from sealed_attachments").await;
    assert!(!stored(&first).exists() && stored(&second).exists());

    let page = later.post(KESTREL, &at("withdrawal"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    erase(&later).await;
    assert!(!stored(&second).exists());
    assert_eq!(app.look_up("select count(*) from sealed_attachments").await, "0");
}

#[actix_web::test]
async fn attaching_removing_and_filling_stop_at_the_deadline() {
    let app = TestApp::at(monday()).await;
    let (_, bid) = draft(&app).await;
    attached(&app, KESTREL, &bid, ("method.pdf", PDF)).await;
    let copy = app.get(KESTREL, &format!("/bids/{bid}/copy.txt")).await.html;
    let id = app.look_up("select id from files").await;
    let said = "This request closed for bids at 9am UK time (GMT) on Monday 19 January 2026";
    for late in [TimeDelta::zero(), TimeDelta::seconds(1)] {
        let app = app.when(closes() + late);
        let mut pages = vec![attach(&app, KESTREL, &bid, ("late.pdf", PDF)).await];
        pages.push(fill(&app, &bid, copy.as_bytes()).await);
        pages.push(app.post(KESTREL, &format!("/bids/{bid}/attachments/{id}/removal"), &[]).await);
        for page in pages {
            assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.html);
            assert!(page.html.contains(said), "{}", page.html);
        }
    }
    assert_eq!(app.look_up("select name from files").await, "method.pdf", "nothing changed");
    let app = app.when(closes() - TimeDelta::milliseconds(1));
    attached(&app, KESTREL, &bid, ("in time.pdf", PDF)).await;
    assert_eq!(fill(&app, &bid, copy.as_bytes()).await.status, StatusCode::SEE_OTHER);
    let page = app.post(KESTREL, &format!("/bids/{bid}/attachments/{id}/removal"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    assert_eq!(app.look_up("select name from files").await, "in time.pdf");
}

/// Kestrel's bid with two attachments and Harrow's and Lantern's with none,
/// opened.
async fn opened(app: TestApp) -> Panel {
    let closes = monday() + days(20);
    let reference = app.arrange(async |conn| open_request(conn, closes).await).await;
    let sql = include_str!("support/bids.sql").replace("$reference", &format!("'{reference}'"));
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
    let before = app.when(closes - days(1));
    attached(&before, KESTREL, "BID-2026-KESTREL", ("Kestrel’s method.pdf", PDF)).await;
    attached(&before, KESTREL, "BID-2026-KESTREL", ("Kestrel’s plan.txt", b"Week by week.")).await;
    for (who, bid) in [(KESTREL, "KESTREL"), (HARROW, "HARROW"), (LANTERN, "LANTERN")] {
        let page = submit(&before, who, &format!("BID-2026-{bid}")).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    }
    erase(&before).await;
    let panel = Panel { app: app.when(closes + TimeDelta::hours(1)), reference };
    for who in [REQUESTER, APPROVER] {
        let page = panel.confirm(who).await;
        assert_eq!(page.status, 303, "{}", page.html);
    }
    panel.all_declare().await;
    panel
}

/// The letter an evaluator knows Kestrel by.
async fn letter(panel: &Panel, who: &str) -> String {
    for letter in ["A", "B", "C"] {
        let page = panel.get(who, &format!("evaluation/{letter}")).await;
        if page.html.contains("attachments/1") {
            return letter.to_owned();
        }
    }
    panic!("no bid with an attachment is on {who}’s desk")
}

#[actix_web::test]
async fn evaluators_have_attachments_after_the_opening_and_by_number_while_they_are_blind() {
    let panel = opened(TestApp::at(monday()).await).await;
    let letter = letter(&panel, EVALUATOR1).await;
    let page = panel.get(EVALUATOR1, &format!("evaluation/{letter}")).await.html;
    assert!(page.contains("Attachment 1") && page.contains("PDF, 42 bytes"), "{page}");
    assert!(!page.contains("method.pdf") && !page.contains("plan.txt"), "{page}");
    let had = panel.get(EVALUATOR1, &format!("evaluation/{letter}/attachments/1")).await;
    assert_eq!((had.status, had.html.as_bytes()), (StatusCode::OK, PDF));
    assert!(had.header("content-disposition").contains("\"Attachment 1.pdf\""));
    assert_eq!(had.header("content-type"), "application/pdf");
    let other = panel.get(EVALUATOR1, &format!("evaluation/{letter}/attachments/2")).await;
    assert_eq!(other.html, "Week by week.");
    for (who, place) in [
        (EVALUATOR1, format!("evaluation/{letter}/attachments/3")),
        (EVALUATOR1, format!("evaluation/{letter}/attachments/one")),
        (EVALUATOR1, "evaluation/Z/attachments/1".to_owned()),
        (KESTREL, format!("evaluation/{letter}/attachments/1")),
        (OTHER_REQUESTER, format!("moderation/{letter}/attachments/1")),
    ] {
        let page = panel.get(who, &place).await;
        assert_ne!(page.status, StatusCode::OK, "{who} at {place}");
        assert!(!page.html.contains("A certificate"), "{who} at {place}");
    }
    // Who moderates waits for the scores, and so does an auditor.
    let places = ["A", "B", "C"].map(|letter| format!("moderation/{letter}/attachments/1"));
    for place in &places {
        for who in [REQUESTER, AUDITOR] {
            assert_eq!(panel.get(who, place).await.status, StatusCode::CONFLICT, "{who}");
        }
    }
    for who in [EVALUATOR1, EVALUATOR2] {
        for letter in ["A", "B", "C"] {
            panel.score(who, &format!("evaluation/{letter}")).await;
        }
    }
    // What an auditor reads is recorded.
    let mut seen = 0;
    for place in &places {
        let page = panel.get(AUDITOR, place).await;
        seen += usize::from(page.status == StatusCode::OK && page.html.as_bytes() == PDF);
    }
    assert_eq!(seen, 1);
    assert!(panel.trail().await.contains(&"opened_bid.read".to_owned()));
    for letter in ["A", "B", "C"] {
        panel.score(REQUESTER, &format!("moderation/{letter}")).await;
    }
    assert_eq!(panel.post(REQUESTER, "quality-lock", &[]).await.status, 303);
    let page = panel.get(EVALUATOR1, &format!("evaluation/{letter}")).await.html;
    assert!(page.contains("Kestrel’s method.pdf"), "{page}");
    let had = panel.get(EVALUATOR1, &format!("evaluation/{letter}/attachments/1")).await;
    assert!(had.header("content-disposition").contains("method.pdf"));
}

#[actix_web::test]
async fn nobody_has_an_attachment_before_the_opening() {
    let app = TestApp::at(monday()).await;
    let (request, bid) = draft(&app).await;
    attached(&app, KESTREL, &bid, ("method.pdf", PDF)).await;
    submit(&app, KESTREL, &bid).await;
    for moment in [monday(), closes() - TimeDelta::milliseconds(1), closes() + days(1)] {
        let app = app.when(moment);
        for (who, place) in [
            (EVALUATOR1, "evaluation"),
            (REQUESTER, "moderation"),
            (APPROVER, "moderation"),
            (AUDITOR, "moderation"),
        ] {
            let path = format!("/requests/{request}/{place}/A/attachments/1");
            let page = app.get(who, &path).await;
            assert_ne!(page.status, StatusCode::OK, "{who} at {moment}");
            assert!(!page.html.contains("A certificate"), "{who} at {moment}");
        }
    }
}

#[actix_web::test]
async fn a_damaged_attachment_is_reported_once_and_stops_nothing_else() {
    let panel = opened(TestApp::at(monday()).await).await;
    let letter = letter(&panel, EVALUATOR1).await;
    let key =
        panel.app.look_up("select storage_key from opened_attachments where number = 1").await;
    let mut copy = std::fs::read(stored(&key)).unwrap();
    let at = copy.len() - 1;
    copy[at] ^= 1;
    std::fs::write(stored(&key), copy).unwrap();
    for _ in 0..2 {
        let page = panel.get(EVALUATOR1, &format!("evaluation/{letter}/attachments/1")).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.html.contains("it is not the one that was submitted"), "{}", page.html);
    }
    let reports = panel.trail().await.iter().filter(|it| *it == "attachment.damaged").count();
    assert_eq!(reports, 1);
    let told = "select string_agg(recipient || subject || body, ' ') from outbox where cause like 'attachment.damaged:%'";
    let told = panel.app.look_up(told).await;
    for who in [REQUESTER, APPROVER, AUDITOR, KESTREL] {
        assert!(told.contains(who), "{who} is not told: {told}");
    }
    assert!(!told.contains(HARROW) && !told.contains("method"), "{told}");
    let page = panel.get(EVALUATOR1, &format!("evaluation/{letter}")).await.html;
    assert!(page.contains("Damaged") && page.contains("attachments/2"), "{page}");
    let other = panel.get(EVALUATOR1, &format!("evaluation/{letter}/attachments/2")).await;
    assert_eq!(other.html, "Week by week.");
    let key =
        panel.app.look_up("select storage_key from opened_attachments where number = 2").await;
    // What is not there for a moment is not damaged for good.
    let away = stored(&key).with_extension("away");
    std::fs::rename(stored(&key), &away).unwrap();
    let page = panel.get(EVALUATOR1, &format!("evaluation/{letter}/attachments/2")).await;
    assert!(page.status == StatusCode::CONFLICT && page.html.contains("it is missing"));
    std::fs::rename(&away, stored(&key)).unwrap();
    let back = panel.get(EVALUATOR1, &format!("evaluation/{letter}/attachments/2")).await;
    assert_eq!(back.html, "Week by week.");
    assert_eq!(panel.trail().await.iter().filter(|it| *it == "attachment.damaged").count(), 1);
}

/// Fills a bid from a copy.
async fn fill(app: &TestApp, bid: &str, copy: &[u8]) -> Page {
    let key = UserId::mint().to_string();
    let form = upload(&format!("/bids/{bid}/copy"), &[("once", &key)], ("copy.txt", copy));
    app.send(KESTREL, form).await
}

#[actix_web::test]
async fn a_replacement_is_filled_from_ones_own_copy() {
    let app = TestApp::at(monday()).await;
    let (_, bid) = draft(&app).await;
    attached(&app, KESTREL, &bid, ("method.pdf", PDF)).await;
    let check = app.get(KESTREL, &format!("/bids/{bid}/check")).await.html;
    assert!(check.contains(&format!("/bids/{bid}/copy.txt")), "{check}");
    assert!(check.contains("nobody can read it back"), "{check}");
    let copy = app.get(KESTREL, &format!("/bids/{bid}/copy.txt")).await;
    assert!(copy.header("content-disposition").contains("-copy.txt"));
    for part in ["Forty cases. Plainly.", "Robin Vale", "£987.65 a day", "£12.34", "method.pdf"] {
        assert!(copy.html.contains(part), "{part} is not in {}", copy.html);
    }
    let says = "select string_agg(t.it, '|' order by t.it) from (\
        select 'e' || requirement_id || met || evidence as it from bid_evidence \
        union all select 'a' || criterion_id || answer from bid_answers \
        union all select 't' || role_id || specialist_id from bid_team \
        union all select 'r' || role_id || day_rate from bid_rates \
        union all select 'c' || expenses_cap from bids) t";
    let before = app.look_up(says).await;
    submit(&app, KESTREL, &bid).await;
    let page = app.get(KESTREL, &format!("/bids/{bid}/copy")).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "nothing is being written");
    app.post(KESTREL, &format!("/bids/{bid}/replacement"), &[]).await;
    assert_ne!(app.look_up(says).await, before);
    let page = app.get(KESTREL, &format!("/bids/{bid}/copy")).await;
    assert!(page.html.contains("Fill this bid") && page.html.contains("saved, not submitted"));

    let page = fill(&app, &bid, copy.html.as_bytes()).await;
    assert_eq!(page.location.as_deref(), Some(format!("/bids/{bid}").as_str()), "{}", page.html);
    assert_eq!(app.look_up(says).await, before);
    assert_eq!(app.look_up("select no_conflict or prices_held from bids").await, "false");
    let page = app.get(KESTREL, &format!("/bids/{bid}")).await;
    assert!(page.html.contains("5 of 6 sections done"), "{}", page.html);
    assert_eq!(app.trail().await.last().unwrap(), "bid.filled_from_copy");
    let history = app.get(KESTREL, &format!("/bids/{bid}/history")).await;
    assert!(history.html.contains("Bid filled from copy"), "{}", history.html);
}

#[actix_web::test]
async fn what_is_not_the_copy_of_this_bid_fills_nothing() {
    let app = TestApp::at(monday()).await;
    let (_, bid) = draft(&app).await;
    let copy = app.get(KESTREL, &format!("/bids/{bid}/copy.txt")).await.html;
    let (_, other) = draft(&app).await;
    let others = app.get(KESTREL, &format!("/bids/{other}/copy.txt")).await.html;
    let at = copy.find("FROM THIS FILE -----\n").unwrap() + 40;
    let mut changed = copy.clone().into_bytes();
    changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
    let stands = app.look_up("select string_agg(answer, '|') from bid_answers").await;
    for (sent, said) in [
        (b"A letter.".to_vec(), "This is not a copy of a bid"),
        (changed, "This copy is damaged"),
        (copy.as_bytes()[..copy.len() - 100].to_vec(), "This copy is damaged"),
        (others.into_bytes(), "This is the copy of a bid on REQ-2026-"),
    ] {
        let page = fill(&app, &bid, &sent).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(page.html.contains(said), "{said} is not on {}", page.html);
        assert!(page.html.contains("Error: Fill this bid"), "{}", page.html);
    }
    let key = UserId::mint().to_string();
    let form = upload(&format!("/bids/{bid}/copy"), &[("once", &key)], ("a.txt", copy.as_bytes()));
    assert_eq!(app.send(HARROW, form).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.look_up("select string_agg(answer, '|') from bid_answers").await, stands);
}

#[actix_web::test]
async fn one_person_in_two_roles_and_too_few_people_are_said_and_stop_nothing() {
    let app = TestApp::at(monday()).await;
    let (request, bid) = draft(&app).await;
    app.arrange(async |conn| {
        conn.batch_execute("update request_roles set people = 2 where title = 'Examiner'")
            .await
            .unwrap();
    })
    .await;
    let roles = ids(&app, "request_roles", &request).await;
    let robin = app.look_up("select id from specialists where name = 'Robin Vale' and provider_id = (select id from providers where slug = 'kestrel')").await;
    let fields = [
        (format!("role_{}", roles[0]), robin.as_str()),
        (format!("role_{}", roles[1]), robin.as_str()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, it)| (name.as_str(), *it)).collect();
    let page =
        crate::support::bids::save(&app, KESTREL, &format!("/bids/{bid}/team"), &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    for place in ["check", "team"] {
        let page = app.get(KESTREL, &format!("/bids/{bid}/{place}")).await.html;
        for said in [
            "Robin Vale is put forward for more than one role: Lead examiner and Examiner",
            "The role Examiner is for 2 people, and you put forward 1",
        ] {
            assert!(page.contains(said), "{said} is not at {place}: {page}");
        }
    }
    assert_eq!(submit(&app, KESTREL, &bid).await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn a_bid_that_is_not_submitted_is_reminded_of_twice_and_never_of_what_it_says() {
    let app = TestApp::committing(monday()).await;
    let (_, bid) = draft(&app).await;
    let remind = async |before: TimeDelta| {
        let db = app.when(closes() - before).db();
        let both = tokio::join!(work::remind_bidders(&db), work::remind_bidders(&db));
        both.0.unwrap() + both.1.unwrap()
    };
    for (before, given) in [
        (TimeDelta::hours(48) + TimeDelta::milliseconds(1), 0),
        (TimeDelta::hours(48), 1),
        (TimeDelta::hours(30), 0),
        (TimeDelta::hours(4), 1),
        (TimeDelta::minutes(1), 0),
        (TimeDelta::zero(), 0),
    ] {
        assert_eq!(remind(before).await, given, "{before}");
    }
    let told = "select string_agg(recipient || ' ' || subject || ' ' || body, '|' order by id) from outbox";
    let told = app.look_up(told).await;
    assert_eq!(told.matches("is saved, not submitted").count(), 2, "{told}");
    assert!(
        told.contains("it closes in 2 days") && told.contains("it closes in 4 hours"),
        "{told}"
    );
    assert!(told.contains(KESTREL) && !told.contains(HARROW) && told.contains(&bid), "{told}");
    for said in ["Plainly", "12.34", "Robin", "987.65"] {
        assert!(!told.contains(said), "{said} is in {told}");
    }
    let reminded = app.trail().await.iter().filter(|it| *it == "bid.reminded").count();
    assert_eq!(reminded, 2);
}

#[actix_web::test]
async fn nobody_is_reminded_of_a_bid_that_is_submitted_withdrawn_or_cannot_be_submitted() {
    let app = TestApp::at(monday()).await;
    let (_, bid) = draft(&app).await;
    let near = app.when(closes() - TimeDelta::hours(40));
    app.arrange(async |conn| {
        conn.batch_execute("update providers set state = 'suspended', state_reason = 'Lapsed.' where slug = 'kestrel'")
            .await
            .unwrap();
    })
    .await;
    assert_eq!(work::remind_bidders(&near.db()).await.unwrap(), 0, "suspended");
    app.arrange(async |conn| {
        conn.batch_execute(
            "update providers set state = 'admitted', state_reason = '' where slug = 'kestrel'",
        )
        .await
        .unwrap();
    })
    .await;
    submit(&app, KESTREL, &bid).await;
    assert_eq!(work::remind_bidders(&near.db()).await.unwrap(), 0, "submitted");
    app.post(KESTREL, &format!("/bids/{bid}/withdrawal"), &[]).await;
    assert_eq!(work::remind_bidders(&near.db()).await.unwrap(), 0, "withdrawn, and left empty");
    attached(&app, KESTREL, &bid, ("again.pdf", PDF)).await;
    assert_eq!(work::remind_bidders(&near.db()).await.unwrap(), 1, "taken up again");
}

#[actix_web::test]
async fn the_list_of_bids_says_what_needs_somebody_and_by_when() {
    let app = TestApp::at(monday()).await;
    let page = app.get(KESTREL, "/bids").await;
    assert!(page.html.contains("No bids yet"), "{}", page.html);
    let (_, later) = draft(&app).await;
    let request = app.arrange(async |conn| open_request(conn, closes() - days(1)).await).await;
    let sooner = start(&app, KESTREL, &request).await;
    let page = app.get(KESTREL, "/bids").await.html;
    assert!(!page.contains("Needs attention"), "{page}");
    assert!(page.find(&sooner).unwrap() < page.find(&later).unwrap(), "the next deadline first");
    let near = app.when(closes() - days(1) - TimeDelta::hours(6));
    let page = near.get(KESTREL, "/bids").await.html;
    let (urgent, rest) = page.split_once("Drafts to finish").unwrap();
    assert!(urgent.contains("It is not submitted, and it closes in 6 hours."), "{urgent}");
    assert!(
        urgent.contains("closes in 30 hours") || urgent.contains("closes in 1 day"),
        "{urgent}"
    );
    assert!(rest.contains(&sooner) && rest.contains(&later), "{rest}");
    let page = app.when(closes()).get(KESTREL, "/bids").await.html;
    assert!(page.contains("Not submitted") && !page.contains("Needs attention"), "{page}");
    assert!(page.find(&later).unwrap() < page.find(&sooner).unwrap(), "the last first");
    for place in ["", "/check", "/history", "/copy", "/attachments", "/team", "/price"] {
        let page = app.get(KESTREL, &format!("/bids/{sooner}{place}")).await;
        let said = page.html.to_lowercase().contains("saved, not submitted");
        assert!(said && page.html.contains("Bids close at"), "{place}: {}", page.html);
    }
}
