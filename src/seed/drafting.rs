//! Requests are drafted, approved and asked about.

use anyhow::{Context, Result, bail};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::admission::pounds;
use super::briefs::Brief;
use super::stage::{Stage, once};
use crate::accounts::roles::{Approver, Bidder, ForceMember, Requester};
use crate::clarifications;
use crate::clarifications::forms::NewAnswer;
use crate::requests::approval;
use crate::requests::approval::model::Given;
use crate::requests::drafting::acts;
use crate::requests::drafting::model::{
    Basics, Dates, Edit, Need, NewCriterion, NewDraft, NewOutcome, NewRequirement, NewRole, Place,
    Safeguards, Scoring, Term, Terms, WhoMayBid,
};
use crate::requests::model::{PriceMethod, Pricing, RequirementKind, Route};
use crate::schema::requests;
use crate::types::ids::UserId;
use crate::types::money::Money;
use crate::types::time::Moment;
use crate::types::uk_time;

/// A requester begins a draft and writes its pages. One without roles is left
/// after the first three.
pub async fn draft(stage: &mut Stage, at: Moment, brief: &Brief) -> Result<()> {
    let who: Requester = stage.who(brief.desk.requester)?;
    let db = stage.at(at);
    let new = NewDraft { title: brief.title.to_owned(), lot: brief.lot.to_owned() };
    let request = db.act(&who.by, async |tx| acts::begin(tx, &who, &new, once()).await).await?;
    let mut pages = first(brief);
    if !brief.seats.is_empty() {
        pages.extend(rest(stage, brief)?);
    }
    for (minutes, page) in (2..).step_by(2).zip(&pages) {
        let reference = &request.reference;
        stage
            .at(at + TimeDelta::minutes(minutes))
            .act(&who.by, async |tx| acts::save(tx, &who, reference, page, None).await)
            .await
            .with_context(|| format!("page {}", page.section().word()))?;
    }
    // Whose requirement it retells is the story's own remark; no act sets it.
    db.keep_books(async |conn, _| {
        diesel::update(requests::table.find(request.id))
            .set(requests::source.eq(brief.source))
            .execute(conn)
            .await?;
        Ok(())
    })
    .await?;
    stage.begun(brief, request.reference);
    Ok(())
}

fn first(brief: &Brief) -> Vec<Edit> {
    vec![
        Edit::Basics(
            Basics {
                title: brief.title.to_owned(),
                lot_code: Some(brief.lot.to_owned()),
                summary: brief.summary.to_owned(),
            },
            brief.specialisms.iter().map(|it| (*it).to_owned()).collect(),
        ),
        Edit::Need(Need {
            why: brief.why.to_owned(),
            problem: brief.problem.to_owned(),
            outcomes: brief.outcomes.to_owned(),
            team: brief.team.to_owned(),
        }),
        Edit::Place(Place {
            region_code: Some(brief.region.to_owned()),
            remote: brief.remote,
            site: brief.site.to_owned(),
            working: brief.working.to_owned(),
        }),
    ]
}

fn rest(stage: &Stage, brief: &Brief) -> Result<Vec<Edit>> {
    let panel: Vec<UserId> = brief
        .desk
        .panel
        .iter()
        .map(|email| Ok(stage.who::<ForceMember>(email)?.user))
        .collect::<Result<_>>()?;
    let chair = brief.desk.chair.map(|email| stage.who::<ForceMember>(email)).transpose()?;
    let chair = chair.map(|it| it.user);
    let safeguards = Safeguards {
        conflict_assessment: brief.conflicts.to_owned(),
        standstill_days: brief.standstill,
    };
    let mut all = priced(brief);
    all.extend([
        Edit::Roles(roles(brief)),
        Edit::Route(WhoMayBid {
            route: Some(Route::MiniCompetition),
            route_reason: String::new(),
            direct_provider: None,
        }),
        Edit::Dates(dates(stage, brief)?),
        Edit::Term(term(stage, brief)?),
        Edit::Money(Terms {
            budget: Some(pounds(brief.budget.0)?),
            options: Money::ZERO,
            budget_shown: brief.budget.1,
            ir35: Some(brief.ir35),
            classification: Some(brief.classification),
        }),
        Edit::Requirements(requirements(brief), brief.certifications.to_owned()),
        Edit::Scoring(Scoring {
            price_method: PriceMethod::Lowest,
            scale_max: 5,
            scoring_chosen: true,
        }),
        criteria(brief),
        Edit::Panel(safeguards, panel, chair),
    ]);
    Ok(all)
}

