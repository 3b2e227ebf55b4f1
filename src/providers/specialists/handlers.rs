//! A provider's specialists over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::{SpecialistForm, Words};
use super::pages::{FormPage, Line, ListPage};
use super::{acts, queries};
use crate::accounts::model::Role;
use crate::accounts::roles::{ProviderAdmin, ProviderMember};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::providers;
use crate::types::ids::SpecialistId;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

const LIST: &str = "/provider/specialists";

/// GET /provider/specialists
pub async fn list(who: ProviderMember, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let people =
        db.read(async |conn| providers::queries::specialists(conn, who.provider).await).await?;
    let people = people.iter().map(|it| Line::of(it, today)).collect();
    page::show(&ListPage { frame, people, admin: who.has(Role::ProviderAdmin) })
}

async fn words(db: &Db) -> Result<Words> {
    db.read(async |conn| queries::words(conn).await).await
}

fn fresh<'a>(
    frame: Frame,
    form: &'a SpecialistForm,
    mistakes: &'a Mistakes,
    words: &'a Words,
) -> FormPage<'a> {
    let title = "Add a specialist";
    FormPage { frame, title, action: LIST, fresh: true, form, mistakes, words }
}

/// GET /provider/specialists/new
pub async fn add_page(_: ProviderAdmin, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let form = SpecialistForm { nsv: "none".to_owned(), ..SpecialistForm::default() };
    page::show(&fresh(frame, &form, &Mistakes::default(), &words(&db).await?))
}

/// POST /provider/specialists
pub async fn add(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = SpecialistForm::typed(&posted);
    let words = words(&db).await?;
    let new = match form.parse(&words) {
        Ok(new) => new,
        Err(mistakes) => return page::mistaken(&fresh(frame, &form, &mistakes, &words)),
    };
    let once = posted.once();
    db.act(&who.by, async |tx| acts::add(tx, &who, &new, once).await).await?;
    Ok(page::go_to_saying(LIST, &format!("{} is on your list", new.name)))
}

fn known<'a>(
    frame: Frame,
    action: &'a str,
    form: &'a SpecialistForm,
    mistakes: &'a Mistakes,
    words: &'a Words,
) -> FormPage<'a> {
    FormPage { frame, title: "Change a specialist", action, fresh: false, form, mistakes, words }
}

/// GET /provider/specialists/{id}
pub async fn change_page(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let id = SpecialistId::parse(&path).ok_or(Error::NotFound)?;
    let (specialist, specialisms) =
        db.read(async |conn| queries::own(conn, who.provider, id).await).await?;
    let form = SpecialistForm::of(&specialist, specialisms);
    let action = format!("{LIST}/{id}");
    page::show(&known(frame, &action, &form, &Mistakes::default(), &words(&db).await?))
}

/// POST /provider/specialists/{id}
pub async fn change(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let id = SpecialistId::parse(&path).ok_or(Error::NotFound)?;
    let form = SpecialistForm::typed(&posted);
    let words = words(&db).await?;
    match form.parse(&words) {
        Ok(new) => {
            db.act(&who.by, async |tx| acts::change(tx, &who, id, &new).await).await?;
            Ok(page::go_to_saying(LIST, &format!("{} is saved", new.name)))
        }
        Err(mistakes) => {
            let action = format!("{LIST}/{id}");
            page::mistaken(&known(frame, &action, &form, &mistakes, &words))
        }
    }
}

/// POST /provider/specialists/{id}/retirement
pub async fn retire(
    who: ProviderAdmin,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let id = SpecialistId::parse(&path).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::retire(tx, &who, id).await).await?;
    Ok(page::go_to_saying(LIST, "The specialist is off your list"))
}
