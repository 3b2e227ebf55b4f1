//! The complete record of a request: who takes it and when, what is in it, and
//! that nothing in it can be changed unnoticed.

use std::collections::BTreeMap;
use std::process::Command;

use diesel_async::SimpleAsyncConnection;
use muster::accounts::password;
use muster::seal::keys::Keys;
use muster::trail::record::bundle::{packed, unpacked};
use muster::trail::record::verify::{Verdict, verify};
use muster::types::text::hex;
use sha2::{Digest, Sha256};

use crate::checkpoints::{scratch, sign};
use crate::contracts::{PASSWORD, force_signs, provider_signs};
use crate::support::app::{TestApp, keys, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, EVALUATOR1, FORCE_ADMIN, HARROW, KESTREL, MARKET, NOBODY,
    OTHER_REQUESTER, REQUESTER, VETTING1,
};
use crate::support::form::Form;
use crate::support::panel::{Panel, explained};

type Files = BTreeMap<String, Vec<u8>>;

async fn sql(panel: &Panel, sql: &str) {
    panel.app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

async fn approve(panel: &Panel) {
    let page = panel.post(APPROVER, "award/approval", &[]).await;
    assert_eq!(page.status, 303, "{}", page.html);
}

/// Takes the record: the file, and what is in it.
async fn take(panel: &Panel, who: &str) -> (Vec<u8>, Files) {
    let page = panel.get(who, "record.zip").await;
    assert_eq!(page.status, 200, "{who}: {}", page.html);
    assert_eq!(page.header("content-type"), "application/zip");
    let named = format!("filename=\"Record of {}.zip\"", panel.reference);
    assert!(page.header("content-disposition").contains(&named));
    let files = unpacked(&page.bytes).unwrap();
    (page.bytes, files)
}

fn text(files: &Files, place: &str) -> String {
    let found = files.get(place);
    let found = found.unwrap_or_else(|| panic!("{place} is not among {:?}", files.keys()));
    String::from_utf8(found.clone()).unwrap()
}

fn entries(files: &Files) -> usize {
    files.keys().filter(|it| it.starts_with("audit/")).count()
}

/// Whether anything in it says so.
fn says(files: &Files, words: &str) -> bool {
    files.values().any(|it| String::from_utf8_lossy(it).contains(words))
}

#[actix_web::test]
async fn the_record_is_for_requesters_approvers_and_auditors_once_there_is_an_outcome() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    let before = panel.get(REQUESTER, "record").await;
    assert_eq!(before.status, 200);
    assert!(before.html.contains("This request has none yet"), "{}", before.html);
    assert!(!before.html.contains("record.zip"), "no button that would not work");
    for who in [REQUESTER, APPROVER, AUDITOR] {
        let refused = panel.get(who, "record.zip").await;
        assert_eq!(refused.status, 409, "{who}");
        assert!(refused.html.contains("This request has none yet"), "{who}: {}", refused.html);
    }
    approve(&panel).await;

    for (who, status) in [
        (NOBODY, 401),
        (EVALUATOR1, 403),
        (CONTRACTS, 403),
        (FORCE_ADMIN, 403),
        (OTHER_REQUESTER, 404),
        (KESTREL, 404),
        (MARKET, 403),
        (VETTING1, 403),
    ] {
        let page = panel.get(who, "record.zip").await;
        assert_eq!(page.status.as_u16(), status, "{who}: {}", page.html);
    }
    let shown = panel.get(CONTRACTS, "record").await.html;
    assert!(shown.contains("needs the role “Requester” or “Approver”"), "{shown}");
    assert!(!panel.trail().await.contains(&"record.taken".to_owned()));

    for (who, times) in [(REQUESTER, 1), (APPROVER, 2), (AUDITOR, 3)] {
        let shown = panel.get(who, "record").await.html;
        assert!(shown.contains("record.zip") && shown.contains("muster audit verify --record"));
        let (_, files) = take(&panel, who).await;
        let taken = panel.trail().await.iter().filter(|it| *it == "record.taken").count();
        assert_eq!(taken, times, "{who}");
        let noted = "select detail->>'manifest' || ' ' || (select email from users where id = actor) \
            from audit_entries order by seq desc limit 1";
        let list = hex(&Sha256::digest(&files["MANIFEST.txt"]));
        assert_eq!(panel.app.look_up(noted).await, format!("{list} {who}"));
    }
    let link = format!("/requests/{}/record\"", panel.reference);
    assert!(panel.get(REQUESTER, "history").await.html.contains(&link));
    assert!(panel.get(REQUESTER, "award").await.html.contains(&link));
    assert!(!panel.get(CONTRACTS, "award").await.html.contains(&link), "they do not take it");
}

