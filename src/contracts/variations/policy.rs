//! When a contract may be varied, and what a variation changes. Pure.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::model::{Difference, Facts, Proposal};
use crate::contracts::model::Contract;
use crate::contracts::schedule::{Line, Schedule};
use crate::contracts::state::ContractState;
use crate::contracts::versions::model::{Priced, Version};
use crate::contracts::versions::state::{VersionEvent, VersionKind, VersionState};
use crate::error::Error;
use crate::types::money::Money;
use crate::types::state::Step;
use crate::types::time::Moment;
use crate::types::uk_time;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It does not bind.
    #[error("Only a contract that both sides have signed, and that has not ended, can be varied.")]
    NotRunning,
    /// One is under way.
    #[error(
        "A variation of this contract waits to be approved or signed. It has to be signed, returned or withdrawn before another is proposed."
    )]
    AlreadyOpen,
    /// It is about to end.
    #[error(
        "Somebody of the force proposes to end this contract. Until that is decided, it is not varied."
    )]
    IsEnding,
    /// Nothing is different.
    #[error(
        "Nothing would change. Change something about the contract, then propose the variation."
    )]
    NothingChanges,
    /// The last day is in the past.
    #[error("The last day cannot be before today or before the first day.")]
    EndsInThePast,
    /// A rate above what the provider may charge.
    #[error(
        "The day rate of {title} is above {ceiling}, the most this provider may charge for its level."
    )]
    OverCeiling {
        /// The role.
        title: String,
        /// The most it may be.
        ceiling: Money,
    },
    /// A rate above what the provider may charge since it was proposed.
    #[error(
        "The day rate of {title} in this variation is above {ceiling}, the most this provider may charge for its level by now. It cannot be approved or signed: another has to be proposed in its place."
    )]
    OverCeilingNow {
        /// The role.
        title: String,
        /// The most it may be.
        ceiling: Money,
    },
    /// Nothing is left to be paid for.
    #[error("A contract that charges for nothing is ended rather than varied.")]
    NothingLeft,
    /// There is none.
    #[error("There is no variation to withdraw. Look at the contract again.")]
    NothingOpen,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May a contract be varied now?
pub fn may_propose(
    contract: &Contract,
    open: Option<&Version>,
    ends: bool,
    now: Moment,
) -> Result<(), Refusal> {
    may_be_signed(contract, ends, now)?;
    if open.is_some() { Err(Refusal::AlreadyOpen) } else { Ok(()) }
}

/// May a variation of it be signed now? `ends` is whether its ending was proposed.
pub fn may_be_signed(contract: &Contract, ends: bool, now: Moment) -> Result<(), Refusal> {
    if contract.standing(uk_time::date_of(now)) != ContractState::Active {
        return Err(Refusal::NotRunning);
    }
    if ends { Err(Refusal::IsEnding) } else { Ok(()) }
}

/// May the variation that is under way be withdrawn? The move to make, if so.
pub fn may_withdraw(open: Option<&Version>) -> Result<Step<VersionState>, Refusal> {
    let varied = open.filter(|it| it.kind == VersionKind::Variation).ok_or(Refusal::NothingOpen)?;
    Step::take(varied.state, VersionEvent::ForceWithdraws).ok_or(Refusal::NothingOpen)
}

/// Is a proposal one that can be made? What it changes, if so.
pub fn judged(
    it: &Priced,
    new: &Proposal,
    ceilings: &BTreeMap<i16, Money>,
    today: NaiveDate,
) -> Result<Vec<Difference>, Refusal> {
    if new.ends_on < today || new.ends_on < it.version.starts_on {
        return Err(Refusal::EndsInThePast);
    }
    if new.schedule.lines.is_empty() {
        return Err(Refusal::NothingLeft);
    }
    if let Some((line, ceiling)) = over_ceiling(&it.schedule, &new.schedule, ceilings) {
        return Err(Refusal::OverCeiling { title: line.title.clone(), ceiling });
    }
    let found = differences(it, new);
    if found.is_empty() { Err(Refusal::NothingChanges) } else { Ok(found) }
}

