//! Keeping what is attached to bids: readable, sealed, and opened.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Attachment, OpenedAttachment};
use super::policy::Refusal;
use crate::bids::queries::or_late;
use crate::bids::sealing::model::Attached;
use crate::error::{Error, Result};
use crate::files::model::StoredFile;
use crate::files::state::FileState;
use crate::files::streams::{NewCopy, Spoilt};
use crate::files::unneeded::queries::{hand_back, take_up};
use crate::schema::{bid_attachments, files, opened_attachments, sealed_attachments};
use crate::types::ids::{BidId, FileId};
use crate::types::text::unhex;
use crate::types::time::Moment;

/// What is attached to a bid that is being written, in the order it came.
pub(in crate::bids) async fn of(
    conn: &mut AsyncPgConnection,
    bid: BidId,
) -> Result<Vec<Attachment>> {
    use bid_attachments as it;
    let rows: Vec<(StoredFile, Vec<u8>, String, Vec<u8>)> = it::table
        .inner_join(files::table)
        .filter(it::bid_id.eq(bid))
        .order((files::uploaded_at, files::id))
        .select((StoredFile::as_select(), files::sha256, it::sealed_key, it::sealed_sha256))
        .load(conn)
        .await?;
    let attachment = |(file, sha256, sealed_key, sealed_sha256)| Attachment {
        file,
        sha256,
        sealed_key,
        sealed_sha256,
    };
    Ok(rows.into_iter().map(attachment).collect())
}

/// Attaches a file that was taken up, with its sealed copy.
pub(super) async fn attach(
    conn: &mut AsyncPgConnection,
    bid: BidId,
    file: FileId,
    copy: &NewCopy,
) -> Result<()> {
    use bid_attachments as it;
    take_up(conn, &copy.key).await?;
    diesel::insert_into(it::table)
        .values((
            it::file_id.eq(file),
            it::bid_id.eq(bid),
            it::sealed_key.eq(&copy.key),
            it::sealed_sha256.eq(&copy.sha256[..]),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets attachments of a bid that is being written, sealed copies and all.
pub(in crate::bids) async fn forget(
    conn: &mut AsyncPgConnection,
    them: &[Attachment],
    now: Moment,
) -> Result<()> {
    let mut keys = forgotten_files(conn, them).await?;
    keys.extend(them.iter().map(|it| it.sealed_key.clone()));
    hand_back(conn, &keys, now).await
}

/// Deletes the files of attachments, with all that is known of them, and says
/// where their content is. One that the scanner has settled meanwhile stays.
async fn forgotten_files(conn: &mut AsyncPgConnection, them: &[Attachment]) -> Result<Vec<String>> {
    let mut keys = Vec::new();
    for it in them {
        let as_seen = files::table.find(it.file.id).filter(files::state.eq(it.file.state));
        if diesel::delete(as_seen).execute(conn).await? != 1 {
            return Err(Refusal::Changed.into());
        }
        keys.push(it.file.storage_key.clone());
    }
    Ok(keys)
}

/// Forgets everything attached to what is being written.
pub(in crate::bids) async fn clear(
    conn: &mut AsyncPgConnection,
    bid: BidId,
    now: Moment,
) -> Result<()> {
    let there = of(conn, bid).await?;
    if there.is_empty() {
        return Ok(());
    }
    let ids: Vec<FileId> = there.iter().map(|it| it.file.id).collect();
    diesel::delete(files::table.filter(files::id.eq_any(ids))).execute(conn).await?;
    let keys: Vec<String> =
        there.into_iter().flat_map(|it| [it.file.storage_key, it.sealed_key]).collect();
    hand_back(conn, &keys, now).await
}

/// Puts the sealed copies where the bid's envelopes are, and lets go of what
/// is readable. The database asks its own clock once more.
pub(in crate::bids) async fn put_in(
    conn: &mut AsyncPgConnection,
    bid: BidId,
    them: &[Attachment],
    now: Moment,
) -> Result<()> {
    use sealed_attachments as it;
    if them.is_empty() {
        return Ok(());
    }
    if them.iter().any(|it| it.file.state != FileState::Clean) {
        return Err(Refusal::Changed.into());
    }
    let rows: Vec<_> = (1_i16..)
        .zip(them)
        .map(|(number, one)| {
            (it::bid_id.eq(bid), it::number.eq(number), it::storage_key.eq(&one.sealed_key))
        })
        .collect();
    or_late(diesel::insert_into(it::table).values(rows).execute(conn).await)?;
    let keys = forgotten_files(conn, them).await?;
    hand_back(conn, &keys, now).await
}

/// Takes the sealed copies of a submitted bid away.
pub(in crate::bids) async fn take_away(
    conn: &mut AsyncPgConnection,
    bid: BidId,
    now: Moment,
) -> Result<()> {
    use sealed_attachments as it;
    let theirs = it::table.filter(it::bid_id.eq(bid));
    let gone = diesel::delete(theirs).returning(it::storage_key).get_results(conn).await;
    let keys: Vec<String> = or_late(gone)?;
    hand_back(conn, &keys, now).await
}

/// Lays out what a quality envelope says of attachments.
pub(in crate::bids) async fn lay_out(
    conn: &mut AsyncPgConnection,
    bid: BidId,
    said: &[Attached],
) -> Result<()> {
    use opened_attachments as it;
    let places: Vec<(i16, String)> = sealed_attachments::table
        .filter(sealed_attachments::bid_id.eq(bid))
        .select((sealed_attachments::number, sealed_attachments::storage_key))
        .load(conn)
        .await?;
    for (number, one) in (1_i16..).zip(said) {
        let place = places.iter().find(|(at, _)| *at == number).map(|(_, key)| key.as_str());
        let damage = if place.is_none() { Spoilt::Missing.to_string() } else { String::new() };
        diesel::insert_into(it::table)
            .values((
                it::bid_id.eq(bid),
                it::number.eq(number),
                it::name.eq(&one.name),
                it::media_type.eq(&one.media_type),
                it::bytes.eq(one.bytes),
                it::sha256.eq(unhex(&one.sha256).unwrap_or_default()),
                it::sealed_sha256.eq(unhex(&one.sealed_sha256).unwrap_or_default()),
                it::storage_key.eq(place.unwrap_or_default()),
                it::damage.eq(damage),
            ))
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// What is attached to some opened bids, bid by bid and in order.
pub(in crate::bids) async fn opened(
    conn: &mut AsyncPgConnection,
    ids: &[BidId],
) -> Result<Vec<(BidId, OpenedAttachment)>> {
    use opened_attachments as it;
    Ok(it::table
        .filter(it::bid_id.eq_any(ids))
        .order((it::bid_id, it::number))
        .select((it::bid_id, OpenedAttachment::as_select()))
        .load(conn)
        .await?)
}

/// Keeps in mind what is wrong with an attachment; not found if that is known.
pub(super) async fn spoilt(
    conn: &mut AsyncPgConnection,
    bid: BidId,
    number: i16,
    what: Spoilt,
) -> Result<()> {
    use opened_attachments as it;
    let sound = it::table.find((bid, number)).filter(it::damage.eq(""));
    let noted = diesel::update(sound).set(it::damage.eq(what.to_string())).execute(conn).await?;
    if noted == 1 { Ok(()) } else { Err(Error::NotFound) }
}
