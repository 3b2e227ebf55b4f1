//! Finding and storing acceptances.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::Acceptance;
use super::policy::Refusal;
use crate::error::Result;
use crate::framework;
use crate::framework::terms::model::Version;
use crate::schema::{providers, terms_acceptances, users};
use crate::types::ids::{ProviderId, UserId};
use crate::types::time::Moment;

/// What a provider accepted, the last first.
pub async fn accepted(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
) -> Result<Vec<Acceptance>> {
    use terms_acceptances as it;
    let framework = framework::queries::framework(conn).await?;
    Ok(it::table
        .left_join(users::table)
        .filter(it::provider_id.eq(provider))
        .filter(it::framework_id.eq(framework.id))
        .order(it::version.desc())
        .select((it::version, users::name.nullable(), it::accepted_at))
        .load(conn)
        .await?)
}

/// The version that a provider must still accept before its next bid.
pub async fn due(conn: &mut AsyncPgConnection, provider: ProviderId) -> Result<Option<i32>> {
    let in_force = framework::queries::framework(conn).await?.terms_version;
    let accepted = accepted(conn, provider).await?;
    Ok(Some(in_force).filter(|version| accepted.iter().all(|it| it.version != *version)))
}

/// The version that the contracts of a provider are made under: the last one
/// in force that it accepted.
pub async fn last_accepted(conn: &mut AsyncPgConnection, provider: ProviderId) -> Result<i32> {
    let in_force = framework::queries::framework(conn).await?.terms_version;
    let accepted = accepted(conn, provider).await?;
    let last = accepted.iter().map(|it| it.version).find(|version| *version <= in_force);
    Ok(last.ok_or(Refusal::NeverAccepted)?)
}

/// How many of the admitted providers accepted each version.
pub async fn counts(conn: &mut AsyncPgConnection) -> Result<BTreeMap<i32, i64>> {
    use terms_acceptances as it;
    let framework = framework::queries::framework(conn).await?;
    let counted: Vec<(i32, i64)> = it::table
        .inner_join(providers::table)
        .filter(providers::state.eq_any(["admitted", "suspended"]))
        .filter(it::framework_id.eq(framework.id))
        .group_by(it::version)
        .select((it::version, diesel::dsl::count_star()))
        .load(conn)
        .await?;
    Ok(counted.into_iter().collect())
}

pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    (provider, by): (ProviderId, UserId),
    framework: Uuid,
    version: &Version,
    now: Moment,
) -> Result<()> {
    use terms_acceptances as it;
    diesel::insert_into(it::table)
        .values((
            it::provider_id.eq(provider),
            it::framework_id.eq(framework),
            it::version.eq(version.number),
            it::text_hash.eq(&version.hash),
            it::accepted_by.eq(by),
            it::accepted_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
