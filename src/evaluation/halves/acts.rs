//! Keeping what is being typed.

use serde::Serialize;
use uuid::Uuid;

use super::model::Of;
use super::queries;
use crate::accounts::roles::ForceMember;
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::{Error, Result};
use crate::evaluation;
use crate::evaluation::forms::{Place, ScoreTyped};
use crate::evaluation::{acts, moderation};
use crate::types::ids::{BidId, CriterionId};

#[derive(Debug, Serialize)]
struct Kept {
    #[serde(skip)]
    request: Uuid,
    #[serde(skip)]
    what: Of,
    scores: Vec<(BidId, CriterionId)>,
}

impl Happened for Kept {
    fn action(&self) -> &'static str {
        match self.what {
            Of::Own => "score.kept",
            Of::Agreed => "agreed_score.kept",
        }
    }

    fn subject(&self) -> Uuid {
        self.request
    }
}

/// Keeps what an evaluator has typed on one page, given or not.
pub async fn keep(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    typed: &[(Place, ScoreTyped)],
) -> Result<Recorded<()>> {
    let bids: Vec<BidId> = typed.iter().map(|(it, _)| it.bid).collect();
    let request = acts::at_desk(tx, who, reference, &bids).await?;
    let mine = evaluation::queries::scores_by(tx.conn(), request.id, who.user).await?;
    let saved = |place: &Place| {
        let found =
            mine.iter().find(|it| it.bid_id == place.bid && it.criterion_id == place.criterion);
        found.map(|it| ScoreTyped::of(it.score, &it.reason))
    };
    let scores = store(tx, (who, Of::Own), typed, saved).await?;
    tx.record(&Kept { request: request.id.uuid(), what: Of::Own, scores }, ()).await
}

/// Keeps what is typed of what the panel is about to agree for a bid.
pub async fn keep_agreed(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    typed: &[(Place, ScoreTyped)],
) -> Result<Recorded<()>> {
    let (request, opened) = moderation::acts::moderated(tx, who, reference).await?;
    let is_open = |it: &(Place, ScoreTyped)| opened.iter().any(|(bid, _)| *bid == it.0.bid);
    if !typed.iter().all(is_open) {
        return Err(Error::NotFound);
    }
    let agreed = evaluation::queries::agreed(tx.conn(), request.id).await?;
    let saved = |place: &Place| {
        let found =
            agreed.iter().find(|it| it.bid_id == place.bid && it.criterion_id == place.criterion);
        found.map(|it| ScoreTyped::of(it.score, &it.reason))
    };
    let scores = store(tx, (who, Of::Agreed), typed, saved).await?;
    tx.record(&Kept { request: request.id.uuid(), what: Of::Agreed, scores }, ()).await
}

/// Keeps what differs from what is saved, and says where.
async fn store(
    tx: &mut Tx<'_>,
    (who, what): (&ForceMember, Of),
    typed: &[(Place, ScoreTyped)],
    saved: impl Fn(&Place) -> Option<ScoreTyped>,
) -> Result<Vec<(BidId, CriterionId)>> {
    let now = tx.now();
    let whose = (who.user, what);
    let (same, other): (Vec<_>, Vec<_>) =
        typed.iter().partition(|(place, typed)| typed.says(&saved(place).unwrap_or_default()));
    let places = |all: &[&(Place, ScoreTyped)]| -> Vec<_> {
        all.iter().map(|(place, _)| (place.bid, place.criterion)).collect()
    };
    queries::drop(tx.conn(), whose, &places(&same)).await?;
    queries::keep(tx.conn(), whose, &other, now).await?;
    Ok(places(&other))
}
