//! The stream of server-sent events that a page listens to.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ContentEncoding, RETRY_AFTER};
use actix_web::rt::time::sleep;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream::unfold;

use super::hub::{Guest, LOOK, Live, NoSeat, Seat};
use crate::accounts::roles::Anyone;
use crate::db::Db;
use crate::error::Result;
use crate::requests;
use crate::types::ids::RequestId;
use crate::web::guard::Site;
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
    _seat: Seat,
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

/// How long to wait before asking for a seat again, in seconds.
const WAIT: &str = "60";

/// The answer to a page that is not told of answers. It is right as well: its
/// reader sees what is new when they load it again.
fn without(why: NoSeat) -> HttpResponse {
    let (status, said) = match why {
        NoSeat::YouHaveMany => (
            StatusCode::TOO_MANY_REQUESTS,
            "You have many pages open. Load this one again to see what is new.",
        ),
        NoSeat::Full => (
            StatusCode::SERVICE_UNAVAILABLE,
            "Many pages are open. Load this one again to see what is new.",
        ),
    };
    HttpResponse::build(status)
        .insert_header((RETRY_AFTER, WAIT))
        .content_type("text/plain; charset=utf-8")
        .body(said)
}

/// GET /opportunities/{reference}/questions/live
pub async fn stream(
    who: Anyone,
    frame: Frame,
    from: HttpRequest,
    (db, live, stopping): (Data<Db>, Data<Live>, Data<Stopping>),
    path: Path<String>,
) -> Result<HttpResponse> {
    let request = db.read(async |conn| requests::queries::public(conn, &path).await).await?;
    let address = from.app_data::<Data<Site>>().and_then(|site| site.client(&from));
    let session = who.0.map(|it| Guest::Session(it.session));
    let guests = address.map(Guest::at).into_iter().chain(session).collect();
    let seat = match live.seat(guests) {
        Ok(seat) => seat,
        Err(why) => return Ok(without(why)),
    };
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
