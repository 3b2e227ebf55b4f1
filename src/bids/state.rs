//! The life of a bid.

use crate::types::state::Machine;

text_enum! {
    /// Where a bid stands.
    pub enum BidState {
        /// Being written; only its provider knows of it.
        Draft = "draft", "Draft, not submitted";
        /// Made; sealed until it is opened.
        Submitted = "submitted", "Submitted";
        /// The request was amended since: sealed still, and counting again
        /// once it is confirmed or replaced.
        NeedsReconfirm = "needs_reconfirm", "Confirm again";
        /// Unsealed by two people of the force.
        Opened = "opened", "Being evaluated";
        /// Every quality score is agreed and locked.
        Scored = "scored", "Scored";
        /// The award names it.
        Preferred = "preferred", "Successful";
        /// The award names another, or nobody.
        Unsuccessful = "unsuccessful", "Unsuccessful";
        /// Taken out of the competition, with a reason.
        Disqualified = "disqualified", "Disqualified";
    }
}

/// What can happen to a bid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BidEvent {
    /// The provider makes the bid.
    Submit,
    /// The provider makes another in its place.
    Replace,
    /// The provider takes it back.
    Withdraw,
    /// The force amends the request in what bids answer.
    Amend,
    /// The provider says that it stands.
    Confirm,
    /// Two people of the force unseal it.
    Open,
    /// Its quality scores are locked.
    Score,
    /// An award names it.
    Prefer,
    /// An award names another, or the request ends without one.
    Reject,
    /// It fails a rule that the request laid down.
    Disqualify,
    /// The award is withdrawn, so what came of it no longer holds.
    Reconsider,
}

impl BidEvent {
    /// Every event, in reading order.
    pub const ALL: &'static [Self] = &[
        Self::Submit,
        Self::Replace,
        Self::Withdraw,
        Self::Amend,
        Self::Confirm,
        Self::Open,
        Self::Score,
        Self::Prefer,
        Self::Reject,
        Self::Disqualify,
        Self::Reconsider,
    ];
}

impl Machine for BidState {
    type Event = BidEvent;

    fn on(self, event: BidEvent) -> Option<Self> {
        match (self, event) {
            (Self::Draft, BidEvent::Submit) => Some(Self::Submitted),
            (Self::Submitted | Self::NeedsReconfirm, BidEvent::Replace) => Some(Self::Submitted),
            (Self::Submitted | Self::NeedsReconfirm, BidEvent::Withdraw) => Some(Self::Draft),
            (Self::Submitted, BidEvent::Amend) => Some(Self::NeedsReconfirm),
            (Self::NeedsReconfirm, BidEvent::Confirm) => Some(Self::Submitted),
            (Self::Submitted, BidEvent::Open) => Some(Self::Opened),
            (Self::Opened, BidEvent::Score) => Some(Self::Scored),
            (Self::Scored, BidEvent::Prefer) => Some(Self::Preferred),
            (Self::Opened | Self::Scored, BidEvent::Reject) => Some(Self::Unsuccessful),
            (Self::Opened | Self::Scored, BidEvent::Disqualify) => Some(Self::Disqualified),
            // A withdrawn award is made again, and may name another.
            (Self::Preferred | Self::Unsuccessful | Self::Disqualified, BidEvent::Reconsider) => {
                Some(Self::Scored)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BidEvent, BidState};
    use crate::types::state::Step;

    #[test]
    fn the_table_has_these_moves_and_no_others() {
        let mut moves = Vec::new();
        for from in BidState::ALL {
            for event in BidEvent::ALL {
                if let Some(step) = Step::take(*from, *event) {
                    moves.push(format!("{} -{event:?}-> {}", from.word(), step.to().word()));
                }
            }
        }
        assert_eq!(
            moves,
            [
                "draft -Submit-> submitted",
                "submitted -Replace-> submitted",
                "submitted -Withdraw-> draft",
                "submitted -Amend-> needs_reconfirm",
                "submitted -Open-> opened",
                "needs_reconfirm -Replace-> submitted",
                "needs_reconfirm -Withdraw-> draft",
                "needs_reconfirm -Confirm-> submitted",
                "opened -Score-> scored",
                "opened -Reject-> unsuccessful",
                "opened -Disqualify-> disqualified",
                "scored -Prefer-> preferred",
                "scored -Reject-> unsuccessful",
                "scored -Disqualify-> disqualified",
                "preferred -Reconsider-> scored",
                "unsuccessful -Reconsider-> scored",
                "disqualified -Reconsider-> scored",
            ]
        );
    }
}
