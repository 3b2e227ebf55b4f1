//! Who may amend a request, when, and what a change does to the bids on it.

use chrono::TimeDelta;

use super::model::Amendment;
use super::state::{AmendmentEvent, AmendmentState};
use crate::error::Error;
use crate::requests::drafting::policy::shortest;
use crate::requests::model::{FullRequest, Phase, Request, RequirementKind, TeamRole};
use crate::requests::policy::fresh_eyes;
use crate::types::ids::UserId;
use crate::types::state::Step;
use crate::types::time::Moment;
use crate::types::uk_time;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not published yet, closed, or ended.
    #[error("Only a request that is open for bids can be amended, and only before its deadline.")]
    NotOpen,
    /// There is none to change.
    #[error("No amendment of this request is being written.")]
    NotUnderWay,
    /// It waits for an approver.
    #[error(
        "This amendment waits for approval, so it cannot be changed. An approver can send it back, or someone who writes requests can drop it."
    )]
    Waiting,
    /// It waits for nobody.
    #[error("This amendment is not waiting for approval.")]
    NotWaiting,
    /// Four eyes.
    #[error("You wrote or submitted this amendment, so someone else must approve it.")]
    Own,
    /// It changes nothing that providers see.
    #[error(
        "This amendment changes nothing yet that providers see. Change such a page of the request first."
    )]
    NothingChanged,
    /// It cannot be published as it stands.
    #[error("This amendment cannot go on as it stands. {0}.")]
    NotReady(String),
    /// The same pair of eyes again.
    #[error("You have already approved this amendment. It needs a second approver.")]
    ApprovedAlready,
    /// A colleague was faster.
    #[error(
        "A colleague saved this page of the amendment while you were writing. Open it again to see what they saved."
    )]
    ChangedMeanwhile,
    /// That page is not for an amendment to change.
    #[error(
        "An amendment cannot change this part of a request. Cancel the request and publish another if it has to be different."
    )]
    NotAmendable,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May the request be amended at this moment?
pub fn may_amend(request: &Request, now: Moment) -> Result<(), Refusal> {
    if request.phase(now) == Phase::Open { Ok(()) } else { Err(Refusal::NotOpen) }
}

/// May the amendment be written in?
pub fn may_write(amendment: &Amendment) -> Result<(), Refusal> {
    match amendment.state {
        AmendmentState::Draft => Ok(()),
        AmendmentState::AwaitingApproval => Err(Refusal::Waiting),
        AmendmentState::Published | AmendmentState::Dropped => Err(Refusal::NotUnderWay),
    }
}

/// May this person approve it? Never anyone who wrote in it, and nobody twice.
/// The step is taken with the last approval.
pub fn may_approve(
    amendment: &Amendment,
    authors: &[UserId],
    who: UserId,
) -> Result<Step<AmendmentState>, Refusal> {
    let step = Step::take(amendment.state, AmendmentEvent::Publish).ok_or(Refusal::NotWaiting)?;
    let began = [Some(amendment.created_by), amendment.submitted_by];
    let refusals = (Refusal::Own, Refusal::ApprovedAlready);
    fresh_eyes((began, authors), amendment.approved_by, who, refusals).map(|()| step)
}

/// Does a change alter what a bid has to say or what it binds to? Then every
/// submitted bid has to be confirmed. The title, the summary, the background
/// and a later deadline do not.
pub fn is_material(before: &FullRequest, after: &FullRequest) -> bool {
    let binds = |it: &FullRequest| {
        let request = &it.request;
        (
            (request.problem.clone(), request.outcomes.clone()),
            (request.region_code.clone(), request.remote, request.site.clone()),
            request.working.clone(),
            (request.starts_on, request.length_months, request.extension_months),
            request.budget.filter(|_| request.budget_shown).map(|it| (it, request.options)),
            (request.ir35, request.classification, request.certifications.clone()),
            (request.price_method, request.scale_max),
        )
    };
    binds(before) != binds(after)
        || before.outcomes != after.outcomes
        || before.roles != after.roles
        || before.requirements != after.requirements
        || before.criteria != after.criteria
}

