//! Who gave which score.

use askama::Template;

use super::view::Scores;
use crate::web::page::Frame;

/// Every score of a request whose quality is locked.
#[derive(Template)]
#[template(path = "evaluation/scores.html")]
pub struct ScoresPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The scores.
    pub it: Scores,
}
