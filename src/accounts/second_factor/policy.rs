//! When a second factor may be removed.

use crate::error::Error;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nothing to confirm the code of.
    #[error("Start again: there is no app waiting for its first code.")]
    NotStarted,
    /// The last one, where one is demanded.
    #[error("Everyone with a role needs a second factor. Add another before you remove this one.")]
    LastOne,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May one way of proving be removed when this many would be left?
pub fn may_remove(left: usize, demanded: bool) -> Result<(), Refusal> {
    if demanded && left == 0 { Err(Refusal::LastOne) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, may_remove};

    #[test]
    fn the_last_factor_stays_where_one_is_demanded() {
        assert_eq!(may_remove(0, true), Err(Refusal::LastOne));
        assert_eq!(may_remove(0, false), Ok(()));
        assert_eq!(may_remove(1, true), Ok(()));
    }
}
