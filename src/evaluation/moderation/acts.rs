//! Agreeing scores, and locking quality.

use anyhow::anyhow;
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::accounts::roles::ForceMember;
use crate::audit::Happened;
use crate::bids;
use crate::bids::state::{BidEvent, BidState};
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::evaluation::forms::Given;
use crate::evaluation::halves::model::Of;
use crate::evaluation::model::{AgreedScore, Snapshot};
use crate::evaluation::policy::Refusal;
use crate::evaluation::{halves, panel, policy, queries, ranking};
use crate::requests;
use crate::requests::model::Request;
use crate::seal::keys::Keys;
use crate::types::ids::{BidId, CriterionId, ProviderId};
use crate::types::state::Step;
use crate::types::text::hex;

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum ModerationHappened {
    Agreed {
        #[serde(skip)]
        request: Uuid,
        /// Each with the digest of what was agreed.
        scores: Vec<(BidId, CriterionId, String)>,
    },
    Locked {
        #[serde(skip)]
        request: Uuid,
        bids: Vec<BidId>,
        lots: String,
        quality_sha256: String,
    },
    PricesOpened {
        #[serde(skip)]
        request: Uuid,
        bids: Vec<BidId>,
        ranking_sha256: String,
    },
}

impl Happened for ModerationHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Agreed { .. } => "score.agreed",
            Self::PricesOpened { .. } => "prices.opened",
            Self::Locked { .. } => "evaluation.locked",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Agreed { request, .. }
            | Self::PricesOpened { request, .. }
            | Self::Locked { request, .. } => *request,
        }
    }
}

/// The request, if this person may moderate it now, with its opened bids.
pub(in crate::evaluation) async fn moderated(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
) -> Result<(Request, Vec<(BidId, ProviderId)>)> {
    let now = tx.now();
    let request = requests::queries::lock_own(tx.conn(), who, reference).await?;
    let lock = queries::lock_of(tx.conn(), request.id).await?;
    let panel = panel::queries::panel(tx.conn(), &request).await?;
    policy::may_moderate(who, &request, lock.as_ref(), &panel, now)?;
    let opened = queries::bids_in(tx.conn(), request.id, &[BidState::Opened]).await?;
    Ok((request, opened))
}

/// Saves what the panel agreed for one bid. Every evaluator's own score stays.
/// `seen` is when scores were agreed last, as the page knew it: what a
/// colleague agreed since then is not written over.
pub async fn agree(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    (given, seen): (&[Given], Option<&str>),
) -> Result<Recorded<()>> {
    let now = tx.now();
    let (request, opened) = moderated(tx, who, reference).await?;
    for it in given {
        if !opened.iter().any(|(id, _)| *id == it.bid) {
            return Err(Error::NotFound);
        }
        let last = queries::agreed_last(tx.conn(), it.bid).await?.filter(|it| it.0 != who.user);
        if let (Some((_, name, at)), Some(seen)) = (last, seen)
            && at.timestamp_micros().to_string() != seen
        {
            return Err(Refusal::AgreedMeanwhile(name).into());
        }
    }
    queries::save_agreed(tx.conn(), who.user, given, now).await?;
    let places: Vec<_> = given.iter().map(|it| (it.bid, it.criterion)).collect();
    halves::queries::drop(tx.conn(), (who.user, Of::Agreed), &places).await?;
    let entered = |it: &Given| (it.bid, it.criterion, AgreedScore::from(it).digest());
    let scores = given.iter().map(entered).collect();
    tx.record(&ModerationHappened::Agreed { request: request.id.uuid(), scores }, ()).await
}

/// Locks quality, and opens the prices. What was agreed is frozen and lots are
/// drawn, which is an entry of its own before any price is opened; then prices
/// open, and the bids have their order. Both happen or neither does.
pub async fn lock(
    tx: &mut Tx<'_>,
    keys: &Keys,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let locked = requests::queries::lock_own(tx.conn(), who, reference).await?;
    let found = queries::lock_of(tx.conn(), locked.id).await?;
    if found.is_some() {
        tx.once(once, &format!("/requests/{reference}/ranking")).await?;
        return Err(Refusal::Locked.into());
    }
    let (request, standing) = moderated(tx, who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/ranking")).await?;
    let criteria = requests::queries::criteria_of(tx.conn(), request.id).await?;
    let agreed = queries::agreed(tx.conn(), request.id).await?;
    // No price is opened before every score of quality stands, on record.
    let lots = drawn_word()?;
    let (scale_max, id) = (request.scale_max, request.id.uuid());
    let whole = ranking::freeze(&criteria, scale_max, &standing, &agreed, lots.clone());
    let whole = whole.ok_or(Refusal::NotAllAgreed)?;
    let event = ModerationHappened::Locked {
        request: id,
        bids: standing.iter().map(|(bid, _)| *bid).collect(),
        lots: lots.clone(),
        quality_sha256: digest_of(&whole)?,
    };
    let _ = tx.record(&event, ()).await?;
    for damaged in bids::sealing::acts::open_prices(tx, keys, &request).await? {
        let step = Step::take(damaged.state, BidEvent::Disqualify).ok_or(Error::NotFound)?;
        let reason = "The price of this bid could not be opened: its envelope is damaged.";
        bids::queries::apply_with_reason(tx.conn(), damaged.id, &step, reason).await?;
    }
    let opened = queries::bids_in(tx.conn(), request.id, &[BidState::Opened]).await?;
    let quality = ranking::freeze(&criteria, scale_max, &opened, &agreed, lots)
        .ok_or(Refusal::NotAllAgreed)?;
    let (prices, price_weight) = queries::prices_to_lock(tx.conn(), &request).await?;
    let ranked = ranking::rank(&quality, &prices, request.price_method, price_weight)
        .ok_or_else(|| anyhow!("the bids on {} cannot be ranked", request.reference))?;
    let ranking_sha256 = digest_of(&ranked)?;
    let snapshot = Snapshot { quality, ranking: ranked };
    if !queries::insert_lock(tx.conn(), request.id, who.user, &snapshot, now).await? {
        return Err(Refusal::Locked.into());
    }
    for (bid, _) in &opened {
        let step = Step::take(BidState::Opened, BidEvent::Score).ok_or(Error::NotFound)?;
        bids::queries::apply(tx.conn(), *bid, &step).await?;
    }
    let bids = opened.into_iter().map(|(bid, _)| bid).collect();
    tx.record(&ModerationHappened::PricesOpened { request: id, bids, ranking_sha256 }, ()).await
}

/// What is frozen, as the trail knows it.
fn digest_of(frozen: &impl Serialize) -> Result<String> {
    let said = serde_json::to_vec(frozen).map_err(anyhow::Error::from)?;
    Ok(hex(&Sha256::digest(said)))
}

/// The random word that lots are drawn with: nobody can choose it.
fn drawn_word() -> Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|cause| anyhow!("no random numbers: {cause}"))?;
    Ok(hex(&bytes))
}
