//! The life of a file.

use crate::types::state::Machine;

text_enum! {
    /// Whether a file can be had.
    pub enum FileState {
        /// Waits for the scanner.
        Pending = "pending", "Waiting to be scanned";
        /// Can be had.
        Clean = "clean", "Clean";
        /// Held back for good.
        Quarantined = "quarantined", "Held back";
    }
}

/// What can happen to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileEvent {
    /// The scanner found nothing in it.
    Pass,
    /// The scanner found something in it.
    HoldBack,
}

impl FileEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] = &[Self::Pass, Self::HoldBack];
}

impl Machine for FileState {
    type Event = FileEvent;

    fn on(self, event: FileEvent) -> Option<Self> {
        match (self, event) {
            (Self::Pending | Self::Clean, FileEvent::Pass) => Some(Self::Clean),
            (Self::Pending | Self::Clean, FileEvent::HoldBack) => Some(Self::Quarantined),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FileEvent::{HoldBack, Pass};
    use super::FileState::{Clean, Pending, Quarantined};
    use crate::types::state::Machine;

    #[test]
    fn what_is_held_back_stays_so_and_all_else_is_passed_or_held_back() {
        for open in [Pending, Clean] {
            assert_eq!((open.on(Pass), open.on(HoldBack)), (Some(Clean), Some(Quarantined)));
        }
        assert_eq!((Quarantined.on(Pass), Quarantined.on(HoldBack)), (None, None));
    }
}
