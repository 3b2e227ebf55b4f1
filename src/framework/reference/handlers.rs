//! Reference data over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;

use super::forms::{
    HolidayAsked, HolidayForm, SchemeForm, ThresholdAsked, ThresholdForm, ValidityAsked,
    ValidityForm,
};
use super::model::{DatedRule, threshold_label};
use super::pages::{ClearancesPage, HolidaysPage, SchemePage, SchemesPage, ThresholdsPage};
use super::{acts, queries};
use crate::accounts::model::Role;
use crate::accounts::roles::{MarketplaceManager, Operator};
use crate::audit::change::Told;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::framework::policy::{self, Refusal};
use crate::framework::queries as framework;
use crate::types::dated::may_begin;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes, Posted};
use crate::web::page::{self, Frame};

const HOLIDAYS: &str = "/operator/framework/bank-holidays";

type Checked<T> = std::result::Result<T, Mistakes>;

fn manages(who: &Operator) -> bool {
    who.has(Role::MarketplaceManager)
}

async fn today(db: &Db) -> Result<NaiveDate> {
    Ok(uk_time::date_of(db.now().await?))
}

/// Adds the mistake that a day makes among others that are planned.
fn begins(
    starts: impl IntoIterator<Item = NaiveDate>,
    from: NaiveDate,
    today: NaiveDate,
) -> Checked<()> {
    may_begin(starts, from, today).map_err(|why| {
        let mut mistakes = Mistakes::default();
        mistakes.add("from", why.to_string());
        mistakes
    })
}

async fn threshold_names(db: &Db) -> Result<Vec<Choice>> {
    let dated = db.read(async |conn| queries::dated_thresholds(conn).await).await?;
    let mut names: Vec<String> = dated.into_iter().map(|it| it.name).collect();
    names.dedup();
    Ok(names.iter().map(|it| Choice::new(it, threshold_label(it))).collect())
}

async fn thresholds_shown<'a>(
    db: &Db,
    frame: Frame,
    names: &'a [Choice],
    (form, mistakes): (&'a ThresholdForm, &'a Mistakes),
    may: bool,
) -> Result<ThresholdsPage<'a>> {
    db.read(async |conn| {
        let dated = queries::dated_thresholds(conn).await?;
        let events = framework::told(conn, &["threshold."], "").await?;
        Ok(ThresholdsPage { frame, dated, names, form, mistakes, may, events })
    })
    .await
}

/// GET /operator/framework/thresholds
pub async fn thresholds(who: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let names = threshold_names(&db).await?;
    let name = names.first().map(|it| it.value.clone()).unwrap_or_default();
    let form = ThresholdForm { name, ..ThresholdForm::default() };
    let typed = (&form, &Mistakes::default());
    page::show(&thresholds_shown(&db, frame, &names, typed, manages(&who)).await?)
}

async fn threshold_checked(
    db: &Db,
    form: &ThresholdForm,
    names: &[Choice],
) -> Result<Checked<ThresholdAsked>> {
    let new = match form.parse(names) {
        Ok(new) => new,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    let today = today(db).await?;
    let mut dated = db.read(async |conn| queries::dated_thresholds(conn).await).await?;
    dated.retain(|it| it.name == new.name);
    Ok(begins(dated.iter().map(|it| it.from), new.from, today).map(|()| new))
}

/// POST /operator/framework/thresholds
pub async fn change_threshold(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (form, names) = (ThresholdForm::typed(&posted), threshold_names(&db).await?);
    match threshold_checked(&db, &form, &names).await? {
        Ok(new) => {
            db.act(&who.by, async |tx| acts::set_threshold(tx, &who, &new).await).await?;
            let said = format!("The threshold is {} from {}", new.amount, uk_time::day(new.from));
            Ok(page::go_to_saying("/operator/framework/thresholds", &said))
        }
        Err(mistakes) => {
            let typed = (&form, &mistakes);
            page::mistaken(&thresholds_shown(&db, frame, &names, typed, true).await?)
        }
    }
}

async fn clearance_levels(db: &Db) -> Result<Vec<Choice>> {
    db.read(async |conn| queries::clearance_levels(conn).await).await
}

async fn clearances_shown<'a>(
    db: &Db,
    frame: Frame,
    levels: &'a [Choice],
    (form, mistakes): (&'a ValidityForm, &'a Mistakes),
    may: bool,
) -> Result<ClearancesPage<'a>> {
    let today = today(db).await?;
    db.read(async |conn| {
        let dated = queries::dated_validity(conn).await?;
        let events = framework::told(conn, &["clearance_validity."], "").await?;
        Ok(ClearancesPage { frame, levels, dated, today, form, mistakes, may, events })
    })
    .await
}

