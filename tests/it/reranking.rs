//! Changing the ranking after the lock, and asking about prices that are abnormally low.

use futures_util::future::join_all;

use crate::support::app::{Page, TestApp, days, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, EVALUATOR1, HARROW, KESTREL, LANTERN, OTHER_APPROVER, REQUESTER,
};
use crate::support::form::Form;
use crate::support::panel::Panel;

const WHY: &str = "The certificate it names was never issued.";

/// Proposes to disqualify a provider's bid on a ground.
async fn disqualify(panel: &Panel, who: &str, provider: &str, code: &str) -> Page {
    let bid = panel.bid_of(provider).await;
    let form = [("kind", "disqualify"), ("bid", bid.as_str()), ("code", code), ("reason", WHY)];
    panel.post(who, "ranking/changes", &form).await
}

/// The id of the change proposed last.
async fn last(panel: &Panel) -> String {
    panel
        .app
        .look_up("select id from ranking_changes order by proposed_at desc, id desc limit 1")
        .await
}

async fn make(panel: &Panel, who: &str) -> Page {
    let id = last(panel).await;
    panel.post(who, &format!("ranking/changes/{id}/approval"), &[]).await
}

/// Asks about a provider's price, to be answered in five days.
async fn ask(panel: &Panel, who: &str, provider: &str) -> Page {
    let bid = panel.bid_of(provider).await;
    let form = [
        ("bid", bid.as_str()),
        ("question", "Which tools make this price possible?"),
        ("due_day", "30"),
        ("due_month", "1"),
        ("due_year", "2026"),
    ];
    panel.post(who, "explanations", &form).await
}

#[actix_web::test]
async fn a_bid_is_disqualified_by_two_people_who_saw_first_what_it_does() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    let bid = panel.bid_of("harrow").await;
    let page =
        panel.get(REQUESTER, &format!("ranking/changes/new?kind=disqualify&bid={bid}")).await;
    assert_eq!(page.status, 200, "{}", page.html);
    for read in
        ["Harrow Forensics Ltd", "79.33", "86.00", "74.50", "Disqualified", "Nothing changes yet"]
    {
        assert!(page.html.contains(read), "{read} is missing: {}", page.html);
    }
    assert_eq!(panel.app.look_up("select count(*) from ranking_changes").await, "0");
    let empty = Form::on(&page, "/ranking/changes").sent(&panel.app, REQUESTER).await;
    assert_eq!(empty.status, 422);
    assert!(empty.html.contains("Choose why the bid is disqualified"), "{}", empty.html);

    let form = Form::on(&page, "/ranking/changes").set("code", "untrue").set("reason", WHY);
    let place = form.send_twice(&panel.app, REQUESTER).await;
    assert_eq!(panel.app.look_up("select count(*) from ranking_changes").await, "1");
    assert!(place.contains("/ranking"), "{place}");
    assert_eq!(panel.trail().await.last().unwrap(), "ranking.change_proposed");
    let told = "select recipient from outbox where cause like 'ranking.change_proposed:%'";
    assert_eq!(panel.app.look_up(told).await, APPROVER);

    // Nobody is out before a second person says so.
    assert!(!panel.get(REQUESTER, "ranking").await.html.contains("86.00"));
    assert_eq!(make(&panel, REQUESTER).await.status, 403);
    assert_eq!(make(&panel, OTHER_APPROVER).await.status, 404);
    let refused = panel.recommend(REQUESTER, "kestrel").await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains("A change of the ranking waits"), "{}", refused.html);

    let page = panel.get(APPROVER, &format!("ranking/changes/{}", last(&panel).await)).await;
    assert!(page.html.contains(WHY) && page.html.contains("86.00"), "{}", page.html);
    Form::on(&page, "/approval").send_twice(&panel.app, APPROVER).await;

    assert_eq!(panel.trail().await.last().unwrap(), "ranking.changed");
    let ranking = panel.get(REQUESTER, "ranking").await.html;
    for read in ["This is ranking 2", "86.00", WHY, "not true"] {
        assert!(ranking.contains(read), "{read} is missing: {ranking}");
    }
    let first = panel.get(REQUESTER, "ranking/snapshots/1").await.html;
    assert!(first.contains("79.33") && !first.contains("86.00"), "{first}");
    assert_eq!(panel.get(REQUESTER, "ranking/snapshots/3").await.status, 404);
    let frozen = "select ranking->'ranking'->'bids'->0->>'disqualified' is null from quality_locks";
    assert_eq!(panel.app.look_up(frozen).await, "true");
    assert_eq!(panel.recommend(REQUESTER, "harrow").await.status, 409, "it is out");
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    assert_eq!(panel.post(APPROVER, "award/approval", &[]).await.status, 303);
    let letter = panel.app.get(HARROW, "/bids/BID-2026-HARROW/outcome").await.html;
    assert!(letter.contains("was disqualified") && letter.contains(WHY), "{letter}");
    assert_eq!(
        panel.app.look_up("select state from bids where reference = 'BID-2026-HARROW'").await,
        "disqualified"
    );
}

