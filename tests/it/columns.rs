//! What the files of contracts and outcomes say in each column, to whom.

use std::collections::BTreeMap;

use crate::contracts::{approve_variation, force_signs, provider_signs, signed_on};
use crate::support::app::{TestApp, monday};
use crate::support::cast::{APPROVER, CONTRACTS, KESTREL, NOBODY, REQUESTER};
use crate::support::form::Form;
use crate::support::panel::Panel;

/// The cells of a line, some of them in quotation marks.
fn cells(line: &str) -> Vec<String> {
    let (mut all, mut quoted) = (vec![String::new()], false);
    for letter in line.trim_end_matches('\r').chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => all.push(String::new()),
            other => all.last_mut().unwrap().push(other),
        }
    }
    all
}

/// The only row of a file, by its columns.
async fn row(app: &TestApp, who: &str, file: &str) -> BTreeMap<String, String> {
    let page = app.get(who, file).await;
    assert_eq!(page.status, 200, "{who}: {}", page.html);
    let text = page.html.trim_start_matches('\u{feff}').to_owned();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    let (names, values) = (cells(lines[0]), cells(lines[1]));
    assert_eq!(names.len(), values.len(), "{text}");
    names.into_iter().zip(values).collect()
}

/// Whether a variation waits to be signed and for approval, and the version in force.
async fn waits(app: &TestApp, who: &str) -> [String; 3] {
    let row = row(app, who, "/contracts.csv").await;
    ["A variation waits to be signed", "A variation waits for approval", "Version"]
        .map(|it| row.get(it).cloned().unwrap_or_else(|| panic!("no column {it}: {row:?}")))
}

#[actix_web::test]
async fn the_file_of_contracts_says_what_waits_and_a_provider_learns_of_it_once_it_is_approved() {
    let (app, path) = signed_on(TestApp::at(monday()).await).await;
    for who in [CONTRACTS, KESTREL] {
        assert_eq!(waits(&app, who).await, ["No", "No", "1"], "{who}");
    }
    let page = app.get(CONTRACTS, &format!("{path}/variation")).await;
    let form = Form::on(&page, "/variation").set("days_1", "120").set("reason", "More devices.");
    let check = form.sent(&app, CONTRACTS).await;
    Form::on(&check, "/variation").send(&app, CONTRACTS).await;
    assert_eq!(waits(&app, CONTRACTS).await, ["No", "Yes", "1"]);
    assert_eq!(waits(&app, KESTREL).await, ["No", "No", "1"], "the force thinks about it");
    approve_variation(&app, APPROVER, &path).await;
    for who in [CONTRACTS, KESTREL] {
        assert_eq!(waits(&app, who).await, ["Yes", "No", "1"], "{who}");
    }
    for page in [provider_signs(&app, &path).await, force_signs(&app, &path).await] {
        assert_eq!(page.status, 303, "{}", page.html);
    }
    for who in [CONTRACTS, KESTREL] {
        assert_eq!(waits(&app, who).await, ["No", "No", "2"], "{who}");
    }
    let row = row(&app, CONTRACTS, "/contracts.csv").await;
    for (column, said) in [
        ("Contract", "CON-2026-0001"),
        ("For", "Phone and computer examination"),
        ("Force", "Northshire Police"),
        ("Provider", "Kestrel Cyber Ltd"),
        ("State", "Active"),
        ("At most, excluding VAT, in pounds", "195000.00"),
    ] {
        assert_eq!(row.get(column).map(String::as_str), Some(said), "{column}: {row:?}");
    }
}

#[actix_web::test]
async fn the_file_of_outcomes_says_what_everyone_may_know_of_an_award_and_of_its_end() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    let page = panel.app.get(NOBODY, "/outcomes.csv").await.html;
    assert!(!page.contains(&panel.reference), "not yet: {page}");
    assert_eq!(panel.post(APPROVER, "award/approval", &[]).await.status, 303);
    let awarded = row(&panel.app, NOBODY, "/outcomes.csv").await;
    for (column, said) in [
        ("Request", panel.reference.as_str()),
        ("Outcome", "Awarded"),
        ("Winner", "Kestrel Cyber Ltd"),
        ("Value excluding VAT (£)", "90000.00"),
        ("Number of bids", "3"),
        ("Why it ended", ""),
        ("An award was withdrawn", ""),
    ] {
        assert_eq!(awarded.get(column).map(String::as_str), Some(said), "{column}: {awarded:?}");
    }
    for column in ["Size of the winner", "Published", "Awarded", "Work starts"] {
        assert!(awarded.get(column).is_some_and(|it| !it.is_empty()), "{column}: {awarded:?}");
    }
    let why = [("reason", "An answer was scored against the wrong question.")];
    assert_eq!(panel.post(REQUESTER, "award/withdrawal", &why).await.status, 303);
    assert_eq!(panel.post(APPROVER, "award/withdrawal/approval", &[]).await.status, 303);
    let over = row(&panel.app, NOBODY, "/outcomes.csv").await;
    for (column, said) in [
        ("Outcome", "Award withdrawn"),
        ("Winner", ""),
        ("Size of the winner", ""),
        ("Value excluding VAT (£)", ""),
        ("Why it ended", ""),
        ("Why it was withdrawn", why[0].1),
    ] {
        assert_eq!(over.get(column).map(String::as_str), Some(said), "{column}: {over:?}");
    }
}
