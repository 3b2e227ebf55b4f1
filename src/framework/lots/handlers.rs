//! Lots over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::{LotAsked, LotForm};
use super::pages::{LotPage, LotsPage};
use super::{acts, queries};
use crate::accounts::model::Role;
use crate::accounts::roles::{MarketplaceManager, Operator};
use crate::audit::change::Told;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::framework::model::Lot;
use crate::framework::places::Placed;
use crate::framework::policy::{self, Refusal};
use crate::framework::queries as framework;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

const LIST: &str = "/operator/framework/lots";

/// GET /operator/framework/lots
pub async fn list(who: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
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
    let all: Vec<(&str, &str)> =
        around.lots.iter().map(|it| (it.code.as_str(), it.name.as_str())).collect();
    let placed = Placed::of(&all, around.at, &around.events);
    LotPage { frame, form, mistakes, placed, may }
}

/// GET /operator/framework/lots/new
pub async fn new_page(_: MarketplaceManager, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let around = around(&db, "").await?;
    let place = (around.lots.len() + 1).to_string();
    let form = LotForm { place, ..LotForm::default() };
    page::show(&lot_shown(frame, &around, &form, &Mistakes::default(), true))
}

/// GET /operator/framework/lots/{code}
pub async fn show(
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
    if db.read(async |conn| queries::named(conn, &new.name, code).await).await? {
        mistakes.add("name", Refusal::NameTaken("a lot").to_string());
    }
    if let Err(why) = policy::may_close(lot.and_then(|it| it.closed_on), new.closed_on, today) {
        mistakes.add("closed", why.to_string());
    }
    Ok(if mistakes.is_empty() { Ok(new) } else { Err(mistakes) })
}

/// POST /operator/framework/lots
pub async fn add(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (form, around) = (LotForm::typed(&posted), around(&db, "").await?);
    match lot_checked(&db, &form, &around).await? {
        Ok(new) => {
            db.act(&who.by, async |tx| acts::add(tx, &who, &new, posted.once()).await).await?;
            Ok(page::go_to_saying(LIST, &format!("The lot “{}” is added", new.name)))
        }
        Err(mistakes) => {
            db.answered(&who.by, posted.once()).await?;
            page::mistaken(&lot_shown(frame, &around, &form, &mistakes, true))
        }
    }
}

/// POST /operator/framework/lots/{code}
pub async fn change(
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
            db.act(&who.by, async |tx| acts::change(tx, &who, &path, &new).await).await?;
            Ok(page::go_to_saying(LIST, &format!("The lot “{}” is changed", new.name)))
        }
        Err(mistakes) => page::mistaken(&lot_shown(frame, &around, &form, &mistakes, true)),
    }
}
