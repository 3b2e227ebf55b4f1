//! Finding mail, and putting it back into the queue.

use diesel::dsl::{count_star, sql};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::{MOST_KEPT, Search};
use super::model::{Counts, Delivery, DemonstrationMail, Envelope};
use super::policy::Refusal;
use crate::error::Result;
use crate::schema::outbox;
use crate::types::ids::MailId;
use crate::types::time::Moment;
use crate::web::paging::{PER_PAGE, Paging};

/// A mail about a bid whose request has not been opened, or about a draft that
/// is deleted: to list it would tell that there is a bid, or was.
const SEALED: &str = "outbox.cause like 'bid.%:%' and (exists \
    (select 1 from bids where bids.id::text = split_part(outbox.cause, ':', 2) and not exists \
    (select 1 from openings where openings.request_id = bids.request_id and openings.opened_at is not null)) or exists \
    (select 1 from deleted_bids d where d.bid_id::text = split_part(outbox.cause, ':', 2) and not exists \
    (select 1 from openings where openings.request_id = d.request_id and openings.opened_at is not null)))";

/// Mail that may be listed: how far it has come, and part of where it goes.
fn having_come(search: &Search, delivery: Option<Delivery>) -> outbox::BoxedQuery<'static, Pg> {
    let all = outbox::table.filter(diesel::dsl::not(sql::<Bool>(SEALED))).into_boxed();
    let all = match search.address() {
        "" => all,
        part => {
            let there = sql::<Bool>("strpos(outbox.recipient, ")
                .bind::<Text, _>(part.to_lowercase())
                .sql(") > 0");
            all.filter(there)
        }
    };
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

/// One page of the mail that is looked for, newest first.
pub async fn envelopes(
    conn: &mut AsyncPgConnection,
    search: &Search,
) -> Result<(Vec<Envelope>, Paging)> {
    let (delivery, page) = (search.delivery(), Paging::asked(search.page.as_deref()));
    let total = having_come(search, delivery).select(count_star()).get_result(conn).await?;
    let found = having_come(search, delivery)
        .order((outbox::created_at.desc(), outbox::id.desc()))
        .offset(Paging::offset(page))
        .limit(PER_PAGE)
        .select(Envelope::as_select())
        .load(conn)
        .await?;
    Ok((found, Paging { page, total }))
}

/// The mail that is looked for, newest first, as far as a file of it goes.
pub async fn beginning(conn: &mut AsyncPgConnection, search: &Search) -> Result<Vec<Envelope>> {
    Ok(having_come(search, search.delivery())
        .order((outbox::created_at.desc(), outbox::id.desc()))
        .limit(MOST_KEPT)
        .select(Envelope::as_select())
        .load(conn)
        .await?)
}

/// How many mails to an address have come how far.
pub async fn counts(conn: &mut AsyncPgConnection, search: &Search) -> Result<Counts> {
    let mut counts = Counts::default();
    for (delivery, count) in [
        (Delivery::Waiting, &mut counts.waiting),
        (Delivery::Failing, &mut counts.failing),
        (Delivery::PutAside, &mut counts.put_aside),
        (Delivery::Sent, &mut counts.sent),
    ] {
        *count = having_come(search, Some(delivery)).select(count_star()).get_result(conn).await?;
    }
    Ok(counts)
}

/// Puts every mail that failed back at the front of the queue, and says how
/// many of those may be listed. Mail about sealed bids goes with them, unseen:
/// nothing tells whether there was any.
pub(super) async fn put_all_back(conn: &mut AsyncPgConnection, now: Moment) -> Result<usize> {
    let listed: i64 = outbox::table
        .filter(stuck(now))
        .filter(diesel::dsl::not(sql::<Bool>(SEALED)))
        .count()
        .get_result(conn)
        .await?;
    if listed == 0 {
        return Err(Refusal::NoneStuck.into());
    }
    diesel::update(outbox::table.filter(stuck(now))).set(afresh(now)).execute(conn).await?;
    Ok(usize::try_from(listed).unwrap_or(usize::MAX))
}

/// Not sent though it was tried, and not being sent just now.
fn stuck(now: Moment) -> Box<dyn BoxableExpression<outbox::table, Pg, SqlType = Nullable<Bool>>> {
    let idle = outbox::taken_until.is_null().or(outbox::taken_until.lt(now));
    let failed = outbox::dead_at.is_not_null().or(outbox::attempts.gt(0));
    Box::new(outbox::sent_at.is_null().and(failed).and(idle))
}

/// As if it had never been tried.
#[derive(AsChangeset)]
#[diesel(table_name = outbox, treat_none_as_null = true)]
struct Afresh {
    attempts: i32,
    next_at: Moment,
    dead_at: Option<Moment>,
}

fn afresh(now: Moment) -> Afresh {
    Afresh { attempts: 0, next_at: now, dead_at: None }
}

/// Puts a mail that is stuck back at the front of the queue.
pub(super) async fn put_back(conn: &mut AsyncPgConnection, id: MailId, now: Moment) -> Result<()> {
    let moved = diesel::update(outbox::table.find(id))
        .filter(stuck(now))
        .set(afresh(now))
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
