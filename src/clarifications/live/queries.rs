//! How the questions about a request stand, in one cheap look.

use diesel::dsl::{count, count_star, max};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::clarifications::model;
use crate::error::Result;
use crate::schema::clarifications;
use crate::types::ids::RequestId;
use crate::types::time::Moment;

/// The mark of a request's questions, as its public page has it.
pub async fn mark(conn: &mut AsyncPgConnection, request: RequestId) -> Result<String> {
    let (answered, asked, last): (i64, i64, Option<Moment>) = clarifications::table
        .filter(clarifications::request_id.eq(request))
        .select((count(clarifications::answer), count_star(), max(clarifications::answered_at)))
        .first(conn)
        .await?;
    let many = |it| usize::try_from(it).unwrap_or_default();
    Ok(model::mark(many(answered), many(asked), last))
}
