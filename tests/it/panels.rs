//! The panel of a request: who is on it, conflicts of interest, two ways to
//! score, what is kept unfinished, the chair, the day scores are due, and the
//! check before the lock.

use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use futures_util::future::join;
use muster::work::remind_evaluators;

use crate::support::app::{Page, TestApp, days, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, EVALUATOR1, EVALUATOR2, OTHER_REQUESTER, REQUESTER,
};
use crate::support::form::{Form, names};
use crate::support::panel::{Panel, REASON};

const LETTERS: [&str; 3] = ["A", "B", "C"];

async fn sql(panel: &Panel, sql: &str) {
    panel.app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

async fn gets(panel: &Panel, who: &str, role: &str) {
    let given =
        format!("insert into user_roles select id, '{role}' from users where email = '{who}'");
    sql(panel, &given).await;
}

async fn user(panel: &Panel, email: &str) -> String {
    panel.app.look_up(&format!("select id from users where email = '{email}'")).await
}

/// The form that changes the panel, as a requester finds it.
async fn change(panel: &Panel) -> Form {
    Form::on(&panel.get(REQUESTER, "panel/members").await, "/panel/members")
}

/// Makes a panel of these people, chaired by one of them or nobody.
async fn becomes(panel: &Panel, people: &[&str], chair: &str) -> Page {
    let chair = if chair.is_empty() { "nobody".to_owned() } else { user(panel, chair).await };
    let mut form = change(panel).await.set("chair", &chair).set("reason", "Ned is away until May.");
    for (n, email) in people.iter().enumerate() {
        let id = user(panel, email).await;
        form = if n == 0 { form.set("panel", &id) } else { form.tick("panel", &id) };
    }
    form.sent(&panel.app, REQUESTER).await
}

async fn told(panel: &Panel, cause: &str) -> String {
    let sql = format!(
        "select string_agg(recipient, ' ' order by recipient) from outbox where cause like '{cause}%'"
    );
    panel.app.look_up(&sql).await
}

/// The names of a page's two score boxes, in order.
fn boxes(page: &Page, begins: &str) -> Vec<String> {
    let mut boxes: Vec<String> =
        names(page).into_iter().filter(|it| it.starts_with(begins)).collect();
    boxes.dedup();
    boxes
}

#[actix_web::test]
async fn nothing_of_a_bid_is_shown_before_conflicts_of_interest_are_declared() {
    let panel = Panel::undeclared(TestApp::at(monday()).await).await;
    let desk = panel.get(EVALUATOR1, "evaluation").await.html;
    assert!(desk.contains("Before you begin") && !desk.contains("Bidder A"), "{desk}");
    for page in ["evaluation/A", "evaluation/questions/1", "evaluation/A/attachments/1"] {
        let page = panel.get(EVALUATOR1, page).await;
        assert_eq!(page.status, 303);
        assert!(page.location.unwrap().ends_with("/evaluation/declaration"));
    }
    let page = panel.get(EVALUATOR1, "evaluation/declaration").await;
    let place = |name: &str| page.html.find(name).unwrap();
    assert!(place("Harrow") < place("Kestrel") && place("Kestrel") < place("Lantern"));
    for hidden in ["Bidder A", "BID-2026", "Answer ", "£"] {
        assert!(!page.html.contains(hidden), "{hidden}");
    }

    let kestrel = panel.app.look_up("select id from providers where slug = 'kestrel'").await;
    let form = Form::on(&page, "/evaluation/declaration")
        .set(&format!("conflict-{kestrel}"), "yes")
        .set(&format!("words-{kestrel}"), "Sister");
    let mistaken = form.sent(&panel.app, EVALUATOR1).await;
    assert_eq!(mistaken.status, 422);
    for said in [
        "Say whether you have a conflict of interest with Harrow Forensics Ltd",
        "Say what the conflict is",
        "Sister</textarea>",
    ] {
        assert!(mistaken.html.contains(said), "{said}: {}", mistaken.html);
    }
    assert_eq!(panel.app.look_up("select count(*) from conflict_declarations").await, "0");

    panel.declare(EVALUATOR1, &[]).await;
    assert_eq!(panel.trail().await.last().unwrap(), "conflicts.declared");
    assert!(panel.get(EVALUATOR1, "evaluation").await.html.contains("Bidder C"));
    assert_eq!(panel.get(EVALUATOR1, "evaluation/A").await.status, 200);
    for (who, status) in [(CONTRACTS, 409), (OTHER_REQUESTER, 404), (AUDITOR, 404)] {
        assert_eq!(panel.get(who, "evaluation/declaration").await.status, status, "{who}");
    }
}

#[actix_web::test]
async fn a_conflict_hides_the_bid_everywhere_and_cannot_be_taken_back() {
    let panel = Panel::undeclared(TestApp::at(monday()).await).await;
    panel.declare(EVALUATOR1, &["kestrel"]).await;
    for who in [EVALUATOR2, REQUESTER, APPROVER] {
        panel.declare(who, &[]).await;
    }
    let answer = panel.answer_of("kestrel").await;
    for page in ["evaluation/A", "evaluation/B", "evaluation/questions/1", "evaluation/questions/2"]
    {
        let html = panel.get(EVALUATOR1, page).await.html;
        assert!(html.contains("Answer ") && !html.contains(&answer), "{page}: {html}");
    }
    assert_eq!(panel.get(EVALUATOR1, "evaluation/C").await.status, 404, "no letter is missing");
    let desk = panel.get(EVALUATOR1, "evaluation").await.html;
    assert!(desk.contains("0 of 4 scores given"), "{desk}");

    // Said again without the conflict, it stands.
    panel.declare(EVALUATOR1, &[]).await;
    assert!(!panel.get(EVALUATOR1, "evaluation/A").await.html.contains(&answer));
    let refused = panel
        .app
        .arrange(async |conn| {
            let back = "savepoint before; update conflict_declarations set conflict = false where conflict";
            let refused = conn.batch_execute(back).await.unwrap_err().to_string();
            conn.batch_execute("rollback to savepoint before").await.unwrap();
            refused
        })
        .await;
    assert!(refused.contains("a declared conflict stands"), "{refused}");

    for letter in ["A", "B"] {
        panel.score(EVALUATOR1, &format!("evaluation/{letter}")).await;
    }
    for letter in LETTERS {
        panel.score(EVALUATOR2, &format!("evaluation/{letter}")).await;
    }
    // As a requester too, whoever has a conflict takes no part in what compares bids.
    gets(&panel, EVALUATOR1, "requester").await;
    for page in ["moderation", "moderation/A", "moderation/A/attachments/1", "quality-lock"] {
        let page = panel.get(EVALUATOR1, page).await;
        assert_eq!(page.status, 409, "{}", page.html);
        assert!(page.html.contains("so you take no part in moderating its bids"), "{}", page.html);
    }
    for letter in LETTERS {
        panel.score(REQUESTER, &format!("moderation/{letter}")).await;
    }
    assert_eq!(panel.post(EVALUATOR1, "quality-lock", &[]).await.status, 409);
    assert_eq!(panel.post(REQUESTER, "quality-lock", &[]).await.status, 303);
    for page in [
        "ranking",
        "ranking/changes/new",
        "ranking/snapshots/1",
        "explanations",
        "award",
        "award/withdrawal",
        "award/challenges",
        "scores",
    ] {
        assert_eq!(panel.get(EVALUATOR1, page).await.status, 409, "{page}");
        assert_eq!(panel.get(REQUESTER, page).await.status, 200, "{page}");
    }
    assert_eq!(panel.recommend(EVALUATOR1, "harrow").await.status, 409);
    assert_eq!(panel.app.look_up("select count(*) from awards").await, "0");
}

#[actix_web::test]
async fn with_whom_somebody_has_a_conflict_is_read_when_nobody_scores_blind_any_more() {
    let panel = Panel::undeclared(TestApp::at(monday()).await).await;
    panel.declare(EVALUATOR1, &["kestrel"]).await;
    let (why, one) =
        ("My sister is a director there.", "Has a conflict of interest with one bidder");
    for who in [REQUESTER, EVALUATOR2, CONTRACTS] {
        let html = panel.get(who, "panel").await.html;
        assert!(html.contains(one) && !html.contains(why) && !html.contains("Kestrel"), "{html}");
    }
    let read = panel.get(AUDITOR, "panel").await.html;
    assert!(read.contains("Eve Marsh, with Kestrel Cyber Ltd") && read.contains(why), "{read}");
    assert_eq!(panel.trail().await.last().unwrap(), "conflicts.read");
    let mail = "select count(*) from outbox where body ~ 'Kestrel|sister' and recipient like '%northshire%'";
    assert_eq!(panel.app.look_up(mail).await, "0");
}

#[actix_web::test]
async fn a_bid_that_nobody_is_left_to_score_is_told_of_and_the_panel_can_be_changed() {
    let panel = Panel::undeclared(TestApp::at(monday()).await).await;
    panel.declare(EVALUATOR1, &["kestrel"]).await;
    assert_eq!(told(&panel, "evaluation.unattended").await, "");
    panel.declare(EVALUATOR2, &["kestrel"]).await;
    panel.declare(REQUESTER, &[]).await;
    assert_eq!(told(&panel, "evaluation.unattended").await, format!("{APPROVER} {REQUESTER}"));
    let mail = panel
        .app
        .look_up(
            "select subject || body from outbox where cause like 'evaluation.unattended%' limit 1",
        )
        .await;
    assert!(mail.contains("One of the bids") && !mail.contains("Kestrel"), "{mail}");
    let home = panel.app.get(EVALUATOR1, "/force").await.html;
    assert!(home.contains("Bids you are asked to score"), "{home}");
    for who in [EVALUATOR1, EVALUATOR2] {
        for letter in ["A", "B"] {
            panel.score(who, &format!("evaluation/{letter}")).await;
        }
    }
    let home = panel.app.get(EVALUATOR1, "/force").await.html;
    assert!(!home.contains("Bids you are asked to score"), "everything is scored: {home}");
    let home = panel.app.get(APPROVER, "/force").await.html;
    assert!(home.contains("Bids that nobody is left to score"), "{home}");
    assert!(!home.contains("Scores to agree"), "{home}");
    let refused = panel.get(REQUESTER, "moderation").await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains("One bid has nobody left to score it"), "{}", refused.html);
    assert!(panel.get(REQUESTER, "panel").await.html.contains("One bid has nobody left"));

    gets(&panel, CONTRACTS, "evaluator").await;
    let added = becomes(&panel, &[EVALUATOR1, EVALUATOR2, CONTRACTS], "").await;
    assert_eq!(added.status, 303, "{}", added.html);
    assert_eq!(told(&panel, "panel.added").await, CONTRACTS);
    assert_eq!(told(&panel, "panel.changed").await, format!("{EVALUATOR1} {EVALUATOR2}"));
    panel.declare(CONTRACTS, &[]).await;
    for letter in LETTERS {
        panel.score(CONTRACTS, &format!("evaluation/{letter}")).await;
    }
    assert_eq!(told(&panel, "moderation.ready").await, format!("{APPROVER} {REQUESTER}"));
    for (who, shown) in [(REQUESTER, true), (APPROVER, true), (EVALUATOR1, false)] {
        let home = panel.app.get(who, "/force").await.html;
        assert_eq!(home.contains("Scores to agree"), shown, "{who}: {home}");
    }
    assert_eq!(panel.get(REQUESTER, "moderation").await.status, 200);
}

