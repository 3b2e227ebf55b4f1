//! Finding and storing invitations.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Invitation, NewInvitation};
use super::policy::INVITATION;
use crate::accounts::model::Organisation;
use crate::accounts::token::Token;
use crate::error::Result;
use crate::schema::{forces, invitations, providers, users};
use crate::types::ids::{InvitationId, UserId};
use crate::types::time::Moment;

/// The invitation a token belongs to, held so that it is accepted once.
pub async fn lock(conn: &mut AsyncPgConnection, token: &Token) -> Result<Option<Invitation>> {
    Ok(invitations::table
        .filter(invitations::token_hash.eq(token.hash()))
        .for_update()
        .select(Invitation::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// The invitation a token belongs to.
pub async fn find(conn: &mut AsyncPgConnection, token: &Token) -> Result<Option<Invitation>> {
    Ok(invitations::table
        .filter(invitations::token_hash.eq(token.hash()))
        .select(Invitation::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// What an organisation is called.
pub async fn name_of(conn: &mut AsyncPgConnection, organisation: Organisation) -> Result<String> {
    Ok(match organisation {
        Organisation::Force(id) => {
            let today = sql::<Text>("force_name(forces.id, forces.name)");
            forces::table.find(id).select(today).first(conn).await?
        }
        Organisation::Provider(id) => {
            providers::table.find(id).select(providers::name).first(conn).await?
        }
        Organisation::Operator => "Muster".to_owned(),
    })
}

/// The name of whoever sent an invitation.
pub async fn inviter(conn: &mut AsyncPgConnection, id: Option<UserId>) -> Result<String> {
    let Some(id) = id else { return Ok("Muster".to_owned()) };
    Ok(users::table.find(id).select(users::name).first(conn).await?)
}

/// Writes an invitation down; earlier ones from the same organisation to the
/// same address stop working.
pub async fn insert(
    conn: &mut AsyncPgConnection,
    new: &NewInvitation,
    by: Option<UserId>,
    now: Moment,
) -> Result<(Invitation, Token)> {
    let token = Token::mint()?;
    let (force, provider) = match new.organisation {
        Organisation::Force(id) => (Some(id), None),
        Organisation::Provider(id) => (None, Some(id)),
        Organisation::Operator => (None, None),
    };
    diesel::update(
        invitations::table
            .filter(invitations::email.eq(&new.email))
            .filter(invitations::force_id.is_not_distinct_from(force))
            .filter(invitations::provider_id.is_not_distinct_from(provider))
            .filter(invitations::accepted_at.is_null().and(invitations::withdrawn_at.is_null())),
    )
    .set(invitations::withdrawn_at.eq(now))
    .execute(conn)
    .await?;
    let made = diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(InvitationId::mint()),
            invitations::token_hash.eq(token.hash()),
            invitations::email.eq(&new.email),
            invitations::force_id.eq(force),
            invitations::provider_id.eq(provider),
            invitations::is_operator.eq(new.organisation == Organisation::Operator),
            invitations::roles.eq(&new.roles),
            invitations::invited_by.eq(by),
            invitations::invited_at.eq(now),
            invitations::expires_at.eq(now + INVITATION),
        ))
        .returning(Invitation::as_returning())
        .get_result(conn)
        .await?;
    Ok((made, token))
}

/// Notes that an invitation was accepted.
pub async fn accepted(conn: &mut AsyncPgConnection, id: InvitationId, now: Moment) -> Result<()> {
    diesel::update(invitations::table.find(id))
        .set(invitations::accepted_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}