/// What a whole bid on the version before cannot say, because it was not
/// asked: with any of these it can only be written anew. Nobody can read a
/// sealed bid, so this asks only what both versions ask.
pub fn unanswered(before: &FullRequest, after: &FullRequest) -> Vec<String> {
    let mut found = Vec::new();
    for it in after.requirements.iter().filter(|it| it.kind == RequirementKind::Essential) {
        let was = before.requirements.iter().find(|one| one.id == it.id);
        if was.is_none_or(|was| was.kind != RequirementKind::Essential) {
            found.push(format!("There is a new essential requirement: {}", it.text));
        }
    }
    for it in after.criteria.iter().filter(|it| !it.is_price) {
        match before.criteria.iter().find(|one| one.id == it.id) {
            None => found.push(format!("There is a new question, on {}", it.name)),
            Some(was) if it.word_limit < was.word_limit => {
                found.push(format!("The answer on {} must be shorter than before", it.name));
            }
            Some(_) => {}
        }
    }
    for it in &after.outcomes {
        if before.outcomes.iter().all(|one| one.id != it.id) {
            found.push(format!("There is a new outcome to price: {}", it.title));
        }
    }
    for it in &after.roles {
        match before.roles.iter().find(|one| one.id == it.id) {
            None => found.push(format!("There is a new role: {}", it.title)),
            Some(was) if !stands_for(was, it) => {
                found.push(format!("More or other people are asked for as {}", it.title));
            }
            Some(_) => {}
        }
    }
    found
}

/// Whether whoever was put forward for a role can still stand for it: as many
/// people of the same level, and no clearance more or sooner.
fn stands_for(was: &TeamRole, is: &TeamRole) -> bool {
    let no_more_vetting = is.nppv.is_none() || is.nppv == was.nppv;
    let no_more_clearance = is.nsv == "none" || is.nsv == was.nsv;
    let no_sooner = is.needed_by == was.needed_by
        || is.needed_by == crate::requests::model::NeededBy::Start
        || (is.nppv.is_none() && is.nsv == "none");
    (was.people, was.sfia_level) == (is.people, is.sfia_level)
        && no_more_vetting
        && no_more_clearance
        && no_sooner
}

/// The least time that a change which bids have to answer leaves them: half of
/// what the route leaves from publishing to the deadline.
pub fn least_left(request: &Request) -> TimeDelta {
    request.route.map_or(TimeDelta::zero(), |route| shortest(route) / 2)
}

fn in_words(long: TimeDelta) -> String {
    match (long.num_days(), long.num_hours()) {
        (0, hours) => format!("{hours} hours"),
        (days, _) => format!("{days} days"),
    }
}

