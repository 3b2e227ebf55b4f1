//! Finding, beginning and ending sessions.

use diesel::prelude::*;
use diesel::sql_types;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{NewSession, OwnSession};
use crate::accounts::model::{Organisation, Role, Viewer};
use crate::accounts::policy::{ABSOLUTE, IDLE};
use crate::audit::Actor;
use crate::error::Result;
use crate::schema::{half_sign_ins, known_browsers, sessions, users};
use crate::types::ids::{ForceId, ProviderId, UserId};
use crate::types::time::Moment;

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

/// Their sessions that still live, the latest used first.
pub async fn sessions(
    conn: &mut AsyncPgConnection,
    user: UserId,
    now: Moment,
) -> Result<Vec<OwnSession>> {
    Ok(sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::last_seen_at.gt(now - IDLE).and(sessions::created_at.gt(now - ABSOLUTE)))
        .order((sessions::last_seen_at.desc(), sessions::id))
        .select(OwnSession::as_select())
        .load(conn)
        .await?)
}

/// Notes that a session is in use.
pub(in crate::accounts) async fn touch(
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
pub(in crate::accounts) async fn begin_session(
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

/// Whether an account has had a session with a browser of this name, or none at all yet.
pub(in crate::accounts) async fn has_used(
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

pub(in crate::accounts) async fn signed_in(
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

/// Gives a session another token, once its person has proved again who they are.
pub(in crate::accounts) async fn renew_session(
    conn: &mut AsyncPgConnection,
    id: Uuid,
    token_hash: &[u8],
    now: Moment,
) -> Result<bool> {
    let renewed = diesel::update(sessions::table.filter(sessions::id.eq(id)))
        .set((sessions::token_hash.eq(token_hash), sessions::proven_at.eq(now)))
        .execute(conn)
        .await?;
    Ok(renewed == 1)
}

/// Ends a session.
pub(in crate::accounts) async fn end_session(
    conn: &mut AsyncPgConnection,
    token_hash: &[u8],
) -> Result<()> {
    diesel::delete(sessions::table.find(token_hash)).execute(conn).await?;
    Ok(())
}

/// Ends one of a person's sessions; says whether there was one.
pub async fn end(conn: &mut AsyncPgConnection, user: UserId, id: Uuid) -> Result<bool> {
    let ended =
        diesel::delete(sessions::table.filter(sessions::user_id.eq(user).and(sessions::id.eq(id))))
            .execute(conn)
            .await?;
    Ok(ended == 1)
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

/// Forgets sessions that are over.
pub async fn sweep(conn: &mut AsyncPgConnection, now: Moment) -> Result<()> {
    let idle = sessions::last_seen_at.lt(now - IDLE);
    let over = idle.or(sessions::created_at.lt(now - ABSOLUTE));
    diesel::delete(sessions::table.filter(over)).execute(conn).await?;
    Ok(())
}
