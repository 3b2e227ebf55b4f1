//! Opening, scoring alone and blind, moderation, and the lock that opens prices.

use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;

use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, EVALUATOR1, EVALUATOR2, HARROW, KESTREL, NOBODY, OTHER_APPROVER,
    OTHER_REQUESTER, REQUESTER,
};
use crate::support::panel::{Panel, REASON};

/// What would tell an evaluator who a bidder is, or what it asks.
const GIVEAWAYS: [&str; 9] =
    ["Kestrel", "Harrow", "Lantern", "Robin Vale", "Sam Holt", "BID-2026", "90,000", "500.00", "£"];

#[actix_web::test]
async fn nobody_opens_bids_before_the_deadline_and_the_auditors_hear_of_it() {
    let mut panel = Panel::closed(TestApp::at(monday()).await).await;
    panel.app = panel.app.when(monday() + days(20) - TimeDelta::milliseconds(1));

    for who in [REQUESTER, APPROVER] {
        let page = panel.confirm(who).await;
        assert_eq!(page.status, 409);
        assert!(page.html.contains("Bids stay sealed until 9am"), "{}", page.html);
    }

    assert_eq!(panel.trail().await, ["opening.refused", "opening.refused"]);
    assert_eq!(panel.app.look_up("select count(*) from openings").await, "0");
    assert_eq!(
        panel.app.look_up("select count(*) from bids where state <> 'submitted'").await,
        "0"
    );
    let told = panel
        .app
        .look_up("select count(*) from outbox where recipient = 'auditor@operator.example'")
        .await;
    assert_eq!(told, "2");
    assert_eq!(panel.post(AUDITOR, "opening", &[]).await.status, 404);
}

#[actix_web::test]
async fn the_opening_page_is_the_same_whether_there_are_bids_or_none() {
    let panel = Panel::closed(TestApp::at(monday()).await).await;
    let before = panel.app.when(monday() + days(19) + TimeDelta::hours(23));
    let path = format!("/requests/{}/opening", panel.reference);
    let with = before.get(REQUESTER, &path).await.html;
    panel
        .app
        .arrange(async |conn| {
            conn.batch_execute("delete from bids").await.unwrap();
        })
        .await;
    let without = before.get(REQUESTER, &path).await.html;
    assert_eq!(with, without);
    assert!(with.contains("nobody sees how many there are"));
}

#[actix_web::test]
async fn two_different_people_open_every_bid_at_once() {
    let panel = Panel::closed(TestApp::at(monday()).await).await;

    assert_eq!(panel.confirm(REQUESTER).await.status, 303);
    assert_eq!(panel.app.look_up("select count(*) from bids where state = 'opened'").await, "0");
    let again = panel.confirm(REQUESTER).await;
    assert_eq!(again.status, 409);
    assert!(again.html.contains("A second person of your force must confirm"), "{}", again.html);
    assert_eq!(panel.confirm(CONTRACTS).await.status, 303);

    assert_eq!(panel.trail().await, ["opening.confirmed", "request.closed", "request.opened"]);
    assert_eq!(panel.app.look_up("select count(*) from bids where state = 'opened'").await, "3");
    assert_eq!(panel.app.look_up("select state from requests").await, "evaluating");
    let listed = panel
        .app
        .look_up("select jsonb_array_length(detail->'bids') from audit_entries where action = 'request.opened'")
        .await;
    assert_eq!(listed, "3");
    assert_eq!(panel.confirm(APPROVER).await.status, 409);
    assert!(panel.get(APPROVER, "opening").await.html.contains("3 bids are open."));
}

#[actix_web::test]
async fn the_same_confirmation_sent_twice_counts_once() {
    let panel = Panel::closed(TestApp::at(monday()).await).await;
    let key = [("once", "0190b0b0-0000-7000-8000-000000000001"), ("no_conflict", "yes")];
    assert_eq!(panel.post(REQUESTER, "opening", &key).await.status, 303);
    assert_eq!(panel.post(REQUESTER, "opening", &key).await.status, 303);
    assert_eq!(panel.trail().await, ["opening.confirmed"]);
}

#[actix_web::test]
async fn another_force_and_the_bidders_see_nothing_of_an_evaluation() {
    let panel = Panel::scored(TestApp::at(monday()).await).await;
    for who in [OTHER_REQUESTER, OTHER_APPROVER, KESTREL, HARROW] {
        for page in ["opening", "evaluation", "moderation", "ranking", "award"] {
            assert_eq!(panel.get(who, page).await.status, 404, "{who} at {page}");
        }
        assert_eq!(panel.confirm(who).await.status, 404, "{who}");
    }
}

