//! What stands behind a decision and after it: letters that stay readable, the
//! check that was made, low prices that were heard, and declarations.

use diesel_async::SimpleAsyncConnection;

use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, HARROW, KESTREL, LANTERN, NOBODY, OTHER_APPROVER,
    OTHER_REQUESTER, REQUESTER,
};
use crate::support::panel::Panel;

const WHY: &str = "An answer was scored against the wrong question.";

async fn sql(panel: &Panel, sql: &str) {
    panel.app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

async fn approve(panel: &Panel) {
    let page = panel.post(APPROVER, "award/approval", &[]).await;
    assert_eq!(page.status, 303, "{}", page.html);
}

async fn withdraw(panel: &Panel) {
    let asked = panel.post(REQUESTER, "award/withdrawal", &[("reason", WHY)]).await;
    assert_eq!(asked.status, 303, "{}", asked.html);
    let made = panel.post(APPROVER, "award/withdrawal/approval", &[]).await;
    assert_eq!(made.status, 303, "{}", made.html);
}

async fn letter_of(panel: &Panel, bid: &str) -> String {
    let sql = format!(
        "select l.id from outcome_letters l join bids b on b.id = l.bid_id where b.reference = 'BID-2026-{bid}' order by l.sent_at, l.id limit 1"
    );
    panel.app.look_up(&sql).await
}

#[actix_web::test]
async fn a_letter_stays_readable_after_its_award_is_withdrawn_and_made_again() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    approve(&panel).await;
    assert_eq!(panel.app.look_up("select count(*) from outcome_letters").await, "3");
    withdraw(&panel).await;
    // What was said then is not what would be said now.
    sql(&panel, "update agreed_scores set reason = 'Said anew.'").await;
    panel.out("kestrel").await;
    assert_eq!(panel.recommend(REQUESTER, "harrow").await.status, 303);
    approve(&panel).await;
    assert_eq!(panel.app.look_up("select count(*) from outcome_letters").await, "6");

    let id = letter_of(&panel, "LANTERN").await;
    let path = format!("/bids/BID-2026-LANTERN/letters/{id}");
    let current = panel.app.get(LANTERN, "/bids/BID-2026-LANTERN/outcome").await.html;
    assert!(current.contains("Harrow Forensics Ltd") && current.contains(&path), "{current}");
    let page = panel.app.get(LANTERN, &path).await.html;
    for read in ["no longer holds", WHY, "Kestrel Cyber Ltd", "79.33", "gives two examples"] {
        assert!(page.contains(read), "{read} is missing: {page}");
    }
    for hidden in ["Harrow", "Said anew"] {
        assert!(!page.contains(hidden), "{hidden} is in the letter: {page}");
    }
    let file = panel.app.get(LANTERN, &format!("{path}/outcome.txt")).await;
    assert!(file.header("content-disposition").contains("BID-2026-LANTERN-outcome.txt"));
    assert!(file.html.contains("no longer holds") && file.html.contains("79.33"), "{}", file.html);
    assert_eq!(panel.app.get(HARROW, &path).await.status, 404, "another company's");
    let elsewhere = format!("/bids/BID-2026-HARROW/letters/{id}");
    assert_eq!(panel.app.get(HARROW, &elsewhere).await.status, 404, "another company's letter");

    // The force reads it, and who had won, why, and who withdrew it.
    let award = panel.get(CONTRACTS, "award").await.html;
    for read in ["Was awarded to", "Kestrel Cyber Ltd", "£90,000.00", "Withdrawn by", WHY] {
        assert!(award.contains(read), "{read} is missing: {award}");
    }
    let of_force = format!("award/letters/{id}");
    assert!(award.contains(&of_force), "{award}");
    let page = panel.get(CONTRACTS, &of_force).await.html;
    assert!(page.contains("Outcome letter to Lantern") && page.contains("79.33"), "{page}");
    assert_eq!(panel.get(OTHER_REQUESTER, &of_force).await.status, 404);
    assert_eq!(panel.get(AUDITOR, &of_force).await.status, 200);
    assert_eq!(panel.trail().await.last().unwrap(), "award.read");
    let changed = panel
        .app
        .look_up("select has_table_privilege('muster_app', 'outcome_letters', 'update, delete')")
        .await;
    assert_eq!(changed, "false", "nobody rewrites a letter");
}

