//! A request with a change in it. What is still the same line keeps its id,
//! so that bids written before go on answering it.

use std::collections::BTreeSet;

use crate::framework::model::FrameworkCriterion;
use crate::requests::drafting::model::{Edit, NewCriterion, NewOutcome, NewRequirement, NewRole};
use crate::requests::lines::model::named;
use crate::requests::model::{Criterion, FullRequest, Requirement, TeamRole, WantedOutcome};
use crate::types::ids::{CriterionId, OutcomeId, RequirementId, RoleId};

/// The request as it is with one page changed. Who may bid, the lot, how it is
/// priced, the panel and the standstill are not for an amendment to change.
pub fn amended(full: &FullRequest, edit: Edit, criteria: &[FrameworkCriterion]) -> FullRequest {
    let mut it = full.clone();
    let request = &mut it.request;
    match edit {
        Edit::Basics(new, specialisms) => {
            request.title = new.title;
            request.summary = new.summary;
            it.specialisms = specialisms;
        }
        Edit::Need(new) => {
            request.why = new.why;
            request.problem = new.problem;
            request.outcomes = new.outcomes;
            request.team = new.team;
        }
        Edit::Outcomes(new) => it.outcomes = outcomes(&full.outcomes, new),
        Edit::Roles(new) => it.roles = roles(&full.roles, new),
        Edit::Place(new) => {
            request.region_code = new.region_code;
            request.remote = new.remote;
            request.site = new.site;
            request.working = new.working;
        }
        Edit::Term(new) => {
            request.starts_on = new.starts_on;
            request.length_months = new.length_months;
            request.extension_months = new.extension_months;
        }
        Edit::Dates(new) => {
            request.questions_close_at = new.questions_close_at;
            request.closes_at = new.closes_at;
        }
        Edit::Money(new) => {
            request.budget = new.budget;
            request.options = new.options;
            request.budget_shown = new.budget_shown;
            request.ir35 = new.ir35;
            request.classification = new.classification;
        }
        Edit::Requirements(new, certifications) => {
            request.certifications = certifications;
            it.requirements = requirements(&full.requirements, new);
        }
        Edit::Scoring(new) => {
            request.price_method = new.price_method;
            request.scale_max = new.scale_max;
            request.scoring_chosen = new.scoring_chosen;
        }
        Edit::Criteria(reason, new) => {
            request.social_value_reason = reason;
            it.criteria = weighed(&full.criteria, new, criteria);
        }
        Edit::Pricing(_) | Edit::Route(_) | Edit::Panel(..) => {}
    }
    it
}

/// Takes the first that fits out of what is left.
fn take<T>(left: &mut Vec<T>, fits: impl Fn(&T) -> bool) -> Option<T> {
    let at = left.iter().position(fits)?;
    Some(left.remove(at))
}

/// An outcome is the same if it is called the same, or in mostly the same words.
fn outcomes(was: &[WantedOutcome], new: Vec<NewOutcome>) -> Vec<WantedOutcome> {
    let mut left: Vec<&WantedOutcome> = was.iter().collect();
    let same = |one: &str, other: &str| one.trim().to_lowercase() == other.trim().to_lowercase();
    let kept: Vec<Option<&WantedOutcome>> =
        new.iter().map(|one| take(&mut left, |it| same(&it.title, &one.title))).collect();
    let made = new.into_iter().zip(kept).map(|(one, kept)| {
        let kept = kept.or_else(|| take(&mut left, |it| are_alike(&it.title, &one.title)));
        one.with_id(kept.map_or_else(OutcomeId::mint, |it| it.id))
    });
    made.collect()
}

