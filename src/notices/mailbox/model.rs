//! What a mail is to those who look after it.

use diesel::prelude::*;

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
}

impl DemonstrationMail {
    /// When it was written, in UK time.
    pub fn written(&self) -> String {
        uk_time::short(self.created_at)
    }
}

#[cfg(test)]
mod tests {
    use super::{Delivery, delivery};

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