#[actix_web::test]
async fn a_letter_of_before_letters_were_kept_is_kept_when_its_award_is_withdrawn() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    approve(&panel).await;
    sql(&panel, "alter table outcome_letters disable trigger user; delete from outcome_letters; alter table outcome_letters enable trigger user").await;
    withdraw(&panel).await;
    let id = letter_of(&panel, "HARROW").await;
    let page = panel.app.get(HARROW, &format!("/bids/BID-2026-HARROW/letters/{id}")).await.html;
    assert!(page.contains("Kestrel Cyber Ltd") && page.contains("76.00"), "{page}");
}

#[actix_web::test]
async fn the_check_of_a_decided_award_is_frozen_and_what_differs_now_is_said_beside_it() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    let lapse = "update specialist_clearances set expires_on = '2026-01-10' where kind = 'nsv' and specialist_id in \
        (select s.id from specialists s join providers p on p.id = s.provider_id where p.slug = 'kestrel' and s.name = 'Robin Vale')";
    approve(&panel).await;
    let before = panel.get(REQUESTER, "award").await.html;
    assert!(
        before.contains("Nothing was missing.") && !before.contains("today’s register"),
        "{before}"
    );
    sql(&panel, lapse).await;
    for page in ["award", "ranking"] {
        let html = panel.get(REQUESTER, page).await.html;
        assert!(!html.contains("Team falls short"), "{page} follows the register: {html}");
    }
    let after = panel.get(REQUESTER, "award").await.html;
    for read in
        ["Nothing was missing.", "The same in today’s register", "expires on 10 January 2026"]
    {
        assert!(after.contains(read), "{read} is missing: {after}");
    }
    // Withdrawn, and live again.
    withdraw(&panel).await;
    let again = panel.get(REQUESTER, "award").await.html;
    assert!(again.contains("Team falls short"), "{again}");
}

#[actix_web::test]
async fn a_bid_with_a_low_price_is_not_awarded_before_its_bidder_was_heard() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    let bid = panel.bid_of("kestrel").await;
    let form = [("bid", bid.as_str()), ("reason", "The best value for money.")];
    let page = panel.get(REQUESTER, "award").await.html;
    assert!(page.contains("not asked to explain it"), "{page}");
    let checked = format!("value=\"{bid}\" checked");
    assert!(!page.contains(&checked), "it is chosen beforehand: {page}");
    let refused = panel.post(REQUESTER, "award", &form).await;
    assert_eq!(refused.status, 409);
    let way = format!("/requests/{}/explanations", panel.reference);
    assert!(refused.html.contains("was not heard about it"), "{}", refused.html);
    assert!(refused.html.contains(&format!("href=\"{way}\"")), "{}", refused.html);
    // Nor does another take its place meanwhile.
    let lantern = panel.bid_of("lantern").await;
    let free = [("bid", lantern.as_str()), ("reason", "It is the best answer.")];
    let passed_over = panel.post(REQUESTER, "award", &free).await;
    assert_eq!(passed_over.status, 409);
    assert!(passed_over.html.contains("is in first place"), "{}", passed_over.html);

    let ask = [
        ("bid", bid.as_str()),
        ("question", "Which tools make this price possible?"),
        ("due_day", "30"),
        ("due_month", "1"),
        ("due_year", "2026"),
    ];
    assert_eq!(panel.post(REQUESTER, "explanations", &ask).await.status, 303);
    assert!(panel.get(REQUESTER, "award").await.html.contains("asked, answer due by"));
    let answer = [("answer", "We own the tools.")];
    let sent = panel.app.post(KESTREL, "/bids/BID-2026-KESTREL/explanation", &answer).await;
    assert_eq!(sent.status, 303);
    assert!(panel.get(REQUESTER, "award").await.html.contains("waiting to be decided on"));
    let id = panel.app.look_up("select id from price_explanations").await;
    let accepted = [(format!("accept-{id}"), "It adds up.")];
    let accepted = accepted.each_ref().map(|(name, said)| (name.as_str(), *said));
    let page = panel.post(APPROVER, &format!("explanations/{id}/acceptance"), &accepted).await;
    assert_eq!(page.status, 303, "{}", page.html);
    let page = panel.get(REQUESTER, "award").await.html;
    assert!(page.contains("explained, accepted by") && page.contains(&checked), "{page}");
    let again = panel.post(REQUESTER, "explanations", &ask).await;
    assert_eq!(again.status, 409);
    assert!(again.html.contains("is accepted, so there is nothing to ask"), "{}", again.html);
    let list = panel.get(REQUESTER, "explanations").await.html;
    assert!(!list.contains(&format!("value=\"{bid}\"")), "it is still offered: {list}");
    assert_eq!(panel.post(REQUESTER, "award", &form).await.status, 303);
    // What was explained when it was recommended is asked again when it is approved.
    sql(&panel, "update price_explanations set state = 'withdrawn'").await;
    let refused = panel.post(APPROVER, "award/approval", &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains("was not heard about it"), "{}", refused.html);
}

