//! One's own copy of a bid over HTTP: out, and in again.

use std::io::Read;

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Path};
use anyhow::Context;

use super::pages::CopyPage;
use super::policy::{Refusal, may_fill};
use super::{acts, text};
use crate::accounts::roles::{Bidder, ProviderMember};
use crate::bids::canonical::CanonicalBid;
use crate::bids::model::BidInFull;
use crate::bids::pages::Closing;
use crate::bids::{policy, queries};
use crate::db::{Db, Once};
use crate::error::Result;
use crate::seal::keys::Keys;
use crate::web::form::Mistakes;
use crate::web::page::{self, Frame};
use crate::web::upload::{Sent, Upload};

/// The most a copy may weigh.
const LARGEST: u64 = 4 * 1024 * 1024;

/// GET /bids/{reference}/copy.txt
pub async fn download(
    who: ProviderMember,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let it = db.read(async |conn| queries::own_in_full(conn, &who, &path).await).await?;
    policy::may_read(&it.bid)?;
    let name = format!("attachment; filename=\"{}-copy.txt\"", it.bid.reference);
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, name))
        .body(text::written(&it, now)?))
}

/// GET /bids/{reference}/copy
pub async fn choose(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let it = db.read(async |conn| queries::own_in_full(conn, &who, &path).await).await?;
    policy::may_edit(&it.bid, &it.request, now)?;
    let (closing, mistakes) = (Closing::of(&it.request, now), &Mistakes::default());
    page::show(&CopyPage { frame, it: &it, closing, mistakes })
}

/// POST /bids/{reference}/copy
pub async fn fill(
    who: Bidder,
    frame: Frame,
    (db, keys): (Data<Db>, Data<Keys>),
    path: Path<String>,
    mut upload: Upload,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let it = db.read(async |conn| queries::own_in_full(conn, &who, &path).await).await?;
    policy::may_edit(&it.bid, &it.request, now)?;
    // What was sent is in the books only as long as the bid can be read there.
    let sent = upload.once();
    let once = Once { body: keys.keyed_digest(&sent.body), ..sent };
    let copy = match chosen(upload.take("file"), &it)? {
        Ok(copy) => copy,
        Err(mistakes) => {
            let (closing, mistakes) = (Closing::of(&it.request, now), &mistakes);
            return page::mistaken(&CopyPage { frame, it: &it, closing, mistakes });
        }
    };
    let filling =
        db.act(&who.by, async |tx| acts::fill(tx, &who, &path, &copy, once).await).await?;
    Ok(page::go_to_saying(it.bid.path(), &filling.said()))
}

/// The copy that was chosen, if it is one of this bid.
fn chosen(
    sent: Option<Sent>,
    it: &BidInFull,
) -> Result<std::result::Result<CanonicalBid, Mistakes>> {
    let mut mistakes = Mistakes::default();
    let Some(mut sent) = sent else {
        mistakes.add("file", "Choose the copy that you downloaded");
        return Ok(Err(mistakes));
    };
    let mut content = Vec::new();
    if sent.bytes <= LARGEST {
        sent.held.read_to_end(&mut content).context("cannot read a file that is held")?;
    }
    let read = text::read(&content).and_then(|copy| may_fill(&copy, it).map(|()| copy));
    let read: std::result::Result<CanonicalBid, Refusal> = read;
    Ok(mistakes.keep("file", read).ok_or(mistakes))
}
