//! Recommending, approving, and what each bidder and everyone may read.

use diesel_async::SimpleAsyncConnection;
use futures_util::future::join_all;

use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{
    self, APPROVER, CONTRACTS, EVALUATOR1, HARROW, KESTREL, LANTERN, NOBODY, OTHER_APPROVER,
    REQUESTER,
};
use crate::support::form::Form;
use crate::support::panel::Panel;

#[actix_web::test]
async fn an_award_needs_a_second_person() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    panel
        .app
        .arrange(async |conn| {
            let sql = "insert into user_roles select id, 'approver' from users where email = 'requester@northshire.example'";
            conn.batch_execute(sql).await.unwrap();
        })
        .await;

    let own = panel.post(REQUESTER, "award/approval", &[]).await;
    assert_eq!(own.status, 409);
    assert!(own.html.contains("another person must approve or decline it"), "{}", own.html);
    assert_eq!(panel.post(OTHER_APPROVER, "award/approval", &[]).await.status, 404);
    assert_eq!(panel.post(CONTRACTS, "award/approval", &[]).await.status, 403);
    assert_eq!(panel.recommend(REQUESTER, "harrow").await.status, 409, "one active award");
    assert_eq!(panel.app.look_up("select state from awards").await, "recommended");
    assert_eq!(panel.app.look_up("select state from requests").await, "evaluating");
}

#[actix_web::test]
async fn approving_tells_every_bidder_at_the_same_moment_and_no_loser_of_another() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    assert_eq!(
        panel.app.get(KESTREL, "/bids/BID-2026-KESTREL/outcome").await.status,
        404,
        "not yet"
    );
    let path = format!("/outcomes/{}", panel.reference);
    assert_eq!(panel.app.get(NOBODY, &path).await.status, 404, "not yet");

    let approved = panel.post(APPROVER, "award/approval", &[]).await;
    assert_eq!(approved.status, 303, "{}", approved.html);

    let trail = panel.trail().await;
    assert_eq!(trail.last().unwrap(), "award.approved");
    assert_eq!(panel.app.look_up("select state from requests").await, "decided");
    let states = "select string_agg(state, ' ' order by reference) from bids";
    assert_eq!(panel.app.look_up(states).await, "unsuccessful preferred unsuccessful");
    let letters = "select count(distinct created_at) || ' ' || count(distinct recipient) from outbox where cause like 'outcome:%'";
    assert_eq!(
        panel.app.look_up(letters).await,
        "1 4",
        "four people of three bidders, at one moment"
    );

    let harrow = panel.app.get(HARROW, "/bids/BID-2026-HARROW/outcome").await.html;
    for read in ["was not successful", "Kestrel Cyber Ltd", "79.33", "76.00", "£75,000.00"] {
        assert!(harrow.contains(read), "{read} is missing: {harrow}");
    }
    for hidden in ["Lantern", "70.75", "160,000"] {
        assert!(!harrow.contains(hidden), "{hidden} is in another loser's letter");
    }
    let kestrel = panel.app.get(KESTREL, "/bids/BID-2026-KESTREL/outcome").await.html;
    assert!(kestrel.contains("was successful") && !kestrel.contains("Harrow"), "{kestrel}");
    assert_eq!(panel.app.get(LANTERN, "/bids/BID-2026-HARROW/outcome").await.status, 404);

    let public = panel.app.get(NOBODY, &path).await.html;
    for read in ["Kestrel Cyber Ltd", "£90,000.00", "Number of bids"] {
        assert!(public.contains(read), "{read} is missing: {public}");
    }
    for hidden in ["Harrow", "Lantern", "79.33"] {
        assert!(!public.contains(hidden), "{hidden} is public");
    }
    assert!(panel.app.get(NOBODY, "/outcomes").await.html.contains("Kestrel Cyber Ltd"));
}

