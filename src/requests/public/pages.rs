//! What anyone sees of requests.

use askama::Template;

use super::facets::model::{Facets, Loosening};
use super::forms::{Facet, MOST_COUNTED, Search, Sort, Status, Unknown};
use super::model::{Card, Lists, Opportunity};
use crate::clarifications::forms::WordsForm;
use crate::clarifications::model::Questions;
use crate::requests::amending::model::Published;
use crate::requests::documents::model::Offered;
use crate::requests::model::{Classification, Phase, Request, Route};
use crate::requests::shown::Shown;
use crate::requests::watching::model::Watching;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;
use crate::web::paging::Paging;
use crate::web::sheet::Sheet;

/// The front page.
#[derive(Template)]
#[template(path = "requests/start.html")]
pub struct StartPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The newest open requests.
    pub latest: &'a [Card],
    /// The framework's lots.
    pub lots: &'a [Choice],
    /// The time now.
    pub now: Moment,
}

/// The list of opportunities.
#[derive(Template)]
#[template(path = "requests/opportunities.html")]
pub struct ListPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The filters.
    pub search: &'a Search,
    /// This page of the list.
    pub found: &'a [Card],
    /// Which page of how many.
    pub paging: Paging,
    /// What can be chosen.
    pub lists: &'a Lists,
    /// How many requests each choice lists.
    pub facets: &'a Facets,
    /// Where nothing is found, the filters without which there is something.
    pub loosenings: &'a [Loosening],
    /// What was asked for by words that choose nothing.
    pub unknown: &'a [Unknown],
    /// Whether this person may keep the search.
    pub may_save: bool,
    /// The time now.
    pub now: Moment,
}

impl ListPage<'_> {
    fn count(&self) -> String {
        match self.paging.total {
            1 => "1 request".to_owned(),
            MOST_COUNTED.. => "1,000 requests or more".to_owned(),
            total => format!("{total} requests"),
        }
    }

    /// What the list is called as a file: it may be longer than that holds.
    fn kept(&self) -> &'static str {
        match self.paging.total {
            MOST_COUNTED.. => "Download the first 1,000",
            _ => "Download",
        }
    }

    /// The choices of a filter, with how many requests each lists.
    fn choices(&self, facet: Facet) -> Vec<Choice> {
        let words =
            |all: &[(&str, &str)]| all.iter().map(|it| Choice::new(it.0, it.1)).collect::<Vec<_>>();
        match facet {
            Facet::Words => Vec::new(),
            Facet::Lot => self.facets.all(facet, &self.lists.lots),
            Facet::Specialism => self.facets.all(facet, &self.lists.specialisms),
            Facet::Region => self.facets.all(facet, &self.lists.regions),
            Facet::Force => self.facets.all(facet, &self.lists.forces),
            Facet::Route => {
                let all: Vec<_> = Route::ALL.iter().map(|it| (it.word(), it.label())).collect();
                self.facets.all(facet, &words(&all))
            }
            Facet::Status => {
                let all: Vec<_> = Status::ALL.iter().map(|it| (it.word(), it.label())).collect();
                self.facets.all(facet, &words(&all))
            }
        }
    }

    /// The orders there are; what is best is a question of words.
    fn sorts(&self) -> Vec<Choice> {
        let worded = self.search.words().is_some();
        let there = Sort::ALL.iter().filter(|it| worded || **it != Sort::Best);
        // The usual order is not said in the address, so that it goes with the words.
        let usual = if worded { Sort::Best } else { Sort::Newest };
        let word = |it: Sort| if it == usual { "" } else { it.word() };
        there.map(|it| Choice::new(word(*it), it.label())).collect()
    }

    fn sorted(&self) -> &'static str {
        let usual = if self.search.words().is_some() { Sort::Best } else { Sort::Newest };
        let sort = self.search.sort();
        if sort == usual { "" } else { sort.word() }
    }

    /// What to take away, and what there would be then.
    fn loosened(&self, it: &Loosening) -> String {
        let count = match it.count {
            1 => "1 request".to_owned(),
            MOST_COUNTED.. => "1,000 requests or more".to_owned(),
            count => format!("{count} requests"),
        };
        match it.facet {
            Facet::Status => format!("Whatever their status: {count}"),
            // What was typed stands in its own field, and nowhere else.
            Facet::Words => format!("Without the words: {count}"),
            facet => {
                let (what, name) = (facet.label(), self.lists.name(self.search, facet));
                format!("Without the {what} {name}: {count}")
            }
        }
    }

    /// Whether it is a page beyond the end of the list.
    fn is_beyond(&self) -> bool {
        self.found.is_empty() && self.paging.total > 0
    }

    fn page_address(&self) -> String {
        match self.paging.page {
            1 => self.search.address(),
            page => format!("{}{page}", self.search.path()),
        }
    }
}

