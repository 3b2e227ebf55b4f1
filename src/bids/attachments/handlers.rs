//! The attachments of a bid that is being written, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::pages::AttachmentsPage;
use super::policy::{may_attach, may_be_called};
use super::{acts, queries};
use crate::accounts::model::Organisation;
use crate::accounts::roles::{Bidder, ProviderMember};
use crate::bids;
use crate::bids::model::BidInFull;
use crate::bids::pages::Closing;
use crate::bids::policy;
use crate::db::{Db, Once};
use crate::error::{Error, Result};
use crate::files::forms::with_file;
use crate::files::model::Checked;
use crate::files::sending;
use crate::files::store::Files;
use crate::requests::keys::queries::recipient;
use crate::seal::envelope::Envelope;
use crate::seal::keys::Keys;
use crate::types::ids::FileId;
use crate::types::time::Moment;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};
use crate::web::upload::Upload;

async fn desk(db: &Db, who: &Bidder, reference: &str) -> Result<(BidInFull, Moment)> {
    let now = db.now().await?;
    let it = db.read(async |conn| bids::queries::own_in_full(conn, who, reference).await).await?;
    policy::may_edit(&it.bid, &it.request, now)?;
    Ok((it, now))
}

fn drawn<'a>(
    frame: Frame,
    (it, now): &'a (BidInFull, Moment),
    files: &Files,
    mistakes: &'a Mistakes,
) -> AttachmentsPage<'a> {
    AttachmentsPage {
        frame,
        closing: Closing::of(&it.request, *now),
        scanned: files.scanner().is_some(),
        room: may_attach(&it.attachments, 0).is_ok(),
        it,
        mistakes,
    }
}

/// GET /bids/{reference}/attachments
pub async fn list(
    who: Bidder,
    frame: Frame,
    (db, files): (Data<Db>, Data<Files>),
    path: Path<String>,
) -> Result<HttpResponse> {
    let desk = desk(&db, &who, &path).await?;
    page::show(&drawn(frame, &desk, &files, &Mistakes::default()))
}

/// POST /bids/{reference}/attachments
pub async fn attach(
    who: Bidder,
    frame: Frame,
    (db, files, keys): (Data<Db>, Data<Files>, Data<Keys>),
    path: Path<String>,
    mut upload: Upload,
) -> Result<HttpResponse> {
    let desk = desk(&db, &who, &path).await?;
    // What was sent is in the books only as long as the bid can be read there.
    let sent = upload.once();
    let once = Once { body: keys.keyed_digest(&sent.body), ..sent };
    db.answered(&who.by, once).await?;
    let chosen = files.checked(upload.take("file")).await?;
    let file = match fitting(&desk.0, with_file("file", Ok(()), chosen)) {
        Ok(file) => file,
        Err(mistakes) => return page::mistaken(&drawn(frame, &desk, &files, &mistakes)),
    };
    let bytes = i64::try_from(file.sent.bytes).unwrap_or(i64::MAX);
    let name = file.name.clone();
    let request = desk.0.request.id;
    let to = db
        .keep_books(async |conn, _| recipient(conn, &keys, request, Envelope::Quality).await)
        .await?;
    let (file, copy) = files.sealed(file, &keys, &to).await?;
    let file =
        files.keep_for_bid(&db, (Organisation::Provider(who.provider), who.user), file).await?;
    let copy = files.keep_sealed(&db, copy).await?;
    let done = db
        .act(&who.by, async |tx| {
            acts::attach(tx, &who, &path, (&file, &name, bytes), &copy, once).await
        })
        .await;
    let done = files.copy_taken_up(&db, &copy, done).await;
    files.taken_up(&db, Some(&file), done).await?;
    let said = "The file is attached. Your bid is not submitted yet";
    Ok(page::go_to_saying(desk.0.bid.at("attachments"), said))
}

/// The file that was chosen, if there is room for it.
fn fitting(
    it: &BidInFull,
    chosen: std::result::Result<((), Option<Checked>), Mistakes>,
) -> std::result::Result<Checked, Mistakes> {
    let mut mistakes = Mistakes::default();
    let Some(file) = chosen?.1 else {
        mistakes.add("file", "Choose a file");
        return Err(mistakes);
    };
    let bytes = i64::try_from(file.sent.bytes).unwrap_or(i64::MAX);
    let there = &it.attachments;
    let may = may_attach(there, bytes).and_then(|()| may_be_called(there, &file.name));
    mistakes.keep("file", may.map(|()| file)).ok_or(mistakes)
}

/// GET /bids/{reference}/attachments/{file}
pub async fn download(
    who: ProviderMember,
    (db, files): (Data<Db>, Data<Files>),
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let bid = db.read(async |conn| bids::queries::own(conn, &who, &path.0).await).await?;
    policy::may_read(&bid)?;
    let there = db.read(async |conn| queries::of(conn, bid.id).await).await?;
    let id = FileId::parse(&path.1).ok_or(Error::NotFound)?;
    let found = there.into_iter().find(|it| it.file.id == id).ok_or(Error::NotFound)?;
    sending::sent(&found.file, &files).await
}

/// POST /bids/{reference}/attachments/{file}/removal
pub async fn remove(
    who: Bidder,
    db: Data<Db>,
    path: Path<(String, String)>,
    _: Posted,
) -> Result<HttpResponse> {
    let file = FileId::parse(&path.1).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::remove(tx, &who, &path.0, file).await).await?;
    let said = "The file is removed. Your bid is not submitted yet";
    Ok(page::go_to_saying(format!("/bids/{}/attachments", path.0), said))
}
