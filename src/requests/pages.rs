//! What a force sees of its requests.

use std::collections::BTreeMap;

use askama::Template;

use super::amending::model::{Amendment, Published};
use super::approval::model::{Approvals, Return};
use super::documents::model::Offered;
use super::model::{Phase, Request};
use super::shown::{Shown, Value};
use crate::contracts::progress::model::Progress;
use crate::types::ids::RequestId;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::page::Frame;

/// A request in a list of a force's own.
#[derive(Debug, Clone)]
pub struct OwnLine {
    /// Its number.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub phase: Phase,
    /// What matters about time, such as `closes in 3 days`.
    pub when: String,
    /// Where its title leads.
    pub href: String,
    /// Whether a standstill it was in has ended.
    pub over: bool,
}

impl OwnLine {
    /// A line for a request.
    pub fn new(it: &Request, now: Moment) -> Self {
        let when = match (it.phase(now), it.closes_at) {
            (Phase::Draft, _) => format!("begun {}", uk_time::in_words(now, it.created_at)),
            (Phase::AwaitingApproval, _) => {
                let at = it.submitted_at.unwrap_or(it.created_at);
                format!("submitted {}", uk_time::in_words(now, at))
            }
            (_, Some(at)) => uk_time::closing(now, at),
            (_, None) => String::new(),
        };
        Self {
            reference: it.reference.clone(),
            title: it.title.clone(),
            phase: it.phase(now),
            when,
            href: format!("/requests/{}", it.reference),
            over: false,
        }
    }

    /// Where it stands, in words.
    pub fn stands(&self) -> &'static str {
        stands(self.phase, self.over)
    }

    /// The same line, leading to one of the request's other pages.
    pub fn leading_to(mut self, side: &str) -> Self {
        self.href = format!("{}/{side}", self.href);
        self
    }
}

/// Where a request stands, in words: a standstill is over once its last day is,
/// though nobody has signed yet.
pub fn stands(phase: Phase, over: bool) -> &'static str {
    match phase {
        Phase::Standstill if over => "Standstill is over",
        other => other.label(),
    }
}

/// A group of things that need someone.
#[derive(Debug, Clone)]
pub struct Group {
    /// What they need.
    pub title: &'static str,
    /// The things.
    pub lines: Vec<OwnLine>,
}

/// The force's home: what needs this person today.
#[derive(Template)]
#[template(path = "requests/home.html")]
pub struct HomePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Their name.
    pub name: &'a str,
    /// What needs them.
    pub groups: &'a [Group],
    /// How many requests are in each part of the board.
    pub counts: [(Part, usize); 3],
    /// Whether they may begin a request.
    pub may_begin: bool,
}

/// A column of the board.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its heading.
    pub title: &'static str,
    /// What is in it.
    pub lines: Vec<OwnLine>,
}

/// Every request of the force, by where it stands.
#[derive(Template)]
#[template(path = "requests/board.html")]
pub struct BoardPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The columns.
    pub columns: &'a [Column],
    /// The part of the board that is shown; all of it, if none is.
    pub part: Option<Part>,
    /// Whether they may begin a request.
    pub may_begin: bool,
}

/// A part of the board that a tile of the force's home counts and leads to.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Its word in addresses.
    pub word: &'static str,
    /// What the tile says.
    pub title: &'static str,
    /// What is in it.
    pub phases: &'static [Phase],
}

impl Part {
    /// Every part, in the order of the tiles.
    pub const ALL: [Self; 3] = [
        Self { word: "open", title: "Open for bids", phases: &[Phase::Open] },
        Self {
            word: "deciding",
            title: "Being decided",
            phases: &[Phase::Closed, Phase::Evaluating, Phase::Decided, Phase::Standstill],
        },
        Self {
            word: "writing",
            title: "Drafts and approvals",
            phases: &[Phase::Draft, Phase::AwaitingApproval],
        },
    ];

    /// The part with a word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word == word)
    }

    /// Whether a request is in it.
    pub fn holds(&self, it: &Request, now: Moment) -> bool {
        self.phases.contains(&it.phase(now))
    }

    fn href(&self) -> String {
        format!("/requests?show={}", self.word)
    }
}

/// Puts a force's requests into columns, in the order a purchase happens.
pub fn columns(
    all: &[Request],
    progress: &BTreeMap<RequestId, Progress>,
    now: Moment,
) -> Vec<Column> {
    const COLUMNS: [(&str, &[Phase]); 6] = [
        ("Drafts", &[Phase::Draft]),
        ("Awaiting approval", &[Phase::AwaitingApproval]),
        ("Open for bids", &[Phase::Open]),
        ("Closed and being evaluated", &[Phase::Closed, Phase::Evaluating]),
        ("Decided", &[Phase::Decided, Phase::Standstill, Phase::Contracted]),
        ("Ended", &[Phase::Cancelled, Phase::NoAward]),
    ];
    let column = |(title, phases): (&'static str, &[Phase])| {
        let mine = all.iter().filter(|it| phases.contains(&it.phase(now)));
        let line = |it: &Request| {
            let over = progress.get(&it.id).is_some_and(|it| it.is_over(now));
            OwnLine { over, ..OwnLine::new(it, now) }
        };
        Column { title, lines: mine.map(line).collect() }
    };
    COLUMNS.into_iter().map(column).collect()
}

