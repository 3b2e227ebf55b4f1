//! Money is whole pence and never below nothing. There are no floats anywhere
//! near it, and a sum too large to hold is `None`, not a wrong sum.

use std::fmt;
use std::iter::Sum;

use diesel::deserialize::FromSqlRow;
use diesel::deserialize::{self, FromSql};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A sum in pounds sterling, kept and sent as whole pence.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    AsExpression,
    FromSqlRow,
)]
#[diesel(sql_type = sql_types::BigInt)]
#[serde(try_from = "i64", into = "i64")]
pub struct Money {
    pence: i64,
}

const HELP: &str = "Enter an amount in pounds, like 12,500 or 12,500.50";
const NEGATIVE: &str = "Enter an amount that is not negative";
const ABSURD: &str = "Enter an amount of £1,000,000,000 or less";
const NOTHING: &str = "Enter an amount above zero";

impl Money {
    /// Nothing at all.
    pub const ZERO: Self = Self { pence: 0 };

    /// The most that may be typed: a thousand million pounds.
    const MOST: i64 = 100_000_000_000;

    /// Reads what people type: `1250`, `1,250`, `£1,250.50`; not nothing.
    pub fn parse(typed: &str) -> Result<Self, &'static str> {
        match Self::parse_or_zero(typed)? {
            Self::ZERO => Err(NOTHING),
            sum => Ok(sum),
        }
    }

    /// Reads what people type where nothing is an answer too, such as a cap on
    /// expenses.
    pub fn parse_or_zero(typed: &str) -> Result<Self, &'static str> {
        let typed = typed.trim();
        let unsigned = typed.trim_start_matches(['-', '−', '–']);
        let sum = unsigned.trim_start();
        let sum = sum.strip_prefix('£').unwrap_or(sum).trim_start();
        if unsigned.len() < typed.len() || sum.starts_with('-') {
            return Err(NEGATIVE);
        }
        let (pounds, pence) = sum.split_once('.').unwrap_or((sum, "00"));
        let pounds = ungrouped(pounds).ok_or(HELP)?;
        if pence.len() != 2 || !digits(&pounds) || !digits(pence) {
            return Err(HELP);
        }
        match format!("{pounds}{pence}").parse() {
            Ok(pence) if pence <= Self::MOST => Ok(Self { pence }),
            // Only too many digits can fail now.
            _ => Err(ABSURD),
        }
    }

    /// A sum from whole pence, if it is not negative.
    pub fn from_pence(pence: i64) -> Option<Self> {
        (pence >= 0).then_some(Self { pence })
    }

    /// The sum in pence.
    pub fn pence(self) -> i64 {
        self.pence
    }

    /// The sum in pounds, exactly.
    pub fn pounds(self) -> Decimal {
        Decimal::new(self.pence, 2)
    }

    /// The sum as a person would type it into a form: `1250.50`.
    pub fn typed(self) -> String {
        self.pounds().to_string()
    }

    /// Both sums together.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.pence.checked_add(other.pence).and_then(Self::from_pence)
    }

    /// What is left after taking the other sum away; `None` if it is more than
    /// there is.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.pence.checked_sub(other.pence).and_then(Self::from_pence)
    }

    /// The sum so many times over, as a day rate by days.
    pub fn times(self, count: u32) -> Option<Self> {
        self.pence.checked_mul(i64::from(count)).and_then(Self::from_pence)
    }

    /// So many hundredths of a per cent of the sum (2,000 is 20 per cent), to
    /// the nearest penny with half a penny going up.
    pub fn percentage(self, basis_points: u32) -> Option<Self> {
        // Cannot overflow: 63 bits by 32 bits fits in 127.
        let exact = i128::from(self.pence) * i128::from(basis_points);
        i64::try_from((exact + 5_000) / 10_000).ok().and_then(Self::from_pence)
    }
}

/// Pounds without commas, if every comma parts thousands: `12,50` is more
/// likely a slip for `12.50` than for `1250`.
fn ungrouped(pounds: &str) -> Option<String> {
    let mut groups = pounds.split(',');
    let first = groups.next().filter(|it| !it.is_empty())?;
    let (mut whole, mut grouped) = (first.to_owned(), false);
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        whole.push_str(group);
        grouped = true;
    }
    (!grouped || first.len() <= 3).then_some(whole)
}

fn digits(typed: &str) -> bool {
    typed.bytes().all(|byte| byte.is_ascii_digit())
}

/// `£1,250.50`; `{:#}` leaves off pence that are nought: `£1,250`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pounds = (self.pence / 100).to_string();
        let mut grouped = String::new();
        for (i, digit) in pounds.chars().enumerate() {
            if i > 0 && (pounds.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        match self.pence % 100 {
            0 if f.alternate() => write!(f, "£{grouped}"),
            pence => write!(f, "£{grouped}.{pence:02}"),
        }
    }
}

/// `prices.sum::<Option<Money>>()`: `None` if the total is too large to hold.
impl Sum<Money> for Option<Money> {
    fn sum<I: Iterator<Item = Money>>(mut sums: I) -> Self {
        sums.try_fold(Money::ZERO, Money::checked_add)
    }
}

impl TryFrom<i64> for Money {
    type Error = &'static str;

    fn try_from(pence: i64) -> Result<Self, Self::Error> {
        Self::from_pence(pence).ok_or("an amount of money is not negative")
    }
}

impl From<Money> for i64 {
    fn from(sum: Money) -> Self {
        sum.pence
    }
}