#[actix_web::test]
async fn whoever_decides_about_an_award_declares_their_conflicts_first() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    let second = "insert into user_roles select id, 'approver' from users where email = 'contracts@northshire.example'";
    sql(&panel, second).await;
    let declaration = format!("/requests/{}/evaluation/declaration", panel.reference);
    let page = panel.get(CONTRACTS, "award").await.html;
    assert!(page.contains(&declaration) && !page.contains("Approve the award and"), "{page}");
    for (path, form) in [("award/approval", &[][..]), ("award/refusal", &[("decline", "No.")])] {
        let refused = panel.post(CONTRACTS, path, form).await;
        assert_eq!(refused.status, 409, "{path}");
        assert!(refused.html.contains(&format!("href=\"{declaration}\"")), "{}", refused.html);
    }
    approve(&panel).await;
    // After the decision it is declared before a withdrawal.
    assert_eq!(panel.post(REQUESTER, "award/withdrawal", &[("reason", WHY)]).await.status, 303);
    let refused = panel.post(CONTRACTS, "award/withdrawal/approval", &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains(&declaration), "{}", refused.html);
    panel.declare(CONTRACTS, &[]).await;
    assert_eq!(panel.post(CONTRACTS, "award/withdrawal/approval", &[]).await.status, 303);
}

#[actix_web::test]
async fn whoever_declares_a_conflict_late_decides_nothing() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    let second = "insert into user_roles select id, 'approver' from users where email = 'contracts@northshire.example'";
    sql(&panel, second).await;
    panel.declare(CONTRACTS, &["harrow"]).await;
    let refused = panel.post(CONTRACTS, "award/approval", &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains("declared a conflict of interest"), "{}", refused.html);
}