/// What is wrong with the deadlines of an amended request, by field. They move
/// only later, for all, and leave time to answer what has changed.
pub fn late_or_short(
    before: &Request,
    after: &Request,
    material: bool,
    now: Moment,
) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for (field, what, was, is) in [
        ("questions", "question", before.questions_close_at, after.questions_close_at),
        ("closes", "bid", before.closes_at, after.closes_at),
    ] {
        let (Some(was), Some(is)) = (was, is) else { continue };
        if is < was {
            let stands = uk_time::full(was);
            let said = format!("The {what} deadline can only move later. It is {stands} now");
            found.push((field, said));
        } else if is != was && is <= now {
            found.push((field, format!("The {what} deadline must be in the future")));
        }
    }
    let least = least_left(before);
    let short = after.closes_at.is_some_and(|closes| closes - now < least);
    if material && short {
        found.push((
            "closes",
            format!(
                "This changes what bids have to answer, so at least {} must be left to do it. Move the bid deadline to {} or later",
                in_words(least),
                uk_time::short(now + least)
            ),
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requests::drafting::samples::{at, fixed, now, whole};
    use crate::requests::model::{NeededBy, PriceMethod, Requirement, Route, WantedOutcome};
    use crate::types::ids::{AmendmentId, OutcomeId, RequirementId, RoleId};
    use crate::types::money::Money;

    type Turn = fn(&mut FullRequest);

    #[test]
    fn what_a_bid_answers_or_binds_to_is_material_and_wording_is_not() {
        let cases: [(&str, bool, Turn); 20] = [
            ("nothing", false, |_| {}),
            ("title", false, |it| it.request.title.push('!')),
            ("summary", false, |it| it.request.summary.push('!')),
            ("why", false, |it| it.request.why.push('!')),
            ("team", false, |it| it.request.team.push('!')),
            ("specialisms", false, |it| it.specialisms.clear()),
            ("later deadline", false, |it| {
                it.request.closes_at = Some(at("2026-01-27T12:00:00Z"));
            }),
            ("hidden budget", false, |it| {
                it.request.social_value_reason.push('!');
            }),
            ("problem", true, |it| it.request.problem.push('!')),
            ("outcomes", true, |it| it.request.outcomes.push('!')),
            ("site", true, |it| it.request.site.push('!')),
            ("start", true, |it| it.request.starts_on = None),
            ("length", true, |it| it.request.length_months = Some(7)),
            ("budget", true, |it| it.request.budget = Money::from_pence(1)),
            ("price method", true, |it| it.request.price_method = PriceMethod::Linear),
            ("certifications", true, |it| it.request.certifications.push('!')),
            ("role", true, |it| it.roles[0].days = 11),
            ("requirement", true, |it| it.requirements[0].text.push('!')),
            ("weights", true, |it| it.criteria[0].weight = 49),
            ("guidance", true, |it| it.criteria[0].guidance.push('!')),
        ];
        for (case, material, turn) in cases {
            let before = whole();
            let mut after = before.clone();
            turn(&mut after);
            assert_eq!(is_material(&before, &after), material, "{case}");
        }
        let mut hidden = whole();
        hidden.request.budget_shown = false;
        let mut after = hidden.clone();
        after.request.budget = Money::from_pence(1);
        assert!(!is_material(&hidden, &after), "a budget that nobody sees binds nobody");
    }

    #[test]
    fn a_bid_is_confirmed_only_if_it_was_asked_everything_that_is_asked_now() {
        let cases: [(&str, bool, Turn); 14] = [
            ("budget", true, |it| it.request.budget = None),
            ("reworded", true, |it| it.requirements[0].text.push('!')),
            ("requirement gone", true, |it| it.requirements.clear()),
            ("more days", true, |it| it.roles[0].days = 99),
            ("no role", true, |it| it.roles.clear()),
            ("weights", true, |it| it.criteria[0].weight = 9),
            ("longer answers", true, |it| it.criteria[0].word_limit = 900),
            ("shorter answers", false, |it| it.criteria[0].word_limit = 100),
            ("new essential", false, |it| {
                it.requirements.push(Requirement {
                    id: RequirementId::mint(),
                    kind: RequirementKind::Essential,
                    text: "Drones".to_owned(),
                });
            }),
            ("new nice to have", true, |it| {
                it.requirements.push(Requirement {
                    id: RequirementId::mint(),
                    kind: RequirementKind::NiceToHave,
                    text: "Drones".to_owned(),
                });
            }),
            ("more people", false, |it| it.roles[0].people = 2),
            ("a higher level", false, |it| it.roles[0].sfia_level = 6),
            ("more vetting", false, |it| it.roles[0].nppv = Some("NPPV3".to_owned())),
            ("a new role", false, |it| {
                it.roles.push(TeamRole { id: RoleId::mint(), ..it.roles[0].clone() });
            }),
        ];
        for (case, whole_still, turn) in cases {
            let before = whole();
            let mut after = before.clone();
            turn(&mut after);
            let found = unanswered(&before, &after);
            assert_eq!(found.is_empty(), whole_still, "{case}: {found:?}");
        }
        let mut before = whole();
        before.requirements[0].kind = RequirementKind::NiceToHave;
        let mut after = before.clone();
        after.requirements[0].kind = RequirementKind::Essential;
        assert_eq!(unanswered(&before, &after).len(), 1, "a wish that becomes essential");
    }

    #[test]
    fn outcomes_are_material_and_a_new_one_was_never_priced() {
        let cases: [(&str, bool, Turn); 4] = [
            ("acceptance", true, |it| it.outcomes[0].acceptance.push('!')),
            ("due", true, |it| it.outcomes[0].due_on = None),
            ("gone", true, |it| it.outcomes.clear()),
            ("new", false, |it| {
                let id = OutcomeId::mint();
                it.outcomes.push(WantedOutcome { id, ..it.outcomes[0].clone() });
            }),
        ];
        for (case, whole_still, turn) in cases {
            let before = fixed();
            let mut after = before.clone();
            turn(&mut after);
            assert!(is_material(&before, &after), "{case}");
            assert_eq!(unanswered(&before, &after).is_empty(), whole_still, "{case}");
        }
    }

    #[test]
    fn clearances_may_be_eased_under_a_bid_but_not_raised() {
        let mut was = whole().roles[0].clone();
        was.nppv = Some("NPPV3".to_owned());
        was.nsv = "SC".to_owned();
        was.needed_by = NeededBy::Award;
        let eased = TeamRole { nppv: None, needed_by: NeededBy::Start, ..was.clone() };
        assert!(stands_for(&was, &eased));
        assert!(!stands_for(&eased, &was));
        let sooner = TeamRole { needed_by: NeededBy::Bid, ..was.clone() };
        assert!(!stands_for(&was, &sooner));
    }

    #[test]
    fn deadlines_move_only_later_and_a_material_change_leaves_half_the_time() {
        let before = whole().request;
        let closes = before.closes_at.unwrap();
        let fault = |after: &Request, material, now| {
            late_or_short(&before, after, material, now).into_iter().map(|it| it.0).next()
        };
        let mut later = before.clone();
        later.closes_at = Some(closes + TimeDelta::days(7));
        assert_eq!(fault(&later, true, now()), None);
        let mut earlier = before.clone();
        earlier.closes_at = Some(closes - TimeDelta::hours(1));
        assert_eq!(fault(&earlier, false, now()), Some("closes"));
        let mut asked = before.clone();
        asked.questions_close_at = before.questions_close_at.map(|it| it - TimeDelta::hours(1));
        assert_eq!(fault(&asked, false, now()), Some("questions"));
        for (left, enough) in
            [(TimeDelta::days(5), true), (TimeDelta::days(5) - TimeDelta::milliseconds(1), false)]
        {
            assert_eq!(fault(&before, true, closes - left).is_none(), enough, "{left}");
            assert_eq!(fault(&before, false, closes - left), None, "wording needs no time");
        }
        for (route, hours) in
            [(Route::MiniCompetition, 120), (Route::Urgent, 2), (Route::Direct, 0)]
        {
            let request = Request { route: Some(route), ..before.clone() };
            assert_eq!(least_left(&request), TimeDelta::hours(hours), "{route:?}");
        }
    }

    #[test]
    fn an_approver_never_wrote_what_they_approve() {
        let (author, editor, other) = (UserId::mint(), UserId::mint(), UserId::mint());
        let mut it = Amendment {
            id: AmendmentId::mint(),
            request_id: whole().request.id,
            from_version: 1,
            state: AmendmentState::Draft,
            reason: String::new(),
            comment: String::new(),
            created_by: author,
            submitted_by: None,
            submitted_at: None,
            approved_by: None,
        };
        assert_eq!(may_approve(&it, &[], other), Err(Refusal::NotWaiting));
        it.state = AmendmentState::AwaitingApproval;
        it.submitted_by = Some(editor);
        for own in [author, editor] {
            assert_eq!(may_approve(&it, &[], own), Err(Refusal::Own));
        }
        assert_eq!(may_approve(&it, &[other], other), Err(Refusal::Own));
        assert!(may_approve(&it, &[author, editor], other).is_ok());
        it.approved_by = Some(other);
        assert_eq!(may_approve(&it, &[author, editor], other), Err(Refusal::ApprovedAlready));
        assert!(may_approve(&it, &[author, editor], UserId::mint()).is_ok());
    }
}
