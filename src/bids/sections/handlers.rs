//! The sections of a bid over HTTP. Each has a page and one way to save it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde_json::json;

use super::acts;
use super::forms::{AnswerForm, DeclarationsForm, EvidenceForm, PriceForm, TeamForm};
use super::model::{self, Change, Section};
use super::pages::{
    AnswerPage, DeclarationsPage, EvidencePage, PricePage, Sheet, TeamPage, yes_or_no,
};
use super::policy::word_limit;
use crate::accounts::roles::Bidder;
use crate::bids::model::BidInFull;
use crate::bids::pages::Closing;
use crate::bids::price::Totals;
use crate::bids::{policy, queries};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::requests::model::Criterion;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted};
use crate::web::mark::SEEN;
use crate::web::page::{self, Frame};

/// A draft of one's own that may be changed now.
struct Desk {
    it: BidInFull,
    now: Moment,
}

impl Desk {
    async fn of(db: &Db, who: &Bidder, reference: &str) -> Result<Self> {
        let now = db.now().await?;
        let it = db.read(async |conn| queries::own_in_full(conn, who, reference).await).await?;
        policy::may_edit(&it.bid, &it.request, now)?;
        Ok(Self { it, now })
    }

    fn mark(&self, section: Section) -> Result<String> {
        section.mark(&self.it.bid, &self.it.content)
    }

    /// The page as it is saved.
    fn fresh(&self, section: Section) -> Result<Sheet<'_>> {
        Ok(self.sheet(self.mark(section)?, Vec::new()))
    }

    /// The page again, with mistakes.
    fn again(&self, posted: &Posted) -> Sheet<'_> {
        self.sheet(posted.text(SEEN), Vec::new())
    }

    /// The page again, because a colleague saved something else meanwhile.
    fn overtaken(&self, section: Section) -> Result<Sheet<'_>> {
        Ok(self.sheet(self.mark(section)?, model::said(&self.it, section)))
    }

    fn sheet(&self, seen: String, theirs: Vec<(String, String)>) -> Sheet<'_> {
        Sheet { it: &self.it, closing: Closing::of(&self.it.request, self.now), seen, theirs }
    }

    fn is_overtaken(&self, change: &Change, posted: &Posted) -> Result<bool> {
        let unchanged = policy::unchanged(&posted.text(SEEN), &self.mark(change.section())?);
        Ok(unchanged.is_err() && !change.stands_in(&self.it.bid, &self.it.content))
    }

    /// By its name in addresses; or by its id, as a page drawn before an
    /// amendment may still call it.
    fn question(&self, word: &str) -> Result<&Criterion> {
        let called = |one: &&Criterion| one.word() == word || one.id.to_string() == word;
        self.it.questions().find(called).ok_or(Error::NotFound)
    }

    fn totals(&self) -> Option<Totals> {
        self.it.totals().filter(|_| self.it.content.is_priced())
    }

    async fn save(
        &self,
        db: &Db,
        who: &Bidder,
        change: &Change,
        posted: &Posted,
    ) -> Result<HttpResponse> {
        let (reference, seen) = (&self.it.bid.reference, posted.text(SEEN));
        db.act(&who.by, async |tx| acts::save(tx, who, reference, change, Some(&seen)).await)
            .await?;
        Ok(page::go_to_saying(self.it.bid.path(), "Saved. Your bid is not submitted yet"))
    }

    /// Answers a page that saves while it is written: what became of that, and
    /// the mark of what is saved now. What cannot be saved stays where it is
    /// typed, and a colleague's save is never written over.
    async fn save_by_itself(
        &self,
        db: &Db,
        who: &Bidder,
        parsed: std::result::Result<Change, Mistakes>,
        posted: &Posted,
    ) -> Result<HttpResponse> {
        let change = match parsed {
            Ok(change) => change,
            Err(mistakes) => return Ok(unsaved_yet(&mistakes)),
        };
        if self.is_overtaken(&change, posted)? {
            return Ok(overtaken_meanwhile());
        }
        let (reference, seen) = (&self.it.bid.reference, posted.text(SEEN));
        let mark = if change.stands_in(&self.it.bid, &self.it.content) {
            Ok(self.mark(change.section())?)
        } else {
            db.act(&who.by, async |tx| acts::save(tx, who, reference, &change, Some(&seen)).await)
                .await
        };
        let said = format!("Saved at {}, not submitted", uk_time::time_of_day(self.now));
        match mark {
            Ok(mark) => Ok(HttpResponse::Ok().json(json!({ "said": said, "seen": mark }))),
            // A colleague saved the very same: the mark of that is on the page they are shown next.
            Err(Error::AlreadyDone(_)) => Ok(HttpResponse::Ok().json(json!({ "said": said }))),
            Err(Error::Again(_)) => Ok(overtaken_meanwhile()),
            Err(error) => Err(error),
        }
    }
}

