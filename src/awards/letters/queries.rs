//! Finding and keeping letters that were sent.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Deserialize;

use super::model::{Entered, Said, Sent};
use crate::awards::outcomes::model::{Letter, Standing};
use crate::awards::withdrawing;
use crate::bids::model::OwnBid;
use crate::error::{Error, Result};
use crate::forces;
use crate::requests;
use crate::schema::outcome_letters as it;
use crate::types::ids::{AwardId, BidId, LetterId, RequestId};
use crate::types::time::Moment;

type Row = (LetterId, AwardId, BidId, Moment, serde_json::Value);

async fn read(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    rows: Vec<Row>,
) -> Result<Vec<Sent>> {
    let withdrawn = withdrawing::queries::made(conn, request).await?;
    let mut all = Vec::new();
    for (id, award, bid, at, said) in rows {
        let over = withdrawn.iter().find(|one| one.award_id == award);
        let over = over.and_then(|one| Some((one.decided_at?, one.reason.clone())));
        let said = Said::deserialize(&said).map_err(anyhow::Error::from)?;
        all.push(Sent { id, award, bid, at, said, withdrawn: over });
    }
    Ok(all)
}

/// Every letter about the bids on a request, the oldest first.
pub async fn of(conn: &mut AsyncPgConnection, request: RequestId) -> Result<Vec<Sent>> {
    use crate::schema::bids as bid;
    let own: Vec<BidId> =
        bid::table.filter(bid::request_id.eq(request)).select(bid::id).load(conn).await?;
    let rows = it::table
        .filter(it::bid_id.eq_any(own))
        .order((it::sent_at, it::id))
        .select((it::id, it::award_id, it::bid_id, it::sent_at, it::said))
        .load(conn)
        .await?;
    read(conn, request, rows).await
}

/// One bid's letters whose award was withdrawn, the oldest first.
pub async fn over(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    bid: BidId,
) -> Result<Vec<Sent>> {
    let mut all = of(conn, request).await?;
    all.retain(|one| one.bid == bid && one.withdrawn.is_some());
    Ok(all)
}

/// One letter about a bid on a request, as it was sent, with the bid.
pub async fn one(conn: &mut AsyncPgConnection, request: RequestId, id: &str) -> Result<Letter> {
    use crate::schema::bids as bid;
    let id = LetterId::parse(id).ok_or(Error::NotFound)?;
    let found = of(conn, request).await?.into_iter().find(|one| one.id == id);
    let sent = found.ok_or(Error::NotFound)?;
    let own: OwnBid = bid::table.find(sent.bid).select(OwnBid::as_select()).first(conn).await?;
    letter(conn, own, sent).await
}

/// A letter as it was sent.
pub async fn letter(conn: &mut AsyncPgConnection, bid: OwnBid, sent: Sent) -> Result<Letter> {
    let request = requests::queries::by_id(conn, bid.request_id).await?;
    let (at, why) = sent.withdrawn.unzip();
    Ok(Letter {
        force: forces::queries::force(conn, request.force_id).await?.name,
        won: sent.said.won,
        out: sent.said.out,
        own: sent.said.own,
        lines: sent.said.lines,
        winner: sent.said.winner,
        standing: at.map_or(Standing::Kept, Standing::Over),
        sent: Some(sent.at),
        decided: None,
        withdrawn: why.unwrap_or_default(),
        held: false,
        may_challenge: false,
        has_challenged: false,
        contract: None,
        before: Vec::new(),
        bid,
        request,
    })
}

/// Keeps a letter about an award, unless it is kept already: then it is not
/// this one that the trail tells of.
pub(super) async fn keep(
    conn: &mut AsyncPgConnection,
    award: AwardId,
    letter: &Letter,
    sent_at: Moment,
) -> Result<Option<Entered>> {
    let said = Said::from(letter);
    let entered = Entered { bid: letter.bid.id, sha256: said.digest()? };
    let said = serde_json::to_value(said).map_err(anyhow::Error::from)?;
    let new = diesel::insert_into(it::table)
        .values((
            it::id.eq(LetterId::mint()),
            it::award_id.eq(award),
            it::bid_id.eq(letter.bid.id),
            it::sent_at.eq(sent_at),
            it::said.eq(said),
        ))
        .on_conflict((it::award_id, it::bid_id))
        .do_nothing()
        .execute(conn)
        .await?;
    Ok((new == 1).then_some(entered))
}
