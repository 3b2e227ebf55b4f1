//! The life of a change of the ranking.

use crate::types::state::Machine;

text_enum! {
    /// Where a change of the ranking stands.
    pub enum RankingChangeState {
        /// Somebody proposes it.
        Proposed = "proposed", "Waiting for a second person";
        /// Somebody else made it.
        Made = "made", "Made";
        /// Somebody else refused it.
        Refused = "refused", "Refused";
        /// Whoever proposed it took it back.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

/// What can happen to a change of the ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankingChangeEvent {
    /// A second person makes it.
    Make,
    /// A second person refuses it.
    Refuse,
    /// The first takes it back.
    Withdraw,
}

impl RankingChangeEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] = &[Self::Make, Self::Refuse, Self::Withdraw];
}

impl Machine for RankingChangeState {
    type Event = RankingChangeEvent;

    fn on(self, event: RankingChangeEvent) -> Option<Self> {
        match (self, event) {
            (Self::Proposed, RankingChangeEvent::Make) => Some(Self::Made),
            (Self::Proposed, RankingChangeEvent::Refuse) => Some(Self::Refused),
            (Self::Proposed, RankingChangeEvent::Withdraw) => Some(Self::Withdrawn),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RankingChangeEvent, RankingChangeState};
    use crate::types::state::Machine;

    #[test]
    fn a_change_is_decided_once() {
        for state in RankingChangeState::ALL {
            for event in RankingChangeEvent::ALL {
                let waits = *state == RankingChangeState::Proposed;
                assert_eq!(state.on(*event).is_some(), waits, "{state:?} on {event:?}");
            }
        }
    }
}