/// A role is the same as long as it is called the same.
fn roles(was: &[TeamRole], new: Vec<NewRole>) -> Vec<TeamRole> {
    let mut left: Vec<&TeamRole> = was.iter().collect();
    let same = |one: &str, other: &str| one.trim().to_lowercase() == other.trim().to_lowercase();
    let made = new.into_iter().map(|one| {
        let kept = take(&mut left, |it| same(&it.title, &one.title));
        TeamRole {
            id: kept.map_or_else(RoleId::mint, |it| it.id),
            title: one.title,
            sfia_level: one.sfia_level,
            people: one.people,
            days: one.days,
            nppv: one.nppv,
            nsv: one.nsv,
            needed_by: one.needed_by,
        }
    });
    made.collect()
}

/// A requirement is the same if its words are, or if most of them are and it
/// matters as much as before.
fn requirements(was: &[Requirement], new: Vec<NewRequirement>) -> Vec<Requirement> {
    let mut left: Vec<&Requirement> = was.iter().collect();
    let kept: Vec<Option<&Requirement>> =
        new.iter().map(|one| take(&mut left, |it| it.text == one.text)).collect();
    let made = new.into_iter().zip(kept).map(|(one, kept)| {
        let kept = kept.or_else(|| {
            take(&mut left, |it| it.kind == one.kind && are_alike(&it.text, &one.text))
        });
        Requirement {
            id: kept.map_or_else(RequirementId::mint, |it| it.id),
            kind: one.kind,
            text: one.text,
        }
    });
    made.collect()
}

/// Whether two sentences share more than half of the words of the longer.
fn are_alike(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        let lower = text.to_lowercase();
        let all = lower.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
        all.map(str::to_owned).collect::<BTreeSet<String>>()
    };
    let (one, other) = (words(one), words(other));
    one.intersection(&other).count().saturating_mul(2) > one.len().max(other.len())
}

/// A question is the same if its words are, or if most of them are and it is
/// asked under the same criterion; and the only one of a criterion stays it.
fn weighed(
    was: &[Criterion],
    new: Vec<NewCriterion>,
    framework: &[FrameworkCriterion],
) -> Vec<Criterion> {
    let alone = |code: &str| {
        new.iter().filter(|it| it.criterion == code).count() == 1
            && was.iter().filter(|it| it.criterion == code).count() == 1
    };
    let mut left: Vec<&Criterion> = was.iter().collect();
    let kept: Vec<Option<&Criterion>> = new
        .iter()
        .map(|one| {
            take(&mut left, |it| {
                it.criterion == one.criterion
                    && (it.question == one.question || alone(&one.criterion))
            })
        })
        .collect();
    let pairs: Vec<_> = new.into_iter().zip(kept).collect();
    let made = pairs.into_iter().map(|(one, kept)| {
        let kept = kept.or_else(|| {
            take(&mut left, |it| {
                it.criterion == one.criterion && are_alike(&it.question, &one.question)
            })
        });
        let drawn_from = framework.iter().find(|it| it.code == one.criterion);
        let name = drawn_from.map(|it| it.name.clone()).unwrap_or_default();
        Criterion {
            id: kept.map_or_else(CriterionId::mint, |it| it.id),
            drawn_from: name.clone(),
            name,
            is_price: drawn_from.is_some_and(|it| it.is_price),
            criterion: one.criterion,
            weight: one.weight,
            question: one.question,
            guidance: one.guidance,
            word_limit: one.word_limit,
            minimum: one.minimum,
        }
    });
    named(made.collect())
}

#[cfg(test)]
mod tests {
    use super::{are_alike, outcomes, requirements, roles, weighed};
    use crate::requests::drafting::model::{NewCriterion, NewOutcome, NewRequirement, NewRole};
    use crate::requests::drafting::samples::{fixed, lists, whole};
    use crate::requests::model::RequirementKind::{Essential, NiceToHave};
    use crate::requests::model::{NeededBy, Requirement};
    use crate::types::ids::RequirementId;

