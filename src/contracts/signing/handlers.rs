//! Signing over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts;
use super::forms::{Signature, SignatureForm};
use crate::accounts::model::Viewer;
use crate::accounts::proof::is_password;
use crate::accounts::roles::{ContractManager, ProviderAdmin, SignedIn};
use crate::contracts::handlers::{found, shown};
use crate::contracts::model::Seen;
use crate::db::Db;
use crate::error::Result;
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
    let signature = match read(&db, &viewer.0, &posted, &seen, frame).await? {
        Ok(signature) => signature,
        Err(page) => return Ok(page),
    };
    let once = posted.once();
    let signed = db
        .act(&who.by, async |tx| acts::sign_for_provider(tx, &who, &path, &signature, once).await)
        .await?;
    Ok(page::go_to_saying(signed.path(), "You have signed. Now the force is asked to sign."))
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
    let signature = match read(&db, &viewer.0, &posted, &seen, frame).await? {
        Ok(signature) => signature,
        Err(page) => return Ok(page),
    };
    let once = posted.once();
    let signed = db
        .act(&who.by, async |tx| acts::sign_for_force(tx, &who, &path, &signature, once).await)
        .await?;
    Ok(page::go_to_saying(signed.path(), "You have signed. It now binds both sides."))
}

/// To the contract, saying that nothing was changed.
fn already(seen: &Seen, signature: &str) -> HttpResponse {
    let said = format!("This contract was already signed by {signature}. Nothing was changed.");
    page::go_to_saying(seen.contract.path(), &said)
}

/// The signature, once the form is right and the password is the person's
/// own; or the page again.
async fn read(
    db: &Db,
    viewer: &Viewer,
    posted: &Posted,
    seen: &Seen,
    frame: Frame,
) -> Result<Result<Signature, HttpResponse>> {
    let form = SignatureForm::typed(posted);
    let mistakes = match form.parse(&viewer.name) {
        Ok(signature) if is_password(db, viewer, &form.password).await? => {
            return Ok(Ok(signature));
        }
        Ok(_) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("password", "This is not your password");
            mistakes
        }
        Err(mistakes) => mistakes,
    };
    let now = db.now().await?;
    shown(frame, (viewer, now), seen, &form, &mistakes).map(Err)
}
