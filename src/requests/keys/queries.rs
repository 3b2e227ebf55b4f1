//! Making and finding keys. The serving role may not read the private halves.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::error::Result;
use crate::schema::request_keys;
use crate::seal::envelope::Envelope;
use crate::seal::keys::{Keys, Opener, RequestKey};
use crate::types::ids::RequestId;

/// Makes the keys of a request, unless it has them.
pub async fn make(conn: &mut AsyncPgConnection, keys: &Keys, request: RequestId) -> Result<()> {
    for envelope in Envelope::ALL {
        let made = keys.make_for(request.uuid(), *envelope)?;
        diesel::insert_into(request_keys::table)
            .values((
                request_keys::request_id.eq(request),
                request_keys::envelope.eq(*envelope),
                request_keys::recipient.eq(&made.recipient),
                request_keys::key_version.eq(made.version),
                request_keys::wrapped.eq(&made.wrapped),
            ))
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// Whom an envelope is sealed for. A request that was published before bids
/// were sealed is given its keys now.
pub async fn recipient(
    conn: &mut AsyncPgConnection,
    keys: &Keys,
    request: RequestId,
    envelope: Envelope,
) -> Result<String> {
    if let Some(recipient) = made(conn, request, envelope).await? {
        return Ok(recipient);
    }
    make(conn, keys, request).await?;
    let now = made(conn, request, envelope).await?;
    Ok(now.ok_or_else(|| anyhow::anyhow!("request {request} has no keys"))?)
}

async fn made(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    envelope: Envelope,
) -> Result<Option<String>> {
    Ok(request_keys::table
        .find((request, envelope))
        .select(request_keys::recipient)
        .first(conn)
        .await
        .optional()?)
}

/// What opens an envelope of this request's bids. Only the opener's role may
/// ask, and only with the sealing key in hand does it get an answer.
pub async fn opener(
    conn: &mut AsyncPgConnection,
    keys: &Keys,
    request: RequestId,
    envelope: Envelope,
) -> Result<Option<Opener>> {
    let found: Option<(String, Vec<u8>, i32)> = request_keys::table
        .find((request, envelope))
        .select((request_keys::recipient, request_keys::wrapped, request_keys::key_version))
        .first(conn)
        .await
        .optional()?;
    let Some((recipient, wrapped, version)) = found else { return Ok(None) };
    let key = RequestKey { recipient, wrapped, version };
    Ok(Some(keys.opener(&key, request.uuid(), envelope)?))
}

/// Wraps every key that an earlier sealing key wraps under the newest, and
/// says how many. For the owner of the tables.
pub async fn rewrap(conn: &mut AsyncPgConnection, keys: &Keys) -> Result<usize> {
    let version = keys.version()?;
    let old: Vec<(RequestId, Envelope, String, Vec<u8>, i32)> = request_keys::table
        .filter(request_keys::key_version.ne(version))
        .select((
            request_keys::request_id,
            request_keys::envelope,
            request_keys::recipient,
            request_keys::wrapped,
            request_keys::key_version,
        ))
        .for_no_key_update()
        .load(conn)
        .await?;
    for (request, envelope, recipient, wrapped, version) in &old {
        let key = RequestKey {
            recipient: recipient.clone(),
            wrapped: wrapped.clone(),
            version: *version,
        };
        let again = keys.rewrap(&key, request.uuid(), *envelope)?;
        diesel::update(request_keys::table.find((*request, *envelope)))
            .set((
                request_keys::wrapped.eq(&again.wrapped),
                request_keys::key_version.eq(again.version),
            ))
            .execute(conn)
            .await?;
    }
    Ok(old.len())
}
