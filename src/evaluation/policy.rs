//! Who may open, score, moderate and lock, and when.

use super::model::{Opening, QualityLock};
use super::panel::model::Panel;
use crate::accounts::model::Role;
use crate::accounts::roles::{ForceMember, Reader};
use crate::error::Error;
use crate::requests::model::{Phase, Request};
use crate::types::ids::{BidId, UserId};
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
    /// Not somebody who reads scores side by side before the lock.
    #[error(
        "{}Scores are laid side by side here, once every score is in, for whoever chairs the panel, for requesters and approvers of your force and for auditors. When quality is locked, the whole panel can read who gave which score.",
        .0.as_ref().map(|it| format!("{it} chairs this panel, and agrees its scores. ")).unwrap_or_default()
    )]
    NotShown(Option<String>),
    /// Not somebody who looks back.
    #[error(
        "Who gave which score is read here, once quality is locked, by the panel that scored the bids, by requesters and approvers of your force, and by auditors."
    )]
    MayNotLookBack,
    /// Nobody looks back yet.
    #[error(
        "Quality is not locked yet, and until it is nobody reads here who gave which score. Once it is locked, the panel that scored the bids, requesters and approvers of your force, and auditors do."
    )]
    NotLockedYet,
    /// Quality is locked.
    #[error("Quality is locked, so scores can no longer change.")]
    Locked,
    /// Not asked yet with whom they have a conflict.
    #[error(
        "Declare first whether you have a conflict of interest with any company that bid. Nothing of a bid is shown before."
    )]
    Undeclared,
    /// The letters of an open page are those of other bids.
    #[error(
        "Bidders have other letters since you opened this page, because you declared a conflict of interest in between. Nothing was saved: open the page again, and copy what you wrote to the right bidder."
    )]
    LettersChanged,
    /// A conflict of interest with one of the bidders.
    #[error(
        "You have declared a conflict of interest with a company that bid on this request, so you take no part in moderating its bids. A colleague without one does."
    )]
    Recused,
    /// Not a role that moderates a panel without a chair.
    #[error(
        "This panel has no chair, so a requester or an approver of your force agrees its scores with the panel, and locks quality. Ask one of them."
    )]
    NotAModerator,
    /// The chair does.
    #[error("{0} chairs this panel, and agrees its scores and locks quality.")]
    TheChairModerates(String),
    /// Nobody is left to score some of the bids.
    #[error(
        "{} nobody left to score {}: everyone on the panel has declared a conflict of interest with the bidder. Add an evaluator to the panel.",
        if *.0 == 1 { "One bid has".to_owned() } else { format!("{} bids have", .0) },
        if *.0 == 1 { "it" } else { "them" }
    )]
    NobodyLeft(usize),
    /// Somebody else agreed other scores since the page was opened.
    #[error(
        "{0} has agreed scores for this bidder since you opened the page, so yours were not saved. Open the page again beside this one to compare both."
    )]
    AgreedMeanwhile(String),
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
    panel: &Panel,
    lock: Option<&QualityLock>,
    now: Moment,
) -> Result<(), Refusal> {
    may_sit(who, request, panel, now)?;
    if lock.is_some() {
        return Err(Refusal::Locked);
    }
    if panel.has_declared(who.user) { Ok(()) } else { Err(Refusal::Undeclared) }
}

/// Has this person a desk with bids to score, or that were scored?
pub fn may_sit(
    who: &ForceMember,
    request: &Request,
    panel: &Panel,
    now: Moment,
) -> Result<(), Refusal> {
    if !who.has(Role::Evaluator) || panel.member(who.user).is_none() {
        return Err(Refusal::NotOnPanel);
    }
    still_scored(request, None, now)
}

/// Is this bid on this person's desk? Whoever has a conflict of interest with
/// its company has nothing to do with it.
pub fn is_on_desk(panel: &Panel, user: UserId, bid: BidId) -> bool {
    panel.bids.contains(&bid) && !panel.stance(user).recused.contains(&bid)
}

