//! Putting envelopes in and taking what they say out. Only the opener's role
//! may read them; the serving role may put them in and take them away.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::model::{Price, Quality, Recorded, SealedBid};
use super::policy::Damage;
use crate::bids::attachments;
use crate::bids::model::{OutcomePrice, OwnBid};
use crate::bids::queries::or_late;
use crate::bids::state::BidState;
use crate::error::Result;
use crate::schema::{
    audit_entries, bid_answers, bid_evidence, bid_prices, bid_rates, bid_team, bids, damaged_bids,
    sealed_bids, specialists,
};
use crate::seal::envelope::Envelope;
use crate::types::ids::{BidId, ProviderId, RequestId, SpecialistId};
use crate::types::money::Money;
use crate::types::time::Moment;

/// Puts an envelope in. The database asks its own clock once more.
pub(super) async fn put_in(
    conn: &mut AsyncPgConnection,
    bid: BidId,
    envelope: Envelope,
    ciphertext: &[u8],
) -> Result<()> {
    let put = diesel::insert_into(sealed_bids::table)
        .values((
            sealed_bids::bid_id.eq(bid),
            sealed_bids::envelope.eq(envelope),
            sealed_bids::ciphertext.eq(ciphertext),
        ))
        .execute(conn)
        .await;
    or_late(put)?;
    Ok(())
}

/// Takes the envelopes of a bid away, and what is sealed beside them.
pub(in crate::bids) async fn take_away(
    conn: &mut AsyncPgConnection,
    bid: BidId,
    now: Moment,
) -> Result<()> {
    let theirs = sealed_bids::table.filter(sealed_bids::bid_id.eq(bid));
    or_late(diesel::delete(theirs).execute(conn).await)?;
    attachments::queries::take_away(conn, bid, now).await
}

/// Deletes everything readable that a bid says.
pub(in crate::bids) async fn clear(
    conn: &mut AsyncPgConnection,
    bid: BidId,
    now: Moment,
) -> Result<()> {
    attachments::queries::clear(conn, bid, now).await?;
    diesel::delete(bid_evidence::table.filter(bid_evidence::bid_id.eq(bid))).execute(conn).await?;
    diesel::delete(bid_answers::table.filter(bid_answers::bid_id.eq(bid))).execute(conn).await?;
    diesel::delete(bid_team::table.filter(bid_team::bid_id.eq(bid))).execute(conn).await?;
    diesel::delete(bid_rates::table.filter(bid_rates::bid_id.eq(bid))).execute(conn).await?;
    diesel::delete(bid_prices::table.filter(bid_prices::bid_id.eq(bid))).execute(conn).await?;
    let cleared = diesel::update(bids::table.find(bid))
        .set((
            bids::expenses_cap.eq(Money::ZERO),
            bids::team_words.eq(""),
            bids::no_conflict.eq(false),
            bids::prices_held.eq(false),
        ))
        .execute(conn)
        .await;
    or_late(cleared)?;
    Ok(())
}

/// The sealed bids of a request in a state, as they lie there.
pub(super) async fn lying(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    state: BidState,
) -> Result<Vec<SealedBid>> {
    let found: Vec<OwnBid> = bids::table
        .filter(bids::request_id.eq(request))
        .filter(bids::state.eq(state))
        .order(bids::id)
        .select(OwnBid::as_select())
        .load(conn)
        .await?;
    let mut lying = Vec::new();
    for bid in found {
        let quality = envelope(conn, bid.id, Envelope::Quality).await?;
        let price = envelope(conn, bid.id, Envelope::Price).await?;
        let recorded = recorded(conn, bid.id).await?;
        lying.push(SealedBid { bid, quality, price, recorded });
    }
    Ok(lying)
}

async fn envelope(
    conn: &mut AsyncPgConnection,
    bid: BidId,
    which: Envelope,
) -> Result<Option<Vec<u8>>> {
    Ok(sealed_bids::table
        .find((bid, which))
        .select(sealed_bids::ciphertext)
        .first(conn)
        .await
        .optional()?)
}

/// What the audit trail has of a bid's last submission or confirmation: the
/// version it answers and its digests.
async fn recorded(conn: &mut AsyncPgConnection, bid: BidId) -> Result<Option<Recorded>> {
    let detail: Option<Value> = audit_entries::table
        .filter(audit_entries::subject.eq(bid.uuid()))
        .filter(audit_entries::action.eq_any(["bid.submitted", "bid.replaced", "bid.confirmed"]))
        .order(audit_entries::seq.desc())
        .select(audit_entries::detail)
        .first(conn)
        .await
        .optional()?;
    let part = |detail: &Value, name: &str| detail.get(name)?.as_str().map(str::to_owned);
    Ok(detail.and_then(|it| {
        Some(Recorded {
            version: it.get("request_version")?.as_i64()?,
            quality: part(&it, "quality_sha256")?,
            price: part(&it, "price_sha256")?,
        })
    }))
}

