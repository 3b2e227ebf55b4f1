//! The award criteria: weights, and the question each is scored on.

use super::{Typed, chosen, number, pair};
use crate::framework::model::FrameworkCriterion;
use crate::requests::drafting::model::{Edit, Lists, NewCriterion, Scoring};
use crate::requests::drafting::policy::LEAST_SOCIAL_VALUE;
use crate::requests::model::{FullRequest, PriceMethod};
use crate::types::text;
use crate::web::form::Mistakes;

pub(super) fn filled(full: &FullRequest) -> Vec<(String, String)> {
    let it = &full.request;
    let mut pairs = vec![
        pair("price_method", it.price_method.word()),
        pair("scale_max", it.scale_max),
        pair("social_value_reason", &it.social_value_reason),
    ];
    for it in &full.criteria {
        let code = &it.criterion;
        pairs.push(pair(&format!("weight_{code}"), it.weight));
        pairs.push(pair(&format!("question_{code}"), &it.question));
        pairs.push(pair(&format!("guidance_{code}"), &it.guidance));
        pairs.push(pair(&format!("words_{code}"), it.word_limit));
        pairs.push(pair(&format!("minimum_{code}"), it.minimum));
    }
    pairs
}

pub(super) fn parse(typed: &Typed, lists: &Lists) -> Result<Edit, Mistakes> {
    let mut mistakes = Mistakes::default();
    let method = PriceMethod::parse(typed.of("price_method"));
    let method = mistakes.keep("price_method", chosen(method, "Choose how prices are scored"));
    let scale = number(typed.of("scale_max"), "the scale", 4, 5);
    let scale = mistakes.keep("scale_max", scale.map_err(|_| "Choose a scale".to_owned()));
    let most = scale.and_then(|it| i16::try_from(it).ok()).unwrap_or(5);
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
    match (method, reason) {
        (Some(price_method), Some(social_value_reason)) if mistakes.is_empty() => {
            Ok(Edit::Criteria(
                Scoring { price_method, scale_max: most, social_value_reason },
                criteria,
            ))
        }
        _ => Err(mistakes),
    }
}

/// One criterion; an empty weight or nought leaves it out.
fn criterion(
    typed: &Typed,
    one: &FrameworkCriterion,
    most: i16,
    mistakes: &mut Mistakes,
) -> Option<NewCriterion> {
    let code = one.code.as_str();
    let weight = typed.at("weight", code).trim();
    if weight.is_empty() || weight == "0" {
        return None;
    }
    let what = format!("the weight of {}", one.name.to_lowercase());
    let weight = mistakes.keep(&format!("weight_{code}"), number(weight, &what, 1, 100));
    let mut new = NewCriterion {
        criterion: code.to_owned(),
        weight: 0,
        question: String::new(),
        guidance: String::new(),
        word_limit: 500,
        minimum: 0,
    };
    if !one.is_price {
        let what = format!("a question about {}", one.name.to_lowercase());
        let question = text::prose(typed.at("question", code), &what, 1_000);
        let question = mistakes.keep(&format!("question_{code}"), question);
        let guidance = text::optional_prose(typed.at("guidance", code), "the guidance", 2_000);
        let guidance = mistakes.keep(&format!("guidance_{code}"), guidance);
        let words = number(typed.at("words", code), "the word limit", 50, 2_000);
        let words = mistakes.keep(&format!("words_{code}"), words);
        let minimum = number(typed.at("minimum", code), "the minimum score", 0, most.into());
        let minimum = mistakes.keep(&format!("minimum_{code}"), minimum);
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
