//! Finding the framework's words.

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{
    ClearanceLevel, Framework, FrameworkCriterion, Lot, Scheme, SfiaLevel, Threshold, Word,
};
use crate::error::Result;
use crate::schema::{
    assurance_schemes, bank_holidays, framework_criteria, frameworks, lots, police_vetting_levels,
    regions, security_clearance_levels, sfia_levels, specialisms, thresholds,
};
use crate::types::calendar::WorkingDays;

/// The framework in force: the one begun last.
pub async fn framework(conn: &mut AsyncPgConnection) -> Result<Framework> {
    Ok(frameworks::table
        .order(frameworks::starts_on.desc())
        .select(Framework::as_select())
        .first(conn)
        .await?)
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

/// The assurance schemes.
pub async fn schemes(conn: &mut AsyncPgConnection) -> Result<Vec<Scheme>> {
    Ok(assurance_schemes::table
        .order(assurance_schemes::position)
        .select(Scheme::as_select())
        .load(conn)
        .await?)
}

/// The thresholds that hold on a day.
pub async fn thresholds(conn: &mut AsyncPgConnection, on: NaiveDate) -> Result<Vec<Threshold>> {
    use thresholds as it;
    Ok(it::table
        .filter(it::valid_from.le(on))
        .filter(it::valid_to.is_null().or(it::valid_to.gt(on)))
        .select((it::name, it::amount_pence))
        .load(conn)
        .await?)
}

/// The working days, by the bank holidays of every part of the UK together.
pub async fn working_days(conn: &mut AsyncPgConnection) -> Result<WorkingDays> {
    let days: Vec<NaiveDate> =
        bank_holidays::table.select(bank_holidays::day).distinct().load(conn).await?;
    let last_year = days.iter().map(Datelike::year).max().unwrap_or(0);
    Ok(WorkingDays::new(days, last_year))
}