/// Whether it is the page that saves, and not the person who presses a button.
fn by_itself(posted: &Posted) -> bool {
    posted.first("do") == Some("autosave")
}

fn unsaved_yet(mistakes: &Mistakes) -> HttpResponse {
    let first = mistakes.all().next().map_or("", |it| it.1.as_str());
    let said = format!("Not saved yet. {first}. What you typed is still here.");
    HttpResponse::UnprocessableEntity().json(json!({ "said": said }))
}

fn overtaken_meanwhile() -> HttpResponse {
    let said = "Not saved: a colleague saved this section while you were writing. What you typed is still here. Save it yourself to see both texts.";
    HttpResponse::Conflict().json(json!({ "said": said }))
}

/// GET /bids/{reference}/evidence
pub async fn evidence(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let desk = Desk::of(&db, &who, &path).await?;
    let (sheet, form) = (desk.fresh(Section::Evidence)?, EvidenceForm::saved(&desk.it));
    let mistakes = &Mistakes::default();
    page::show(&EvidencePage { frame, sheet, form: &form, mistakes, choices: yes_or_no() })
}

/// POST /bids/{reference}/evidence
pub async fn save_evidence(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let desk = Desk::of(&db, &who, &path).await?;
    let form = EvidenceForm::typed(&posted, &desk.it);
    let shown = |sheet, mistakes: &Mistakes, status| {
        let choices = yes_or_no();
        page::with_status(status, &EvidencePage { frame, sheet, form: &form, mistakes, choices })
    };
    let parsed = form.parse();
    if by_itself(&posted) {
        return desk.save_by_itself(&db, &who, parsed, &posted).await;
    }
    match parsed {
        Err(mistakes) => shown(desk.again(&posted), &mistakes, StatusCode::UNPROCESSABLE_ENTITY),
        Ok(change) if desk.is_overtaken(&change, &posted)? => {
            shown(desk.overtaken(Section::Evidence)?, &Mistakes::default(), StatusCode::CONFLICT)
        }
        Ok(change) => desk.save(&db, &who, &change, &posted).await,
    }
}

/// GET /bids/{reference}/answers/{criterion}
pub async fn answer(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let (reference, code) = path.into_inner();
    let desk = Desk::of(&db, &who, &reference).await?;
    let criterion = desk.question(&code)?;
    let form = AnswerForm::saved(&desk.it, criterion);
    let sheet = desk.fresh(Section::Answer(criterion.id))?;
    page::show(&answer_page(frame, sheet, criterion, &form, &Mistakes::default()))
}

fn answer_page<'a>(
    frame: Frame,
    sheet: Sheet<'a>,
    criterion: &'a Criterion,
    form: &'a AnswerForm,
    mistakes: &'a Mistakes,
) -> AnswerPage<'a> {
    let limit = u32::try_from(word_limit(criterion)).unwrap_or(0);
    AnswerPage { frame, sheet, criterion, limit, form, mistakes }
}

/// POST /bids/{reference}/answers/{criterion}
pub async fn save_answer(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (reference, code) = path.into_inner();
    let desk = Desk::of(&db, &who, &reference).await?;
    let criterion = desk.question(&code)?;
    let (form, section) = (AnswerForm::typed(&posted), Section::Answer(criterion.id));
    let parsed = form.parse(criterion);
    if by_itself(&posted) {
        return desk.save_by_itself(&db, &who, parsed, &posted).await;
    }
    match parsed {
        Err(mistakes) => {
            page::mistaken(&answer_page(frame, desk.again(&posted), criterion, &form, &mistakes))
        }
        Ok(change) if desk.is_overtaken(&change, &posted)? => {
            let (sheet, mistakes) = (desk.overtaken(section)?, Mistakes::default());
            let shown = answer_page(frame, sheet, criterion, &form, &mistakes);
            page::with_status(StatusCode::CONFLICT, &shown)
        }
        Ok(change) => desk.save(&db, &who, &change, &posted).await,
    }
}