#[actix_web::test]
async fn whoever_has_a_conflict_of_interest_does_not_get_the_record() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    approve(&panel).await;
    let bid = panel.bid_of("harrow").await;
    let recuse = format!(
        "insert into conflict_declarations (bid_id, user_id, conflict, words, declared_at) \
         select '{bid}', id, true, 'My brother works there.', '2026-01-26T10:00:00Z' from users where email = '{REQUESTER}' \
         on conflict (bid_id, user_id) do update set conflict = true, words = excluded.words"
    );
    sql(&panel, &recuse).await;
    let shown = panel.get(REQUESTER, "record").await.html;
    assert!(shown.contains("the record holds every bid"), "{shown}");
    assert!(!shown.contains("record.zip"));
    let refused = panel.get(REQUESTER, "record.zip").await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains("A colleague without one takes it"), "{}", refused.html);
    let (_, files) = take(&panel, APPROVER).await;
    assert!(text(&files, "tables/conflicts.csv").contains("My brother works there."));
}

/// Awarded to Kestrel with words that are hard on tables and pages, and signed
/// by both sides; the contract's page.
async fn signed() -> (Panel, String) {
    signed_on(TestApp::at(monday()).await).await
}

/// The same, on a stage of the test's own.
pub async fn signed_on(app: TestApp) -> (Panel, String) {
    let panel = Panel::locked(app).await;
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let hard = format!(
        "update users set name = 'Rosa O''Quill' where email = '{REQUESTER}'; \
         update requests set title = '<b>O''Hara''s phones</b>'; \
         update users set password_hash = '{hash}' where email in ('{CONTRACTS}', 'admin@kestrel.example')"
    );
    sql(&panel, &hard).await;
    let bid = panel.bid_of("kestrel").await;
    explained(&panel.app, &bid).await;
    let form = [("bid", bid.as_str()), ("reason", "=HYPERLINK(\"http://x.test\")")];
    let page = panel.post(REQUESTER, "award", &form).await;
    assert_eq!(page.status, 303, "{}", page.html);
    approve(&panel).await;
    let drawn = panel.post(CONTRACTS, "contract", &[("confirmed", "yes")]).await;
    assert_eq!(drawn.status, 303, "{}", drawn.html);
    let path = drawn.location.unwrap();
    for page in [provider_signs(&panel.app, &path).await, force_signs(&panel.app, &path).await] {
        assert_eq!(page.status, 303, "{}", page.html);
    }
    (panel, path)
}

