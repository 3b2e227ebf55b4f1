//! A provider's specialists over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::forms::{self, SpecialistForm, Words};
use super::model::{Filter, Person};
use super::pages::{ErasurePage, FormPage, Line, ListPage, RetirementPage, sheet, waiting};
use super::{acts, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::{ProviderAdmin, ProviderMember};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::providers;
use crate::providers::changes;
use crate::providers::changes::model::{Clearance, ClearanceKind, Facts, Listed};
use crate::types::ids::SpecialistId;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted, Query};
use crate::web::page::{self, Frame};
use crate::web::paging::Paging;
use crate::web::sheet::Format;

const LIST: &str = "/provider/specialists";

/// Which people, and which page of them.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    about: String,
    #[serde(default)]
    specialism: String,
    #[serde(default)]
    clearance: String,
    #[serde(default)]
    show: String,
    page: Option<String>,
}

impl Asked {
    fn filter(&self, words: &Words) -> Filter {
        forms::filter(&self.about, &self.specialism, &self.clearance, &self.show, words)
    }
}

/// GET /provider/specialists
pub async fn list(
    who: ProviderMember,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Asked>,
) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let wanted = Paging::asked(asked.page.as_deref());
    let (words, filter, (people, paging), changes) = db
        .read(async |conn| {
            let words = queries::words(conn).await?;
            let filter = asked.filter(&words);
            let found = queries::page(conn, who.provider, &filter, wanted).await?;
            let changes = changes::queries::waiting(conn, who.provider).await?;
            Ok((words, filter, found, changes))
        })
        .await?;
    let people = people.iter().map(|it| Line::of(it, &changes, today)).collect();
    let admin = who.has(Role::ProviderAdmin);
    page::show(&ListPage { frame, people, paging, filter: &filter, words: &words, admin })
}

/// GET /provider/specialists.csv
/// GET /provider/specialists.xlsx
pub async fn kept(
    who: ProviderMember,
    db: Data<Db>,
    asked: Query<Asked>,
    format: Format,
) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let (company, found, listed) = db
        .read(async |conn| {
            let filter = asked.filter(&queries::words(conn).await?);
            let company = providers::queries::provider(conn, who.provider).await?;
            let found = queries::all(conn, who.provider, &filter).await?;
            Ok((company.name, found, queries::listed(conn, who.provider).await?))
        })
        .await?;
    let taken = ("specialists", found.len());
    db.act(&who.by, async |tx| accounts::acts::export(tx, who.user, taken).await).await?;
    sheet(&found, &listed).download(format, &format!("Specialists of {company} {today}"))
}

/// The words, and whether new clearances wait for review.
async fn words(who: &ProviderAdmin, db: &Db) -> Result<(Words, bool)> {
    db.read(async |conn| {
        let provider = providers::queries::provider(conn, who.provider).await?;
        let reviewed = changes::policy::is_relied_on(provider.state);
        Ok((queries::words(conn).await?, reviewed))
    })
    .await
}

fn fresh<'a>(
    frame: Frame,
    form: &'a SpecialistForm,
    mistakes: &'a Mistakes,
    (words, reviewed): &'a (Words, bool),
) -> FormPage<'a> {
    FormPage {
        frame,
        title: "Add a specialist",
        action: LIST,
        fresh: true,
        form,
        mistakes,
        words,
        reviewed: *reviewed,
        in_force: Vec::new(),
    }
}

/// GET /provider/specialists/new
pub async fn add_page(who: ProviderAdmin, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let form = SpecialistForm::empty();
    page::show(&fresh(frame, &form, &Mistakes::default(), &words(&who, &db).await?))
}

/// POST /provider/specialists
pub async fn add(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = SpecialistForm::typed(&posted);
    let words = words(&who, &db).await?;
    let new = match form.parse(&words.0) {
        Ok(new) => new,
        Err(mistakes) => return page::mistaken(&fresh(frame, &form, &mistakes, &words)),
    };
    let once = posted.once();
    let became = db.act(&who.by, async |tx| acts::add(tx, &who, &new, once).await).await?;
    Ok(page::go_to_saying(LIST, &became.said(&format!("{} is", new.name))))
}

