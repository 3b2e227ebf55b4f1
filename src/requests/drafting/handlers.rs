//! Drafting over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde_json::json;

use super::forms::{self, Asked, Rows, Typed};
use super::halves::model::Half;
use super::model::Lists;
use super::pages::{CheckPage, NewPage, SECRET, SecretPage, SectionPage};
use super::{acts, halves, queries};
use crate::accounts::roles::Requester;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::requests::approval::model::Return;
use crate::requests::documents::model::Offered;
use crate::requests::model::{FullRequest, Section};
use crate::requests::queries as found;
use crate::requests::{approval, bands, documents};
use crate::types::uk_time;
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

/// A page of a draft, with what is half written of it and what an approver
/// said about it.
struct Open {
    full: FullRequest,
    lists: Lists,
    half: Option<Half>,
    said: Option<Return>,
}

async fn open(db: &Db, who: &Requester, reference: &str, section: Section) -> Result<Open> {
    db.read(async |conn| {
        let (full, lists) = queries::draft(conn, who, reference).await?;
        if !full.request.sections().contains(&section) {
            return Err(Error::NotFound);
        }
        let half = halves::queries::half(conn, full.request.id, section).await?;
        let said = approval::queries::unanswered(conn, &full.request).await?;
        Ok(Open { full, lists, half, said })
    })
    .await
}

impl Open {
    fn shown<'a>(
        &'a self,
        frame: Frame,
        section: Section,
        form: &'a Typed,
        mistakes: &'a Mistakes,
    ) -> SectionPage<'a> {
        SectionPage {
            frame,
            request: &self.full.request,
            section,
            form,
            mistakes,
            lists: &self.lists,
            half: self.half.as_ref(),
            said: self.said.as_ref(),
        }
    }
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
    let open = open(&db, &who, &reference, section).await?;
    let form = match &open.half {
        Some(half) => Typed::pairs(half.typed.clone()),
        None => forms::filled(section, &open.full),
    };
    page::show(&open.shown(frame, section, &form, &Mistakes::default()))
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
    let open = open(&db, &who, &reference, section).await?;
    let asked = Asked::of(posted.first("do").unwrap_or_default());
    let mut form = Typed::new(posted);
    let request = &open.full.request;
    if section == Section::Money && form.of("classification") == SECRET {
        return page::mistaken(&SecretPage { frame, request });
    }
    if let Some(rows) = Rows::of(section) {
        form = rows.without_removed(&form);
        if asked == Asked::AnotherRow {
            let form = rows.with_another(&form);
            return page::show(&open.shown(frame, section, &form, &Mistakes::default()));
        }
    }
    let finished = match forms::parse(section, &form, &open.full, &open.lists, now) {
        Ok(edit) => {
            db.act(&who.by, async |tx| acts::save(tx, &who, &reference, &edit).await).await?;
            true
        }
        Err(mistakes) if asked == Asked::Finished => {
            return page::mistaken(&open.shown(frame, section, &form, &mistakes));
        }
        Err(_) => {
            let typed = form.kept();
            if open.half.as_ref().is_none_or(|it| it.typed != typed) {
                let keep = halves::acts::keep;
                db.act(&who.by, async |tx| keep(tx, &who, &reference, section, &typed).await)
                    .await?;
            }
            false
        }
    };
    if asked == Asked::ByItself {
        let said = format!("Saved at {}, not submitted", uk_time::time_of_day(now));
        return Ok(HttpResponse::Ok().json(json!({ "said": said, "finished": finished })));
    }
    let said = match finished {
        true => format!("“{}” is saved", section.label()),
        false => format!("“{}” is kept as it is, to be finished later", section.label()),
    };
    Ok(page::go_to_saying(format!("/requests/{reference}"), &said))
}

/// POST /requests/{reference}/draft/{section}/half/removal
pub async fn drop_half(
    who: Requester,
    db: Data<Db>,
    path: Path<(String, String)>,
    _: Posted,
) -> Result<HttpResponse> {
    let (reference, word) = path.into_inner();
    let section = section(&word)?;
    let drop = halves::acts::drop;
    db.act(&who.by, async |tx| drop(tx, &who, &reference, section).await).await?;
    Ok(page::go_to_saying(
        format!("/requests/{reference}/draft/{word}"),
        "The unfinished part is thrown away",
    ))
}

/// GET /requests/{reference}/check
pub async fn check(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (full, lists, shown, value, gaps, needed, files) = db
        .read(async |conn| {
            let (full, lists) = queries::draft(conn, &who, &path).await?;
            let shown = found::shown(conn, &full, now).await?;
            let value = found::value(conn, &full.request, now).await?;
            let gaps = queries::gaps(conn, &full, now).await?;
            let needed = bands::queries::needed(conn, &full.request).await?;
            let files = documents::queries::of(conn, full.request.id).await?;
            Ok((full, lists, shown, value, gaps, needed, files))
        })
        .await?;
    let documents = Offered::of_own(&files);
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
        needed,
        documents: &documents,
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