#[actix_web::test]
async fn it_holds_the_purchase_from_the_request_to_the_signed_contract() {
    let (panel, path) = signed().await;
    let (_, files) = take(&panel, APPROVER).await;
    let answer = panel.answer_of("harrow").await;
    for (place, wanted) in [
        ("tables/request.csv", "O'Hara's phones"),
        ("tables/criteria.csv", "How will you examine the devices?"),
        ("tables/opening.csv", "A second person opened the bids,Abe Stone"),
        ("tables/panel.csv", "Ned Marsh"),
        ("tables/conflicts.csv", "Rosa O'Quill,BID-2026-HARROW,No"),
        ("tables/bids.csv", "BID-2026-LANTERN,Lantern Analytics plc"),
        ("tables/answers.csv", answer.as_str()),
        ("tables/teams.csv", "Lead examiner,Robin Vale"),
        ("tables/prices.csv", "BID-2026-KESTREL,Lead examiner,£500.00"),
        ("tables/scores.csv", "Eve Marsh,4,"),
        ("tables/agreed-scores.csv", "Rosa O'Quill"),
        ("tables/rankings.csv", "BID-2026-KESTREL,"),
        ("tables/awards.csv", "Approved,'=HYPERLINK"),
        ("tables/awards.csv", "'=HYPERLINK"),
        ("tables/contracts.csv", "Kestrel Cyber Ltd"),
        ("tables/contract-versions.csv", "Signed by both"),
        ("tables/contract-versions.csv", "Kit Moss"),
        ("tables/contract-prices.csv", "Lead examiner,Day rate,1,100,£500.00"),
    ] {
        let table = text(&files, place);
        let plain = table.replace('"', "");
        assert!(plain.contains(wanted), "{place}: {table}");
    }
    let rankings = text(&files, "tables/rankings.csv");
    for marks in ["79.33", "76.00", "70.75"] {
        assert!(rankings.contains(marks), "{rankings}");
    }
    for (place, bytes) in files.iter().filter(|it| it.0.ends_with(".csv")) {
        let table = String::from_utf8_lossy(bytes);
        assert!(!table.contains(",=") && !table.contains("\"="), "{place}: no formula");
    }
    let page = text(&files, "record.html");
    assert!(page.contains("O&#39;Hara") && !page.contains("<b>O"), "{page}");
    assert!(page.contains("%20version%201.pdf\""), "{page}");

    let download = panel.app.get(CONTRACTS, &format!("{path}/document.txt")).await;
    let name = path.trim_start_matches("/contracts/");
    assert!(download.header("content-disposition").contains(&format!("{name} version 1.txt")));
    assert_eq!(files[&format!("contracts/{name} version 1.txt")], download.bytes);
    let digest = hex(&Sha256::digest(&download.bytes));
    assert!(text(&files, "tables/contract-versions.csv").contains(&digest));
    let paper = panel.app.get(CONTRACTS, &format!("{path}/document.pdf")).await;
    assert_eq!(files[&format!("contracts/{name} version 1.pdf")], paper.bytes);
    assert!(paper.bytes.starts_with(b"%PDF"));
    let letter = panel.app.get(HARROW, "/bids/BID-2026-HARROW/outcome.txt").await;
    assert_eq!(files["letters/BID-2026-HARROW-outcome.txt"], letter.bytes);
    let taken: Vec<&str> = ["bid.submitted", "award.approved", "contract.signed_by_force"]
        .into_iter()
        .filter(|it| says(&files, &format!(", {it}")))
        .collect();
    assert_eq!(taken.len(), 3, "{taken:?}");
    let shown = panel.app.get(APPROVER, &path).await.html;
    assert!(shown.contains(&format!("/requests/{}/record\"", panel.reference)));
    let other = panel.app.get("admin@kestrel.example", &path).await.html;
    assert!(!other.contains("/record\""), "a provider is not sent there");
}

#[actix_web::test]
async fn it_is_believed_as_it_was_taken_and_its_entries_are_proved_once_one_signed_for_them() {
    let (panel, _) = signed().await;
    let trusted = keys().0.trusted();
    let (zip, files) = take(&panel, REQUESTER).await;
    let Verdict::Whole { reference, files: many, proved, unproved } =
        verify(&zip, &trusted).unwrap()
    else {
        panic!("it is not believed")
    };
    assert_eq!((reference, many), (panel.reference.clone(), files.len()));
    assert_eq!((proved, unproved), (0, entries(&files)));
    assert!(
        text(&files, "READ-ME.txt").contains(&format!("{unproved} of its entries were so new"))
    );

    sign(&panel.app).await;
    let (zip, files) = take(&panel, REQUESTER).await;
    let whole = verify(&zip, &trusted).unwrap();
    let Verdict::Whole { proved: now, unproved: 0, .. } = whole else { panic!("{whole:?}") };
    assert_eq!(now, entries(&files), "and the taking before is among them");
    assert_eq!(now, unproved + 1);
    assert!(!text(&files, "READ-ME.txt").contains("so new"));
    found(&files);
    run(&zip, &files);
}

