//! Who scores the bids of a request, and how far they are.

use std::collections::{BTreeMap, BTreeSet};

use crate::accounts::roles::Reader;
use crate::outbox::Recipient;
use crate::types::ids::{BidId, UserId};
use crate::types::time::Moment;

/// What somebody has declared about the companies that bid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stance {
    /// The bids about whose companies they have declared anything.
    pub declared: BTreeSet<BidId>,
    /// Those with whose companies they have a conflict of interest.
    pub recused: BTreeSet<BidId>,
}

/// Someone on the panel who scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The person.
    pub who: Recipient,
    /// What they have declared.
    pub stance: Stance,
    /// How many scores that count they have given.
    pub given: usize,
    /// How many are wanted of them.
    pub wanted: usize,
}

impl Member {
    /// Whether they have given every score that is wanted of them.
    pub fn is_done(&self) -> bool {
        self.given >= self.wanted
    }
}

/// The panel of a request, with how far it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Panel {
    /// Everyone it names, whether or not they can still score.
    pub named: Vec<UserId>,
    /// Those who can, by name.
    pub members: Vec<Member>,
    /// Who was chosen to chair it.
    pub chosen: Option<UserId>,
    /// The bids that are open.
    pub bids: Vec<BidId>,
    /// What everyone has declared, on the panel or not.
    pub stances: BTreeMap<UserId, Stance>,
}

impl Panel {
    /// Someone who scores.
    pub fn member(&self, user: UserId) -> Option<&Member> {
        self.members.iter().find(|it| it.who.user == user)
    }

    /// Whether a reader is someone who scores.
    pub fn member_is(&self, who: &Reader) -> bool {
        who.member().is_some_and(|it| self.member(it.user).is_some())
    }

    /// What somebody has declared.
    pub fn stance(&self, user: UserId) -> Stance {
        self.stances.get(&user).cloned().unwrap_or_default()
    }

    /// Whether they have declared something about every company that bid.
    pub fn has_declared(&self, user: UserId) -> bool {
        let stance = self.stances.get(&user);
        self.bids.iter().all(|bid| stance.is_some_and(|it| it.declared.contains(bid)))
    }

    /// Whether they have a conflict of interest with any company that bid.
    pub fn is_recused(&self, user: UserId) -> bool {
        self.stances.get(&user).is_some_and(|it| !it.recused.is_empty())
    }

    /// Whether what they gave a bid counts: they are on the panel, and have no
    /// conflict of interest with whoever made it.
    pub fn counts(&self, user: UserId, bid: BidId) -> bool {
        let recused = self.stances.get(&user).is_some_and(|it| it.recused.contains(&bid));
        self.named.contains(&user) && !recused
    }

    /// Who chairs it: whoever was chosen, for as long as they can score and
    /// have no conflict of interest.
    pub fn chair(&self) -> Option<&Member> {
        let chosen = self.chosen.and_then(|user| self.member(user));
        chosen.filter(|it| it.stance.recused.is_empty())
    }

    /// How many scores that count are in.
    pub fn given(&self) -> usize {
        self.members.iter().map(|it| it.given.min(it.wanted)).sum()
    }

    /// How many are wanted.
    pub fn wanted(&self) -> usize {
        self.members.iter().map(|it| it.wanted).sum()
    }

    /// How many bids nobody is left to score.
    pub fn unattended(&self) -> usize {
        let left = |bid: &&BidId| !self.members.iter().any(|it| !it.stance.recused.contains(*bid));
        self.bids.iter().filter(left).count()
    }

    /// How many bids one person alone is left to score, because others have a
    /// conflict of interest with whoever made them.
    pub fn thin(&self) -> usize {
        let out =
            |bid: &BidId| self.members.iter().filter(|it| it.stance.recused.contains(bid)).count();
        let thin = |bid: &&BidId| out(bid) > 0 && self.members.len() == out(bid) + 1;
        self.bids.iter().filter(thin).count()
    }

    /// How many of those who score have a conflict of interest with somebody who bid.
    pub fn recused(&self) -> usize {
        self.members.iter().filter(|it| !it.stance.recused.is_empty()).count()
    }

    /// Whether every bid has every score that is wanted.
    pub fn is_complete(&self) -> bool {
        !self.bids.is_empty() && self.unattended() == 0 && self.given() >= self.wanted()
    }

    /// What a form about the panel was drawn from, so that two people who
    /// change it at once do not undo each other's change.
    pub fn stamp(&self) -> String {
        let chair = self.chosen.map(|it| it.to_string()).unwrap_or_default();
        let named: Vec<String> = self.named.iter().map(ToString::to_string).collect();
        format!("{} {chair}", named.join(" "))
    }
}

/// The panel as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPanel {
    /// Who is on it.
    pub people: Vec<UserId>,
    /// Who chairs it.
    pub chair: Option<UserId>,
    /// Why it changes.
    pub reason: String,
}

