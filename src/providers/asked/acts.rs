//! A provider ticks off what it was asked for.

use serde::Serialize;
use uuid::Uuid;

use super::queries;
use crate::accounts::roles::ProviderAdmin;
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::types::ids::AskedId;

#[derive(Debug, Serialize)]
struct Ticked {
    #[serde(skip)]
    provider: Uuid,
    #[serde(skip)]
    done: bool,
    item: AskedId,
}

impl Happened for Ticked {
    fn action(&self) -> &'static str {
        if self.done { "asked_item.ticked_off" } else { "asked_item.reopened" }
    }

    fn subject(&self) -> Uuid {
        self.provider
    }
}

/// Ticks an item off, or takes the tick back.
pub async fn tick(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    item: AskedId,
    done: bool,
) -> Result<Recorded<()>> {
    let now = tx.now();
    queries::tick(tx.conn(), who.provider, item, done.then_some(now)).await?;
    tx.record(&Ticked { provider: who.provider.uuid(), done, item }, ()).await
}
