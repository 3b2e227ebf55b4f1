//! The gates to publishing: what a draft still lacks, page by page.

use chrono::{Months, TimeDelta};

use super::model::{Lists, is_listed};
use crate::requests::model::{
    FullRequest, Remote, Request, RequirementKind, Route, Section, WantedOutcome,
};
use crate::types::calendar::{Deadline, WorkingDays};
use crate::types::time::Moment;
use crate::types::uk_time;

/// Social value weighs at least this much, unless a reason is given.
pub const LEAST_SOCIAL_VALUE: i32 = 10;

/// Something a draft still lacks, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The page; none for its documents, which are no page of it.
    pub section: Option<Section>,
    /// What to do.
    pub sentence: String,
}

impl Gap {
    /// Something its documents lack.
    pub fn of_documents(sentence: &str) -> Self {
        Self { section: None, sentence: sentence.to_owned() }
    }

    /// What the page is about.
    pub fn label(&self) -> &'static str {
        self.section.map_or("Documents", Section::label)
    }

    /// Where to do something about it, below the request.
    pub fn page(&self) -> String {
        self.section.map_or("documents".to_owned(), |it| format!("draft/{}", it.word()))
    }
}

/// What pages lack that are half written.
pub fn half_written(halves: &[Section]) -> Vec<Gap> {
    let gap = |it: &Section| Gap {
        section: Some(*it),
        sentence: "Finish this page: what is saved of it does not hold yet".to_owned(),
    };
    halves.iter().map(gap).collect()
}

/// The shortest time from publishing to the deadline.
pub fn shortest(route: Route) -> TimeDelta {
    match route {
        Route::MiniCompetition => TimeDelta::days(10),
        Route::Urgent => TimeDelta::hours(4),
        Route::Direct => TimeDelta::zero(),
    }
}

/// May this moment be a deadline on this route?
pub fn fit_deadline(
    at: Moment,
    route: Option<Route>,
    working: &WorkingDays,
) -> Result<Moment, String> {
    let fit = match route {
        Some(Route::Urgent) => Deadline::urgent(at),
        _ => Deadline::ordinary(at, working),
    };
    fit.map(Deadline::moment).map_err(|why| why.to_string())
}

/// Is there time enough between now and the deadline?
pub fn long_enough(now: Moment, closes: Moment, route: Option<Route>) -> Result<(), String> {
    let shortest = route.map_or(TimeDelta::zero(), shortest);
    if closes <= now {
        return Err("The bid deadline must be in the future".to_owned());
    }
    if closes - now >= shortest {
        return Ok(());
    }
    let long = if shortest.num_days() > 0 {
        format!("{} days", shortest.num_days())
    } else {
        format!("{} hours", shortest.num_hours())
    };
    let earliest = uk_time::short(now + shortest);
    Err(format!(
        "Providers need at least {long} to bid, so the bid deadline must be after {earliest}"
    ))
}

/// Everything a draft still lacks, in page order; empty when it may be published.
pub fn gaps(full: &FullRequest, lists: &Lists, now: Moment) -> Vec<Gap> {
    let mut found = Vec::new();
    for section in full.request.sections() {
        for sentence in lacking(section, full, lists, now) {
            found.push(Gap { section: Some(section), sentence });
        }
    }
    found
}

