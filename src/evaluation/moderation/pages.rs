//! Scores side by side, and the ranking.

use askama::Template;

use super::plot::Plot;
use super::view::{ModerationRow, RankingRow, Side};
use crate::evaluation::prices::model::Prices;
use crate::evaluation::read::{BidRead, QuestionLine};
use crate::requests::model::{Criterion, Request};
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// Every bid and criterion.
#[derive(Template)]
#[template(path = "evaluation/moderation.html")]
pub struct ModerationPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// The criteria that are scored.
    pub criteria: Vec<Criterion>,
    /// Bid by bid.
    pub rows: Vec<ModerationRow>,
    /// Whether everything is agreed.
    pub all_agreed: bool,
    /// Whether the viewer reads it as an auditor.
    pub reads_only: bool,
}

/// One bid, with scores and reasons side by side.
#[derive(Template)]
#[template(path = "evaluation/moderate_bid.html")]
pub struct ModerateBidPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// What the panel calls the bidder.
    pub letter: String,
    /// What the bid says besides its answers.
    pub bid: BidRead,
    /// Each answer, with what is typed or agreed for it and every score.
    pub lines: Vec<(QuestionLine, Side)>,
    /// The scores to choose from.
    pub scale: Vec<Choice>,
    /// Whether the viewer reads it as an auditor.
    pub reads_only: bool,
    /// What is wrong with what was typed.
    pub mistakes: Mistakes,
}

/// The ranking, once quality is locked.
#[derive(Template)]
#[template(path = "evaluation/ranking.html")]
pub struct RankingPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// Who locked quality, and when.
    pub locked: String,
    /// Whether bids are ranked by price per quality point.
    pub per_point: bool,
    /// Best first.
    pub rows: Vec<RankingRow>,
    /// Quality against price.
    pub plot: Plot,
    /// What each bid asks, side by side.
    pub prices: Prices,
    /// The word lots were drawn with.
    pub lots: String,
}
