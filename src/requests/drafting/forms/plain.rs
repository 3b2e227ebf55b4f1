//! The pages that are mostly words: basics, need, place, money, requirements.

use super::{Typed, chosen, lot, pair};
use crate::requests::drafting::model::{
    Basics, Edit, Lists, Need, NewRequirement, Place, Terms, is_listed,
};
use crate::requests::model::{Classification, FullRequest, Ir35, Remote, RequirementKind};
use crate::types::money::Money;
use crate::types::text;
use crate::web::form::Mistakes;

/// The longest a paragraph field may be, in characters.
const LONGEST: usize = 5_000;

type Pairs = Vec<(String, String)>;

pub(super) fn basics_filled(full: &FullRequest) -> Pairs {
    let it = &full.request;
    let mut pairs = vec![
        pair("title", &it.title),
        pair("lot", it.lot_code.as_deref().unwrap_or_default()),
        pair("summary", &it.summary),
    ];
    pairs.extend(full.specialisms.iter().map(|code| pair("specialisms", code)));
    pairs
}

pub(super) fn basics(typed: &Typed, lists: &Lists) -> Result<Edit, Mistakes> {
    let mut mistakes = Mistakes::default();
    let title = mistakes.keep("title", text::line(typed.of("title"), "a title", 100));
    let lot = mistakes.keep("lot", chosen(lot(typed, lists), "Choose a lot"));
    let mut specialisms = typed.all("specialisms");
    specialisms.retain(|it| is_listed(&lists.specialisms, it));
    specialisms.sort();
    specialisms.dedup();
    if specialisms.is_empty() {
        mistakes.add("specialisms", "Choose at least one specialism");
    }
    let summary = mistakes.keep("summary", text::words(typed.of("summary"), "a summary", 50));
    match (title, summary) {
        (Some(title), Some(summary)) if mistakes.is_empty() => {
            Ok(Edit::Basics(Basics { title, lot_code: lot, summary }, specialisms))
        }
        _ => Err(mistakes),
    }
}

pub(super) fn need_filled(full: &FullRequest) -> Pairs {
    let it = &full.request;
    vec![
        pair("why", &it.why),
        pair("problem", &it.problem),
        pair("outcomes", &it.outcomes),
        pair("team", &it.team),
    ]
}

pub(super) fn need(typed: &Typed) -> Result<Edit, Mistakes> {
    let mut mistakes = Mistakes::default();
    let mut prose = |field, what| mistakes.keep(field, text::prose(typed.of(field), what, LONGEST));
    let why = prose("why", "why the work is needed");
    let problem = prose("problem", "the problem to solve");
    let outcomes = prose("outcomes", "what should be there at the end");
    let team = prose("team", "who the provider will work with");
    match (why, problem, outcomes, team) {
        (Some(why), Some(problem), Some(outcomes), Some(team)) => {
            Ok(Edit::Need(Need { why, problem, outcomes, team }))
        }
        _ => Err(mistakes),
    }
}

pub(super) fn place_filled(full: &FullRequest) -> Pairs {
    let it = &full.request;
    vec![
        pair("region", it.region_code.as_deref().unwrap_or_default()),
        pair("remote", it.remote.word()),
        pair("site", &it.site),
        pair("working", &it.working),
    ]
}

pub(super) fn place(typed: &Typed, lists: &Lists) -> Result<Edit, Mistakes> {
    let mut mistakes = Mistakes::default();
    let region = Some(typed.of("region")).filter(|it| is_listed(&lists.regions, it));
    let region = mistakes.keep("region", chosen(region, "Choose a region"));
    let remote = Remote::parse(typed.of("remote"));
    let remote = mistakes.keep("remote", chosen(remote, "Choose where the work is done"));
    let site = if remote == Some(Remote::Remote) {
        text::optional_line(typed.of("site"), "the site", 200)
    } else {
        text::line(typed.of("site"), "the site", 200)
    };
    let site = mistakes.keep("site", site);
    let working = text::prose(typed.of("working"), "the working arrangements", LONGEST);
    let working = mistakes.keep("working", working);
    match (remote, site, working) {
        (Some(remote), Some(site), Some(working)) if mistakes.is_empty() => {
            Ok(Edit::Place(Place { region_code: region.map(str::to_owned), remote, site, working }))
        }
        _ => Err(mistakes),
    }
}