#[actix_web::test]
async fn a_chosen_standstill_holds_signing_back() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    let sql = "update requests set standstill_days = 8";
    panel.app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
    let app = panel.app.when("2026-03-12T12:00:00Z".parse().unwrap());
    let path = format!("/requests/{}/award/approval", panel.reference);

    let page = app.post(APPROVER, &path, &[]).await;

    assert_eq!(page.status, 303, "{}", page.html);
    assert_eq!(app.look_up("select state from requests").await, "standstill");
    let from = "select to_char(may_sign_from at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from awards";
    assert_eq!(app.look_up(from).await, "2026-03-25 00:00");
}

#[actix_web::test]
async fn a_winner_that_was_suspended_since_is_not_approved() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    let sql = "update providers set state = 'suspended', state_reason = 'Insurance lapsed.' where slug = 'kestrel'";
    panel.app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;

    let page = panel.post(APPROVER, "award/approval", &[]).await;

    assert_eq!(page.status, 409);
    assert!(page.html.contains("Kestrel Cyber Ltd may not be awarded work"), "{}", page.html);
    assert_eq!(
        panel.app.look_up("select count(*) from outbox where cause like 'outcome:%'").await,
        "0"
    );
}

#[actix_web::test]
async fn a_declined_award_is_recommended_again_with_the_reason_kept() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    assert_eq!(panel.post(APPROVER, "award/refusal", &[("decline", " ")]).await.status, 422);
    let why = [("decline", "The reasons do not say what the price leaves out.")];
    assert_eq!(panel.post(APPROVER, "award/refusal", &why).await.status, 303);

    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);

    let page = panel.get(APPROVER, "award").await.html;
    assert!(
        page.contains("what the price leaves out") && page.contains("Recommended: Kestrel"),
        "{page}"
    );
    assert_eq!(panel.app.look_up("select count(*) from awards").await, "2");
}

#[actix_web::test]
async fn nothing_is_recommended_before_the_lock_or_by_an_evaluator() {
    let panel = Panel::scored(TestApp::at(monday()).await).await;
    let early = panel.recommend(REQUESTER, "kestrel").await;
    assert_eq!(early.status, 409);
    assert!(early.html.contains("after quality is locked"), "{}", early.html);
    assert_eq!(panel.recommend(EVALUATOR1, "kestrel").await.status, 403);
}

#[actix_web::test]
async fn a_request_that_nobody_bid_on_ends_without_an_award() {
    let closes = monday() + days(20);
    let app = TestApp::at(monday()).await;
    let reference = app.arrange(async |conn| cast::open_request(conn, closes).await).await;
    let panel = Panel { app: app.when(closes), reference };
    for who in [REQUESTER, APPROVER] {
        assert_eq!(panel.confirm(who).await.status, 303);
    }
    assert!(panel.get(APPROVER, "opening").await.html.contains("The opening found no bids."));
    assert_eq!(panel.post(EVALUATOR1, "no-award", &[("reason", "Nobody bid.")]).await.status, 409);
    assert_eq!(panel.post(APPROVER, "no-award", &[("reason", "")]).await.status, 422);
    let page = panel.get(APPROVER, "no-award").await;
    assert!(page.html.contains("you can end the request by yourself"), "{}", page.html);

    let ended = Form::on(&page, "/no-award").set("reason", "Nobody bid.");
    ended.send_twice(&panel.app, APPROVER).await;

    let public = panel.app.get(NOBODY, &format!("/outcomes/{}", panel.reference)).await.html;
    assert!(public.contains("without an award") && public.contains("Nobody bid."), "{public}");
    assert_eq!(panel.app.trail().await.last().unwrap(), "request.ended_without_award");
}

#[actix_web::test]
async fn bids_stay_sealed_when_a_request_ends_before_its_opening() {
    let panel = Panel::closed(TestApp::at(monday()).await).await;
    let ended = panel.end("The devices were returned.").await;
    assert_eq!(ended.status, 303, "{}", ended.html);
    let letter = panel.app.get(HARROW, "/bids/BID-2026-HARROW/outcome").await.html;
    assert!(
        letter.contains("It stays sealed") && letter.contains("The devices were returned."),
        "{letter}"
    );
    assert_eq!(panel.app.look_up("select count(*) from bids where state = 'submitted'").await, "3");
    assert_eq!(panel.confirm(REQUESTER).await.status, 409);
}