/// A published request, as its force sees it.
#[derive(Template)]
#[template(path = "requests/show.html")]
pub struct ShowPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// The request in words.
    pub shown: &'a Shown,
    /// Whether sections have links to change them: never here.
    pub editing: bool,
    /// What it may cost.
    pub cost: &'a Value,
    /// The panel's names.
    pub panel: &'a [String],
    /// How many questions wait for an answer, and since when; empty if none do.
    pub unanswered: String,
    /// Whether the question deadline is over.
    pub answers_late: bool,
    /// Its last amendment, if it was amended.
    pub amended: Option<&'a Published>,
    /// The amendment that is under way, if one is.
    pub amendment: Option<&'a Amendment>,
    /// Whether this person may begin an amendment.
    pub may_amend: bool,
    /// Whether this person may call it off.
    pub may_cancel: bool,
    /// Whether this person may end it without an award.
    pub may_end: bool,
    /// Whether this person may approve.
    pub may_approve: bool,
    /// Whether this person may answer questions.
    pub may_answer: bool,
    /// Whether this person reads it as an auditor.
    pub reads_only: bool,
    /// Where its approval stands, while it waits for that.
    pub approvals: Option<&'a Approvals>,
    /// Its documents.
    pub documents: &'a Offered,
    /// Whether this person may begin a draft as a copy of it.
    pub may_copy: bool,
    /// How far the decision has come, once bids are opened.
    pub progress: Option<&'a Progress>,
    /// The time now.
    pub now: Moment,
}

impl ShowPage<'_> {
    /// What happens next, and where.
    fn next(&self) -> Option<(&'static str, &'static str, &'static str)> {
        match self.shown.phase {
            Phase::AwaitingApproval if self.may_approve => {
                Some(("approval", "Read and approve", "This request waits for approval."))
            }
            Phase::AwaitingApproval if self.reads_only => {
                Some(("approval", "See the approval", "This request waits for approval."))
            }
            Phase::Closed => Some((
                "opening",
                if self.reads_only { "See the opening" } else { "Open the bids" },
                "The deadline has passed. Two people of the force open the bids together.",
            )),
            Phase::Evaluating => Some(self.decision()),
            Phase::Decided | Phase::Standstill
                if self.progress.is_some_and(|it| it.waits_for_contract(self.now)) =>
            {
                Some(("contract", "See the contract", "The contract can be drawn up now."))
            }
            Phase::Decided | Phase::Standstill | Phase::Contracted => {
                Some(("award", "See the award", "An award has been approved."))
            }
            _ => None,
        }
    }

    /// What happens next while bids are being decided on.
    fn decision(&self) -> (&'static str, &'static str, &'static str) {
        match self.progress {
            Some(it) if it.recommended_by.is_some() => (
                "award",
                "See the recommendation",
                "An award is recommended and waits for a second person.",
            ),
            Some(it) if it.ranked_at.is_some() => {
                ("ranking", "See the ranking", "The scores are agreed, and the bids are ranked.")
            }
            _ => ("evaluation", "Go to the evaluation", "The bids are open and being scored."),
        }
    }

    fn stands(&self) -> &'static str {
        stands(self.shown.phase, self.progress.is_some_and(|it| it.is_over(self.now)))
    }

    fn is_open_or_later(&self) -> bool {
        self.request.published_at.is_some()
    }

    /// The contract that was drawn up from its award, by its reference.
    fn contract(&self) -> Option<&str> {
        self.progress?.contract.as_deref()
    }
}

/// One line of a history.
#[derive(Debug, Clone)]
pub struct Event {
    /// What happened.
    pub what: String,
    /// Who did it.
    pub who: String,
    /// When, in words.
    pub when: String,
    /// When, for machines.
    pub iso: String,
}

/// What happened to a request.
#[derive(Template)]
#[template(path = "requests/history.html")]
pub struct HistoryPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// Newest first.
    pub events: &'a [Event],
    /// What approvers said when they sent it back, the last first.
    pub returns: &'a [Return],
}

/// What was done with the page of a draft that an entry names.
fn of_section(detail: &serde_json::Value, done: &str, or_else: &str) -> String {
    let word = detail.get("section").and_then(|it| it.as_str()).unwrap_or_default();
    let section = super::model::Section::parse(word);
    section.map_or(or_else.to_owned(), |it| format!("“{}” {done}", it.label()))
}

