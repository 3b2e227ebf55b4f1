//! The stream of server-sent events that a page listens to.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, ContentEncoding};
use actix_web::rt::time::sleep;
use actix_web::web::{Bytes, Data, Path};
use futures_util::stream::unfold;
use tokio::sync::OwnedSemaphorePermit;

use super::hub::{LOOK, Live};
use crate::accounts::roles::Anyone;
use crate::db::Db;
use crate::error::Result;
use crate::requests;
use crate::types::ids::RequestId;
use crate::web::health::Stopping;
use crate::web::page::Frame;

/// A stream lasts no longer than this, nor than the session it was opened in.
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// How often something is sent, so that what lies between keeps the way open.
const BEAT: Duration = Duration::from_secs(15);

/// An open page.
struct Open {
    live: Data<Live>,
    db: Data<Db>,
    stopping: Data<Stopping>,
    request: RequestId,
    told: String,
    until: Instant,
    beat: Instant,
    ended: bool,
    _seat: OwnedSemaphorePermit,
}

impl Open {
    /// What to send next, once there is something; nothing once it has ended.
    async fn next(&mut self) -> Option<Bytes> {
        while !self.ended {
            if self.stopping.has_begun() || Instant::now() >= self.until {
                self.ended = true;
                return Some(Bytes::from_static(b"event: end\ndata: end\n\n"));
            }
            // A database that is away is no reason to tell anyone anything.
            let mark = self.live.mark(&self.db, self.request).await.ok();
            if let Some(mark) = mark.filter(|it| *it != self.told) {
                self.told = mark;
                self.beat = Instant::now();
                return Some(Bytes::from(format!("event: mark\ndata: {}\n\n", self.told)));
            }
            if self.beat.elapsed() >= BEAT {
                self.beat = Instant::now();
                return Some(Bytes::from_static(b": still here\n\n"));
            }
            sleep(LOOK).await;
        }
        None
    }
}

/// GET /opportunities/{reference}/questions/live
pub async fn stream(
    _: Anyone,
    frame: Frame,
    (db, live, stopping): (Data<Db>, Data<Live>, Data<Stopping>),
    path: Path<String>,
) -> Result<HttpResponse> {
    let request = db.read(async |conn| requests::queries::public(conn, &path).await).await?;
    // Browsers do not ask again after an answer without content.
    let Some(seat) = live.seat() else { return Ok(HttpResponse::NoContent().finish()) };
    let session = frame.ends.and_then(|(end, now)| (end - now).to_std().ok());
    let lasts = session.map_or(LONGEST, |it| it.min(LONGEST));
    let now = Instant::now();
    let open = Open {
        live,
        db,
        stopping,
        request: request.id,
        told: String::new(),
        until: now.checked_add(lasts).unwrap_or(now),
        beat: now,
        ended: false,
        _seat: seat,
    };
    let events = unfold(open, |mut open| async move {
        let sent = open.next().await?;
        Some((Ok::<_, Infallible>(sent), open))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "no-store"))
        // Compressed, nothing would be sent before there was much of it.
        .insert_header(ContentEncoding::Identity)
        .streaming(Box::pin(events)))
}
