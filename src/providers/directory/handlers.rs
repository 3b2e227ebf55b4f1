//! The public directory over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::Search;
use super::model::Public;
use super::pages::{DirectoryPage, ShowPage, sheet};
use super::queries;
use crate::accounts::roles::Anyone;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::framework;
use crate::framework::model::{Lot, Word};
use crate::providers::model::CertificateDecision;
use crate::providers::queries as found;
use crate::providers::state::ProviderState;
use crate::types::uk_time;
use crate::web::form::{Choice, Query};
use crate::web::page::{self, Frame};
use crate::web::sheet::Format;

/// GET /providers
pub async fn list(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Search>,
) -> Result<HttpResponse> {
    let (search, lots, regions, (providers, paging)) = db
        .read(async |conn| {
            let lots = framework::queries::lots(conn).await?;
            let regions = framework::queries::regions(conn).await?;
            let search = known(&asked, &lots, &regions);
            let found = queries::search(conn, &search).await?;
            Ok((search, lots, regions, found))
        })
        .await?;
    page::show(&DirectoryPage {
        frame,
        search: &search,
        lots: lots.iter().map(|it| Choice::new(it.code.as_str(), it.name.as_str())).collect(),
        regions: regions.iter().map(Choice::from).collect(),
        providers,
        paging,
    })
}

fn known(asked: &Search, lots: &[Lot], regions: &[Word]) -> Search {
    let lots: Vec<&str> = lots.iter().map(|it| it.code.as_str()).collect();
    let regions: Vec<&str> = regions.iter().map(|it| it.code.as_str()).collect();
    asked.among(&lots, &regions)
}

/// GET /providers.csv
/// GET /providers.xlsx
pub async fn kept(
    _: Anyone,
    db: Data<Db>,
    asked: Query<Search>,
    format: Format,
) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let found = db
        .read(async |conn| {
            let lots = framework::queries::lots(conn).await?;
            let regions = framework::queries::regions(conn).await?;
            queries::all(conn, &known(&asked, &lots, &regions)).await
        })
        .await?;
    sheet(&found).download(format, &format!("Providers {today}"))
}

/// GET /providers/{slug}
pub async fn show(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let page = db
        .read(async |conn| {
            let provider = found::by_slug(conn, &path).await?;
            if provider.state != ProviderState::Admitted {
                return Err(Error::NotFound);
            }
            let standing = found::standing(conn, provider.id).await?;
            let schemes = framework::queries::schemes(conn).await?;
            let regions = framework::queries::regions(conn).await?;
            let good = standing
                .certificates
                .iter()
                .filter(|it| it.decision == CertificateDecision::Accepted && it.in_date(today));
            let certificates = good
                .map(|it| {
                    let scheme = schemes.iter().find(|scheme| scheme.code == it.scheme);
                    let name = scheme.map_or(&it.scheme, |scheme| &scheme.name);
                    (name.clone(), uk_time::day(it.expires_on))
                })
                .collect();
            let lots = standing.lots.iter().filter(|it| it.admitted());
            let lots = lots.map(|it| it.name.clone()).collect();
            Ok(ShowPage {
                frame,
                since: provider.admitted_at.map(uk_time::date).unwrap_or_default(),
                provider: Public::of(&provider, &regions, lots),
                certificates,
            })
        })
        .await?;
    page::show(&page)
}
