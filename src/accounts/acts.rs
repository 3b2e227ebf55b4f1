//! Signing in and out, and making accounts.

use serde::Serialize;
use uuid::Uuid;

use super::model::{NewPerson, NewSession, Viewer};
use super::{policy, queries};
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::types::ids::UserId;

/// What the audit trail can say about an account.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum AccountHappened {
    Created {
        #[serde(skip)]
        user: Uuid,
    },
    SignedIn {
        #[serde(skip)]
        user: Uuid,
    },
    SignedOut {
        #[serde(skip)]
        user: Uuid,
    },
}

impl Happened for AccountHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Created { .. } => "account.created",
            Self::SignedIn { .. } => "account.signed_in",
            Self::SignedOut { .. } => "account.signed_out",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Created { user } | Self::SignedIn { user } | Self::SignedOut { user } => *user,
        }
    }
}

/// Makes an account.
pub async fn create(tx: &mut Tx<'_>, new: &NewPerson) -> Result<Recorded<UserId>> {
    let now = tx.now();
    let made = queries::insert(tx.conn(), new, now).await?;
    let user = made.ok_or(policy::Refusal::AddressTaken)?;
    tx.record(&AccountHappened::Created { user: user.uuid() }, user).await
}

/// Begins a session for someone whose password was right.
pub async fn sign_in(tx: &mut Tx<'_>, new: &NewSession) -> Result<Recorded<()>> {
    let now = tx.now();
    queries::begin_session(tx.conn(), new, now).await?;
    queries::signed_in(tx.conn(), new.user, now).await?;
    tx.record(&AccountHappened::SignedIn { user: new.user.uuid() }, ()).await
}

/// Ends a session.
pub async fn sign_out(tx: &mut Tx<'_>, who: &Viewer, token_hash: &[u8]) -> Result<Recorded<()>> {
    queries::end_session(tx.conn(), token_hash).await?;
    tx.record(&AccountHappened::SignedOut { user: who.user.uuid() }, ()).await
}
