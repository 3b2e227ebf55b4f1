//! Keeping a search, changing and deleting it.

use serde::Serialize;
use uuid::Uuid;

use super::forms::Wanted;
use super::{policy, queries};
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::outbox::preferences::Pace;
use crate::types::ids::{SavedSearchId, UserId};

/// What the audit trail can say of it: what is looked for is the person's own.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum SearchHappened {
    Saved {
        #[serde(skip)]
        search: SavedSearchId,
        pace: Pace,
    },
    Changed {
        #[serde(skip)]
        search: SavedSearchId,
        pace: Pace,
    },
    Deleted {
        #[serde(skip)]
        search: SavedSearchId,
    },
}

impl Happened for SearchHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Saved { .. } => "search.saved",
            Self::Changed { .. } => "search.changed",
            Self::Deleted { .. } => "search.deleted",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Saved { search, .. }
            | Self::Changed { search, .. }
            | Self::Deleted { search } => search.uuid(),
        }
    }
}

/// Keeps a search.
pub async fn save(
    tx: &mut Tx<'_>,
    who: UserId,
    wanted: &Wanted,
    once: Once,
) -> Result<Recorded<()>> {
    let own = queries::hold_own(tx.conn(), who).await?;
    tx.once(once, "/account/searches").await?;
    policy::may_save(&own)?;
    policy::may_be_called(&own, &wanted.name, None)?;
    let now = tx.now();
    let search = queries::insert(tx.conn(), who, wanted, now).await?;
    tx.record(&SearchHappened::Saved { search, pace: wanted.pace }, ()).await
}

/// Changes what one is called, or how often it is told of.
pub async fn change(
    tx: &mut Tx<'_>,
    who: UserId,
    id: SavedSearchId,
    wanted: &Wanted,
) -> Result<Recorded<()>> {
    let own = queries::hold_own(tx.conn(), who).await?;
    let search = queries::one(tx.conn(), who, id).await?.id;
    policy::may_be_called(&own, &wanted.name, Some(search))?;
    queries::change(tx.conn(), search, wanted).await?;
    tx.record(&SearchHappened::Changed { search, pace: wanted.pace }, ()).await
}

/// Deletes one.
pub async fn delete(
    tx: &mut Tx<'_>,
    who: UserId,
    id: SavedSearchId,
    once: Once,
) -> Result<Recorded<()>> {
    queries::hold_own(tx.conn(), who).await?;
    tx.once(once, "/account/searches").await?;
    let search = queries::one(tx.conn(), who, id).await?.id;
    queries::delete(tx.conn(), search).await?;
    tx.record(&SearchHappened::Deleted { search }, ()).await
}
