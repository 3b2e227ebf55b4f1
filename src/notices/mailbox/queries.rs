//! Finding mail, and putting it back into the queue.

use diesel::dsl::{count_star, sql};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Counts, Delivery, DemonstrationMail, Envelope};
use super::policy::Refusal;
use crate::error::Result;
use crate::schema::outbox;
use crate::types::ids::MailId;
use crate::types::time::Moment;
use crate::web::paging::{PER_PAGE, Paging};

/// A mail about a bid whose request has not been opened: to list it would tell
/// that there is a bid.
const SEALED: &str = "(outbox.cause like 'bid.submitted:%' or outbox.cause like 'bid.withdrawn:%') and exists \
    (select 1 from bids where bids.id::text = split_part(outbox.cause, ':', 2) and not exists \
    (select 1 from openings where openings.request_id = bids.request_id and openings.opened_at is not null))";

fn having_come(delivery: Option<Delivery>) -> outbox::BoxedQuery<'static, Pg> {
    let all = outbox::table.filter(diesel::dsl::not(sql::<Bool>(SEALED))).into_boxed();
    match delivery {
        None => all,
        Some(Delivery::Sent) => all.filter(outbox::sent_at.is_not_null()),
        Some(Delivery::PutAside) => {
            all.filter(outbox::sent_at.is_null()).filter(outbox::dead_at.is_not_null())
        }
        Some(Delivery::Waiting) => unsettled(all).filter(outbox::attempts.eq(0)),
        Some(Delivery::Failing) => unsettled(all).filter(outbox::attempts.gt(0)),
    }
}

fn unsettled(query: outbox::BoxedQuery<'static, Pg>) -> outbox::BoxedQuery<'static, Pg> {
    query.filter(outbox::sent_at.is_null()).filter(outbox::dead_at.is_null())
}

/// One page of the mail that has come so far, newest first.
pub async fn envelopes(
    conn: &mut AsyncPgConnection,
    delivery: Option<Delivery>,
    page: i64,
) -> Result<(Vec<Envelope>, Paging)> {
    let total = having_come(delivery).select(count_star()).get_result(conn).await?;
    let found = having_come(delivery)
        .order((outbox::created_at.desc(), outbox::id.desc()))
        .offset(Paging::offset(page))
        .limit(PER_PAGE)
        .select(Envelope::as_select())
        .load(conn)
        .await?;
    Ok((found, Paging { page, total }))
}

/// How many mails have come how far.
pub async fn counts(conn: &mut AsyncPgConnection) -> Result<Counts> {
    let mut counts = Counts::default();
    for (delivery, count) in [
        (Delivery::Waiting, &mut counts.waiting),
        (Delivery::Failing, &mut counts.failing),
        (Delivery::PutAside, &mut counts.put_aside),
        (Delivery::Sent, &mut counts.sent),
    ] {
        *count = having_come(Some(delivery)).select(count_star()).get_result(conn).await?;
    }
    Ok(counts)
}

/// Puts a mail that is stuck back at the front of the queue.
pub(super) async fn put_back(conn: &mut AsyncPgConnection, id: MailId, now: Moment) -> Result<()> {
    let moved = diesel::update(outbox::table.find(id))
        .filter(outbox::sent_at.is_null())
        .filter(outbox::dead_at.is_not_null().or(outbox::attempts.gt(0)))
        .set((outbox::attempts.eq(0), outbox::next_at.eq(now), outbox::dead_at.eq(None::<Moment>)))
        .execute(conn)
        .await?;
    if moved == 1 { Ok(()) } else { Err(Refusal::NotStuck.into()) }
}

/// One page of whole mails, newest first, for the demonstration.
pub async fn whole(
    conn: &mut AsyncPgConnection,
    page: i64,
) -> Result<(Vec<DemonstrationMail>, Paging)> {
    let total = outbox::table.count().get_result(conn).await?;
    let found = outbox::table
        .order((outbox::created_at.desc(), outbox::id.desc()))
        .offset(Paging::offset(page))
        .limit(PER_PAGE)
        .select(DemonstrationMail::as_select())
        .load(conn)
        .await?;
    Ok((found, Paging { page, total }))
}

/// One whole mail, for the demonstration.
pub async fn mail(conn: &mut AsyncPgConnection, id: MailId) -> Result<DemonstrationMail> {
    Ok(outbox::table.find(id).select(DemonstrationMail::as_select()).first(conn).await?)
}
