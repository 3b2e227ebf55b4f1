//! What the operator sees of the forces.

use askama::Template;
use chrono::NaiveDate;

use super::forms::{ChangeForm, ForceForm};
use super::model::{DatedName, Kept, Kind, Merger};
use super::policy::{may_change, may_remove_domain};
use crate::audit::change::Told;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes};
use crate::web::narrow::Narrow;
use crate::web::page::Frame;
use crate::web::sheet::Sheet;

/// Every force.
#[derive(Template)]
#[template(path = "forces/list.html")]
pub struct ForcesPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Which are asked for.
    pub asked: Narrow,
    /// The forces by name, with how many people can sign in.
    pub forces: Vec<(Kept, i64)>,
    /// The day it is.
    pub today: NaiveDate,
    /// Whether the reader may change them.
    pub may: bool,
}

/// The same for a spreadsheet.
pub fn sheet(forces: &[(Kept, i64)]) -> Sheet {
    let row = |(it, people): &(Kept, i64)| {
        vec![
            it.name.clone().into(),
            it.kind.label().into(),
            it.valid_from.into(),
            it.valid_to.into(),
            (*people).into(),
        ]
    };
    Sheet::new(
        &["Force", "Kind", "From", "Until", "People who can sign in"],
        forces.iter().map(row),
    )
}

impl ForcesPage {
    fn kinds(&self) -> Vec<Choice> {
        Kind::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn stands(&self, it: &Kept) -> String {
        match it.valid_to {
            Some(day) if day <= self.today => format!("Ended on {}", uk_time::day(day)),
            Some(day) => format!("Ends on {}", uk_time::day(day)),
            None if it.valid_from > self.today => format!("From {}", uk_time::day(it.valid_from)),
            None => String::new(),
        }
    }
}

/// A force to add.
#[derive(Template)]
#[template(path = "forces/new.html")]
pub struct NewForcePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The force as typed.
    pub form: &'a ForceForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// The kinds of bodies.
    pub kinds: Vec<Choice>,
    /// The regions.
    pub regions: &'a [Choice],
    /// Whose law there is to buy under.
    pub regimes: Vec<Choice>,
}

impl NewForcePage<'_> {
    fn once(&self) -> String {
        self.frame.once().to_string()
    }
}

/// One force.
#[derive(Template)]
#[template(path = "forces/show.html")]
pub struct ForcePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The force.
    pub force: Kept,
    /// Its region, in words.
    pub region: String,
    /// How many of its people can sign in.
    pub people: i64,
    /// The names it has had, has and will have.
    pub names: Vec<DatedName>,
    /// The domains listed for it.
    pub domains: Vec<String>,
    /// The domains it has from forces that became part of it.
    pub inherited: Vec<String>,
    /// What it becomes part of, if anything.
    pub successor: Option<Kept>,
    /// The forces it could become part of.
    pub successors: Vec<Choice>,
    /// What was typed.
    pub form: &'a ChangeForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// Whether the reader may change it.
    pub may: bool,
    /// Whether the reader may invite people of it.
    pub may_invite: bool,
    /// The day it is.
    pub today: NaiveDate,
    /// What happened to it.
    pub events: Vec<Told>,
}

impl ForcePage<'_> {
    fn since(&self) -> String {
        uk_time::day(self.force.valid_from)
    }

    fn named(&self, it: &DatedName) -> String {
        let day = uk_time::day(it.from);
        if it.from > self.today {
            format!("{}, planned from {day}", it.name)
        } else {
            format!("{}, from {day}", it.name)
        }
    }

    fn ending(&self) -> Option<String> {
        let day = uk_time::day(self.force.valid_to?);
        let verb = if self.force.has_ended(self.today) { "Ended on" } else { "Ends on" };
        Some(match &self.successor {
            Some(into) => format!("{verb} {day}, when it becomes part of {}.", into.name),
            None => format!("{verb} {day}."),
        })
    }

    fn removable(&self) -> bool {
        self.may && may_remove_domain(&self.domains).is_ok()
    }

    fn open(&self) -> bool {
        self.may && may_change(&self.force, self.today).is_ok()
    }
}

/// Asking before a force becomes part of another.
#[derive(Template)]
#[template(path = "forces/merger.html")]
pub struct MergerPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The two forces.
    pub merger: &'a Merger,
    /// The day it happens.
    pub from: NaiveDate,
    /// The day it is.
    pub today: NaiveDate,
    /// The domains that go over.
    pub domains: Vec<String>,
    /// How many of its people can sign in.
    pub people: i64,
    /// What was typed.
    pub form: &'a ChangeForm,
}

impl MergerPage<'_> {
    fn title(&self) -> String {
        let (one, other) = (&self.merger.force.name, &self.merger.successor.name);
        format!("Let {one} become part of {other}?")
    }

    fn day(&self) -> String {
        uk_time::day(self.from)
    }

    fn at_once(&self) -> bool {
        self.from <= self.today
    }

    fn domains(&self) -> String {
        let into = &self.merger.successor.name;
        match self.domains.as_slice() {
            [] => format!("{into} takes over no e-mail domain, since it has none"),
            all => format!("{into} takes over its e-mail domains: {}", all.join(", ")),
        }
    }

    fn people(&self) -> String {
        match self.people {
            0 => "nobody can sign in for it, so nobody’s account changes".to_owned(),
            1 => {
                "the 1 person who can sign in for it keeps their account and their roles".to_owned()
            }
            n => {
                format!("the {n} people who can sign in for it keep their accounts and their roles")
            }
        }
    }
}
