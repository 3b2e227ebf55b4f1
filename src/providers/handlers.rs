//! Registration and the public directory over HTTP.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::acts::AFTER_REGISTERING;
use super::model::CertificateDecision;
use super::pages::{DirectoryPage, Public, RegisterPage, ShowPage};
use super::state::ProviderState;
use super::{acts, queries};
use crate::accounts::forms::RegistrationForm;
use crate::accounts::password;
use crate::accounts::roles::Anyone;
use crate::accounts::throttle::{self, Limit};
use crate::audit::Actor;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::framework;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes, Posted, Query};
use crate::web::guard::{CallId, Site};
use crate::web::page::{self, Frame};
use crate::web::paging::Paging;

/// GET /register
pub async fn register_page(who: Anyone, frame: Frame) -> Result<HttpResponse> {
    if let Some(viewer) = who.0 {
        return Ok(page::go_to(viewer.organisation.home()));
    }
    let (form, mistakes) = (&RegistrationForm::default(), &Mistakes::default());
    page::show(&RegisterPage { frame, form, mistakes })
}

/// POST /register
pub async fn register(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
    call: CallId,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse> {
    let limit = Limit::address("register", site.client(&request));
    db.keep_books(async |conn, now| throttle::count(conn, &limit, now).await).await?;
    let form = &RegistrationForm::typed(&posted);
    let new = match form.parse() {
        Ok(new) => new,
        Err(mistakes) => return page::mistaken(&RegisterPage { frame, form, mistakes: &mistakes }),
    };
    // The form's digest is kept: the password must not be in it.
    let said = posted.pairs().iter().filter(|(name, _)| name != "password").cloned();
    let once = Posted::of(said).once();
    let hash = password::hash(new.password.clone()).await?;
    let by = Actor { user: None, organisation: None, call: call.0 };
    match db.act(&by, async |tx| acts::register(tx, &new, hash, once).await).await {
        Ok(_) => Ok(page::go_to_saying(
            AFTER_REGISTERING,
            "Your account is ready. Sign in to start your dossier",
        )),
        Err(Error::Refused(sentence)) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("email", sentence);
            page::mistaken(&RegisterPage { frame, form, mistakes: &mistakes })
        }
        Err(other) => Err(other),
    }
}

/// Which providers, and which page of them.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    lot: String,
    page: Option<String>,
}

/// GET /providers
pub async fn directory(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Asked>,
) -> Result<HttpResponse> {
    let wanted = Paging::asked(asked.page.as_deref());
    let (lots, regions, found) = db
        .read(async |conn| {
            let lots = framework::queries::lots(conn).await?;
            let regions = framework::queries::regions(conn).await?;
            let lot = lots.iter().find(|it| it.code == asked.lot).map(|it| it.code.as_str());
            let found = queries::directory(conn, lot, wanted).await?;
            Ok((lots, regions, found))
        })
        .await?;
    let lot = lots.iter().find(|it| it.code == asked.lot).map_or("", |it| it.code.as_str());
    let (rows, paging) = found;
    page::show(&DirectoryPage {
        frame,
        lots: lots.iter().map(|it| Choice::new(it.code.as_str(), it.name.as_str())).collect(),
        lot,
        providers: rows.into_iter().map(|(it, lots)| Public::of(&it, &regions, lots)).collect(),
        paging,
    })
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
            let provider = queries::by_slug(conn, &path).await?;
            if provider.state != ProviderState::Admitted {
                return Err(Error::NotFound);
            }
            let standing = queries::standing(conn, provider.id).await?;
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
