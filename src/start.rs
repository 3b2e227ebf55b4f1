//! Coming up: the database found or started, brought up to date and checked.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::config::Config;
use crate::db::cluster::{self, Lease, Urls};
use crate::db::pools::{self, LOOK_ONLY};
use crate::db::{Db, Opener, migrate};
use crate::types::time::Clock;

/// How to reach the database, and what keeps a private one running.
pub struct Database {
    /// To serve.
    pub app: String,
    /// To look only.
    pub reads: String,
    /// To open bids, where it is known how.
    pub opener: Option<String>,
    /// To migrate.
    pub owner: String,
    lease: Option<Lease>,
}

impl Database {
    /// The database that is set, or else a private cluster of our own.
    pub fn find(config: &Config) -> Result<Self> {
        if let Some(app) = &config.database_url {
            return Ok(Self {
                app: app.clone(),
                reads: config.database_read_url.clone().unwrap_or_else(|| app.clone()),
                opener: config.opener_database_url.clone(),
                owner: config.migration_database_url.clone().unwrap_or_else(|| app.clone()),
                lease: None,
            });
        }
        let own = std::env::current_exe().context("cannot find this program's own file")?;
        let lease = cluster::ensure(&config.var, &own, config.pg_bindir.as_deref())?;
        let urls = lease.urls().clone();
        Ok(Self::of(urls, Some(lease)))
    }

    /// Another database of our own cluster, which runs while this one is held.
    pub fn beside(&self, name: &str) -> Result<Self> {
        let lease = self.lease.as_ref().context(
            "this needs databases of its own, in the private cluster: unset DATABASE_URL",
        )?;
        let urls = lease.urls_for(name);
        Ok(Self::of(urls, None))
    }

    fn of(urls: Urls, lease: Option<Lease>) -> Self {
        let (reads, opener) = (urls.app.clone(), Some(urls.opener));
        Self { reads, app: urls.app, opener, owner: urls.owner, lease }
    }

    /// A program of PostgreSQL's, `pgbench` say: of our own cluster's version,
    /// or else the first that is found.
    pub fn program(&self, config: &Config, name: &str) -> Result<PathBuf> {
        let given = config.pg_bindir.as_deref();
        match &self.lease {
            Some(lease) => Ok(lease.bindir(given)?.join(name)),
            None => cluster::program(given, name),
        }
    }

    /// Brings it up to date, where we hold the keys for that, and makes sure
    /// that we do not serve as someone who could change the past.
    pub async fn make_ready(&self, config: &Config) -> Result<()> {
        if config.database_url.is_none() || config.migration_database_url.is_some() {
            migrate::migrate(&self.owner).await?;
        }
        migrate::refuse_an_empty_database(&self.app).await?;
        migrate::refuse_a_mighty_role(&self.app).await?;
        migrate::refuse_an_opener(&self.app).await
    }

    /// A door for one of `workers` threads.
    pub fn door(&self, size: usize) -> Result<Db> {
        Ok(Db::new(
            pools::open(&self.reads, size, LOOK_ONLY)?,
            pools::open(&self.app, size, "")?,
            Clock::Database,
        ))
    }

    /// A door for opening bids.
    pub fn opener_door(&self, size: usize) -> Result<Opener> {
        let opener = self.opener.as_ref().context(
            "bids cannot be opened: set OPENER_DATABASE_URL to sign in as muster_opener",
        )?;
        let pool = pools::open(opener, size, "")?;
        Ok(Opener::new(Db::new(pool.clone(), pool, Clock::Database)))
    }

    /// A door for the owner of the tables, whose clock can be moved: for the
    /// demonstration story.
    pub fn owners_door(&self) -> Result<Db> {
        let pool = pools::open(&self.owner, 4, "set statement_timeout = '5min'")?;
        Ok(Db::new(pool.clone(), pool, Clock::Database))
    }
}
