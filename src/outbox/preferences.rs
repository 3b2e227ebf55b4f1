//! How often a person wants mail of the kinds that may be chosen. The notice
//! is written at once whatever they choose; only the mail waits, or is left out.

use std::collections::BTreeMap;
use std::slice;

use chrono::TimeDelta;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use sha2::{Digest, Sha256};

use super::{Message, Recipient};
use crate::error::Result;
use crate::schema::{digest_items, mail_preferences, outbox, unsubscribe_tokens};
use crate::types::ids::{DigestItemId, UserId};
use crate::types::text::hex;
use crate::types::time::Moment;

text_enum! {
    /// What a person may choose how to hear of. All other mail must be sent.
    pub enum Kind {
        /// A request was published in one of the provider's lots.
        NewRequests = "new_requests", "New requests in your lots";
        /// A certificate, an insurance or a clearance runs out.
        Expiry = "expiry", "Certificates, insurances and clearances that expire";
        /// A request was published that a saved search finds. How often is
        /// chosen for each search.
        SavedSearches = "saved_searches", "New requests that your saved searches find";
    }
}

text_enum! {
    /// How often.
    pub enum Pace {
        /// A mail for each, as it happens.
        AtOnce = "at_once", "At once";
        /// One mail a day for all of them.
        Daily = "daily", "Once a day, at 8am";
        /// In the service only.
        Off = "off", "No e-mail, only the notice in Muster";
    }
}

impl Kind {
    /// What may be chosen: what keeps a company from bidding is always told.
    pub fn paces(self) -> &'static [Pace] {
        match self {
            Self::NewRequests | Self::SavedSearches => Pace::ALL,
            Self::Expiry => &[Pace::AtOnce, Pace::Daily],
        }
    }

    /// What remains when the digest is ended: no mail where that may be
    /// chosen, and otherwise one mail for each.
    pub fn without_digest(self) -> Pace {
        match self {
            Self::NewRequests | Self::SavedSearches => Pace::Off,
            Self::Expiry => Pace::AtOnce,
        }
    }
}

/// A secret that ends one digest: 256 bits, of which only the hash is kept.
pub struct Token(String);

impl Token {
    /// A fresh one.
    pub fn mint() -> Result<Self> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes)
            .map_err(|cause| anyhow::anyhow!("no random numbers: {cause}"))?;
        Ok(Self(hex(&bytes)))
    }

    /// One that came in an address.
    pub fn sent(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// What the database keeps.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(&self.0).to_vec()
    }

    /// Where it ends the digest.
    pub fn path(&self) -> String {
        format!("/unsubscribe/{}", self.0)
    }
}

/// How long the link in a digest ends digests.
const LINKS_KEPT: TimeDelta = TimeDelta::days(366);

/// Forgets links of digests that are long read.
pub async fn sweep(conn: &mut AsyncPgConnection, now: Moment) -> Result<()> {
    use unsubscribe_tokens as it;
    diesel::delete(it::table.filter(it::made_at.lt(now - LINKS_KEPT))).execute(conn).await?;
    Ok(())
}

/// Writes the notice for each recipient, and the mail as each wants it.
/// Nobody is told of the same cause twice, whatever they chose in between.
pub(crate) async fn tell(
    conn: &mut AsyncPgConnection,
    at: Moment,
    kind: Kind,
    recipients: &[Recipient],
    message: &Message,
) -> Result<()> {
    let users: Vec<UserId> = recipients.iter().map(|it| it.user).collect();
    let chosen = chosen(conn, kind, &users).await?;
    let held: Vec<UserId> = digest_items::table
        .filter(digest_items::cause.eq(&message.cause))
        .filter(digest_items::user_id.eq_any(&users))
        .select(digest_items::user_id)
        .load(conn)
        .await?;
    let mailed: Vec<String> = outbox::table
        .filter(outbox::cause.eq(&message.cause))
        .filter(outbox::recipient.eq_any(recipients.iter().map(|it| &it.email)))
        .select(outbox::recipient)
        .load(conn)
        .await?;
    let untold = |it: &&Recipient| !held.contains(&it.user) && !mailed.contains(&it.email);
    for to in recipients.iter().filter(untold) {
        match chosen.get(&to.user) {
            None | Some(Pace::AtOnce) => {
                super::tell(conn, at, slice::from_ref(to), message).await?;
            }
            Some(slower) => hold(conn, at, kind, *slower, to, message).await?,
        }
    }
    Ok(())
}