#[actix_web::test]
async fn a_panel_changes_with_a_reason_and_the_scores_of_who_leaves_do_not_count() {
    let panel = Panel::opened(TestApp::at(monday()).await).await;
    for letter in LETTERS {
        panel.score(EVALUATOR1, &format!("evaluation/{letter}")).await;
    }
    panel.score(EVALUATOR2, "evaluation/A").await;

    let unexplained = change(&panel).await.set("reason", "Away").sent(&panel.app, REQUESTER).await;
    assert_eq!(unexplained.status, 422);
    assert!(unexplained.html.contains("Write why the panel changes, in at least 10 characters"));
    let same = change(&panel).await.set("reason", "No change at all").sent(&panel.app, REQUESTER);
    assert_eq!(same.await.status, 409);
    for (who, status) in
        [(EVALUATOR1, 409), (CONTRACTS, 409), (OTHER_REQUESTER, 404), (AUDITOR, 404)]
    {
        assert_eq!(panel.get(who, "panel/members").await.status, status, "{who}");
        assert_eq!(panel.post(who, "panel/members", &[]).await.status, status, "{who}");
    }

    let stale = change(&panel).await;
    let gone = becomes(&panel, &[EVALUATOR1], "").await;
    assert_eq!(gone.status, 303, "{}", gone.html);
    assert_eq!(panel.trail().await.last().unwrap(), "panel.changed");
    assert_eq!(told(&panel, "panel.removed").await, EVALUATOR2);
    let late =
        stale.set("reason", "Somebody else thinks otherwise").sent(&panel.app, APPROVER).await;
    assert_eq!(late.status, 409);
    assert!(late.html.contains("Somebody changed this panel since you opened the page"));

    // Ned's two scores are kept, and moderation waits for them no more.
    assert_eq!(panel.app.look_up("select count(*) from scores").await, "8");
    assert_eq!(told(&panel, "moderation.ready").await, format!("{APPROVER} {REQUESTER}"));
    assert_eq!(panel.get(EVALUATOR2, "evaluation/A").await.status, 409);
    for letter in LETTERS {
        let html = panel.get(REQUESTER, &format!("moderation/{letter}")).await.html;
        assert!(html.contains("Eve Marsh") && !html.contains("Ned Marsh"), "{html}");
        panel.score(REQUESTER, &format!("moderation/{letter}")).await;
    }
    assert_eq!(panel.post(REQUESTER, "quality-lock", &[]).await.status, 303);
    let record = panel.get(APPROVER, "scores").await.html;
    assert_eq!(record.matches("Not counted: no longer on the panel").count(), 2, "{record}");
    let page = panel.get(AUDITOR, "panel").await.html;
    assert!(page.contains("Removed: Ned Marsh") && page.contains("Ned is away until May."));
    assert!(page.contains("Rosa Quill"), "{page}");
    assert_eq!(panel.get(REQUESTER, "panel/members").await.status, 409, "quality is locked");
}

