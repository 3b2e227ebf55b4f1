//! What can be proved: anything that a checkpoint covers.

/// Why a proof cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing was asked for, or no number.
    #[error("Give the number of an entry as “seq”, such as 42")]
    WhichEntry,
    /// Nothing was asked for, or no number.
    #[error("Give the size of an older tree as “from”, such as 42")]
    FromWhich,
    /// It is no number.
    #[error("Give a size as a whole number, such as 42")]
    NoNumber,
    /// There is nothing to prove anything by.
    #[error(
        "Nothing can be proved yet: the first checkpoint is signed within about five minutes of the first entry"
    )]
    NoCheckpoint,
    /// Not covered.
    #[error(
        "No checkpoint covers that many entries yet: the newest covers {0}. One is signed about every five minutes while there is anything new, so come back then"
    )]
    NotCovered(i64),
    /// A size below the number.
    #[error(
        "Entry {0} is not among the first {1} entries. Choose a size that is not smaller than the number"
    )]
    NotAmong(i64, i64),
    /// The wrong way round.
    #[error(
        "A tree of {0} entries cannot go on from one of {1}. Choose “from” so that it is not larger than “to”"
    )]
    NotOlder(i64, i64),
}

impl Refusal {
    /// Whether it is about the second number that was typed.
    pub fn is_of_the_second(self) -> bool {
        matches!(self, Self::NoNumber | Self::NotAmong(..))
    }

    /// Whether it may be there later, as opposed to being asked for wrongly.
    pub fn is_missing(self) -> bool {
        matches!(self, Self::NoCheckpoint | Self::NotCovered(_))
    }
}

/// Whether an entry can be proved to be among the first so many, where
/// `covered` is how many the newest checkpoint covers.
pub fn may_include(seq: i64, size: i64, covered: Option<i64>) -> Result<(), Refusal> {
    let covered = covered.ok_or(Refusal::NoCheckpoint)?;
    if seq.max(size) > covered {
        return Err(Refusal::NotCovered(covered));
    }
    if seq > size { Err(Refusal::NotAmong(seq, size)) } else { Ok(()) }
}

/// Whether the tree of one size can be proved to go on from that of another.
pub fn may_extend(from: i64, to: i64, covered: Option<i64>) -> Result<(), Refusal> {
    let covered = covered.ok_or(Refusal::NoCheckpoint)?;
    if from.max(to) > covered {
        return Err(Refusal::NotCovered(covered));
    }
    if from > to { Err(Refusal::NotOlder(to, from)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, may_extend, may_include};

    #[test]
    fn what_a_checkpoint_covers_can_be_proved() {
        for (seq, size, covered, said) in [
            (1, 1, Some(1), Ok(())),
            (3, 5, Some(9), Ok(())),
            (1, 1, None, Err(Refusal::NoCheckpoint)),
            (3, 10, Some(9), Err(Refusal::NotCovered(9))),
            (10, 9, Some(9), Err(Refusal::NotCovered(9))),
            (6, 5, Some(9), Err(Refusal::NotAmong(6, 5))),
        ] {
            assert_eq!(may_include(seq, size, covered), said, "{seq} of {size}");
        }
        for (from, to, covered, said) in [
            (1, 1, Some(1), Ok(())),
            (3, 9, Some(9), Ok(())),
            (1, 1, None, Err(Refusal::NoCheckpoint)),
            (3, 10, Some(9), Err(Refusal::NotCovered(9))),
            (6, 5, Some(9), Err(Refusal::NotOlder(5, 6))),
        ] {
            assert_eq!(may_extend(from, to, covered), said, "{from} to {to}");
        }
    }
}