/// Everyone a provider has or had on its list.
pub(super) async fn people_of(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
) -> Result<BTreeSet<SpecialistId>> {
    let ids: Vec<SpecialistId> = specialists::table
        .filter(specialists::provider_id.eq(provider))
        .select(specialists::id)
        .load(conn)
        .await?;
    Ok(ids.into_iter().collect())
}

/// Lays out what a quality envelope says, over whatever was written to
/// replace it.
pub(super) async fn lay_out_quality(
    conn: &mut AsyncPgConnection,
    bid: BidId,
    it: &Quality,
    now: Moment,
) -> Result<()> {
    clear(conn, bid, now).await?;
    attachments::queries::lay_out(conn, bid, &it.attachments).await?;
    let evidence: Vec<_> = it
        .evidence
        .iter()
        .map(|it| {
            (
                bid_evidence::bid_id.eq(bid),
                bid_evidence::requirement_id.eq(it.requirement_id),
                bid_evidence::met.eq(it.met),
                bid_evidence::evidence.eq(it.evidence.as_str()),
            )
        })
        .collect();
    diesel::insert_into(bid_evidence::table)
        .values(evidence)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    let answers: Vec<_> = it
        .answers
        .iter()
        .map(|it| {
            (
                bid_answers::bid_id.eq(bid),
                bid_answers::criterion_id.eq(it.criterion_id),
                bid_answers::answer.eq(it.answer.as_str()),
            )
        })
        .collect();
    diesel::insert_into(bid_answers::table)
        .values(answers)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    let team: Vec<_> = it
        .team
        .iter()
        .map(|it| {
            (
                bid_team::bid_id.eq(bid),
                bid_team::role_id.eq(it.role_id),
                bid_team::specialist_id.eq(it.specialist_id),
            )
        })
        .collect();
    diesel::insert_into(bid_team::table)
        .values(team)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    diesel::update(bids::table.find(bid))
        .set((
            bids::team_words.eq(&it.team_words),
            bids::no_conflict.eq(it.no_conflict),
            bids::prices_held.eq(it.prices_held),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Lays out what a price envelope says.
pub(super) async fn lay_out_price(
    conn: &mut AsyncPgConnection,
    bid: BidId,
    it: &Price,
) -> Result<()> {
    let rates: Vec<_> = it
        .rates
        .iter()
        .map(|it| {
            (
                bid_rates::bid_id.eq(bid),
                bid_rates::role_id.eq(it.role_id),
                bid_rates::day_rate.eq(it.day_rate),
            )
        })
        .collect();
    diesel::insert_into(bid_rates::table)
        .values(rates)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    let price = |it: &OutcomePrice| {
        (
            bid_prices::bid_id.eq(bid),
            bid_prices::outcome_id.eq(it.outcome_id),
            bid_prices::price.eq(it.price),
        )
    };
    diesel::insert_into(bid_prices::table)
        .values(it.prices.iter().map(price).collect::<Vec<_>>())
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    diesel::update(bids::table.find(bid))
        .set(bids::expenses_cap.eq(it.expenses_cap))
        .execute(conn)
        .await?;
    Ok(())
}

/// Keeps in mind that a bid is damaged.
pub(super) async fn set_aside(
    conn: &mut AsyncPgConnection,
    bid: BidId,
    damage: Damage,
    now: Moment,
) -> Result<()> {
    diesel::insert_into(damaged_bids::table)
        .values((
            damaged_bids::bid_id.eq(bid),
            damaged_bids::found_at.eq(now),
            damaged_bids::what.eq(damage.to_string()),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

/// What was wrong with a bid's envelopes, if anything was.
pub async fn damage(conn: &mut AsyncPgConnection, bid: BidId) -> Result<Option<String>> {
    Ok(damaged_bids::table.find(bid).select(damaged_bids::what).first(conn).await.optional()?)
}

/// The references of a request's damaged bids.
pub async fn damaged(
    conn: &mut AsyncPgConnection,
    request: RequestId,
) -> Result<Vec<(String, String)>> {
    Ok(damaged_bids::table
        .inner_join(bids::table)
        .filter(bids::request_id.eq(request))
        .order(bids::reference)
        .select((bids::reference, damaged_bids::what))
        .load(conn)
        .await?)
}
