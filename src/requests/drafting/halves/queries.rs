//! Finding and storing half pages.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Half;
use crate::error::Result;
use crate::requests::model::Section;
use crate::schema::{request_halves, users};
use crate::types::ids::{RequestId, UserId};
use crate::types::time::Moment;

/// The half pages of a draft, in page order.
pub async fn of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Half>> {
    let rows: Vec<(Section, serde_json::Value, Moment, String)> = request_halves::table
        .inner_join(users::table)
        .filter(request_halves::request_id.eq(id))
        .select((
            request_halves::section,
            request_halves::typed,
            request_halves::saved_at,
            users::name,
        ))
        .load(conn)
        .await?;
    let mut halves = Vec::new();
    for (section, typed, at, by) in rows {
        let typed = serde_json::from_value(typed).map_err(anyhow::Error::from)?;
        halves.push(Half { section, typed, by, at });
    }
    halves.sort_by_key(|it| Section::ALL.iter().position(|section| *section == it.section));
    Ok(halves)
}

/// The half of one page, if there is one.
pub async fn half(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    section: Section,
) -> Result<Option<Half>> {
    Ok(of(conn, id).await?.into_iter().find(|it| it.section == section))
}

pub(super) async fn keep(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    section: Section,
    typed: &[(String, String)],
    (by, now): (UserId, Moment),
) -> Result<()> {
    use request_halves as it;
    let typed = serde_json::to_value(typed).map_err(anyhow::Error::from)?;
    let said = (it::typed.eq(typed), it::saved_by.eq(by), it::saved_at.eq(now));
    diesel::insert_into(it::table)
        .values((it::request_id.eq(id), it::section.eq(section), said.clone()))
        .on_conflict((it::request_id, it::section))
        .do_update()
        .set(said)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes a half page away, and says whether there was one.
pub async fn drop(conn: &mut AsyncPgConnection, id: RequestId, section: Section) -> Result<bool> {
    let gone = diesel::delete(request_halves::table.find((id, section))).execute(conn).await?;
    Ok(gone == 1)
}