pub(super) fn money_filled(full: &FullRequest) -> Pairs {
    let it = &full.request;
    let mut pairs = vec![pair("budget_shown", if it.budget_shown { "yes" } else { "no" })];
    pairs.extend(it.budget.map(|it| pair("budget", it.typed())));
    if it.options > Money::ZERO {
        pairs.push(pair("options", it.options.typed()));
    }
    pairs.extend(it.ir35.map(|it| pair("ir35", it.word())));
    pairs.extend(it.classification.map(|it| pair("classification", it.word())));
    pairs
}

pub(super) fn money(typed: &Typed) -> Result<Edit, Mistakes> {
    let mut mistakes = Mistakes::default();
    let budget = mistakes.keep("budget", Money::parse(typed.of("budget")));
    let options = match typed.of("options").trim() {
        "" => Ok(Money::ZERO),
        sum => Money::parse_or_zero(sum),
    };
    let options = mistakes.keep("options", options);
    let shown = match typed.of("budget_shown") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let shown =
        mistakes.keep("budget_shown", chosen(shown, "Say whether providers may see the budget"));
    let ir35 = Ir35::parse(typed.of("ir35"));
    mistakes.keep("ir35", chosen(ir35, "Say whether the off-payroll rules apply"));
    let classification = Classification::parse(typed.of("classification"));
    mistakes.keep("classification", chosen(classification, "Choose the classification"));
    match (options, shown) {
        (Some(options), Some(budget_shown)) if mistakes.is_empty() => {
            Ok(Edit::Money(Terms { budget, options, budget_shown, ir35, classification }))
        }
        _ => Err(mistakes),
    }
}

pub(super) fn requirements_filled(full: &FullRequest) -> Pairs {
    let lines = |kind| {
        let texts: Vec<_> = full.requirements_of(kind).iter().map(|it| it.text.as_str()).collect();
        texts.join("\n")
    };
    vec![
        pair("essential", lines(RequirementKind::Essential)),
        pair("nice", lines(RequirementKind::NiceToHave)),
        pair("certifications", &full.request.certifications),
    ]
}

pub(super) fn requirements(typed: &Typed) -> Result<Edit, Mistakes> {
    let mut mistakes = Mistakes::default();
    let essential = lines(typed.of("essential"), RequirementKind::Essential);
    let essential = mistakes.keep("essential", essential);
    let nice = mistakes.keep("nice", lines(typed.of("nice"), RequirementKind::NiceToHave));
    let wanted = text::optional_prose(typed.of("certifications"), "the certifications", 500);
    let wanted = mistakes.keep("certifications", wanted);
    match (essential, nice, wanted) {
        (Some(mut all), Some(nice), Some(wanted)) => {
            all.extend(nice);
            Ok(Edit::Requirements(all, wanted))
        }
        _ => Err(mistakes),
    }
}

/// One requirement to a line: at most 20 of at most 30 words.
fn lines(typed: &str, kind: RequirementKind) -> Result<Vec<NewRequirement>, String> {
    let texts = typed.lines().map(str::trim).filter(|it| !it.is_empty());
    let read: Vec<NewRequirement> =
        texts.map(|text| NewRequirement { kind, text: text.to_owned() }).collect();
    if read.is_empty() && kind == RequirementKind::Essential {
        return Err("Enter at least one essential requirement".to_owned());
    }
    if read.len() > 20 {
        return Err(format!("Enter 20 requirements or fewer; these are {}", read.len()));
    }
    for (count, it) in (1..).zip(&read) {
        let words = text::count_words(&it.text);
        if words > 30 || it.text.len() > 1_000 {
            return Err(format!(
                "Each requirement must be 30 words or fewer; number {count} has {words}"
            ));
        }
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::lines;
    use crate::requests::model::RequirementKind::{Essential, NiceToHave};

    #[test]
    fn requirements_are_one_to_a_line_and_short() {
        assert_eq!(lines(" one \n\n two\n", Essential).unwrap().len(), 2);
        assert_eq!(lines("", NiceToHave).unwrap(), []);
        for (typed, why) in [
            (String::new(), "at least one"),
            ("x\n".repeat(21), "20 requirements or fewer; these are 21"),
            ("word ".repeat(31), "number 1 has 31"),
        ] {
            let found = lines(&typed, Essential).unwrap_err();
            assert!(found.contains(why), "{found}");
        }
    }
}
