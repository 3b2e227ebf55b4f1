//! What is still missing from a bid, and how far each section has come.

use crate::bids::attachments;
use crate::bids::clearance::{self, Gap};
use crate::bids::model::BidInFull;
use crate::bids::price;
use crate::requests::model::{Criterion, Requirement, RequirementKind, TeamRole, WantedOutcome};
use crate::types::text;
use crate::types::time::Moment;

/// The most words of evidence for one requirement.
pub const EVIDENCE_WORDS: usize = 100;

/// The most words about a team where no role is asked for.
pub const TEAM_WORDS: usize = 200;

/// Something that keeps a bid from being submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The section's place under the bid's address, such as `price`.
    pub place: String,
    /// What to do about it.
    pub said: String,
}

impl Fault {
    /// A fault in a section.
    pub fn new(place: &str, said: impl Into<String>) -> Self {
        Self { place: place.to_owned(), said: said.into() }
    }
}

/// One line of the task list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its place under the bid's address.
    pub place: String,
    /// What it says.
    pub title: String,
    /// A line under it.
    pub hint: String,
    /// How far it has come: "Done", "In progress", "Not started" or "Optional".
    pub state: &'static str,
}

impl Task {
    /// Its id on the page.
    pub fn id(&self) -> String {
        format!("task-{}", self.place.replace('/', "-"))
    }
}

/// Everything that keeps the bid from being submitted, in the order of its
/// sections.
pub fn faults(it: &BidInFull, now: Moment) -> Vec<Fault> {
    let mut found: Vec<Fault> =
        it.requirements.iter().filter_map(|one| evidence(it, one)).collect();
    found.extend(it.questions().filter_map(|one| answer(it, one)));
    found.extend(it.roles.iter().flat_map(|role| team(it, role, now)));
    found.extend(it.outcomes.iter().filter_map(|one| unpriced(it, one)));
    found.extend(it.roles.iter().filter_map(|role| rate(it, role)));
    if it.totals().is_none() {
        let said = if it.request.is_fixed_price() {
            "The price is too large to add up. Check the prices"
        } else {
            "The price is too large to add up. Check the day rates"
        };
        found.push(Fault::new("price", said));
    }
    found.extend(attachments::policy::faults(&it.attachments));
    if !it.bid.no_conflict {
        found.push(Fault::new("declarations", "Declare that you have no conflict of interest"));
    }
    if !it.bid.prices_held {
        found.push(Fault::new("declarations", "Declare that your prices hold for 90 days"));
    }
    found
}

/// The sections as a task list.
pub fn tasks(it: &BidInFull, faults: &[Fault]) -> Vec<Task> {
    // What is begun says what it still wants.
    let task = |place: String, title: String, begun: bool| {
        let wants = faults.iter().find(|fault| begun && fault.place == place);
        let state = match (begun, wants) {
            (false, _) => "Not started",
            (true, Some(_)) => "In progress",
            (true, None) => "Done",
        };
        Task { state, place, title, hint: wants.map(|it| it.said.clone()).unwrap_or_default() }
    };
    let content = &it.content;
    let mut tasks = Vec::new();
    if !it.requirements.is_empty() {
        let title = "Requirements and evidence".to_owned();
        tasks.push(task("evidence".to_owned(), title, !content.evidence.is_empty()));
    }
    for one in it.questions() {
        let title = format!("{} ({}%)", one.name, one.weight);
        let begun = !content.answer_to(one.id).is_empty();
        tasks.push(task(answer_place(one), title, begun));
    }
    let begun = !content.team.is_empty() || (it.describes_team() && !it.bid.team_words.is_empty());
    let team = task("team".to_owned(), "Team".to_owned(), begun);
    tasks.push(match it.describes_team() && !begun {
        true => Task { state: "Optional", ..team },
        false => team,
    });
    tasks.push(task("price".to_owned(), "Price".to_owned(), content.is_priced()));
    let declared = it.bid.no_conflict || it.bid.prices_held;
    tasks.push(task("declarations".to_owned(), "Declarations".to_owned(), declared));
    tasks
}

/// How many of the sections that have to be done are, and how many there are.
pub fn done(tasks: &[Task]) -> (usize, usize) {
    let in_state = |state: &str| tasks.iter().filter(|it| it.state == state).count();
    (in_state("Done"), tasks.len().saturating_sub(in_state("Optional")))
}

/// The place of a question under the bid's address.
pub fn answer_place(criterion: &Criterion) -> String {
    format!("answers/{}", criterion.word())
}

