//! Finding how far decisions have come.

use std::collections::BTreeMap;

use diesel::sql_types::{Array, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Progress;
use crate::error::Result;
use crate::types::ids::RequestId;

/// How far the decision on each of some requests has come; nothing is said of
/// those whose bids are not opened.
pub async fn of(
    conn: &mut AsyncPgConnection,
    requests: impl IntoIterator<Item = RequestId>,
) -> Result<BTreeMap<RequestId, Progress>> {
    let found: Vec<Progress> = diesel::sql_query(
        "select r.id as request_id, q.locked_at as ranked_at, w.recommended_by, a.may_sign_from, \
         k.proposed_by as change_by, c.reference as contract, \
         case when c.state = 'returned' then l.settled_at end as returned_at, \
         (select min(s.provider_signed_at) from contract_versions s where s.contract_id = c.id and s.state = 'provider_signed') as to_sign_since, \
         v.made_by as variation_by, v.made_at as variation_at, v.first_approved_by as variation_first_by, \
         case when c.state = 'active' and l.state = 'sent_back' then l.settled_at end as variation_sent_back_at, \
         t.proposed_by as ending_by, t.proposed_at as ending_at \
         from requests r join openings o on o.request_id = r.id \
         left join quality_locks q on q.request_id = r.id \
         left join awards w on w.request_id = r.id and w.state = 'recommended' \
         left join awards a on a.request_id = r.id and a.state = 'approved' \
         left join ranking_changes k on k.request_id = r.id and k.state = 'proposed' \
         left join contracts c on c.award_id = a.id \
         left join contract_versions v on v.contract_id = c.id and v.state = 'proposed' \
         left join lateral (select z.state, z.settled_at from contract_versions z where z.contract_id = c.id \
         order by z.number desc limit 1) l on true \
         left join contract_terminations t on t.contract_id = c.id and t.state = 'proposed' \
         where r.id = any($1) and r.state in ('evaluating', 'decided', 'standstill', 'contracted')",
    )
    .bind::<Array<Uuid>, _>(requests.into_iter().collect::<Vec<_>>())
    .load(conn)
    .await?;
    Ok(found.into_iter().map(|it| (it.request_id, it)).collect())
}