#[actix_web::test]
async fn of_twenty_recommendations_and_twenty_approvals_at_once_one_of_each_succeeds() {
    let panel = Panel::locked(TestApp::committing(monday()).await).await;

    let tried = (0..20).map(|_| panel.recommend(REQUESTER, "kestrel"));
    let made = join_all(tried).await;
    let (made, refused): (Vec<_>, Vec<_>) = made.iter().partition(|it| it.status == 303);
    assert_eq!(made.len(), 1);
    assert!(refused.iter().all(|it| it.status == 409));
    assert_eq!(panel.app.look_up("select count(*) from awards").await, "1");

    let tried = (0..20).map(|_| panel.post(APPROVER, "award/approval", &[]));
    let approved = join_all(tried).await;
    assert_eq!(approved.iter().filter(|it| it.status == 303).count(), 1);
    let entries = "select count(*) from audit_entries where action = 'award.approved'";
    assert_eq!(panel.app.look_up(entries).await, "1");
    let letters = "select count(*) from outbox where cause like 'outcome:%'";
    assert_eq!(panel.app.look_up(letters).await, "4");
}

#[actix_web::test]
async fn whoever_is_next_to_decide_finds_it_on_their_first_page() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    let overview = format!("/requests/{}", panel.reference);
    let home = async |who: &str| panel.app.get(who, "/force").await.html;
    let ranking = format!("{overview}/ranking");
    let requester = home(REQUESTER).await;
    assert!(requester.contains("Awards to recommend") && requester.contains(&ranking));
    assert!(!home(APPROVER).await.contains("Awards to recommend"));
    assert!(panel.app.get(REQUESTER, &overview).await.html.contains("the bids are ranked"));

    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    assert!(!home(REQUESTER).await.contains("Awards to recommend"));
    let approver = home(APPROVER).await;
    assert!(
        approver.contains("Awards to approve") && approver.contains(&format!("{overview}/award"))
    );
    assert!(panel.app.get(REQUESTER, &overview).await.html.contains("waits for a second person"));

    assert_eq!(panel.post(APPROVER, "award/approval", &[]).await.status, 303);
    assert!(!home(APPROVER).await.contains("Awards to approve"));
    let contracts = home(CONTRACTS).await;
    assert!(contracts.contains("Contracts to draw up"), "{contracts}");
    assert!(!contracts.contains("Bids to open"));
    let drawn = panel.post(CONTRACTS, "contract", &[("confirmed", "yes")]).await;
    assert_eq!(drawn.status, 303, "{}", drawn.html);
    assert!(!home(CONTRACTS).await.contains("Contracts to draw up"));
}

#[actix_web::test]
async fn nothing_says_when_a_contract_may_be_signed_once_both_have_signed() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    let sql = async |sql: &str| {
        panel.app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
    };
    sql("update requests set standstill_days = 8").await;
    assert_eq!(panel.post(APPROVER, "award/approval", &[]).await.status, 303);
    let pages = [
        (NOBODY, format!("/outcomes/{}", panel.reference)),
        (KESTREL, "/bids/BID-2026-KESTREL/outcome".to_owned()),
        (HARROW, "/bids/BID-2026-HARROW/outcome".to_owned()),
        (REQUESTER, format!("/requests/{}/award", panel.reference)),
    ];
    for (who, path) in &pages {
        let page = panel.app.get(who, path).await.html;
        assert!(page.contains("may be signed from"), "{who} {path}: {page}");
    }
    sql("update requests set state = 'contracted'").await;
    for (who, path) in &pages {
        let page = panel.app.get(who, path).await;
        assert_eq!(page.status, 200, "{who} {path}");
        assert!(!page.html.contains("may be signed from"), "{who} {path}: {}", page.html);
    }
    assert!(panel.app.get(NOBODY, &pages[0].1).await.html.contains("Signed by both"));
    assert!(panel.app.get(KESTREL, &pages[1].1).await.html.contains("have signed the contract"));
}
