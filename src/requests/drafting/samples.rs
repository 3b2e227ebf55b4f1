//! A whole request for the tables of cases; in tests only.

use super::model::Lists;
use crate::framework::model::FrameworkCriterion;
use crate::requests::model::{
    Classification, Criterion, FullRequest, Ir35, NeededBy, PriceMethod, Pricing, Remote, Request,
    Requirement, RequirementKind, Route, TeamRole, WantedOutcome,
};
use crate::requests::state::RequestState;
use crate::types::calendar::WorkingDays;
use crate::types::ids::{
    CriterionId, ForceId, OutcomeId, RequestId, RequirementId, RoleId, UserId,
};
use crate::types::money::Money;
use crate::types::time::Moment;
use crate::web::form::Choice;

pub(crate) fn at(iso: &str) -> Moment {
    iso.parse().unwrap()
}

pub(crate) fn now() -> Moment {
    at("2026-01-05T09:00:00Z")
}

fn criterion(code: &str, weight: i32) -> Criterion {
    Criterion {
        id: CriterionId::mint(),
        criterion: code.to_owned(),
        drawn_from: code.to_owned(),
        name: code.to_owned(),
        is_price: code == "price",
        weight,
        question: if code == "price" { String::new() } else { "How?".to_owned() },
        guidance: String::new(),
        word_limit: 500,
        minimum: 0,
    }
}

/// A request with nothing missing.
pub(crate) fn whole() -> FullRequest {
    let text = || "Words.".to_owned();
    let request = Request {
        id: RequestId::mint(),
        reference: "REQ-2026-0001".to_owned(),
        force_id: ForceId::mint(),
        state: RequestState::Draft,
        version: 1,
        title: text(),
        lot_code: Some("digital_forensics".to_owned()),
        summary: text(),
        why: text(),
        problem: text(),
        team: text(),
        outcomes: text(),
        region_code: Some("london".to_owned()),
        remote: Remote::Hybrid,
        site: text(),
        working: text(),
        starts_on: "2026-02-02".parse().ok(),
        length_months: Some(6),
        extension_months: 0,
        route: Some(Route::MiniCompetition),
        route_reason: String::new(),
        direct_provider: None,
        budget: Money::from_pence(17_310_000),
        budget_shown: true,
        ir35: Some(Ir35::ContractedOutService),
        classification: Some(Classification::Official),
        certifications: String::new(),
        price_method: PriceMethod::Lowest,
        scale_max: 5,
        social_value_reason: String::new(),
        conflict_assessment: text(),
        standstill_days: 0,
        questions_close_at: Some(at("2026-01-13T12:00:00Z")),
        closes_at: Some(at("2026-01-20T12:00:00Z")),
        source: String::new(),
        returned_comment: String::new(),
        end_reason: String::new(),
        end_code: None,
        ended_at: None,
        created_by: UserId::mint(),
        created_at: now(),
        submitted_by: None,
        submitted_at: None,
        approved_by: None,
        second_approved_by: None,
        published_at: None,
        options: Money::ZERO,
        pricing: Some(Pricing::DayRates),
        scoring_chosen: true,
    };
    FullRequest {
        request,
        specialisms: vec!["digital_forensics".to_owned()],
        outcomes: Vec::new(),
        roles: vec![TeamRole {
            id: RoleId::mint(),
            title: text(),
            sfia_level: 4,
            people: 1,
            days: 10,
            nppv: None,
            nsv: "none".to_owned(),
            needed_by: NeededBy::Start,
        }],
        requirements: vec![Requirement {
            id: RequirementId::mint(),
            kind: RequirementKind::Essential,
            text: text(),
        }],
        criteria: vec![
            criterion("technical_merit", 50),
            criterion("social_value", 10),
            criterion("price", 40),
        ],
        panel: vec![UserId::mint()],
        chair: None,
    }
}

/// The same at a fixed price for one outcome, without a role.
pub(crate) fn fixed() -> FullRequest {
    let mut full = whole();
    full.request.pricing = Some(Pricing::FixedPrice);
    full.roles.clear();
    full.outcomes = vec![WantedOutcome {
        id: OutcomeId::mint(),
        title: "A report on 200 phones".to_owned(),
        acceptance: "The laboratory’s manager signs it off.".to_owned(),
        due_on: "2026-03-31".parse().ok(),
    }];
    full
}

pub(crate) fn lists() -> Lists {
    let criteria = ["technical_merit", "social_value", "price"].map(|code| FrameworkCriterion {
        code: code.to_owned(),
        name: code.to_owned(),
        is_price: code == "price",
    });
    let none = Vec::<Choice>::new;
    Lists {
        ended: None,
        lots: vec![Choice::new("digital_forensics", "Digital forensics")],
        specialisms: none(),
        regions: none(),
        levels: none(),
        nppv: none(),
        nsv: none(),
        criteria: criteria.to_vec(),
        providers: none(),
        evaluators: none(),
        working: WorkingDays::new(["2026-01-01".parse().unwrap()], 2026),
    }
}