fn lacking(section: Section, full: &FullRequest, lists: &Lists, now: Moment) -> Vec<String> {
    let it = &full.request;
    match section {
        Section::Basics => unmet(&[
            (lists.ended.is_none(), lists.ended.as_deref().unwrap_or_default()),
            (it.lot_code.is_some(), "Choose a lot"),
            (
                it.lot_code.as_deref().is_none_or(|code| is_listed(&lists.lots, code)),
                "Choose another lot: this one takes no new requests",
            ),
            (!it.summary.is_empty(), "Enter a summary"),
            (!full.specialisms.is_empty(), "Choose at least one specialism"),
        ]),
        Section::Need => unmet(&[
            (!it.why.is_empty(), "Say why the work is needed"),
            (!it.problem.is_empty(), "Describe the problem to solve"),
            (!it.outcomes.is_empty(), "Say what should be there at the end"),
            (!it.team.is_empty(), "Describe the team the provider will work with"),
        ]),
        Section::Pricing => unmet(&[(it.pricing.is_some(), "Say how the work is priced")]),
        Section::Outcomes => outcomes(full),
        Section::Roles => {
            unmet(&[(!full.roles.is_empty() || it.is_fixed_price(), "Add at least one role")])
        }
        Section::Place => unmet(&[
            (it.region_code.is_some(), "Choose a region"),
            (it.remote == Remote::Remote || !it.site.is_empty(), "Enter the site"),
            (!it.working.is_empty(), "Describe the working arrangements"),
        ]),
        Section::Route => route(it, lists),
        Section::Dates => dates(it, lists, now),
        Section::Term => unmet(&[
            (it.starts_on.is_some(), "Enter the start date"),
            (it.length_months.is_some(), "Enter the length"),
        ]),
        Section::Money => unmet(&[
            (it.budget.is_some(), "Enter the budget"),
            (it.ir35.is_some(), "Say whether the off-payroll rules apply"),
            (it.classification.is_some(), "Choose the classification"),
        ]),
        Section::Requirements => unmet(&[(
            !full.requirements_of(RequirementKind::Essential).is_empty(),
            "Enter at least one essential requirement",
        )]),
        Section::Scoring => unmet(&[
            (it.scoring_chosen, "Choose the scale and how prices are scored"),
            (
                full.criteria.iter().all(|one| one.minimum <= it.scale_max),
                "A minimum score is above the scale: choose another scale, or lower it",
            ),
        ]),
        Section::Criteria => criteria(full, lists),
        Section::Panel => unmet(&[
            (!it.conflict_assessment.is_empty(), "Record the conflict-of-interest assessment"),
            (!full.panel.is_empty(), "Choose at least one evaluator"),
        ]),
    }
}

fn unmet(checks: &[(bool, &str)]) -> Vec<String> {
    checks.iter().filter(|(met, _)| !met).map(|(_, sentence)| (*sentence).to_owned()).collect()
}

fn outcomes(full: &FullRequest) -> Vec<String> {
    let mut found = unmet(&[(!full.outcomes.is_empty(), "Add at least one outcome")]);
    found.extend(full.outcomes.iter().filter_map(|it| due(it, &full.request)));
    found
}

/// What is wrong with the day on which an outcome is due.
fn due(it: &WantedOutcome, request: &Request) -> Option<String> {
    let (due, starts) = (it.due_on?, request.starts_on?);
    let months = request.length_months?.checked_add(request.extension_months)?;
    let ends = starts.checked_add_months(Months::new(u32::try_from(months).ok()?))?;
    let said = if due < starts {
        format!("the work starts on {}", uk_time::day(starts))
    } else if due > ends {
        format!("the work lasts until {} at most", uk_time::day(ends))
    } else {
        return None;
    };
    Some(format!("Change the day on which “{}” is due: {said}", it.title))
}

fn route(it: &Request, lists: &Lists) -> Vec<String> {
    let Some(route) = it.route else { return vec!["Choose who may bid".to_owned()] };
    let direct = it.direct_provider.map(|id| id.to_string());
    let admitted = direct.as_deref().is_some_and(|id| is_listed(&lists.providers, id));
    unmet(&[
        (
            route == Route::MiniCompetition || !it.route_reason.is_empty(),
            "Give the reason for this route",
        ),
        (route != Route::Direct || direct.is_some(), "Choose the provider"),
        (
            route != Route::Direct || direct.is_none() || admitted,
            "Choose a provider that is admitted to the lot",
        ),
    ])
}

fn dates(it: &Request, lists: &Lists, now: Moment) -> Vec<String> {
    let mut found = unmet(&[
        (it.questions_close_at.is_some(), "Enter the question deadline"),
        (it.closes_at.is_some(), "Enter the bid deadline"),
    ]);
    let (Some(questions), Some(closes)) = (it.questions_close_at, it.closes_at) else {
        return found;
    };
    for (what, at) in [("question deadline", questions), ("bid deadline", closes)] {
        if let Err(why) = fit_deadline(at, it.route, &lists.working) {
            found.push(format!("Change the {what}. {why}"));
        }
    }
    found.extend(long_enough(now, closes, it.route).err());
    found.extend(unmet(&[
        (questions > now, "The question deadline must be in the future"),
        (questions < closes, "The question deadline must be before the bid deadline"),
        (
            it.starts_on.is_none_or(|day| day > uk_time::date_of(closes)),
            "The bid deadline must be before the day on which the work starts",
        ),
    ]));
    found
}

