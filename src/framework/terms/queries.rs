//! Finding and storing fees and versions of the terms.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::forms::{FeeAsked, TermsAsked};
use super::model::{Fee, Version};
use crate::accounts::model::Role;
use crate::error::{Error, Result};
use crate::framework::policy::Refusal;
use crate::framework::queries::{framework, today};
use crate::outbox::Recipient;
use crate::schema::{framework_fees, framework_terms, providers, user_roles, users};
use crate::types::dated::holding;
use crate::types::ids::UserId;
use crate::types::text::hex;
use crate::types::time::Moment;

/// Every fee there was, is or will be, the last first.
pub async fn fees(conn: &mut AsyncPgConnection) -> Result<Vec<Fee>> {
    let framework = framework(conn).await?;
    Ok(framework_fees::table
        .filter(framework_fees::framework_id.eq(framework.id))
        .order(framework_fees::valid_from.desc())
        .select((framework_fees::valid_from, framework_fees::basis_points))
        .load(conn)
        .await?)
}

pub(super) async fn set_fee(
    conn: &mut AsyncPgConnection,
    framework: Uuid,
    new: FeeAsked,
) -> Result<()> {
    use framework_fees as it;
    diesel::insert_into(it::table)
        .values((
            it::framework_id.eq(framework),
            it::valid_from.eq(new.from),
            it::basis_points.eq(new.basis_points),
        ))
        .on_conflict((it::framework_id, it::valid_from))
        .do_update()
        .set(it::basis_points.eq(new.basis_points))
        .execute(conn)
        .await?;
    Ok(())
}

/// Every version of the terms, the last first.
pub async fn versions(conn: &mut AsyncPgConnection) -> Result<Vec<Version>> {
    use framework_terms as it;
    let framework = framework(conn).await?;
    Ok(it::table
        .filter(it::framework_id.eq(framework.id))
        .order(it::version.desc())
        .select((
            it::version,
            it::valid_from,
            it::summary,
            it::text,
            it::text_hash,
            it::published_at,
        ))
        .load(conn)
        .await?)
}

/// The version in force today.
pub async fn in_force(conn: &mut AsyncPgConnection) -> Result<Version> {
    let (versions, today) = (versions(conn).await?, today(conn).await?);
    holding(&versions, |it| it.from, today).cloned().ok_or(Error::NotFound)
}

/// One version.
pub async fn version(conn: &mut AsyncPgConnection, number: i32) -> Result<Version> {
    let all = versions(conn).await?;
    all.into_iter().find(|it| it.number == number).ok_or(Error::NotFound)
}

/// Publishes a version, unless another has taken its number.
pub(super) async fn publish(
    conn: &mut AsyncPgConnection,
    framework: Uuid,
    new: &TermsAsked,
    by: UserId,
    now: Moment,
) -> Result<String> {
    use framework_terms as it;
    let hash = Sha256::digest(&new.text);
    let made = diesel::insert_into(it::table)
        .values((
            it::framework_id.eq(framework),
            it::version.eq(new.number),
            it::valid_from.eq(new.from),
            it::summary.eq(&new.summary),
            it::text.eq(&new.text),
            it::text_hash.eq(hash.to_vec()),
            it::published_at.eq(now),
            it::published_by.eq(by),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    if made == 0 {
        return Err(Refusal::VersionTaken.into());
    }
    Ok(hex(&hash))
}

/// Everyone who administers a provider that is, or may yet be, on the
/// framework.
pub(super) async fn provider_admins(conn: &mut AsyncPgConnection) -> Result<Vec<Recipient>> {
    let admins = user_roles::table
        .filter(user_roles::role.eq(Role::ProviderAdmin))
        .select(user_roles::user_id);
    Ok(users::table
        .inner_join(providers::table)
        .filter(providers::state.ne_all(["left", "removed"]))
        .filter(users::is_active)
        .filter(users::id.eq_any(admins))
        .order(users::name)
        .select((users::id, users::email, users::name))
        .load(conn)
        .await?)
}