    #[test]
    fn sentences_are_alike_while_most_of_their_words_are() {
        for (one, other, alike) in [
            ("Experience of imaging phones", "Experience of imaging tablets", true),
            ("Experience of imaging phones", "experience of imaging phones.", true),
            ("Experience of imaging phones", "Vehicle systems", false),
            ("Experience of phones", "A certificate in phones or tablets or drones", false),
            ("", "", false),
        ] {
            assert_eq!(are_alike(one, other), alike, "{one} / {other}");
        }
    }

    #[test]
    fn a_requirement_keeps_its_id_while_it_is_the_same_line() {
        let one = |kind, text: &str| Requirement {
            id: RequirementId::mint(),
            kind,
            text: text.to_owned(),
        };
        let new = |kind, text: &str| NewRequirement { kind, text: text.to_owned() };
        let was = [
            one(Essential, "Experience of imaging phones"),
            one(Essential, "Reports fit for a court"),
            one(NiceToHave, "Vehicle systems"),
        ];
        let made = requirements(
            &was,
            vec![
                new(Essential, "Reports fit for a criminal court"),
                new(Essential, "Vehicle systems"),
                new(Essential, "Experience of imaging phones"),
                new(NiceToHave, "Drones"),
            ],
        );
        let ids: Vec<_> = made.iter().map(|it| it.id).collect();
        assert_eq!(ids[..3], [was[1].id, was[2].id, was[0].id]);
        assert!(was.iter().all(|it| it.id != ids[3]), "a new line has an id of its own");
    }

    #[test]
    fn an_outcome_keeps_its_id_while_most_of_its_words_are_the_same() {
        let was = fixed().outcomes;
        let new = |title: &str| NewOutcome {
            title: title.to_owned(),
            acceptance: "Read.".to_owned(),
            due_on: None,
        };
        let made = outcomes(&was, vec![new("Training"), new("A report on 300 phones")]);
        assert_eq!(made[1].id, was[0].id);
        assert_ne!(made[0].id, was[0].id);
    }

    #[test]
    fn a_role_keeps_its_id_while_it_is_called_the_same() {
        let was = whole().roles;
        let new = |title: &str| NewRole {
            title: title.to_owned(),
            sfia_level: 5,
            people: 2,
            days: 20,
            nppv: None,
            nsv: "none".to_owned(),
            needed_by: NeededBy::Start,
        };
        let made = roles(&was, vec![new("words."), new("Words.")]);
        assert_eq!(made[0].id, was[0].id);
        assert_ne!(made[1].id, was[0].id, "one line is kept once");
    }

    #[test]
    fn a_question_keeps_its_id_while_it_is_the_same_question() {
        let mut was = whole().criteria;
        let new = |it: &crate::requests::model::Criterion, question: &str| NewCriterion {
            question: question.to_owned(),
            ..NewCriterion::from(it)
        };
        // The only one of its criterion stays it, however it is worded.
        let reworded = [new(&was[0], "What else?"), new(&was[1], "How?"), new(&was[2], "")];
        let made = weighed(&was, reworded.to_vec(), &lists().criteria);
        let ids = |all: &[crate::requests::model::Criterion]| -> Vec<_> {
            all.iter().map(|it| it.id).collect()
        };
        assert_eq!(ids(&made), ids(&was));
        assert_eq!(made[0].name, "technical_merit");

        was.insert(1, super::Criterion { id: super::CriterionId::mint(), ..was[0].clone() });
        was[0].question = "How will you image the phones?".to_owned();
        was[1].question = "How will you report?".to_owned();
        let asked = [
            new(&was[0], "What is new?"),
            new(&was[0], "How will you report?"),
            new(&was[0], "How will you image the tablets?"),
            new(&was[2], "How?"),
            new(&was[3], ""),
        ];
        let made = weighed(&was, asked.to_vec(), &lists().criteria);
        assert_eq!(ids(&made)[1..], [was[1].id, was[0].id, was[2].id, was[3].id]);
        assert!(was.iter().all(|it| it.id != made[0].id), "a new question has an id of its own");
        assert_eq!(made[2].name, "technical_merit, question 3");
    }
}