impl ToSql<sql_types::BigInt, Pg> for Money {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<sql_types::BigInt, Pg>::to_sql(&self.pence, out)
    }
}

impl FromSql<sql_types::BigInt, Pg> for Money {
    fn from_sql(raw: PgValue<'_>) -> deserialize::Result<Self> {
        let pence: i64 = FromSql::<sql_types::BigInt, Pg>::from_sql(raw)?;
        Ok(Self::try_from(pence)?)
    }
}

/// Hundredths of a percent, as people write them: 150 is `1.50%`.
pub fn percent(basis_points: i32) -> String {
    format!("{}.{:02}%", basis_points / 100, basis_points % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pence(pence: i64) -> Money {
        Money::from_pence(pence).unwrap()
    }

    #[test]
    fn reads_what_people_type_and_prints_it_back() {
        for (typed, shown) in [
            ("1250", "£1,250.00"),
            ("1,250", "£1,250.00"),
            ("£1,250.50", "£1,250.50"),
            ("£ 1,234,567.89", "£1,234,567.89"),
            (" 999999 ", "£999,999.00"),
            ("0.01", "£0.01"),
            ("007", "£7.00"),
            ("1,000,000,000", "£1,000,000,000.00"),
        ] {
            let read = Money::parse(typed).unwrap();
            assert_eq!(read.to_string(), shown);
            assert_eq!(Money::parse(&read.typed()), Ok(read));
        }
    }

    #[test]
    fn refuses_what_is_not_a_sum_and_says_why() {
        for (typed, why) in [
            ("", HELP),
            ("£", HELP),
            ("££5", HELP),
            ("a lot", HELP),
            ("1e3", HELP),
            ("+5", HELP),
            ("12.5", HELP),
            ("12.345", HELP),
            (".50", HELP),
            ("1.2.3", HELP),
            ("12,50", HELP),
            ("1,2345", HELP),
            ("1234,567", HELP),
            (",123", HELP),
            ("1 250", HELP),
            ("١٢", HELP),
            ("0", NOTHING),
            ("0.00", NOTHING),
            ("-5", NEGATIVE),
            ("-£5", NEGATIVE),
            ("£-5", NEGATIVE),
            ("−5", NEGATIVE),
            ("1,000,000,000.01", ABSURD),
            ("99999999999999999999", ABSURD),
        ] {
            assert_eq!(Money::parse(typed), Err(why), "{typed:?}");
        }
    }

    #[test]
    fn nothing_may_be_typed_where_nothing_is_an_answer() {
        assert_eq!(Money::parse_or_zero("£0.00"), Ok(Money::ZERO));
        assert_eq!(Money::parse_or_zero("-0"), Err(NEGATIVE));
        assert_eq!(Money::parse_or_zero(""), Err(HELP));
    }

    #[test]
    fn drops_empty_pence_only_when_asked() {
        assert_eq!(format!("{:#}", pence(125_000)), "£1,250");
        assert_eq!(format!("{:#}", pence(125_050)), "£1,250.50");
        assert_eq!(pence(125_000).to_string(), "£1,250.00");
    }

    #[test]
    fn sums_too_large_or_below_nothing_are_no_sums() {
        let most = pence(i64::MAX);
        assert_eq!(pence(10).checked_add(pence(5)), Some(pence(15)));
        assert_eq!(most.checked_add(pence(1)), None);
        assert_eq!(pence(10).checked_sub(pence(10)), Some(Money::ZERO));
        assert_eq!(pence(10).checked_sub(pence(11)), None);
        assert_eq!(pence(65_000).times(20), Some(pence(1_300_000)));
        assert_eq!(most.times(2), None);
        assert_eq!([pence(1), pence(2)].into_iter().sum::<Option<Money>>(), Some(pence(3)));
        assert_eq!([most, pence(1)].into_iter().sum::<Option<Money>>(), None);
        assert_eq!(Money::from_pence(-1), None);
    }

    #[test]
    fn shares_are_written_to_two_places() {
        for (basis_points, said) in
            [(150, "1.50%"), (5, "0.05%"), (10_000, "100.00%"), (0, "0.00%")]
        {
            assert_eq!(percent(basis_points), said);
        }
    }

    #[test]
    fn percentages_round_to_the_nearest_penny_with_half_going_up() {
        for (sum, basis_points, share) in [
            (10_000, 2_000, 2_000), // VAT at 20 per cent
            (10_000, 150, 150),     // a fee of 1.5 per cent
            (1, 5_000, 1),          // half a penny
            (1, 4_999, 0),
            (333, 150, 5), // 4.995p
            (300, 150, 5), // 4.5p
            (299, 150, 4), // 4.485p
            (0, 2_000, 0),
        ] {
            let found = pence(sum).percentage(basis_points);
            assert_eq!(found, Some(pence(share)), "{basis_points} of {sum}p");
        }
        assert_eq!(pence(i64::MAX).percentage(10_000), Some(pence(i64::MAX)));
        assert_eq!(pence(i64::MAX).percentage(u32::MAX), None);
    }

    #[test]
    fn travels_as_pence_and_refuses_to_arrive_negative() {
        assert_eq!(serde_json::to_string(&pence(125_050)).unwrap(), "125050");
        assert_eq!(serde_json::from_str::<Money>("125050").unwrap(), pence(125_050));
        for wrong in ["-1", "1.5", "\"5\""] {
            assert!(serde_json::from_str::<Money>(wrong).is_err(), "{wrong} was accepted");
        }
    }
}
