//! Who may open, score, moderate and lock, and when.

use super::model::{Opening, QualityLock};
use crate::accounts::model::Role;
use crate::accounts::roles::{ForceMember, Reader};
use crate::error::Error;
use crate::requests::model::{Phase, Request};
use crate::types::ids::UserId;
use crate::types::time::Moment;
use crate::types::uk_time;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Before the deadline.
    #[error("Bids stay sealed until {0}. Nobody can open them before then.")]
    StillSealed(String),
    /// The request is a draft, or has ended.
    #[error("This request has no bids to open: it is not published, or it has ended.")]
    NothingToOpen,
    /// The bids are open.
    #[error("The bids on this request are already open.")]
    AlreadyOpened,
    /// The same person again.
    #[error(
        "You have confirmed the opening already. A second person of your force must confirm it too."
    )]
    SamePerson,
    /// Not a role that opens bids.
    #[error(
        "Opening bids needs the role “Requester”, “Approver” or “Contract manager”. Ask an administrator of your force."
    )]
    NotAnOpener,
    /// The bids are not open, or the decision is made.
    #[error(
        "Bids on this request are not being scored. They are scored after the opening and before the decision."
    )]
    NotEvaluating,
    /// Not on the panel.
    #[error("Only the evaluators on this request’s panel score its bids.")]
    NotOnPanel,
    /// Quality is locked.
    #[error("Quality is locked, so scores can no longer change.")]
    Locked,
    /// Not a role that moderates.
    #[error(
        "Moderating scores needs the role “Requester” or “Approver”. Ask an administrator of your force."
    )]
    NotAModerator,
    /// Some evaluator is not ready.
    #[error(
        "Moderation starts when every evaluator has scored every bid: {0} of {1} scores are in."
    )]
    NotAllScored(usize, usize),
    /// Some score is not agreed.
    #[error("Quality can be locked when a score is agreed for every bid on every criterion.")]
    NotAllAgreed,
    /// Nobody bid.
    #[error("There are no bids on this request. End it without an award.")]
    NoBids,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// Which of the two people this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// The first: nothing opens yet.
    First,
    /// The second: the bids open.
    Second,
}

/// May this person confirm the opening?
pub fn may_open(
    who: &ForceMember,
    request: &Request,
    opening: Option<&Opening>,
    now: Moment,
) -> Result<Confirmation, Refusal> {
    if ![Role::Requester, Role::Approver, Role::ContractManager].iter().any(|role| who.has(*role)) {
        return Err(Refusal::NotAnOpener);
    }
    if opening.is_some_and(|it| it.opened_at.is_some()) {
        return Err(Refusal::AlreadyOpened);
    }
    match (request.phase(now), request.closes_at) {
        (Phase::Closed, _) => {}
        (Phase::Open, Some(closes_at)) => {
            return Err(Refusal::StillSealed(uk_time::full(closes_at)));
        }
        _ => return Err(Refusal::NothingToOpen),
    }
    match opening {
        None => Ok(Confirmation::First),
        Some(first) if first.first_by == who.user => Err(Refusal::SamePerson),
        Some(_) => Ok(Confirmation::Second),
    }
}

/// May this person score this request's bids?
pub fn may_score(
    who: &ForceMember,
    request: &Request,
    panel: &[UserId],
    lock: Option<&QualityLock>,
    now: Moment,
) -> Result<(), Refusal> {
    if !who.has(Role::Evaluator) || !panel.contains(&who.user) {
        return Err(Refusal::NotOnPanel);
    }
    still_scored(request, lock, now)
}

/// May this person see every score side by side, and agree one? `given` of
/// `wanted` scores are in.
pub fn may_moderate(
    who: &ForceMember,
    request: &Request,
    lock: Option<&QualityLock>,
    (given, wanted): (usize, usize),
    now: Moment,
) -> Result<(), Refusal> {
    if !who.has(Role::Requester) && !who.has(Role::Approver) {
        return Err(Refusal::NotAModerator);
    }
    still_scored(request, lock, now)?;
    if wanted == 0 {
        return Err(Refusal::NoBids);
    }
    if given < wanted { Err(Refusal::NotAllScored(given, wanted)) } else { Ok(()) }
}

/// May this person see every score side by side? Of the force, whoever may
/// agree them now: before that, an evaluator's scores are nobody else's. An
/// auditor takes no part, and reads what there is of any bid that is open.
pub fn may_compare(
    who: &Reader,
    request: &Request,
    lock: Option<&QualityLock>,
    tally: (usize, usize),
    now: Moment,
) -> Result<(), Refusal> {
    match who.member() {
        Some(member) => may_moderate(member, request, lock, tally, now),
        None => Ok(()),
    }
}

