//! A request with three bids, taken by Northshire's people as far as a test needs.

use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use regex::Regex;

use super::app::{Page, TestApp, days, monday};
use super::bids;
use super::cast::{self, APPROVER, EVALUATOR1, EVALUATOR2, HARROW, KESTREL, LANTERN, REQUESTER};
use super::form::{Form, names};

/// A request that closes twenty days after [`monday`], and the service at some moment after that.
pub struct Panel {
    /// The service, an hour after the deadline.
    pub app: TestApp,
    /// The request's reference.
    pub reference: String,
}

/// A reason that says enough.
pub const REASON: &str = "The answer covers the method and gives two examples.";

/// Who submits which bid.
const BIDS: [(&str, &str); 3] =
    [(KESTREL, "BID-2026-KESTREL"), (HARROW, "BID-2026-HARROW"), (LANTERN, "BID-2026-LANTERN")];

impl Panel {
    /// Bids from Kestrel, Harrow and Lantern, sealed and closed.
    pub async fn closed(app: TestApp) -> Self {
        let closes = monday() + days(20);
        let reference = app.arrange(async |conn| cast::open_request(conn, closes).await).await;
        let sql = include_str!("bids.sql").replace("$reference", &format!("'{reference}'"));
        app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
        let before = app.when(closes - days(1));
        for (who, bid) in BIDS {
            let page = bids::submit(&before, who, bid).await;
            assert_eq!(page.status, 303, "{bid}: {}", page.html);
        }
        Self { app: app.when(closes + TimeDelta::hours(1)), reference }
    }

    /// Opened by the requester and the approver; nobody has declared anything.
    pub async fn undeclared(app: TestApp) -> Self {
        let panel = Self::closed(app).await;
        for who in [REQUESTER, APPROVER] {
            let page = panel.confirm(who).await;
            assert_eq!(page.status, 303, "{}", page.html);
        }
        panel
    }

    /// Opened; everyone concerned has declared that they have no conflict of interest.
    pub async fn opened(app: TestApp) -> Self {
        let panel = Self::undeclared(app).await;
        panel.all_declare().await;
        panel
    }

    /// Everyone concerned declares that they have no conflict of interest.
    pub async fn all_declare(&self) {
        for who in [EVALUATOR1, EVALUATOR2, REQUESTER, APPROVER] {
            self.declare(who, &[]).await;
        }
    }

    /// Somebody declares a conflict of interest with these providers, and none with the others.
    pub async fn declare(&self, who: &str, with: &[&str]) {
        let page = self.get(who, "evaluation/declaration").await;
        assert_eq!(page.status, 200, "{who}: {}", page.html);
        let form = Form::on(&page, "/evaluation/declaration");
        let mut form = form.set_each("conflict-", &names(&page), "no");
        for provider in with {
            let id = self
                .app
                .look_up(&format!("select id from providers where slug = '{provider}'"))
                .await;
            form = form
                .set(&format!("conflict-{id}"), "yes")
                .set(&format!("words-{id}"), "My sister is a director there.");
        }
        form.send(&self.app, who).await;
    }

    /// What only a provider's answers say.
    pub async fn answer_of(&self, provider: &str) -> String {
        let reference = format!("BID-2026-{}", provider.to_uppercase());
        let mark = self.app.look_up(&format!("select substr(md5('{reference}'), 1, 8)")).await;
        format!("Answer {mark}")
    }

    /// Scored by both evaluators, who agree.
    pub async fn scored(app: TestApp) -> Self {
        let panel = Self::opened(app).await;
        for who in [EVALUATOR1, EVALUATOR2] {
            for letter in ["A", "B", "C"] {
                panel.score(who, &format!("evaluation/{letter}")).await;
            }
        }
        panel
    }

    /// Agreed by the panel, and locked by the requester: Kestrel first with
    /// 79.33, Harrow with 76.00, Lantern with 70.75.
    pub async fn locked(app: TestApp) -> Self {
        let panel = Self::scored(app).await;
        for letter in ["A", "B", "C"] {
            panel.score(REQUESTER, &format!("moderation/{letter}")).await;
        }
        let page = panel.post(REQUESTER, "quality-lock", &[]).await;
        assert_eq!(page.status, 303, "{}", page.html);
        panel
    }

    /// Recommended by the requester: the bid of a provider.
    pub async fn recommended(app: TestApp, provider: &str) -> Self {
        let panel = Self::locked(app).await;
        let page = panel.recommend(REQUESTER, provider).await;
        assert_eq!(page.status, 303, "{}", page.html);
        panel
    }

    /// Asks for a page of the request.
    pub async fn get(&self, who: &str, page: &str) -> Page {
        self.app.get(who, &format!("/requests/{}/{page}", self.reference)).await
    }

