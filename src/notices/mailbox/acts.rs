//! Trying a mail again.

use serde::Serialize;
use uuid::Uuid;

use super::queries;
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::types::ids::MailId;

/// What the audit trail can say about a mail.
#[derive(Debug, Serialize)]
struct PutBack {
    #[serde(skip)]
    mail: Uuid,
}

impl Happened for PutBack {
    fn action(&self) -> &'static str {
        "mail.put_back"
    }

    fn subject(&self) -> Uuid {
        self.mail
    }
}

/// Puts a mail that is stuck back into the queue.
pub async fn put_back(tx: &mut Tx<'_>, mail: MailId) -> Result<Recorded<()>> {
    let now = tx.now();
    queries::put_back(tx.conn(), mail, now).await?;
    tx.record(&PutBack { mail: mail.uuid() }, ()).await
}
