//! What people see of the versions of a contract.

use askama::Template;

use super::model::Version;
use crate::contracts::document::{Document, Item};
use crate::contracts::model::Seen;
use crate::contracts::terms::CHANGES;
use crate::web::page::Frame;

/// Every version of a contract, the newest first.
#[derive(Template)]
#[template(path = "contracts/versions.html")]
pub struct VersionsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The contract.
    pub seen: Seen,
}

impl VersionsPage {
    fn newest_first(&self) -> Vec<&Version> {
        self.seen.versions.iter().rev().collect()
    }

    fn path(&self, version: &Version) -> String {
        format!("{}/versions/{}", self.seen.contract.path(), version.number)
    }

    /// What a version changes, as it says itself: what, was, becomes.
    fn changes(&self, version: &Version) -> Vec<Vec<String>> {
        let document = Document::read(&version.document);
        let items = document.section(CHANGES).map(|it| it.items.clone()).unwrap_or_default();
        let rows = items.into_iter().filter_map(|item| match item {
            Item::Table(rows) => Some(rows),
            _ => None,
        });
        rows.flat_map(|rows| rows.into_iter().skip(1)).collect()
    }

    /// How far it is from what was first agreed, as it says itself.
    fn facts(&self, version: &Version) -> Vec<String> {
        let document = Document::read(&version.document);
        let items = document.section(CHANGES).map(|it| it.items.clone()).unwrap_or_default();
        let clauses = items.into_iter().filter_map(|item| match item {
            Item::Clause(text) => Some(text),
            _ => None,
        });
        clauses.filter(|it| !it.starts_with("Everything else")).collect()
    }
}

/// One version.
#[derive(Template)]
#[template(path = "contracts/version.html")]
pub struct VersionPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The contract.
    pub seen: &'a Seen,
    /// The version.
    pub version: &'a Version,
    /// Its document, read.
    pub document: Document,
}

impl VersionPage<'_> {
    fn path(&self) -> String {
        format!("{}/versions/{}", self.seen.contract.path(), self.version.number)
    }
}