    /// Sends a form of the request.
    pub async fn post(&self, who: &str, page: &str, form: &[(&str, &str)]) -> Page {
        self.app.post(who, &format!("/requests/{}/{page}", self.reference), form).await
    }

    /// One person asks to end the request without an award, and another does it.
    pub async fn end(&self, why: &str) -> Page {
        let asked = self.post(REQUESTER, "no-award", &[("reason", why)]).await;
        if asked.status != 303 {
            return asked;
        }
        self.post(APPROVER, "no-award/approval", &[]).await
    }

    /// Confirms the opening, without a conflict of interest.
    pub async fn confirm(&self, who: &str) -> Page {
        self.post(who, "opening", &[("no_conflict", "yes")]).await
    }

    /// The audit actions since the bids were submitted.
    pub async fn trail(&self) -> Vec<String> {
        self.app.trail().await.split_off(BIDS.len())
    }

    /// The id of a provider's bid.
    pub async fn bid_of(&self, provider: &str) -> String {
        let reference = format!("BID-2026-{}", provider.to_uppercase());
        self.app.look_up(&format!("select id from bids where reference = '{reference}'")).await
    }

    /// Recommends a provider's bid, whose low price was explained if it was never asked about.
    pub async fn recommend(&self, who: &str, provider: &str) -> Page {
        explained(&self.app, &self.bid_of(provider).await).await;
        let bid = self.bid_of(provider).await;
        self.post(who, "award", &[("bid", &bid), ("reason", "The best value for money.")]).await
    }

    /// One person takes a provider's bid out of the ranking, and another agrees.
    pub async fn out(&self, provider: &str) {
        let bid = self.bid_of(provider).await;
        let why = "It cannot start on the day that the request asks for.";
        let form =
            [("kind", "disqualify"), ("bid", bid.as_str()), ("code", "other"), ("reason", why)];
        let asked = self.post(REQUESTER, "ranking/changes", &form).await;
        assert_eq!(asked.status, 303, "{}", asked.html);
        let waiting = "select id from ranking_changes where state = 'proposed'";
        let id = self.app.look_up(waiting).await;
        let made = self.post(APPROVER, &format!("ranking/changes/{id}/approval"), &[]).await;
        assert_eq!(made.status, 303, "{}", made.html);
    }

    /// Gives a bid's two criteria what everyone agrees it deserves, whatever
    /// letter it has on that page.
    pub async fn score(&self, who: &str, page: &str) {
        let shown = self.get(who, page).await;
        assert_eq!(shown.status, 200, "{}", shown.html);
        let deserved = self.deserved(&shown.html).await;
        let names = Regex::new(r#"name="score-([0-9a-f-]{36})""#).unwrap();
        let mut criteria: Vec<String> =
            names.captures_iter(&shown.html).map(|it| it[1].to_owned()).collect();
        criteria.dedup();
        assert_eq!(criteria.len(), 2, "the page asks for the scored criteria in order");
        let fields: Vec<(String, String)> = criteria
            .iter()
            .zip(deserved)
            .flat_map(|(id, score)| {
                [
                    (format!("score-{id}"), score.to_owned()),
                    (format!("reason-{id}"), REASON.to_owned()),
                ]
            })
            .collect();
        let form: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let saved = self.post(who, page, &form).await;
        assert_eq!(saved.status, 303, "{}", saved.html);
    }

    /// Technical merit and social value, by whose answer is on the page.
    async fn deserved(&self, html: &str) -> [&'static str; 2] {
        for (provider, scores) in
            [("KESTREL", ["4", "3"]), ("HARROW", ["3", "3"]), ("LANTERN", ["5", "1"])]
        {
            if html.contains(&self.answer_of(provider).await) {
                return scores;
            }
        }
        panic!("no bid's answer is on the page: {html}")
    }
}

/// A bid's price was explained, and an approver accepts it: set up without its pages, unless
/// something was asked about it.
pub async fn explained(app: &TestApp, bid: &str) {
    let sql = format!(
        "insert into price_explanations (id, request_id, bid_id, state, question, due_at, asked_by, asked_at, \
         answer, answered_by, answered_at, closed_by, closed_at, closing) \
         select gen_random_uuid(), b.request_id, b.id, 'accepted', 'How?', l.locked_at, l.locked_by, l.locked_at, \
         'We own the tools.', b.submitted_by, l.locked_at, u.id, l.locked_at, 'It adds up.' \
         from bids b join quality_locks l on l.request_id = b.request_id join users u on u.email = '{APPROVER}' \
         where b.id = '{bid}' and not exists (select from price_explanations where bid_id = b.id)"
    );
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
}