fn priced(brief: &Brief) -> Vec<Edit> {
    if brief.deliveries.is_empty() {
        return vec![Edit::Pricing(Pricing::DayRates)];
    }
    let outcome = |it: &super::briefs::Delivery| NewOutcome {
        title: it.title.to_owned(),
        acceptance: it.acceptance.to_owned(),
        due_on: None,
    };
    let all = brief.deliveries.iter().map(outcome).collect();
    vec![Edit::Pricing(Pricing::FixedPrice), Edit::Outcomes(all)]
}

fn roles(brief: &Brief) -> Vec<NewRole> {
    let role = |it: &super::briefs::Seat| NewRole {
        title: it.title.to_owned(),
        sfia_level: it.sfia,
        people: it.people,
        days: it.days,
        nppv: it.nppv.map(str::to_owned),
        nsv: it.nsv.to_owned(),
        needed_by: it.by,
    };
    brief.seats.iter().map(role).collect()
}

fn dates(stage: &Stage, brief: &Brief) -> Result<Dates> {
    Ok(Dates {
        questions_close_at: Some(stage.days.hour(brief.closes.0, 17)?),
        closes_at: Some(stage.days.hour(brief.closes.1, 12)?),
    })
}

fn term(stage: &Stage, brief: &Brief) -> Result<Term> {
    let closes_at = stage.days.hour(brief.closes.1, 12)?;
    Ok(Term {
        starts_on: Some(uk_time::date_of(closes_at) + TimeDelta::days(brief.starts_after)),
        length_months: Some(brief.months.0),
        extension_months: brief.months.1,
    })
}

fn requirements(brief: &Brief) -> Vec<NewRequirement> {
    let of = |kind, texts: &[&str]| -> Vec<NewRequirement> {
        texts.iter().map(|it| NewRequirement { kind, text: (*it).to_owned() }).collect()
    };
    let mut all = of(RequirementKind::Essential, brief.essential);
    all.extend(of(RequirementKind::NiceToHave, brief.nice));
    all
}

fn criteria(brief: &Brief) -> Edit {
    let asked = brief.questions.iter().map(|it| NewCriterion {
        criterion: it.criterion.to_owned(),
        weight: it.weight,
        question: it.question.to_owned(),
        guidance: it.guidance.to_owned(),
        word_limit: 400,
        minimum: it.minimum,
    });
    let price = NewCriterion {
        criterion: "price".to_owned(),
        weight: brief.price,
        question: String::new(),
        guidance: String::new(),
        word_limit: 500,
        minimum: 0,
    };
    Edit::Criteria(String::new(), asked.chain([price]).collect())
}

/// The requester asks for approval.
pub async fn submit(stage: &Stage, at: Moment, brief: &Brief) -> Result<()> {
    let who: Requester = stage.who(brief.desk.requester)?;
    let reference = stage.request(brief)?;
    stage.at(at).act(&who.by, async |tx| acts::submit(tx, &who, reference, once()).await).await?;
    Ok(())
}

/// An approver publishes; where the value takes two, the second does.
pub async fn publish(stage: &Stage, at: Moment, brief: &Brief) -> Result<()> {
    let reference = stage.request(brief)?;
    for (minutes, approver) in (0..)
        .step_by(5)
        .zip([Some(brief.desk.approver), brief.desk.second_approver].into_iter().flatten())
    {
        let who: Approver = stage.who(approver)?;
        let given = stage
            .at(at + TimeDelta::minutes(minutes))
            .act(&who.by, async |tx| {
                approval::acts::approve(tx, &stage.keys, &who, reference, None, once()).await
            })
            .await?;
        if given == Given::Published {
            return Ok(());
        }
    }
    bail!("“{}” takes more approvers than there are", brief.title)
}

/// A bidder asks.
pub async fn ask(stage: &Stage, at: Moment, brief: &Brief, by: &str, said: &str) -> Result<()> {
    let who: Bidder = stage.who(by)?;
    let reference = stage.request(brief)?;
    stage
        .at(at)
        .act(&who.by, async |tx| clarifications::acts::ask(tx, &who, reference, said, once()).await)
        .await?;
    Ok(())
}

/// The requester answers, for everyone.
pub async fn answer(
    stage: &Stage,
    at: Moment,
    brief: &Brief,
    number: i32,
    said: &str,
) -> Result<()> {
    let who: Requester = stage.who(brief.desk.requester)?;
    let reference = stage.request(brief)?;
    stage
        .at(at)
        .act(&who.by, async |tx| {
            let new = NewAnswer { numbers: vec![number], answer: said.to_owned(), reworded: None };
            clarifications::acts::answer(tx, &who, reference, &new, once()).await
        })
        .await?;
    Ok(())
}
