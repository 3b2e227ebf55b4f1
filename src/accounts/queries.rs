//! Finding people, and the few of them to tell about something.

use diesel::prelude::*;
use diesel::result::DatabaseErrorKind::UniqueViolation;
use diesel::result::Error as Fault;
use diesel::sql_types;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{NewPerson, Organisation, Person, Role};
use super::policy::Refusal::AddressTaken;
use crate::audit::change::{Told, told};
use crate::audit::entry;
use crate::error::Result;
use crate::outbox::Recipient;
use crate::schema::{forces, mailed_links, providers, user_roles, users};
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

/// One person, held: of two changes at once to how they sign in, the second
/// sees what the first did.
pub async fn lock(conn: &mut AsyncPgConnection, id: UserId) -> Result<Person> {
    Ok(users::table.find(id).for_no_key_update().select(Person::as_select()).first(conn).await?)
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

/// Some people, to be told; whoever has left is not.
pub async fn people(conn: &mut AsyncPgConnection, ids: &[UserId]) -> Result<Vec<Recipient>> {
    Ok(users::table
        .filter(users::id.eq_any(ids).and(users::is_active))
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

/// The names of a provider's administrators.
pub async fn administrators(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
) -> Result<Vec<String>> {
    let admins = people_of_provider(conn, provider, &[Role::ProviderAdmin]).await?;
    Ok(admins.into_iter().map(|it| it.name).collect())
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

/// Replaces a person's password. Links that were sent before stop working.
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
    forget_links(conn, user).await
}

/// Moves an account to another address, unless it is somebody's by now. Links
/// that went to the one so far stop working.
pub(super) async fn set_email(
    conn: &mut AsyncPgConnection,
    user: UserId,
    email: &str,
) -> Result<()> {
    let moved = diesel::update(users::table.find(user))
        .set(users::email.eq(email.to_lowercase()))
        .execute(conn)
        .await;
    match moved {
        Err(Fault::DatabaseError(UniqueViolation, _)) => return Err(AddressTaken.into()),
        other => other?,
    };
    forget_links(conn, user).await
}

async fn forget_links(conn: &mut AsyncPgConnection, user: UserId) -> Result<()> {
    diesel::delete(mailed_links::table.filter(mailed_links::user_id.eq(user)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Lets go of an address that somebody typed and never confirmed.
pub(super) async fn release_unconfirmed(conn: &mut AsyncPgConnection, email: &str) -> Result<()> {
    let unconfirmed = users::email.eq(email.to_lowercase()).and(users::verified_at.is_null());
    let ids: Vec<UserId> =
        users::table.filter(unconfirmed).select(users::id).for_update().load(conn).await?;
    for id in ids {
        diesel::update(users::table.find(id))
            .set((users::email.eq(format!("unconfirmed-{id}")), users::is_active.eq(false)))
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// Keeps the same password, hashed with as much work as we ask for now. One
/// that was changed meanwhile stays.
pub(super) async fn rehash(
    conn: &mut AsyncPgConnection,
    user: UserId,
    (old, fresh): (&str, &str),
) -> Result<()> {
    diesel::update(users::table.find(user).filter(users::password_hash.eq(old)))
        .set(users::password_hash.eq(fresh))
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

/// Everyone the demonstration's story is about, for its sign-in page: whoever
/// came after it was told has a password of their own.
pub async fn everyone(conn: &mut AsyncPgConnection) -> Result<Vec<(String, String, String)>> {
    Ok(users::table
        .left_join(forces::table)
        .left_join(providers::table)
        .filter(users::is_active)
        .filter(diesel::dsl::sql::<sql_types::Bool>(
            "not exists (select from audit_entries e where e.subject = users.id and e.action = 'account.created' \
             and e.seq > (select max(seq) from audit_entries where action = 'demonstration.told'))",
        ))
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

/// What happened to an account, newest first.
pub async fn history(conn: &mut AsyncPgConnection, user: UserId) -> Result<Vec<Told>> {
    let lines = entry::history(conn, &[user.uuid()]).await?;
    let mut told = told(&lines, &["account."], "");
    told.truncate(50);
    Ok(told)
}
