//! Finding a company's own bids with what may need somebody.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Listed;
use crate::accounts::colleagues::policy::whom_to_ask;
use crate::accounts::model::Role;
use crate::accounts::queries::administrators;
use crate::accounts::roles::ProviderMember;
use crate::bids::policy::takes_bids;
use crate::bids::queries::own_list;
use crate::error::Result;
use crate::files::state::FileState;
use crate::providers;
use crate::schema::{bid_attachments, damaged_bids, files};
use crate::types::ids::BidId;
use crate::types::time::Moment;
use crate::types::uk_time;

/// All bids of one's own, the next deadline first.
pub async fn listed(
    conn: &mut AsyncPgConnection,
    who: &ProviderMember,
    now: Moment,
) -> Result<Vec<Listed>> {
    let own = own_list(conn, who).await?;
    let ids: Vec<BidId> = own.iter().map(|it| it.bid.id).collect();
    let held_back: BTreeSet<BidId> = bid_attachments::table
        .inner_join(files::table)
        .filter(bid_attachments::bid_id.eq_any(&ids))
        .filter(files::state.eq(FileState::Quarantined))
        .select(bid_attachments::bid_id)
        .load(conn)
        .await?
        .into_iter()
        .collect();
    let damaged: Vec<(BidId, String)> = damaged_bids::table
        .filter(damaged_bids::bid_id.eq_any(&ids))
        .select((damaged_bids::bid_id, damaged_bids::what))
        .load(conn)
        .await?;
    let mut damaged: BTreeMap<BidId, String> = damaged.into_iter().collect();
    let standing = providers::queries::standing(conn, who.provider).await?;
    let today = uk_time::date_of(now);
    let ask = match who.has(Role::ProviderAdmin) {
        true => String::new(),
        false => format!(" {}", whom_to_ask(&administrators(conn, who.provider).await?)),
    };
    let bars = |lot: &str| {
        let bars = providers::policy::bars_to_bidding(&standing, lot, today);
        bars.iter().map(|bar| format!("{bar}{ask}")).collect()
    };
    let listed = own.into_iter().map(|it| Listed {
        held_back: held_back.contains(&it.bid.id),
        damage: damaged.remove(&it.bid.id).unwrap_or_default(),
        bars: match takes_bids(&it.request, now) {
            Ok(()) => bars(it.request.lot_code.as_deref().unwrap_or_default()),
            Err(_) => Vec::new(),
        },
        it,
    });
    Ok(listed.collect())
}
