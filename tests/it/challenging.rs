//! Standstills and their end, and challenges that put an award on hold.

use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use futures_util::future::join_all;
use muster::accounts::password;
use muster::types::time::Moment;
use muster::work;

use crate::contracts::provider_signs;
use crate::support::app::{Page, TestApp, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, HARROW, KESTREL, KESTREL_ADMIN, LANTERN, NOBODY, OTHER_APPROVER,
    REQUESTER,
};
use crate::support::form::Form;
use crate::support::panel::Panel;

const WORDS: &str = "The scoring of social value overlooked our second annex.";
const PASSWORD: &str = "correct horse battery";

fn at(iso: &str) -> Moment {
    iso.parse().unwrap()
}

/// When the standstill is over that begins on 12 March 2026.
fn over() -> Moment {
    at("2026-03-25T00:00:00Z")
}

/// Awarded to Kestrel at noon on 12 March 2026, with a standstill of eight working days.
async fn standing(app: TestApp) -> Panel {
    let panel = Panel::recommended(app, "kestrel").await;
    sql(&panel.app, "update requests set standstill_days = 8").await;
    let panel = moved(&panel, at("2026-03-12T12:00:00Z"));
    let page = panel.post(APPROVER, "award/approval", &[]).await;
    assert_eq!(page.status, 303, "{}", page.html);
    panel
}

fn moved(panel: &Panel, to: Moment) -> Panel {
    Panel { app: panel.app.when(to), reference: panel.reference.clone() }
}

