//! What people are told, in words that are right for them: of a recusal, of a
//! decision and how to challenge it, of when a contract may be signed, of whose
//! challenge it is, of what was not done; and what nobody reads before declaring.

use actix_web::cookie::Cookie;
use actix_web::test::TestRequest;
use diesel_async::SimpleAsyncConnection;

use crate::contracts::{offered, provider_signs};
use crate::support::app::{Page, TestApp, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, EVALUATOR1, EVALUATOR2, FORCE_ADMIN, HARROW, KESTREL,
    KESTREL_ADMIN, LANTERN, NOBODY, REQUESTER,
};
use crate::support::form::Form;
use crate::support::panel::Panel;

async fn sql(app: &TestApp, sql: &str) {
    app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

/// Awarded to Kestrel at noon on 12 March 2026, with a standstill of so many working days.
async fn awarded(days: u8) -> Panel {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    sql(&panel.app, &format!("update requests set standstill_days = {days}")).await;
    let panel = at(&panel, "2026-03-12T12:00:00Z");
    let page = panel.post(APPROVER, "award/approval", &[]).await;
    assert_eq!(page.status, 303, "{}", page.html);
    panel
}

fn at(panel: &Panel, iso: &str) -> Panel {
    Panel { app: panel.app.when(iso.parse().unwrap()), reference: panel.reference.clone() }
}

#[actix_web::test]
async fn what_was_not_done_is_not_said_in_green() {
    let (app, path) = offered().await;
    assert_eq!(provider_signs(&app, &path).await.status, 303);
    let signed = provider_signs(&app, &path).await;
    let cookie = signed.header("set-cookie").to_owned();
    let (name, rest) = cookie.split_once('=').unwrap();
    let sent = format!("said={}", rest.split(';').next().unwrap());
    let read: Vec<(String, String)> = serde_urlencoded::from_str(&sent).unwrap();
    let shown = async |value: &str| -> Page {
        let said = Cookie::new(name.to_owned(), value.to_owned());
        app.send(KESTREL_ADMIN, TestRequest::get().uri(&path).cookie(said)).await
    };
    let page = shown(&read[0].1).await.html;
    assert!(page.contains("Nothing was changed."), "{page}");
    assert!(!page.contains("govuk-notification-banner--success"), "{page}");
    assert!(!page.contains("id=\"flash-title\">Done<") && !page.contains(">~"), "{page}");
    let done = shown("You have signed.").await.html;
    assert!(done.contains("id=\"flash-title\">Done<"), "{done}");
    assert!(done.contains("govuk-notification-banner--success"), "{done}");
}

#[actix_web::test]
async fn a_recusal_is_said_to_whoever_it_concerns_and_whoever_sets_the_panel_is_warned() {
    let panel = Panel::undeclared(TestApp::at(monday()).await).await;
    panel.declare(EVALUATOR1, &["kestrel"]).await;
    for who in [EVALUATOR2, REQUESTER, APPROVER] {
        panel.declare(who, &[]).await;
    }
    let own = panel.get(EVALUATOR1, "evaluation").await.html;
    let said = "You are recused from the bid of Kestrel Cyber Ltd because of a conflict of interest that you declared";
    assert!(own.contains(said), "{own}");
    let thin = "One bid has one evaluator left";
    assert!(!own.contains(thin), "an evaluator cannot change the panel: {own}");
    for (who, page) in [(REQUESTER, "evaluation"), (APPROVER, "panel"), (REQUESTER, "panel")] {
        let html = panel.get(who, page).await.html;
        assert!(html.contains(thin), "{who} {page}: {html}");
        assert!(!html.contains("You are recused") && !html.contains("Kestrel"), "{html}");
    }
    let desk = panel.get(EVALUATOR2, "evaluation").await.html;
    assert!(desk.contains("Recused from one bid"), "{desk}");
    let told = "select string_agg(recipient, ' ' order by recipient) from outbox where cause like 'evaluation.thin:%'";
    assert_eq!(panel.app.look_up(told).await, format!("{APPROVER} {REQUESTER}"));
    let mail = "select count(*) from outbox where cause like 'evaluation.thin:%' and subject || body ~ 'Kestrel|Eve'";
    assert_eq!(panel.app.look_up(mail).await, "0");

    for (who, letters) in [(EVALUATOR1, &["A", "B"][..]), (EVALUATOR2, &["A", "B", "C"])] {
        for letter in letters {
            panel.score(who, &format!("evaluation/{letter}")).await;
        }
    }
    let table = panel.get(REQUESTER, "moderation").await.html;
    assert!(table.contains("One evaluator is recused from a bid"), "{table}");
    assert!(!table.contains("Kestrel"), "{table}");
}

#[actix_web::test]
async fn a_letter_says_of_how_many_points_marks_are_and_how_to_challenge_until_when() {
    let panel = awarded(8).await;
    let letter = "/bids/BID-2026-LANTERN/outcome";
    for path in [letter.to_owned(), format!("{letter}.txt")] {
        let html = panel.app.get(LANTERN, &path).await.html;
        for said in [
            "challenge it before",
            "Wednesday 25 March 2026",
            "choose “Challenge the award”",
            " of 60",
            " of 40",
            "70.75 of 100",
            "5 of 5",
            "50.00 of 50 points",
            "2.00 of 10 points",
        ] {
            assert!(html.contains(said), "{path}: {said}: {html}");
        }
    }
    let winner = panel.app.get(KESTREL, "/bids/BID-2026-KESTREL/outcome").await.html;
    assert!(winner.contains("79.33 of 100") && !winner.contains("challenge it before"), "{winner}");

    let after = at(&panel, "2026-03-25T00:00:00Z");
    for path in [letter.to_owned(), format!("{letter}.txt")] {
        let html = after.app.get(LANTERN, &path).await.html;
        assert!(html.contains("a challenge can no longer be raised in Muster"), "{html}");
        assert!(html.contains("write to Northshire"), "{html}");
        assert!(!html.contains("challenge it before"), "{html}");
    }
}

#[actix_web::test]
async fn the_letter_of_an_award_without_a_standstill_says_to_whom_to_write() {
    let panel = awarded(0).await;
    let letter = panel.app.get(LANTERN, "/bids/BID-2026-LANTERN/outcome.txt").await.html;
    assert!(letter.contains("No standstill was chosen for this request"), "{letter}");
    assert!(letter.contains("write to Northshire"), "{letter}");
    let mail = "select body from outbox where cause like 'award.approved:%' limit 1";
    let mail = panel.app.look_up(mail).await;
    assert!(mail.contains("can now draw up the contract"), "{mail}");
}

#[actix_web::test]
async fn the_force_is_told_from_when_a_contract_can_be_drawn_up() {
    let panel = awarded(8).await;
    let mail = "select body from outbox where cause like 'award.approved:%' limit 1";
    let mail = panel.app.look_up(mail).await;
    assert!(!mail.contains("now draw up"), "{mail}");
    assert!(mail.contains("A standstill runs first"), "{mail}");
    assert!(mail.contains("25 March 2026"), "{mail}");
}

#[actix_web::test]
async fn who_brought_a_challenge_is_asked_shown_to_the_force_and_to_nobody_else() {
    let panel = awarded(8).await;
    let page = panel.get(APPROVER, "award/challenges").await;
    let form = Form::on(&page, "/award/challenges")
        .set("provider", "another")
        .set("words", "A claim was issued at the court.");
    let nameless = form.clone().sent(&panel.app, APPROVER).await;
    assert_eq!(nameless.status, 422);
    assert!(nameless.html.contains("Enter who brought the challenge"), "{}", nameless.html);
    assert!(nameless.html.contains("A claim was issued at the court."), "{}", nameless.html);
    let long = "B".repeat(201);
    let wordless = form.clone().set("brought_by", &long).sent(&panel.app, APPROVER).await;
    assert_eq!(wordless.status, 422);
    assert!(wordless.html.contains(&long), "what was typed is there: {}", wordless.html);

    form.set("brought_by", "Bastion & Sons").send(&panel.app, APPROVER).await;
    assert_eq!(panel.trail().await.last().unwrap(), "award.challenged");
    for who in [REQUESTER, CONTRACTS, AUDITOR] {
        let html = panel.get(who, "award/challenges").await.html;
        assert!(html.contains("Bastion &#38; Sons, who did not bid"), "{who}: {html}");
    }
    let public = format!("/outcomes/{}", panel.reference);
    let request = format!("/opportunities/{}", panel.reference);
    for (who, path) in [
        (NOBODY, public.as_str()),
        (NOBODY, request.as_str()),
        (HARROW, "/bids/BID-2026-HARROW/challenge"),
        (HARROW, "/bids/BID-2026-HARROW/outcome"),
        (KESTREL, "/bids/BID-2026-KESTREL/outcome"),
    ] {
        let page = panel.app.get(who, path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.html.contains("Bastion"), "{who} {path}: {}", page.html);
    }
    let mail = "select count(*) from outbox where subject || body like '%Bastion%'";
    assert_eq!(panel.app.look_up(mail).await, "0");
    let kept = "select count(*) from audit_entries where detail::text like '%Bastion%'";
    assert_eq!(panel.app.look_up(kept).await, "0");
    // A bidder's challenge is its company's.
    let bidder = "update award_challenges set provider_id = (select id from providers limit 1)";
    let refused = panel
        .app
        .arrange(async |conn| {
            conn.batch_execute("savepoint before").await.unwrap();
            let refused = conn.batch_execute(bidder).await.unwrap_err().to_string();
            conn.batch_execute("rollback to savepoint before").await.unwrap();
            refused
        })
        .await;
    assert!(refused.contains("award_challenges_brought_by"), "{refused}");
}

/// What lays bids side by side, under their companies' names.
const COMPARES: [&str; 7] = [
    "ranking",
    "ranking/snapshots/1",
    "explanations",
    "award",
    "award/challenges",
    "award/withdrawal",
    "no-award",
];

#[actix_web::test]
async fn how_bids_compare_is_read_before_the_decision_by_those_who_have_declared() {
    let panel = Panel::scored(TestApp::at(monday()).await).await;
    let early = panel.get(FORCE_ADMIN, "evaluation/declaration").await;
    assert_eq!(early.status, 409, "there is nothing to read yet");
    for letter in ["A", "B", "C"] {
        panel.score(REQUESTER, &format!("moderation/{letter}")).await;
    }
    assert_eq!(panel.post(REQUESTER, "quality-lock", &[]).await.status, 303);
    sql(&panel.app, "insert into user_roles select id, 'approver' from users where email = 'contracts@northshire.example'").await;
    let declaration = format!("href=\"/requests/{}/evaluation/declaration\"", panel.reference);
    for (who, more) in [(FORCE_ADMIN, &[][..]), (CONTRACTS, &["scores", "moderation/A"])] {
        for place in COMPARES.iter().chain(more) {
            let page = panel.get(who, place).await;
            if page.status == 404 || page.status == 403 {
                continue; // not a page of theirs
            }
            assert_eq!(page.status, 409, "{who} {place}: {}", page.html);
            assert!(page.html.contains(&declaration), "{who} {place}: {}", page.html);
            for hidden in ["Kestrel", "Harrow", "90,000.00", "79.33"] {
                assert!(!page.html.contains(hidden), "{who} {place} says {hidden}");
            }
        }
        let desk = panel.get(who, "evaluation").await.html;
        assert!(desk.contains("Declare conflicts of interest"), "{desk}");
        assert!(!desk.contains("See the ranking"), "no button that would be refused: {desk}");
    }
    // Nor is anything decided by who has not declared.
    let bid = panel.bid_of("lantern").await;
    let why = "It cannot start on the day that is asked for.";
    let form = [("kind", "disqualify"), ("bid", bid.as_str()), ("code", "other"), ("reason", why)];
    assert_eq!(panel.post(REQUESTER, "ranking/changes", &form).await.status, 303);
    let change = panel.app.look_up("select id from ranking_changes").await;
    let change = format!("ranking/changes/{change}");
    for way in ["approval", "refusal"] {
        let form = [("decision", "No.")];
        let page = panel.post(CONTRACTS, &format!("{change}/{way}"), &form).await;
        assert_eq!(page.status, 409, "{way}: {}", page.html);
        assert!(page.html.contains(&declaration), "{way}: {}", page.html);
    }
    assert_eq!(panel.app.look_up("select state from ranking_changes").await, "proposed");
    let back = panel.post(REQUESTER, &format!("{change}/withdrawal"), &[]).await;
    assert_eq!(back.status, 303, "{}", back.html);
    assert_eq!(panel.get(AUDITOR, "ranking").await.status, 200, "whose reading is recorded");

    let page = panel.get(FORCE_ADMIN, "evaluation/declaration").await;
    let every = crate::support::form::names(&page);
    let form = Form::on(&page, "/evaluation/declaration").set_each("conflict-", &every, "no");
    let then = form.send(&panel.app, FORCE_ADMIN).await;
    assert!(then.ends_with("/ranking"), "{then}");
    assert_eq!(panel.trail().await.last().unwrap(), "conflicts.declared");
    for place in ["ranking", "award"] {
        let page = panel.get(FORCE_ADMIN, place).await;
        assert_eq!(page.status, 200, "{place}: {}", page.html);
        assert!(page.html.contains("Kestrel Cyber Ltd"), "{place}");
    }

    // A conflict is for good: before the decision, and after it.
    panel.declare(CONTRACTS, &["harrow"]).await;
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    for phase in ["recommended", "awarded"] {
        for place in ["ranking", "award", "scores", "moderation/A"] {
            let page = panel.get(CONTRACTS, place).await;
            assert_eq!(page.status, 409, "{place} while it is {phase}");
            assert!(!page.html.contains("Kestrel"), "{place} while it is {phase}");
        }
        panel.post(APPROVER, "award/approval", &[]).await;
    }
    // Whoever has declared nothing reads what is decided.
    assert_eq!(panel.app.look_up("select state from requests").await, "decided");
    sql(&panel.app, "delete from conflict_declarations where not conflict").await;
    assert_eq!(panel.get(FORCE_ADMIN, "award").await.status, 200);
}
