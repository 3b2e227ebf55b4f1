//! The highest day rates over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;

use super::forms::{Maxima, MaximaForm};
use super::model::{Affected, Dated};
use super::pages::{MaximaOfLotPage, MaximaPage};
use super::{acts, policy, queries};
use crate::accounts::model::Role;
use crate::accounts::roles::{MarketplaceManager, Operator};
use crate::audit::change::Told;
use crate::db::Db;
use crate::error::Result;
use crate::framework::model::{Lot, SfiaLevel};
use crate::framework::queries as framework;
use crate::types::dated::may_begin;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// GET /operator/framework/maxima
pub async fn list(_: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let page = db
        .read(async |conn| {
            let mut rates = framework::all_rate_maxima(conn).await?;
            let mut with_rates = |lot: Lot| {
                let rates = rates.remove(&lot.code).unwrap_or_default();
                (lot, rates)
            };
            let lots = framework::lots(conn).await?;
            let lots = lots.into_iter().map(&mut with_rates).collect();
            let levels = framework::sfia_levels(conn).await?;
            let events = framework::told(conn, &["rate_maxima."], "").await?;
            Ok(MaximaPage { frame, levels, lots, events })
        })
        .await?;
    page::show(&page)
}

struct Of {
    lot: Lot,
    levels: Vec<SfiaLevel>,
    dated: Vec<Dated>,
    events: Vec<Told>,
    today: NaiveDate,
}

async fn of(db: &Db, code: &str) -> Result<Of> {
    let today = uk_time::date_of(db.now().await?);
    db.read(async |conn| {
        Ok(Of {
            lot: framework::lot(conn, code).await?,
            levels: framework::sfia_levels(conn).await?,
            dated: queries::dated(conn, code).await?,
            events: framework::told(conn, &["rate_maxima."], code).await?,
            today,
        })
    })
    .await
}

impl Of {
    fn numbers(&self) -> Vec<i16> {
        self.levels.iter().map(|it| it.level).collect()
    }

    fn shown<'a>(
        &'a self,
        frame: Frame,
        form: &'a MaximaForm,
        mistakes: &'a Mistakes,
        affected: Vec<Affected>,
        may: bool,
    ) -> MaximaOfLotPage<'a> {
        let (lot, levels) = (&self.lot, self.levels.as_slice());
        let (dated, events) = (self.dated.clone(), self.events.clone());
        MaximaOfLotPage { frame, lot, levels, form, mistakes, affected, dated, may, events }
    }
}

/// GET /operator/framework/maxima/{code}
pub async fn of_lot(
    who: Operator,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let it = of(&db, &path).await?;
    let (from, rates) = policy::as_planned(&it.dated, it.today);
    let form = MaximaForm::of(&rates, &it.numbers(), from);
    let may = who.has(Role::MarketplaceManager);
    page::show(&it.shown(frame, &form, &Mistakes::default(), Vec::new(), may))
}

fn checked(form: &MaximaForm, it: &Of) -> std::result::Result<Maxima, Mistakes> {
    let new = form.parse()?;
    let mut mistakes = Mistakes::default();
    match mistakes.keep(
        "from",
        may_begin(it.dated.iter().map(|it| it.from), new.from, it.today)
            .map_err(|why| why.to_string()),
    ) {
        Some(()) => Ok(new),
        None => Err(mistakes),
    }
}

/// POST /operator/framework/maxima/{code}
pub async fn change(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let it = of(&db, &path).await?;
    let form = MaximaForm::typed(&posted, &it.numbers());
    let new = match checked(&form, &it) {
        Ok(new) => new,
        Err(mistakes) => {
            return page::mistaken(&it.shown(frame, &form, &mistakes, Vec::new(), true));
        }
    };
    let (code, lowered) = (path.as_str(), policy::lowered(&it.dated, &new));
    let affected = db.read(async |conn| queries::affected(conn, code, &lowered).await).await?;
    if !affected.is_empty() && !new.confirmed {
        return page::mistaken(&it.shown(frame, &form, &Mistakes::default(), affected, true));
    }
    db.act(&who.by, async |tx| acts::set(tx, &who, code, &new).await).await?;
    let said = format!("The highest day rates of “{}” are changed", it.lot.name);
    Ok(page::go_to_saying("/operator/framework/maxima", &said))
}
