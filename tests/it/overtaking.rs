//! Two requesters on one page of a draft: nothing is overwritten unread, and
//! whoever keeps a page while typing is not taken for a colleague.

use actix_web::http::StatusCode;
use serde_json::Value;

use crate::requests::{also, begun, form, pages, sent, written};
use crate::support::app::{Page, TestApp, monday};
use crate::support::bids::hidden;
use crate::support::cast::{EVALUATOR1, REQUESTER};
use crate::support::form::Form;

const NEED: &[(&str, &str)] = &[
    ("why", "The unit is full."),
    ("problem", "Two hundred phones wait."),
    ("outcomes", "Reports fit for court."),
    ("team", "Six examiners."),
];

/// The page on why the work is needed, with something else in one field.
fn need(field: &str, said: &str, seen: &str, button: &str) -> Vec<(&'static str, String)> {
    let mut fields: Vec<(&str, String)> = NEED
        .iter()
        .map(|it| (it.0, if it.0 == field { said.to_owned() } else { it.1.to_owned() }))
        .collect();
    fields.push(("seen", seen.to_owned()));
    fields.push(("do", button.to_owned()));
    fields
}

async fn save(app: &TestApp, who: &str, path: &str, fields: &[(&str, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|it| (it.0, it.1.as_str())).collect();
    app.post(who, path, &fields).await
}

/// What the script is answered.
fn told(page: &Page) -> Value {
    serde_json::from_str(&page.html).unwrap_or_else(|_| panic!("{}: {}", page.status, page.html))
}

/// A whole draft, a colleague who writes too, and the address of the page.
async fn two_at_work(app: &TestApp) -> String {
    also(app, EVALUATOR1, "requester").await;
    let reference = written(app, "mini_competition").await;
    format!("/requests/{reference}/draft/need")
}

#[actix_web::test]
async fn a_colleagues_page_is_not_overwritten_and_both_texts_are_shown() {
    let app = TestApp::at(monday()).await;
    let path = two_at_work(&app).await;
    let seen = hidden(&app.get(REQUESTER, &path).await, "seen");
    assert_eq!(hidden(&app.get(EVALUATOR1, &path).await, "seen"), seen, "both see the same");
    let first = save(&app, EVALUATOR1, &path, &need("why", "Theirs.", &seen, "")).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.html);
    let entries = app.trail().await.len();

    let wrong = save(&app, REQUESTER, &path, &need("why", "", &seen, "")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(hidden(&wrong, "seen"), seen, "what was seen is not forgotten over a mistake");
    let page = save(&app, REQUESTER, &path, &need("why", "Mine.", &seen, "")).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    for said in ["This page was saved while you were writing on it", "Theirs.", "Mine.</textarea>"]
    {
        assert!(page.html.contains(said), "“{said}” is missing: {}", page.html);
    }
    assert!(!page.html.contains("data-autosave>"), "it is saved by hand: {}", page.html);
    assert_eq!(app.look_up("select why from requests").await, "Theirs.");
    assert_eq!(app.trail().await.len(), entries, "nothing happened");

    let both = Form::on(&page, "/draft/need").set("why", "Theirs and mine.");
    both.send(&app, REQUESTER).await;
    assert_eq!(app.look_up("select why from requests").await, "Theirs and mine.");
}

#[actix_web::test]
async fn another_page_of_the_draft_is_nobodys_business() {
    let app = TestApp::at(monday()).await;
    let path = two_at_work(&app).await;
    let seen = hidden(&app.get(REQUESTER, &path).await, "seen");
    let place = pages(&app, "mini_competition").await.remove(3).1;
    let other = path.replace("need", "place");
    assert_eq!(sent(&app, EVALUATOR1, &other, &place).await.status, StatusCode::SEE_OTHER);
    let page = save(&app, REQUESTER, &path, &need("why", "Mine.", &seen, "")).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
}

#[actix_web::test]
async fn what_the_script_keeps_is_no_colleagues_save() {
    let app = TestApp::at(monday()).await;
    let path = two_at_work(&app).await;
    let mut seen = hidden(&app.get(REQUESTER, &path).await, "seen");
    // A page that holds, one that does not, and one that holds again.
    for (why, finished) in [("First.", true), ("", false), ("Second.", true)] {
        let kept = save(&app, REQUESTER, &path, &need("why", why, &seen, "autosave")).await;
        assert_eq!(kept.status, StatusCode::OK, "{why}: {}", kept.html);
        assert_eq!(told(&kept)["finished"], finished, "{why}");
        let next = told(&kept)["seen"].as_str().unwrap().to_owned();
        assert_ne!(next, seen, "{why}");
        seen = next;
        assert_eq!(hidden(&app.get(EVALUATOR1, &path).await, "seen"), seen, "as the page says");
    }
    let done = save(&app, REQUESTER, &path, &need("why", "Third.", &seen, "")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    assert_eq!(app.look_up("select why from requests").await, "Third.");
}

#[actix_web::test]
async fn the_script_says_in_words_that_a_colleague_was_quicker_and_saves_nothing() {
    let app = TestApp::at(monday()).await;
    let path = two_at_work(&app).await;
    let seen = hidden(&app.get(REQUESTER, &path).await, "seen");
    save(&app, EVALUATOR1, &path, &need("why", "Theirs.", &seen, "")).await;
    for why in ["Mine.", ""] {
        let page = save(&app, REQUESTER, &path, &need("why", why, &seen, "autosave")).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.html);
        assert_eq!(told(&page)["overtaken"], true);
        let said = told(&page)["said"].as_str().unwrap().to_owned();
        assert!(said.contains("Save it yourself to see both texts"), "{said}");
    }
    assert_eq!(app.look_up("select why from requests").await, "Theirs.");
    assert_eq!(app.look_up("select count(*) from request_halves").await, "0");
}

#[actix_web::test]
async fn half_a_page_of_a_colleague_is_shown_before_it_goes() {
    let app = TestApp::at(monday()).await;
    let path = two_at_work(&app).await;
    let seen = hidden(&app.get(REQUESTER, &path).await, "seen");
    let half = save(&app, EVALUATOR1, &path, &need("problem", "", &seen, "later")).await;
    assert_eq!(half.status, StatusCode::SEE_OTHER, "{}", half.html);
    // Half of one's own does not overwrite half of theirs either.
    for button in ["", "later"] {
        let field = if button.is_empty() { ("why", "Mine.") } else { ("team", "") };
        let page = save(&app, REQUESTER, &path, &need(field.0, field.1, &seen, button)).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{button}: {}", page.html);
        assert!(page.html.contains("Nothing</span>"), "their empty field: {}", page.html);
    }
    assert_eq!(app.look_up("select count(*) from request_halves").await, "1");
    let page = save(&app, REQUESTER, &path, &need("why", "Mine.", &seen, "")).await;
    Form::on(&page, "/draft/need").send(&app, REQUESTER).await;
    assert_eq!(app.look_up("select count(*) from request_halves").await, "0");
    assert_eq!(app.look_up("select why from requests").await, "Mine.");

    // Whoever still looks at the half that is gone is told, too.
    let stale = save(&app, EVALUATOR1, &path, &need("why", "Late.", &seen, "")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.html.contains("Mine."), "{}", stale.html);
}

#[actix_web::test]
async fn of_two_who_save_at_once_one_saves_and_the_other_reads() {
    let app = TestApp::committing(monday()).await;
    let path = two_at_work(&app).await;
    let seen = hidden(&app.get(REQUESTER, &path).await, "seen");
    let (mine, theirs) = (need("why", "Mine.", &seen, ""), need("why", "Theirs.", &seen, ""));
    let (one, two) = futures_util::future::join(
        save(&app, REQUESTER, &path, &mine),
        save(&app, EVALUATOR1, &path, &theirs),
    )
    .await;
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409], "{} {}", one.html, two.html);
    let kept = if one.status == StatusCode::SEE_OTHER { "Mine." } else { "Theirs." };
    assert_eq!(app.look_up("select why from requests").await, kept);
    let saved = "select count(*) from audit_entries where action = 'request.saved' \
                 and detail ->> 'section' = 'need'";
    assert_eq!(app.look_up(saved).await, "2", "when it was written, and now");
}

