//! What we write about a clearance that runs out. Never whose: names in a bid
//! are read in the service alone.

use super::model::{Lapsing, Warning};
use crate::contracts::model::Contract;
use crate::outbox::Message;
use crate::providers::expiry::model::Mark;
use crate::types::uk_time;

/// To both sides.
pub fn lapsing(contract: &Contract, it: &Lapsing, warning: &Warning) -> Message {
    let (reference, level, day) = (&contract.reference, &it.level, uk_time::day(it.expires_on));
    let when = match warning.mark {
        Mark::LastDay => "expires today".to_owned(),
        Mark::Expired => format!("expired on {day}"),
        _ => format!("expires on {day}"),
    };
    let Warning { specialist, kind, expires_on, mark } = warning;
    let (kind, mark) = (kind.word(), mark.word());
    Message {
        cause: format!("contract.clearance:{}:{specialist}:{kind}:{expires_on}:{mark}", contract.id),
        subject: format!("Contract {reference}: a clearance ({level}) {when}"),
        lines: vec![
            format!("The clearance ({level}) of a person named in contract {reference} {when}. Their role asks for it for as long as they work under the contract."),
            "The provider renews it and enters the new last day in its register of specialists, or puts forward somebody else whom the force agrees to. The contract says whose it is.".to_owned(),
        ],
        link: contract.path(),
    }
}