const COLUMNS: &[&str] = &[
    "Reference",
    "Title",
    "Force",
    "Lot",
    "Region",
    "Who may bid",
    "Status",
    "Budget",
    "Published",
    "Bids close",
    "Bids close (UTC)",
    "Summary",
];

/// The list for a spreadsheet.
pub fn sheet(found: &[Opportunity], now: Moment) -> Sheet {
    let row = |it: &Opportunity| {
        vec![
            it.reference.clone().into(),
            it.title.clone().into(),
            it.force.clone().into(),
            it.lot_name().into(),
            it.region_name().into(),
            it.route.map(Route::label).into(),
            it.phase(&now).label().into(),
            it.budget_words().into(),
            it.published_at.map(uk_time::date_of).into(),
            it.closes_words().into(),
            it.closes_iso().into(),
            it.summary.clone().into(),
        ]
    };
    Sheet::new(COLUMNS, found.iter().map(row))
}

/// Who is looking at an opportunity, and so what they can do there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looker {
    /// Nobody signed in.
    Nobody,
    /// Someone of a provider who writes bids.
    Bidder,
    /// Someone of the force whose request it is.
    Owner,
    /// Anyone else.
    Other,
}

/// How a provider's person stands to bidding on an opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bidding {
    /// They are nobody's bidder, or it takes no bids.
    Aside,
    /// They may start a bid.
    MayStart,
    /// Their company has a bid, which is here.
    Begun(String),
    /// Something keeps them from it.
    Barred,
}

/// Through whose eyes a force looks at its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preview {
    /// Anyone's.
    AsPublic,
    /// Those of a bidder of a provider that may bid.
    AsBidder,
}

impl Preview {
    fn whose(self) -> &'static str {
        match self {
            Self::AsPublic => "everyone",
            Self::AsBidder => "a provider that may bid",
        }
    }
}

/// One opportunity.
#[derive(Template)]
#[template(path = "requests/opportunity.html")]
pub struct OpportunityPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// The request in words.
    pub shown: &'a Shown,
    /// Whether sections have links to change them: never here.
    pub editing: bool,
    /// Whether the force only looks at what others will see.
    pub preview: Option<Preview>,
    /// Its documents, for whoever looks.
    pub documents: &'a Offered,
    /// Its last amendment, if it was amended.
    pub amended: Option<&'a Published>,
    /// Its questions and answers.
    pub questions: &'a Questions,
    /// Who is looking.
    pub looker: Looker,
    /// How they stand to bidding on it.
    pub bidding: Bidding,
    /// How they stand to watching it.
    pub watching: Watching,
    /// Whether questions may still be asked.
    pub takes_questions: bool,
    /// The question form, empty.
    pub form: &'a WordsForm,
    /// None.
    pub mistakes: &'a Mistakes,
}

impl OpportunityPage<'_> {
    /// Whether this person may ask about it: whoever may bid.
    fn may_ask(&self) -> bool {
        self.takes_questions
            && self.looker == Looker::Bidder
            && matches!(self.bidding, Bidding::MayStart | Bidding::Begun(_))
    }

    /// Whether this person reads more than its title: what is marked SENSITIVE
    /// is for people who are signed in.
    fn may_read(&self) -> bool {
        matches!(self.preview, Some(Preview::AsBidder))
            || self.looker != Looker::Nobody
            || self.request.classification == Some(Classification::Official)
    }

    fn has_outcome(&self) -> bool {
        matches!(self.shown.phase, Phase::Standstill | Phase::Contracted)
    }

    fn is_open(&self) -> bool {
        self.shown.phase == Phase::Open
    }
}
