//! Finding and storing acceptances.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::Acceptance;
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

/// How many of the admitted providers accepted a version.
pub async fn count(conn: &mut AsyncPgConnection, version: i32) -> Result<i64> {
    use terms_acceptances as it;
    let framework = framework::queries::framework(conn).await?;
    Ok(it::table
        .inner_join(providers::table)
        .filter(providers::state.eq_any(["admitted", "suspended"]))
        .filter(it::framework_id.eq(framework.id).and(it::version.eq(version)))
        .count()
        .get_result(conn)
        .await?)
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
