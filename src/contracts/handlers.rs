//! Contracts over HTTP: one of them, its text, its paper and its history, and
//! drawing one up.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::deeds::{Deeds, turn};
use super::document::Document;
use super::forms::{Particulars, ParticularsForm};
use super::model::{Basis, Contract, Seen};
use super::pages::{ContractPage, DrawUpCheckPage, DrawUpPage, HistoryPage};
use super::reading::acts::Form;
use super::signing::forms::SignatureForm;
use super::versions::handlers::{as_paper, as_text};
use super::{acts, basis, policy, queries, reading};
use crate::accounts::model::Viewer;
use crate::accounts::roles::{ContractManager, Reader, SignedIn};
use crate::audit::entry;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::requests;
use crate::requests::model::Request;
use crate::trail::record;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// A contract that this person may know of, for a page, and the time now.
pub(super) async fn found(db: &Db, viewer: &Viewer, reference: &str) -> Result<(Seen, Moment)> {
    found_as(db, viewer, reference, (Form::Page, None)).await
}

/// The same in another form, or for one version of it.
pub(super) async fn found_as(
    db: &Db,
    viewer: &Viewer,
    reference: &str,
    read: (Form, Option<i32>),
) -> Result<(Seen, Moment)> {
    let now = db.now().await?;
    let seen = db.read(async |conn| queries::seen(conn, viewer, reference, now).await).await?;
    reading::acts::note(db, viewer, seen.contract.id, read).await?;
    Ok((seen, now))
}

/// What is wrong with the days that were typed, if something is.
pub(super) fn misplaced(request: &Request, typed: &Particulars, now: Moment) -> Option<Mistakes> {
    let refusal = policy::agreed_term(request, typed, uk_time::date_of(now)).err()?;
    let field = match refusal {
        policy::Refusal::StartsInThePast(_) => "starts",
        policy::Refusal::EndsBeforeItStarts(_) | policy::Refusal::TooLong(_) => "ends",
        // Of the request itself; the act says it.
        _ => return None,
    };
    let mut mistakes = Mistakes::default();
    mistakes.add(field, refusal.to_string());
    Some(mistakes)
}

/// GET /requests/{ref}/contract
pub async fn draw_up_page(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let typed = (ParticularsForm::default(), Mistakes::default());
    drawing_up(&who, frame, (&db, &path), typed).await
}

