//! Prices side by side: a row for each outcome or role, a column for each bid.

use std::collections::BTreeMap;

use crate::bids::model::OutcomePrice;
use crate::bids::opened::model::OpenedPrice;
use crate::bids::price::{Asked, Totals};
use crate::requests::model::Pricing;
use crate::types::ids::BidId;
use crate::types::money::Money;

/// The prices of opened bids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prices {
    /// Whether outcomes are what is priced.
    pub fixed_price: bool,
    /// The providers, best bid first.
    pub providers: Vec<String>,
    /// What is priced, and what each of them asks for it.
    pub rows: Vec<Row>,
}

/// One thing that is priced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What.
    pub what: String,
    /// What each provider asks for it.
    pub sums: Vec<String>,
    /// Whether it is the sum of the rows above.
    pub is_total: bool,
}

impl Prices {
    /// Of the bids in an order, with the names of their providers. A bid whose
    /// price was never opened is not in it.
    pub fn of(asked: Asked<'_>, opened: &[OpenedPrice], order: &[(BidId, String)]) -> Option<Self> {
        let by_bid: BTreeMap<BidId, &OpenedPrice> = opened.iter().map(|it| (it.bid, it)).collect();
        let mut providers = Vec::new();
        let mut columns = Vec::new();
        for (bid, provider) in order {
            let Some(price) = by_bid.get(bid) else { continue };
            let totals = asked.totals(&price.rates, &price.prices, price.expenses_cap)?;
            providers.push(provider.clone());
            columns.push((*price, totals));
        }
        let rows = rows(asked, &columns);
        Some(Self { fixed_price: asked.pricing == Pricing::FixedPrice, providers, rows })
    }
}

fn rows(asked: Asked<'_>, columns: &[(&OpenedPrice, Totals)]) -> Vec<Row> {
    let row = |what: String, sum: &dyn Fn(&OpenedPrice, &Totals) -> String| Row {
        what,
        sums: columns.iter().map(|(price, totals)| sum(price, totals)).collect(),
        is_total: false,
    };
    let or_none = |sum: Option<Money>| sum.map_or("Not offered".to_owned(), |it| it.to_string());
    let mut rows: Vec<Row> = Vec::new();
    for one in asked.outcomes {
        let of = |all: &[OutcomePrice]| all.iter().find(|it| it.outcome_id == one.id).copied();
        let sum = |it: &OpenedPrice, _: &Totals| or_none(of(&it.prices).map(|it| it.price));
        rows.push(row(one.title.clone(), &sum));
    }
    for role in asked.roles {
        let what = match asked.pricing {
            Pricing::DayRates => {
                format!("{}: a day, {} in all", role.title, days(role.people, role.days))
            }
            Pricing::FixedPrice => format!("{}: a day of other work", role.title),
        };
        let rate = |it: &OpenedPrice| it.rates.iter().find(|it| it.role_id == role.id).copied();
        let sum = |it: &OpenedPrice, _: &Totals| or_none(rate(it).map(|it| it.day_rate));
        rows.push(row(what, &sum));
    }
    rows.push(row("Cap on expenses".to_owned(), &|it, _| it.expenses_cap.to_string()));
    let total = row("Total excluding VAT".to_owned(), &|_, it| it.excluding_vat.to_string());
    rows.push(Row { is_total: true, ..total });
    rows
}

fn days(people: i32, each: i32) -> String {
    match people.saturating_mul(each) {
        1 => "1 day".to_owned(),
        all => format!("{all} days"),
    }
}

#[cfg(test)]
mod tests {
    use super::Prices;
    use crate::bids::model::{BidInFull, Rate};
    use crate::bids::opened::model::OpenedPrice;
    use crate::bids::samples;
    use crate::types::ids::BidId;
    use crate::types::money::Money;

    fn opened(it: &BidInFull) -> OpenedPrice {
        OpenedPrice {
            bid: it.bid.id,
            rates: it.content.rates.clone(),
            prices: it.content.prices.clone(),
            expenses_cap: it.bid.expenses_cap,
            total: it.totals().unwrap().excluding_vat,
        }
    }

    fn told(prices: &Prices) -> Vec<(&str, &str)> {
        prices.rows.iter().map(|it| (it.what.as_str(), it.sums[0].as_str())).collect()
    }

    #[test]
    fn outcomes_stand_above_the_cap_and_the_total() {
        let mut it = samples::fixed();
        it.roles = samples::in_full().roles;
        it.bid.expenses_cap = Money::parse("500").unwrap();
        let order = [(it.bid.id, "Kestrel".to_owned()), (BidId::mint(), "Unopened".to_owned())];
        let found = Prices::of(it.priced(), &[opened(&it)], &order).unwrap();
        assert_eq!(found.providers, ["Kestrel"]);
        let expected = [
            ("A report", "£12,000.00"),
            ("Lead analyst: a day of other work", "Not offered"),
            ("Cap on expenses", "£500.00"),
            ("Total excluding VAT", "£12,500.00"),
        ];
        assert_eq!(told(&found), expected);
        let role_id = it.roles[0].id;
        it.content.rates = vec![Rate { role_id, day_rate: Money::parse("900").unwrap() }];
        let found = Prices::of(it.priced(), &[opened(&it)], &order).unwrap();
        assert_eq!(told(&found)[1].1, "£900.00");
        assert_eq!(told(&found)[3].1, "£12,500.00", "which is no part of the price");
    }

    #[test]
    fn day_rates_stand_with_the_days_they_are_for() {
        let it = samples::in_full();
        let order = [(it.bid.id, "Kestrel".to_owned())];
        let found = Prices::of(it.priced(), &[opened(&it)], &order).unwrap();
        let expected = [
            ("Lead analyst: a day, 10 days in all", "£900.00"),
            ("Cap on expenses", "£0.00"),
            ("Total excluding VAT", "£9,000.00"),
        ];
        assert_eq!(told(&found), expected);
        assert!(found.rows[2].is_total && !found.rows[1].is_total);
    }
}
