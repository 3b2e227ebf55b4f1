//! Finding people, and the few of them to tell about something.

use diesel::prelude::*;
use diesel::sql_types;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{NewPerson, NewSession, Organisation, Person, Role, Viewer};
use crate::audit::Actor;
use crate::error::Result;
use crate::outbox::Recipient;
use crate::schema::{
    forces, half_sign_ins, known_browsers, providers, sessions, user_roles, users,
};
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

pub(super) async fn signed_in(
    conn: &mut AsyncPgConnection,
    new: &NewSession,
    now: Moment,
) -> Result<()> {
    diesel::update(users::table.find(new.user))
        .set(users::last_signed_in_at.eq(now))
        .execute(conn)
        .await?;
    diesel::insert_into(known_browsers::table)
        .values((
            known_browsers::user_id.eq(new.user),
            known_browsers::user_agent.eq(&new.user_agent),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

/// A session as the database tells it: nothing is decided yet.
pub struct StoredSession {
    /// Who it is.
    pub viewer: Viewer,
    /// The token its forms carry.
    pub csrf: String,
    /// When they signed in.
    pub begun: Moment,
    /// When it was last used.
    pub last_seen: Moment,
    /// How many notices they have not read.
    pub unread: i64,
    /// The database's time.
    pub now: Moment,
}

#[derive(QueryableByName)]
struct SessionRow {
    #[diesel(sql_type = sql_types::Uuid)]
    user_id: UserId,
    #[diesel(sql_type = sql_types::Text)]
    csrf: String,
    #[diesel(sql_type = sql_types::Timestamptz)]
    created_at: Moment,
    #[diesel(sql_type = sql_types::Timestamptz)]
    last_seen_at: Moment,
    #[diesel(sql_type = sql_types::Timestamptz)]
    now: Moment,
    #[diesel(sql_type = sql_types::Text)]
    name: String,
    #[diesel(sql_type = sql_types::Text)]
    email: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    force_id: Option<ForceId>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    provider_id: Option<ProviderId>,
    #[diesel(sql_type = sql_types::Text)]
    organisation: String,
    #[diesel(sql_type = sql_types::Array<sql_types::Text>)]
    roles: Vec<Role>,
    #[diesel(sql_type = sql_types::BigInt)]
    unread: i64,
    #[diesel(sql_type = sql_types::Uuid)]
    id: Uuid,
    #[diesel(sql_type = sql_types::Timestamptz)]
    proven_at: Moment,
    #[diesel(sql_type = sql_types::Bool)]
    two_factors: bool,
}

/// The session with a token's hash, with everything a page needs of it, in
/// one look.
pub async fn session(
    conn: &mut AsyncPgConnection,
    token_hash: &[u8],
    call: &str,
) -> Result<Option<StoredSession>> {
    let row: Option<SessionRow> = diesel::sql_query(
        "select s.user_id, s.csrf, s.created_at, s.last_seen_at, now() as now, u.name, u.email, u.force_id, u.provider_id, \
         coalesce(force_name(f.id, f.name), p.name, 'Muster') as organisation, \
         array(select role from user_roles r where r.user_id = u.id order by role) as roles, \
         (select count(*) from notices n where n.user_id = u.id and n.read_at is null) as unread, \
         s.id, s.proven_at, \
         exists (select from authenticators a where a.user_id = u.id and a.confirmed_at is not null) \
         or exists (select from passkeys k where k.user_id = u.id) as two_factors \
         from sessions s join users u on u.id = s.user_id and u.is_active \
         left join forces f on f.id = u.force_id left join providers p on p.id = u.provider_id \
         where s.token_hash = $1",
    )
    .bind::<sql_types::Bytea, _>(token_hash)
    .get_result(conn)
    .await
    .optional()?;
    Ok(row.map(|row| {
        let organisation = match (row.force_id, row.provider_id) {
            (Some(force), _) => Organisation::Force(force),
            (None, Some(provider)) => Organisation::Provider(provider),
            (None, None) => Organisation::Operator,
        };
        StoredSession {
            viewer: Viewer {
                by: Actor {
                    user: Some(row.user_id),
                    organisation: organisation.id(),
                    call: call.to_owned(),
                },
                user: row.user_id,
                name: row.name,
                email: row.email,
                organisation,
                organisation_name: row.organisation,
                roles: row.roles,
                session: row.id,
                proven_at: row.proven_at,
                two_factors: row.two_factors,
            },
            csrf: row.csrf,
            begun: row.created_at,
            last_seen: row.last_seen_at,
            unread: row.unread,
            now: row.now,
        }
    }))
}

/// Notes that a session is in use.
pub(super) async fn touch(
    conn: &mut AsyncPgConnection,
    token_hash: &[u8],
    now: Moment,
) -> Result<()> {
    diesel::update(sessions::table.find(token_hash))
        .set(sessions::last_seen_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}

/// Begins a session.
pub(super) async fn begin_session(
    conn: &mut AsyncPgConnection,
    new: &NewSession,
    now: Moment,
) -> Result<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(&new.token_hash),
            sessions::user_id.eq(new.user),
            sessions::csrf.eq(&new.csrf),
            sessions::user_agent.eq(&new.user_agent),
            sessions::created_at.eq(now),
            sessions::last_seen_at.eq(now),
            sessions::proven_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Gives a session another token, once its person has proved again who they are.
pub(super) async fn renew_session(
    conn: &mut AsyncPgConnection,
    id: Uuid,
    token_hash: &[u8],
    now: Moment,
) -> Result<()> {
    diesel::update(sessions::table.filter(sessions::id.eq(id)))
        .set((sessions::token_hash.eq(token_hash), sessions::proven_at.eq(now)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends every session of a person's, but for one that may stay.
pub async fn end_sessions(
    conn: &mut AsyncPgConnection,
    user: UserId,
    but: Option<Uuid>,
) -> Result<usize> {
    let ended = diesel::delete(
        sessions::table
            .filter(sessions::user_id.eq(user))
            .filter(sessions::id.ne(but.unwrap_or_default())),
    )
    .execute(conn)
    .await?;
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::user_id.eq(user)))
        .execute(conn)
        .await?;
    Ok(ended)
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

/// Whether an account has had a session with a browser of this name, or none at all yet.
pub(super) async fn has_used(
    conn: &mut AsyncPgConnection,
    user: UserId,
    user_agent: &str,
) -> Result<bool> {
    let before: Option<Moment> =
        users::table.find(user).select(users::last_signed_in_at).first(conn).await?;
    if before.is_none() {
        return Ok(true);
    }
    Ok(diesel::select(diesel::dsl::exists(
        known_browsers::table.filter(
            known_browsers::user_id.eq(user).and(known_browsers::user_agent.eq(user_agent)),
        ),
    ))
    .get_result(conn)
    .await?)
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

/// Ends a session.
pub(super) async fn end_session(conn: &mut AsyncPgConnection, token_hash: &[u8]) -> Result<()> {
    diesel::delete(sessions::table.find(token_hash)).execute(conn).await?;
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
