//! Finding what a company may have to be reminded of, and noting that it was.

use chrono::TimeDelta;
use diesel::dsl::{exists, select, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Mark, Unsubmitted};
use super::policy::Refusal;
use crate::bids;
use crate::bids::model::OwnBid;
use crate::bids::state::BidState;
use crate::error::Result;
use crate::requests::model::Request;
use crate::requests::state::RequestState;
use crate::schema::{bid_reminders, receipts, requests};
use crate::types::ids::BidId;
use crate::types::time::Moment;

/// Where a bid stands that does not count unless its company does something.
const UNSUBMITTED: [BidState; 2] = [BidState::Draft, BidState::NeedsReconfirm];

/// Whether a bid counts while its company writes another in its place.
const REPLACED: &str = "bids.state = 'submitted' and bids.replacing_since is not null";

/// The bids that do not count yet whose deadline is near, unless their
/// companies were reminded as late as that.
pub async fn near(conn: &mut AsyncPgConnection, now: Moment) -> Result<Vec<BidId>> {
    use crate::schema::bids as it;
    let untold = sql::<Bool>(
        "not exists (select from bid_reminders m where m.bid_id = bids.id and m.closes_at = requests.closes_at \
         and m.hours <= case when requests.closes_at <= ",
    )
    .bind::<Timestamptz, _>(now + TimeDelta::hours(4))
    .sql(" then 4 else 48 end)");
    Ok(it::table
        .inner_join(requests::table)
        .filter(it::state.eq_any(UNSUBMITTED).or(sql::<Bool>(REPLACED)))
        .filter(requests::state.eq(RequestState::Open))
        .filter(requests::closes_at.gt(now).and(requests::closes_at.le(now + TimeDelta::hours(48))))
        .filter(untold)
        .order((requests::closes_at, it::id))
        .select(it::id)
        .load(conn)
        .await?)
}

/// One of them with what decides whether its company is reminded.
pub async fn unsubmitted(
    conn: &mut AsyncPgConnection,
    id: BidId,
    now: Moment,
) -> Result<Option<(OwnBid, Unsubmitted)>> {
    use crate::schema::bids as it;
    let found: Option<(OwnBid, Request)> = it::table
        .inner_join(requests::table)
        .filter(it::id.eq(id))
        .filter(it::state.eq_any(UNSUBMITTED).or(sql::<Bool>(REPLACED)))
        .select((OwnBid::as_select(), Request::as_select()))
        .first(conn)
        .await
        .optional()?;
    let Some((bid, request)) = found else { return Ok(None) };
    let told = bid_reminders::table
        .filter(bid_reminders::bid_id.eq(id))
        .filter(bid_reminders::closes_at.nullable().eq(request.closes_at))
        .select(bid_reminders::hours)
        .load(conn)
        .await?;
    let content = bids::queries::content(conn, id).await?;
    let attached = bids::attachments::queries::of(conn, id).await?;
    let received = receipts::table.filter(receipts::bid_id.eq(id));
    let known = Unsubmitted {
        begun_at: match bid.counts_meanwhile() {
            true => bid.replacing_since.unwrap_or(bid.created_at),
            false => bid.created_at,
        },
        replaces: bid.counts_meanwhile(),
        withdrawn: bid.state == BidState::Draft
            && select(exists(received)).get_result(conn).await?,
        written: content != Default::default() || !attached.is_empty(),
        told: told.into_iter().map(Mark).collect(),
        bars: bids::queries::bars(conn, bid.provider_id, &request, now).await?,
        request,
    };
    Ok(Some((bid, known)))
}

/// Holds a bid until the end of the change: of two workers, one waits.
pub(super) async fn hold(conn: &mut AsyncPgConnection, id: BidId) -> Result<()> {
    use crate::schema::bids as it;
    let _: BidId = it::table.find(id).select(it::id).for_no_key_update().first(conn).await?;
    Ok(())
}

/// Notes that a company was reminded, unless it was before.
pub(super) async fn note(
    conn: &mut AsyncPgConnection,
    bid: BidId,
    closes_at: Moment,
    mark: Mark,
    now: Moment,
) -> Result<()> {
    use bid_reminders as it;
    let noted = diesel::insert_into(it::table)
        .values((
            it::bid_id.eq(bid),
            it::closes_at.eq(closes_at),
            it::hours.eq(mark.0),
            it::reminded_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    if noted == 1 { Ok(()) } else { Err(Refusal::NothingDue.into()) }
}