/// Are the rates that a variation changes still within what the provider may
/// charge? Asked again of whoever approves and signs it.
pub fn keeps_to_ceilings(
    old: &Schedule,
    new: &Schedule,
    ceilings: &BTreeMap<i16, Money>,
) -> Result<(), Refusal> {
    match over_ceiling(old, new, ceilings) {
        Some((line, ceiling)) => {
            Err(Refusal::OverCeilingNow { title: line.title.clone(), ceiling })
        }
        None => Ok(()),
    }
}

/// The first line whose rate is new and above what the provider may charge. What
/// was agreed before stays agreed.
fn over_ceiling<'a>(
    old: &Schedule,
    new: &'a Schedule,
    ceilings: &BTreeMap<i16, Money>,
) -> Option<(&'a Line, Money)> {
    let agreed = |line: &Line| {
        let same = |it: &&Line| it.title == line.title && it.sfia_level == line.sfia_level;
        old.lines.iter().find(same).is_some_and(|it| line.price <= it.price)
    };
    new.lines.iter().filter(|line| !agreed(line)).find_map(|line| {
        let ceiling = ceilings.get(&line.sfia_level?).copied().unwrap_or(Money::ZERO);
        (line.price > ceiling).then_some((line, ceiling))
    })
}

/// What a proposal changes, in the order of the form.
pub fn differences(it: &Priced, new: &Proposal) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut say = |what: &str, was: String, is: String| {
        if was != is {
            found.push(Difference { what: what.to_owned(), was, is });
        }
    };
    let words = |line: Option<&Line>| line.map(in_words).unwrap_or_default();
    let of = |schedule: &Schedule, title: &str| {
        words(schedule.lines.iter().find(|line| line.title == title))
    };
    for line in &it.schedule.lines {
        say(&line.title, in_words(line), of(&new.schedule, &line.title));
    }
    for line in &new.schedule.lines {
        if of(&it.schedule, &line.title).is_empty() {
            say(&line.title, String::new(), in_words(line));
        }
    }
    let (was, is) = (it.schedule.expenses_cap, new.schedule.expenses_cap);
    say("Expenses, at most", was.to_string(), is.to_string());
    let value = |schedule: &Schedule| schedule.value().map(|it| it.to_string()).unwrap_or_default();
    say("The most that may be charged, excluding VAT", value(&it.schedule), value(&new.schedule));
    say("Last day", uk_time::day(it.version.ends_on), uk_time::day(new.ends_on));
    say("What performance is judged by", it.version.measures.clone(), new.measures.clone());
    say("Scope, and what else is agreed", it.version.particulars.clone(), new.particulars.clone());
    found
}

fn in_words(line: &Line) -> String {
    match (line.people, line.days) {
        (Some(people), Some(days)) => {
            let level = line.sfia_level.unwrap_or_default();
            let who = if people == 1 { "1 person".to_owned() } else { format!("{people} people") };
            format!("SFIA level {level}, {who} for {days} days each, at {} a day", line.price)
        }
        _ => format!("Fixed price: {}", line.price),
    }
}