#[actix_web::test]
async fn a_disqualified_bid_comes_back_and_a_refused_change_changes_nothing() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    assert_eq!(disqualify(&panel, REQUESTER, "lantern", "not_compliant").await.status, 303);
    let path = format!("ranking/changes/{}/refusal", last(&panel).await);
    assert_eq!(panel.post(APPROVER, &path, &[("decision", " ")]).await.status, 422);
    let decision = [("decision", "Its evidence names the certificate of its parent.")];
    assert_eq!(panel.post(APPROVER, &path, &decision).await.status, 303);
    assert_eq!(panel.post(APPROVER, &path, &decision).await.status, 409, "decided once");
    let page = panel.get(REQUESTER, &format!("ranking/changes/{}", last(&panel).await)).await.html;
    assert!(page.contains("certificate of its parent"), "{page}");
    assert_eq!(panel.app.look_up("select count(*) from ranking_snapshots").await, "0");

    assert_eq!(disqualify(&panel, REQUESTER, "lantern", "not_compliant").await.status, 303);
    assert_eq!(make(&panel, APPROVER).await.status, 303);
    let bid = panel.bid_of("lantern").await;
    let back =
        [("kind", "reinstate"), ("bid", bid.as_str()), ("reason", "It was issued after all.")];
    assert_eq!(panel.post(REQUESTER, "ranking/changes", &back).await.status, 303);
    let withdrawal = format!("ranking/changes/{}/withdrawal", last(&panel).await);
    assert_eq!(panel.post(APPROVER, &withdrawal, &[]).await.status, 409, "not theirs");
    assert_eq!(make(&panel, APPROVER).await.status, 303);
    let ranking = panel.get(REQUESTER, "ranking").await.html;
    assert!(ranking.contains("70.75") && ranking.contains("This is ranking 3"), "{ranking}");
    let same = "select (select ranking->'ranking' from ranking_snapshots where number = 3) = (select ranking->'ranking' from quality_locks)";
    assert_eq!(panel.app.look_up(same).await, "true");
    // Nothing changes under an award.
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    let late = disqualify(&panel, REQUESTER, "lantern", "other").await;
    assert_eq!(late.status, 409);
    assert!(late.html.contains("Decline it first"), "{}", late.html);
    assert_eq!(disqualify(&panel, EVALUATOR1, "lantern", "other").await.status, 409);
}