/// What an entry of the trail says, as a plain sentence.
pub fn sentence(action: &str, detail: &serde_json::Value) -> Option<String> {
    let said = match action {
        "request.drafted" => "Draft begun",
        "request.saved" => return Some(of_section(detail, "saved", "Draft saved")),
        "request.submitted" => "Submitted for approval",
        "request.sent_back" => "Sent back with a comment",
        "request.first_approved" => "Approved by the first of two approvers",
        "request.scheduled" => {
            let at = detail.get("publish_at").and_then(|it| it.as_str());
            let at = at.and_then(|it| it.parse::<Moment>().ok());
            return Some(at.map_or("Approved, to be published later".to_owned(), |at| {
                format!("Approved, to be published at {}", uk_time::full(at))
            }));
        }
        "request.approval_taken_back" => "Approval taken back",
        "request.not_published" => "Not published: it no longer held when its time came",
        "request.published" if detail.get("scheduled").is_some() => {
            "Published, since its time had come"
        }
        "request.published" => "Approved and published",
        "request.half_saved" => {
            return Some(of_section(
                detail,
                "kept unfinished",
                "Part of the draft kept unfinished",
            ));
        }
        "request.half_dropped" => {
            return Some(of_section(
                detail,
                "put back as it was",
                "An unfinished part thrown away",
            ));
        }
        "request.copied" => "Draft begun as a copy of another request",
        "request.document_added" => "A document added",
        "request.document_removed" => "A document removed",
        "amendment.begun" => "Amendment begun",
        "amendment.saved" => {
            let word = detail.get("section").and_then(|it| it.as_str()).unwrap_or_default();
            let section = super::model::Section::parse(word).map_or("", |it| it.label());
            return Some(format!("Amendment: “{section}” saved"));
        }
        "amendment.document_added" if detail.get("replaces").is_some() => {
            "Amendment: a document replaced"
        }
        "amendment.document_added" => "Amendment: a document added",
        "amendment.document_taken_away" => "Amendment: a document taken away",
        "amendment.document_put_back" => "Amendment: a change of documents undone",
        "amendment.first_approved" => "Amendment approved by the first of two approvers",
        "amendment.submitted" => "Amendment submitted for approval",
        "amendment.sent_back" => "Amendment sent back with a comment",
        "amendment.dropped" => "Amendment dropped",
        "request.amended" => {
            let version = detail.get("version").and_then(|it| it.as_i64()).unwrap_or_default();
            return Some(format!("Amendment approved and published: version {version}"));
        }
        "request.cancelled" => "Cancelled",
        "request.ended_without_award" => "Ended without an award",
        "clarification.answered" => "Question answered",
        "clarification.corrected" => "Answer to a question corrected",
        "panel.changed" => "Panel changed, with a reason",
        "conflicts.declared" => "Conflicts of interest declared",
        "scoring.due_set" => "The day set by which bids are to be scored",
        "scoring.reminded" => "Evaluators reminded of scores that are late",
        "score.saved" => "Scores given",
        "score.kept" => "Scores kept unfinished",
        "score.agreed" => "Scores agreed",
        "agreed_score.kept" => "Scores to agree kept unfinished",
        "prices.opened" => "Prices opened, and bids ranked",
        "evaluation.locked" => "Quality locked, before any price was opened",
        "conflicts.read" => "Conflicts of interest read by an auditor",
        "ranking.change_proposed" => "A change of the ranking proposed",
        "ranking.changed" => {
            let number = detail.get("snapshot").and_then(|it| it.as_i64()).unwrap_or_default();
            return Some(format!("The ranking changed: ranking {number} is in force"));
        }
        "ranking.change_refused" => "A change of the ranking refused",
        "ranking.change_withdrawn" => "A change of the ranking withdrawn",
        "explanation.asked" => "A bidder asked to explain a low price",
        "explanation.answered" => "A low price explained by its bidder",
        "explanation.accepted" => "The explanation of a low price accepted",
        "explanation.withdrawn" => "A question about a low price taken back",
        "award.first_approved" => "Award approved by the first of two approvers",
        "award.taken_back" => "Recommended award taken back",
        "award.withdrawal_proposed" => "Withdrawal of the award asked for",
        "award.withdrawal_refused" => "Withdrawal of the award refused",
        "request.ending_proposed" => "Ending without an award asked for",
        "request.ending_refused" => "Ending without an award refused",
        "request.ending_taken_back" => "Ending without an award no longer asked for",
        "award.challenged" => "Award challenged, and on hold",
        "award.hold_lifted" => "Hold on the award lifted",
        "award.challenge_taken_back" => "Challenge to the award taken back",
        "request.read" => "The SENSITIVE request read by an auditor",
        "evaluation.read" => "How far the evaluation is, read by an auditor",
        "opened_bid.read" => "An opened bid read by an auditor",
        "scores.read" => "The scores read by an auditor",
        "ranking.read" => "The ranking read by an auditor",
        "record.taken" => "The complete record of the request taken",
        "award.read" => "The award read by an auditor",
        _ => return None,
    };
    Some(said.to_owned())
}
