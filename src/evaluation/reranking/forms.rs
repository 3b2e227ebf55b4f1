//! A change of the ranking, as typed and as understood.

use serde::Deserialize;

use super::model::{ChangeKind, DisqualifyReason, Proposal, What};
use crate::requests::model::Criterion;
use crate::types::ids::{BidId, CriterionId};
use crate::types::text;
use crate::web::form::{Choice, Mistakes, Posted};

const LONGEST: usize = 3_000;

/// A change, as typed. The first page fills some of it, the second the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ChangeForm {
    /// The kind of change.
    pub kind: String,
    /// The bid.
    pub bid: String,
    /// Why it is disqualified.
    pub code: String,
    /// The criterion scored again.
    pub criterion: String,
    /// The new score.
    pub score: String,
    /// Why it deserves that score.
    pub score_reason: String,
    /// Why the change is wanted.
    pub reason: String,
}

impl ChangeForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            kind: posted.text("kind"),
            bid: posted.text("bid"),
            code: posted.text("code"),
            criterion: posted.text("criterion"),
            score: posted.text("score"),
            score_reason: posted.text("score_reason"),
            reason: posted.text("reason"),
        }
    }

    /// The kind of change, if it is one.
    pub fn kind(&self) -> Option<ChangeKind> {
        ChangeKind::parse(&self.kind)
    }

    /// The bid, if it is an id.
    pub fn bid(&self) -> Option<BidId> {
        BidId::parse(&self.bid)
    }

    /// What is chosen so far, for the preview: enough to know what it does.
    pub fn chosen(&self, scale_max: i16) -> Option<Proposal> {
        let what = match self.kind()? {
            ChangeKind::Disqualify => What::Disqualify(
                DisqualifyReason::parse(&self.code).unwrap_or(DisqualifyReason::Other),
            ),
            ChangeKind::Reinstate => What::Reinstate,
            ChangeKind::Rescore => What::Rescore {
                criterion: CriterionId::parse(&self.criterion)?,
                score: score(&self.score, scale_max).ok()?,
                reason: String::new(),
            },
        };
        Some(Proposal { bid: self.bid()?, what, reason: String::new() })
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self, scale_max: i16) -> Result<Proposal, Mistakes> {
        let mut mistakes = Mistakes::default();
        let bid = mistakes.keep("bid", self.bid().ok_or("Choose the bid"));
        let what = match self.kind() {
            Some(ChangeKind::Disqualify) => {
                let code = DisqualifyReason::parse(&self.code);
                let code = mistakes.keep("code", code.ok_or("Choose why the bid is disqualified"));
                code.map(What::Disqualify)
            }
            Some(ChangeKind::Reinstate) => Some(What::Reinstate),
            Some(ChangeKind::Rescore) => self.rescore(scale_max, &mut mistakes),
            None => mistakes.keep("kind", Err::<What, _>("Choose what is to change")),
        };
        let reason = text::prose(&self.reason, "why this change is right", LONGEST);
        let reason = mistakes.keep("reason", reason);
        match (bid, what, reason) {
            (Some(bid), Some(what), Some(reason)) => Ok(Proposal { bid, what, reason }),
            _ => Err(mistakes),
        }
    }

    fn rescore(&self, scale_max: i16, mistakes: &mut Mistakes) -> Option<What> {
        let criterion = CriterionId::parse(&self.criterion);
        let criterion = mistakes.keep("criterion", criterion.ok_or("Choose the criterion"));
        let score = mistakes.keep("score", score(&self.score, scale_max));
        let reason = text::prose(&self.score_reason, "the reason for the new score", LONGEST);
        let reason = mistakes.keep("score_reason", reason.and_then(long_enough));
        let (criterion, score, reason) = (criterion?, score?, reason?);
        Some(What::Rescore { criterion, score, reason })
    }
}

fn score(typed: &str, scale_max: i16) -> Result<i16, String> {
    match typed.parse() {
        Ok(score) if (0..=scale_max).contains(&score) => Ok(score),
        _ => Err(format!("Choose a score from 0 to {scale_max}")),
    }
}

/// As long as any reason for a score.
fn long_enough(reason: String) -> Result<String, String> {
    if reason.chars().count() < 20 {
        return Err(
            "Write a reason of at least 20 characters: the bidder will want to learn from it"
                .to_owned(),
        );
    }
    Ok(reason)
}

/// The criteria that are scored, to choose from.
pub fn scored(criteria: &[Criterion]) -> Vec<Choice> {
    let scored = criteria.iter().filter(|it| !it.is_price);
    scored.map(|it| Choice::new(it.id.to_string(), it.name.as_str())).collect()
}

/// Why a change is refused, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefusalForm {
    /// Why.
    pub decision: String,
}

impl RefusalForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { decision: posted.text("decision") }
    }

    /// The reason, if there is one.
    pub fn parse(&self) -> Result<String, Mistakes> {
        let mut mistakes = Mistakes::default();
        let decision = text::prose(&self.decision, "why you refuse this change", LONGEST);
        mistakes.keep("decision", decision).ok_or(mistakes)
    }
}

#[cfg(test)]
mod tests {
    use super::{ChangeForm, What};

    fn form(kind: &str) -> ChangeForm {
        let id = "0190b0b0-0000-7000-8000-000000000000".to_owned();
        ChangeForm {
            kind: kind.to_owned(),
            bid: id.clone(),
            code: "other".to_owned(),
            criterion: id,
            score: "4".to_owned(),
            score_reason: "The second example was overlooked.".to_owned(),
            reason: "The panel looked again.".to_owned(),
        }
    }

    #[test]
    fn each_kind_of_change_asks_for_what_it_needs() {
        for kind in ["disqualify", "reinstate", "rescore"] {
            assert_eq!(form(kind).parse(5).unwrap().what.kind().word(), kind);
            let empty = ChangeForm { kind: kind.to_owned(), ..ChangeForm::default() };
            let count = empty.parse(5).unwrap_err().all().count();
            let wanted = match kind {
                "disqualify" => 3,
                "reinstate" => 2,
                _ => 5,
            };
            assert_eq!(count, wanted, "{kind}");
        }
        assert_eq!(ChangeForm::default().parse(5).unwrap_err().all().count(), 3);
        let mut high = form("rescore");
        high.score = "5".to_owned();
        assert_eq!(high.parse(4).unwrap_err().on("score"), Some("Choose a score from 0 to 4"));
    }

    #[test]
    fn a_preview_needs_no_reasons() {
        let bare = |kind| ChangeForm {
            reason: String::new(),
            score_reason: String::new(),
            code: String::new(),
            ..form(kind)
        };
        for kind in ["disqualify", "reinstate", "rescore"] {
            assert!(bare(kind).chosen(5).is_some(), "{kind}");
        }
        let unchosen = ChangeForm { score: String::new(), ..bare("rescore") };
        assert_eq!(unchosen.chosen(5), None);
        let chosen = bare("rescore").chosen(5).unwrap();
        assert!(matches!(chosen.what, What::Rescore { score: 4, .. }));
    }
}
