//! Signing over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts;
use super::forms::{Signature, SignatureForm};
use crate::accounts::model::Viewer;
use crate::accounts::roles::{ContractManager, ProviderAdmin, SignedIn};
use crate::contracts::handlers::{found, shown};
use crate::contracts::model::Seen;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// POST /contracts/{ref}/provider-signature
pub async fn by_provider(
    who: ProviderAdmin,
    viewer: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (seen, _) = found(&db, &viewer.0, &path).await?;
    let version = seen.version()?;
    if version.provider_signed_at.is_some() {
        return Ok(already(&seen, &version.provider_signature));
    }
    let signature = match read(&db, &viewer.0, &posted, &seen, frame.clone()).await? {
        Ok(signature) => signature,
        Err(page) => return Ok(page),
    };
    let once = posted.once();
    let signed = db
        .act(&who.by, async |tx| acts::sign_for_provider(tx, &who, &path, &signature, once).await)
        .await;
    match signed {
        Ok(signed) => {
            let said = "You have signed. Now the force is asked to sign.";
            Ok(page::go_to_saying(signed.path(), said))
        }
        Err(Error::Again(said)) => overtaken(&db, &viewer.0, &posted, &path, (frame, said)).await,
        Err(fault) => Err(fault),
    }
}

/// POST /contracts/{ref}/force-signature
pub async fn by_force(
    who: ContractManager,
    viewer: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (seen, _) = found(&db, &viewer.0, &path).await?;
    let version = seen.version()?;
    if version.force_signed_at.is_some() {
        return Ok(already(&seen, &version.force_signature));
    }
    let signature = match read(&db, &viewer.0, &posted, &seen, frame.clone()).await? {
        Ok(signature) => signature,
        Err(page) => return Ok(page),
    };
    let once = posted.once();
    let signed = db
        .act(&who.by, async |tx| acts::sign_for_force(tx, &who, &path, &signature, once).await)
        .await;
    match signed {
        Ok(signed) => {
            Ok(page::go_to_saying(signed.path(), "You have signed. It now binds both sides."))
        }
        Err(Error::Again(said)) => overtaken(&db, &viewer.0, &posted, &path, (frame, said)).await,
        Err(fault) => Err(fault),
    }
}

/// To the contract, saying that nothing was changed.
fn already(seen: &Seen, signature: &str) -> HttpResponse {
    let said = format!("This contract was already signed by {signature}. Nothing was changed.");
    page::go_to_explaining(seen.contract.path(), &said)
}

/// The signature, once the form is right; or the page again.
async fn read(
    db: &Db,
    viewer: &Viewer,
    posted: &Posted,
    seen: &Seen,
    frame: Frame,
) -> Result<Result<Signature, HttpResponse>> {
    let form = SignatureForm::typed(posted);
    match form.parse(&viewer.name) {
        Ok(signature) => Ok(Ok(signature)),
        Err(mistakes) => {
            let now = db.now().await?;
            shown(frame, (viewer, now), seen, &form, &mistakes).map(Err)
        }
    }
}

/// The contract as it is now, where it is another than the one that was read.
async fn overtaken(
    db: &Db,
    viewer: &Viewer,
    posted: &Posted,
    path: &str,
    (frame, said): (Frame, String),
) -> Result<HttpResponse> {
    let (seen, now) = found(db, viewer, path).await?;
    let mut form = SignatureForm::typed(posted);
    form.confirmed = false;
    let mut mistakes = Mistakes::default();
    mistakes.add("confirmed", said);
    shown(frame, (viewer, now), &seen, &form, &mistakes)
}
