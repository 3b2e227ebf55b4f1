//! Drafting over HTTP.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde_json::json;

use super::forms::{self, Asked, Typed};
use super::halves::model::Half;
use super::model::Lists;
use super::overtaking::model::{Sent, Stands};
use super::pages::{CheckPage, NewPage, SECRET, SecretPage, SectionPage};
use super::{acts, halves, overtaking, queries};
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
use crate::web::mark::SEEN;
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
    fn stands(&self, section: Section) -> Stands<'_> {
        Stands { section, full: &self.full, half: self.half.as_ref() }
    }

    fn shown<'a>(
        &'a self,
        frame: Frame,
        section: Section,
        (form, mistakes): (&'a Typed, &'a Mistakes),
        seen: String,
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
            seen,
            theirs: Vec::new(),
        }
    }

    /// What was saved meanwhile, beside what is typed.
    fn overtaken(
        &self,
        frame: Frame,
        section: Section,
        form: &Typed,
        asked: Asked,
    ) -> Result<HttpResponse> {
        if asked == Asked::ByItself {
            let said = "Not saved: this page was saved while you were writing on it. Save it yourself to see both texts. What you typed is still here";
            return Ok(HttpResponse::Conflict().json(json!({ "said": said, "overtaken": true })));
        }
        let (stands, mistakes) = (self.stands(section), Mistakes::default());
        let shown = self.shown(frame, section, (form, &mistakes), stands.mark()?);
        let theirs = overtaking::forms::said(section, &stands.says(), &self.lists);
        page::with_status(StatusCode::CONFLICT, &SectionPage { half: None, theirs, ..shown })
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
    let (form, mark) = (open.stands(section).says(), open.stands(section).mark()?);
    page::show(&open.shown(frame, section, (&form, &Mistakes::default()), mark))
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
    let (button, seen) = (posted.text("do"), posted.text(SEEN));
    let asked = Asked::of(&button);
    let form = Typed::new(posted);
    let request = &open.full.request;
    if section == Section::Money && form.of("classification") == SECRET {
        return page::mistaken(&SecretPage { frame, request });
    }
    let (form, another) = forms::with_rows(section, form, &button);
    let (read, typed) = (forms::parse(section, &form, &open.full, &open.lists, now), form.kept());
    let sent = match &read {
        // A page with a row more is kept as it is typed, and goes on.
        _ if another => Sent::Half(&typed),
        Err(mistakes) if asked == Asked::Finished => {
            return page::mistaken(&open.shown(frame, section, (&form, mistakes), seen));
        }
        Ok(edit) => Sent::Whole(edit),
        Err(_) => Sent::Half(&typed),
    };
    let seen = Some(seen.as_str()).filter(|it| !it.is_empty());
    let done = match sent {
        // Half a page that is kept as it is already.
        Sent::Half(_) if open.stands(section).holds(sent, &open.lists, now) => {
            open.stands(section).mark()
        }
        Sent::Half(typed) => {
            let (half, keep) = ((section, typed), halves::acts::keep);
            db.act(&who.by, async |tx| keep(tx, &who, &reference, half, seen).await).await
        }
        Sent::Whole(edit) => {
            db.act(&who.by, async |tx| acts::save(tx, &who, &reference, edit, seen).await).await
        }
    };
    // The act has judged under the lock of the request; what is shown is read after it.
    let mark = match done {
        Ok(mark) => mark,
        Err(Error::Again(_)) => {
            let open = self::open(&db, &who, &reference, section).await?;
            return open.overtaken(frame, section, &form, asked);
        }
        Err(Error::AlreadyDone(_)) => {
            self::open(&db, &who, &reference, section).await?.stands(section).mark()?
        }
        Err(fault) => return Err(fault),
    };
    if another {
        let open = self::open(&db, &who, &reference, section).await?;
        return page::show(&open.shown(frame, section, (&form, &Mistakes::default()), mark));
    }
    let finished = read.is_ok();
    if asked == Asked::ByItself {
        let said = format!("Saved at {}, not submitted", uk_time::time_of_day(now));
        let answer = json!({ "said": said, "finished": finished, "seen": mark });
        return Ok(HttpResponse::Ok().json(answer));
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
        .filter_map(|id| names.get(id.to_string().as_str()).map(|it| full.panellist(*id, it)))
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
