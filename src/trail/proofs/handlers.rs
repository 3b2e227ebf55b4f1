//! Proofs over HTTP: a page for people, JSON for programs.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, VARY};
use actix_web::web::Data;
use askama::Template;
use serde::Serialize;

use super::forms::{ConsistencyForm, InclusionForm};
use super::model::{Consistency, Inclusion};
use super::pages::{ConsistencyPage, InclusionPage};
use super::policy::{Refusal, may_extend, may_include};
use super::queries;
use crate::accounts::roles::Anyone;
use crate::db::Db;
use crate::error::Result;
use crate::web::form::{Mistakes, Query};
use crate::web::guard::Site;
use crate::web::page::{self, Frame};
use crate::web::reads::Reads;

type Found<T> = std::result::Result<T, Refusal>;

#[derive(Serialize)]
struct Refused {
    error: String,
}

/// The status of what was found; whoever asked for nothing yet is shown the
/// form.
fn status<T>(found: &Found<T>, unasked: bool) -> StatusCode {
    match found {
        Ok(_) => StatusCode::OK,
        Err(_) if unasked => StatusCode::OK,
        Err(refusal) if refusal.is_missing() => StatusCode::NOT_FOUND,
        Err(_) => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn data<T: Serialize>(found: &Found<T>) -> HttpResponse {
    let mut answer = HttpResponse::build(status(found, false));
    match found {
        Ok(proof) => answer.json(proof),
        Err(refusal) => answer.json(Refused { error: format!("{refusal}.") }),
    }
}

fn shown(status: StatusCode, page: &impl Template) -> Result<HttpResponse> {
    page::with_status(status, page)
}

/// The address answers differently to who takes a page.
fn varied(mut answer: HttpResponse) -> HttpResponse {
    answer.headers_mut().append(VARY, HeaderValue::from_static("accept"));
    answer
}

async fn include(db: &Db, form: &InclusionForm) -> Result<Found<Inclusion>> {
    let (seq, size) = match form.parse() {
        Ok(read) => read,
        Err(refusal) => return Ok(Err(refusal)),
    };
    db.read(async |conn| {
        let covered = queries::covered(conn).await?;
        let size = size.or(covered).unwrap_or_default();
        match may_include(seq, size, covered) {
            Ok(()) => Ok(Ok(queries::inclusion(conn, seq, size).await?)),
            Err(refusal) => Ok(Err(refusal)),
        }
    })
    .await
}

async fn extend(db: &Db, form: &ConsistencyForm) -> Result<Found<Consistency>> {
    let (from, to) = match form.parse() {
        Ok(read) => read,
        Err(refusal) => return Ok(Err(refusal)),
    };
    db.read(async |conn| {
        let covered = queries::covered(conn).await?;
        let to = to.or(covered).unwrap_or_default();
        match may_extend(from, to, covered) {
            Ok(()) => Ok(Ok(queries::consistency(conn, from, to).await?)),
            Err(refusal) => Ok(Err(refusal)),
        }
    })
    .await
}

/// What is wrong with what was typed, beside its field: nothing for who has
/// not asked for a proof yet.
fn mistakes<T>(found: &Found<T>, unasked: bool, fields: [&str; 2]) -> Mistakes {
    let mut mistakes = Mistakes::default();
    if let Err(refusal) = found
        && !unasked
    {
        let [first, second] = fields;
        mistakes.add(if refusal.is_of_the_second() { second } else { first }, refusal.to_string());
    }
    mistakes
}

/// GET /transparency/inclusion
pub async fn inclusion(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    (reads, site): (Reads, Data<Site>),
    typed: Query<InclusionForm>,
) -> Result<HttpResponse> {
    let form = typed.0;
    let (found, unasked) = (include(&db, &form).await?, form.is_empty());
    Ok(varied(match reads {
        Reads::Data if !unasked => data(&found),
        _ => {
            let mistakes = mistakes(&found, unasked, ["seq", "size"]);
            let status = status(&found, unasked);
            let address = site.address();
            let found = found.ok();
            shown(status, &InclusionPage { frame, form, mistakes, found, address })?
        }
    }))
}

/// GET /transparency/consistency
pub async fn consistency(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    (reads, site): (Reads, Data<Site>),
    typed: Query<ConsistencyForm>,
) -> Result<HttpResponse> {
    let form = typed.0;
    let (found, unasked) = (extend(&db, &form).await?, form.is_empty());
    Ok(varied(match reads {
        Reads::Data if !unasked => data(&found),
        _ => {
            let mistakes = mistakes(&found, unasked, ["from", "to"]);
            let status = status(&found, unasked);
            let address = site.address();
            let found = found.ok();
            shown(status, &ConsistencyPage { frame, form, mistakes, found, address })?
        }
    }))
}
