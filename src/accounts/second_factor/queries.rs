//! Finding and storing what people prove with.

use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::codes;
use super::model::{Authenticator, FactorReset, Factors, StoredPasskey};
use crate::accounts::session::Token;
use crate::error::Result;
use crate::schema::{
    authenticators, factor_resets, half_sign_ins, passkey_challenges, passkeys, recovery_codes,
    users,
};
use crate::types::ids::{FactorResetId, PasskeyId, UserId};
use crate::types::time::Moment;

/// How long the second step of a sign-in may take.
const HALF_WAY: chrono::TimeDelta = chrono::TimeDelta::minutes(10);

/// Everything a person can prove with.
pub async fn factors(conn: &mut AsyncPgConnection, user: UserId) -> Result<Factors> {
    Ok(Factors {
        authenticator: authenticator(conn, user).await?,
        passkeys: passkeys::table
            .filter(passkeys::user_id.eq(user))
            .order(passkeys::made_at)
            .select(StoredPasskey::as_select())
            .load(conn)
            .await?,
        codes_left: recovery_codes::table
            .filter(recovery_codes::user_id.eq(user).and(recovery_codes::used_at.is_null()))
            .select(count_star())
            .get_result(conn)
            .await?,
    })
}

/// A person's app, set up or being set up.
pub async fn authenticator(
    conn: &mut AsyncPgConnection,
    user: UserId,
) -> Result<Option<Authenticator>> {
    Ok(authenticators::table
        .find(user)
        .select(Authenticator::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// Begins setting up an app, instead of one that never was confirmed.
pub(super) async fn begin(
    conn: &mut AsyncPgConnection,
    user: UserId,
    secret: &[u8],
    now: Moment,
) -> Result<()> {
    diesel::delete(authenticators::table.find(user).filter(authenticators::confirmed_at.is_null()))
        .execute(conn)
        .await?;
    diesel::insert_into(authenticators::table)
        .values((
            authenticators::user_id.eq(user),
            authenticators::secret.eq(secret),
            authenticators::made_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

/// The first code was typed.
pub(super) async fn confirmed(
    conn: &mut AsyncPgConnection,
    user: UserId,
    step: i64,
    now: Moment,
) -> Result<bool> {
    let changed = diesel::update(
        authenticators::table.find(user).filter(authenticators::confirmed_at.is_null()),
    )
    .set((authenticators::confirmed_at.eq(now), authenticators::last_step.eq(step)))
    .execute(conn)
    .await?;
    Ok(changed == 1)
}

/// Takes a code from a person's app, if it is one that was not taken before.
/// Of two that come at once, one is taken.
pub async fn take_code(
    conn: &mut AsyncPgConnection,
    user: UserId,
    typed: &str,
    now: Moment,
) -> Result<bool> {
    let Some(app) = authenticator(conn, user).await?.filter(|it| it.confirmed_at.is_some()) else {
        return Ok(false);
    };
    let Some(step) = codes::step_of(&app.secret, typed, app.last_step, now)? else {
        return Ok(false);
    };
    let taken =
        diesel::update(authenticators::table.find(user).filter(authenticators::last_step.lt(step)))
            .set(authenticators::last_step.eq(step))
            .execute(conn)
            .await?;
    Ok(taken == 1)
}

/// Takes a recovery code, if it is one that was not taken before.
pub async fn take_recovery_code(
    conn: &mut AsyncPgConnection,
    user: UserId,
    typed: &str,
    now: Moment,
) -> Result<bool> {
    let taken = diesel::update(
        recovery_codes::table
            .find((user, codes::digest(typed)))
            .filter(recovery_codes::used_at.is_null()),
    )
    .set(recovery_codes::used_at.eq(now))
    .execute(conn)
    .await?;
    Ok(taken == 1)
}

/// Replaces a person's recovery codes.
pub(super) async fn set_recovery_codes(
    conn: &mut AsyncPgConnection,
    user: UserId,
    fresh: &[String],
) -> Result<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user)))
        .execute(conn)
        .await?;
    let row = |it: &String| {
        (recovery_codes::user_id.eq(user), recovery_codes::code_hash.eq(codes::digest(it)))
    };
    let rows: Vec<_> = fresh.iter().map(row).collect();
    diesel::insert_into(recovery_codes::table).values(rows).execute(conn).await?;
    Ok(())
}

/// Removes a person's app.
pub(super) async fn remove_app(conn: &mut AsyncPgConnection, user: UserId) -> Result<bool> {
    Ok(diesel::delete(authenticators::table.find(user)).execute(conn).await? == 1)
}

/// Removes everything a person proves with, besides their password.
pub(super) async fn remove_all(conn: &mut AsyncPgConnection, user: UserId) -> Result<()> {
    remove_app(conn, user).await?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user)))
        .execute(conn)
        .await?;
    diesel::delete(passkeys::table.filter(passkeys::user_id.eq(user))).execute(conn).await?;
    Ok(())
}

/// The ids of a person's passkeys, as authenticators know them.
pub async fn credential_ids(conn: &mut AsyncPgConnection, user: UserId) -> Result<Vec<Vec<u8>>> {
    Ok(passkeys::table
        .filter(passkeys::user_id.eq(user))
        .select(passkeys::credential_id)
        .load(conn)
        .await?)
}

