//! What a requester sees while drafting.

use askama::Template;

use super::forms::{self, MOST_QUESTIONS, NOBODY, Row, Rows, Typed};
use super::halves::model::Half;
use super::model::Lists;
use super::policy::{Gap, is_optional, is_started, waits_for};
use crate::framework::model::FrameworkCriterion;
use crate::requests::approval::model::Return;
use crate::requests::bands::model::Needed;
use crate::requests::documents::model::Offered;
use crate::requests::model::{
    Classification, FullRequest, Ir35, NeededBy, PriceMethod, Pricing, Remote, Request, Route,
    Section,
};
use crate::requests::shown::{Shown, Value, route_words};
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// The page that begins a request.
#[derive(Template)]
#[template(path = "requests/new.html")]
pub struct NewPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// As typed.
    pub form: &'a Typed,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// The framework's lots.
    pub lots: &'a [Choice],
}

/// One line of the task list.
#[derive(Debug, Clone)]
pub struct Task {
    /// The page's name in addresses.
    pub word: &'static str,
    /// What it is about.
    pub label: &'static str,
    /// How far it is.
    pub state: &'static str,
    /// What it still lacks.
    pub lacks: String,
    /// Whether an approver said something about it.
    pub said: bool,
}

impl Task {
    /// What to do about it.
    fn hint(&self) -> String {
        match (self.said, self.lacks.as_str()) {
            (false, lacks) => lacks.to_owned(),
            (true, "") => "An approver commented on this.".to_owned(),
            (true, lacks) => format!("An approver commented on this. {lacks}"),
        }
    }
}

/// The tasks of a draft, each with how far it really is. `halves` are pages
/// that are kept unfinished, `said` is what an approver said of the request.
pub fn tasks(
    full: &FullRequest,
    gaps: &[Gap],
    halves: &[Section],
    said: Option<&Return>,
) -> Vec<Task> {
    let sections = full.request.sections();
    let one = |section: &Section| {
        let mut lacks: Vec<&str> = Vec::new();
        let mine = gaps.iter().filter(|it| it.section == Some(*section));
        lacks.extend(mine.map(|it| it.sentence.as_str()));
        let started = is_started(*section, full) || halves.contains(section);
        let state = match (lacks.is_empty(), started) {
            (true, false) if is_optional(*section, full) => "Optional",
            (true, _) => "Done",
            (false, true) => "In progress",
            (false, false) if waits_for(*section, full).is_some() => "Cannot start yet",
            (false, false) => "Not started",
        };
        let said = said.is_some_and(|it| it.about(*section).is_some());
        let hint = match state {
            "In progress" => lacks.join(". "),
            "Cannot start yet" => waits_for(*section, full).unwrap_or_default().to_owned(),
            _ => String::new(),
        };
        Task { word: section.word(), label: section.label(), state, lacks: hint, said }
    };
    sections.iter().map(one).collect()
}

/// The task list of a draft.
#[derive(Template)]
#[template(path = "requests/draft.html")]
pub struct DraftPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// Its tasks.
    pub tasks: &'a [Task],
    /// How many of them are done.
    pub done: usize,
    /// What it may come to.
    pub cost: &'a Value,
    /// How many approvers that takes.
    pub needed: Needed,
    /// What an approver said when they sent it back, in a list of one, or none.
    pub returns: &'a [Return],
    /// How many documents it has.
    pub documents: usize,
    /// Why this person may not write in it; empty if they may.
    pub barred: &'a str,
}

/// One page of a draft.
#[derive(Template)]
#[template(path = "requests/section.html")]
pub struct SectionPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// Which page.
    pub section: Section,
    /// As typed.
    pub form: &'a Typed,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// What there is to choose from.
    pub lists: &'a Lists,
    /// What is kept of it unfinished.
    pub half: Option<&'a Half>,
    /// What was said when the request last came back.
    pub said: Option<&'a Return>,
    /// The mark of what the page says now, or said when it was drawn.
    pub seen: String,
    /// What was saved in the meantime: what a field is called, and what it says.
    pub theirs: Vec<(String, String)>,
}

