//! The fee and the terms over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::{FeeAsked, FeeForm, TermsAsked, TermsForm};
use super::model::Version;
use super::pages::{FeePage, NewTermsPage, TermsPage, TermsVersionPage};
use super::{acts, queries};
use crate::accounts::model::Role;
use crate::accounts::roles::{MarketplaceManager, Operator};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::framework::policy;
use crate::framework::queries as framework;
use crate::providers;
use crate::types::dated::may_begin;
use crate::types::money::percent;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted, TypedDay};
use crate::web::page::{self, Frame};

async fn fee_shown<'a>(
    db: &Db,
    frame: Frame,
    form: &'a FeeForm,
    mistakes: &'a Mistakes,
    may: bool,
) -> Result<FeePage<'a>> {
    db.read(async |conn| {
        Ok(FeePage {
            frame,
            today: percent(framework::framework(conn).await?.fee_basis_points),
            fees: queries::fees(conn).await?,
            form,
            mistakes,
            may,
            events: framework::told(conn, &["framework_fee."], "").await?,
        })
    })
    .await
}

/// GET /operator/framework/fee
pub async fn fee_page(who: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let may = who.has(Role::MarketplaceManager);
    let (form, mistakes) = (FeeForm::default(), Mistakes::default());
    page::show(&fee_shown(&db, frame, &form, &mistakes, may).await?)
}

async fn fee_checked(db: &Db, form: &FeeForm) -> Result<std::result::Result<FeeAsked, Mistakes>> {
    let new = match form.parse() {
        Ok(new) => new,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    let today = uk_time::date_of(db.now().await?);
    let fees = db.read(async |conn| queries::fees(conn).await).await?;
    let mut mistakes = Mistakes::default();
    let fit = may_begin(fees.iter().map(|it| it.from), new.from, today);
    mistakes.keep("from", fit.map_err(|why| why.to_string()));
    Ok(if mistakes.is_empty() { Ok(new) } else { Err(mistakes) })
}

/// POST /operator/framework/fee
pub async fn change_fee(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = FeeForm::typed(&posted);
    match fee_checked(&db, &form).await? {
        Ok(new) => {
            db.act(&who.by, async |tx| acts::set_fee(tx, &who, new).await).await?;
            let said =
                format!("The fee is {} from {}", percent(new.basis_points), uk_time::day(new.from));
            Ok(page::go_to_saying("/operator/framework/fee", &said))
        }
        Err(mistakes) => page::mistaken(&fee_shown(&db, frame, &form, &mistakes, true).await?),
    }
}

/// GET /operator/framework/terms
pub async fn list(who: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let page = db
        .read(async |conn| {
            let counts = providers::terms::queries::counts(conn).await?;
            let counted = |it: Version| {
                let accepted = counts.get(&it.number).copied().unwrap_or_default();
                (it, accepted)
            };
            Ok(TermsPage {
                frame,
                versions: queries::versions(conn).await?.into_iter().map(counted).collect(),
                in_force: queries::in_force(conn).await?.number,
                today,
                may: who.has(Role::MarketplaceManager),
                events: framework::told(conn, &["framework_terms."], "").await?,
            })
        })
        .await?;
    page::show(&page)
}

/// GET /operator/framework/terms/{number}
pub async fn version(
    _: Operator,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let number = path.parse().map_err(|_| Error::NotFound)?;
    let version = db.read(async |conn| queries::version(conn, number).await).await?;
    page::show(&TermsVersionPage { frame, version })
}

fn new_shown<'a>(
    frame: Frame,
    form: &'a TermsForm,
    mistakes: &'a Mistakes,
    preview: Option<&TermsAsked>,
) -> NewTermsPage<'a> {
    let day = preview.map(|it| uk_time::day(it.from)).unwrap_or_default();
    NewTermsPage { frame, form, mistakes, preview: preview.is_some(), day }
}

/// GET /operator/framework/terms/new
pub async fn new_page(_: MarketplaceManager, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let versions = db.read(async |conn| queries::versions(conn).await).await?;
    let last = versions.first().ok_or(Error::NotFound)?;
    let form = TermsForm {
        summary: String::new(),
        text: last.text.clone(),
        from: TypedDay::default(),
        number: (last.number + 1).to_string(),
    };
    page::show(&new_shown(frame, &form, &Mistakes::default(), None))
}

async fn terms_checked(
    db: &Db,
    form: &TermsForm,
) -> Result<std::result::Result<TermsAsked, Mistakes>> {
    let new = match form.parse() {
        Ok(new) => new,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    let today = uk_time::date_of(db.now().await?);
    let versions = db.read(async |conn| queries::versions(conn).await).await?;
    let mut mistakes = Mistakes::default();
    let others: Vec<_> = versions.iter().map(|it| (it.from, it.number)).collect();
    let fit = policy::may_publish(&others, new.from, today);
    mistakes.keep("from", fit.map_err(|why| why.to_string()));
    if versions.first().is_some_and(|it| it.text == new.text) {
        mistakes.add("text", "Change the text: it is the same as the last version");
    }
    Ok(if mistakes.is_empty() { Ok(new) } else { Err(mistakes) })
}

/// POST /operator/framework/terms
pub async fn publish(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = TermsForm::typed(&posted);
    let new = match terms_checked(&db, &form).await? {
        Ok(new) => new,
        Err(mistakes) => {
            db.answered(&who.by, posted.once()).await?;
            return page::mistaken(&new_shown(frame, &form, &mistakes, None));
        }
    };
    match posted.text("step").as_str() {
        "publish" => {
            db.act(&who.by, async |tx| acts::publish(tx, &who, &new, posted.once()).await).await?;
            let said = format!("Version {} is published, and every provider is told", new.number);
            Ok(page::go_to_saying("/operator/framework/terms", &said))
        }
        "edit" => page::show(&new_shown(frame, &form, &Mistakes::default(), None)),
        _ => page::show(&new_shown(frame, &form, &Mistakes::default(), Some(&new))),
    }
}
