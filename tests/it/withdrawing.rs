//! Awards that take two approvers, that cannot be approved any more, that are
//! withdrawn and made again; and outcomes as everyone finds them.

use diesel_async::SimpleAsyncConnection;
use futures_util::future::join_all;

use crate::cuts::{MOST, cut};
use crate::support::app::{TestApp, monday};
use crate::support::cast::{
    APPROVER, CONTRACTS, HARROW, KESTREL, LANTERN, NOBODY, OTHER_APPROVER, REQUESTER,
};
use crate::support::form::Form;
use crate::support::panel::Panel;

const WHY: &str = "An answer was scored against the wrong question.";

async fn sql(panel: &Panel, sql: &str) {
    panel.app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

async fn awarded(app: TestApp) -> Panel {
    let panel = Panel::recommended(app, "kestrel").await;
    let page = panel.post(APPROVER, "award/approval", &[]).await;
    assert_eq!(page.status, 303, "{}", page.html);
    panel
}

const TWO_APPROVERS: &str = "insert into user_roles select id, 'approver' from users where email = 'contracts@northshire.example'";

#[actix_web::test]
async fn above_the_band_an_award_takes_two_approvers() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    // £90,000 is £108,000 with VAT.
    sql(&panel, "update approval_bands set one_up_to = 10800000").await;
    assert!(panel.get(APPROVER, "award").await.html.contains("One approver is enough"));
    sql(&panel, "update approval_bands set one_up_to = 10799999").await;
    sql(&panel, TWO_APPROVERS).await;
    panel.declare(CONTRACTS, &[]).await;
    let page = panel.get(APPROVER, "award").await.html;
    assert!(page.contains("Two different approvers") && page.contains("£108,000.00"), "{page}");
    assert!(page.contains("Approve the award; a second approver decides"), "{page}");
    assert!(page.contains("/scores\""), "an approver reads the reasons: {page}");

    assert_eq!(panel.post(APPROVER, "award/approval", &[]).await.status, 303);
    assert_eq!(panel.trail().await.last().unwrap(), "award.first_approved");
    assert_eq!(panel.app.look_up("select state from awards").await, "recommended");
    let letters = "select count(*) from outbox where cause like 'outcome:%'";
    assert_eq!(panel.app.look_up(letters).await, "0", "nobody outside is told yet");
    let told = "select recipient from outbox where cause like 'award.first_approved:%'";
    assert_eq!(panel.app.look_up(told).await, CONTRACTS);
    let again = panel.post(APPROVER, "award/approval", &[]).await;
    assert_eq!(again.status, 409);
    assert!(again.html.contains("You have approved this award already"), "{}", again.html);
    assert!(!panel.app.get(APPROVER, "/force").await.html.contains("Awards to approve"));
    assert!(panel.app.get(CONTRACTS, "/force").await.html.contains("Awards to approve"));

    assert_eq!(panel.post(CONTRACTS, "award/approval", &[]).await.status, 303);
    assert_eq!(panel.app.look_up("select state from requests").await, "decided");
    assert_eq!(panel.app.look_up(letters).await, "4");
    assert!(panel.get(REQUESTER, "award").await.html.contains("First approved by"));
}

#[actix_web::test]
async fn whoever_approved_first_may_still_decline() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    sql(&panel, "update approval_bands set one_up_to = 10799999").await;
    assert_eq!(panel.post(APPROVER, "award/approval", &[]).await.status, 303);
    let page = panel.get(APPROVER, "award").await;
    assert!(!page.html.contains("/award/approval\""), "{}", page.html);
    let form = Form::on(&page, "/award/refusal").set("decline", "A second look found a mistake.");
    form.send_twice(&panel.app, APPROVER).await;
    assert_eq!(panel.app.look_up("select state from awards").await, "declined");
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
}

