//! Finding whoever submitted bids of the company.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;

use crate::bids::model::OwnListed;
use crate::error::Result;
use crate::requests::queries::names;
use crate::types::ids::UserId;

/// The names of whoever submitted some bids.
pub async fn submitters(
    conn: &mut AsyncPgConnection,
    all: &[OwnListed],
) -> Result<BTreeMap<UserId, String>> {
    let people: Vec<UserId> = all.iter().filter_map(|it| it.bid.submitted_by).collect();
    Ok(names(conn, &people).await?.into_iter().collect())
}
