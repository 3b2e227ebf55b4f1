//! Lots and award criteria over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::{CriterionForm, LotAsked, LotForm};
use super::pages::{CriteriaPage, CriterionPage, LotPage, LotsPage};
use super::{acts, queries};
use crate::accounts::model::Role;
use crate::accounts::roles::{MarketplaceManager, Operator};
use crate::audit::change::Told;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::framework::model::{FrameworkCriterion, Lot};
use crate::framework::policy::{self, Refusal};
use crate::framework::queries as framework;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes, Posted};
use crate::web::page::{self, Frame};

const LOTS: &str = "/operator/framework/lots";
const CRITERIA: &str = "/operator/framework/criteria";

fn places(names: &[String], but: Option<usize>) -> Vec<Choice> {
    let others: Vec<&String> =
        names.iter().enumerate().filter(|(at, _)| Some(*at) != but).map(|(_, it)| it).collect();
    let label = |at: usize| match at.checked_sub(1).and_then(|at| others.get(at)) {
        Some(before) => format!("{}, after “{before}”", at + 1),
        None => "1, first".to_owned(),
    };
    (0..=others.len()).map(|at| Choice::new((at + 1).to_string(), label(at))).collect()
}

/// GET /operator/framework/lots
pub async fn lots(who: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let may = who.has(Role::MarketplaceManager);
    let (lots, events) = db
        .read(async |conn| {
            let lots = framework::lots(conn).await?;
            Ok((lots, framework::told(conn, &["framework_lot."], "").await?))
        })
        .await?;
    page::show(&LotsPage { frame, lots, may, events })
}

struct Around {
    lots: Vec<Lot>,
    at: Option<usize>,
    events: Vec<Told>,
}

async fn around(db: &Db, code: &str) -> Result<Around> {
    db.read(async |conn| {
        let lots = framework::lots(conn).await?;
        let at = lots.iter().position(|it| it.code == code);
        let events = match at {
            Some(_) => framework::told(conn, &["framework_lot."], code).await?,
            None => Vec::new(),
        };
        Ok(Around { lots, at, events })
    })
    .await
}

fn lot_shown<'a>(
    frame: Frame,
    around: &'a Around,
    form: &'a LotForm,
    mistakes: &'a Mistakes,
    may: bool,
) -> LotPage<'a> {
    let names: Vec<String> = around.lots.iter().map(|it| it.name.clone()).collect();
    let lot = around.at.and_then(|at| around.lots.get(at));
    LotPage {
        frame,
        form,
        mistakes,
        code: lot.map_or("", |it| it.code.as_str()),
        name: lot.map_or("", |it| it.name.as_str()),
        places: places(&names, around.at),
        may,
        events: around.events.clone(),
    }
}

/// GET /operator/framework/lots/new
pub async fn new_lot(_: MarketplaceManager, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let around = around(&db, "").await?;
    let place = (around.lots.len() + 1).to_string();
    let form = LotForm { place, ..LotForm::default() };
    page::show(&lot_shown(frame, &around, &form, &Mistakes::default(), true))
}

/// GET /operator/framework/lots/{code}
pub async fn lot(
    who: Operator,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let around = around(&db, &path).await?;
    let at = around.at.ok_or(Error::NotFound)?;
    let lot = around.lots.get(at).ok_or(Error::NotFound)?;
    let form = LotForm::of(lot, at + 1);
    let may = who.has(Role::MarketplaceManager);
    page::show(&lot_shown(frame, &around, &form, &Mistakes::default(), may))
}

