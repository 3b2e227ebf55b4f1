//! Storing what a section says.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Change;
use crate::bids::model::OutcomePrice;
use crate::bids::queries::touch;
use crate::error::Result;
use crate::schema::{bid_answers, bid_evidence, bid_prices, bid_rates, bid_team, bids};
use crate::types::ids::BidId;
use crate::types::time::Moment;

/// Stores a section of a draft.
pub(in crate::bids) async fn store(
    conn: &mut AsyncPgConnection,
    id: BidId,
    change: &Change,
    now: Moment,
) -> Result<()> {
    match change {
        Change::Evidence(lines) => {
            diesel::delete(bid_evidence::table.filter(bid_evidence::bid_id.eq(id)))
                .execute(conn)
                .await?;
            let rows: Vec<_> = lines
                .iter()
                .map(|it| {
                    (
                        bid_evidence::bid_id.eq(id),
                        bid_evidence::requirement_id.eq(it.requirement_id),
                        bid_evidence::met.eq(it.met),
                        bid_evidence::evidence.eq(it.evidence.as_str()),
                    )
                })
                .collect();
            diesel::insert_into(bid_evidence::table).values(rows).execute(conn).await?;
        }
        Change::Answer(criterion, answer) => {
            let given = bid_answers::table
                .filter(bid_answers::bid_id.eq(id))
                .filter(bid_answers::criterion_id.eq(*criterion));
            diesel::delete(given).execute(conn).await?;
            if !answer.is_empty() {
                diesel::insert_into(bid_answers::table)
                    .values((
                        bid_answers::bid_id.eq(id),
                        bid_answers::criterion_id.eq(*criterion),
                        bid_answers::answer.eq(answer.as_str()),
                    ))
                    .execute(conn)
                    .await?;
            }
        }
        Change::Team(people, words) => {
            diesel::delete(bid_team::table.filter(bid_team::bid_id.eq(id))).execute(conn).await?;
            let rows: Vec<_> = people
                .iter()
                .map(|it| {
                    (
                        bid_team::bid_id.eq(id),
                        bid_team::role_id.eq(it.role_id),
                        bid_team::specialist_id.eq(it.specialist_id),
                    )
                })
                .collect();
            diesel::insert_into(bid_team::table).values(rows).execute(conn).await?;
            diesel::update(bids::table.find(id))
                .set(bids::team_words.eq(words))
                .execute(conn)
                .await?;
        }
        Change::Price(rates, prices, cap) => {
            store_prices(conn, id, prices).await?;
            diesel::delete(bid_rates::table.filter(bid_rates::bid_id.eq(id))).execute(conn).await?;
            let rows: Vec<_> = rates
                .iter()
                .map(|it| {
                    (
                        bid_rates::bid_id.eq(id),
                        bid_rates::role_id.eq(it.role_id),
                        bid_rates::day_rate.eq(it.day_rate),
                    )
                })
                .collect();
            diesel::insert_into(bid_rates::table).values(rows).execute(conn).await?;
            diesel::update(bids::table.find(id))
                .set(bids::expenses_cap.eq(*cap))
                .execute(conn)
                .await?;
        }
        Change::Declarations(it) => {
            diesel::update(bids::table.find(id))
                .set((bids::no_conflict.eq(it.no_conflict), bids::prices_held.eq(it.prices_held)))
                .execute(conn)
                .await?;
        }
    }
    touch(conn, id, now).await
}

async fn store_prices(
    conn: &mut AsyncPgConnection,
    id: BidId,
    prices: &[OutcomePrice],
) -> Result<()> {
    diesel::delete(bid_prices::table.filter(bid_prices::bid_id.eq(id))).execute(conn).await?;
    let row = |it: &OutcomePrice| {
        (
            bid_prices::bid_id.eq(id),
            bid_prices::outcome_id.eq(it.outcome_id),
            bid_prices::price.eq(it.price),
        )
    };
    let rows: Vec<_> = prices.iter().map(row).collect();
    diesel::insert_into(bid_prices::table).values(rows).execute(conn).await?;
    Ok(())
}
