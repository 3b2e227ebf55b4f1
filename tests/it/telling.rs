//! What pages say of when something was, who did it, what is signed and what can
//! still be done, so that whoever reads it for the first time is not misled.

use diesel_async::SimpleAsyncConnection;
use muster::accounts::password;

use crate::contracts::{PASSWORD, approve_variation, force_signs, provider_signs, signed_on};
use crate::support::app::{TestApp, days, monday};
use crate::support::bids::start;
use crate::support::cast::{
    APPROVER, CONTRACTS, EVALUATOR1, EVALUATOR2, HARROW, KESTREL, KESTREL_ADMIN, LANTERN, NOBODY,
    REQUESTER, open_request,
};
use crate::support::form::{Form, names};
use crate::support::panel::Panel;

const HARROWS: &str = "/bids/BID-2026-HARROW/outcome";
const KESTRELS: &str = "/bids/BID-2026-KESTREL/outcome";

async fn sql(app: &TestApp, sql: &str) {
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

fn at(panel: &Panel, iso: &str) -> Panel {
    Panel { app: panel.app.when(iso.parse().unwrap()), reference: panel.reference.clone() }
}

/// Awarded to Kestrel at noon on 12 March 2026; the standstill ends on 25 March.
async fn awarded() -> Panel {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    sql(&panel.app, "update requests set standstill_days = 8").await;
    let panel = at(&panel, "2026-03-12T12:00:00Z");
    let page = panel.post(APPROVER, "award/approval", &[]).await;
    assert_eq!(page.status, 303, "{}", page.html);
    panel
}

/// What stands between two texts of a page.
fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    let rest = html.split_once(from).unwrap_or_else(|| panic!("no {from}: {html}")).1;
    rest.split_once(to).unwrap_or_else(|| panic!("no {to}: {html}")).0
}

#[actix_web::test]
async fn a_low_price_is_a_ground_only_where_it_is_marked() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    let ground = "value=\"abnormally_low\"";
    let lantern = panel.bid_of("lantern").await;
    let harrow = panel.bid_of("harrow").await;
    let path = |bid: &str| format!("ranking/changes/new?kind=disqualify&bid={bid}");
    let marked = panel.get(REQUESTER, &path(&harrow)).await.html;
    assert!(marked.contains(ground), "{marked}");
    assert!(marked.contains("Ask the bidder to explain the price first"), "{marked}");
    let page = panel.get(REQUESTER, &path(&lantern)).await;
    assert!(page.html.contains("value=\"untrue\"") && !page.html.contains(ground), "{}", page.html);

    for (bid, said) in [
        (&lantern, "The price of this bid is not marked as abnormally low."),
        (&harrow, "Ask the bidder to explain the price first"),
    ] {
        let page = panel.get(REQUESTER, &path(bid)).await;
        let form = Form::on(&page, "/ranking/changes").set("code", "abnormally_low");
        let form = form.set("reason", "MARKREASON: nobody works for that.");
        let refused = form.sent(&panel.app, REQUESTER).await;
        assert_eq!(refused.status, 422, "{}", refused.html);
        let summary = between(&refused.html, "govuk-error-summary__list", "</ul>");
        assert!(summary.contains(said) && summary.contains("href=\"#code\""), "{summary}");
        assert!(refused.html.contains("MARKREASON"), "{}", refused.html);
    }
    // What else is missing is said at the same time.
    let form = [("kind", "disqualify"), ("bid", lantern.as_str()), ("code", "abnormally_low")];
    let bare = panel.post(REQUESTER, "ranking/changes", &form).await;
    let summary = between(&bare.html, "govuk-error-summary__list", "</ul>");
    assert_eq!(summary.matches("<li>").count(), 2, "{summary}");
    assert_eq!(panel.app.look_up("select count(*) from ranking_changes").await, "0");
}

#[actix_web::test]
async fn a_ground_and_a_reason_that_are_alike_are_said_once() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    let (said, bid) =
        ("something that the bid says or declares is not true", panel.bid_of("harrow").await);
    let reason = format!("{}!", said.to_uppercase());
    let form =
        [("kind", "disqualify"), ("bid", &*bid), ("code", "untrue"), ("reason", reason.as_str())];
    let page = panel.post(REQUESTER, "ranking/changes", &form).await;
    let change = page.location.unwrap();
    let times = |html: &str| html.to_lowercase().matches(said).count();
    assert_eq!(times(&panel.app.get(APPROVER, &change).await.html), 1);
    let made = panel.app.post(APPROVER, &format!("{change}/approval"), &[]).await;
    assert_eq!(made.status, 303, "{}", made.html);
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    let award = panel.get(REQUESTER, "award").await.html;
    assert_eq!(times(&award), 1, "{award}");
    assert_eq!(panel.post(APPROVER, "award/approval", &[]).await.status, 303);
    for path in [HARROWS.to_owned(), format!("{HARROWS}.txt")] {
        let letter = panel.app.get(HARROW, &path).await.html;
        assert_eq!(times(&letter), 1, "{letter}");
    }
}

