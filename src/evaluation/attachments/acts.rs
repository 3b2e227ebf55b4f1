//! Opening an attachment of an opened bid.

use std::fs::File;

use super::policy::Refusal;
use crate::audit::Actor;
use crate::bids;
use crate::bids::attachments::model::OpenedAttachment;
use crate::bids::opened::model::OpenedBid;
use crate::bids::policy::Refusal as BidRefusal;
use crate::db::{Db, Opener};
use crate::error::{Error, Result};
use crate::files::store::Files;
use crate::files::streams::Spoilt;
use crate::requests;
use crate::requests::model::Request;
use crate::seal::envelope::Envelope;
use crate::seal::keys::Keys;

/// What was attached to a bid, from its beginning. What is damaged is
/// reported, once, and refused.
pub async fn opened(
    (db, door): (&Db, &Opener),
    (keys, files): (&Keys, &Files),
    by: &Actor,
    request: &Request,
    (bid, it): (&OpenedBid, &OpenedAttachment),
) -> Result<File> {
    let key = door
        .door()
        .read(async |conn| {
            requests::keys::queries::opener(conn, keys, request.id, Envelope::Quality).await
        })
        .await;
    let key = match key {
        Ok(Some(key)) => key,
        Ok(None) => return Err(BidRefusal::KeyNotAtHand.into()),
        Err(Error::Unexpected(cause)) => {
            log::error!("an attachment on {} cannot be opened: {cause:#}", request.reference);
            return Err(BidRefusal::KeyNotAtHand.into());
        }
        Err(other) => return Err(other),
    };
    let what = match files.opened(it.expected(), key).await? {
        Ok(open) => return Ok(open),
        // A store can be away for a moment, and what is missing can be put back.
        Err(Spoilt::Missing) => {
            log::error!("attachment {} of {} is missing in store", it.number, bid.reference);
            return Err(Refusal::Missing.into());
        }
        Err(what) => what,
    };
    let report = bids::attachments::acts::report;
    let told = db.act(by, async |tx| report(tx, request, bid, it.number, what).await).await;
    match told {
        // Somebody found it before.
        Ok(()) | Err(Error::NotFound) => Err(Refusal::Damaged(what.to_string()).into()),
        Err(other) => Err(other),
    }
}
