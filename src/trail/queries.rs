//! Looking through the trail. It is read backwards from a number, so that a
//! page of it costs the same however long it grows.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::forms::Filter;
use super::model::{Entry, Head};
use crate::audit::entry::Line;
use crate::error::Result;
use crate::schema::{
    audit_entries, audit_head, bids, contracts, forces, providers, requests, users,
};
use crate::types::text::hex;

/// How many entries a page holds.
pub const PER_PAGE: i64 = 50;

/// An entry about a bid whose request has not been opened, or about how many
/// there are.
pub(super) const SEALED: &str = "(exists (select 1 from bids where bids.id = audit_entries.subject and not exists \
    (select 1 from openings where openings.request_id = bids.request_id and openings.opened_at is not null)) \
    or exists (select 1 from deleted_bids d where d.bid_id = audit_entries.subject and not exists \
    (select 1 from openings where openings.request_id = d.request_id and openings.opened_at is not null)) \
    or (audit_entries.action = 'request.closed' and not exists \
    (select 1 from openings where openings.request_id = audit_entries.subject and openings.opened_at is not null)))";

/// One page of the entries that a filter lets through, newest first, and
/// whether there are older ones.
pub async fn entries(conn: &mut AsyncPgConnection, filter: &Filter) -> Result<(Vec<Entry>, bool)> {
    let mut numbers = numbers(conn, filter, PER_PAGE + 1).await?;
    let shown = usize::try_from(PER_PAGE).unwrap_or_default();
    let more = numbers.len() > shown;
    numbers.truncate(shown);
    Ok((of(conn, &numbers).await?, more))
}

/// The numbers of so many entries that a filter lets through, newest first.
pub(super) async fn numbers(
    conn: &mut AsyncPgConnection,
    filter: &Filter,
    most: i64,
) -> Result<Vec<i64>> {
    let mut found = audit_entries::table
        .left_join(users::table.on(users::id.nullable().eq(audit_entries::actor)))
        .select(audit_entries::seq)
        .order(audit_entries::seq.desc())
        .limit(most)
        .into_boxed();
    if filter.asks_what() {
        // Else the answer would tell what a sealed entry hides.
        found = found.filter(diesel::dsl::not(sql::<Bool>(SEALED)));
    }
    if let Some(action) = &filter.action {
        found = found.filter(audit_entries::action.eq(action.clone()));
    }
    if let Some(typed) = &filter.subject {
        found = found.filter(audit_entries::subject.eq_any(things(conn, typed).await?));
    }
    if let Some(part) = &filter.person {
        let like = format!("%{}%", part.replace(['%', '_', '\\'], ""));
        let theirs = organisations(conn, &like).await?;
        found = found.filter(
            users::name
                .ilike(like.clone())
                .or(users::email.ilike(like))
                .or(audit_entries::organisation.eq_any(theirs).assume_not_null()),
        );
    }
    if let Some(from) = filter.from {
        found = found.filter(audit_entries::at.ge(from));
    }
    if let Some(until) = filter.until {
        found = found.filter(audit_entries::at.lt(until));
    }
    if let Some(before) = filter.before {
        found = found.filter(audit_entries::seq.lt(before));
    }
    Ok(found.load(conn).await?)
}

