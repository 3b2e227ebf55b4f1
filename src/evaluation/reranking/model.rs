//! What a change of the ranking is.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::state::RankingChangeState;
use crate::evaluation::model::Snapshot;
use crate::schema;
use crate::types::ids::{BidId, CriterionId, RankingChangeId, RequestId, UserId};
use crate::types::time::Moment;

text_enum! {
    /// What a change does to a bid.
    pub enum ChangeKind {
        /// It leaves the competition.
        Disqualify = "disqualify", "Disqualify a bid";
        /// It comes back into it.
        Reinstate = "reinstate", "Bring a disqualified bid back";
        /// One of its scores is agreed anew.
        Rescore = "rescore", "Change an agreed score";
    }
}

text_enum! {
    /// Why a bid is disqualified.
    pub enum DisqualifyReason {
        /// The price cannot be believed.
        AbnormallyLow = "abnormally_low", "The price is abnormally low and was not explained well enough";
        /// It misses something the request requires.
        NotCompliant = "not_compliant", "The bid does not meet an essential requirement of the request";
        /// The company may not be contracted.
        Excluded = "excluded", "A ground for exclusion applies to the company";
        /// Someone is on both sides.
        Conflict = "conflict", "There is a conflict of interest that cannot be put right";
        /// It says what is not so.
        Untrue = "untrue", "Something that the bid says or declares is not true";
        /// It was made together with another.
        Collusion = "collusion", "The bid was not made independently of another";
        /// Something else.
        Other = "other", "Another reason";
    }
}

impl DisqualifyReason {
    /// The ground with the reason given for it, as the bidder reads them: what is
    /// alike in both is said once, and `Another reason` is none of its own.
    pub fn with(self, reason: &str) -> String {
        let (ground, reason) = (self.label(), reason.trim());
        let says_all = |text: &str, of: &str| words(of).is_subset(&words(text));
        if self == Self::Other {
            reason.to_owned()
        } else if says_all(ground, reason) {
            format!("{ground}.")
        } else if says_all(reason, ground) {
            reason.to_owned()
        } else {
            format!("{ground}. {reason}")
        }
    }

    /// Whether a reason says something that the ground does not.
    pub fn is_explained_by(self, reason: &str) -> bool {
        !words(reason).is_subset(&words(self.label()))
    }
}

/// The words of a text, however they are written.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    words.map(str::to_lowercase).collect()
}

/// What is to change about a bid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It is disqualified.
    Disqualify(DisqualifyReason),
    /// Its disqualification is undone.
    Reinstate,
    /// It gets another score on a criterion, for a reason that the bidder reads.
    Rescore {
        /// The criterion.
        criterion: CriterionId,
        /// The new score.
        score: i16,
        /// Why it deserves that score.
        reason: String,
    },
}

impl What {
    /// The kind of change.
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::Disqualify(_) => ChangeKind::Disqualify,
            Self::Reinstate => ChangeKind::Reinstate,
            Self::Rescore { .. } => ChangeKind::Rescore,
        }
    }
}

/// A change that is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The bid.
    pub bid: BidId,
    /// What is to change about it.
    pub what: What,
    /// Why; the bidder reads it if the bid is disqualified.
    pub reason: String,
}

/// A change of the ranking, and what came of it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::ranking_changes, check_for_backend(diesel::pg::Pg))]
pub struct RankingChange {
    /// Its id.
    pub id: RankingChangeId,
    /// The request.
    pub request_id: RequestId,
    /// The bid.
    pub bid_id: BidId,
    /// What it does.
    pub kind: ChangeKind,
    /// Where it stands.
    pub state: RankingChangeState,
    /// Why the bid is disqualified, if it is.
    pub code: Option<DisqualifyReason>,
    /// The criterion scored again.
    pub criterion_id: Option<CriterionId>,
    /// The new score.
    pub score: Option<i16>,
    /// Why it deserves that score.
    pub score_reason: String,
    /// The score before.
    pub was_score: Option<i16>,
    /// Why it had that score.
    pub was_reason: String,
    /// Why the change is wanted.
    pub reason: String,
    /// Who proposed it.
    pub proposed_by: UserId,
    /// When.
    pub proposed_at: Moment,
    /// Who decided on it.
    pub decided_by: Option<UserId>,
    /// When it was decided on or withdrawn.
    pub decided_at: Option<Moment>,
    /// Why it was refused.
    pub decision: String,
}

impl RankingChange {
    /// What was proposed.
    pub fn proposal(&self) -> Option<Proposal> {
        let what = match self.kind {
            ChangeKind::Disqualify => What::Disqualify(self.code?),
            ChangeKind::Reinstate => What::Reinstate,
            ChangeKind::Rescore => What::Rescore {
                criterion: self.criterion_id?,
                score: self.score?,
                reason: self.score_reason.clone(),
            },
        };
        Some(Proposal { bid: self.bid_id, what, reason: self.reason.clone() })
    }

    /// Whether it waits for a second person.
    pub fn waits(&self) -> bool {
        self.state == RankingChangeState::Proposed
    }
}

/// A ranking as it stood from a moment on.
#[derive(Debug, Clone)]
pub struct Numbered {
    /// 1 is the ranking of the lock.
    pub number: i32,
    /// The change that made it; none made the first.
    pub change: Option<RankingChangeId>,
    /// Since when.
    pub made_at: Moment,
    /// The ranking, and the quality behind it.
    pub snapshot: Snapshot,
}

/// How the ranking stands before a change.
#[derive(Debug, Clone)]
pub struct Before {
    /// The ranking in force.
    pub now: Numbered,
    /// Whether an award is recommended or approved.
    pub awarded: bool,
    /// Whether another change waits.
    pub waiting: bool,
}

#[cfg(test)]
mod tests {
    use super::DisqualifyReason as Ground;

    #[test]
    fn a_ground_and_a_reason_that_say_the_same_are_said_once() {
        let ground = Ground::Untrue.label();
        for (code, reason, said) in [
            (Ground::Untrue, "No such certificate.", format!("{ground}. No such certificate.")),
            (
                Ground::Untrue,
                "  something that the bid says, or declares, is NOT true",
                format!("{ground}."),
            ),
            (
                Ground::Untrue,
                "Something that the bid says or declares is not true: its certificate.",
                "Something that the bid says or declares is not true: its certificate.".to_owned(),
            ),
            (Ground::Untrue, "It is not true.", format!("{ground}. It is not true.")),
            (Ground::Untrue, "", format!("{ground}.")),
            (Ground::Other, "It came by post.", "It came by post.".to_owned()),
        ] {
            assert_eq!(code.with(reason), said);
        }
        assert!(!Ground::Untrue.is_explained_by("Not true!"));
        assert!(Ground::Untrue.is_explained_by("It is not true."));
    }
}
