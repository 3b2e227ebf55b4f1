//! Changing the sealing key.

use serde::Serialize;
use uuid::Uuid;

use super::queries;
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::seal::keys::Keys;

#[derive(Debug, Serialize)]
struct Rotated {
    version: i32,
    envelopes: usize,
}

impl Happened for Rotated {
    fn action(&self) -> &'static str {
        "sealing_key.rotated"
    }

    fn subject(&self) -> Uuid {
        Uuid::nil()
    }
}

/// Wraps the keys of every request under the newest sealing key, and says of
/// how many envelopes. All or none.
pub async fn rotate(tx: &mut Tx<'_>, keys: &Keys) -> Result<Recorded<usize>> {
    let envelopes = queries::rewrap(tx.conn(), keys).await?;
    tx.record(&Rotated { version: keys.version()?, envelopes }, envelopes).await
}
