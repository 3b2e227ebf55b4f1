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

#[derive(Debug, Serialize)]
struct AllPutBack {
    mails: usize,
}

impl Happened for AllPutBack {
    fn action(&self) -> &'static str {
        "mail.all_put_back"
    }

    fn subject(&self) -> Uuid {
        Uuid::nil()
    }
}

/// Puts every mail that failed back into the queue, and says how many.
pub async fn put_all_back(tx: &mut Tx<'_>) -> Result<Recorded<usize>> {
    let now = tx.now();
    let mails = queries::put_all_back(tx.conn(), now).await?;
    tx.record(&AllPutBack { mails }, mails).await
}

/// Puts a mail that is stuck back into the queue.
pub async fn put_back(tx: &mut Tx<'_>, mail: MailId) -> Result<Recorded<()>> {
    let now = tx.now();
    queries::put_back(tx.conn(), mail, now).await?;
    tx.record(&PutBack { mail: mail.uuid() }, ()).await
}