#[actix_web::test]
async fn a_bids_history_holds_what_was_asked_and_decided_and_no_name_of_the_force() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    let bid = panel.bid_of("harrow").await;
    let ask = [
        ("bid", bid.as_str()),
        ("question", "Which tools make this price possible?"),
        ("due_day", "30"),
        ("due_month", "1"),
        ("due_year", "2026"),
    ];
    assert_eq!(panel.post(REQUESTER, "explanations", &ask).await.status, 303);
    // It is on the first page of whoever can answer, until it is answered.
    let home = panel.app.get(HARROW, "/provider").await.html;
    assert!(home.contains("Prices to explain") && home.contains("31 January 2026"), "{home}");
    assert!(home.contains("/bids/BID-2026-HARROW/explanation"), "{home}");
    assert!(!panel.app.get(KESTREL, "/provider").await.html.contains("Prices to explain"));
    let answer = [("answer", "We own the tools.")];
    let sent = panel.app.post(HARROW, "/bids/BID-2026-HARROW/explanation", &answer).await;
    assert_eq!(sent.status, 303);
    assert!(!panel.app.get(HARROW, "/provider").await.html.contains("Prices to explain"));
    // Then it waits for an approver who did not ask.
    let title = "Explanations of low prices to decide on";
    assert!(panel.app.get(APPROVER, "/force").await.html.contains(title));
    assert!(!panel.app.get(REQUESTER, "/force").await.html.contains(title));
    let id = panel.app.look_up("select id from price_explanations").await;
    let accepted = [(format!("accept-{id}"), "It adds up.")];
    let accepted = accepted.each_ref().map(|(name, said)| (name.as_str(), *said));
    let page = panel.post(APPROVER, &format!("explanations/{id}/acceptance"), &accepted).await;
    assert_eq!(page.status, 303, "{}", page.html);
    assert!(!panel.app.get(APPROVER, "/force").await.html.contains(title));

    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    approve(&panel).await;
    withdraw(&panel).await;
    let history = panel.app.get(HARROW, "/bids/BID-2026-HARROW/history").await.html;
    for read in [
        "The force asked you to explain the price",
        "Explanation answered",
        "The force accepted your explanation of the price",
        "the outcome letter went out",
        "The force withdrew its award",
    ] {
        assert!(history.contains(read), "{read} is missing: {history}");
    }
    assert!(!history.contains("(Northshire Police)"), "{history}");
    let other = panel.app.get(LANTERN, "/bids/BID-2026-LANTERN/history").await.html;
    assert!(other.contains("the outcome letter went out") && !other.contains("explain"), "{other}");
}

#[actix_web::test]
async fn an_outcome_letter_is_on_the_first_page_until_it_is_read() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    let subject = "The outcome of your bid BID-2026-HARROW";
    assert!(!panel.app.get(HARROW, "/provider").await.html.contains(subject));
    approve(&panel).await;
    let home = panel.app.get(HARROW, "/provider").await.html;
    assert!(home.contains("Outcomes to read") && home.contains(subject), "{home}");
    assert_eq!(panel.app.get(HARROW, "/bids/BID-2026-HARROW/outcome").await.status, 200);
    assert!(!panel.app.get(HARROW, "/provider").await.html.contains(subject), "it was read");
    assert!(panel.app.get(LANTERN, "/provider").await.html.contains("Outcomes to read"));
}

#[actix_web::test]
async fn what_waits_for_an_approver_is_on_their_first_page_with_its_date_until_it_is_done() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    sql(&panel, "update requests set standstill_days = 8").await;
    let app = panel.app.when("2026-03-12T12:00:00Z".parse().unwrap());
    let panel = Panel { app, reference: panel.reference };
    let home = async || panel.app.get(APPROVER, "/force").await.html;
    let shown = home().await;
    assert!(
        shown.contains("Awards to approve") && shown.contains("recommended 25 January 2026"),
        "{shown}"
    );
    approve(&panel).await;
    assert!(!home().await.contains("Awards to approve"));
    // The approver who records a challenge does not answer it.
    let form = [
        ("provider", "another"),
        ("brought_by", "Bastion Forensics Ltd"),
        ("words", "A claim was issued at the court."),
    ];
    assert_eq!(panel.post(APPROVER, "award/challenges", &form).await.status, 303);
    assert!(!home().await.contains("Challenges to answer"));
    let raised = [("words", "The scoring overlooked our annex.")];
    let page = panel.app.post(HARROW, "/bids/BID-2026-HARROW/challenge", &raised).await;
    assert_eq!(page.status, 303, "{}", page.html);
    let shown = home().await;
    assert!(
        shown.contains("Challenges to answer") && shown.contains("The standstill ends in"),
        "{shown}"
    );
    let id = panel.app.look_up("select id from award_challenges where not by_force").await;
    let lifted = [(format!("lift-{id}"), "It was scored.")];
    let lifted = lifted.each_ref().map(|(name, said)| (name.as_str(), *said));
    let page = panel.post(APPROVER, &format!("award/challenges/{id}/lifting"), &lifted).await;
    assert_eq!(page.status, 303, "{}", page.html);
    assert!(!home().await.contains("Challenges to answer"));
    assert_eq!(panel.post(REQUESTER, "award/withdrawal", &[("reason", WHY)]).await.status, 303);
    assert!(home().await.contains("Withdrawals to decide on"));
    assert_eq!(panel.post(APPROVER, "award/withdrawal/approval", &[]).await.status, 303);
    assert!(!home().await.contains("Withdrawals to decide on"));
}

