//! What a record says, table by table. Each is asked of the slice it belongs
//! to, as pages ask.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;

use super::model::Table;
use super::{asked, decided, judged, offered, signed};
use crate::bids;
use crate::bids::opened::model::OpenedBid;
use crate::error::Result;
use crate::evaluation;
use crate::requests;
use crate::requests::model::FullRequest;
use crate::types::ids::{BidId, CriterionId, UserId};
use crate::types::time::Moment;
use crate::web::sheet::Cell;

/// Every table that has a row.
pub async fn all(
    conn: &mut AsyncPgConnection,
    full: &FullRequest,
    now: Moment,
) -> Result<Vec<Table>> {
    let shown = requests::queries::shown(conn, full, now).await?;
    let mut tables = vec![
        asked::request(&shown),
        asked::outcomes(&shown),
        asked::roles(&shown),
        asked::requirements(&shown),
        asked::criteria(&shown),
    ];
    tables.push(asked::attached(conn, &full.request).await?);
    tables.push(asked::versions(conn, &full.request).await?);
    tables.extend(asked::questions(conn, &full.request).await?);
    tables.extend(judged::panel(conn, &full.request).await?);
    let opening = evaluation::queries::opening(conn, full.request.id).await?;
    if opening.is_some_and(|it| it.opened_at.is_some()) {
        let opened = bids::opened::queries::all(conn, &full.request, now).await?;
        tables.extend(offered::offers(full, &opened));
        let labels = Labels { full, opened: &opened };
        tables.extend(judged::scored(conn, &labels).await?);
        if evaluation::queries::lock_of(conn, full.request.id).await?.is_some() {
            tables.push(offered::prices(conn, full, &opened).await?);
            tables.extend(judged::ranked(conn, &labels).await?);
        }
        tables.extend(decided::all(conn, &labels).await?);
        tables.extend(signed::all(conn, full.request.id).await?);
    }
    tables.retain(|it| !it.sheet.is_empty());
    Ok(tables)
}

/// What bids and criteria are called.
pub struct Labels<'a> {
    /// The request.
    pub full: &'a FullRequest,
    /// Its opened bids.
    pub opened: &'a [OpenedBid],
}

impl Labels<'_> {
    /// The reference of a bid.
    pub fn bid(&self, id: BidId) -> Cell {
        let found = self.opened.iter().find(|it| it.id == id);
        found.map(|it| it.reference.as_str()).into()
    }

    /// The name of a criterion.
    pub fn criterion(&self, id: CriterionId) -> Cell {
        let found = self.full.criteria.iter().find(|it| it.id == id);
        found.map(|it| it.name.as_str()).into()
    }
}

/// What people are called.
pub struct Names(BTreeMap<UserId, String>);

impl Names {
    /// Of these people.
    pub async fn of(
        conn: &mut AsyncPgConnection,
        people: impl IntoIterator<Item = UserId>,
    ) -> Result<Self> {
        let people: Vec<UserId> = people.into_iter().collect();
        Ok(Self(evaluation::queries::names(conn, &people).await?))
    }

    /// One of them; nobody's name is empty.
    pub fn name(&self, id: impl Into<Option<UserId>>) -> Cell {
        id.into().and_then(|it| self.0.get(&it)).map(String::as_str).into()
    }

    /// Several of them.
    pub fn all(&self, ids: &[UserId]) -> Cell {
        let names = ids.iter().filter_map(|it| self.0.get(it)).map(String::as_str);
        names.collect::<Vec<_>>().join(", ").into()
    }
}
