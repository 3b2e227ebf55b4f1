//! Providers write their bids, and submit them or not.

use anyhow::{Context, Result};
use chrono::TimeDelta;

use super::admission::pounds;
use super::briefs::Brief;
use super::offers::Offer;
use super::papers;
use super::stage::{Stage, once};
use crate::accounts::roles::Bidder;
use crate::bids::model::{BidInFull, Evidence, Nomination, Rate};
use crate::bids::sections::acts::save;
use crate::bids::sections::model::{Change, Declarations};
use crate::bids::{acts, queries};
use crate::requests;
use crate::types::ids::SpecialistId;
use crate::types::time::Moment;

/// Who attaches a page to every bid.
const FILES_FROM: &str = "bids@kestrel.example";

/// What is on it; nothing says whose it is.
const PLAN: [&str; 4] = [
    "How we would begin",
    "Days 1 to 5: meet your team, agree what matters most, set up access.",
    "Days 6 to 10: the first piece of work, reviewed together at its end.",
    "From day 11: a short report every Friday, with what is next and what is in the way.",
];

/// A bidder writes a bid, section by section.
pub async fn write(stage: &Stage, at: Moment, brief: &Brief, offer: &Offer) -> Result<String> {
    let who: Bidder = stage.who(offer.bidder)?;
    let request = stage.request(brief)?;
    let bid = stage
        .at(at)
        .act(&who.by, async |tx| acts::start(tx, &who, request, once()).await)
        .await
        .with_context(|| format!("{} cannot bid", offer.bidder))?;
    let full =
        stage.db.read(async |conn| queries::own_in_full(conn, &who, &bid.reference).await).await?;
    for (minutes, change) in (3..).step_by(3).zip(&sections(&full, brief, offer)?) {
        stage
            .at(at + TimeDelta::minutes(minutes))
            .act(&who.by, async |tx| save(tx, &who, &bid.reference, change, None).await)
            .await?;
    }
    Ok(bid.reference)
}

/// A bidder writes a bid and submits it.
pub async fn submit(stage: &Stage, at: Moment, brief: &Brief, offer: &Offer) -> Result<()> {
    let who: Bidder = stage.who(offer.bidder)?;
    let reference = write(stage, at, brief, offer).await?;
    let promise = Change::Declarations(Declarations { no_conflict: true, prices_held: true });
    let request = stage.request(brief)?;
    let version =
        stage.db.read(async |conn| requests::queries::public(conn, request).await).await?.version;
    let later = stage.at(at + TimeDelta::minutes(24));
    later.act(&who.by, async |tx| save(tx, &who, &reference, &promise, None).await).await?;
    if offer.bidder == FILES_FROM {
        let lines: Vec<String> = PLAN.iter().map(|it| (*it).to_owned()).collect();
        let page = ("How we would begin.pdf", lines.as_slice());
        papers::attach(stage, at + TimeDelta::minutes(25), (&who, &reference), page).await?;
    }
    stage
        .at(at + TimeDelta::minutes(27))
        .act(&who.by, async |tx| {
            acts::submit(tx, &stage.keys, &who, &reference, Some(version)).await
        })
        .await
        .with_context(|| format!("the bid of {} is not whole", offer.bidder))?;
    Ok(())
}

fn sections(full: &BidInFull, brief: &Brief, offer: &Offer) -> Result<Vec<Change>> {
    let mut all = vec![Change::Evidence(evidence(full, brief, offer)?)];
    for (asked, answer) in brief.questions.iter().zip(offer.answers) {
        let criterion = full.questions().find(|it| it.question == asked.question);
        let criterion = criterion.with_context(|| format!("no question on {}", asked.criterion))?;
        if !answer.is_empty() {
            all.push(Change::Answer(criterion.id, (*answer).to_owned()));
        }
    }
    let (mut team, mut rates) = (Vec::new(), Vec::new());
    for (seat, (people, day)) in brief.seats.iter().zip(offer.team) {
        let role = full.roles.iter().find(|it| it.title == seat.title);
        let role_id = role.with_context(|| format!("no role {}", seat.title))?.id;
        for name in *people {
            team.push(Nomination { role_id, specialist_id: specialist(full, name)? });
        }
        rates.push(Rate { role_id, day_rate: pounds(*day)? });
    }
    all.push(Change::Team(team, String::new()));
    all.push(Change::Price(rates, Vec::new(), pounds(offer.expenses)?));
    Ok(all)
}

fn evidence(full: &BidInFull, brief: &Brief, offer: &Offer) -> Result<Vec<Evidence>> {
    let mut all = Vec::new();
    let asked = brief.essential.iter().chain(brief.nice);
    for (text, evidence) in asked.zip(offer.evidence).filter(|(_, it)| !it.is_empty()) {
        let requirement = full.requirements.iter().find(|it| it.text == *text);
        let requirement = requirement.with_context(|| format!("no requirement “{text}”"))?;
        all.push(Evidence {
            requirement_id: requirement.id,
            met: true,
            evidence: (*evidence).to_owned(),
        });
    }
    Ok(all)
}

fn specialist(full: &BidInFull, name: &str) -> Result<SpecialistId> {
    let found = full.specialists.iter().find(|it| it.name == name);
    Ok(found.with_context(|| format!("no specialist {name}"))?.id)
}
