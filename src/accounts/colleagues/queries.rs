//! Finding and changing an organisation's people.

use std::collections::HashMap;

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Colleague;
use crate::accounts::joining::model::Invitation;
use crate::accounts::model::{Organisation, Role};
use crate::error::{Error, Result};
use crate::schema::{invitations, user_roles, users};
use crate::types::ids::{InvitationId, UserId};
use crate::types::time::Moment;

fn people(of: Organisation) -> users::BoxedQuery<'static, Pg> {
    let all = users::table.into_boxed();
    match of {
        Organisation::Force(id) => all.filter(users::force_id.eq(id)),
        Organisation::Provider(id) => all.filter(users::provider_id.eq(id)),
        Organisation::Operator => all.filter(users::is_operator),
    }
}

type Row = (UserId, String, String, bool, Option<Moment>);

/// Everyone of an organisation, by name.
pub async fn everyone(conn: &mut AsyncPgConnection, of: Organisation) -> Result<Vec<Colleague>> {
    let rows: Vec<Row> = people(of)
        .order((users::is_active.desc(), users::name, users::email))
        .select((users::id, users::name, users::email, users::is_active, users::last_signed_in_at))
        .load(conn)
        .await?;
    let ids: Vec<UserId> = rows.iter().map(|it| it.0).collect();
    let held: Vec<(UserId, Role)> = user_roles::table
        .filter(user_roles::user_id.eq_any(&ids))
        .order(user_roles::role)
        .select((user_roles::user_id, user_roles::role))
        .load(conn)
        .await?;
    let mut roles: HashMap<UserId, Vec<Role>> = HashMap::new();
    for (user, role) in held {
        roles.entry(user).or_default().push(role);
    }
    let colleague = |(id, name, email, is_active, last_signed_in_at): Row| Colleague {
        id,
        name,
        email,
        is_active,
        last_signed_in_at,
        roles: roles.get(&id).cloned().unwrap_or_default(),
    };
    Ok(rows.into_iter().map(colleague).collect())
}

/// Everyone, held: of two administrators at once, the second sees what the
/// first did.
pub(super) async fn lock(conn: &mut AsyncPgConnection, of: Organisation) -> Result<Vec<Colleague>> {
    let ids: Vec<UserId> = people(of).select(users::id).load(conn).await?;
    let held = users::table.filter(users::id.eq_any(ids)).order(users::id).for_update();
    let _held: Vec<UserId> = held.select(users::id).load(conn).await?;
    everyone(conn, of).await
}

/// One of them; nobody from elsewhere is found.
pub fn one(everyone: &[Colleague], id: UserId) -> Result<&Colleague> {
    everyone.iter().find(|it| it.id == id).ok_or(Error::NotFound)
}

/// What a person may do from now on.
pub(super) async fn set_roles(
    conn: &mut AsyncPgConnection,
    user: UserId,
    roles: &[Role],
) -> Result<()> {
    diesel::delete(user_roles::table.filter(user_roles::user_id.eq(user))).execute(conn).await?;
    let row = |role: &Role| (user_roles::user_id.eq(user), user_roles::role.eq(*role));
    let rows: Vec<_> = roles.iter().map(row).collect();
    diesel::insert_into(user_roles::table).values(rows).execute(conn).await?;
    Ok(())
}

/// Whether a person may sign in from now on.
pub(super) async fn set_active(
    conn: &mut AsyncPgConnection,
    user: UserId,
    active: bool,
) -> Result<()> {
    diesel::update(users::table.find(user)).set(users::is_active.eq(active)).execute(conn).await?;
    Ok(())
}

fn invited(of: Organisation) -> invitations::BoxedQuery<'static, Pg> {
    let all = invitations::table.into_boxed();
    match of {
        Organisation::Force(id) => all.filter(invitations::force_id.eq(id)),
        Organisation::Provider(id) => all.filter(invitations::provider_id.eq(id)),
        Organisation::Operator => all.filter(invitations::is_operator),
    }
}

/// The invitations that can still be accepted, or ran out in the last month.
pub async fn invitations(
    conn: &mut AsyncPgConnection,
    of: Organisation,
    now: Moment,
) -> Result<Vec<Invitation>> {
    Ok(invited(of)
        .filter(invitations::accepted_at.is_null().and(invitations::withdrawn_at.is_null()))
        .filter(invitations::expires_at.gt(now - chrono::TimeDelta::days(30)))
        .order(invitations::invited_at.desc())
        .select(Invitation::as_select())
        .load(conn)
        .await?)
}

/// An organisation's own invitation, held.
pub(super) async fn lock_invitation(
    conn: &mut AsyncPgConnection,
    of: Organisation,
    id: InvitationId,
) -> Result<Invitation> {
    let found: Invitation = invitations::table
        .find(id)
        .for_update()
        .select(Invitation::as_select())
        .first(conn)
        .await?;
    if found.organisation() == of { Ok(found) } else { Err(Error::NotFound) }
}

/// An invitation does not work any more.
pub(super) async fn withdraw(
    conn: &mut AsyncPgConnection,
    id: InvitationId,
    now: Moment,
) -> Result<()> {
    diesel::update(invitations::table.find(id))
        .set(invitations::withdrawn_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}

/// What someone sent who may not invite any more stops working.
pub(super) async fn withdraw_sent_by(
    conn: &mut AsyncPgConnection,
    by: UserId,
    now: Moment,
) -> Result<()> {
    let open = invitations::accepted_at.is_null().and(invitations::withdrawn_at.is_null());
    diesel::update(invitations::table.filter(invitations::invited_by.eq(by)).filter(open))
        .set(invitations::withdrawn_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}
