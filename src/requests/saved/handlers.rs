//! Saved searches over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::{SearchForm, Wanted};
use super::model::SavedSearch;
use super::pages::{FormPage, Line, ListPage};
use super::{acts, policy, queries};
use crate::accounts::roles::SignedIn;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::requests::public;
use crate::requests::public::forms::{Search, Unknown};
use crate::types::ids::SavedSearchId;
use crate::web::form::{Mistakes, Posted, Query};
use crate::web::page::{self, Frame};

/// GET /account/searches
pub async fn list(who: SignedIn, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (own, lists) = db
        .read(async |conn| {
            let own = queries::own(conn, who.0.user).await?;
            Ok((own, public::queries::lists(conn, now).await?))
        })
        .await?;
    let line = |it: SavedSearch| Line { said: lists.said(&it.asked()), it };
    let lines: Vec<Line> = own.into_iter().map(line).collect();
    page::show(&ListPage { frame, home: who.0.organisation.home(), lines: &lines })
}

/// GET /account/searches/new
pub async fn new_page(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    search: Query<Search>,
) -> Result<HttpResponse> {
    if !unknown(&db, &search).await?.is_empty() {
        return Ok(page::go_to(search.address()));
    }
    let form =
        SearchForm { pace: "daily".to_owned(), search: search.kept(), ..SearchForm::default() };
    drawn(&who, frame, &db, None, &form, &Mistakes::default()).await
}

/// The words of a search that choose nothing: the list says which, and what is
/// kept must not mean something else.
async fn unknown(db: &Db, search: &Search) -> Result<Vec<Unknown>> {
    db.read(async |conn| public::queries::unknown(conn, search).await).await
}

async fn drawn(
    who: &SignedIn,
    frame: Frame,
    db: &Db,
    changed: Option<&SavedSearch>,
    form: &SearchForm,
    mistakes: &Mistakes,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let lists = db.read(async |conn| public::queries::lists(conn, now).await).await?;
    let asked = changed.map_or_else(|| Search::read(&form.search), SavedSearch::asked);
    let (home, said) = (who.0.organisation.home(), lists.said(&asked));
    let page = FormPage { frame, home, changed, said, form, mistakes };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// Reads the form, and asks whether the name is still free.
async fn read(
    who: &SignedIn,
    db: &Db,
    form: &SearchForm,
    but: Option<SavedSearchId>,
) -> Result<Result<Wanted, Mistakes>> {
    let wanted = match form.parse() {
        Ok(wanted) => wanted,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    let own = db.read(async |conn| queries::own(conn, who.0.user).await).await?;
    let mut mistakes = Mistakes::default();
    let named = policy::may_be_called(&own, &wanted.name, but);
    mistakes.keep("name", named.map_err(|it| it.to_string()));
    if but.is_none() && !unknown(db, &wanted.search).await?.is_empty() {
        mistakes.add("name", "The list does not know part of this search. Go back to the list, and save it from there");
    }
    Ok(if mistakes.is_empty() { Ok(wanted) } else { Err(mistakes) })
}

/// POST /account/searches
pub async fn save(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (form, once) = (SearchForm::typed(&posted), posted.once());
    match read(&who, &db, &form, None).await? {
        Ok(wanted) => {
            let user = who.0.user;
            db.act(&who.0.by, async |tx| acts::save(tx, user, &wanted, once).await).await?;
            Ok(page::go_to_saying("/account/searches", "Your search is saved"))
        }
        Err(mistakes) => {
            // Its name may be taken by itself, sent just before.
            db.answered(&who.0.by, once).await?;
            drawn(&who, frame, &db, None, &form, &mistakes).await
        }
    }
}

async fn own(who: &SignedIn, db: &Db, typed: &str) -> Result<SavedSearch> {
    let id = SavedSearchId::parse(typed).ok_or(Error::NotFound)?;
    db.read(async |conn| queries::one(conn, who.0.user, id).await).await
}

/// GET /account/searches/{id}
pub async fn show(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let it = own(&who, &db, &path).await?;
    let pace = it.pace.word().to_owned();
    let form = SearchForm { name: it.name.clone(), pace, search: it.search.clone() };
    drawn(&who, frame, &db, Some(&it), &form, &Mistakes::default()).await
}

/// POST /account/searches/{id}
pub async fn change(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let it = own(&who, &db, &path).await?;
    let form = SearchForm::typed(&posted);
    match read(&who, &db, &form, Some(it.id)).await? {
        Ok(wanted) => {
            let user = who.0.user;
            db.act(&who.0.by, async |tx| acts::change(tx, user, it.id, &wanted).await).await?;
            Ok(page::go_to_saying("/account/searches", "Your search is changed"))
        }
        Err(mistakes) => drawn(&who, frame, &db, Some(&it), &form, &mistakes).await,
    }
}

/// POST /account/searches/{id}/removal
pub async fn delete(
    who: SignedIn,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let id = SavedSearchId::parse(&path).ok_or(Error::NotFound)?;
    let (user, once) = (who.0.user, posted.once());
    db.act(&who.0.by, async |tx| acts::delete(tx, user, id, once).await).await?;
    Ok(page::go_to_saying("/account/searches", "Your search is deleted"))
}
