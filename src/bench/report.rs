//! What was measured, in words.

use std::time::Duration;

use rust_decimal::Decimal;

/// What one kind of question took, each time.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// How long each answer took, in microseconds.
    pub micros: Vec<u64>,
    /// How long they took together.
    pub elapsed: Duration,
}

impl Tally {
    /// Adds another round.
    pub fn add(&mut self, round: Self) {
        self.micros.extend(round.micros);
        self.elapsed += round.elapsed;
    }

    /// Adds one answer.
    pub fn took(&mut self, time: Duration) {
        self.micros.push(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
        self.elapsed += time;
    }

    /// Answers per second.
    pub fn per_second(&self) -> u128 {
        let answers = u128::try_from(self.micros.len()).unwrap_or_default();
        (answers * 1_000_000).checked_div(self.elapsed.as_micros()).unwrap_or_default()
    }

    /// The microseconds within which so many of a hundred answers came.
    pub fn within(&self, percent: usize) -> u64 {
        let mut sorted = self.micros.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * percent).div_ceil(100).max(1);
        sorted.get(rank - 1).copied().unwrap_or_default()
    }

    /// A line of the table.
    pub fn line(&self, name: &str) -> String {
        format!(
            "{name:<34} {:>8} {:>10} {:>10}",
            self.per_second(),
            self.within(50),
            self.within(99)
        )
    }
}

/// The head of the table.
pub fn head() -> String {
    format!("{:<34} {:>8} {:>10} {:>10}", "", "per s", "p50 µs", "p99 µs")
}

/// One number by another, to three places.
pub fn ratio(one: u128, other: u128) -> String {
    let share = |it: u128| u64::try_from(it).map(Decimal::from).unwrap_or_default();
    let ratio = share(one).checked_div(share(other)).unwrap_or_default();
    format!("{:.3}", ratio.round_dp(3))
}

/// Microseconds as milliseconds, to one place.
pub fn millis(micros: u64) -> String {
    let millis = Decimal::from(micros).checked_div(Decimal::ONE_THOUSAND).unwrap_or_default();
    format!("{:.1}", millis.round_dp(1))
}

/// Seconds, to one place.
pub fn seconds(time: Duration) -> String {
    format!("{}.{}", time.as_secs(), time.subsec_millis() / 100)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Tally, millis, ratio, seconds};

    #[test]
    fn a_tally_counts_by_rank_and_by_the_second() {
        let mut tally = Tally { micros: (1..=60).collect(), elapsed: Duration::from_millis(250) };
        tally
            .add(Tally { micros: (61..=100).rev().collect(), elapsed: Duration::from_millis(250) });
        assert_eq!((tally.per_second(), tally.within(50), tally.within(99)), (200, 50, 99));
        tally.took(Duration::from_micros(101));
        assert_eq!(tally.within(100), 101);
        assert_eq!(Tally::default().line("nothing").split_whitespace().count(), 4);
    }

    #[test]
    fn ratios_have_three_places() {
        assert_eq!(ratio(1, 3), "0.333");
        assert_eq!(ratio(3, 2), "1.500");
        assert_eq!(ratio(3, 0), "0.000");
        assert_eq!(millis(12_345), "12.3");
        assert_eq!(seconds(Duration::from_millis(2_090)), "2.0");
    }
}
