//! The life of a provider.

use crate::types::state::Machine;

text_enum! {
    /// Where a provider stands.
    pub enum ProviderState {
        /// Has an account, and has not applied yet.
        Registered = "registered", "Not applied yet";
        /// Waits for the vetting officers.
        Applied = "applied", "Being checked";
        /// Has been asked for more.
        Clarifying = "clarifying", "More needed";
        /// May bid in its admitted lots.
        Admitted = "admitted", "Admitted";
        /// May not bid for now.
        Suspended = "suspended", "Suspended";
        /// Was not admitted; may apply again.
        Rejected = "rejected", "Not admitted";
        /// Left of its own will. The end.
        Left = "left", "Left";
        /// Was taken off the framework. The end.
        Removed = "removed", "Removed";
    }
}

impl ProviderState {
    /// Whether it is a provider of the framework, free to bid or not.
    pub fn is_on_the_framework(self) -> bool {
        matches!(self, Self::Admitted | Self::Suspended)
    }

    /// The colour of its tag.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Admitted => "green",
            Self::Applied => "teal",
            Self::Clarifying => "yellow",
            Self::Suspended | Self::Rejected => "red",
            Self::Registered | Self::Left | Self::Removed => "grey",
        }
    }
}

/// What can happen to a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderEvent {
    /// It submits its application, or submits it again.
    Apply,
    /// A vetting officer asks for more.
    AskMore,
    /// A second vetting officer confirms the admission.
    Admit,
    /// A second vetting officer confirms the rejection.
    Reject,
    /// It is stopped from bidding for now.
    Suspend,
    /// The suspension is lifted.
    Lift,
    /// It leaves the framework.
    Leave,
    /// It is taken off the framework.
    Remove,
}

impl ProviderEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] = &[
        Self::Apply,
        Self::AskMore,
        Self::Admit,
        Self::Reject,
        Self::Suspend,
        Self::Lift,
        Self::Leave,
        Self::Remove,
    ];
}

impl Machine for ProviderState {
    type Event = ProviderEvent;

    fn on(self, event: ProviderEvent) -> Option<Self> {
        use ProviderEvent::{Admit, Apply, AskMore, Leave, Lift, Reject, Remove, Suspend};
        match (self, event) {
            (Self::Registered | Self::Clarifying | Self::Rejected, Apply) => Some(Self::Applied),
            (Self::Applied, AskMore) => Some(Self::Clarifying),
            (Self::Applied, Admit) => Some(Self::Admitted),
            (Self::Applied, Reject) => Some(Self::Rejected),
            (Self::Admitted, Suspend) => Some(Self::Suspended),
            (Self::Suspended, Lift) => Some(Self::Admitted),
            (Self::Admitted | Self::Suspended, Leave) => Some(Self::Left),
            (Self::Admitted | Self::Suspended, Remove) => Some(Self::Removed),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ProviderEvent::{self, *};
    use super::ProviderState::{self, *};
    use crate::types::state::Machine;

    #[test]
    fn a_provider_moves_only_as_drawn() {
        let drawn = [
            (Registered, Apply, Applied),
            (Clarifying, Apply, Applied),
            (Rejected, Apply, Applied),
            (Applied, AskMore, Clarifying),
            (Applied, Admit, Admitted),
            (Applied, Reject, Rejected),
            (Admitted, Suspend, Suspended),
            (Suspended, Lift, Admitted),
            (Admitted, Leave, Left),
            (Suspended, Leave, Left),
            (Admitted, Remove, Removed),
            (Suspended, Remove, Removed),
        ];
        for from in ProviderState::ALL {
            for event in ProviderEvent::ALL {
                let found = drawn.iter().find(|(a, b, _)| a == from && b == event);
                assert_eq!(from.on(*event), found.map(|it| it.2), "{from:?} on {event:?}");
            }
        }
    }
}
