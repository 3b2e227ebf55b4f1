//! Sealing at the submission; opening after the deadline, and at the lock.

use std::collections::BTreeSet;

use anyhow::anyhow;
use serde::Serialize;
use uuid::Uuid;

use super::model::{Attached, Context, Digests, PRICE, Price, QUALITY, Quality, SealedBid, bytes};
use super::policy::{Asked, Damage};
use super::{mail, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::audit::Happened;
use crate::bids;
use crate::bids::attachments;
use crate::bids::model::{BidInFull, OwnBid};
use crate::bids::policy::Refusal;
use crate::bids::state::{BidEvent, BidState};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::requests;
use crate::requests::model::Request;
use crate::seal;
use crate::seal::envelope::Envelope;
use crate::seal::keys::{Keys, Opener};
use crate::types::state::Step;
use crate::types::text::hex;

#[derive(Debug, Serialize)]
struct Damaged {
    #[serde(skip)]
    bid: Uuid,
    request: Uuid,
    damage: String,
}

impl Happened for Damaged {
    fn action(&self) -> &'static str {
        "bid.damaged"
    }

    fn subject(&self) -> Uuid {
        self.bid
    }
}

/// Seals what a bid says and deletes everything of it that can be read.
pub(in crate::bids) async fn seal(tx: &mut Tx<'_>, keys: &Keys, it: &BidInFull) -> Result<Digests> {
    let (bid, request) = (&it.bid, &it.request);
    let context = |schema: &str| -> Result<Context> {
        Ok(Context {
            schema: schema.to_owned(),
            bid: bid.reference.clone(),
            request: request.reference.clone(),
            request_version: request.version,
            provider: bid.provider_id,
            nonce: nonce()?,
        })
    };
    let price = Price {
        context: context(PRICE)?,
        rates: it.content.rates.clone(),
        prices: it.content.prices.clone(),
        expenses_cap: bid.expenses_cap,
    };
    let price = sealed(tx, keys, request, Envelope::Price, &price).await?;
    let quality = Quality {
        context: context(QUALITY)?,
        price_sha256: hex(&seal::digest(&price)),
        evidence: it.content.evidence.clone(),
        answers: it.content.answers.clone(),
        team: it.content.team.clone(),
        team_words: if it.describes_team() { bid.team_words.clone() } else { String::new() },
        no_conflict: bid.no_conflict,
        prices_held: bid.prices_held,
        attachments: it.attachments.iter().map(Attached::from).collect(),
    };
    let quality = sealed(tx, keys, request, Envelope::Quality, &quality).await?;
    let now = tx.now();
    queries::take_away(tx.conn(), bid.id, now).await?;
    queries::put_in(tx.conn(), bid.id, Envelope::Quality, &quality).await?;
    queries::put_in(tx.conn(), bid.id, Envelope::Price, &price).await?;
    attachments::queries::put_in(tx.conn(), bid.id, &it.attachments, now).await?;
    queries::clear(tx.conn(), bid.id, now).await?;
    Ok(Digests { quality: seal::digest(&quality), price: seal::digest(&price) })
}

async fn sealed(
    tx: &mut Tx<'_>,
    keys: &Keys,
    request: &Request,
    which: Envelope,
    text: &impl Serialize,
) -> Result<Vec<u8>> {
    let to = requests::keys::queries::recipient(tx.conn(), keys, request.id, which).await?;
    Ok(keys.seal(&bytes(text)?, &to)?)
}

fn nonce() -> Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|cause| anyhow!("no random numbers: {cause}"))?;
    Ok(hex(&bytes))
}

/// Opens the quality envelopes of a request's submitted bids, and returns the
/// bids that are open now. Those that are damaged are set aside and told of.
pub async fn open_quality(tx: &mut Tx<'_>, keys: &Keys, request: &Request) -> Result<Vec<OwnBid>> {
    let now = tx.now();
    bids::policy::may_open(request, now)?;
    let lying = queries::lying(tx.conn(), request.id, BidState::Submitted).await?;
    let Some((opener, asked, still)) = tools(tx, keys, request, Envelope::Quality, &lying).await?
    else {
        return Ok(Vec::new());
    };
    let mut opened = Vec::new();
    for it in lying {
        let people = queries::people_of(tx.conn(), it.bid.provider_id).await?;
        match quality_in(&it, opener.as_ref(), request, &asked, &people) {
            Ok(mut said) => {
                still.keep_quality(&mut said);
                // The state first: a bid that is submitted stands still after the deadline.
                let step = Step::take(it.bid.state, BidEvent::Open).ok_or(Error::NotFound)?;
                bids::queries::apply(tx.conn(), it.bid.id, &step).await?;
                queries::lay_out_quality(tx.conn(), it.bid.id, &said, now).await?;
                opened.push(it.bid);
            }
            Err(damage) => set_aside(tx, &it.bid, request, damage).await?,
        }
    }
    Ok(opened)
}

