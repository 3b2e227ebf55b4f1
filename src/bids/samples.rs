//! Things for the tables of cases in this slice's tests.

use chrono::{NaiveDate, TimeDelta};

use super::attachments::model::Attachment;
use super::model::{
    Answer, BidInFull, Content, Evidence, Ladders, Nomination, OutcomePrice, OwnBid, Rate,
};
use super::state::BidState;
use crate::files::model::StoredFile;
use crate::files::state::FileState;
use crate::framework::model::ClearanceLevel;
use crate::providers::model::Specialist;
use crate::requests::model::{
    Criterion, NeededBy, PriceMethod, Pricing, Remote, Request, Requirement, RequirementKind,
    Route, TeamRole, WantedOutcome,
};
use crate::requests::state::RequestState;
use crate::types::ids::{
    BidId, CriterionId, FileId, ForceId, OutcomeId, ProviderId, RequestId, RequirementId, RoleId,
    SpecialistId, UserId,
};
use crate::types::money::Money;
use crate::types::time::Moment;

/// 12 noon UK time on Wednesday 4 March 2026.
pub fn noon() -> Moment {
    "2026-03-04T12:00:00Z".parse().unwrap()
}

/// An open request that closes at [`noon`].
pub fn request() -> Request {
    Request {
        id: RequestId::mint(),
        reference: "REQ-2026-0001".to_owned(),
        force_id: ForceId::mint(),
        state: RequestState::Open,
        version: 1,
        title: "Trace a ransom paid in cryptocurrency".to_owned(),
        lot_code: Some("cryptocurrency".to_owned()),
        summary: String::new(),
        why: String::new(),
        problem: String::new(),
        team: String::new(),
        outcomes: String::new(),
        region_code: None,
        remote: Remote::Hybrid,
        site: String::new(),
        working: String::new(),
        starts_on: NaiveDate::from_ymd_opt(2026, 4, 1),
        length_months: Some(3),
        extension_months: 0,
        route: Some(Route::MiniCompetition),
        route_reason: String::new(),
        direct_provider: None,
        budget: None,
        budget_shown: true,
        ir35: None,
        classification: None,
        certifications: String::new(),
        price_method: PriceMethod::Lowest,
        scale_max: 5,
        social_value_reason: String::new(),
        conflict_assessment: String::new(),
        standstill_days: 0,
        questions_close_at: None,
        closes_at: Some(noon()),
        source: String::new(),
        returned_comment: String::new(),
        end_reason: String::new(),
        end_code: None,
        ended_at: None,
        created_by: UserId::mint(),
        created_at: noon() - TimeDelta::days(20),
        submitted_by: None,
        submitted_at: None,
        approved_by: None,
        second_approved_by: None,
        published_at: Some(noon() - TimeDelta::days(14)),
        options: Money::ZERO,
        pricing: Some(Pricing::DayRates),
        scoring_chosen: true,
    }
}

/// A bid in a state.
pub fn bid(state: BidState) -> OwnBid {
    OwnBid {
        id: BidId::mint(),
        reference: "BID-2026-7F3K9Q".to_owned(),
        request_id: RequestId::mint(),
        request_version: 1,
        provider_id: ProviderId::mint(),
        state,
        expenses_cap: Money::ZERO,
        no_conflict: true,
        prices_held: true,
        created_at: noon() - TimeDelta::days(7),
        saved_at: noon() - TimeDelta::days(6),
        submitted_by: None,
        submitted_at: None,
        content_hash: None,
        state_reason: String::new(),
        price_hash: None,
        replacing_since: None,
        written_for: None,
        team_words: String::new(),
    }
}

/// A role for one person for ten days at level 5.
pub fn role(nppv: Option<&str>, nsv: &str, needed_by: NeededBy) -> TeamRole {
    TeamRole {
        id: RoleId::mint(),
        title: "Lead analyst".to_owned(),
        sfia_level: 5,
        people: 1,
        days: 10,
        nppv: nppv.map(str::to_owned),
        nsv: nsv.to_owned(),
        needed_by,
    }
}

/// A specialist at level 5 whose clearances last until a day.
pub fn specialist(nppv: Option<&str>, nsv: &str, until: NaiveDate) -> Specialist {
    Specialist {
        id: SpecialistId::mint(),
        name: "Sam Okoro".to_owned(),
        sfia_level: 5,
        skills: String::new(),
        nppv: nppv.map(str::to_owned),
        nppv_expires: nppv.map(|_| until),
        nppv_sponsor: String::new(),
        nsv: nsv.to_owned(),
        nsv_expires: (nsv != "none").then_some(until),
        nsv_sponsor: String::new(),
        available_from: None,
        availability_note: String::new(),
        right_to_work: true,
        retired_at: None,
        erased_at: None,
    }
}