#[actix_web::test]
async fn evaluators_score_alone_and_blind() {
    let panel = Panel::opened(TestApp::at(monday()).await).await;

    let desk = panel.get(EVALUATOR1, "evaluation").await.html;
    assert!(
        desk.contains("Bidder A") && desk.contains("Bidder C") && !desk.contains("Bidder D"),
        "{desk}"
    );
    for letter in ["A", "B", "C"] {
        let page = panel.get(EVALUATOR1, &format!("evaluation/{letter}")).await;
        assert!(page.html.contains("Specialist 1") && page.html.contains("NPPV3"), "{}", page.html);
        for giveaway in GIVEAWAYS {
            assert!(!page.html.contains(giveaway), "{giveaway} is on the desk");
        }
    }
    panel.score(EVALUATOR1, "evaluation/A").await;
    for letter in ["A", "B", "C"] {
        let other = panel.get(EVALUATOR2, &format!("evaluation/{letter}")).await.html;
        assert!(
            !other.contains(REASON) && !other.contains("checked"),
            "another's score is on the desk"
        );
    }
    let counts = panel.get(REQUESTER, "evaluation").await.html;
    assert!(counts.contains("2 of 12 scores are in") && !counts.contains(REASON), "{counts}");
    for who in [REQUESTER, APPROVER, CONTRACTS] {
        assert_eq!(panel.get(who, "evaluation/A").await.status, 403, "{who} scores nothing");
    }
    assert_eq!(panel.get(EVALUATOR1, "evaluation/D").await.status, 404);
}

/// The check page of a bid only warns about what is needed later, and promises
/// that the force will look at it.
#[actix_web::test]
async fn a_team_below_the_level_asked_for_is_marked_in_the_ranking_and_the_award() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    let clean = panel.get(REQUESTER, "ranking").await.html;
    assert!(!clean.contains("falls short"), "{clean}");

    let harder = "update request_roles set sfia_level = 6 where sfia_level = 5";
    panel.app.arrange(async |conn| conn.batch_execute(harder).await.unwrap()).await;
    let said = "Specialist 1 works at SFIA level 5, and the role asks for level 6";
    for page in ["ranking", "award"] {
        let html = panel.get(APPROVER, page).await.html;
        assert!(html.contains("Team falls short") && html.contains(said), "{page}: {html}");
    }
}

#[actix_web::test]
async fn a_clearance_that_ends_before_it_is_needed_is_marked_without_a_name() {
    let panel = Panel::opened(TestApp::at(monday()).await).await;
    let ends = "update specialist_clearances set expires_on = '2026-02-01' where kind = 'nppv'; \
                update request_roles set needed_by = 'start'; \
                update requests set starts_on = '2026-06-01'";
    panel.app.arrange(async |conn| conn.batch_execute(ends).await.unwrap()).await;
    for letter in ["A", "B", "C"] {
        let html = panel.get(EVALUATOR1, &format!("evaluation/{letter}")).await.html;
        assert!(html.contains("Falls short"), "{html}");
        assert!(html.contains("which expires on") && html.contains("needed at the start"));
        for giveaway in GIVEAWAYS {
            assert!(!html.contains(giveaway), "{giveaway} is on the desk");
        }
    }
}

#[actix_web::test]
async fn a_score_without_its_reason_comes_back_with_what_was_typed() {
    let panel = Panel::opened(TestApp::at(monday()).await).await;
    let id =
        panel.app.look_up("select id from request_criteria where criterion = 'social_value'").await;
    let (score, reason) = (format!("score-{id}"), format!("reason-{id}"));
    let page =
        panel.post(EVALUATOR1, "evaluation/A", &[(&score, "4"), (&reason, "Too short")]).await;
    assert_eq!(page.status, 422);
    assert!(page.html.contains("at least 20 characters") && page.html.contains("Too short"));
    assert_eq!(panel.app.look_up("select count(*) from scores").await, "0");
}

