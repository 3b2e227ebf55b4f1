//! Sending the newest checkpoint to the auditors, once a day. It is a copy of
//! what is published, so it is one of the service's own books.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::mail;
use crate::accounts;
use crate::accounts::model::Role;
use crate::audit::checkpoints;
use crate::error::Result;
use crate::outbox;
use crate::schema::outbox as letters;
use crate::types::time::Moment;
use crate::types::uk_time;

/// The hour at which it goes out, in the UK.
const HOUR: u32 = 8;

/// How many checkpoints a page shows.
pub const PER_PAGE: i64 = 20;

/// How many checkpoints a file holds at most.
pub const PER_FILE: i64 = 1_000;

/// Writes the day's mail, unless it was written, and says whether it was. Also
/// when nothing is new: a day without one is a sign that something is amiss.
pub async fn mail_newest(conn: &mut AsyncPgConnection, now: Moment) -> Result<bool> {
    let today = uk_time::date_of(now);
    if uk_time::moment_from(today, HOUR).is_ok_and(|due| now < due) {
        return Ok(false);
    }
    let written = letters::table.filter(letters::cause.eq(mail::cause(today)));
    if diesel::select(exists(written)).get_result(conn).await? {
        return Ok(false);
    }
    let Some(newest) = checkpoints::newest(conn).await? else { return Ok(false) };
    let message = mail::newest(&newest, today);
    let auditors = accounts::queries::operator_people(conn, &[Role::Auditor]).await?;
    let mut any = false;
    for auditor in &auditors {
        // Another worker may have been quicker.
        any |= outbox::mail(conn, now, auditor, &message).await?;
    }
    Ok(any)
}
