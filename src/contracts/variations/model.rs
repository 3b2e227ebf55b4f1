//! What a variation changes, and how far it is from what was first agreed.

use chrono::NaiveDate;

use crate::contracts::schedule::Schedule;
use crate::types::money::{Money, percent};

/// What is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The price schedule.
    pub schedule: Schedule,
    /// The last day.
    pub ends_on: NaiveDate,
    /// What performance is judged by.
    pub measures: String,
    /// What else is agreed, scope included.
    pub particulars: String,
    /// Why.
    pub reason: String,
}

/// One thing that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What.
    pub what: String,
    /// As it is; empty if it is not there.
    pub was: String,
    /// As it becomes; empty if it goes.
    pub is: String,
}

/// How far a variation is from what was first agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The most that might be charged at first.
    pub first: Money,
    /// The same now.
    pub now: Money,
    /// The day until which the extension that was bid for allows.
    pub allowed_until: NaiveDate,
    /// The last day now.
    pub ends_on: NaiveDate,
}

impl Facts {
    /// How much more or less than at first.
    fn apart(&self) -> i128 {
        (i128::from(self.now.pence()) - i128::from(self.first.pence())).abs()
    }

    /// Whether the value is more than a tenth away from the first.
    pub fn over_ten(&self) -> bool {
        self.apart() * 10 > i128::from(self.first.pence())
    }

    /// Whether it is more than half away.
    pub fn over_fifty(&self) -> bool {
        self.apart() * 2 > i128::from(self.first.pence())
    }

    /// Whether it runs longer than the extension that was bid for.
    pub fn beyond_extension(&self) -> bool {
        self.ends_on > self.allowed_until
    }

    /// How far the value is from the first, in hundredths of a per cent, half up.
    fn basis_points(&self) -> i32 {
        let first = i128::from(self.first.pence()).max(1);
        let exact = (self.apart() * 20_000 + first) / (first * 2);
        i32::try_from(exact).unwrap_or(i32::MAX)
    }

    /// The same in a sentence, for pages and for the document.
    pub fn value_words(&self) -> String {
        let (now, first, share) = (self.now, self.first, percent(self.basis_points()));
        match self.now.cmp(&self.first) {
            std::cmp::Ordering::Equal => {
                format!("The most that may be charged stays at the {first} first agreed.")
            }
            std::cmp::Ordering::Greater => format!(
                "The most that may be charged becomes {now}, which is {share} more than the {first} first agreed."
            ),
            std::cmp::Ordering::Less => format!(
                "The most that may be charged becomes {now}, which is {share} less than the {first} first agreed."
            ),
        }
    }

    /// Everything there is to say.
    pub fn words(&self) -> Vec<String> {
        let mut said = vec![self.value_words()];
        if self.over_fifty() {
            said.push("The change of value is more than 50% of what was first agreed.".to_owned());
        } else if self.over_ten() {
            said.push("The change of value is more than 10% of what was first agreed.".to_owned());
        }
        if self.beyond_extension() {
            said.push(format!(
                "It runs beyond {}, the last day that the request and its extension allow.",
                crate::types::uk_time::day(self.allowed_until)
            ));
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::Facts;
    use crate::contracts::samples::{day, pounds};

    #[test]
    fn ten_and_fifty_in_a_hundred_are_counted_from_what_was_first_agreed() {
        for (now, ten, fifty, said) in [
            (100_000, false, false, "stays at the £100,000.00"),
            (110_000, false, false, "10.00% more"),
            (110_001, true, false, "10.00% more"),
            (150_000, true, false, "50.00% more"),
            (150_001, true, true, "50.00% more"),
            (49_999, true, true, "50.00% less"),
            (90_000, false, false, "10.00% less"),
            (112_345, true, false, "12.35% more"),
        ] {
            let facts = Facts {
                first: pounds(100_000),
                now: pounds(now),
                allowed_until: day("2026-12-31"),
                ends_on: day("2026-12-31"),
            };
            assert_eq!((facts.over_ten(), facts.over_fifty()), (ten, fifty), "{now}");
            assert!(facts.value_words().contains(said), "{}", facts.value_words());
            assert!(!facts.beyond_extension());
            let longer = Facts { ends_on: day("2027-01-01"), ..facts };
            assert!(longer.words().last().unwrap().contains("31 December 2026"));
        }
    }
}
