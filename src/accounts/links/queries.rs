//! Making, finding and using up links.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Link, LinkKind};
use crate::accounts::session::Token;
use crate::error::Result;
use crate::schema::mailed_links;
use crate::types::ids::UserId;
use crate::types::time::Moment;

/// Makes a link; the person's earlier ones of its kind stop working.
pub async fn make(
    conn: &mut AsyncPgConnection,
    kind: LinkKind,
    user: UserId,
    email: &str,
    now: Moment,
) -> Result<Token> {
    let token = Token::mint()?;
    diesel::delete(
        mailed_links::table.filter(mailed_links::user_id.eq(user).and(mailed_links::kind.eq(kind))),
    )
    .execute(conn)
    .await?;
    diesel::insert_into(mailed_links::table)
        .values((
            mailed_links::token_hash.eq(token.hash()),
            mailed_links::kind.eq(kind),
            mailed_links::user_id.eq(user),
            mailed_links::email.eq(email),
            mailed_links::made_at.eq(now),
            mailed_links::expires_at.eq(now + kind.lasts()),
        ))
        .execute(conn)
        .await?;
    Ok(token)
}

/// The link a token belongs to, if it still works.
pub async fn find(
    conn: &mut AsyncPgConnection,
    token: &Token,
    now: Moment,
) -> Result<Option<Link>> {
    Ok(mailed_links::table
        .find(token.hash())
        .filter(mailed_links::used_at.is_null().and(mailed_links::expires_at.gt(now)))
        .select((mailed_links::kind, mailed_links::user_id, mailed_links::email))
        .first(conn)
        .await
        .optional()?)
}

/// Uses a link up, if it still works.
pub async fn use_up(
    conn: &mut AsyncPgConnection,
    token: &Token,
    kind: LinkKind,
    now: Moment,
) -> Result<Option<Link>> {
    Ok(diesel::update(
        mailed_links::table
            .find(token.hash())
            .filter(mailed_links::used_at.is_null().and(mailed_links::expires_at.gt(now)))
            .filter(mailed_links::kind.eq(kind)),
    )
    .set(mailed_links::used_at.eq(now))
    .returning((mailed_links::kind, mailed_links::user_id, mailed_links::email))
    .get_result(conn)
    .await
    .optional()?)
}
