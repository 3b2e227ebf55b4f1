//! Cut short: a change whose program ends at any moment is there whole or not
//! at all, and done again it comes to the same.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use actix_web::cookie::Cookie;
use actix_web::test::TestRequest;

use crate::support::app::{CSRF, Page, TestApp, answer, days, monday};
use crate::support::bids::{start, write};
use crate::support::cast::{APPROVER, KESTREL, REQUESTER, open_request};
use crate::support::panel::Panel;

/// Goes on so many times, and is then dropped with everything it holds.
struct Cut<F> {
    work: F,
    left: usize,
}

impl<F: Future + Unpin> Future for Cut<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        Pin::new(&mut self.work).poll(context).map(Some)
    }
}

/// Sends a form, and hangs up after so many steps. What it sends is signed in
/// already, so that nothing but the change itself is cut.
pub async fn cut(
    app: &TestApp,
    who: &str,
    path: &str,
    form: &[(&str, &str)],
    steps: usize,
) -> Option<Page> {
    let mut fields = form.to_vec();
    fields.push(("csrf", CSRF));
    let request = TestRequest::post()
        .uri(path)
        .set_form(fields)
        .peer_addr("10.9.9.9:50000".parse().unwrap())
        .cookie(Cookie::new("muster", app.token(who)));
    Cut { work: pin!(answer(app.parts(), request)), left: steps }.await
}

/// No step takes this many.
pub const MOST: usize = 2_000;

#[actix_web::test]
async fn a_submission_cut_short_anywhere_leaves_the_draft_or_the_sealed_bid() {
    let app = TestApp::committing(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let bid = start(&app, KESTREL, &request).await;
    write(&app, KESTREL, &request, &bid, "Plainly.", "5").await;
    let path = format!("/bids/{bid}/submission");
    let stands = "select b.state || ' ' || (select count(*) from bid_answers) || ' ' || (select count(*) from bid_rates) \
        || ' ' || (select count(*) from sealed_bids) || ' ' || (select count(*) from receipts) \
        || ' ' || (select count(*) from outbox) || ' ' || (select count(*) from audit_entries where action = 'bid.submitted') from bids b";
    let (draft, sealed) = ("draft 2 2 0 0 0 0", "submitted 0 0 2 1 1 1");
    assert_eq!(app.look_up(stands).await, draft);
    let mut cuts = 0;
    for steps in 1..MOST {
        let answered = cut(&app, KESTREL, &path, &[("version", "1")], steps).await;
        let now = app.look_up(stands).await;
        assert!(now == draft || now == sealed, "cut after {steps} steps: {now}");
        if let Some(page) = answered {
            assert_eq!(page.status, 303, "{}", page.html);
            break;
        }
        cuts += 1;
    }
    assert!(cuts > 10, "it was cut {cuts} times only");
    assert_eq!(app.look_up(stands).await, sealed);
}

#[actix_web::test]
async fn an_opening_cut_short_anywhere_opens_every_bid_or_none() {
    let panel = Panel::closed(TestApp::committing(monday()).await).await;
    let path = format!("/requests/{}/opening", panel.reference);
    let form = [("no_conflict", "yes")];
    assert_eq!(panel.confirm(REQUESTER).await.status, 303);
    assert_eq!(panel.app.get(APPROVER, &path).await.status, 200);
    let stands = "select r.state || ' ' || (select string_agg(distinct state, ',') from bids) || ' ' || (select count(*) from bid_answers) \
        || ' ' || (select count(*) from closings) || ' ' || (select count(*) from openings where opened_at is not null) \
        || ' ' || (select count(*) from audit_entries where action = 'request.opened') from requests r";
    let (sealed, open) = ("open submitted 0 0 0 0", "evaluating opened 6 1 1 1");
    assert_eq!(panel.app.look_up(stands).await, sealed);
    let mut cuts = 0;
    for steps in 1..MOST {
        let answered = cut(&panel.app, APPROVER, &path, &form, steps).await;
        let now = panel.app.look_up(stands).await;
        assert!(now == sealed || now == open, "cut after {steps} steps: {now}");
        if answered.is_some() || now == open {
            break;
        }
        cuts += 1;
    }
    assert!(cuts > 10, "it was cut {cuts} times only");
    assert_eq!(panel.app.look_up(stands).await, open);
    assert_eq!(panel.app.look_up("select count(*) from bid_rates").await, "0");
}