fn still_scored(request: &Request, lock: Option<&QualityLock>, now: Moment) -> Result<(), Refusal> {
    if request.phase(now) != Phase::Evaluating {
        return Err(Refusal::NotEvaluating);
    }
    if lock.is_some() { Err(Refusal::Locked) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::{Confirmation, Refusal, may_moderate, may_open, may_score};
    use crate::accounts::model::Role;
    use crate::accounts::roles::ForceMember;
    use crate::audit::Actor;
    use crate::bids::samples;
    use crate::evaluation::model::{Opening, QualityLock};
    use crate::requests::state::RequestState;
    use crate::types::ids::RequestId;

    fn person(n: u128, roles: &[Role]) -> ForceMember {
        ForceMember {
            by: Actor::system("test"),
            user: Uuid::from_u128(n).into(),
            name: "Sam".to_owned(),
            roles: roles.to_vec(),
            force: Uuid::from_u128(99).into(),
        }
    }

    fn opening(first: u128) -> Opening {
        Opening {
            request_id: RequestId::mint(),
            first_by: Uuid::from_u128(first).into(),
            first_at: samples::noon(),
            second_by: None,
            opened_at: None,
        }
    }

    #[test]
    fn bids_open_at_the_deadline_and_not_a_millisecond_before() {
        let (who, request) = (person(1, &[Role::Requester]), samples::request());
        let early = samples::noon() - TimeDelta::milliseconds(1);
        assert!(matches!(may_open(&who, &request, None, early), Err(Refusal::StillSealed(_))));
        assert_eq!(may_open(&who, &request, None, samples::noon()), Ok(Confirmation::First));
        let evaluator = person(1, &[Role::Evaluator, Role::ForceAdmin]);
        assert_eq!(
            may_open(&evaluator, &request, None, samples::noon()),
            Err(Refusal::NotAnOpener)
        );
    }

    #[test]
    fn opening_takes_two_different_people() {
        let (now, request) = (samples::noon(), samples::request());
        let first = opening(1);
        let judge = |n, opening: &Opening| {
            may_open(&person(n, &[Role::Approver]), &request, Some(opening), now)
        };
        assert_eq!(judge(1, &first), Err(Refusal::SamePerson));
        assert_eq!(judge(2, &first), Ok(Confirmation::Second));
        let opened =
            Opening { second_by: Some(Uuid::from_u128(2).into()), opened_at: Some(now), ..first };
        assert_eq!(judge(3, &opened), Err(Refusal::AlreadyOpened));
        for state in [RequestState::Draft, RequestState::Cancelled, RequestState::NoAward] {
            let mut request = samples::request();
            request.state = state;
            let found = may_open(&person(1, &[Role::Approver]), &request, None, now);
            assert_eq!(found, Err(Refusal::NothingToOpen), "{state:?}");
        }
    }

    #[test]
    fn only_the_panel_scores_and_only_until_the_lock() {
        let now = samples::noon();
        let mut request = samples::request();
        let who = person(1, &[Role::Evaluator]);
        let panel = [who.user];
        assert_eq!(may_score(&who, &request, &panel, None, now), Err(Refusal::NotEvaluating));
        request.state = RequestState::Evaluating;
        assert_eq!(may_score(&who, &request, &panel, None, now), Ok(()));
        assert_eq!(may_score(&who, &request, &[], None, now), Err(Refusal::NotOnPanel));
        let former = person(1, &[Role::Requester]);
        assert_eq!(may_score(&former, &request, &panel, None, now), Err(Refusal::NotOnPanel));
        let lock = QualityLock {
            request_id: request.id,
            locked_by: who.user,
            locked_at: now,
            ranking: serde_json::Value::Null,
        };
        assert_eq!(may_score(&who, &request, &panel, Some(&lock), now), Err(Refusal::Locked));
    }

    #[test]
    fn moderation_starts_with_the_last_score() {
        let now = samples::noon();
        let mut request = samples::request();
        request.state = RequestState::Evaluating;
        let judge =
            |roles: &[Role], tally| may_moderate(&person(1, roles), &request, None, tally, now);
        assert_eq!(judge(&[Role::Requester], (11, 12)), Err(Refusal::NotAllScored(11, 12)));
        assert_eq!(judge(&[Role::Requester], (12, 12)), Ok(()));
        assert_eq!(judge(&[Role::Approver], (12, 12)), Ok(()));
        assert_eq!(judge(&[Role::Evaluator], (12, 12)), Err(Refusal::NotAModerator));
        assert_eq!(judge(&[Role::Requester], (0, 0)), Err(Refusal::NoBids));
    }
}
