//! Writing down approvals and endings, and finding whom to tell.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::accounts;
use crate::accounts::model::Role;
use crate::error::Result;
use crate::outbox::Recipient;
use crate::providers;
use crate::requests::model::{Request, Route};
use crate::schema::{requests, users};
use crate::types::ids::{RequestId, UserId};
use crate::types::time::Moment;

pub(super) async fn first_approved(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    by: UserId,
) -> Result<()> {
    diesel::update(requests::table.find(id))
        .set(requests::approved_by.eq(by))
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn second_approved(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    by: UserId,
) -> Result<()> {
    diesel::update(requests::table.find(id))
        .set(requests::second_approved_by.eq(by))
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn published(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    now: Moment,
) -> Result<()> {
    diesel::update(requests::table.find(id))
        .set(requests::published_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn sent_back(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    comment: &str,
) -> Result<()> {
    diesel::update(requests::table.find(id))
        .set((
            requests::returned_comment.eq(comment),
            requests::approved_by.eq(None::<UserId>),
            requests::second_approved_by.eq(None::<UserId>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn ended(conn: &mut AsyncPgConnection, id: RequestId, reason: &str) -> Result<()> {
    diesel::update(requests::table.find(id))
        .set(requests::end_reason.eq(reason))
        .execute(conn)
        .await?;
    Ok(())
}

/// The bidders of every provider that may bid on a request.
pub async fn bidders(conn: &mut AsyncPgConnection, request: &Request) -> Result<Vec<Recipient>> {
    let providers = match (request.route, request.direct_provider) {
        (Some(Route::Direct), Some(named)) => vec![named],
        _ => {
            let lot = request.lot_code.as_deref().unwrap_or_default();
            providers::queries::admitted_to(conn, lot).await?
        }
    };
    accounts::queries::people_of_providers(conn, &providers, &[Role::Bidder]).await
}

/// Whoever began and submitted a request.
pub async fn writers(conn: &mut AsyncPgConnection, request: &Request) -> Result<Vec<Recipient>> {
    let mut people = vec![request.created_by];
    people.extend(request.submitted_by);
    Ok(users::table
        .filter(users::id.eq_any(people).and(users::is_active))
        .select((users::id, users::email, users::name))
        .load(conn)
        .await?)
}
