//! Who waits for a link to a new password.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::Forgotten;
use crate::error::Result;
use crate::schema::forgotten_passwords as asks;
use crate::types::time::Moment;

/// Notes that somebody asked: the same row whoever's address it is, if anyone's.
pub async fn ask(conn: &mut AsyncPgConnection, email: &str, call: &str, now: Moment) -> Result<()> {
    diesel::insert_into(asks::table)
        .values((
            asks::id.eq(Uuid::now_v7()),
            asks::email.eq(email.to_lowercase()),
            asks::call.eq(call),
            asks::asked_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Who has waited longest.
pub async fn oldest(conn: &mut AsyncPgConnection) -> Result<Option<Forgotten>> {
    Ok(asks::table
        .order(asks::id)
        .select((asks::id, asks::email, asks::call))
        .first(conn)
        .await
        .optional()?)
}

/// Takes one off the list; says whether it was still there.
pub async fn answered(conn: &mut AsyncPgConnection, id: Uuid) -> Result<bool> {
    Ok(diesel::delete(asks::table.find(id)).execute(conn).await? == 1)
}
