//! Who may change the ranking, when, and what must come before. Pure.

use super::model::{Before, DisqualifyReason, Proposal, RankingChange, What};
use super::state::{RankingChangeEvent, RankingChangeState};
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::error::Error;
use crate::evaluation::explaining::model::Explanation;
use crate::evaluation::model::Snapshot;
use crate::requests::model::{Phase, Request};
use crate::types::state::Step;
use crate::types::time::Moment;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a role that changes the ranking.
    #[error(
        "Proposing a change of the ranking needs the role “Requester” or “Approver”. Ask an administrator of your force."
    )]
    NotAProposer,
    /// Not a role that decides.
    #[error(
        "Deciding on a change of the ranking needs the role “Approver”. Ask an administrator of your force."
    )]
    NotAnApprover,
    /// Too early, or too late.
    #[error(
        "The ranking can be changed after quality is locked and before an award is approved. This request is not at that point."
    )]
    WrongTime,
    /// An award rests on the ranking.
    #[error("An award is recommended on this ranking. Decline it first, then propose the change.")]
    Awarded,
    /// One change at a time.
    #[error(
        "Another change of the ranking waits for a second person. It must be decided on first, so that everyone sees what a change does."
    )]
    AnotherWaits,
    /// It was decided on meanwhile.
    #[error("This change is no longer waiting: it was decided on or withdrawn.")]
    NotWaiting,
    /// The same person.
    #[error("You proposed this change, so another person must make or refuse it.")]
    SamePerson,
    /// Only the first takes it back.
    #[error("Only the person who proposed this change can withdraw it.")]
    NotYours,
    /// It is out already.
    #[error("This bid is disqualified already.")]
    AlreadyOut,
    /// It is in.
    #[error("Nobody disqualified this bid, so it cannot be brought back.")]
    NotOut,
    /// A score below a minimum keeps it out.
    #[error(
        "This bid scored less than a minimum that the request set. It comes back only if that score is changed."
    )]
    BelowMinimum,
    /// Nothing is different.
    #[error("This is the score that the bid has already.")]
    SameScore,
    /// There is no such bid or score.
    #[error("There is no such bid or score in this ranking.")]
    NoSuch,
    /// Its price is not low.
    #[error("The price of this bid is not marked as abnormally low.")]
    NotLow,
    /// The bidder comes first.
    #[error(
        "Ask the bidder to explain the price first, and wait for the answer or until the time to answer has passed."
    )]
    AskFirst,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

impl Refusal {
    /// Whether another ground would do: it is the one chosen that does not fit.
    pub fn is_of_the_ground(self) -> bool {
        matches!(self, Self::NotLow | Self::AskFirst)
    }
}

/// May this person propose a change now?
pub fn may_propose(
    who: &ForceMember,
    request: &Request,
    before: Option<&Before>,
    now: Moment,
) -> Result<(), Refusal> {
    if !who.has(Role::Requester) && !who.has(Role::Approver) {
        return Err(Refusal::NotAProposer);
    }
    let before = before.ok_or(Refusal::WrongTime)?;
    still_open(request, before.awarded, now)?;
    if before.waiting { Err(Refusal::AnotherWaits) } else { Ok(()) }
}

fn still_open(request: &Request, awarded: bool, now: Moment) -> Result<(), Refusal> {
    if request.phase(now) != Phase::Evaluating {
        return Err(Refusal::WrongTime);
    }
    if awarded { Err(Refusal::Awarded) } else { Ok(()) }
}

/// Does a change make sense for the bid? `asked` is what its bidder was last
/// asked to explain.
pub fn makes_sense(
    proposal: &Proposal,
    snapshot: &Snapshot,
    asked: Option<&Explanation>,
    now: Moment,
) -> Result<(), Refusal> {
    let bid = snapshot.quality.of(proposal.bid).ok_or(Refusal::NoSuch)?;
    let ranked = snapshot.ranking.of(proposal.bid).ok_or(Refusal::NoSuch)?;
    match &proposal.what {
        What::Disqualify(_) if ranked.disqualified.is_some() => Err(Refusal::AlreadyOut),
        What::Disqualify(DisqualifyReason::AbnormallyLow) => {
            if !ranked.abnormally_low {
                return Err(Refusal::NotLow);
            }
            if asked.is_some_and(|it| it.has_had_its_say(now)) {
                Ok(())
            } else {
                Err(Refusal::AskFirst)
            }
        }
        What::Disqualify(_) => Ok(()),
        What::Reinstate if bid.removed.is_some() => Ok(()),
        What::Reinstate if bid.short.is_some() => Err(Refusal::BelowMinimum),
        What::Reinstate => Err(Refusal::NotOut),
        What::Rescore { criterion, score, .. } => match bid.scores.get(criterion) {
            None => Err(Refusal::NoSuch),
            Some(given) if given == score => Err(Refusal::SameScore),
            Some(_) => Ok(()),
        },
    }
}

