//! Leaving over HTTP.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::forms::LeavingForm;
use super::pages::LeavingPage;
use super::{acts, policy};
use crate::accounts::roles::ProviderAdmin;
use crate::db::Db;
use crate::error::Result;
use crate::providers::model::Provider;
use crate::providers::queries;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// The company, and why it cannot leave.
async fn found(who: &ProviderAdmin, db: &Db) -> Result<(Provider, String)> {
    db.read(async |conn| {
        let provider = queries::provider(conn, who.provider).await?;
        let contracts = queries::live_contracts(conn, who.provider).await?;
        let bids = queries::undecided_bids(conn, who.provider).await?;
        let why_not = policy::may_leave(provider.state, &contracts, &bids).err();
        Ok((provider, why_not.map(|it| it.to_string()).unwrap_or_default()))
    })
    .await
}

/// GET /provider/leaving
pub async fn leaving_page(who: ProviderAdmin, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let (provider, why_not) = &found(&who, &db).await?;
    let (form, mistakes) = (&LeavingForm::default(), &Mistakes::default());
    page::show(&LeavingPage { frame, provider, why_not: why_not.clone(), form, mistakes })
}

/// POST /provider/leaving
pub async fn leave(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = &LeavingForm::typed(&posted);
    let reason = match form.parse() {
        Ok(reason) => reason,
        Err(mistakes) => {
            let (provider, why_not) = found(&who, &db).await?;
            let (provider, mistakes) = (&provider, &mistakes);
            return page::mistaken(&LeavingPage { frame, provider, why_not, form, mistakes });
        }
    };
    db.act(&who.by, async |tx| acts::leave(tx, &who, &reason).await).await?;
    Ok(page::go_to_saying("/provider", "Your company has left the framework"))
}