/// Each tampering is found.
fn found(files: &Files) {
    let trusted = keys().0.trusted();
    let entry = files.keys().find(|it| it.starts_with("audit/")).unwrap().clone();
    let said = |change: &dyn Fn(&mut Files)| {
        let mut changed = files.clone();
        change(&mut changed);
        match verify(&packed(&changed).unwrap(), &trusted).unwrap() {
            Verdict::Broken(fault) => fault,
            whole => panic!("{whole:?}"),
        }
    };
    let table = "tables/awards.csv".to_owned();
    let changed = said(&|it| it.get_mut(&table).unwrap().push(b' '));
    assert_eq!(changed, format!("{table} is not what it was when the record was taken"));
    assert_eq!(said(&|it| drop(it.remove(&entry))), format!("{entry} is missing"));
    let added = said(&|it| drop(it.insert("tables/new.csv".to_owned(), Vec::new())));
    assert_eq!(added, "tables/new.csv was added to it");
    let relisted = said(&|it| {
        let list = String::from_utf8(it["MANIFEST.txt"].clone()).unwrap();
        let list = list.lines().filter(|line| !line.ends_with(&table)).collect::<Vec<_>>();
        it.insert("MANIFEST.txt".to_owned(), (list.join("\n") + "\n").into_bytes());
        it.remove(&table);
    });
    assert!(relisted.starts_with("of the list of what is in it:"), "{relisted}");
    let (others, _) = Keys::fresh().unwrap();
    let other = verify(&packed(files).unwrap(), &others.trusted()).unwrap();
    assert!(matches!(other, Verdict::Broken(_)), "another key believes it");
    assert!(verify(b"no ZIP file", &trusted).is_err());
}

/// The program says the same, with nothing but the file and a key.
fn run(zip: &[u8], files: &Files) {
    let said = |bytes: &[u8], key: &str| {
        let file = scratch("record.zip");
        std::fs::write(&file, bytes).unwrap();
        let ran = Command::new(env!("CARGO_BIN_EXE_muster"))
            .args(["audit", "verify", "--record", file.to_str().unwrap(), "--key", key])
            .env_clear()
            .output()
            .unwrap();
        std::fs::remove_file(file).unwrap();
        let said = String::from_utf8_lossy(&ran.stdout) + String::from_utf8_lossy(&ran.stderr);
        (ran.status.success(), said.into_owned())
    };
    let key = keys().0.public_key();
    let (whole, words) = said(zip, &key);
    assert!(whole && words.contains("is as it was taken"), "{words}");
    assert!(words.contains(&format!("{} entries of the audit trail", entries(files))), "{words}");
    let mut changed = files.clone();
    changed.insert("record.html".to_owned(), b"Nothing happened.".to_vec());
    let (whole, words) = said(&packed(&changed).unwrap(), &key);
    assert!(!whole && words.contains("Do not believe this record: record.html"), "{words}");
    let (whole, words) = said(zip, &Keys::fresh().unwrap().0.public_key());
    assert!(!whole && words.contains("Do not believe this record"), "{words}");
    let (whole, words) = said(b"PK", &key);
    assert!(!whole && words.contains("not a ZIP file"), "{words}");
}

