//! Finding the framework's words.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{
    ClearanceLevel, Framework, FrameworkCriterion, Lot, Scheme, SfiaLevel, Threshold, Word,
};
use crate::audit::change::{self, Told};
use crate::audit::entry::history;
use crate::error::{Error, Result};
use crate::schema::{
    assurance_schemes, bank_holiday_years, bank_holidays, clearance_validity, framework_criteria,
    framework_fees, framework_terms, frameworks, lots, police_vetting_levels, rate_maxima, regions,
    scheme_rules, security_clearance_levels, sfia_levels, specialisms, thresholds,
};
use crate::types::calendar::WorkingDays;
use crate::types::dated::{holding, muster_today};
use crate::types::money::Money;

/// The UK day it is, by the database's clock: what holds today is asked for
/// by this one day everywhere.
pub async fn today(conn: &mut AsyncPgConnection) -> Result<NaiveDate> {
    Ok(diesel::select(muster_today()).get_result(conn).await?)
}

/// The framework in force, the one begun last, with the fee and the version
/// of its terms that hold today.
pub async fn framework(conn: &mut AsyncPgConnection) -> Result<Framework> {
    let today = today(conn).await?;
    let (id, name, starts_on, ends_on): (Uuid, String, NaiveDate, NaiveDate) = frameworks::table
        .order(frameworks::starts_on.desc())
        .select((frameworks::id, frameworks::name, frameworks::starts_on, frameworks::ends_on))
        .first(conn)
        .await?;
    let fees: Vec<(NaiveDate, i32)> = framework_fees::table
        .filter(framework_fees::framework_id.eq(id))
        .select((framework_fees::valid_from, framework_fees::basis_points))
        .load(conn)
        .await?;
    let terms: Vec<(NaiveDate, i32)> = framework_terms::table
        .filter(framework_terms::framework_id.eq(id))
        .order(framework_terms::version.desc())
        .select((framework_terms::valid_from, framework_terms::version))
        .load(conn)
        .await?;
    let fee_basis_points = holding(&fees, |it| it.0, today).ok_or(Error::NotFound)?.1;
    let terms_version = holding(&terms, |it| it.0, today).ok_or(Error::NotFound)?.1;
    Ok(Framework { id, name, starts_on, ends_on, fee_basis_points, terms_version })
}

/// The framework, held until the end of the change: those who change it, or
/// the words kept with it, take turns.
pub(super) async fn lock(conn: &mut AsyncPgConnection) -> Result<Framework> {
    let _: Vec<Uuid> = frameworks::table
        .order(frameworks::id)
        .select(frameworks::id)
        .for_update()
        .load(conn)
        .await?;
    framework(conn).await
}

/// What was changed about the framework, newest first: the changes whose name
/// begins with one of some words, about one thing if its key is given.
pub async fn told(conn: &mut AsyncPgConnection, actions: &[&str], key: &str) -> Result<Vec<Told>> {
    let framework = framework(conn).await?;
    let lines = history(conn, &[framework.id]).await?;
    Ok(change::told(&lines, actions, key))
}

/// The highest day rate any provider may bid in a lot today, for each SFIA
/// level that has one.
pub async fn rate_maxima(conn: &mut AsyncPgConnection, lot: &str) -> Result<BTreeMap<i16, Money>> {
    Ok(all_rate_maxima(conn).await?.remove(lot).unwrap_or_default())
}

/// The same for every lot that has one.
pub async fn all_rate_maxima(
    conn: &mut AsyncPgConnection,
) -> Result<BTreeMap<String, BTreeMap<i16, Money>>> {
    use rate_maxima as it;
    let rows: Vec<(String, i16, Option<Money>)> = it::table
        .filter(it::valid_from.le(muster_today()))
        .distinct_on((it::lot_code, it::sfia_level))
        .order((it::lot_code, it::sfia_level, it::valid_from.desc()))
        .select((it::lot_code, it::sfia_level, it::day_rate))
        .load(conn)
        .await?;
    let mut lots: BTreeMap<String, BTreeMap<i16, Money>> = BTreeMap::new();
    for (lot, level, rate) in rows {
        if let Some(rate) = rate {
            lots.entry(lot).or_default().insert(level, rate);
        }
    }
    Ok(lots)
}

/// Its lots.
pub async fn lots(conn: &mut AsyncPgConnection) -> Result<Vec<Lot>> {
    Ok(lots::table.order(lots::position).select(Lot::as_select()).load(conn).await?)
}

/// One lot.
pub async fn lot(conn: &mut AsyncPgConnection, code: &str) -> Result<Lot> {
    Ok(lots::table.find(code).select(Lot::as_select()).first(conn).await?)
}

/// Its award criteria, price last.
pub async fn criteria(conn: &mut AsyncPgConnection) -> Result<Vec<FrameworkCriterion>> {
    Ok(framework_criteria::table
        .order(framework_criteria::position)
        .select(FrameworkCriterion::as_select())
        .load(conn)
        .await?)
}

