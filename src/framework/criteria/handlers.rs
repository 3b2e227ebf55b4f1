//! Award criteria over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::CriterionForm;
use super::pages::{CriteriaPage, CriterionPage};
use super::{acts, queries};
use crate::accounts::model::Role;
use crate::accounts::roles::{MarketplaceManager, Operator};
use crate::audit::change::Told;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::framework::model::FrameworkCriterion;
use crate::framework::places::Placed;
use crate::framework::policy::{self, Refusal};
use crate::framework::queries as framework;
use crate::web::form::{Choice, Mistakes, Posted};
use crate::web::page::{self, Frame};

const LIST: &str = "/operator/framework/criteria";

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
pub async fn list(who: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
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
    Ok(page::go_to_saying(LIST, "The price is another criterion now"))
}

fn criterion_shown<'a>(
    frame: Frame,
    all: &[FrameworkCriterion],
    (at, events): (Option<usize>, Vec<Told>),
    form: &'a CriterionForm,
    mistakes: &'a Mistakes,
    may: bool,
) -> CriterionPage<'a> {
    let named: Vec<(&str, &str)> =
        all.iter().map(|it| (it.code.as_str(), it.name.as_str())).collect();
    CriterionPage { frame, form, mistakes, placed: Placed::of(&named, at, &events), may }
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
pub async fn new_page(_: MarketplaceManager, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let (all, events) = criteria_and_past(&db, "").await?;
    let form = CriterionForm { place: all.len().max(1).to_string(), ..CriterionForm::default() };
    let past = (None, events);
    page::show(&criterion_shown(frame, &all, past, &form, &Mistakes::default(), true))
}

/// GET /operator/framework/criteria/{code}
pub async fn show(
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
    let taken = db.read(async |conn| queries::named(conn, name, but).await).await?;
    Ok(taken.then(|| {
        let mut mistakes = Mistakes::default();
        mistakes.add("name", Refusal::NameTaken("a criterion").to_string());
        mistakes
    }))
}

/// POST /operator/framework/criteria
pub async fn add(
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
                db.act(&who.by, async |tx| acts::add(tx, &who, &new, posted.once()).await).await?;
                return Ok(page::go_to_saying(LIST, &format!("“{}” is added", new.name)));
            }
        },
        Err(mistakes) => mistakes,
    };
    db.answered(&who.by, posted.once()).await?;
    page::mistaken(&criterion_shown(frame, &all, (None, events), &form, &mistakes, true))
}

/// POST /operator/framework/criteria/{code}
pub async fn change(
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
                db.act(&who.by, async |tx| acts::change(tx, &who, &path, &new).await).await?;
                return Ok(page::go_to_saying(LIST, &format!("“{}” is changed", new.name)));
            }
        },
        Err(mistakes) => mistakes,
    };
    page::mistaken(&criterion_shown(frame, &all, (Some(at), events), &form, &mistakes, true))
}
