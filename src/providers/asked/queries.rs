//! Finding and storing what was asked for.

use diesel::dsl::Nullable;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{AskedItem, NewItem};
use crate::error::{Error, Result};
use crate::schema::{asked_items, lots};
use crate::types::ids::{AskedId, ProviderId, UserId};
use crate::types::time::Moment;

type Item = (
    asked_items::id,
    asked_items::section,
    asked_items::subject,
    Nullable<lots::name>,
    asked_items::words,
    asked_items::asked_at,
    asked_items::done_at,
);

fn item() -> Item {
    (
        asked_items::id,
        asked_items::section,
        asked_items::subject,
        lots::name.nullable(),
        asked_items::words,
        asked_items::asked_at,
        asked_items::done_at,
    )
}

#[diesel::dsl::auto_type]
fn with_lots() -> _ {
    asked_items::table.left_join(lots::table.on(lots::code.eq(asked_items::subject)))
}

/// What is asked of a provider and not answered yet, in the order of asking.
pub async fn open(conn: &mut AsyncPgConnection, provider: ProviderId) -> Result<Vec<AskedItem>> {
    Ok(with_lots()
        .filter(asked_items::provider_id.eq(provider))
        .filter(asked_items::answered_at.is_null())
        .order((asked_items::asked_at, asked_items::id))
        .select(item())
        .load(conn)
        .await?)
}

/// What was asked the last time, answered or not.
pub async fn latest(conn: &mut AsyncPgConnection, provider: ProviderId) -> Result<Vec<AskedItem>> {
    let last: Option<Moment> = asked_items::table
        .filter(asked_items::provider_id.eq(provider))
        .select(diesel::dsl::max(asked_items::asked_at))
        .first(conn)
        .await?;
    let Some(last) = last else { return Ok(Vec::new()) };
    Ok(with_lots()
        .filter(asked_items::provider_id.eq(provider))
        .filter(asked_items::asked_at.eq(last))
        .order(asked_items::id)
        .select(item())
        .load(conn)
        .await?)
}

/// Asks.
pub async fn ask(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    items: &[NewItem],
    (by, now): (UserId, Moment),
) -> Result<()> {
    let rows: Vec<_> = items
        .iter()
        .map(|it| {
            (
                asked_items::id.eq(AskedId::mint()),
                asked_items::provider_id.eq(provider),
                asked_items::section.eq(it.section),
                asked_items::subject.eq(&it.subject),
                asked_items::words.eq(&it.words),
                asked_items::asked_by.eq(by),
                asked_items::asked_at.eq(now),
            )
        })
        .collect();
    diesel::insert_into(asked_items::table).values(rows).execute(conn).await?;
    Ok(())
}

/// Ticks one of a provider's own items off, or takes the tick back.
pub(super) async fn tick(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    id: AskedId,
    done_at: Option<Moment>,
) -> Result<()> {
    let own = asked_items::table
        .find(id)
        .filter(asked_items::provider_id.eq(provider))
        .filter(asked_items::answered_at.is_null());
    match diesel::update(own).set(asked_items::done_at.eq(done_at)).execute(conn).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// The application was submitted again, so what was asked is answered.
pub(in crate::providers) async fn answered(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    now: Moment,
) -> Result<()> {
    let open = asked_items::table
        .filter(asked_items::provider_id.eq(provider))
        .filter(asked_items::answered_at.is_null());
    diesel::update(open).set(asked_items::answered_at.eq(now)).execute(conn).await?;
    Ok(())
}