/// May this person agree scores, and lock quality? The chair of the panel
/// does, where there is one; otherwise a requester or an approver.
pub fn may_moderate(
    who: &ForceMember,
    request: &Request,
    lock: Option<&QualityLock>,
    panel: &Panel,
    now: Moment,
) -> Result<(), Refusal> {
    takes_part(who, panel)?;
    if let Some(chair) = panel.chair().filter(|it| it.who.user != who.user) {
        return Err(Refusal::TheChairModerates(chair.who.name.clone()));
    }
    ripe(request, lock, panel, now)?;
    unbiased(who.user, panel)
}

/// May this person see every score side by side? Whoever agrees them,
/// requesters and approvers, when every score is in: before that, an
/// evaluator's scores are nobody else's. An auditor takes no part and has
/// nothing to declare, and waits like everyone else while scores may change.
/// Once quality is locked, whoever may look back reads what was compared.
pub fn may_compare(
    who: &Reader,
    request: &Request,
    lock: Option<&QualityLock>,
    panel: &Panel,
    now: Moment,
) -> Result<(), Refusal> {
    let Some(member) = who.member() else {
        let scoring = lock.is_none() && request.phase(now) == Phase::Evaluating;
        return if scoring { ripe(request, lock, panel, now) } else { Ok(()) };
    };
    if lock.is_some() {
        return may_look_back(who, panel);
    }
    let chair = panel.chair().map(|it| it.who.name.clone());
    takes_part(member, panel).map_err(|_| Refusal::NotShown(chair))?;
    ripe(request, lock, panel, now)?;
    unbiased(member.user, panel)
}

/// May this person read who gave which score, once quality is locked?
pub fn may_look_back(who: &Reader, panel: &Panel) -> Result<(), Refusal> {
    let Some(member) = who.member() else { return Ok(()) };
    if takes_part(member, panel).is_err() && !panel.named.contains(&member.user) {
        return Err(Refusal::MayNotLookBack);
    }
    if panel.is_recused(member.user) { Err(Refusal::Recused) } else { Ok(()) }
}

fn takes_part(who: &ForceMember, panel: &Panel) -> Result<(), Refusal> {
    let chairs = panel.chair().is_some_and(|it| it.who.user == who.user);
    if chairs || who.has(Role::Requester) || who.has(Role::Approver) {
        return Ok(());
    }
    Err(match panel.chair() {
        Some(chair) => Refusal::TheChairModerates(chair.who.name.clone()),
        None => Refusal::NotAModerator,
    })
}

fn ripe(
    request: &Request,
    lock: Option<&QualityLock>,
    panel: &Panel,
    now: Moment,
) -> Result<(), Refusal> {
    still_scored(request, lock, now)?;
    if panel.bids.is_empty() {
        return Err(Refusal::NoBids);
    }
    match panel.unattended() {
        0 if panel.is_complete() => Ok(()),
        0 => Err(Refusal::NotAllScored(panel.given(), panel.wanted())),
        bids => Err(Refusal::NobodyLeft(bids)),
    }
}

fn unbiased(user: UserId, panel: &Panel) -> Result<(), Refusal> {
    if panel.is_recused(user) {
        return Err(Refusal::Recused);
    }
    if panel.has_declared(user) { Ok(()) } else { Err(Refusal::Undeclared) }
}

