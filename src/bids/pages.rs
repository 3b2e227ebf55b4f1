//! What providers see of their own bids.

use askama::Template;

use super::attachments;
use super::attachments::model::OpenedAttachment;
use super::eligibility::model::{Before, Gate};
use super::eligibility::policy::may_start;
use super::model::{BidInFull, Nominee, OwnBid};
use super::price::Totals;
use super::sections::policy::{Fault, Task};
use super::state::BidState;
use crate::audit::entry::Line;
use crate::files::model::Attached;
use crate::requests::amending::model::Published;
use crate::requests::model::{Criterion, Phase, Request, Requirement, RequirementKind, TeamRole};
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::page::Frame;

/// A deadline, in words, for machines, and how far off it is.
#[derive(Debug, Clone, Default)]
pub struct Closing {
    /// In full.
    pub words: String,
    /// For `<time>`.
    pub iso: String,
    /// The countdown.
    pub left: String,
}

impl Closing {
    /// The deadline of a request.
    pub fn of(request: &Request, now: Moment) -> Self {
        let Some(at) = request.closes_at else { return Self::default() };
        Self { words: uk_time::full(at), iso: uk_time::iso(at), left: uk_time::closing(now, at) }
    }

    /// What it is called, in a list of facts.
    pub fn verb(&self) -> &'static str {
        if self.has_passed() { "Bids closed" } else { "Bids close" }
    }

    /// Whether it has passed.
    pub fn has_passed(&self) -> bool {
        self.left.starts_with("closed")
    }
}

/// Where a bid stands as its provider reads it, with the colour of its tag.
/// How far the force has come with it is not told.
pub fn standing(bid: &OwnBid, request: &Request, now: Moment) -> (&'static str, &'static str) {
    match (bid.state, request.phase(now)) {
        (BidState::Draft, Phase::Open) => ("Saved, not submitted", "yellow"),
        (BidState::Draft, _) => ("Not submitted", "grey"),
        (BidState::NeedsReconfirm, Phase::Open) => ("Confirm again: the request is amended", "red"),
        (BidState::NeedsReconfirm, _) => ("Not confirmed after the amendment", "grey"),
        (BidState::Submitted, Phase::Open) if bid.is_replaced() => {
            ("Submitted, a new bid is being written", "green")
        }
        (BidState::Submitted, Phase::Open) => ("Submitted", "green"),
        (BidState::Submitted, Phase::Cancelled) => ("Request cancelled", "grey"),
        (BidState::Submitted, Phase::NoAward) => ("No award", "grey"),
        (BidState::Submitted, _) => ("Submitted, waiting to be opened", "green"),
        (BidState::Opened | BidState::Scored, Phase::Cancelled) => ("Request cancelled", "grey"),
        (BidState::Opened | BidState::Scored, Phase::NoAward) => ("No award", "grey"),
        // A disqualified bidder hears of it with everyone else, in the outcome letter.
        (BidState::Opened | BidState::Scored, _) | (BidState::Disqualified, Phase::Evaluating) => {
            ("Being evaluated", "purple")
        }
        (BidState::Preferred, _) => ("Successful", "teal"),
        (BidState::Unsuccessful, _) => ("Unsuccessful", "red"),
        (BidState::Disqualified, _) => ("Disqualified", "red"),
    }
}

/// The public page of a request.
pub fn opportunity(request: &Request) -> String {
    format!("/opportunities/{}", request.reference)
}

/// Whether a provider may bid on a request, gate by gate.
#[derive(Template)]
#[template(path = "bids/start.html")]
pub struct StartPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// Its deadline.
    pub closing: Closing,
    /// Every condition.
    pub gates: &'a [Gate],
}

impl StartPage<'_> {
    fn opportunity(&self) -> String {
        opportunity(self.request)
    }

    fn here(&self) -> String {
        format!("{}/bid", opportunity(self.request))
    }

    fn eligibility(&self) -> String {
        format!("{}/eligibility", opportunity(self.request))
    }

    fn may_start(&self) -> bool {
        may_start(self.gates)
    }

    fn before(&self, what: Before) -> Vec<&Gate> {
        self.gates.iter().filter(|it| it.before == what).collect()
    }

    fn lacks_people(&self) -> bool {
        self.before(Before::Submitting).iter().any(|it| !it.met)
    }
}