async fn sql(app: &TestApp, sql: &str) {
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

const CHALLENGE: &str = "/bids/BID-2026-HARROW/challenge";

/// Signs the contract for Kestrel.
async fn sign(app: &TestApp, contract: &str) -> Page {
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let set = format!("update users set password_hash = '{hash}' where email = '{KESTREL_ADMIN}'");
    sql(app, &set).await;
    provider_signs(app, contract).await
}

#[actix_web::test]
async fn a_standstill_counts_down_for_force_and_bidders_and_its_end_is_told_once() {
    let panel = standing(TestApp::at(monday()).await).await;
    let request = format!("/requests/{}/award", panel.reference);
    for (who, path) in [
        (REQUESTER, request.as_str()),
        (KESTREL, "/bids/BID-2026-KESTREL/outcome"),
        (HARROW, "/bids/BID-2026-HARROW/outcome"),
    ] {
        let page = panel.app.get(who, path).await.html;
        for read in ["datetime=\"2026-03-25T00:00:00Z\"", "in 12 days"] {
            assert!(page.contains(read), "{read} is missing for {who}: {page}");
        }
    }
    let early = panel.app.when(over() - TimeDelta::milliseconds(1));
    assert_eq!(work::tell_of_standstills(&early.db()).await.unwrap(), 0);
    let after = panel.app.when(over());
    assert_eq!(work::tell_of_standstills(&after.db()).await.unwrap(), 1);
    assert_eq!(work::tell_of_standstills(&after.db()).await.unwrap(), 0, "once");
    assert_eq!(after.trail().await.last().unwrap(), "standstill.over");
    let told = "select string_agg(recipient, ' ' order by recipient) from outbox where cause like 'standstill.over:%'";
    let told = after.look_up(told).await;
    let all = format!("{KESTREL_ADMIN} {KESTREL} {CONTRACTS} {REQUESTER}");
    assert_eq!(told, all, "the force and the winner, and no loser");
}

#[actix_web::test]
async fn a_losers_challenge_holds_signing_up_until_a_second_person_lifts_it() {
    let panel = standing(TestApp::at(monday()).await).await;
    assert_eq!(panel.app.get(LANTERN, CHALLENGE).await.status, 404);
    let letter = panel.app.get(HARROW, "/bids/BID-2026-HARROW/outcome").await.html;
    assert!(letter.contains(CHALLENGE), "{letter}");
    let won = [("words", WORDS)];
    let own = panel.app.post(KESTREL, "/bids/BID-2026-KESTREL/challenge", &won).await;
    assert_eq!(own.status, 409);
    assert!(own.html.contains("Your bid won"), "{}", own.html);
    let page = panel.app.get(HARROW, CHALLENGE).await;
    let empty = Form::on(&page, "/challenge").set("words", "").sent(&panel.app, HARROW).await;
    assert_eq!(empty.status, 422);
    Form::on(&page, "/challenge").set("words", WORDS).send_twice(&panel.app, HARROW).await;
    assert_eq!(panel.trail().await.last().unwrap(), "award.challenged");
    assert_eq!(panel.app.look_up("select count(*) from award_challenges").await, "1");
    let again = panel.app.post(HARROW, CHALLENGE, &won).await;
    assert_eq!(again.status, 409, "one at a time");

    // Those concerned see it, each as much as concerns them.
    let mail = "select string_agg(recipient || ' ' || subject || ' ' || body, ' ') from outbox where cause like 'award.challenged:%' or cause like 'award.hold:%'";
    let mail = panel.app.look_up(mail).await;
    assert!(mail.contains(KESTREL) && mail.contains(APPROVER) && !mail.contains(WORDS), "{mail}");
    assert!(mail.contains(LANTERN), "every bidder is told: {mail}");
    assert!(!mail.contains("Harrow Forensics") && !mail.contains(&format!("{HARROW} ")), "{mail}");
    let force = panel.get(REQUESTER, "award/challenges").await.html;
    assert!(force.contains(WORDS) && force.contains("Harrow Forensics Ltd"), "{force}");
    assert!(panel.get(CONTRACTS, "award").await.html.contains("The award is on hold"));
    assert_eq!(panel.get(AUDITOR, "award/challenges").await.status, 200);
    let winner = panel.app.get(KESTREL, "/bids/BID-2026-KESTREL/outcome").await.html;
    assert!(winner.contains("on hold because it is challenged"), "{winner}");
    assert!(!winner.contains("Harrow") && !winner.contains(WORDS), "{winner}");
    let loser = panel.app.get(LANTERN, "/bids/BID-2026-LANTERN/outcome").await.html;
    assert!(loser.contains("on hold because it is challenged"), "{loser}");
    assert!(!loser.contains("Harrow") && !loser.contains(WORDS), "{loser}");
    let public = panel.app.get(NOBODY, &format!("/outcomes/{}", panel.reference)).await.html;
    assert!(!public.contains("on hold") && !public.contains(WORDS), "{public}");

    // The standstill ends, and signing waits all the same.
    let after = moved(&panel, over());
    assert_eq!(work::tell_of_standstills(&after.app.db()).await.unwrap(), 0, "on hold");
    let drawn = after.post(CONTRACTS, "contract", &[("confirmed", "yes")]).await;
    assert_eq!(drawn.status, 303, "{}", drawn.html);
    let contract = drawn.location.unwrap();
    let refused = sign(&after.app, &contract).await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains("cannot be signed until the hold is lifted"), "{}", refused.html);

    let id = after.app.look_up("select id from award_challenges").await;
    let (path, name) = (format!("award/challenges/{id}/lifting"), format!("lift-{id}"));
    assert_eq!(after.post(APPROVER, &path, &[(&name, "")]).await.status, 422);
    let why = "The annex was scored: see the reason for social value.";
    assert_eq!(after.post(REQUESTER, &path, &[(&name, why)]).await.status, 403);
    assert_eq!(after.post(OTHER_APPROVER, &path, &[(&name, why)]).await.status, 404);
    assert_eq!(after.post(APPROVER, &path, &[(&name, why)]).await.status, 303);
    assert_eq!(after.post(APPROVER, &path, &[(&name, why)]).await.status, 409, "lifted once");
    assert!(after.app.get(HARROW, CHALLENGE).await.html.contains(why));
    let told = "select string_agg(recipient, ' ' order by recipient) from outbox where cause like 'award.hold_lifted:%'";
    let told = after.app.look_up(told).await;
    assert!(told.contains(LANTERN) && told.contains(KESTREL), "every other bidder: {told}");
    assert!(!told.contains(HARROW), "who reads the answer instead: {told}");
    let mail = "select string_agg(body, ' ') from outbox where cause like 'award.%'";
    let mail = after.app.look_up(mail).await;
    assert!(!mail.contains(why) && !mail.contains(WORDS), "{mail}");
    assert_eq!(work::tell_of_standstills(&after.app.db()).await.unwrap(), 1);
    let signed = sign(&after.app, &contract).await;
    assert_eq!(signed.status, 303, "{}", signed.html);
}

