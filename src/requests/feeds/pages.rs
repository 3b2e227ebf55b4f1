//! What other programs read of requests.

use askama::Template;
use url::Url;

use crate::requests::model::{Phase, Request};
use crate::requests::public::model::Opportunity;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::ical::{Event, calendar};

/// A request in the feed.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The request, as anyone may read it.
    pub it: Opportunity,
    /// Its address.
    pub href: String,
    /// When what is said of it last changed.
    pub updated: Moment,
    /// The time now.
    pub now: Moment,
}

impl Entry {
    fn published(&self) -> String {
        uk_time::iso(self.it.published_at.unwrap_or(self.updated))
    }

    fn updated(&self) -> String {
        uk_time::iso(self.updated)
    }

    /// What a reader shows under the title.
    fn says(&self) -> String {
        let phase = self.it.phase(&self.now);
        let stands = match phase {
            Phase::Open => format!("Bids close at {}.", self.it.closes_words()),
            other => format!("{}.", other.label()),
        };
        let budget = self.it.budget_words();
        let budget = if budget.is_empty() { budget } else { format!(" {budget}, excluding VAT.") };
        format!("{}: {} {stands}{budget}", self.it.force, self.it.summary)
    }
}

/// The feed, of all requests or of a search.
#[derive(Template)]
#[template(path = "requests/feed.xml", escape = "html")]
pub struct Feed {
    /// What it is of.
    pub title: String,
    /// Its own address.
    pub itself: String,
    /// The address of the same list for people.
    pub list: String,
    /// Where it has something to say, when that last changed.
    pub updated: Moment,
    /// The newest first.
    pub entries: Vec<Entry>,
}

impl Feed {
    fn updated(&self) -> String {
        uk_time::iso(self.updated)
    }
}

/// The deadlines of a request, for a person's own calendar. Only its title is
/// told, which is for everyone.
pub fn deadlines(request: &Request, changed: Moment, public: &Url, href: &str) -> String {
    let host = public.host_str().unwrap_or("muster");
    let cancelled = request.phase(changed) == Phase::Cancelled;
    let event = |kind: &str, verb: &str, at: Moment| Event {
        uid: format!("{kind}-{}@{host}", request.id),
        changed,
        // A cancellation is a change after the last version.
        sequence: request.version - 1 + i32::from(cancelled),
        at,
        summary: format!("{verb}: {}", request.title),
        description: format!("{}, {verb} at {}.\n{href}", request.reference, uk_time::full(at)),
        url: href.to_owned(),
        cancelled,
    };
    let questions = request.questions_close_at.map(|at| event("questions", "Questions close", at));
    let bids = request.closes_at.map(|at| event("bids", "Bids close", at));
    calendar(&questions.into_iter().chain(bids).collect::<Vec<_>>())
}
