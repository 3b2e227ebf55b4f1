//! The history of a provider, as its people and as the operator may read it.

use crate::audit::entry::Line;
use crate::types::uk_time;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub what: String,
    /// Who did it.
    pub who: String,
    /// When, in words.
    pub when: String,
    /// When, for machines.
    pub iso: String,
}

/// What officers consider among themselves.
const BETWEEN_OFFICERS: [&str; 7] = [
    "certificate.decided",
    "declaration.decided",
    "lot.decided",
    "decision.proposed",
    "decision.set_aside",
    "change.proposed",
    "change.set_aside",
];

/// For the operator: everything, newest first.
pub fn for_operator(lines: &[Line]) -> Vec<Event> {
    lines.iter().rev().map(|it| event(it, it.who())).collect()
}

/// For the provider: without what officers consider among themselves, and
/// without their names.
pub fn for_provider(lines: &[Line]) -> Vec<Event> {
    let theirs = lines.iter().rev().filter(|it| !BETWEEN_OFFICERS.contains(&it.action.as_str()));
    theirs
        .map(|it| {
            let who = it.who();
            event(it, if who.ends_with("(Muster)") { "Muster".to_owned() } else { who })
        })
        .collect()
}

/// Which lot, declaration or paper it was about, as its code says it.
fn about(line: &Line) -> Option<String> {
    let code =
        ["lot", "declaration", "paper"].iter().find_map(|it| line.detail.get(it)?.as_str())?;
    // A paper is named by its kind and an id that tells nobody anything.
    let kind = code.split_once('-').map_or(code, |(kind, _)| kind);
    Some(kind.replace('_', " "))
}

fn event(line: &Line, who: String) -> Event {
    let said = [about(line), line.remark().map(str::to_owned)].into_iter().flatten();
    let what = [line.sentence()].into_iter().chain(said).collect::<Vec<_>>().join(": ");
    Event { what, who, when: uk_time::short(line.at), iso: uk_time::iso(line.at) }
}
