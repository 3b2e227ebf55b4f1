//! Amendments over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::{self, WhyForm};
use super::model::{SavedSection, amendable};
use super::pages::{AmendmentPage, AmendmentSectionPage, ChangesPage};
use super::policy::Refusal;
use super::queries::{self, Look};
use super::{acts, matching, policy};
use crate::accounts::model::Role;
use crate::accounts::roles::{Anyone, Approver, ForceMember, Reader, Requester};
use crate::bids;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::requests::approval::forms::ReasonForm;
use crate::requests::drafting::forms::{self as drafting, Rows};
use crate::requests::drafting::pages::{SECRET, SecretPage, SectionPage};
use crate::requests::model::{Classification, Section};
use crate::requests::policy::approves;
use crate::requests::queries as found;
use crate::types::time::Moment;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// What was typed into the forms of the page, and what is wrong with it.
#[derive(Default)]
struct Said {
    why: Option<WhyForm>,
    comment: ReasonForm,
    mistakes: Mistakes,
}

async fn shown(
    who: &Reader,
    frame: Frame,
    db: &Db,
    reference: &str,
    said: Said,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let look = db
        .read(async |conn| {
            let request = found::readable(conn, who, reference).await?;
            if request.published_at.is_none() {
                return Err(Error::NotFound);
            }
            queries::look(conn, request).await
        })
        .await?;
    let (amendment, request) = (look.amendment.as_ref(), &look.before.request);
    let judged = who.judge(approves).and_then(|()| {
        let under_way = amendment.ok_or_else(|| Refusal::NotUnderWay.to_string())?;
        let step = |it: &ForceMember| policy::may_publish(under_way, &look.authors, it.user);
        who.judge(step).map(|_| ())
    });
    let kept = WhyForm { why: amendment.map(|it| it.reason.clone()).unwrap_or_default() };
    let writes = who.has(Role::Requester);
    let page = AmendmentPage {
        frame,
        request,
        amendment,
        outcome: &look.outcome(now),
        may_write: writes,
        may_drop: writes && amendment.is_some(),
        may_send_back: who.has(Role::Approver),
        barred: &judged.err().unwrap_or_default(),
        closed: &policy::may_amend(request, now)
            .map_err(|it| it.to_string())
            .err()
            .unwrap_or_default(),
        why: said.why.as_ref().unwrap_or(&kept),
        form: &said.comment,
        mistakes: &said.mistakes,
    };
    if said.mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// GET /requests/{reference}/amendment
pub async fn show(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    shown(&who, frame, &db, &path, Said::default()).await
}

/// POST /requests/{reference}/amendment
pub async fn begin(
    who: Requester,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    db.act(&who.by, async |tx| acts::begin(tx, &who, &path, once).await).await?;
    Ok(page::go_to_saying(
        format!("/requests/{path}/amendment"),
        "You can write an amendment. Nobody outside your force sees it before it is approved",
    ))
}

/// The request and its amendment, to write in one of its pages.
async fn written(
    db: &Db,
    who: &ForceMember,
    (reference, word): &(String, String),
) -> Result<(Look, Section, Moment)> {
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
    if amendable(&look.before.request).contains(&section) {
        Ok((look, section, now))
    } else {
        Err(Refusal::NotAmendable.into())
    }
}

/// GET /requests/{reference}/amendment/{section}
pub async fn section_page(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let (look, section, _) = written(&db, &who, &path).await?;
    let form = match look.saved.iter().find(|it| it.section == section) {
        Some(saved) => forms::typed(&saved.typed, &look.before),
        None => drafting::filled(section, &look.before),
    };
    let mistakes = Mistakes::default();
    page::show(&AmendmentSectionPage(SectionPage {
        frame,
        request: &look.before.request,
        section,
        form: &form,
        mistakes: &mistakes,
        lists: &look.lists,
        half: None,
        said: None,
    }))
}

/// POST /requests/{reference}/amendment/{section}
pub async fn save(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (look, section, now) = written(&db, &who, &path).await?;
    let (request, lists) = (&look.before.request, &look.lists);
    let mut form = forms::typed(&forms::kept(&posted), &look.before);
    if section == Section::Money && form.of("classification") == SECRET {
        return page::mistaken(&SecretPage { frame, request });
    }
    let another = posted.text("do") == "add";
    let rows = Rows::of(section);
    if let Some(rows) = rows {
        form = rows.without_removed(&form);
    }
    let mistakes = if let Some(rows) = rows.filter(|_| another) {
        form = rows.with_another(&form);
        Mistakes::default()
    } else {
        match forms::parse(section, &form, &look.before, lists, now) {
            Ok(edit) => {
                let typed = form.sent().to_vec();
                let alone = matching::amended(&look.before, edit, &lists.criteria);
                let late = policy::late_or_short(request, &alone.request, false, now);
                if late.is_empty() {
                    return saved(&db, &who, &path, SavedSection { section, typed }).await;
                }
                let mut mistakes = Mistakes::default();
                late.into_iter().for_each(|(field, said)| mistakes.add(field, said));
                mistakes
            }
            Err(mistakes) => mistakes,
        }
    };
    let right = mistakes.is_empty();
    let page = AmendmentSectionPage(SectionPage {
        frame,
        request,
        section,
        form: &form,
        mistakes: &mistakes,
        lists,
        half: None,
        said: None,
    });
    if right { page::show(&page) } else { page::mistaken(&page) }
}

async fn saved(
    db: &Db,
    who: &Requester,
    path: &(String, String),
    it: SavedSection,
) -> Result<HttpResponse> {
    db.act(&who.by, async |tx| acts::save(tx, who, &path.0, &it).await).await?;
    let said = format!("“{}” is saved in the amendment", it.section.label());
    Ok(page::go_to_saying(format!("/requests/{}/amendment", path.0), &said))
}

/// POST /requests/{reference}/amendment/submission
pub async fn submit(
    who: Requester,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = WhyForm::typed(&posted);
    match form.parse() {
        Ok(why) => {
            let once = posted.once();
            db.act(&who.by, async |tx| acts::submit(tx, &who, &path, &why, once).await).await?;
            Ok(page::go_to_saying(
                format!("/requests/{path}/amendment"),
                "Submitted for approval. The approvers of your force have been told",
            ))
        }
        Err(mistakes) => {
            let said = Said { why: Some(form), mistakes, ..Said::default() };
            shown(&Reader::of(&who), frame, &db, &path, said).await
        }
    }
}

/// POST /requests/{reference}/amendment/return
pub async fn send_back(
    who: Approver,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = ReasonForm::typed(&posted);
    match form.parse("what needs to change") {
        Ok(comment) => {
            let once = posted.once();
            db.act(&who.by, async |tx| acts::send_back(tx, &who, &path, &comment, once).await)
                .await?;
            Ok(page::go_to_saying(
                format!("/requests/{path}/amendment"),
                "Sent back with your comment",
            ))
        }
        Err(mistakes) => {
            let said = Said { comment: form, mistakes, ..Said::default() };
            shown(&Reader::of(&who), frame, &db, &path, said).await
        }
    }
}

/// POST /requests/{reference}/amendment/publication
pub async fn publish(
    who: Approver,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (once, seen) = (posted.once(), posted.text("seen"));
    db.act(&who.by, async |tx| {
        acts::hold_to(tx, &who, &path, &seen).await?;
        bids::reconfirming::acts::publish(tx, &who, &path, once).await
    })
    .await?;
    Ok(page::go_to_saying(
        format!("/requests/{path}/amendment"),
        "The amendment is published, and everyone who asked or is bidding has been told",
    ))
}

/// POST /requests/{reference}/amendment/removal
pub async fn abandon(
    who: Requester,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    db.act(&who.by, async |tx| acts::abandon(tx, &who, &path, once).await).await?;
    Ok(page::go_to_saying(format!("/requests/{path}"), "The amendment is dropped"))
}

/// GET /opportunities/{reference}/changes
pub async fn changes(
    who: Anyone,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (shown, all) = db
        .read(async |conn| {
            let request = found::public(conn, &path).await?;
            let official = request.classification == Some(Classification::Official);
            if who.0.is_none() && !official {
                return Err(Error::SignInFirst);
            }
            let all = queries::published(conn, request.id).await?;
            let full = found::full(conn, request).await?;
            Ok((found::shown(conn, &full, now).await?, all))
        })
        .await?;
    page::show(&ChangesPage { frame, shown: &shown, all: &all })
}
