//! The award criteria: the questions each is asked in, and their weights.

use super::questions::{Row, rows};
use super::{Typed, chosen, number, pair, questions};
use crate::framework::model::FrameworkCriterion;
use crate::requests::drafting::model::{Edit, Lists, NewCriterion, Scoring};
use crate::requests::drafting::policy::LEAST_SOCIAL_VALUE;
use crate::requests::model::{FullRequest, PriceMethod};
use crate::types::text;
use crate::web::form::Mistakes;

pub(super) fn scoring_filled(full: &FullRequest) -> Vec<(String, String)> {
    let it = &full.request;
    if !it.scoring_chosen {
        return Vec::new();
    }
    vec![pair("scale_max", it.scale_max), pair("price_method", it.price_method.word())]
}

pub(super) fn scoring(typed: &Typed) -> Result<Edit, Mistakes> {
    let mut mistakes = Mistakes::default();
    let scale = number(typed.of("scale_max"), "the scale", 4, 5).ok();
    let scale = scale.and_then(|it| i16::try_from(it).ok());
    let scale = mistakes.keep("scale_max", chosen(scale, "Choose a scale"));
    let method = PriceMethod::parse(typed.of("price_method"));
    let method = mistakes.keep("price_method", chosen(method, "Choose how prices are scored"));
    match (scale, method) {
        (Some(scale_max), Some(price_method)) => {
            Ok(Edit::Scoring(Scoring { price_method, scale_max, scoring_chosen: true }))
        }
        _ => Err(mistakes),
    }
}

pub(super) fn filled(full: &FullRequest) -> Vec<(String, String)> {
    let mut pairs = vec![pair("social_value_reason", &full.request.social_value_reason)];
    for part in full.criteria.chunk_by(|one, next| one.criterion == next.criterion) {
        let code = part.first().map(|it| it.criterion.as_str()).unwrap_or_default();
        pairs.push(pair(&format!("questions_{code}"), part.len()));
        for (number, it) in (1_usize..).zip(part) {
            let key = questions::key(code, number);
            pairs.push(pair(&format!("weight_{key}"), it.weight));
            pairs.push(pair(&format!("question_{key}"), &it.question));
            pairs.push(pair(&format!("guidance_{key}"), &it.guidance));
            pairs.push(pair(&format!("words_{key}"), it.word_limit));
            pairs.push(pair(&format!("minimum_{key}"), it.minimum));
        }
    }
    pairs
}

/// Reads the page. No minimum may be above `most`, the highest score.
pub(super) fn parse(typed: &Typed, most: i16, lists: &Lists) -> Result<Edit, Mistakes> {
    let mut mistakes = Mistakes::default();
    let mut criteria = Vec::new();
    for one in &lists.criteria {
        criteria.extend(criterion(typed, one, most, &mut mistakes));
    }
    let reason = typed.of("social_value_reason");
    let reason = text::optional_prose(reason, "the reason", 1_000);
    let reason = mistakes.keep("social_value_reason", reason);
    if mistakes.is_empty() {
        weigh(&criteria, lists, reason.as_deref().unwrap_or_default(), &mut mistakes);
    }
    match reason {
        Some(reason) if mistakes.is_empty() => Ok(Edit::Criteria(reason, criteria)),
        _ => Err(mistakes),
    }
}

/// The questions of one criterion. An empty weight or nought leaves the only
/// one out, and one of several if nothing is asked in it either.
fn criterion(
    typed: &Typed,
    one: &FrameworkCriterion,
    most: i16,
    mistakes: &mut Mistakes,
) -> Vec<NewCriterion> {
    let mut asked: Vec<NewCriterion> = Vec::new();
    let all = rows(typed, &one.code);
    for row in all.iter().filter(|it| !one.is_price || it.number == 1) {
        let weight = typed.at("weight", &row.key).trim();
        let said = typed.at("question", &row.key).trim();
        if matches!(weight, "" | "0") && (!row.many || said.is_empty()) {
            continue;
        }
        let read = question(typed, one, row, most, mistakes);
        if read.as_ref().is_some_and(|it| asked.iter().any(|that| that.question == it.question)) {
            let name = &one.name;
            let why = format!("Ask something else: {name} asks this question already");
            mistakes.add(&format!("question_{}", row.key), why);
        }
        asked.extend(read);
    }
    asked
}

/// One question, or the price.
fn question(
    typed: &Typed,
    one: &FrameworkCriterion,
    row: &Row,
    most: i16,
    mistakes: &mut Mistakes,
) -> Option<NewCriterion> {
    let (key, name) = (row.key.as_str(), row.of(&one.name));
    let what = format!("the weight of {name}");
    let weight = number(typed.at("weight", key), &what, 1, 100);
    let weight = mistakes.keep(&format!("weight_{key}"), weight);
    let mut new = NewCriterion {
        criterion: one.code.clone(),
        weight: 0,
        question: String::new(),
        guidance: String::new(),
        word_limit: 500,
        minimum: 0,
    };
    if !one.is_price {
        let what = format!("a question about {name}");
        let question = text::prose(typed.at("question", key), &what, 1_000);
        let question = mistakes.keep(&format!("question_{key}"), question);
        let guidance = text::optional_prose(typed.at("guidance", key), "the guidance", 2_000);
        let guidance = mistakes.keep(&format!("guidance_{key}"), guidance);
        let what = format!("the word limit of {name}");
        let words = number(typed.at("words", key), &what, 50, 2_000);
        let words = mistakes.keep(&format!("words_{key}"), words);
        let what = format!("the minimum score of {name}");
        let minimum = number(typed.at("minimum", key), &what, 0, most.into());
        let minimum = mistakes.keep(&format!("minimum_{key}"), minimum);
        new.question = question?;
        new.guidance = guidance?;
        new.word_limit = words?;
        new.minimum = i16::try_from(minimum?).ok()?;
    }
    new.weight = weight?;
    Some(new)
}

/// Do the weights hold together?
fn weigh(criteria: &[NewCriterion], lists: &Lists, reason: &str, mistakes: &mut Mistakes) {
    let first = lists.criteria.first().map(|it| format!("weight_{}", it.code)).unwrap_or_default();
    let total: i32 = criteria.iter().map(|it| it.weight).sum();
    if total != 100 {
        mistakes.add(&first, format!("The weights must add up to 100; these add up to {total}"));
    }
    let weight = |code: &str| -> i32 {
        criteria.iter().filter(|it| it.criterion == code).map(|it| it.weight).sum()
    };
    let price = lists.criteria.iter().find(|it| it.is_price);
    if let Some(price) = price.filter(|it| weight(&it.code) == 0) {
        mistakes.add(&format!("weight_{}", price.code), "Give price a weight");
    }
    if price.is_some_and(|it| weight(&it.code) == total) {
        mistakes.add(&first, "Give at least one quality criterion a weight");
    }
    if weight("social_value") < LEAST_SOCIAL_VALUE && reason.is_empty() {
        mistakes.add(
            "social_value_reason",
            "Give social value a weight of at least 10, or say why it weighs less",
        );
    }
}