#[actix_web::test]
async fn what_was_never_opened_is_not_in_it() {
    let panel = Panel::closed(TestApp::at(monday()).await).await;
    let cancel = "update requests set state = 'cancelled', end_reason = 'The money is gone.'";
    sql(&panel, cancel).await;
    let (zip, files) = take(&panel, REQUESTER).await;
    assert!(matches!(verify(&zip, &keys().0.trusted()), Ok(Verdict::Whole { .. })));
    assert!(text(&files, "tables/request.csv").contains("The money is gone."));
    for place in ["bids", "answers", "teams", "prices", "scores", "awards", "contracts"] {
        assert!(!files.contains_key(&format!("tables/{place}.csv")), "{place}");
    }
    assert!(!files.keys().any(|it| it.starts_with("letters/")));
    assert!(panel.app.trail().await.contains(&"bid.submitted".to_owned()));
    let ids = "select string_agg(id::text, ' ') from providers where slug in ('kestrel', 'harrow', 'lantern')";
    let ids = panel.app.look_up(ids).await;
    let bids = panel.app.look_up("select string_agg(id::text, ' ') from bids").await;
    let answer = panel.answer_of("kestrel").await;
    let hidden = ids.split(' ').chain(bids.split(' '));
    for words in hidden.chain(["bid.submitted", "BID-2026", "Kestrel", answer.as_str()]) {
        assert!(!says(&files, words), "{words}");
    }
}

const WHY: &str = "The certificate it names was never issued.";

/// Everything that can be changed after the lock was, until the contract was ended.
async fn eventful() -> Panel {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    let (harrow, lantern) = (panel.bid_of("harrow").await, panel.bid_of("lantern").await);
    let asked = [
        ("bid", harrow.as_str()),
        ("question", "Which tools make this price possible?"),
        ("due_day", "30"),
        ("due_month", "1"),
        ("due_year", "2026"),
    ];
    press(&panel, REQUESTER, "explanations", &asked).await;
    let answer = [("answer", "We own the tools.")];
    let page = panel.app.post(HARROW, "/bids/BID-2026-HARROW/explanation", &answer).await;
    assert_eq!(page.status, 303, "{}", page.html);
    let id = panel.app.look_up("select id from price_explanations").await;
    let accepted = [(format!("accept-{id}"), "It adds up.")];
    let accepted = accepted.each_ref().map(|(name, said)| (name.as_str(), *said));
    press(&panel, APPROVER, &format!("explanations/{id}/acceptance"), &accepted).await;
    let out =
        [("kind", "disqualify"), ("bid", lantern.as_str()), ("code", "untrue"), ("reason", WHY)];
    press(&panel, REQUESTER, "ranking/changes", &out).await;
    let id = panel.app.look_up("select id from ranking_changes").await;
    press(&panel, APPROVER, &format!("ranking/changes/{id}/approval"), &[]).await;

    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    sql(&panel, "update requests set standstill_days = 8").await;
    let app = panel.app.when("2026-03-12T12:00:00Z".parse().unwrap());
    let panel = Panel { app, reference: panel.reference };
    approve(&panel).await;
    let wrong = [("words", "Question 2 was not in the request.")];
    let page = panel.app.post(HARROW, "/bids/BID-2026-HARROW/challenge", &wrong).await;
    assert_eq!(page.status, 303, "{}", page.html);
    let claim = [
        ("provider", "another"),
        ("brought_by", "Bastion Forensics Ltd"),
        ("words", "A claim was issued at the court."),
    ];
    press(&panel, CONTRACTS, "award/challenges", &claim).await;
    press(&panel, REQUESTER, "award/withdrawal", &[("reason", "They are right.")]).await;
    press(&panel, APPROVER, "award/withdrawal/approval", &[]).await;
    assert_eq!(panel.get(REQUESTER, "record.zip").await.status, 409, "it is decided on again");

    sql(&panel, "update requests set standstill_days = 0").await;
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    approve(&panel).await;
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let sign = format!(
        "update users set password_hash = '{hash}' where email in ('{CONTRACTS}', 'admin@kestrel.example')"
    );
    sql(&panel, &sign).await;
    let path = panel.post(CONTRACTS, "contract", &[("confirmed", "yes")]).await.location.unwrap();
    for page in [provider_signs(&panel.app, &path).await, force_signs(&panel.app, &path).await] {
        assert_eq!(page.status, 303, "{}", page.html);
    }
    let page = panel.app.get(CONTRACTS, &format!("{path}/variation")).await;
    let more = Form::on(&page, "/variation").set("days_1", "120").set("reason", "More devices.");
    let check = more.sent(&panel.app, CONTRACTS).await;
    Form::on(&check, "/variation").send(&panel.app, CONTRACTS).await;
    let ending = format!("{path}/termination");
    let typed = [("reason", "no_longer_needed"), ("words", "The cases are closed.")];
    let page = panel.app.post(CONTRACTS, &ending, &typed).await;
    assert_eq!(page.status, 303, "{}", page.html);
    let page = panel.app.post(APPROVER, &format!("{ending}/confirmation"), &[]).await;
    assert_eq!(page.status, 303, "{}", page.html);
    panel
}

