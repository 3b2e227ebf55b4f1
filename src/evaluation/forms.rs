//! Scores and reasons, as typed and as understood.

use std::fmt::Display;

use crate::requests::model::Criterion;
use crate::types::ids::{BidId, CriterionId};
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

impl ScoreTyped {
    /// As it would be typed.
    pub fn of(score: i16, reason: &str) -> Self {
        Self { score: score.to_string(), reason: reason.to_owned() }
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.score.is_empty() && self.reason.trim().is_empty()
    }

    /// Whether it says the same as another, but for space around it.
    pub fn says(&self, other: &Self) -> bool {
        self.score == other.score && self.reason.trim() == other.reason.trim()
    }
}

/// Where a score goes: to one bid, on one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The bid.
    pub bid: BidId,
    /// The criterion.
    pub criterion: CriterionId,
    /// What tells its fields from the others on the page: the criterion where
    /// the page is of one bid, the letter where it is of one criterion.
    pub key: String,
    /// What it is called where something is wrong with it: `Bidder A on “Delivery”`.
    pub name: String,
}

impl Place {
    /// Where the bid with this letter is scored on a criterion.
    pub fn new((letter, bid): (&str, BidId), criterion: &Criterion, key: String) -> Self {
        let name = format!("Bidder {letter} on “{}”", criterion.name);
        Self { bid, criterion: criterion.id, key, name }
    }

    /// Every place of the bid with this letter.
    pub fn of_bid(bid: (&str, BidId), criteria: &[Criterion]) -> Vec<Self> {
        let scored = criteria.iter().filter(|it| !it.is_price);
        scored.map(|it| Self::new(bid, it, it.id.to_string())).collect()
    }
}

/// A score for a bid on a criterion, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The bid.
    pub bid: BidId,
    /// The criterion.
    pub criterion: CriterionId,
    /// The score.
    pub score: i16,
    /// Why.
    pub reason: String,
}

/// The scores on one page.
#[derive(Debug, Clone, Default)]
pub struct ScoresForm {
    /// One for each place, in the page's order.
    pub typed: Vec<(Place, ScoreTyped)>,
}

impl ScoresForm {
    /// As it was sent.
    pub fn typed(posted: &Posted, places: Vec<Place>) -> Self {
        let typed = places.into_iter().map(|it| {
            let typed = ScoreTyped {
                score: posted.text(&score_field(&it.key)),
                reason: posted.text(&reason_field(&it.key)),
            };
            (it, typed)
        });
        Self { typed: typed.collect() }
    }

    /// As it was saved before.
    pub fn saved(places: Vec<Place>, saved: impl Fn(&Place) -> Option<ScoreTyped>) -> Self {
        let typed = places.into_iter().map(|it| {
            let typed = saved(&it).unwrap_or_default();
            (it, typed)
        });
        Self { typed: typed.collect() }
    }

    /// Whether it says something else anywhere than what is saved there.
    pub fn differs(&self, saved: impl Fn(&Place) -> Option<ScoreTyped>) -> bool {
        self.typed.iter().any(|(place, typed)| !typed.says(&saved(place).unwrap_or_default()))
    }

    /// What was typed for one bid on one criterion.
    pub fn of(&self, bid: BidId, criterion: CriterionId) -> ScoreTyped {
        let here = |it: &&(Place, ScoreTyped)| it.0.bid == bid && it.0.criterion == criterion;
        self.typed.iter().find(here).map(|(_, typed)| typed.clone()).unwrap_or_default()
    }

    /// Reads every field before complaining about any. A place may be left for
    /// later; a score without its reason may not be saved.
    pub fn parse(&self, scale_max: i16) -> Result<Vec<Given>, Mistakes> {
        let mut mistakes = Mistakes::default();
        let mut given = Vec::new();
        for (place, typed) in self.typed.iter().filter(|(_, it)| !it.is_empty()) {
            let (score, reason) = (score(typed, place, scale_max), reason(typed, place));
            let score = mistakes.keep(&score_field(&place.key), score);
            let reason = mistakes.keep(&reason_field(&place.key), reason);
            if let (Some(score), Some(reason)) = (score, reason) {
                given.push(Given { bid: place.bid, criterion: place.criterion, score, reason });
            }
        }
        if given.is_empty() && mistakes.is_empty() {
            let first = self.typed.first().map(|(it, _)| score_field(&it.key)).unwrap_or_default();
            mistakes.add(&first, "Choose a score and give a reason for at least one of them");
        }
        if mistakes.is_empty() { Ok(given) } else { Err(mistakes) }
    }
}

