//! Finding and storing reference data by date.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::{HolidayAsked, SchemeAsked, ThresholdAsked, ValidityAsked};
use super::model::{DatedRule, DatedThreshold, DatedValidity, Holiday};
use crate::error::Result;
use crate::framework::policy::Refusal;
use crate::framework::queries::{police_vetting_levels, security_clearance_levels};
use crate::schema::{
    assurance_schemes, bank_holiday_years, bank_holidays, clearance_validity, scheme_rules,
    thresholds,
};
use crate::web::form::Choice;

/// Every amount of every threshold, the last first.
pub async fn dated_thresholds(conn: &mut AsyncPgConnection) -> Result<Vec<DatedThreshold>> {
    use thresholds as it;
    Ok(it::table
        .order((it::name, it::valid_from.desc()))
        .select((it::name, it::amount_pence, it::valid_from, it::valid_to, it::source))
        .load(conn)
        .await?)
}

/// Keeps an amount from a day on; the one before ends there. One that begins
/// on the same day is replaced.
pub(super) async fn set_threshold(
    conn: &mut AsyncPgConnection,
    new: &ThresholdAsked,
) -> Result<()> {
    use thresholds as it;
    diesel::update(it::table)
        .filter(it::name.eq(&new.name).and(it::valid_from.lt(new.from)))
        .filter(it::valid_to.is_null().or(it::valid_to.gt(new.from)))
        .set(it::valid_to.eq(new.from))
        .execute(conn)
        .await?;
    diesel::insert_into(it::table)
        .values((
            it::name.eq(&new.name),
            it::amount_pence.eq(new.amount),
            it::valid_from.eq(new.from),
            it::source.eq(&new.source),
        ))
        .on_conflict((it::name, it::valid_from))
        .do_update()
        .set((it::amount_pence.eq(new.amount), it::source.eq(&new.source)))
        .execute(conn)
        .await?;
    Ok(())
}

/// The levels of both ladders that can have a usual length, as a form names
/// them.
pub async fn clearance_levels(conn: &mut AsyncPgConnection) -> Result<Vec<Choice>> {
    let nppv = police_vetting_levels(conn).await?;
    let nsv = security_clearance_levels(conn).await?;
    let choice =
        |ladder: &str, code: &str, name: &str| Choice::new(format!("{ladder}:{code}"), name);
    let nppv = nppv.iter().map(|it| choice("nppv", &it.code, &it.name));
    let nsv = nsv.iter().filter(|it| it.rank > 0).map(|it| choice("nsv", &it.code, &it.name));
    Ok(nppv.chain(nsv).collect())
}

/// Every usual length there was, is or will be, the last first.
pub async fn dated_validity(conn: &mut AsyncPgConnection) -> Result<Vec<DatedValidity>> {
    use clearance_validity as it;
    Ok(it::table
        .order(it::valid_from.desc())
        .select((it::ladder, it::level, it::valid_from, it::years))
        .load(conn)
        .await?)
}

pub(super) async fn set_validity(conn: &mut AsyncPgConnection, new: &ValidityAsked) -> Result<()> {
    use clearance_validity as it;
    diesel::insert_into(it::table)
        .values((
            it::ladder.eq(&new.ladder),
            it::level.eq(&new.level),
            it::valid_from.eq(new.from),
            it::years.eq(new.years),
        ))
        .on_conflict((it::ladder, it::level, it::valid_from))
        .do_update()
        .set(it::years.eq(new.years))
        .execute(conn)
        .await?;
    Ok(())
}

/// The schemes by code and name, in order.
pub async fn scheme_names(conn: &mut AsyncPgConnection) -> Result<Vec<(String, String)>> {
    Ok(assurance_schemes::table
        .order(assurance_schemes::position)
        .select((assurance_schemes::code, assurance_schemes::name))
        .load(conn)
        .await?)
}

/// What was, is and will be asked of schemes, the last first.
pub async fn dated_rules(conn: &mut AsyncPgConnection) -> Result<Vec<DatedRule>> {
    use scheme_rules as it;
    Ok(it::table
        .order(it::valid_from.desc())
        .select((it::scheme, it::valid_from, it::mandatory, it::valid_months))
        .load(conn)
        .await?)
}

pub(super) async fn set_rule(
    conn: &mut AsyncPgConnection,
    scheme: &str,
    new: SchemeAsked,
) -> Result<()> {
    use scheme_rules as it;
    let values = (it::mandatory.eq(new.mandatory), it::valid_months.eq(new.months));
    diesel::insert_into(it::table)
        .values((it::scheme.eq(scheme), it::valid_from.eq(new.from), values))
        .on_conflict((it::scheme, it::valid_from))
        .do_update()
        .set(values)
        .execute(conn)
        .await?;
    Ok(())
}

/// Every bank holiday, with the parts that have it, in order.
pub async fn holidays(conn: &mut AsyncPgConnection) -> Result<Vec<Holiday>> {
    use bank_holidays as it;
    let rows: Vec<(NaiveDate, String, String)> = it::table
        .order((it::day, it::title, it::division))
        .select((it::day, it::title, it::division))
        .load(conn)
        .await?;
    let mut days: Vec<Holiday> = Vec::new();
    for (day, title, part) in rows {
        match days.last_mut() {
            Some(last) if last.day == day && last.title == title => last.parts.push(part),
            _ => days.push(Holiday { day, title, parts: vec![part] }),
        }
    }
    Ok(days)
}

/// The years that are complete.
pub async fn complete_years(conn: &mut AsyncPgConnection) -> Result<Vec<i32>> {
    Ok(bank_holiday_years::table
        .order(bank_holiday_years::year)
        .select(bank_holiday_years::year)
        .load(conn)
        .await?)
}

pub(super) async fn add_holiday(conn: &mut AsyncPgConnection, new: &HolidayAsked) -> Result<()> {
    use bank_holidays as it;
    for part in &new.parts {
        let made = diesel::insert_into(it::table)
            .values((it::day.eq(new.day), it::division.eq(part), it::title.eq(&new.title)))
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
        if made == 0 {
            return Err(Refusal::HolidayThere.into());
        }
    }
    Ok(())
}

/// Takes a day away in every part, and says what it was.
pub(super) async fn remove_holiday(
    conn: &mut AsyncPgConnection,
    day: NaiveDate,
) -> Result<Vec<(String, String)>> {
    use bank_holidays as it;
    Ok(diesel::delete(it::table.filter(it::day.eq(day)))
        .returning((it::title, it::division))
        .get_results(conn)
        .await?)
}

pub(super) async fn complete_year(conn: &mut AsyncPgConnection, year: i32) -> Result<()> {
    diesel::insert_into(bank_holiday_years::table)
        .values(bank_holiday_years::year.eq(year))
        .execute(conn)
        .await?;
    Ok(())
}