#[actix_web::test]
async fn a_change_of_the_panel_pressed_twice_is_made_once() {
    let panel = Panel::opened(TestApp::committing(monday()).await).await;
    let ned = user(&panel, EVALUATOR2).await;
    let form =
        change(&panel).await.set("panel", &ned).set("reason", "Eve has moved to another unit.");
    form.send_twice(&panel.app, REQUESTER).await;
    assert_eq!(panel.app.look_up("select count(*) from panel_changes").await, "1");
    assert_eq!(panel.app.look_up("select count(*) from request_panel").await, "1");
    for sql in ["update panel_changes set reason = 'x'", "delete from conflict_declarations"] {
        let mut conn = panel.app.db();
        let refused = conn_refuses(&mut conn, sql).await;
        assert!(refused.contains("permission denied"), "{sql}: {refused}");
    }
}

/// What the serving role is told that tries this.
async fn conn_refuses(db: &mut muster::db::Db, sql: &str) -> String {
    let by = muster::audit::Actor::system("test");
    let tried: Result<(), _> = db
        .act(&by, async |tx| {
            let fault = tx.conn().batch_execute(sql).await.unwrap_err();
            Err(muster::error::Error::Refused(fault.to_string()))
        })
        .await;
    tried.unwrap_err().to_string()
}