/// What was typed about a lot, with the mistakes that only the books can show.
async fn lot_checked(
    db: &Db,
    form: &LotForm,
    around: &Around,
) -> Result<std::result::Result<LotAsked, Mistakes>> {
    let places = around.lots.len() + usize::from(around.at.is_none());
    let new = match form.parse(places) {
        Ok(new) => new,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    let lot = around.at.and_then(|at| around.lots.get(at));
    let code = lot.map_or("", |it| it.code.as_str());
    let today = uk_time::date_of(db.now().await?);
    let mut mistakes = Mistakes::default();
    if db.read(async |conn| queries::lot_named(conn, &new.name, code).await).await? {
        mistakes.add("name", Refusal::NameTaken("a lot").to_string());
    }
    if let Err(why) = policy::may_close(lot.and_then(|it| it.closed_on), new.closed_on, today) {
        mistakes.add("closed", why.to_string());
    }
    Ok(if mistakes.is_empty() { Ok(new) } else { Err(mistakes) })
}

/// POST /operator/framework/lots
pub async fn add_lot(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (form, around) = (LotForm::typed(&posted), around(&db, "").await?);
    match lot_checked(&db, &form, &around).await? {
        Ok(new) => {
            db.act(&who.by, async |tx| acts::add_lot(tx, &who, &new, posted.once()).await).await?;
            Ok(page::go_to_saying(LOTS, &format!("The lot “{}” is added", new.name)))
        }
        Err(mistakes) => {
            db.answered(&who.by, posted.once()).await?;
            page::mistaken(&lot_shown(frame, &around, &form, &mistakes, true))
        }
    }
}

/// POST /operator/framework/lots/{code}
pub async fn change_lot(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (form, around) = (LotForm::typed(&posted), around(&db, &path).await?);
    around.at.ok_or(Error::NotFound)?;
    match lot_checked(&db, &form, &around).await? {
        Ok(new) => {
            db.act(&who.by, async |tx| acts::change_lot(tx, &who, &path, &new).await).await?;
            Ok(page::go_to_saying(LOTS, &format!("The lot “{}” is changed", new.name)))
        }
        Err(mistakes) => page::mistaken(&lot_shown(frame, &around, &form, &mistakes, true)),
    }
}

async fn criteria_page(
    db: &Db,
    frame: Frame,
    may: bool,
    chosen: Option<&str>,
    mistakes: Mistakes,
) -> Result<CriteriaPage> {
    db.read(async |conn| {
        let criteria = framework::criteria(conn).await?;
        let open = queries::requests_not_ended(conn).await?;
        let price = criteria.iter().find(|it| it.is_price).map(|it| it.code.clone());
        Ok(CriteriaPage {
            frame,
            choices: criteria.iter().map(|it| Choice::new(&it.code, &it.name)).collect(),
            price: chosen.map(str::to_owned).or(price).unwrap_or_default(),
            mistakes,
            why_not: policy::may_move_price(open)
                .err()
                .map(|it| it.to_string())
                .unwrap_or_default(),
            criteria,
            may,
            events: framework::told(conn, &["framework_criterion."], "").await?,
        })
    })
    .await
}

/// GET /operator/framework/criteria
pub async fn criteria(who: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let may = who.has(Role::MarketplaceManager);
    page::show(&criteria_page(&db, frame, may, None, Mistakes::default()).await?)
}

/// POST /operator/framework/price-criterion
pub async fn move_price(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let to = posted.text("price");
    let there = db.read(async |conn| framework::criteria(conn).await).await?;
    if !there.iter().any(|it| it.code == to) {
        let mut mistakes = Mistakes::default();
        mistakes.add("price", "Choose the criterion that is the price");
        return page::mistaken(&criteria_page(&db, frame, true, Some(&to), mistakes).await?);
    }
    db.act(&who.by, async |tx| acts::move_price(tx, &who, &to).await).await?;
    Ok(page::go_to_saying(CRITERIA, "The price is another criterion now"))
}

fn criterion_shown<'a>(
    frame: Frame,
    all: &'a [FrameworkCriterion],
    (at, events): (Option<usize>, Vec<Told>),
    form: &'a CriterionForm,
    mistakes: &'a Mistakes,
    may: bool,
) -> CriterionPage<'a> {
    let names: Vec<String> = all.iter().map(|it| it.name.clone()).collect();
    let one = at.and_then(|at| all.get(at));
    CriterionPage {
        frame,
        form,
        mistakes,
        code: one.map_or("", |it| it.code.as_str()),
        name: one.map_or("", |it| it.name.as_str()),
        places: places(&names, at),
        may,
        events,
    }
}

async fn criteria_and_past(db: &Db, code: &str) -> Result<(Vec<FrameworkCriterion>, Vec<Told>)> {
    db.read(async |conn| {
        let all = framework::criteria(conn).await?;
        let events = match code {
            "" => Vec::new(),
            code => framework::told(conn, &["framework_criterion."], code).await?,
        };
        Ok((all, events))
    })
    .await
}

/// GET /operator/framework/criteria/new
pub async fn new_criterion(
    _: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
) -> Result<HttpResponse> {
    let (all, events) = criteria_and_past(&db, "").await?;
    let form = CriterionForm { place: all.len().max(1).to_string(), ..CriterionForm::default() };
    let past = (None, events);
    page::show(&criterion_shown(frame, &all, past, &form, &Mistakes::default(), true))
}

/// GET /operator/framework/criteria/{code}
pub async fn criterion(
    who: Operator,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (all, events) = criteria_and_past(&db, &path).await?;
    let at = all.iter().position(|it| it.code == *path).ok_or(Error::NotFound)?;
    let one = all.get(at).ok_or(Error::NotFound)?;
    let form = CriterionForm::of(one, at + 1);
    let may = who.has(Role::MarketplaceManager);
    let past = (Some(at), events);
    page::show(&criterion_shown(frame, &all, past, &form, &Mistakes::default(), may))
}

async fn name_mistake(db: &Db, name: &str, but: &str) -> Result<Option<Mistakes>> {
    let taken = db.read(async |conn| queries::criterion_named(conn, name, but).await).await?;
    Ok(taken.then(|| {
        let mut mistakes = Mistakes::default();
        mistakes.add("name", Refusal::NameTaken("a criterion").to_string());
        mistakes
    }))
}

/// POST /operator/framework/criteria
pub async fn add_criterion(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = CriterionForm::typed(&posted);
    let (all, events) = criteria_and_past(&db, "").await?;
    let mistakes = match form.parse(all.len() + 1) {
        Ok(new) => match name_mistake(&db, &new.name, "").await? {
            Some(mistakes) => mistakes,
            None => {
                db.act(&who.by, async |tx| {
                    acts::add_criterion(tx, &who, &new, posted.once()).await
                })
                .await?;
                return Ok(page::go_to_saying(CRITERIA, &format!("“{}” is added", new.name)));
            }
        },
        Err(mistakes) => mistakes,
    };
    db.answered(&who.by, posted.once()).await?;
    page::mistaken(&criterion_shown(frame, &all, (None, events), &form, &mistakes, true))
}

/// POST /operator/framework/criteria/{code}
pub async fn change_criterion(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = CriterionForm::typed(&posted);
    let (all, events) = criteria_and_past(&db, &path).await?;
    let at = all.iter().position(|it| it.code == *path).ok_or(Error::NotFound)?;
    let mistakes = match form.parse(all.len()) {
        Ok(new) => match name_mistake(&db, &new.name, &path).await? {
            Some(mistakes) => mistakes,
            None => {
                db.act(&who.by, async |tx| acts::change_criterion(tx, &who, &path, &new).await)
                    .await?;
                return Ok(page::go_to_saying(CRITERIA, &format!("“{}” is changed", new.name)));
            }
        },
        Err(mistakes) => mistakes,
    };
    page::mistaken(&criterion_shown(frame, &all, (Some(at), events), &form, &mistakes, true))
}
