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
            (Self::Pending, FileEvent::Pass) => Some(Self::Clean),
            (Self::Pending, FileEvent::HoldBack) => Some(Self::Quarantined),
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
    fn only_a_file_that_waits_is_passed_or_held_back() {
        assert_eq!(Pending.on(Pass), Some(Clean));
        assert_eq!(Pending.on(HoldBack), Some(Quarantined));
        for settled in [Clean, Quarantined] {
            assert_eq!((settled.on(Pass), settled.on(HoldBack)), (None, None));
        }
    }
}
