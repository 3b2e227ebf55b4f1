//! Requests for other programs, over HTTP.

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Path};
use askama::Template;
use url::Url;

use super::pages::{Entry, Feed, deadlines};
use super::queries;
use crate::accounts::roles::Anyone;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::requests::public;
use crate::requests::public::conditions::Sight;
use crate::requests::public::forms::{Facet, Search, Sort};
use crate::requests::public::model::Lists;
use crate::requests::queries as found;
use crate::types::ids::RequestId;
use crate::types::uk_time;
use crate::web::download::disposition;
use crate::web::form::Query;
use crate::web::guard::Site;
use crate::web::shelf::{About, keep};

/// How many requests a feed tells of.
const MOST_TOLD: i64 = 50;

fn whole(public: &Url, path: &str) -> Result<String> {
    Ok(public.join(path).map_err(anyhow::Error::from)?.to_string())
}

/// What a feed is of. What somebody looked for stands in its address only.
fn title(search: &Search, lists: &Lists) -> String {
    let others = lists.said(&search.without(Facet::Words));
    if search.asks(Facet::Words) { format!("{others}, with some words") } else { others }
}

/// GET /opportunities.atom
pub async fn atom(
    _: Anyone,
    db: Data<Db>,
    site: Data<Site>,
    search: Query<Search>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    // A reader of feeds wants what is new, in whatever order the list was looked at.
    let search = Search { sort: Sort::Newest.word().to_owned(), page: None, ..search.0 };
    let (told, changed, lists, next) = db
        .read(async |conn| {
            if !public::queries::unknown(conn, &search).await?.is_empty() {
                return Err(Error::NotFound);
            }
            let sight = Sight::Public;
            let told = public::queries::first(conn, &search, sight, MOST_TOLD, now).await?;
            let ids: Vec<RequestId> = told.iter().map(|it| it.id).collect();
            let changed = queries::changed(conn, &ids).await?;
            let lists = public::queries::lists(conn, now).await?;
            Ok((told, changed, lists, public::queries::next_closing(conn, now).await?))
        })
        .await?;
    let address = Search { sort: String::new(), ..search.clone() };
    let mut entries = Vec::new();
    for it in told {
        let published = it.published_at.unwrap_or(now);
        let updated = changed.get(&it.id).map_or(published, |at| published.max(*at));
        let href = whole(&site.public_url, &format!("/opportunities/{}", it.reference))?;
        entries.push(Entry { it, href, updated, now });
    }
    let last = entries.iter().map(|it| it.updated).max();
    let feed = Feed {
        title: format!("Requests on Muster: {}", title(&search, &lists)),
        itself: whole(&site.public_url, &address.feed())?,
        list: whole(&site.public_url, &address.address())?,
        // Of nothing, it is said once a day that there is nothing.
        updated: last.unwrap_or_else(|| uk_time::midnight(uk_time::date_of(now))),
        entries,
    };
    let told = HttpResponse::Ok()
        .content_type("application/atom+xml; charset=utf-8")
        .body(feed.render().map_err(anyhow::Error::from)?);
    let until = next.into_iter().fold(uk_time::minute_after(now), Ord::min);
    Ok(keep(told, About::Everything, until))
}

/// GET /opportunities/{reference}.ics
pub async fn calendar(
    _: Anyone,
    db: Data<Db>,
    site: Data<Site>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (request, changed) = db
        .read(async |conn| {
            let request = found::public(conn, &path).await?;
            let changed = queries::changed(conn, &[request.id]).await?;
            Ok((request, changed))
        })
        .await?;
    let published = request.published_at.unwrap_or(now);
    let changed = changed.get(&request.id).map_or(published, |at| published.max(*at));
    let href = whole(&site.public_url, &format!("/opportunities/{}", request.reference))?;
    let told = HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, disposition(&format!("{}.ics", request.reference))))
        .body(deadlines(&request, changed, &site.public_url, &href));
    Ok(keep(told, About::One(request.reference.clone()), uk_time::minute_after(now)))
}
