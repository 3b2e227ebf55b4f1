//! When what everyone reads of a request last changed.

use std::collections::BTreeMap;

use diesel::dsl::max;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::error::Result;
use crate::schema::audit_entries;
use crate::types::ids::RequestId;
use crate::types::time::Moment;

/// What happens to a request that changes nothing anyone reads.
const UNSEEN: [&str; 3] = ["clarification.asked", "request.closed", "request.opened"];

/// When something last happened to each of some requests, by the audit trail.
pub async fn changed(
    conn: &mut AsyncPgConnection,
    requests: &[RequestId],
) -> Result<BTreeMap<RequestId, Moment>> {
    let subjects: Vec<Uuid> = requests.iter().map(|it| it.uuid()).collect();
    let found: Vec<(Uuid, Option<Moment>)> = audit_entries::table
        .filter(audit_entries::subject.eq_any(subjects))
        .filter(
            audit_entries::action
                .like("request.%")
                .or(audit_entries::action.like("clarification.%ed"))
                .and(audit_entries::action.ne_all(UNSEEN)),
        )
        .group_by(audit_entries::subject)
        .select((audit_entries::subject, max(audit_entries::at)))
        .load(conn)
        .await?;
    let told = found.into_iter().filter_map(|(id, at)| Some((RequestId::from(id), at?)));
    Ok(told.collect())
}
