//! Returning and correcting over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts;
use super::forms::ReturnForm;
use super::pages::{CorrectionPage, ReturnPage};
use super::policy::may_return;
use crate::accounts::model::Viewer;
use crate::accounts::roles::{ContractManager, ProviderAdmin, SignedIn};
use crate::contracts::forms::ParticularsForm;
use crate::contracts::handlers::{found, misplaced};
use crate::contracts::model::Seen;
use crate::contracts::policy::{may_correct, may_deal};
use crate::contracts::versions::state::VersionState;
use crate::db::Db;
use crate::error::Result;
use crate::requests;
use crate::types::time::Moment;
use crate::web::form::{Mistakes, Posted, TypedDay};
use crate::web::page::{self, Frame};

/// GET /contracts/{ref}/return
pub async fn return_page(
    _: ProviderAdmin,
    viewer: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (seen, _) = found(&db, &viewer.0, &path).await?;
    let refusal = may_return(seen.contract.state, seen.open()).err();
    let refusal = refusal.map(|it| it.to_string()).unwrap_or_default();
    let (form, mistakes) = (ReturnForm::default(), Mistakes::default());
    page::show(&ReturnPage { frame, seen: &seen, form, mistakes, refusal })
}

/// POST /contracts/{ref}/return
pub async fn give_back(
    who: ProviderAdmin,
    viewer: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = ReturnForm::typed(&posted);
    let words = match form.parse() {
        Ok(words) => words,
        Err(mistakes) => {
            let (seen, _) = found(&db, &viewer.0, &path).await?;
            let refusal = String::new();
            return page::mistaken(&ReturnPage { frame, seen: &seen, form, mistakes, refusal });
        }
    };
    let once = posted.once();
    let contract =
        db.act(&who.by, async |tx| acts::give_back(tx, &who, &path, &words, once).await).await?;
    let said = "You have returned it to the force, which reads what you said";
    Ok(page::go_to_saying(contract.path(), said))
}

/// GET /contracts/{ref}/correction
pub async fn correction_page(
    _: ContractManager,
    viewer: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (seen, now) = found(&db, &viewer.0, &path).await?;
    let form = as_it_is(&seen);
    page::show(&correction(frame, (&seen, now), form, Mistakes::default()))
}

/// What the last version says, to be changed.
fn as_it_is(seen: &Seen) -> ParticularsForm {
    let Some(last) = seen.versions.last() else { return ParticularsForm::default() };
    ParticularsForm {
        starts: TypedDay::of(Some(last.starts_on)),
        ends: TypedDay::of(Some(last.ends_on)),
        measures: last.measures.clone(),
        particulars: last.particulars.clone(),
        reason: String::new(),
    }
}

fn correction<'a>(
    frame: Frame,
    (seen, now): (&'a Seen, Moment),
    form: ParticularsForm,
    mistakes: Mistakes,
) -> CorrectionPage<'a> {
    let refusal = may_deal(seen.conflicted).and(may_correct(&seen.standing, now).map(drop)).err();
    let refusal = refusal.map(|it| it.to_string()).unwrap_or_default();
    let last = seen.versions.last().filter(|it| it.state == VersionState::Returned);
    let words = last.map(|it| it.settled_words.clone()).unwrap_or_default();
    CorrectionPage { frame, seen, words, form, mistakes, refusal }
}

/// POST /contracts/{ref}/correction
pub async fn correct(
    who: ContractManager,
    viewer: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = ParticularsForm::typed(&posted);
    let typed = match read(&db, &viewer.0, &path, &form).await? {
        Ok(typed) => typed,
        Err(mistakes) => {
            let seen = found(&db, &viewer.0, &path).await?;
            return page::mistaken(&correction(frame, (&seen.0, seen.1), form, mistakes));
        }
    };
    let (once, typed) = (posted.once(), (&typed.0, typed.1.as_str()));
    let contract =
        db.act(&who.by, async |tx| acts::correct(tx, &who, &path, typed, once).await).await?;
    let said = "The corrected contract is offered to the provider, who signs first";
    Ok(page::go_to_saying(contract.path(), said))
}

/// What was typed, if it is right and its days fit the request.
async fn read(
    db: &Db,
    viewer: &Viewer,
    reference: &str,
    form: &ParticularsForm,
) -> Result<std::result::Result<(crate::contracts::forms::Particulars, String), Mistakes>> {
    let typed = match form.parse_correction() {
        Ok(typed) => typed,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    let (seen, now) = found(db, viewer, reference).await?;
    let request = seen.contract.request_id;
    let request = db.read(async |conn| requests::queries::by_id(conn, request).await).await?;
    Ok(misplaced(&request, &typed.0, now).map_or(Ok(typed), Err))
}
