//! The sections that are one form each, and lots.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::{LotForm, NewLot, StatementsForm};
use crate::accounts::model::Role;
use crate::accounts::roles::{ProviderAdmin, ProviderMember};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::files::forms::with_file;
use crate::files::kinds;
use crate::files::store::Files;
use crate::framework;
use crate::framework::model::{Lot, SfiaLevel};
use crate::framework::policy::above_maximum;
use crate::providers::changes::model::{ChangeKind, DeclarationFacts, Facts, Listed};
use crate::providers::changes::policy::is_relied_on;
use crate::providers::dossier::attachments::handlers::owner;
use crate::providers::dossier::forms::{Company, CompanyForm, DeclarationsForm};
use crate::providers::dossier::model::{Dossier, Paper, Section, Statement};
use crate::providers::dossier::pages::{
    CompanyPage, DeclarationsPage, LotLine, LotPage, LotRemovalPage, LotsPage, Review,
    StatementsPage,
};
use crate::providers::dossier::{acts, policy, queries};
use crate::providers::model::{LotDecision, ProviderLot, Size};
use crate::providers::typed::yes_or_no;
use crate::types::money::Money;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes, Posted};
use crate::web::page::{self, Frame};
use crate::web::upload::Upload;

/// The dossier, if this section of it may be changed now.
async fn changing(who: &ProviderAdmin, db: &Db, section: Section) -> Result<Dossier> {
    let dossier = db.read(async |conn| queries::own(conn, who.provider).await).await?;
    policy::may_change(dossier.provider.state, section)?;
    Ok(dossier)
}

async fn regions(db: &Db) -> Result<Vec<Choice>> {
    let words = db.read(async |conn| framework::queries::regions(conn).await).await?;
    Ok(words.iter().map(Choice::from).collect())
}

fn company_shown<'a>(
    frame: Frame,
    form: &'a CompanyForm,
    mistakes: &'a Mistakes,
    regions: &'a [Choice],
    (review, former): (Review, Vec<String>),
) -> CompanyPage<'a> {
    let size = |size: &Size| {
        Choice {
        value: size.word().to_owned(),
        label: size.label().to_owned(),
        hint: match size {
            Size::Sme => "Fewer than 250 staff, and turnover of £44 million or less or a balance sheet of £38 million or less",
            Size::Large => "Anything above that. Count the whole group you belong to",
        }
        .to_owned(),
    }
    };
    let sizes = Size::ALL.iter().map(size).collect();
    CompanyPage { frame, form, mistakes, regions, sizes, review, former }
}

/// What to know about a section whose changes wait for review.
fn review(dossier: &Dossier, kind: ChangeKind, subject: &str) -> Review {
    let waits = |it: &&Listed| it.change.kind == kind && it.change.subject == subject;
    let waiting = dossier.changes.iter().find(waits);
    Review {
        needed: is_relied_on(dossier.provider.state),
        since: waiting.map(|it| uk_time::full(it.change.made_at)).unwrap_or_default(),
    }
}

/// What waits for review in place of what is in force.
fn wanted(dossier: &Dossier, kind: ChangeKind, subject: &str) -> Option<Facts> {
    let waits = |it: &&Listed| it.change.kind == kind && it.change.subject == subject;
    dossier.changes.iter().find(waits)?.change.wanted().ok()
}

/// GET /provider/dossier/company
pub async fn company_page(who: ProviderAdmin, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let dossier = changing(&who, &db, Section::Company).await?;
    let mut form = CompanyForm::of(&dossier.provider);
    if let Some(Facts::Company(it)) = wanted(&dossier, ChangeKind::Company, "") {
        form = form.with(it);
    }
    let (mistakes, regions) = (Mistakes::default(), regions(&db).await?);
    let review = review(&dossier, ChangeKind::Company, "");
    let former = former(&who, &db, &form.number).await?;
    page::show(&company_shown(frame, &form, &mistakes, &regions, (review, former)))
}