#[actix_web::test]
async fn a_score_is_agreed_anew_with_its_effect_shown_and_both_reasons_kept() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    let bid = panel.bid_of("lantern").await;
    let criterion =
        panel.app.look_up("select id from request_criteria where criterion = 'social_value'").await;
    let chosen = format!("ranking/changes/new?kind=rescore&bid={bid}");
    let first = panel.get(REQUESTER, &chosen).await.html;
    assert!(first.contains("Agreed now: 1"), "{first}");
    let seen = panel.get(REQUESTER, &format!("{chosen}&criterion={criterion}&score=5")).await;
    assert!(seen.html.contains("78.75") && seen.html.contains("Moves up"), "{}", seen.html);
    let same = panel.get(REQUESTER, &format!("{chosen}&criterion={criterion}&score=1")).await.html;
    assert!(same.contains("the score that the bid has already"), "{same}");

    let reason = "The second annex, which was overlooked, answers all of it.";
    let form = Form::on(&seen, "/ranking/changes")
        .set("score_reason", reason)
        .set("reason", "An annex was overlooked.");
    form.send(&panel.app, REQUESTER).await;
    assert_eq!(make(&panel, APPROVER).await.status, 303);

    let ranking = panel.get(REQUESTER, "ranking").await.html;
    assert!(ranking.contains("78.75"), "{ranking}");
    let kept = "select was_score || ' ' || score from ranking_changes";
    assert_eq!(panel.app.look_up(kept).await, "1 5");
    let record = panel.get(REQUESTER, "scores").await.html;
    let of_lantern = record.split_once("Lantern").unwrap().1;
    let (agreed, changed) = of_lantern.split_once("Changed after the lock by").unwrap();
    assert!(agreed.contains("Agreed by the panel") && !agreed.contains(reason), "{record}");
    assert!(changed.contains("<strong>5</strong>") && changed.contains(reason), "{record}");
    let given = "select count(*) from scores s join bids b on b.id = s.bid_id where b.reference = 'BID-2026-LANTERN' and s.score = 1";
    assert_eq!(panel.app.look_up(given).await, "2", "every evaluator's own score stays");
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    assert_eq!(panel.post(APPROVER, "award/approval", &[]).await.status, 303);
    let letter = panel.app.get(LANTERN, "/bids/BID-2026-LANTERN/outcome").await.html;
    assert!(letter.contains(reason) && letter.contains("78.75"), "{letter}");
}

#[actix_web::test]
async fn a_low_price_is_explained_before_anything_is_held_against_it() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    let early = disqualify(&panel, REQUESTER, "harrow", "abnormally_low").await;
    assert_eq!(early.status, 422);
    assert!(early.html.contains("Ask the bidder to explain the price first"), "{}", early.html);
    assert_eq!(ask(&panel, REQUESTER, "lantern").await.status, 409, "its price is not low");
    assert_eq!(panel.app.get(HARROW, "/bids/BID-2026-HARROW/explanation").await.status, 404);

    assert_eq!(ask(&panel, REQUESTER, "harrow").await.status, 303);
    assert_eq!(ask(&panel, APPROVER, "harrow").await.status, 409, "one at a time");
    assert_eq!(panel.trail().await.last().unwrap(), "explanation.asked");
    let mail = "select string_agg(recipient || body, ' ') from outbox where cause like 'explanation.asked:%'";
    let mail = panel.app.look_up(mail).await;
    assert!(
        mail.contains(HARROW) && !mail.contains("Which tools") && !mail.contains("75,000"),
        "{mail}"
    );

    // The decision waits.
    let kestrel = panel.bid_of("kestrel").await;
    let form = [("bid", kestrel.as_str()), ("reason", "The best value for money.")];
    let refused = panel.post(REQUESTER, "award", &form).await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains("asked to explain an abnormally low price"), "{}", refused.html);
    assert!(panel.get(REQUESTER, "award").await.html.contains("That must be settled"));

    // The bidder answers, once and in time; nobody else's question is found.
    assert_eq!(panel.app.get(KESTREL, "/bids/BID-2026-HARROW/explanation").await.status, 404);
    let own = panel.app.get(HARROW, "/bids/BID-2026-HARROW").await.html;
    assert!(own.contains("asks you to explain your price"), "{own}");
    let page = panel.app.get(HARROW, "/bids/BID-2026-HARROW/explanation").await;
    assert!(page.html.contains("Which tools make this price possible?"), "{}", page.html);
    let empty = Form::on(&page, "/explanation").set("answer", " ").sent(&panel.app, HARROW).await;
    assert_eq!(empty.status, 422);
    let answer = "We own the tools and have used them for nine years.";
    Form::on(&page, "/explanation").set("answer", answer).send_twice(&panel.app, HARROW).await;
    let again =
        panel.app.post(HARROW, "/bids/BID-2026-HARROW/explanation", &[("answer", "More.")]).await;
    assert_eq!(again.status, 409);
    assert_eq!(panel.trail().await.last().unwrap(), "explanation.answered");

    // A second person accepts.
    let list = panel.get(APPROVER, "explanations").await;
    assert!(list.html.contains(answer), "{}", list.html);
    let id = panel.app.look_up("select id from price_explanations").await;
    let (path, name) = (format!("explanations/{id}/acceptance"), format!("accept-{id}"));
    assert_eq!(panel.post(APPROVER, &path, &[(&name, "")]).await.status, 422);
    assert_eq!(panel.post(REQUESTER, &path, &[(&name, "It adds up.")]).await.status, 403);
    assert_eq!(panel.post(APPROVER, &path, &[(&name, "It adds up.")]).await.status, 303);
    assert_eq!(panel.trail().await.last().unwrap(), "explanation.accepted");
    let ranking = panel.get(REQUESTER, "ranking").await.html;
    assert!(ranking.contains("was explained by its bidder"), "{ranking}");
    assert!(
        ranking.contains("Ask the bidder to explain it"),
        "another price is low too: {ranking}"
    );
    let read = panel.get(AUDITOR, "explanations").await;
    assert!(read.status == 200 && read.html.contains("It adds up."), "{}", read.html);
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
}

