//! What a bid costs: every role's day rate by its people and days, or the
//! price of every outcome, and the cap on expenses. Exact to the penny; `None`
//! is a sum too large to hold.

use std::collections::BTreeMap;

use super::model::{OutcomePrice, Rate};
use crate::requests::model::{Pricing, Request, TeamRole, VAT_BASIS_POINTS, WantedOutcome};
use crate::types::money::Money;

/// What a request wants a price on.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Days of roles, or outcomes.
    pub pricing: Pricing,
    /// The outcomes, in order.
    pub outcomes: &'a [WantedOutcome],
    /// The roles, in order.
    pub roles: &'a [TeamRole],
}

/// A price, added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// What it is made of.
    pub pricing: Pricing,
    /// Outcome by outcome, in the request's order, where they are priced.
    pub outcomes: Vec<OutcomeLine>,
    /// Role by role, in the request's order. Where outcomes are priced, only
    /// those that have a day rate, which is no part of the sum.
    pub lines: Vec<Line>,
    /// Everything that is delivered: all roles, or all outcomes, together.
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

impl Totals {
    /// Whether outcomes are what is priced.
    pub fn is_fixed_price(&self) -> bool {
        self.pricing == Pricing::FixedPrice
    }
}

/// An outcome's part of a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeLine {
    /// What is delivered.
    pub title: String,
    /// Its price.
    pub price: Money,
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

impl<'a> Asked<'a> {
    /// Of a request.
    pub fn of(request: &Request, outcomes: &'a [WantedOutcome], roles: &'a [TeamRole]) -> Self {
        let pricing = request.pricing.unwrap_or(Pricing::DayRates);
        Self { pricing, outcomes, roles }
    }

    /// Adds up a price; what has none yet costs nothing.
    pub fn totals(
        self,
        rates: &[Rate],
        prices: &[OutcomePrice],
        expenses_cap: Money,
    ) -> Option<Totals> {
        let outcomes: Vec<OutcomeLine> = match self.pricing {
            Pricing::DayRates => Vec::new(),
            Pricing::FixedPrice => self.outcomes.iter().map(|it| priced(it, prices)).collect(),
        };
        let rated = |role: &&TeamRole| {
            self.pricing == Pricing::DayRates || rates.iter().any(|it| it.role_id == role.id)
        };
        let lines = self.roles.iter().filter(rated).map(|role| line(role, rates));
        let lines: Vec<Line> = lines.collect::<Option<_>>()?;
        let work = match self.pricing {
            Pricing::DayRates => lines.iter().map(|it| it.cost).sum::<Option<Money>>()?,
            Pricing::FixedPrice => outcomes.iter().map(|it| it.price).sum::<Option<Money>>()?,
        };
        let excluding_vat = work.checked_add(expenses_cap)?;
        let vat = excluding_vat.percentage(VAT_BASIS_POINTS)?;
        let including_vat = excluding_vat.checked_add(vat)?;
        let pricing = self.pricing;
        Some(Totals {
            pricing,
            outcomes,
            lines,
            work,
            expenses_cap,
            excluding_vat,
            vat,
            including_vat,
        })
    }
}

fn priced(outcome: &WantedOutcome, prices: &[OutcomePrice]) -> OutcomeLine {
    let price = prices.iter().find(|it| it.outcome_id == outcome.id);
    OutcomeLine { title: outcome.title.clone(), price: price.map_or(Money::ZERO, |it| it.price) }
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

    use super::{Asked, Totals, above_budget, over_ceiling};
    use crate::bids::model::{OutcomePrice, Rate};
    use crate::bids::samples;
    use crate::requests::model::{NeededBy, Pricing, TeamRole};
    use crate::types::money::Money;

    fn pounds(typed: &str) -> Money {
        Money::parse_or_zero(typed).unwrap()
    }

    fn totals(roles: &[TeamRole], rates: &[Rate], cap: Money) -> Option<Totals> {
        let asked = Asked { pricing: Pricing::DayRates, outcomes: &[], roles };
        asked.totals(rates, &[], cap)
    }

    #[test]
    fn fixed_prices_add_up_to_the_penny_and_day_rates_are_no_part_of_them() {
        let outcomes = ["A report", "A course"].map(samples::outcome);
        let role = samples::role(None, "none", NeededBy::Start);
        let rates = [Rate { role_id: role.id, day_rate: pounds("900") }];
        let asked = Asked {
            pricing: Pricing::FixedPrice,
            outcomes: &outcomes,
            roles: std::slice::from_ref(&role),
        };
        let at = |sums: [&str; 2]| {
            let both = outcomes.iter().zip(sums);
            both.map(|(it, sum)| OutcomePrice { outcome_id: it.id, price: pounds(sum) })
                .collect::<Vec<_>>()
        };
        for (sums, cap, work, excluding, vat, including) in [
            (["12000.00", "0.01"], "0", "12000.01", "12000.01", "2400.00", "14400.01"),
            (["0.02", "0.01"], "99.99", "0.03", "100.02", "20.00", "120.02"),
        ] {
            let found = asked.totals(&rates, &at(sums), pounds(cap)).unwrap();
            assert_eq!((found.work, found.excluding_vat), (pounds(work), pounds(excluding)));
            assert_eq!((found.vat, found.including_vat), (pounds(vat), pounds(including)));
            assert_eq!(found.lines[0].day_rate, pounds("900"), "shown beside it");
            let titles: Vec<&str> = found.outcomes.iter().map(|it| it.title.as_str()).collect();
            assert_eq!(titles, ["A report", "A course"], "in the request’s order");
        }
        let unrated = asked.totals(&[], &at(["1", "1"]), Money::ZERO).unwrap();
        assert!(unrated.lines.is_empty());
        let half = asked.totals(&[], &at(["1", "1"])[..1], Money::ZERO).unwrap();
        assert_eq!(half.work, pounds("1"), "what has no price yet costs nothing");
        let huge = OutcomePrice {
            outcome_id: outcomes[0].id,
            price: Money::from_pence(i64::MAX).unwrap(),
        };
        assert_eq!(asked.totals(&[], &[huge], pounds("1")), None);
        let mut request = samples::request();
        request.budget = Some(pounds("99.99"));
        let totals = asked.totals(&[], &at(["60", "40"]), Money::ZERO).unwrap();
        assert!(above_budget(&totals, &request).unwrap().contains("£100.00"));
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