/// The entries of some numbers, newest first.
pub async fn of(conn: &mut AsyncPgConnection, numbers: &[i64]) -> Result<Vec<Entry>> {
    let rows: Vec<(Line, Uuid, String, bool)> = audit_entries::table
        .left_join(users::table.on(users::id.nullable().eq(audit_entries::actor)))
        .left_join(forces::table.on(forces::id.nullable().eq(audit_entries::organisation)))
        .left_join(providers::table.on(providers::id.nullable().eq(audit_entries::organisation)))
        .filter(audit_entries::seq.eq_any(numbers))
        .order(audit_entries::seq.desc())
        .select((
            (
                audit_entries::seq,
                audit_entries::at,
                audit_entries::action,
                audit_entries::detail,
                users::name.nullable(),
                sql::<Nullable<Text>>("force_name(forces.id, forces.name)"),
                providers::name.nullable(),
            ),
            audit_entries::subject,
            audit_entries::request_id,
            sql::<Bool>(SEALED),
        ))
        .load(conn)
        .await?;
    let subjects: Vec<Uuid> = rows.iter().filter(|it| !it.3).map(|it| it.1).collect();
    let names = called(conn, &subjects).await?;
    let entry = |(line, subject, call, sealed)| {
        let name = names.get(&subject).cloned().unwrap_or_default();
        Entry { line, subject, name, call, sealed }
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// What people call things, by their ids: a reference, or the name of an organisation.
async fn called(conn: &mut AsyncPgConnection, ids: &[Uuid]) -> Result<BTreeMap<Uuid, String>> {
    let mut all: Vec<(Uuid, String)> = requests::table
        .filter(requests::id.eq_any(ids))
        .select((requests::id, requests::reference))
        .load(conn)
        .await?;
    let references = bids::table.filter(bids::id.eq_any(ids)).select((bids::id, bids::reference));
    all.extend(references.load::<(Uuid, String)>(conn).await?);
    let references = contracts::table.filter(contracts::id.eq_any(ids));
    let references = references.select((contracts::id, contracts::reference));
    all.extend(references.load::<(Uuid, String)>(conn).await?);
    let names = providers::table.filter(providers::id.eq_any(ids));
    let names = names.select((providers::id, providers::name));
    all.extend(names.load::<(Uuid, String)>(conn).await?);
    let names = forces::table.filter(forces::id.eq_any(ids));
    let names = names.select((forces::id, sql::<Text>("force_name(forces.id, forces.name)")));
    all.extend(names.load::<(Uuid, String)>(conn).await?);
    Ok(all.into_iter().collect())
}

/// The ids of forces and providers whose name is like this.
async fn organisations(conn: &mut AsyncPgConnection, like: &str) -> Result<Vec<Uuid>> {
    let named = providers::table.filter(providers::name.ilike(like)).select(providers::id);
    let mut ids: Vec<Uuid> = named.load(conn).await?;
    let named = forces::table
        .filter(sql::<Text>("force_name(forces.id, forces.name)").ilike(like))
        .select(forces::id);
    ids.extend(named.load::<Uuid>(conn).await?);
    Ok(ids)
}

/// The ids of what people call by a reference, a name, an e-mail address or an id.
async fn things(conn: &mut AsyncPgConnection, typed: &str) -> Result<Vec<Uuid>> {
    if let Ok(id) = Uuid::parse_str(typed) {
        return Ok(vec![id]);
    }
    let called = [typed.to_owned(), typed.to_uppercase()];
    let mut ids: Vec<Uuid> = requests::table
        .filter(requests::reference.eq_any(&called))
        .select(requests::id)
        .load(conn)
        .await?;
    ids.extend(
        bids::table
            .filter(bids::reference.eq_any(&called))
            .select(bids::id)
            .load::<Uuid>(conn)
            .await?,
    );
    ids.extend(
        contracts::table
            .filter(contracts::reference.eq_any(&called))
            .select(contracts::id)
            .load::<Uuid>(conn)
            .await?,
    );
    let small = typed.to_lowercase();
    ids.extend(
        users::table.filter(users::email.eq(&small)).select(users::id).load::<Uuid>(conn).await?,
    );
    ids.extend(
        providers::table
            .filter(providers::slug.eq(&small))
            .select(providers::id)
            .load::<Uuid>(conn)
            .await?,
    );
    ids.extend(organisations(conn, &small.replace(['%', '_', '\\'], "")).await?);
    Ok(ids)
}

/// Everything that has ever happened, to choose from.
pub async fn actions(conn: &mut AsyncPgConnection) -> Result<Vec<String>> {
    use audit_entries as it;
    Ok(it::table.select(it::action).distinct().order(it::action).load(conn).await?)
}

/// The end of the chain.
pub async fn head(conn: &mut AsyncPgConnection) -> Result<Head> {
    let (seq, hash): (i64, Vec<u8>) =
        audit_head::table.select((audit_head::seq, audit_head::hash)).first(conn).await?;
    Ok(Head { seq, hash: hex(&hash) })
}