#[actix_web::test]
async fn the_chair_sees_progress_only_then_agrees_the_scores_and_locks_quality() {
    let panel = Panel::opened(TestApp::at(monday()).await).await;
    assert_eq!(becomes(&panel, &[EVALUATOR1, EVALUATOR2], EVALUATOR2).await.status, 303);
    assert_eq!(told(&panel, "panel.chairs").await, EVALUATOR2);
    for letter in LETTERS {
        panel.score(EVALUATOR1, &format!("evaluation/{letter}")).await;
    }
    for page in ["evaluation", "panel", "moderation", "evaluation/A", "history"] {
        let html = panel.get(EVALUATOR2, page).await.html;
        assert!(!html.contains(REASON) && !html.contains("checked"), "{page} tells Eve’s scores");
    }
    assert!(panel.get(EVALUATOR2, "panel").await.html.contains("Done: 6 scores given"));
    assert_eq!(panel.get(EVALUATOR2, "moderation").await.status, 409);
    for letter in LETTERS {
        panel.score(EVALUATOR2, &format!("evaluation/{letter}")).await;
    }
    assert_eq!(told(&panel, "moderation.ready").await, EVALUATOR2);

    let read = panel.get(REQUESTER, "moderation/A").await;
    assert_eq!(read.status, 200);
    assert!(read.html.contains(REASON) && !read.html.contains("Save agreed scores"));
    let id =
        panel.app.look_up("select id from request_criteria where criterion = 'social_value'").await;
    let (score, reason) = (format!("score-{id}"), format!("reason-{id}"));
    let form = [(score.as_str(), "5"), (reason.as_str(), REASON)];
    let refused = panel.post(REQUESTER, "moderation/A", &form).await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains("Ned Marsh chairs this panel"), "{}", refused.html);

    let early = panel.get(EVALUATOR2, "quality-lock").await;
    assert!(early.location.unwrap().ends_with("/moderation"), "nothing is agreed");
    for letter in LETTERS {
        panel.score(EVALUATOR2, &format!("moderation/{letter}")).await;
    }
    assert_eq!(panel.post(REQUESTER, "quality-lock", &[]).await.status, 409);
    let check = panel.get(EVALUATOR2, "quality-lock").await;
    assert!(check.html.contains("Check and lock quality") && !check.html.contains("Kestrel"));
    Form::on(&check, "/quality-lock").send(&panel.app, EVALUATOR2).await;
    assert_eq!(panel.app.look_up("select count(*) from quality_locks").await, "1");
}

