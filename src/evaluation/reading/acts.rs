//! Writing down what an auditor reads.

use serde::Serialize;
use uuid::Uuid;

use crate::accounts::roles::Reader;
use crate::audit::Happened;
use crate::db::Db;
use crate::error::Result;
use crate::types::ids::{BidId, RequestId};

/// What was read.
#[derive(Debug, Clone, Copy)]
pub enum Sensitive {
    /// One opened bid, with what each evaluator gave it.
    Bid(BidId),
    /// Every bid's scores beside one another.
    Scores,
    /// How far each evaluator is, and nothing of what they gave.
    Progress,
    /// Who has a conflict of interest with which bidder.
    Conflicts,
    /// The ranking, with prices.
    Ranking,
    /// The award, with its reasons.
    Award,
}

#[derive(Debug, Serialize)]
struct SensitiveRead {
    #[serde(skip)]
    request: RequestId,
    #[serde(skip)]
    what: Sensitive,
    #[serde(skip_serializing_if = "Option::is_none")]
    bid: Option<BidId>,
}

impl Happened for SensitiveRead {
    fn action(&self) -> &'static str {
        match self.what {
            Sensitive::Bid(_) => "opened_bid.read",
            Sensitive::Scores => "scores.read",
            Sensitive::Progress => "evaluation.read",
            Sensitive::Conflicts => "conflicts.read",
            Sensitive::Ranking => "ranking.read",
            Sensitive::Award => "award.read",
        }
    }

    fn subject(&self) -> Uuid {
        self.request.uuid()
    }
}

/// Writes down that an auditor reads this, before it is shown. People of the
/// force work with it, and what they do is recorded instead.
pub async fn note(db: &Db, who: &Reader, request: RequestId, what: Sensitive) -> Result<()> {
    if !who.is_auditor() {
        return Ok(());
    }
    let bid = match what {
        Sensitive::Bid(bid) => Some(bid),
        _ => None,
    };
    let event = SensitiveRead { request, what, bid };
    db.act(&who.by, async |tx| tx.record(&event, ()).await).await
}
