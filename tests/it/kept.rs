//! What is kept is held against the trail: a hand that leaves the trail alone
//! and changes what it tells of is found, and told by name.

use std::process::Command;

use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use muster::auditing;
use muster::trail::kept::queries::faults;

use crate::checkpoints::scratch;
use crate::contracts::{provider_signs, signed_on};
use crate::files::PDF;
use crate::record;
use crate::support::app::{TestApp, files, keys, monday};
use crate::support::cast::{APPROVER, AUDITOR, KESTREL_ADMIN, MARKET, REQUESTER, VETTING1};
use crate::support::panel::Panel;

/// Their triggers keep everyone else from it.
const TABLES: [&str; 12] = [
    "agreed_scores",
    "bids",
    "closings",
    "contract_lines",
    "contract_versions",
    "files",
    "framework_terms",
    "outcome_letters",
    "quality_locks",
    "ranking_snapshots",
    "receipts",
    "sealed_bids",
];

/// What someone with the owner's powers writes, with no trigger in the way.
fn by_force(tampering: &str) -> String {
    let free = TABLES.map(|it| format!("alter table {it} disable trigger user;")).concat();
    format!("{free} {tampering};")
}

/// What is found after somebody has been at it; their work is undone afterwards.
async fn found(app: &TestApp, tampering: &str) -> Vec<String> {
    let sql = format!("begin; {}", by_force(tampering));
    app.arrange(async |conn: &mut AsyncPgConnection| {
        conn.batch_execute(&sql).await.unwrap_or_else(|fault| panic!("{tampering}: {fault}"));
        let found = faults(conn).await.unwrap().1;
        conn.batch_execute("rollback").await.unwrap();
        found
    })
    .await
}

#[actix_web::test]
async fn whatever_was_submitted_locked_or_signed_and_is_changed_is_found() {
    let (panel, path) = record::signed_on(TestApp::committing(monday()).await).await;
    let app = &panel.app;
    let (compared, none) = app.db().read_at_once(faults).await.unwrap();
    assert_eq!(none, Vec::<String>::new());
    // A text, six envelopes, three receipts, a closing record, a ranking, a draw and the terms;
    // two scores for each bid, and a letter about it.
    assert!(compared >= 23, "only {compared} things were compared");

    let contract = path.rsplit('/').next().unwrap();
    let text = format!("the text of version 1 of the contract {contract}");
    let price = "the price envelope of BID-2026-HARROW";
    let bid = "(select id from bids where reference = 'BID-2026-HARROW')";
    let closing = format!("the closing record of {}", panel.reference);
    let agreed = "what was agreed for BID-2026-HARROW on";
    for (tampering, named) in [
        (
            "update contract_versions set document = replace(document, 'Kestrel', 'Kestrol')",
            text.as_str(),
        ),
        (
            "update contract_versions set document = document || 'x', document_hash = sha256(convert_to(document || 'x', 'UTF8'))",
            &text,
        ),
        ("delete from contract_lines; delete from contract_versions", "version 1 of the contract"),
        (
            &format!(
                "update sealed_bids set ciphertext = ciphertext || '\\x00' where envelope = 'price' and bid_id = {bid}"
            ),
            price,
        ),
        (&format!("delete from sealed_bids where envelope = 'price' and bid_id = {bid}"), price),
        (&format!("update bids set price_hash = sha256('x') where id = {bid}"), price),
        (
            &format!(
                "update sealed_bids set ciphertext = 'x' where envelope = 'quality' and bid_id = {bid}; update bids set content_hash = sha256('x') where id = {bid}"
            ),
            "the quality envelope of BID-2026-HARROW",
        ),
        (&format!("update bids set state = 'draft' where id = {bid}"), "envelope of the bid"),
        (
            &format!(
                "update receipts set text = replace(text, 'SHA-256 of the price envelope: ', 'SHA-256 of the price envelope: 0') where bid_id = {bid}"
            ),
            "a receipt for BID-2026-HARROW",
        ),
        (&format!("delete from receipts where bid_id = {bid}"), "the receipt of"),
        ("update closings set bids = 2", &closing),
        ("update closings set root = sha256('x')", &closing),
        ("update closings set text = replace(text, 'Bids: 3', 'Bids: 2')", &closing),
        ("delete from closings", "the closing record of the request"),
        (
            "update quality_locks set ranking = jsonb_set(ranking, '{ranking,bids,0,rank}', '2')",
            "ranking 1 of",
        ),
        (
            "update quality_locks set ranking = jsonb_set(ranking, '{quality,lots}', '\"x\"')",
            "the draw of lots of",
        ),
        ("update quality_locks set ranking = '{}'", "ranking 1 of"),
        ("delete from quality_locks", "ranking 1 of the request"),
        (&format!("update agreed_scores set score = 5 where bid_id = {bid}"), agreed),
        (&format!("update agreed_scores set reason = reason || '.' where bid_id = {bid}"), agreed),
        (&format!("delete from agreed_scores where bid_id = {bid}"), "what was agreed for the bid"),
        (
            &format!(
                "update outcome_letters set said = jsonb_set(said, '{{lines,0,reason}}', '\"x\"') where bid_id = {bid}"
            ),
            "a letter about BID-2026-HARROW",
        ),
        (
            &format!(
                "update outcome_letters set said = said || '{{\"won\": true}}' where bid_id = {bid}"
            ),
            "a letter about BID-2026-HARROW",
        ),
        (
            &format!("update outcome_letters set said = '{{}}' where bid_id = {bid}"),
            "a letter about BID-2026-HARROW",
        ),
        (
            &format!("delete from outcome_letters where bid_id = {bid}"),
            "the letter about the award",
        ),
    ] {
        let found = found(app, tampering).await;
        assert!(found.iter().any(|it| it.contains(named)), "{tampering}: {found:?}");
    }
    let beside = "insert into contract_versions (id, contract_id, number, kind, state, document, document_hash, value, expenses_cap, \
        fee_basis_points, starts_on, ends_on, measures, particulars, reason, made_at, settled_at) select gen_random_uuid(), contract_id, 2, 'correction', 'lapsed', \
        document, document_hash, value, expenses_cap, fee_basis_points, starts_on, ends_on, measures, particulars, 'Why', made_at, made_at from contract_versions";
    let new = found(app, beside).await;
    let said = format!("no entry tells of the text of version 2 of the contract {contract}");
    assert!(new.contains(&said), "{new:?}");
    assert_eq!(app.db().read_at_once(faults).await.unwrap().1, Vec::<String>::new());
}