#[actix_web::test]
async fn a_requester_takes_a_recommendation_back_that_nobody_can_approve() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    let page = panel.get(REQUESTER, "award").await;
    let empty = Form::on(&page, "/award/retraction").set("back", " ");
    let empty = empty.sent(&panel.app, REQUESTER).await;
    assert_eq!(empty.status, 422);
    assert!(empty.html.contains("why you take the recommendation back"), "{}", empty.html);
    let refused = panel.post(APPROVER, "award/retraction", &[("back", "No.")]).await;
    assert_eq!(refused.status, 403);
    let why = "Both approvers are away until March.";
    Form::on(&page, "/award/retraction").set("back", why).send_twice(&panel.app, REQUESTER).await;
    assert_eq!(panel.trail().await.last().unwrap(), "award.taken_back");
    assert_eq!(panel.app.look_up("select state from awards").await, "taken_back");
    let told = "select recipient from outbox where cause like 'award.taken_back:%'";
    assert_eq!(panel.app.look_up(told).await, APPROVER);
    assert!(!panel.app.get(APPROVER, "/force").await.html.contains("Awards to approve"));
    let page = panel.get(APPROVER, "award").await.html;
    assert!(page.contains("Taken back by") && page.contains(why), "{page}");
    assert_eq!(panel.post(APPROVER, "award/approval", &[]).await.status, 409);
    let page = panel.get(APPROVER, "no-award").await.html;
    assert!(!page.contains("Decline the recommended award first"), "{page}");
    let second = panel.recommend(REQUESTER, "lantern").await;
    assert!(second.status == 409 && second.html.contains("Kestrel Cyber Ltd is in first place"));
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
}

#[actix_web::test]
async fn a_clearance_that_lapsed_since_the_bid_is_named_and_stops_the_award() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    let lapse = "update specialist_clearances set expires_on = '2026-01-10' where kind = 'nsv' and specialist_id in \
        (select s.id from specialists s join providers p on p.id = s.provider_id where p.slug = 'kestrel' and s.name = 'Robin Vale')";
    sql(&panel, lapse).await;
    assert!(
        panel.get(APPROVER, "award").await.html.contains("Approve the award"),
        "needed at the start"
    );
    sql(&panel, "update request_roles set needed_by = 'award'").await;
    let page = panel.get(APPROVER, "award").await.html;
    assert!(page.contains("holds SC, which expires on 10 January 2026"), "{page}");
    assert!(!page.contains("Approve the award and tell"), "{page}");
    let refused = panel.post(APPROVER, "award/approval", &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains("needed at award"), "{}", refused.html);
    assert_eq!(panel.app.look_up("select state from awards").await, "recommended");
}

