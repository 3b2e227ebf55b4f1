//! Finding and storing award criteria.

use diesel::dsl::{exists, select};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::CriterionAsked;
use crate::error::Result;
use crate::framework::model::Framework;
use crate::schema::{framework_criteria, requests};
use crate::types::text::lower;

/// Whether another criterion has a name, however it is written.
pub async fn named(conn: &mut AsyncPgConnection, name: &str, but: &str) -> Result<bool> {
    let others = framework_criteria::table
        .filter(lower(framework_criteria::name).eq(name.to_lowercase()))
        .filter(framework_criteria::code.ne(but));
    Ok(select(exists(others)).get_result(conn).await?)
}

pub(super) async fn add(
    conn: &mut AsyncPgConnection,
    framework: &Framework,
    code: &str,
    new: &CriterionAsked,
) -> Result<()> {
    diesel::insert_into(framework_criteria::table)
        .values((
            framework_criteria::code.eq(code),
            framework_criteria::framework_id.eq(framework.id),
            framework_criteria::name.eq(&new.name),
            framework_criteria::position.eq(i32::MAX),
            framework_criteria::is_price.eq(false),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn rename(conn: &mut AsyncPgConnection, code: &str, name: &str) -> Result<()> {
    diesel::update(framework_criteria::table.find(code))
        .set(framework_criteria::name.eq(name))
        .execute(conn)
        .await?;
    Ok(())
}

/// Numbers the criteria in an order.
pub(super) async fn order(conn: &mut AsyncPgConnection, codes: &[String]) -> Result<()> {
    for (position, code) in (1..).zip(codes) {
        diesel::update(framework_criteria::table.find(code))
            .set(framework_criteria::position.eq(position))
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// Makes one criterion the price, in place of another.
pub(super) async fn move_price(conn: &mut AsyncPgConnection, to: &str) -> Result<()> {
    use framework_criteria as it;
    diesel::update(it::table).set(it::is_price.eq(false)).execute(conn).await?;
    diesel::update(it::table.find(to)).set(it::is_price.eq(true)).execute(conn).await?;
    Ok(())
}

/// How many requests have not ended.
pub async fn requests_not_ended(conn: &mut AsyncPgConnection) -> Result<i64> {
    Ok(requests::table
        .filter(requests::state.ne_all(["contracted", "cancelled", "no_award"]))
        .count()
        .get_result(conn)
        .await?)
}