impl SectionPage<'_> {
    /// Who may be asked to chair the panel.
    pub(in crate::requests) fn chairs(&self) -> Vec<Choice> {
        let mut choices = vec![Choice {
            hint: "A requester or an approver agrees the scores with the panel".to_owned(),
            ..Choice::new(NOBODY, "Nobody")
        }];
        choices.extend(self.lists.evaluators.iter().cloned());
        choices
    }

    pub(in crate::requests) fn rows(&self) -> Vec<usize> {
        Rows::of(self.section).map_or(Vec::new(), |it| (1..=it.count(self.form)).collect())
    }

    /// What the button says that adds a row; empty if none can be added.
    pub(in crate::requests) fn another(&self) -> &'static str {
        let more = Rows::of(self.section).filter(|it| it.count(self.form) < it.most);
        more.map_or("", |it| it.more)
    }

    /// A part of the day on which the outcome of a row is due.
    pub(in crate::requests) fn due(&self, row: &usize, part: &str) -> &str {
        self.form.of(&format!("outcome_due_{row}_{part}"))
    }

    /// Whether it may be left empty, because the outcomes are priced.
    pub(in crate::requests) fn is_fixed_price(&self) -> bool {
        self.request.is_fixed_price()
    }

    pub(in crate::requests) fn pricings(&self) -> Vec<Choice> {
        let means = |it: &Pricing| match it {
            Pricing::DayRates => {
                "For work whose amount you can tell better than its result. You say which roles you need and for how many days; providers bid a day rate for each, and you pay for days worked."
            }
            Pricing::FixedPrice => {
                "For work whose result you can describe and check. You say what is delivered and how you decide whether to accept it; providers bid one price for each outcome, and you pay it when you accept it, however long it took. You can still name roles whose clearances you need."
            }
        };
        let one = |it: &Pricing| Choice {
            value: it.word().to_owned(),
            label: it.label().to_owned(),
            hint: means(it).to_owned(),
        };
        Pricing::ALL.iter().map(one).collect()
    }

    pub(in crate::requests) fn remotes(&self) -> Vec<Choice> {
        Remote::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    pub(in crate::requests) fn needed_by(&self) -> Vec<Choice> {
        NeededBy::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    pub(in crate::requests) fn ir35(&self) -> Vec<Choice> {
        Ir35::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    pub(in crate::requests) fn price_methods(&self) -> Vec<Choice> {
        PriceMethod::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    pub(in crate::requests) fn scales(&self) -> Vec<Choice> {
        vec![Choice::new("5", "0 to 5"), Choice::new("4", "0 to 4")]
    }

    pub(in crate::requests) fn shown_or_hidden(&self) -> Vec<Choice> {
        vec![
            Choice::new("yes", "Yes, show it on the public page"),
            Choice::new("no", "No, keep it within the force"),
        ]
    }

    pub(in crate::requests) fn routes(&self) -> Vec<Choice> {
        let least = |route| match route {
            Route::MiniCompetition => "At least 10 days from publishing to the bid deadline.",
            Route::Urgent => "At least 4 hours. Needs a written reason and a second approver.",
            Route::Direct => {
                "No shortest time. Needs a written reason; the provider bids at or below its rate ceilings."
            }
        };
        let one = |it: &Route| Choice {
            value: it.word().to_owned(),
            label: route_words(*it).to_owned(),
            hint: least(*it).to_owned(),
        };
        Route::ALL.iter().map(one).collect()
    }

    pub(in crate::requests) fn classifications(&self) -> Vec<Choice> {
        let mut all: Vec<Choice> =
            Classification::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect();
        all.push(Choice::new(SECRET, "SECRET or TOP SECRET"));
        all
    }

    pub(in crate::requests) fn hours(&self) -> Vec<Choice> {
        let hours = if self.request.route == Some(Route::Urgent) { 0..24 } else { 9..18 };
        hours.map(|hour| Choice::new(hour.to_string(), uk_time::hour_name(hour))).collect()
    }
}

/// What is typed for a classification that is not for this service.
pub const SECRET: &str = "secret";

/// Where a request above OFFICIAL stops.
#[derive(Template)]
#[template(path = "requests/secret.html")]
pub struct SecretPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
}

/// Every answer, before it is submitted for approval.
#[derive(Template)]
#[template(path = "requests/check.html")]
pub struct CheckPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// The request in words.
    pub shown: &'a Shown,
    /// Whether sections have links to change them.
    pub editing: bool,
    /// What it may come to.
    pub cost: &'a Value,
    /// How many approvers that takes.
    pub needed: Needed,
    /// Its documents.
    pub documents: &'a Offered,
    /// What it still lacks.
    pub gaps: &'a [Gap],
    /// The panel's names.
    pub panel: &'a [String],
}

impl SectionPage<'_> {
    pub(in crate::requests) fn needed_or_start(&self, row: &usize) -> &str {
        match self.form.at("role_by", row) {
            "" => NeededBy::Start.word(),
            typed => typed,
        }
    }

    /// What was typed for a criterion, or what most people would type.
    pub(in crate::requests) fn or<'s>(
        &'s self,
        code: &str,
        field: &str,
        usual: &'s str,
    ) -> &'s str {
        match self.form.at(field, code) {
            "" if self.mistakes.is_empty() => usual,
            typed => typed,
        }
    }
}

impl SectionPage<'_> {
    /// What an approver said about this page.
    fn comment(&self) -> &str {
        self.said.and_then(|it| it.about(self.section)).unwrap_or_default()
    }

    /// What the weights typed add up to; whatever is no number counts nothing.
    pub(in crate::requests) fn total(&self) -> i32 {
        self.lists.criteria.iter().map(|it| self.sum(it)).fold(0, i32::saturating_add)
    }

    /// What the questions of one criterion weigh together.
    pub(in crate::requests) fn sum(&self, one: &FrameworkCriterion) -> i32 {
        let weight = |key: &str| self.form.at("weight", key).trim().parse::<i32>().ok();
        let all = self.questions(one).into_iter().filter_map(|it| weight(&it.key));
        all.fold(0, i32::saturating_add)
    }

    /// The questions of a criterion, as rows of the form; of the price, the one
    /// row that holds its weight.
    pub(in crate::requests) fn questions(&self, one: &FrameworkCriterion) -> Vec<Row> {
        let mut rows = forms::questions(self.form, &one.code);
        if one.is_price {
            rows.truncate(1);
        }
        rows
    }

    pub(in crate::requests) fn may_ask_more(&self, one: &FrameworkCriterion) -> bool {
        self.questions(one).len() < MOST_QUESTIONS
    }
}

impl DraftPage<'_> {
    /// How many sections there are to complete.
    fn asked(&self) -> usize {
        self.tasks.iter().filter(|it| it.state != "Optional").count()
    }

    fn documents_state(&self) -> String {
        match self.documents {
            0 => "Optional".to_owned(),
            1 => "1 document".to_owned(),
            count => format!("{count} documents"),
        }
    }

    fn documents_link(&self) -> String {
        format!("/requests/{}/documents", self.request.reference)
    }

    fn link(&self, task: &Task) -> String {
        if self.barred.is_empty() {
            format!("/requests/{}/draft/{}", self.request.reference, task.word)
        } else {
            String::new()
        }
    }
}