#[actix_web::test]
async fn prices_are_opened_by_the_lock_and_nothing_before_it() {
    let panel = Panel::scored(TestApp::committing(monday()).await).await;
    let prices = "select count(*) from bid_rates";
    assert_eq!(panel.app.look_up(prices).await, "0");
    let early = panel.post(REQUESTER, "quality-lock", &[]).await;
    assert_eq!(early.status, 409, "{}", early.html);
    for letter in LETTERS {
        panel.score(REQUESTER, &format!("moderation/{letter}")).await;
    }
    assert_eq!(panel.app.look_up(prices).await, "0");
    assert!(!panel.trail().await.iter().any(|it| it == "prices.opened"));
    // Both people who may press the button do.
    let form = Form::on(&panel.get(REQUESTER, "quality-lock").await, "/quality-lock");
    let other = Form::on(&panel.get(APPROVER, "quality-lock").await, "/quality-lock");
    let (one, two) = join(form.sent(&panel.app, REQUESTER), other.sent(&panel.app, APPROVER)).await;
    let mut answers = [one.status.as_u16(), two.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [303, 409]);
    assert_eq!(panel.app.look_up(prices).await, "6");
    let trail = panel.trail().await;
    assert_eq!(trail[trail.len() - 2..], ["evaluation.locked", "prices.opened"]);
}

#[actix_web::test]
async fn an_evaluator_scores_one_question_across_bidders() {
    let panel = Panel::opened(TestApp::at(monday()).await).await;
    let list = panel.get(EVALUATOR1, "evaluation?by=question").await.html;
    assert!(list.contains("/evaluation/questions/2") && list.contains("0 of 3 scored"), "{list}");
    for number in ["1", "2"] {
        let page = panel.get(EVALUATOR1, &format!("evaluation/questions/{number}")).await;
        for giveaway in ["Kestrel", "Harrow", "Lantern", "BID-2026", "£"] {
            assert!(!page.html.contains(giveaway), "{giveaway} is on the page");
        }
        let form = Form::on(&page, &format!("/questions/{number}"));
        let every = names(&page);
        assert_eq!(boxes(&page, "score-"), ["score-A", "score-B", "score-C"]);
        let to = form.set_each("score-", &every, "3").set_each("reason-", &every, REASON);
        assert!(to.send(&panel.app, EVALUATOR1).await.ends_with("/evaluation?by=question"));
    }
    assert_eq!(panel.app.look_up("select count(*) from scores where score = 3").await, "6");
    // The other way shows the same scores.
    let bidder = panel.get(EVALUATOR1, "evaluation/A").await;
    assert_eq!(bidder.html.matches("value=\"3\" checked").count(), 2, "{}", bidder.html);
    assert!(panel.get(EVALUATOR1, "evaluation").await.html.contains("6 of 6 scores given"));
    let page = panel.get(EVALUATOR1, "evaluation/questions/1").await;
    let wrong =
        Form::on(&page, "/questions/1").set("score-B", "9").sent(&panel.app, EVALUATOR1).await;
    assert_eq!(wrong.status, 422);
    let said = "Choose a score from 0 to 5 for Bidder B on “Technical merit”";
    assert!(wrong.html.contains(said), "{}", wrong.html);
    for number in ["0", "3", "one"] {
        let page = panel.get(EVALUATOR1, &format!("evaluation/questions/{number}")).await;
        assert_eq!(page.status, 404, "{number}");
    }
}

