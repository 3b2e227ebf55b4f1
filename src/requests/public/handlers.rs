//! The public side of requests over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::Search;
use super::pages::{Bidding, ListPage, Looker, OpportunityPage, StartPage, sheet};
use super::queries;
use crate::accounts::model::{Organisation, Role, Viewer};
use crate::accounts::roles::{Anyone, ProviderMember};
use crate::bids::eligibility;
use crate::clarifications;
use crate::clarifications::forms::WordsForm;
use crate::db::Db;
use crate::error::Result;
use crate::forces;
use crate::framework;
use crate::requests::documents;
use crate::requests::model::{Phase, Request};
use crate::requests::queries as found;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes, Query};
use crate::web::page::{self, Frame};
use crate::web::sheet::Format;

/// GET /
pub async fn start(_: Anyone, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (latest, lots) = db
        .read(async |conn| {
            let latest = queries::latest(conn, now).await?;
            Ok((latest, framework::queries::lots(conn).await?))
        })
        .await?;
    let lots: Vec<Choice> = lots.iter().map(Choice::from).collect();
    page::show(&StartPage { frame, latest: &latest, lots: &lots, now })
}

/// GET /opportunities
pub async fn list(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    search: Query<Search>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (found, paging, lots, regions, forces) = db
        .read(async |conn| {
            let (found, paging) = queries::search(conn, &search, now).await?;
            let lots = framework::queries::lots(conn).await?;
            let regions = framework::queries::regions(conn).await?;
            Ok((found, paging, lots, regions, forces::queries::all(conn, now).await?))
        })
        .await?;
    let lots: Vec<Choice> = lots.iter().map(Choice::from).collect();
    let regions: Vec<Choice> = regions.iter().map(Choice::from).collect();
    let forces: Vec<Choice> = forces.iter().map(|it| Choice::new(&it.slug, &it.name)).collect();
    page::show(&ListPage {
        frame,
        search: &search,
        found: &found,
        paging,
        lots: &lots,
        regions: &regions,
        forces: &forces,
        now,
    })
}

/// GET /opportunities.csv
/// GET /opportunities.xlsx
pub async fn kept(
    _: Anyone,
    db: Data<Db>,
    search: Query<Search>,
    format: Format,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let found = db.read(async |conn| queries::beginning(conn, &search, now).await).await?;
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

/// GET /opportunities/{reference}
pub async fn show(
    who: Anyone,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (full, shown, questions, documents) = db
        .read(async |conn| {
            let request = found::public(conn, &path).await?;
            let full = found::full(conn, request).await?;
            let shown = found::shown(conn, &full, now).await?;
            let questions = clarifications::queries::of(conn, full.request.id).await?;
            let viewer = who.0.as_ref();
            let documents = documents::queries::offered(conn, &full.request, viewer).await?;
            Ok((full, shown, questions, documents))
        })
        .await?;
    let request = &full.request;
    let bidding = match who.0.clone().map(ProviderMember::try_from) {
        Some(Ok(who)) if shown.phase == Phase::Open => bidding(&db, &who, request, now).await?,
        _ => Bidding::Aside,
    };
    let (form, mistakes) = (WordsForm::default(), Mistakes::default());
    page::show(&OpportunityPage {
        frame,
        request,
        shown: &shown,
        editing: false,
        preview: None,
        documents: &documents,
        questions: &questions,
        looker: looker(who.0.as_ref(), request),
        bidding,
        takes_questions: request.takes_questions(now),
        form: &form,
        mistakes: &mistakes,
    })
}
