//! A provider's home over HTTP.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::pages::HomePage;
use super::queries;
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ProviderMember;
use crate::db::Db;
use crate::error::Result;
use crate::notices;
use crate::providers;
use crate::providers::policy::{Refusal, certificate_bars, state_bar, terms_bar};
use crate::providers::{dossier, expiry};
use crate::requests::watching;
use crate::types::uk_time;
use crate::web::page::{self, Frame};

/// GET /provider
pub async fn home(who: ProviderMember, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let now = db.now().await?;
    let today = uk_time::date_of(now);
    let id = who.provider;
    let page = db
        .read(async |conn| {
            let standing = providers::queries::standing(conn, id).await?;
            let dossier = dossier::queries::own(conn, id).await?;
            let papers = expiry::queries::papers(conn, id).await?;
            let bars = match state_bar(&standing) {
                Some(bar) => vec![bar],
                None => certificate_bars(&standing, today)
                    .into_iter()
                    .chain(terms_bar(&standing))
                    .collect(),
            };
            let admitted = || standing.lots.iter().filter(|it| it.admitted());
            // The terms are soon accepted: what is open is listed all the same.
            let terms_alone = bars.iter().all(|it| matches!(it, Refusal::TermsNotAccepted(_)));
            let codes: Vec<String> = match terms_alone {
                true => admitted().map(|it| it.code.clone()).collect(),
                false => Vec::new(),
            };
            Ok(HomePage {
                frame,
                missing: dossier::policy::gaps(&dossier, today).len(),
                lots: admitted().map(|it| it.name.clone()).collect(),
                bids: queries::open_bids(conn, id, now).await?,
                opportunities: queries::opportunities(conn, id, &codes, now).await?,
                watched: watching::queries::watched(conn, who.user).await?,
                to_sign: queries::to_sign(conn, id).await?,
                to_explain: queries::to_explain(conn, id, now).await?,
                unread: notices::queries::unread_outcomes(conn, who.user).await?,
                expiring: expiry::policy::running_out(papers, today),
                terms_alone: terms_alone && !bars.is_empty(),
                bars,
                may_mend: who.has(Role::ProviderAdmin),
                admins: accounts::queries::administrators(conn, id).await?,
                provider: dossier.provider,
                now,
                today,
            })
        })
        .await?;
    page::show(&page)
}
