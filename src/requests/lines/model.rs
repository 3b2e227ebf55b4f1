//! What each line of a request is called.

use std::collections::BTreeMap;

use crate::requests::model::Criterion;

/// The criteria with what each is called: where one is asked in several
/// questions, they are told apart by their number.
pub fn named(mut all: Vec<Criterion>) -> Vec<Criterion> {
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for one in &all {
        let count = asked.entry(one.criterion.clone()).or_default();
        *count = count.saturating_add(1);
    }
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for one in &mut all {
        let number = numbers.entry(one.criterion.clone()).or_default();
        *number = number.saturating_add(1);
        one.name = match asked.get(&one.criterion) {
            Some(2..) => format!("{}, question {number}", one.drawn_from),
            _ => one.drawn_from.clone(),
        };
    }
    all
}

#[cfg(test)]
mod tests {
    use super::named;
    use crate::requests::drafting::samples::whole;

    #[test]
    fn questions_on_one_criterion_are_told_apart_by_their_number() {
        let mut all = whole().criteria;
        let names = |all: Vec<_>| -> Vec<String> {
            named(all)
                .iter()
                .map(|it: &crate::requests::model::Criterion| it.name.clone())
                .collect()
        };
        assert_eq!(names(all.clone()), ["technical_merit", "social_value", "price"]);
        all.insert(1, all[0].clone());
        assert_eq!(
            names(all.clone()),
            ["technical_merit, question 1", "technical_merit, question 2", "social_value", "price"]
        );
        let words: Vec<String> = named(all.clone()).iter().map(|it| it.word()).collect();
        assert_eq!(
            words,
            [all[0].id.to_string(), all[1].id.to_string(), "social_value".into(), "price".into()]
        );
    }
}
