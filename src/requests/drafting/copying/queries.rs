//! Storing a copy.

use diesel::sql_query;
use diesel::sql_types::{Text, Timestamptz, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::error::Result;
use crate::requests::model::Request;
use crate::requests::queries as found;
use crate::types::ids::{RequestId, UserId};
use crate::types::time::Moment;

/// The rows that hang on a request; `$1` is the copy and `$2` its original.
const ROWS: [&str; 7] = [
    "insert into request_specialisms (request_id, specialism) \
     select $1, specialism from request_specialisms where request_id = $2",
    "insert into request_roles (id, request_id, position, title, sfia_level, people, days, nppv, nsv, needed_by) \
     select gen_random_uuid(), $1, position, title, sfia_level, people, days, nppv, nsv, needed_by \
     from request_roles where request_id = $2 and removed_in is null",
    // When each is due is written anew, as the other dates are.
    "insert into request_outcomes (id, request_id, position, title, acceptance) \
     select gen_random_uuid(), $1, position, title, acceptance from request_outcomes where request_id = $2 and removed_in is null",
    "insert into request_requirements (id, request_id, position, kind, text) \
     select gen_random_uuid(), $1, position, kind, text from request_requirements where request_id = $2 and removed_in is null",
    "insert into request_criteria (id, request_id, position, criterion, weight, question, guidance, word_limit, minimum) \
     select gen_random_uuid(), $1, position, criterion, weight, question, guidance, word_limit, minimum \
     from request_criteria where request_id = $2 and removed_in is null",
    "insert into request_panel (request_id, user_id) \
     select $1, p.user_id from request_panel p join users u on u.id = p.user_id \
     where p.request_id = $2 and u.is_active \
     and exists (select from user_roles r where r.user_id = u.id and r.role = 'evaluator')",
    "insert into panel_chairs (request_id, user_id) \
     select $1, c.user_id from panel_chairs c join request_panel p on p.request_id = $1 and p.user_id = c.user_id \
     where c.request_id = $2",
];

pub(super) async fn copy(
    conn: &mut AsyncPgConnection,
    from: &Request,
    reference: &str,
    (by, now): (UserId, Moment),
) -> Result<Request> {
    let id = RequestId::mint();
    sql_query(
        "insert into requests (id, reference, force_id, state, title, lot_code, summary, why, problem, team, outcomes, \
         region_code, remote, site, working, length_months, extension_months, route, direct_provider, budget, budget_shown, \
         options_value, ir35, classification, certifications, price_method, scale_max, scoring_chosen, social_value_reason, standstill_days, \
         pricing, created_by, created_at) \
         select $1, $3, force_id, 'draft', title, lot_code, summary, why, problem, team, outcomes, \
         region_code, remote, site, working, length_months, extension_months, route, direct_provider, budget, budget_shown, \
         options_value, ir35, classification, certifications, price_method, scale_max, scoring_chosen, social_value_reason, standstill_days, \
         pricing, $4, $5 from requests where id = $2",
    )
    .bind::<Uuid, _>(id)
    .bind::<Uuid, _>(from.id)
    .bind::<Text, _>(reference)
    .bind::<Uuid, _>(by)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    for rows in ROWS {
        sql_query(rows).bind::<Uuid, _>(id).bind::<Uuid, _>(from.id).execute(conn).await?;
    }
    found::by_id(conn, id).await
}
