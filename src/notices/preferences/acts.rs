//! Choosing how often to be written to, and ending a digest.

use serde::Serialize;
use uuid::Uuid;

use super::model::Preference;
use super::{policy, queries};
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::outbox::preferences::{Kind, Token};
use crate::requests::saved;
use crate::types::ids::UserId;

/// What the audit trail can say about it.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum PreferencesHappened<'a> {
    Chosen {
        #[serde(skip)]
        user: Uuid,
        choices: &'a [Preference],
    },
    DigestEnded {
        #[serde(skip)]
        user: Uuid,
        choices: &'a [Preference],
        /// How many saved searches went into it.
        #[serde(skip_serializing_if = "is_nought")]
        searches: usize,
    },
}

fn is_nought(number: &usize) -> bool {
    *number == 0
}

impl Happened for PreferencesHappened<'_> {
    fn action(&self) -> &'static str {
        match self {
            Self::Chosen { .. } => "mail_preferences.chosen",
            Self::DigestEnded { .. } => "mail_preferences.digest_ended",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Chosen { user, .. } | Self::DigestEnded { user, .. } => *user,
        }
    }
}

/// Keeps what a person chose.
pub async fn choose(tx: &mut Tx<'_>, user: UserId, choices: &[Preference]) -> Result<Recorded<()>> {
    let now = tx.now();
    for choice in choices {
        queries::keep(tx.conn(), user, *choice, now).await?;
    }
    tx.record(&PreferencesHappened::Chosen { user: user.uuid(), choices }, ()).await
}

/// Ends the digest that a token came in, for whoever holds the token.
pub async fn end_digest(tx: &mut Tx<'_>, token: &Token) -> Result<Recorded<()>> {
    let now = tx.now();
    let ending = queries::ending(tx.conn(), token).await?;
    let chosen = queries::chosen(tx.conn(), ending.user).await?;
    let choices = policy::ended(&chosen, &ending.kinds);
    for choice in &choices {
        queries::keep(tx.conn(), ending.user, *choice, now).await?;
    }
    let searches = if ending.kinds.contains(&Kind::SavedSearches) {
        saved::queries::end_daily(tx.conn(), ending.user, now).await?
    } else {
        0
    };
    let (user, choices) = (ending.user.uuid(), choices.as_slice());
    tx.record(&PreferencesHappened::DigestEnded { user, choices, searches }, ()).await
}