/// What is in force while changes of a person's clearances wait.
fn in_force(person: &Person, changes: &[Listed]) -> Vec<String> {
    let said = |kind: &ClearanceKind| {
        let waits = waiting(changes, person.specialist.id, *kind)?;
        let held = person.clearance(*kind).map_or("none".to_owned(), |it| it.said());
        let kind = kind.label();
        Some(format!("{kind}: {waits} waits for review. In force until then: {held}."))
    };
    ClearanceKind::ALL.iter().filter_map(said).collect()
}

fn known<'a>(
    frame: Frame,
    action: &'a str,
    form: &'a SpecialistForm,
    mistakes: &'a Mistakes,
    (words, reviewed): &'a (Words, bool),
    in_force: Vec<String>,
) -> FormPage<'a> {
    FormPage {
        frame,
        title: "Change a specialist",
        action,
        fresh: false,
        form,
        mistakes,
        words,
        reviewed: *reviewed,
        in_force,
    }
}

/// The clearance that waits for review in place of one that is in force.
fn wanted(changes: &[Listed], id: SpecialistId, kind: ClearanceKind) -> Option<Clearance> {
    let found = changes.iter().find(|it| it.change.clearance() == Some((id, kind)))?;
    match found.change.wanted().ok()? {
        Facts::Clearance(it) => Some(it),
        _ => None,
    }
}

/// GET /provider/specialists/{id}
pub async fn change_page(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let id = SpecialistId::parse(&path).ok_or(Error::NotFound)?;
    let (person, changes) = stands(&who, &db, id).await?;
    let form = SpecialistForm::of(&person, |kind| wanted(&changes, id, kind));
    let action = format!("{LIST}/{id}");
    let (words, mistakes) = (words(&who, &db).await?, Mistakes::default());
    let in_force = in_force(&person, &changes);
    page::show(&known(frame, &action, &form, &mistakes, &words, in_force))
}

/// A person of the provider's own, and the changes that wait.
async fn stands(who: &ProviderAdmin, db: &Db, id: SpecialistId) -> Result<(Person, Vec<Listed>)> {
    db.read(async |conn| {
        let person = queries::own(conn, who.provider, id).await?;
        Ok((person, changes::queries::waiting(conn, who.provider).await?))
    })
    .await
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
    db.read(async |conn| queries::own(conn, who.provider, id).await).await?;
    let form = SpecialistForm::typed(&posted);
    let words = words(&who, &db).await?;
    match form.parse(&words.0) {
        Ok(new) => {
            let became = db.act(&who.by, async |tx| acts::change(tx, &who, id, &new).await).await?;
            Ok(page::go_to_saying(LIST, &became.said(&format!("{} is", new.name))))
        }
        Err(mistakes) => {
            let action = format!("{LIST}/{id}");
            let (person, changes) = stands(&who, &db, id).await?;
            let in_force = in_force(&person, &changes);
            page::mistaken(&known(frame, &action, &form, &mistakes, &words, in_force))
        }
    }
}

/// GET /provider/specialists/{id}/retirement
pub async fn retirement_page(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let id = SpecialistId::parse(&path).ok_or(Error::NotFound)?;
    let (person, waiting) = stands(&who, &db, id).await?;
    let named_in = db.read(async |conn| providers::queries::named_in(conn, id).await).await?;
    let changes = waiting.iter().any(|it| it.change.clearance().is_some_and(|it| it.0 == id));
    page::show(&RetirementPage { frame, specialist: person.specialist, named_in, changes })
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

/// GET /provider/specialists/{id}/erasure
pub async fn erasure_page(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let id = SpecialistId::parse(&path).ok_or(Error::NotFound)?;
    let (specialist, named_in) = db
        .read(async |conn| {
            let specialist = queries::anyone(conn, who.provider, id).await?;
            Ok((specialist, providers::queries::named_in(conn, id).await?))
        })
        .await?;
    let why_not = policy::may_erase(&specialist, &named_in).err();
    let why_not = why_not.map(|it| it.to_string()).unwrap_or_default();
    page::show(&ErasurePage { frame, specialist, why_not })
}

/// POST /provider/specialists/{id}/erasure
pub async fn erase(
    who: ProviderAdmin,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let id = SpecialistId::parse(&path).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::erase(tx, &who, id).await).await?;
    let said = "What was personal about this specialist is erased";
    Ok(page::go_to_saying(format!("{LIST}?show=retired"), said))
}
