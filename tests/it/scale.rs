//! Requests by the thousand, as `muster seed --scale` adds them.

use actix_web::http::StatusCode;
use muster::seed::scale;

use crate::support::app::{TestApp, monday};
use crate::support::cast::NOBODY;

#[actix_web::test]
async fn every_run_adds_so_many_whole_requests_that_anyone_may_see() {
    let app = TestApp::committing(monday()).await;

    scale::requests(&app.url, 60).await.unwrap();
    scale::requests(&app.url, 40).await.unwrap();

    let count = "select count(distinct reference) from requests where published_at is not null";
    assert_eq!(app.look_up(count).await, "100");
    let weights = "select string_agg(distinct total::text, ' ') from \
         (select sum(weight) as total from request_criteria group by request_id) it";
    assert_eq!(app.look_up(weights).await, "100");
    let every_force = "select count(*) from forces \
         where not exists (select from requests where force_id = forces.id)";
    assert_eq!(app.look_up(every_force).await, "0");
    let one = app.look_up("select min(reference) from requests").await;
    let page = app.get(NOBODY, &format!("/opportunities/{one}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
}

#[actix_web::test]
async fn a_senseless_number_of_requests_is_refused() {
    for number in [0, -1, 10_000_001] {
        let said = scale::requests("host=nowhere", number).await.unwrap_err().to_string();
        assert!(said.contains("from 1 to 10,000,000"), "{said}");
    }
}
