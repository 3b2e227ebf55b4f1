//! Finding a panel with how far it is, and changing it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{Member, NewPanel, Panel, PanelChange, Stance};
use super::policy::Difference;
use crate::accounts;
use crate::accounts::model::Role;
use crate::bids;
use crate::error::Result;
use crate::requests;
use crate::requests::model::Request;
use crate::schema::{conflict_declarations, panel_chairs, panel_changes, request_panel, scores};
use crate::types::ids::{BidId, RequestId, UserId};
use crate::types::time::Moment;

/// The panel of a request, with how far it is.
pub async fn panel(conn: &mut AsyncPgConnection, request: &Request) -> Result<Panel> {
    let named = requests::queries::panel_of(conn, request.id).await?;
    let mut evaluators =
        accounts::queries::people_of_force(conn, request.force_id, &[Role::Evaluator]).await?;
    evaluators.retain(|it| named.contains(&it.user));
    let chosen = panel_chairs::table.find(request.id).select(panel_chairs::user_id);
    let chosen: Option<UserId> = chosen.first(conn).await.optional()?;
    let bids = open_bids(conn, request.id).await?;
    let criteria = requests::queries::criteria_of(conn, request.id).await?;
    let questions = criteria.iter().filter(|it| !it.is_price).count();
    let stances = stances(conn, request.id).await?;
    let given = given(conn, request.id).await?;
    let members = evaluators.into_iter().map(|who| {
        let stance = stances.get(&who.user).cloned().unwrap_or_default();
        let scored = |bid: &&BidId| !stance.recused.contains(*bid);
        let mine: Vec<&BidId> = bids.iter().filter(scored).collect();
        let of_one = |bid: &BidId| given.get(&(who.user, *bid)).copied().unwrap_or(0);
        let given = mine.iter().map(|bid| of_one(bid).min(questions)).sum();
        Member { wanted: mine.len() * questions, given, stance, who }
    });
    Ok(Panel { members: members.collect(), named, chosen, bids, stances })
}

/// The bids that are open, by id.
async fn open_bids(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<BidId>> {
    use crate::schema::bids as it;
    Ok(it::table
        .filter(it::request_id.eq(id))
        .filter(it::state.ne_all(bids::queries::UNOPENED))
        .order(it::id)
        .select(it::id)
        .load(conn)
        .await?)
}

/// What everyone has declared about the companies that bid on a request.
async fn stances(conn: &mut AsyncPgConnection, id: RequestId) -> Result<BTreeMap<UserId, Stance>> {
    use crate::schema::bids as bid;
    use conflict_declarations as it;
    let rows: Vec<(UserId, BidId, bool)> = it::table
        .inner_join(bid::table)
        .filter(bid::request_id.eq(id))
        .select((it::user_id, it::bid_id, it::conflict))
        .load(conn)
        .await?;
    let mut stances: BTreeMap<UserId, Stance> = BTreeMap::new();
    for (user, bid, conflict) in rows {
        let stance = stances.entry(user).or_default();
        stance.declared.insert(bid);
        if conflict {
            stance.recused.insert(bid);
        }
    }
    Ok(stances)
}

/// How many scores each evaluator has given each bid, and nothing of what they are.
async fn given(
    conn: &mut AsyncPgConnection,
    id: RequestId,
) -> Result<BTreeMap<(UserId, BidId), usize>> {
    use crate::schema::bids as bid;
    let counted: Vec<(UserId, BidId, i64)> = scores::table
        .inner_join(bid::table)
        .filter(bid::request_id.eq(id))
        .group_by((scores::evaluator_id, scores::bid_id))
        .select((scores::evaluator_id, scores::bid_id, diesel::dsl::count_star()))
        .load(conn)
        .await?;
    let count = |(who, bid, n): (UserId, BidId, i64)| ((who, bid), usize::try_from(n).unwrap_or(0));
    Ok(counted.into_iter().map(count).collect())
}

/// Changes who is on the panel and who chairs it, and keeps why.
pub(super) async fn change(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    (new, difference): (&NewPanel, &Difference),
    (by, now): (UserId, Moment),
) -> Result<()> {
    let gone = request_panel::table.filter(request_panel::request_id.eq(request));
    let gone = gone.filter(request_panel::user_id.eq_any(&difference.removed));
    diesel::delete(gone).execute(conn).await?;
    let of =
        |user: &UserId| (request_panel::request_id.eq(request), request_panel::user_id.eq(*user));
    let rows: Vec<_> = difference.added.iter().map(of).collect();
    if !rows.is_empty() {
        diesel::insert_into(request_panel::table).values(rows).execute(conn).await?;
    }
    diesel::delete(panel_chairs::table.find(request)).execute(conn).await?;
    if let Some(chair) = new.chair {
        diesel::insert_into(panel_chairs::table)
            .values((panel_chairs::request_id.eq(request), panel_chairs::user_id.eq(chair)))
            .execute(conn)
            .await?;
    }
    use panel_changes as it;
    diesel::insert_into(it::table)
        .values((
            it::id.eq(Uuid::now_v7()),
            it::request_id.eq(request),
            it::added.eq(&difference.added),
            it::removed.eq(&difference.removed),
            it::chair.eq(new.chair),
            it::reason.eq(&new.reason),
            it::changed_by.eq(by),
            it::changed_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Every change of a request's panel since its publication, the newest first.
pub async fn changes(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<PanelChange>> {
    type Row = (Vec<UserId>, Vec<UserId>, Option<UserId>, String, UserId, Moment);
    use panel_changes as it;
    let rows: Vec<Row> = it::table
        .filter(it::request_id.eq(id))
        .order((it::changed_at.desc(), it::id.desc()))
        .select((it::added, it::removed, it::chair, it::reason, it::changed_by, it::changed_at))
        .load(conn)
        .await?;
    let read = |(added, removed, chair, reason, changed_by, changed_at): Row| PanelChange {
        added,
        removed,
        chair,
        reason,
        changed_by,
        changed_at,
    };
    Ok(rows.into_iter().map(read).collect())
}
