//! The one clock. Everything else is told what time it is.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

/// A moment, always in UTC; pages show it in UK time.
pub type Moment = DateTime<Utc>;

/// Where the time comes from: the database in service, so that every server
/// agrees about a deadline; a moment we choose in tests and in the
/// demonstration story.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The database's clock.
    Database,
    /// Stopped at a moment.
    Stopped(Moment),
}

impl Clock {
    /// The time now. A stopped clock also stops the database's own rules
    /// (deadline and audit triggers) for the rest of the transaction, which
    /// Postgres allows only the owner of the tables.
    pub async fn now(self, conn: &mut AsyncPgConnection) -> QueryResult<Moment> {
        match self {
            Self::Database => {
                diesel::select(diesel::dsl::now.into_sql::<Timestamptz>()).get_result(conn).await
            }
            Self::Stopped(moment) => {
                diesel::sql_query("select set_config('muster.now', $1, true)")
                    .bind::<Nullable<Text>, _>(Some(moment.to_rfc3339()))
                    .execute(conn)
                    .await?;
                Ok(moment)
            }
        }
    }
}
