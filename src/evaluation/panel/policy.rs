//! Who may change a panel, when, and to what. Pure.

use super::model::{NewPanel, Panel};
use crate::accounts::model::Role;
use crate::accounts::roles::{ForceMember, Reader};
use crate::error::Error;
use crate::evaluation::model::QualityLock;
use crate::requests::model::{Phase, Request};
use crate::types::ids::UserId;
use crate::types::time::Moment;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a role that changes a panel.
    #[error(
        "A panel and its chair are changed by a requester or an approver of your force. Ask whoever wrote this request."
    )]
    NotAllowed,
    /// Too early, or too late.
    #[error(
        "A panel is changed from the publication of its request until quality is locked. While a request is a draft, its panel is a page of the draft."
    )]
    WrongTime,
    /// Nobody would be left.
    #[error("A panel has at least one evaluator. Add somebody before you remove the last one.")]
    NobodyLeft,
    /// Not an evaluator of the force.
    #[error("Everyone on a panel has the role “Evaluator” at your force.")]
    NotAnEvaluator,
    /// The chair is not on the panel.
    #[error("Whoever chairs a panel is on it.")]
    ChairNotOnPanel,
    /// The chair has a conflict of interest.
    #[error(
        "Whoever chairs a panel takes part in moderation, so somebody who declared a conflict of interest with a company that bid cannot chair it."
    )]
    ChairRecused,
    /// Nothing is different.
    #[error("The panel is already like this, so nothing was changed.")]
    NothingChanged,
    /// Somebody else changed it.
    #[error(
        "Somebody changed this panel since you opened the page, so your change was not made. Look at the panel as it is now, and change it again if you still want to."
    )]
    ChangedMeanwhile,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// What changes about a panel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Who comes.
    pub added: Vec<UserId>,
    /// Who leaves.
    pub removed: Vec<UserId>,
    /// Whether somebody else chairs it, or nobody any more.
    pub chair: bool,
}

/// May this person change the panel now?
pub fn may_change(
    who: &ForceMember,
    request: &Request,
    lock: Option<&QualityLock>,
    now: Moment,
) -> Result<(), Refusal> {
    if !who.has(Role::Requester) && !who.has(Role::Approver) {
        return Err(Refusal::NotAllowed);
    }
    let running = matches!(request.phase(now), Phase::Open | Phase::Closed | Phase::Evaluating);
    if running && lock.is_none() { Ok(()) } else { Err(Refusal::WrongTime) }
}

/// What becomes of the panel. `evaluators` are those of the force.
pub fn difference(
    panel: &Panel,
    new: &NewPanel,
    evaluators: &[UserId],
) -> Result<Difference, Refusal> {
    if new.people.is_empty() {
        return Err(Refusal::NobodyLeft);
    }
    let comes = |it: &&UserId| !panel.named.contains(it);
    let added: Vec<UserId> = new.people.iter().filter(comes).copied().collect();
    if !added.iter().all(|it| evaluators.contains(it)) {
        return Err(Refusal::NotAnEvaluator);
    }
    if new.chair.is_some_and(|it| !new.people.contains(&it)) {
        return Err(Refusal::ChairNotOnPanel);
    }
    if panel.chosen != new.chair && new.chair.is_some_and(|it| panel.is_recused(it)) {
        return Err(Refusal::ChairRecused);
    }
    let leaves = |it: &&UserId| !new.people.contains(it);
    let removed: Vec<UserId> = panel.named.iter().filter(leaves).copied().collect();
    let chair = panel.chosen != new.chair;
    if added.is_empty() && removed.is_empty() && !chair {
        return Err(Refusal::NothingChanged);
    }
    Ok(Difference { added, removed, chair })
}

/// Whether this person may read with which bidders people have a conflict of
/// interest. Whoever moderates could tell a bidder behind a letter by whose
/// score is missing, so nobody of the force is told before quality is locked.
pub fn may_read_conflicts(who: &Reader, panel: &Panel, lock: Option<&QualityLock>) -> bool {
    match who.member() {
        Some(member) => {
            let decides = member.has(Role::Requester) || member.has(Role::Approver);
            decides && lock.is_some() && !panel.is_recused(member.user)
        }
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Difference, Refusal, difference, may_change};
    use crate::accounts::model::Role;
    use crate::accounts::roles::ForceMember;
    use crate::audit::Actor;
    use crate::bids::samples;
    use crate::evaluation::panel::model::{NewPanel, Panel};
    use crate::requests::state::RequestState;
    use crate::types::ids::UserId;

    fn user(n: u128) -> UserId {
        Uuid::from_u128(n).into()
    }

    #[test]
    fn a_panel_is_changed_by_those_who_answer_for_the_request_until_the_lock() {
        let person = |role| ForceMember {
            by: Actor::system("test"),
            user: user(1),
            name: "Sam".to_owned(),
            roles: vec![role],
            force: Uuid::from_u128(99).into(),
        };
        let mut request = samples::request();
        let now = samples::noon();
        let judge = |role, request: &_| may_change(&person(role), request, None, now);
        assert_eq!(judge(Role::Requester, &request), Ok(()));
        assert_eq!(judge(Role::Evaluator, &request), Err(Refusal::NotAllowed));
        for (state, may) in [
            (RequestState::Draft, false),
            (RequestState::AwaitingApproval, false),
            (RequestState::Evaluating, true),
            (RequestState::Decided, false),
            (RequestState::Cancelled, false),
        ] {
            request.state = state;
            assert_eq!(judge(Role::Approver, &request).is_ok(), may, "{state:?}");
        }
    }

    #[test]
    fn what_changes_is_told_from_what_stays() {
        let panel =
            Panel { named: vec![user(1), user(2)], chosen: Some(user(2)), ..Panel::default() };
        let evaluators = [user(1), user(3)];
        let ask = |people: &[u128], chair: Option<u128>| {
            let new = NewPanel {
                people: people.iter().map(|n| user(*n)).collect(),
                chair: chair.map(user),
                reason: "Ned is on leave".to_owned(),
            };
            difference(&panel, &new, &evaluators)
        };
        let said = |added: &[u128], removed: &[u128], chair| {
            let users = |all: &[u128]| all.iter().map(|n| user(*n)).collect();
            Ok(Difference { added: users(added), removed: users(removed), chair })
        };
        assert_eq!(ask(&[1, 3], None), said(&[3], &[2], true));
        assert_eq!(ask(&[1, 2], Some(1)), said(&[], &[], true));
        assert_eq!(ask(&[2], Some(2)), said(&[], &[1], false));
        assert_eq!(ask(&[1, 2], Some(2)), Err(Refusal::NothingChanged));
        assert_eq!(ask(&[], None), Err(Refusal::NobodyLeft));
        assert_eq!(ask(&[1, 4], None), Err(Refusal::NotAnEvaluator));
        assert_eq!(ask(&[1], Some(2)), Err(Refusal::ChairNotOnPanel));
    }
}
