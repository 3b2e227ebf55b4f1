//! What people see of checkpoints.

use askama::Template;

use super::model::Shown;
use crate::web::page::Frame;

/// All checkpoints, newest first.
#[derive(Template)]
#[template(path = "trail/checkpoints.html")]
pub struct CheckpointsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Those on this page.
    pub checkpoints: Vec<Shown>,
    /// Whether this is not the first page.
    pub later: bool,
    /// Whether there are older ones.
    pub more: bool,
}

impl CheckpointsPage {
    fn older(&self) -> String {
        let last = self.checkpoints.last().map(|it| it.size).unwrap_or_default();
        format!("/transparency/checkpoints?before={last}")
    }
}