/// The names of companies with a number that were here before.
async fn former(who: &ProviderAdmin, db: &Db, number: &str) -> Result<Vec<String>> {
    let all = db.read(async |conn| queries::former(conn, who.provider, number).await).await?;
    Ok(all.into_iter().map(|it| it.name).collect())
}

/// POST /provider/dossier/company
pub async fn company(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = CompanyForm::typed(&posted);
    let regions = regions(&db).await?;
    let parsed = match form.parse(&regions) {
        Ok(new) => unless_taken(&who, &db, new).await?,
        Err(mistakes) => Err(mistakes),
    };
    match parsed {
        Ok(new) => {
            let became =
                db.act(&who.by, async |tx| acts::save_company(tx, &who, &new).await).await?;
            let mut said = became.said("Your company details are");
            if let Some(name) = former(&who, &db, &new.number).await?.first() {
                said.push_str(&format!(
                    ". A company with this number was on Muster before, as {name}, so the Muster team is told when you apply"
                ));
            }
            Ok(page::go_to_saying("/provider/dossier", &said))
        }
        Err(mistakes) => {
            let dossier = changing(&who, &db, Section::Company).await?;
            let review = review(&dossier, ChangeKind::Company, "");
            page::mistaken(&company_shown(frame, &form, &mistakes, &regions, (review, Vec::new())))
        }
    }
}

async fn unless_taken(
    who: &ProviderAdmin,
    db: &Db,
    new: Company,
) -> Result<std::result::Result<Company, Mistakes>> {
    let taken =
        db.read(async |conn| queries::number_taken(conn, who.provider, &new.number).await).await?;
    if !taken {
        return Ok(Ok(new));
    }
    let mut mistakes = Mistakes::default();
    mistakes.add("number", policy::Refusal::NumberTaken.to_string());
    Ok(Err(mistakes))
}

/// GET /provider/dossier/declarations
pub async fn declarations_page(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
) -> Result<HttpResponse> {
    let dossier = changing(&who, &db, Section::Declarations).await?;
    let said = match wanted(&dossier, ChangeKind::Declarations, "") {
        Some(Facts::Declarations(it)) => it,
        _ => DeclarationFacts::of(&dossier.provider, &dossier.declarations),
    };
    let form = &DeclarationsForm::of(&said);
    let mistakes = &Mistakes::default();
    let review = review(&dossier, ChangeKind::Declarations, "");
    page::show(&DeclarationsPage { frame, form, mistakes, answers: yes_or_no(), review })
}

/// POST /provider/dossier/declarations
pub async fn declarations(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = &DeclarationsForm::typed(&posted);
    match form.parse() {
        Ok(new) => {
            let became =
                db.act(&who.by, async |tx| acts::save_declarations(tx, &who, &new).await).await?;
            Ok(page::go_to_saying("/provider/dossier", &became.said("Your declarations are")))
        }
        Err(mistakes) => {
            let dossier = changing(&who, &db, Section::Declarations).await?;
            let (mistakes, answers) = (&mistakes, yes_or_no());
            let review = review(&dossier, ChangeKind::Declarations, "");
            page::mistaken(&DeclarationsPage { frame, form, mistakes, answers, review })
        }
    }
}

/// GET /provider/dossier/statements
pub async fn statements_page(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
) -> Result<HttpResponse> {
    let dossier = changing(&who, &db, Section::Statements).await?;
    let form = &StatementsForm::of(&dossier.provider);
    page::show(&statements_shown(frame, form, &Mistakes::default(), &dossier))
}

fn statements_shown<'a>(
    frame: Frame,
    form: &'a StatementsForm,
    mistakes: &'a Mistakes,
    dossier: &Dossier,
) -> StatementsPage<'a> {
    let files = Statement::ALL.iter().map(|which| {
        let paper = Paper::Statement(*which);
        (which.label(), dossier.attached(&paper), paper.path())
    });
    StatementsPage { frame, form, mistakes, files: files.collect() }
}