/// One bid: its task list while it is a draft, where it stands after that.
#[derive(Template)]
#[template(path = "bids/show.html")]
pub struct ShowPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The bid and everything it is judged by.
    pub it: &'a BidInFull,
    /// The request's deadline.
    pub closing: Closing,
    /// Where the bid stands, and the colour of that.
    pub standing: (&'static str, &'static str),
    /// The sections.
    pub tasks: Vec<Task>,
    /// How many sections are done.
    pub done: usize,
    /// How many there are to be done.
    pub asked: usize,
    /// Whether it may be changed now, by this person.
    pub may_edit: bool,
    /// Whether it may be taken back now, by this person.
    pub may_withdraw: bool,
    /// What was wrong with it when it was opened, if anything was.
    pub damage: String,
    /// Where the force asked about its price: what leads there.
    pub question: &'static str,
    /// Whether an outcome letter went out whose award was withdrawn.
    pub told: bool,
    /// How the request was amended since the version that this bid answers.
    pub amended: &'a [Published],
    /// What it cannot say of the request as it is now.
    pub unanswered: &'a [String],
    /// Whether it may be confirmed as it stands, by this person.
    pub may_confirm: bool,
    /// Whether it was submitted before, and taken back.
    pub withdrawn: bool,
    /// Whether it may be deleted, by this person.
    pub may_delete: bool,
}

impl ShowPage<'_> {
    fn attachments(&self) -> (&'static str, String) {
        let held_up = !attachments::policy::faults(&self.it.attachments).is_empty();
        match self.it.attachments.len() {
            0 => ("Optional", String::new()),
            n => (
                if held_up { "In progress" } else { "Done" },
                if n == 1 { "1 file".to_owned() } else { format!("{n} files") },
            ),
        }
    }

    fn over(&self) -> String {
        format!("Bid {}", self.it.bid.reference)
    }

    /// Whether the deadline passed before it was confirmed.
    fn was_not_confirmed(&self) -> bool {
        self.it.bid.needs_reconfirm() && self.closing.has_passed()
    }

    fn is_draft(&self) -> bool {
        self.it.bid.state == BidState::Draft || (self.it.bid.is_replaced() && self.may_edit)
    }

    /// Whether the outcome letter has gone out.
    fn is_decided(&self) -> bool {
        let standing = self.standing.0;
        let over = ["Successful", "Unsuccessful", "Disqualified", "No award"].contains(&standing);
        over || self.told
    }

    fn opportunity(&self) -> String {
        opportunity(&self.it.request)
    }

    fn submitted_at(&self) -> String {
        self.it.bid.submitted_at.map(uk_time::full).unwrap_or_default()
    }
}

/// Everything a bid says, on one page to check or to print.
#[derive(Template)]
#[template(path = "bids/check.html")]
pub struct CheckPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The bid and everything it is judged by.
    pub it: &'a BidInFull,
    /// The request's deadline.
    pub closing: Closing,
    /// The price, added up.
    pub totals: Option<Totals>,
    /// What keeps it from being submitted.
    pub faults: Vec<Fault>,
    /// What keeps the company from bidding.
    pub bars: Vec<String>,
    /// Whom to ask about that, if this person cannot mend it.
    pub ask: String,
    /// What is only a warning about its people.
    pub warnings: Vec<String>,
    /// What is attached, if the bid is open.
    pub opened: Vec<OpenedAttachment>,
    /// Whether it may be changed now, by this person.
    pub may_edit: bool,
    /// How the request was amended since this bid was begun or last checked.
    pub amended: &'a [Published],
    /// Whether it was not submitted just now, because of that.
    pub overtaken: bool,
}

impl CheckPage<'_> {
    /// Whether the bid is open and its price is not yet.
    fn price_is_sealed(&self) -> bool {
        !self.it.bid.is_written() && !self.it.content.is_priced()
    }

    fn whole(&self) -> bool {
        self.faults.is_empty() && self.bars.is_empty()
    }

    fn change(&self, place: &str) -> String {
        if self.may_edit { self.it.bid.at(place) } else { String::new() }
    }

    fn declared(&self, it: &bool) -> &'static str {
        if *it { "Declared" } else { "Not declared" }
    }

    fn answer(&self, one: &Criterion) -> &str {
        match self.it.content.answer_to(one.id) {
            "" => "Not answered",
            answer => answer,
        }
    }

    fn is_essential(&self, one: &Requirement) -> bool {
        one.kind == RequirementKind::Essential
    }

    fn met(&self, one: &Requirement) -> &'static str {
        match self.it.content.evidence_for(one.id) {
            Some(given) if given.met => "Yes",
            Some(_) => "No",
            None => "Not answered",
        }
    }

    fn evidence(&self, one: &Requirement) -> &str {
        self.it.content.evidence_for(one.id).map_or("", |given| given.evidence.as_str())
    }

    fn attached(&self) -> Vec<Attached> {
        self.it.attachments.iter().map(|one| attachments::pages::shown(self.it, one)).collect()
    }

    fn people(&self, role: &TeamRole) -> Vec<String> {
        let here = self.it.nominees.iter().filter(|one| one.role_id == role.id);
        here.map(said_of).collect()
    }
}