#[actix_web::test]
async fn what_is_typed_is_kept_unfinished_and_given_to_nobody() {
    let panel = Panel::opened(TestApp::at(monday()).await).await;
    let page = panel.get(EVALUATOR1, "evaluation/A").await;
    let (first, second) = (boxes(&page, "score-")[0].clone(), boxes(&page, "reason-")[1].clone());
    let form = Form::on(&page, "/evaluation/A").set(&first, "4").set(&second, "Half a thou");

    let by_itself = form.clone().set("do", "autosave").sent(&panel.app, EVALUATOR1).await;
    assert_eq!(by_itself.status, 200);
    assert!(by_itself.html.contains("not saved as a score yet"), "{}", by_itself.html);
    form.set("do", "later").send(&panel.app, EVALUATOR1).await;
    assert_eq!(panel.app.look_up("select count(*) from scores").await, "0");
    assert_eq!(panel.trail().await.last().unwrap(), "score.kept");
    let back = panel.get(EVALUATOR1, "evaluation/A").await;
    assert!(back.html.contains("Half a thou") && back.html.contains("value=\"4\" checked"));
    assert!(back.html.contains("not saved as scores yet"));
    let desk = panel.get(EVALUATOR1, "evaluation").await.html;
    assert!(desk.contains("0 of 2 scored, 2 unfinished") && desk.contains("In progress"), "{desk}");
    for (who, pages) in [(EVALUATOR2, LETTERS), (AUDITOR, LETTERS)] {
        for letter in pages {
            let side = if who == AUDITOR { "moderation" } else { "evaluation" };
            let html = panel.get(who, &format!("{side}/{letter}")).await.html;
            assert!(!html.contains("Half a thou"), "{who} reads what is not given");
        }
    }
    assert!(panel.get(REQUESTER, "evaluation").await.html.contains("0 of 12 scores are in"));

    // Given whole, the half is gone; typed back to what was given, too.
    panel.score(EVALUATOR1, "evaluation/A").await;
    assert_eq!(panel.app.look_up("select count(*) from score_halves").await, "0");
    let page = panel.get(EVALUATOR1, "evaluation/A").await;
    let form = Form::on(&page, "/evaluation/A");
    form.clone().set(&first, "0").set("do", "later").send(&panel.app, EVALUATOR1).await;
    assert_eq!(panel.app.look_up("select count(*) from score_halves").await, "1");
    form.set("do", "later").send(&panel.app, EVALUATOR1).await;
    assert_eq!(panel.app.look_up("select count(*) from score_halves").await, "0");
}

#[actix_web::test]
async fn what_is_refused_is_kept_and_is_there_when_its_writer_comes_back() {
    let panel = Panel::opened(TestApp::at(monday()).await).await;
    let page = panel.get(EVALUATOR1, "evaluation/A").await;
    let score = boxes(&page, "score-")[1].clone();
    let refused =
        Form::on(&page, "/evaluation/A").set(&score, "4").sent(&panel.app, EVALUATOR1).await;
    assert_eq!(refused.status, 422);
    let said = "Enter the reason for the score of Bidder A on “Social value”";
    assert_eq!(refused.html.matches(said).count(), 2, "in the summary and at the box");
    assert!(refused.html.contains("not saved as scores yet"), "{}", refused.html);
    assert_eq!(panel.trail().await.last().unwrap(), "score.kept");
    assert_eq!(panel.app.look_up("select count(*) from scores").await, "0");
    // Whoever leaves the page, presses nothing and comes back finds it.
    let back = panel.get(EVALUATOR1, "evaluation/A").await.html;
    assert!(back.contains("value=\"4\" checked") && back.contains("not saved as scores yet"));
    assert!(back.contains("data-autosave=\"anything\""), "it goes as the page is left");

    // Nothing typed is nothing kept, and is not said to be.
    let page = panel.get(EVALUATOR1, "evaluation/B").await;
    let refused = Form::on(&page, "/evaluation/B").sent(&panel.app, EVALUATOR1).await;
    assert_eq!(refused.status, 422);
    assert!(!refused.html.contains("not saved as scores yet"), "{}", refused.html);
    assert_eq!(panel.app.look_up("select count(*) from score_halves").await, "1");
}

#[actix_web::test]
async fn what_is_refused_of_agreed_scores_is_kept_for_whoever_typed_it() {
    let panel = Panel::scored(TestApp::at(monday()).await).await;
    let page = panel.get(REQUESTER, "moderation/C").await;
    let reason = boxes(&page, "reason-")[0].clone();
    let form = Form::on(&page, "/moderation/C").set(&reason, "Agreed after a long talk of ours");
    let refused = form.sent(&panel.app, REQUESTER).await;
    assert_eq!(refused.status, 422);
    let said = "Choose a score from 0 to 5 for Bidder C on “Technical merit”";
    assert_eq!(refused.html.matches(said).count(), 2, "{}", refused.html);
    assert_eq!(panel.trail().await.last().unwrap(), "agreed_score.kept");
    assert_eq!(panel.app.look_up("select count(*) from agreed_scores").await, "0");
    let back = panel.get(REQUESTER, "moderation/C").await.html;
    assert!(back.contains("Agreed after a long talk of ours"), "{back}");
    let colleague = panel.get(APPROVER, "moderation/C").await.html;
    assert!(!colleague.contains("Agreed after a long talk of ours"), "{colleague}");
}