#[actix_web::test]
async fn who_signs_a_variation_reads_what_binds_and_what_it_would_become() {
    let (app, path) = signed_on(TestApp::at(monday()).await).await;
    let page = app.get(CONTRACTS, &path).await.html;
    assert!(page.contains("At most, excluding VAT") && !page.contains("What binds now"), "{page}");
    let page = app.get(CONTRACTS, &format!("{path}/variation")).await;
    let form = Form::on(&page, "/variation").set("days_1", "120");
    let check = form.set("reason", "More devices.").sent(&app, CONTRACTS).await;
    Form::on(&check, "/variation").send(&app, CONTRACTS).await;
    let home = app.get(APPROVER, "/force").await.html;
    let card = between(&home, "Variations to approve", "</li>");
    assert!(card.contains("proposed 15 January 2026") && !card.contains("closed"), "{card}");
    approve_variation(&app, APPROVER, &path).await;

    for who in [KESTREL_ADMIN, CONTRACTS] {
        let page = app.get(who, &path).await.html;
        let bound = between(&page, "What binds now", "What is shown here");
        assert!(bound.contains("£175,000.00") && bound.contains("Version 1"), "{bound}");
        assert!(!bound.contains("£195,000.00"), "{bound}");
        let shown = between(&page, "What is shown here", "Signed for the provider");
        for said in ["Version 2", "does not bind yet", "£195,000.00"] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        assert!(!shown.contains("£175,000.00"), "{shown}");
    }
    let page = app.get(KESTREL_ADMIN, &path).await.html;
    let sign = between(&page, "id=\"sign\"", "<form");
    for said in ["Version 2", "£195,000.00", "version 1 binds", "£175,000.00"] {
        assert!(sign.contains(said), "{said}: {sign}");
    }
    assert_eq!(provider_signs(&app, &path).await.status, 303);
    let home = app.get(CONTRACTS, "/force").await.html;
    let card = between(&home, "Contracts to sign", "</li>");
    assert!(card.contains("signed by the provider 15 January 2026"), "{card}");
    assert!(!card.contains("closed"), "{card}");
    assert_eq!(force_signs(&app, &path).await.status, 303);
    let page = app.get(CONTRACTS, &path).await.html;
    assert!(!page.contains("What binds now") && page.contains("£195,000.00"), "{page}");
}

#[actix_web::test]
async fn who_confirms_an_ending_reads_who_proposes_it() {
    let (app, path) = signed_on(TestApp::at(monday()).await).await;
    let form = [("reason", "no_longer_needed"), ("words", "The cases are closed.")];
    let page = app.post(CONTRACTS, &format!("{path}/termination"), &form).await;
    assert_eq!(page.status, 303, "{}", page.html);
    let page = app.get(APPROVER, &format!("{path}/termination")).await.html;
    let row = between(&page, "Proposed</dt>", "</dd>");
    assert!(row.contains("Cora Wynn, ") && row.contains("15 January 2026"), "{row}");
    let home = app.get(APPROVER, "/force").await.html;
    let card = between(&home, "Contracts somebody proposes to end", "</li>");
    assert!(card.contains("proposed 15 January 2026"), "{card}");
}

#[actix_web::test]
async fn a_letter_says_when_it_was_decided_and_not_when_it_was_fetched() {
    let panel = awarded().await;
    let later = at(&panel, "2026-04-02T09:00:00Z");
    for path in [HARROWS.to_owned(), format!("{HARROWS}.txt")] {
        let letter = later.app.get(HARROW, &path).await.html;
        let when = between(&letter, "The decision was made at ", ".");
        assert!(when.contains("12 March 2026"), "{when}");
        assert!(!letter.contains("Made at") && !letter.contains("2 April 2026"), "{letter}");
    }
    let award = later.get(REQUESTER, "award").await.html;
    let kept = format!("/requests/{}/award/letters/", panel.reference);
    let kept = format!("{kept}{}", between(&award, &kept, "\""));
    for path in [kept.clone(), format!("{kept}/outcome.txt")] {
        let letter = later.app.get(REQUESTER, &path).await.html;
        let when = between(&letter, "This letter was sent at ", ".");
        assert!(when.contains("12 March 2026"), "{when}");
        assert_eq!(letter.matches("This letter was sent").count(), 1, "{letter}");
        assert!(!letter.contains("The decision was made"), "{letter}");
        assert!(!letter.contains("2 April 2026"), "{letter}");
    }
}

