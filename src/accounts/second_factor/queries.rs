//! Finding and storing what people prove with.

use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::codes;
use super::model::{Authenticator, Factors};
use crate::accounts::passkeys::model::StoredPasskey;
use crate::accounts::token::Token;
use crate::error::Result;
use crate::schema::{authenticators, half_sign_ins, passkeys, recovery_codes};
use crate::types::ids::UserId;
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
pub(in crate::accounts) async fn begin(
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

/// The first code was typed, of this very secret: another tab may have begun again.
pub(in crate::accounts) async fn confirmed(
    conn: &mut AsyncPgConnection,
    user: UserId,
    (secret, step): (&[u8], i64),
    now: Moment,
) -> Result<bool> {
    let changed = diesel::update(
        authenticators::table
            .find(user)
            .filter(authenticators::confirmed_at.is_null().and(authenticators::secret.eq(secret))),
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
pub(in crate::accounts) async fn set_recovery_codes(
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
pub(in crate::accounts) async fn remove_app(
    conn: &mut AsyncPgConnection,
    user: UserId,
) -> Result<bool> {
    Ok(diesel::delete(authenticators::table.find(user)).execute(conn).await? == 1)
}

/// Removes everything a person proves with, besides their password.
pub(in crate::accounts) async fn remove_all(
    conn: &mut AsyncPgConnection,
    user: UserId,
) -> Result<()> {
    remove_app(conn, user).await?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user)))
        .execute(conn)
        .await?;
    diesel::delete(passkeys::table.filter(passkeys::user_id.eq(user))).execute(conn).await?;
    Ok(())
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

/// Forgets half sign-ins that are too old.
pub async fn sweep(conn: &mut AsyncPgConnection, now: Moment) -> Result<()> {
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::begun_at.lt(now - HALF_WAY)))
        .execute(conn)
        .await?;
    Ok(())
}
