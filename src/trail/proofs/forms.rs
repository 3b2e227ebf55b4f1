//! Which proof is asked for. A size that is left out is that of the newest
//! checkpoint.

use serde::Deserialize;

use super::policy::Refusal;

/// Which entry, in which tree.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct InclusionForm {
    /// The number of the entry.
    pub seq: String,
    /// The size of the tree.
    pub size: String,
}

/// From which tree to which.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ConsistencyForm {
    /// The older size.
    pub from: String,
    /// The newer size.
    pub to: String,
}

impl InclusionForm {
    /// Reads it.
    pub fn parse(&self) -> Result<(i64, Option<i64>), Refusal> {
        Ok((number(&self.seq).ok_or(Refusal::WhichEntry)?, size(&self.size)?))
    }

    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.seq.is_empty() && self.size.is_empty()
    }
}

impl ConsistencyForm {
    /// Reads it.
    pub fn parse(&self) -> Result<(i64, Option<i64>), Refusal> {
        Ok((number(&self.from).ok_or(Refusal::FromWhich)?, size(&self.to)?))
    }

    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.from.is_empty() && self.to.is_empty()
    }
}

fn number(typed: &str) -> Option<i64> {
    typed.trim().parse().ok().filter(|it| *it > 0)
}

fn size(typed: &str) -> Result<Option<i64>, Refusal> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    number(typed).map(Some).ok_or(Refusal::NoNumber)
}

#[cfg(test)]
mod tests {
    use super::{ConsistencyForm, InclusionForm, Refusal};

    #[test]
    fn numbers_count_from_one_and_a_size_may_be_left_out() {
        for (seq, size, read) in [
            ("3", "", Ok((3, None))),
            (" 3 ", " 9 ", Ok((3, Some(9)))),
            ("", "", Err(Refusal::WhichEntry)),
            ("0", "9", Err(Refusal::WhichEntry)),
            ("-3", "9", Err(Refusal::WhichEntry)),
            ("3", "x", Err(Refusal::NoNumber)),
            ("3", "99999999999999999999", Err(Refusal::NoNumber)),
        ] {
            let form = InclusionForm { seq: seq.into(), size: size.into() };
            assert_eq!(form.parse(), read, "{seq:?} {size:?}");
            let form = ConsistencyForm { from: seq.into(), to: size.into() };
            assert_eq!(form.parse().ok(), read.ok(), "{seq:?} {size:?}");
        }
    }
}