#[actix_web::test]
async fn the_letter_of_a_request_without_an_award_says_when_it_ended() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    let ended = at(&panel, "2026-03-12T12:00:00Z").end("The devices were returned.").await;
    assert_eq!(ended.status, 303, "{}", ended.html);
    let later = at(&panel, "2026-04-02T09:00:00Z");
    for path in [HARROWS.to_owned(), format!("{HARROWS}.txt")] {
        let letter = later.app.get(HARROW, &path).await.html;
        let when = between(&letter, "The decision was made at ", ".");
        assert!(when.contains("12 March 2026"), "{when}");
    }
}

#[actix_web::test]
async fn a_standstill_that_is_over_is_told_in_the_past_and_links_to_no_challenge() {
    let panel = awarded().await;
    let link = "href=\"/bids/BID-2026-HARROW/challenge\"";
    let award = panel.get(REQUESTER, "award").await.html;
    assert!(award.contains("stands still for 8 working days, until"), "{award}");
    assert!(panel.app.get(HARROW, HARROWS).await.html.contains(link));
    let words = [("words", "A score is wrong.")];
    let raised = panel.app.post(LANTERN, "/bids/BID-2026-LANTERN/challenge", &words).await;
    assert_eq!(raised.status, 303, "{}", raised.html);

    let after = at(&panel, "2026-03-26T09:00:00Z");
    let award = after.get(REQUESTER, "award").await.html;
    let over = "The standstill of 8 working days, in which a bidder could challenge it, ended at ";
    assert!(between(&award, over, "</p>").contains("25 March 2026"), "{award}");
    assert!(!award.contains("stands still"), "{award}");
    let letter = after.app.get(HARROW, HARROWS).await.html;
    assert!(!letter.contains(link), "{letter}");
    // Who has challenged it goes on reading what came of that.
    let lantern = after.app.get(LANTERN, "/bids/BID-2026-LANTERN/outcome").await.html;
    assert!(lantern.contains(">See your challenge</a>"), "{lantern}");
    assert!(!lantern.contains(">Challenge the award"), "{lantern}");
}

#[actix_web::test]
async fn a_winner_reads_where_its_contract_stands_and_the_force_since_when_it_waits() {
    let panel = at(&awarded().await, "2026-03-26T09:00:00Z");
    let to_come = "The force draws up the contract and offers it to you";
    assert!(panel.app.get(KESTREL, KESTRELS).await.html.contains(to_come));
    let home = panel.app.get(CONTRACTS, "/force").await.html;
    let card = between(&home, "Contracts to draw up", "</li>");
    assert!(card.contains("can be drawn up since 25 March 2026"), "{card}");
    assert!(!card.contains("closed"), "{card}");
    let path = panel.post(CONTRACTS, "contract", &[("confirmed", "yes")]).await.location.unwrap();

    let letter = panel.app.get(KESTREL, KESTRELS).await.html;
    let link = format!("href=\"{path}\"");
    let said = between(&letter, &link, "</p>");
    assert!(said.contains("waits for your company’s signature"), "{said}");
    assert!(!letter.contains(to_come), "{letter}");
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let set = format!("update users set password_hash = '{hash}' where email = '{KESTREL_ADMIN}'");
    sql(&panel.app, &set).await;
    assert_eq!(provider_signs(&panel.app, &path).await.status, 303);
    for file in ["", ".txt"] {
        let letter = panel.app.get(KESTREL, &format!("{KESTRELS}{file}")).await.html;
        assert!(letter.contains("your company has signed it, and it waits"), "{letter}");
    }
    assert!(!panel.app.get(HARROW, HARROWS).await.html.contains("CON-2026"), "it is not theirs");
    // A letter that is kept stays as it was sent.
    let id = "select l.id from outcome_letters l join bids b on b.id = l.bid_id where b.reference = 'BID-2026-KESTREL'";
    let id = panel.app.look_up(id).await;
    let kept = panel.app.get(KESTREL, &format!("/bids/BID-2026-KESTREL/letters/{id}")).await;
    assert_eq!(kept.status, 200, "{}", kept.html);
    assert!(!kept.html.contains("CON-2026"), "{}", kept.html);
}