fn criteria(full: &FullRequest, lists: &Lists) -> Vec<String> {
    if full.criteria.is_empty() {
        return vec!["Set the weights and questions".to_owned()];
    }
    let total: i32 = full.criteria.iter().map(|it| it.weight).sum();
    let ours = |code: &str| lists.criteria.iter().any(|it| it.code == code);
    let scored = || full.criteria.iter().filter(|it| !it.is_price);
    let social: i32 =
        full.criteria.iter().filter(|it| it.criterion == "social_value").map(|it| it.weight).sum();
    unmet(&[
        (total == 100, "The weights must add up to 100"),
        (full.criteria.iter().all(|it| ours(&it.criterion)), "Use only the framework’s criteria"),
        (full.criteria.iter().any(|it| it.is_price), "Give price a weight"),
        (scored().next().is_some(), "Give at least one quality criterion a weight"),
        (scored().all(|it| !it.question.is_empty()), "Ask a question for every quality criterion"),
        (
            social >= LEAST_SOCIAL_VALUE || !full.request.social_value_reason.is_empty(),
            "Give social value a weight of at least 10, or a reason for less",
        ),
    ])
}

/// What must be chosen before a page can be begun, if anything.
pub fn waits_for(section: Section, full: &FullRequest) -> Option<&'static str> {
    match section {
        Section::Dates if full.request.route.is_none() => {
            Some("Choose who may bid first: it decides how soon the deadline may be")
        }
        _ => None,
    }
}

/// Whether anything has been written on a page yet.
pub fn is_started(section: Section, full: &FullRequest) -> bool {
    let it = &full.request;
    match section {
        Section::Basics => true,
        Section::Need => {
            [&it.why, &it.problem, &it.outcomes, &it.team].iter().any(|it| !it.is_empty())
        }
        Section::Pricing => it.pricing.is_some(),
        Section::Outcomes => !full.outcomes.is_empty(),
        Section::Roles => !full.roles.is_empty(),
        Section::Place => it.region_code.is_some(),
        Section::Route => it.route.is_some(),
        Section::Dates => it.questions_close_at.is_some() || it.closes_at.is_some(),
        Section::Term => it.starts_on.is_some() || it.length_months.is_some(),
        Section::Money => it.budget.is_some() || it.ir35.is_some(),
        Section::Requirements => !full.requirements.is_empty(),
        Section::Scoring => it.scoring_chosen,
        Section::Criteria => !full.criteria.is_empty(),
        Section::Panel => !it.conflict_assessment.is_empty() || !full.panel.is_empty(),
    }
}