fn still_scored(request: &Request, lock: Option<&QualityLock>, now: Moment) -> Result<(), Refusal> {
    if request.phase(now) != Phase::Evaluating {
        return Err(Refusal::NotEvaluating);
    }
    if lock.is_some() { Err(Refusal::Locked) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::{Confirmation, Refusal, may_compare, may_moderate, may_open, may_score, may_sit};
    use crate::accounts::model::{Organisation, Role, Viewer};
    use crate::accounts::roles::{ForceMember, Reader};
    use crate::audit::Actor;
    use crate::bids::samples;
    use crate::evaluation::model::{Opening, QualityLock};
    use crate::evaluation::panel::model::{Member, Panel, Stance};
    use crate::outbox::Recipient;
    use crate::requests::model::Request;
    use crate::requests::state::RequestState;
    use crate::types::ids::{BidId, RequestId, UserId};

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

    /// A panel of these people with two bids and one question, everyone of
    /// whom has given so many scores and has a conflict with so many bidders.
    fn panel(people: &[(u128, usize, usize)], chair: Option<u128>, declared: &[u128]) -> Panel {
        let bids: Vec<BidId> = [71, 72].map(|n| Uuid::from_u128(n).into()).to_vec();
        let stance = |conflicts: usize| Stance {
            declared: bids.iter().copied().collect(),
            recused: bids.iter().take(conflicts).copied().collect(),
        };
        let user = |n: u128| UserId::from(Uuid::from_u128(n));
        let member = |it: &(u128, usize, usize)| Member {
            who: Recipient {
                user: user(it.0),
                email: String::new(),
                name: format!("Person {}", it.0),
            },
            stance: stance(it.2),
            given: it.1,
            wanted: 2 - it.2,
        };
        let known = people.iter().map(|it| (user(it.0), stance(it.2)));
        Panel {
            named: people.iter().map(|it| user(it.0)).collect(),
            members: people.iter().map(member).collect(),
            chosen: chair.map(user),
            stances: known.chain(declared.iter().map(|n| (user(*n), stance(0)))).collect(),
            bids: bids.clone(),
        }
    }

    fn evaluating() -> Request {
        Request { state: RequestState::Evaluating, ..samples::request() }
    }

    #[test]
    fn only_the_panel_scores_and_only_until_the_lock() {
        let (now, request) = (samples::noon(), evaluating());
        let who = person(1, &[Role::Evaluator]);
        let on = panel(&[(1, 0, 0)], None, &[]);
        let early = samples::request();
        assert_eq!(may_score(&who, &early, &on, None, now), Err(Refusal::NotEvaluating));
        assert_eq!(may_score(&who, &request, &on, None, now), Ok(()));
        let off = panel(&[(2, 0, 0)], None, &[]);
        assert_eq!(may_score(&who, &request, &off, None, now), Err(Refusal::NotOnPanel));
        let former = person(1, &[Role::Requester]);
        assert_eq!(may_score(&former, &request, &on, None, now), Err(Refusal::NotOnPanel));
        let silent = Panel { stances: BTreeMap::new(), ..on.clone() };
        assert_eq!(may_score(&who, &request, &silent, None, now), Err(Refusal::Undeclared));
        assert_eq!(may_sit(&who, &request, &silent, now), Ok(()), "to be asked to declare");
        let lock = QualityLock {
            request_id: request.id,
            locked_by: who.user,
            locked_at: now,
            ranking: serde_json::Value::Null,
        };
        assert_eq!(may_score(&who, &request, &on, Some(&lock), now), Err(Refusal::Locked));
    }

    #[test]
    fn moderation_starts_with_the_last_score() {
        let (now, request) = (samples::noon(), evaluating());
        let judge = |n, roles: &[Role], panel: &Panel| {
            may_moderate(&person(n, roles), &request, None, panel, now)
        };
        let half = panel(&[(1, 2, 0), (2, 1, 0)], None, &[8]);
        assert_eq!(judge(8, &[Role::Requester], &half), Err(Refusal::NotAllScored(3, 4)));
        let all = panel(&[(1, 2, 0), (2, 2, 0)], None, &[8]);
        assert_eq!(judge(8, &[Role::Requester], &all), Ok(()));
        assert_eq!(judge(8, &[Role::Approver], &all), Ok(()));
        assert_eq!(judge(1, &[Role::Evaluator], &all), Err(Refusal::NotAModerator));
        assert_eq!(judge(7, &[Role::Approver], &all), Err(Refusal::Undeclared));
        let none = Panel { bids: Vec::new(), ..all };
        assert_eq!(judge(8, &[Role::Requester], &none), Err(Refusal::NoBids));
        let nobody = panel(&[(1, 0, 2), (2, 1, 1)], None, &[8]);
        let left = judge(8, &[Role::Requester], &nobody);
        assert_eq!(left, Err(Refusal::NobodyLeft(1)));
        assert!(left.unwrap_err().to_string().starts_with("One bid has nobody left to score it:"));
    }

    #[test]
    fn an_auditor_reads_scores_when_the_panel_does_and_whatever_there_is_afterwards() {
        let (now, request) = (samples::noon(), evaluating());
        let auditor = Reader::try_from(Viewer {
            by: Actor::system("test"),
            user: Uuid::from_u128(50).into(),
            name: "Aud".to_owned(),
            email: String::new(),
            organisation: Organisation::Operator,
            organisation_name: String::new(),
            roles: vec![Role::Auditor],
            session: Uuid::from_u128(51),
            proven_at: now,
            two_factors: true,
        })
        .unwrap();
        let half = panel(&[(1, 2, 0), (2, 1, 0)], None, &[]);
        let all = panel(&[(1, 2, 0), (2, 2, 0)], None, &[]);
        let lock = QualityLock {
            request_id: request.id,
            locked_by: Uuid::from_u128(8).into(),
            locked_at: now,
            ranking: serde_json::Value::Null,
        };
        let early = may_compare(&auditor, &request, None, &half, now);
        assert_eq!(early, Err(Refusal::NotAllScored(3, 4)));
        assert_eq!(may_compare(&auditor, &request, None, &all, now), Ok(()));
        assert_eq!(may_compare(&auditor, &request, Some(&lock), &half, now), Ok(()));
        let over = Request { state: RequestState::Cancelled, ..evaluating() };
        assert_eq!(may_compare(&auditor, &over, None, &half, now), Ok(()));
        let member = Reader::of(&person(8, &[Role::Requester]));
        assert!(may_compare(&member, &request, None, &half, now).is_err());
    }

    #[test]
    fn whoever_may_not_read_scores_is_told_who_does_and_when() {
        let (now, request) = (samples::noon(), evaluating());
        let all = panel(&[(1, 2, 0), (2, 2, 0)], None, &[8]);
        let lock = QualityLock {
            request_id: request.id,
            locked_by: Uuid::from_u128(8).into(),
            locked_at: now,
            ranking: serde_json::Value::Null,
        };
        for (n, role, before, after) in [
            (5, Role::ForceAdmin, Err(Refusal::NotShown(None)), Err(Refusal::MayNotLookBack)),
            (5, Role::ContractManager, Err(Refusal::NotShown(None)), Err(Refusal::MayNotLookBack)),
            (1, Role::Evaluator, Err(Refusal::NotShown(None)), Ok(())),
            (8, Role::Approver, Ok(()), Ok(())),
        ] {
            let who = Reader::of(&person(n, &[role]));
            assert_eq!(may_compare(&who, &request, None, &all, now), before, "{role:?}");
            assert_eq!(may_compare(&who, &request, Some(&lock), &all, now), after, "{role:?}");
        }
    }

    #[test]
    fn the_chair_moderates_where_there_is_one_without_a_conflict() {
        let (now, request) = (samples::noon(), evaluating());
        let judge = |n, roles: &[Role], panel: &Panel| {
            may_moderate(&person(n, roles), &request, None, panel, now)
        };
        let chaired = panel(&[(1, 2, 0), (2, 2, 0)], Some(2), &[8]);
        assert_eq!(judge(2, &[Role::Evaluator], &chaired), Ok(()));
        let other = judge(8, &[Role::Requester], &chaired);
        assert_eq!(other, Err(Refusal::TheChairModerates("Person 2".to_owned())));
        assert_eq!(judge(1, &[Role::Evaluator], &chaired), other, "a colleague on the panel");
        let recused = panel(&[(1, 2, 0), (2, 1, 1)], Some(2), &[8]);
        assert_eq!(judge(2, &[Role::Evaluator], &recused), Err(Refusal::NotAModerator));
        assert_eq!(judge(8, &[Role::Requester], &recused), Ok(()));
        // Somebody with both roles and a conflict does not moderate as the other either.
        assert_eq!(judge(2, &[Role::Requester], &recused), Err(Refusal::Recused));
    }
}