/// GET /bids/{reference}/team
pub async fn team(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let desk = Desk::of(&db, &who, &path).await?;
    let (sheet, form) = (desk.fresh(Section::Team)?, TeamForm::saved(&desk.it));
    let mistakes = &Mistakes::default();
    page::show(&TeamPage { frame, sheet, form: &form, mistakes, now: desk.now })
}

/// POST /bids/{reference}/team
pub async fn save_team(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let desk = Desk::of(&db, &who, &path).await?;
    let form = TeamForm::typed(&posted, &desk.it);
    let shown = |sheet, mistakes: &Mistakes, status| {
        let now = desk.now;
        page::with_status(status, &TeamPage { frame, sheet, form: &form, mistakes, now })
    };
    let parsed = form.parse(&desk.it, desk.now);
    if by_itself(&posted) {
        return desk.save_by_itself(&db, &who, parsed, &posted).await;
    }
    match parsed {
        Err(mistakes) => shown(desk.again(&posted), &mistakes, StatusCode::UNPROCESSABLE_ENTITY),
        Ok(change) if desk.is_overtaken(&change, &posted)? => {
            shown(desk.overtaken(Section::Team)?, &Mistakes::default(), StatusCode::CONFLICT)
        }
        Ok(change) => desk.save(&db, &who, &change, &posted).await,
    }
}

/// GET /bids/{reference}/price
pub async fn price(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let desk = Desk::of(&db, &who, &path).await?;
    let (sheet, form) = (desk.fresh(Section::Price)?, PriceForm::saved(&desk.it));
    let (mistakes, totals) = (&Mistakes::default(), desk.totals());
    page::show(&PricePage { frame, sheet, form: &form, mistakes, totals })
}

/// POST /bids/{reference}/price
pub async fn save_price(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let desk = Desk::of(&db, &who, &path).await?;
    let form = PriceForm::typed(&posted, &desk.it);
    let shown = |sheet, mistakes: &Mistakes, status| {
        let totals = desk.totals();
        page::with_status(status, &PricePage { frame, sheet, form: &form, mistakes, totals })
    };
    let parsed = form.parse(&desk.it);
    if by_itself(&posted) {
        return desk.save_by_itself(&db, &who, parsed, &posted).await;
    }
    match parsed {
        Err(mistakes) => shown(desk.again(&posted), &mistakes, StatusCode::UNPROCESSABLE_ENTITY),
        Ok(change) if desk.is_overtaken(&change, &posted)? => {
            shown(desk.overtaken(Section::Price)?, &Mistakes::default(), StatusCode::CONFLICT)
        }
        Ok(change) => desk.save(&db, &who, &change, &posted).await,
    }
}

/// GET /bids/{reference}/declarations
pub async fn declarations(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let desk = Desk::of(&db, &who, &path).await?;
    let (sheet, form) = (desk.fresh(Section::Declarations)?, DeclarationsForm::saved(&desk.it));
    page::show(&DeclarationsPage { frame, sheet, form: &form, mistakes: &Mistakes::default() })
}

/// POST /bids/{reference}/declarations
pub async fn save_declarations(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let desk = Desk::of(&db, &who, &path).await?;
    let form = DeclarationsForm::typed(&posted);
    let change = form.change();
    if by_itself(&posted) {
        return desk.save_by_itself(&db, &who, Ok(change), &posted).await;
    }
    if desk.is_overtaken(&change, &posted)? {
        let (sheet, mistakes) = (desk.overtaken(Section::Declarations)?, &Mistakes::default());
        let shown = DeclarationsPage { frame, sheet, form: &form, mistakes };
        return page::with_status(StatusCode::CONFLICT, &shown);
    }
    desk.save(&db, &who, &change, &posted).await
}
