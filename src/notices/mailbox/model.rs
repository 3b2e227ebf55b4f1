//! What a mail is to those who look after it.

use diesel::prelude::*;
use url::Url;

use crate::types::ids::MailId;
use crate::types::time::Moment;
use crate::types::uk_time;

text_enum! {
    /// How far a mail has come.
    pub enum Delivery {
        /// To be sent, and not tried yet.
        Waiting = "waiting", "Waiting";
        /// Tried, not delivered, and to be tried again.
        Failing = "failing", "Trying again";
        /// Tried too often, and left for the operator.
        PutAside = "put_aside", "Put aside";
        /// Handed over.
        Sent = "sent", "Sent";
    }
}

/// A mail as the operator sees it: without what it says, and without its
/// link, which may be a secret of its recipient.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = crate::schema::outbox, check_for_backend(diesel::pg::Pg))]
pub struct Envelope {
    /// Its id.
    pub id: MailId,
    /// Where it goes.
    pub recipient: String,
    /// Its subject line.
    pub subject: String,
    /// When it was written.
    pub created_at: Moment,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next, unless it is sent or put aside.
    pub next_at: Moment,
    /// When it was handed over.
    pub sent_at: Option<Moment>,
    /// When it was put aside.
    pub dead_at: Option<Moment>,
    /// What went wrong last.
    pub last_error: String,
}

impl Envelope {
    /// How far it has come.
    pub fn delivery(&self) -> Delivery {
        delivery(self.sent_at.is_some(), self.dead_at.is_some(), self.attempts)
    }

    /// The colour of that.
    pub fn colour(&self) -> &'static str {
        match self.delivery() {
            Delivery::Waiting => "grey",
            Delivery::Failing => "yellow",
            Delivery::PutAside => "red",
            Delivery::Sent => "green",
        }
    }

    /// When it was written, in UK time.
    pub fn written(&self) -> String {
        uk_time::short(self.created_at)
    }

    /// The moment that matters about it now, in a few words.
    pub fn note(&self) -> String {
        match (self.sent_at, self.dead_at) {
            (Some(at), _) => uk_time::short(at),
            (None, Some(at)) => format!("Given up at {}", uk_time::short(at)),
            (None, None) => format!("Next try {}", uk_time::short(self.next_at)),
        }
    }
}

fn delivery(sent: bool, dead: bool, attempts: i32) -> Delivery {
    match (sent, dead, attempts) {
        (true, ..) => Delivery::Sent,
        (false, true, _) => Delivery::PutAside,
        (false, false, 0) => Delivery::Waiting,
        _ => Delivery::Failing,
    }
}

/// How many mails have come how far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not tried yet.
    pub waiting: i64,
    /// Tried and to be tried again.
    pub failing: i64,
    /// Left for the operator.
    pub put_aside: i64,
    /// Handed over.
    pub sent: i64,
}

/// A whole mail, which only the demonstration shows.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = crate::schema::outbox, check_for_backend(diesel::pg::Pg))]
pub struct DemonstrationMail {
    /// Its id.
    pub id: MailId,
    /// Where it goes.
    pub recipient: String,
    /// Its subject line.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// Where it leads: a path in the service.
    pub link: String,
    /// When it was written.
    pub created_at: Moment,
    /// When it was handed over.
    pub sent_at: Option<Moment>,
    /// Where it is stopped, if it comes again and again.
    pub unsubscribe: String,
}

impl DemonstrationMail {
    /// When it was written, in UK time.
    pub fn written(&self) -> String {
        uk_time::short(self.created_at)
    }

    /// Every place in the service that it leads to, each once: its own link
    /// first, then those that stand in what it says.
    pub fn links(&self, public: &Url) -> Vec<String> {
        let mut found: Vec<String> =
            Some(self.link.clone()).filter(|it| !it.is_empty()).into_iter().collect();
        for word in self.body.split_whitespace() {
            let word = word.trim_matches(|it: char| "“”‘’\"'()<>.,;:!?".contains(it));
            let place = if is_path(word) { Some(word.to_owned()) } else { within(public, word) };
            found.extend(place.filter(|it| !found.contains(it)));
        }
        found.extend(Some(self.unsubscribe.clone()).filter(|it| !it.is_empty()));
        found
    }
}

/// Whether a word of a text is an address of ours, from its first slash on.
fn is_path(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next() == Some('/') && letters.next().is_some_and(|it| it.is_ascii_lowercase())
}

/// The place in the service that a whole address leads to, if it does.
fn within(public: &Url, word: &str) -> Option<String> {
    let address = Url::parse(word).ok().filter(|it| it.origin() == public.origin())?;
    let asked = address.query().map(|it| format!("?{it}")).unwrap_or_default();
    Some(format!("{}{asked}", address.path()))
}

#[cfg(test)]
mod tests {
    use super::{Delivery, DemonstrationMail, MailId, Moment, Url, delivery};

    #[test]
    fn a_mail_leads_to_its_link_and_to_every_place_in_its_text_once() {
        let mail = DemonstrationMail {
            id: MailId::mint(),
            recipient: String::new(),
            subject: String::new(),
            body: "Read /transparency, and (http://muster.test/opportunities/REQ-2026-0001). \
                   Again: http://muster.test/bids?page=2 and /bids/B. Not https://evil.example/x, 1/2 or and/or."
                .to_owned(),
            link: "/bids/B".to_owned(),
            created_at: Moment::UNIX_EPOCH,
            sent_at: None,
            unsubscribe: "/unsubscribe/x".to_owned(),
        };
        let public = Url::parse("http://muster.test").unwrap();
        let led = [
            "/bids/B",
            "/transparency",
            "/opportunities/REQ-2026-0001",
            "/bids?page=2",
            "/unsubscribe/x",
        ];
        assert_eq!(mail.links(&public), led);
        let none = DemonstrationMail {
            body: String::new(),
            link: String::new(),
            unsubscribe: String::new(),
            ..mail
        };
        assert!(none.links(&public).is_empty());
    }

    #[test]
    fn a_mail_is_sent_before_it_is_anything_else() {
        for (sent, dead, attempts, stands) in [
            (false, false, 0, Delivery::Waiting),
            (false, false, 1, Delivery::Failing),
            (false, true, 12, Delivery::PutAside),
            (true, false, 1, Delivery::Sent),
            (true, true, 12, Delivery::Sent),
        ] {
            assert_eq!(delivery(sent, dead, attempts), stands, "{sent} {dead} {attempts}");
        }
    }
}