#[actix_web::test]
async fn the_command_says_what_was_changed_and_does_not_succeed() {
    let (panel, path) = record::signed_on(TestApp::committing(monday()).await).await;
    let app = &panel.app;
    let verify = |words: &[&str]| {
        let ran = Command::new(env!("CARGO_BIN_EXE_muster"))
            .args(["audit", "verify"])
            .args(words)
            .env("DATABASE_URL", app.serving_url())
            .env("VAR_DIR", scratch("kept"))
            .output()
            .unwrap();
        (ran.status.success(), String::from_utf8_lossy(&ran.stdout).into_owned())
    };
    let (whole, said) = verify(&[]);
    assert!(whole && said.contains("What is kept is what it tells of"), "{said}");
    let (whole, said) = verify(&["--files"]);
    assert!(whole && said.contains("Files: 0 in store were read"), "{said}");
    let sql = by_force("update contract_versions set document = document || 'x'");
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
    let (whole, said) = verify(&[]);
    let contract = path.rsplit('/').next().unwrap();
    let named = format!("\n  the text of version 1 of the contract {contract} is not what entry");
    assert!(!whole && said.contains(&named), "{said}");
    assert!(
        said.contains("The audit trail is whole"),
        "of the trail itself nothing is wrong: {said}"
    );
    // Nobody signs or reads on as if nothing had happened.
    assert_ne!(provider_signs(app, &path).await.status, 303);
}

#[actix_web::test]
async fn a_receipt_that_is_not_as_it_was_signed_is_found_with_the_key() {
    let panel = Panel::closed(TestApp::committing(monday()).await).await;
    let app = &panel.app;
    let trusted = keys().0.trusted();
    let (whole, said) = auditing::verify(&app.db(), None, &trusted).await.unwrap();
    assert!(whole, "{said}");
    let sql = by_force("update receipts set text = replace(text, 'Kestrel', 'Kestrol')");
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
    let (whole, said) = auditing::verify(&app.db(), None, &trusted).await.unwrap();
    assert!(
        !whole && said.contains("a receipt for BID-2026-KESTREL is not as it was signed"),
        "{said}"
    );
    assert!(!said.contains("HARROW"), "{said}");
}

#[actix_web::test]
async fn a_ranking_that_was_made_after_the_lock_is_held_against_it_too() {
    let panel = Panel::locked(TestApp::committing(monday()).await).await;
    let app = &panel.app;
    let bid = panel.bid_of("lantern").await;
    let form = [
        ("kind", "disqualify"),
        ("bid", bid.as_str()),
        ("code", "other"),
        ("reason", "The insurance that the request asks for ended in the meantime."),
    ];
    let page = panel.post(REQUESTER, "ranking/changes", &form).await;
    assert_eq!(page.status, 303, "{}", page.html);
    let change = app.look_up("select id from ranking_changes").await;
    let page = panel.post(APPROVER, &format!("ranking/changes/{change}/approval"), &[]).await;
    assert_eq!(page.status, 303, "{}", page.html);
    let (_, none) = app.db().read_at_once(faults).await.unwrap();
    assert_eq!(none, Vec::<String>::new());
    let rewritten = "update ranking_snapshots set ranking = (select ranking from quality_locks)";
    let said = found(app, rewritten).await;
    assert!(said.iter().any(|it| it.contains("ranking 2 of")), "{said:?}");
}

