//! The pages of an amendment over HTTP.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde_json::json;

use super::acts;
use super::model::{mark_of, said};
use super::pages::AmendmentSectionPage;
use crate::accounts::roles::Requester;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::requests::amending::model::{SavedSection, amendable};
use crate::requests::amending::policy::{self, Refusal};
use crate::requests::amending::queries::{self, Look};
use crate::requests::amending::{forms, matching};
use crate::requests::drafting::forms::{self as drafting, Asked, Typed};
use crate::requests::drafting::pages::{SECRET, SecretPage, SectionPage};
use crate::requests::model::Section;
use crate::requests::queries as found;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted};
use crate::web::mark::SEEN;
use crate::web::page::{self, Frame};

/// A page of the amendment of a request, to be written on.
struct Desk {
    look: Look,
    section: Section,
    now: Moment,
}

impl Desk {
    async fn of(db: &Db, who: &Requester, (reference, word): &(String, String)) -> Result<Self> {
        let section = Section::parse(word).ok_or(Error::NotFound)?;
        let now = db.now().await?;
        let look = db
            .read(async |conn| {
                let request = found::own(conn, who, reference).await?;
                policy::may_amend(&request, now)?;
                queries::look(conn, request).await
            })
            .await?;
        policy::may_write(look.amendment.as_ref().ok_or(Refusal::NotUnderWay)?)?;
        if !amendable(&look.before.request).contains(&section) {
            return Err(Refusal::NotAmendable.into());
        }
        Ok(Self { look, section, now })
    }

    fn saved(&self) -> Option<&SavedSection> {
        self.look.page(self.section)
    }

    /// What is wrong with a page that is to be finished.
    fn faults(&self, form: &Typed) -> Mistakes {
        let (full, lists) = (&self.look.before, &self.look.lists);
        let edit = match forms::parse(self.section, form, full, lists, self.now) {
            Ok(edit) => edit,
            Err(mistakes) => return mistakes,
        };
        let alone = matching::amended(full, edit, &lists.criteria);
        let late = policy::late_or_short(&full.request, &alone.request, false, self.now);
        let mut mistakes = Mistakes::default();
        late.into_iter().for_each(|(field, said)| mistakes.add(field, said));
        mistakes
    }

    fn is_overtaken(&self, typed: &[(String, String)], posted: &Posted) -> Result<bool> {
        let same = self.saved().is_some_and(|it| it.typed == typed);
        Ok(!same && posted.text(SEEN) != mark_of(self.saved())?)
    }

    fn theirs(&self) -> Vec<(String, String)> {
        let alone = self.look.alone(self.saved(), self.now);
        said(self.saved(), &alone, &self.look.lists)
    }

    fn unfinished(&self) -> bool {
        !self.look.alone(self.saved(), self.now).unfinished.is_empty()
    }

    fn shown(
        &self,
        frame: Frame,
        (form, mistakes): (&Typed, &Mistakes),
        (seen, theirs): (&str, &[(String, String)]),
        status: StatusCode,
    ) -> Result<HttpResponse> {
        let page = SectionPage {
            frame,
            request: &self.look.before.request,
            section: self.section,
            form,
            mistakes,
            lists: &self.look.lists,
            half: None,
            said: None,
            seen: seen.to_owned(),
            theirs: theirs.to_vec(),
        };
        let unfinished = self.unfinished();
        page::with_status(status, &AmendmentSectionPage { page, unfinished })
    }
}

/// GET /requests/{reference}/amendment/{section}
pub async fn section_page(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let desk = Desk::of(&db, &who, &path).await?;
    let form = match desk.saved() {
        Some(saved) => forms::typed(&saved.typed, &desk.look.before),
        None => drafting::filled(desk.section, &desk.look.before),
    };
    let (seen, mistakes) = (mark_of(desk.saved())?, Mistakes::default());
    desk.shown(frame, (&form, &mistakes), (&seen, &[]), StatusCode::OK)
}

/// POST /requests/{reference}/amendment/{section}
pub async fn save(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let desk = Desk::of(&db, &who, &path).await?;
    let asked = Asked::of(posted.first("do").unwrap_or_default());
    let (seen, none) = (posted.text(SEEN), Mistakes::default());
    let form = forms::typed(&forms::kept(&posted), &desk.look.before);
    if desk.section == Section::Money && form.of("classification") == SECRET {
        let request = &desk.look.before.request;
        return page::mistaken(&SecretPage { frame, request });
    }
    let (form, another) = drafting::with_rows(desk.section, form, &posted.text("do"));
    let faults = desk.faults(&form);
    if asked == Asked::Finished && !faults.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return desk.shown(frame, (&form, &faults), (&seen, &[]), status);
    }
    let page = SavedSection { section: desk.section, typed: form.sent().to_vec() };
    if desk.is_overtaken(&page.typed, &posted)? {
        if asked == Asked::ByItself {
            let said = "Not saved: a colleague saved this page while you were writing. Save it yourself to read both.";
            return Ok(HttpResponse::Conflict().json(json!({ "said": said })));
        }
        let (fresh, theirs) = (mark_of(desk.saved())?, desk.theirs());
        return desk.shown(frame, (&form, &none), (&fresh, &theirs), StatusCode::CONFLICT);
    }
    let seen = Some(seen.as_str());
    let mark = match desk.saved() {
        // What keeps itself says nothing new while nothing is.
        Some(it) if asked == Asked::ByItself && it.typed == page.typed => mark_of(Some(it))?,
        _ => db.act(&who.by, async |tx| acts::save(tx, &who, &path.0, &page, seen).await).await?,
    };
    if another {
        return desk.shown(frame, (&form, &none), (&mark, &[]), StatusCode::OK);
    }
    let (label, finished) = (desk.section.label(), faults.is_empty());
    if asked == Asked::ByItself {
        let said = format!("Saved at {}, not submitted", uk_time::time_of_day(desk.now));
        let told = json!({ "said": said, "finished": finished, "seen": mark });
        return Ok(HttpResponse::Ok().json(told));
    }
    let said = match finished {
        true => format!("“{label}” is saved in the amendment"),
        false => format!("“{label}” is kept as it is in the amendment, to be finished later"),
    };
    Ok(page::go_to_saying(format!("/requests/{}/amendment", path.0), &said))
}