/// POST /provider/dossier/statements
pub async fn statements(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = &StatementsForm::typed(&posted);
    match form.parse() {
        Ok(new) => {
            db.act(&who.by, async |tx| acts::save_statements(tx, &who, &new).await).await?;
            Ok(page::go_to_saying("/provider/dossier", "Your statements are saved"))
        }
        Err(mistakes) => {
            let dossier = changing(&who, &db, Section::Statements).await?;
            page::mistaken(&statements_shown(frame, form, &mistakes, &dossier))
        }
    }
}

/// GET /provider/dossier/lots
pub async fn lots(who: ProviderMember, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let (dossier, lots) = db
        .read(async |conn| {
            let dossier = queries::own(conn, who.provider).await?;
            Ok((dossier, framework::queries::lots(conn).await?))
        })
        .await?;
    let admin = who.has(Role::ProviderAdmin);
    let why_not = policy::may_edit(admin, dossier.provider.state, Section::Lots).err();
    let lots: Vec<LotLine> =
        lots.iter().map(|lot| lot_line(lot, &dossier, why_not.is_none())).collect();
    let why_not = why_not.map(|it| it.to_string()).unwrap_or_default();
    page::show(&LotsPage { frame, lots: &lots, why_not })
}

fn lot_line(lot: &Lot, dossier: &Dossier, open: bool) -> LotLine {
    let asked = dossier.lots.iter().find(|it| it.lot.code == lot.code);
    let waits = |kind| review(dossier, kind, &lot.code).waits();
    let (tag, colour) = match asked {
        _ if waits(ChangeKind::Lot) => ("Waiting for review", "yellow"),
        Some(it) if it.lot.admitted() && waits(ChangeKind::Rates) => {
            ("Admitted; a change waits for review", "green")
        }
        None => ("Not asked for", "grey"),
        Some(it) if it.lot.admitted() => ("Admitted", "green"),
        Some(it) if it.lot.decision == LotDecision::Refuse => ("Refused", "red"),
        Some(_) => ("Asked for", ""),
    };
    LotLine {
        name: lot.name.clone(),
        description: lot.description.clone(),
        href: if open { format!("/provider/dossier/lots/{}", lot.code) } else { String::new() },
        tag: tag.to_owned(),
        colour,
    }
}

type Maxima = BTreeMap<i16, Money>;

async fn lot_and_levels(db: &Db, code: &str) -> Result<(Lot, Vec<SfiaLevel>, Maxima)> {
    db.read(async |conn| {
        let lot = framework::queries::lot(conn, code).await?;
        let levels = framework::queries::sfia_levels(conn).await?;
        Ok((lot, levels, framework::queries::rate_maxima(conn, code).await?))
    })
    .await
}

/// What was typed, unless a rate is above the framework's maximum.
fn at_or_below(new: NewLot, maxima: &Maxima) -> std::result::Result<NewLot, Mistakes> {
    let mut mistakes = Mistakes::default();
    for (level, _, most) in above_maximum(&new.rates, maxima) {
        let said = format!("Enter {most} or less, the framework’s maximum for SFIA level {level}");
        mistakes.add(&format!("rate_{level}"), said);
    }
    if mistakes.is_empty() { Ok(new) } else { Err(mistakes) }
}

/// What a change of a lot is, when it waits for review.
fn changed(admitted: bool) -> ChangeKind {
    if admitted { ChangeKind::Rates } else { ChangeKind::Lot }
}

/// GET /provider/dossier/lots/{code}
pub async fn lot_page(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let code = path.into_inner();
    let (lot, levels, maxima) = lot_and_levels(&db, &code).await?;
    let dossier = changing(&who, &db, Section::Lots).await?;
    let asked = dossier.lots.iter().find(|it| it.lot.code == code);
    let kind = changed(asked.is_some_and(|it| it.lot.admitted()));
    let numbers: Vec<i16> = levels.iter().map(|it| it.level).collect();
    let form = match (wanted(&dossier, kind, &code), asked) {
        (Some(Facts::Lot(it)), _) => LotForm::of(&it.evidence, &it.money(), &numbers),
        (_, Some(it)) => LotForm::of(&it.lot.evidence, &it.rates, &numbers),
        (_, None) => LotForm::typed(&Posted::default(), &numbers),
    };
    let mistakes = Mistakes::default();
    page::show(&shown_lot(frame, &lot, &form, &mistakes, (&levels, &maxima), &dossier))
}

