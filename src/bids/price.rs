//! What a bid costs: every role's day rate by its people and days, and the cap
//! on expenses. Exact to the penny; `None` is a sum too large to hold.

use std::collections::BTreeMap;

use super::model::Rate;
use crate::requests::model::{Request, TeamRole, VAT_BASIS_POINTS};
use crate::types::money::Money;

/// A price, added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// Role by role, in the request's order.
    pub lines: Vec<Line>,
    /// All roles together.
    pub work: Money,
    /// The most that may be charged for expenses.
    pub expenses_cap: Money,
    /// What is compared between bids.
    pub excluding_vat: Money,
    /// VAT on that.
    pub vat: Money,
    /// What would be paid.
    pub including_vat: Money,
}

/// A role's part of a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The role.
    pub title: String,
    /// How many people.
    pub people: i32,
    /// Days of each.
    pub days: i32,
    /// The day rate of each.
    pub day_rate: Money,
    /// The three multiplied.
    pub cost: Money,
}

/// Adds up a price; a role without a rate yet costs nothing.
pub fn totals(roles: &[TeamRole], rates: &[Rate], expenses_cap: Money) -> Option<Totals> {
    let lines: Vec<Line> = roles.iter().map(|role| line(role, rates)).collect::<Option<_>>()?;
    let work = lines.iter().map(|it| it.cost).sum::<Option<Money>>()?;
    let excluding_vat = work.checked_add(expenses_cap)?;
    let vat = excluding_vat.percentage(VAT_BASIS_POINTS)?;
    let including_vat = excluding_vat.checked_add(vat)?;
    Some(Totals { lines, work, expenses_cap, excluding_vat, vat, including_vat })
}

fn line(role: &TeamRole, rates: &[Rate]) -> Option<Line> {
    let rate = rates.iter().find(|it| it.role_id == role.id);
    let day_rate = rate.map_or(Money::ZERO, |it| it.day_rate);
    let days = u32::try_from(role.people).ok()?.checked_mul(u32::try_from(role.days).ok()?)?;
    let cost = day_rate.times(days)?;
    Some(Line { title: role.title.clone(), people: role.people, days: role.days, day_rate, cost })
}

/// What to say of a price above the budget that the force states, if it does.
pub fn above_budget(totals: &Totals, request: &Request) -> Option<String> {
    let budget = request.budget.filter(|_| request.budget_shown)?;
    (totals.excluding_vat > budget).then(|| {
        format!(
            "The force states a budget of up to {budget}, and your price is {}, both excluding VAT",
            totals.excluding_vat
        )
    })
}

/// What is wrong with a day rate for a role, if anything.
pub fn over_ceiling(
    role: &TeamRole,
    rate: Money,
    ceilings: &BTreeMap<i16, Money>,
) -> Option<String> {
    match ceilings.get(&role.sfia_level) {
        Some(ceiling) if rate <= *ceiling => None,
        Some(ceiling) => Some(format!(
            "The day rate for {} must be {ceiling:#} or less: in this lot that is the most your company may bid for SFIA level {}",
            role.title, role.sfia_level
        )),
        None => Some(no_ceiling(role)),
    }
}

/// Why a role cannot be priced where the company has no rate ceiling for it.
pub fn no_ceiling(role: &TeamRole) -> String {
    format!(
        "Your company’s dossier has no rate ceiling for SFIA level {} in this lot, so you cannot enter a day rate for {}. Ask an administrator of your company to add one",
        role.sfia_level, role.title
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{over_ceiling, totals};
    use crate::bids::model::Rate;
    use crate::bids::samples;
    use crate::requests::model::NeededBy;
    use crate::types::money::Money;

    fn pounds(typed: &str) -> Money {
        Money::parse_or_zero(typed).unwrap()
    }

    #[test]
    fn prices_add_up_to_the_penny() {
        for (people, days, rate, cap, work, excluding, vat, including) in [
            (1, 10, "650.00", "0", "6500.00", "6500.00", "1300.00", "7800.00"),
            (2, 15, "812.35", "499.99", "24370.50", "24870.49", "4974.10", "29844.59"),
            (3, 1, "0.01", "0", "0.03", "0.03", "0.01", "0.04"),
            (
                100,
                2000,
                "999.99",
                "0",
                "199998000.00",
                "199998000.00",
                "39999600.00",
                "239997600.00",
            ),
        ] {
            let mut role = samples::role(None, "none", NeededBy::Start);
            (role.people, role.days) = (people, days);
            let rates = [Rate { role_id: role.id, day_rate: pounds(rate) }];
            let found = totals(&[role], &rates, pounds(cap)).unwrap();
            assert_eq!(found.work, pounds(work));
            assert_eq!(found.excluding_vat, pounds(excluding));
            assert_eq!(found.vat, pounds(vat));
            assert_eq!(found.including_vat, pounds(including));
        }
    }

    #[test]
    fn a_sum_too_large_to_hold_is_no_sum() {
        let mut role = samples::role(None, "none", NeededBy::Start);
        (role.people, role.days) = (100, 2000);
        let day_rate = Money::from_pence(i64::MAX).unwrap();
        let rates = [Rate { role_id: role.id, day_rate }];
        assert_eq!(totals(&[role], &rates, Money::ZERO), None);
    }

    #[test]
    fn a_rate_above_the_ceiling_is_refused_and_at_it_is_not() {
        let role = samples::role(None, "none", NeededBy::Start);
        let ceilings = BTreeMap::from([(role.sfia_level, pounds("900"))]);
        assert_eq!(over_ceiling(&role, pounds("900.00"), &ceilings), None);
        let said = over_ceiling(&role, pounds("900.01"), &ceilings).unwrap();
        assert!(said.contains("£900 or less"), "{said}");
        let said = over_ceiling(&role, pounds("1"), &BTreeMap::new()).unwrap();
        assert!(said.contains("no rate ceiling"), "{said}");
    }
}