/// GET /operator/framework/clearances
pub async fn clearances(who: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let levels = clearance_levels(&db).await?;
    let typed = (&ValidityForm::default(), &Mistakes::default());
    page::show(&clearances_shown(&db, frame, &levels, typed, manages(&who)).await?)
}

async fn validity_checked(
    db: &Db,
    form: &ValidityForm,
    levels: &[Choice],
) -> Result<Checked<ValidityAsked>> {
    let new = match form.parse(levels) {
        Ok(new) => new,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    let today = today(db).await?;
    let mut dated = db.read(async |conn| queries::dated_validity(conn).await).await?;
    dated.retain(|it| it.ladder == new.ladder && it.level == new.level);
    Ok(begins(dated.iter().map(|it| it.from), new.from, today).map(|()| new))
}

/// POST /operator/framework/clearances
pub async fn change_validity(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (form, levels) = (ValidityForm::typed(&posted), clearance_levels(&db).await?);
    match validity_checked(&db, &form, &levels).await? {
        Ok(new) => {
            db.act(&who.by, async |tx| acts::set_validity(tx, &who, &new).await).await?;
            let said = format!("The usual length of {} is changed", new.level);
            Ok(page::go_to_saying("/operator/framework/clearances", &said))
        }
        Err(mistakes) => {
            let typed = (&form, &mistakes);
            page::mistaken(&clearances_shown(&db, frame, &levels, typed, true).await?)
        }
    }
}

/// GET /operator/framework/schemes
pub async fn schemes(who: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let today = today(&db).await?;
    let page = db
        .read(async |conn| {
            let schemes = queries::scheme_names(conn).await?;
            let dated = queries::dated_rules(conn).await?;
            let events = framework::told(conn, &["assurance_scheme."], "").await?;
            Ok(SchemesPage { frame, schemes, dated, today, may: manages(&who), events })
        })
        .await?;
    page::show(&page)
}

struct Scheme {
    code: String,
    name: String,
    dated: Vec<DatedRule>,
    events: Vec<Told>,
    today: NaiveDate,
}

async fn one_scheme(db: &Db, code: &str) -> Result<Scheme> {
    let today = today(db).await?;
    db.read(async |conn| {
        let names = queries::scheme_names(conn).await?;
        let (code, name) = names.into_iter().find(|it| it.0 == code).ok_or(Error::NotFound)?;
        let mut dated = queries::dated_rules(conn).await?;
        dated.retain(|it| it.scheme == code);
        let events = framework::told(conn, &["assurance_scheme."], &code).await?;
        Ok(Scheme { code, name, dated, events, today })
    })
    .await
}

impl Scheme {
    fn shown<'a>(
        &'a self,
        frame: Frame,
        form: &'a SchemeForm,
        mistakes: &'a Mistakes,
        may: bool,
    ) -> SchemePage<'a> {
        SchemePage {
            frame,
            code: &self.code,
            name: &self.name,
            dated: self.dated.clone(),
            form,
            mistakes,
            answers: vec![Choice::new("yes", "Yes"), Choice::new("no", "No")],
            may,
            events: self.events.clone(),
        }
    }
}

/// GET /operator/framework/schemes/{code}
pub async fn scheme(
    who: Operator,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let it = one_scheme(&db, &path).await?;
    let form = it.dated.first().map(|last| SchemeForm::of(last, it.today)).unwrap_or_default();
    page::show(&it.shown(frame, &form, &Mistakes::default(), manages(&who)))
}