async fn press(panel: &Panel, who: &str, page: &str, form: &[(&str, &str)]) {
    let done = panel.post(who, page, form).await;
    assert_eq!(done.status, 303, "{page}: {}", done.html);
}

#[actix_web::test]
async fn what_was_changed_challenged_withdrawn_varied_and_ended_is_in_it_with_who_and_why() {
    let panel = eventful().await;
    // What everyone reads says that it ended early, and not why.
    let public = panel.app.get(NOBODY, &format!("/outcomes/{}", panel.reference)).await.html;
    assert!(public.contains("Signed by both, and ended early on"), "{public}");
    assert!(!public.contains("The cases are closed."), "{public}");
    let award = panel.get(APPROVER, "award").await.html;
    assert!(award.contains(": Terminated</a>"), "it leads to its contract: {award}");
    assert!(!award.contains("draws up the contract"), "{award}");
    let (zip, files) = take(&panel, AUDITOR).await;
    assert!(matches!(verify(&zip, &keys().0.trusted()), Ok(Verdict::Whole { .. })));
    let (rosa, abe) = ("Rosa Quill", "Abe Stone");
    for (table, wanted) in [
        ("low-prices", &["BID-2026-HARROW", "We own the tools.", "It adds up.", rosa, abe][..]),
        ("ranking-changes", &["BID-2026-LANTERN", "Made,2,", WHY, rosa, abe]),
        ("rankings", &["1,2026-", "2,2026-", "BID-2026-LANTERN"]),
        ("awards", &["BID-2026-KESTREL,Withdrawn", "BID-2026-KESTREL,Approved", rosa, abe]),
        ("award-checks", &["BID-2026-KESTREL,2026-", "Nothing was missing."]),
        ("withdrawals", &["BID-2026-KESTREL,Withdrawn", "They are right.", rosa, abe]),
        ("challenges", &["Harrow Forensics Ltd,No", "Question 2", "The award was withdrawn"]),
        ("challenges", &["Bastion Forensics Ltd,Yes", "A claim was issued at the court."]),
        ("contracts", &["Terminated"]),
        ("contract-versions", &["2,Variation,Lapsed", "More devices.", "Cora Wynn"]),
        ("contract-changes", &["100", "120", "Beside what was first agreed"]),
        ("terminations", &["The cases are closed.", "Confirmed", "Cora Wynn", abe]),
    ] {
        let found = text(&files, &format!("tables/{table}.csv")).replace('"', "");
        for words in wanted {
            assert!(found.contains(words), "{table} does not say {words}: {found}");
        }
    }
    let papers = files.keys().filter(|it| it.starts_with("contracts/")).count();
    assert_eq!(papers, 4, "both versions, as text and as PDF");
    let actions: Vec<String> = files
        .iter()
        .filter(|it| it.0.starts_with("audit/"))
        .map(|it| String::from_utf8_lossy(it.1).into_owned())
        .collect();
    for action in [
        "explanation.accepted",
        "ranking.changed",
        "award.challenged",
        "award.withdrawn",
        "contract.variation_proposed",
        "contract.terminated",
        "prices.opened",
        "conflicts.declared",
    ] {
        assert!(actions.iter().any(|it| it.contains(action)), "{action} is not among the entries");
    }
}
