//! A bid as evaluators read it: everything it says, and nobody's name.

use super::asked::{Asked, Placed};
use super::forms::{ScoreTyped, ScoresForm, reason_field, score_field};
use crate::bids::model::Nominee;
use crate::bids::opened::model::OpenedBid;
use crate::requests::model::Criterion;
use crate::types::uk_time;

/// A requirement and what the bidder says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceLine {
    /// The requirement.
    pub text: String,
    /// `Essential` or `Nice to have`.
    pub kind: &'static str,
    /// Whether the bidder says it is met.
    pub met: bool,
    /// How that shows.
    pub evidence: String,
}

/// Someone put forward, without their name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamLine {
    /// The role.
    pub role: String,
    /// `Specialist 1`.
    pub who: String,
    /// Their SFIA level.
    pub sfia_level: i16,
    /// Their clearances, in words.
    pub clearances: String,
    /// What they lack for the role, in sentences.
    pub lacks: Vec<String>,
}

/// A question, its answer, and the score for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionLine {
    /// The criterion.
    pub criterion: Criterion,
    /// What the bidder answered.
    pub answer: String,
    /// The score and reason as typed or saved.
    pub typed: ScoreTyped,
    /// The name of the score's radio buttons.
    pub score_field: String,
    /// The name of the reason's box.
    pub reason_field: String,
}

/// Something attached, without the name that may say whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentLine {
    /// Its number in the bid.
    pub number: i16,
    /// `Attachment 1`, or its name once nobody is blind any more.
    pub label: String,
    /// What it is, and how much it weighs.
    pub about: String,
    /// What is wrong with it, if anyone found something.
    pub damage: String,
}

/// Everything a bid says that is scored.
#[derive(Debug, Clone, Default)]
pub struct BidRead {
    /// Requirement by requirement.
    pub evidence: Vec<EvidenceLine>,
    /// Role by role.
    pub team: Vec<TeamLine>,
    /// The same in words, where no role is asked for.
    pub team_words: String,
    /// Question by question.
    pub questions: Vec<QuestionLine>,
    /// What is attached, in order.
    pub attachments: Vec<AttachmentLine>,
}

impl BidRead {
    /// The same with attachments called as their provider calls them, for when
    /// quality is locked.
    pub fn named(mut self, bid: &OpenedBid) -> Self {
        for line in &mut self.attachments {
            if let Some(it) = bid.attachment(line.number) {
                line.label.clone_from(&it.name);
            }
        }
        self
    }
}

/// Lays a bid out for scoring.
pub fn read(bid: &OpenedBid, asked: &Asked, criteria: &[Criterion], form: &ScoresForm) -> BidRead {
    let evidence = asked.requirements.iter().map(|it| {
        let said = bid.evidence_for(it.id);
        EvidenceLine {
            text: it.text.clone(),
            kind: it.kind.label(),
            met: said.is_some_and(|it| it.met),
            evidence: said.map(|it| it.evidence.clone()).unwrap_or_default(),
        }
    });
    let questions = criteria.iter().filter(|it| !it.is_price).map(|it| QuestionLine {
        answer: bid.answer_to(it.id).to_owned(),
        typed: form.of(bid.id, it.id),
        score_field: score_field(it.id),
        reason_field: reason_field(it.id),
        criterion: it.clone(),
    });
    let attachments = bid.attachments.iter().map(|it| AttachmentLine {
        number: it.number,
        label: it.label(),
        about: it.about(),
        damage: it.damage.clone(),
    });
    BidRead {
        evidence: evidence.collect(),
        team: team(bid, asked),
        team_words: bid.team_words.clone(),
        questions: questions.collect(),
        attachments: attachments.collect(),
    }
}

fn team(bid: &OpenedBid, asked: &Asked) -> Vec<TeamLine> {
    let line = |it: Placed<'_>| TeamLine {
        role: it.role.title.clone(),
        sfia_level: it.nominee.sfia_level,
        clearances: clearances(it.nominee),
        who: it.who,
        lacks: it.lacks,
    };
    asked.team(bid).into_iter().map(line).collect()
}

fn clearances(nominee: &Nominee) -> String {
    let until = |day: Option<chrono::NaiveDate>| {
        day.map(|it| format!(" until {}", uk_time::day(it))).unwrap_or_default()
    };
    let police = nominee.nppv.as_ref().map(|it| format!("{it}{}", until(nominee.nppv_expires)));
    let national =
        (nominee.nsv != "none").then(|| format!("{}{}", nominee.nsv, until(nominee.nsv_expires)));
    let held: Vec<String> = police.into_iter().chain(national).collect();
    if held.is_empty() { "None".to_owned() } else { held.join(", ") }
}
