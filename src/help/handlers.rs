//! The pages that explain the service, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::duties;
use super::pages::{
    AccessibilityPage, CookiesPage, HelpPage, HowItWorksPage, PrivacyPage, RolesPage,
    TransparencyPage,
};
use crate::accounts::roles::Anyone;
use crate::audit::{checkpoints, notary};
use crate::db::Db;
use crate::error::Result;
use crate::requests::public;
use crate::seal::keys::Keys;
use crate::types::uk_time;
use crate::web::guard::Site;
use crate::web::markup::escaped;
use crate::web::page::{self, Frame};
use crate::web::shelf::{About, keep};

/// The pages that search engines may list.
const LISTED: [&str; 11] = [
    "/",
    "/opportunities",
    "/outcomes",
    "/providers",
    "/how-it-works",
    "/roles",
    "/transparency",
    "/help",
    "/privacy",
    "/cookies",
    "/accessibility",
];

/// How many checkpoints the page about transparency shows.
const NEWEST: i64 = 5;

/// What is for people who are signed in, where search engines find nothing.
const NOT_LISTED: [&str; 12] = [
    "/account",
    "/audit",
    "/bids",
    "/contracts",
    "/dev/",
    "/force",
    "/operator",
    "/provider$",
    "/provider/",
    "/requests",
    "/sign-in",
    "/sign-out",
];

/// GET /how-it-works
pub async fn how_it_works(_: Anyone, frame: Frame) -> Result<HttpResponse> {
    page::show(&HowItWorksPage { frame })
}

/// GET /roles
pub async fn roles(_: Anyone, frame: Frame) -> Result<HttpResponse> {
    page::show(&RolesPage { frame, matrices: duties::matrices() })
}

/// GET /transparency
pub async fn transparency(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    (keys, site): (Data<Keys>, Data<Site>),
) -> Result<HttpResponse> {
    let newest = db.read(async |conn| checkpoints::before(conn, None, NEWEST).await).await?;
    page::show(&TransparencyPage {
        frame,
        public_key: keys.public_key(),
        verifiers: notary::verifiers(&keys, &notary::origin(&site.public_url)),
        newest: newest.iter().map(Into::into).collect(),
        address: site.address(),
    })
}

/// GET /transparency/key
pub async fn public_key(_: Anyone, keys: Data<Keys>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(format!("{}\n", keys.public_key()))
}

/// GET /help
pub async fn help(_: Anyone, frame: Frame, site: Data<Site>) -> Result<HttpResponse> {
    page::show(&HelpPage { frame, contact: site.contact.as_deref() })
}

/// GET /privacy
pub async fn privacy(_: Anyone, frame: Frame) -> Result<HttpResponse> {
    page::show(&PrivacyPage { frame })
}

/// GET /accessibility
pub async fn accessibility(_: Anyone, frame: Frame) -> Result<HttpResponse> {
    page::show(&AccessibilityPage { frame })
}

/// GET /cookies
pub async fn cookies(_: Anyone, frame: Frame, site: Data<Site>) -> Result<HttpResponse> {
    page::show(&CookiesPage { frame, session_cookie: site.session_cookie() })
}

/// GET /robots.txt
pub async fn robots(_: Anyone, site: Data<Site>) -> Result<HttpResponse> {
    let closed: String = NOT_LISTED.iter().map(|path| format!("Disallow: {path}\n")).collect();
    let map = site.public_url.join("/sitemap.xml").map_err(anyhow::Error::from)?;
    let said = format!("User-agent: *\n{closed}\nSitemap: {map}\n");
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(said))
}

/// GET /sitemap.xml
pub async fn sitemap(_: Anyone, db: Data<Db>, site: Data<Site>) -> Result<HttpResponse> {
    let now = db.now().await?;
    let published = db.read(async |conn| public::queries::references(conn).await).await?;
    let mut places = String::new();
    let requests = published.iter().map(|it| format!("/opportunities/{it}"));
    for path in LISTED.iter().map(|it| (*it).to_owned()).chain(requests) {
        let url = site.public_url.join(&path).map_err(anyhow::Error::from)?;
        places.push_str(&format!("  <url><loc>{}</loc></url>\n", escaped(url.as_str())));
    }
    let said = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{places}</urlset>\n"
    );
    let map = HttpResponse::Ok().content_type("application/xml; charset=utf-8").body(said);
    Ok(keep(map, About::Everything, uk_time::minute_after(now)))
}
