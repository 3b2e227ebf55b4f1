//! Finding a person's notices, and marking them read.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::OwnNotice;
use crate::error::Result;
use crate::schema::notices;
use crate::types::ids::{NoticeId, UserId};
use crate::types::time::Moment;
use crate::web::paging::{PER_PAGE, Paging};

/// One page of a person's notices, newest first, and how many there are.
pub async fn own(
    conn: &mut AsyncPgConnection,
    user: UserId,
    page: i64,
) -> Result<(Vec<OwnNotice>, Paging)> {
    let total = notices::table.filter(notices::user_id.eq(user)).count().get_result(conn).await?;
    let found = notices::table
        .filter(notices::user_id.eq(user))
        .order((notices::at.desc(), notices::id.desc()))
        .offset(Paging::offset(page))
        .limit(PER_PAGE)
        .select(OwnNotice::as_select())
        .load(conn)
        .await?;
    Ok((found, Paging { page, total }))
}

/// Marks one of a person's notices as read; another person's is left alone.
pub(super) async fn read_one(
    conn: &mut AsyncPgConnection,
    user: UserId,
    id: NoticeId,
    now: Moment,
) -> Result<usize> {
    Ok(diesel::update(notices::table.find(id))
        .filter(notices::user_id.eq(user).and(notices::read_at.is_null()))
        .set(notices::read_at.eq(now))
        .execute(conn)
        .await?)
}

/// Marks all of a person's notices as read.
pub(super) async fn read_all(
    conn: &mut AsyncPgConnection,
    user: UserId,
    now: Moment,
) -> Result<usize> {
    Ok(diesel::update(notices::table)
        .filter(notices::user_id.eq(user).and(notices::read_at.is_null()))
        .set(notices::read_at.eq(now))
        .execute(conn)
        .await?)
}

/// Whether somebody has not read a notice that leads to an address.
pub async fn has_unread(conn: &mut AsyncPgConnection, user: UserId, link: &str) -> Result<bool> {
    let unread = notices::table
        .filter(notices::user_id.eq(user).and(notices::read_at.is_null()))
        .filter(notices::link.eq(link));
    Ok(diesel::select(diesel::dsl::exists(unread)).get_result(conn).await?)
}

/// Marks somebody's notices that lead to an address as read: they have been there.
pub async fn read_about(
    conn: &mut AsyncPgConnection,
    user: UserId,
    link: &str,
    now: Moment,
) -> Result<usize> {
    Ok(diesel::update(notices::table)
        .filter(notices::user_id.eq(user).and(notices::read_at.is_null()))
        .filter(notices::link.eq(link))
        .set(notices::read_at.eq(now))
        .execute(conn)
        .await?)
}

/// Somebody's unread notices that lead to outcomes of bids, the newest first.
pub async fn unread_outcomes(conn: &mut AsyncPgConnection, user: UserId) -> Result<Vec<OwnNotice>> {
    Ok(notices::table
        .filter(notices::user_id.eq(user).and(notices::read_at.is_null()))
        .filter(notices::link.like("/bids/%/outcome"))
        .order((notices::at.desc(), notices::id.desc()))
        .limit(20)
        .select(OwnNotice::as_select())
        .load(conn)
        .await?)
}
