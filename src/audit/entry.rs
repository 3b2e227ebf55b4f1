//! Reading the trail back: the history of one thing, in plain sentences.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use crate::error::Result;
use crate::schema::{audit_entries, forces, providers, users};
use crate::types::time::Moment;

/// One line of a thing's history.
#[derive(Debug, Clone, Queryable)]
pub struct Line {
    /// Its place in the whole trail.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// What happened, such as `bid.submitted`.
    pub action: String,
    /// Ids and digests that say more.
    pub detail: Value,
    person: Option<String>,
    force: Option<String>,
    provider: Option<String>,
}

impl Line {
    /// Who did it, with their organisation.
    pub fn who(&self) -> String {
        let organisation = self.force.as_deref().or(self.provider.as_deref());
        match (&self.person, organisation) {
            (Some(person), Some(organisation)) => format!("{person} ({organisation})"),
            (Some(person), None) => format!("{person} (Muster)"),
            (None, _) => "Muster".to_owned(),
        }
    }

    /// What happened, as people say it: `bid.submitted` is "Bid submitted".
    pub fn sentence(&self) -> String {
        let said = self.action.replace(['.', '_'], " ");
        let mut letters = said.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect())
            .unwrap_or_default()
    }

    /// A word or two from the detail that belongs in the sentence, if any.
    pub fn remark(&self) -> Option<&str> {
        ["reason", "outcome", "answer"].iter().find_map(|key| self.detail.get(key)?.as_str())
    }
}

/// The history of some things together, oldest first.
pub async fn history(conn: &mut AsyncPgConnection, subjects: &[Uuid]) -> Result<Vec<Line>> {
    Ok(audit_entries::table
        .left_join(users::table.on(users::id.nullable().eq(audit_entries::actor)))
        .left_join(forces::table.on(forces::id.nullable().eq(audit_entries::organisation)))
        .left_join(providers::table.on(providers::id.nullable().eq(audit_entries::organisation)))
        .filter(audit_entries::subject.eq_any(subjects))
        .order(audit_entries::seq)
        .select((
            audit_entries::seq,
            audit_entries::at,
            audit_entries::action,
            audit_entries::detail,
            users::name.nullable(),
            sql::<Nullable<Text>>("force_name(forces.id, forces.name)"),
            providers::name.nullable(),
        ))
        .load(conn)
        .await?)
}
