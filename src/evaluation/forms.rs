//! Scores and reasons, as typed and as understood.

use crate::requests::model::Criterion;
use crate::types::ids::CriterionId;
use crate::types::text;
use crate::web::form::{Choice, Mistakes, Posted};

/// The shortest reason that says anything.
const SHORTEST_REASON: usize = 20;
const LONGEST_REASON: usize = 3_000;

/// Whether the person who opens bids has declared to have no conflict of interest.
pub fn no_conflict(posted: &Posted) -> Result<(), Mistakes> {
    if posted.text("no_conflict") == "yes" {
        return Ok(());
    }
    let mut mistakes = Mistakes::default();
    let said = "Tick the box if you have no conflict of interest. If you have one, leave the opening to colleagues";
    mistakes.add("no_conflict", said);
    Err(mistakes)
}

/// A score for a criterion and the reason for it, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScoreTyped {
    /// The score chosen.
    pub score: String,
    /// The reason.
    pub reason: String,
}

/// A score for a criterion, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The criterion.
    pub criterion: CriterionId,
    /// The score.
    pub score: i16,
    /// Why.
    pub reason: String,
}

/// The scores for one bid.
#[derive(Debug, Clone, Default)]
pub struct ScoresForm {
    /// One for each criterion that is scored, in the criteria's order.
    pub typed: Vec<(CriterionId, ScoreTyped)>,
}

impl ScoresForm {
    /// As it was sent.
    pub fn typed(posted: &Posted, criteria: &[Criterion]) -> Self {
        let scored = criteria.iter().filter(|it| !it.is_price);
        let typed = scored.map(|it| {
            let typed = ScoreTyped {
                score: posted.text(&score_field(it.id)),
                reason: posted.text(&reason_field(it.id)),
            };
            (it.id, typed)
        });
        Self { typed: typed.collect() }
    }

    /// As it was saved before.
    pub fn saved(
        criteria: &[Criterion],
        saved: impl Fn(CriterionId) -> Option<(i16, String)>,
    ) -> Self {
        let scored = criteria.iter().filter(|it| !it.is_price);
        let typed = scored.map(|it| {
            let typed = saved(it.id)
                .map(|(score, reason)| ScoreTyped { score: score.to_string(), reason })
                .unwrap_or_default();
            (it.id, typed)
        });
        Self { typed: typed.collect() }
    }

    /// What was typed for one criterion.
    pub fn of(&self, criterion: CriterionId) -> ScoreTyped {
        let found = self.typed.iter().find(|(id, _)| *id == criterion);
        found.map(|(_, typed)| typed.clone()).unwrap_or_default()
    }

    /// Reads every field before complaining about any. A criterion may be left
    /// for later; a score without its reason may not be saved.
    pub fn parse(&self, scale_max: i16) -> Result<Vec<Given>, Mistakes> {
        let mut mistakes = Mistakes::default();
        let mut given = Vec::new();
        let begun = |it: &ScoreTyped| !it.score.is_empty() || !it.reason.trim().is_empty();
        for (criterion, typed) in self.typed.iter().filter(|(_, it)| begun(it)) {
            let score = mistakes.keep(&score_field(*criterion), score(&typed.score, scale_max));
            let reason = mistakes.keep(&reason_field(*criterion), reason(&typed.reason));
            if let (Some(score), Some(reason)) = (score, reason) {
                given.push(Given { criterion: *criterion, score, reason });
            }
        }
        if given.is_empty() && mistakes.is_empty() {
            let first = self.typed.first().map(|(id, _)| score_field(*id)).unwrap_or_default();
            mistakes.add(&first, "Choose a score and give a reason for at least one criterion");
        }
        if mistakes.is_empty() { Ok(given) } else { Err(mistakes) }
    }
}

/// The name of a score's radio buttons.
pub fn score_field(criterion: CriterionId) -> String {
    format!("score-{criterion}")
}

