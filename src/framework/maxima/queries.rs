//! Finding and storing the highest day rates.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Affected, Dated};
use crate::error::Result;
use crate::framework::policy::above_maximum;
use crate::schema::{providers, rate_ceilings, rate_maxima};
use crate::types::ids::ProviderId;
use crate::types::money::Money;

/// Every rate a lot has had, has or will have, the last first.
pub async fn dated(conn: &mut AsyncPgConnection, lot: &str) -> Result<Vec<Dated>> {
    use rate_maxima as it;
    let rows: Vec<(i16, NaiveDate, Option<Money>)> = it::table
        .filter(it::lot_code.eq(lot))
        .order((it::valid_from.desc(), it::sfia_level))
        .select((it::sfia_level, it::valid_from, it::day_rate))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(level, from, rate)| Dated { level, from, rate }).collect())
}

/// The providers whose own ceilings are above some maxima of a lot.
pub async fn affected(
    conn: &mut AsyncPgConnection,
    lot: &str,
    maxima: &BTreeMap<i16, Money>,
) -> Result<Vec<Affected>> {
    let rows: Vec<(ProviderId, String, i16, Money)> = rate_ceilings::table
        .inner_join(providers::table.on(providers::id.eq(rate_ceilings::provider_id)))
        .filter(rate_ceilings::lot_code.eq(lot))
        .filter(providers::state.ne_all(["left", "removed"]))
        .order((providers::name, rate_ceilings::sfia_level))
        .select((
            providers::id,
            providers::name,
            rate_ceilings::sfia_level,
            rate_ceilings::day_rate,
        ))
        .load(conn)
        .await?;
    let one = |(id, provider, level, rate): (ProviderId, String, i16, Money)| {
        let above = above_maximum(&BTreeMap::from([(level, rate)]), maxima).pop()?;
        Some(Affected { id, provider, level, ceiling: above.1, maximum: above.2 })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// Keeps a rate from a day on, in place of one of the same day.
pub(super) async fn set(
    conn: &mut AsyncPgConnection,
    lot: &str,
    level: i16,
    from: NaiveDate,
    rate: Option<Money>,
) -> Result<()> {
    use rate_maxima as it;
    diesel::insert_into(it::table)
        .values((
            it::lot_code.eq(lot),
            it::sfia_level.eq(level),
            it::valid_from.eq(from),
            it::day_rate.eq(rate),
        ))
        .on_conflict((it::lot_code, it::sfia_level, it::valid_from))
        .do_update()
        .set(it::day_rate.eq(rate))
        .execute(conn)
        .await?;
    Ok(())
}