/// The two ladders of DOMAIN §3.
pub fn ladders() -> Ladders {
    Ladders {
        nppv: ladder(&["NPPV1", "NPPV2A", "NPPV2F", "NPPV3"]),
        nsv: ladder(&["none", "BPSS", "CTC", "SC", "DV"]),
    }
}

fn ladder(codes: &[&str]) -> Vec<ClearanceLevel> {
    (1..).zip(codes).map(|(rank, code)| level(rank, code)).collect()
}

fn level(rank: i16, code: &str) -> ClearanceLevel {
    ClearanceLevel { code: code.to_owned(), rank, name: code.to_owned() }
}

/// A draft with nothing missing: one requirement, one question of 50 words,
/// one role at level 5 that needs NPPV3 with the bid. The first specialist
/// holds it, the second does not; the rate ceiling is £900.
pub fn in_full() -> BidInFull {
    let requirement = Requirement {
        id: RequirementId::mint(),
        kind: RequirementKind::Essential,
        text: "Traced funds across two chains".to_owned(),
    };
    let criterion = Criterion {
        id: CriterionId::mint(),
        criterion: "technical".to_owned(),
        drawn_from: "Technical merit".to_owned(),
        name: "Technical merit".to_owned(),
        is_price: false,
        weight: 60,
        question: "How would you trace the ransom?".to_owned(),
        guidance: String::new(),
        word_limit: 50,
        minimum: 0,
    };
    let role = role(Some("NPPV3"), "none", NeededBy::Bid);
    let until = noon().date_naive();
    let specialists = vec![specialist(Some("NPPV3"), "SC", until), specialist(None, "SC", until)];
    let ceiling = Money::parse("900").unwrap();
    let content = Content {
        evidence: vec![Evidence {
            requirement_id: requirement.id,
            met: true,
            evidence: "Three cases in 2025.".to_owned(),
        }],
        answers: vec![Answer { criterion_id: criterion.id, answer: "Carefully.".to_owned() }],
        team: vec![Nomination { role_id: role.id, specialist_id: specialists[0].id }],
        rates: vec![Rate { role_id: role.id, day_rate: ceiling }],
        prices: Vec::new(),
    };
    BidInFull {
        bid: bid(BidState::Draft),
        content,
        request: request(),
        ceilings: [(role.sfia_level, ceiling)].into(),
        outcomes: Vec::new(),
        roles: vec![role],
        requirements: vec![requirement],
        criteria: vec![criterion],
        nominees: Vec::new(),
        specialists,
        ladders: ladders(),
        attachments: Vec::new(),
    }
}

/// Something to be delivered.
pub fn outcome(title: &str) -> WantedOutcome {
    WantedOutcome {
        id: OutcomeId::mint(),
        title: title.to_owned(),
        acceptance: "It is read and signed off.".to_owned(),
        due_on: None,
    }
}

/// A draft with nothing missing at a fixed price of £12,000 for one outcome,
/// without a role.
pub fn fixed() -> BidInFull {
    let mut it = in_full();
    it.request.pricing = Some(Pricing::FixedPrice);
    it.outcomes = vec![outcome("A report")];
    it.roles.clear();
    let price = Money::parse("12000").unwrap();
    it.content.prices = vec![OutcomePrice { outcome_id: it.outcomes[0].id, price }];
    it.content.rates.clear();
    it.content.team.clear();
    it
}

/// A file of so many bytes attached to a bid.
pub fn attachment(state: FileState, bytes: i64) -> Attachment {
    let file = StoredFile {
        id: FileId::mint(),
        provider_id: Some(ProviderId::mint()),
        force_id: None,
        name: "method.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes,
        storage_key: "readable".to_owned(),
        state,
        reason: String::new(),
        uploaded_by: UserId::mint(),
        uploaded_at: noon() - TimeDelta::days(6),
        scanned_at: None,
        tries: 0,
        of_bid: true,
    };
    Attachment {
        file,
        sha256: vec![1; 32],
        sealed_key: "sealed".to_owned(),
        sealed_sha256: vec![2; 32],
    }
}
