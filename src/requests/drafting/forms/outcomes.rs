//! How the work is priced, and what is delivered at a fixed price.

use super::rows::OUTCOMES;
use super::{Typed, chosen, pair};
use crate::requests::drafting::model::{Edit, NewOutcome};
use crate::requests::model::{FullRequest, Pricing};
use crate::types::text;
use crate::web::form::{Mistakes, TypedDay};

/// What makes a row one that is filled in.
const WRITTEN: [&str; 5] = [
    "outcome_title",
    "outcome_acceptance",
    "outcome_due_day",
    "outcome_due_month",
    "outcome_due_year",
];

pub(super) fn pricing_filled(full: &FullRequest) -> Vec<(String, String)> {
    full.request.pricing.map(|it| pair("pricing", it.word())).into_iter().collect()
}

pub(super) fn pricing(typed: &Typed) -> Result<Edit, Mistakes> {
    let mut mistakes = Mistakes::default();
    let pricing = Pricing::parse(typed.of("pricing"));
    let pricing = mistakes.keep("pricing", chosen(pricing, "Say how the work is priced"));
    pricing.map(Edit::Pricing).ok_or(mistakes)
}

pub(super) fn filled(full: &FullRequest) -> Vec<(String, String)> {
    let row = |it: &crate::requests::model::WantedOutcome| {
        let due = TypedDay::of(it.due_on);
        vec![it.title.clone(), it.acceptance.clone(), due.day, due.month, due.year]
    };
    OUTCOMES.filled(full.outcomes.iter().map(row).collect())
}

pub(super) fn parse(typed: &Typed) -> Result<Edit, Mistakes> {
    let mut mistakes = Mistakes::default();
    let mut outcomes: Vec<NewOutcome> = Vec::new();
    for row in 1..=OUTCOMES.count(typed) {
        if row > 1 && OUTCOMES.is_empty(typed, row, &WRITTEN) {
            continue;
        }
        let Some(one) = outcome(typed, row, &mut mistakes) else { continue };
        let same = |it: &NewOutcome| it.title.to_lowercase() == one.title.to_lowercase();
        if outcomes.iter().any(same) {
            // Bids and amendments tell outcomes apart by what they are called.
            let said = "Describe this outcome in other words than the ones above it";
            mistakes.add(&format!("outcome_title_{row}"), said);
        }
        outcomes.push(one);
    }
    if mistakes.is_empty() { Ok(Edit::Outcomes(outcomes)) } else { Err(mistakes) }
}

fn outcome(typed: &Typed, row: usize, mistakes: &mut Mistakes) -> Option<NewOutcome> {
    let title = text::line(typed.at("outcome_title", row), "what is delivered", 150);
    let title = mistakes.keep(&format!("outcome_title_{row}"), title);
    let how = typed.at("outcome_acceptance", row);
    let acceptance = text::prose(how, "how you decide whether to accept it", 1_000);
    let acceptance = mistakes.keep(&format!("outcome_acceptance_{row}"), acceptance);
    let due = format!("outcome_due_{row}");
    let [day, month, year] = ["day", "month", "year"].map(|it| typed.at(&due, it).to_owned());
    let due_on = TypedDay { day, month, year }.parse_optional("The day on which it is due");
    let due_on = mistakes.keep(&due, due_on);
    Some(NewOutcome { title: title?, acceptance: acceptance?, due_on: due_on? })
}

#[cfg(test)]
mod tests {
    use super::{Typed, pair, parse, pricing};
    use crate::requests::drafting::forms;
    use crate::requests::drafting::model::{Edit, NewOutcome};
    use crate::requests::drafting::samples::fixed;
    use crate::requests::model::{Pricing, Section};

    fn typed(rows: &[(&str, &str, &str)]) -> Typed {
        let mut pairs = vec![pair("rows", rows.len())];
        for (row, (title, how, day)) in (1..).zip(rows) {
            pairs.push(pair(&format!("outcome_title_{row}"), title));
            pairs.push(pair(&format!("outcome_acceptance_{row}"), how));
            pairs.push(pair(&format!("outcome_due_{row}_day"), day));
            let rest = |it: &'static str| if day.is_empty() { "" } else { it };
            pairs.push(pair(&format!("outcome_due_{row}_month"), rest("3")));
            pairs.push(pair(&format!("outcome_due_{row}_year"), rest("2026")));
        }
        Typed::pairs(pairs)
    }

    #[test]
    fn an_outcome_says_what_and_how_it_is_accepted_and_perhaps_by_when() {
        let Ok(Edit::Outcomes(read)) =
            parse(&typed(&[("A report", "Signed off", ""), ("", "", ""), ("Two", "Read", "31")]))
        else {
            panic!("it was refused")
        };
        assert_eq!(read.len(), 2, "an empty row is none");
        assert_eq!((read[0].due_on, read[1].due_on), (None, "2026-03-31".parse().ok()));
    }

    #[test]
    fn what_is_wrong_is_said_beside_its_field() {
        for (rows, field) in [
            (&[("", "", "")][..], "outcome_title_1"),
            (&[("A report", "", "")], "outcome_acceptance_1"),
            (&[("A report", "Read", "32")], "outcome_due_1"),
            (&[("A report", "Read", ""), ("a Report", "Read", "")], "outcome_title_2"),
        ] {
            let mistakes = parse(&typed(rows)).unwrap_err();
            assert!(mistakes.on(field).is_some(), "{field}: {mistakes:?}");
        }
    }

    #[test]
    fn what_is_saved_is_read_back_the_same() {
        let full = fixed();
        let Ok(Edit::Outcomes(read)) = parse(&forms::filled(Section::Outcomes, &full)) else {
            panic!("it was refused")
        };
        let it = &full.outcomes[0];
        let same = NewOutcome {
            title: it.title.clone(),
            acceptance: it.acceptance.clone(),
            due_on: it.due_on,
        };
        assert_eq!(read, [same]);
        let read = pricing(&forms::filled(Section::Pricing, &full));
        assert!(matches!(read, Ok(Edit::Pricing(Pricing::FixedPrice))));
        assert!(pricing(&Typed::default()).unwrap_err().on("pricing").is_some());
    }
}