/// What a contract is to be drawn up from, and what stands against it.
struct ToDrawUp {
    request: Request,
    drawn_up: Option<Contract>,
    terms: Vec<(&'static str, String)>,
    refusal: String,
}

async fn to_draw_up(db: &Db, who: &Reader, reference: &str, now: Moment) -> Result<ToDrawUp> {
    db.read(async |conn| {
        let request = requests::queries::readable(conn, who, reference).await?;
        let drawn_up = queries::of_request(conn, request.id).await?;
        let basis = basis::queries::if_awarded(conn, request.clone(), now).await?;
        let conflicted = match (who.member(), &basis) {
            (Some(member), Some(basis)) => {
                queries::is_conflicted(conn, basis.award.id, member.user).await?
            }
            _ => false,
        };
        let (terms, refusal) = outlook(basis, now);
        let judged = who.judge(policy::draws_up);
        let conflicted = policy::may_deal(conflicted).map_err(|it| it.to_string());
        let refusal = match judged.and(conflicted) {
            Err(barred) if refusal.is_empty() => barred,
            _ => refusal,
        };
        Ok(ToDrawUp { request, drawn_up, terms, refusal })
    })
    .await
}

async fn drawing_up(
    who: &Reader,
    frame: Frame,
    (db, path): (&Db, &str),
    (form, mistakes): (ParticularsForm, Mistakes),
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let found = to_draw_up(db, who, path, now).await?;
    if let Some(contract) = found.drawn_up {
        return Ok(page::go_to(contract.path()));
    }
    let Request { reference, title, .. } = found.request;
    let (terms, refusal) = (found.terms, found.refusal);
    let request = reference;
    let page = DrawUpPage { frame, request, title, terms, refusal, form, mistakes };
    if page.mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// What the contract would be, and what stands against it now.
fn outlook(basis: Option<Basis>, now: Moment) -> (Vec<(&'static str, String)>, String) {
    let Some(basis) = basis else { return (Vec::new(), policy::Refusal::NoAward.to_string()) };
    let term = policy::term(&basis.request, uk_time::date_of(now));
    let against = policy::may_draw_up(&basis.request, Some(basis.award.clone()), now).err();
    let mut terms = vec![
        ("Provider", basis.provider.name),
        ("Buyer", basis.force.contracting_authority),
        ("The most that may be charged, excluding VAT", basis.price.excluding_vat.to_string()),
        ("May be signed from", uk_time::full(basis.award.may_sign_from)),
    ];
    if let Ok((first, last)) = &term {
        terms.push(("Term", format!("{} to {}", uk_time::day(*first), uk_time::day(*last))));
    }
    (terms, against.or(term.err()).map(|it| it.to_string()).unwrap_or_default())
}

/// POST /requests/{ref}/contract
pub async fn draw_up(
    who: ContractManager,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = ParticularsForm::typed(&posted);
    let read = match form.parse() {
        Ok(typed) => {
            let now = db.now().await?;
            let own = db.read(async |conn| requests::queries::own(conn, &who, &path).await).await?;
            match misplaced(&own, &typed, now) {
                None if posted.text("confirmed") != "yes" => {
                    return checked(&Reader::of(&who), frame, (&db, own), &typed, &posted).await;
                }
                None => Ok(typed),
                Some(mistakes) => Err(mistakes),
            }
        }
        Err(mistakes) => Err(mistakes),
    };
    let typed = match read {
        Ok(typed) => typed,
        Err(mistakes) => {
            let reader = Reader::of(&who);
            return drawing_up(&reader, frame, (&db, &path), (form, mistakes)).await;
        }
    };
    let once = posted.once();
    let contract =
        db.act(&who.by, async |tx| acts::offer(tx, &who, &path, &typed, once).await).await?;
    let said = format!(
        "Contract {} is drawn up, and the provider is asked to sign it",
        contract.reference
    );
    Ok(page::go_to_saying(contract.path(), &said))
}

/// What the contract will say, to be looked at before the provider is asked.
async fn checked(
    who: &Reader,
    frame: Frame,
    (db, request): (&Db, Request),
    typed: &Particulars,
    posted: &Posted,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let found = to_draw_up(db, who, &request.reference, now).await?;
    if let Some(contract) = found.drawn_up {
        return Ok(page::go_to(contract.path()));
    }
    if !found.refusal.is_empty() {
        return Err(Error::Refused(found.refusal));
    }
    let mut terms = found.terms;
    terms.retain(|it| it.0 != "Term");
    let (first, last) = policy::agreed_term(&request, typed, uk_time::date_of(now))?;
    terms.push(("First day", uk_time::day(first)));
    terms.push(("Last day", uk_time::day(last)));
    terms.push(("Performance is judged by", typed.all_measures()));
    if !typed.particulars.is_empty() {
        terms.push(("What else is agreed", typed.particulars.clone()));
    }
    let asked = request.starts_on.filter(|it| *it != first).map(uk_time::day);
    let moved = asked.map(|it| {
        format!("The request asks for work from {it}, and this contract begins on another day.")
    });
    let typed = posted.kept().filter(|(name, _)| name != "once").cloned().collect();
    let moved = moved.unwrap_or_default();
    page::show(&DrawUpCheckPage { frame, request, terms, moved, typed })
}

/// GET /contracts/{ref}
pub async fn show(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (seen, now) = found(&db, &who.0, &path).await?;
    shown(frame, (&who.0, now), &seen, &SignatureForm::default(), &Mistakes::default())
}

/// The page of a contract, with the signature form as it was typed.
pub(super) fn shown(
    frame: Frame,
    (viewer, now): (&Viewer, Moment),
    seen: &Seen,
    form: &SignatureForm,
    mistakes: &Mistakes,
) -> Result<HttpResponse> {
    let version = seen.version()?;
    let (turn, waits) = turn(viewer, seen, now);
    let document = Document::read(&version.document);
    let today = uk_time::date_of(now);
    let deeds = Deeds::of(viewer, seen, now);
    let reader = Reader::try_from(viewer.clone()).ok();
    let takes_records = reader.as_ref().is_some_and(|it| record::policy::takes_records(it).is_ok());
    let page = ContractPage {
        frame,
        seen,
        version,
        document,
        today,
        turn,
        waits,
        deeds,
        reads_request: reader.is_some(),
        takes_records,
        form,
        mistakes,
    };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// GET /contracts/{ref}/document.txt
pub async fn text(who: SignedIn, db: Data<Db>, path: Path<String>) -> Result<HttpResponse> {
    let (seen, _) = found_as(&db, &who.0, &path, (Form::Text, None)).await?;
    as_text(&seen, seen.version()?)
}

/// GET /contracts/{ref}/document.pdf
pub async fn paper(who: SignedIn, db: Data<Db>, path: Path<String>) -> Result<HttpResponse> {
    let (seen, _) = found_as(&db, &who.0, &path, (Form::Pdf, None)).await?;
    as_paper(&seen, seen.version()?).await
}

/// GET /contracts/{ref}/history
pub async fn history(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (seen, _) = found(&db, &who.0, &path).await?;
    let contract = seen.contract.id.uuid();
    let mut lines = db.read(async |conn| Ok(entry::history(conn, &[contract]).await?)).await?;
    lines.retain(|it| !seen.for_provider || !policy::is_within_the_force(&it.action));
    lines.reverse();
    page::show(&HistoryPage { frame, seen, lines })
}

/// GET /contracts/{ref}/provider-signature
/// GET /contracts/{ref}/force-signature
/// GET /contracts/{ref}/variation/withdrawal
pub async fn back(viewer: SignedIn, db: Data<Db>, path: Path<String>) -> Result<HttpResponse> {
    let (seen, _) = found(&db, &viewer.0, &path).await?;
    Ok(page::go_to(seen.contract.path()))
}

/// GET /contracts/{ref}/termination/confirmation
/// GET /contracts/{ref}/termination/withdrawal
pub async fn back_to_ending(
    viewer: SignedIn,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (seen, _) = found(&db, &viewer.0, &path).await?;
    Ok(page::go_to(format!("{}/termination", seen.contract.path())))
}