fn shown_lot<'a>(
    frame: Frame,
    lot: &'a Lot,
    form: &'a LotForm,
    mistakes: &'a Mistakes,
    (levels, maxima): (&'a [SfiaLevel], &'a Maxima),
    dossier: &Dossier,
) -> LotPage<'a> {
    let (code, name, description) = (&lot.code, &lot.name, &lot.description);
    let asked = dossier.lots.iter().map(|it| &it.lot).find(|it| it.code == lot.code);
    let admitted = asked.is_some_and(ProviderLot::admitted);
    let refused = asked.filter(|it| it.decision == LotDecision::Refuse && !admitted);
    let paper = Paper::Lot(code.clone());
    let open = policy::may_remove_file(dossier, &paper).is_ok();
    LotPage {
        frame,
        code,
        name,
        description,
        form,
        mistakes,
        levels,
        maxima,
        asked: asked.is_some_and(|it| policy::may_drop(it).is_ok()),
        review: review(dossier, changed(admitted), code),
        admitted,
        reason: refused.map(|it| it.reason.clone()).unwrap_or_default(),
        file: dossier.attached(&paper),
        choose: if open { paper.path() } else { String::new() },
        hint: kinds::HINT,
        accept: kinds::ACCEPT,
    }
}

/// POST /provider/dossier/lots/{code}
pub async fn lot(
    who: ProviderAdmin,
    frame: Frame,
    (db, files): (Data<Db>, Data<Files>),
    path: Path<String>,
    mut upload: Upload,
) -> Result<HttpResponse> {
    let (lot, levels, maxima) = lot_and_levels(&db, &path.into_inner()).await?;
    let numbers: Vec<i16> = levels.iter().map(|it| it.level).collect();
    let form = LotForm::typed(&upload, &numbers);
    let parsed = form.parse().and_then(|new| at_or_below(new, &maxima));
    let chosen = files.checked(upload.take("file")).await?;
    let (new, chosen) = match with_file("file", parsed, chosen) {
        Ok(both) => both,
        Err(mistakes) => {
            let dossier = changing(&who, &db, Section::Lots).await?;
            let scale = (levels.as_slice(), &maxima);
            return page::mistaken(&shown_lot(frame, &lot, &form, &mistakes, scale, &dossier));
        }
    };
    let file = files.keep(&db, owner(&who), chosen).await?;
    let offered = (&new, file.as_ref());
    let done = db.act(&who.by, async |tx| acts::save_lot(tx, &who, &lot.code, offered).await);
    let became = files.taken_up(&db, file.as_ref(), done.await).await?;
    let said = became.said(&format!("“{}” is", lot.name));
    Ok(page::go_to_saying(Section::Lots.path(), &said))
}

/// GET /provider/dossier/lots/{code}/removal
pub async fn remove_lot_page(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let code = path.into_inner();
    let dossier = changing(&who, &db, Section::Lots).await?;
    let asked = dossier.lots.iter().find(|it| it.lot.code == code).ok_or(Error::NotFound)?;
    policy::may_drop(&asked.lot)?;
    page::show(&LotRemovalPage {
        frame,
        code: &code,
        name: &asked.lot.name,
        evidence: &asked.lot.evidence,
        rates: asked.rates.len(),
        file: dossier.attached(&Paper::Lot(code.clone())),
        waits: wanted(&dossier, changed(false), &code).is_some(),
    })
}

/// POST /provider/dossier/lots/{code}/removal
pub async fn remove_lot(
    who: ProviderAdmin,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let code = path.into_inner();
    db.act(&who.by, async |tx| acts::remove_lot(tx, &who, &code).await).await?;
    Ok(page::go_to_saying(Section::Lots.path(), "You no longer ask for this lot"))
}
