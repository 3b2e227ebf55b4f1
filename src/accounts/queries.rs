//! Finding people, and the few of them to tell about something.

use diesel::prelude::*;
use diesel::sql_types;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{NewPerson, Organisation, Person, Role};
use crate::error::Result;
use crate::outbox::Recipient;
use crate::schema::{forces, providers, user_roles, users};
use crate::types::ids::{ForceId, ProviderId, UserId};
use crate::types::time::Moment;

/// The person who signs in with an address, if there is one.
pub async fn by_email(conn: &mut AsyncPgConnection, email: &str) -> Result<Option<Person>> {
    Ok(users::table
        .filter(users::email.eq(email.to_lowercase()))
        .select(Person::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// One person.
pub async fn person(conn: &mut AsyncPgConnection, id: UserId) -> Result<Person> {
    Ok(users::table.find(id).select(Person::as_select()).first(conn).await?)
}

/// What a person may do.
pub async fn roles_of(conn: &mut AsyncPgConnection, id: UserId) -> Result<Vec<Role>> {
    Ok(user_roles::table
        .filter(user_roles::user_id.eq(id))
        .order(user_roles::role)
        .select(user_roles::role)
        .load(conn)
        .await?)
}

/// Whoever has one of these roles at a force.
pub async fn people_of_force(
    conn: &mut AsyncPgConnection,
    force: ForceId,
    roles: &[Role],
) -> Result<Vec<Recipient>> {
    Ok(users::table
        .filter(users::force_id.eq(force).and(users::is_active))
        .filter(users::id.eq_any(having(roles)))
        .order(users::name)
        .select((users::id, users::email, users::name))
        .load(conn)
        .await?)
}

/// Whoever has one of these roles at a provider.
pub async fn people_of_provider(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    roles: &[Role],
) -> Result<Vec<Recipient>> {
    people_of_providers(conn, &[provider], roles).await
}

/// Whoever has one of these roles at any of some providers.
pub async fn people_of_providers(
    conn: &mut AsyncPgConnection,
    providers: &[ProviderId],
    roles: &[Role],
) -> Result<Vec<Recipient>> {
    Ok(users::table
        .filter(users::provider_id.eq_any(providers).and(users::is_active))
        .filter(users::id.eq_any(having(roles)))
        .order(users::name)
        .select((users::id, users::email, users::name))
        .load(conn)
        .await?)
}

/// Whoever has one of these roles at the operator.
pub async fn operator_people(
    conn: &mut AsyncPgConnection,
    roles: &[Role],
) -> Result<Vec<Recipient>> {
    Ok(users::table
        .filter(users::is_operator.and(users::is_active))
        .filter(users::id.eq_any(having(roles)))
        .order(users::name)
        .select((users::id, users::email, users::name))
        .load(conn)
        .await?)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn having<'a>(roles: &'a [Role]) -> _ {
    user_roles::table.filter(user_roles::role.eq_any(roles)).select(user_roles::user_id)
}

pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    new: &NewPerson,
    now: Moment,
) -> Result<Option<UserId>> {
    let (force, provider) = match new.organisation {
        Organisation::Force(id) => (Some(id), None),
        Organisation::Provider(id) => (None, Some(id)),
        Organisation::Operator => (None, None),
    };
    let id = UserId::mint();
    let made = diesel::insert_into(users::table)
        .values((
            users::id.eq(id),
            users::email.eq(new.email.to_lowercase()),
            users::name.eq(&new.name),
            users::password_hash.eq(&new.password_hash),
            users::force_id.eq(force),
            users::provider_id.eq(provider),
            users::is_operator.eq(new.organisation == Organisation::Operator),
            users::created_at.eq(now),
            users::verified_at.eq(new.verified.then_some(now)),
            users::password_changed_at.eq(now),
        ))
        .on_conflict(users::email)
        .do_nothing()
        .execute(conn)
        .await?;
    if made == 0 {
        return Ok(None);
    }
    let rows: Vec<_> = new
        .roles
        .iter()
        .map(|role| (user_roles::user_id.eq(id), user_roles::role.eq(*role)))
        .collect();
    diesel::insert_into(user_roles::table).values(rows).execute(conn).await?;
    Ok(Some(id))
}

/// Replaces a person's password.
pub(super) async fn set_password(
    conn: &mut AsyncPgConnection,
    user: UserId,
    hash: &str,
    now: Moment,
) -> Result<()> {
    diesel::update(users::table.find(user))
        .set((users::password_hash.eq(hash), users::password_changed_at.eq(now)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Moves an account to another address.
pub(super) async fn set_email(
    conn: &mut AsyncPgConnection,
    user: UserId,
    email: &str,
) -> Result<()> {
    diesel::update(users::table.find(user))
        .set(users::email.eq(email.to_lowercase()))
        .execute(conn)
        .await?;
    Ok(())
}

/// Keeps the same password, hashed with as much work as we ask for now.
pub(super) async fn rehash(conn: &mut AsyncPgConnection, user: UserId, hash: &str) -> Result<()> {
    diesel::update(users::table.find(user))
        .set(users::password_hash.eq(hash))
        .execute(conn)
        .await?;
    Ok(())
}

/// Notes that mail to a person's address reaches them.
pub(super) async fn verified(
    conn: &mut AsyncPgConnection,
    user: UserId,
    now: Moment,
) -> Result<()> {
    diesel::update(users::table.find(user).filter(users::verified_at.is_null()))
        .set(users::verified_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}

/// Everyone with an account, for the demonstration's sign-in page.
pub async fn everyone(conn: &mut AsyncPgConnection) -> Result<Vec<(String, String, String)>> {
    Ok(users::table
        .left_join(forces::table)
        .left_join(providers::table)
        .filter(users::is_active)
        .order((users::is_operator, users::force_id, users::provider_id, users::email))
        .limit(60)
        .select((
            users::email,
            users::name,
            diesel::dsl::sql::<sql_types::Text>(
                "coalesce(force_name(forces.id, forces.name), providers.name, 'Muster, the operator')",
            ),
        ))
        .load(conn)
        .await?)
}

/// Changes a person's name.
pub(super) async fn set_name(conn: &mut AsyncPgConnection, user: UserId, name: &str) -> Result<()> {
    diesel::update(users::table.find(user)).set(users::name.eq(name)).execute(conn).await?;
    Ok(())
}

/// When a person last chose a password.
pub async fn password_since(conn: &mut AsyncPgConnection, user: UserId) -> Result<Option<Moment>> {
    Ok(users::table.find(user).select(users::password_changed_at).first(conn).await?)
}
