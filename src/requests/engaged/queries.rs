//! Finding them. It is used to tell people, and shown to nobody.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::accounts;
use crate::accounts::model::Role;
use crate::error::Result;
use crate::outbox::Recipient;
use crate::requests::watching;
use crate::schema::{bids, clarifications};
use crate::types::ids::{ProviderId, RequestId};

/// Everyone who is engaged with a request, each once: the bidders of every
/// provider that asked about it or has begun a bid on it, and whoever
/// watches it.
pub async fn people(conn: &mut AsyncPgConnection, request: RequestId) -> Result<Vec<Recipient>> {
    let providers = providers(conn, request).await?;
    let bidders = accounts::queries::people_of_providers(conn, &providers, &[Role::Bidder]).await?;
    Ok(together(bidders, watching::queries::watchers(conn, request).await?))
}

/// Some people and some others, each once.
pub fn together(mut some: Vec<Recipient>, others: Vec<Recipient>) -> Vec<Recipient> {
    let new = others.into_iter().filter(|one| some.iter().all(|it| it.user != one.user));
    let new: Vec<Recipient> = new.collect();
    some.extend(new);
    some
}

async fn providers(conn: &mut AsyncPgConnection, request: RequestId) -> Result<Vec<ProviderId>> {
    let mut all: Vec<ProviderId> = clarifications::table
        .filter(clarifications::request_id.eq(request))
        .select(clarifications::provider_id)
        .load(conn)
        .await?;
    let bidding: Vec<ProviderId> = bids::table
        .filter(bids::request_id.eq(request))
        .select(bids::provider_id)
        .load(conn)
        .await?;
    all.extend(bidding);
    all.sort();
    all.dedup();
    Ok(all)
}