fn said_of(one: &Nominee) -> String {
    let level = format!("{}: SFIA level {}", one.name, one.sfia_level);
    let nppv = one.nppv.as_deref().map(|code| clearance(code, one.nppv_expires));
    let nsv = (one.nsv != "none").then(|| clearance(&one.nsv, one.nsv_expires));
    [Some(level), nppv, nsv].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A clearance with the last day it is good.
pub fn clearance(code: &str, expires: Option<chrono::NaiveDate>) -> String {
    match expires {
        Some(day) => format!("{code} until {}", uk_time::day(day)),
        None => code.to_owned(),
    }
}

/// Before taking a bid back.
#[derive(Template)]
#[template(path = "bids/withdraw.html")]
pub struct WithdrawPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The bid.
    pub bid: &'a OwnBid,
    /// The request it answers.
    pub request: &'a Request,
    /// Its deadline.
    pub closing: Closing,
}

impl WithdrawPage<'_> {
    fn warning(&self) -> String {
        let closes = &self.closing.words;
        format!("If you do not submit it again before {closes}, your company makes no bid.")
    }
}

/// Proof that a bid was received.
#[derive(Template)]
#[template(path = "bids/receipt.html")]
pub struct ReceiptPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The bid.
    pub bid: &'a OwnBid,
    /// The request it answers.
    pub request: &'a Request,
    /// Its deadline.
    pub closing: Closing,
    /// When it was received.
    pub submitted_at: String,
    /// Who submitted it.
    pub submitted_by: String,
    /// The receipt as it is signed, with its proof once there is one.
    pub signed: String,
    /// The number of its entry in the audit trail, once a checkpoint covers it.
    pub covered: Option<i64>,
    /// The key that its signature is checked with.
    pub public_key: String,
    /// Whether the deadline is still ahead.
    pub open: bool,
}

impl ReceiptPage<'_> {
    /// Whether the deadline passed before it was confirmed.
    fn was_not_confirmed(&self) -> bool {
        self.bid.needs_reconfirm() && self.closing.has_passed()
    }
}

/// What happened to a bid.
#[derive(Template)]
#[template(path = "bids/history.html")]
pub struct HistoryPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The bid.
    pub bid: &'a OwnBid,
    /// The request it answers.
    pub request: &'a Request,
    /// Its deadline.
    pub closing: Closing,
    /// Whether something is written that can still be submitted.
    pub unsubmitted: bool,
    /// What its own people did, newest first.
    pub events: Vec<Event>,
}

/// Something that happened, in words.
pub struct Event {
    /// What.
    pub what: String,
    /// Who did it.
    pub who: String,
    /// When.
    pub when: String,
    /// When, for machines.
    pub iso: String,
}

impl From<&Line> for Event {
    fn from(line: &Line) -> Self {
        // Who of a force decided is its own affair; who challenged an award, the challenger's.
        let said = by_force(&line.action);
        Self {
            what: said.map_or_else(|| line.sentence(), str::to_owned),
            who: if said.is_some() { String::new() } else { line.who() },
            when: uk_time::short(line.at),
            iso: uk_time::iso(line.at),
        }
    }
}

/// What others did about a bid, as its own people read it.
fn by_force(action: &str) -> Option<&'static str> {
    Some(match action {
        "request.amended" => {
            "The request was amended: a bid submitted before that waits to be confirmed"
        }
        "explanation.asked" => "The force asked you to explain the price",
        "explanation.accepted" => "The force accepted your explanation of the price",
        "explanation.withdrawn" => "The force took its question about the price back",
        "award.approved" => "The force decided, and the outcome letter went out",
        "award.withdrawn" => "The force withdrew its award: the letter before no longer holds",
        "award.challenged" => "The award was challenged, and is on hold",
        "award.hold_lifted" | "award.challenge_taken_back" => "A hold on the award ended",
        "request.ended_without_award" => {
            "The request ended without an award, and the outcome letter went out"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::standing;
    use crate::bids::samples;
    use crate::bids::state::BidState;
    use crate::requests::state::RequestState;

    #[test]
    fn a_bidder_is_not_told_of_a_disqualification_before_everyone_hears_the_outcome() {
        let bid = samples::bid(BidState::Disqualified);
        let mut request = samples::request();
        let later = request.closes_at.unwrap();
        request.state = RequestState::Evaluating;
        assert_eq!(standing(&bid, &request, later).0, "Being evaluated");
        request.state = RequestState::Decided;
        assert_eq!(standing(&bid, &request, later).0, "Disqualified");
    }
}