/// Tells one person of something at a pace that they chose for it alone. Who
/// was told of the same cause is not told again; but who has only the notice
/// of it, or waits for the digest, is written to as they chose here.
pub(crate) async fn tell_at(
    conn: &mut AsyncPgConnection,
    at: Moment,
    (kind, pace): (Kind, Pace),
    to: &Recipient,
    message: &Message,
) -> Result<()> {
    let mailed = outbox::table
        .filter(outbox::cause.eq(&message.cause))
        .filter(outbox::recipient.eq(&to.email));
    if diesel::select(exists(mailed)).get_result(conn).await? {
        return Ok(());
    }
    let held: Option<(DigestItemId, Moment, Option<Moment>)> = digest_items::table
        .filter(digest_items::cause.eq(&message.cause))
        .filter(digest_items::user_id.eq(to.user))
        .select((digest_items::id, digest_items::at, digest_items::settled_at))
        .first(conn)
        .await
        .optional()?;
    match (held, pace) {
        (None, Pace::AtOnce) => super::tell(conn, at, slice::from_ref(to), message).await,
        (None, slower) => hold(conn, at, kind, slower, to, message).await,
        // It went into a digest.
        (Some((_, told, Some(settled))), _) if settled != told => Ok(()),
        (Some((id, ..)), Pace::AtOnce) => {
            settle(conn, id, kind, Some(at)).await?;
            super::mail(conn, at, to, message).await.map(|_| ())
        }
        // It was told in the service only.
        (Some((id, _, Some(_))), Pace::Daily) => settle(conn, id, kind, None).await,
        (Some(_), Pace::Daily | Pace::Off) => Ok(()),
    }
}

async fn settle(
    conn: &mut AsyncPgConnection,
    id: DigestItemId,
    kind: Kind,
    at: Option<Moment>,
) -> Result<()> {
    diesel::update(digest_items::table.find(id))
        .set((digest_items::kind.eq(kind), digest_items::settled_at.eq(at)))
        .execute(conn)
        .await?;
    Ok(())
}

async fn chosen(
    conn: &mut AsyncPgConnection,
    kind: Kind,
    users: &[UserId],
) -> Result<BTreeMap<UserId, Pace>> {
    let rows: Vec<(UserId, Pace)> = mail_preferences::table
        .filter(mail_preferences::kind.eq(kind))
        .filter(mail_preferences::user_id.eq_any(users))
        .select((mail_preferences::user_id, mail_preferences::pace))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

async fn hold(
    conn: &mut AsyncPgConnection,
    at: Moment,
    kind: Kind,
    pace: Pace,
    to: &Recipient,
    message: &Message,
) -> Result<()> {
    let fresh = diesel::insert_into(digest_items::table)
        .values((
            digest_items::id.eq(DigestItemId::mint()),
            digest_items::user_id.eq(to.user),
            digest_items::kind.eq(kind),
            digest_items::cause.eq(&message.cause),
            digest_items::subject.eq(&message.subject),
            digest_items::link.eq(&message.link),
            digest_items::at.eq(at),
            digest_items::settled_at.eq((pace == Pace::Off).then_some(at)),
        ))
        .on_conflict((digest_items::user_id, digest_items::cause))
        .do_nothing()
        .execute(conn)
        .await?;
    if fresh == 1 {
        super::notice(conn, at, to.user, message).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Kind, Pace, Token};

    #[test]
    fn what_keeps_a_company_from_bidding_cannot_be_switched_off() {
        assert!(!Kind::Expiry.paces().contains(&Pace::Off));
        for kind in Kind::ALL {
            assert!(kind.paces().contains(&kind.without_digest()), "{kind:?}");
            assert_ne!(kind.without_digest(), Pace::Daily);
        }
    }

    #[test]
    fn no_two_tokens_are_alike_and_each_is_known_by_its_hash() {
        let (one, other) = (Token::mint().unwrap(), Token::mint().unwrap());
        assert_ne!(one.path(), other.path());
        let text = one.path().trim_start_matches("/unsubscribe/").to_owned();
        assert_eq!(text.len(), 64);
        assert_eq!(Token::sent(&text).hash(), one.hash());
    }
}