fn quality_in(
    it: &SealedBid,
    opener: Option<&Opener>,
    request: &Request,
    asked: &Asked,
    people: &BTreeSet<crate::types::ids::SpecialistId>,
) -> Result<Quality, Damage> {
    let text = text_in(it, opener, Envelope::Quality)?;
    policy::quality(&text, &it.bid, request, asked, people)
}

fn text_in(it: &SealedBid, opener: Option<&Opener>, which: Envelope) -> Result<Vec<u8>, Damage> {
    let sealed = policy::submitted(it, which)?;
    let opener = opener.ok_or(Damage::Unreadable)?;
    opener.open(sealed).map_err(|_| Damage::Unreadable)
}

/// Opens the price envelopes of a request's opened bids. Those that turn out
/// to be damaged are returned, set aside and told of.
pub async fn open_prices(tx: &mut Tx<'_>, keys: &Keys, request: &Request) -> Result<Vec<OwnBid>> {
    let mut lying = queries::lying(tx.conn(), request.id, BidState::Opened).await?;
    // Those that were opened before bids were sealed have their prices.
    lying.retain(|it| it.bid.price_hash.is_some());
    let Some((opener, asked, still)) = tools(tx, keys, request, Envelope::Price, &lying).await?
    else {
        return Ok(Vec::new());
    };
    let mut damaged = Vec::new();
    for it in lying {
        let said = text_in(&it, opener.as_ref(), Envelope::Price)
            .and_then(|text| policy::price(&text, &it.bid, request, &asked));
        match said {
            Ok(mut said) => {
                still.keep_price(&mut said);
                queries::lay_out_price(tx.conn(), it.bid.id, &said).await?;
            }
            Err(damage) => {
                set_aside(tx, &it.bid, request, damage).await?;
                damaged.push(it.bid);
            }
        }
    }
    Ok(damaged)
}

/// What opening takes: the key, what the request ever asked, and what it asks
/// now. A sealing key that is not at hand is no bid's damage:
/// then nothing is opened and nothing is changed.
async fn tools(
    tx: &mut Tx<'_>,
    keys: &Keys,
    request: &Request,
    which: Envelope,
    lying: &[SealedBid],
) -> Result<Option<(Option<Opener>, Asked, Asked)>> {
    if lying.is_empty() {
        return Ok(None);
    }
    let opener = requests::keys::queries::opener(tx.conn(), keys, request.id, which).await;
    let opener = match opener {
        Ok(opener) => opener,
        Err(Error::Unexpected(cause)) => {
            log::error!("the bids on {} cannot be opened: {cause:#}", request.reference);
            return Err(Refusal::KeyNotAtHand.into());
        }
        Err(other) => return Err(other),
    };
    let outcomes = requests::queries::outcomes_of(tx.conn(), request).await?;
    let roles = requests::queries::roles_of(tx.conn(), request.id).await?;
    let requirements = requests::queries::requirements_of(tx.conn(), request.id).await?;
    let criteria = requests::queries::criteria_of(tx.conn(), request.id).await?;
    let ever = requests::queries::ever_asked(tx.conn(), request.id).await?;
    Ok(Some((opener, ever.into(), Asked::of(&requirements, &criteria, &roles, &outcomes))))
}

async fn set_aside(tx: &mut Tx<'_>, bid: &OwnBid, request: &Request, damage: Damage) -> Result<()> {
    let now = tx.now();
    queries::set_aside(tx.conn(), bid.id, damage, now).await?;
    let force = [Role::Requester, Role::Approver];
    let force = accounts::queries::people_of_force(tx.conn(), request.force_id, &force).await?;
    tx.tell(&force, &mail::to_the_force(bid, request, damage)).await?;
    let auditors = accounts::queries::operator_people(tx.conn(), &[Role::Auditor]).await?;
    tx.tell(&auditors, &mail::to_the_auditors(bid, request, damage)).await?;
    let bidders = [Role::Bidder, Role::ProviderAdmin];
    let bidders =
        accounts::queries::people_of_provider(tx.conn(), bid.provider_id, &bidders).await?;
    tx.tell(&bidders, &mail::to_the_provider(bid, request, damage)).await?;
    let event =
        Damaged { bid: bid.id.uuid(), request: request.id.uuid(), damage: damage.to_string() };
    let _ = tx.record(&event, ()).await?;
    Ok(())
}