/// A criterion's limit on words.
pub fn word_limit(criterion: &Criterion) -> usize {
    usize::try_from(criterion.word_limit).unwrap_or(0)
}

/// What every nominated person lacks for their roles: what bars the bid and
/// what is only a warning.
pub fn gaps(it: &BidInFull, role: &TeamRole, now: Moment) -> Vec<Gap> {
    let on = clearance::needed_on(role, &it.request, now);
    let nominated = it.content.nominated(role.id);
    let people = nominated.into_iter().filter_map(|id| it.specialist(id));
    people.flat_map(|person| clearance::gaps(role, person, &it.ladders, on)).collect()
}

/// What is worth knowing about how many people are put forward. It keeps no
/// bid from being submitted: the force asked for up to so many, and one person
/// may be able to do two things.
pub fn staffing(it: &BidInFull) -> Vec<String> {
    let few = it.roles.iter().filter_map(|role| {
        let (put, wanted) = (it.content.nominated(role.id).len(), role.people);
        let fewer = put > 0 && i32::try_from(put).is_ok_and(|put| put < wanted);
        fewer.then(|| {
            let counts = if it.request.is_fixed_price() {
                String::new()
            } else {
                format!(". The price counts {wanted}")
            };
            format!(
                "The role {} is for {wanted} people, and you put forward {put}{counts}",
                role.title
            )
        })
    });
    let twice = it.specialists.iter().filter_map(|person| {
        let roles =
            it.roles.iter().filter(|role| it.content.nominated(role.id).contains(&person.id));
        let titles: Vec<&str> = roles.map(|role| role.title.as_str()).collect();
        let (last, others) = titles.split_last()?;
        let others = Some(others.join(", ")).filter(|it| !it.is_empty())?;
        let counts =
            if it.request.is_fixed_price() { "" } else { ". The days of each are counted" };
        Some(format!(
            "{} is put forward for more than one role: {others} and {last}{counts}",
            person.name
        ))
    });
    few.chain(twice).collect()
}

fn evidence(it: &BidInFull, requirement: &Requirement) -> Option<Fault> {
    let said = match it.content.evidence_for(requirement.id) {
        Some(given) if given.met && given.evidence.is_empty() => {
            format!("Give your evidence for “{}”", requirement.text)
        }
        Some(given) if given.met => return None,
        _ if requirement.kind == RequirementKind::NiceToHave => return None,
        Some(_) => format!("You must meet the essential requirement “{}”", requirement.text),
        None => format!("Say whether you meet “{}”", requirement.text),
    };
    Some(Fault::new("evidence", said))
}

fn answer(it: &BidInFull, criterion: &Criterion) -> Option<Fault> {
    let (given, most) = (it.content.answer_to(criterion.id), word_limit(criterion));
    let said = match text::count_words(given) {
        0 => format!("Answer the question on {}", criterion.name),
        count if count > most => {
            format!("Shorten your answer on {} to {most} words; it has {count}", criterion.name)
        }
        _ => return None,
    };
    Some(Fault::new(&answer_place(criterion), said))
}

fn team(it: &BidInFull, role: &TeamRole, now: Moment) -> Vec<Fault> {
    let nominated = it.content.nominated(role.id);
    let places = usize::try_from(role.people).unwrap_or(0);
    let mut said = Vec::new();
    if nominated.is_empty() {
        said.push(format!("Nominate someone for the role {}", role.title));
    }
    if nominated.len() > places {
        said.push(format!("Nominate no more than {places} for the role {}", role.title));
    }
    if nominated.iter().any(|id| it.specialist(*id).is_none()) {
        said.push(format!(
            "Someone you nominated for the role {} has left your list of specialists: nominate someone else",
            role.title
        ));
    }
    said.extend(gaps(it, role, now).into_iter().filter(|gap| gap.bars).map(|gap| gap.said));
    said.into_iter().map(|said| Fault::new("team", said)).collect()
}

fn unpriced(it: &BidInFull, outcome: &WantedOutcome) -> Option<Fault> {
    let said = format!("Enter a price for “{}”", outcome.title);
    it.content.price_of(outcome.id).is_none().then(|| Fault::new("price", said))
}

fn rate(it: &BidInFull, role: &TeamRole) -> Option<Fault> {
    let said = match it.content.rate_of(role.id) {
        // Where the outcomes are priced, a day rate is an offer beside them.
        None if it.request.is_fixed_price() => return None,
        None => format!("Enter a day rate for {}", role.title),
        Some(rate) => price::over_ceiling(role, rate, &it.ceilings)?,
    };
    Some(Fault::new("price", said))
}