#[actix_web::test]
async fn a_page_that_comes_after_a_mistake_can_be_loaded_again() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    let refused = panel.post(APPROVER, "award/refusal", &[("decline", " ")]).await;
    assert_eq!(refused.status, 422);
    let change = "ranking/changes/0190b0b0-0000-7000-8000-000000000000";
    let (approval, refusal) = (format!("{change}/approval"), format!("{change}/refusal"));
    for (path, to) in [
        ("award/refusal", "award"),
        ("award/approval", "award"),
        ("award/withdrawal/approval", "award/withdrawal"),
        ("award/withdrawal/refusal", "award/withdrawal"),
        ("award/challenges/1/lifting", "award/challenges"),
        ("explanations/1/acceptance", "explanations"),
        ("explanations/1/withdrawal", "explanations"),
        ("ranking/changes", "ranking/changes/new"),
        (approval.as_str(), change),
        (refusal.as_str(), change),
    ] {
        let page = panel.get(APPROVER, path).await;
        let wanted = format!("/requests/{}/{to}", panel.reference);
        assert_eq!((page.status.as_u16(), page.location), (303, Some(wanted)), "{path}");
        assert_eq!(panel.get(OTHER_APPROVER, path).await.status, 404, "{path}");
    }
    let own = panel.app.get(HARROW, "/bids/BID-2026-HARROW/challenge/withdrawal").await;
    assert_eq!(own.location.as_deref(), Some("/bids/BID-2026-HARROW/challenge"));
}

#[actix_web::test]
async fn everyone_reads_how_large_the_winner_is_and_when_work_starts() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    sql(&panel, "update providers set size = 'sme' where slug = 'kestrel'").await;
    approve(&panel).await;
    let page = panel.app.get(NOBODY, &format!("/outcomes/{}", panel.reference)).await.html;
    assert!(
        page.contains("Size of the winner") && page.contains("Small or medium-sized"),
        "{page}"
    );
    let list = panel.app.get(NOBODY, "/outcomes").await.html;
    assert!(list.contains("Small or medium-sized") && list.contains("Work starts"), "{list}");
    let csv = panel.app.get(NOBODY, "/outcomes.csv").await.html;
    assert!(csv.contains("Size of the winner") && csv.contains("Small or medium-sized"), "{csv}");
}

#[actix_web::test]
async fn an_auditor_who_hears_of_an_early_attempt_is_led_to_the_trail_of_that_request() {
    let panel = Panel::closed(TestApp::at(monday()).await).await;
    let early = panel.app.when(monday() + days(19));
    let path = format!("/requests/{}/opening", panel.reference);
    let page = early.post(REQUESTER, &path, &[("no_conflict", "yes")]).await;
    assert_eq!(page.status, 409, "{}", page.html);
    let link = "select distinct link from outbox where cause like 'opening.refused:%'";
    let link = early.look_up(link).await;
    assert_eq!(link, format!("/audit?subject={}", panel.reference));
    let desk = early.get(AUDITOR, &link).await;
    assert_eq!(desk.status, 200);
    assert!(!desk.html.contains("Nothing in the trail fits"), "{}", desk.html);
}