/// How far a value and a last day are from the first that both signed.
pub fn facts(
    versions: &[Version],
    extension_months: i32,
    (value, ends_on): (Money, NaiveDate),
) -> Option<Facts> {
    let first = versions.iter().find(|it| it.state == VersionState::Signed)?;
    let months = Months::new(u32::try_from(extension_months).ok()?);
    let allowed_until = first.ends_on.checked_add_months(months)?;
    Some(Facts { first: first.value, now: value, allowed_until, ends_on })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contracts::samples::{contract, day, noon, pounds, schedule, version};

    fn signed() -> Priced {
        let version = version(1, VersionKind::Original, VersionState::Signed);
        Priced { version, schedule: schedule() }
    }

    fn same() -> Proposal {
        let it = signed();
        Proposal {
            schedule: it.schedule,
            ends_on: it.version.ends_on,
            measures: it.version.measures,
            particulars: it.version.particulars,
            reason: "More devices than expected.".to_owned(),
        }
    }

    fn ceilings() -> BTreeMap<i16, Money> {
        BTreeMap::from([(5, pounds(1_000))])
    }

    #[test]
    fn a_contract_is_varied_while_it_runs_one_variation_at_a_time() {
        let open = version(2, VersionKind::Variation, VersionState::Offered);
        let active = contract(ContractState::Active);
        assert_eq!(may_propose(&active, None, false, noon()), Ok(()));
        assert_eq!(may_propose(&active, Some(&open), false, noon()), Err(Refusal::AlreadyOpen));
        assert_eq!(may_propose(&active, None, true, noon()), Err(Refusal::IsEnding));
        let after = "2026-07-01T00:00:00+01:00".parse().unwrap();
        assert_eq!(may_propose(&active, None, false, after), Err(Refusal::NotRunning));
        for state in ContractState::ALL.iter().filter(|it| **it != ContractState::Active) {
            let found = may_propose(&contract(*state), None, false, noon());
            assert_eq!(found, Err(Refusal::NotRunning), "{state:?}");
        }
    }

    #[test]
    fn only_a_variation_is_withdrawn_and_not_once_both_have_signed() {
        let varied = |state| version(2, VersionKind::Variation, state);
        for state in [VersionState::Proposed, VersionState::Offered, VersionState::ProviderSigned] {
            assert!(may_withdraw(Some(&varied(state))).is_ok(), "{state:?}");
        }
        let original = version(1, VersionKind::Original, VersionState::Offered);
        for open in [None, Some(&original)] {
            assert_eq!(may_withdraw(open), Err(Refusal::NothingOpen));
        }
    }

    #[test]
    fn a_variation_says_what_was_and_what_becomes() {
        let today = day("2026-03-01");
        let judge = |new: &Proposal| judged(&signed(), new, &ceilings(), today);
        assert_eq!(judge(&same()), Err(Refusal::NothingChanges));
        let mut new = same();
        new.schedule.lines[0].days = Some(120);
        new.schedule.lines.push(Line::role("Examiner", 5, (1, 10), pounds(1_000)));
        new.ends_on = day("2026-09-30");
        let found = judge(&new).unwrap();
        let what: Vec<&str> = found.iter().map(|it| it.what.as_str()).collect();
        let value = "The most that may be charged, excluding VAT";
        assert_eq!(what, ["Lead examiner", "Examiner", value, "Last day"]);
        assert_eq!((found[2].was.as_str(), found[2].is.as_str()), ("£100,000.00", "£129,000.00"));
        assert_eq!(found[1].was, "");
        let mut gone = new.clone();
        gone.schedule.lines.remove(0);
        assert_eq!(judge(&gone).unwrap()[0].is, "");
    }

    #[test]
    fn a_variation_keeps_to_the_clock_and_to_ceilings() {
        let judge = |new: &Proposal| judged(&signed(), new, &ceilings(), day("2026-03-01")).err();
        let mut past = same();
        past.ends_on = day("2026-02-28");
        assert_eq!(judge(&past), Some(Refusal::EndsInThePast));
        let mut dear = same();
        dear.schedule.lines[0].price = pounds(1_001);
        let over = judge(&dear).unwrap().to_string();
        assert!(over.contains("Lead examiner") && over.contains("£1,000.00"), "{over}");
        let mut kept = same();
        kept.schedule.lines[0].days = Some(90);
        let low = BTreeMap::from([(5, pounds(800))]);
        assert!(judged(&signed(), &kept, &low, day("2026-03-01")).is_ok(), "an agreed rate stays");
        assert_eq!(keeps_to_ceilings(&schedule(), &kept.schedule, &low), Ok(()));
        let over = keeps_to_ceilings(&schedule(), &dear.schedule, &ceilings()).unwrap_err();
        assert!(over.to_string().contains("above £1,000.00"), "{over}");
        let high = BTreeMap::from([(5, pounds(1_001))]);
        assert_eq!(keeps_to_ceilings(&schedule(), &dear.schedule, &high), Ok(()));
        let mut none = same();
        none.schedule.lines.clear();
        assert_eq!(judge(&none), Some(Refusal::NothingLeft));
    }

    #[test]
    fn facts_are_counted_from_the_first_version_that_both_signed() {
        let mut first = version(2, VersionKind::Correction, VersionState::Signed);
        first.value = pounds(50_000);
        let returned = version(1, VersionKind::Original, VersionState::Returned);
        let varied = version(3, VersionKind::Variation, VersionState::Signed);
        let all = [returned, first, varied];
        let found = facts(&all, 6, (pounds(60_000), day("2026-12-30"))).unwrap();
        assert_eq!((found.first, found.allowed_until), (pounds(50_000), day("2026-12-30")));
        assert!(found.over_ten() && !found.over_fifty() && !found.beyond_extension());
    }
}
