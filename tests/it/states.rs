//! `docs/states.md` is written from the state machines and compared with them.

use std::path::{Path, PathBuf};

use muster::awards::challenges::state::{ChallengeEvent, ChallengeState};
use muster::awards::ending::state::{EndingEvent, EndingState};
use muster::awards::state::{AwardEvent, AwardState};
use muster::awards::withdrawing::state::{WithdrawalEvent, WithdrawalState};
use muster::bids::state::{BidEvent, BidState};
use muster::contracts::ending::state::{TerminationEvent, TerminationState};
use muster::contracts::state::{ContractEvent, ContractState};
use muster::contracts::versions::state::{VersionEvent, VersionState};
use muster::evaluation::explaining::state::{ExplanationEvent, ExplanationState};
use muster::evaluation::reranking::state::{RankingChangeEvent, RankingChangeState};
use muster::files::state::{FileEvent, FileState};
use muster::providers::changes::state::{ChangeEvent, ChangeState};
use muster::providers::state::{ProviderEvent, ProviderState};
use muster::requests::amending::state::{AmendmentEvent, AmendmentState};
use muster::requests::state::{RequestEvent, RequestState};
use muster::types::state::Machine;

/// The machines, in the order a purchase happens.
fn machines() -> Vec<String> {
    vec![
        drawn("A file", FileState::ALL, FileEvent::ALL, FileState::label),
        drawn("A provider", ProviderState::ALL, ProviderEvent::ALL, ProviderState::label),
        drawn("A change to a dossier", ChangeState::ALL, ChangeEvent::ALL, ChangeState::label),
        drawn("A request", RequestState::ALL, RequestEvent::ALL, RequestState::label),
        drawn("An amendment", AmendmentState::ALL, AmendmentEvent::ALL, AmendmentState::label),
        drawn("A bid", BidState::ALL, BidEvent::ALL, BidState::label),
        drawn(
            "A change of a ranking",
            RankingChangeState::ALL,
            RankingChangeEvent::ALL,
            RankingChangeState::label,
        ),
        drawn(
            "A question about a low price",
            ExplanationState::ALL,
            ExplanationEvent::ALL,
            ExplanationState::label,
        ),
        drawn("An award", AwardState::ALL, AwardEvent::ALL, AwardState::label),
        drawn(
            "The withdrawal of an award",
            WithdrawalState::ALL,
            WithdrawalEvent::ALL,
            WithdrawalState::label,
        ),
        drawn(
            "Ending a request without an award",
            EndingState::ALL,
            EndingEvent::ALL,
            EndingState::label,
        ),
        drawn(
            "A challenge to an award",
            ChallengeState::ALL,
            ChallengeEvent::ALL,
            ChallengeState::label,
        ),
        drawn("A contract", ContractState::ALL, ContractEvent::ALL, ContractState::label),
        drawn("A version of a contract", VersionState::ALL, VersionEvent::ALL, VersionState::label),
        drawn(
            "Ending a contract",
            TerminationState::ALL,
            TerminationEvent::ALL,
            TerminationState::label,
        ),
    ]
}

/// One machine as a table: a line for each move it allows.
fn drawn<S: Machine>(
    name: &str,
    states: &[S],
    events: &[S::Event],
    label: fn(S) -> &'static str,
) -> String {
    let mut table = format!("\n## {name}\n\n| from | when | to |\n| --- | --- | --- |\n");
    for from in states {
        let mut last = true;
        for event in events {
            if let Some(to) = from.on(*event) {
                last = false;
                let when = in_words(&format!("{event:?}"));
                table.push_str(&format!("| {} | {when} | {} |\n", label(*from), label(to)));
            }
        }
        if last {
            table.push_str(&format!("| {} | | the end |\n", label(*from)));
        }
    }
    table
}

/// `BeginEvaluation` is "begin evaluation".
fn in_words(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

/// Every `state.rs` of a slice.
fn state_rooms(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(state_rooms(&path));
        } else if path.ends_with("state.rs") && !path.ends_with("types/state.rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn the_states_are_written_down_as_the_code_has_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let machines = machines();
    assert_eq!(state_rooms(&root.join("src")).len(), machines.len(), "a machine is not drawn here");
    let page = format!(
        "# What can happen to each thing\n\n\
         Written from the code by `UPDATE_DOCS=1 cargo test --test it states::`, and compared by every test run.\n\
         What the clock decides is not here: an open request past its deadline is closed without anything\n\
         having happened to it.\n{}",
        machines.concat()
    );
    let path = root.join("docs/states.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/states.md is not what the code says: run `UPDATE_DOCS=1 cargo test`"
    );
}
