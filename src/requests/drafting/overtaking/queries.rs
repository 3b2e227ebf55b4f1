//! Holding a page that is sent to what is saved now.

use diesel_async::AsyncPgConnection;

use super::model::{Sent, Stands};
use super::policy::{Refusal, Standing, standing};
use crate::error::{Error, Result};
use crate::requests::drafting::{halves, queries};
use crate::requests::model::{Request, Section};
use crate::requests::queries as found;
use crate::types::time::Moment;

/// The mark of what a page says now.
pub async fn mark_of(
    conn: &mut AsyncPgConnection,
    request: &Request,
    section: Section,
) -> Result<String> {
    let half = halves::queries::half(conn, request.id, section).await?;
    let full = found::full(conn, request.clone()).await?;
    Stands { section, full: &full, half: half.as_ref() }.mark()
}

/// Refuses to overwrite what was saved since a page was drawn, which `seen`
/// marks.
pub async fn hold(
    conn: &mut AsyncPgConnection,
    request: &Request,
    section: Section,
    sent: Sent<'_>,
    (seen, now): (Option<&str>, Moment),
) -> Result<()> {
    if seen.is_none() {
        return Ok(());
    }
    let half = halves::queries::half(conn, request.id, section).await?;
    let full = found::full(conn, request.clone()).await?;
    let stands = Stands { section, full: &full, half: half.as_ref() };
    let lists = queries::lists(conn, request.force_id, request.lot_code.as_deref()).await?;
    match standing(seen, &stands.mark()?, stands.holds(sent, &lists, now)) {
        Standing::Free => Ok(()),
        Standing::There => Err(Error::AlreadyDone(format!("/requests/{}", request.reference))),
        Standing::Overtaken => Err(Refusal::Overtaken.into()),
    }
}