#[actix_web::test]
async fn what_is_agreed_anew_counts_and_a_letter_of_before_they_were_entered_is_no_fault() {
    let panel = Panel::scored(TestApp::committing(monday()).await).await;
    let app = &panel.app;
    for letter in ["A", "B", "C", "A", "B", "C"] {
        panel.score(REQUESTER, &format!("moderation/{letter}")).await;
    }
    assert_eq!(app.db().read_at_once(faults).await.unwrap().1, Vec::<String>::new());
    press(&panel, REQUESTER, "quality-lock", &[]).await;
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    press(&panel, APPROVER, "award/approval", &[]).await;
    let detail = "select detail from audit_entries where action in ('award.approved', 'score.agreed') order by seq desc limit 1";
    let detail = app.look_up(detail).await;
    assert!(detail.contains("sha256") && !detail.contains("gives two examples"), "{detail}");
    // As it was before: the approval entered no letters.
    let before = "alter table audit_entries disable trigger user; \
                  update audit_entries set detail = detail - 'letters' where action = 'award.approved'";
    assert_eq!(found(app, before).await, Vec::<String>::new());
    // Letters that are kept when the award is withdrawn are entered then.
    let lost = by_force("delete from outcome_letters");
    app.arrange(async |conn| conn.batch_execute(&lost).await.unwrap()).await;
    press(&panel, REQUESTER, "award/withdrawal", &[("reason", "A mistake.")]).await;
    press(&panel, APPROVER, "award/withdrawal/approval", &[]).await;
    assert_eq!(app.look_up("select count(*) from outcome_letters").await, "3");
    let entered = "select jsonb_array_length(detail->'letters') from audit_entries where action = 'award.withdrawn'";
    assert_eq!(app.look_up(entered).await, "3");
    assert_eq!(app.db().read_at_once(faults).await.unwrap().1, Vec::<String>::new());
    let rewritten = "update outcome_letters set said = said || '{\"won\": true}'";
    assert_eq!(found(app, rewritten).await.len(), 2, "the winner had won");
}

async fn press(panel: &Panel, who: &str, page: &str, form: &[(&str, &str)]) {
    let done = panel.post(who, page, form).await;
    assert_eq!(done.status, 303, "{page}: {}", done.html);
}

#[actix_web::test]
async fn a_file_that_was_exchanged_in_store_or_in_its_row_is_found() {
    let app = TestApp::committing(monday()).await;
    let page = crate::files::add(&app, ("iso.pdf", PDF)).await;
    assert_eq!(page.status, 303, "{}", page.html);
    let (whole, said) = auditing::files(&app.db(), &files()).await.unwrap();
    assert!(whole && said.contains("Files: 1 in store were read"), "{said}");
    let row = found(&app, "update files set sha256 = sha256('x')").await;
    assert!(row.len() == 1 && row[0].starts_with("the file "), "{row:?}");
    let key = app.look_up("select storage_key from files").await;
    let sql = by_force(&format!("update files set storage_key = '{key}0'"));
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
    let (whole, said) = auditing::files(&app.db(), &files()).await.unwrap();
    assert!(!whole && said.contains("is not in store"), "{said}");
}

#[actix_web::test]
async fn whatever_form_the_operator_reads_a_contract_in_is_an_entry_first() {
    let (app, path) = signed_on(TestApp::at(monday()).await).await;
    let contract = app.look_up("select id from contracts").await;
    for (who, page, said) in [
        (AUDITOR, "", "{\"form\": \"page\"}"),
        (AUDITOR, "/document.txt", "{\"form\": \"text\"}"),
        (MARKET, "/document.pdf", "{\"form\": \"pdf\"}"),
        (VETTING1, "/versions/1", "{\"form\": \"page\", \"version\": 1}"),
        (AUDITOR, "/versions/1/document.txt", "{\"form\": \"text\", \"version\": 1}"),
        (AUDITOR, "/versions/1/document.pdf", "{\"form\": \"pdf\", \"version\": 1}"),
        (AUDITOR, "/versions", "{\"form\": \"page\"}"),
        (AUDITOR, "/history", "{\"form\": \"page\"}"),
    ] {
        let before = app.trail().await.len();
        let shown = app.get(who, &format!("{path}{page}")).await;
        assert_eq!(shown.status, 200, "{who} {page}: {}", shown.html);
        let last = "select action || ' ' || subject || ' ' || (detail::text) || ' ' || (select email from users where id = actor) \
            from audit_entries order by seq desc limit 1";
        assert_eq!(app.look_up(last).await, format!("contract.read {contract} {said} {who}"));
        assert_eq!(app.trail().await.len(), before + 1, "{page}");
    }
    let before = app.trail().await.len();
    for who in [REQUESTER, KESTREL_ADMIN] {
        assert_eq!(app.get(who, &path).await.status, 200);
    }
    assert_eq!(app.trail().await.len(), before, "its own sides work with it");
    assert_eq!(app.get(AUDITOR, "/contracts/CON-2020-0001").await.status, 404);
    assert_eq!(app.trail().await.len(), before, "there was nothing to read");
}
