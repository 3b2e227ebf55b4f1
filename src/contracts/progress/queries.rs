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
        "select r.id as request_id, q.request_id is not null as ranked, w.recommended_by, a.may_sign_from, \
         k.proposed_by as change_by, \
         c.reference as contract, coalesce(c.state = 'returned', false) as returned, \
         exists (select 1 from contract_versions v where v.contract_id = c.id and v.state = 'provider_signed') as to_sign, \
         v.made_by as variation_by, v.first_approved_by as variation_first_by, \
         coalesce((select l.state = 'sent_back' from contract_versions l where l.contract_id = c.id and c.state = 'active' \
         order by l.number desc limit 1), false) as variation_sent_back, \
         (select t.proposed_by from contract_terminations t where t.contract_id = c.id and t.state = 'proposed') as ending_by \
         from requests r join openings o on o.request_id = r.id \
         left join quality_locks q on q.request_id = r.id \
         left join awards w on w.request_id = r.id and w.state = 'recommended' \
         left join awards a on a.request_id = r.id and a.state = 'approved' \
         left join ranking_changes k on k.request_id = r.id and k.state = 'proposed' \
         left join contracts c on c.award_id = a.id \
         left join contract_versions v on v.contract_id = c.id and v.state = 'proposed' \
         where r.id = any($1) and r.state in ('evaluating', 'decided', 'standstill', 'contracted')",
    )
    .bind::<Array<Uuid>, _>(requests.into_iter().collect::<Vec<_>>())
    .load(conn)
    .await?;
    Ok(found.into_iter().map(|it| (it.request_id, it)).collect())
}
