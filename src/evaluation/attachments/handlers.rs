//! Attachments of opened bids over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::{acts, policy};
use crate::accounts::roles::{Evaluator, Reader};
use crate::audit::Actor;
use crate::bids::opened::model::OpenedBid;
use crate::db::{Db, Opener};
use crate::error::{Error, Result};
use crate::evaluation::moderation::view;
use crate::evaluation::reading::acts::{Sensitive, note};
use crate::evaluation::{desk, queries};
use crate::files::store::Files;
use crate::files::streams::pieces;
use crate::requests::model::Request;
use crate::seal::keys::Keys;
use crate::web::download::attachment;

type Tools = (Data<Db>, Data<Opener>, Data<Keys>, Data<Files>);

/// GET /requests/{reference}/evaluation/{letter}/attachments/{number}
pub async fn on_desk(
    who: Evaluator,
    tools: Tools,
    path: Path<(String, String, String)>,
) -> Result<HttpResponse> {
    let (reference, letter, number) = path.into_inner();
    let now = tools.0.now().await?;
    let desk = tools.0.read(async |conn| desk::of(conn, &who, &reference, now).await).await?;
    sent(&tools, &who.by, &desk.asked.request, desk.bid(&letter)?, &number).await
}

/// GET /requests/{reference}/moderation/{letter}/attachments/{number}
pub async fn on_table(
    who: Reader,
    tools: Tools,
    path: Path<(String, String, String)>,
) -> Result<HttpResponse> {
    let (reference, letter, number) = path.into_inner();
    let now = tools.0.now().await?;
    let table = tools.0.read(async |conn| view::table(conn, &who, &reference, now).await).await?;
    let bid = table.bid(&letter)?;
    note(&tools.0, &who, table.request.id, Sensitive::Bid(bid.id)).await?;
    sent(&tools, &who.by, &table.request, bid, &number).await
}

async fn sent(
    (db, door, keys, files): &Tools,
    by: &Actor,
    request: &Request,
    bid: &OpenedBid,
    number: &str,
) -> Result<HttpResponse> {
    let number = number.parse().map_err(|_| Error::NotFound)?;
    let it = bid.attachment(number).ok_or(Error::NotFound)?;
    let lock = db.read(async |conn| queries::lock_of(conn, request.id).await).await?;
    let open = acts::opened((db, door), (keys, files), by, request, (bid, it)).await?;
    Ok(attachment(&policy::name(it, lock.as_ref()), &it.media_type, it.bytes, pieces(open)))
}
