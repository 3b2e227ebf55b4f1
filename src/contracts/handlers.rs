//! Contracts over HTTP: the list, one of them, its text and its history, and
//! drawing one up.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::document::Document;
use super::model::{Basis, Seen};
use super::pages::{ContractPage, ContractsPage, DrawUpPage, HistoryPage, Turn};
use super::signing::forms::SignatureForm;
use super::{acts, policy, queries};
use crate::accounts::model::{Organisation, Role, Viewer};
use crate::accounts::roles::{ContractManager, Reader, SignedIn};
use crate::audit::entry;
use crate::db::Db;
use crate::error::Result;
use crate::requests;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted, Query};
use crate::web::page::{self, Frame};
use crate::web::paging::Paging;

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    page: Option<String>,
}

/// GET /contracts
pub async fn list(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Asked>,
) -> Result<HttpResponse> {
    let wanted = Paging::asked(asked.page.as_deref());
    let now = db.now().await?;
    let (to_draw_up, (contracts, paging)) = db
        .read(async |conn| {
            let to_draw_up = match who.0.organisation {
                Organisation::Force(force) => queries::to_draw_up(conn, force).await?,
                _ => Vec::new(),
            };
            Ok((to_draw_up, queries::list(conn, &who.0, wanted).await?))
        })
        .await?;
    let (home, today) = (who.0.organisation.home(), uk_time::date_of(now));
    page::show(&ContractsPage { frame, home, to_draw_up, contracts, paging, today })
}

/// GET /requests/{ref}/contract
pub async fn draw_up_page(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (reference, title, drawn_up, basis) = db
        .read(async |conn| {
            let request = requests::queries::readable(conn, &who, &path).await?;
            let (reference, title) = (request.reference.clone(), request.title.clone());
            let drawn_up = queries::of_request(conn, request.id).await?;
            let basis = queries::basis_if_awarded(conn, request, now).await?;
            Ok((reference, title, drawn_up, basis))
        })
        .await?;
    if let Some(contract) = drawn_up {
        return Ok(page::go_to(contract.path()));
    }
    let (terms, refusal) = outlook(basis, now);
    let refusal = match who.judge(policy::draws_up) {
        Err(barred) if refusal.is_empty() => barred,
        _ => refusal,
    };
    page::show(&DrawUpPage { frame, request: reference, title, terms, refusal })
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
    if let Ok((first, last)) = term {
        terms.push(("Term", format!("{} to {}", uk_time::day(first), uk_time::day(last))));
    }
    (terms, against.or(term.err()).map(|it| it.to_string()).unwrap_or_default())
}

/// POST /requests/{ref}/contract
pub async fn draw_up(
    who: ContractManager,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let contract =
        db.act(&who.by, async |tx| acts::offer(tx, &who, &path, posted.once()).await).await?;
    let said = format!(
        "Contract {} is drawn up, and the provider is asked to sign it",
        contract.reference
    );
    Ok(page::go_to_saying(contract.path(), &said))
}

/// GET /contracts/{ref}
pub async fn show(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let seen = db.read(async |conn| queries::seen(conn, &who.0, &path).await).await?;
    let now = db.now().await?;
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
    let (turn, waits) = turn(viewer, seen, now);
    let document = Document::read(&seen.contract.document);
    let today = uk_time::date_of(now);
    let page = ContractPage { frame, seen, document, today, turn, waits, form, mistakes };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// Whether this person can sign now, and what is waited for if not.
fn turn(viewer: &Viewer, seen: &Seen, now: Moment) -> (Turn, String) {
    let has = |role| viewer.roles.contains(&role);
    let provider = policy::may_sign_for_provider(&seen.standing, now).map(|_| Turn::Provider);
    let force = policy::may_sign_for_force(&seen.standing, now).map(|_| Turn::Force);
    let (side, signs) = match viewer.organisation {
        Organisation::Provider(_) => (provider, has(Role::ProviderAdmin)),
        Organisation::Force(_) => (force, has(Role::ContractManager)),
        Organisation::Operator => return (Turn::Nobody, String::new()),
    };
    match side {
        Ok(turn) if signs => (turn, String::new()),
        Ok(Turn::Provider) => (
            Turn::Nobody,
            "A person of your company with the role “Provider administrator” signs it.".to_owned(),
        ),
        Ok(_) => (
            Turn::Nobody,
            "A person of your force with the role “Contract manager” signs it.".to_owned(),
        ),
        Err(policy::Refusal::ProviderHasSigned | policy::Refusal::ForceHasSigned) => {
            let waits = seen.contract.force_signed_at.is_none();
            (Turn::Nobody, if waits { "The force signs next.".to_owned() } else { String::new() })
        }
        Err(refusal) => (Turn::Nobody, refusal.to_string()),
    }
}

/// GET /contracts/{ref}/document.txt
pub async fn text(who: SignedIn, db: Data<Db>, path: Path<String>) -> Result<HttpResponse> {
    let seen = db.read(async |conn| queries::seen(conn, &who.0, &path).await).await?;
    let name = format!("attachment; filename=\"{}.txt\"", seen.contract.reference);
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header(("content-disposition", name))
        .body(seen.contract.document))
}

/// GET /contracts/{ref}/history
pub async fn history(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (seen, mut lines) = db
        .read(async |conn| {
            let seen = queries::seen(conn, &who.0, &path).await?;
            let lines = entry::history(conn, &[seen.contract.id.uuid()]).await?;
            Ok((seen, lines))
        })
        .await?;
    lines.reverse();
    page::show(&HistoryPage { frame, seen, lines })
}
