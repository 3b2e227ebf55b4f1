//! What was and what is: two versions of a request compared, in the words in
//! which everyone reads them.

use super::model::Change;
use crate::requests::model::{
    Criterion, FullRequest, Request, Requirement, RequirementKind, TeamRole, WantedOutcome,
};
use crate::requests::shown::{CriterionLine, OutcomeLine, RoleLine, Shown, Words};
use crate::types::money::Money;
use crate::types::time::Moment;

/// Everything that differs, in the order of the page. What providers are not
/// shown is not in it.
pub fn changes(
    before: &FullRequest,
    after: &FullRequest,
    words: &Words,
    now: Moment,
) -> Vec<Change> {
    let (was, is) = (Shown::new(before, words, now), Shown::new(after, words, now));
    let mut found = texts(&was, &is);
    found.extend(outcomes(&before.outcomes, &after.outcomes, &was.wanted, &is.wanted));
    found.extend(roles(&before.roles, &after.roles, &was.roles, &is.roles));
    found.extend(requirements(&before.requirements, &after.requirements));
    found.extend(criteria(&before.criteria, &after.criteria, &was.criteria, &is.criteria));
    found.retain(|it| it.before != it.after);
    found
}

/// What changes of a budget that bidders do not see, before or after.
pub fn inside(before: &Request, after: &Request) -> Vec<Change> {
    if before.budget_shown && after.budget_shown {
        return Vec::new();
    }
    let said = |it: Option<Money>| it.map(|it| format!("{it:#}")).unwrap_or_default();
    let mut found = vec![
        change("Budget, as the force knows it", &said(before.budget), &said(after.budget)),
        change(
            "Options, as the force knows them",
            &said(Some(before.options)),
            &said(Some(after.options)),
        ),
    ];
    found.retain(|it| it.before != it.after);
    found
}

fn change(what: &str, before: &str, after: &str) -> Change {
    Change {
        what: what.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
        is_document: false,
    }
}

fn texts(was: &Shown, is: &Shown) -> Vec<Change> {
    let when = |it: &Option<crate::requests::shown::When>| {
        it.as_ref().map(|it| it.words.clone()).unwrap_or_default()
    };
    vec![
        change("Title", &was.title, &is.title),
        change("Summary", &was.summary, &is.summary),
        change("Specialisms", &was.specialisms, &is.specialisms),
        change("Why the work is needed", &was.why, &is.why),
        change("The problem to solve", &was.problem, &is.problem),
        change("What should be there at the end", &was.outcomes, &is.outcomes),
        change("Who you will work with", &was.team, &is.team),
        change("Region", &was.region, &is.region),
        change("Where the work is done", &was.remote, &is.remote),
        change("Site", &was.site, &is.site),
        change("Working arrangements", &was.working, &is.working),
        change("Ask questions until", &when(&was.questions), &when(&is.questions)),
        change("Bids close at", &when(&was.closes), &when(&is.closes)),
        change("Work starts on", &was.starts, &is.starts),
        change("Length", &was.length, &is.length),
        change("Budget", &was.budget, &is.budget),
        change("Off-payroll working (IR35)", &was.ir35, &is.ir35),
        change("Classification", &was.classification, &is.classification),
        change("Certifications", &was.certifications, &is.certifications),
        change("Scale of scores", &was.scale, &is.scale),
        change("How prices are scored", &was.price_method, &is.price_method),
        change(
            "Why social value weighs less than 10",
            &was.social_value_reason,
            &is.social_value_reason,
        ),
    ]
}

/// Pairs lines by their id: those that are still there, then those that are gone.
fn paired<T, I: PartialEq>(
    was: Vec<(I, String, T)>,
    is: Vec<(I, String, T)>,
    said: impl Fn(&T) -> String,
) -> Vec<Change> {
    let mut found = Vec::new();
    for (id, what, line) in &is {
        let before = was.iter().find(|it| it.0 == *id).map(|it| said(&it.2)).unwrap_or_default();
        found.push(change(what, &before, &said(line)));
    }
    for (_, what, line) in was.iter().filter(|it| is.iter().all(|one| one.0 != it.0)) {
        found.push(change(what, &said(line), ""));
    }
    found
}

fn outcomes(
    was: &[WantedOutcome],
    is: &[WantedOutcome],
    said_was: &[OutcomeLine],
    said_is: &[OutcomeLine],
) -> Vec<Change> {
    let lines = |all: &[WantedOutcome], said: &[OutcomeLine]| {
        let both = all.iter().zip(said);
        both.map(|(one, it)| (one.id, format!("Outcome: {}", it.title), it.clone())).collect()
    };
    paired(lines(was, said_was), lines(is, said_is), |it: &OutcomeLine| {
        let due = if it.due.is_empty() { "by the end of the work" } else { &it.due };
        format!("{}. Accepted if: {} Due: {due}", it.title, full_stop(&it.acceptance))
    })
}

/// A text that ends as a sentence does.
fn full_stop(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

fn roles(
    was: &[TeamRole],
    is: &[TeamRole],
    said_was: &[RoleLine],
    said_is: &[RoleLine],
) -> Vec<Change> {
    let lines = |all: &[TeamRole], said: &[RoleLine]| {
        let both = all.iter().zip(said);
        both.map(|(role, it)| (role.id, format!("Role: {}", it.title), it.clone())).collect()
    };
    paired(lines(was, said_was), lines(is, said_is), |it: &RoleLine| {
        format!(
            "{}. SFIA level {}. People: {}. Days each: {}. Clearances: {}",
            it.title, it.level, it.people, it.days, it.clearances
        )
    })
}

fn requirements(was: &[Requirement], is: &[Requirement]) -> Vec<Change> {
    let what = |kind| match kind {
        RequirementKind::Essential => "Essential requirement".to_owned(),
        RequirementKind::NiceToHave => "Nice-to-have requirement".to_owned(),
    };
    let lines = |all: &[Requirement]| {
        all.iter().map(|it| (it.id, what(it.kind), it.clone())).collect::<Vec<_>>()
    };
    paired(lines(was), lines(is), |it: &Requirement| format!("{} ({})", it.text, it.kind.label()))
}

fn criteria(
    was: &[Criterion],
    is: &[Criterion],
    said_was: &[CriterionLine],
    said_is: &[CriterionLine],
) -> Vec<Change> {
    let lines = |all: &[Criterion], said: &[CriterionLine]| {
        let both = all.iter().zip(said);
        both.map(|(one, it)| (one.id, format!("Award criterion: {}", it.name), it.clone()))
            .collect()
    };
    paired(lines(was, said_was), lines(is, said_is), |it: &CriterionLine| {
        let mut said = vec![format!("Weight: {}", it.weight)];
        let parts = [("Question", &it.question), ("A good answer covers", &it.guidance)];
        said.extend(
            parts.iter().filter(|it| !it.1.is_empty()).map(|it| format!("{}: {}", it.0, it.1)),
        );
        said.extend(Some(it.limits.clone()).filter(|it| !it.is_empty()));
        said.join("\n")
    })
}