#[actix_web::test]
async fn moderation_waits_for_every_score_and_the_lock_for_every_agreement() {
    let panel = Panel::opened(TestApp::at(monday()).await).await;
    let early = panel.get(REQUESTER, "moderation").await;
    assert_eq!(early.status, 409);
    assert!(early.html.contains("0 of 12 scores are in"), "{}", early.html);

    for who in [EVALUATOR1, EVALUATOR2] {
        for letter in ["A", "B", "C"] {
            panel.score(who, &format!("evaluation/{letter}")).await;
        }
    }
    let ready = "select count(*) from outbox where cause like 'moderation.ready:%'";
    assert_eq!(panel.app.look_up(ready).await, "2", "the requester and the approver");
    let table = panel.get(APPROVER, "moderation").await.html;
    for giveaway in ["Kestrel", "Harrow", "Lantern", "£"] {
        assert!(!table.contains(giveaway), "{giveaway} is in moderation");
    }
    assert_eq!(panel.get(EVALUATOR1, "moderation").await.status, 409, "evaluators do not moderate");
    assert_eq!(panel.post(REQUESTER, "quality-lock", &[]).await.status, 409);
    assert_eq!(panel.get(REQUESTER, "ranking").await.status, 404);
    assert_eq!(panel.app.look_up("select count(*) from quality_locks").await, "0");
}

#[actix_web::test]
async fn locking_quality_opens_prices_ranks_the_bids_and_ends_scoring() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;

    let page = panel.get(APPROVER, "ranking").await;
    assert_eq!(page.status, 200);
    for shown in ["Kestrel", "79.33", "76.00", "70.75", "£90,000.00", "<svg"] {
        assert!(page.html.contains(shown), "{shown} is not in the ranking");
    }
    let abnormal = page.html.matches("Abnormally low price").count();
    // 75,000 is 40 per cent below the mean of the others, 125,000, and the boundary counts;
    // 90,000 is more than 30 per cent below the next price up, 160,000.
    assert_eq!(abnormal, 2);
    assert_eq!(panel.trail().await.last().unwrap(), "prices.opened");
    assert_eq!(panel.app.look_up("select count(*) from bids where state = 'scored'").await, "3");
    let first = panel
        .app
        .look_up("select ranking->'ranking'->'bids'->0->>'quality' from quality_locks")
        .await;
    assert_eq!(first, "46");

    let id =
        panel.app.look_up("select id from request_criteria where criterion = 'social_value'").await;
    let (score, reason) = (format!("score-{id}"), format!("reason-{id}"));
    let form = [(score.as_str(), "5"), (reason.as_str(), REASON)];
    assert_eq!(panel.post(EVALUATOR1, "evaluation/A", &form).await.status, 409);
    assert_eq!(panel.post(REQUESTER, "moderation/A", &form).await.status, 409);
    assert_eq!(panel.post(APPROVER, "quality-lock", &[]).await.status, 409);
    let later = panel.get(APPROVER, "moderation").await;
    assert!(later.location.is_some_and(|it| it.ends_with("/ranking")), "an old notice leads on");
}

#[actix_web::test]
async fn how_equal_bids_are_parted_is_published_with_the_request_and_done_by_lots_drawn_first() {
    let panel = Panel::scored(TestApp::at(monday()).await).await;
    let opportunity = format!("/opportunities/{}", panel.reference);
    let public = panel.app.get(NOBODY, &opportunity).await.html;
    let said = "higher quality, then by the lower price, then by a recorded draw of lots";
    assert!(public.contains(said), "{public}");

    for letter in ["A", "B", "C"] {
        panel.score(REQUESTER, &format!("moderation/{letter}")).await;
    }
    let check = panel.get(REQUESTER, "quality-lock").await.html;
    for said in ["What happens when you press the button", "each of the 3 bids", "cannot be undone"]
    {
        assert!(check.contains(said), "{said} is missing: {check}");
    }
    assert_eq!(panel.post(REQUESTER, "quality-lock", &[]).await.status, 303);
    let ranking = panel.get(REQUESTER, "ranking").await.html;
    assert!(ranking.contains("then, in the same act, the prices were opened"), "{ranking}");
    let lots = panel.app.look_up("select ranking->'quality'->>'lots' from quality_locks").await;
    assert!(ranking.contains(&lots), "{ranking}");
    // The word is on record with the lock, which comes before the prices.
    let recorded = "select string_agg(action || ' ' || coalesce(detail->>'lots', ''), ', ' order by seq) \
        from audit_entries where action in ('evaluation.locked', 'prices.opened')";
    let wanted = format!("evaluation.locked {lots}, prices.opened ");
    assert_eq!(panel.app.look_up(recorded).await, wanted);
    let whole = "select (detail->>'quality_sha256') ~ '^[0-9a-f]{64}$' from audit_entries where action = 'evaluation.locked'";
    assert_eq!(panel.app.look_up(whole).await, "true");
}
