//! What a check found.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::types::ids::BidId;
use crate::types::time::Moment;

/// What was amiss with the bidders at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What bars the winner from work in the lot, in the words Muster tells it.
    pub bars: Vec<String>,
    /// What the winner's team lacks by the award.
    pub uncleared: Vec<String>,
    /// What each bid's team lacks, by the day it is needed.
    pub lacking: BTreeMap<BidId, Vec<String>>,
}

impl Check {
    /// What was amiss with one bid, the winner's, in sentences.
    pub fn of(&self, winner: BidId) -> Vec<String> {
        let lacking = self.lacking.get(&winner).into_iter().flatten();
        let mut said = self.bars.clone();
        for one in self.uncleared.iter().chain(lacking) {
            if !said.contains(one) {
                said.push(one.clone());
            }
        }
        said
    }
}

/// What was found when an award was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// When it was checked.
    pub at: Moment,
    /// What was found.
    pub check: Check,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::Check;

    #[test]
    fn what_is_amiss_is_said_once() {
        let (own, other) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        let said = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let check = Check {
            bars: said(&["Insurance lapsed."]),
            uncleared: said(&["Specialist 1 holds no SC"]),
            lacking: [
                (own, said(&["Specialist 1 holds no SC", "Specialist 2 holds no SC"])),
                (other, said(&["Specialist 9 holds nothing"])),
            ]
            .into(),
        };
        let wanted = ["Insurance lapsed.", "Specialist 1 holds no SC", "Specialist 2 holds no SC"];
        assert_eq!(check.of(own), wanted);
        assert!(Check::default().of(own).is_empty());
    }
}