#[actix_web::test]
async fn an_award_is_withdrawn_by_two_people_and_made_again_to_another() {
    let panel = awarded(TestApp::at(monday()).await).await;
    let contract = panel.post(CONTRACTS, "contract", &[("confirmed", "yes")]).await;
    assert_eq!(contract.status, 303, "{}", contract.html);
    assert_eq!(panel.post(CONTRACTS, "award/withdrawal", &[("reason", WHY)]).await.status, 409);
    assert_eq!(panel.post(REQUESTER, "award/withdrawal", &[("reason", " ")]).await.status, 422);
    let page = panel.get(REQUESTER, "award/withdrawal").await;
    Form::on(&page, "/award/withdrawal").set("reason", WHY).send_twice(&panel.app, REQUESTER).await;
    assert_eq!(panel.trail().await.last().unwrap(), "award.withdrawal_proposed");
    assert_eq!(panel.app.look_up("select state from awards").await, "approved", "it stands");
    assert_eq!(panel.post(REQUESTER, "award/withdrawal/approval", &[]).await.status, 403);
    assert_eq!(panel.post(OTHER_APPROVER, "award/withdrawal/approval", &[]).await.status, 404);
    assert!(panel.app.get(APPROVER, "/force").await.html.contains("Withdrawals to decide on"));

    let page = panel.get(APPROVER, "award/withdrawal").await;
    assert!(page.html.contains(WHY) && page.html.contains("Kestrel Cyber Ltd"), "{}", page.html);
    Form::on(&page, "/approval").send_twice(&panel.app, APPROVER).await;

    let trail = panel.app.trail().await;
    assert_eq!(trail[trail.len() - 2..], ["award.withdrawn", "contract.withdrawn"]);
    assert_eq!(panel.app.look_up("select state from requests").await, "evaluating");
    let states = "select string_agg(state, ' ' order by reference) from bids";
    assert_eq!(panel.app.look_up(states).await, "scored scored scored");
    let told =
        "select count(distinct recipient) from outbox where cause like 'award.withdrawn:%:BID-%'";
    assert_eq!(panel.app.look_up(told).await, "4", "four people of three bidders");
    for (who, bid) in [(KESTREL, "KESTREL"), (HARROW, "HARROW"), (LANTERN, "LANTERN")] {
        let letter = panel.app.get(who, &format!("/bids/BID-2026-{bid}/outcome")).await.html;
        assert!(letter.contains("is withdrawn") && letter.contains(WHY), "{who}: {letter}");
        assert!(!letter.contains("79.33"), "{who}: {letter}");
    }
    let path = format!("/outcomes/{}", panel.reference);
    let public = panel.app.get(NOBODY, &path).await.html;
    assert!(public.contains("withdrew its award") && public.contains(WHY), "{public}");
    assert!(!public.contains("Kestrel"), "{public}");
    let list = panel.app.get(NOBODY, "/outcomes?ending=withdrawn").await.html;
    assert!(list.contains("Award withdrawn") && list.contains(&panel.reference), "{list}");

    // The contract is void, and the award is made again, to another.
    let void = contract.location.unwrap();
    for who in [CONTRACTS, "admin@kestrel.example"] {
        let drawn = panel.app.get(who, &void).await.html;
        assert!(drawn.contains("Withdrawn, never came into force"), "{who}: {drawn}");
        assert!(!drawn.contains("-signature\"") && !drawn.contains("Correct it"), "{who}: {drawn}");
        let told = format!(
            "select count(*) from outbox where recipient = '{who}' and cause like 'contract.withdrawn:%'"
        );
        assert_eq!(panel.app.look_up(&told).await, "1", "{who}");
        for (state, found) in [("withdrawn", true), ("to_sign", false), ("active", false)] {
            let list = panel.app.get(who, &format!("/contracts?state={state}")).await.html;
            assert_eq!(list.contains(">CON-2026-0001</a>"), found, "{state}: {list}");
        }
    }
    let lapsed = "select string_agg(state, ' ') from contract_versions";
    assert_eq!(panel.app.look_up(lapsed).await, "lapsed");
    let sign = [("name", "Kit Moss"), ("words", "No.")];
    let returned = panel.app.post("admin@kestrel.example", &format!("{void}/return"), &sign).await;
    assert_eq!(returned.status, 409);
    panel.out("kestrel").await;
    assert_eq!(panel.recommend(REQUESTER, "harrow").await.status, 303);
    assert_eq!(panel.post(APPROVER, "award/approval", &[]).await.status, 303);
    assert_eq!(panel.app.look_up(states).await, "preferred disqualified unsuccessful");
    let letters = "select count(*) from outbox where cause like 'outcome:%'";
    assert_eq!(panel.app.look_up(letters).await, "8", "each bidder is told of each decision");
    let public = panel.app.get(NOBODY, &path).await.html;
    assert!(public.contains("Harrow Forensics Ltd") && public.contains(WHY), "{public}");
    let list = panel.app.get(NOBODY, "/outcomes?ending=withdrawn").await.html;
    assert!(list.contains("An earlier award was withdrawn") && list.contains("Awarded"), "{list}");
    let csv = panel.app.get(NOBODY, "/outcomes.csv").await.html;
    assert!(csv.contains("Why it was withdrawn") && csv.contains(WHY), "{csv}");
    let again = panel.post(CONTRACTS, "contract", &[("confirmed", "yes")]).await;
    assert_eq!(again.status, 303, "{}", again.html);
    assert_eq!(panel.app.look_up("select count(*) from contracts").await, "2");
}