#[actix_web::test]
async fn a_challenge_is_raised_within_the_standstill_and_can_be_taken_back() {
    let panel = standing(TestApp::at(monday()).await).await;
    let late = panel.app.when(over()).post(HARROW, CHALLENGE, &[("words", WORDS)]).await;
    assert_eq!(late.status, 409);
    assert!(late.html.contains("The standstill is over"), "{}", late.html);
    let last = panel.app.when(over() - TimeDelta::milliseconds(1));
    assert_eq!(last.post(HARROW, CHALLENGE, &[("words", WORDS)]).await.status, 303);
    let back = format!("{CHALLENGE}/withdrawal");
    assert_eq!(last.post(LANTERN, &back, &[]).await.status, 404);
    assert_eq!(last.post(HARROW, &back, &[]).await.status, 303);
    assert_eq!(last.trail().await.last().unwrap(), "award.challenge_taken_back");
    assert_eq!(work::tell_of_standstills(&panel.app.when(over()).db()).await.unwrap(), 1);
}

#[actix_web::test]
async fn the_force_records_a_challenge_that_came_another_way_and_another_person_lifts_it() {
    let panel = standing(TestApp::at(monday()).await).await;
    let after = moved(&panel, over());
    assert_eq!(after.post(APPROVER, "award/challenges", &[]).await.status, 422);
    let form = [
        ("provider", "another"),
        ("brought_by", "Bastion Forensics Ltd"),
        ("words", "A claim was issued at the court."),
    ];
    assert_eq!(after.post(APPROVER, "award/challenges", &form).await.status, 303);
    let id = after.app.look_up("select id from award_challenges").await;
    let (path, name) = (format!("award/challenges/{id}/lifting"), format!("lift-{id}"));
    let own = after.post(APPROVER, &path, &[(&name, "The claim was struck out.")]).await;
    assert_eq!(own.status, 409);
    assert!(own.html.contains("another person must lift the hold"), "{}", own.html);
    let evaluator = after.post("evaluator1@northshire.example", "award/challenges", &form).await;
    assert_eq!(evaluator.status, 409);
    // No bidder finds it among its own.
    let page = after.app.get(HARROW, CHALLENGE).await.html;
    assert!(!page.contains("A claim was issued"), "{page}");
}

#[actix_web::test]
async fn a_company_whose_challenge_came_by_letter_is_told_of_the_answer_too() {
    let panel = standing(TestApp::at(monday()).await).await;
    let harrow = panel.app.look_up("select id from providers where slug = 'harrow'").await;
    let form =
        [("provider", harrow.as_str()), ("words", "They wrote that question 2 was unclear.")];
    assert_eq!(panel.post(REQUESTER, "award/challenges", &form).await.status, 303);
    let id = panel.app.look_up("select id from award_challenges").await;
    let (path, name) = (format!("award/challenges/{id}/lifting"), format!("lift-{id}"));
    let why = "Question 2 was explained in the answers.";
    assert_eq!(panel.post(APPROVER, &path, &[(&name, why)]).await.status, 303);
    let told = "select recipient from outbox where cause like 'award.challenge_answered:%'";
    assert_eq!(panel.app.look_up(told).await, HARROW);
    let page = panel.app.get(HARROW, CHALLENGE).await.html;
    assert!(page.contains(why) && page.contains("Recorded by the force"), "{page}");
    assert!(!page.contains("Take the challenge back"), "{page}");
    assert!(!panel.app.get(LANTERN, CHALLENGE).await.html.contains(why));
    // It may still raise one of its own.
    assert_eq!(panel.app.post(HARROW, CHALLENGE, &[("words", WORDS)]).await.status, 303);
}

#[actix_web::test]
async fn of_many_challenges_by_one_company_at_once_one_is_kept() {
    let panel = standing(TestApp::committing(monday()).await).await;
    let form = [("words", WORDS)];
    let tried = join_all((0..10).map(|_| panel.app.post(HARROW, CHALLENGE, &form))).await;
    assert_eq!(tried.iter().filter(|it| it.status == 303).count(), 1);
    assert!(tried.iter().all(|it| it.status == 303 || it.status == 409));
    assert_eq!(panel.app.look_up("select count(*) from award_challenges").await, "1");
    let after = panel.app.when(over());
    sql(&after, "update award_challenges set state = 'withdrawn', decided_at = now()").await;
    let db = after.db();
    let both = tokio::join!(work::tell_of_standstills(&db), work::tell_of_standstills(&db));
    assert_eq!(both.0.unwrap() + both.1.unwrap(), 1, "two workers tell once");
}
