//! Bringing a database up to date, and refusing to serve as someone who could
//! change the past.

use anyhow::{Context, Result, bail};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::{
    AsyncConnection, AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// What the serving role may do; stated whole after every migration.
const GRANTS: &str = include_str!("../../migrations/grants.sql");

/// Runs the migrations that are waiting, as the owner of the tables, and
/// states the serving role's rights. Returns how many ran.
pub async fn migrate(owner_url: &str) -> Result<usize> {
    let mut conn = AsyncPgConnection::establish(owner_url).await.context(
        "cannot sign in to PostgreSQL to migrate: check MIGRATION_DATABASE_URL or DATABASE_URL",
    )?;
    conn.batch_execute("set lock_timeout = '30s'").await?;
    let ran = tokio::task::spawn_blocking(move || {
        let mut harness = AsyncMigrationHarness::new(conn);
        harness
            .run_pending_migrations(MIGRATIONS)
            .map(|ran| ran.len())
            .map_err(|cause| anyhow::anyhow!("a migration failed: {cause}"))
    })
    .await??;
    let mut conn = AsyncPgConnection::establish(owner_url).await?;
    conn.batch_execute(GRANTS).await.context(
        "the roles muster_app and muster_opener must exist before migrating: as an administrator, \
         `create role muster_app login password '…'` and `create role muster_opener login password '…' in role muster_app`",
    )?;
    Ok(ran)
}

async fn to_serve(app_url: &str) -> Result<AsyncPgConnection> {
    AsyncPgConnection::establish(app_url)
        .await
        .context("cannot sign in to PostgreSQL to serve: check DATABASE_URL")
}

#[derive(QueryableByName)]
struct Tables {
    #[diesel(sql_type = Bool)]
    any: bool,
}

/// Refuses a database that was never brought up to date.
pub async fn refuse_an_empty_database(app_url: &str) -> Result<()> {
    let tables: Tables =
        diesel::sql_query("select to_regclass('public.audit_entries') is not null as \"any\"")
            .get_result(&mut to_serve(app_url).await?)
            .await?;
    if !tables.any {
        bail!(
            "the database of DATABASE_URL has no tables yet: run `muster migrate` first, with MIGRATION_DATABASE_URL set to sign in as their owner"
        );
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Rights {
    #[diesel(sql_type = Bool)]
    superuser: bool,
    #[diesel(sql_type = Bool)]
    rewrites: bool,
}

/// Refuses a serving role that could change the audit trail.
pub async fn refuse_a_mighty_role(app_url: &str) -> Result<()> {
    let mut conn = to_serve(app_url).await?;
    let rights: Rights = diesel::sql_query(
        "select coalesce((select rolsuper from pg_roles where rolname = current_user), true) as superuser, \
         coalesce(has_table_privilege(to_regclass('public.audit_entries')::oid, 'update,delete,truncate'), false) as rewrites",
    )
    .get_result(&mut conn)
    .await?;
    if rights.superuser {
        bail!(
            "DATABASE_URL signs in as a superuser, who could change the audit trail: serve as muster_app"
        );
    }
    if rights.rewrites {
        bail!("DATABASE_URL signs in as a role that may change audit entries: serve as muster_app");
    }
    Ok(())
}

/// Refuses a serving role that could read sealed bids.
pub async fn refuse_an_opener(app_url: &str) -> Result<()> {
    #[derive(QueryableByName)]
    struct Reads {
        #[diesel(sql_type = Bool)]
        sealed: bool,
    }
    let mut conn = AsyncPgConnection::establish(app_url).await?;
    let reads: Reads = diesel::sql_query(
        "select coalesce(has_column_privilege(to_regclass('public.sealed_bids')::oid, 'ciphertext', 'select'), false) \
         or coalesce(has_column_privilege(to_regclass('public.request_keys')::oid, 'wrapped', 'select'), false) as sealed",
    )
    .get_result(&mut conn)
    .await?;
    if reads.sealed {
        bail!("DATABASE_URL signs in as a role that may read sealed bids: serve as muster_app");
    }
    Ok(())
}