#[actix_web::test]
async fn a_question_without_an_answer_in_time_leaves_the_force_to_decide() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    assert_eq!(ask(&panel, REQUESTER, "harrow").await.status, 303);
    let late = Panel { app: panel.app.later(days(6)), reference: panel.reference.clone() };
    let answer = [("answer", "Too late.")];
    let page = late.app.post(HARROW, "/bids/BID-2026-HARROW/explanation", &answer).await;
    assert_eq!(page.status, 409);
    assert!(page.html.contains("The time to answer has passed"), "{}", page.html);
    assert_eq!(
        disqualify(&panel, REQUESTER, "harrow", "abnormally_low").await.status,
        422,
        "not yet"
    );
    assert_eq!(disqualify(&late, REQUESTER, "harrow", "abnormally_low").await.status, 303);
    assert_eq!(make(&late, APPROVER).await.status, 303);
    assert_eq!(late.app.look_up("select state from price_explanations").await, "rejected");
    assert_eq!(late.recommend(REQUESTER, "kestrel").await.status, 303, "nothing is open any more");
}

#[actix_web::test]
async fn a_question_can_be_taken_back_and_the_asker_does_not_accept_the_answer() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    assert_eq!(ask(&panel, APPROVER, "harrow").await.status, 303);
    let id = panel.app.look_up("select id from price_explanations").await;
    let name = format!("withdraw-{id}");
    let path = format!("explanations/{id}/withdrawal");
    assert_eq!(panel.post(REQUESTER, &path, &[(&name, "")]).await.status, 422);
    assert_eq!(
        panel.post(REQUESTER, &path, &[(&name, "The price was misread.")]).await.status,
        303
    );
    assert_eq!(ask(&panel, APPROVER, "harrow").await.status, 303, "it may be asked again");
    let answer = [("answer", "We own the tools.")];
    let sent = panel.app.post(HARROW, "/bids/BID-2026-HARROW/explanation", &answer).await;
    assert_eq!(sent.status, 303, "{}", sent.html);
    let id = panel.app.look_up("select id from price_explanations where state = 'answered'").await;
    let (path, name) = (format!("explanations/{id}/acceptance"), format!("accept-{id}"));
    let own = panel.post(APPROVER, &path, &[(&name, "Fine.")]).await;
    assert_eq!(own.status, 409);
    assert!(own.html.contains("another person must accept"), "{}", own.html);
}

#[actix_web::test]
async fn of_many_changes_proposed_and_made_at_once_one_of_each_is() {
    let panel = Panel::locked(TestApp::committing(monday()).await).await;
    let tried = join_all((0..10).map(|_| disqualify(&panel, REQUESTER, "lantern", "other"))).await;
    assert_eq!(tried.iter().filter(|it| it.status == 303).count(), 1);
    assert!(tried.iter().all(|it| it.status == 303 || it.status == 409));
    let tried = join_all((0..10).map(|_| make(&panel, APPROVER))).await;
    assert_eq!(tried.iter().filter(|it| it.status == 303).count(), 1);
    assert_eq!(panel.app.look_up("select count(*) from ranking_snapshots").await, "1");
    let entries = "select count(*) from audit_entries where action = 'ranking.changed'";
    assert_eq!(panel.app.look_up(entries).await, "1");
    // The serving role cannot change what was ranked.
    let kept = "select has_table_privilege('muster_app', 'ranking_snapshots', 'update') or has_table_privilege('muster_app', 'ranking_snapshots', 'delete')";
    assert_eq!(panel.app.look_up(kept).await, "false");
}
