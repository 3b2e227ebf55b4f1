//! Scores side by side, and the ranking.

use askama::Template;

use super::plot::Plot;
use super::view::{ModerationRow, RankingRow, Side};
use crate::evaluation::prices::model::Prices;
use crate::evaluation::read::{BidRead, QuestionLine};
use crate::evaluation::reranking::view::ChangeRead;
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
    /// How many evaluators have a conflict of interest with somebody who bid.
    pub recused: usize,
    /// Whether everything is agreed.
    pub all_agreed: bool,
    /// Whether the viewer reads it, and agrees nothing.
    pub reads_only: bool,
}

/// What is agreed, before it is locked.
#[derive(Template)]
#[template(path = "evaluation/lock.html")]
pub struct LockPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// The criteria that are scored.
    pub criteria: Vec<Criterion>,
    /// Bid by bid, with the agreed score on each criterion and whether it falls
    /// short of the minimum.
    pub rows: Vec<(String, Vec<(i16, bool)>)>,
}

impl LockPage {
    /// The bids that will be disqualified, by letter.
    fn out(&self) -> Vec<&str> {
        let short = self.rows.iter().filter(|(_, scores)| scores.iter().any(|it| it.1));
        short.map(|(letter, _)| letter.as_str()).collect()
    }
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
    /// Who it is, once quality is locked.
    pub provider: String,
    /// What the bid says besides its answers.
    pub bid: BidRead,
    /// Each answer, with what is typed or agreed for it and every score.
    pub lines: Vec<(QuestionLine, Side)>,
    /// The scores to choose from.
    pub scale: Vec<Choice>,
    /// Whether the viewer reads it, and agrees nothing.
    pub reads_only: bool,
    /// Whether something on the page is kept unfinished.
    pub unfinished: bool,
    /// When scores for this bid were agreed last.
    pub seen: String,
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
    /// Its number: 1 is the ranking of the lock.
    pub number: i32,
    /// What was proposed to change in it, the newest first.
    pub changes: Vec<ChangeRead>,
    /// Whether the viewer may propose a change.
    pub may_change: bool,
    /// Whether the viewer may read the bids, and who gave which score.
    pub may_look_back: bool,
    /// Whether a price is marked as abnormally low, and nobody has accepted why.
    pub any_low: bool,
    /// Whether one is, and somebody has.
    pub any_believed: bool,
}
