//! When the work is done, and the two deadlines.

use super::{Typed, date_pairs, number, pair};
use crate::requests::drafting::model::{Dates, Edit, Lists};
use crate::requests::drafting::policy;
use crate::requests::model::{FullRequest, Route};
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::Mistakes;

pub(super) fn filled(full: &FullRequest) -> Vec<(String, String)> {
    let it = &full.request;
    let mut pairs = date_pairs("starts", it.starts_on);
    pairs.extend(it.length_months.map(|it| pair("length", it)));
    pairs.push(pair("extension", it.extension_months));
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
    let starts_on = mistakes.keep("starts", day(typed, "starts"));
    let length = mistakes.keep("length", number(typed.of("length"), "the length in months", 1, 48));
    let extension = number(typed.of("extension"), "the extension in months", 0, 24);
    let extension = mistakes.keep("extension", extension);
    let questions = mistakes.keep("questions", deadline(typed, "questions", route, lists));
    let closes = mistakes.keep("closes", deadline(typed, "closes", route, lists));
    if let Some(closes) = closes {
        mistakes.keep("closes", policy::long_enough(now, closes, route));
        if starts_on.is_some_and(|day| day <= uk_time::date_of(closes)) {
            mistakes.add("starts", "The start date must be after the bid deadline");
        }
    }
    if let (Some(questions), Some(closes)) = (questions, closes)
        && questions >= closes
    {
        mistakes.add("questions", "The question deadline must be before the bid deadline");
    }
    if questions.is_some_and(|at| at <= now) {
        mistakes.add("questions", "The question deadline must be in the future");
    }
    match extension {
        Some(extension_months) if mistakes.is_empty() => Ok(Edit::Dates(Dates {
            starts_on,
            length_months: length,
            extension_months,
            questions_close_at: questions,
            closes_at: closes,
        })),
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

fn deadline(
    typed: &Typed,
    name: &str,
    route: Option<Route>,
    lists: &Lists,
) -> Result<Moment, String> {
    let date = day(typed, name)?;
    let hour = typed.at(name, "hour").parse().map_err(|_| "Choose an hour".to_owned())?;
    let at = uk_time::moment_from(date, hour)?;
    policy::fit_deadline(at, route, &lists.working)
}
