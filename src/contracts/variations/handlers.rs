//! Variations over HTTP: written, looked at, then proposed.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::VariationForm;
use super::model::Proposal;
use super::pages::{CheckPage, VariationPage};
use super::policy::Refusal;
use super::{acts, policy};
use crate::accounts::roles::{ContractManager, SignedIn};
use crate::contracts::approving;
use crate::contracts::handlers::found;
use crate::contracts::model::Seen;
use crate::contracts::policy::may_deal;
use crate::contracts::versions::model::{Approval, Priced};
use crate::contracts::versions::queries as versions;
use crate::contracts::versions::state::VersionState;
use crate::db::Db;
use crate::error::Result;
use crate::framework;
use crate::providers;
use crate::requests;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes, Posted};
use crate::web::page::{self, Frame};

/// GET /contracts/{ref}/variation
pub async fn form(
    _: ContractManager,
    viewer: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (seen, now) = found(&db, &viewer.0, &path).await?;
    let current = in_force(&db, &seen).await?;
    let form = VariationForm::of(&current);
    page::show(&drawn(frame, &db, (&seen, &current, now), form, Mistakes::default()).await?)
}

async fn in_force(db: &Db, seen: &Seen) -> Result<Priced> {
    let (id, number) = (seen.contract.id, seen.contract.version);
    db.read(async |conn| versions::priced(conn, id, number).await).await
}

async fn drawn<'a>(
    frame: Frame,
    db: &Db,
    (seen, current, now): (&'a Seen, &'a Priced, Moment),
    form: VariationForm,
    mistakes: Mistakes,
) -> Result<VariationPage<'a>> {
    let levels = db.read(async |conn| framework::queries::sfia_levels(conn).await).await?;
    let level = |it: &framework::model::SfiaLevel| {
        Choice::new(it.level.to_string(), format!("{}: {}", it.level, it.name))
    };
    let levels = levels.iter().map(level).collect();
    let refusal = policy::may_propose(&seen.contract, seen.open(), seen.is_ending(), now).err();
    let conflicted = may_deal(seen.conflicted).err().map(|it| it.to_string());
    let refusal = conflicted.or(refusal.map(|it| it.to_string())).unwrap_or_default();
    Ok(VariationPage { frame, seen, current, levels, form, mistakes, refusal })
}

/// POST /contracts/{ref}/variation
pub async fn propose(
    who: ContractManager,
    viewer: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (seen, now) = found(&db, &viewer.0, &path).await?;
    let once = posted.once();
    db.answered(&who.by, once).await?;
    may_deal(seen.conflicted)?;
    policy::may_propose(&seen.contract, seen.open(), seen.is_ending(), now)?;
    let current = in_force(&db, &seen).await?;
    let form = VariationForm::typed(&posted, current.schedule.lines.len());
    let new = match read(&db, (&seen, &current, now), &form).await? {
        Ok(checked) if !form.confirmed => return check(frame, &seen, checked, &posted),
        Ok(checked) => checked.new,
        Err(mistakes) => {
            let page = drawn(frame, &db, (&seen, &current, now), form, mistakes).await?;
            return page::mistaken(&page);
        }
    };
    let version =
        db.act(&who.by, async |tx| acts::propose(tx, &who, &path, &new, once).await).await?;
    let said = match version.state {
        VersionState::Proposed => {
            "The variation is proposed. An approver of your force is asked to approve it"
        }
        _ => "The variation is proposed. The provider is asked to sign it first",
    };
    Ok(page::go_to_saying(seen.contract.path(), said))
}

/// A proposal that can be made, and what it comes to.
struct Checked {
    new: Proposal,
    changes: Vec<super::model::Difference>,
    facts: Vec<String>,
    /// How many approvers it takes, and why; empty if it takes none.
    approval: String,
}

/// What was typed, if it can be proposed.
async fn read(
    db: &Db,
    (seen, current, now): (&Seen, &Priced, Moment),
    form: &VariationForm,
) -> Result<std::result::Result<Checked, Mistakes>> {
    let new = match form.parse(current) {
        Ok(new) => new,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    let (provider, request) = (seen.contract.provider_id, seen.contract.request_id);
    let (request, ceilings) = db
        .read(async |conn| {
            let request = requests::queries::by_id(conn, request).await?;
            let lot = request.lot_code.clone().unwrap_or_default();
            let ceilings = providers::queries::bid_ceilings(conn, provider, &lot).await?;
            Ok((request, ceilings))
        })
        .await?;
    let changes = match policy::judged(current, &new, &ceilings, uk_time::date_of(now)) {
        Ok(changes) => changes,
        Err(refusal) => return Ok(Err(beside(&refusal, current))),
    };
    let Some(value) = new.schedule.value() else {
        let mut mistakes = Mistakes::default();
        mistakes.add("expenses", "All together this comes to more than can be held");
        return Ok(Err(mistakes));
    };
    let facts = policy::facts(&seen.versions, request.extension_months, (value, new.ends_on));
    let facts = facts.map(|it| it.words()).unwrap_or_default();
    let approval = match approving::policy::wanted(current, &new) {
        Approval::NotWanted => String::new(),
        Approval::Wanted => {
            let force = seen.contract.force_id;
            db.read(async |conn| approving::queries::rule(conn, force, value).await).await?
        }
    };
    Ok(Ok(Checked { new, changes, facts, approval }))
}

/// A refusal beside the field it is about.
fn beside(refusal: &Refusal, current: &Priced) -> Mistakes {
    let of = |title: &str| {
        let place = current.schedule.lines.iter().position(|line| line.title == title);
        place.map_or("price_new".to_owned(), |place| format!("price_{}", place + 1))
    };
    let field = match refusal {
        Refusal::EndsInThePast => "ends".to_owned(),
        Refusal::OverCeiling { title, .. } => of(title),
        _ => "reason".to_owned(),
    };
    let mut mistakes = Mistakes::default();
    mistakes.add(&field, refusal.to_string());
    mistakes
}

fn check(frame: Frame, seen: &Seen, it: Checked, posted: &Posted) -> Result<HttpResponse> {
    let kept = posted.kept().filter(|(name, _)| name != "once");
    let typed = kept.cloned().collect();
    let Checked { new, changes, facts, approval } = it;
    page::show(&CheckPage { frame, seen, changes, facts, approval, reason: new.reason, typed })
}

/// POST /contracts/{ref}/variation/withdrawal
pub async fn withdraw(
    who: ContractManager,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    let contract = db.act(&who.by, async |tx| acts::withdraw(tx, &who, &path, once).await).await?;
    Ok(page::go_to_saying(
        contract.path(),
        "The variation is withdrawn, and the contract goes on as it was",
    ))
}
