//! Taking the trail away, on record before anything is handed out.

use serde::Serialize;
use uuid::Uuid;

use super::model::Shape;
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::trail::forms::Filter;
use crate::types::time::Moment;

/// What was taken: how many entries, in which form, and how they were chosen.
/// Whom was searched for is not written down, since a name is typed there.
#[derive(Debug, Serialize)]
struct Exported {
    entries: usize,
    shape: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Moment>,
    by_person: bool,
    by_thing: bool,
}

impl Happened for Exported {
    fn action(&self) -> &'static str {
        "trail.exported"
    }

    /// The trail itself.
    fn subject(&self) -> Uuid {
        Uuid::nil()
    }
}

/// Writes down that so many entries are taken away.
pub async fn export(
    tx: &mut Tx<'_>,
    filter: &Filter,
    entries: usize,
    shape: Shape,
) -> Result<Recorded<()>> {
    let event = Exported {
        entries,
        shape: match shape {
            Shape::Csv => "csv",
            Shape::Lines => "lines",
        },
        action: filter.action.clone(),
        from: filter.from,
        until: filter.until,
        by_person: filter.person.is_some(),
        by_thing: filter.subject.is_some(),
    };
    tx.record(&event, ()).await
}