/// Whether a page may be left empty.
pub fn is_optional(section: Section, full: &FullRequest) -> bool {
    section == Section::Roles && full.request.is_fixed_price()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requests::drafting::samples::{at, fixed, lists, now, whole};
    use crate::types::money::Money;

    #[test]
    fn a_whole_request_lacks_nothing() {
        assert_eq!(gaps(&whole(), &lists(), now()), []);
    }

    #[test]
    fn each_gate_names_its_page_and_says_what_to_do() {
        type Spoil = fn(&mut FullRequest);
        let cases: [(Spoil, Section, &str); 21] = [
            (|it| it.request.pricing = None, Section::Pricing, "how the work is priced"),
            (|it| it.request.lot_code = None, Section::Basics, "Choose a lot"),
            (|it| it.specialisms.clear(), Section::Basics, "specialism"),
            (|it| it.request.why.clear(), Section::Need, "why the work"),
            (|it| it.roles.clear(), Section::Roles, "at least one role"),
            (|it| it.request.site.clear(), Section::Place, "Enter the site"),
            (|it| it.request.route = None, Section::Route, "who may bid"),
            (|it| it.request.route = Some(Route::Urgent), Section::Route, "reason"),
            (|it| it.request.closes_at = None, Section::Dates, "bid deadline"),
            (|it| it.request.starts_on = None, Section::Term, "start date"),
            (|it| it.request.length_months = None, Section::Term, "length"),
            (|it| it.request.scoring_chosen = false, Section::Scoring, "the scale"),
            (|it| it.criteria[1].minimum = 6, Section::Scoring, "above the scale"),
            (|it| it.request.budget = None, Section::Money, "budget"),
            (|it| it.request.ir35 = None, Section::Money, "off-payroll"),
            (|it| it.request.classification = None, Section::Money, "classification"),
            (|it| it.requirements.clear(), Section::Requirements, "essential"),
            (|it| it.criteria[0].weight = 49, Section::Criteria, "add up to 100"),
            (|it| it.criteria[0].criterion = "charm".to_owned(), Section::Criteria, "framework"),
            (|it| it.request.conflict_assessment.clear(), Section::Panel, "conflict"),
            (|it| it.panel.clear(), Section::Panel, "evaluator"),
        ];
        for (spoil, section, said) in cases {
            let mut full = whole();
            spoil(&mut full);
            let found = gaps(&full, &lists(), now());
            assert_eq!(found.len(), 1, "{said}: {found:?}");
            assert_eq!(found[0].section, Some(section), "{found:?}");
            assert!(found[0].sentence.contains(said), "{found:?}");
        }
    }

    #[test]
    fn at_a_fixed_price_outcomes_are_asked_for_and_roles_are_optional() {
        assert_eq!(gaps(&fixed(), &lists(), now()), []);
        assert!(fixed().request.sections().contains(&Section::Outcomes));
        assert!(!whole().request.sections().contains(&Section::Outcomes));
        assert!(is_optional(Section::Roles, &fixed()) && !is_optional(Section::Roles, &whole()));
        // The work lasts from 2 February to 2 August 2026.
        for (due, said) in [
            ("2026-02-01", Some("the work starts on 2 February 2026")),
            ("2026-02-02", None),
            ("2026-08-02", None),
            ("2026-08-03", Some("until 2 August 2026 at most")),
        ] {
            let mut full = fixed();
            full.outcomes[0].due_on = due.parse().ok();
            let found = gaps(&full, &lists(), now());
            let told = found.first().map(|it| it.sentence.as_str());
            match said {
                Some(said) => assert!(told.is_some_and(|it| it.contains(said)), "{due}: {found:?}"),
                None => assert_eq!(told, None, "{due}"),
            }
        }
        let mut empty = fixed();
        empty.outcomes.clear();
        let found = gaps(&empty, &lists(), now());
        assert_eq!(found[0].sentence, "Add at least one outcome");
        assert_eq!(found[0].section, Some(Section::Outcomes));
    }

    #[test]
    fn a_force_that_has_ended_publishes_nothing_more() {
        let lists = Lists { ended: Some("Old ended.".to_owned()), ..lists() };
        let gap = Gap { section: Some(Section::Basics), sentence: "Old ended.".to_owned() };
        assert_eq!(gaps(&whole(), &lists, now()), [gap]);
    }

    #[test]
    fn social_value_may_weigh_less_only_with_a_reason() {
        let mut full = whole();
        full.criteria[0].weight = 51;
        full.criteria[1].weight = 9;
        assert_eq!(gaps(&full, &lists(), now()).len(), 1);
        full.request.social_value_reason = "A week of work.".to_owned();
        assert_eq!(gaps(&full, &lists(), now()), []);
    }

    #[test]
    fn every_route_has_its_shortest_time_and_the_boundary_counts() {
        for (route, hours, enough) in [
            (Route::MiniCompetition, 240, true),
            (Route::MiniCompetition, 239, false),
            (Route::Urgent, 4, true),
            (Route::Urgent, 3, false),
            (Route::Direct, 1, true),
            (Route::Direct, 0, false),
        ] {
            let closes = now() + TimeDelta::hours(hours);
            assert_eq!(
                long_enough(now(), closes, Some(route)).is_ok(),
                enough,
                "{route:?} {hours}"
            );
        }
    }

    #[test]
    fn only_an_urgent_deadline_may_fall_at_night_or_on_a_sunday() {
        let (sunday, working) = (at("2026-01-11T23:00:00Z"), lists().working);
        assert!(fit_deadline(sunday, Some(Route::Urgent), &working).is_ok());
        for route in [None, Some(Route::MiniCompetition), Some(Route::Direct)] {
            assert!(fit_deadline(sunday, route, &working).is_err(), "{route:?}");
        }
        let clocks_change = at("2026-03-29T00:00:00Z");
        assert!(fit_deadline(clocks_change, Some(Route::Urgent), &working).is_err());
    }

    #[test]
    fn the_estimated_value_is_base_options_extensions_and_vat_to_the_penny() {
        let pence = |sum| Money::from_pence(sum).unwrap();
        for (budget, options, length, more, parts) in [
            (17_310_000, 0, 6, 0, [0, 3_462_000, 20_772_000]),
            (17_310_000, 0, 6, 6, [17_310_000, 6_924_000, 41_544_000]),
            (17_310_000, 2_690_000, 6, 0, [0, 4_000_000, 24_000_000]),
            // A third of ten pence is 3.33: never rounded down. VAT is 2.8 pence of 14.
            (10, 0, 3, 1, [4, 3, 17]),
            (1, 1, 48, 24, [1, 1, 4]),
        ] {
            let mut request = whole().request;
            request.budget = Some(pence(budget));
            request.options = pence(options);
            (request.length_months, request.extension_months) = (Some(length), more);
            let found = request.estimate().unwrap();
            let [extensions, vat, total] = parts.map(pence);
            assert_eq!((found.base, found.options), (pence(budget), pence(options)));
            assert_eq!((found.extensions, found.vat, found.total), (extensions, vat, total));
        }
    }

    #[test]
    fn without_a_budget_or_a_length_there_is_no_estimated_value() {
        type Spoil = fn(&mut Request);
        let cases: [Spoil; 3] = [
            |it| it.budget = None,
            |it| it.length_months = None,
            |it| it.budget = Money::from_pence(i64::MAX),
        ];
        for spoil in cases {
            let mut request = whole().request;
            spoil(&mut request);
            assert_eq!(request.estimated_value(), None);
        }
    }

    #[test]
    fn whole_hours_from_nine_to_five_on_working_days_are_deadlines_and_nothing_else_is() {
        // 2026 as loaded: New Year's Day is a bank holiday, and the clocks change on 29 March and 25 October.
        let working = lists().working;
        for (moment, ordinary, urgent) in [
            ("2026-01-05T09:00:00Z", true, true),
            ("2026-01-05T17:00:00Z", true, true),
            ("2026-01-05T08:00:00Z", false, true),
            ("2026-01-05T18:00:00Z", false, true),
            ("2026-01-05T12:30:00Z", false, false),
            ("2026-01-05T12:00:01Z", false, false),
            ("2026-01-01T12:00:00Z", false, true), // a bank holiday
            ("2026-01-03T12:00:00Z", false, true), // a Saturday
            ("2026-01-04T12:00:00Z", false, true), // a Sunday
            ("2026-07-06T08:00:00Z", true, true),  // 9am in summer
            ("2026-07-06T16:00:00Z", true, true),  // 5pm in summer
            ("2026-07-06T17:00:00Z", false, true), // 6pm in summer
            ("2026-03-29T00:00:00Z", false, false), // the night the clocks go forward
            ("2026-03-29T01:00:00Z", false, false), // 2am, one hour after midnight
            ("2026-03-29T02:00:00Z", false, true), // 3am
            ("2026-10-25T00:00:00Z", false, false), // 1am, for the first time
            ("2026-10-25T01:00:00Z", false, false), // 1am again
            ("2026-10-25T03:00:00Z", false, true), // 3am
            ("2027-01-05T12:00:00Z", false, true), // a year whose holidays are not loaded
        ] {
            for route in [Route::MiniCompetition, Route::Direct] {
                let fit = fit_deadline(at(moment), Some(route), &working);
                assert_eq!(fit.is_ok(), ordinary, "{moment} {route:?}: {fit:?}");
            }
            let fit = fit_deadline(at(moment), Some(Route::Urgent), &working);
            assert_eq!(fit.is_ok(), urgent, "{moment}: {fit:?}");
        }
    }

    #[test]
    fn questions_end_before_bids_and_both_are_ahead() {
        type Spoil = fn(&mut Request);
        let cases: [(Spoil, &str); 4] = [
            (|it| it.questions_close_at = it.closes_at, "must be before the bid deadline"),
            (
                |it| it.questions_close_at = Some(at("2026-01-21T12:00:00Z")),
                "must be before the bid deadline",
            ),
            (|it| it.questions_close_at = Some(now()), "question deadline must be in the future"),
            (|it| it.starts_on = "2026-01-20".parse().ok(), "before the day on which"),
        ];
        for (spoil, why) in cases {
            let mut full = whole();
            spoil(&mut full.request);
            let found = gaps(&full, &lists(), now());
            assert!(found.iter().any(|it| it.sentence.contains(why)), "{why}: {found:?}");
        }
    }

    #[test]
    fn what_is_published_later_is_judged_by_that_time() {
        let full = whole(); // closes on 20 January at noon
        for (publish_at, holds) in [("2026-01-10T12:00:00Z", true), ("2026-01-10T13:00:00Z", false)]
        {
            let found = gaps(&full, &lists(), at(publish_at));
            assert_eq!(found.is_empty(), holds, "{publish_at}: {found:?}");
        }
    }

    #[test]
    fn a_half_page_is_something_a_draft_lacks() {
        let found = half_written(&[Section::Dates]);
        assert_eq!(found[0].page(), "draft/dates");
        assert!(half_written(&[]).is_empty());
    }
}
