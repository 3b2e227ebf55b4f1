//! Finding what waits.

use diesel::sql_types::{Array, Timestamptz, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Waiting;
use crate::error::Result;
use crate::types::ids::RequestId;
use crate::types::time::Moment;

/// Everything that waits on some requests, what waits longest first.
pub async fn of(
    conn: &mut AsyncPgConnection,
    requests: impl IntoIterator<Item = RequestId>,
    now: Moment,
) -> Result<Vec<Waiting>> {
    Ok(diesel::sql_query(
        "with conflicts as (select b.request_id, array_agg(distinct d.user_id) as users \
            from conflict_declarations d join bids b on b.id = d.bid_id \
            where d.conflict and b.request_id = any($1) group by b.request_id), \
         waits as ( \
            select request_id, 'explanation' as wanted, answered_at as since, null::timestamptz as until, array[asked_by] as by \
                from price_explanations where state = 'answered' \
            union all select request_id, 'silence', due_at, null, array[]::uuid[] \
                from price_explanations where state = 'asked' and due_at <= $2 \
            union all select request_id, 'change', proposed_at, null, array[proposed_by] \
                from ranking_changes where state = 'proposed' \
            union all select request_id, 'award', recommended_at, null, \
                array_remove(array[recommended_by, first_approved_by], null) from awards where state = 'recommended' \
            union all select w.request_id, 'withdrawal', w.proposed_at, a.may_sign_from, array[w.proposed_by] \
                from award_withdrawals w join awards a on a.id = w.award_id where w.state = 'proposed' and a.state = 'approved' \
            union all select request_id, 'ending', proposed_at, null, array[proposed_by] \
                from request_endings where state = 'proposed' \
            union all select c.request_id, 'challenge', c.raised_at, a.may_sign_from, array[c.raised_by] \
                from award_challenges c join awards a on a.id = c.award_id where c.state = 'raised' and a.state = 'approved') \
         select w.request_id, w.wanted, w.since, w.until, w.by || coalesce(k.users, array[]::uuid[]) as not_for \
         from waits w join requests r on r.id = w.request_id left join conflicts k on k.request_id = w.request_id \
         where w.request_id = any($1) \
            and r.state = any(case when w.wanted in ('withdrawal', 'challenge') \
                then array['decided', 'standstill'] \
                when w.wanted = 'ending' then array['open', 'evaluating'] else array['evaluating'] end) \
         order by w.since, w.request_id",
    )
    .bind::<Array<Uuid>, _>(requests.into_iter().collect::<Vec<_>>())
    .bind::<Timestamptz, _>(now)
    .load(conn)
    .await?)
}
