//! The public side of requests over HTTP.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::conditions::Sight;
use super::facets::model::Facets;
use super::forms::{Search, Unknown};
use super::model::Card;
use super::pages::{Bidding, ListPage, Looker, OpportunityPage, StartPage, sheet};
use super::{facets, queries};
use crate::accounts::model::{Organisation, Role, Viewer};
use crate::accounts::roles::{Anyone, ProviderMember};
use crate::bids::eligibility;
use crate::clarifications;
use crate::clarifications::forms::WordsForm;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::framework;
use crate::requests::amending;
use crate::requests::documents;
use crate::requests::model::{Phase, Request};
use crate::requests::queries as found;
use crate::requests::reading;
use crate::requests::watching as watches;
use crate::requests::watching::model::Watching;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes, Query};
use crate::web::page::{self, Frame};
use crate::web::paging::Paging;
use crate::web::sheet::Format;
use crate::web::shelf::{About, Shelf, keep};

/// Until when a list says what it says now, if nothing is changed: until the
/// next request closes, a countdown goes on, or the day is over.
fn holds_until(now: Moment, found: &[Card], next: Option<Moment>) -> Moment {
    let countdowns = found.iter().filter_map(|it| it.it.closes_at);
    let ends = countdowns.map(|at| uk_time::holds_until(now, at)).chain(next);
    ends.fold(uk_time::minute_after(now), Moment::min)
}

/// GET /
pub async fn start(who: Anyone, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (latest, next, lots) = db
        .read(async |conn| {
            let latest = queries::latest(conn, Sight::of(who.0.as_ref()), now).await?;
            let next = queries::next_closing(conn, now).await?;
            Ok((latest, next, framework::queries::lots(conn).await?))
        })
        .await?;
    let lots: Vec<Choice> = lots.iter().map(Choice::from).collect();
    let shown = page::show(&StartPage { frame, latest: &latest, lots: &lots, now })?;
    Ok(keep(shown, About::Everything, holds_until(now, &latest, next)))
}

/// GET /opportunities
pub async fn list(
    who: Anyone,
    frame: Frame,
    (db, shelf): (Data<Db>, Data<Shelf>),
    search: Query<Search>,
) -> Result<HttpResponse> {
    let (now, sight) = (db.now().await?, Sight::of(who.0.as_ref()));
    let may_save = who.0.is_some();
    let unknown = db.read(async |conn| queries::unknown(conn, &search).await).await?;
    if !unknown.is_empty() {
        return unmatched(frame, &db, &search, &unknown).await;
    }
    let (found, paging, facets, loosenings, lists, next) = db
        .read(async |conn| {
            let next = queries::next_closing(conn, now).await?;
            let (found, paging) = queries::search(conn, &search, sight, now).await?;
            let facets = facets::queries::noted(conn, &shelf, &search, sight, (now, next)).await?;
            let loosenings = match paging.total {
                0 => facets::queries::loosenings(conn, &search, sight, now).await?,
                _ => Vec::new(),
            };
            let lists = queries::lists(conn, now).await?;
            Ok((found, paging, facets, loosenings, lists, next))
        })
        .await?;
    let until = holds_until(now, &found, next);
    let shown = page::show(&ListPage {
        frame,
        search: &search,
        found: &found,
        paging,
        lists: &lists,
        facets: &facets,
        loosenings: &loosenings,
        unknown: &[],
        may_save,
        now,
    })?;
    Ok(keep(shown, About::Everything, until))
}

/// The list that an address asks for by words which choose nothing: it has
/// nothing in it, and says how to look without them.
async fn unmatched(
    frame: Frame,
    db: &Db,
    search: &Search,
    unknown: &[Unknown],
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let lists = db.read(async |conn| queries::lists(conn, now).await).await?;
    let page = ListPage {
        frame,
        search: &search.known(unknown),
        found: &[],
        paging: Paging { page: 1, total: 0 },
        lists: &lists,
        facets: &Facets::default(),
        loosenings: &[],
        unknown,
        may_save: false,
        now,
    };
    page::with_status(StatusCode::NOT_FOUND, &page)
}

