//! What we write to a force about changes of a ranking. Never who bid, or what.

use crate::outbox::Message;
use crate::requests::model::Request;
use crate::types::ids::RankingChangeId;

fn path(request: &Request, change: RankingChangeId) -> String {
    format!("/requests/{}/ranking/changes/{change}", request.reference)
}

/// To approvers: a change waits for a second person.
pub fn second_person_wanted(request: &Request, change: RankingChangeId) -> Message {
    Message {
        cause: format!("ranking.change_proposed:{change}"),
        subject: format!("A change of the ranking of {} waits for you", request.reference),
        lines: vec![
            format!("A colleague proposes to change the ranking of the bids on “{}”.", request.title),
            "See what the change does to the order of the bids, then make it or refuse it. No award can be recommended until then.".to_owned(),
        ],
        link: path(request, change),
    }
}

/// To whoever proposed a change, and to those who recommend awards: it was made.
pub fn changed(request: &Request, change: RankingChangeId) -> Message {
    Message {
        cause: format!("ranking.changed:{change}"),
        subject: format!("The ranking of {} has changed", request.reference),
        lines: vec![format!(
            "A second person made the change that was proposed to the ranking of the bids on “{}”. The ranking before it is kept.",
            request.title
        )],
        link: path(request, change),
    }
}

/// To the same: it was refused.
pub fn refused(request: &Request, change: RankingChangeId) -> Message {
    Message {
        cause: format!("ranking.change_refused:{change}"),
        subject: format!("The change of the ranking of {} was refused", request.reference),
        lines: vec![format!(
            "An approver refused the change that was proposed to the ranking of the bids on “{}”. Sign in to read why.",
            request.title
        )],
        link: path(request, change),
    }
}
