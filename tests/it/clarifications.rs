//! Questions about a request, from the outside.

use actix_web::http::StatusCode;

use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{
    HARROW, KESTREL, KESTREL_ADMIN, NOBODY, OTHER_REQUESTER, REQUESTER, THORNBURY, open_request,
};

async fn open(app: &TestApp) -> String {
    app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await
}

#[actix_web::test]
async fn a_question_is_answered_for_everyone_and_nobody_learns_who_asked() {
    let app = TestApp::at(monday()).await;
    let reference = open(&app).await;
    let ask = format!("/opportunities/{reference}/questions");
    let form =
        [("question", "Are the phones charged?"), ("once", "0190b0b0-0000-7000-8000-000000000009")];
    for _ in 0..2 {
        let page = app.post(KESTREL, &ask, &form).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    }
    assert_eq!(app.look_up("select count(*) from clarifications").await, "1");
    let home = app.get(REQUESTER, "/force").await;
    assert!(home.html.contains("Questions to answer"), "{}", home.html);

    let answers = format!("/requests/{reference}/clarifications");
    let empty = app.post(REQUESTER, &format!("{answers}/1"), &[("answer_1", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let stranger = app.post(OTHER_REQUESTER, &format!("{answers}/1"), &[("answer_1", "No")]).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    let page = app.post(REQUESTER, &format!("{answers}/1"), &[("answer_1", "Half of them.")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    let again = app.post(REQUESTER, &format!("{answers}/1"), &[("answer_1", "All.")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);

    let public = app.get(NOBODY, &format!("/opportunities/{reference}")).await;
    assert!(
        public.html.contains("Are the phones charged?") && public.html.contains("Half of them.")
    );
    let force = app.get(REQUESTER, &answers).await;
    let history = app.get(REQUESTER, &format!("/requests/{reference}/history")).await;
    for page in [&public, &force, &history] {
        assert!(
            !page.html.contains("Kestrel") && !page.html.contains("Ann Lee"),
            "the asker is hidden"
        );
    }
    let told = "select string_agg(recipient, ' ' order by recipient) from outbox where cause like 'clarification.answered:%'";
    assert_eq!(app.look_up(told).await, KESTREL);
    let mail = app.look_up("select string_agg(subject || body, ' ') from outbox where cause like 'clarification.asked:%'").await;
    assert!(!mail.is_empty() && !mail.contains("Kestrel"));
}

#[actix_web::test]
async fn a_question_is_answered_only_while_bids_are_taken() {
    let app = TestApp::at(monday()).await;
    let reference = open(&app).await;
    let question = [("question", "Are the phones charged?")];
    app.post(KESTREL, &format!("/opportunities/{reference}/questions"), &question).await;
    let late = app.later(days(15));
    let answers = format!("/requests/{reference}/clarifications");
    let page = late.post(REQUESTER, &format!("{answers}/1"), &[("answer_1", "Yes.")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("only while the request takes bids"), "{}", page.html);
    let own = late.get(REQUESTER, &answers).await;
    assert!(own.html.contains("Never answered") && !own.html.contains("Publish this answer"));
    assert!(!late.get(REQUESTER, "/force").await.html.contains("Questions to answer"));
    let public = late.get(NOBODY, &format!("/opportunities/{reference}")).await;
    assert!(public.html.contains("1 question was not answered before bids closed."));
    assert!(app.get(REQUESTER, "/force").await.html.contains("Questions to answer"));
}

#[actix_web::test]
async fn only_those_who_may_bid_ask_and_only_until_the_deadline_for_questions() {
    let app = TestApp::at(monday()).await;
    let reference = open(&app).await;
    let ask = format!("/opportunities/{reference}/questions");
    let question = [("question", "When?")];
    assert_eq!(app.post(THORNBURY, &ask, &question).await.status, StatusCode::CONFLICT);
    assert_eq!(app.post(KESTREL_ADMIN, &ask, &question).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.post(REQUESTER, &ask, &question).await.status, StatusCode::NOT_FOUND);
    let late = app.later(days(12));
    let page = late.post(HARROW, &ask, &question).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("deadline for questions has passed"));
    let form = app.get(HARROW, &format!("/opportunities/{reference}")).await;
    assert!(form.html.contains("Ask this question") && form.html.contains("Bid for this"));
    let form = late.get(HARROW, &format!("/opportunities/{reference}")).await;
    assert!(!form.html.contains("Ask this question"));
    assert_eq!(app.look_up("select count(*) from clarifications").await, "0");
}
