//! Drafting over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::{self, Typed};
use super::pages::{CheckPage, NewPage, PreviewPage, SECRET, SecretPage, SectionPage};
use super::{acts, policy, queries};
use crate::accounts::roles::{Reader, Requester};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::requests::model::Section;
use crate::requests::queries as found;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// GET /requests/new
pub async fn new_page(who: Requester, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let lists = db.read(async |conn| queries::lists(conn, who.force, None).await).await?;
    let (form, mistakes) = (Typed::default(), Mistakes::default());
    page::show(&NewPage { frame, form: &form, mistakes: &mistakes, lots: &lists.lots })
}

/// POST /requests/new
pub async fn begin(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    let form = Typed::new(posted);
    let lists = db.read(async |conn| queries::lists(conn, who.force, None).await).await?;
    match forms::new_draft(&form, &lists) {
        Ok(new) => {
            let request =
                db.act(&who.by, async |tx| acts::begin(tx, &who, &new, once).await).await?;
            Ok(page::go_to_saying(
                format!("/requests/{}", request.reference),
                &format!("Your draft is {}", request.reference),
            ))
        }
        Err(mistakes) => {
            page::mistaken(&NewPage { frame, form: &form, mistakes: &mistakes, lots: &lists.lots })
        }
    }
}

fn section(word: &str) -> Result<Section> {
    Section::parse(word).ok_or(Error::NotFound)
}

/// GET /requests/{reference}/draft/{section}
pub async fn section_page(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let (reference, word) = path.into_inner();
    let section = section(&word)?;
    let (full, lists) = db.read(async |conn| queries::draft(conn, &who, &reference).await).await?;
    let form = forms::filled(section, &full);
    let mistakes = Mistakes::default();
    page::show(&SectionPage {
        frame,
        request: &full.request,
        section,
        form: &form,
        mistakes: &mistakes,
        lists: &lists,
    })
}

/// POST /requests/{reference}/draft/{section}
pub async fn save(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (reference, word) = path.into_inner();
    let section = section(&word)?;
    let now = db.now().await?;
    let (full, lists) = db.read(async |conn| queries::draft(conn, &who, &reference).await).await?;
    let mut form = Typed::new(posted);
    let request = &full.request;
    if section == Section::Money && form.of("classification") == SECRET {
        return page::mistaken(&SecretPage { frame, request });
    }
    let another = form.of("do") == "add";
    if section == Section::Roles {
        form = forms::without_removed(&form);
    }
    if section == Section::Roles && another {
        let (form, mistakes) = (forms::with_another(&form), Mistakes::default());
        return page::show(&SectionPage {
            frame,
            request,
            section,
            form: &form,
            mistakes: &mistakes,
            lists: &lists,
        });
    }
    match forms::parse(section, &form, &full, &lists, now) {
        Ok(edit) => {
            db.act(&who.by, async |tx| acts::save(tx, &who, &reference, &edit).await).await?;
            Ok(page::go_to_saying(
                format!("/requests/{reference}"),
                &format!("“{}” is saved", section.label()),
            ))
        }
        Err(mistakes) => page::mistaken(&SectionPage {
            frame,
            request,
            section,
            form: &form,
            mistakes: &mistakes,
            lists: &lists,
        }),
    }
}

/// GET /requests/{reference}/preview
pub async fn preview(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let shown = db
        .read(async |conn| {
            let request = found::readable(conn, &who, &path).await?;
            let full = found::full(conn, request).await?;
            found::shown(conn, &full, now).await
        })
        .await?;
    page::show(&PreviewPage { frame, shown: &shown, editing: false })
}

/// GET /requests/{reference}/check
pub async fn check(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (full, lists, shown, value) = db
        .read(async |conn| {
            let (full, lists) = queries::draft(conn, &who, &path).await?;
            let shown = found::shown(conn, &full, now).await?;
            let value = found::value(conn, &full.request, now).await?;
            Ok((full, lists, shown, value))
        })
        .await?;
    let gaps = policy::gaps(&full, &lists, now);
    let names = lists.evaluator_names();
    let panel: Vec<String> = full
        .panel
        .iter()
        .filter_map(|id| names.get(id.to_string().as_str()).map(|it| (*it).to_owned()))
        .collect();
    page::show(&CheckPage {
        frame,
        request: &full.request,
        shown: &shown,
        editing: true,
        cost: &value,
        gaps: &gaps,
        panel: &panel,
    })
}

/// POST /requests/{reference}/submission
pub async fn submit(
    who: Requester,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    let request = db.act(&who.by, async |tx| acts::submit(tx, &who, &path, once).await).await?;
    Ok(page::go_to_saying(
        format!("/requests/{}", request.reference),
        "Submitted for approval. The approvers of your force have been told",
    ))
}