#[actix_web::test]
async fn the_same_page_sent_twice_is_saved_once_and_both_are_sent_on() {
    let app = TestApp::committing(monday()).await;
    let path = two_at_work(&app).await;
    let page = app.get(REQUESTER, &path).await;
    let went =
        Form::on(&page, "/draft/need").set("why", " New. ").send_twice(&app, REQUESTER).await;
    assert!(path.starts_with(&went), "{went}");
    assert_eq!(app.look_up("select why from requests").await, "New.");
}

#[actix_web::test]
async fn every_page_of_a_draft_can_be_overtaken() {
    let app = TestApp::at(monday()).await;
    also(&app, EVALUATOR1, "requester").await;
    let address = begun(&app).await;
    let empty: Vec<(&str, String)> = Vec::new();
    for (section, fields) in pages(&app, "mini_competition").await {
        let path = format!("{address}/draft/{section}");
        let seen = hidden(&app.get(REQUESTER, &path).await, "seen");
        let page = save(&app, EVALUATOR1, &path, &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{section}: {}", page.html);
        let mut late = empty.clone();
        late.extend([("seen", seen), ("do", "later".to_owned())]);
        let page = save(&app, REQUESTER, &path, &late).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{section}: {}", page.html);
        assert!(page.html.contains("What you typed"), "{section}: {}", page.html);
    }
    assert_eq!(app.look_up("select count(*) from request_halves").await, "0");
}

#[actix_web::test]
async fn mistakes_are_named_in_the_order_of_every_page() {
    let app = TestApp::at(monday()).await;
    let address = begun(&app).await;
    for (section, _) in pages(&app, "mini_competition").await {
        // Every answer is compared with its page where it is received.
        let page = sent(&app, REQUESTER, &format!("{address}/draft/{section}"), &form(&[])).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{section}: {}", page.html);
        let list = page.html.split("govuk-error-summary__list\">").nth(1).unwrap();
        let list = list.split("</ul>").next().unwrap();
        for link in list.split("href=\"#").skip(1) {
            let id = link.split('"').next().unwrap();
            assert!(page.html.contains(&format!(" id=\"{id}\"")), "{section}: {id} leads nowhere");
        }
    }
    let basics = sent(&app, REQUESTER, &format!("{address}/draft/basics"), &form(&[])).await;
    let at = |said: &str| basics.html.find(said).unwrap_or_else(|| panic!("no {said}"));
    assert!(at("Enter a summary") < at("Choose at least one specialism"), "{}", basics.html);
}
