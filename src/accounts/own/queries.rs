//! A person's own sessions and name.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::OwnSession;
use crate::accounts::policy::{ABSOLUTE, IDLE};
use crate::error::Result;
use crate::schema::{sessions, users};
use crate::types::ids::UserId;
use crate::types::time::Moment;

/// Their sessions that still live, the latest used first.
pub async fn sessions(
    conn: &mut AsyncPgConnection,
    user: UserId,
    now: Moment,
) -> Result<Vec<OwnSession>> {
    Ok(sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::last_seen_at.gt(now - IDLE).and(sessions::created_at.gt(now - ABSOLUTE)))
        .order((sessions::last_seen_at.desc(), sessions::id))
        .select(OwnSession::as_select())
        .load(conn)
        .await?)
}

/// Ends one of a person's sessions; says whether there was one.
pub async fn end(conn: &mut AsyncPgConnection, user: UserId, id: Uuid) -> Result<bool> {
    let ended =
        diesel::delete(sessions::table.filter(sessions::user_id.eq(user).and(sessions::id.eq(id))))
            .execute(conn)
            .await?;
    Ok(ended == 1)
}

/// Forgets sessions and half sign-ins that are over.
pub async fn sweep(conn: &mut AsyncPgConnection, now: Moment) -> Result<usize> {
    Ok(diesel::delete(
        sessions::table.filter(
            sessions::last_seen_at.lt(now - IDLE).or(sessions::created_at.lt(now - ABSOLUTE)),
        ),
    )
    .execute(conn)
    .await?)
}

/// Changes a person's name.
pub async fn set_name(conn: &mut AsyncPgConnection, user: UserId, name: &str) -> Result<()> {
    diesel::update(users::table.find(user)).set(users::name.eq(name)).execute(conn).await?;
    Ok(())
}

/// When a person last chose a password.
pub async fn password_since(conn: &mut AsyncPgConnection, user: UserId) -> Result<Option<Moment>> {
    Ok(users::table.find(user).select(users::password_changed_at).first(conn).await?)
}