#[actix_web::test]
async fn whoever_declares_a_conflict_is_led_to_a_page_they_may_read() {
    let panel = awarded().await;
    let id = panel.app.look_up("select id from providers where slug = 'lantern'").await;
    let declare = async |conflict: bool| {
        let page = panel.get(APPROVER, "evaluation/declaration").await;
        let form = Form::on(&page, "/evaluation/declaration");
        let mut form = form.set_each("conflict-", &names(&page), "no");
        if conflict {
            form = form.set(&format!("conflict-{id}"), "yes");
            form = form.set(&format!("words-{id}"), "My brother works there.");
        }
        form.send(&panel.app, APPROVER).await
    };
    // Without one they go on to the award.
    assert!(declare(false).await.ends_with("/award"));
    // The second time none is new, and what compares the bids is not for them still.
    for conflict in [true, false] {
        let place = declare(conflict).await;
        let page = panel.app.get(APPROVER, &place).await;
        assert_eq!(page.status, 200, "{place}: {}", page.html);
        assert!(page.html.contains("You are recused from the bid of Lantern"), "{}", page.html);
    }
    assert_eq!(panel.get(APPROVER, "award").await.status, 409);
}

#[actix_web::test]
async fn the_opening_says_why_no_company_is_named_yet() {
    let app = TestApp::at(monday()).await;
    let panel = Panel::opened(app).await;
    for who in [EVALUATOR1, REQUESTER] {
        let page = panel.get(who, "opening").await.html;
        assert!(page.contains("3 bids are open"), "{page}");
        assert!(page.contains("Whose they are is not said here yet"), "{page}");
        assert!(!page.contains("Kestrel") && !page.contains("BID-2026"), "{page}");
    }
    let desk = panel.get(EVALUATOR1, "evaluation").await.html;
    assert!(desk.contains("what a bid says may still let you guess whose it is"), "{desk}");
    for who in [EVALUATOR1, EVALUATOR2] {
        for letter in ["A", "B", "C"] {
            panel.score(who, &format!("evaluation/{letter}")).await;
        }
    }
    for letter in ["A", "B", "C"] {
        panel.score(REQUESTER, &format!("moderation/{letter}")).await;
    }
    assert_eq!(panel.post(REQUESTER, "quality-lock", &[]).await.status, 303);
    let page = panel.get(REQUESTER, "opening").await.html;
    assert!(page.contains("the ranking names the companies"), "{page}");
    assert!(!page.contains("not said here yet"), "{page}");
}

#[actix_web::test]
async fn who_writes_what_is_scored_blind_is_told_to_name_nobody() {
    let app = TestApp::at(monday()).await;
    let closes = monday() + days(20);
    let request = app.arrange(async |conn| open_request(conn, closes).await).await;
    let bid = start(&app, KESTREL, &request).await;
    for page in ["evidence", "answers/technical_merit"] {
        let html = app.get(KESTREL, &format!("/bids/{bid}/{page}")).await.html;
        assert!(html.contains("Do not name people, places or your company here"), "{html}");
    }
}

#[actix_web::test]
async fn names_and_columns_are_there_where_a_screen_is_narrow() {
    let panel = awarded().await;
    let ranking = panel.get(REQUESTER, "ranking").await.html;
    let list = between(&ranking, "muster-plot__names", "</ul>");
    for (mark, name) in [("1", "Kestrel Cyber Ltd"), ("2", "Harrow Forensics Ltd")] {
        assert!(list.contains(&format!("<strong>{mark}</strong> {name}")), "{list}");
    }
    let outcomes = panel.app.get(NOBODY, "/outcomes").await.html;
    let row = between(&outcomes, "<tbody", "</tr>");
    for (column, said) in [("Winner", "Kestrel Cyber Ltd"), ("Value, excluding VAT", "£90,000.00")]
    {
        let cell = between(row, &format!("data-name=\"{column}\">"), "</td>");
        assert!(cell.contains(said), "{column}: {cell}");
    }
    assert_eq!(row.matches("role=\"cell\"").count(), 7, "{row}");
    assert_eq!(outcomes.matches("role=\"columnheader\"").count(), 7, "{outcomes}");
}
