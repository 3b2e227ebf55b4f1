//! Making, finding and using up links.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Link, LinkKind};
use super::policy::Spent;
use crate::accounts::token::Token;
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

/// The link of one of these kinds that a token belongs to, if it still works.
pub async fn find(
    conn: &mut AsyncPgConnection,
    token: &Token,
    kinds: &[LinkKind],
    now: Moment,
) -> Result<Link> {
    let found = mailed_links::table
        .find(token.hash())
        .filter(mailed_links::used_at.is_null().and(mailed_links::expires_at.gt(now)))
        .filter(mailed_links::kind.eq_any(kinds))
        .select((mailed_links::kind, mailed_links::user_id, mailed_links::email))
        .first(conn)
        .await
        .optional()?;
    Ok(found.ok_or(Spent)?)
}

/// Uses it up. Of two at once, one does.
pub async fn use_up(
    conn: &mut AsyncPgConnection,
    token: &Token,
    kinds: &[LinkKind],
    now: Moment,
) -> Result<Link> {
    let used = diesel::update(
        mailed_links::table
            .find(token.hash())
            .filter(mailed_links::used_at.is_null().and(mailed_links::expires_at.gt(now)))
            .filter(mailed_links::kind.eq_any(kinds)),
    )
    .set(mailed_links::used_at.eq(now))
    .returning((mailed_links::kind, mailed_links::user_id, mailed_links::email))
    .get_result(conn)
    .await
    .optional()?;
    Ok(used.ok_or(Spent)?)
}

/// Forgets links that have run out.
pub async fn sweep(conn: &mut AsyncPgConnection, now: Moment) -> Result<()> {
    let over = mailed_links::expires_at.lt(now);
    diesel::delete(mailed_links::table.filter(over)).execute(conn).await?;
    Ok(())
}
