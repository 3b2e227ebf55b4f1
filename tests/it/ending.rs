//! Ending a request without an award takes two people.

use futures_util::future::join_all;

use crate::support::app::{TestApp, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, EVALUATOR1, KESTREL, NOBODY, OTHER_APPROVER, REQUESTER,
};
use crate::support::form::Form;
use crate::support::panel::Panel;

const WHY: &str = "Every price is above what was granted.";

#[actix_web::test]
async fn one_person_asks_to_end_a_request_and_another_does_it() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    for (who, status) in [(EVALUATOR1, 409), (CONTRACTS, 409), (OTHER_APPROVER, 404)] {
        let tried = panel.post(who, "no-award", &[("reason", WHY)]).await;
        assert_eq!(tried.status, status, "{who}: {}", tried.html);
    }
    let page = panel.get(REQUESTER, "no-award").await;
    assert!(page.html.contains("When another person, an approver, agrees"), "{}", page.html);
    let bare = Form::on(&page, "/no-award").sent(&panel.app, REQUESTER).await;
    assert!(bare.status == 422 && bare.html.contains("Enter why no award is made"));
    Form::on(&page, "/no-award").set("reason", WHY).send_twice(&panel.app, REQUESTER).await;
    assert_eq!(panel.trail().await.last().unwrap(), "request.ending_proposed");

    let public = panel.app.get(NOBODY, &format!("/opportunities/{}", panel.reference)).await.html;
    assert!(!public.contains(WHY) && !public.contains("No award"), "{public}");
    let letter = panel.app.get(KESTREL, "/bids/BID-2026-KESTREL").await.html;
    assert!(!letter.contains(WHY), "a bidder learns of it when it is done: {letter}");
    assert!(panel.app.get(APPROVER, "/force").await.html.contains("Endings without an award"));
    let told = "select string_agg(recipient, ' ') from outbox where cause like 'request.ending_proposed:%'";
    assert!(panel.app.look_up(told).await.contains(APPROVER));

    let own = panel.get(REQUESTER, "no-award").await.html;
    assert!(own.contains("another person must decide"), "{own}");
    assert!(!own.contains("/no-award/approval"), "{own}");
    assert_eq!(panel.post(REQUESTER, "no-award/approval", &[]).await.status, 403);
    let again = panel.post(APPROVER, "no-award", &[("reason", "Me too.")]).await;
    assert!(again.status == 409 && again.html.contains("has asked to end"), "{}", again.html);
    let award = panel.get(REQUESTER, "award").await.html;
    assert!(award.contains("nothing is recommended meanwhile"), "{award}");
    let recommended = panel.recommend(REQUESTER, "kestrel").await;
    assert!(recommended.status == 409 && recommended.html.contains("decided on first"));

    let page = panel.get(APPROVER, "no-award").await;
    assert!(page.html.contains(WHY) && page.html.contains("Asked for by"), "{}", page.html);
    Form::on(&page, "/no-award/approval").send_twice(&panel.app, APPROVER).await;
    assert_eq!(panel.trail().await.last().unwrap(), "request.ended_without_award");
    let public = panel.app.get(NOBODY, &format!("/outcomes/{}", panel.reference)).await.html;
    assert!(public.contains(WHY) && public.contains(">Ended<"), "{public}");
    let list = panel.app.get(NOBODY, "/outcomes").await.html;
    assert!(
        list.contains("Ended 26 January 2026") || list.contains("Ended 25 January 2026"),
        "{list}"
    );
    let told = "select string_agg(recipient, ' ') from outbox where cause like 'request.ended_without_award:%:force'";
    let told = panel.app.look_up(told).await;
    assert!(told.contains(REQUESTER) && told.contains(EVALUATOR1), "{told}");
    let late = panel.post(APPROVER, "no-award/approval", &[]).await;
    assert_eq!(late.status, 409);
}

#[actix_web::test]
async fn who_is_alone_in_wanting_it_to_end_does_not_end_it() {
    let panel = Panel::locked(TestApp::at(monday()).await).await;
    let asked = panel.post(APPROVER, "no-award", &[("reason", WHY)]).await;
    assert_eq!(asked.status, 303, "{}", asked.html);
    let own = panel.post(APPROVER, "no-award/approval", &[]).await;
    assert!(own.status == 409 && own.html.contains("another person must decide"), "{}", own.html);
    assert_eq!(panel.app.look_up("select state from requests").await, "evaluating");
    let other = panel.post(REQUESTER, "no-award/retraction", &[]).await;
    assert!(other.status == 409 && other.html.contains("Only the person who asked"));
    assert_eq!(panel.post(APPROVER, "no-award/retraction", &[]).await.status, 303);
    assert_eq!(panel.trail().await.last().unwrap(), "request.ending_taken_back");

    let asked = panel.post(REQUESTER, "no-award", &[("reason", WHY)]).await;
    assert_eq!(asked.status, 303, "{}", asked.html);
    let bare = panel.post(APPROVER, "no-award/refusal", &[("decision", " ")]).await;
    assert!(bare.status == 422 && bare.html.contains("Enter why the request goes on"));
    let said = "The second bid is within the grant.";
    let page = panel.get(APPROVER, "no-award").await;
    Form::on(&page, "/no-award/refusal")
        .set("decision", said)
        .send_twice(&panel.app, APPROVER)
        .await;
    assert_eq!(panel.trail().await.last().unwrap(), "request.ending_refused");
    let page = panel.get(REQUESTER, "no-award").await.html;
    for read in ["Taken back", "Refused", said, "Why the request went on"] {
        assert!(page.contains(read), "{read} is missing: {page}");
    }
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    let late = panel.post(APPROVER, "no-award", &[("reason", WHY)]).await;
    assert!(late.status == 409 && late.html.contains("Decline the recommended award first"));
    panel.app.get(AUDITOR, &format!("/requests/{}/no-award", panel.reference)).await;
    assert_eq!(panel.trail().await.last().unwrap(), "award.read");
}

#[actix_web::test]
async fn of_many_who_end_a_request_at_once_one_does() {
    let panel = Panel::locked(TestApp::committing(monday()).await).await;
    let asked = (0..10).map(|_| panel.post(REQUESTER, "no-award", &[("reason", WHY)]));
    let asked = join_all(asked).await;
    assert_eq!(asked.iter().filter(|it| it.status == 303).count(), 1);
    let tried = (0..10).map(|n| match n % 2 {
        0 => panel.post(APPROVER, "no-award/approval", &[]),
        _ => panel.post(APPROVER, "no-award/refusal", &[("decision", WHY)]),
    });
    let tried = join_all(tried).await;
    assert_eq!(tried.iter().filter(|it| it.status == 303).count(), 1);
    let ended = panel.app.look_up("select count(*) from requests where state = 'no_award'").await;
    let made = panel.app.look_up("select count(*) from request_endings where state = 'made'").await;
    assert_eq!(ended, made);
}
