//! What people see of the versions of a contract.

use askama::Template;

use super::model::Version;
use crate::contracts::document::Document;
use crate::contracts::model::Seen;
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