/// The name of a reason's box.
pub fn reason_field(criterion: CriterionId) -> String {
    format!("reason-{criterion}")
}

fn score(typed: &str, scale_max: i16) -> Result<i16, String> {
    match typed.parse() {
        Ok(score) if (0..=scale_max).contains(&score) => Ok(score),
        _ => Err(format!("Choose a score from 0 to {scale_max}")),
    }
}

fn reason(typed: &str) -> Result<String, String> {
    let reason = text::prose(typed, "the reason for this score", LONGEST_REASON)?;
    if reason.chars().count() < SHORTEST_REASON {
        return Err(format!(
            "Write a reason of at least {SHORTEST_REASON} characters: the bidder will want to learn from it"
        ));
    }
    Ok(reason)
}

/// The scores to choose from, with their words.
pub fn scale(scale_max: i16) -> Vec<Choice> {
    let words: &[(&str, &str)] = match scale_max {
        4 => &[
            ("0 – No answer", "Nothing that answers the question"),
            ("1 – Poor", "Large parts of the need are not met, or the answer is not believable"),
            ("2 – Fair", "Most of the need is met, with gaps that would need managing"),
            ("3 – Good", "The need is met, with evidence"),
            ("4 – Excellent", "The need is met in full, with strong evidence and added value"),
        ],
        _ => &[
            ("0 – No answer", "Nothing that answers the question"),
            ("1 – Poor", "Large parts of the need are not met, or the answer is not believable"),
            ("2 – Weak", "Part of the need is met, with gaps that would be a risk"),
            ("3 – Satisfactory", "Most of the need is met, with minor gaps"),
            ("4 – Good", "The need is met, with evidence"),
            ("5 – Excellent", "The need is met in full, with strong evidence and added value"),
        ],
    };
    let choices = words.iter().enumerate().map(|(score, (label, hint))| Choice {
        value: score.to_string(),
        label: (*label).to_owned(),
        hint: (*hint).to_owned(),
    });
    choices.collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{ScoreTyped, ScoresForm, reason_field, scale, score_field};
    use crate::types::ids::CriterionId;

    fn form(typed: &[(&str, &str)]) -> ScoresForm {
        let typed = typed.iter().zip(1_u128..).map(|((score, reason), n)| {
            let typed = ScoreTyped { score: (*score).to_owned(), reason: (*reason).to_owned() };
            (CriterionId::from(Uuid::from_u128(n)), typed)
        });
        ScoresForm { typed: typed.collect() }
    }

    const REASON: &str = "Clear method, with two worked examples";

    #[test]
    fn a_criterion_may_be_left_for_later_but_a_score_needs_its_reason() {
        let saved = form(&[("4", REASON), ("", " ")]).parse(5).unwrap();
        assert_eq!(saved.iter().map(|it| it.score).collect::<Vec<_>>(), [4]);
        for (score, reason, field) in [
            ("4", "", reason_field(CriterionId::from(Uuid::from_u128(1)))),
            ("4", "Too short", reason_field(CriterionId::from(Uuid::from_u128(1)))),
            ("", REASON, score_field(CriterionId::from(Uuid::from_u128(1)))),
            ("6", REASON, score_field(CriterionId::from(Uuid::from_u128(1)))),
            ("-1", REASON, score_field(CriterionId::from(Uuid::from_u128(1)))),
            ("", "", score_field(CriterionId::from(Uuid::from_u128(1)))),
        ] {
            let mistakes = form(&[(score, reason)]).parse(5).unwrap_err();
            assert!(mistakes.on(&field).is_some(), "{score} {reason}");
        }
        assert!(form(&[("5", REASON)]).parse(4).is_err(), "5 of 4");
    }

    #[test]
    fn each_scale_has_a_word_for_every_score() {
        for max in [4, 5] {
            let choices = scale(max);
            assert_eq!(choices.len(), usize::try_from(max).unwrap() + 1);
            assert_eq!(choices.last().unwrap().value, max.to_string());
        }
    }
}