#[actix_web::test]
async fn a_refused_withdrawal_leaves_the_award_and_a_signed_contract_ends_the_choice() {
    let panel = awarded(TestApp::at(monday()).await).await;
    assert_eq!(panel.post(REQUESTER, "award/withdrawal", &[("reason", WHY)]).await.status, 303);
    let path = "award/withdrawal/refusal";
    assert_eq!(panel.post(APPROVER, path, &[("decision", "")]).await.status, 422);
    let decision = [("decision", "The question was the right one.")];
    assert_eq!(panel.post(APPROVER, path, &decision).await.status, 303);
    assert_eq!(panel.app.look_up("select state from awards").await, "approved");
    assert!(panel.get(REQUESTER, "award/withdrawal").await.html.contains("the right one"));
    assert_eq!(panel.post(REQUESTER, "award/withdrawal", &[("reason", WHY)]).await.status, 303);
    sql(&panel, "update requests set state = 'contracted'").await;
    let late = panel.post(APPROVER, "award/withdrawal/approval", &[]).await;
    assert_eq!(late.status, 409);
    assert!(late.html.contains("Both sides have signed"), "{}", late.html);
}

#[actix_web::test]
async fn a_withdrawn_award_upholds_the_challenges_to_it() {
    let panel = Panel::recommended(TestApp::at(monday()).await, "kestrel").await;
    sql(&panel, "update requests set standstill_days = 8").await;
    let app = panel.app.when("2026-03-12T12:00:00Z".parse().unwrap());
    let panel = Panel { app, reference: panel.reference };
    assert_eq!(panel.post(APPROVER, "award/approval", &[]).await.status, 303);
    let challenge = "/bids/BID-2026-HARROW/challenge";
    assert_eq!(panel.app.post(HARROW, challenge, &[("words", WHY)]).await.status, 303);
    assert_eq!(panel.post(REQUESTER, "award/withdrawal", &[("reason", WHY)]).await.status, 303);
    assert_eq!(panel.post(APPROVER, "award/withdrawal/approval", &[]).await.status, 303);
    assert_eq!(panel.app.look_up("select state from award_challenges").await, "upheld");
    assert!(panel.app.get(HARROW, challenge).await.html.contains("The award was withdrawn"));
}

#[actix_web::test]
async fn letters_hold_the_winners_scores_and_reasons_and_are_kept_as_files() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    sql(
        &panel,
        "update agreed_scores s set reason = b.reference || ': the panel says why.' from bids b where b.id = s.bid_id",
    )
    .await;
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    let path = "/bids/BID-2026-HARROW/outcome.txt";
    assert_eq!(panel.app.get(HARROW, path).await.status, 404, "not yet");
    assert_eq!(panel.post(APPROVER, "award/approval", &[]).await.status, 303);
    assert_eq!(panel.app.get(LANTERN, path).await.status, 404, "another's");
    let file = panel.app.get(HARROW, path).await;
    assert!(file.header("content-disposition").contains("BID-2026-HARROW-outcome.txt"));
    let page = panel.app.get(HARROW, "/bids/BID-2026-HARROW/outcome").await.html;
    for text in [&file.html, &page] {
        for read in
            ["Kestrel Cyber Ltd", "79.33", "76.00", "BID-2026-HARROW: the", "BID-2026-KESTREL: the"]
        {
            assert!(text.contains(read), "{read} is missing: {text}");
        }
        for hidden in ["Lantern", "BID-2026-LANTERN", "70.75"] {
            assert!(!text.contains(hidden), "{hidden} is in another loser's letter: {text}");
        }
    }
    let own = panel.app.get(KESTREL, "/bids/BID-2026-KESTREL/outcome.txt").await.html;
    assert!(own.contains("Your bid was successful.") && !own.contains("HARROW"), "{own}");
    assert!(!own.contains("winner’s score"), "{own}");
}

#[actix_web::test]
async fn a_request_that_ends_without_an_award_tells_the_disqualified_why() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    let bid = panel.bid_of("lantern").await;
    let form =
        [("kind", "disqualify"), ("bid", bid.as_str()), ("code", "conflict"), ("reason", WHY)];
    assert_eq!(panel.post(REQUESTER, "ranking/changes", &form).await.status, 303);
    let waiting = panel.end("Too dear.").await;
    assert_eq!(waiting.status, 409, "a change waits");
    let id = panel.app.look_up("select id from ranking_changes").await;
    let made = panel.post(APPROVER, &format!("ranking/changes/{id}/approval"), &[]).await;
    assert_eq!(made.status, 303);
    let ended = panel.end("Too dear.").await;
    assert_eq!(ended.status, 303, "{}", ended.html);
    let states = "select string_agg(state, ' ' order by reference) from bids";
    assert_eq!(panel.app.look_up(states).await, "unsuccessful unsuccessful disqualified");
    let letter = panel.app.get(LANTERN, "/bids/BID-2026-LANTERN/outcome").await.html;
    assert!(letter.contains("conflict of interest") && letter.contains("Too dear."), "{letter}");
}