#[actix_web::test]
async fn a_page_with_old_letters_scores_nobody() {
    let panel = Panel::opened(TestApp::at(monday()).await).await;
    let page = panel.get(EVALUATOR1, "evaluation/A").await;
    let every = names(&page);
    let form = Form::on(&page, "/evaluation/A")
        .set_each("score-", &every, "4")
        .set_each("reason-", &every, REASON);
    panel.declare(EVALUATOR1, &["lantern"]).await;
    let refused = form.sent(&panel.app, EVALUATOR1).await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains("Bidders have other letters"), "{}", refused.html);
    assert!(refused.html.contains("The answer covers the method"), "what was written is there");
    assert_eq!(panel.app.look_up("select count(*) from scores").await, "0");
}

#[actix_web::test]
async fn what_a_colleague_has_agreed_in_the_meantime_is_not_written_over() {
    let panel = Panel::scored(TestApp::at(monday()).await).await;
    let page = panel.get(APPROVER, "moderation/A").await;
    let every = names(&page);
    panel.score(REQUESTER, "moderation/A").await;
    let form = Form::on(&page, "/moderation/A").set_each("score-", &every, "0").set_each(
        "reason-",
        &every,
        "We think it is not worth anything.",
    );
    let refused = form.sent(&panel.app, APPROVER).await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains("Rosa Quill has agreed scores for this bidder"));
    assert!(refused.html.contains("We think it is not worth anything."), "{}", refused.html);
    assert_eq!(panel.app.look_up("select count(*) from agreed_scores where score = 0").await, "0");

    // What is typed of an agreement is kept for whoever types it.
    let page = panel.get(APPROVER, "moderation/A").await;
    let reason = boxes(&page, "reason-")[0].clone();
    let later = Form::on(&page, "/moderation/A").set(&reason, "Perhaps rather").set("do", "later");
    later.send(&panel.app, APPROVER).await;
    assert!(panel.get(APPROVER, "moderation/A").await.html.contains("Perhaps rather"));
    assert!(!panel.get(REQUESTER, "moderation/A").await.html.contains("Perhaps rather"));
}

#[actix_web::test]
async fn who_gave_which_score_is_there_to_read_after_the_lock() {
    let panel = Panel::scored(TestApp::at(monday()).await).await;
    for who in [REQUESTER, EVALUATOR1, AUDITOR] {
        let early = panel.get(who, "scores").await;
        assert_eq!(early.status, 409, "{who} looks back too early");
        assert!(early.html.contains("Quality is not locked yet"), "{who}: {}", early.html);
    }
    assert_eq!(panel.get(OTHER_REQUESTER, "scores").await.status, 404);
    for who in [EVALUATOR1, CONTRACTS] {
        let refused = panel.get(who, "moderation").await;
        assert_eq!(refused.status, 409, "{who}");
        let said = "for requesters and approvers of your force and for auditors";
        assert!(refused.html.contains(said), "{who}: {}", refused.html);
        assert!(!refused.html.contains("Only the evaluators"), "{who}: {}", refused.html);
    }
    for letter in LETTERS {
        panel.score(REQUESTER, &format!("moderation/{letter}")).await;
    }
    panel.post(REQUESTER, "quality-lock", &[]).await;
    for who in [REQUESTER, APPROVER, EVALUATOR1, EVALUATOR2, AUDITOR] {
        let html = panel.get(who, "scores").await.html;
        assert_eq!(html.matches("Agreed by the panel").count(), 6, "{who}: {html}");
        for said in ["Eve Marsh", "Ned Marsh", "Kestrel Cyber Ltd", REASON] {
            assert!(html.contains(said), "{who}: {said}");
        }
        assert!(!html.contains('£'), "{html}");
    }
    assert_eq!(panel.trail().await.last().unwrap(), "scores.read");
    // Every bid can be read from there, under its company's name, and nothing be changed.
    let answer = panel.answer_of("kestrel").await;
    for who in [REQUESTER, APPROVER, EVALUATOR1] {
        let mut found = 0;
        for letter in LETTERS {
            let listed = panel.get(who, "scores").await.html;
            assert!(listed.contains(&format!("/moderation/{letter}\"")), "{listed}");
            let read = panel.get(who, &format!("moderation/{letter}")).await.html;
            found += usize::from(read.contains("The bid of Kestrel") && read.contains(&answer));
            assert!(!read.contains("Save agreed scores") && !read.contains('£'), "{read}");
            let mistaken = panel.post(who, &format!("moderation/{letter}"), &[]).await;
            assert_eq!(mistaken.status, 409, "{who}: {}", mistaken.html);
        }
        assert_eq!(found, 1, "{who} reads what Kestrel bid");
    }
    for side in ["moderation/A", "moderation/A/attachments/1"] {
        assert_eq!(panel.get(CONTRACTS, side).await.status, 409);
        assert_eq!(panel.get(OTHER_REQUESTER, side).await.status, 404);
    }
    let refused = panel.get(CONTRACTS, "scores").await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains("by the panel that scored the bids"), "{}", refused.html);
    assert!(!refused.html.contains("Only the evaluators"), "{}", refused.html);
    assert_eq!(panel.get(OTHER_REQUESTER, "scores").await.status, 404);
}