/// A change that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelChange {
    /// Who came.
    pub added: Vec<UserId>,
    /// Who left.
    pub removed: Vec<UserId>,
    /// Who chairs it from then on.
    pub chair: Option<UserId>,
    /// Why.
    pub reason: String,
    /// Who changed it.
    pub changed_by: UserId,
    /// When.
    pub changed_at: Moment,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use uuid::Uuid;

    use super::{Member, Panel, Stance};
    use crate::outbox::Recipient;
    use crate::types::ids::{BidId, UserId};

    fn user(n: u128) -> UserId {
        Uuid::from_u128(n).into()
    }

    fn bid(n: u128) -> BidId {
        Uuid::from_u128(n).into()
    }

    /// Two questions and two bids, and each person's conflicts and scores.
    fn panel(people: &[(u128, &[u128], usize)], chosen: Option<u128>) -> Panel {
        let stance = |conflicts: &[u128]| Stance {
            declared: [bid(1), bid(2)].into(),
            recused: conflicts.iter().map(|n| bid(*n)).collect(),
        };
        let members = people.iter().map(|(n, conflicts, given)| Member {
            who: Recipient { user: user(*n), email: String::new(), name: String::new() },
            stance: stance(conflicts),
            given: *given,
            wanted: 2 * (2 - conflicts.len()),
        });
        Panel {
            named: people.iter().map(|it| user(it.0)).collect(),
            members: members.collect(),
            chosen: chosen.map(user),
            bids: vec![bid(1), bid(2)],
            stances: people.iter().map(|it| (user(it.0), stance(it.1))).collect(),
        }
    }

    #[test]
    fn a_panel_is_complete_when_every_bid_has_every_score_of_those_without_a_conflict() {
        for (people, complete, unattended) in [
            (&[(1, &[][..], 4), (2, &[], 4)][..], true, 0),
            (&[(1, &[], 4), (2, &[], 3)], false, 0),
            (&[(1, &[], 4), (2, &[1], 2)], true, 0),
            (&[(1, &[2], 2), (2, &[1], 2)], true, 0),
            (&[(1, &[1], 2), (2, &[1], 2)], false, 1),
            (&[(1, &[1, 2], 0)], false, 2),
            (&[], false, 2),
        ] {
            let panel = panel(people, None);
            assert_eq!(panel.is_complete(), complete, "{people:?}");
            assert_eq!(panel.unattended(), unattended, "{people:?}");
        }
        assert!(!Panel { bids: Vec::new(), ..panel(&[(1, &[], 4)], None) }.is_complete());
    }

    #[test]
    fn a_bid_is_thin_where_a_conflict_leaves_one_person_to_score_it() {
        for (people, thin, recused) in [
            (&[(1, &[][..], 0), (2, &[], 0)][..], 0, 0),
            (&[(1, &[], 0), (2, &[1], 0)], 1, 1),
            (&[(1, &[2], 0), (2, &[1], 0)], 2, 2),
            (&[(1, &[1], 0), (2, &[1], 0)], 0, 2),
            (&[(1, &[], 0), (2, &[1], 0), (3, &[], 0)], 0, 1),
            (&[(1, &[1], 0), (2, &[1], 0), (3, &[], 0)], 1, 2),
            (&[(1, &[], 0)], 0, 0),
        ] {
            let panel = panel(people, None);
            assert_eq!((panel.thin(), panel.recused()), (thin, recused), "{people:?}");
        }
    }

    #[test]
    fn more_scores_of_one_person_make_up_for_none_of_anothers() {
        // Scores of before a criterion was dropped, say.
        assert!(!panel(&[(1, &[], 6), (2, &[], 2)], None).is_complete());
    }

    #[test]
    fn the_chair_is_whoever_was_chosen_while_they_score_without_a_conflict() {
        let chairs = |people, chosen| panel(people, chosen).chair().map(|it| it.who.user);
        assert_eq!(chairs(&[(1, &[], 0), (2, &[], 0)], Some(2)), Some(user(2)));
        assert_eq!(chairs(&[(1, &[], 0)], None), None);
        assert_eq!(chairs(&[(1, &[], 0)], Some(9)), None, "not on the panel any more");
        assert_eq!(chairs(&[(1, &[], 0), (2, &[1], 0)], Some(2)), None, "recused");
    }

    #[test]
    fn a_score_counts_only_from_the_panel_and_without_a_conflict() {
        let it = panel(&[(1, &[], 4), (2, &[1], 2)], None);
        for (who, what, counts) in
            [(1, 1, true), (1, 2, true), (2, 1, false), (2, 2, true), (3, 1, false)]
        {
            assert_eq!(it.counts(user(who), bid(what)), counts, "{who} on {what}");
        }
        let nobody = Panel { stances: BTreeMap::new(), ..it };
        assert!(!nobody.has_declared(user(1)) && !nobody.is_recused(user(1)));
    }
}
