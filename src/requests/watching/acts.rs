//! Beginning to watch a request, and stopping.

use serde::Serialize;
use uuid::Uuid;

use super::{policy, queries};
use crate::accounts::roles::ProviderMember;
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::requests;
use crate::types::ids::{RequestId, UserId};

/// What the audit trail can say of it. It is about the person, so that nothing
/// of it is in the request's history, which the force reads.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum WatchHappened {
    Begun {
        #[serde(skip)]
        user: UserId,
        request: RequestId,
    },
    Ended {
        #[serde(skip)]
        user: UserId,
        request: RequestId,
    },
}

impl Happened for WatchHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Begun { .. } => "watch.begun",
            Self::Ended { .. } => "watch.ended",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Begun { user, .. } | Self::Ended { user, .. } => user.uuid(),
        }
    }
}

/// Has a person told of what becomes of a published request.
pub async fn watch(
    tx: &mut Tx<'_>,
    who: &ProviderMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let request = requests::queries::public(tx.conn(), reference).await?;
    tx.once(once, &format!("/opportunities/{reference}")).await?;
    policy::may_watch(&request)?;
    let now = tx.now();
    queries::begin(tx.conn(), who.user, request.id, now).await?;
    tx.record(&WatchHappened::Begun { user: who.user, request: request.id }, ()).await
}

/// Has them told no more.
pub async fn stop(
    tx: &mut Tx<'_>,
    who: &ProviderMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let request = requests::queries::public(tx.conn(), reference).await?;
    tx.once(once, &format!("/opportunities/{reference}")).await?;
    queries::end(tx.conn(), who.user, request.id).await?;
    tx.record(&WatchHappened::Ended { user: who.user, request: request.id }, ()).await
}