/// May this person make or refuse a change?
pub fn may_decide(
    who: &ForceMember,
    request: &Request,
    change: &RankingChange,
    awarded: bool,
    event: RankingChangeEvent,
    now: Moment,
) -> Result<Step<RankingChangeState>, Refusal> {
    if !who.has(Role::Approver) {
        return Err(Refusal::NotAnApprover);
    }
    let step = Step::take(change.state, event).ok_or(Refusal::NotWaiting)?;
    if change.proposed_by == who.user {
        return Err(Refusal::SamePerson);
    }
    still_open(request, awarded, now)?;
    Ok(step)
}

/// May this person take a change back?
pub fn may_withdraw(
    who: &ForceMember,
    change: &RankingChange,
) -> Result<Step<RankingChangeState>, Refusal> {
    let step = Step::take(change.state, RankingChangeEvent::Withdraw).ok_or(Refusal::NotWaiting)?;
    if change.proposed_by == who.user { Ok(step) } else { Err(Refusal::NotYours) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;
    use crate::audit::Actor;
    use crate::bids::samples;
    use crate::evaluation::explaining::state::ExplanationState;
    use crate::evaluation::model::{Frozen, FrozenBid, RankedBid, Ranking};
    use crate::evaluation::reranking::model::{ChangeKind, Numbered};
    use crate::requests::state::RequestState;
    use crate::types::ids::{BidId, ExplanationId, RankingChangeId, RequestId};
    use crate::types::money::Money;

    fn person(n: u128, roles: &[Role]) -> ForceMember {
        ForceMember {
            by: Actor::system("test"),
            user: Uuid::from_u128(n).into(),
            name: "Sam".to_owned(),
            roles: roles.to_vec(),
            force: Uuid::from_u128(99).into(),
        }
    }

    fn bid() -> BidId {
        Uuid::from_u128(5).into()
    }

    fn snapshot(removed: Option<&str>, short: Option<&str>, low: bool) -> Snapshot {
        let (quality, provider) = (30.into(), Uuid::from_u128(6).into());
        let scores = BTreeMap::from([(Uuid::from_u128(7).into(), 3)]);
        let (removed, short) = (removed.map(str::to_owned), short.map(str::to_owned));
        let disqualified = removed.clone().or(short.clone());
        let frozen = FrozenBid { bid: bid(), provider, scores, quality, short, removed, draw: 1 };
        let ranked = RankedBid {
            bid: bid(),
            provider,
            quality,
            price_score: None,
            total: None,
            price: Money::ZERO,
            rank: disqualified.is_none().then_some(1),
            tied: false,
            disqualified,
            abnormally_low: low,
        };
        Snapshot {
            quality: Frozen { lots: "word".to_owned(), bids: vec![frozen] },
            ranking: Ranking { bids: vec![ranked] },
        }
    }

    fn before(awarded: bool, waiting: bool) -> Before {
        let now = Numbered {
            number: 1,
            change: None,
            made_at: samples::noon(),
            snapshot: snapshot(None, None, false),
        };
        Before { now, awarded, waiting }
    }

    fn asked(state: ExplanationState) -> Explanation {
        Explanation {
            id: ExplanationId::mint(),
            request_id: RequestId::mint(),
            bid_id: bid(),
            state,
            question: "How?".to_owned(),
            due_at: samples::noon(),
            asked_by: Uuid::from_u128(1).into(),
            asked_at: samples::noon() - TimeDelta::days(7),
            answer: String::new(),
            answered_by: None,
            answered_at: None,
            closed_by: None,
            closed_at: None,
            closing: String::new(),
        }
    }

    #[test]
    fn a_change_waits_for_the_lock_and_comes_before_an_award() {
        let (who, now) = (person(1, &[Role::Requester]), samples::noon());
        let mut request = samples::request();
        request.state = RequestState::Evaluating;
        let judge = |before: Option<&Before>| may_propose(&who, &request, before, now);
        assert_eq!(judge(None), Err(Refusal::WrongTime));
        assert_eq!(judge(Some(&before(false, false))), Ok(()));
        assert_eq!(judge(Some(&before(true, false))), Err(Refusal::Awarded));
        assert_eq!(judge(Some(&before(false, true))), Err(Refusal::AnotherWaits));
        let evaluator = person(1, &[Role::Evaluator]);
        let judged = may_propose(&evaluator, &request, Some(&before(false, false)), now);
        assert_eq!(judged, Err(Refusal::NotAProposer));
        for state in [RequestState::Standstill, RequestState::NoAward, RequestState::Cancelled] {
            let mut request = samples::request();
            request.state = state;
            let judged = may_propose(&who, &request, Some(&before(false, false)), now);
            assert_eq!(judged, Err(Refusal::WrongTime), "{state:?}");
        }
    }

    #[test]
    fn a_change_must_change_something_that_is_there() {
        let (now, free) = (samples::noon(), snapshot(None, None, true));
        let judge = |what, snapshot: &Snapshot, asked: Option<&Explanation>| {
            let proposal = Proposal { bid: bid(), what, reason: "Because.".to_owned() };
            makes_sense(&proposal, snapshot, asked, now)
        };
        let low = || What::Disqualify(DisqualifyReason::AbnormallyLow);
        assert_eq!(judge(low(), &free, None), Err(Refusal::AskFirst));
        for (state, may) in [
            (ExplanationState::Asked, Ok(())), // its time has passed
            (ExplanationState::Answered, Ok(())),
            (ExplanationState::Withdrawn, Err(Refusal::AskFirst)),
        ] {
            assert_eq!(judge(low(), &free, Some(&asked(state))), may, "{state:?}");
        }
        let early = Explanation {
            due_at: now + TimeDelta::milliseconds(1),
            ..asked(ExplanationState::Asked)
        };
        assert_eq!(judge(low(), &free, Some(&early)), Err(Refusal::AskFirst));
        assert_eq!(judge(low(), &snapshot(None, None, false), None), Err(Refusal::NotLow));
        let other = || What::Disqualify(DisqualifyReason::Other);
        assert_eq!(judge(other(), &free, None), Ok(()));
        assert_eq!(
            judge(other(), &snapshot(Some("x"), None, false), None),
            Err(Refusal::AlreadyOut)
        );
        assert_eq!(judge(What::Reinstate, &free, None), Err(Refusal::NotOut));
        assert_eq!(judge(What::Reinstate, &snapshot(Some("x"), None, false), None), Ok(()));
        let short = snapshot(None, Some("Team scored 1"), false);
        assert_eq!(judge(What::Reinstate, &short, None), Err(Refusal::BelowMinimum));
        let score = |criterion: u128, score| What::Rescore {
            criterion: Uuid::from_u128(criterion).into(),
            score,
            reason: String::new(),
        };
        assert_eq!(judge(score(7, 3), &free, None), Err(Refusal::SameScore));
        assert_eq!(judge(score(7, 4), &free, None), Ok(()));
        assert_eq!(judge(score(8, 4), &free, None), Err(Refusal::NoSuch));
    }

    #[test]
    fn two_people_change_the_ranking() {
        let mut request = samples::request();
        request.state = RequestState::Evaluating;
        let change = RankingChange {
            id: RankingChangeId::mint(),
            request_id: request.id,
            bid_id: bid(),
            kind: ChangeKind::Reinstate,
            state: RankingChangeState::Proposed,
            code: None,
            criterion_id: None,
            score: None,
            score_reason: String::new(),
            was_score: None,
            was_reason: String::new(),
            reason: "Because.".to_owned(),
            proposed_by: Uuid::from_u128(1).into(),
            proposed_at: samples::noon(),
            decided_by: None,
            decided_at: None,
            decision: String::new(),
        };
        let judge = |n, roles: &[Role], awarded| {
            let make = RankingChangeEvent::Make;
            let who = person(n, roles);
            may_decide(&who, &request, &change, awarded, make, samples::noon()).map(drop)
        };
        assert_eq!(judge(1, &[Role::Approver], false), Err(Refusal::SamePerson));
        assert_eq!(judge(2, &[Role::Approver], false), Ok(()));
        assert_eq!(judge(2, &[Role::Approver], true), Err(Refusal::Awarded));
        assert_eq!(judge(2, &[Role::Requester], false), Err(Refusal::NotAnApprover));
        assert!(may_withdraw(&person(1, &[]), &change).is_ok());
        assert_eq!(may_withdraw(&person(2, &[]), &change), Err(Refusal::NotYours));
        let made = RankingChange { state: RankingChangeState::Made, ..change.clone() };
        assert_eq!(may_withdraw(&person(1, &[]), &made), Err(Refusal::NotWaiting));
    }
}
