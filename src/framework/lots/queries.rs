//! Finding and storing lots.

use diesel::dsl::{exists, select};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::LotAsked;
use crate::error::Result;
use crate::framework::model::Framework;
use crate::schema::lots;
use crate::types::text::lower;

/// Whether another lot has a name, however it is written.
pub async fn named(conn: &mut AsyncPgConnection, name: &str, but: &str) -> Result<bool> {
    let others =
        lots::table.filter(lower(lots::name).eq(name.to_lowercase())).filter(lots::code.ne(but));
    Ok(select(exists(others)).get_result(conn).await?)
}

pub(super) async fn add(
    conn: &mut AsyncPgConnection,
    framework: &Framework,
    code: &str,
    new: &LotAsked,
) -> Result<()> {
    diesel::insert_into(lots::table)
        .values((
            lots::code.eq(code),
            lots::framework_id.eq(framework.id),
            lots::name.eq(&new.name),
            lots::description.eq(&new.description),
            lots::position.eq(i32::MAX),
            lots::closed_on.eq(new.closed_on),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn change(conn: &mut AsyncPgConnection, code: &str, new: &LotAsked) -> Result<()> {
    diesel::update(lots::table.find(code))
        .set((
            lots::name.eq(&new.name),
            lots::description.eq(&new.description),
            lots::closed_on.eq(new.closed_on),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Numbers the lots in an order.
pub(super) async fn order(conn: &mut AsyncPgConnection, codes: &[String]) -> Result<()> {
    for (position, code) in (1..).zip(codes) {
        diesel::update(lots::table.find(code))
            .set(lots::position.eq(position))
            .execute(conn)
            .await?;
    }
    Ok(())
}
