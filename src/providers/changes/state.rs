//! The life of a change to a dossier that is relied on.

use crate::types::state::Machine;

text_enum! {
    /// Where a change stands.
    pub enum ChangeState {
        /// Nobody has decided.
        Waiting = "waiting", "Waiting for review";
        /// One officer would accept it; a second must.
        Proposed = "proposed", "Waiting for a second officer";
        /// It is in force.
        Accepted = "accepted", "Accepted";
        /// It never came into force.
        Refused = "refused", "Refused";
        /// The provider took it back, or replaced it.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

/// What can happen to a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeEvent {
    /// An officer would accept it, and a second must agree.
    Propose,
    /// It comes into force.
    Accept,
    /// It never will.
    Refuse,
    /// The proposal is taken back.
    SetAside,
    /// The provider takes it back.
    Withdraw,
}

impl ChangeEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] =
        &[Self::Propose, Self::Accept, Self::Refuse, Self::SetAside, Self::Withdraw];
}

impl Machine for ChangeState {
    type Event = ChangeEvent;

    fn on(self, event: ChangeEvent) -> Option<Self> {
        use ChangeEvent::{Accept, Propose, Refuse, SetAside, Withdraw};
        match (self, event) {
            (Self::Waiting, Propose) => Some(Self::Proposed),
            (Self::Waiting | Self::Proposed, Accept) => Some(Self::Accepted),
            (Self::Waiting | Self::Proposed, Refuse) => Some(Self::Refused),
            (Self::Proposed, SetAside) => Some(Self::Waiting),
            (Self::Waiting | Self::Proposed, Withdraw) => Some(Self::Withdrawn),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ChangeEvent::{self, *};
    use super::ChangeState::{self, *};
    use crate::types::state::Machine;

    #[test]
    fn a_change_moves_only_as_drawn() {
        let drawn = [
            (Waiting, Propose, Proposed),
            (Waiting, Accept, Accepted),
            (Proposed, Accept, Accepted),
            (Waiting, Refuse, Refused),
            (Proposed, Refuse, Refused),
            (Proposed, SetAside, Waiting),
            (Waiting, Withdraw, Withdrawn),
            (Proposed, Withdraw, Withdrawn),
        ];
        for from in ChangeState::ALL {
            for event in ChangeEvent::ALL {
                let found = drawn.iter().find(|(a, b, _)| a == from && b == event);
                assert_eq!(from.on(*event), found.map(|it| it.2), "{from:?} on {event:?}");
            }
        }
    }
}