/// POST /operator/framework/schemes/{code}
pub async fn change_scheme(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (form, it) = (SchemeForm::typed(&posted), one_scheme(&db, &path).await?);
    let checked = form.parse().and_then(|new| {
        begins(it.dated.iter().map(|it| it.from), new.from, it.today).map(|()| new)
    });
    match checked {
        Ok(new) => {
            db.act(&who.by, async |tx| acts::set_rule(tx, &who, &it.code, new).await).await?;
            let said = format!("What is asked of “{}” is changed", it.name);
            Ok(page::go_to_saying("/operator/framework/schemes", &said))
        }
        Err(mistakes) => page::mistaken(&it.shown(frame, &form, &mistakes, true)),
    }
}

async fn holidays_shown<'a>(
    db: &Db,
    frame: Frame,
    form: &'a HolidayForm,
    mistakes: &'a Mistakes,
    may: bool,
) -> Result<HolidaysPage<'a>> {
    let today = today(db).await?;
    db.read(async |conn| {
        let holidays = queries::holidays(conn).await?;
        let complete = queries::complete_years(conn).await?;
        let events = framework::told(conn, &["bank_holiday"], "").await?;
        let warning = policy::calendar_warning(complete.last().copied(), today);
        Ok(HolidaysPage {
            frame,
            holidays,
            complete,
            warning: warning.unwrap_or_default(),
            today,
            form,
            mistakes,
            may,
            events,
        })
    })
    .await
}

/// GET /operator/framework/bank-holidays
pub async fn holidays(who: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let (form, mistakes) = (HolidayForm::default(), Mistakes::default());
    page::show(&holidays_shown(&db, frame, &form, &mistakes, manages(&who)).await?)
}

async fn holiday_checked(db: &Db, form: &HolidayForm) -> Result<Checked<HolidayAsked>> {
    let new = match form.parse() {
        Ok(new) => new,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    let today = today(db).await?;
    let there = db.read(async |conn| queries::holidays(conn).await).await?;
    let mut mistakes = Mistakes::default();
    mistakes.keep("day", policy::may_add_holiday(new.day, today).map_err(|why| why.to_string()));
    let mut same = there.iter().filter(|it| it.day == new.day).flat_map(|it| &it.parts);
    if same.any(|part| new.parts.contains(part)) {
        mistakes.add("parts", Refusal::HolidayThere.to_string());
    }
    Ok(if mistakes.is_empty() { Ok(new) } else { Err(mistakes) })
}

/// POST /operator/framework/bank-holidays
pub async fn add_holiday(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = HolidayForm::typed(&posted);
    match holiday_checked(&db, &form).await? {
        Ok(new) => {
            db.act(&who.by, async |tx| acts::add_holiday(tx, &who, &new, posted.once()).await)
                .await?;
            let said = format!("{} is a bank holiday", uk_time::day(new.day));
            Ok(page::go_to_saying(HOLIDAYS, &said))
        }
        Err(mistakes) => {
            db.answered(&who.by, posted.once()).await?;
            page::mistaken(&holidays_shown(&db, frame, &form, &mistakes, true).await?)
        }
    }
}

/// POST /operator/framework/bank-holidays/{day}/removal
pub async fn remove_holiday(
    who: MarketplaceManager,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let day = path.parse().map_err(|_| Error::NotFound)?;
    db.act(&who.by, async |tx| acts::remove_holiday(tx, &who, day).await).await?;
    let said = format!("{} is no longer a bank holiday", uk_time::day(day));
    Ok(page::go_to_saying(HOLIDAYS, &said))
}

/// POST /operator/framework/bank-holiday-years
pub async fn complete_year(
    who: MarketplaceManager,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let year = posted.text("year").trim().parse().map_err(|_| Error::Unreadable)?;
    db.act(&who.by, async |tx| acts::complete_year(tx, &who, year).await).await?;
    Ok(page::go_to_saying(HOLIDAYS, &format!("The bank holidays of {year} are complete")))
}