/// The Cyber Security Council's specialisms.
pub async fn specialisms(conn: &mut AsyncPgConnection) -> Result<Vec<Word>> {
    Ok(specialisms::table
        .order(specialisms::position)
        .select((specialisms::code, specialisms::name))
        .load(conn)
        .await?)
}

/// The regions.
pub async fn regions(conn: &mut AsyncPgConnection) -> Result<Vec<Word>> {
    Ok(regions::table
        .order(regions::name)
        .select((regions::code, regions::name))
        .load(conn)
        .await?)
}

/// The SFIA levels, lowest first.
pub async fn sfia_levels(conn: &mut AsyncPgConnection) -> Result<Vec<SfiaLevel>> {
    Ok(sfia_levels::table
        .order(sfia_levels::level)
        .select(SfiaLevel::as_select())
        .load(conn)
        .await?)
}

/// The levels of police vetting, lowest first.
pub async fn police_vetting_levels(conn: &mut AsyncPgConnection) -> Result<Vec<ClearanceLevel>> {
    use police_vetting_levels as it;
    Ok(it::table.order(it::rank).select((it::code, it::rank, it::name)).load(conn).await?)
}

/// The levels of national security vetting, lowest first.
pub async fn security_clearance_levels(
    conn: &mut AsyncPgConnection,
) -> Result<Vec<ClearanceLevel>> {
    use security_clearance_levels as it;
    Ok(it::table.order(it::rank).select((it::code, it::rank, it::name)).load(conn).await?)
}

/// The assurance schemes, each with what holds today.
pub async fn schemes(conn: &mut AsyncPgConnection) -> Result<Vec<Scheme>> {
    let rules: Vec<(String, bool, Option<i16>)> = scheme_rules::table
        .filter(scheme_rules::valid_from.le(muster_today()))
        .distinct_on(scheme_rules::scheme)
        .order((scheme_rules::scheme, scheme_rules::valid_from.desc()))
        .select((scheme_rules::scheme, scheme_rules::mandatory, scheme_rules::valid_months))
        .load(conn)
        .await?;
    let rows: Vec<(String, String)> = assurance_schemes::table
        .order(assurance_schemes::position)
        .select((assurance_schemes::code, assurance_schemes::name))
        .load(conn)
        .await?;
    let ruled = |(code, name): (String, String)| {
        let rule = rules.iter().find(|(scheme, ..)| *scheme == code);
        let (mandatory, months) = rule.map_or((false, None), |(_, must, months)| (*must, *months));
        Scheme { code, name, mandatory, months }
    };
    Ok(rows.into_iter().map(ruled).collect())
}

/// How many years a clearance usually lasts today, by its ladder and level.
pub async fn usual_years(conn: &mut AsyncPgConnection) -> Result<Vec<(String, String, i16)>> {
    use clearance_validity as it;
    let rows: Vec<(String, String, Option<i16>)> = it::table
        .filter(it::valid_from.le(muster_today()))
        .distinct_on((it::ladder, it::level))
        .order((it::ladder, it::level, it::valid_from.desc()))
        .select((it::ladder, it::level, it::years))
        .load(conn)
        .await?;
    let usual =
        |(ladder, level, years): (String, String, Option<i16>)| Some((ladder, level, years?));
    Ok(rows.into_iter().filter_map(usual).collect())
}

/// The thresholds that hold on a day.
pub async fn thresholds(conn: &mut AsyncPgConnection, on: NaiveDate) -> Result<Vec<Threshold>> {
    use thresholds as it;
    Ok(it::table
        .filter(it::valid_from.le(on))
        .filter(it::valid_to.is_null().or(it::valid_to.gt(on)))
        .select((it::name, it::amount_pence, it::valid_from))
        .load(conn)
        .await?)
}

/// The last of the years that follow one another from the first.
fn last_without_gap(years: &[i32]) -> i32 {
    let mut last = years.first().copied().unwrap_or(0);
    for year in years.iter().skip(1) {
        if *year == last + 1 {
            last = *year;
        }
    }
    last
}

/// The working days, by the bank holidays of every part of the UK together.
pub async fn working_days(conn: &mut AsyncPgConnection) -> Result<WorkingDays> {
    let days: Vec<NaiveDate> =
        bank_holidays::table.select(bank_holidays::day).distinct().load(conn).await?;
    let years: Vec<i32> = bank_holiday_years::table
        .order(bank_holiday_years::year)
        .select(bank_holiday_years::year)
        .load(conn)
        .await?;
    Ok(WorkingDays::new(days, last_without_gap(&years)))
}

#[cfg(test)]
mod tests {
    use super::last_without_gap;

    #[test]
    fn years_beyond_a_gap_do_not_count() {
        for (years, last) in
            [(&[2025, 2026, 2027][..], 2027), (&[2025, 2027], 2025), (&[2025], 2025), (&[], 0)]
        {
            assert_eq!(last_without_gap(years), last, "{years:?}");
        }
    }
}
