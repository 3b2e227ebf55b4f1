//! Finding and storing passkeys, and what browsers were asked about them.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::model::StoredPasskey;
use crate::error::Result;
use crate::schema::{passkey_challenges, passkeys};
use crate::types::ids::{PasskeyId, UserId};
use crate::types::time::Moment;

/// How long a browser may take to answer.
const PATIENCE: chrono::TimeDelta = chrono::TimeDelta::minutes(10);

/// The ids of a person's passkeys, as authenticators know them.
pub async fn credential_ids(conn: &mut AsyncPgConnection, user: UserId) -> Result<Vec<Vec<u8>>> {
    Ok(passkeys::table
        .filter(passkeys::user_id.eq(user))
        .select(passkeys::credential_id)
        .load(conn)
        .await?)
}

/// The passkey of a person's with an id.
pub async fn by_credential(
    conn: &mut AsyncPgConnection,
    user: UserId,
    credential_id: &[u8],
) -> Result<Option<StoredPasskey>> {
    Ok(passkeys::table
        .filter(passkeys::credential_id.eq(credential_id).and(passkeys::user_id.eq(user)))
        .select(StoredPasskey::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// Keeps a new passkey; says whether it was new.
pub(in crate::accounts) async fn insert(
    conn: &mut AsyncPgConnection,
    user: UserId,
    (name, credential_id, credential): (&str, &[u8], &Value),
    now: Moment,
) -> Result<bool> {
    let made = diesel::insert_into(passkeys::table)
        .values((
            passkeys::id.eq(PasskeyId::mint()),
            passkeys::user_id.eq(user),
            passkeys::credential_id.eq(credential_id),
            passkeys::name.eq(name),
            passkeys::credential.eq(credential),
            passkeys::made_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(made == 1)
}

/// A passkey was used: its counter has moved on.
pub async fn used(
    conn: &mut AsyncPgConnection,
    id: PasskeyId,
    credential: &Value,
    now: Moment,
) -> Result<()> {
    diesel::update(passkeys::table.find(id))
        .set((passkeys::credential.eq(credential), passkeys::last_used_at.eq(now)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes one of a person's passkeys; says whether there was one.
pub(in crate::accounts) async fn remove(
    conn: &mut AsyncPgConnection,
    user: UserId,
    id: PasskeyId,
) -> Result<bool> {
    let gone = diesel::delete(passkeys::table.find(id).filter(passkeys::user_id.eq(user)));
    Ok(gone.execute(conn).await? == 1)
}

/// Remembers what a browser was asked.
pub async fn remember(
    conn: &mut AsyncPgConnection,
    token_hash: &[u8],
    state: &Value,
    now: Moment,
) -> Result<()> {
    diesel::insert_into(passkey_challenges::table)
        .values((
            passkey_challenges::token_hash.eq(token_hash),
            passkey_challenges::state.eq(state),
            passkey_challenges::made_at.eq(now),
        ))
        .on_conflict(passkey_challenges::token_hash)
        .do_update()
        .set((passkey_challenges::state.eq(state), passkey_challenges::made_at.eq(now)))
        .execute(conn)
        .await?;
    Ok(())
}

/// What a browser was asked, once: it cannot answer twice.
pub async fn recall(
    conn: &mut AsyncPgConnection,
    token_hash: &[u8],
    now: Moment,
) -> Result<Option<Value>> {
    let found: Option<(Value, Moment)> = diesel::delete(passkey_challenges::table.find(token_hash))
        .returning((passkey_challenges::state, passkey_challenges::made_at))
        .get_result(conn)
        .await
        .optional()?;
    Ok(found.filter(|it| now < it.1 + PATIENCE).map(|it| it.0))
}

/// Forgets challenges that nobody answered.
pub async fn sweep(conn: &mut AsyncPgConnection, now: Moment) -> Result<()> {
    let old = passkey_challenges::made_at.lt(now - PATIENCE);
    diesel::delete(passkey_challenges::table.filter(old)).execute(conn).await?;
    Ok(())
}
