//! Pools of connections, set up so that nothing waits for ever.

use std::time::Duration;

use anyhow::Result;
use deadpool::Runtime;
use deadpool::managed::Timeouts;
use diesel_async::pooled_connection::deadpool::Pool;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig};
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};

/// What every connection is told when it opens: how long a statement, a lock
/// and an idle transaction may last.
pub const MANNERS: &str = "set statement_timeout = '10s'; set lock_timeout = '5s'; \
     set idle_in_transaction_session_timeout = '15s'; set timezone = 'UTC'";

/// What a connection that only looks is told besides.
pub const LOOK_ONLY: &str = "set default_transaction_read_only = on";

/// Opens a pool of at most `size` connections, each given `setup` first.
pub fn open(url: &str, size: usize, setup: &str) -> Result<Pool<AsyncPgConnection>> {
    let mut config = ManagerConfig::<AsyncPgConnection>::default();
    let setup = format!("{MANNERS}; {setup}");
    config.custom_setup = Box::new(move |url| {
        let (url, setup) = (url.to_owned(), setup.clone());
        Box::pin(async move {
            let mut conn = AsyncPgConnection::establish(&url).await?;
            conn.batch_execute(&setup)
                .await
                .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
            Ok(conn)
        })
    });
    let manager = AsyncDieselConnectionManager::new_with_config(url, config);
    let five = Some(Duration::from_secs(5));
    Ok(Pool::builder(manager)
        .max_size(size)
        .timeouts(Timeouts { wait: five, create: five, recycle: five })
        .runtime(Runtime::Tokio1)
        .build()?)
}
