//! The two deadlines; and when the work begins and how long it goes on.

use super::{Typed, date_pairs, number, pair};
use crate::requests::drafting::model::{Dates, Edit, Lists, Term};
use crate::requests::drafting::policy;
use crate::requests::model::{FullRequest, Route};
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::Mistakes;

pub(super) fn filled(full: &FullRequest) -> Vec<(String, String)> {
    let it = &full.request;
    let mut pairs = Vec::new();
    for (name, at) in [("questions", it.questions_close_at), ("closes", it.closes_at)] {
        pairs.extend(date_pairs(name, at.map(uk_time::date_of)));
        pairs.extend(at.map(|at| pair(&format!("{name}_hour"), uk_time::hour_of(at))));
    }
    pairs
}

pub(super) fn parse(
    typed: &Typed,
    route: Option<Route>,
    lists: &Lists,
    now: Moment,
) -> Result<Edit, Mistakes> {
    let mut mistakes = Mistakes::default();
    let mut deadline = |name, what| deadline(typed, (name, what), route, lists, &mut mistakes);
    let questions = deadline("questions", "question deadline");
    let closes = deadline("closes", "bid deadline");
    if let Some(closes) = closes {
        mistakes.keep("closes", policy::long_enough(now, closes, route));
    }
    if let (Some(questions), Some(closes)) = (questions, closes)
        && questions >= closes
    {
        mistakes.add("questions", "The question deadline must be before the bid deadline");
    }
    if questions.is_some_and(|at| at <= now) {
        mistakes.add("questions", "The question deadline must be in the future");
    }
    match mistakes.is_empty() {
        true => Ok(Edit::Dates(Dates { questions_close_at: questions, closes_at: closes })),
        false => Err(mistakes),
    }
}

/// A day and an hour, and what is wrong with either: each is said of its own
/// field, and by the name of the deadline.
fn deadline(
    typed: &Typed,
    (name, what): (&str, &str),
    route: Option<Route>,
    lists: &Lists,
    mistakes: &mut Mistakes,
) -> Option<Moment> {
    let date = mistakes.keep(name, day(typed, name));
    let hour = typed.at(name, "hour").parse().map_err(|_| format!("Choose the hour of the {what}"));
    let hour = mistakes.keep(&format!("{name}_hour"), hour);
    let at = uk_time::moment_from(date?, hour?).map_err(str::to_owned);
    let fit = at.and_then(|at| policy::fit_deadline(at, route, &lists.working));
    mistakes.keep(name, fit.map_err(|why| format!("Change the {what}. {why}")))
}

pub(super) fn term_filled(full: &FullRequest) -> Vec<(String, String)> {
    let it = &full.request;
    let mut pairs = date_pairs("starts", it.starts_on);
    pairs.extend(it.length_months.map(|it| pair("length", it)));
    pairs.push(pair("extension", it.extension_months));
    pairs
}

/// Reads when the work is done: after the bid deadline, if that is set.
pub(super) fn term(typed: &Typed, closes: Option<Moment>) -> Result<Edit, Mistakes> {
    let mut mistakes = Mistakes::default();
    let starts_on = mistakes.keep("starts", day(typed, "starts"));
    if let (Some(day), Some(closes)) = (starts_on, closes.map(uk_time::date_of))
        && day <= closes
    {
        mistakes.add("starts", "The start date must be after the bid deadline");
    }
    let length = mistakes.keep("length", number(typed.of("length"), "the length in months", 1, 48));
    let extension = number(typed.of("extension"), "the extension in months", 0, 24);
    let extension = mistakes.keep("extension", extension);
    match extension {
        Some(extension_months) if mistakes.is_empty() => {
            Ok(Edit::Term(Term { starts_on, length_months: length, extension_months }))
        }
        _ => Err(mistakes),
    }
}

fn day(typed: &Typed, name: &str) -> Result<chrono::NaiveDate, String> {
    let part = |part: &str| typed.at(name, part);
    let what = match name {
        "questions" => "Question deadline",
        "closes" => "Bid deadline",
        _ => "Start of the work",
    };
    uk_time::date_typed(what, part("day"), part("month"), part("year"))
}

#[cfg(test)]
mod tests {
    use super::{Typed, pair, parse};
    use crate::requests::drafting::samples::{lists, now};

    #[test]
    fn an_hour_that_is_missing_is_asked_for_by_the_name_of_its_deadline() {
        let mut typed = Vec::new();
        for (name, day) in [("questions", "13"), ("closes", "20")] {
            typed.extend(
                [("day", day), ("month", "1"), ("year", "2026")]
                    .map(|(part, value)| pair(&format!("{name}_{part}"), value)),
            );
        }
        let found = parse(&Typed::pairs(typed), None, &lists(), now()).unwrap_err();
        let said: Vec<_> = found.all().map(|it| (it.0.as_str(), it.1.as_str())).collect();
        assert_eq!(
            said,
            [
                ("questions_hour", "Choose the hour of the question deadline"),
                ("closes_hour", "Choose the hour of the bid deadline")
            ]
        );
    }
}
