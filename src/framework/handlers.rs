//! The framework as a whole, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::pages::{HistoryPage, OverviewPage};
use super::{policy, queries, reference};
use crate::accounts::roles::Operator;
use crate::db::Db;
use crate::error::Result;
use crate::forces;
use crate::types::uk_time;
use crate::web::page::{self, Frame};

/// How many changes the overview tells.
const LATEST: usize = 8;

/// GET /operator/framework
pub async fn overview(_: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let now = db.now().await?;
    let today = uk_time::date_of(now);
    let page = db
        .read(async |conn| {
            let lots = queries::lots(conn).await?;
            let years = reference::queries::complete_years(conn).await?;
            let framework = queries::framework(conn).await?;
            let mut warnings: Vec<String> =
                policy::calendar_warning(years.last().copied(), today).into_iter().collect();
            warnings.extend(policy::term_warning(framework.ends_on, today));
            let mut events = queries::told(conn, &[""], "").await?;
            events.truncate(LATEST);
            Ok(OverviewPage {
                frame,
                framework,
                lots: (lots.len(), lots.iter().filter(|it| !it.is_closed(today)).count()),
                criteria: queries::criteria(conn).await?.len(),
                capped: queries::all_rate_maxima(conn).await?.len(),
                forces: forces::queries::all(conn, now).await?.len(),
                calendar: years.last().map_or("none".to_owned(), ToString::to_string),
                warnings,
                events,
            })
        })
        .await?;
    page::show(&page)
}

/// GET /operator/framework/history
pub async fn history(_: Operator, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let events = db.read(async |conn| queries::told(conn, &[""], "").await).await?;
    page::show(&HistoryPage { frame, events })
}