/// GET /opportunities.csv
/// GET /opportunities.xlsx
pub async fn kept(
    who: Anyone,
    db: Data<Db>,
    search: Query<Search>,
    format: Format,
) -> Result<HttpResponse> {
    let (now, sight) = (db.now().await?, Sight::of(who.0.as_ref()));
    let found = db
        .read(async |conn| {
            if !queries::unknown(conn, &search).await?.is_empty() {
                return Err(Error::NotFound);
            }
            queries::beginning(conn, &search, sight, now).await
        })
        .await?;
    sheet(&found, now).download(format, &format!("Opportunities {}", uk_time::date_of(now)))
}

fn looker(viewer: Option<&Viewer>, request: &Request) -> Looker {
    match viewer.map(|it| (it.organisation, it.roles.contains(&Role::Bidder))) {
        None => Looker::Nobody,
        Some((Organisation::Provider(_), true)) => Looker::Bidder,
        Some((Organisation::Force(force), _)) if force == request.force_id => Looker::Owner,
        Some(_) => Looker::Other,
    }
}

/// Asks the same gates as the page that tells them one by one.
async fn bidding(db: &Db, who: &ProviderMember, request: &Request, now: Moment) -> Result<Bidding> {
    let request = request.clone();
    let look =
        db.read(async |conn| eligibility::queries::look(conn, who, request, now).await).await?;
    Ok(match &look.own {
        Some(bid) => Bidding::Begun(bid.path()),
        None if eligibility::policy::may_start(&eligibility::policy::gates(&look, now)) => {
            Bidding::MayStart
        }
        None => Bidding::Barred,
    })
}

/// Whether whoever asks watches the request, or may.
async fn watching(db: &Db, who: &ProviderMember, request: &Request) -> Result<Watching> {
    let (user, id) = (who.user, request.id);
    let does = db.read(async |conn| watches::queries::watches(conn, user, id).await).await?;
    Ok(match does {
        true => Watching::Does,
        false if watches::policy::may_watch(request).is_ok() => Watching::May,
        false => Watching::Aside,
    })
}

/// GET /opportunities/{reference}
pub async fn show(
    who: Anyone,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let provider = match who.0.as_ref().map(|it| it.organisation) {
        Some(Organisation::Provider(provider)) => Some(provider),
        _ => None,
    };
    let (full, shown, questions, documents, amended) = db
        .read(async |conn| {
            let request = found::public(conn, &path).await?;
            let full = found::full(conn, request).await?;
            let shown = found::shown(conn, &full, now).await?;
            let questions =
                clarifications::queries::questions(conn, full.request.id, provider).await?;
            let viewer = who.0.as_ref();
            let documents = documents::queries::offered(conn, &full.request, viewer).await?;
            let amended = amending::queries::published(conn, full.request.id).await?;
            Ok((full, shown, questions, documents, amended))
        })
        .await?;
    let request = &full.request;
    reading::acts::note_of_public(&db, who.0.as_ref(), request, "opportunity").await?;
    let bidding = match who.0.clone().map(ProviderMember::try_from) {
        Some(Ok(who)) if shown.phase == Phase::Open => bidding(&db, &who, request, now).await?,
        _ => Bidding::Aside,
    };
    let watching = match who.0.clone().map(ProviderMember::try_from) {
        Some(Ok(who)) => watching(&db, &who, request).await?,
        _ => Watching::Aside,
    };
    let (form, mistakes) = (WordsForm::default(), Mistakes::default());
    let page = page::show(&OpportunityPage {
        frame,
        request,
        shown: &shown,
        editing: false,
        preview: None,
        documents: &documents,
        amended: amended.first(),
        questions: &questions,
        looker: looker(who.0.as_ref(), request),
        bidding,
        watching,
        takes_questions: request.takes_questions(now),
        form: &form,
        mistakes: &mistakes,
    })?;
    // It says until when there are questions, and how far off the deadline is.
    let deadlines = [request.closes_at, request.questions_close_at].into_iter().flatten();
    let ends = deadlines.map(|at| uk_time::holds_until(now, at));
    let until = ends.fold(uk_time::minute_after(now), Moment::min);
    Ok(keep(page, About::One(request.reference.clone()), until))
}