#[actix_web::test]
async fn outcomes_are_narrowed_down_and_kept_as_files() {
    let panel = awarded(TestApp::at(monday()).await).await;
    let list = panel.app.get(NOBODY, "/outcomes?q=kestrel+PHONE&force=northshire").await.html;
    for read in [panel.reference.as_str(), "Kestrel Cyber Ltd", "£90,000.00", "1 outcome"] {
        assert!(list.contains(read), "{read} is missing: {list}");
    }
    for none in ["q=harrow", "ending=cancelled", "force=eastmoor"] {
        let page = panel.app.get(NOBODY, &format!("/outcomes?{none}")).await.html;
        assert!(page.contains("No outcomes found"), "{none}: {page}");
    }
    let odd = panel.app.get(NOBODY, "/outcomes?ending=lost&force=atlantis&page=-1").await;
    assert!(odd.status == 200 && odd.html.contains(&panel.reference), "{}", odd.html);
    let csv = panel.app.get(NOBODY, "/outcomes.csv").await;
    assert_eq!(csv.status, 200);
    for read in [panel.reference.as_str(), "Awarded", "90000.00", ",3,"] {
        assert!(csv.html.contains(read), "{read} is missing: {}", csv.html);
    }
    assert_eq!(panel.app.get(NOBODY, "/outcomes.xlsx").await.status, 200);
}

#[actix_web::test]
async fn an_approval_cut_short_anywhere_sends_every_letter_or_none() {
    let panel = Panel::recommended(TestApp::committing(monday()).await, "kestrel").await;
    let path = format!("/requests/{}/award/approval", panel.reference);
    assert_eq!(panel.get(APPROVER, "award").await.status, 200);
    let stands = "select r.state || ' ' || (select state from awards) || ' ' || (select string_agg(state, ',' order by reference) from bids) \
        || ' ' || (select count(*) from outbox where cause like 'outcome:%') || ' ' \
        || (select count(*) from audit_entries where action = 'award.approved') from requests r";
    let before = "evaluating recommended scored,scored,scored 0 0";
    let after = "decided approved unsuccessful,preferred,unsuccessful 4 1";
    assert_eq!(panel.app.look_up(stands).await, before);
    let mut cuts = 0;
    for steps in 1..MOST {
        let answered = cut(&panel.app, APPROVER, &path, &[], steps).await;
        let now = panel.app.look_up(stands).await;
        assert!(now == before || now == after, "cut after {steps} steps: {now}");
        if answered.is_some() || now == after {
            break;
        }
        cuts += 1;
    }
    assert!(cuts > 10, "it was cut {cuts} times only");
    assert_eq!(panel.app.look_up(stands).await, after);
}

#[actix_web::test]
async fn of_many_withdrawals_at_once_one_is_asked_for_and_made() {
    let panel = awarded(TestApp::committing(monday()).await).await;
    let form = [("reason", WHY)];
    let tried = join_all((0..10).map(|_| panel.post(REQUESTER, "award/withdrawal", &form))).await;
    assert_eq!(tried.iter().filter(|it| it.status == 303).count(), 1);
    let tried =
        join_all((0..10).map(|_| panel.post(APPROVER, "award/withdrawal/approval", &[]))).await;
    assert_eq!(tried.iter().filter(|it| it.status == 303).count(), 1);
    let told = "select count(*) from outbox where cause like 'award.withdrawn:%:BID-%'";
    assert_eq!(panel.app.look_up(told).await, "4");
    // Two recommendations at once after it: one active award.
    let tried = futures_util::future::join(
        panel.recommend(REQUESTER, "kestrel"),
        panel.recommend(REQUESTER, "kestrel"),
    )
    .await;
    let made = [tried.0.status, tried.1.status];
    assert_eq!(made.iter().filter(|it| **it == 303).count(), 1, "{made:?}");
}