#[actix_web::test]
async fn scores_that_are_late_are_reminded_of_once_for_each_day_that_is_set() {
    let panel = Panel::opened(TestApp::committing(monday()).await).await;
    // The bids were opened on Sunday 25 January 2026.
    let due = "select to_char(due_at at time zone 'Europe/London', 'YYYY-MM-DD HH24:MI') from scoring_deadlines";
    assert_eq!(panel.app.look_up(due).await, "2026-02-06 17:00");
    let assigned = panel
        .app
        .look_up("select body from outbox where cause like 'evaluation.assigned:%' limit 1")
        .await;
    assert!(assigned.contains("due by 5pm UK time (GMT) on Friday 6 February 2026"), "{assigned}");

    for (who, status) in [(EVALUATOR1, 409), (OTHER_REQUESTER, 404), (AUDITOR, 404)] {
        assert_eq!(panel.get(who, "panel/deadline").await.status, status, "{who}");
    }
    let form = Form::on(&panel.get(REQUESTER, "panel/deadline").await, "/panel/deadline");
    assert_eq!((form.value("due_day"), form.value("due_month")), ("6", "2"));
    let past =
        form.clone().set("due_day", "3").set("due_month", "1").sent(&panel.app, REQUESTER).await;
    assert_eq!(past.status, 422);
    assert!(past.html.contains("Choose a day that is still to come"), "{}", past.html);
    form.set("due_day", "30").set("due_month", "1").send_twice(&panel.app, REQUESTER).await;
    assert_eq!(panel.app.look_up(due).await, "2026-01-30 17:00");
    assert_eq!(told(&panel, "scoring.due").await, format!("{EVALUATOR1} {EVALUATOR2}"));
    assert_eq!(panel.trail().await.last().unwrap(), "scoring.due_set");

    for letter in LETTERS {
        panel.score(EVALUATOR1, &format!("evaluation/{letter}")).await;
    }
    panel.score(EVALUATOR2, "evaluation/A").await;
    let on_time = panel.app.when("2026-01-30T16:59:59Z".parse().unwrap());
    assert_eq!(remind_evaluators(&on_time.db()).await.unwrap(), 0);
    let late = panel.app.when("2026-01-30T17:00:00Z".parse().unwrap());
    let (one, two) = (late.db(), late.db());
    let (one, two) = join(remind_evaluators(&one), remind_evaluators(&two)).await;
    assert_eq!(one.unwrap() + two.unwrap(), 1, "two workers at once");
    assert_eq!(told(&panel, "scoring.overdue").await, EVALUATOR2);
    assert_eq!(told(&panel, "scoring.waited").await, format!("{APPROVER} {REQUESTER}"));
    let mail =
        panel.app.look_up("select body from outbox where cause like 'scoring.overdue%'").await;
    assert!(mail.contains("You have given 2 of your 6 scores"), "{mail}");
    assert_eq!(panel.trail().await.last().unwrap(), "scoring.reminded");
    assert_eq!(remind_evaluators(&late.later(days(1)).db()).await.unwrap(), 0, "once");

    // Another day is another deadline, and who has scored is not late.
    let moved = Panel { app: late.later(TimeDelta::hours(1)), reference: panel.reference.clone() };
    let form = Form::on(&moved.get(APPROVER, "panel/deadline").await, "/panel/deadline");
    form.set("due_day", "2").set("due_month", "2").send(&moved.app, APPROVER).await;
    let again = moved.app.when("2026-02-02T17:00:01Z".parse().unwrap());
    assert_eq!(remind_evaluators(&again.db()).await.unwrap(), 1);
    for letter in ["B", "C"] {
        panel.score(EVALUATOR2, &format!("evaluation/{letter}")).await;
    }
    assert_eq!(remind_evaluators(&again.later(days(9)).db()).await.unwrap(), 0);
}