/// The passkey with an id, of a person who may sign in.
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
pub(super) async fn add_passkey(
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
pub async fn passkey_used(
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
pub(super) async fn remove_passkey(
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
    Ok(found.filter(|it| now < it.1 + HALF_WAY).map(|it| it.0))
}

/// The password was right: half a sign-in.
pub async fn begin_half(
    conn: &mut AsyncPgConnection,
    token: &Token,
    user: UserId,
    now: Moment,
) -> Result<()> {
    diesel::insert_into(half_sign_ins::table)
        .values((
            half_sign_ins::token_hash.eq(token.hash()),
            half_sign_ins::user_id.eq(user),
            half_sign_ins::begun_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Whose sign-in is half done, if it is not too long ago.
pub async fn half(
    conn: &mut AsyncPgConnection,
    token: &Token,
    now: Moment,
) -> Result<Option<UserId>> {
    Ok(half_sign_ins::table
        .find(token.hash())
        .filter(half_sign_ins::begun_at.gt(now - HALF_WAY))
        .select(half_sign_ins::user_id)
        .first(conn)
        .await
        .optional()?)
}

/// The sign-in is whole.
pub async fn end_half(conn: &mut AsyncPgConnection, token: &Token) -> Result<()> {
    diesel::delete(half_sign_ins::table.find(token.hash())).execute(conn).await?;
    Ok(())
}

/// Forgets half sign-ins and challenges that are too old.
pub async fn sweep(conn: &mut AsyncPgConnection, now: Moment) -> Result<()> {
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::begun_at.lt(now - HALF_WAY)))
        .execute(conn)
        .await?;
    diesel::delete(
        passkey_challenges::table.filter(passkey_challenges::made_at.lt(now - HALF_WAY)),
    )
    .execute(conn)
    .await?;
    Ok(())
}

type ResetRow = (FactorResetId, UserId, String, UserId, Moment);

fn reset((id, user_id, reason, asked_by, asked_at): ResetRow) -> FactorReset {
    FactorReset { id, user_id, reason, asked_by, asked_at }
}

/// The resets that wait for a second officer, with the person's address and
/// name and the name of whoever put it forward.
pub async fn resets(
    conn: &mut AsyncPgConnection,
) -> Result<Vec<(FactorReset, (String, String), String)>> {
    let asked = diesel::alias!(users as asked);
    let rows: Vec<(ResetRow, (String, String), String)> = factor_resets::table
        .inner_join(users::table.on(users::id.eq(factor_resets::user_id)))
        .inner_join(asked.on(asked.field(users::id).eq(factor_resets::asked_by)))
        .filter(factor_resets::confirmed_at.is_null().and(factor_resets::set_aside_at.is_null()))
        .order(factor_resets::asked_at)
        .select((
            (
                factor_resets::id,
                factor_resets::user_id,
                factor_resets::reason,
                factor_resets::asked_by,
                factor_resets::asked_at,
            ),
            (users::email, users::name),
            asked.field(users::name),
        ))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(it, person, by)| (reset(it), person, by)).collect())
}

/// Whether a reset waits for a person.
pub(super) async fn is_waiting(conn: &mut AsyncPgConnection, user: UserId) -> Result<bool> {
    let open = factor_resets::table
        .filter(factor_resets::user_id.eq(user))
        .filter(factor_resets::confirmed_at.is_null().and(factor_resets::set_aside_at.is_null()));
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn).await?)
}

/// A reset that still waits, held.
pub(super) async fn lock_reset(
    conn: &mut AsyncPgConnection,
    id: FactorResetId,
) -> Result<Option<FactorReset>> {
    let row: Option<ResetRow> = factor_resets::table
        .find(id)
        .filter(factor_resets::confirmed_at.is_null().and(factor_resets::set_aside_at.is_null()))
        .for_update()
        .select((
            factor_resets::id,
            factor_resets::user_id,
            factor_resets::reason,
            factor_resets::asked_by,
            factor_resets::asked_at,
        ))
        .first(conn)
        .await
        .optional()?;
    Ok(row.map(reset))
}

/// Puts a reset forward.
pub(super) async fn put_forward(
    conn: &mut AsyncPgConnection,
    user: UserId,
    (by, reason): (UserId, &str),
    now: Moment,
) -> Result<()> {
    diesel::insert_into(factor_resets::table)
        .values((
            factor_resets::id.eq(FactorResetId::mint()),
            factor_resets::user_id.eq(user),
            factor_resets::reason.eq(reason),
            factor_resets::asked_by.eq(by),
            factor_resets::asked_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// A second officer has confirmed it, or somebody has set it aside.
pub(super) async fn decide(
    conn: &mut AsyncPgConnection,
    id: FactorResetId,
    confirmed_by: Option<UserId>,
    now: Moment,
) -> Result<()> {
    let row = factor_resets::table.find(id);
    match confirmed_by {
        Some(by) => {
            diesel::update(row)
                .set((factor_resets::confirmed_by.eq(by), factor_resets::confirmed_at.eq(now)))
                .execute(conn)
                .await?
        }
        None => diesel::update(row).set(factor_resets::set_aside_at.eq(now)).execute(conn).await?,
    };
    Ok(())
}
