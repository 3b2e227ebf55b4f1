//! The lots and the award criteria are lists in an order of their own: which
//! place a thing of such a list has, and is given. Pure.

use crate::audit::change::Told;
use crate::types::text::slug;
use crate::web::form::Choice;

/// A thing of a list as its page shows it, or a new one.
#[derive(Debug, Clone)]
pub struct Placed {
    /// Its name in addresses; empty for a new one.
    pub code: String,
    /// Its name as it stands.
    pub name: String,
    /// The places in the list.
    pub places: Vec<Choice>,
    /// What happened to it.
    pub events: Vec<Told>,
}

impl Placed {
    /// The thing at a place of a list of codes and names, from 0; none of them
    /// is a new one.
    pub fn of(all: &[(&str, &str)], at: Option<usize>, events: &[Told]) -> Self {
        let (code, name) = at.and_then(|at| all.get(at)).copied().unwrap_or_default();
        let (code, name) = (code.to_owned(), name.to_owned());
        Self { code, name, places: places(all, at), events: events.to_vec() }
    }

    /// Where its form goes.
    pub fn target(&self, list: &str) -> String {
        if self.code.is_empty() { list.to_owned() } else { format!("{list}/{}", self.code) }
    }
}

/// The places that one of a list can have, or a new one, each with what it
/// would follow.
fn places(all: &[(&str, &str)], but: Option<usize>) -> Vec<Choice> {
    let others: Vec<&str> =
        all.iter().enumerate().filter(|(at, _)| Some(*at) != but).map(|(_, it)| it.1).collect();
    let label = |at: usize| match at.checked_sub(1).and_then(|at| others.get(at)) {
        Some(before) => format!("{}, after “{before}”", at + 1),
        None => "1, first".to_owned(),
    };
    (0..=others.len()).map(|at| Choice::new((at + 1).to_string(), label(at))).collect()
}

/// A place typed, from 1.
pub fn parse(typed: &str, places: usize) -> Result<usize, &'static str> {
    let found = typed.trim().parse().ok().filter(|it| (1..=places).contains(it));
    found.ok_or("Choose a place in the list")
}

/// A name in addresses and forms: `Threat hunting` is `threat_hunting`, with a
/// number if that is taken.
pub fn code(name: &str, taken: &[String]) -> String {
    let plain = slug(name, "_", 40, "item");
    let mut free = plain.clone();
    let mut number = 2;
    while taken.contains(&free) {
        free = format!("{plain}_{number}");
        number += 1;
    }
    free
}

/// Puts something in a place of a list, from 1.
pub fn placed(mut codes: Vec<String>, code: &str, place: usize) -> Vec<String> {
    codes.retain(|it| it != code);
    codes.insert(place.saturating_sub(1).min(codes.len()), code.to_owned());
    codes
}

/// The place of something in a list, from 1, in figures.
pub fn place_of(codes: &[String], code: &str) -> String {
    codes.iter().position(|it| it == code).map(|at| (at + 1).to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{code, parse, placed, places};

    #[test]
    fn codes_are_plain_and_never_taken_twice() {
        let taken = ["osint".to_owned(), "osint_2".to_owned()];
        for (name, made) in [("Threat hunting", "threat_hunting"), ("OSINT", "osint_3")] {
            assert_eq!(code(name, &taken), made);
        }
    }

    #[test]
    fn a_thing_is_put_in_the_place_asked_for() {
        let list = || ["a", "b", "c"].map(str::to_owned).to_vec();
        for (code, place, after) in [
            ("c", 1, "c a b"),
            ("a", 3, "b c a"),
            ("b", 2, "a b c"),
            ("d", 4, "a b c d"),
            ("d", 9, "a b c d"),
        ] {
            assert_eq!(placed(list(), code, place).join(" "), after, "{code} at {place}");
        }
    }

    #[test]
    fn a_place_is_one_of_those_there_are() {
        for (place, there) in [("1", true), ("2", true), ("0", false), ("3", false), ("x", false)] {
            assert_eq!(parse(place, 2).is_ok(), there, "{place}");
        }
        let labels = |but| {
            let found = places(&[("a", "A"), ("b", "B")], but).into_iter().map(|it| it.label);
            found.collect::<Vec<_>>().join("; ")
        };
        assert_eq!(labels(None), "1, first; 2, after “A”; 3, after “B”");
        assert_eq!(labels(Some(0)), "1, first; 2, after “B”");
    }
}