/// What somebody asks for who sends a page of scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    /// To give them.
    Give,
    /// To keep what is typed, and come back.
    Later,
    /// Nothing: the page keeps itself.
    ByItself,
}

impl Pressed {
    /// By the button.
    pub fn of(posted: &Posted) -> Self {
        match posted.first("do") {
            Some("later") => Self::Later,
            Some("autosave") => Self::ByItself,
            _ => Self::Give,
        }
    }
}

/// The name of a score's radio buttons.
pub fn score_field(key: impl Display) -> String {
    format!("score-{key}")
}

/// The name of a reason's box.
pub fn reason_field(key: impl Display) -> String {
    format!("reason-{key}")
}

fn score(typed: &ScoreTyped, place: &Place, scale_max: i16) -> Result<i16, String> {
    match typed.score.parse() {
        Ok(score) if (0..=scale_max).contains(&score) => Ok(score),
        _ => Err(format!("Choose a score from 0 to {scale_max} for {}", place.name)),
    }
}

fn reason(typed: &ScoreTyped, place: &Place) -> Result<String, String> {
    let what = format!("the reason for the score of {}", place.name);
    let reason = text::prose(&typed.reason, &what, LONGEST_REASON)?;
    if reason.chars().count() < SHORTEST_REASON {
        return Err(format!(
            "Write a reason of at least {SHORTEST_REASON} characters for the score of {}: the bidder will want to learn from it",
            place.name
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

    use super::{Place, ScoreTyped, ScoresForm, reason_field, scale, score_field};
    use crate::types::ids::CriterionId;

    fn form(typed: &[(&str, &str)]) -> ScoresForm {
        let typed = typed.iter().zip(1_u128..).map(|((score, reason), n)| {
            let typed = ScoreTyped { score: (*score).to_owned(), reason: (*reason).to_owned() };
            let criterion = CriterionId::from(Uuid::from_u128(n));
            let (bid, key) = (Uuid::from_u128(90).into(), criterion.to_string());
            let name = format!("Bidder A on “Question {n}”");
            (Place { bid, criterion, key, name }, typed)
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
    fn what_is_wrong_is_said_of_the_bidder_and_the_question_that_it_is_about() {
        let mistakes = form(&[("", REASON), ("4", "Too short"), ("3", "")]).parse(5).unwrap_err();
        let said: Vec<&str> = mistakes.all().map(|it| it.1.as_str()).collect();
        assert_eq!(
            said,
            [
                "Choose a score from 0 to 5 for Bidder A on “Question 1”",
                "Write a reason of at least 20 characters for the score of Bidder A on “Question 2”: the bidder will want to learn from it",
                "Enter the reason for the score of Bidder A on “Question 3”",
            ]
        );
    }

    #[test]
    fn each_scale_has_a_word_for_every_score() {
        for max in [4, 5] {
            let choices = scale(max);
            assert_eq!(choices.len(), usize::try_from(max).unwrap() + 1);
            assert_eq!(choices.last().unwrap().value, max.to_string());
        }
    }

    /// A small generator of numbers, the same at every run.
    fn numbers(mut seed: u64) -> impl FnMut(u64) -> u64 {
        move |below| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        }
    }

    #[test]
    fn whatever_is_typed_a_score_that_is_understood_lies_within_the_scale_and_has_its_reason() {
        let mut any = numbers(7);
        let pieces =
            ["", "0", "1", "4", "5", "6", "9", "-1", "+3", " 3", "3.5", "٣", "1e0", "00", "NaN"];
        let pick = |n: u64| pieces[usize::try_from(n).unwrap()];
        let (mut taken, mut refused) = (0, 0);
        for _ in 0..20_000 {
            let max = if any(2) == 0 { 4 } else { 5 };
            let count = u64::try_from(pieces.len()).unwrap();
            let score =
                format!("{}{}", pick(any(count)), if any(4) == 0 { pick(any(count)) } else { "" });
            let reason = "word ".repeat(usize::try_from(any(8)).unwrap());
            match form(&[(&score, &reason)]).parse(max) {
                Ok(given) => {
                    taken += 1;
                    for it in given {
                        assert!((0..=max).contains(&it.score), "{score} of {max}");
                        assert!(it.reason.chars().count() >= 20, "{reason}");
                        assert_eq!(it.score, score.parse::<i16>().unwrap(), "as it was typed");
                    }
                }
                Err(mistakes) => {
                    refused += 1;
                    assert!(!mistakes.is_empty());
                }
            }
        }
        assert!(taken > 1_000 && refused > 1_000, "{taken} were taken and {refused} refused");
    }
}
